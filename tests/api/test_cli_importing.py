"""Import and template: the report of the contract, a dry run, and refusals that write nothing."""

from pathlib import Path

import pytest

from tests.api.conftest import Legami, Town

GOOD = "kind,key,name,comune\nassociation,a,Banda di prova,Crema\nassociation,b,Coro di prova,Cremona\n"
MIXED = GOOD + "association,c,Senza luogo,Atlantide\n"
BAD = "kind,key,name,comune\nassociation,c,Senza luogo,Atlantide\n"


@pytest.fixture
def table(tmp_path: Path):
    def write(text: str) -> str:
        file = tmp_path / "table.csv"
        file.write_text(text, "utf-8")
        return str(file)

    return write


def test_the_report_has_the_keys_of_the_contract(legami: Legami, town: Town, table):
    outcome = legami("import", "table", table(MIXED), "--json")

    assert outcome.code == 0
    assert set(outcome.data) >= {"accepted", "changed", "unchanged", "rejected"}
    assert (outcome.data["accepted"], outcome.data["changed"], outcome.data["unchanged"]) == (2, 0, 0)
    (rejected,) = outcome.data["rejected"]
    assert set(rejected) == {"row", "column", "reason", "mend"}
    assert (rejected["row"], rejected["column"]) == (4, "comune")
    assert set(rejected["reason"]) == set(rejected["mend"]) == {"it", "en"}


def test_a_second_import_changes_nothing(legami: Legami, town: Town, table):
    legami("import", "table", table(GOOD))
    before = legami("info", "--json").data["commit"]

    again = legami("import", "table", table(GOOD), "--json").data

    assert (again["accepted"], again["unchanged"]) == (0, 2)
    assert legami("info", "--json").data["commit"] == before


def test_a_dry_run_predicts_and_writes_nothing(legami: Legami, town: Town, table):
    before = legami("info", "--json").data

    predicted = legami("import", "table", table(MIXED), "--dry-run", "--json").data
    assert "non è stato scritto nulla" in legami("import", "table", table(MIXED), "--dry-run").out
    assert legami("info", "--json").data == before

    done = legami("import", "table", table(MIXED), "--json").data
    assert predicted | {"dry_run": False} == done


def test_people_read_counts_and_how_to_mend_the_rows_left_out(legami: Legami, town: Town, table):
    italian = legami("import", "table", table(MIXED)).out

    assert "Righe nuove" in italian
    assert "Come rimediare" in italian
    assert "New rows" in legami("import", "table", table(MIXED), "--lang", "en").out


def test_many_rejections_are_counted_for_people_and_listed_for_programs(legami: Legami, town: Town, table):
    many = GOOD + "".join(f"association,x{number},Senza luogo,Atlantide\n" for number in range(60))

    assert "e altre 20" in legami("import", "table", table(many), "--dry-run").out
    assert len(legami("import", "table", table(many), "--dry-run", "--json").data["rejected"]) == 60
    one_more = "\n".join(many.splitlines()[:44]) + "\n"
    assert "e un'altra: con" in legami("import", "table", table(one_more), "--dry-run").out


def test_where_no_row_is_valid_the_import_is_refused_with_the_reasons(legami: Legami, town: Town, table):
    before = legami("info", "--json").data["commit"]

    outcome = legami("import", "table", table(BAD), "--json")

    assert outcome.code == 1
    assert outcome.data["error"]["code"] == "invalid_input"
    assert len(outcome.data["rejected"]) == 1
    assert legami("info", "--json").data["commit"] == before
    shown = legami("import", "table", table(BAD))
    assert "L'unica riga non è valida" in shown.err
    assert "territorio" in outcome.data["error"]["message"]["it"]
    assert (shown.err + shown.out).count("territorio") == 1


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 1000, b"unknown,columns\n1,2\n", b"PK\x03\x04broken"])
def test_a_file_that_is_no_table_is_refused(legami: Legami, town: Town, tmp_path, content):
    (tmp_path / "file.csv").write_bytes(content)

    outcome = legami("import", "table", str(tmp_path / "file.csv"), "--json")

    assert outcome.code == 1
    assert outcome.data["error"]["code"] in ("unreadable_file", "unknown_columns")


