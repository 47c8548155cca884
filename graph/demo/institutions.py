"""How bodies stand to each other: partners, seats and sites, suppliers, affiliates, places where they are present."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph.demo.catalogue.public import DISTRICT_OFFICE, TOWN_HALL
from graph.demo.draws import Rng, pick
from graph.demo.ground import Ground
from graph.demo.nearness import by_comune
from graph.demo.placing import Placed
from graph.kinds import Association, Firm, PublicBody, School, TradeAssociation

Link = tuple[int, int]
"""Rows of both bodies."""

PARTNERS: Final[tuple[tuple[str, str, float], ...]] = (
    # what the one gives, what the other gives, chance where both stand in one comune
    ("societa-sportiva", "doposcuola", 0.65),
    ("oratorio", "doposcuola", 0.9),
    ("oratorio", "societa-sportiva", 0.4),
    ("biblioteca", "scuola-dell-infanzia", 0.5),
    ("biblioteca", "spazio-compiti", 0.6),
    ("biblioteca", "conversazione-in-italiano", 0.5),
    ("pro-loco", "oratorio", 0.3),
    ("caritas", "emporio-solidale", 0.9),
    ("caritas", "conversazione-in-italiano", 0.4),
    ("centro-diurno-integrato", "visite-di-compagnia", 0.6),
    ("centro-diurno-integrato", "trasporto-sociale", 0.7),
    ("centro-sociale-anziani", "visite-di-compagnia", 0.5),
    ("rsa", "visite-di-compagnia", 0.5),
    ("centro-per-l-impiego", "servizi-al-lavoro", 0.8),
    ("centro-per-l-impiego", "formazione-duale", 0.5),
    ("informagiovani", "ciclofficina", 0.5),
    ("banca-del-tempo", "biblioteca", 0.4),
    ("orto-sociale", "scuola-dell-infanzia", 0.3),
    ("cooperativa-sociale-b", "centro-per-l-impiego", 0.5),
    ("sportello-nuova-impresa", "microcredito", 0.9),
    ("affiancamento-familiare", "centro-per-le-famiglie", 0.9),
)
WITH_THE_COMUNE: Final = 0.4
AFFILIATED: Final = 0.72
SUPPLIES_MOST: Final = 3
SUPPLY_KM: Final = 30.0


@dataclass(frozen=True, slots=True)
class Institutions:
    """Links of each kind among bodies; locations end at comuni."""

    partnerships: list[Link]
    parentages: list[Link]
    affiliations: list[Link]
    supplies: list[Link]
    locations: list[Link]
    owned: list[Link]


def institutions(ground: Ground, bodies: Sequence[Placed], firms: Sequence[Placed], rng: Rng) -> Institutions:
    """Draw every link among bodies."""
    return Institutions(
        _partnerships(bodies, rng),
        _parentages(bodies, ground),
        _affiliations(ground, bodies, firms, rng),
        _supplies(ground, bodies, firms, rng),
        _locations(ground, bodies, rng),
        _owned(bodies, firms, rng),
    )


def _partnerships(bodies: Sequence[Placed], rng: Rng) -> list[Link]:
    found: dict[Link, None] = {}
    for _, here in sorted(by_comune(bodies).items()):
        for one, other, chance in PARTNERS:
            for left in (body for body in here if one in body.node.offers):
                for right in (body for body in here if other in body.node.offers and body is not left):
                    if rng.random() < chance and (right.row, left.row) not in found:
                        found[left.row, right.row] = None
        hall = next((body for body in here if body.template is TOWN_HALL), None)
        for body in here if hall else ():
            if isinstance(body.node, Association) and rng.random() < WITH_THE_COMUNE:
                found[hall.row, body.row] = None  # pyright: ignore[reportOptionalMemberAccess]
    return list(found)


def _parentages(bodies: Sequence[Placed], ground: Ground) -> list[Link]:
    """A comprehensive school has the schools around it; a residence its open and day services; a comune its desks."""
    heads = [body for body in bodies if body.node.name.startswith("Istituto comprensivo")]
    links = [
        (min(heads, key=lambda head: (ground.km[head.comune, body.comune], head.row)).row, body.row)
        for body in bodies
        if heads and isinstance(body.node, School) and body.node.max_age in {6, 11, 14}
    ]
    for _, here in sorted(by_comune(bodies).items()):
        links += _of_one(here, "rsa", ("rsa-aperta", "centro-diurno-integrato"))
        links += _of_one(here, "aiuto-economico", ("biblioteca", "pre-e-post-scuola", "nido", "sportello-casa"))
    return links


def _of_one(here: Sequence[Placed], head: str, sites: Sequence[str]) -> list[Link]:
    first = next((body for body in here if head in body.node.offers), None)
    if first is None:
        return []
    return [(first.row, body.row) for body in here if set(sites) & set(body.node.offers) and body is not first]


def _affiliations(ground: Ground, bodies: Sequence[Placed], firms: Sequence[Placed], rng: Rng) -> list[Link]:
    """Firms join the association of their trade in their district; associations the district's network."""
    trade: dict[tuple[int, str], int] = {}
    network: dict[int, int] = {}
    for body in bodies:
        district = int(ground.district[body.comune])
        if isinstance(body.node, TradeAssociation):
            trade[district, body.node.offers[0]] = body.row
        elif body.node.offers == ("volontariato",):
            network[district] = body.row
    links = [
        (firm.row, trade[key])
        for firm in firms
        if (key := (int(ground.district[firm.comune]), firm.trade.association if firm.trade else "")) in trade
        and rng.random() < AFFILIATED
    ]
    heads = set(network.values())
    joining = [body for body in bodies if isinstance(body.node, Association) and body.row not in heads]
    return links + [
        (body.row, network[int(ground.district[body.comune])]) for body in joining if rng.random() < AFFILIATED
    ]


