"""The invented pacts: of both kinds everywhere, about real members, with a history and good answers around them."""

from collections import Counter, defaultdict
from importlib import import_module

import pytest

from graph.kinds import AutonomyPact, Firm, InclusionPact, Pact
from graph.vocabulary import scheme
from tests.graph.demo_province import REFERENCE, Shown, demo, ground, made, records


@pytest.fixture(scope="module")
def shown() -> Shown:
    return demo()


def pacts(shown: Shown) -> list[Pact]:
    return [node for node in shown.nodes if isinstance(node, Pact)]


def by_kind(shown: Shown, kind: str) -> list:
    return [tie for tie in shown.ties if tie.kind == kind]


def members(shown: Shown) -> dict[str, list]:
    """The persons of each pact's party, by pact."""
    nodes = {node.id: node for node in shown.nodes}
    homes = defaultdict(list)
    for tie in by_kind(shown, "household_membership"):
        homes[tie.target].append(nodes[tie.source])
    return {tie.target: homes.get(tie.source) or [nodes[tie.source]] for tie in by_kind(shown, "pact_party")}


def opened_doors(shown: Shown) -> list[tuple[Pact, list[str]]]:
    """Open autonomy pacts with the firms of a sector sought that somebody two ties away would introduce to."""
    nodes, near = {node.id: node for node in shown.nodes}, defaultdict(set)
    for tie in shown.ties:
        if tie.kind in {"kinship", "friendship", "acquaintance"} and tie.valid_on(REFERENCE):
            near[tie.source].add(tie.target)
            near[tie.target].add(tie.source)
    works = defaultdict(list)
    for tie in by_kind(shown, "work"):
        if tie.valid_on(REFERENCE) and isinstance(nodes[tie.target], Firm) and tie.role in {"foreman", "owner"}:
            works[tie.source].append(nodes[tie.target])
    found = []
    for pact in pacts(shown):
        if isinstance(pact, AutonomyPact) and pact.status == "open":
            (party,) = members(shown)[pact.id]
            reached = {two for one in near[party.id] for two in near[one]}
            willing = sorted(row for row in reached if nodes[row].introduces_since)
            found.append((pact, [firm.id for row in willing for firm in works[row] if suits(pact, firm)]))
    return found


def suits(pact: AutonomyPact, firm: Firm) -> bool:
    wanted = {code for sought in pact.occupations for code in (sought, *scheme().descendants(sought))}
    return bool(wanted & set(firm.occupations))


def test_there_are_at_least_twelve_pacts_of_each_kind(shown):
    assert Counter(type(pact) for pact in pacts(shown)).keys() == {InclusionPact, AutonomyPact}
    assert min(Counter(type(pact) for pact in pacts(shown)).values()) >= 12
    assert {pact.target for pact in pacts(shown) if isinstance(pact, InclusionPact)} == {
        "parents",
        "elderly",
        "isolated",
    }
    assert any(pact.enterprise for pact in pacts(shown) if isinstance(pact, AutonomyPact))


@pytest.mark.parametrize("persons", [200, 5000])
def test_each_district_has_pacts_of_both_kinds(persons):
    district = {place.istat_code: place.district for place in ground()[0] if place.level == "comune"}
    found = {(district[pact.comune], pact.kind) for pact in pacts(demo(persons))}
    assert len(found) == 2 * len(set(district.values()))


def test_each_pact_has_a_party_an_operator_and_a_body_that_signs(shown):
    for kind in ("pact_party", "case_management", "signature"):
        assert Counter(tie.target for tie in by_kind(shown, kind)) == Counter(pact.id for pact in pacts(shown))


def test_operators_work_for_the_district_office(shown):
    offices = {node.id for node in shown.nodes if node.name.startswith("Ufficio di piano")}
    staff = {tie.source for tie in by_kind(shown, "work") if tie.target in offices}
    assert {tie.source for tie in by_kind(shown, "case_management")} <= staff


def test_asks_are_kinds_of_help_for_members_of_the_party(shown):
    facets = {concept.code: concept.facet for concept in scheme().concepts}
    party = members(shown)
    for pact in pacts(shown):
        assert pact.asks
        years = {person.birth_year for person in party[pact.id]}
        assert all(facets[ask.need] == "help" for ask in pact.asks)
        assert all(ask.birth_year is None or ask.birth_year in years for ask in pact.asks)


def test_who_asks_to_learn_italian_does_not_speak_it_yet(shown):
    party = members(shown)
    asked = 0
    for pact in pacts(shown):
        for ask in pact.asks:
            if ask.need in {"imparare-italiano", "corso-italiano"} and ask.birth_year:
                asked += 1
                matching = [person for person in party[pact.id] if person.birth_year == ask.birth_year]
                assert any("lingua-italiana" not in person.languages for person in matching)
    assert asked


