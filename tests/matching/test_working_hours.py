"""The hours of a job must lie within those in which the person can work, or else be asked. Everything is synthetic."""

from typing import Any

import pytest

from graph.kinds import Ask, Hosting, InclusionPact, Opportunity
from graph.view import MAINTENANCE
from matching.features import Bench
from matching.presentation import to_json
from matching.propose import propose
from tests.factory import World
from tests.matching.situations import looking_for_work

WITHIN = "mon..fri-morning"
BEYOND = "tue..sun-morning;tue..sun-evening"
ASKED = (
    "L'orario va verificato: si lavora anche dal martedì al venerdì sera e sabato e domenica mattina e sera, mentre la "
    "persona può dal lunedì al venerdì mattina e pomeriggio."
)


def job(world: World, slots: str, **fields: Any) -> str:
    more = {"form": "job", "occupation": "giardiniere", "offers": ("posto-di-lavoro",), "comune": "019001"} | fields
    return world.add(Opportunity, "Posto nel verde", **({"slots": slots} if slots else {}), **more)


def read(world: World, pact: str, resource: str) -> dict[str, Any] | None:
    answer = propose(world.nodes[pact], world.view(MAINTENANCE, pact=pact), limit=30)  # pyright: ignore[reportArgumentType]
    found = to_json(answer, world.titles)["proposals"]
    return next((each for each in found if each["resource"]["id"] == resource), None)


def offered(slots: str, **fields: Any) -> dict[str, Any] | None:
    """A job offered to a person who can work from Monday to Friday, mornings and afternoons."""
    world, at = looking_for_work()
    return read(world, at["pact"], job(world, slots, **fields))


def unknown(found: dict[str, Any] | None) -> list[str]:
    assert found is not None
    return [each["it"] for each in found["unknown"]]


def test_a_job_within_the_hours_is_strong_and_nothing_is_asked_of_its_hours() -> None:
    found = offered(WITHIN)
    assert found is not None
    assert found["band"] == "strong"
    assert not [said for said in unknown(found) if "orario" in said]


@pytest.mark.parametrize("form", ["job", "internship", "apprenticeship"])
def test_a_job_also_at_other_hours_is_possible_at_most_and_its_hours_are_asked(form: str) -> None:
    found = offered(BEYOND, form=form)
    assert found is not None
    assert found["band"] == "possible"
    assert ASKED in unknown(found)
    assert (
        "The hours need checking: one also works Tuesday to Friday evening and Saturday and Sunday morning and "
        "evening, while the person can do Monday to Friday morning and afternoon."
    ) in [each["en"] for each in found["unknown"]]


def test_sabotage_without_that_limit_such_a_job_would_be_strong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bench, "beyond_hours", property(lambda bench: bench.found.openings & False))
    found = offered(BEYOND)
    assert found is not None
    assert found["band"] == "strong"


def test_a_job_only_at_other_hours_is_no_proposal() -> None:
    assert offered("sat-morning;sun-morning") is None


def test_hours_that_are_not_known_are_asked_and_hold_nothing_back() -> None:
    found = offered("")
    assert found is not None
    assert found["band"] == "strong"
    assert "L'orario di lavoro non è noto." in unknown(found)


def on_saturday(slots: str) -> dict[str, Any] | None:
    """A job offered to a family that asks for one on Saturday morning."""
    world = World()
    world.place("019001", "Borgo", 45.30, 9.70)
    ask = Ask(need="posto-di-lavoro", slots="sat-morning", weight=3)
    pact = world.add(InclusionPact, "Patto di prova", comune="019001", asks=(ask,), available=WITHIN)
    return read(world, pact, job(world, slots))


def test_the_hours_of_the_ask_come_before_those_of_the_pact() -> None:
    found = on_saturday("sat-morning")
    assert found is not None
    assert found["band"] == "strong"
    assert not [said for said in unknown(found) if "orario" in said]
    asked = "L'orario va verificato: si lavora anche domenica mattina, mentre la famiglia può sabato mattina."
    assert asked in unknown(on_saturday("sat-morning;sun-morning"))


# -- who runs the opening


def employer(*hours: str, **fields: Any) -> dict[str, Any] | None:
    world, at = looking_for_work()
    firm = world.nodes[at["orchard"]]
    world.nodes[firm.id] = type(firm).model_validate(firm.model_dump() | fields)
    for slots in hours:
        world.tie(Hosting, firm.id, job(world, slots))
    return read(world, at["pact"], firm.id)


def test_the_hours_of_its_opening_are_asked_of_the_firm_too() -> None:
    assert ASKED in unknown(employer(BEYOND))
    assert ASKED not in unknown(employer(WITHIN))


def test_of_two_openings_the_one_within_the_hours_is_told() -> None:
    assert ASKED not in unknown(employer(BEYOND, WITHIN))


def test_an_opening_that_is_barred_is_not_told_of_the_firm() -> None:
    found = employer("sat-morning")
    assert found is not None
    assert "Cerca qualcuno" not in str(found["reasons"])


def test_a_firm_that_is_also_open_at_other_hours_is_asked_for_work_within_them() -> None:
    asked = (
        "Non sappiamo se c'è lavoro solo nelle ore in cui la persona può: dal lunedì al venerdì mattina e pomeriggio."
    )
    assert asked in unknown(employer(slots="mon..sat-morning"))
    assert asked not in unknown(employer(slots="mon..fri-morning"))


# -- why this job


def test_a_job_says_of_which_trade_it_is_for_the_person() -> None:
    for occupation, said in (
        ("giardiniere", "Qui si fa il mestiere cercato: giardiniere."),
        ("meccanico-biciclette", "Qui serve ciò che la persona sa fare: riparare biciclette."),
    ):
        world, at = looking_for_work()
        pact = world.nodes[at["pact"]]
        asks = (Ask(need="posto-di-lavoro", weight=3),)
        world.nodes[at["pact"]] = pact.model_copy(update={"asks": asks})
        found = read(world, at["pact"], job(world, WITHIN, occupation=occupation))
        assert found is not None
        assert found["reasons"]["it"][:2] == ["Risponde al bisogno «un posto di lavoro».", said]
