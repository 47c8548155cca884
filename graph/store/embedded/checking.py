"""Whether a store is sound: the file, references, declarations, what nodes are found by, history and its chain."""

import heapq
from collections.abc import Iterator

from graph.errors import StoreDamaged, StoreError, Text
from graph.kinds import Node, Record
from graph.store.base import Progress, Verification, unheard
from graph.store.canonical import canonical, canonical_hash, text_id
from graph.store.chain import GENESIS, change_digest, commit_digest
from graph.store.embedded.connection import Connections, unmet
from graph.store.embedded.indexing import words_of
from graph.store.embedded.library import Connection
from graph.store.embedded.loaded import left, summary
from graph.store.embedded.queries import QUERIES
from graph.store.embedded.reading import counts as row_counts
from graph.store.embedded.reading import settings as held_settings
from graph.store.embedded.schema import identity as identity_of
from graph.store.lookup import lookups
from graph.store.numbering import Kinds
from graph.store.problems import FILE, HISTORY, LOADED, MANY, PORTION, RECORDS, Problems
from graph.store.rows import as_node, as_record, as_tie
from graph.store.twins import noting_twins

NODE_VALUES = 4
STEPS = 1_000_000
"""Of the library between two looks at whether it is to stop."""


def verify(connections: Connections, kinds: Kinds, told: Progress = unheard) -> Verification:
    """Everything that can be checked; reading a damaged file is a finding, not a failure."""
    problems: list[Text] = []
    digest = ""
    try:
        with connections.aside() as connection:
            connection.look_up(STEPS)
            told(FILE, 0, 0)
            problems += guards(connections.here()) + structure(connection)
            problems += counts(connection) + identity(connection) + names_of_nothing(connection)
            told(HISTORY, 0, 0)
            problems += history(connection) + settings(connection) + lost(connection) + loaded(connection, kinds, told)
            digest = canonical_hash(noting_twins(_sound_records(connection, kinds, problems, told), problems))
    except StoreDamaged as error:
        problems.append(error.message)
    return Verification(not problems, digest, tuple(problems))


def guards(connection: Connection) -> list[Text]:
    """Guards that are off on a connection in use, or in the name search."""
    found = [Text(f"Protezione spenta: {name}.", f"A guard is off: {name}.") for name in unmet(connection)]
    if connection.value("SELECT v FROM name_words_config WHERE k = 'secure-delete'") != 1:
        found.append(Text("La ricerca conserva i nomi cancellati.", "The name search keeps deleted names."))
    return found


def structure(connection: Connection) -> list[Text]:
    """The library's own checks (name search included), references, and ends that no declaration allows."""
    answers = [str(answer) for (answer,) in connection.rows(f"PRAGMA integrity_check({MANY})")]
    found = [Text(f"File: {answer}.", f"File: {answer}.") for answer in answers if answer != "ok"]
    for table, *_ in connection.rows("PRAGMA foreign_key_check"):
        found.append(Text(f"Riferimento a nulla nella tabella {table}.", f"A dangling reference in table {table}."))
    for (uid,) in connection.rows(
        "SELECT t.uid FROM tie AS t CROSS JOIN node AS a ON a.key = t.source CROSS JOIN node AS b ON b.key = t.target"
        " WHERE NOT EXISTS (SELECT 1 FROM tie_end AS e"
        " WHERE e.kind = t.kind AND e.source = a.kind AND e.target = b.kind) LIMIT ?",
        (MANY,),
    ):
        found.append(_about(uid, "unisce tipi non ammessi", "joins kinds that it may not join"))
    for (uid,) in connection.rows(QUERIES["node and tie"], (MANY,)):
        found.append(_about(uid, "è insieme nodo e legame", "is a node and a tie at once"))
    return found


def counts(connection: Connection) -> list[Text]:
    """Kinds of which there are not as many records as the store counts."""
    held = "SELECT name FROM {0}_kind WHERE held <> (SELECT count(*) FROM {0} WHERE kind = number)"
    names = [name for table in ("node", "tie") for (name,) in connection.rows(held.format(table))]
    return [
        Text(f"Il conteggio del tipo «{name}» è sbagliato.", f"The count of kind “{name}” is wrong.") for name in names
    ]


def identity(connection: Connection) -> list[Text]:
    """Whether the store still has the random name that was made with it."""
    missing = Text("Manca l'identità dell'archivio.", "The identity of the store is missing.")
    return [] if identity_of(connection) else [missing]


def names_of_nothing(connection: Connection) -> list[Text]:
    """Names in the search that belong to no node: they would outlive the person."""
    count = connection.value(
        "SELECT count(*) FROM name_words AS w WHERE NOT EXISTS (SELECT 1 FROM node AS n WHERE n.key = w.rowid)"
    )
    it, en = f"La ricerca conserva nomi di nessuno: {count}.", f"The name search keeps names of nobody: {count}."
    return [Text(it, en)] if count else []


def settings(connection: Connection) -> list[Text]:
    """Settings that are not as their latest change left them."""
    changes = dict(connection.rows("SELECT setting, after FROM change WHERE setting IS NOT NULL ORDER BY seq"))
    told = {key: value for key, value in changes.items() if value is not None}
    keys = sorted({key for key, _ in told.items() ^ held_settings(connection).items()})
    return [
        Text(f"L'impostazione «{key}» non è come dice la storia.", f"The setting “{key}” is not what the history says.")
        for key in keys
    ]


