from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph.view
from graph.errors import NotFound, UsageError
from graph.kinds import (
    Activation,
    Association,
    Care,
    CommunityAction,
    ElderlyService,
    Family,
    Firm,
    Friendship,
    Hosting,
    HouseholdMembership,
    InclusionPact,
    Kinship,
    Membership,
    NoContact,
    Opportunity,
    PactParty,
    Parentage,
    Person,
    School,
    ServiceUse,
    TrainingBody,
    Work,
)
from graph.view import MAINTENANCE, View, Viewer
from graph.view.disclosure import disclosed
from tests.factory import TODAY, World

OPERATOR = Viewer("operator", "cremasco")


def seen(view: View) -> set[str]:
    return {view.snapshot.id(int(index)) for index in np.flatnonzero(view.nodes)}


def two_districts() -> World:
    world = World()
    world.place("019001", "Qui", 45.3, 9.7, "cremasco")
    world.place("019002", "Altrove", 45.1, 10.0, "cremonese")
    return world


def protected_family() -> tuple[World, dict[str, str]]:
    """A family with a pact, and somebody whom it must not meet, with a life of their own."""
    world = two_districts()
    at = {"pact": world.add(InclusionPact, "Patto", comune="019001")}
    at["family"] = world.add(Family, comune="019001")
    at["mother"] = world.add(Person, comune="019001")
    at["child"] = world.add(Person, comune="019001")
    for member in ("mother", "child"):
        world.tie(HouseholdMembership, at[member], at["family"])
    world.tie(PactParty, at["family"], at["pact"])
    at["avoided"] = world.add(Person, comune="019001")
    at["new_home"] = world.add(Family, comune="019001")
    at["housemate"] = world.add(Person, comune="019001")
    world.tie(HouseholdMembership, at["avoided"], at["new_home"])
    world.tie(HouseholdMembership, at["housemate"], at["new_home"])
    at["brother"], at["cousin"], at["friend"] = (world.add(Person, comune="019001") for _ in range(3))
    at["brothers_home"] = world.add(Family, comune="019001")
    world.tie(HouseholdMembership, at["brother"], at["brothers_home"])
    world.tie(Kinship, at["brother"], at["avoided"])
    world.tie(Kinship, at["brother"], at["cousin"])
    world.tie(Kinship, at["avoided"], at["child"], relation="parent")
    world.tie(Friendship, at["friend"], at["avoided"])
    at["workplace"], at["club"] = world.add(Firm, comune="019001"), world.add(Association, comune="019001")
    at["opening"] = world.add(Opportunity, comune="019001")
    world.tie(Hosting, at["workplace"], at["opening"])
    world.tie(Work, at["avoided"], at["workplace"])
    world.tie(Membership, at["avoided"], at["club"])
    at["school"] = world.add(School, comune="019001")
    world.tie(ServiceUse, at["child"], at["school"])
    at["order"] = world.tie(NoContact, at["mother"], at["avoided"], valid_to=date(2020, 1, 1))
    return world, at


ZONE = (
    "avoided",
    "new_home",
    "housemate",
    "brother",
    "cousin",
    "brothers_home",
    "friend",
    "workplace",
    "club",
    "opening",
)
OUTSIDE = ("pact", "family", "mother", "child", "school")


@pytest.mark.parametrize("viewer", [OPERATOR, MAINTENANCE])
def test_the_zone_of_a_pact_is_absent_whoever_looks_and_though_the_order_lapsed(viewer: Viewer) -> None:
    world, at = protected_family()
    view = world.view(viewer, pact=at["pact"])
    assert not seen(view) & {at[name] for name in ZONE}
    assert {at[name] for name in OUTSIDE} <= seen(view)


def test_sabotage_without_the_zone_the_avoided_person_would_be_seen(monkeypatch) -> None:
    world, at = protected_family()
    monkeypatch.setattr(graph.view, "no_contact_zone", lambda *_: np.zeros(0, np.int32))
    assert at["avoided"] in seen(world.view(OPERATOR, pact=at["pact"]))


def test_the_zone_holds_for_the_pact_of_the_other_side_too() -> None:
    world, at = protected_family()
    other = world.add(InclusionPact, "Patto dell'altra parte", comune="019001")
    world.tie(PactParty, at["avoided"], other)
    absent = {at[name] for name in ("mother", "family", "child", "school")}
    view = world.view(OPERATOR, pact=other)
    assert not seen(view) & (absent - {at["child"]})
    assert at["avoided"] in seen(view)