def test_autonomy_pacts_are_of_persons_of_19_to_39_without_work(shown):
    party = members(shown)
    working = {tie.source for tie in by_kind(shown, "work") if tie.valid_on(REFERENCE)}
    for pact in pacts(shown):
        if isinstance(pact, AutonomyPact):
            (person,) = party[pact.id]
            assert 19 <= REFERENCE.year - person.birth_year <= 40
            assert person.birth_year == pact.birth_year
            assert person.id not in working


def test_names_of_pacts_tell_nothing(shown):
    names = [pact.name for pact in pacts(shown)]
    assert len(set(names)) == len(names)
    assert all(name.startswith(("Patto di inclusione n. ", "Patto di autonomia n. ")) for name in names)


def test_both_sides_of_a_pact_are_written_and_reviewed(shown):
    for pact in pacts(shown):
        assert pact.gives
        assert pact.party_commitments
        assert pact.partner_commitments
        assert pact.signed_on < pact.review_on < pact.closes_on
        assert (pact.closes_on > REFERENCE) == (pact.status == "open")


def test_closed_pacts_ended_with_outcomes_and_some_open_ones_have_a_history(shown):
    status = {pact.id: pact.status for pact in pacts(shown)}
    seen = defaultdict(set)
    for tie in by_kind(shown, "activation"):
        seen[status[tie.source]].add(tie.status)
        assert (tie.decided_on is None) == (tie.status == "proposed")
        assert bool(tie.reason) == (tie.status == "declined")
        assert tie.outcome is None or tie.status in {"completed", "abandoned"}
    assert {"completed", "declined"} <= seen["closed"]
    assert {"proposed", "active", "declined"} <= seen["open"]
    assert not seen["closed"] & {"proposed", "accepted", "active"}


def test_introductions_were_made_this_month_by_who_agreed_and_within_their_limit(shown):
    people = {node.id: node for node in shown.nodes if node.kind == "person"}
    made = by_kind(shown, "introduction")
    assert made
    for tie in made:
        assert (tie.made_on.year, tie.made_on.month) == (REFERENCE.year, REFERENCE.month)
        assert people[tie.source].introduces_since
    assert all(count <= people[row].introductions_per_month for row, count in Counter(t.source for t in made).items())


def test_a_family_beside_was_offered_near_some_pact_of_parents(shown):
    nodes, parties = {node.id: node for node in shown.nodes}, {tie.source for tie in by_kind(shown, "pact_party")}
    beside = [
        nodes[other]
        for tie in by_kind(shown, "neighbourhood")
        for one, other in ((tie.source, tie.target), (tie.target, tie.source))
        if one in parties
    ]
    assert any("affiancamento-familiare" in family.offers and family.proposable_since for family in beside)


def test_some_coach_of_a_child_with_a_pact_agreed_and_shares_the_hall_of_the_after_school_club(shown):
    nodes, party = {node.id: node for node in shown.nodes}, members(shown)
    children = {person.id for people in party.values() for person in people}
    clubs = {tie.target for tie in by_kind(shown, "membership") if tie.source in children}
    halls = {
        club
        for tie in by_kind(shown, "partnership")
        for club, hall in ((tie.source, tie.target), (tie.target, tie.source))
        if club in clubs and "doposcuola" in nodes[hall].offers
    }
    coaches = [tie.source for tie in by_kind(shown, "work") if tie.role == "coach" and tie.target in halls]
    assert any(nodes[coach].introduces_since for coach in coaches)


def test_two_ties_away_from_several_who_look_for_work_somebody_agreed_to_open_a_firm(shown):
    assert sum(bool(firms) for _, firms in opened_doors(shown)) >= 3


def test_without_the_scenes_those_doors_are_fewer(shown, monkeypatch):
    assembling = import_module("graph.demo.demonstration")
    monkeypatch.setattr(assembling, "play", lambda stage, pacts: None)
    bare = records(made(), ground()[0])
    with_scenes, without = (sum(map(len, (f for _, f in opened_doors(each)))) for each in (shown, bare))
    assert without < with_scenes


def test_no_contact_is_private_and_never_between_people_of_one_home(shown):
    home = {tie.source: tie.target for tie in by_kind(shown, "household_membership")}
    found = by_kind(shown, "no_contact")
    assert found
    for tie in found:
        assert tie.visibility == "private"
        assert home.get(tie.source, tie.source) != home.get(tie.target, tie.target)
