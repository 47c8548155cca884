"""Who fills an empty database: one at a time, known by a token, and in possession as long as something is heard of it.

The claim is the `Legami` node of a store that is not yet whole. Whatever writes under it first looks, in the same
transaction and under the writers' lock, whether the node still has its token, and leaves there how far it is. So a
transaction whose commit was kept although nobody said so is known when it comes again, and one who was taken for dead
writes nothing more.
"""

import secrets
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from typing import Final, TypeVar

from neo4j import Session, Transaction

from graph.errors import Conflict, LegamiError, StoreUnavailable, Text
from graph.store.canonical import compact
from graph.store.chain import GENESIS
from graph.store.dump import Header
from graph.store.neo4j import cypher
from graph.store.neo4j.indexing import make_indexes
from graph.store.neo4j.server import Server, one

UNFINISHED: Final = 0
"""The version of a store that is being filled: it cannot be opened."""

STALE_S: Final = 60
"""Who was not heard of for so long, by the server's clock, has ended."""

BEAT_S: Final = 10.0
"""How often a living claim is heard of."""

ROWS: Final = 20_000
"""Taken away in one transaction."""

_T = TypeVar("_T")


class Claim:
    """One program's claim to a database; for one thread."""

    def __init__(self, server: Server, token: str) -> None:
        """Know a claim that is there, or is to be made by `take`."""
        self.token = token
        self._server = server
        self._step = 0

    def take(self, header: Header) -> None:
        """Claim a database that is empty, or was left half-filled; then clear away what is in it.

        Raises Conflict where anything else is there, or another claim that is alive.
        """
        left_by_another = False

        def work(transaction: Transaction) -> None:
            nonlocal left_by_another
            ((whose, version, silent_s),) = transaction.run(cypher.CLAIM, claim=self.token).values()
            if whose != self.token:
                _refuse(self._server.url, version, silent_s)
                left_by_another = True
            if not left_by_another and transaction.run(cypher.ANYTHING_ELSE).values():
                raise taken(self._server.url)
            about = {"identity": header.identity, "numbers": compact(dict(header.numbers)), "digest": GENESIS.hex()}
            transaction.run(cypher.TAKE, {**about, "claim": self.token, "version": UNFINISHED}).consume()

        self._server.change(work, self.token)
        if left_by_another:
            self._empty()
            self.check_alone()

    def change(self, work: Callable[[Transaction], _T]) -> _T | None:
        """Carry out `work` exactly once; nothing comes back of what turns out to have been kept already.

        Raises Conflict where the claim is no longer ours.
        """
        self._step += 1
        step = self._step

        def fenced(transaction: Transaction) -> _T | None:
            version, done = one(transaction.run(cypher.HELD, claim=self.token).values()) or (None, 0)
            if done >= step:
                return None
            if version != UNFINISHED:
                raise _lost(self._server.url)
            result = work(transaction)
            transaction.run(cypher.LEAVE, claim=self.token, step=step).consume()
            return result

        return self._server.change(fenced, self.token)

    def check_alone(self) -> None:
        """Refuse to go on where something but the claim is there.

        Raises Conflict.
        """

        def work(transaction: Transaction) -> None:
            if transaction.run(cypher.ANYTHING_ELSE).values():
                raise taken(self._server.url)

        self.change(work)

    def beat(self) -> None:
        """Be heard of."""

        def work(session: Session) -> None:
            session.run(cypher.BEAT, claim=self.token, version=UNFINISHED).consume()

        self._server.make(work)

    def give_back(self) -> None:
        """Leave the database as empty as it was; a store that is whole by now stays.

        Raises Conflict where the claim is no longer ours.
        """
        self._empty()
        self._server.change(
            lambda transaction: transaction.run(cypher.RELEASE, claim=self.token, version=UNFINISHED).consume()
        )

    def _empty(self) -> None:
        """Take away what was filled, bit by bit: the claim goes last, so that no remnant is ever without one."""

        def work(transaction: Transaction) -> int:
            return transaction.run(cypher.WIPE, limit=ROWS).single(strict=True)[0]

        while self.change(work) != 0:
            continue


