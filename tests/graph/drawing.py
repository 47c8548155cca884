"""Drawing records of any declared kind, and writing them as an office would: what the round-trip tests stand on."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from pydantic import StringConstraints
from stdnum import luhn

from graph.importers.columns import columns_of
from graph.kinds import SLOTS, Ask, Record
from graph.kinds.admission import IN_ORDER
from graph.kinds.entry import BIRTH_YEAR, CONFIRMATION, EMAIL, LATITUDE, LONGITUDE, TELEPHONE, WEBSITE
from graph.kinds.values import Code, Comune, Id, Slot
from graph.vocabulary import scheme
from tests.graph.importing import AUTHOR, COMUNI

OF_THE_ROW = {"kind", "key", "id", "source", "target"}
LETTERS = "aeiouàèlrst LNT0123,;'\"|()-.:é\n"
TEXTS = st.text(LETTERS, max_size=20).map(str.strip).filter(lambda text: not re.match("[-;]|'+-", text))
WORDS = st.text("aeiouàèlrst 019", min_size=1, max_size=12).map(str.strip).filter(bool)
CODES = st.sampled_from(scheme().codes)
SLOT_SETS = st.sets(st.sampled_from(SLOTS), max_size=4).map(lambda slots: [slot for slot in SLOTS if slot in slots])
DIGITS = st.integers(1, 9_999_999).map(lambda number: f"{number:07d}019")
COMPANY_NUMBERS = DIGITS.map(lambda digits: digits + luhn.calc_check_digit(digits))
ASKS = st.builds(
    lambda need, year, slots: {"need": need, "birth_year": year, "slots": slots},
    CODES,
    st.none() | st.integers(1930, 2026),
    SLOT_SETS,
)
LATEST = AUTHOR.at.date()
BY_RULE = {
    EMAIL: st.sampled_from(["prova@esempio.it", "una@esempio.it; altra@mail.esempio.org"]),
    TELEPHONE: st.sampled_from(["0373 1000", "+39 0373/1000-2", "3331112223 int. 4"]),
    WEBSITE: st.sampled_from(["www.esempio.it", "https://esempio.it/pagina?x=1", "esempio.org"]),
    LATITUDE: st.floats(35.0, 47.5),
    LONGITUDE: st.floats(6.0, 19.0),
    BIRTH_YEAR: st.integers(1900, LATEST.year),
    CONFIRMATION: st.dates(date(1900, 1, 1), LATEST),
}
"""What may be written where a rule of entry holds."""
BY_PATTERN = {
    get_args(Code)[1].pattern: CODES,
    get_args(Comune)[1].pattern: st.sampled_from(sorted(COMUNI)),
    get_args(Id)[1].pattern: st.uuids(version=4).map(str),
}


def parts(annotation: object) -> Iterator[object]:
    yield annotation
    for argument in get_args(annotation):
        yield from parts(argument)


def limit(cls: type[Record], name: str, *signs: str, otherwise: float) -> Any:
    """A declared limit of a field."""
    told = [getattr(item, sign) for item in cls.model_fields[name].metadata for sign in signs if hasattr(item, sign)]
    return told[0] if told else otherwise


def simple(cls: type[Record], name: str, found: tuple[object, ...]) -> st.SearchStrategy[Any]:
    """Values of a field that is neither coded nor a choice."""
    ruled = [strategy for rule, strategy in BY_RULE.items() if rule in cls.model_fields[name].metadata]
    if ruled:
        return ruled[0]
    if bool in found:
        return st.booleans()
    if int in found:
        return st.integers(limit(cls, name, "ge", otherwise=-1000), limit(cls, name, "le", otherwise=10**6))
    if float in found:
        low, high = limit(cls, name, "ge", "gt", otherwise=-1e6), limit(cls, name, "le", otherwise=1e6)
        return st.floats(low, high, exclude_min=limit(cls, name, "gt", otherwise=-1) == low)
    if date in found:
        return st.dates(date(1900, 1, 1), date(2100, 1, 1))
    return TEXTS if cls.model_fields[name].default == "" else WORDS


def values(cls: type[Record], name: str) -> st.SearchStrategy[Any]:
    """Plain values that a field may have; None for blank."""
    found = tuple(parts(get_type_hints(cls, include_extras=True)[name]))
    patterns = {part.pattern for part in found if isinstance(part, StringConstraints)}
    coded = [strategy for pattern, strategy in BY_PATTERN.items() if pattern in patterns]
    choices = [get_args(part) for part in found if get_origin(part) is Literal]
    several = any(get_origin(part) is tuple for part in found)
    if Ask in found:
        drawn = st.lists(ASKS, max_size=2)
    elif name in ("tax_code", "vat_number"):
        drawn = COMPANY_NUMBERS
    elif get_args(Slot)[1].pattern in patterns:
        drawn = SLOT_SETS
    elif choices:
        drawn = st.sampled_from(choices[0])
    elif several:
        drawn = st.lists(coded[0] if coded else WORDS, max_size=3, unique=True)
    else:
        drawn = coded[0] if coded else simple(cls, name, found)
    return drawn if cls.model_fields[name].is_required() else st.none() | drawn


def drawn(cls: type[Record]) -> st.SearchStrategy[dict[str, Any]]:
    """Plain values of a record of a kind, blank ones left out."""
    fields = {name: values(cls, name) for name in columns_of(cls) if name not in OF_THE_ROW}
    return st.fixed_dictionaries(fields).map(_in_order)


def _in_order(plain: dict[str, Any]) -> dict[str, Any]:
    """The values that are not blank, those swapped that stand in the wrong order."""
    filled = {name: value for name, value in plain.items() if value is not None}
    for low, high, _ in IN_ORDER:
        if low in filled and high in filled:
            filled[low], filled[high] = sorted((filled[low], filled[high]))
    return filled


def cell(value: Any, comma: bool) -> str:
    """A value as an office writes it, with decimal commas and days first if `comma`."""
    if isinstance(value, bool):
        return ("sì" if comma else "true") if value else "no"
    if isinstance(value, float):
        return repr(value).replace(".", ",") if comma else repr(value)
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year:04d}" if comma else value.isoformat()
    if isinstance(value, dict):
        year = f" [{value['birth_year']}]" if value["birth_year"] else ""
        return " ".join([value["need"] + year, *value["slots"]])
    return "; ".join(cell(item, comma) for item in value) if isinstance(value, list) else str(value)
