"""Values in words: parts of the week, distances, money, dates and lists, in both languages."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from graph.errors import Text
from graph.kinds.values import DAYS, PARTS

DAY_NAMES: Final = (
    Text("lunedì", "Monday"),
    Text("martedì", "Tuesday"),
    Text("mercoledì", "Wednesday"),
    Text("giovedì", "Thursday"),
    Text("venerdì", "Friday"),
    Text("sabato", "Saturday"),
    Text("domenica", "Sunday"),
)
PART_NAMES: Final = (
    Text("mattina", "morning"),
    Text("pomeriggio", "afternoon"),
    Text("sera", "evening"),
    Text("notte", "night"),
)
MONTHS: Final = (
    Text("gennaio", "January"),
    Text("febbraio", "February"),
    Text("marzo", "March"),
    Text("aprile", "April"),
    Text("maggio", "May"),
    Text("giugno", "June"),
    Text("luglio", "July"),
    Text("agosto", "August"),
    Text("settembre", "September"),
    Text("ottobre", "October"),
    Text("novembre", "November"),
    Text("dicembre", "December"),
)


def texts_listed(items: Sequence[Text]) -> Text:
    """Items as people list them, in each language: `a, b e c`."""
    return Text(_listed([item.it for item in items], "e"), _listed([item.en for item in items], "and"))


def _listed(items: Sequence[str], word: str) -> str:
    return "".join(items) if len(items) < 2 else f"{', '.join(items[:-1])} {word} {items[-1]}"


def week(mask: int) -> Text:
    """Parts of the week: `dal lunedì al giovedì pomeriggio`, `martedì mattina e sabato`."""
    by_parts: dict[tuple[int, ...], list[int]] = {}
    for number in range(len(DAYS)):
        parts = tuple(part for part in range(len(PARTS)) if mask >> (number * len(PARTS) + part) & 1)
        if parts:
            by_parts.setdefault(parts, []).append(number)
    return texts_listed([_days_and_parts(days, parts) for parts, days in by_parts.items()])


def _days_and_parts(days: list[int], parts: tuple[int, ...]) -> Text:
    span = _span(days)
    if len(parts) == len(PARTS) or parts == (0, 1, 2):
        return span
    names = texts_listed([PART_NAMES[part] for part in parts])
    if len(days) == len(DAYS):
        return Text(f"ogni {names.it}", f"every {names.en}")
    return Text(f"{span.it} {names.it}", f"{span.en} {names.en}")


def _span(days: list[int]) -> Text:
    if len(days) == len(DAYS):
        return Text("tutti i giorni", "every day")
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        first, last = DAY_NAMES[days[0]], DAY_NAMES[days[-1]]
        il, al = ("dal" if days[0] < 6 else "dalla"), ("al" if days[-1] < 6 else "alla")
        return Text(f"{il} {first.it} {al} {last.it}", f"{first.en} to {last.en}")
    return texts_listed([DAY_NAMES[number] for number in days])


def on_date(iso: str) -> Text:
    """A date in full: `12 marzo 2026`."""
    when = date.fromisoformat(iso)
    month = MONTHS[when.month - 1]
    first = "1º" if when.day == 1 else when.day
    return Text(f"{first} {month.it} {when.year}", f"{when.day} {month.en} {when.year}")


def kilometres(km: float) -> Text:
    """A distance as people say it: whole kilometres, at least one."""
    whole = max(1, round(km))
    return Text(f"{whole} km", f"{whole} km")


def euro(amount: float) -> Text:
    """Money a month; nothing is free."""
    if amount == 0:
        return Text("gratuito", "free")
    whole = f"{amount:,.0f}"
    return Text(f"{whole.replace(',', '.')} euro al mese", f"{whole} euro a month")
