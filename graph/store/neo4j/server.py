# pyright: reportUnknownMemberType=false
"""Conversations with the server: whole transactions, tried again where that is safe, one writer at a time."""

import logging
import secrets
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from itertools import count
from time import monotonic
from typing import Any, Final, TypeVar

from neo4j import READ_ACCESS, WRITE_ACCESS, Driver, GraphDatabase, Session, Transaction
from neo4j.exceptions import IncompleteCommit

from graph.errors import LegamiError, StoreBusy, StoreError, StoreUnavailable
from graph.store.neo4j import cypher
from graph.store.neo4j.address import Address, Credentials
from graph.store.neo4j.connecting import connect
from graph.store.neo4j.failures import FAILURES, busy, closed, interrupted, is_passing, told, unsure
from graph.store.neo4j.farewell import leave
from graph.store.neo4j.greeting import answers
from graph.store.neo4j.watch import Watch

logging.getLogger("neo4j").addHandler(logging.NullHandler())
"""What the driver complains of is told by our errors; who wants its own words configures a logger."""

DEAD_AFTER: Final = 0.2
"""A server that is silent for this share of the writers' timeout is dead: 2 of the usual 10 seconds."""

PATIENCE: Final = 0.75
"""How long, of that, a call is tried again after it first failed."""

GREETING: Final = 0.4
"""How long, of that, a greeting may take."""

TURN: Final = 60
"""How many times the writers' timeout a turn may last: 10 of the usual minutes. Whoever freezes in it holds up all."""

PAUSE_S: Final = 0.05
STILL: Final = 3
"""How often a long reading is begun anew because somebody wrote meanwhile; then writers have to wait for it."""

Asked = Session | Transaction
"""Who carries statements to the server."""

_T = TypeVar("_T")

_access: ContextVar[str] = ContextVar("access", default=READ_ACCESS)
"""Which member of a cluster is asked: any, or the one that writes. Any other may lag behind it."""


