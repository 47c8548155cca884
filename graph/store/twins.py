"""Places that a store has twice: a comune with two nodes is counted twice, and half of its ties is out of reach."""

from collections.abc import Iterable, Iterator

from graph.errors import Text
from graph.kinds import Place, Record


def noting_twins(records: Iterable[Record], problems: list[Text]) -> Iterator[Record]:
    """The records as they come; once they are through, a problem for each place whose code another one has."""
    first: dict[str, str] = {}
    for record in records:
        code = record.code if isinstance(record, Place) else ""
        if code and first.setdefault(code, record.id) != record.id:
            problems.append(_twice(code, first[code], record.id))
        yield record


def _twice(code: str, one: str, other: str) -> Text:
    return Text(
        f"Il luogo di codice {code} c'è due volte: {one} e {other}. Annulla la modifica che lo ha aggiunto (legami log,"
        " legami undo).",
        f"The place of code {code} is there twice: {one} and {other}. Undo the commit that added it (legami log,"
        " legami undo).",
    )
