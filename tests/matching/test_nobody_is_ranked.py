"""Nobody is ranked as a person: whatever the limit, people enter by band and name, and bodies as if without them."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import matching.propose
from graph.kinds import Association, Family, Friendship, Neighbourhood, Person
from graph.view import View, Viewer
from matching.policy import default_policy
from matching.presentation import to_json
from matching.propose import propose
from matching.ranking import band, score
from tests.factory import World
from tests.matching.situations import AGREED, parents_with_children

OPERATOR = Viewer("operator", "cremasco")
LIMITS = range(1, 21)
NAMES = ("Zeno", "Bruna", "Mara", "Carlo", "Adele", "Tito", "Ines", "Omar")
HELP = ("affiancamento-familiare", "pomeriggi-dei-bambini", "imparare-italiano", "attivita-estive")


def many_people() -> tuple[World, dict[str, str]]:
    """A family that many people and some associations could help, some near and dear and some only near."""
    world, at = parents_with_children()
    for number, name in enumerate(NAMES):
        kind = (Family, Person)[number % 2]
        born = {"birth_year": 1980} if kind is Person else {}
        one = world.add(kind, name, comune="019001", offers=HELP[number // 2 :], proposable_since=AGREED, **born)
        if number % 3 == 0 and kind is Person:
            world.tie(Friendship, at["mother"], one, strength="very_strong")
        elif number % 3 == 0:
            world.tie(Neighbourhood, at["family"], one)
    for number in range(4):
        place = f"01900{1 + number % 2}"
        world.add(Association, f"Circolo {number}", comune=place, offers=(HELP[number],), desk="mon-morning")
    return world, at


WORLD, AT = many_people()
VIEW: View = WORLD.view(OPERATOR, pact=AT["pact"])


def answers() -> list[dict[str, Any]]:
    """The answer for each limit as it leaves the program."""

    def document(limit: int) -> dict[str, Any]:
        answer = propose(WORLD.nodes[AT["pact"]], VIEW, limit=limit, titles=lambda _: WORLD.titles)  # pyright: ignore
        return to_json(answer, WORLD.titles)

    return [document(limit) for limit in LIMITS]


def is_personal(proposal: dict[str, Any]) -> bool:
    return proposal["resource"]["kind"] in ("person", "family")


def entered() -> list[dict[str, Any]]:
    """People in the order in which they appear as more proposals are asked for."""
    seen: dict[str, dict[str, Any]] = {}
    for document in answers():
        for proposal in filter(is_personal, document["proposals"]):
            seen.setdefault(proposal["resource"]["id"], proposal)
    return list(seen.values())


def by_band_and_name(proposal: dict[str, Any]) -> tuple[bool, str]:
    return proposal["band"] != "strong", proposal["resource"]["title"]


def rescored(monkeypatch: pytest.MonkeyPatch, draws: list[float]) -> None:
    """Give people other hidden scores of the same bands."""
    policy = default_policy()
    floor = {"strong": (policy.bands.strong, 1.0), "possible": (policy.bands.possible, policy.bands.strong - 1e-9)}

    def other(factors: Any, policy: Any) -> Any:
        values = score(factors, policy)
        kinds = [VIEW.snapshot.kind_name(node) for node in candidates_of_view()]
        for number, (kind, value) in enumerate(zip(kinds, values.tolist(), strict=True)):
            word = band(value, policy)
            if kind in ("person", "family") and word:
                low, high = floor[word]
                values[number] = low + (high - low) * draws[number % len(draws)]
        return values

    monkeypatch.setattr(matching.propose, "score", other)


def candidates_of_view() -> list[int]:
    from graph.vocabulary import scheme
    from matching.candidates import Candidates
    from matching.case import Case

    case = Case(WORLD.nodes[AT["pact"]], VIEW, scheme(), default_policy())  # pyright: ignore
    return np.asarray(Candidates.of(case).position).tolist()


hidden = st.lists(st.floats(0, 1), min_size=7, max_size=7)


def test_over_all_limits_people_enter_by_band_and_name() -> None:
    people = entered()
    assert len(people) >= 5
    assert {one["band"] for one in people} == {"strong", "possible"}
    assert people == sorted(people, key=by_band_and_name)


def test_sabotage_by_score_people_would_enter_in_another_order(monkeypatch) -> None:
    monkeypatch.setattr("matching.diversity.among_people", lambda entry: -entry.score)
    people = entered()
    assert people != sorted(people, key=by_band_and_name)


@settings(max_examples=8, deadline=None)
@given(draws=hidden)
def test_the_hidden_scores_of_people_within_a_band_change_no_answer(draws: list[float]) -> None:
    before = answers()
    with pytest.MonkeyPatch.context() as patch:
        rescored(patch, draws)
        assert answers() == before


def test_sabotage_by_score_the_hidden_scores_would_change_answers(monkeypatch) -> None:
    monkeypatch.setattr("matching.diversity.among_people", lambda entry: -entry.score)
    rescored(monkeypatch, [0.1, 0.9, 0.3, 0.8, 0.5])
    before = answers()
    rescored(monkeypatch, [0.9, 0.1, 0.8, 0.3, 0.2])
    assert answers() != before


def test_who_was_there_for_a_limit_is_there_for_the_next() -> None:
    for fewer, more in pairwise(answers()):
        kept = {proposal["resource"]["id"] for proposal in more["proposals"]}
        assert all(one["resource"]["id"] in kept for one in fewer["proposals"] if is_personal(one))


def test_bodies_stand_as_if_there_were_no_people(monkeypatch) -> None:
    def bodies() -> list[str]:
        return [one["resource"]["id"] for one in answers()[-1]["proposals"] if not is_personal(one)]

    before = bodies()
    monkeypatch.setattr("matching.candidates.proposable", lambda snapshot, _at: np.zeros(len(snapshot), bool))
    alone = WORLD.view(OPERATOR, pact=AT["pact"])
    monkeypatch.setattr(f"{__name__}.VIEW", alone)
    assert bodies() == before