@contextmanager
def claimed(server: Server, header: Header) -> Generator[Claim]:
    """An empty database, claimed and kept alive; whatever fails within leaves it as empty as it was.

    Raises Conflict where anything is there, or somebody is filling it.
    """
    row = server.ask_the_writer(lambda asked: one(asked.run(cypher.CLAIMED).values()))
    if row is not None:
        version, silent_s, whose = row
        _refuse(server.url, version, silent_s)
        server.terminate(whose)  # frozen within a transaction, it would hold the lock for as long
    elif server.ask_the_writer(lambda asked: asked.run(cypher.ANYTHING_ELSE).values()):
        raise taken(server.url)
    make_indexes(server, cypher.NEEDED_TO_FILL)
    claim = Claim(server, secrets.token_hex(16))
    with _kept(claim):
        claim.take(header)
        yield claim


@contextmanager
def resumed(server: Server, token: str) -> Generator[Claim]:
    """A claim that is in the database already, otherwise as `claimed`.

    Raises Conflict where it is no longer there.
    """
    claim = Claim(server, token)
    with _kept(claim):
        claim.change(lambda _: None)
        yield claim


@contextmanager
def _kept(claim: Claim) -> Generator[None]:
    try:
        with _alive(claim):
            yield
    except BaseException:
        with suppress(LegamiError):
            claim.give_back()
        raise


@contextmanager
def _alive(claim: Claim) -> Generator[None]:
    """Let a claim be heard of, also while nothing is written under it."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(BEAT_S):
            with suppress(LegamiError):  # whoever writes next will be told
                claim.beat()

    beating = threading.Thread(target=beat, name="legami-claim", daemon=True)
    beating.start()
    try:
        yield
    finally:
        ended.set()
        beating.join()


def unfinished(server: Server) -> StoreUnavailable:
    """Why a store that is not whole cannot be opened."""
    row = server.ask_the_writer(lambda asked: one(asked.run(cypher.CLAIMED).values()))
    silent_s = row[1] if row else 0
    if silent_s < STALE_S:
        heard = _heard(silent_s)
        return StoreUnavailable(
            f"L'archivio {server.url} è incompleto: qualcuno lo sta riempiendo ({heard.it}). Aspettare che finisca.",
            f"The store {server.url} is unfinished: somebody is filling it ({heard.en}). Wait until that is done.",
        )
    return StoreUnavailable(
        f"L'archivio {server.url} è incompleto: chi lo riempiva ha smesso a metà. Ripetere il comando con cui lo si"
        " riempiva, che prima toglie quello che è rimasto.",
        f"The store {server.url} is unfinished: who filled it stopped half-way. Repeat the command that filled it:"
        " it first clears away what was left.",
    )


def _refuse(url: str, version: int, silent_s: int) -> None:
    """Refuse a whole store and a claim that is alive.

    Raises Conflict.
    """
    if version != UNFINISHED:
        raise taken(url)
    if silent_s < STALE_S:
        heard = _heard(silent_s)
        raise Conflict(
            f"Qualcuno sta riempiendo il database {url} ({heard.it}): aspettare che finisca. Se il suo programma si è"
            f" interrotto, il database torna libero da sé dopo {STALE_S} secondi.",
            f"Somebody is filling the database {url} ({heard.en}): wait until that is done. If that program has ended,"
            f" the database is free again after {STALE_S} seconds.",
        )


def _heard(silent_s: int) -> Text:
    seconds = max(silent_s, 0)
    return Text(f"ultimo segno {seconds} secondi fa", f"last heard of {seconds} seconds ago")


def _lost(url: str) -> Conflict:
    return Conflict(
        f"Il database {url} non è più nostro: per più di {STALE_S} secondi il server non ha avuto segni da questo"
        " programma, e un altro ha preso il suo posto. Non si scrive altro.",
        f"The database {url} is no longer ours: the server did not hear of this program for more than {STALE_S}"
        " seconds, and another one took over. Nothing more is written.",
    )


def taken(url: str) -> Conflict:
    """Something is there already."""
    return Conflict(
        f"Il database {url} non è vuoto e non viene sostituito.",
        f"The database {url} is not empty and is not replaced.",
    )
