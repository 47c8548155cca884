"""A community with red lines to cross: an order of protection, a private tie, a service that tells a condition."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from graph.kinds import (
    Acquaintance,
    Association,
    Family,
    Friendship,
    HealthService,
    HouseholdMembership,
    InclusionPact,
    Membership,
    NoContact,
    PactParty,
    Partnership,
    Person,
    PublicBody,
)
from tests.factory import World


def community() -> tuple[World, dict[str, str]]:
    """A comune where a family must not meet somebody, with a private tie and a service that tells a condition."""
    world = World()
    here = world.place("019035", "Crema", 45.36, 9.68)
    world.place("019036", "Offanengo", 45.38, 9.74)
    ids = {
        "pact": world.add(
            InclusionPact,
            "Patto di prova",
            comune=here,
            signed_on=date(2026, 9, 1),
            asks=({"need": "affiancamento-familiare"},),
        ),
        "family": world.add(Family, "Famiglia di prova", comune=here),
        "mother": world.add(Person, "Una madre", comune=here, birth_year=1990),
        "avoided": world.add(Person, "Persona da evitare", comune=here),
        "secret": world.add(Person, "Persona riservata", comune=here),
        "helper": world.add(
            Person,
            "Una vicina",
            comune=here,
            birth_year=1960,
            offers=("affiancamento-familiare",),
            proposable_since=date(2026, 1, 1),
        ),
        "club": world.add(Association, "Circolo", comune=here, offers=("affiancamento-familiare",)),
        "choir": world.add(Association, "Coro", comune=here),
        "clinic": world.add(HealthService, "Servizio riservato", comune=here, sensitive=True),
        "town": world.add(PublicBody, "Comune di Crema", comune=here),
        "few": world.add(Person, "Una persona", comune="019036"),
        "guest": world.add(
            Person,
            "Una collega",
            comune=world.place("019037", "Cremona", 45.13, 10.02, district="cremonese"),
            birth_year=1970,
            phone="0372 000000",
            introduces_since=date(2026, 1, 1),
        ),
    }
    world.tie(HouseholdMembership, ids["mother"], ids["family"])
    world.tie(PactParty, ids["family"], ids["pact"])
    world.tie(NoContact, ids["mother"], ids["avoided"], reason="riservato")
    world.tie(Acquaintance, ids["mother"], ids["helper"])
    world.tie(Friendship, ids["helper"], ids["secret"], visibility="private")
    world.tie(Acquaintance, ids["guest"], ids["mother"])
    world.tie(Membership, ids["guest"], ids["club"])
    world.tie(Membership, ids["avoided"], ids["choir"])
    world.tie(Partnership, ids["town"], ids["club"])
    world.tie(Partnership, ids["town"], ids["choir"])
    world.tie(Partnership, ids["town"], ids["clinic"])
    return world, ids


def inside(data: Any) -> Iterator[dict[str, Any]]:
    """Every object of a document."""
    if isinstance(data, dict):
        yield data
        data = list(data.values())
    if isinstance(data, list):
        for part in data:
            yield from inside(part)
