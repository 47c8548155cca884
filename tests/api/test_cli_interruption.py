"""Who interrupts a command is told what is left of it, in words and as one document. All data synthetic."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.cli.output import send
from graph.store import Author, Remember
from graph.store.embedded import EmbeddedStore
from tests.api.conftest import NOW, Legami, Town

ROOT = Path(__file__).resolve().parents[2]
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
WRITES = {
    "add": (["add", "association", "name=Coro di prova"], "apply"),
    "edit": (["edit", "{mother}", "phone=0373 1"], "apply"),
    "end": (["end", "{friendship}"], "apply"),
    "undo": (["undo", "2"], "undo"),
    "import": (["import", "table", "{table}"], "apply"),
}


def stopping(monkeypatch: pytest.MonkeyPatch, method: str, number: signal.Signals, *, late: bool) -> None:
    """Let a signal come right before or right after a store has done something."""
    does: Callable[..., Any] = getattr(EmbeddedStore, method)

    def stopped(self: EmbeddedStore, *arguments: Any) -> Any:
        before = self.commit
        done = does(self, *arguments) if late else None
        if not late or method not in ("apply", "undo") or self.commit > before:
            signal.raise_signal(number)
        return done

    monkeypatch.setattr(EmbeddedStore, method, stopped)


@pytest.fixture
def words(legami: Legami, town: Town, tmp_path: Path) -> dict[str, str]:
    """What commands that write speak of; the latest commit is the second."""
    ends = (f"source={town['operator']}", f"target={town['friend']}")
    tie = legami("add", "friendship", *ends, "valid_from=2026-01-01", "--json").data["id"]
    table = tmp_path / "table.csv"
    table.write_text("kind,name\nassociation,Banda di prova\n", encoding="utf-8")
    return {**town.ids, "friendship": tie, "table": str(table)}


@pytest.mark.parametrize("number", list(CODES))
@pytest.mark.parametrize("command", WRITES)
def test_who_interrupts_after_the_commit_is_told_that_it_stays(legami: Legami, words, monkeypatch, command, number):
    arguments, method = WRITES[command]
    stopping(monkeypatch, method, number, late=True)

    outcome = legami(*(word.format(**words) for word in arguments), "--json")

    assert (outcome.code, outcome.data["commit"], outcome.data["error"]["code"]) == (CODES[number], 3, "interrupted")
    assert "legami undo 3" in outcome.data["error"]["message"]["it"]
    assert outcome.err == f"{outcome.data['error']['message']['it']}\n"
    monkeypatch.undo()
    monkeypatch.setenv("LEGAMI_STORE", f"sqlite:///{Path(words['table']).with_name('town.sqlite')}")
    assert legami("info", "--json").data["commit"] == 3


@pytest.mark.parametrize("number", list(CODES))
@pytest.mark.parametrize("command", WRITES)
def test_who_interrupts_before_the_commit_is_told_that_nothing_changed(
    legami: Legami, words, monkeypatch, command, number
):
    arguments, method = WRITES[command]
    stopping(monkeypatch, method, number, late=False)

    outcome = legami(*(word.format(**words) for word in arguments), "--json", "--lang", "en")

    assert outcome.code == CODES[number]
    assert set(outcome.data) == {"error"}
    assert outcome.data["error"]["message"]["en"] == "Interrupted. Nothing was changed."
    assert legami("info", "--json").data["commit"] == 2


def test_what_others_write_meanwhile_is_not_claimed(legami: Legami, town: Town, monkeypatch):
    apply = EmbeddedStore.apply

    def overtaken(self: EmbeddedStore, *_: Any) -> int:
        apply(self, [Remember("written", "meanwhile")], Author("legami add", NOW, "association"))
        signal.raise_signal(signal.SIGINT)
        return 0

    monkeypatch.setattr(EmbeddedStore, "apply", overtaken)

    assert "Non è cambiato nulla" in legami("add", "association", "name=Coro di prova").err


def test_where_the_store_cannot_be_asked_the_log_is_named(legami: Legami, town: Town, monkeypatch):
    stopping(monkeypatch, "apply", signal.SIGINT, late=True)
    monkeypatch.setattr(EmbeddedStore, "commits", lambda *_, **__: (_ for _ in ()).throw(OSError))

    assert "guarda legami log" in legami("add", "association", "name=Coro di prova").err


FILES = {
    "backup": (["backup", "{here}/made"], "backup"),
    "export": (["export", "firm", "--out", "{here}/made"], "close"),
}


@pytest.mark.parametrize("command", FILES)
def test_of_a_file_that_is_there_it_is_told_that_it_stays(legami: Legami, town: Town, tmp_path, monkeypatch, command):
    arguments, method = FILES[command]
    stopping(monkeypatch, method, signal.SIGINT, late=True)

    outcome = legami(*(word.format(here=tmp_path) for word in arguments))

    assert outcome.code == 130
    assert f"Era già scritto, e resta: {tmp_path / 'made'}" in outcome.err
    assert (tmp_path / "made").is_file()


@pytest.mark.parametrize(("command", "method"), [("backup", "backup"), ("export", "nodes")])
def test_of_a_file_that_is_not_there_it_is_told_that_nothing_was_written(
    legami: Legami, town: Town, tmp_path, monkeypatch, command, method
):
    stopping(monkeypatch, method, signal.SIGINT, late=False)

    outcome = legami(*(word.format(here=tmp_path) for word in FILES[command][0]))

    assert outcome.code == 130
    assert "Non è stato scritto nulla" in outcome.err
    assert sorted(file.name for file in tmp_path.iterdir()) == ["town.sqlite"]


@pytest.mark.parametrize("command", [["init"], ["restore", "{copy}"], ["copy", "--from", "{from}", "--to", "{to}"]])
def test_of_a_new_store_it_is_told_whether_it_is_there(legami: Legami, town: Town, tmp_path, monkeypatch, command):
    copy, target = tmp_path / "copy.backup", tmp_path / "new.sqlite"
    legami("backup", str(copy))
    url = f"sqlite:///{target}"
    arguments = [word.format(copy=copy, to=url, **{"from": town.url}) for word in command]
    stopping(monkeypatch, "contents", signal.SIGINT, late=False)

    outcome = legami(*arguments, "--store", url, "--lang", "en")

    assert outcome.code == 130
    assert f"The new store is whole, and kept: legami info --store {url}" in outcome.err
    assert target.is_file()


def test_a_reading_command_changes_nothing_and_says_so(legami: Legami, town: Town, monkeypatch):
    stopping(monkeypatch, "contents", signal.SIGINT, late=False)

    assert legami("info").err == "Interrotto. Non è cambiato nulla.\n"


def test_after_the_answer_no_second_document_is_written(legami: Legami, town: Town, monkeypatch):
    def sent(*what: Any) -> int:
        code = send(*what)
        signal.raise_signal(signal.SIGINT)
        return code

    monkeypatch.setattr("api.cli.send", sent)

    outcome = legami("info", "--json")
    assert outcome.code == 130
    assert outcome.data["demo"] is True


WHILE_READ_IN = """
import os, signal, sys

class Stopping:
    def find_spec(self, name, *_):
        if name == "api.cli.options":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Stopping())
"""


def early(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The program, interrupted while its modules are read in."""
    return subprocess.run(
        [sys.executable, "-c", f"{WHILE_READ_IN}\n{program}", "info", "--json"],
        cwd=ROOT,
        env={"HOME": str(folder), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_interruption_while_the_program_is_read_in_is_answered_as_any_other(tmp_path: Path):
    outcome = early("from api.program import main; main()", tmp_path)

    assert (outcome.returncode, outcome.stderr) == (130, "Interrotto. Non è cambiato nulla.\n")
    assert '"code": "interrupted"' in outcome.stdout


def test_without_the_guard_it_would_show_a_traceback(tmp_path: Path):
    outcome = early("from api.cli import main; main()", tmp_path)

    assert "Traceback" in outcome.stderr
    assert outcome.stdout == ""
