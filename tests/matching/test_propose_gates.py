"""Red lines of proposals: consent, protection, numbers about persons, hidden ties. Each gate has a sabotage twin."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import graph.view
import matching.candidates
import matching.introduction
from graph.errors import InvalidPolicy
from graph.kinds import (
    Acquaintance,
    Activation,
    Family,
    Friendship,
    Introduction,
    NoContact,
    Person,
    ServiceUse,
    Tie,
    Volunteering,
    Work,
)
from graph.view import Viewer
from matching.policy import default_policy, read_policy
from matching.presentation import mentioned, to_json
from matching.propose import propose
from matching.types import Answer, Proposal
from tests.factory import TODAY, World
from tests.matching.situations import AGREED, looking_for_work, parents_with_children

OPERATOR = Viewer("operator", "cremasco")


def answer_of(world: World, at: dict[str, str], viewer: Viewer = OPERATOR, **options: Any) -> Answer:
    return propose(world.nodes[at["pact"]], world.view(viewer, pact=at["pact"]), **options)


def shown(world: World, answer: Answer) -> dict[str, Any]:
    document = to_json(answer, world.titles)
    document.pop("snapshot")
    return document


def way_in_to(answer: Answer, resource: str) -> tuple[str, ...] | None:
    for proposal in answer.proposals:
        if proposal.resource == resource:
            return proposal.way_in.nodes if proposal.way_in else ()
    return None


def replaced(world: World, id: str, **fields: Any) -> None:
    world.nodes[id] = type(world.nodes[id]).model_validate(world.nodes[id].model_dump() | fields)


# -- consent to introduce


@pytest.mark.parametrize(
    "change",
    [
        {"introduces_since": None},
        {"introduces_since": date(2027, 1, 1)},
        {"introduces_until": TODAY},
        {"introductions_per_month": 0},
    ],
)
def test_who_does_not_agree_today_opens_no_door(change: dict[str, Any]) -> None:
    world, at = looking_for_work()
    assert way_in_to(answer_of(world, at), at["garden"]) == (at["uncle"], at["foreman"])
    replaced(world, at["foreman"], **change)
    assert way_in_to(answer_of(world, at), at["garden"]) is None


def test_sabotage_without_the_agreement_anybody_would_open_the_door(monkeypatch) -> None:
    world, at = looking_for_work()
    replaced(world, at["foreman"], introduces_since=None)
    monkeypatch.setattr(
        matching.introduction, "agrees_to_introduce", lambda snapshot, _at: np.ones(len(snapshot), bool)
    )
    assert way_in_to(answer_of(world, at), at["garden"]) == (at["uncle"], at["foreman"])


def test_nobody_introduces_over_the_monthly_limit() -> None:
    world, at = looking_for_work()
    replaced(world, at["foreman"], introductions_per_month=1)
    world.tie(Introduction, at["foreman"], at["pact"], made_on=date(2026, 10, 31))
    assert way_in_to(answer_of(world, at), at["garden"]) == (at["uncle"], at["foreman"])
    world.tie(Introduction, at["foreman"], at["pact"], made_on=date(2026, 11, 1))
    assert way_in_to(answer_of(world, at), at["garden"]) is None


def test_sabotage_without_the_count_the_limit_would_not_hold(monkeypatch) -> None:
    world, at = looking_for_work()
    replaced(world, at["foreman"], introductions_per_month=1)
    world.tie(Introduction, at["foreman"], at["pact"], made_on=TODAY)
    monkeypatch.setattr(
        matching.introduction, "introductions_this_month", lambda view: np.zeros(len(view.snapshot), int)
    )
    assert way_in_to(answer_of(world, at), at["garden"]) == (at["uncle"], at["foreman"])


@pytest.mark.parametrize("born", [2010, 2008, None])
def test_a_minor_or_somebody_of_unknown_age_cannot_agree_to_introduce(born: int | None) -> None:
    with pytest.raises(ValueError, match=r"minor|birth_year"):
        World().add(Person, birth_year=born, introduces_since=date(2026, 1, 1))


# -- consent to be proposed


def test_a_family_that_withdraws_is_proposed_no_more() -> None:
    world, at = parents_with_children()
    assert way_in_to(answer_of(world, at), at["helping_family"]) is not None
    replaced(world, at["helping_family"], proposable_until=TODAY)
    assert way_in_to(answer_of(world, at), at["helping_family"]) is None


def test_sabotage_without_the_consent_the_silent_neighbours_would_be_proposed(monkeypatch) -> None:
    world, at = parents_with_children()
    monkeypatch.setattr(
        matching.candidates, "proposable", lambda snapshot, _at: snapshot.of_kinds(["person", "family"])
    )
    assert way_in_to(answer_of(world, at, limit=20), at["never_agreed"]) is not None


# -- no number about a person


def _numbers_about_people(document: dict[str, Any]) -> list[Any]:
    found: list[Any] = []
    for proposal in document["proposals"]:
        if proposal["resource"]["kind"] in ("person", "family"):
            found += [proposal["score"], *proposal["factors"].values()]
            found.append((proposal["introduction"] or {}).get("strength"))
    return [number for number in found if number is not None]


def test_a_person_or_family_carries_a_band_and_no_number() -> None:
    world, at = parents_with_children()
    document = shown(world, answer_of(world, at))
    kinds = {proposal["resource"]["kind"] for proposal in document["proposals"]}
    assert "family" in kinds
    assert _numbers_about_people(document) == []
    assert all(proposal["factors"] and proposal["reasons"]["it"] for proposal in document["proposals"])


def test_sabotage_were_families_taken_for_bodies_their_numbers_would_be_found(monkeypatch) -> None:
    world, at = parents_with_children()
    monkeypatch.setattr(Proposal, "personal", False)
    assert _numbers_about_people(shown(world, answer_of(world, at)))


def test_families_stand_in_the_order_of_their_names_whatever_their_closeness() -> None:
    world, at = parents_with_children()
    for name in ("Anna", "Zeno"):
        other = world.add(Family, name, comune="019001", offers=("affiancamento-familiare",), proposable_since=AGREED)
        at[name] = other
    order = [p["resource"]["title"] for p in shown(world, answer_of(world, at, limit=20))["proposals"]]
    families = [title for title in order if title in ("Anna", "Zeno", "Famiglia che aiuta")]
    by_band: dict[str, list[str]] = {}
    for proposal in shown(world, answer_of(world, at, limit=20))["proposals"]:
        if proposal["resource"]["title"] in families:
            by_band.setdefault(proposal["band"], []).append(proposal["resource"]["title"])
    assert all(titles == sorted(titles) for titles in by_band.values())


# -- third parties


def test_sentences_never_name_a_person() -> None:
    for situation in (parents_with_children, looking_for_work):
        world, at = situation()
        document = shown(world, answer_of(world, at, limit=20))
        people = {node.name for node in world.nodes.values() if node.kind == "person"}
        said = [line for p in document["proposals"] for lines in p["reasons"].values() for line in lines]
        assert said
        assert not [line for line in said for name in people if name in line.split()]


def test_a_tie_between_two_other_people_is_no_evidence() -> None:
    world, at = looking_for_work()
    answer = answer_of(world, at)
    evidence = {id for p in shown(world, answer)["proposals"] for id in p["evidence"]}
    between_others = {
        tie.id
        for tie in world.ties.values()
        if isinstance(tie, Acquaintance | Work) and at["person"] not in (tie.source, tie.target)
    }
    assert between_others
    assert not evidence & between_others


@pytest.mark.parametrize(("tie", "opens"), [(ServiceUse, False), (Volunteering, True)])
def test_which_services_others_use_opens_no_door(tie: type[Tie], opens: bool) -> None:
    world, at = parents_with_children()
    friend = world.add(Person, "Amica", comune="019001", birth_year=1985, introduces_since=AGREED)
    world.tie(Friendship, at["mother"], friend)
    assert way_in_to(answer_of(world, at, limit=20), at["course"]) == ()
    world.tie(tie, friend, at["course"])
    assert way_in_to(answer_of(world, at, limit=20), at["course"]) == ((friend,) if opens else ())


def test_sabotage_without_that_rule_a_third_persons_service_would_be_told(monkeypatch) -> None:
    world, at = parents_with_children()
    friend = world.add(Person, "Amica", comune="019001", birth_year=1985, introduces_since=AGREED)
    world.tie(Friendship, at["mother"], friend)
    world.tie(ServiceUse, friend, at["course"])
    monkeypatch.setattr(matching.introduction, "OWN_BUSINESS", ())
    assert way_in_to(answer_of(world, at, limit=20), at["course"]) == (friend,)


# -- decided before


@pytest.mark.parametrize(
    ("status", "when", "offered"),
    [
        ("proposed", date(2026, 10, 1), True),
        ("declined", date(2026, 10, 1), False),
        ("declined", date(2026, 1, 1), True),
        ("completed", date(2026, 1, 1), False),
        ("active", date(2026, 10, 1), False),
    ],
)
def test_what_was_decided_stays_decided_until_a_refusal_lapses(status: str, when: date, offered: bool) -> None:
    world, at = parents_with_children()
    world.tie(Activation, at["pact"], at["course"], status=status, decided_on=when)
    answer = answer_of(world, at, limit=20)
    assert (way_in_to(answer, at["course"]) is not None) is offered
    assert answer.excluded.get("already_decided", 0) == (0 if offered else 1)


# -- what is hidden changes nothing that is shown


def test_a_no_contact_leaves_no_gap_no_smaller_total_and_no_other_wording() -> None:
    world, at = parents_with_children()
    avoided = world.add(Person, "Persona da evitare", comune="019001")
    world.tie(Friendship, avoided, at["mother"])
    world.tie(Work, avoided, at["full"])
    world.tie(NoContact, at["mother"], avoided)
    protected = shown(world, answer_of(world, at, limit=20))

    bare, again = parents_with_children()
    bare.remove(again["full"])
    never_there = shown(bare, answer_of(bare, again, limit=20))
    assert protected["excluded"] == never_there["excluded"]
    assert protected["proposals"] == never_there["proposals"]


def test_sabotage_without_the_zone_the_total_would_tell(monkeypatch) -> None:
    world, at = parents_with_children()
    avoided = world.add(Person, "Persona da evitare", comune="019001")
    world.tie(Work, avoided, at["full"])
    world.tie(NoContact, at["mother"], avoided)
    counted = answer_of(world, at).excluded.get("places", 0)
    monkeypatch.setattr(graph.view, "no_contact_zone", lambda *_: np.zeros(0, np.int32))
    assert answer_of(world, at).excluded.get("places", 0) == counted + 1


hidden_ends = st.lists(
    st.tuples(st.sampled_from(["mother", "elder", "coach"]), st.sampled_from(["mother", "elder", "coach", "new"])),
    min_size=1,
    max_size=5,
)


@settings(max_examples=15)
@given(ends=hidden_ends)
def test_private_ties_change_no_number_no_order_and_no_word(ends: list[tuple[str, str]]) -> None:
    bare, at = parents_with_children()
    world, again = parents_with_children()
    at["new"] = bare.add(Person, comune="019001")
    again["new"] = world.add(Person, comune="019001")
    for a, b in ends:
        if a != b:
            world.tie(Friendship, again[a], again[b], visibility="private", strength="very_strong")
    assert shown(bare, answer_of(bare, at)) == shown(world, answer_of(world, again))


# -- the answer as a whole


def test_an_answer_names_what_is_needed_to_compute_it_again() -> None:
    world, at = looking_for_work()
    answer = answer_of(world, at)
    assert (answer.snapshot, answer.policy, answer.at) == (1, default_policy().hash, "2026-11-02")
    assert answer.algorithm
    assert mentioned(answer) <= set(world.nodes)


def test_no_resource_is_proposed_twice_and_all_numbers_lie_between_0_and_1() -> None:
    for situation in (parents_with_children, looking_for_work):
        world, at = situation()
        proposals = answer_of(world, at, limit=30).proposals
        assert len({proposal.resource for proposal in proposals}) == len(proposals)
        numbers = [value for p in proposals for value in (p.score, *p.factors.values()) if value is not None]
        assert all(0 <= number <= 1 for number in numbers)


def test_a_score_does_not_depend_on_the_other_candidates() -> None:
    world, at = parents_with_children()
    scores = {proposal.resource: proposal.score for proposal in answer_of(world, at, limit=30).proposals}
    world.remove(at["summer"])
    fewer = {proposal.resource: proposal.score for proposal in answer_of(world, at, limit=30).proposals}
    assert fewer
    assert all(scores[id] == score for id, score in fewer.items() if id in scores)


def test_a_policy_file_with_an_impossible_value_is_refused_by_name(tmp_path) -> None:
    from pathlib import Path

    import matching.policy as module

    text = Path(module.__file__).with_name("policy.toml").read_text("utf-8")
    for wrong, entry in ((text.replace("alpha = 0.15", "alpha = 2"), "walk.alpha"), ("[bands]\nstrong=1", "bands")):
        path = tmp_path / "policy.toml"
        path.write_text(wrong, "utf-8")
        with pytest.raises(InvalidPolicy, match=entry):
            read_policy(path)
    (tmp_path / "policy.toml").write_text(text.replace("alpha = 0.15", "alpha = 2"), "utf-8")
    with pytest.raises(InvalidPolicy) as refused:
        read_policy(tmp_path / "policy.toml")
    assert refused.value.message.it == "policy.toml, voce walk.alpha: è troppo grande: deve stare sotto 1."
    (tmp_path / "policy.toml").write_text("[bands]\nstrong 1\n", "utf-8")
    with pytest.raises(InvalidPolicy) as refused:
        read_policy(tmp_path / "policy.toml")
    assert "TOML (riga 2, colonna 8)" in refused.value.message.it
    (tmp_path / "policy.toml").write_bytes(b"\xff\x00")
    with pytest.raises(InvalidPolicy, match="TOML"):
        read_policy(tmp_path / "policy.toml")
    with pytest.raises(InvalidPolicy):
        read_policy(tmp_path / "absent.toml")


def test_another_policy_has_another_hash_and_a_comment_has_not(tmp_path) -> None:
    from pathlib import Path

    import matching.policy as module

    text = Path(module.__file__).with_name("policy.toml").read_text("utf-8")
    path = tmp_path / "policy.toml"
    path.write_text(text + "\n# a comment\n", "utf-8")
    assert read_policy(path).hash == default_policy().hash
    path.write_text(text.replace("moped = 15.0", "moped = 16.0"), "utf-8")
    assert read_policy(path).hash != default_policy().hash
