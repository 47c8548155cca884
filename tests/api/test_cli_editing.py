"""Records changed by hand: added, edited, ended, undone; every refusal says where, what and how to mend."""

import re
from datetime import date
from io import StringIO
from typing import Any

import pytest

from graph.store import open_store
from tests.api.conftest import REFERENCE, Legami, Town

MOTHER = ["add", "person", "name=Una vicina", "comune=Crema", "birth_year=1970", "synthetic=sì"]


def record(town: Town, id: str) -> Any:
    store = open_store(town.url)
    found = store.get([id]).get(id)
    store.close()
    return found


def commit(legami: Legami) -> int:
    return legami("info", "--json").data["commit"]


def friendship(legami: Legami, town: Town) -> str:
    """The id of a new tie."""
    ends = (f"source={town['operator']}", f"target={town['friend']}")
    return legami("add", "friendship", *ends, "valid_from=2026-01-01", "--json").data["id"]


def test_a_node_is_added_with_its_id_and_commit(legami: Legami, town: Town):
    data = legami(*MOTHER, "--json").data

    assert set(data) == {"id", "kind", "commit", "dry_run", "record"}
    assert (data["kind"], data["commit"], data["dry_run"]) == ("person", 2, False)
    assert record(town, data["id"]).comune == "019035"
    assert commit(legami) == 2
    assert "Modifica 3" in legami("add", "association", "nome=Coro di prova").out
    assert "Commit 4" in legami("add", "association", "nome=Altro coro", "--lang", "en").out


def test_a_tie_is_added_between_ids(legami: Legami, town: Town):
    tie = record(town, friendship(legami, town))

    assert (tie.valid_from, tie.strength, tie.recorded_at.date()) == (date(2026, 1, 1), "strong", REFERENCE)


@pytest.mark.parametrize(
    "arguments",
    [MOTHER, ["edit", "{mother}", "phone=0373 1"], ["end", "{tie}"], ["undo", "2"]],
    ids=lambda arguments: arguments[0],
)
def test_a_dry_run_predicts_and_writes_nothing(legami: Legami, town: Town, arguments):
    ids = town.ids | {"tie": friendship(legami, town)}
    words = [word.format(**ids) for word in arguments]

    predicted = legami(*words, "--dry-run", "--json").data
    assert "non è stato scritto nulla" in legami(*words, "--dry-run").out.lower()
    assert commit(legami) == 2

    done = legami(*words, "--json").data
    assert commit(legami) == done["commit"] == 3
    same = [key for key in predicted if key not in ("id", "record", "commit", "dry_run")]
    assert [predicted[key] for key in same] == [done[key] for key in same]
    assert (predicted["commit"], predicted["dry_run"], done["dry_run"]) == (None, True, False)


def test_fields_are_edited_and_emptied(legami: Legami, town: Town):
    outcome = legami("edit", town["mother"], "telefono=+39 0373 1", "birth_year=", "--json")

    assert sorted(outcome.data["changed"]) == ["birth_year", "phone"]
    assert (record(town, town["mother"]).phone, record(town, town["mother"]).birth_year) == ("+39 0373 1", None)
    assert "+39 0373 2" in legami("edit", town["mother"], "phone=+39 0373 2").out


def test_an_edit_that_changes_nothing_says_so(legami: Legami, town: Town):
    outcome = legami("edit", town["mother"], "birth_year=1990", "--json")

    assert (outcome.code, outcome.data["changed"], outcome.data["commit"]) == (0, [], None)
    assert "Nulla da cambiare" in legami("edit", town["mother"], "birth_year=1990").out
    assert commit(legami) == 1


def test_an_edit_bound_to_a_commit_is_refused_where_the_record_changed_since(legami: Legami, town: Town):
    legami("edit", town["mother"], "phone=0373 1")
    legami("edit", town["friend"], "phone=0373 2")

    stale = legami("edit", town["mother"], "phone=0373 3", "--commit", "1", "--json")
    assert (stale.code, stale.data["error"]["code"]) == (1, "conflict")
    assert stale.data["error"]["message"]["it"].endswith("riprova con --commit 2")
    assert legami("edit", town["mother"], "phone=0373 3", "--commit", "2").code == 0
    assert legami("edit", town["mother"], "phone=0373 4", "--commit", "99").code == 2


@pytest.mark.parametrize(("options", "last"), [([], REFERENCE), (["--on", "2026-06-01"], date(2026, 6, 1))])
def test_a_tie_ends_today_or_on_a_day(legami: Legami, town: Town, options, last):
    tie = friendship(legami, town)

    assert legami("end", tie, *options, "--json").data["changed"] == ["valid_to"]
    assert record(town, tie).valid_to == last
    again = legami("end", tie, *options, "--json")
    assert (again.code, again.data["changed"], again.data["commit"]) == (0, [], None)


