"""Search: what an operator types finds the concept; nonsense finds nothing; notes are read carefully."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.vocabulary import concepts_in, scheme, search

SCHEME = scheme()

QUERIES = {
    "dopo scuola": "doposcuola",
    "doposcuole": "doposcuola",
    "badanti": "assistente-familiare",
    "trovare una badante": "sportello-assistenti-familiari",
    "aiuto compiti": "aiutare-nei-compiti",
    "corsi di italiano": "corso-italiano",
    "vorrei imparare l'italiano": "imparare-italiano",
    "trovare lavoro": "orientamento-lavoro",
    "giardinieri": "giardiniere",
    "giardinere": "giardiniere",
    "attivita estive": "attivita-estive",
    "asilo estivo": "attivita-estive",
    "night school": "imparare-un-mestiere",
    "corsi serali": "imparare-un-mestiere",
    "caffe alzheimer": "caffe-alzheimer",
    "caffè alzaimer": "caffe-alzheimer",
    "societa sportive": "societa-sportiva",
    "biciclete da riparare": "riparare-biciclette",
    "patente B": "patente-b",
    "patente C": "patente-c",
    "motorini": "patente-am",
    "asili nido": "nido",
    "banca tempo": "banca-del-tempo",
    "bancadeltempo": "banca-del-tempo",
    "consultori": "consultorio",
    "tirocini": "tirocinio-extracurricolare",
    "lavanderie": "lavanderia",
    "magazino": "magazzino",
    "agricultura": "agricoltura",
    "qualcuno che tiene i bambini il pomeriggio": "pomeriggi-dei-bambini",
    "compagnia al nonno": "compagnia-anziano",
    "trasporto la sera": "trasporto",
    "after school clubs": "doposcuola",
    "driving license": "patente-b",
    "nurseries": "nido",
    "gardeners": "giardiniere",
    "gardning": "giardinaggio",
    "bookeeping": "tenere-la-contabilita",
    "vegetable gardens": "coltivare-l-orto",
    "reading alowd": "lettura-ad-alta-voce",
    "warehouse": "magazzino",
    "tailors": "sarto",
    "business ideas": "avvio-impresa",
    "meals on wheel": "pasti-a-domicilio",
    "company for grandfather": "compagnia-anziano",
    "learn Italian": "imparare-italiano",
    "bike repairs": "riparare-biciclette",
}


@pytest.mark.parametrize(("query", "code"), QUERIES.items())
def test_what_people_type_finds_the_concept_among_the_first_three(query: str, code: str) -> None:
    assert code in [hit.code for hit in search(query, limit=3)]


@pytest.mark.parametrize("query", ["xyzzy qwerty", "asdfgh", "blorf", "", " … ", "il la di", "the of"])
def test_nonsense_finds_nothing(query: str) -> None:
    assert search(query) == ()


MEANINGLESS_HERE = """
il principio di indeterminazione di Heisenberg
una collezione di francobolli dell'Ottocento
l'eruzione del vulcano Stromboli
il punteggio dell'incontro di cricket
la distanza tra Giove e Saturno
fossili di dinosauro del Cretaceo
la dimostrazione del teorema di Fermat
una sonda spaziale oltre Nettuno
la barriera corallina e gli squali
le dinastie dei faraoni
quantum entanglement of photons
rare Victorian postage stamps
a volcanic eruption in Iceland
yesterday's cricket scores
the distance between Jupiter and Saturn
dinosaur fossils of the Cretaceous
the proof of Fermat's last theorem
a spacecraft orbiting Neptune
coral reefs and sharks
the pharaohs of the third dynasty
"""


@pytest.mark.parametrize("query", MEANINGLESS_HERE.strip().splitlines())
def test_what_means_nothing_here_finds_nothing(query: str) -> None:
    assert search(query) == ()


def test_without_a_lowest_score_what_means_nothing_here_would_find_something(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.vocabulary.labels.LOWEST_SCORE", 0.0)
    assert search("rare Victorian postage stamps") or search("la distanza tra Giove e Saturno")


def test_what_is_shown_for_a_cue_is_the_preferred_label_in_its_language() -> None:
    assert [(hit.code, hit.label) for hit in search("sfratto")] == [
        ("abitare", "casa e affitto"),
        ("sportello-casa", "sportello casa"),
    ]
    assert search("eviction")[0].label == "housing and rent"


def test_a_label_wins_over_cues_and_a_whole_phrase_over_its_words() -> None:
    assert search("badante")[0].code == "assistente-familiare"
    assert search("padrone di casa")[0].code == "abitare"
    assert search("supermercato")[0].score > search("spesa")[0].score


@pytest.mark.parametrize(
    ("age", "code"),
    [("ha 87 anni e vive sola", "compagnia-anziano"), ("a 90-year-old on her own", "compagnia-anziano")],
)
def test_an_age_in_figures_tells_the_time_of_life(age: str, code: str) -> None:
    assert code in [hit.code for hit in search(age, limit=3)]


def test_every_preferred_label_finds_its_concept_first() -> None:
    lost = [label for code in SCHEME.codes for label in SCHEME.get(code).labels[:2] if search(label)[0].code != code]
    assert lost == []


@given(st.text(max_size=400))
def test_any_text_can_be_searched_and_scores_fall(text: str) -> None:
    hits = search(text, limit=5)
    assert len(hits) <= 5
    assert all(0 < hit.score <= 1 and hit.label in SCHEME.get(hit.code).labels for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_facet_keeps_only_its_own_concepts() -> None:
    assert search("giardinaggio", facet="skill")[0].code == "giardinaggio"
    assert all(SCHEME.get(hit.code).facet == "sector" for hit in search("giardinaggio", facet="sector"))


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Cerca un doposcuola per i figli; il padre ha la patente B e lavora di notte.", ("doposcuola", "patente-b")),
        ("Offre di cucire e cucinare. Chiede pasti a domicilio.", ("cucire", "cucinare", "pasti-a-domicilio")),
        ("Wants outdoor work, two years in a warehouse.", ("lavori-all-aperto", "magazzino")),
        ("Frequenta un corso di italiano.", ("corso-italiano",)),
        ("Abitano vicino alla stalla, la casa è piccola, il bar è chiuso.", ()),
        ("Ha un contratto con la compagnia telefonica.", ()),
        ("", ()),
    ],
)
def test_a_note_gives_only_what_it_names(note: str, expected: tuple[str, ...]) -> None:
    assert concepts_in(note) == expected


@given(st.lists(st.sampled_from(SCHEME.codes), max_size=4))
def test_labels_written_in_a_note_are_found_once_each(codes: list[str]) -> None:
    found = concepts_in(". E poi ".join(SCHEME.label(code, "it") for code in codes))
    lone_sectors = {code for code in codes if SCHEME.get(code).facet == "sector"}
    assert len(found) == len(set(found))
    assert set(codes) - lone_sectors <= set(found)


@pytest.mark.parametrize(
    "words", ["mia moglie mi picchia", "mio marito", "mia moglie", "my husband beats me", "my wife"]
)
def test_a_word_of_kinship_alone_tells_no_illness(words: str) -> None:
    assert "caffe-alzheimer" not in [hit.code for hit in search(words)]


@pytest.mark.parametrize("words", ["mio marito non ricorda", "mia moglie dimentica", "my husband forgets"])
def test_failing_memory_still_finds_the_cafe_whoever_it_is_that_forgets(words: str) -> None:
    assert "caffe-alzheimer" in [hit.code for hit in search(words, limit=2)]