class Server:
    """One store's connections; safe for threads."""

    def __init__(self, url: str, credentials: Credentials | None, timeout_s: float) -> None:
        """Connect to nothing yet.

        Raises UsageError for an address that is none.
        """
        self.url = url
        self._address = Address.of(url)
        self._auth = (credentials.user, credentials.password) if credentials else None
        self._timeout_s = timeout_s
        self._dead_after_s = timeout_s * DEAD_AFTER
        self._lock = threading.Lock()
        self._driver: Driver | None = None
        self._bookmarks = GraphDatabase.bookmark_manager()
        self._closed = threading.Event()
        self._silent_at = 0.0  # when the watch last found nobody there
        self._watch = Watch(self._dead_after_s, self._greets, self._give_up)

    def close(self) -> None:
        """Close all connections; calling it twice is harmless."""
        self._closed.set()
        self._watch.end()
        self._let_go()

    def ask(self, work: Callable[[Asked], _T]) -> _T:
        """What `work` reads.

        Everything in it was committed; a commit that lands meanwhile may be seen in part: see `at_one_moment`. As
        that is so within a transaction too, none is opened: each would cost two journeys more.
        """

        def attempt() -> _T:
            with self._session(_access.get()) as session:
                return work(session)

        return self._persist(attempt)

    def ask_the_writer(self, work: Callable[[Asked], _T]) -> _T:
        """What `work` reads at the member that writes, where everything is that has a commit number."""
        with of_the_writer():
            return self.ask(work)

    def write(self, work: Callable[[Transaction, str], int]) -> int:
        """Carry out `work` as the one writer, exactly once, and return its commit number.

        `work` is given a key that it must leave with its commit: where the connection breaks during the commit, the
        key tells whether it was kept, and only otherwise is it done again.
        """
        key = secrets.token_hex(16)
        before = count()

        def attempt() -> int:
            first = next(before) == 0
            with self._turn(key) as transaction:
                known = None if first else transaction.run(cypher.COMMIT_OF_KEY, key=key).single()
                number = work(transaction, key) if known is None else int(known[0])
                transaction.commit()
                return number

        return self._persist(attempt)

    def change(self, work: Callable[[Transaction], _T], claim: str = "") -> _T:
        """Carry out `work` as the one writer; unlike in `write`, doing it twice must be harmless.

        Its transactions can be ended by `terminate(claim)`.
        """

        def attempt() -> _T:
            with self._turn(secrets.token_hex(16), claim) as transaction:
                done = work(transaction)
                transaction.commit()
                return done

        return self._persist(attempt)

    def at_one_moment(self, read: Callable[[], _T]) -> _T:
        """What `read` gathers in any number of questions, all answered as of one commit.

        The server isolates no reader: a transaction sees what others commit meanwhile. So the readings are begun
        anew if the store has moved, and in the end the writers are made to wait.
        """
        for _ in range(STILL):
            before = self.settled()
            with of_the_writer():
                found = read()
            if self.settled() == before:
                return found

        def attempt() -> _T:
            with self._turn(secrets.token_hex(16)) as transaction:
                before = one(transaction.run(cypher.STATE).values())
                found = read()
                self._check_kept(transaction, before)
                return found

        return self._persist(attempt)

    def _check_kept(self, transaction: Transaction, before: list[Any] | None) -> None:
        """Refuse a turn that ended before its time: others may have written since.

        Raises StoreBusy.
        """
        try:
            kept = one(transaction.run(cypher.STATE).values()) == before
        except FAILURES as error:
            if is_passing(error):
                raise
            raise interrupted(self.url) from error
        if not kept:
            raise interrupted(self.url)

    def settled(self) -> list[Any] | None:
        """The state of the store with no commit half-way: a reader who has no turn may see parts of one."""

        def attempt() -> list[Any] | None:
            with self._turn(secrets.token_hex(16)) as transaction:
                return one(transaction.run(cypher.STATE).values())

        return self._persist(attempt)

    def make(self, work: Callable[[Session], object]) -> None:
        """Carry out `work`, which changes constraints and indexes and may be done twice."""

        def attempt() -> None:
            with self._session(WRITE_ACCESS) as session:
                work(session)

        self._persist(attempt)

    def terminate(self, key: str) -> None:
        """Have the server end a writer's transactions, known by its key or by its claim."""
        self.make(lambda session: session.run(cypher.TERMINATE, key=key).consume())

    @contextmanager
    def _turn(self, key: str, claim: str = "") -> Generator[Transaction]:
        """A transaction that no other writer shares the time of; what is not committed within is taken back.

        Raises StoreBusy.
        """
        session = self._session(WRITE_ACCESS)
        about = {"legami": key, "claim": claim}
        with session, session.begin_transaction(about, timeout=self._timeout_s * TURN) as transaction:
            waiting = threading.Lock()  # who takes it ends the waiting: the clock, or the answer to the statement
            clock = threading.Timer(self._timeout_s, self._give_up_waiting, (key, waiting))
            clock.start()
            try:
                transaction.run(cypher.LOCK, key=key).consume()
            except FAILURES as error:
                if not _is_first(waiting):
                    raise busy(self.url) from error
                raise
            else:
                if not _is_first(waiting):  # it has its turn, and the server was told to end it
                    raise busy(self.url)
            finally:
                clock.cancel()
            with of_the_writer():
                yield transaction
            transaction.close()  # else the end of the block would commit

    def _give_up_waiting(self, key: str, waiting: threading.Lock) -> None:
        """Have the server end a transaction that waits for its turn, unless it has it by now."""
        if not _is_first(waiting):
            return
        with suppress(LegamiError):
            self.terminate(key)

    def _persist(self, attempt: Callable[[], _T]) -> _T:
        """Try until it succeeds, fails for good, or the server counts as dead.

        While it is in doubt whether a commit was kept, nothing is raised that sounds as if it were not.
        """
        began, last = monotonic(), None
        in_doubt = False
        while True:
            try:
                with self._watch.over():
                    return attempt()
            except (StoreBusy, StoreUnavailable) as error:
                raise (unsure(self.url) if in_doubt else error) from error.__cause__
            except FAILURES as error:
                in_doubt = in_doubt or isinstance(error, IncompleteCommit)
                last = last or monotonic() + self._dead_after_s * PATIENCE
                if not self._may_try_again(error, began, last):
                    raise self._told(error, in_doubt) from error
            self._closed.wait(PAUSE_S)

    def _may_try_again(self, error: BaseException, began: float, last: float) -> bool:
        dead = self._silent_at > began or self._closed.is_set()
        return is_passing(error) and monotonic() < last and not dead

    def _told(self, error: BaseException, in_doubt: bool) -> StoreError:
        if in_doubt:
            return unsure(self.url)
        return closed(self.url) if self._closed.is_set() else told(error, self.url)

    def _session(self, access: str) -> Session:
        with self._lock:
            if self._closed.is_set():
                raise closed(self.url)
            if self._driver is None:
                patience_s = self._dead_after_s * PATIENCE
                self._driver = connect(self._address, self._auth, patience_s, write_within_s=self._timeout_s)
            driver = self._driver
        return driver.session(
            default_access_mode=access,
            database=self._address.database,
            bookmark_manager=self._bookmarks,
            notifications_min_severity="OFF",
        )

    def _greets(self) -> bool:
        return answers(self._address.server, self._dead_after_s * GREETING)

    def _give_up(self) -> None:
        self._silent_at = monotonic()
        self._let_go()

    def _let_go(self) -> None:
        """Drop every connection, which ends whatever waits on one."""
        with self._lock:
            driver, self._driver = self._driver, None
        if driver is not None:
            leave(driver)


def _is_first(waiting: threading.Lock) -> bool:
    """Whether nobody has ended a waiting before."""
    return waiting.acquire(blocking=False)


@contextmanager
def of_the_writer() -> Generator[None]:
    """Ask the member that writes, until the end: what was just committed is there and may not yet be elsewhere."""
    token = _access.set(WRITE_ACCESS)
    try:
        yield
    finally:
        _access.reset(token)


def one(rows: list[list[Any]]) -> list[Any] | None:
    """The only row, if there is one."""
    return rows[0] if rows else None
