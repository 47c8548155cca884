"""Italian tax codes and VAT numbers, checked by their check digits."""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from stdnum.it import codicefiscale, iva

from graph.errors import Text
from graph.importers.report import CellRefused

_MEND = Text(
    "Ricopialo dal documento: undici cifre per un ente, sedici caratteri per una persona.",
    "Copy it again from the document: eleven digits for a body, sixteen characters for a person.",
)


def tax_code(text: str, column: str) -> str:
    """A tax code, with the leading zeros that a spreadsheet took away. Raises CellRefused."""
    code = _padded(codicefiscale.compact(text))
    if not codicefiscale.is_valid(code):
        raise CellRefused(column, Text("Il codice fiscale non è valido.", "The tax code is not valid."), _MEND)
    return code


def vat_number(text: str, column: str) -> str:
    """A VAT number, without its country letters and with its leading zeros. Raises CellRefused."""
    code = _padded(iva.compact(text))
    if not iva.is_valid(code):
        raise CellRefused(column, Text("La partita IVA non è valida.", "The VAT number is not valid."), _MEND)
    return code


def _padded(code: str) -> str:
    return code.zfill(11) if code.isascii() and code.isdigit() else code
