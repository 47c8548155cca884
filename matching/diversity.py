"""Re-ranking for variety: not five times the same association, and always a way that needs no network.

Nobody is ranked as a person: among persons and families only the band and the name decide who comes first, and bodies
neither make room for them by their score nor are left out for it. The answer for any limit is the beginning of one
line, so that asking for one more, and one more, tells of a person the band and nothing else.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, get_args

from matching.policy import AnswerLimits
from matching.types import Band, Section


@dataclass(frozen=True, slots=True)
class Entry:
    """One candidate as variety sees it; `number` is its row among the candidates, `name` its title and its id."""

    number: int
    score: float
    band: Band | None  # none: too low to be proposed, but better than an answer without an open door
    name: tuple[str, str]
    section: Section
    provider: int
    need: str
    gift: str
    kind: str
    open_door: bool
    personal: bool
    opening: bool


def varied(entries: Sequence[Entry], limits: AnswerLimits, limit: int) -> list[Entry]:
    """At most `limit` of the best entries under the caps of the policy: the beginning of one line, the best first.

    A non-empty answer keeps a community resource that nobody has to introduce: where the best entries hold none,
    the best such entry takes the place of the last one. Where there is none at all, the answer is empty.
    """
    ordered = sorted((entry for entry in entries if not entry.personal), key=among_bodies)
    people = sorted((entry for entry in entries if entry.personal), key=among_people)
    line = _one_line(_bodies(ordered, limits), list(_under_caps(people, limits, Counter())), limits)
    return _with_open_door(line[:limit], ordered, limit)


def among_bodies(entry: Entry) -> tuple[Any, ...]:
    """Where a body stands among the others: by band, for what is held back takes no strong one's place, then score."""
    return entry.band != "strong", entry.band is None, -entry.score, entry.number


def among_people(entry: Entry) -> tuple[Any, ...]:
    """Where a person or a family stands among the others: by band and name, never by score."""
    return entry.band != "strong", entry.name


def _bodies(ordered: Sequence[Entry], limits: AnswerLimits) -> list[Entry]:
    """The bodies that may be proposed, by score: employers first fill the caps."""
    worthy = [entry for entry in ordered if entry.band]
    employers = list(_under_caps((entry for entry in worthy if entry.section == "employer"), limits, Counter()))
    taken: Counter[tuple[object, ...]] = Counter({("provider", entry.provider): 1 for entry in employers})
    shown_there = {entry.provider for entry in employers}
    community = [e for e in worthy if e.section == "community" and not (e.opening and e.provider in shown_there)]
    return sorted([*employers, *_under_caps(community, limits, taken)], key=among_bodies)


def _one_line(bodies: Sequence[Entry], people: Sequence[Entry], limits: AnswerLimits) -> list[Entry]:
    """By band, and within a band a person or family after every few bodies."""
    line: list[Entry] = []
    for band in get_args(Band):
        waiting = iter([entry for entry in people if entry.band == band])
        for count, body in enumerate((entry for entry in bodies if entry.band == band), 1):
            line.append(body)
            if count % limits.bodies_per_person == 0:
                line.extend(islice(waiting, 1))
        line.extend(waiting)
    return line


def _under_caps(ordered: Iterable[Entry], limits: AnswerLimits, taken: Counter[tuple[object, ...]]) -> Iterable[Entry]:
    for entry in ordered:
        caps: dict[tuple[object, ...], int] = {
            ("provider", entry.provider): limits.per_provider,
            ("kind", entry.kind): limits.per_kind,
        }
        if entry.section == "employer":
            caps["section", "employer"] = limits.employers
        if entry.section == "community":
            caps["need", entry.need] = limits.per_need
        if not entry.personal:
            alike = limits.per_gift if entry.section == "community" else limits.per_trade
            caps["gift", entry.gift, entry.kind] = alike
        if all(taken[cap] < most for cap, most in caps.items()):
            taken.update(caps.keys())
            yield entry


def _with_open_door(chosen: list[Entry], ordered: Sequence[Entry], limit: int) -> list[Entry]:
    """`chosen`, holding at least one open door; nothing, if there is none."""
    if not chosen or any(entry.open_door for entry in chosen):
        return chosen
    others = [entry for entry in ordered if entry.open_door]
    if not others:
        return []
    providers = {entry.provider for entry in chosen}
    best = next((entry for entry in others if entry.provider not in providers), others[0])
    return [*(chosen if len(chosen) < limit else chosen[:-1]), best]
