"""Re-ranking for variety: not five times the same association, and always a way that needs no network."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matching.policy import AnswerLimits
from matching.types import Section


@dataclass(frozen=True, slots=True)
class Entry:
    """One candidate as variety sees it; `number` is its row among the candidates."""

    number: int
    score: float
    section: Section
    provider: int
    need: str
    gift: str
    kind: str
    open_door: bool
    personal: bool
    opening: bool
    spare: bool = False  # too low to be proposed, but better than an answer without an open door


def varied(entries: Sequence[Entry], limits: AnswerLimits, limit: int) -> list[Entry]:
    """At most `limit` of the best entries under the caps of the policy, in order of score.

    A non-empty answer keeps a community resource that nobody has to introduce: where the best entries hold none,
    the best such entry takes the place of the last one. Where there is none at all, the answer is empty.
    """
    ordered = sorted(entries, key=lambda entry: (-entry.score, entry.number))
    worthy = [entry for entry in ordered if not entry.spare]
    employers = list(_under_caps((entry for entry in worthy if entry.section == "employer"), limits, Counter()))
    taken: Counter[tuple[object, ...]] = Counter({("provider", entry.provider): 1 for entry in employers})
    shown_there = {entry.provider for entry in employers}
    community = [e for e in worthy if e.section == "community" and not (e.opening and e.provider in shown_there)]
    best = sorted([*employers, *_under_caps(community, limits, taken)], key=lambda e: (-e.score, e.number))[:limit]
    return sorted(_with_open_door(best, ordered, limit), key=lambda entry: (-entry.score, entry.number))


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
