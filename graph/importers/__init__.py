"""Files into the store: tables made from templates, and public registers. One report for all of them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from graph.errors import InputError, NotFound, UsageError
from graph.importers.bodies import draft_bodies, statements, titled
from graph.importers.cells import Lexicon
from graph.importers.columns import template, template_csv
from graph.importers.draft import Draft
from graph.importers.files import read_table
from graph.importers.registries import faulty, registers
from graph.importers.registry import Registry
from graph.importers.report import Rejection, Report
from graph.importers.rows import Table
from graph.importers.sites import draft_sites
from graph.importers.sources import precedence
from graph.importers.table import understand
from graph.importers.table_nodes import draft_nodes
from graph.importers.table_ties import draft_ties
from graph.kinds import Node, Place
from graph.kinds.tables import TABLE
from graph.store.base import Author, GraphStore, Operation
from graph.territory.gazetteer import Gazetteer
from graph.territory.geopop import sigla_of
from graph.vocabulary import scheme


class Importer(Protocol):
    """Turns a table into a draft. Raises UnknownColumns."""

    def __call__(self, table: Table, draft: Draft, lexicon: Lexicon, *, provinces: set[str], author: Author) -> None:
        """Draft what the rows of `provinces` say (all provinces if empty)."""
        ...


def _table(table: Table, draft: Draft, lexicon: Lexicon, *, provinces: set[str], author: Author) -> None:
    rows = understand(table, draft, lexicon)
    keys = draft_nodes([row for row in rows if issubclass(row.cls, Node)], draft)
    draft_ties([row for row in rows if not issubclass(row.cls, Node)], draft, keys)


def _of_registry(registry: Registry) -> Importer:
    def draft_registry(table: Table, draft: Draft, lexicon: Lexicon, *, provinces: set[str], author: Author) -> None:
        read = statements(registry, table, draft, lexicon, provinces)
        ids = draft_bodies(registry, read, draft)
        titles = titled(table)
        draft.rejected = [replace(one, column=titles.get(one.column, one.column)) for one in draft.rejected]
        draft_sites(registry, read, ids, draft, author.at.date())

    return draft_registry


def importers() -> dict[str, Importer]:
    """Every source that can be imported, by the name that the command line gives it; the registers in order of it."""
    by_name = sorted(registers(), key=lambda registry: registry.name)
    return {TABLE: _table} | {registry.name: _of_registry(registry) for registry in by_name}


def refuse_faulty(source: str) -> None:
    """Refuse a register whose module is no reader. Raises InputError that names the file."""
    complaint = next((one.complaint for one in faulty() if one.name == source), None)
    if complaint:
        raise InputError(complaint.it, complaint.en)


def run(  # noqa: PLR0913 the command has these options
    source: str,
    path: Path,
    store: GraphStore,
    *,
    province: str | None = None,
    author: Author,
    ids: Iterator[str],
    dry_run: bool = False,
) -> Report:
    """Import a file in one transaction, or only say what would happen.

    `province`: two letters, ISTAT code or name; a register's rows of other provinces are not read, only counted in
    `elsewhere`. Without it, the provinces of the store's territory. A table is read whole.
    Nobody's writing meanwhile makes it add what is there: see `_carried_out`.
    A report whose `refusal` is set wrote nothing, for no row was valid.
    Raises NotFound for an unknown source, UsageError for an unknown province, InputError for one of which the store has
    no comune and for a register whose module fails, UnreadableFile, UnknownColumns, and what the store raises.
    """
    known = importers()
    refuse_faulty(source)
    if source not in known:
        listed = ", ".join(known)
        raise NotFound(
            f"Non c'è una fonte «{source}». Ci sono: {listed}.", f"No source “{source}”. There are: {listed}."
        )
    only = {_province(province, store, source)} if province else None
    table, demo = read_table(path), store.contents().demo

    def drafted() -> Draft:
        places = [node for node in store.nodes("place") if isinstance(node, Place)]
        provinces = only or {place.province for place in places if place.province}
        draft = Draft(store, ids, demo=demo)
        draft.rejected.extend(table.broken)
        known[source](
            table, draft, Lexicon(Gazetteer(places), scheme(), author.at.date()), provinces=provinces, author=author
        )
        return draft

    return (drafted() if dry_run else _carried_out(drafted, store, author)).report


def _province(text: str, store: GraphStore, source: str) -> str:
    """The two letters of a province that the store can read rows of. Raises UsageError, InputError."""
    held = {place.province for place in store.nodes("place") if isinstance(place, Place) and place.province}
    if text.strip().upper() in held:
        return text.strip().upper()
    try:
        wanted = sigla_of(text)
    except NotFound as error:
        raise UsageError(f"--province: {error.message.it}", f"--province: {error.message.en}") from None
    if source != TABLE and wanted not in held:
        here = ", ".join(sorted(held)) or "–"
        raise InputError(
            f"Il territorio di questo archivio è {here}: non ha i comuni di {wanted}, e non è stato scritto nulla. Per"
            f" quella provincia crea un archivio: legami init --province {wanted} --store URL",
            f"The territory of this store is {here}: it has no comuni of {wanted}, and nothing was written. For that"
            f" province make a store: legami init --province {wanted} --store URL",
        )
    return wanted


def _carried_out(drafted: Callable[[], Draft], store: GraphStore, author: Author) -> Draft:
    """Draft beside other writers; if one of them came first, draft again while they wait, and see what they added."""
    seen = store.apply((), author)  # the latest commit, with no other one half-way
    drafts = [drafted()]

    def operations() -> list[Operation]:
        if store.commit != seen:
            drafts.append(drafted())
        return drafts[-1].operations

    store.apply(operations, author)
    return drafts[-1]


__all__ = [
    "Rejection",
    "Report",
    "faulty",
    "importers",
    "precedence",
    "refuse_faulty",
    "registers",
    "run",
    "template",
    "template_csv",
]
