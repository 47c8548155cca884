"""A published classification (ATECO, ISCO-08, ESCO): its entries, and the concept of ours that each one leads to.

Millions of people are described by such codes; the scheme stays small, and reads them through what stands here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from graph.errors import NotFound
from graph.vocabulary.concept import Facet
from graph.vocabulary.labels import Label, LabelIndex
from graph.vocabulary.scheme import Scheme
from graph.vocabulary.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry; `notation` is written as in concepts: "ateco2025:81.30", "isco08:6113", "esco:6113.5".

    `it`, `en`: its title, empty where the publication has none in that language. `others`: further names.
    `broader`: the notations of the entries above it. `skills`: notations of skills that an occupation asks for.
    """

    notation: str
    facet: Facet
    it: str = ""
    en: str = ""
    others: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Every name, the titles first."""
        return tuple(dict.fromkeys(name for name in (self.it, self.en, *self.others) if name))


@dataclass(frozen=True, slots=True)
class EntryFound:
    """An entry found by its words, how well they fit in (0, 1], and the name that matched."""

    entry: Entry
    score: float
    label: str


class Classification:
    """The entries of one publication, looked up by notation or by words."""

    def __init__(self, name: str, entries: Iterable[Entry]) -> None:
        """Keep the entries in order; of two with one notation the first counts."""
        self.name = name
        self._entries: dict[str, Entry] = {}
        for entry in entries:
            self._entries.setdefault(entry.notation, entry)

    def __len__(self) -> int:
        """How many entries."""
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        """The entries, in the order of the publication."""
        return iter(self._entries.values())

    def __contains__(self, notation: object) -> bool:
        """Whether there is an entry of that notation."""
        return notation in self._entries

    def get(self, notation: str) -> Entry:
        """The entry of a notation.

        Raises NotFound.
        """
        if notation not in self._entries:
            raise NotFound(f"{self.name} non ha la voce «{notation}».", f"{self.name} has no entry “{notation}”.")
        return self._entries[notation]

    def ancestors(self, notation: str) -> tuple[str, ...]:
        """The notations above, nearest first and each once; raises NotFound."""
        found: dict[str, None] = {}
        level = self.get(notation).broader
        while level:
            fresh = [above for above in level if above not in found]
            found.update(dict.fromkeys(fresh))
            level = tuple(up for above in fresh if above in self for up in self._entries[above].broader)
        return tuple(found)

    def concept(self, notation: str, scheme: Scheme) -> str | None:
        """The code of the concept that an entry leads to: its own, one of its very name, else that of what is above.

        Raises NotFound.
        """
        entry = self.get(notation)
        own = scheme.by_notation(notation) or self._namesake(entry, scheme)
        return own or next((code for up in self.ancestors(notation) if (code := scheme.by_notation(up))), None)

    def _namesake(self, entry: Entry, scheme: Scheme) -> str | None:
        codes = {code for name in (entry.it, entry.en) if name and (code := scheme.resolve(name))}
        fitting = {code for code in codes if scheme.get(code).facet == entry.facet}
        return fitting.pop() if len(fitting) == 1 else None

    def resolve(self, text: str) -> str | None:
        """The notation that a text names: the notation itself, with its prefix or not, or a name of only one entry."""
        for prefix in ("", *self._prefixes):
            if prefix + text in self._entries:
                return prefix + text
        owners = self._titles.get(fold(text)) or self._names.get(fold(text), set[str]())
        return next(iter(owners)) if len(owners) == 1 else None

    def search(self, text: str, *, limit: int = 10, facet: Facet | None = None) -> tuple[EntryFound, ...]:
        """The entries that `text` may mean, best first; how names are matched: `graph.vocabulary.labels`."""
        matches = ((self._entries[match.of], match) for match in self._index.search(text))
        found = (EntryFound(e, match.score, match.label) for e, match in matches if facet in (None, e.facet))
        return tuple(found)[:limit]

    @cached_property
    def _prefixes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(notation.partition(":")[0] + ":" for notation in self._entries))

    @cached_property
    def _index(self) -> LabelIndex:
        return LabelIndex(
            Label(entry.notation, name, int(name not in (entry.it, entry.en)))
            for entry in self
            for name in entry.labels
        )

    @cached_property
    def _titles(self) -> dict[str, set[str]]:
        return _owners((entry.notation, name) for entry in self for name in (entry.it, entry.en) if name)

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        return _owners((entry.notation, name) for entry in self for name in entry.others)


def _owners(names: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for notation, name in names:
        found[fold(name)].add(notation)
    return found
