"""What the tests of the importers share: a small territory, and a file imported into a store. All data is synthetic."""

import csv
import io
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from graph.importers import Report, run
from graph.kinds import SCHEMA, Place
from graph.kinds.ids import new_ids
from graph.store.base import Author, Create, GraphStore

AUTHOR = Author("prova", datetime(2026, 11, 2, 10, 0, tzinfo=UTC))
COMUNI = {
    "019035": ("Crema", "D142", ()),
    "019036": ("Cremona", "D150", ()),
    "019116": ("Piadena Drizzona", "M418", ("019071", "Piadena")),
}
CREMA, CREMONA, PIADENA = COMUNI


def seeded(seed: int = 1) -> Iterator[str]:
    """Ids that are the same at each run."""
    return new_ids(AUTHOR.at, random.Random(seed).getrandbits)


def settle(store: GraphStore) -> GraphStore:
    """The store with three comuni."""
    ids = seeded(0)
    places = [
        Place(
            id=next(ids),
            name=name,
            istat_code=code,
            cadastral_code=cadastral,
            province="CR",
            former_codes=former,
            synthetic=True,
        )
        for code, (name, cadastral, former) in COMUNI.items()
    ]
    store.apply([Create(place) for place in places], AUTHOR)
    return store


def csv_text(rows: Sequence[Mapping[str, str]]) -> str:
    """A CSV file of rows that may have different columns."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(dict.fromkeys(name for row in rows for name in row)), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


class Desk:
    """A store and a folder: imports what it is given."""

    def __init__(self, store: GraphStore, folder: Path) -> None:
        self.store = settle(store)
        self.file = folder / "table.csv"
        self.ids = seeded()

    def imports(self, content: str | Path, source: str = "table", *, dry_run: bool = False, **options: str) -> Report:
        """Import a text or a file, and hold what must always hold: the sums, and a dry run that foretold it."""
        path = content if isinstance(content, Path) else self.file
        if isinstance(content, str):
            path.write_text(content, "utf-8")
        before = self.store.commit
        foretold = run(source, path, self.store, author=AUTHOR, ids=seeded(9), dry_run=True, **options)
        assert self.store.commit == before
        if dry_run:
            return foretold
        report = run(source, path, self.store, author=AUTHOR, ids=self.ids, **options)
        assert report == foretold
        assert self.store.commit <= before + 1
        return report

    def only(self, kind: str):
        """The one node or tie of a kind."""
        records = list(self.store.nodes(kind) if kind in SCHEMA.node_names else self.store.ties(kind))
        assert len(records) == 1
        return records[0]


def counts(report: Report) -> tuple[int, int, int, int]:
    """Accepted, changed, unchanged, rejected."""
    return report.accepted, report.changed, report.unchanged, len(report.rejected)
