"""Two operators at once, and records that a demonstration is no place for. All data synthetic."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from api.cli import edit_commands, run
from api.cli.options import Session
from graph.kinds import Person
from graph.store import open_store
from graph.store.base import Author, GraphStore
from tests.api.conftest import NOW, Legami, Town

CHOIR = ["add", "association", "name=Coro di prova", "comune=Crema"]
NEIGHBOUR = ["add", "person", "name=Una vicina", "comune=Crema"]


@pytest.fixture
def together(town: Town, monkeypatch) -> Callable[..., list[int]]:
    """Commands that begin their work at the same moment; their exit codes."""

    def at_once(*commands: list[str]) -> list[int]:
        ready = Barrier(len(commands))
        signed = edit_commands.author

        def author(*given: Any) -> Author:
            ready.wait()
            return signed(*given)

        monkeypatch.setattr(edit_commands, "author", author)
        with ThreadPoolExecutor(len(commands)) as pool:
            return list(pool.map(lambda words: run(words, now=lambda: NOW), commands))

    return at_once


def looked_before(writers: int) -> Callable[..., Any]:
    """What carrying out would be without a turn: everybody looks, and then everybody writes."""
    all_looked = Barrier(writers)

    def carried_out(_: Session, store: GraphStore, looked: Callable[[], Any], by: Author, *, dry_run: bool) -> Any:
        seen, operations = looked()
        all_looked.wait()
        return seen, store.apply(operations, by), True

    return carried_out


def choirs(town: Town) -> int:
    store = open_store(town.url)
    found = store.search("coro di prova")
    store.close()
    return len(found)


def mother(town: Town) -> Person:
    store = open_store(town.url)
    record = store.get([town["mother"]])[town["mother"]]
    store.close()
    assert isinstance(record, Person)
    return record


def test_two_who_add_the_same_at_once_leave_it_once(town: Town, together):
    assert sorted(together(CHOIR, CHOIR)) == [0, 1]
    assert choirs(town) == 1


def test_without_a_turn_two_would_add_the_same_twice(town: Town, together, monkeypatch):
    monkeypatch.setattr(edit_commands, "carried_out", looked_before(2))
    assert together(CHOIR, CHOIR) == [0, 0]
    assert choirs(town) == 2


def edits(town: Town) -> list[list[str]]:
    return [["edit", town["mother"], field] for field in ("phone=0373 1", "birth_year=1991")]


def test_two_who_edit_one_record_at_once_are_both_kept(town: Town, together):
    assert together(*edits(town)) == [0, 0]
    assert (mother(town).phone, mother(town).birth_year) == ("0373 1", 1991)


def test_without_a_turn_the_second_edit_would_find_its_record_stale(town: Town, together, monkeypatch):
    monkeypatch.setattr(edit_commands, "carried_out", looked_before(2))
    assert sorted(together(*edits(town))) == [0, 1]


def test_of_two_edits_bound_to_one_commit_the_second_is_refused(town: Town, together):
    bound = [[*words, "--commit", "1"] for words in edits(town)]
    assert sorted(together(*bound)) == [0, 1]
    assert (mother(town).phone, mother(town).birth_year) in [("0373 1", 1990), ("", 1991)]


def test_a_demonstration_takes_nobody_who_is_not_said_to_be_invented(legami: Legami, town: Town):
    refused = legami(*NEIGHBOUR, "--json")
    assert (refused.code, refused.data["error"]["code"]) == (1, "invalid_record")
    assert "dimostrazione" in refused.data["error"]["message"]["it"]
    assert "legami init" in refused.data["error"]["message"]["en"]
    assert legami(*NEIGHBOUR, "synthetic=sì").code == 0
    assert legami(*CHOIR).code == 0


def test_without_the_rule_a_demonstration_would_take_anybody(legami: Legami, town: Town, monkeypatch):
    monkeypatch.setattr("graph.importers.draft.is_real", lambda record: False)
    assert legami(*NEIGHBOUR).code == 0


ROWS = "kind,key,name,synthetic\nperson,a,Una vicina,\nperson,b,Un vicino,sì\nfamily,c,Famiglia di prova,no\n"


def test_a_table_leaves_real_people_out_of_a_demonstration_and_says_where_they_belong(
    legami: Legami, town: Town, tmp_path
):
    (tmp_path / "people.csv").write_text(ROWS, "utf-8")
    report = legami("import", "table", str(tmp_path / "people.csv"), "--json").data
    assert (report["accepted"], [(one["row"], one["column"]) for one in report["rejected"]]) == (
        1,
        [(2, "synthetic"), (4, "synthetic")],
    )
    assert "legami init" in report["rejected"][0]["mend"]["it"]
    (tmp_path / "people.csv").write_text(ROWS.replace("sì", ""), "utf-8")
    assert legami("import", "table", str(tmp_path / "people.csv")).code == 1


def test_another_store_takes_them(legami: Legami, tmp_path, monkeypatch):
    monkeypatch.setenv("LEGAMI_STORE", f"sqlite:///{tmp_path}/new.sqlite")
    assert legami("init").code == 0
    assert legami(*NEIGHBOUR).code == 0
