"""Out of the store into tables: the columns of a kind's template, cells that import again without change.

Not carried, for the program keeps them itself: what each register said (`sources`, and with it `key`) and
`recorded_at`. A row is recognised by its id; a comune at the end of a tie is written by its ISTAT code, by which other
stores know it too. A whole copy of a store is a backup.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, TextIO

from graph.errors import Conflict
from graph.exporters.cells import cell as cell_of
from graph.exporters.files import bundle
from graph.kinds import PERSONAL, Place, Record, Tie
from graph.kinds.tables import COMUNE, KIND, Layout, columns_of
from graph.store.base import GraphStore

NO_COMUNI: Final[Mapping[str, str]] = {}


def write_table(
    out: TextIO,
    cls: type[Record],
    records: Iterable[Record],
    layout: Layout,
    comuni: Mapping[str, str] = NO_COMUNI,
) -> int:
    """Write the table of a kind, header included; return the number of rows.

    `comuni`: what stands for the ids of comuni at the ends of ties. Raises InvalidRecord.
    """
    columns = columns_of(cls)
    fields = [name if name in cls.model_fields else "" for name in columns]
    writer = csv.writer(out, delimiter=layout.separator)
    writer.writerow(columns)
    rows = 0
    for record in records:
        cells = (cell_of(record, field, layout) if field else "" for field in fields)
        writer.writerow([comuni.get(cell, cell) for cell in cells] if comuni else list(cells))
        rows += 1
    return rows


def export(
    store: GraphStore, targets: Mapping[type[Record], Path], layout: Layout, *, replacing: bool
) -> dict[type[Record], int]:
    """Write a table of each kind to its target, all of one state of the store, or none; return the numbers of rows.

    Raises Conflict where something is there already or the store is written meanwhile, InvalidRecord, StoreErrors.
    """
    commit = store.commit
    rows: dict[type[Record], int] = {}
    with bundle(replacing=replacing) as files:
        for cls, target in targets.items():
            with files.file(target) as out:
                rows[cls] = write_table(out, cls, records(store, cls), layout, comuni_of(store, cls))
        if store.commit != commit:
            raise Conflict(
                "L'archivio è cambiato durante l'esportazione: non è stato scritto nulla, riprova.",
                "The store changed during the export: nothing was written, try again.",
            )
    return rows


def records(store: GraphStore, cls: type[Record]) -> Iterator[Record]:
    """All records of a kind, by id."""
    kind: str = cls.model_fields[KIND].default
    return store.ties(kind) if issubclass(cls, Tie) else store.nodes(kind)


def comuni_of(store: GraphStore, cls: type[Record]) -> Mapping[str, str]:
    """From the id of each comune at which ties of the kind may end to the reference by its ISTAT code."""
    if not (issubclass(cls, Tie) and any(Place in side for side in cls.ends)):
        return NO_COMUNI
    places = (place for place in store.nodes("place") if isinstance(place, Place))
    return {place.id: f"{COMUNE}:{place.istat_code}" for place in places if place.istat_code}


def about_persons(cls: type[Record]) -> bool:
    """Whether records of a kind say something of persons: by a field of their own, or by whom they join."""
    ends = [end for side in cls.ends for end in side] if issubclass(cls, Tie) else []
    return any(one.marked(PERSONAL) for one in (cls, *ends))


__all__ = ["Layout", "about_persons", "comuni_of", "export", "records", "write_table"]
