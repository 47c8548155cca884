"""Pacts, search and show: what is there, for whom, in both forms and both languages."""

import pytest

from graph.kinds import Association, Person, School, Source
from graph.store import Author, Create, open_store
from graph.view import MAINTENANCE
from graph.view import Viewer as RealViewer
from tests.api.conftest import NOW, Legami, Town, town_records, write
from tests.factory import World

CREMONESE = ("--viewer", "operator:cremonese")
CREMASCO = ("--viewer", "operator:cremasco")


def test_pacts_are_listed_with_id_and_kind(legami: Legami, town: Town):
    outcome = legami("pacts", "--json")

    assert outcome.code == 0
    assert [(pact["id"], pact["kind"]) for pact in outcome.data] == [
        (town["pact"], "inclusion_pact"),
        (town["closed"], "inclusion_pact"),
        (town["autonomy"], "autonomy_pact"),
    ]
    assert outcome.data[0] | {"name": "Patto del doposcuola", "status": "open", "comune": "019035"} == outcome.data[0]


def test_people_read_pacts_with_the_id_that_the_next_command_needs(legami: Legami, town: Town):
    shown = legami("pacts").out

    assert town["pact"] in shown
    assert "Patto di inclusione" in shown
    assert "Crema" in shown
    assert "legami propose PATTO" in shown
    assert "Inclusion pact" in legami("pacts", "--lang", "en").out


def test_an_empty_list_is_an_answer(legami: Legami, tmp_path, monkeypatch):
    write(type(town_records()[0])(), tmp_path / "empty.sqlite", {"demo": "true"})
    monkeypatch.setenv("LEGAMI_STORE", f"sqlite:///{tmp_path}/empty.sqlite")

    assert legami("pacts", "--json").data == []
    assert "Non c'è ancora nessun patto" in legami("pacts").out
    assert legami("search", "qualcosa", "--json").data == []


def test_search_finds_nodes_by_the_beginning_of_their_words(legami: Legami, town: Town):
    outcome = legami("search", "dopo quart", "--json")

    assert outcome.data == [
        {
            "id": town["club"],
            "kind": "childcare_service",
            "name": "Doposcuola del quartiere",
            "comune": "019035",
            "address": None,
            "code": None,
        }
    ]
    assert town["club"] in legami("search", "dopo quart").out


def test_bodies_of_one_name_are_told_apart_by_address_and_code(legami: Legami, town: Town):
    store = open_store(town.url)
    world = World(seed=77)
    for street, key in (("via Prima 1", "PROVA01"), ("via Seconda 2", "PROVA02")):
        source = Source(name="scuole-statali", key=key)
        world.add(School, "Scuola del quartiere", comune="019035", address=street, sources=(source,))
    store.apply([Create(node) for node in world.nodes.values()], Author("test", NOW))
    store.close()

    found = legami("search", "scuola quartiere", "--json").data
    drawn = " ".join(legami("search", "scuola quartiere").out.split())

    assert sorted((one["address"], one["code"]) for one in found) == [
        ("via Prima 1", "scuole-statali:PROVA01"),
        ("via Seconda 2", "scuole-statali:PROVA02"),
    ]
    assert "via Prima 1" in drawn
    assert "via Seconda 2" in drawn


def test_of_people_of_one_name_a_search_tells_neither_address_nor_code(legami: Legami, town: Town):
    store = open_store(town.url)
    world = World(seed=78)
    for street in ("via Prima 1", "via Seconda 2"):
        world.add(Person, "Persona omonima", comune="019035", address=street, tax_code="X")
    store.apply([Create(node) for node in world.nodes.values()], Author("test", NOW))
    store.close()

    assert [(one["address"], one["code"]) for one in legami("search", "omonima", "--json").data] == [(None, None)] * 2
    assert "via " not in legami("search", "omonima").out


def test_a_search_without_a_hit_says_what_to_try(legami: Legami, town: Town):
    outcome = legami("search", "introvabile")

    assert outcome.code == 0
    assert "Prova con meno parole" in outcome.out


def test_a_search_for_nothing_is_wrong_usage(legami: Legami, town: Town):
    assert legami("search", " ").code == 2


