"""The map of a district: bodies one by one, people only where many are counted together."""

from graph.kinds import Person
from tests.api.conftest import write
from tests.api.http.answers import WHO, client_of
from tests.api.http.community import community
from tests.api.http.conftest import Served


def people_on_the_map(http: Served) -> list[str]:
    """Ids of people, and names, that the answer about a district holds in whatever form."""
    text = http.look("/districts/cremasco/network?limit=2000").text
    people = {
        name: id
        for name, id in http.ids.items()
        if name in ("family", "mother", "avoided", "secret", "helper", "few", "pact")
    }
    return [name for name, id in people.items() if id in text] + [word for word in ("madre", "vicina") if word in text]


def test_nobody_is_a_point_on_the_map_of_a_district(served: Served):
    assert people_on_the_map(served) == []


def test_without_the_control_of_the_map_nobody_is_drawn_either(served: Served, monkeypatch):
    monkeypatch.setattr("api.networks.BODIES", ("association", "person"))

    assert served.look("/districts/cremasco/network").status_code == 500


def test_without_both_controls_people_would_be_drawn(served: Served, monkeypatch):
    monkeypatch.setattr("api.networks.BODIES", ("association", "person"))
    monkeypatch.setattr("api.drawn_shapes.PERSONAL_KINDS", ())

    assert "mother" in people_on_the_map(served)


def test_few_people_of_a_comune_are_not_counted(served: Served):
    network = served.look("/districts/cremasco/network").json()

    counts = {comune["title"]: (comune["persons"], comune["families"]) for comune in network["comuni"]}
    assert counts == {"Crema": (None, None), "Offanengo": (None, None)}


def test_many_people_of_a_comune_are_counted(tmp_path):
    world, ids = community()
    for _ in range(4):
        world.add(Person, "Una persona", comune="019035")
    write(world, tmp_path / "many.sqlite", {"demo": "true"})

    with client_of(tmp_path / "many.sqlite") as client:
        network = client.get(f"/districts/cremasco/network?viewer={WHO}").json()
        elsewhere = client.get("/districts/cremasco/network?viewer=operator:cremonese").json()

    assert [comune["persons"] for comune in network["comuni"]] == [8, None]
    assert [comune["persons"] for comune in elsewhere["comuni"]] == [None, None]
    assert ids["mother"] not in str(network)
