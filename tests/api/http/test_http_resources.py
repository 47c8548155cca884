"""Resources over HTTP: the documents of the command line, page by page."""

import pytest

from tests.api.conftest import Legami
from tests.api.http.answers import WHO
from tests.api.http.conftest import Served, all_pages, next_page


@pytest.fixture
def of_demo(legami: Legami, demo: Served):
    """What the command line answers from the same store."""

    def call(*arguments: str):
        outcome = legami(*arguments, "--json", "--store", f"sqlite:///{demo.file}")
        assert outcome.code == 0, outcome.err
        return outcome.data

    return call


def test_the_list_of_pacts_is_that_of_the_command_line(demo: Served, of_demo):
    districts = [one["district"] for one in demo.get("/districts").json()]
    lists = [all_pages(demo.client, f"/pacts?limit=7&viewer=operator:{district}") for district in districts]

    assert all(len(page) == 7 for pages in lists for page in pages[:-1])
    here = [pact for pages in lists for page in pages for pact in page]
    assert sorted(here, key=lambda pact: pact["id"]) == of_demo("pacts")


def test_proposals_are_those_of_the_command_line_to_the_last_digit(demo: Served, of_demo):
    for pact in demo.look("/pacts").json()[:4]:
        assert demo.look(f"/pacts/{pact['id']}/proposals?limit=5").json() == of_demo(
            "propose", pact["id"], "--limit", "5"
        )


def test_proposals_for_another_viewer_are_those_of_the_command_line(http: Served, legami: Legami):
    pact = http.ids["pact"]
    there = legami("propose", pact, "--viewer", WHO, "--json", "--store", f"sqlite:///{http.file}").data

    assert http.look("/pacts/{pact}/proposals").json() == there


def test_a_node_is_that_of_the_command_line_for_the_same_viewer(demo: Served, legami: Legami, of_demo):
    found = [one for word in ("scuola", "farmacia", "anna") for one in of_demo("search", word)[:2]]
    assert found

    for one in found:
        there = legami("show", one["id"], "--viewer", WHO, "--json", "--store", f"sqlite:///{demo.file}")
        here = demo.look(f"/nodes/{one['id']}?limit=500")
        assert (here.status_code, there.code) in ((200, 0), (404, 4))
        if there.code == 0:
            assert here.json() == there.data


def test_a_pact_is_that_of_the_command_line_for_the_same_viewer(demo: Served, of_demo):
    for pact in all_pages(demo.client, f"/pacts?viewer={WHO}")[0][:5]:
        there = of_demo("show", pact["id"], "--viewer", WHO)
        assert demo.look(f"/pacts/{pact['id']}").json() == there


def test_search_is_that_of_the_command_line_for_the_same_viewer(demo: Served, of_demo):
    for text in ("scuola", "associazione cremona", "xyz"):
        assert demo.search(text, limit=10).json() == of_demo("search", text, "--limit", "10", "--viewer", WHO)


def test_people_are_found_by_their_own_operator_alone(http: Served):
    assert [one["id"] for one in http.search("madre").json()] == [http.ids["mother"]]
    assert http.search("madre", "operator:cremonese").json() == []


def test_search_keeps_to_the_kinds_and_the_number_asked_for(http: Served):
    assert [one["kind"] for one in http.search("crema", kinds=["public_body"]).json()] == ["public_body"]
    assert len(http.search("patto", limit=1).json()) == 1


def test_the_ties_of_a_node_come_in_pages(http: Served):
    whole = http.look("/nodes/{pact}").json()["ties"]
    pages = all_pages(http.client, f"/nodes/{http.ids['pact']}?limit=1&viewer={WHO}")

    assert len(whole) > 1
    assert [tie for page in pages for tie in page["ties"]] == whole


def test_a_page_that_is_the_last_says_so(http: Served):
    assert next_page(http.look("/pacts")) is None
    assert next_page(http.look("/pacts?limit=1")) is not None


def test_a_pact_shows_both_sides(http: Served):
    sides = http.look("/pacts/{pact}").json()["pact"]

    assert [ask["need"] for ask in sides["asks"]] == ["doposcuola"]
    assert sides["gives"] == ["cucinare"]
    assert [party["id"] for party in sides["parties"]] == [http.ids["family"]]
    assert sides["activations"][0]["status"] == "declined"


def test_the_network_around_a_pact_holds_its_party_and_who_follows_it(http: Served):
    network = http.look("/nodes/{pact}/network?hops=2").json()
    hops = {node["id"]: node["hops"] for node in network["nodes"]}

    assert hops[http.ids["pact"]] == 0
    assert hops[http.ids["family"]] == 1
    assert hops[http.ids["mother"]] == 2
    assert {tie["source"] for tie in network["ties"]} | {tie["target"] for tie in network["ties"]} <= set(hops)
    assert all(abs(node["x"]) <= 1 and abs(node["y"]) <= 1 for node in network["nodes"])


def test_a_network_keeps_to_its_limit_and_counts_the_rest(http: Served):
    network = http.look("/nodes/{pact}/network?limit=2").json()

    assert len(network["nodes"]) == 2
    assert network["left_out"] == len(http.look("/nodes/{pact}/network").json()["nodes"]) - 2


def test_equal_requests_get_equal_networks(demo: Served):
    pact = demo.look("/pacts").json()[0]["id"]
    for path in (f"/nodes/{pact}/network?hops=2", "/districts/cremasco/network"):
        assert demo.look(path).content == demo.look(path).content


def test_a_district_is_drawn_with_its_bodies_over_its_comuni(demo: Served):
    districts = {one["district"]: one["comuni"] for one in demo.client.get("/districts").json()}
    network = demo.look("/districts/casalasco/network?limit=50", "operator:casalasco").json()

    assert districts == {"casalasco": 17, "cremasco": 48, "cremonese": 48}
    assert len(network["comuni"]) == 17
    assert len(network["nodes"]) == 50
    assert network["left_out"] > 0
    assert network["ties"]
    assert all(abs(node["x"]) < 60 and abs(node["y"]) < 60 for node in network["nodes"])
    codes = {comune["comune"] for comune in network["comuni"]}
    assert {node["comune"] for node in network["nodes"]} <= codes


def test_relations_are_counted_outside_the_home(http: Served):
    relations = http.look("/pacts/{pact}/relations").json()

    assert relations["ties"] == {"kin": 0, "social": 1, "civic": 0, "work": 0, "services": 0}
    assert relations["kinds"] == {"person": 1}
    assert (relations["people"], relations["circles"]) == (1, 1)
    assert (relations["density"], relations["effective_size"]) == (None, 1.0)


def test_a_party_without_relations_has_what_is_not_defined_as_null(http: Served):
    relations = http.look("/pacts/{autonomy}/relations", "operator:cremonese").json()

    assert (relations["people"], relations["circles"], relations["effective_size"]) == (0, 0, None)


def test_the_service_says_what_it_is_and_that_it_is_well(http: Served):
    welcome, health = http.get("/").json(), http.get("/health").json()

    assert welcome["notice"]["it"].startswith("Dimostrazione")
    assert "/pacts/{id}/proposals" in welcome["resources"]
    assert (health["status"], health["commit"], health["today"]) == ("ok", 1, "2026-11-02")