def test_a_record_that_changed_several_times_is_refused_with_the_last_of_them(legami: Legami, town: Town):
    for number in range(3):
        legami("edit", town["mother"], f"phone=0373 {number}")
    legami("edit", town["friend"], "phone=0373 9")

    said = legami("edit", town["mother"], "phone=0373 5", "--commit", "1", "--lang", "en").err
    assert "the last time in 4" in said
    assert legami("edit", town["mother"], "phone=0373 5", "--commit", "4").code == 0


def test_the_kind_of_a_record_does_not_change_and_the_way_out_is_told(legami: Legami, town: Town):
    tie = friendship(legami, town)

    for field in ("kind", "Tipo"):
        node, edge = legami("edit", town["mother"], f"{field}=firm"), legami("edit", tie, f"{field}=kinship")
        assert (node.code, edge.code) == (1, 1)
        assert "legami add TIPO" in node.err
        assert "legami end" not in node.err
        assert "chiudi questo con legami end" in edge.err


def test_the_end_of_a_tie_that_has_ended_says_since_when(legami: Legami, town: Town):
    tie = friendship(legami, town)
    assert legami("end", tie, "--on", "2026-06-01").out.startswith("Chiuso: Amicizia")

    again = legami("end", tie)
    assert again.code == 0
    assert "era già chiuso dal 2026-06-01" in again.out
    assert "had ended on 2026-06-01 already" in legami("end", tie, "--lang", "en").out
    assert legami("end", tie, "--on", "2026-05-01", "--json").data["changed"] == ["valid_to"]


def test_an_end_takes_the_day_that_counts_as_today(legami: Legami, town: Town):
    tie = friendship(legami, town)

    legami("end", tie, "--at", "2026-03-01")
    assert record(town, tie).valid_to == date(2026, 3, 1)


REFUSED = {
    "unknown kind": (["add", "asociation", "name=x"], 4, "not_found", "association"),
    "unknown field": (["add", "association", "name=x", "phome=1"], 1, "invalid_record", "phone"),
    "impossible value": (["add", "association", "name=x", "lat=95"], 1, "invalid_record", "90"),
    "unknown comune": (["add", "association", "name=x", "comune=Atlantide"], 1, "invalid_record", "comune"),
    "missing field": (["add", "person", "comune=Crema"], 1, "invalid_record", "name=…"),
    "wrong ends": (["add", "friendship", "source={mother}", "target={club}"], 1, "invalid_record", "target"),
    "there already": (
        ["add", "association", "name=Biblioteca [red]vivente[/]", "comune=Crema"],
        1,
        "conflict",
        "{library}",
    ),
    "no fields": (["add", "association"], 2, "usage", "="),
    "no form": (["add", "association", "Coro"], 2, "usage", "="),
    "told twice": (["edit", "{mother}", "phone=1", "Telefono=2"], 2, "usage", "phone"),
    "required": (["edit", "{mother}", "name="], 1, "invalid_record", "name"),
    "identity": (["edit", "{mother}", "id={friend}"], 1, "invalid_record", "id"),
    "no record": (["edit", "0" * 8 + "-0000-7000-8000-" + "0" * 12, "phone=1"], 4, "not_found", "search"),
    "no id": (["edit", "Una madre", "phone=1"], 4, "not_found", "search"),
    "no tie": (["end", "{mother}"], 2, "usage", "legami edit {mother}"),
    "no tie but a pact": (["end", "{pact}"], 2, "usage", "legami edit {pact} status=closed"),
    "real people": (["add", "person", "name=Una vicina"], 1, "invalid_record", "legami init"),
    "made real": (["edit", "{mother}", "synthetic=no"], 1, "invalid_record", "legami init"),
    "no day": (["end", "{mother}", "--on", "domani"], 2, "usage", "2026-11-30"),
    "no commit": (["undo", "99"], 4, "not_found", "99"),
    "no number": (["undo", "last"], 2, "usage", "undo"),
    "nobody to ask": (["undo"], 2, "usage", "--yes"),
}