def test_a_pact_without_an_order_sees_the_same_as_no_pact() -> None:
    world, at = protected_family()
    world.remove(at["order"])
    plain, for_pact = world.view(OPERATOR), world.view(OPERATOR, pact=at["pact"])
    assert (plain.nodes == for_pact.nodes).all()
    assert (plain.ties == for_pact.ties).all()


def test_a_body_to_avoid_goes_with_what_it_runs() -> None:
    world, at = protected_family()
    world.remove(at["order"])
    world.tie(NoContact, at["family"], at["workplace"])
    view = world.view(OPERATOR, pact=at["pact"])
    assert not seen(view) & {at["workplace"], at["opening"]}
    assert at["club"] in seen(view)


@pytest.mark.parametrize("viewer", [OPERATOR, MAINTENANCE])
def test_that_somebody_is_protected_is_itself_absent(viewer: Viewer) -> None:
    world, at = protected_family()
    view = world.view(viewer)
    assert len(view.visible_ties(["no_contact"])) == 0
    assert at["avoided"] in seen(view)


def test_an_operator_does_not_see_services_whose_name_tells_a_condition() -> None:
    world = two_districts()
    service = world.add(ElderlyService, comune="019001", sensitive=True)
    assert service not in seen(world.view(OPERATOR))
    assert service in seen(world.view(MAINTENANCE))


def test_an_operator_sees_people_of_their_own_district_and_who_agreed_elsewhere() -> None:
    world = two_districts()
    here, lost = world.add(Person, comune="019001"), world.add(Person)
    there = world.add(Person, comune="019002")
    agreed = world.add(Person, comune="019002", birth_year=1980, introduces_since=date(2026, 1, 1))
    lapsed = world.add(Family, comune="019002", proposable_since=date(2025, 1, 1), proposable_until=date(2026, 1, 1))
    pact = world.add(InclusionPact, comune="019002")
    body = world.add(Firm, comune="019002")
    visible = seen(world.view(OPERATOR))
    assert {here, agreed, body} <= visible
    assert not visible & {there, lapsed, pact, lost}
    assert lost in seen(world.view(Viewer("operator", "")))
    assert lost not in seen(world.view(Viewer("operator", "no-such-district")))


def guest_of_elsewhere() -> tuple[World, dict[str, str]]:
    """Somebody of another district who agreed to introduce, with a life of their own there and an acquaintance here."""
    world = two_districts()
    at = {"here": world.add(Person, comune="019001"), "body": world.add(Firm, comune="019001")}
    agreed = {"comune": "019002", "birth_year": 1980, "introduces_since": date(2026, 1, 1)}
    at["guest"], at["other_guest"] = world.add(Person, **agreed), world.add(Person, **agreed)
    at["known"] = world.tie(Friendship, at["here"], at["guest"])
    at["own"] = world.tie(Friendship, at["guest"], at["other_guest"])
    at["job"] = world.tie(Work, at["guest"], at["body"])
    return world, at


def read_ties(view: View) -> set[str]:
    return {view.snapshot.tie_id(int(tie)) for tie in np.flatnonzero(view.ties)}


def test_of_who_lives_elsewhere_and_agreed_only_ties_to_people_of_here_are_read() -> None:
    world, at = guest_of_elsewhere()
    view = world.view(OPERATOR)
    assert read_ties(view) == {at["known"], at["own"], at["job"]}
    assert read_ties(view.legible) == {at["known"]}
    assert view.legible.degree[view.index(at["guest"])] == 1


@pytest.mark.parametrize("viewer", [Viewer("operator", "cremonese"), MAINTENANCE])
def test_at_home_who_agreed_is_no_guest(viewer: Viewer) -> None:
    world, at = guest_of_elsewhere()
    view = world.view(viewer)
    assert not view.guests[view.index(at["guest"])]
    assert {at["own"], at["job"]} <= read_ties(view.legible)


def test_of_a_guest_the_name_and_the_comune_are_told_and_what_they_agreed_to_have_proposed() -> None:
    world = two_districts()
    person = world.nodes[
        world.add(
            Person,
            comune="019002",
            birth_year=1980,
            phone="0372 000000",
            offers=("compagnia",),
            proposable_since=date(2026, 1, 1),
        )
    ]
    assert disclosed(person, proposable=False).model_fields_set == {"id", "kind", "synthetic", "name", "comune"}
    offered = disclosed(person, proposable=True)
    assert (offered.offers, offered.phone, offered.birth_year) == (("compagnia",), "", None)


