"""Ties as columns: pairs of positions, days, strengths and visibility."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.demo.draws import Bools, Ints, Rng, happens
from graph.demo.plain import defaults, plain
from graph.kinds import STRENGTHS, Tie
from graph.snapshot import NO_DAY, VISIBILITIES
from graph.store.batches import Fields

ORIGIN = "dimostrazione"
NEVER = -1
"""Among ordinals: no day."""
EPOCH: Final = date(1970, 1, 1).toordinal()
CONFIRMED = 0.72
CONFIRMED_WITHIN_DAYS = 540
PRIVATE = 0.06
LEVELS: Final = tuple(STRENGTHS)

Days = NDArray[np.int32]
"""Days since 1970-01-01, or NO_DAY of `graph.snapshot`."""
Levels = NDArray[np.int8]
"""Places in STRENGTHS or in VISIBILITIES."""


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

    def counted_from(self, left: int, right: int) -> "Pairs":
        """The pairs with both columns counted from elsewhere."""
        return Pairs(self.left + left, self.right + right)

    def keys(self, size: int) -> Ints:
        """One number for each unordered pair of positions below `size`."""
        return np.minimum(self.left, self.right) * size + np.maximum(self.left, self.right)

    def distinct(self, size: int, taken: Ints) -> "Pairs":
        """The first of each unordered pair, without pairs of one with itself and without those in `taken`."""
        keys = self.keys(size)
        order = np.argsort(keys, kind="stable")
        first = np.ones(len(keys), np.bool_)
        first[order[1:]] = keys[order[1:]] != keys[order[:-1]]
        return self.where(first & (self.left != self.right) & ~among(keys, taken))


def among(keys: Ints, taken: Ints) -> Bools:
    """Which of the keys are `taken`; millions of both are sorted faster than NumPy's sets are hashed."""
    if not len(taken):
        return np.zeros(len(keys), np.bool_)
    ordered = np.sort(taken)
    return ordered[np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)] == keys


def pairs_of(found: Sequence[tuple[int, int]]) -> Pairs:
    """Pairs found one by one, as columns."""
    ends = np.array(found, np.int64).reshape(-1, 2)
    return Pairs(ends[:, 0], ends[:, 1])


@dataclass(frozen=True, slots=True)
class Times:
    """Since when, until when and when last confirmed, one tie a row."""

    valid_from: Days
    valid_to: Days
    confirmed_on: Days


@dataclass(frozen=True, slots=True)
class Columns:
    """Ties of one kind; ends count the nodes in the order of their delivery.

    `fields`: what is not a column here, in plain JSON form; one mapping for all, or one a tie.
    """

    kind: type[Tie]
    ends: Pairs
    strength: Levels
    times: Times
    visibility: Levels
    fields: Fields | Sequence[Fields]

    def __len__(self) -> int:
        """How many ties there are."""
        return len(self.ends)


@dataclass(frozen=True, slots=True)
class Row:
    """One tie that is made by itself: positions of its ends and its fields."""

    kind: type[Tie]
    source: int
    target: int
    fields: Mapping[str, object]


def gathered(rows: Sequence[Row]) -> list[tuple[Ints, Columns]]:
    """Ties made one by one as columns of each kind, with their places among `rows`."""
    places: dict[type[Tie], list[int]] = {}
    for place, row in enumerate(rows):
        places.setdefault(row.kind, []).append(place)
    return [(np.array(found, np.int64), _of_rows(kind, [rows[place] for place in found]))
            for kind, found in places.items()]  # fmt: skip


def _of_rows(kind: type[Tie], rows: Sequence[Row]) -> Columns:
    own = {"strength", "valid_from", "valid_to", "confirmed_on", "visibility"}
    values = [{**defaults(kind), **row.fields} for row in rows]
    return Columns(
        kind=kind,
        ends=pairs_of([(row.source, row.target) for row in rows]),
        strength=np.array([LEVELS.index(row["strength"]) for row in values], np.int8),
        times=Times(*(np.array([_day(row[name]) for row in values], np.int32)
                      for name in ("valid_from", "valid_to", "confirmed_on"))),
        visibility=np.array([VISIBILITIES.index(row["visibility"]) for row in values], np.int8),
        fields=[shared(**plain(kind, {name: value for name, value in row.fields.items() if name not in own}))
                for row in rows],
    )  # fmt: skip


def _day(value: object) -> int:
    return value.toordinal() - EPOCH if isinstance(value, date) else NO_DAY


def shared(**more: object) -> Fields:
    """What every tie of the demonstration says, and more."""
    return {"synthetic": True, "origin": ORIGIN, **more}


def days(ordinals: Ints) -> Days:
    """Proleptic ordinals as days since 1970-01-01; NEVER as NO_DAY."""
    return np.where(ordinals == NEVER, NO_DAY, ordinals - EPOCH).astype(np.int32)


@dataclass(frozen=True, slots=True)
class Spell:
    """When ties of a kind began: between `low` and `high` days ago; which share has ended since."""

    low: int
    high: int
    ended: float = 0.0


def times(rng: Rng, today: date, size: int, spell: Spell, earliest: Ints | None = None) -> Times:
    """Times, none of them after `today`; none begins before the ordinals of `earliest`."""
    now = today.toordinal()
    begin = now - rng.integers(spell.low, spell.high + 1, size)
    if earliest is not None:
        begin = np.minimum(np.maximum(begin, earliest), now)
    over = happens(rng, spell.ended, size) & (now - begin > 90)
    end = np.where(over, begin + 30 + np.rint(rng.random(size) * (now - begin - 60)).astype(np.int64), NEVER)
    last = np.where(over, end, now)
    seen = np.maximum(begin, last - rng.integers(0, CONFIRMED_WITHIN_DAYS, size))
    seen = np.where(happens(rng, CONFIRMED, size), seen, NEVER)
    return Times(days(begin), days(end), days(seen))


def strengths(rng: Rng, size: int, shares: Sequence[float]) -> Levels:
    """Declared strengths, weakest first, in the given shares."""
    return rng.choice(len(LEVELS), size=size, p=shares).astype(np.int8)


def visibilities(rng: Rng, size: int, private: float = PRIVATE) -> Levels:
    """Mostly the programme's operators; some ties are nobody's business."""
    hidden, shown = VISIBILITIES.index("private"), VISIBILITIES.index("programme")
    return np.where(happens(rng, private, size), hidden, shown).astype(np.int8)


def as_declared(kind: type[Tie], size: int) -> Levels:
    """The visibility that a kind of tie has where nothing else is said."""
    return np.full(size, VISIBILITIES.index(str(defaults(kind)["visibility"])), np.int8)
