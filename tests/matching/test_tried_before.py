"""What was proposed in a pact before does not come again without a word. Everything is synthetic."""

from datetime import date
from typing import Any

import pytest

import matching.features
from graph.kinds import Activation, ChildcareService, Hosting, InclusionPact, Opportunity
from graph.view import MAINTENANCE
from matching.presentation import to_json
from matching.propose import propose
from tests.factory import World
from tests.matching.situations import looking_for_work, parents_with_children

LONG_AGO = date(2026, 1, 3)


def read(world: World, pact: str, resource: str) -> dict[str, Any]:
    answer = propose(world.nodes[pact], world.view(MAINTENANCE, pact=pact), limit=30)  # pyright: ignore[reportArgumentType]
    return next(each for each in to_json(answer, world.titles)["proposals"] if each["resource"]["id"] == resource)


def tried(resource: str, *times: dict[str, Any]) -> dict[str, Any]:
    world, at = parents_with_children()
    for fields in times:
        world.tie(Activation, at["pact"], at[resource], **fields)
    return read(world, at["pact"], at[resource])


@pytest.mark.parametrize("fields", [{"valid_from": date(2026, 5, 3)}, {"decided_on": date(2026, 5, 3)}])
def test_what_was_proposed_and_not_answered_says_so_with_the_day(fields: dict[str, Any]) -> None:
    found = tried("course", {"status": "proposed", **fields})
    assert found["reasons"]["it"][1] == "Già proposto in questo patto il 3 maggio 2026: manca ancora una risposta."
    assert found["reasons"]["en"][1] == "Already proposed in this pact on 3 May 2026: there is no answer yet."


def test_what_was_proposed_on_a_day_unknown_says_so_without_one() -> None:
    found = tried("course", {"status": "proposed"})
    assert found["reasons"]["it"][1] == "Già proposto in questo patto: manca ancora una risposta."


@pytest.mark.parametrize("resource", ["after_school", "helping_family"])
def test_what_was_declined_long_ago_is_possible_at_most_and_says_so(resource: str) -> None:
    assert tried(resource)["band"] == "strong"
    found = tried(resource, {"status": "declined", "decided_on": LONG_AGO})
    assert found["band"] == "possible"
    assert (
        "Già proposto in questo patto: il 3 gennaio 2026 la risposta è stata no. Prima va chiesto che cosa è cambiato."
    ) in found["reasons"]["it"]
    assert len(found["reasons"]["it"]) <= 4


def test_sabotage_without_that_limit_what_was_declined_would_be_strong_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching.features, "declined_last", lambda found: found.openings & False)
    assert tried("after_school", {"status": "declined", "decided_on": LONG_AGO})["band"] == "strong"


def test_what_was_declined_takes_no_place_of_what_is_as_good() -> None:
    world, at = parents_with_children()
    twin = world.nodes[at["after_school"]].model_dump(exclude={"id", "kind", "synthetic", "name"})
    other = world.add(ChildcareService, "Un altro doposcuola", **twin)
    world.tie(Activation, at["pact"], at["after_school"], status="declined", decided_on=LONG_AGO)
    assert read(world, at["pact"], other)["band"] == "strong"


def test_the_last_thing_that_happened_is_told() -> None:
    declined = {"status": "declined", "decided_on": LONG_AGO}
    again = {"status": "proposed", "valid_from": date(2026, 10, 5)}
    for times in ([declined, again], [again, declined]):
        found = tried("after_school", *times)
        assert found["band"] == "strong"
        assert "il 5 ottobre 2026: manca ancora una risposta" in found["reasons"]["it"][1]


def test_why_somebody_said_no_is_never_told() -> None:
    found = tried("after_school", {"status": "declined", "decided_on": LONG_AGO, "reason": "parola privata"})
    assert "parola privata" not in str(found)


def test_what_another_pact_tried_is_not_told() -> None:
    world, at = parents_with_children()
    other = world.add(InclusionPact, "Un altro patto", comune="019001")
    world.tie(Activation, other, at["after_school"], status="proposed", decided_on=LONG_AGO)
    assert "Già proposto" not in str(read(world, at["pact"], at["after_school"]))


def test_an_opening_that_was_declined_is_not_offered_again_through_who_runs_it() -> None:
    world, at = looking_for_work()
    opening = world.add(Opportunity, "Posto in serra", form="job", occupation="giardiniere", comune="019001")
    world.tie(Hosting, at["orchard"], opening)
    assert "Cerca qualcuno: «Posto in serra»." in read(world, at["pact"], at["orchard"])["reasons"]["it"]
    world.tie(Activation, at["pact"], opening, status="declined", decided_on=date(2026, 10, 1))
    assert "Posto in serra" not in str(read(world, at["pact"], at["orchard"]))
