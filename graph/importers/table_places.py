"""The places of a table: every store has the same comuni and districts under ids of its own, so their codes decide."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from graph.errors import Text
from graph.importers.draft import Draft
from graph.importers.report import CellRefused
from graph.importers.table import Said
from graph.kinds import Place


def recognised(rows: Sequence[Said], draft: Draft) -> tuple[list[Said], dict[str, str]]:
    """The rows, places with the id under which the store (or an earlier row) has them; and by which id they came.

    A row that would give a place the code of another one is rejected in the draft.
    """
    if not any(row.cls is Place for row in rows):
        return list(rows), {}
    places = {place.id: place for place in draft.store.nodes("place") if isinstance(place, Place)}
    owners = {place.code: id for id, place in places.items() if place.code}
    kept: list[Said] = []
    meant: dict[str, str] = {}
    for row in rows:
        code = Place.model_construct(**row.values).code if row.cls is Place else ""
        owner = owners.setdefault(code, row.id) if code else ""
        here = places.get(row.id)
        if here and owner not in ("", here.id) and here.code != code:
            draft.reject([row.line], CellRefused(row.columns.get("istat_code", "district"), *_CODE_OF_ANOTHER))
        elif owner and not here:
            kept.append(replace(row, id=owner))
            meant |= {row.id: owner} if row.id else {}
        else:
            kept.append(row)
    return kept, meant


_CODE_OF_ANOTHER: Final = (
    Text("Questo codice è di un altro luogo.", "This code is that of another place."),
    Text("Togli l'id, o correggi il codice.", "Remove the id, or mend the code."),
)
