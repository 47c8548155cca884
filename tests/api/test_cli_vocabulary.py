"""Words to describe with: the concepts of the vocabulary, and the kinds of tables to fill; neither needs a store."""

from pathlib import Path

import pytest

from api.cli.vocabulary_commands import FACETS
from graph.kinds import SCHEMA
from graph.vocabulary import FACETS as DECLARED
from graph.vocabulary import scheme
from tests.api.conftest import Legami, Town


@pytest.fixture(autouse=True)
def no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGAMI_STORE", f"sqlite:///{tmp_path}/none.sqlite")


def test_without_words_the_whole_vocabulary_is_listed(legami: Legami):
    outcome = legami("concepts", "--json")

    assert outcome.code == 0
    assert [one["code"] for one in outcome.data] == list(scheme().codes)
    assert {"code", "label", "facet", "broader"} == set(outcome.data[0])
    assert {"code": "patente-c", "facet": "licence", "broader": "patente-b"}.items() <= next(
        one for one in outcome.data if one["code"] == "patente-c"
    ).items()


def test_words_find_concepts_best_first_also_when_mistyped(legami: Legami):
    assert legami("concepts", "dopo scuola", "--json").data[0]["code"] == "doposcuola"
    assert legami("concepts", "doposcola", "--json").data[0]["code"] == "doposcuola"


@pytest.mark.parametrize("facet", DECLARED)
def test_a_facet_narrows_the_list_and_the_search(legami: Legami, facet):
    listed = legami("concepts", "--facet", facet, "--json").data
    found = legami("concepts", "italiano", "--facet", facet, "--json").data

    assert {one["facet"] for one in listed} == {facet}
    assert {one["facet"] for one in found} <= {facet}


def test_official_activities_are_found_by_words_and_codes_and_lead_to_our_sectors(legami: Legami):
    found = legami("concepts", "81.30", "--of", "ateco", "--json").data
    assert found[0]["notation"] == "ateco2025:81.30"
    assert found[0]["concept"] == "cura-del-verde"
    assert "giardinaggio" in legami("concepts", "giardinaggio", "--of", "ateco").out


def test_official_entries_are_read_from_a_folder_of_theirs(legami: Legami, tmp_path: Path):
    (tmp_path / "any.csv").write_text("code,conceptUri,label_it,label_en\n7212,,Saldatori,Welders\n", "utf-8")
    found = legami("concepts", "welders", "--of", str(tmp_path), "--json").data
    label = {"it": "Saldatori", "en": "Welders"}
    assert found == [{"notation": "isco08:7212", "label": label, "facet": "occupation", "concept": "saldatore"}]


@pytest.mark.parametrize("words", [("--of", "ateco"), ("welder", "--of", "no/such/folder")])
def test_an_official_search_without_words_or_folder_is_refused(legami: Legami, words: tuple[str, ...]):
    outcome = legami("concepts", *words, "--json")
    assert outcome.code in (1, 2)
    assert outcome.data["error"]["message"]["it"]


def test_every_facet_has_its_word():
    assert tuple(FACETS) == DECLARED


def test_an_unknown_facet_is_answered_with_the_known_ones(legami: Legami):
    outcome = legami("concepts", "--facet", "hobby")

    assert outcome.code == 2
    assert all(facet in outcome.err for facet in DECLARED)


def test_people_read_labels_and_codes_in_their_language(legami: Legami):
    concept = scheme().get("doposcuola")
    italian, english = legami("concepts", "doposcuola").out, legami("concepts", "doposcuola", "--lang", "en").out

    assert concept.it in italian
    assert concept.en in english
    assert "doposcuola" in english


@pytest.mark.parametrize("text", ["zzzzqqqq", "", " ", "the"])
def test_words_that_mean_nothing_find_nothing(legami: Legami, text):
    assert legami("concepts", text, "--json").data == []
    assert "Prova con altre parole" in legami("concepts", text).out


def test_without_a_kind_the_kinds_of_tables_are_listed(legami: Legami):
    outcome = legami("template", "--json")

    assert outcome.code == 0
    assert [one["kind"] for one in outcome.data] == [*SCHEMA.node_names, *SCHEMA.tie_names]
    assert outcome.data[0] == {"kind": "person", "record": "node", "title": {"it": "Persona", "en": "Person"}}
    shown = legami("template").out
    assert all(name in shown for name in (*SCHEMA.node_names, *SCHEMA.tie_names))


def test_an_unknown_kind_is_answered_with_the_nearest_and_where_all_are(legami: Legami):
    message = legami("template", "asociation", "--json").data["error"]["message"]

    for language in ("it", "en"):
        assert "association" in message[language]
        assert "legami template" in message[language]


@pytest.mark.parametrize("kind", [*SCHEMA.node_names, *SCHEMA.tie_names])
def test_a_template_that_nobody_filled_writes_nothing(legami: Legami, town: Town, tmp_path, kind):
    before = legami("info", "--json").data["commit"]
    file = tmp_path / "empty.csv"
    file.write_text(legami("template", kind).out, "utf-8")

    outcome = legami("import", "table", str(file), "--json")

    assert (outcome.code, outcome.data["error"]["code"]) == (1, "invalid_input")
    assert (outcome.data["accepted"], outcome.data["rejected"]) == (0, [])
    assert legami("info", "--json").data["commit"] == before
