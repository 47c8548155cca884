"""Which comune a text means: codes and names in any writing, former ones included."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from graph.errors import NotFound
from graph.kinds.places import Place
from graph.territory.names import fold, loose, nearest, short_forms

_LONGEST: Final = 200  # letters; the longest Italian name has 60
_ISTAT: Final = re.compile(r"([0-9]{4,6})(?:[.,]0+)?")
_THOUSANDS: Final = re.compile(r"([0-9]{1,3})[.,]([0-9]{1,3})")
_CADASTRAL: Final = re.compile(r"[A-Z][0-9]{3}")
_PROVINCE: Final = re.compile(r"(.*?)\s*\(\s*([A-Za-z]{2})\s*\)")

Index = dict[str, set[str]]
Names = Sequence[tuple[Callable[[str], str], Index]]
"""Ways of comparing names, each with the comuni that bear one."""


class Gazetteer:
    """The comuni of a store, found by any writing. Districts are left aside."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Index the comuni among `places`."""
        self._places = {place.istat_code: place for place in places if place.istat_code}
        self._codes_of_today = _codes_of_today(self._places.values())
        self._codes = _former_codes(self._places.values()) | self._codes_of_today
        current = {code: (place.name,) for code, place in self._places.items()}
        short = {code: short_forms(place.name) for code, place in self._places.items()}
        former = {code: _former_names(place) for code, place in self._places.items()}
        self._current = ((fold, _index(fold, current)), (loose, _index(loose, current)), (loose, _index(loose, short)))
        self._names = (*self._current, (loose, _index(loose, former)))

    @property
    def places(self) -> tuple[Place, ...]:
        """The comuni, in the order in which they were given."""
        return tuple(self._places.values())

    def resolve(self, text: str) -> str | None:
        """The ISTAT code of the comune that `text` means; none if unknown or if it may mean several.

        Understood: the ISTAT code, also without its zeros, with a separator (19.036) or as a spreadsheet writes it
        (19036.0, 19.04 for 19.040); the cadastral code; the name without regard to case, accents and signs, with
        "S." for a saint, short forms, the province in brackets; the codes and names before a merger.
        """
        return self._resolved(text, self._codes, self._names)

    def resolve_current(self, text: str) -> str | None:
        """The same of the codes and names of today only."""
        return self._resolved(text, self._codes_of_today, self._current)

    def _resolved(self, text: str, codes: Mapping[str, str], names: Names) -> str | None:
        if len(text) > _LONGEST:
            return None
        name, province = _parted(text)
        code = _code(name)
        found = codes.get(code) if code else self._named(name, province, names)
        return found if found and province in {"", self._places[found].province} else None

    def suggest(self, text: str) -> tuple[str, ...]:
        """At most three names that look most like `text`, best first, for the message about an unknown comune."""
        if len(text) > _LONGEST:
            return ()
        names = {code: place.name for code, place in self._places.items()}
        former = {
            f"{code} {name}": name
            for code, place in self._places.items()
            for name in place.former_codes
            if not _code(name)
        }
        codes = (key[:6] for key in nearest(_parted(text)[0], names | former))
        return tuple(dict.fromkeys(self._title(code) for code in codes))

    def place(self, code: str) -> Place:
        """The comune with this six-digit ISTAT code. Raises NotFound."""
        try:
            return self._places[code]
        except KeyError:
            raise NotFound(
                f"Nessun comune ha il codice ISTAT «{code}»: servono le sei cifre di un comune già caricato.",
                f'No comune has the ISTAT code "{code}": give the six digits of one that is loaded.',
            ) from None

    def name(self, code: str) -> str:
        """The name of the comune with this six-digit ISTAT code. Raises NotFound."""
        return self.place(code).name

    def _named(self, name: str, province: str, names: Names) -> str | None:
        """The first way of comparing that knows the name decides; two comuni of that name are no answer."""
        for key, index in names:
            found = [
                code for code in index.get(key(name), ()) if not province or self._places[code].province == province
            ]
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def _title(self, code: str) -> str:
        """The name, with the province where another comune bears the same name."""
        place = self._places[code]
        alone = len(self._names[0][1].get(fold(place.name), ())) < 2
        return place.name if alone else f"{place.name} ({place.province})"


def _parted(text: str) -> tuple[str, str]:
    """The text without a province in brackets, and that province in capitals."""
    text = text.strip()
    match = _PROVINCE.fullmatch(text)
    return (match[1], match[2].upper()) if match else (text, "")


def _code(text: str) -> str:
    """The ISTAT or cadastral code that a text is, in its full form; empty if it is none."""
    plain = "".join(text.split())
    if match := _ISTAT.fullmatch(plain):
        return match[1].zfill(6)
    if match := _THOUSANDS.fullmatch(plain):  # a spreadsheet took 19.040 for a decimal number and cut the zero
        return match[1].zfill(3) + match[2].ljust(3, "0")
    return plain.upper() if _CADASTRAL.fullmatch(plain.upper()) else ""


def _codes_of_today(places: Iterable[Place]) -> dict[str, str]:
    return {code: place.istat_code for place in places for code in (place.istat_code, place.cadastral_code) if code}


def _former_codes(places: Iterable[Place]) -> dict[str, str]:
    return {_code(text): place.istat_code for place in places for text in place.former_codes if _code(text)}


def _former_names(place: Place) -> tuple[str, ...]:
    return tuple(text for text in place.former_codes if not _code(text))


def _index(key: Callable[[str], str], names: dict[str, tuple[str, ...]]) -> Index:
    index: Index = {}
    for code, writings in names.items():
        for writing in writings:
            index.setdefault(key(writing), set()).add(code)
    index.pop("", None)  # a name of signs only
    return index