def test_a_pact_without_a_comune_belongs_to_the_district_of_its_party() -> None:
    world = two_districts()
    pact, family = world.add(InclusionPact), world.add(Family, comune="019002")
    member = world.add(Person)
    world.tie(HouseholdMembership, member, family)
    world.tie(PactParty, family, pact)
    assert not seen(world.view(OPERATOR)) & {pact, family, member}
    assert {pact, family, member} <= seen(world.view(Viewer("operator", "cremonese")))


def test_what_a_sensitive_service_runs_and_its_sites_are_as_absent_as_itself() -> None:
    world = two_districts()
    service = world.add(ElderlyService, comune="019001", sensitive=True)
    site, group = world.add(ElderlyService, comune="019001"), world.add(CommunityAction, comune="019001")
    world.tie(Parentage, service, site)
    world.tie(Hosting, site, group)
    assert not seen(world.view(OPERATOR)) & {service, site, group}


def test_who_left_the_household_is_avoided_though_once_a_member() -> None:
    world, at = protected_family()
    world.tie(HouseholdMembership, at["avoided"], at["family"], valid_to=date(2025, 1, 1))
    view = world.view(OPERATOR, pact=at["pact"])
    assert not seen(view) & {at[name] for name in ZONE}
    assert {at[name] for name in OUTSIDE} <= seen(view)


def test_who_is_still_written_in_the_household_is_avoided_too() -> None:
    world, at = protected_family()
    world.tie(HouseholdMembership, at["avoided"], at["family"])
    assert not seen(world.view(OPERATOR, pact=at["pact"])) & {at["avoided"], at["workplace"], at["friend"]}


def test_a_child_of_two_homes_does_not_make_the_other_home_part_of_the_party() -> None:
    world, at = protected_family()
    wife, her_job = world.add(Person, comune="019001"), world.add(Firm, comune="019001")
    world.tie(HouseholdMembership, at["child"], at["new_home"])
    world.tie(HouseholdMembership, wife, at["new_home"])
    world.tie(Work, wife, her_job)
    view = world.view(OPERATOR, pact=at["pact"])
    assert not seen(view) & {at["avoided"], at["new_home"], at["housemate"], wife, her_job}
    assert {at[name] for name in OUTSIDE} <= seen(view)


def test_who_flees_a_family_in_which_they_are_still_written_is_kept_from_all_of_it() -> None:
    world = two_districts()
    pact, home = world.add(InclusionPact, comune="019001"), world.add(Family, comune="019001")
    sister, brother = world.add(Person, comune="019001"), world.add(Person, comune="019001")
    job = world.add(Firm, comune="019001")
    for member in (sister, brother):
        world.tie(HouseholdMembership, member, home)
    world.tie(Work, brother, job)
    world.tie(PactParty, sister, pact)
    world.tie(NoContact, sister, home)
    view = world.view(OPERATOR, pact=pact)
    assert not seen(view) & {home, brother, job}
    assert {pact, sister} <= seen(view)


def test_an_order_between_two_parties_of_one_pact_keeps_them_from_each_others_places() -> None:
    world = two_districts()
    pact = world.add(InclusionPact, comune="019001")
    mother, father = world.add(Person, comune="019001"), world.add(Person, comune="019001")
    job = world.add(Firm, comune="019001")
    for party in (mother, father):
        world.tie(PactParty, party, pact)
    world.tie(Work, father, job)
    world.tie(NoContact, mother, father)
    assert job not in seen(world.view(OPERATOR, pact=pact))


@pytest.mark.parametrize(("status", "absent"), [("active", True), ("accepted", True), ("declined", False)])
def test_what_is_under_way_in_the_avoided_persons_own_pact_is_in_the_zone(status: str, absent: bool) -> None:
    world, at = protected_family()
    other, course = world.add(InclusionPact, comune="019001"), world.add(TrainingBody, comune="019001")
    world.tie(PactParty, at["avoided"], other)
    world.tie(Activation, other, course, status=status)
    assert (course not in seen(world.view(OPERATOR, pact=at["pact"]))) is absent


def test_the_home_of_a_friend_of_the_avoided_is_in_the_zone() -> None:
    world, at = protected_family()
    home = world.add(Family, comune="019001")
    world.tie(HouseholdMembership, at["friend"], home)
    assert home not in seen(world.view(OPERATOR, pact=at["pact"]))


