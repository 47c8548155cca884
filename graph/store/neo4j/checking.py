"""Whether a store on a server is sound: guards, references, declarations, what nodes are found by, history."""

import heapq
import re
from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any, Final

from graph.errors import StoreError, Text
from graph.kinds import Node, Record, Schema
from graph.store.base import Progress, Verification, unheard
from graph.store.canonical import canonical, canonical_hash
from graph.store.chain import GENESIS, change_digest, commit_digest
from graph.store.lookup import lookups, words
from graph.store.neo4j import cypher
from graph.store.neo4j.history import State, present
from graph.store.neo4j.loaded import left, summary
from graph.store.neo4j.reading import PAGE, counts, paged
from graph.store.neo4j.reading import settings as held_settings
from graph.store.neo4j.rows import dashed, indexed, to_node, to_tie
from graph.store.neo4j.server import Asked, Server
from graph.store.numbering import Kinds
from graph.store.problems import FILE, HISTORY, MANY, RECORDS, Problems
from graph.store.rows import as_record
from graph.store.twins import noting_twins

NODE_VALUES: Final = 4


def verify(server: Server, kinds: Kinds, schema: Schema, told: Progress = unheard) -> Verification:
    """Everything that can be checked, as of one commit."""
    return server.at_one_moment(lambda: _verify(server, kinds, schema, told))


def _verify(server: Server, kinds: Kinds, schema: Schema, told: Progress) -> Verification:
    def quick(asked: Asked) -> list[Text]:
        now = present(asked, server.url)
        return [*guards(asked), *structure(asked, schema), *counted(asked), *identity(now)]

    told(FILE, 0, 0)
    problems = server.ask(quick)
    told(HISTORY, 0, 0)
    problems += [*Chain(server).problems(), *lost(server), *loaded(server, kinds)]
    digest = canonical_hash(noting_twins(_sound_records(server, kinds, problems, told), problems))
    return Verification(not problems, digest, tuple(problems))


def guards(asked: Asked) -> Iterator[Text]:
    """Constraints and indexes that are not there, not ready, or of another sort or on something else."""
    online = {str(name): form for name, *form in asked.run(cypher.INDEXES_ONLINE).values()}
    for name, form in sorted(map(_guard, cypher.SCHEMA)):
        if name not in online:
            yield Text(f"Protezione spenta: {name}.", f"A guard is off: {name}.")
        elif online[name] != form:
            yield Text(
                f"La protezione {name} non è quella giusta: toglierla dal server e rifarla come la vuole il programma.",
                f"The guard {name} is not the right one: drop it from the server and make it as the program has it.",
            )


def _guard(statement: str) -> tuple[str, list[object]]:
    """The name of what a statement of `cypher.SCHEMA` makes, and the rest that `cypher.INDEXES_ONLINE` tells of it."""
    made, _, about = statement.partition(" IF NOT EXISTS FOR ")
    on, _, options = about.partition(" OPTIONS ")
    full_text, tie = "FULLTEXT" in made, on.startswith("()")
    return made.rpartition(" ")[2], [
        "FULLTEXT" if full_text else "RANGE",
        "RELATIONSHIP" if tie else "NODE",
        re.findall(r":(\w+)", on),
        re.findall(r"\.(\w+)", on),
        "CONSTRAINT" in made,
        "whitespace" if "'whitespace'" in options else None,
        False if full_text else None,
    ]


def structure(asked: Asked, schema: Schema) -> Iterator[Text]:
    """Ties that join what they may not, records that are two things at once, values of nobody."""
    for kind, source, target, uid in asked.run(cypher.END_KINDS).values():
        if kind not in schema.tie_names or not schema.may_join(kind, source, target):
            yield about(uid, "unisce tipi non ammessi", "joins kinds that it may not join")
    for (uid,) in asked.run(cypher.STRAY_TIES, limit=MANY).values():
        yield about(uid, "ha un estremo che non è un nodo", "has an end that is no node")
    for (uid,) in asked.run(cypher.BOTH, limit=MANY).values():
        yield about(uid, "è insieme nodo e legame", "is a node and a tie at once")
    number = asked.run(cypher.VALUES_OF_NOBODY).single(strict=True)[0]
    if number:
        it, en = f"La ricerca conserva valori di nessuno: {number}.", f"The search keeps values of nobody: {number}."
        yield Text(it, en)


def counted(asked: Asked) -> Iterator[Text]:
    """Kinds of which there are more or fewer records than were counted."""
    told = counts(asked)
    found: dict[str, dict[str, int]] = {
        "node": {str(kind): int(n) for kind, n in asked.run(cypher.COUNT_NODES).values()},
        "tie": {str(kind): int(n) for kind, n in asked.run(cypher.COUNT_TIES).values()},
    }
    for of, there in found.items():
        for kind in sorted(there.keys() | told[of].keys()):
            if there.get(kind, 0) != told[of].get(kind, 0):
                yield Text(f"Il conteggio di «{kind}» è sbagliato.", f"The count of “{kind}” is wrong.")


def identity(now: State) -> Iterator[Text]:
    """Whether the store still has the random name that was made with it."""
    if len(now.identity) != 32:
        yield Text("Manca l'identità dell'archivio.", "The identity of the store is missing.")