@pytest.mark.parametrize(("arguments", "code", "name", "said"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_has_its_exit_code_and_tells_the_way_out(legami: Legami, town: Town, arguments, code, name, said):
    words = [word.format(**town.ids) for word in arguments]

    outcome = legami(*words, "--json")

    assert (outcome.code, outcome.data["error"]["code"]) == (code, name)
    assert all(said.format(**town.ids) in text for text in outcome.data["error"]["message"].values())
    assert len(legami(*words).err.strip().splitlines()) <= 2
    assert commit(legami) == 1


def test_a_tie_does_not_end_before_it_begins(legami: Legami, town: Town):
    assert legami("end", friendship(legami, town), "--on", "2020-01-01").code == 1


def test_a_refusal_repeats_no_value_of_the_record(legami: Legami, town: Town):
    outcome = legami("edit", town["mother"], "birth_year=abc", "--lang", "en")

    assert "Una madre" not in outcome.err
    assert "abc" not in outcome.err


def test_the_log_tells_commits_newest_first_without_what_was_written(legami: Legami, town: Town):
    legami(*MOTHER)
    legami("edit", town["mother"], "phone=0373 1")

    entries = legami("log", "--json").data
    assert [one["commit"] for one in entries] == [3, 2, 1]
    assert [(one["author"], one["note"]) for one in entries[:2]] == [
        ("legami edit", "person"),
        ("legami add", "person"),
    ]
    assert entries[1]["changes"]["create"] == 1
    assert [one["commit"] for one in legami("log", "--limit", "1", "--json").data] == [3]
    assert "Una vicina" not in legami("log").out
    assert "legami edit" in legami("log").out


def test_an_undo_brings_back_what_was_and_can_be_undone(legami: Legami, town: Town):
    before = legami("verify", "--json").data["canonical_hash"]
    legami("edit", town["mother"], "phone=0373 1")
    after = legami("verify", "--json").data["canonical_hash"]

    data = legami("undo", "--yes", "--json").data
    assert (data["undoes"]["commit"], data["undoes"]["author"], data["commit"]) == (2, "legami edit", 3)
    assert data["changes"]["update"] == {"person": 1}
    assert legami("verify", "--json").data["canonical_hash"] == before
    assert legami("undo", "3").code == 0
    assert legami("verify", "--json").data["canonical_hash"] == after


def test_an_undo_is_refused_where_later_commits_stand_on_it_and_names_them(legami: Legami, town: Town):
    added = legami(*MOTHER, "--json").data["id"]
    legami("edit", added, "phone=0373 1")
    legami("add", "friendship", f"source={added}", f"target={town['mother']}")

    for dry in ([], ["--dry-run"]):
        outcome = legami("undo", "2", *dry, "--json")
        assert (outcome.code, outcome.data["error"]["code"]) == (1, "conflict")
        assert "3, 4" in outcome.data["error"]["message"]["en"]
    assert [legami("undo", number).code for number in ("4", "3", "2")] == [0, 0, 0]
    assert record(town, added) is None


class Terminal(StringIO):
    """A person who answers."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "done"), [("s\n", 3), ("y\n", 3), ("n\n", None), ("", None)])
def test_at_a_terminal_an_undo_without_number_shows_itself_and_asks(
    legami: Legami, town: Town, monkeypatch, answer, done
):
    legami("edit", town["mother"], "phone=0373 1")
    monkeypatch.setattr("sys.stdin", Terminal(answer))

    outcome = legami("undo")

    assert outcome.code == 0
    assert "Annulla la modifica 2 (legami edit person" in outcome.err
    assert "Persona" in outcome.err
    assert commit(legami) == (done or 2)


def test_a_tie_of_protection_is_added_and_shown_to_nobody(legami: Legami, town: Town):
    outcome = legami("add", "no_contact", f"source={town['friend']}", f"target={town['stranger']}", "--json")

    assert outcome.code == 0
    assert outcome.data["id"] not in legami("show", town["friend"], "--json").out
    assert "contact" not in legami("log", "--json").out


def undoing(legami: Legami, town: Town, kind: str) -> str:
    """What is announced before the latest tie, of some kind, is taken back: as a document and in words."""
    legami("add", kind, f"source={town['friend']}", f"target={town['stranger']}")
    document, words = legami("undo", "--dry-run", "--json").out, legami("undo", "--dry-run").out
    assert legami("undo", "--yes").code == 0
    return re.sub(r'(modifica|"commit":) \d+', "", document + words)


def test_an_undo_of_a_protection_announces_what_that_of_any_tie_would(legami: Legami, town: Town):
    protection, friendship = (undoing(legami, town, kind) for kind in ("no_contact", "friendship"))

    assert protection == friendship
    assert '"tie": 1' in protection
    assert "(legami add, " in protection


def test_without_the_control_an_undo_would_tell_of_a_protection(legami: Legami, town: Town, monkeypatch):
    monkeypatch.setattr("api.cli.history_commands.noted", lambda record: record.kind)

    assert "no_contact" in undoing(legami, town, "no_contact")


def test_one_record_is_told_in_the_singular(legami: Legami, town: Town):
    legami("edit", town["mother"], "phone=0373 1")

    assert "1 cambiato\n" in legami("log").out
    assert "archivio riempito" not in legami("log").out
