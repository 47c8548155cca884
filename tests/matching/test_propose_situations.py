"""Situations 1 and 4 as test stores: the good answers appear, the silly ones never do."""

from typing import Any

import pytest

from graph.view import Viewer
from matching.presentation import to_json
from matching.propose import propose
from matching.types import Answer
from tests.factory import World
from tests.matching.situations import looking_for_work, parents_with_children

OPERATOR = Viewer("operator", "cremasco")


def answer_of(world: World, at: dict[str, str], viewer: Viewer = OPERATOR, **options: Any) -> Answer:
    return propose(world.nodes[at["pact"]], world.view(viewer, pact=at["pact"]), **options)


def names(answer: Answer, at: dict[str, str]) -> dict[str, Any]:
    by_id = {id: name for name, id in at.items()}
    return {by_id[proposal.resource]: proposal for proposal in answer.proposals}


@pytest.fixture(scope="module")
def parents() -> tuple[World, dict[str, str], Answer]:
    world, at = parents_with_children()
    return world, at, answer_of(world, at, limit=20)


@pytest.fixture(scope="module")
def work() -> tuple[World, dict[str, str], Answer]:
    world, at = looking_for_work()
    return world, at, answer_of(world, at, limit=20)


@pytest.mark.parametrize("good", ["after_school", "helping_family", "course", "summer", "comune"])
def test_parents_are_offered_what_meets_their_asks(parents, good: str) -> None:
    _, at, answer = parents
    assert good in names(answer, at)


@pytest.mark.parametrize(
    "silly", ["nursery", "far_library", "faith", "never_agreed", "other_town", "full", "dear", "mornings", "club"]
)
def test_parents_are_never_offered_the_silly(parents, silly: str) -> None:
    _, at, answer = parents
    assert silly not in names(answer, at)


def test_the_after_school_club_comes_first_with_the_coach_as_way_in(parents) -> None:
    world, at, answer = parents
    first = answer.proposals[0]
    assert (first.resource, first.band) == (at["after_school"], "strong")
    assert first.way_in is not None
    assert first.way_in.nodes[-1] == at["coach"]
    text = to_json(answer, world.titles)["proposals"][0]["reasons"]["it"]
    assert text[0] == "Risponde al bisogno «qualcuno con i bambini dopo la scuola»."
    assert len(text) <= 4


def test_no_more_than_three_proposals_meet_the_same_need_first(parents) -> None:
    _, at, answer = parents
    same = [name for name in names(answer, at) if name.startswith("same_")]
    assert len(same) <= 2


def test_what_was_excluded_is_counted_by_rule(parents) -> None:
    _, _, answer = parents
    assert answer.excluded["age"] == 1
    assert answer.excluded["places"] == 1
    assert answer.excluded["cost"] == 1
    assert answer.excluded["hours"] == 1
    assert answer.excluded["catchment"] == 1
    assert answer.excluded["travel"] == 1


def test_the_person_gets_an_employer_contact_through_people_who_agreed(work) -> None:
    _, at, answer = work
    garden = names(answer, at)["garden"]
    assert garden.section == "employer"
    assert garden.way_in is not None
    assert garden.way_in.nodes == (at["uncle"], at["foreman"])


def test_a_firm_without_personal_tie_is_reached_through_its_trade_association(work) -> None:
    _, at, answer = work
    orchard = names(answer, at)["orchard"]
    assert orchard.section == "employer"
    assert orchard.way_in is not None
    assert (orchard.way_in.form, orchard.way_in.nodes) == ("association", (at["farmers"],))


@pytest.mark.parametrize("good", ["job_centre", "workshop"])
def test_the_person_is_offered_community_resources_too(work, good: str) -> None:
    _, at, answer = work
    assert names(answer, at)[good].section == "community"


@pytest.mark.parametrize(
    "silly", ["unknown_firm", "far_firm", "bakery", "internship", *(f"factory_{number}" for number in range(8))]
)
def test_the_person_is_never_offered_the_silly(work, silly: str) -> None:
    _, at, answer = work
    assert silly not in names(answer, at)


def test_the_missing_licence_is_said_as_a_door_that_it_would_open(work) -> None:
    world, _, answer = work
    gaps = [gap["it"] for gap in to_json(answer, world.titles)["gaps"]]
    assert gaps == ["«patente B» aprirebbe un'altra porta entro 15 km."]


@pytest.mark.parametrize("situation", [parents_with_children, looking_for_work])
def test_the_same_question_has_the_same_answer_to_the_last_bit(situation) -> None:
    world, at = situation()
    again, _ = situation()
    assert answer_of(world, at) == answer_of(again, at)


@pytest.mark.parametrize("situation", [parents_with_children, looking_for_work])
def test_every_answer_holds_a_community_resource_and_an_open_door(situation) -> None:
    world, at = situation()
    for limit in (1, 2, 5):
        answer = answer_of(world, at, limit=limit)
        community = [proposal for proposal in answer.proposals if proposal.section == "community"]
        assert any(proposal.kind not in ("person", "family") for proposal in community)


def test_no_good_proposal_is_an_answer() -> None:
    world, at = parents_with_children()
    for name in list(at):
        if world.nodes.get(at[name]) is not None and name not in ("family", "mother", "elder", "younger", "pact"):
            world.remove(at[name])
    answer = answer_of(world, at)
    assert answer.proposals == ()
    assert answer.excluded == {}