def test_an_operator_does_not_find_people_of_another_district(legami: Legami, town: Town):
    assert legami("search", "madre", "--json", *CREMASCO).data != []
    assert legami("search", "madre", "--json", *CREMONESE).data == []


def test_show_gives_a_node_with_its_ties_in_both_directions(legami: Legami, town: Town):
    data = legami("show", town["mother"], "--json").data

    assert data["node"]["id"] == town["mother"]
    ties = {tie["other"]["id"]: tie for tie in data["ties"]}
    assert set(ties) == {town["family"], town["friend"], town["operator"]}
    assert ties[town["friend"]]["direction"] == "out"
    assert ties[town["friend"]]["ended"] is False
    assert ties[town["operator"]]["ended"] is True
    back = legami("show", town["friend"], "--json").data["ties"]
    assert [(tie["direction"], tie["other"]["kind"]) for tie in back] == [("in", "person")]


@pytest.mark.parametrize("name", ["Una madre", "una MADRE", "madr"])
def test_a_node_is_also_known_by_its_name(legami: Legami, town: Town, name):
    assert legami("show", name, "--json").data["node"]["id"] == town["mother"]


def test_a_pact_known_by_its_name_is_shown_with_both_sides(legami: Legami, town: Town):
    assert legami("show", "doposcuola patto", "--json").data["pact"]["gives"] == ["cucinare"]


def test_a_name_that_several_nodes_bear_is_wrong_usage(legami: Legami, town: Town):
    outcome = legami("show", "prova")

    assert outcome.code == 2
    assert "indica l'identificativo" in outcome.err


def test_a_whole_name_wins_over_names_that_only_begin_so(legami: Legami, tmp_path, monkeypatch):
    world, ids = town_records()
    world.add(Association, "Una madre e un padre")
    write(world, tmp_path / "two.sqlite", {"demo": "true"})
    monkeypatch.setenv("LEGAMI_STORE", f"sqlite:///{tmp_path}/two.sqlite")

    assert legami("show", "una madre", "--json").data["node"]["id"] == ids["mother"]
    assert legami("show", "una madr").code == 2


def test_a_hidden_name_neither_answers_nor_makes_another_ambiguous(legami: Legami, tmp_path, monkeypatch):
    world, ids = town_records()
    other = world.add(Person, "Una madre", comune="019036", birth_year=1991)
    write(world, tmp_path / "two.sqlite", {"demo": "true"})
    monkeypatch.setenv("LEGAMI_STORE", f"sqlite:///{tmp_path}/two.sqlite")

    assert legami("show", "Una madre").code == 2
    assert legami("show", "Una madre", "--json", *CREMASCO).data["node"]["id"] == ids["mother"]
    assert legami("show", "Una madre", "--json", *CREMONESE).data["node"]["id"] == other


def test_a_hidden_name_looks_like_one_that_is_not_there(legami: Legami, town: Town):
    hidden, absent = legami("show", "Una madre", *CREMONESE), legami("show", "Una nonna", *CREMONESE)

    assert (hidden.code, absent.code) == (4, 4)
    assert hidden.err.replace("Una madre", "X") == absent.err.replace("Una nonna", "X")


def test_without_the_control_a_hidden_name_would_answer(legami: Legami, town: Town, monkeypatch):
    monkeypatch.setattr("api.reading.Reading.sees", lambda self, id: True)
    monkeypatch.setattr("graph.view.HIDDEN_NODES", ())

    assert legami("show", "Una madre", *CREMONESE).code == 0


@pytest.mark.parametrize("command", [("show", "Una madre"), ("search", "madre"), ("propose", "Patto del doposcuola")])
def test_a_viewer_of_a_district_that_is_not_there_is_told_which_ones_are(legami: Legami, town: Town, command):
    outcome = legami(*command, "--viewer", "operator:atlantide")

    assert outcome.code == 2
    assert "cremasco, cremonese" in outcome.err


def test_of_who_agreed_to_introduce_another_district_reads_the_name_and_the_comune(legami: Legami, town: Town):
    data = legami("show", town["friend"], "--json", *CREMONESE).data

    assert (data["node"]["name"], data["node"]["comune"]) == ("Un'amica", "019035")
    assert set(data["node"]) == {"id", "kind", "synthetic", "name", "comune"}
    assert data["ties"] == []
    shown = legami("show", "Un'amica", *CREMONESE).out
    assert "Comune di residenza: Crema" in shown
    assert "1985" not in shown
    assert "1985" in legami("show", "Un'amica", *CREMASCO).out


