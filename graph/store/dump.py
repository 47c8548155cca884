"""A whole store as lines that every store writes and reads: records, settings, history and identity.

A dump is a gzipped file of JSON arrays, one a line, ids in hexadecimal digits, days since 1970-01-01:

    ["legami", format, identity, {kind: number}]
    ["node", id, kind, name, data]                    in the order of the ids
    ["tie", id, kind, source, target, strength, valid_from, valid_to, confirmed_on, visibility, data]    likewise
    ["setting", key, value]
    ["commit", number, at, author, note, digest]
    ["change", commit, action, id, setting, before, after, salt, digest]    after all commits, in their order
    ["end", SHA-256 of all lines above]
"""

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final, cast

from graph.errors import StoreDamaged, StoreUnavailable, StoreVersion
from graph.kinds import Schema
from graph.store.canonical import compact

FORMAT: Final = 1
SECTIONS: Final = ("node", "tie", "setting", "commit", "change")
"""In this order, so that what an entry points to has come before it."""

Entry = list[Any]
"""What stands on one line."""

_FIRST, _LAST = "legami", "end"
_GZIP: Final = b"\x1f\x8b"
_UNREADABLE: Final = (OSError, EOFError, ValueError, TypeError, gzip.BadGzipFile)


@dataclass(frozen=True, slots=True)
class Header:
    """Which store this is, and how it numbers the kinds: what it was loaded with is digested under these numbers."""

    identity: str
    numbers: Mapping[str, int]

    def entry(self) -> Entry:
        """As the first line has it."""
        return [_FIRST, FORMAT, self.identity, dict(self.numbers)]

    def check(self, schema: Schema, source: Path) -> None:
        """Refuse a dump of kinds that `schema` lacks.

        Raises StoreVersion.
        """
        unknown = ", ".join(sorted(self.numbers.keys() - {*schema.node_names, *schema.tie_names}))
        if unknown:
            raise StoreVersion(
                f"La copia {source} contiene tipi che questo programma non conosce ({unknown}): aggiornarlo.",
                f"The backup {source} holds kinds that this program does not know ({unknown}): update it.",
            )


def is_dump(path: Path) -> bool:
    """Whether a file begins like one; what else is wrong with it is told by `read_dump`."""
    try:
        with path.open("rb") as file:
            return file.read(len(_GZIP)) == _GZIP
    except OSError:
        return False


def write_dump(target: Path, header: Header, entries: Iterable[Entry]) -> None:
    """Write a dump over `target`."""
    digest = hashlib.sha256()
    with gzip.open(target, "wb", compresslevel=3) as file:
        for entry in chain([header.entry()], entries):
            line = compact(entry).encode() + b"\n"
            digest.update(line)
            file.write(line)
        file.write(compact([_LAST, digest.hexdigest()]).encode() + b"\n")


def read_dump(source: Path) -> tuple[Header, Iterator[Entry]]:
    """The header of a dump and its entries, after the whole file was found to be as it was written.

    Raises StoreUnavailable where there is no file, StoreDamaged, StoreVersion.
    """
    if not source.is_file():
        raise StoreUnavailable(f"La copia {source} non esiste.", f"There is no backup {source}.")
    first = _checked(source)
    if first[1] != FORMAT:
        raise StoreVersion(
            f"La copia {source} è in una forma che questo programma non legge: aggiornarlo.",
            f"The backup {source} has a form that this program does not read: update it.",
        )
    _, _, identity, numbers = first
    return Header(str(identity), cast("dict[str, int]", numbers)), _entries(source)


def _checked(source: Path) -> Entry:
    """The first entry of a dump whose digest is right."""
    digest, last, first = hashlib.sha256(), b"", b""
    try:
        with gzip.open(source, "rb") as file:
            for line in file:
                digest.update(last)
                first, last = first or line, line
        if json.loads(last) == [_LAST, digest.hexdigest()] and json.loads(first)[0] == _FIRST:
            return json.loads(first)
    except _UNREADABLE:
        pass
    raise StoreDamaged(
        f"La copia {source} è danneggiata o non è di Legami: usarne un'altra.",
        f"The backup {source} is damaged or none of Legami: use another one.",
    )


def _entries(source: Path) -> Iterator[Entry]:
    with gzip.open(source, "rb") as file:
        for line in file:
            entry: Entry = json.loads(line)
            if entry[0] in SECTIONS:
                yield entry