def test_the_district_of_who_moved_is_that_of_the_present_home_and_two_homes_that_disagree_give_none() -> None:
    world = two_districts()
    old, new = world.add(Family, comune="019001"), world.add(Family, comune="019002")
    person = world.add(Person)
    world.tie(HouseholdMembership, person, old, valid_to=TODAY)
    world.tie(HouseholdMembership, person, new)
    assert person not in seen(world.view(OPERATOR))
    assert person in seen(world.view(Viewer("operator", "cremonese")))
    world.tie(HouseholdMembership, person, old)
    assert person not in seen(world.view(OPERATOR)) | seen(world.view(Viewer("operator", "cremonese")))


def test_a_private_home_says_nothing_about_the_district() -> None:
    world = two_districts()
    home, person = world.add(Family, comune="019001"), world.add(Person)
    world.tie(HouseholdMembership, person, home, visibility="private")
    assert person not in seen(world.view(OPERATOR))


def test_who_runs_a_body_of_the_zone_and_who_works_there_are_in_it() -> None:
    world, at = protected_family()
    parent, colleague = world.add(Firm, comune="019001"), world.add(Person, comune="019001")
    world.tie(Parentage, parent, at["workplace"])
    world.tie(Work, colleague, at["workplace"])
    assert not seen(world.view(OPERATOR, pact=at["pact"])) & {parent, colleague}


def test_private_and_past_and_future_ties_are_absent() -> None:
    world = two_districts()
    a, b = world.add(Person, comune="019001"), world.add(Person, comune="019001")
    world.tie(Friendship, a, b, visibility="private")
    world.tie(Friendship, a, b, valid_to=TODAY)
    world.tie(Friendship, a, b, valid_from=date(2027, 1, 1))
    now = world.tie(Friendship, a, b, valid_from=TODAY)
    view = world.view(OPERATOR)
    assert [view.snapshot.tie_id(int(tie)) for tie in view.visible_ties(["friendship"])] == [now]
    assert view.degree[view.index(a)] == 1


def test_a_hidden_pact_and_a_missing_one_look_the_same() -> None:
    world = two_districts()
    hidden = world.add(InclusionPact, comune="019002")
    with pytest.raises(NotFound) as one:
        world.view(OPERATOR, pact=hidden)
    with pytest.raises(NotFound) as other:
        world.view(OPERATOR, pact="00000000-0000-7000-8000-000000000000")
    assert str(one.value).replace(hidden, "") == str(other.value).replace("00000000-0000-7000-8000-000000000000", "")


@pytest.mark.parametrize("text", ["", "operator", "operator:", "maintenance:x", "lead"])
def test_an_unknown_viewer_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="operator:DISTRICT"):
        Viewer.parse(text)


@pytest.mark.parametrize("other", ["mother", "family", "avoided"])
def test_a_view_is_narrowed_for_pacts_only(other: str) -> None:
    world, at = protected_family()
    world.tie(NoContact, at["mother"], at["avoided"])
    with pytest.raises(NotFound, match="No pact"):
        world.view(OPERATOR, pact=at[other])


@pytest.mark.parametrize("text", ["maintenance", "operator:cremasco"])
def test_a_viewer_reads_back_as_written(text: str) -> None:
    assert str(Viewer.parse(text)) == text


pairs = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] != pair[1]), max_size=14)


@given(visible=pairs, hidden=pairs)
def test_hidden_ties_change_no_degree_and_no_neighbour(visible, hidden) -> None:
    def world_with(*, extra: bool) -> View:
        world = two_districts()
        people = [world.add(Person, comune="019001") for _ in range(8)]
        for a, b in visible:
            world.tie(Friendship, people[a], people[b])
        for a, b in hidden if extra else ():
            world.tie(Care, people[a], people[b], visibility="private")
        return world.view(OPERATOR)

    bare, full = world_with(extra=False), world_with(extra=True)
    assert (bare.degree == full.degree).all()
    for node in range(len(bare.snapshot)):
        left, right = (view.neighbours(node, ["kin", "social"])[0] for view in (bare, full))
        assert left.tolist() == right.tolist()


@given(order=st.sampled_from([("mother", "avoided"), ("child", "avoided"), ("family", "new_home")]), extra=pairs)
def test_no_tie_that_anybody_adds_brings_the_avoided_back(order, extra) -> None:
    world, at = protected_family()
    world.tie(NoContact, at[order[0]], at[order[1]])
    names = ["mother", "child", "avoided", "housemate", "brother", "cousin", "friend", "avoided"]
    for a, b in extra:
        if names[a] != names[b]:
            world.tie(Friendship, at[names[a]], at[names[b]])
    view = world.view(OPERATOR, pact=at["pact"])
    assert not seen(view) & {at[name] for name in ("avoided", "new_home", "housemate")}
