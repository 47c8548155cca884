"""A dump of what a server holds, and an empty database filled from one."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Final

from neo4j import Transaction

from graph.errors import StoreDamaged
from graph.kinds import Schema
from graph.store.canonical import content
from graph.store.chain import GENESIS
from graph.store.dump import Entry, Header, read_dump, write_dump
from graph.store.files import appearing
from graph.store.neo4j import cypher
from graph.store.neo4j.checking import verify
from graph.store.neo4j.filling import Filling, filling
from graph.store.neo4j.history import present
from graph.store.neo4j.reading import paged, settings
from graph.store.neo4j.rows import node_row, to_node
from graph.store.neo4j.server import Server
from graph.store.numbering import Kinds, numbered

ROWS: Final = 20_000
"""Read from a dump at a time."""


def dump(server: Server, kinds: Kinds, target: Path) -> None:
    """Write a dump of one moment of the store.

    Raises Conflict where the target exists, StoreFull, StoreUnavailable.
    """
    with appearing(target) as scratch:
        header = Header(server.ask(lambda asked: present(asked, server.url)).identity, kinds.numbers)
        server.at_one_moment(lambda: write_dump(scratch, header, _entries(server)))


def _entries(server: Server) -> Iterator[Entry]:
    for row in paged(server, cypher.ALL_NODES, ""):
        yield ["node", *row]
    for row in paged(server, cypher.ALL_TIES, ""):
        yield ["tie", *row]
    for setting in server.ask(settings).items():
        yield ["setting", *setting]
    for number, at, author, note, digest, *_ in paged(server, cypher.ALL_COMMITS, 0):
        yield ["commit", number, at, author, note, digest]
    for _, *change in paged(server, cypher.ALL_CHANGES, 0):
        yield ["change", *change]


def fill(source: Path, server: Server, schema: Schema) -> None:
    """Make a store of a dump in an empty database; it can be opened once it was checked.

    Raises Conflict where anything is there or is being filled in, StoreUnavailable, StoreDamaged, StoreVersion.
    """
    header, entries = read_dump(source)
    header.check(schema, source)
    kinds = numbered(schema, header.numbers)
    with filling(server, header) as filled:
        history = _write(filled, kinds, entries)
        filled.index()
        filled.seal(history.seal)
        refuse_unsound(server, kinds, schema, source)
        filled.declare(schema)


def refuse_unsound(server: Server, kinds: Kinds, schema: Schema, source: Path) -> None:
    """Check a store that was made of a dump.

    Raises StoreDamaged.
    """
    found = verify(server, kinds, schema)
    if not found.sound:
        first = found.problems[0]
        raise StoreDamaged(
            f"La copia {source} non è integra. {first.it}", f"The backup {source} is not sound. {first.en}"
        )


class History:
    """Commits and changes as they come from a dump: a commit says where its last change stands."""

    def __init__(self) -> None:
        """Nothing has come yet."""
        self.commits: list[list[object]] = []
        self.changes = 0
        self._of: Counter[int] = Counter()

    def numbered(self, rows: list[Entry]) -> list[Entry]:
        """Changes with their places in the whole history."""
        first = self.changes + 1
        self.changes += len(rows)
        self._of.update(row[0] for row in rows)
        return [[seq, *row] for seq, row in enumerate(rows, first)]

    def whole(self) -> list[list[object]]:
        """The commits as the server keeps them."""
        last, rows = 0, list[list[object]]()
        for number, *rest in self.commits:
            last += self._of[int(str(number))]
            rows.append([number, *rest, f"dump-{number}", last])
        return rows

    def latest(self) -> tuple[object, object]:
        """Number and digest of the last commit."""
        number, *_, digest = self.commits[-1] if self.commits else (0, GENESIS.hex())
        return number, digest

    def seal(self, transaction: Transaction) -> None:
        """Say where the history stands."""
        number, digest = self.latest()
        transaction.run(cypher.ADVANCE, number=number, digest=digest, changes=self.changes).consume()


def _write(filled: Filling, kinds: Kinds, entries: Iterable[Entry]) -> History:
    history = History()
    for section, portion in by_section(entries):
        if section == "node":
            nodes = [to_node(row, kinds) for row in portion]
            filled.nodes([node_row(node, kinds, content(node)) for node in nodes], nodes)
        elif section == "tie":
            filled.ties(portion)
        elif section == "setting":
            filled.others(cypher.CREATE_SETTINGS, portion)
        elif section == "commit":
            history.commits += portion
        else:
            filled.others(cypher.CHANGES, history.numbered(portion))
    filled.others(cypher.CREATE_COMMITS, history.whole())
    return history


def by_section(entries: Iterable[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """Entries of a dump without the names of their sections, which come before them, some thousands at a time."""
    for section, group in groupby(entries, key=lambda entry: entry[0]):
        rows = (entry[1:] for entry in group)
        while portion := list(islice(rows, ROWS)):
            yield section, portion
