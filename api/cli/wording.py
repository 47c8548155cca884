"""Values of records in words, for people: choices, dates, parts of the week, concepts of the vocabulary."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from graph.errors import Text

if TYPE_CHECKING:
    from graph.kinds import Record

CHOICES: Final[dict[str, Text]] = {
    # status of a pact and of a resource in it
    "draft": Text("bozza", "draft"),
    "open": Text("aperto", "open"),
    "closed": Text("chiuso", "closed"),
    "proposed": Text("proposta", "proposed"),
    "accepted": Text("accettata", "accepted"),
    "declined": Text("rifiutata", "declined"),
    "active": Text("attiva", "active"),
    "completed": Text("conclusa", "completed"),
    "abandoned": Text("interrotta", "abandoned"),
    "helped": Text("è servita", "it helped"),
    "partly": Text("in parte", "partly"),
    "no": Text("no", "no"),
    "parents": Text("genitori con figli", "parents with children"),
    "elderly": Text("famiglie con anziani", "families with elderly members"),
    "isolated": Text("famiglie isolate", "isolated families"),
    # travel and places
    "foot": Text("a piedi", "on foot"),
    "bicycle": Text("in bicicletta", "by bicycle"),
    "moped": Text("in motorino", "by moped"),
    "public_transport": Text("con i mezzi pubblici", "by public transport"),
    "car": Text("in auto", "by car"),
    "comune": Text("comune", "comune"),
    "neighbours": Text("comuni vicini", "adjoining comuni"),
    "district": Text("ambito", "district"),
    "province": Text("provincia", "province"),
    # opportunities
    "job": Text("lavoro", "job"),
    "internship": Text("tirocinio", "internship"),
    "apprenticeship": Text("apprendistato", "apprenticeship"),
    "course": Text("corso", "course"),
    "volunteering": Text("volontariato", "volunteering"),
    "civil_service": Text("servizio civile", "civil service"),
    "premises": Text("spazio", "premises"),
    # ties
    "weak": Text("debole", "weak"),
    "moderate": Text("media", "moderate"),
    "strong": Text("forte", "strong"),
    "very_strong": Text("molto forte", "very strong"),
    "public": Text("pubblico", "public"),
    "programme": Text("per gli operatori", "for operators"),
    "private": Text("riservato", "private"),
    "owner": Text("titolare", "owner"),
    "manager": Text("responsabile", "manager"),
    "foreman": Text("caposquadra", "foreman"),
    "employee": Text("dipendente", "employee"),
    "trainee": Text("tirocinante", "trainee"),
    "coach": Text("allenatore", "coach"),
    "teacher": Text("insegnante", "teacher"),
    "librarian": Text("bibliotecario", "librarian"),
    "parent": Text("genitore", "parent"),
    "child": Text("figlio", "child"),
    "partner": Text("partner", "partner"),
    "sibling": Text("fratello o sorella", "sibling"),
    "grandparent": Text("nonno", "grandparent"),
    "grandchild": Text("nipote", "grandchild"),
    "work": Text("lavoro", "work"),
    "school": Text("scuola", "school"),
    "association": Text("associazione", "association"),
    "other": Text("altro", "other"),
    # sex
    "f": Text("femmina", "female"),
    "m": Text("maschio", "male"),
    "x": Text("altro", "other"),
}
"""What the declared choices are called."""

APART: Final = ("id", "kind", "name", "title", "sources", "boundary", "asks", "gives")
"""Fields that are shown in a place of their own, or that are no reading matter."""


def choice(value: str | None) -> Text:
    """A declared choice in words; nothing where it was not made."""
    return CHOICES.get(value or "", Text(value or "", value or ""))


def agreeing(count: int, one: Text, many: Text) -> Text:
    """A count and the word that goes with it: of one, or of any other number."""
    word = one if count == 1 else many
    return Text(f"{count} {word.it}", f"{count} {word.en}")


def in_numbers(nodes: int, ties: int) -> Text:
    """How much something holds."""
    many = agreeing(nodes, Text("nodo", "node"), Text("nodi", "nodes"))
    tied = agreeing(ties, Text("legame", "tie"), Text("legami", "ties"))
    return Text(f"{many.it}, {tied.it}", f"{many.en}, {tied.en}")


def details(record: "Record") -> list[tuple[Text, Text]]:
    """The fields of a record that hold something, with their titles."""
    from graph.kinds import FREE_TEXT
    from graph.kinds.base import label

    written = type(record).marked(FREE_TEXT)
    found: list[tuple[Text, Text]] = []
    for name, field in type(record).model_fields.items():
        value, title = getattr(record, name), label(field)
        if title and name not in APART and value is not False and value not in (None, "", ()):
            said = Text(value, value) if name in written else said_of(value)
            found.append((Text(title.it, title.en), said))
    return found


def said_of(value: Any) -> Text:
    """A value of a field in words."""
    from matching.words import on_date

    if isinstance(value, bool):
        return Text("sì", "yes") if value else Text("no", "no")
    if isinstance(value, datetime):
        return Text(value.isoformat(" ", "minutes"), value.isoformat(" ", "minutes"))
    if isinstance(value, date):
        return on_date(value.isoformat())
    if isinstance(value, tuple):
        return _list(value)  # pyright: ignore[reportUnknownArgumentType]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return concept(value) if isinstance(value, str) else Text(str(value), str(value))


def _list(values: tuple[Any, ...]) -> Text:
    from graph.kinds.values import SLOTS, slot_bits
    from matching.words import texts_listed, week

    if all(value in SLOTS for value in values):
        return week(slot_bits(values))
    return texts_listed([said_of(value) for value in values])


def concept(code: str) -> Text:
    """A concept by its label, a choice by its words, anything else as it is."""
    from graph.vocabulary import scheme

    known = scheme()
    return Text(known.label(code, "it"), known.label(code, "en")) if code in known else choice(code)


def title_of(kind: str) -> Text:
    """What a kind is called."""
    from graph.kinds import SCHEMA

    return SCHEMA.kind(kind).title


def listed(texts: Iterable[Text]) -> Text:
    """Texts as people list them."""
    from matching.words import texts_listed

    return texts_listed(list(texts))