@pytest.mark.parametrize("file", ["missing.csv", "."])
def test_a_file_that_is_not_there_is_refused(legami: Legami, town: Town, file):
    assert legami("import", "table", file).code == 1


def test_an_unknown_source_is_wrong_usage_and_names_the_sources(legami: Legami, town: Town, table):
    outcome = legami("import", "registro", table(GOOD))

    assert outcome.code == 2
    assert "cinque-per-mille" in outcome.err


SAMPLE = str(Path(__file__).parents[1] / "graph" / "samples" / "farmacie.csv")


@pytest.mark.parametrize("province", ["CR", "cr", " Cremona ", "019"])
def test_a_province_is_named_as_for_init(legami: Legami, town: Town, province):
    asked = legami("import", "farmacie", SAMPLE, "--province", province, "--dry-run", "--json")
    assert asked.data == legami("import", "farmacie", SAMPLE, "--dry-run", "--json").data


@pytest.mark.parametrize("source", ["farmacie", "table"])
def test_a_province_that_does_not_exist_is_wrong_usage_and_the_nearest_are_told(legami: Legami, town: Town, source):
    outcome = legami("import", source, SAMPLE, "--province", "Cremonna", "--json")
    assert (outcome.code, outcome.data["error"]["code"]) == (2, "usage")
    assert all("Cremona (CR)" in text for text in outcome.data["error"]["message"].values())


def test_a_province_that_the_store_has_not_is_told_once(legami: Legami, town: Town):
    outcome = legami("import", "farmacie", SAMPLE, "--province", "Bergamo", "--json")
    assert (outcome.code, outcome.data["error"]["code"]) == (1, "invalid_input")
    assert "legami init --province BG" in outcome.data["error"]["message"]["it"]
    assert "rejected" not in outcome.data


def test_a_file_without_rows_of_the_province_says_so_once(legami: Legami, town: Town, tmp_path):
    rows = Path(SAMPLE).read_text("utf-8").splitlines()
    (tmp_path / "file.csv").write_text("\n".join([rows[0], *(row for row in rows[1:] if "BERGAMO" in row.upper())]))
    outcome = legami("import", "farmacie", str(tmp_path / "file.csv"), "--province", "CR", "--json")
    assert (outcome.code, outcome.data["rejected"], outcome.data["elsewhere"] > 0) == (1, [], True)
    assert "provincia richiesta" in outcome.data["error"]["message"]["it"]


def test_an_import_needs_a_store(legami: Legami, table, tmp_path):
    assert legami("import", "table", table(GOOD), "--store", f"sqlite:///{tmp_path}/none.sqlite").code == 3


def test_the_help_names_every_source(legami: Legami):
    from graph.importers import importers

    shown = " ".join(legami("import", "--help").out.split())

    assert all(source in shown for source in importers())


def test_a_template_is_a_table_that_can_be_imported(legami: Legami, town: Town, table):
    empty = legami("template", "association")

    assert empty.out.startswith("kind,")
    assert len(empty.out.splitlines()) == 1
    columns = empty.out.strip().split(",")
    row = ["association" if name == "kind" else "Banda di prova" if name == "name" else "" for name in columns]
    assert legami("import", "table", table(empty.out + ",".join(row) + "\n"), "--json").data["accepted"] == 1


def test_a_template_for_programs_names_its_columns(legami: Legami):
    data = legami("template", "friendship", "--json").data

    assert data["kind"] == "friendship"
    assert {"kind", "source", "target"} <= set(data["columns"])
    assert data["csv"] == ",".join(data["columns"]) + "\n"


def test_a_template_of_an_unknown_kind_is_not_found(legami: Legami):
    outcome = legami("template", "asociation")

    assert outcome.code == 4
    assert "Forse: association" in outcome.err
    assert "household_membership" not in outcome.err
    assert "legami template" in legami("template", "qwertz").err
