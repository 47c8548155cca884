"""Tables: rows become nodes and ties, the same rows twice change nothing, a wrong row harms no other."""

import random
from pathlib import Path

import pytest

from graph.errors import NotFound, UnknownColumns
from graph.importers import run, template
from graph.importers.columns import template_csv
from graph.kinds import SCHEMA, Firm, Person
from graph.store import create_store
from graph.store.base import Update
from tests.graph.importing import AUTHOR, CREMA, CREMONA, Desk, counts, csv_text, seeded
from tests.memory_store import MemoryStore

ID = "018f0000-0000-7000-8000-000000000001"
OTHER = "018f0000-0000-7000-8000-000000000002"


@pytest.fixture(params=["memory", "embedded"])
def desk(request: pytest.FixtureRequest, tmp_path: Path):
    store = MemoryStore() if request.param == "memory" else create_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    yield Desk(store, tmp_path)
    store.close()


def test_a_row_becomes_a_node_with_the_table_as_its_source(desk):
    row = {
        "kind": "association",
        "key": "a1",
        "name": "Banda di prova",
        "comune": "crema",
        "offers": "Pro Loco; oratorio",
    }
    assert counts(desk.imports(csv_text([row]))) == (1, 0, 0, 0)
    node = desk.only("association")
    assert (node.name, node.comune, node.offers) == ("Banda di prova", CREMA, ("pro-loco", "oratorio"))
    assert node.source("table").key == "a1"


def test_a_second_import_changes_nothing(desk):
    text = csv_text(
        [
            {"kind": "association", "key": "a1", "name": "Banda di prova"},
            {"kind": "person", "key": "p1", "name": "Volontaria di prova", "birth_year": "1980"},
            {"kind": "person", "name": "Senza chiave", "comune": CREMA},
            {"kind": "membership", "source": "p1", "target": "a1", "valid_from": "01/02/2024"},
        ]
    )
    assert counts(desk.imports(text)) == (4, 0, 0, 0)
    before = desk.store.commit
    assert counts(desk.imports(text)) == (0, 0, 4, 0)
    assert desk.store.commit == before


def test_a_changed_cell_changes_its_row_and_a_blanked_one_takes_back_what_the_table_said(desk):
    first = {"kind": "firm", "key": "f1", "name": "Officina di prova", "employees": "5", "phone": "+39 0372 000000"}
    desk.imports(csv_text([first]))
    assert desk.only("firm").phone == "+39 0372 000000"
    assert counts(desk.imports(csv_text([first | {"employees": "6", "phone": ""}]))) == (0, 1, 0, 0)
    assert (desk.only("firm").employees, desk.only("firm").phone) == (6, "")


def test_with_an_id_alone_a_blank_cell_leaves_the_value(desk):
    desk.imports(csv_text([{"kind": "firm", "id": ID, "name": "Officina di prova", "employees": "5"}]))
    assert counts(desk.imports(csv_text([{"kind": "firm", "id": ID, "name": "", "employees": "6"}]))) == (0, 1, 0, 0)
    assert (desk.only("firm").name, desk.only("firm").employees) == ("Officina di prova", 6)


def test_what_was_corrected_by_hand_survives_the_next_import(desk):
    text = csv_text([{"kind": "firm", "key": "f1", "name": "Officina di prova", "employees": "5"}])
    desk.imports(text)
    desk.store.apply([Update(desk.only("firm").model_copy(update={"employees": 7}))], AUTHOR)
    assert counts(desk.imports(text)) == (0, 0, 1, 0)
    assert desk.only("firm").employees == 7


def test_rows_that_share_a_key_are_one_node(desk):
    rows = [
        {"kind": "firm", "key": "f1", "name": "Officina di prova", "sectors": "officina-meccanica"},
        {"kind": "firm", "key": "f1", "name": "Altro nome", "sectors": "autoriparazione", "employees": "3"},
    ]
    assert counts(desk.imports(csv_text(rows))) == (2, 0, 0, 0)
    firm = desk.only("firm")
    assert (firm.name, firm.sectors, firm.employees) == (
        "Officina di prova",
        ("officina-meccanica", "autoriparazione"),
        3,
    )
    assert counts(desk.imports(csv_text(rows))) == (0, 0, 2, 0)


