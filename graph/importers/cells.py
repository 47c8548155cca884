"""Reading one cell by the declaration of its field: what an office writes becomes what the declaration expects."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from pydantic import StringConstraints, TypeAdapter, ValidationError

from graph.errors import Text
from graph.importers import scalars, week, words
from graph.importers.asks import asks
from graph.importers.fiscal import tax_code, vat_number
from graph.importers.report import CellRefused
from graph.importers.terms import code_of
from graph.kinds import PERSONAL, Ask, Record
from graph.kinds.admission import refused
from graph.kinds.base import label
from graph.kinds.complaints import complaint
from graph.kinds.tables import legible, seen, unguarded
from graph.kinds.values import Code, Comune, Id, Slot
from graph.territory.gazetteer import Gazetteer
from graph.vocabulary import Scheme


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What cells are understood with: the territory of the store, the concept scheme, and which day it is."""

    gazetteer: Gazetteer
    scheme: Scheme
    today: date


Reader = Callable[[str, str, Lexicon], Any]
"""From a cell that is not blank, the title of its column and the lexicon to what the declaration then validates."""


def read_cell(cls: type[Record], field: str, cell: tuple[str, str], lexicon: Lexicon) -> Any:
    """The plain (JSON) value of a field from (text, column title); the text is not blank. Raises CellRefused.

    A guarded cell (`graph.kinds.tables`) is text by declaration, whatever it begins with.
    """
    text, column = cell
    return declared(cls, field, (_reader(cls, field)(_bare(text, column), column, lexicon), column), lexicon)


def declared(cls: type[Record], field: str, told: tuple[Any, str], lexicon: Lexicon) -> Any:
    """The plain (JSON) form of (value, column title), if the field's declaration and its rules of entry accept it.

    Raises CellRefused.
    """
    value, column = told
    adapter = _adapter(cls, field)
    try:
        plain = adapter.dump_python(adapter.validate_python(value), mode="json")
    except ValidationError as error:
        said = complaint(error.errors(include_input=False, include_url=False)[0])
        raise CellRefused(column, Text(f"Il valore {said.it}.", f"The value {said.en}."), _hint(cls, field)) from None
    broken = refused(cls, field, plain, lexicon.today)
    if broken:
        raise CellRefused(column, broken.reason, broken.mend)
    return plain


@cache
def _adapter(cls: type[Record], field: str) -> TypeAdapter[Any]:
    return TypeAdapter(cls.model_fields[field].rebuild_annotation())


def _hint(cls: type[Record], field: str) -> Text:
    """The declared hint, or the declared limits."""
    declared = cls.model_fields[field]
    title = label(declared)
    if title and title.hint:
        return Text(f"Forma: {title.hint.it}", f"Form: {title.hint.en}")
    limits = {name: getattr(part, name) for part in declared.metadata for name in _LIMITS if hasattr(part, name)}
    stated = ", ".join(f"{_LIMITS[name]} {value}" for name, value in limits.items() if value is not None)
    return Text(f"Limiti: {stated}.", f"Limits: {stated}.") if stated else _SEE_REFERENCE


_LIMITS: Final = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤", "max_length": "≤"}
_SEE_REFERENCE: Final = Text(
    "Guarda la descrizione del campo in docs/reference.md.", "See the description of the field in docs/reference.md."
)


def plain_text(text: str, column: str) -> str:
    """The text of a cell, unless a spreadsheet would run it as a formula or nobody could read it.

    Telephone and negative numbers are no formulas. Raises CellRefused.
    """
    return _legible(_bare(text, column), column)


def _bare(cell: str, column: str) -> str:
    """The text of a cell without its guard; without a guard it may be no formula and no error of a spreadsheet."""
    text = unguarded(cell)
    if text is not None:
        return text
    if _FORMULA.match(cell):
        raise CellRefused(column, *_LOOKS_LIKE_FORMULA)
    if cell in _SHEET_ERRORS:
        raise CellRefused(column, *_UNREADABLE)
    return cell


def _legible(text: str, column: str) -> str:
    if not legible(text):
        raise CellRefused(column, *_UNREADABLE)
    if not seen(text):
        raise CellRefused(column, *_UNSEEN)
    return text


_FORMULA: Final = re.compile(r"\s*(?:[=@＝＠]|[+\-＋－](?:.*\||[^()]*[A-Za-z]\())", re.DOTALL)
_SHEET_ERRORS: Final = frozenset(
    {"#N/A", "#N/D", "#REF!", "#RIF!", "#VALUE!", "#VALORE!", "#NAME?", "#NOME?", "#DIV/0!"}
)
_LOOKS_LIKE_FORMULA: Final = (
    Text("La cella comincia come una formula.", "The cell begins like a formula."),
    Text(
        "Togli il segno iniziale (= + - @), o mettigli davanti un apostrofo.",
        "Remove the sign at its beginning (= + - @), or put an apostrophe before it.",
    ),
)
_UNREADABLE: Final = (
    Text("La cella contiene un errore o caratteri illeggibili.", "The cell holds an error or unreadable characters."),
    Text("Riscrivi la cella a mano.", "Write the cell again by hand."),
)

_UNSEEN: Final = (
    Text(
        "La cella contiene caratteri che non si vedono, come segni di direzione o spazi di larghezza zero.",
        "The cell holds characters that do not show, such as marks of direction or spaces without width.",
    ),
    Text("Svuota la cella e riscrivila a mano, senza incollare.", "Clear the cell and type it again, without pasting."),
)


