"""Red lines over HTTP: nobody is scored, nobody is a point of a district, protection and private ties are invisible."""

from typing import Any

import pytest

from api.documents import proposals
from api.shapes import Proposed
from graph.kinds import Person
from graph.view import Viewer
from tests.api.conftest import write
from tests.api.http.answers import WHO, client_of
from tests.api.http.community import community, inside
from tests.api.http.conftest import Served

PEOPLE = ("person", "family")
NUMBERS = (
    "score",
    "rank",
    "weight",
    "strength_sum",
    "richness",
    "index",
    "degree",
    "centrality",
    "factors",
    "probability",
)


def numbered(data: Any) -> list[Any]:
    """People beside whom a number stands."""
    found: list[Any] = []
    for one in inside(data):
        whom = one.get("resource", one)
        if isinstance(whom, dict) and whom.get("kind") in PEOPLE:
            values = [one.get(name) for name in NUMBERS]
            flat = [number for value in values for number in (value.values() if isinstance(value, dict) else [value])]
            found += [whom for number in flat if number is not None]
    return found


def everything(http: Served) -> dict[str, Any]:
    """Whatever the service answers about a small store."""
    nodes = [
        one["id"] for word in ("una", "persona", "famiglia", "patto", "c", "s") for one in http.search(word).json()
    ]
    paths = ["/pacts", "/districts/cremasco/network"]
    paths += [f"/nodes/{node}{rest}" for node in dict.fromkeys(nodes) for rest in ("", "/network?hops=2")]
    paths += [f"/pacts/{{pact}}{rest}" for rest in ("", "/proposals?limit=100", "/relations")]
    answers = {path: http.look(path) for path in paths} | {path: http.get(path) for path in ("/districts", "/health")}
    return {path: response.json() for path, response in answers.items() if response.status_code == 200}


def test_no_number_stands_beside_a_person_or_a_family(served: Served):
    answers = everything(served)

    assert any(one["resource"]["kind"] == "person" for one in inside(answers) if "resource" in one)
    assert numbered(answers) == []


def test_no_number_stands_beside_anybody_of_a_province(demo: Served):
    pacts = [pact["id"] for pact in demo.look("/pacts?limit=6").json()]
    answers = [demo.look(f"/pacts/{pact}{rest}").json() for pact in pacts for rest in ("/proposals", "/relations")]
    answers += [demo.look(f"/nodes/{pact}/network?hops=2").json() for pact in pacts]

    assert pacts
    assert numbered(answers) == []


def test_a_number_beside_a_person_would_be_found():
    assert numbered([{"resource": {"kind": "person"}, "score": 0.5}]) != []
    assert numbered([{"resource": {"kind": "family"}, "score": None, "factors": {"fit": 0.1}}]) != []
    assert numbered([{"kind": "person", "rank": 1}]) != []
    assert numbered([{"resource": {"kind": "firm"}, "score": 0.5}]) == []


def test_without_the_control_of_the_pipeline_a_score_still_does_not_leave(served: Served, monkeypatch):
    monkeypatch.setattr("matching.types.Proposal.personal", False)

    response = served.look("/pacts/{pact}/proposals")

    assert (response.status_code, response.json()["code"]) == (500, "unexpected")


def test_without_both_controls_a_score_would_leave(served: Served, monkeypatch):
    monkeypatch.setattr("matching.types.Proposal.personal", False)
    reader, pact = served.app.state.desk.now().pact(Viewer.parse(WHO), served.ids["pact"])

    assert numbered(proposals(reader, pact, None)) != []


@pytest.mark.parametrize("kind", PEOPLE)
def test_the_declared_answer_refuses_a_number_beside_a_person(kind):
    with pytest.raises(ValueError, match="number stands beside"):
        Proposed.model_validate(scored(kind))
    assert Proposed.model_validate(scored("firm")).score == 0.5


def scored(kind: str) -> dict[str, Any]:
    said = {"it": "x", "en": "x"}
    return {
        "resource": {"id": "019b76da-a800-7000-8000-000000000000", "kind": kind, "title": "x", "comune": None},
        "section": "community",
        "band": "strong",
        "score": 0.5,
        "factors": {},
        "what": said,
        "reasons": {"it": [], "en": []},
        "introduction": None,
        "evidence": [],
        "unknown": [],
    }


def test_relations_of_a_party_are_counts_without_any_composite(served: Served):
    assert set(served.look("/pacts/{pact}/relations").json()) == {
        "pact",
        "viewer",
        "at",
        "snapshot",
        "ties",
        "kinds",
        "people",
        "ties_among_people",
        "circles",
        "density",
        "effective_size",
    }


def test_that_somebody_is_protected_is_nowhere(served: Served):
    text = str(everything(served)) + served.get("/openapi.json").text

    assert "no_contact" not in text
    assert "NoContact" not in text
    assert "'protection'" not in str(everything(served))