def test_valid_rows_are_kept_beside_rejected_ones_and_no_value_is_repeated(desk):
    secret = "Valore riservato"
    rows = [
        {"kind": "person", "key": "p1", "name": "Persona di prova"},
        {"kind": "person", "key": "p2", "name": "Persona di prova", "comune": secret},
        {"kind": "person", "key": "p3", "name": "Persona di prova", "birth_year": secret},
        {"kind": "person", "key": "p4", "name": "Persona di prova", "tax_code": secret},
        {"kind": "person", "key": "p5", "name": ""},
        {"kind": "person", "key": "p6", "name": "Persona di prova", "sex": secret},
        {"kind": "person", "key": "p7", "name": "Persona di prova", "birth_year": "1800"},
        {
            "kind": "person",
            "key": "p8",
            "name": "Persona di prova",
            "birth_year": "2015",
            "introduces_since": "2026-01-01",
        },
        {"kind": secret, "key": "p9", "name": "Persona di prova"},
    ]
    report = desk.imports(csv_text(rows))
    assert counts(report) == (1, 0, 0, 8)
    assert [(one.row, one.column) for one in report.rejected] == [
        (3, "comune"),
        (4, "birth_year"),
        (5, "tax_code"),
        (6, "name"),
        (7, "sex"),
        (8, "birth_year"),
        (9, ""),
        (10, "kind"),
    ]
    assert secret.casefold() not in str(report.as_dict()).casefold()
    assert all(one.reason.it and one.reason.en and one.mend.it and one.mend.en for one in report.rejected)


def test_without_a_valid_row_nothing_is_written_and_the_report_says_so(desk):
    before = desk.store.commit
    report = desk.imports(csv_text([{"kind": "person", "name": ""}]))
    assert report.refusal is not None
    assert "nothing was written" in report.refusal.message.en
    assert desk.store.commit == before


def test_a_header_alone_is_refused_for_the_file_has_no_rows(desk):
    report = desk.imports(template_csv(SCHEMA, "person"))
    assert counts(report) == (0, 0, 0, 0)
    assert report.refusal is not None
    assert "non ha righe" in report.refusal.message.it
    assert "no rows" in report.refusal.message.en


def test_a_refusal_counts_rows_in_good_grammar_and_names_a_column_only_where_there_is_one(desk):
    minor = {"kind": "person", "name": "Prova", "birth_year": "2015", "introduces_since": "2026-01-01"}
    one = desk.imports(csv_text([minor])).refusal
    assert one is not None
    assert one.message.it.startswith("L'unica riga non è valida: non è stato scritto nulla. Riga 2: Persona: un minore")
    assert one.message.en.startswith("The only row is not valid: nothing was written. Row 2: Person: a minor")
    two = desk.imports(csv_text([{"kind": "person", "name": ""}, minor])).refusal
    assert two is not None
    assert two.message.it.startswith("Nessuna delle 2 righe è valida: non è stato scritto nulla. Riga 2, colonna name:")


def test_titles_in_either_language_and_any_case_are_columns(desk):
    text = csv_text([{"TIPO": "Associazione", "Chiave": "a1", "nome": "Banda di prova", "Website": "example.org"}])
    assert counts(desk.imports(text)) == (1, 0, 0, 0)
    assert desk.only("association").website == "example.org"


def test_unknown_columns_are_named_with_the_nearest(desk):
    with pytest.raises(UnknownColumns, match=r"«nmae» .perhaps nome, name"):
        desk.imports("kind,nmae\nperson,x\n")
    with pytest.raises(UnknownColumns, match="kind"):
        desk.imports("name\nx\n")


@pytest.mark.parametrize("row", ["Persona di prova,RSSMRA80A01D142X,Via di prova 1\n", "Persona di prova,prova,name\n"])
def test_a_row_of_data_where_titles_belong_is_not_repeated(desk, row):
    with pytest.raises(UnknownColumns, match="first row does not hold the titles") as refused:
        desk.imports(row)

    assert "prova" not in "".join(refused.value.message.as_dict().values())


def test_two_titles_of_one_field_may_stand_side_by_side_but_only_one_is_filled(desk):
    report = desk.imports("kind,name,Nome\nperson,Prova,Prova\nperson,Prova,\nperson,,Altra prova\n")
    assert counts(report) == (2, 0, 0, 1)
    assert (report.rejected[0].row, report.rejected[0].column) == (2, "Nome")