def history(connection: Connection) -> list[Text]:
    """Gaps among the commits, and the first place where the chain of hashes breaks."""
    previous, expected = GENESIS, 1
    for number, at, author, note, digest in connection.rows("SELECT * FROM commits ORDER BY number"):
        if number != expected:
            return [Text(f"Manca la modifica numero {expected}.", f"Commit {expected} is missing.")]
        changes = list(_change_digests(connection, number))
        if None in changes or digest != commit_digest(previous, (number, at, author, note), [c for c in changes if c]):
            return [
                Text(
                    f"La storia è stata alterata alla modifica {number}.",
                    f"The history was altered at commit {number}.",
                )
            ]
        previous, expected = digest, number + 1
    if connection.value("SELECT 1 FROM change AS c WHERE c.number >= ? LIMIT 1", (expected,)):
        return [Text(f"Manca la modifica numero {expected}.", f"Commit {expected} is missing.")]
    return []


def _change_digests(connection: Connection, commit: int) -> Iterator[bytes | None]:
    """The digests of a commit's changes; none for one that is neither as it was written nor erased."""
    for salt, digest, *what in connection.rows(
        "SELECT salt, digest, action, uid, setting, before, after FROM change WHERE number = ? ORDER BY seq", (commit,)
    ):
        intact = _is_erased(*what) if salt is None else change_digest(salt, *what) == digest
        yield digest if intact else None


def _is_erased(_action: str, uid: bytes | None, _setting: str | None, before: str | None, after: str | None) -> bool:
    """Whether a change without salt may be so: both texts of a record went with it. A setting is never erased."""
    return uid is not None and before is None and after is None


def _sound_records(connection: Connection, kinds: Kinds, problems: list[Text], told: Progress) -> Iterator[Record]:
    """All readable records in the order of their ids, with what is wrong with each added to `problems`."""
    wrong, latest = Problems(problems), Latest(connection, kinds)
    rows = heapq.merge(
        connection.rows(QUERIES["all nodes"]), connection.rows(QUERIES["all ties"]), key=lambda row: row[0]
    )
    total = _held(connection)
    for done, (uid, key, *row) in enumerate(rows):
        if done % PORTION == 0:
            told(RECORDS, done, total)
        try:
            record = as_node(tuple(row), kinds) if len(row) == NODE_VALUES else as_tie(tuple(row), kinds)
            as_written = latest.left(uid, record)
        except StoreError as error:
            wrong.note("unreadable", error.message)
            continue
        if isinstance(record, Node) and not _is_findable(connection, key, record):
            wrong.note("not found", _about(uid, "non si trova con i suoi valori", "is not found by its values"))
        if not as_written:
            wrong.note("not as written", _about(uid, "non è come dice la storia", "is not what the history says"))
        yield record


def _held(connection: Connection) -> int:
    """How many records there are."""
    return sum(held for table in ("node", "tie") for held in row_counts(connection, table).values())


class Latest:
    """What the latest change of each record left; asked about records in the order of their ids."""

    def __init__(self, connection: Connection, kinds: Kinds) -> None:
        """Nothing is read yet."""
        self._kinds = kinds
        self._founded = summary(connection) is not None
        self._rows = connection.rows(QUERIES["latest changes"])
        self._row = next(self._rows, None)

    def left(self, uid: bytes, record: Record) -> bool:
        """Whether a record is what its latest change left; an erased change says nothing of it.

        Of one that never changed, in a store that began loaded, `loaded` judges. Raises StoreDamaged, StoreVersion.
        """
        while self._row is not None and self._row[0] < uid:
            self._row = next(self._rows, None)
        if self._row is None or self._row[0] != uid:
            return self._founded
        _, text, erased = self._row
        return bool(erased) or (text is not None and canonical(as_record(text, self._kinds)) == canonical(record))


def lost(connection: Connection) -> list[Text]:
    """Records that the history left in the store and that are no longer there."""
    rows = connection.rows(
        "SELECT c.uid FROM change AS c WHERE c.after IS NOT NULL AND c.uid IS NOT NULL"
        " AND c.seq = (SELECT max(d.seq) FROM change AS d WHERE d.uid = c.uid)"
        " AND NOT EXISTS (SELECT 1 FROM node AS n WHERE n.uid = c.uid)"
        " AND NOT EXISTS (SELECT 1 FROM tie AS t WHERE t.uid = c.uid) LIMIT ?",
        (MANY,),
    )
    return [_about(uid, "è nella storia ma non c'è più", "is in the history and no longer there") for (uid,) in rows]


def loaded(connection: Connection, kinds: Kinds, told: Progress = unheard) -> list[Text]:
    """Whether what the store began with, and no commit touched, is still all there and as it was."""
    began = summary(connection)
    if began is None:
        return []
    try:
        total = _held(connection)
        found = left(connection, kinds, lambda done: told(LOADED, done, total))
    except StoreError as error:
        return [error.message]
    if found is None or found.summary == began:
        return []
    return [
        Text(
            "Ciò con cui l'archivio fu caricato non è più quello che dice la storia.",
            "What the store was loaded with is no longer what the history says.",
        )
    ]


def _is_findable(connection: Connection, key: int, node: Node) -> bool:
    """Whether a node is found by its values and its name, and by nothing else."""
    values = set(connection.rows("SELECT field, value FROM node_value WHERE node = ?", (key,)))
    words = connection.value("SELECT words FROM name_words WHERE rowid = ?", (key,))
    return values == set(lookups(node)) and words == words_of(node)


def _about(uid: bytes, it: str, en: str) -> Text:
    id = text_id(uid)
    return Text(f"Il dato {id} {it}.", f"The record {id} {en}.")