def test_around_a_pact_whom_its_party_must_not_meet_is_absent(served: Served):
    pact = "/nodes/{pact}/network?hops=2"

    assert served.ids["avoided"] not in served.look(pact).text
    assert served.ids["choir"] not in served.look("/pacts/{pact}/proposals?limit=100").text


def test_protection_changes_no_answer_about_others(tmp_path, served: Served):
    world, ids = community()
    order = next(key for key, tie in world.ties.items() if tie.kind == "no_contact")
    world.remove(order)
    (tmp_path / "other").mkdir()
    write(world, tmp_path / "other" / "community.sqlite", {"demo": "true", "reference_date": "2026-11-02"})

    with client_of(tmp_path / "other" / "community.sqlite") as client:
        without = Served(client, tmp_path, ids)
        for path in (
            "/nodes/{mother}",
            "/nodes/{avoided}",
            "/nodes/{mother}/network?hops=2",
            "/districts/cremasco/network",
            "/pacts",
        ):
            here, there = served.look(path), without.look(path)
            assert (here.content, dict(here.headers)) == (there.content, dict(there.headers))


def test_without_the_zone_whom_to_avoid_would_be_met(served: Served, monkeypatch):
    import numpy as np

    before = served.look("/pacts/{pact}/proposals?limit=100").json()
    monkeypatch.setattr("graph.view.no_contact_zone", lambda *_: np.zeros(0, np.int32))

    view = served.app.state.desk.now().reading(Viewer.parse(WHO)).view
    assert view.for_pact(served.ids["pact"]).nodes[view.index(served.ids["avoided"])]
    assert served.ids["avoided"] not in str(before)


def test_a_private_tie_of_others_is_never_shown(served: Served):
    answers = everything(served)

    ties = [one for one in inside(answers) if {"source", "target", "kind"} <= set(one)]
    assert ties
    assert not [tie for tie in ties if {tie["source"], tie["target"]} == {served.ids["helper"], served.ids["secret"]}]


def test_without_the_control_a_private_tie_would_show(served: Served, monkeypatch):
    monkeypatch.setattr("graph.view.HIDDEN_TIES", ())

    assert served.ids["secret"] in served.look("/nodes/{helper}/network").text


def test_a_service_that_tells_a_condition_is_absent_everywhere(served: Served):
    assert served.look("/nodes/{clinic}").status_code == 404
    assert served.search("servizio").json() == []
    assert served.ids["clinic"] not in str(everything(served))


def test_without_the_control_that_service_would_show(served: Served, monkeypatch):
    monkeypatch.setattr("graph.view.HIDDEN_NODES", ())

    assert served.look("/nodes/{clinic}").status_code == 200


def test_how_close_others_are_is_not_in_a_network(served: Served):
    for tie in served.look("/nodes/{pact}/network?hops=2").json()["ties"]:
        assert set(tie) == {"id", "kind", "layer", "source", "target"}


GUEST = "/nodes/{guest}"


def told_of_the_guest(served: Served) -> dict[str, Any]:
    """What an operator reads of somebody of another district who agreed to introduce, and to whom they are tied."""
    data = served.look(GUEST).json()
    network = served.look("/nodes/{guest}/network").json()
    club = served.look("/nodes/{club}").json()
    return {
        "fields": set(data["node"]),
        "tied to": [tie["other"]["id"] for tie in data["ties"]],
        "drawn with": [node["id"] for node in network["nodes"][1:]],
        "at the club": [tie["other"]["id"] for tie in club["ties"] if tie["kind"] == "membership"],
    }


def test_of_who_agreed_to_introduce_another_district_learns_the_way_in_and_no_more(served: Served):
    assert told_of_the_guest(served) == {
        "fields": {"id", "kind", "name", "comune", "synthetic"},
        "tied to": [served.ids["mother"]],
        "drawn with": [served.ids["mother"]],
        "at the club": [],
    }
    assert "0372" not in served.look(GUEST).text


def test_at_home_who_agreed_to_introduce_is_read_whole(served: Served):
    data = served.look("/nodes/{guest}", "operator:cremonese").json()

    assert (data["node"]["birth_year"], len(data["ties"])) == (1970, 1)  # who is known elsewhere is not of here


def test_who_agreed_to_introduce_still_opens_the_door(served: Served):
    answer = served.look("/pacts/{pact}/proposals").json()

    ways = [way["via"] for one in answer["proposals"] if (way := one["introduction"])]
    assert [{"id": served.ids["guest"], "title": "Una collega"}] in ways


def test_without_the_control_another_district_would_read_the_life_of_who_agreed(served: Served, monkeypatch):
    monkeypatch.setattr("graph.view.disclosure.WAY_IN", frozenset(Person.model_fields))
    assert "phone" in told_of_the_guest(served)["fields"]

    monkeypatch.setattr("graph.view.View.legible", property(lambda view: view))
    assert served.ids["club"] in told_of_the_guest(served)["tied to"]
    assert served.ids["guest"] in told_of_the_guest(served)["at the club"]