def test_a_column_of_another_kind_must_be_blank(desk):
    rows = [
        {"kind": "person", "name": "Persona di prova", "beds": "3"},
        {"kind": "elderly_service", "name": "RSA di prova"},
    ]
    report = desk.imports(csv_text(rows))
    assert counts(report) == (1, 0, 0, 1)
    assert report.rejected[0].column == "beds"


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "@SUM(A1)", "+cmd|x", "-HYPERLINK(1)", "#REF!", "a\x02b"])
def test_formula_looking_text_is_refused(desk, text):
    report = desk.imports(csv_text([{"kind": "firm", "name": text}, {"kind": "firm", "name": "Officina di prova"}]))
    assert [(one.row, one.column) for one in report.rejected] == [(2, "name")]


@pytest.mark.parametrize("text", ["+39 (0372) 123-456", "-12", "- un elenco (con parentesi)", "a=b"])
def test_telephone_and_negative_numbers_are_text(desk, text):
    assert counts(desk.imports(csv_text([{"kind": "firm", "name": "Officina di prova", "note": text}]))) == (1, 0, 0, 0)
    assert desk.only("firm").note == text


def test_a_row_without_key_is_known_again_by_what_it_says(desk):
    row = {"kind": "firm", "name": "Officina di prova", "comune": CREMA, "employees": "5"}
    desk.imports(csv_text([row, row]))
    assert desk.only("firm").employees == 5
    assert counts(desk.imports(csv_text([row | {"employees": ""}, row | {"comune": CREMONA}]))) == (1, 0, 1, 0)


def test_a_key_of_another_record_and_another_kind_are_refused(desk):
    desk.imports(csv_text([{"kind": "firm", "key": "f1", "name": "Officina di prova"}]))
    rows = [
        {"kind": "firm", "key": "f1", "id": OTHER, "name": "Altra"},
        {"kind": "person", "key": "f1", "name": "Altra"},
        {"kind": "person", "id": desk.only("firm").id, "name": "Altra"},
        {"kind": "friendship", "id": desk.only("firm").id, "source": "f1", "target": "f1"},
    ]
    assert [one.column for one in desk.imports(csv_text(rows)).rejected] == ["key", "kind", "kind", "target"]


def test_an_unknown_term_is_answered_with_near_ones(desk):
    report = desk.imports(csv_text([{"kind": "firm", "name": "Prova", "sectors": "farmaciaa"}]))
    assert "farmacia" in report.rejected[0].mend.en


def test_a_former_comune_is_its_successor(desk):
    desk.imports(csv_text([{"kind": "firm", "name": "Prova", "comune": "19071"}]))
    assert desk.only("firm").comune == "019116"


def test_tax_codes_regain_their_zeros_and_are_checked(desk):
    rows = [
        {"kind": "firm", "name": "Prova", "tax_code": "1070740194", "vat_number": "IT 01070740194"},
        {"kind": "firm", "name": "Prova", "tax_code": "01070740195"},
    ]
    assert counts(desk.imports(csv_text(rows))) == (1, 0, 0, 1)
    assert (desk.only("firm").tax_code, desk.only("firm").vat_number) == ("01070740194", "01070740194")


def test_an_unknown_source_and_an_unknown_kind_are_not_found(desk, tmp_path):
    with pytest.raises(NotFound, match="cinque-per-mille"):
        run("nessuna", tmp_path / "x.csv", desk.store, author=AUTHOR, ids=seeded())
    with pytest.raises(NotFound):
        template(SCHEMA, "nessuno")


def test_a_template_begins_with_the_kind_and_how_a_row_is_recognised():
    assert template(SCHEMA, "person")[:4] == ["kind", "key", "id", "name"]
    assert template(SCHEMA, "work")[:4] == ["kind", "id", "source", "target"]
    assert not {"sources", "recorded_at"} & {*template(SCHEMA, "person"), *template(SCHEMA, "work")}


def test_shuffled_rows_give_the_same_counts(desk):
    rows = [{"kind": "person", "key": f"p{number}", "name": f"Persona {number}"} for number in range(20)]
    rows += [{"kind": "acquaintance", "source": f"p{number}", "target": f"p{number + 1}"} for number in range(19)]
    desk.imports(csv_text(rows))
    random.Random(3).shuffle(rows)
    assert counts(desk.imports(csv_text(rows))) == (0, 0, 39, 0)


def test_kinds_in_a_store_are_the_declared_classes(desk):
    desk.imports(csv_text([{"kind": "firm", "name": "Prova"}, {"kind": "person", "name": "Prova"}]))
    assert type(desk.only("firm")) is Firm
    assert type(desk.only("person")) is Person
