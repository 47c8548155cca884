"""The declared scheme is whole, sound and speaks both languages; a wrong declaration is refused."""

import csv
import gzip
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InvalidRecord, NotFound
from graph.vocabulary import FACETS, Concept, Scheme, scheme
from graph.vocabulary.concepts import CONCEPTS

SCHEME = scheme()
codes = st.sampled_from(SCHEME.codes)

PROMISED = """
nido; micronido; tempo per le famiglie; scuola dell'infanzia; pre e post scuola; doposcuola; centro ricreativo estivo;
grest; spazio compiti; ludoteca; centro per le famiglie; consultorio; servizio di assistenza domiciliare;
centro diurno integrato; RSA; RSA aperta; pasti a domicilio; telesoccorso; trasporto sociale; gruppo di cammino;
centro sociale anziani; sportello assistenti familiari; caffè Alzheimer; sollievo; respite; oratorio; banca del tempo;
gruppo di auto mutuo aiuto; affiancamento familiare; emporio solidale; orto sociale; biblioteca; corso di italiano;
CPIA; società sportiva dilettantistica; Pro Loco; Protezione civile; Caritas; patronato; associazione di categoria;
associazione degli agricoltori; associazione degli artigiani; associazione dei commercianti;
associazione degli industriali; associazione delle cooperative; centro per l'impiego; servizi al lavoro accreditati;
Informagiovani; tirocinio extracurricolare; apprendistato; servizio civile; bottega; formazione duale;
agenzia per il lavoro; cooperativa sociale di tipo B; sportello nuova impresa; microcredito; incubatore; coworking;
mentore d'impresa
"""


@pytest.mark.parametrize("label", [label.strip() for label in PROMISED.split(";")])
def test_every_promised_name_resolves(label: str) -> None:
    assert SCHEME.resolve(label) in SCHEME


@pytest.mark.parametrize("label", ["cucire", "cooking", "arabo", "bookkeeping", "vegetable garden", "reading aloud"])
def test_what_the_situations_offer_resolves(label: str) -> None:
    assert SCHEME.resolve(label) in SCHEME


def test_a_label_resolves_whatever_its_case_and_accents() -> None:
    assert SCHEME.resolve("CAFFE ALZHEIMER") == SCHEME.resolve("caffè alzheimer") == "caffe-alzheimer"
    assert SCHEME.resolve("non esiste") is None


@given(codes)
def test_every_label_of_a_concept_leads_back_to_it(code: str) -> None:
    assert {SCHEME.resolve(label) for label in (code, *SCHEME.get(code).labels)} == {code}


def test_every_facet_is_used_and_codes_are_sorted() -> None:
    assert {concept.facet for concept in SCHEME.concepts} == set(FACETS)
    assert list(SCHEME.codes) == sorted(concept.code for concept in CONCEPTS)


def test_a_service_whose_name_tells_a_private_matter_is_marked() -> None:
    telling = {concept.code for concept in SCHEME.concepts if concept.sensitive}
    assert telling == {
        "caffe-alzheimer",
        "centro-antiviolenza",
        "consultorio",
        "gruppo-auto-mutuo-aiuto",
        "servizio-dipendenze",
    }


@given(codes)
def test_ancestors_and_descendants_mirror_each_other(code: str) -> None:
    assert all(code in SCHEME.descendants(above) for above in SCHEME.ancestors(code))
    assert all(code in SCHEME.ancestors(below) for below in SCHEME.descendants(code))
    assert code not in SCHEME.ancestors(code)
    assert set(SCHEME.narrower(code)) <= set(SCHEME.descendants(code))


@given(codes)
def test_the_line_above_stays_in_one_facet_and_related_is_symmetric(code: str) -> None:
    assert {SCHEME.get(above).facet for above in SCHEME.ancestors(code)} <= {SCHEME.get(code).facet}
    assert all(code in SCHEME.related(other) for other in SCHEME.related(code))


@given(st.text(max_size=300))
def test_an_unknown_code_is_refused_in_both_languages(code: str) -> None:
    if code not in SCHEME:
        with pytest.raises(NotFound) as refusal:
            SCHEME.get(code)
        assert refusal.value.message.it
        assert refusal.value.message.en


