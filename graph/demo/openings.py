"""Opportunities and community actions that are open on the reference date, each run by a body."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from graph.demo.catalogue.openings import ACTIONS, OPENINGS, REQUIREMENTS, ActionTemplate, OpeningTemplate
from graph.demo.draws import Rng, listed, pick
from graph.demo.ground import Ground
from graph.demo.placing import Placed, capacity, position
from graph.kinds import CommunityAction, Firm, Opportunity
from graph.vocabulary import scheme

MONTH_DAYS = 30
FIRST_JUNE_DAY = 10
SUMMER_DAYS = 35


@dataclass(frozen=True, slots=True)
class Opened:
    """An opportunity or action, the row of its host among the bodies, and the comune where it takes place."""

    node: Opportunity | CommunityAction
    host: int
    comune: int
    joined: float = 0.0


def opportunities(
    ground: Ground, bodies: Sequence[Placed], thousands: float, ids: Iterator[str], rng: Rng, *, today: date
) -> list[Opened]:
    """Openings of every form, at least two of each."""
    found: list[Opened] = []
    for template in OPENINGS:
        hosts = _hosts(bodies, template.hosts)
        for _ in range(max(2, round(template.per_thousand * thousands)) if hosts else 0):
            host = pick(rng, hosts)
            node = _opportunity(template, host, ground, next(ids), rng, today=today)
            found.append(Opened(node, host.row, host.comune))
    return found


def actions(
    ground: Ground, bodies: Sequence[Placed], thousands: float, ids: Iterator[str], rng: Rng, *, today: date
) -> list[Opened]:
    """Community actions, at least two of each and at most one of each to a host."""
    found: list[Opened] = []
    for template in ACTIONS:
        hosts = _hosts(bodies, template.hosts)
        wanted = max(2, round(template.per_thousand * thousands))
        for place in listed(rng.permutation(len(hosts))[:wanted]):
            host = hosts[place]
            node = _action(template, host, ground, next(ids), rng, today=today)
            found.append(Opened(node, host.row, host.comune, template.joined))
    return found


def _hosts(bodies: Sequence[Placed], offers: tuple[str, ...]) -> list[Placed]:
    if offers == ("firm",):
        return [body for body in bodies if isinstance(body.node, Firm)]
    return [body for body in bodies if set(offers) & set(body.node.offers)]


def _opportunity(
    template: OpeningTemplate, host: Placed, ground: Ground, new_id: str, rng: Rng, *, today: date
) -> Opportunity:
    occupation = template.occupation
    if occupation is None and isinstance(host.node, Firm):
        occupation = pick(rng, host.node.occupations)
    label = scheme().label(occupation, "it") if occupation else ""
    return Opportunity.model_validate(
        {
            "id": new_id,
            "synthetic": True,
            "name": template.name.format(occupation=label, host=host.node.name, place=ground.name(host.comune)),
            **_site(host, ground, rng),
            "form": template.form,
            "occupation": occupation,
            "requires": _requires(occupation, rng) if template.form in {"job", "internship", "apprenticeship"} else (),
            "offers": template.offers,
            "min_age": template.ages[0],
            "max_age": template.ages[1],
            "slots": _slots(template, host),
            "cost_eur": pick(rng, template.cost),
            **_open_places(template.places, rng, today),
            "serves": "province",
            **_calendar(template, rng, today),
            "note": template.note,
        }
    )


def _calendar(template: OpeningTemplate, rng: Rng, today: date) -> dict[str, date]:
    """Begins within three months; who is interested applies before."""
    starts = today + timedelta(days=int(rng.integers(10, 80)))
    months = int(rng.integers(template.months[0], template.months[1] + 1))
    apply_by = today + timedelta(days=int(rng.integers(5, (starts - today).days + 1)))
    return {"starts_on": starts, "ends_on": starts + timedelta(days=MONTH_DAYS * months), "apply_by": apply_by}


def _requires(occupation: str | None, rng: Rng) -> tuple[str, ...]:
    return tuple(licence for licence, chance in REQUIREMENTS.get(occupation or "", ()) if rng.random() < chance)


def _slots(template: OpeningTemplate, host: Placed) -> tuple[str, ...]:
    at_work = template.form in {"job", "internship", "apprenticeship"}
    return host.node.slots if at_work and host.node.slots else template.slots


def _open_places(places: tuple[int, int], rng: Rng, today: date) -> Mapping[str, object]:
    """An opening that is announced has a free place, confirmed lately or not."""
    total = int(rng.integers(places[0], places[1] + 1))
    known = rng.random() < 0.75
    confirmed = today - timedelta(days=int(rng.integers(1, 45)))
    free = {"free_places": max(1, total - int(rng.integers(0, 2))), "places_confirmed_on": confirmed}
    return {"capacity": total} | (free if known else {})


def _site(host: Placed, ground: Ground, rng: Rng) -> dict[str, object]:
    """Where its host is."""
    if host.node.lat is None:
        return position(ground, host.comune, rng)
    return {"comune": host.node.comune, "lat": host.node.lat, "lon": host.node.lon}


def _action(
    template: ActionTemplate, host: Placed, ground: Ground, new_id: str, rng: Rng, *, today: date
) -> CommunityAction:
    starts, ends = _season(template, rng, today)
    return CommunityAction.model_validate(
        {
            "id": new_id,
            "synthetic": True,
            "name": template.name.format(place=ground.name(host.comune)),
            **_site(host, ground, rng),
            "offers": template.offers,
            "welcomes": template.welcomes,
            "languages": ("lingua-italiana",) if rng.random() < 0.6 else (),
            "min_age": template.ages[0],
            "max_age": template.ages[1],
            "slots": template.slots,
            "hours": template.hours,
            "cost_eur": pick(rng, template.cost),
            **capacity(template.places, rng, today),
            "serves": "neighbours",
            "starts_on": starts,
            "ends_on": ends,
        }
    )


def _season(template: ActionTemplate, rng: Rng, today: date) -> tuple[date, date]:
    """Next June and July for the summer; otherwise begun lately or about to begin, and going on for some months."""
    if template.summer:
        june = date(today.year, 6, FIRST_JUNE_DAY)
        starts = june if today < june else date(today.year + 1, 6, FIRST_JUNE_DAY)
        return starts, starts + timedelta(days=SUMMER_DAYS)
    starts = today + timedelta(days=int(rng.integers(-150, 20)))
    months = int(rng.integers(template.months[0], template.months[1] + 1))
    return starts, max(starts, today) + timedelta(days=MONTH_DAYS * months)
