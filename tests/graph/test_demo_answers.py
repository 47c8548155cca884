"""What the pacts of the demonstration are answered: people open doors, nobody is sent too far, one finds nothing."""

from datetime import UTC, datetime

import pytest

from graph.kinds import AutonomyPact, InclusionPact, Pact
from graph.store import Author, Create, create_store
from graph.view import View, Viewer
from matching.introduction import introducers
from matching.propose import propose
from matching.types import Answer
from tests.graph.demo_province import REFERENCE, Shown, demo, land

KNOWN = {"people", "body"}


@pytest.fixture(scope="module")
def shown() -> Shown:
    return demo(seed=1)


@pytest.fixture(scope="module")
def views(shown: Shown, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Pact, View]]:
    """The open pacts by name, each as the operator of its district sees it."""
    places, adjacency = land()
    store = create_store(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}")
    store.apply(map(Create, (*places, *adjacency, *shown.nodes, *shown.ties)), Author("test", datetime.now(UTC)))
    snapshot = store.snapshot()
    store.close()
    district = {place.istat_code: place.district for place in places if place.level == "comune"}
    return {
        pact.name: (
            pact,
            View.of(snapshot, Viewer("operator", district[pact.comune]), at=REFERENCE, pact=pact.id),
        )
        for pact in shown.nodes
        if isinstance(pact, Pact) and pact.status == "open"
    }


@pytest.fixture(scope="module")
def answers(views: dict[str, tuple[Pact, View]]) -> list[tuple[Pact, Answer]]:
    return [(pact, propose(pact, view)) for pact, view in views.values()]


def test_a_person_opens_a_firm_to_at_least_four_who_look_for_work(answers):
    by_people = [
        pact.name
        for pact, answer in answers
        if isinstance(pact, AutonomyPact)
        and any(one.section == "employer" and one.way_in and one.way_in.form == "people" for one in answer.proposals)
    ]
    assert len(by_people) >= 4


def test_at_least_five_families_reach_a_resource_through_somebody_or_something_they_know(answers):
    known = [
        pact.name
        for pact, answer in answers
        if isinstance(pact, InclusionPact)
        and any(one.way_in and one.way_in.form in KNOWN for one in answer.proposals[:3])
    ]
    assert len(known) >= 5


def test_every_open_pact_finds_two_things_at_least_but_the_one_for_which_there_is_nothing(answers):
    few = [(pact, answer) for pact, answer in answers if len(answer.proposals) < 2]
    assert len(few) == 1
    ((pact, answer),) = few
    assert [ask.need for ask in pact.asks] == ["trasporto"]
    assert not answer.proposals
    assert [gap.code for gap in answer.gaps] == ["unmet"]


def test_who_is_old_and_on_foot_is_not_sent_out_of_the_village(answers):
    old = [
        pact
        for pact, _ in answers
        if pact.travel == "foot" and any(ask.birth_year and REFERENCE.year - ask.birth_year >= 75 for ask in pact.asks)
    ]
    assert old
    assert all(pact.max_km <= 1.5 for pact in old)


def test_who_is_proposed_by_a_scene_may_introduce_that_day_and_no_operator_does(shown, views):
    operators = {tie.source for tie in shown.ties if tie.kind == "case_management"}
    made = {tie.source for tie in shown.ties if tie.kind == "introduction"}
    assert made
    assert not made & operators
    _, view = next(iter(views.values()))
    able = introducers(view)
    assert all(able[view.snapshot.find(person)] for person in made)


def test_nothing_comes_back_as_an_opening_of_what_was_accepted_already(shown, answers):
    run_by = {tie.target: tie.source for tie in shown.ties if tie.kind == "hosting"}
    decided = {(tie.source, tie.target) for tie in shown.ties if tie.kind == "activation" and tie.status != "proposed"}
    for pact, answer in answers:
        assert not {(pact.id, run_by.get(one.resource)) for one in answer.proposals} & decided


def test_what_signs_a_pact_answers_none_of_its_asks(shown):
    nodes = {node.id: node for node in shown.nodes}
    for tie in shown.ties:
        if tie.kind == "signature":
            assert not {ask.need for ask in nodes[tie.target].asks} & set(nodes[tie.source].offers)