def test_a_mistyped_code_suggests_the_nearest() -> None:
    with pytest.raises(NotFound, match="doposcuola"):
        SCHEME.get("dopo-scuola")


def test_a_label_is_given_in_the_language_asked() -> None:
    assert (SCHEME.label("nido", "it"), SCHEME.label("nido", "en")) == ("nido", "day nursery")


def test_a_finer_activity_code_is_found_under_the_coarser_one() -> None:
    assert SCHEME.by_notation("ateco2025:81.30.00") == "cura-del-verde"
    assert SCHEME.by_notation("ateco2025:95.29.30") == "sartoria"
    assert SCHEME.by_notation("ateco2025:88.91.00") == "istruzione-e-infanzia"
    assert SCHEME.by_notation("ateco2025:99.00") == "ateco-99"
    assert SCHEME.by_notation("ateco2025:04.00") is None


def test_an_occupation_code_is_found_whether_exact_or_close() -> None:
    assert SCHEME.by_notation("isco08:6113") == "giardiniere"
    assert SCHEME.by_notation("isco08:5131") == "cameriere"
    assert SCHEME.by_notation("isco08:0000") is None


def made(code: str, **changes: object) -> Concept:
    given: dict[str, object] = {"facet": "help", "it": f"{code} it", "en": f"{code} en"} | changes
    return Concept(code=code, **given)  # type: ignore[arg-type]


WRONG = {
    "a code twice": [made("a"), made("a")],
    "a code with capitals": [made("Aà")],
    "an unknown facet": [made("a", facet="colour")],
    "a broader that does not exist": [made("a", broader="b")],
    "a related that does not exist": [made("a", related=("b",))],
    "a circle": [made("a", broader="b"), made("b", broader="a")],
    "a concept above itself": [made("a", broader="a")],
    "a broader of another facet": [made("a", broader="b"), made("b", facet="skill")],
    "related to what is above": [made("a", broader="b", related=("b",)), made("b")],
    "related to itself": [made("a", related=("a",))],
    "a label of two concepts": [made("a", alt_it=("Sì",)), made("b", alt_en=("si",))],
    "an empty label": [made("a", en=" ")],
    "a notation that cannot be read": [made("a", exact=("6113",))],
    "a notation exact for two": [made("a", exact=("esco:1.1",)), made("b", exact=("esco:1.1",))],
    "an activity code outside the sectors": [made("a", close=("ateco2025:88.91",))],
}


@pytest.mark.parametrize("concepts", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_declaration_is_refused(concepts: list[Concept]) -> None:
    with pytest.raises(InvalidRecord):
        Scheme(concepts)


def test_without_the_rules_a_wrong_declaration_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.vocabulary.rules.RULES", ())
    for fault in ("a code twice", "a broader that does not exist", "a circle", "a label of two concepts"):
        assert len(Scheme(WRONG[fault])) > 0


def test_starting_up_loads_no_heavy_library() -> None:
    heavy = "{'numpy', 'rapidfuzz', 'snowballstemmer'}"
    code = f"import sys; from graph.vocabulary import scheme; scheme(); print(sorted({heavy} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def published(classifications: Path) -> Iterator[str]:
    csv.field_size_limit(10_000_000)
    with (classifications / "ateco_2025.csv").open(encoding="utf-8", newline="") as rows:
        yield from (f"ateco2025:{row['code']}" for row in csv.DictReader(rows))
    with (classifications / "isco08_groups_it_en.csv").open(encoding="utf-8", newline="") as rows:
        yield from (f"isco08:{row['code']}" for row in csv.DictReader(rows))
    occupations = classifications / "esco_1.1.1_occupations_en_with_isco_it.csv.gz"
    with gzip.open(occupations, "rt", encoding="utf-8", newline="") as rows:
        yield from (f"esco:{row['esco_code']}" for row in csv.DictReader(rows))
    skills = classifications / "esco_1.1.1_skills_labels_hierarchy_en.csv.gz"
    with gzip.open(skills, "rt", encoding="utf-8", newline="") as rows:
        yield from (f"esco:{row['id']}" for row in csv.DictReader(rows))


def test_every_notation_exists_in_the_published_classifications(shared_data: Path) -> None:
    declared = {notation for concept in CONCEPTS for notation in (*concept.exact, *concept.close)}
    assert declared - set(published(shared_data / "classifications")) == set()