@cache
def _reader(cls: type[Record], field: str) -> Reader:
    """The reader that a field's declared type asks for."""
    if field in _BY_NAME:
        return _BY_NAME[field]
    parts = tuple(_parts(get_type_hints(cls, include_extras=True)[field]))
    patterns = {part.pattern for part in parts if isinstance(part, StringConstraints)}
    choices = [part for part in parts if get_origin(part) is Literal]
    several = any(get_origin(part) is tuple for part in parts)
    single = next((reader for pattern, reader in _BY_PATTERN.items() if pattern in patterns), None)
    if single is concept and field in cls.marked(PERSONAL):
        single = _own_concept
    if single is not None:
        return _list_of(single) if several else single
    if choices:
        return _choice(get_args(choices[0]))
    if _pattern(Slot) in patterns:
        return _slots
    if several:
        return _asks if Ask in parts else _list_of(plain)
    return next((reader for kind, reader in _BY_TYPE.items() if kind in parts), plain)


def _pattern(annotated: object) -> str:
    """The pattern that makes a declared kind of text what it is."""
    return next(str(part.pattern) for part in get_args(annotated) if isinstance(part, StringConstraints))


def _parts(annotation: object) -> Iterator[object]:
    yield annotation
    for argument in get_args(annotation):
        yield from _parts(argument)


def plain(text: str, column: str, lexicon: Lexicon) -> str:
    """Text as it is."""
    return _legible(text, column)


def _list_of(single: Reader) -> Reader:
    def read(text: str, column: str, lexicon: Lexicon) -> tuple[Any, ...]:
        parts = (part.strip() for part in re.split(r"[;\n]", text))
        return tuple(dict.fromkeys(single(part, column, lexicon) for part in parts if part))

    return read


def _asks(text: str, column: str, lexicon: Lexicon) -> tuple[Ask, ...]:
    return asks(_legible(text, column), column, lexicon.scheme, lexicon.today)


def _slots(text: str, column: str, lexicon: Lexicon) -> tuple[str, ...]:
    read = week.slots(text)
    if read is None:
        raise CellRefused(column, *week.NOT_UNDERSTOOD)
    return read


def concept(text: str, column: str, lexicon: Lexicon) -> str:
    """The code of a concept, from its code or one of its labels."""
    return code_of(text, column, lexicon.scheme)


def _own_concept(text: str, column: str, lexicon: Lexicon) -> str:
    """The code of a concept that describes a person."""
    return code_of(text, column, lexicon.scheme, personal=True)


def comune(text: str, column: str, lexicon: Lexicon) -> str:
    """The ISTAT code of a comune, from any writing of its code or name."""
    code = lexicon.gazetteer.resolve(text)
    if code is None:
        raise unknown_comune(text, column, lexicon)
    return code


def unknown_comune(text: str, column: str, lexicon: Lexicon) -> CellRefused:
    """The refusal of a comune that the store has not, with the nearest."""
    near = ", ".join(lexicon.gazetteer.suggest(text)[:3])
    return CellRefused(
        column,
        Text("Il comune non è nel territorio di questo archivio.", "The comune is not in the territory of this store."),
        Text(f"Forse: {near}.", f"Perhaps: {near}.") if near else _SEE_TERRITORY,
    )


_SEE_TERRITORY: Final = Text("Scrivi il codice ISTAT o il nome intero.", "Write the ISTAT code or the whole name.")


def _id(text: str, column: str, lexicon: Lexicon) -> str:
    return text.lower()


def _choice(values: tuple[str, ...]) -> Reader:
    known = {way: value for value in reversed(values) for way in words.spoken(str(value))} | {
        v.casefold(): v for v in values
    }

    def read(text: str, column: str, lexicon: Lexicon) -> str:
        value = known.get(" ".join(text.casefold().split()))
        if value is None:
            listed = ", ".join(values)
            reason = Text("Il valore non è tra quelli ammessi.", "The value is not among those allowed.")
            raise CellRefused(column, reason, Text(f"Scrivi uno di: {listed}.", f"Write one of: {listed}."))
        return value

    return read


def _scalar(parse: Callable[[str], Any], reason: Text, mend: Text) -> Reader:
    def read(text: str, column: str, lexicon: Lexicon) -> Any:
        value = parse(text)
        if value is None:
            raise CellRefused(column, reason, mend)
        return value

    return read


_BY_NAME: Final[dict[str, Reader]] = {
    "tax_code": lambda text, column, lexicon: tax_code(text, column),
    "vat_number": lambda text, column, lexicon: vat_number(text, column),
}
_BY_PATTERN: Final[dict[str, Reader]] = {_pattern(Code): concept, _pattern(Comune): comune, _pattern(Id): _id}
_BY_TYPE: Final[dict[object, Reader]] = {
    bool: _scalar(
        scalars.yes_no,
        Text("Qui serve sì o no.", "This must be yes or no."),
        Text("Scrivi sì o no, o lascia vuoto.", "Write yes or no, or leave it blank."),
    ),
    int: _scalar(
        scalars.whole,
        Text("Qui serve un numero intero.", "This must be a whole number."),
        Text("Scrivi solo cifre, per esempio 12.", "Write digits only, such as 12."),
    ),
    float: _scalar(
        scalars.decimal,
        Text("Qui serve un numero.", "This must be a number."),
        Text("Scrivilo per esempio così: 12,5.", "Write it for example so: 12.5."),
    ),
    date: _scalar(
        scalars.day,
        Text("Qui serve una data.", "This must be a date."),
        Text("Scrivila così: 2024-02-01 o 01/02/2024.", "Write it so: 2024-02-01 or 01/02/2024."),
    ),
}
