"""Proposals on the command line: the keys of the contract, the viewer, the way in, and the empty answer."""

import pytest

from tests.api.conftest import Legami, Town, town_records, write

PROPOSAL = {
    "resource",
    "section",
    "band",
    "score",
    "factors",
    "reasons",
    "introduction",
    "evidence",
    "unknown",
}
INTRODUCTION = {"form", "via"}
"""Without a strength: it would tell how close others are to each other."""


def test_the_answer_has_the_keys_of_the_contract(legami: Legami, town: Town):
    outcome = legami("propose", town["pact"], "--json")

    assert outcome.code == 0
    assert {"pact", "snapshot", "policy", "algorithm", "proposals", "excluded"} <= set(outcome.data)
    assert outcome.data["pact"] == town["pact"]
    (proposal,) = outcome.data["proposals"]
    assert set(proposal) >= PROPOSAL
    assert set(proposal["resource"]) == {"id", "kind", "title", "comune"}
    assert proposal["resource"]["id"] == town["club"]
    assert proposal["band"] in ("strong", "possible")
    assert set(proposal["reasons"]) == {"it", "en"}
    assert proposal["reasons"]["it"]
    assert proposal["factors"]
    assert set(proposal["introduction"] or INTRODUCTION) == INTRODUCTION


def test_the_viewer_is_the_operator_of_the_pacts_district_unless_given(legami: Legami, town: Town):
    assert legami("propose", town["pact"], "--json").data["viewer"] == "operator:cremasco"
    assert legami("propose", town["autonomy"], "--json").data["viewer"] == "operator:cremonese"
    assert legami("propose", town["pact"], "--json", "--viewer", "maintenance").data["viewer"] == "maintenance"


def where_unknown(*names: str):
    world, ids = town_records()
    for name in names:
        world.nodes[ids[name]] = world.nodes[ids[name]].model_copy(update={"comune": None})
    return world, ids


def test_a_pact_without_a_comune_is_of_the_district_of_its_party(legami: Legami, tmp_path, monkeypatch):
    world, ids = where_unknown("pact")
    write(world, tmp_path / "lost.sqlite", {"demo": "true"})
    monkeypatch.setenv("LEGAMI_STORE", f"sqlite:///{tmp_path}/lost.sqlite")

    outcome = legami("propose", ids["pact"], "--json")

    assert outcome.code == 0
    assert outcome.data["viewer"] == "operator:cremasco"
    assert legami("propose", ids["pact"], "--viewer", "operator:cremonese").code == 4


def test_where_no_district_is_known_the_viewer_is_one_who_sees_least(legami: Legami, tmp_path, monkeypatch):
    world, ids = where_unknown("pact", "family", "mother")
    write(world, tmp_path / "lost.sqlite", {"demo": "true"})
    monkeypatch.setenv("LEGAMI_STORE", f"sqlite:///{tmp_path}/lost.sqlite")

    outcome = legami("propose", ids["pact"], "--json")

    assert outcome.code == 0
    assert outcome.data["viewer"] == "operator:"
    assert ids["friend"] not in outcome.out
    assert legami("propose", ids["pact"], "--viewer", "operator:cremasco").code == 4


@pytest.mark.parametrize("by", ["id", "name"])
def test_a_pact_of_another_district_looks_like_one_that_is_not_there(legami: Legami, town: Town, by):
    wanted = {"id": town["pact"], "name": "Patto del doposcuola"}[by]
    hidden = legami("propose", wanted, "--viewer", "operator:cremonese")
    absent = legami("propose", "nessuno", "--viewer", "operator:cremonese")

    assert (hidden.code, absent.code) == (4, 4)
    assert hidden.err.replace(wanted, "X") == absent.err.replace("nessuno", "X")


def test_an_operator_of_another_district_finds_no_such_pact(legami: Legami, town: Town):
    assert legami("propose", town["pact"], "--viewer", "operator:cremonese").code == 4


def test_today_is_the_stores_reference_date_unless_given(legami: Legami, town: Town):
    assert legami("propose", town["pact"], "--json").data["at"] == "2026-11-02"
    assert legami("--at", "2026-12-24", "propose", town["pact"], "--json").data["at"] == "2026-12-24"


def test_on_a_store_without_a_reference_date_today_is_today(legami: Legami, town: Town, tmp_path, monkeypatch):
    world, ids = town_records()
    write(world, tmp_path / "real.sqlite", {})
    monkeypatch.setenv("LEGAMI_STORE", f"sqlite:///{tmp_path}/real.sqlite")

    assert legami("propose", ids["pact"], "--json").data["at"] == "2027-03-01"


def test_people_read_reasons_the_way_in_and_what_is_not_known(legami: Legami, town: Town):
    shown = legami("propose", town["pact"]).out

    assert "Risorse della comunità" in shown
    assert "1. Doposcuola del quartiere (" in shown
    assert "- Risponde al bisogno" in shown
    assert "Da chiedere: " in shown
    assert town["club"] in shown
    assert "Decide una persona" in shown
    english = legami("propose", town["pact"], "--lang", "en").out
    assert "Community resources" in english
    assert "It meets the need" in english


def test_people_read_who_looks_and_what_was_left_out_in_their_own_language(legami: Legami, town: Town):
    italian, english = (" ".join(legami("propose", town["pact"], "--lang", each).out.split()) for each in ("it", "en"))

    assert "Come le vede un operatore dell'ambito Cremasco il 2 novembre 2026" in italian
    assert "As seen by an operator of the Cremasco district on 2 November 2026" in english
    assert "operator:" not in italian + english
    keeper = " ".join(legami("propose", town["pact"], "--viewer", "maintenance").out.split())
    assert "Come le vede chi cura l'archivio" in keeper


