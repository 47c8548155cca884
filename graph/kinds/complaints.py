"""What a declaration refuses, in words of both languages: the one place where pydantic's complaints become ours."""

import re
from collections.abc import Mapping
from typing import Any, Final

from graph.errors import Text

INVALID: Final = Text("non è valido", "is not valid")
"""What is said of a complaint that we have no words for: the library's own may quote what was sent."""

OWN: Final = "value_error"
"""The type of what our own validators raise, as `english | italian`."""

_WHOLE: Final = Text("non è un numero intero: scrivi solo cifre", "is no whole number: write digits only")
_NUMBER: Final = Text("non è un numero", "is no number")
_DAY: Final = Text("non è una data come 2026-02-01", "is no date such as 2026-02-01")
_MOMENT: Final = Text(
    "non è un momento come 2026-02-01T09:30:00Z, con il fuso",
    "is no moment such as 2026-02-01T09:30:00Z, with its zone",
)
_YES_NO: Final = Text("non è né vero né falso", "is neither true nor false")
_TEXT: Final = Text("non è un testo", "is no text")
_LIST: Final = Text("non è una lista", "is no list")
_OBJECT: Final = Text("non è un oggetto con i suoi campi", "is no object with its fields")
_FORM: Final = Text("non ha la forma attesa", "does not have the expected form")

_SENTENCES: Final = {
    "missing": Text("manca", "is missing"),
    "extra_forbidden": Text("non è previsto", "is not expected"),
    "json_invalid": Text("non è JSON", "is no JSON"),
    "string_pattern_mismatch": _FORM,
    "string_type": _TEXT,
    "string_unicode": Text("contiene caratteri che non sono testo", "holds characters that are no text"),
    "string_sub_type": _TEXT,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": Text("è un numero con troppe cifre", "is a number with too many digits"),
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": Text("non è un numero finito", "is no finite number"),
    "bool_type": _YES_NO,
    "bool_parsing": _YES_NO,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": Text(
        "è una data con un'ora: scrivi solo il giorno", "is a date with a time: give the day"
    ),
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "datetime_object_invalid": _MOMENT,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "iterable_type": _LIST,
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "invalid_key": Text("ha un campo senza nome", "has a field without a name"),
}
_BOUNDED: Final = {
    "string_too_short": (
        "min_length",
        Text("è troppo corto: almeno {} caratteri", "is too short: at least {} characters"),
    ),
    "string_too_long": (
        "max_length",
        Text("è troppo lungo: al massimo {} caratteri", "is too long: at most {} characters"),
    ),
    "too_short": ("min_length", Text("ha pochi elementi: almeno {}", "has too few items: at least {}")),
    "too_long": ("max_length", Text("ha troppi elementi: al massimo {}", "has too many items: at most {}")),
    "greater_than": ("gt", Text("è troppo piccolo: deve superare {}", "is too small: it must exceed {}")),
    "greater_than_equal": ("ge", Text("è troppo piccolo: il minimo è {}", "is too small: the least is {}")),
    "less_than": ("lt", Text("è troppo grande: deve stare sotto {}", "is too large: it must be below {}")),
    "less_than_equal": ("le", Text("è troppo grande: il massimo è {}", "is too large: the most is {}")),
}
_EMPTY: Final = Text("è vuoto", "is empty")

KNOWN: Final = frozenset({*_SENTENCES, *_BOUNDED, "literal_error", OWN})
"""The types of complaint that have words of their own."""


def complaint(error: Mapping[str, Any]) -> Text:
    """What is wrong with a value, to follow its name; `error`: one of `ValidationError.errors()`.

    The limit or the allowed values are told, never the value. What our own validators say is a whole sentence.
    """
    kind, facts = error["type"], error.get("ctx", {})
    if kind == OWN:
        return _own(error["msg"])
    if kind == "string_too_short" and facts.get("min_length") == 1:
        return _EMPTY
    if kind in _BOUNDED:
        name, said = _BOUNDED[kind]
        limit = _plain(facts[name])
        return Text(said.it.format(limit), said.en.format(limit))
    if kind == "literal_error":
        allowed = ", ".join(re.findall(r"'([^']*)'", str(facts["expected"])))
        return Text(f"non è tra i valori ammessi: {allowed}", f"is not among the allowed values: {allowed}")
    return _SENTENCES.get(kind, INVALID)


def _own(message: str) -> Text:
    english, _, italian = message.removeprefix("Value error, ").partition(" | ")
    return Text(italian, english) if italian else INVALID


def _plain(limit: Any) -> str:
    """A limit as people write it: 0.0 is 0."""
    return f"{limit:g}" if isinstance(limit, float) else str(limit)
