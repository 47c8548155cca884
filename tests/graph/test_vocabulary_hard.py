"""Hard sentences: only what helps answers them, or nothing; and plain ones are still answered as plainly as before."""

from importlib import import_module

import pytest

from graph.vocabulary import scheme, search
from tests.graph.vocabulary_hard import HARD
from tests.graph.vocabulary_queries import Query


def first_three(text: str) -> list[str]:
    return [hit.code for hit in search(text, limit=3)]


@pytest.mark.parametrize("query", HARD, ids=lambda query: query.text)
def test_a_hard_sentence_is_answered_by_what_helps_or_not_at_all(query: Query) -> None:
    found = first_three(query.text)
    assert bool(found) is bool(query.answers)
    assert set(found) <= query.answers


def test_the_answers_of_hard_sentences_exist_and_the_list_is_long() -> None:
    assert all(query.answers <= set(scheme().codes) for query in HARD)
    assert len({query.text for query in HARD}) == len(HARD) >= 100


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("just out of prison", "cooperativa-sociale-b"),
        ("ho perso mio marito", "caffe-alzheimer"),
        ("ricongiungimento familiare", "caffe-alzheimer"),
        ("domestic help", "centro-antiviolenza"),
        ("un posto sicuro per i bambini", "centro-antiviolenza"),
        ("clinic", "servizio-dipendenze"),
        ("places that serve meals and drinks", "servizio-dipendenze"),
        ("vendita di alcolici", "servizio-dipendenze"),
        ("morto", "coltivare-l-orto"),
        ("mio figlio è autistico", "lavori-di-guida"),
    ],
)
def test_what_only_sounds_alike_is_no_answer(text: str, never: str) -> None:
    assert never not in [hit.code for hit in search(text)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("bere qualcosa al bar", "bar"),
        ("drugstore", "farmacia"),
        ("doposcuola per mio figlio disabile", "doposcuola"),
        ("mio marito taglia l'erba", "giardinaggio"),
        ("autista", "lavori-di-guida"),
        ("una donna che dorma da mia madre", "assistente-familiare"),
        ("wifi", "tecnico-informatico"),
        ("mattoni", "muratore"),
    ],
)
def test_a_plain_sentence_with_such_words_is_answered_as_ever(text: str, code: str) -> None:
    assert code in first_three(text)


def test_a_grave_word_finds_a_firm_only_by_its_whole_name_or_where_firms_are_sought() -> None:
    name = scheme().label("ateco-92", "it")
    assert search(name)[0].code == "ateco-92"
    assert "ateco-92" in [hit.code for hit in search("gioco d'azzardo", facet="sector")]
    assert {scheme().get(hit.code).facet for hit in search("gioco d'azzardo")} == {"help"}


@pytest.mark.parametrize(
    ("control", "without", "text"),
    [
        ("labels.decisive", lambda words: frozenset(range(len(words))), "mio figlio è in carcere"),
        ("labels.is_plain", lambda word: False, "matto"),
        ("search.is_grave", lambda text: False, "gioco d'azzardo"),
        ("search.with_trouble_named", lambda text: text, "my mother drinks"),
    ],
    ids=["decisive", "is_plain", "is_grave", "with_trouble_named"],
)
def test_sabotage_without_the_control_a_hard_sentence_is_answered_badly(
    monkeypatch: pytest.MonkeyPatch, control: str, without: object, text: str
) -> None:
    allowed = next(query.answers for query in HARD if query.text == text)
    assert set(first_three(text)) <= allowed
    module, _, name = control.partition(".")
    monkeypatch.setattr(import_module(f"graph.vocabulary.{module}"), name, without)
    assert not set(first_three(text)) <= allowed


def test_services_of_violence_and_addiction_answer_no_ask_but_their_own() -> None:
    for code in ("centro-antiviolenza", "servizio-dipendenze"):
        assert {asked for asked in scheme().codes if scheme().affinity(asked, code)} == {code}