def test_of_a_body_that_nobody_opens_the_door_of_people_read_how_to_reach_it(legami: Legami, tmp_path, monkeypatch):
    world, ids = town_records()
    reached = {"slots": (), "desk": (), "phone": "0373 000000", "address": "Via di prova 1"}
    world.nodes[ids["club"]] = world.nodes[ids["club"]].model_copy(update=reached)
    write(world, tmp_path / "closed.sqlite", {"demo": "true"})
    monkeypatch.setenv("LEGAMI_STORE", f"sqlite:///{tmp_path}/closed.sqlite")

    assert "(telefono 0373 000000; Via di prova 1)" in " ".join(legami("propose", ids["pact"]).out.split())
    shown = " ".join(legami("propose", ids["pact"], "--lang", "en").out.split())
    assert "(telephone 0373 000000; Via di prova 1)" in shown


def test_no_good_proposal_is_an_answer(legami: Legami, town: Town):
    outcome = legami("propose", town["closed"])

    assert outcome.code == 0
    assert "Nessuna buona proposta" in outcome.out
    assert legami("propose", town["closed"], "--json").data["proposals"] == []


def test_a_pact_that_is_not_open_is_answered_with_a_warning(legami: Legami, town: Town):
    assert "non è aperto" in legami("propose", town["closed"]).err
    assert legami("propose", town["pact"]).err == ""


def test_a_pact_not_yet_signed_on_the_day_is_answered_with_a_warning(legami: Legami, town: Town):
    early = legami("propose", town["pact"], "--at", "2026-08-31", "--json")

    assert early.code == 0
    assert early.data["at"] == "2026-08-31"
    assert "il 31 agosto 2026 questo patto non era ancora firmato (lo è dal 1º settembre 2026)" in early.err
    assert "was not signed yet" in legami("propose", town["pact"], "--at", "2026-08-31", "--lang", "en").err
    assert legami("propose", town["pact"], "--at", "2026-09-01").err == ""


def test_people_read_every_gap_that_programs_get(legami: Legami, tmp_path, monkeypatch):
    world, ids = town_records()
    asks = [{"need": "doposcuola"}, {"need": "corso-italiano"}, {"need": "bisogno-ignoto"}]
    world.nodes[ids["pact"]] = type(world.nodes[ids["pact"]]).model_validate(
        world.nodes[ids["pact"]].model_dump() | {"asks": asks}
    )
    world.nodes[ids["club"]] = world.nodes[ids["club"]].model_copy(update={"free_places": 0})
    write(world, tmp_path / "gaps.sqlite", {"demo": "true"})
    monkeypatch.setenv("LEGAMI_STORE", f"sqlite:///{tmp_path}/gaps.sqlite")

    data = legami("propose", ids["pact"], "--json").data

    assert len(data["gaps"]) > 1
    for language in ("it", "en"):
        shown = " ".join(legami("propose", ids["pact"], "--lang", language).out.split())
        assert all(gap[language] in shown for gap in data["gaps"])


def test_what_was_left_out_is_told_in_sentences(legami: Legami, tmp_path, monkeypatch):
    world, ids = town_records()
    world.nodes[ids["club"]] = world.nodes[ids["club"]].model_copy(update={"free_places": 0})
    write(world, tmp_path / "full.sqlite", {"demo": "true"})
    monkeypatch.setenv("LEGAMI_STORE", f"sqlite:///{tmp_path}/full.sqlite")

    assert legami("propose", ids["pact"], "--json").data["excluded"] == {"places": 1}
    assert "1: Non ha posti liberi." in legami("propose", ids["pact"]).out
    assert "1: It has no free place." in legami("propose", ids["pact"], "--lang", "en").out


def test_a_pact_is_also_known_by_its_name(legami: Legami, town: Town):
    for name in ("Patto del doposcuola", "patto DEL doposcuola", "doposc"):
        assert legami("propose", name, "--json").data["pact"] == town["pact"]


def test_a_name_that_several_pacts_bear_is_wrong_usage(legami: Legami, town: Town):
    outcome = legami("propose", "Patto")

    assert outcome.code == 2
    assert "indica l'identificativo" in outcome.err


@pytest.mark.parametrize("node", ["mother", "club"])
def test_what_is_no_pact_is_not_found(legami: Legami, town: Town, node):
    outcome = legami("propose", town[node])

    assert outcome.code == 4
    assert "non è un patto" in outcome.err


def test_the_limit_holds(legami: Legami, town: Town):
    assert len(legami("propose", town["pact"], "--limit", "1", "--json").data["proposals"]) == 1
    assert legami("propose", town["pact"], "--limit", "1", "--json").data["limit"] == 1
    assert "al massimo 1." in " ".join(legami("propose", town["pact"], "--limit", "1").out.split())
    assert legami("propose", town["pact"], "--limit", "0").code == 2
    assert legami("propose", town["pact"], "--limit", "101").code == 2


def test_an_unknown_viewer_is_wrong_usage(legami: Legami, town: Town):
    assert legami("propose", town["pact"], "--viewer", "operator").code == 2


def test_a_cache_that_cannot_be_used_changes_no_answer(legami: Legami, town: Town, tmp_path, monkeypatch):
    expected = legami("propose", town["pact"], "--json").data
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("LEGAMI_CACHE", str(tmp_path / "file"))

    assert legami("propose", town["pact"], "--json").data == expected