def _supplies(ground: Ground, bodies: Sequence[Placed], firms: Sequence[Placed], rng: Rng) -> list[Link]:
    """Up to SUPPLIES_MOST customers within SUPPLY_KM, of the sectors that a trade supplies; some comuni buy too."""
    customers: dict[str, list[Placed]] = {}
    for firm in firms:
        for sector in firm.node.sectors:
            customers.setdefault(sector, []).append(firm)
    halls = [body for body in bodies if isinstance(body.node, PublicBody) and body.template is TOWN_HALL]
    found: dict[Link, None] = {}
    for firm in firms:
        supplied = firm.trade.supplies if firm.trade else ()
        for _ in range(int(rng.integers(SUPPLIES_MOST + 1)) if supplied else 0):
            options = customers.get(pick(rng, supplied), [])
            other = pick(rng, options) if options else firm
            if other is not firm and ground.km[firm.comune, other.comune] <= SUPPLY_KM:
                found[firm.row, other.row] = None
        if "cura-del-verde" in firm.node.sectors and rng.random() < 0.5:
            found[firm.row, min(halls, key=lambda hall: ground.km[firm.comune, hall.comune]).row] = None
    return list(found)


def _locations(ground: Ground, bodies: Sequence[Placed], rng: Rng) -> list[Link]:
    """District services and some associations are also present in a comune nearby."""
    found: dict[Link, None] = {}
    for body in bodies:
        wide = body.template is DISTRICT_OFFICE or "corso-italiano" in body.node.offers
        reach = 6 if wide else int(rng.random() < 0.15) if isinstance(body.node, Association) else 0
        for comune in ground.near(body.comune)[1 : 1 + reach]:
            found[body.row, comune] = None
    return list(found)


def _owned(bodies: Sequence[Placed], firms: Sequence[Placed], rng: Rng) -> list[Link]:
    """Some pharmacies and driving schools belong to the comune or to another firm."""
    halls = {body.comune: body.row for body in bodies if body.template is TOWN_HALL}
    shops = [firm for firm in firms if isinstance(firm.node, Firm) and "farmacia" in firm.node.sectors]
    return [(halls[shop.comune], shop.row) for shop in shops if shop.comune in halls and rng.random() < 0.3]
