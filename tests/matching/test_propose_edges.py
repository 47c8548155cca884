"""Where an answer could go wrong at its edges: whose view it is, what an employer is, what counts as decided."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import graph.view
import matching.introduction
from graph.errors import UsageError
from graph.kinds import (
    Activation,
    Ask,
    Association,
    AutonomyPact,
    CaseManagement,
    ChildcareService,
    Family,
    Firm,
    Friendship,
    Hosting,
    HouseholdMembership,
    InclusionPact,
    Introduction,
    Kinship,
    Membership,
    NoContact,
    Opportunity,
    Ownership,
    Partnership,
    Person,
    Signature,
    Supply,
    TradeAssociation,
    Volunteering,
    Work,
)
from graph.view import Viewer
from graph.view.household import ties_at
from matching.case import Case
from matching.propose import propose
from matching.types import Answer
from tests.factory import World
from tests.matching.situations import AGREED, looking_for_work, parents_with_children

OPERATOR = Viewer("operator", "cremasco")


def answer_of(world: World, at: dict[str, str], **options: Any) -> Answer:
    return propose(world.nodes[at["pact"]], world.view(OPERATOR, pact=at["pact"]), **options)


def offered(answer: Answer) -> set[str]:
    return {proposal.resource for proposal in answer.proposals}


def told(answer: Answer) -> set[str]:
    """Every id that an answer mentions."""
    found = offered(answer)
    for proposal in answer.proposals:
        found |= {id for reason in proposal.reasons for id in reason.evidence}
        found |= set(proposal.way_in.nodes if proposal.way_in else ())
    return found


def former_member() -> tuple[World, dict[str, str]]:
    world, at = parents_with_children()
    at["former"] = world.add(
        Person,
        "Chi non vive più qui",
        comune="019001",
        birth_year=1985,
        offers=("pomeriggi-dei-bambini",),
        proposable_since=AGREED,
        introduces_since=AGREED,
    )
    world.tie(HouseholdMembership, at["former"], at["family"], valid_to=date(2025, 1, 1))
    world.tie(Kinship, at["former"], at["elder"], relation="parent")
    world.tie(NoContact, at["mother"], at["former"])
    world.tie(Work, at["former"], at["after_school"])
    return world, at


# -- protection


def test_who_left_the_household_is_neither_proposed_nor_a_way_in() -> None:
    world, at = former_member()
    answer = answer_of(world, at, limit=30)
    assert answer.proposals
    assert not told(answer) & {at["former"], at["after_school"]}


def test_places_of_the_other_home_of_a_shared_child_are_not_told() -> None:
    world, at = former_member()
    home, circle = world.add(Family, comune="019001"), world.add(Association, comune="019001")
    for member in ("elder", "former"):
        world.tie(HouseholdMembership, at[member], home)
    world.tie(Membership, home, circle)
    world.tie(Partnership, circle, at["summer"])
    answer = answer_of(world, at, limit=30)
    assert answer.proposals
    assert not told(answer) & {home, circle, at["former"], at["after_school"]}


def test_a_view_without_pact_is_narrowed_to_the_pact() -> None:
    world, at = former_member()
    answer = propose(world.nodes[at["pact"]], world.view(OPERATOR), limit=30)
    assert answer == answer_of(world, at, limit=30)


def test_the_view_of_another_pact_is_refused() -> None:
    world, at = former_member()
    other = world.add(InclusionPact, "Altro", comune="019001")
    with pytest.raises(UsageError, match="another pact"):
        propose(world.nodes[at["pact"]], world.view(OPERATOR, pact=other))


def test_a_colleague_of_the_avoided_is_no_way_in() -> None:
    world, at = parents_with_children()
    avoided = world.add(Person, comune="019001")
    world.tie(NoContact, at["mother"], avoided)
    world.tie(Work, avoided, at["club"])
    assert at["coach"] not in told(answer_of(world, at, limit=30))


people = st.sampled_from(["mother", "elder", "former", "new", "friend", "coach"])
bodies = st.sampled_from(["club", "after_school", "oratory", "time_bank", "summer"])


@settings(max_examples=40)
@given(
    personal=st.lists(st.tuples(st.sampled_from([Friendship, Kinship]), people, people), max_size=6),
    belonging=st.lists(st.tuples(st.sampled_from([Work, Volunteering, Membership]), people, bodies), max_size=6),
    shared=st.lists(st.tuples(bodies, bodies), max_size=3),
    lapsed=st.booleans(),
    reverse=st.booleans(),
)
def test_in_any_network_the_avoided_and_their_places_are_never_told(
    personal, belonging, shared, lapsed, reverse
) -> None:
    world, at = parents_with_children()
    at["former"] = world.add(
        Person,
        comune="019001",
        birth_year=1985,
        offers=("pomeriggi-dei-bambini",),
        proposable_since=AGREED,
        introduces_since=AGREED,
    )
    world.tie(HouseholdMembership, at["former"], at["family"], valid_to=date(2025, 1, 1))
    for name in ("new", "friend"):
        at[name] = world.add(Person, comune="019001", birth_year=1980, introduces_since=AGREED)
    ends = (at["former"], at["mother"]) if reverse else (at["mother"], at["former"])
    world.tie(NoContact, *ends, valid_to=date(2020, 1, 1) if lapsed else None)
    for kind, a, b in personal:
        if a != b:
            world.tie(kind, at[a], at[b])
    for kind, a, b in belonging:
        if kind is not Membership or world.nodes[at[b]].kind == "association":
            world.tie(kind, at[a], at[b])
    for a, b in shared:
        if a != b:
            world.tie(Partnership, at[a], at[b])
    places = {
        tie.target for tie in world.ties.values() if tie.source == at["former"] and isinstance(tie, Work | Volunteering)
    }
    assert not told(answer_of(world, at, limit=30)) & ({at["former"]} | places)


def test_sabotage_without_the_zone_that_network_would_tell(monkeypatch) -> None:
    world, at = former_member()
    monkeypatch.setattr(graph.view, "no_contact_zone", lambda *_: np.zeros(0, np.int32))
    assert at["former"] in told(answer_of(world, at, limit=30))


# -- what an employer contact is


def test_a_body_that_deals_with_a_firm_introduces_nobody_to_it() -> None:
    world, at = looking_for_work()
    world.tie(Membership, at["person"], at["workshop"])
    world.tie(Supply, at["unknown_firm"], at["workshop"])
    world.tie(Partnership, at["workshop"], at["unknown_firm"])
    assert at["unknown_firm"] not in offered(answer_of(world, at, limit=30))


@pytest.mark.parametrize("tie", [Work, Ownership])
def test_a_firm_of_the_household_is_no_employer_contact(tie) -> None:
    world, at = looking_for_work()
    family, sister = world.add(Family, comune="019001"), world.add(Person, comune="019001")
    world.tie(HouseholdMembership, at["person"], family)
    world.tie(HouseholdMembership, sister, family)
    world.tie(tie, sister, at["orchard"])
    answer = answer_of(world, at, limit=30)
    assert at["orchard"] not in offered(answer)
    assert answer.excluded["already_used"] == 1


def test_every_employer_contact_has_a_way_in_through_a_person_of_it_or_its_association() -> None:
    world, at = looking_for_work()
    employers = [p for p in answer_of(world, at, limit=30).proposals if p.section == "employer"]
    assert employers
    for employer in employers:
        assert employer.way_in is not None
        last = world.nodes[employer.way_in.nodes[-1]]
        assert last.kind == ("trade_association" if employer.way_in.form == "association" else "person")


def test_an_operators_own_ties_are_no_way_in() -> None:
    world, at = looking_for_work()
    assert at["garden"] in offered(answer_of(world, at, limit=30))
    world.tie(CaseManagement, at["foreman"], at["pact"], valid_to=date(2025, 1, 1))
    answer = answer_of(world, at, limit=30)
    assert at["garden"] not in offered(answer)
    assert at["foreman"] not in told(answer)


def test_sabotage_without_that_rule_an_operator_would_open_the_door(monkeypatch) -> None:
    world, at = looking_for_work()
    world.tie(CaseManagement, at["foreman"], at["pact"])
    monkeypatch.setattr(matching.introduction, "operators", lambda _snapshot: np.zeros(0, np.int32))
    assert at["garden"] in offered(answer_of(world, at, limit=30))


def test_without_any_employer_contact_the_answer_says_so() -> None:
    world, at = looking_for_work()
    for name in ("garden", "orchard"):
        world.remove(at[name])
    assert "no_employer" in [gap.code for gap in answer_of(world, at, limit=30).gaps]


# -- what every answer holds


def only_an_employer() -> tuple[World, dict[str, str]]:
    world = World()
    world.place("019001", "Borgo", 45.3, 9.7)
    at = {"pact": world.add(AutonomyPact, comune="019001", occupations=("giardiniere",), birth_year=2002)}
    at["firm"] = world.add(Firm, "Vivaio", comune="019001", occupations=("giardiniere",))
    from graph.kinds import Affiliation

    world.tie(Affiliation, at["firm"], world.add(TradeAssociation, comune="019001"))
    return world, at


def test_without_any_open_door_the_answer_is_empty_and_says_what_is_lacking() -> None:
    world, at = only_an_employer()
    answer = answer_of(world, at)
    assert answer.proposals == ()
    assert "no_open_door" in [gap.code for gap in answer.gaps]


def test_a_family_alone_is_no_answer_and_an_association_that_can_be_called_makes_it_one() -> None:
    world = World()
    world.place("019001", "Borgo", 45.3, 9.7)
    at = {"pact": world.add(InclusionPact, comune="019001", asks=(Ask(need="pomeriggi-dei-bambini"),))}
    world.add(Family, comune="019001", offers=("pomeriggi-dei-bambini",), proposable_since=AGREED)
    assert answer_of(world, at).proposals == ()
    club = world.add(Association, comune="019001", offers=("doposcuola",))
    answer = answer_of(world, at, limit=1)
    assert offered(answer) == {club}
    assert "no_open_door" not in [gap.code for gap in answer.gaps]


def test_openings_of_firms_stay_as_open_doors_when_there_is_no_other() -> None:
    world, at = only_an_employer()
    for number in range(3):
        opening = world.add(Opportunity, f"Posto {number}", comune="019001", form="job", occupation="giardiniere")
        world.tie(Hosting, at["firm"], opening)
    sections = {proposal.section for proposal in answer_of(world, at).proposals}
    assert sections == {"employer", "community"}


def test_what_the_pact_does_not_ask_is_said_to_be_unasked() -> None:
    world, at = looking_for_work()
    first = {p.resource: p.reasons[0].code for p in answer_of(world, at, limit=30).proposals}
    assert first[at["job_centre"]] == "implied"


# -- decisions, limits, replay


def test_the_body_that_signed_the_pact_is_not_proposed_to_it() -> None:
    world, at = parents_with_children()
    assert at["comune"] in offered(answer_of(world, at, limit=30))
    world.tie(Signature, at["comune"], at["pact"])
    assert at["comune"] not in offered(answer_of(world, at, limit=30))


def test_what_a_body_under_way_in_the_pact_runs_is_not_proposed_beside_it() -> None:
    world, at = parents_with_children()
    lesson = world.add(Opportunity, "Lezioni", comune="019002", offers=("corso-italiano",), form="course")
    world.tie(Hosting, at["course"], lesson)
    world.tie(Activation, at["pact"], at["course"], status="active")
    assert not offered(answer_of(world, at, limit=30)) & {lesson, at["course"]}


HIDDEN = [{"visibility": "private"}, {"valid_to": date(2026, 9, 2)}]
DECIDED = ["accepted", "active", "declined", "completed", "abandoned"]


def decided(status: str, **tie: Any) -> Answer:
    world, at = parents_with_children()
    if status:
        world.tie(Activation, at["pact"], at["course"], status=status, decided_on=date(2026, 9, 1), **tie)
    return answer_of(world, at, limit=30)


@pytest.mark.parametrize("status", DECIDED)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_decision_that_the_view_hides_changes_nothing(status: str, hidden: dict[str, Any]) -> None:
    assert decided(status, **hidden) == decided("")


@pytest.mark.parametrize("status", DECIDED)
@pytest.mark.parametrize("visibility", ["programme", "public"])
def test_a_decision_that_the_view_holds_stands_and_is_counted(status: str, visibility: str) -> None:
    assert decided(status, visibility=visibility).excluded["already_decided"] == 1


@pytest.mark.parametrize("hidden", HIDDEN)
def test_sabotage_read_from_all_ties_a_hidden_decision_would_be_counted(hidden: dict[str, Any], monkeypatch) -> None:
    monkeypatch.setattr(Case, "ties_of", lambda case, nodes, *kinds: ties_at(case.view.snapshot, nodes, *kinds))
    assert decided("declined", **hidden).excluded["already_decided"] == 1


def test_an_introduction_without_date_counts_against_the_limit() -> None:
    world, at = looking_for_work()
    world.nodes[at["foreman"]] = Person.model_validate(
        world.nodes[at["foreman"]].model_dump() | {"introductions_per_month": 1}
    )
    assert at["garden"] in offered(answer_of(world, at, limit=30))
    world.tie(Introduction, at["foreman"], at["pact"])
    assert at["garden"] not in offered(answer_of(world, at, limit=30))


def test_the_same_need_at_two_times_is_looked_for_twice() -> None:
    world = World()
    world.place("019001", "Borgo", 45.3, 9.7)
    asks = (
        Ask(need="doposcuola", slots="mon-afternoon", weight=1),
        Ask(need="doposcuola", slots="fri-afternoon", weight=3),
    )
    at = {"pact": world.add(InclusionPact, comune="019001", asks=asks)}
    friday = world.add(ChildcareService, comune="019001", offers=("doposcuola",), slots="fri-afternoon")
    answer = answer_of(world, at)
    assert offered(answer) == {friday}


@pytest.mark.parametrize("limit", [0, -1, 101])
def test_an_impossible_number_of_proposals_is_refused(limit: int) -> None:
    world, at = looking_for_work()
    with pytest.raises(UsageError, match="1 to 100"):
        answer_of(world, at, limit=limit)


def test_the_number_asked_for_is_in_the_answer_and_not_in_the_policy() -> None:
    world, at = looking_for_work()
    few, many = answer_of(world, at, limit=2), answer_of(world, at, limit=9)
    assert (few.limit, many.limit) == (2, 9)
    assert few.policy == many.policy


def test_who_lives_nobody_knows_where_is_no_neighbour_of_a_party_without_home() -> None:
    world = World()
    at = {"pact": world.add(InclusionPact, asks=(Ask(need="pomeriggi-dei-bambini"),))}
    stranger = world.add(Family, offers=("pomeriggi-dei-bambini",), proposable_since=AGREED)
    world.add(Association, offers=("doposcuola",), desk="mon-morning")
    view = world.view(pact=at["pact"])
    assert stranger not in offered(propose(world.nodes[at["pact"]], view))


def test_a_minor_cannot_agree_to_be_proposed() -> None:
    with pytest.raises(ValueError, match="minor"):
        World().add(Person, birth_year=2014, proposable_since=AGREED)