class Chain:
    """The history, read once from its beginning."""

    def __init__(self, server: Server) -> None:
        """Nothing is read yet."""
        self._server = server

    def problems(self) -> list[Text]:
        """Gaps among the commits, the first place where the chain of hashes breaks, settings that it does not tell."""
        now = self._server.ask(lambda asked: present(asked, self._server.url))
        settings: dict[str, str] = {}
        commits = iter(paged(self._server, cypher.ALL_COMMITS, 0))
        changes = groupby(paged(self._server, cypher.ALL_CHANGES, 0), key=lambda change: change[1])
        previous, expected, group = GENESIS, 1, next(changes, None)
        for number, at, author, note, digest, _, _ in commits:
            digests: list[bytes | None] = []
            if group is not None and group[0] == number:
                digests = [self._digest(change, settings) for change in group[1]]
                group = next(changes, None)
            if number != expected:
                return [_missing(expected)]
            whole = [digest for digest in digests if digest]
            sum_of = commit_digest(previous, (number, at, author, note), whole)
            if None in digests or sum_of.hex() != digest:
                it, en = (
                    f"La storia è stata alterata alla modifica {number}.",
                    f"The history was altered at commit {number}.",
                )
                return [Text(it, en)]
            previous, expected = sum_of, number + 1
        if group is not None or (now.commit, now.digest) != (expected - 1, previous.hex()):
            return [_missing(expected)]
        return list(self._settings(settings))

    @staticmethod
    def _digest(change: list[Any], settings: dict[str, str]) -> bytes | None:
        """The digest of a change; none for one that is neither as it was written nor erased."""
        _, _, action, uid, setting, before, after, salt, digest = change
        if setting is not None:
            settings.pop(setting, None)
            settings |= {} if after is None else {setting: after}
        if salt is None:
            return bytes.fromhex(digest) if uid is not None and before is None and after is None else None
        found = change_digest(bytes.fromhex(salt), action, uid and bytes.fromhex(uid), setting, before, after)
        return found if found.hex() == digest else None

    def _settings(self, told: dict[str, str]) -> Iterator[Text]:
        held = self._server.ask(held_settings)
        for key in sorted({key for key, _ in told.items() ^ held.items()}):
            it = f"L'impostazione «{key}» non è come dice la storia."
            yield Text(it, f"The setting “{key}” is not what the history says.")


def _sound_records(server: Server, kinds: Kinds, problems: list[Text], told: Progress) -> Iterator[Record]:
    """All readable records in the order of their ids, with what is wrong with each added to `problems`."""
    rows = heapq.merge(paged(server, cypher.ALL_NODES, ""), paged(server, cypher.ALL_TIES, ""), key=lambda row: row[0])
    founded = summary(server) is not None
    wrong, done = Problems(problems), 0
    total = sum(number for of in server.ask(counts).values() for number in of.values())
    while page := list(islice(rows, PAGE)):
        told(RECORDS, done, total)
        done += len(page)
        latest = _latest(server, [row[0] for row in page])
        found_by = _found_by(server, [row[0] for row in page if len(row) == NODE_VALUES])
        for row in page:
            try:
                record = to_node(row, kinds) if len(row) == NODE_VALUES else to_tie(row, kinds)
                text, erased = latest.get(row[0], (None, founded))
                as_written = erased or (text is not None and canonical(as_record(text, kinds)) == canonical(record))
            except StoreError as error:
                wrong.note("unreadable", error.message)
                continue
            if isinstance(record, Node) and found_by.get(row[0]) != _should_be_found_by(record):
                found = about(row[0], "non si trova con i suoi valori", "is not found by its values")
                wrong.note("not found", found)
            if not as_written:
                wrong.note("not as written", about(row[0], "non è come dice la storia", "is not what the history says"))
            yield record


def lost(server: Server) -> Iterator[Text]:
    """Records that the history left in the store and that are no longer there."""
    for (uid,) in server.ask(lambda asked: asked.run(cypher.LOST, limit=MANY).values()):
        yield about(uid, "è nella storia ma non c'è più", "is in the history and no longer there")


def loaded(server: Server, kinds: Kinds) -> list[Text]:
    """Whether what the store began with, and no commit touched, is still all there and as it was."""
    told = summary(server)
    if told is None:
        return []
    try:
        found = left(server, kinds)
    except StoreError as error:
        return [error.message]
    if found is None or found.summary == told:
        return []
    it = "Ciò con cui l'archivio fu caricato non è più quello che dice la storia."
    return [Text(it, "What the store was loaded with is no longer what the history says.")]


def _latest(server: Server, uids: list[str]) -> dict[str, tuple[str | None, bool]]:
    """What the latest changes of some records left, and whether that was erased."""
    rows = server.ask(lambda asked: asked.run(cypher.LATEST_OF, ids=uids).values())
    return {uid: (text, erased) for uid, text, erased in rows}


def _found_by(server: Server, uids: list[str]) -> dict[str, tuple[str, int, set[tuple[str, str]]]]:
    rows = server.ask(lambda asked: asked.run(cypher.INDEXED_AS, ids=uids).values())
    return {uid: (words, letters, {(field, value) for field, value in values}) for uid, words, letters, values in rows}


def _should_be_found_by(node: Node) -> tuple[str, int, set[tuple[str, str]]]:
    folded = words(node.name)
    return indexed(folded), len(" ".join(folded)), set(lookups(node))


def about(uid: str, it: str, en: str) -> Text:
    """What is wrong with a record."""
    return Text(f"Il dato {dashed(uid)} {it}.", f"The record {dashed(uid)} {en}.")


def _missing(number: int) -> Text:
    return Text(f"Manca la modifica numero {number}.", f"Commit {number} is missing.")
