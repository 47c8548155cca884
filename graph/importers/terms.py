"""Concepts of the vocabulary as a cell names them: by their code or by a label in either language."""

from typing import Final

from graph.errors import Text
from graph.importers.report import CellRefused
from graph.vocabulary import Scheme, search

_UNKNOWN: Final = Text("La voce non è nel vocabolario.", "The term is not in the vocabulary.")
_FIND: Final = Text("Cerca il codice: legami concepts TESTO.", "Find the code: legami concepts TEXT.")


def code_of(text: str, column: str, scheme: Scheme, *, personal: bool = False) -> str:
    """The code of a concept.

    Raises CellRefused with the nearest codes; with none if `personal`, for they would tell what the person needs.
    """
    code = scheme.resolve(text)
    if code is None:
        near = "" if personal else ", ".join(hit.code for hit in search(text)[:3])
        mend = Text(f"Forse: {near}. {_FIND.it}", f"Perhaps: {near}. {_FIND.en}") if near else _FIND
        raise CellRefused(column, _UNKNOWN, mend)
    return code
