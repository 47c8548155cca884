"""One record typed by hand, `field=value field=value`: each value is read as the cell of a one-row table would be."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from pydantic import ValidationError

from graph.errors import Conflict, InvalidRecord, UsageError
from graph.importers.cells import Lexicon, read_cell
from graph.importers.columns import columns_of, field_of
from graph.importers.draft import Draft, disordered, invalid, values_of
from graph.importers.report import CellRefused, Rejection
from graph.importers.rows import shown
from graph.importers.table import Said, reference
from graph.importers.table_nodes import draft_nodes
from graph.importers.table_ties import draft_ties
from graph.kinds import Node, Place, Record, Tie
from graph.kinds.tables import IDENTITY, KIND
from graph.store.base import Create, GraphStore
from graph.store.demonstration import ELSEWHERE, INVENTED_ONLY, is_real
from graph.territory.gazetteer import Gazetteer
from graph.vocabulary import scheme

KIND_CALLED: Final = (KIND, "tipo")
"""What people call the kind of a record."""

Typed = Mapping[str, tuple[str, str]]
"""From field to its text and what the field was called."""


def typed(cls: type[Record], words: Sequence[str]) -> Typed:
    """The fields that words such as `comune=Crema` mean, by their name or their title in either language.

    Raises UsageError for a word that is no `field=value` and for a field told twice, InvalidRecord for one unknown.
    """
    cells: dict[str, tuple[str, str]] = {}
    for word in words:
        title, sign, text = word.partition("=")
        if not sign or not title.strip():
            raise UsageError(
                f"«{shown(word)}» non è nella forma campo=valore.", f"“{shown(word)}” has not the form field=value."
            )
        field = field_of(cls, title)
        if field == KIND or title.strip().casefold() in KIND_CALLED:
            raise _of_its_kind(cls)
        if field is None:
            raise _unknown(cls, title)
        if field in cells:
            raise UsageError(f"Il campo {field} è detto due volte.", f"The field {field} is told twice.")
        cells[field] = (text.strip(), title.strip())
    return cells


def _of_its_kind(cls: type[Record]) -> InvalidRecord:
    tie = issubclass(cls, Tie)
    return InvalidRecord(
        f"Il tipo non è un campo, e di un dato non cambia: qui è «{cls.title.it}». Per un altro tipo aggiungi un dato"
        f" nuovo con legami add TIPO campo=valore{', e chiudi questo con legami end' if tie else ''}.",
        f"The kind is no field, and that of a record does not change: here it is “{cls.title.en}”. For another kind add"
        f" a new record with legami add KIND field=value{', and end this one with legami end' if tie else ''}.",
    )


def _unknown(cls: type[Record], title: str) -> InvalidRecord:
    fields = [name for name in columns_of(cls) if name != KIND]
    near = ", ".join(difflib.get_close_matches(title[:100], fields, n=3)) or ", ".join(fields)
    return InvalidRecord(
        f"Il campo «{shown(title)}» non c'è in «{cls.title.it}». Forse: {near}.",
        f"There is no field “{shown(title)}” in “{cls.title.en}”. Perhaps: {near}.",
    )


def added(
    store: GraphStore, cls: type[Record], words: Sequence[str], ids: Iterator[str], *, today: date, demo: bool = False
) -> Record:
    """The new record that the words describe; the ends of a tie are ids, keys of tables, or REGISTER:KEY.

    `today`: later is the future. `demo`: the store is a demonstration. Raises UsageError, InvalidRecord, and Conflict
    where such a record is there already.
    """
    cells = {field: cell for field, cell in typed(cls, words).items() if cell[0]}
    missing = [name for name, field in cls.model_fields.items() if field.is_required() and name not in {*cells, "id"}]
    if missing:
        needed = ", ".join(f"{name}=…" for name in missing)
        raise InvalidRecord(
            f"Per «{cls.title.it}» mancano: {needed}. Aggiungi ciò che manca.",
            f"For “{cls.title.en}” these are missing: {needed}. Add what is missing.",
        )
    draft = Draft(store, ids, demo=demo)
    said = _said(cls, cells, _lexicon(store, today))
    if issubclass(cls, Node):
        draft_nodes([said], draft)
    else:
        draft_ties([said], draft, {})
    if draft.rejected:
        raise _refused(draft.rejected[0])
    if draft.operations and isinstance(draft.operations[0], Create):
        return draft.operations[0].record
    raise _there(next(iter((*draft.nodes, *draft.ties))))


def edited(store: GraphStore, record: Record, words: Sequence[str], *, today: date, demo: bool = False) -> Record:
    """The record with the fields that the words tell; `field=` empties one, back to its default.

    `today`: later is the future. `demo`: the store is a demonstration. Raises UsageError, InvalidRecord.
    """
    cls = type(record)
    cells = typed(cls, words)
    for field in IDENTITY & set(cells):
        raise InvalidRecord(
            f"Il campo {field} non si cambia: dice di quale dato si parla. Chiudi questo (legami end) o annullalo"
            " (legami undo), e aggiungine un altro (legami add).",
            f"The field {field} does not change: it tells which record is meant. End this one (legami end) or undo"
            " it (legami undo), and add another (legami add).",
        )
    emptied = [field for field, (text, _) in cells.items() if not text]
    for field in emptied:
        if cls.model_fields[field].is_required():
            raise InvalidRecord(
                f"Il campo {field} non può restare vuoto: scrivi un valore.",
                f"The field {field} cannot be left empty: write a value.",
            )
    said = _said(cls, {field: cell for field, cell in cells.items() if cell[0]}, _lexicon(store, today))
    kept = {name: value for name, value in values_of(record).items() if name not in emptied}
    try:
        after = cls.model_validate({**kept, **said.values})
    except ValidationError as error:
        raise _refused(invalid(cls, error, said.columns).at(_ROW)) from None
    wrong = disordered(after, record, said.columns)
    if wrong:
        raise _refused(wrong.at(_ROW))
    if demo and is_real(after):
        raise InvalidRecord(f"{INVENTED_ONLY.it} {ELSEWHERE.it}", f"{INVENTED_ONLY.en} {ELSEWHERE.en}")
    return after


_ROW: Final = 1


def _said(cls: type[Record], cells: Typed, lexicon: Lexicon) -> Said:
    """The one row. Raises InvalidRecord."""
    try:
        return Said(
            line=_ROW,
            cls=cls,
            id=read_cell(cls, "id", cells["id"], lexicon) if "id" in cells else "",
            key=reference(cells, "key"),
            ends=(reference(cells, "source"), reference(cells, "target")),
            values={
                field: read_cell(cls, field, cell, lexicon) for field, cell in cells.items() if field not in IDENTITY
            },
            columns={field: title for field, (_, title) in cells.items()} | {KIND: KIND},
        )
    except CellRefused as refused:
        raise _refused(refused.at(_ROW)) from None


def _lexicon(store: GraphStore, today: date) -> Lexicon:
    return Lexicon(Gazetteer([node for node in store.nodes("place") if isinstance(node, Place)]), scheme(), today)


def _refused(rejection: Rejection) -> InvalidRecord:
    column, reason, mend = rejection.column, rejection.reason, rejection.mend
    at = f"{column}: " if column else ""
    return InvalidRecord(f"{at}{reason.it} {mend.it}", f"{at}{reason.en} {mend.en}")


def _there(id: str) -> Conflict:
    return Conflict(
        f"C'è già, con l'identificativo {id}: cambialo con legami edit, o scrivi ciò che distingue quello nuovo"
        " (per un nodo anche solo una chiave, key=…; per un legame la data, valid_from=…).",
        f"It is there already, under the id {id}: change it with legami edit, or write what tells the new one apart"
        " (for a node a key is enough, key=…; for a tie the date, valid_from=…).",
    )
