"""A dump as the tables that the server's own import reads while it is stopped, and what remains to do afterwards."""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final, Self, TextIO

from graph.kinds import Node, Schema
from graph.store.canonical import compact, content
from graph.store.dump import Entry, Header, read_dump
from graph.store.lookup import lookups
from graph.store.neo4j.address import Credentials
from graph.store.neo4j.claim import UNFINISHED, claimed, resumed
from graph.store.neo4j.dumping import History, by_section, refuse_unsound
from graph.store.neo4j.indexing import make_indexes
from graph.store.neo4j.migrations import declare
from graph.store.neo4j.rows import hex_id, node_row, to_node
from graph.store.neo4j.store import connected
from graph.store.numbering import numbered

TIMEOUT_S: Final = 60.0
"""How long a call may wait: filling the indexes of a large store keeps the server busy."""

IMPORT_MS: Final = 600_000
"""How long the server's import may take, during which nothing can be heard of the claim."""

TABLES: Final[dict[str, tuple[str, str]]] = {
    "entity": ("nodes=Entity", "uid:ID(entity),kind,name,data,words,letters:long"),
    "value": ("nodes=Value", ":ID(value),field,value"),
    "setting": ("nodes=Setting", "key,value"),
    "count": ("nodes=Count", "of,kind,number:long"),
    "commit": ("nodes=Commit", "number:long,at,author,note,digest,key,last:long"),
    "change": ("nodes=Change", "seq:long,commit:long,action,uid,setting,before,after,salt,digest"),
    "legami": (
        "nodes=Legami",
        "one:boolean,version:long,identity,declaration,numbers,commit:long,digest,changes:long,claim,step:long,"
        "alive:long",
    ),
    "tie": (
        "relationships=TIE",
        "uid,kind,:START_ID(entity),:END_ID(entity),strength:long,valid_from:long,valid_to:long,confirmed_on:long,"
        "visibility:long,data",
    ),
    "has": ("relationships=HAS", ":START_ID(entity),:END_ID(value)"),
}
"""By name, what the import makes of a table, and its columns: labels, types and properties are those of `cypher`."""


def write_tables(source: Path, schema: Schema, folder: Path, *, claim: str, clock_ms: Callable[[], int]) -> list[str]:
    """Write a dump as tables into a folder; the options by which the server's import finds them.

    What they make carries on a claim, which counts as heard of until the import must have ended: `clock_ms` tells the
    milliseconds since 1970, as the server's clock does.
    Raises StoreUnavailable where there is no dump, StoreDamaged, StoreVersion.
    """
    header, entries = read_dump(source)
    header.check(schema, source)
    with _Tables(folder) as tables:
        history = _write(tables, header, schema, entries)
        number, digest = history.latest()
        about = [header.identity, "", compact(dict(header.numbers)), number, digest, history.changes]
        tables.write("legami", [[True, UNFINISHED, *about, claim, 0, clock_ms() + IMPORT_MS]])
    return tables.options()


@contextmanager
def reserved(url: str, credentials: Credentials | None) -> Generator[str]:
    """An empty database that nobody else fills until the server stops; the token of the claim to it.

    Raises Conflict where anything is there, at the beginning or at the end, or somebody is filling it;
    StoreUnavailable.
    """
    with connected(url, TIMEOUT_S, credentials) as server, claimed(server, Header("", {})) as claim:
        yield claim.token
        claim.check_alone()


def finish(source: Path, url: str, schema: Schema, credentials: Credentials | None, *, claim: str) -> None:
    """Make indexes and constraints of what was imported from a dump, check it, and let it be opened.

    If that fails, the database is emptied, provided that the claim is still there.
    Raises Conflict where it is not, StoreDamaged, StoreUnavailable.
    """
    header, _ = read_dump(source)
    with connected(url, TIMEOUT_S, credentials) as server, resumed(server, claim) as held:
        make_indexes(server)
        refuse_unsound(server, numbered(schema, header.numbers), schema, source)
        held.change(lambda transaction: declare(transaction, schema, header.numbers))


def _write(tables: "_Tables", header: Header, schema: Schema, entries: Iterable[Entry]) -> History:
    kinds = numbered(schema, header.numbers)
    history, values, counted = History(), _Values(tables), Counter[tuple[str, str]]()
    for section, portion in by_section(entries):
        if section == "node":
            nodes = [to_node(row, kinds) for row in portion]
            tables.write("entity", (node_row(node, kinds, content(node)) for node in nodes))
            values.write(nodes)
        elif section == "commit":
            history.commits += portion
        else:
            tables.write(section, history.numbered(portion) if section == "change" else portion)
        if section in ("node", "tie"):
            counted.update((section, row[1]) for row in portion)
    tables.write("commit", history.whole())
    tables.write("count", ([*of, number] for of, number in sorted(counted.items())))
    return history


class _Values:
    """What nodes are found by, each value once."""

    def __init__(self, tables: "_Tables") -> None:
        self._tables = tables
        self._numbers: dict[tuple[str, str], int] = {}

    def write(self, nodes: Sequence[Node]) -> None:
        """Let nodes be found by their values."""
        has, new = list[list[Any]](), list[list[Any]]()
        for node in nodes:
            for pair in dict.fromkeys(lookups(node)):
                if pair not in self._numbers:
                    self._numbers[pair] = len(self._numbers)
                    new.append([self._numbers[pair], *pair])
                has.append([hex_id(node.id), self._numbers[pair]])
        self._tables.write("value", new)
        self._tables.write("has", has)


class _Tables:
    """The files, open while the dump is read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, TextIO] = {}
        self._lines_in_values = False
        self._open = ExitStack()

    def __enter__(self) -> Self:
        for name, (_, columns) in TABLES.items():
            file = (self._folder / f"{name}.csv").open("w", encoding="utf-8", newline="")
            self._files[name] = self._open.enter_context(file)
            file.write(columns + "\n")
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def write(self, name: str, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows to a table."""
        lines = [",".join(map(_cell, row)) for row in rows]
        text = "\n".join(lines) + "\n" if lines else ""
        self._lines_in_values |= text.count("\n") != len(lines) or "\r" in text
        self._files[name].write(text)

    def options(self) -> list[str]:
        """How the import finds the tables from within their folder; without values of several lines it reads faster."""
        tables = [f"--{what}=./{name}.csv" for name, (what, _) in TABLES.items()]
        return [*tables, "--multiline-fields=true"] if self._lines_in_values else tables


def _cell(value: Any) -> str:
    """Nothing between two commas is no value, two quotes are an empty text."""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    if value is None:
        return ""
    return "true" if value is True else str(value)