def test_people_read_ties_in_words(legami: Legami, town: Town):
    shown = legami("show", town["mother"]).out

    assert "Amicizia" in shown
    assert "finito" in shown
    assert "Comune di residenza: Crema" in shown
    assert town["friend"] in shown
    assert "Friendship" in legami("show", town["mother"], "--lang", "en").out


@pytest.mark.parametrize("viewer", [(), ("--viewer", "maintenance"), CREMASCO])
def test_protection_is_shown_to_nobody(legami: Legami, town: Town, viewer):
    for node in ("mother", "stranger"):
        for form in ((), ("--json",)):
            outcome = legami("show", town[node], *viewer, *form)
            assert outcome.code == 0
            assert "no_contact" not in outcome.out
            assert "contatto" not in outcome.out
            assert "riservato" not in outcome.out


def test_without_the_control_protection_would_show(legami: Legami, town: Town, monkeypatch):
    monkeypatch.setattr("api.reading.HIDDEN_LAYER", "none")

    assert "no_contact" in legami("show", town["mother"], "--json").out


def test_the_id_of_a_tie_is_no_node(legami: Legami, town: Town):
    tie = legami("show", town["mother"], "--json").data["ties"][0]["id"]

    assert legami("show", tie).code == 4


def test_an_operator_sees_no_private_tie(legami: Legami, town: Town):
    data = legami("show", town["mother"], "--json", *CREMASCO).data

    assert {tie["other"]["id"] for tie in data["ties"]} == {town["family"], town["friend"]}


def test_what_a_viewer_may_not_see_looks_like_what_is_not_there(legami: Legami, town: Town):
    hidden = legami("show", town["mother"], "--json", *CREMONESE)
    absent = legami("show", "0192d0e0-7b3a-7000-8000-00000000abcd", "--json", *CREMONESE)

    assert (hidden.code, absent.code) == (4, 4)
    assert hidden.data["error"]["message"]["en"].replace(town["mother"], "X") == absent.data["error"]["message"][
        "en"
    ].replace("0192d0e0-7b3a-7000-8000-00000000abcd", "X")


def test_without_the_view_an_operator_would_see_another_district(legami: Legami, town: Town, monkeypatch):
    monkeypatch.setattr(RealViewer, "parse", classmethod(lambda cls, text: MAINTENANCE))

    assert legami("show", town["mother"], *CREMONESE).code == 0


def test_a_pact_is_shown_with_both_sides(legami: Legami, town: Town):
    data = legami("show", town["pact"], "--json").data["pact"]

    assert [ask["need"] for ask in data["asks"]] == ["doposcuola"]
    assert data["gives"] == ["cucinare"]
    assert [one["title"] for one in data["parties"]] == ["Famiglia di prova"]
    assert [one["title"] for one in data["partners"]] == ["Comune di Crema"]
    assert [one["title"] for one in data["operators"]] == ["Un'operatrice"]
    assert [(one["id"], one["status"]) for one in data["activations"]] == [(town["library"], "declined")]


def test_people_read_a_pact_as_two_sides(legami: Legami, town: Town):
    shown = legami("show", town["pact"]).out

    assert shown.index("Chiede") < shown.index("Dà in cambio") < shown.index("Ente che firma")
    assert "Biblioteca [red]vivente[/] (rifiutata)" in shown
    assert f"legami propose {town['pact']}" in shown


@pytest.mark.parametrize("command", ["search madre", "show {mother}", "propose {pact}", "pacts"])
def test_reading_real_people_says_that_it_is_not_audited_yet(
    legami: Legami, town: Town, tmp_path, monkeypatch, command
):
    world, ids = town_records()
    write(world, tmp_path / "real.sqlite", {})
    monkeypatch.setenv("LEGAMI_STORE", f"sqlite:///{tmp_path}/real.sqlite")
    arguments = command.format(**ids).split()

    assert "non sono ancora registrate" in legami(*arguments).err
    assert "not audited yet" in legami(*arguments, "--lang", "en").err


def test_a_demonstration_needs_no_such_warning(legami: Legami, town: Town):
    assert legami("search", "madre").err == ""
