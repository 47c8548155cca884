"""Ties as columns: pairs of positions, dates, strengths and visibility, made into records at the very end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from graph.demo.draws import Bools, Ints, Rng, happens
from graph.kinds import STRENGTHS, Tie

ORIGIN = "dimostrazione"
NO_DAY = -1
CONFIRMED = 0.72
CONFIRMED_WITHIN_DAYS = 540
PRIVATE = 0.06


@dataclass(frozen=True, slots=True)
class Pairs:
    """Two columns of positions, one pair a row."""

    left: Ints
    right: Ints

    def __len__(self) -> int:
        """How many pairs there are."""
        return len(self.left)

    def where(self, mask: Bools) -> "Pairs":
        """The pairs that `mask` keeps."""
        return Pairs(self.left[mask], self.right[mask])

    def join(self, other: "Pairs") -> "Pairs":
        """These pairs, then the others."""
        return Pairs(np.concatenate([self.left, other.left]), np.concatenate([self.right, other.right]))

    def keys(self, size: int) -> Ints:
        """One number for each unordered pair of positions below `size`."""
        return np.minimum(self.left, self.right) * size + np.maximum(self.left, self.right)

    def distinct(self, size: int, taken: Ints) -> "Pairs":
        """The first of each unordered pair, without pairs of one with itself and without those in `taken`."""
        keys = self.keys(size)
        first = np.zeros(len(keys), np.bool_)
        first[np.unique(keys, return_index=True)[1]] = True
        return self.where(first & (self.left != self.right) & ~np.isin(keys, taken))


@dataclass(frozen=True, slots=True)
class Columns:
    """Ties of one kind: ids of both ends and, by name, one column for each further field."""

    kind: type[Tie]
    sources: Sequence[str]
    targets: Sequence[str]
    fields: Mapping[str, Sequence[object]]

    def records(self, ids: Iterator[str]) -> list[Tie]:
        """The ties, validated by their declaration."""
        names = tuple(self.fields)
        rows: Iterator[tuple[object, ...]] = zip(*self.fields.values(), strict=True) if names else iter(())
        return [
            self.kind.model_validate(
                {"id": next(ids), "synthetic": True, "origin": ORIGIN, "source": source, "target": target}
                | dict(zip(names, next(rows, ()), strict=True))
            )
            for source, target in zip(self.sources, self.targets, strict=True)
        ]


def dates(days: Ints) -> list[date | None]:
    """Proleptic ordinals as dates; NO_DAY as None."""
    return [None if day == NO_DAY else date.fromordinal(day) for day in days.tolist()]


@dataclass(frozen=True, slots=True)
class Spell:
    """When ties of a kind began: between `low` and `high` days ago; which share has ended since."""

    low: int
    high: int
    ended: float = 0.0


def times(rng: Rng, today: date, size: int, spell: Spell, earliest: Ints | None = None) -> dict[str, list[date | None]]:
    """Columns valid_from, valid_to and confirmed_on, none of them after `today`; none begins before `earliest`."""
    now = today.toordinal()
    begin = now - rng.integers(spell.low, spell.high + 1, size)
    if earliest is not None:
        begin = np.minimum(np.maximum(begin, earliest), now)
    over = happens(rng, spell.ended, size) & (now - begin > 90)
    end = np.where(over, begin + 30 + np.rint(rng.random(size) * (now - begin - 60)).astype(np.int64), NO_DAY)
    last = np.where(over, end, now)
    seen = np.maximum(begin, last - rng.integers(0, CONFIRMED_WITHIN_DAYS, size))
    seen = np.where(happens(rng, CONFIRMED, size), seen, NO_DAY)
    return {"valid_from": dates(begin), "valid_to": dates(end), "confirmed_on": dates(seen)}


def strengths(rng: Rng, size: int, shares: Sequence[float]) -> list[str]:
    """Declared strengths, weakest first, in the given shares."""
    names = tuple(STRENGTHS)
    return [names[place] for place in rng.choice(len(names), size=size, p=shares).tolist()]


def visibilities(rng: Rng, size: int, private: float = PRIVATE) -> list[str]:
    """Mostly the programme's operators; some ties are nobody's business."""
    return ["private" if hidden else "programme" for hidden in happens(rng, private, size).tolist()]
