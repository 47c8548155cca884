"""A small store for the command line, made once, and the command line itself called in this process."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from api.cli import run
from graph.kinds import (
    Activation,
    Association,
    AutonomyPact,
    CaseManagement,
    ChildcareService,
    Family,
    Firm,
    Friendship,
    HouseholdMembership,
    InclusionPact,
    NoContact,
    PactParty,
    Person,
    PublicBody,
    Signature,
)
from graph.store import Author, Create, Remember, create_store
from tests.factory import World

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
REFERENCE = date(2026, 11, 2)


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Legami = Callable[..., Outcome]


@pytest.fixture
def legami(capsys: pytest.CaptureFixture[str]) -> Legami:
    """The command line, in this process."""

    def call(*arguments: str) -> Outcome:
        capsys.readouterr()
        code = run(arguments, now=lambda: NOW)
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return call


@dataclass(frozen=True)
class Town:
    """A store of two comuni in two districts, and the ids that tests speak of."""

    file: Path
    ids: dict[str, str]

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    def __getitem__(self, name: str) -> str:
        return self.ids[name]


def town_records() -> tuple[World, dict[str, str]]:
    world = World()
    here = world.place("019035", "Crema", 45.36, 9.68)
    there = world.place("019036", "Cremona", 45.13, 10.02, district="cremonese")
    ids = {
        "family": world.add(Family, "Famiglia di prova", comune=here),
        "mother": world.add(Person, "Una madre", comune=here, birth_year=1990),
        "friend": world.add(Person, "Un'amica", comune=here, birth_year=1985, introduces_since=date(2026, 1, 1)),
        "operator": world.add(Person, "Un'operatrice", comune=here),
        "stranger": world.add(Person, "Persona da evitare", comune=here),
        "town": world.add(PublicBody, "Comune di Crema", comune=here, tax_code="00000000000"),
        "club": world.add(
            ChildcareService, "Doposcuola del quartiere", comune=here, offers=("doposcuola",), cost_eur=0
        ),
        "library": world.add(Association, "Biblioteca [red]vivente[/]", comune=here, offers=("compagnia",)),
        "firm": world.add(Firm, "Officina di prova", comune=there),
        "pact": world.add(
            InclusionPact,
            "Patto del doposcuola",
            comune=here,
            signed_on=date(2026, 9, 1),
            asks=({"need": "doposcuola", "birth_year": 2018},),
            gives=("cucinare",),
        ),
        "closed": world.add(InclusionPact, "Patto concluso", comune=here, status="closed"),
        "autonomy": world.add(AutonomyPact, "Patto di lavoro", comune=there, birth_year=2000),
    }
    world.tie(HouseholdMembership, ids["mother"], ids["family"])
    world.tie(Friendship, ids["mother"], ids["friend"], valid_from=date(2020, 1, 1))
    world.tie(Friendship, ids["mother"], ids["operator"], valid_to=date(2025, 1, 1), visibility="private")
    world.tie(NoContact, ids["mother"], ids["stranger"], reason="riservato")
    world.tie(PactParty, ids["family"], ids["pact"])
    world.tie(Signature, ids["town"], ids["pact"])
    world.tie(CaseManagement, ids["operator"], ids["pact"])
    world.tie(Activation, ids["pact"], ids["library"], status="declined", decided_on=date(2026, 10, 1))
    return world, ids


def write(world: World, file: Path, settings: dict[str, str]) -> None:
    store = create_store(f"sqlite:///{file}")
    records = [*world.nodes.values(), *world.ties.values()]
    remembered = [Remember(key, value) for key, value in settings.items()]
    store.apply([*remembered, *map(Create, records)], Author("test", NOW))
    store.close()


@pytest.fixture(scope="session")
def town_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    file = tmp_path_factory.mktemp("town") / "town.sqlite"
    world, ids = town_records()
    write(world, file, {"demo": "true", "reference_date": REFERENCE.isoformat()})
    return file, ids


@pytest.fixture
def town(town_file: tuple[Path, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A copy of the town, named by the environment."""
    file, ids = town_file
    own = Town(tmp_path / "town.sqlite", ids)
    shutil.copy(file, own.file)
    monkeypatch.setenv("LEGAMI_STORE", own.url)
    return own
