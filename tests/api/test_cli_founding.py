"""A founding that is stopped, by Ctrl-C or by SIGTERM, leaves everything as it was. All data synthetic."""

import json
import signal
import subprocess
import sys
import threading
from io import StringIO
from pathlib import Path

import pytest

from api.cli.interruption import Terminated, stoppable
from api.cli.output import Voice
from api.cli.progress import course, unforeseen
from graph.errors import Text
from tests.api.conftest import Legami

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "from api.cli import main; main()"
UNSTOPPABLE = """
from contextlib import nullcontext
import api.cli
api.cli.stoppable = nullcontext
""" + PROGRAM  # fmt: skip
STOPPED = {signal.SIGINT: 130, signal.SIGTERM: 143}


def stopped(folder: Path, line: str, number: signal.Signals, program: str = PROGRAM) -> tuple[int, str, str]:
    """Exit code, output and errors of a founding stopped once it has said `line`."""
    command = ["init", "--demo", "--persons", "20000", "--store", f"sqlite:///{folder / 'new.sqlite'}", "--json"]
    process = subprocess.Popen(
        [sys.executable, "-c", program, *command],
        cwd=ROOT,
        env={"LEGAMI_LANG": "en", "HOME": str(folder.parent), "PATH": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr
        said = [next(process.stderr)]
        while line not in said[-1]:
            said.append(next(process.stderr))
        process.send_signal(number)
        out, rest = process.communicate()
    return process.returncode, out, "".join(said) + rest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with something of somebody else's."""
    place = tmp_path / "here"
    place.mkdir()
    (place / "other.txt").write_text("somebody else's")
    return place


@pytest.mark.parametrize("number", list(STOPPED))
@pytest.mark.parametrize("line", ["Persons and families", "Writing the store", "Preparing indexes"])
def test_a_founding_that_is_stopped_midway_leaves_the_folder_as_it_was(folder: Path, line, number):
    code, out, said = stopped(folder, line, number)

    assert (code, json.loads(out)["error"]["code"]) == (STOPPED[number], "interrupted")
    assert "nothing is left" in said
    assert "Traceback" not in said
    assert [file.name for file in folder.iterdir()] == ["other.txt"]


def test_without_the_handler_sigterm_would_leave_its_rest(folder: Path):
    code, _, _ = stopped(folder, "Preparing indexes", signal.SIGTERM, UNSTOPPABLE)

    assert code == -signal.SIGTERM
    assert len(list(folder.iterdir())) > 1


def test_sigterm_ends_the_command_with_a_code_of_its_own_and_what_handled_it_before_is_back(
    legami: Legami, tmp_path: Path, monkeypatch
):
    def stop(*_: object, **__: object) -> None:
        signal.raise_signal(signal.SIGTERM)

    before = [signal.getsignal(number) for number in STOPPED]
    monkeypatch.setattr("api.cli.founding.load_store", stop)

    outcome = legami("init", "--store", f"sqlite:///{tmp_path / 'new.sqlite'}")

    assert outcome.code == 143
    assert "non è rimasto niente" in outcome.err
    assert list(tmp_path.iterdir()) == []
    assert [signal.getsignal(number) for number in STOPPED] == before


def test_a_second_signal_does_not_disturb_the_cleaning_up():
    cleaned = []

    def work() -> None:
        with stoppable():
            try:
                signal.raise_signal(signal.SIGTERM)
            finally:
                for number in STOPPED:
                    signal.raise_signal(number)
                cleaned.append(True)

    with pytest.raises(Terminated):
        work()
    assert cleaned


def test_a_signal_that_was_ignored_stays_ignored():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with stoppable():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_beside_the_main_thread_signals_are_left_alone():
    done = []

    def work() -> None:
        with stoppable():
            done.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [signal.getsignal(signal.SIGTERM)]


class Terminal(StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


def follow(monkeypatch: pytest.MonkeyPatch, errors: StringIO) -> str:
    monkeypatch.setattr(sys, "stderr", errors)
    with course(Voice("en")) as shown:
        shown.begin(Text("Prima [red]cosa[/]", "First [red]thing[/]"))
        shown.begin(Text("Seconda", "Second"), 10)
        shown.reached(4)
    return errors.getvalue()


def test_a_terminal_is_shown_a_bar_for_each_stage(monkeypatch):
    shown = follow(monkeypatch, Terminal())
    assert "First [red]thing[/]" in shown
    assert "━" in shown


def test_elsewhere_each_stage_is_one_line(monkeypatch):
    assert follow(monkeypatch, StringIO()) == "First [red]thing[/]…\nSecond…\n"


def test_a_work_that_turns_out_long_is_shown_from_its_first_word(monkeypatch):
    errors = Terminal()
    monkeypatch.setattr(sys, "stderr", errors)
    with unforeseen(Voice("en")) as told:
        assert errors.getvalue() == ""
        told(Text("Prima", "First"), 0, 0)
        told(Text("Seconda", "Second"), 1, 4)
        told(Text("Seconda", "Second"), 4, 4)
    assert "First" in errors.getvalue()
    assert "Second" in errors.getvalue()


def test_the_most_persons_are_said(legami: Legami, tmp_path: Path):
    outcome = legami("init", "--demo", "--persons", "1500001", "--store", f"sqlite:///{tmp_path / 'new.sqlite'}")

    assert outcome.code == 2
    assert "1500000" in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_the_help_says_how_large_a_demonstration_can_be(legami: Legami):
    assert "1500000" in legami("init", "--help").out
    assert "inventata" in legami("init", "--help").out
