"""The life of a store on the command line: made whole or not at all, described, checked, copied, never overwritten."""

from pathlib import Path

import pytest

from api.app import create_app
from api.settings import read_settings
from graph.store.embedded.connection import Connections
from tests.api.conftest import NOW, Legami, Town
from tests.api.http.answers import HERE, TestClient
from tests.graph.embedded_store import tampered


@pytest.fixture
def new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a store may be made."""
    file = tmp_path / "here" / "new.sqlite"
    file.parent.mkdir()
    monkeypatch.setenv("LEGAMI_STORE", f"sqlite:///{file}")
    return file


def test_init_makes_a_store_with_the_territory_of_a_province(legami: Legami, new: Path):
    outcome = legami("init", "--json")

    assert outcome.code == 0
    assert set(outcome.data) >= {"store", "commit", "nodes", "ties", "demo", "reference_date"}
    assert outcome.data["nodes"]["place"] == 113 + 3
    assert outcome.data["ties"]["adjacency"] > 200
    assert (outcome.data["demo"], outcome.data["reference_date"]) == (False, None)
    assert legami("info", "--json").data == outcome.data
    assert new.stat().st_mode & 0o077 == 0


def test_init_knows_any_province_by_code_or_name(legami: Legami, new: Path):
    assert legami("init", "--province", "monza e della brianza", "--json").data["nodes"]["place"] == 55 + 1


def test_an_unknown_province_leaves_nothing(legami: Legami, new: Path):
    outcome = legami("init", "--province", "Atlantide")

    assert outcome.code == 4
    assert list(new.parent.iterdir()) == []


def test_init_never_overwrites(legami: Legami, town: Town):
    before = town.file.read_bytes()

    outcome = legami("init", "--json")

    assert (outcome.code, outcome.data["error"]["code"]) == (1, "conflict")
    assert town.file.read_bytes() == before


def test_init_never_overwrites_what_appeared_meanwhile(legami: Legami, new: Path, monkeypatch):
    def appear(*_: object) -> None:
        new.write_text("somebody else's")

    monkeypatch.setattr("api.cli.founding.refuse_taken", appear)

    assert legami("init").code == 1
    assert new.read_text() == "somebody else's"


@pytest.mark.parametrize("failure", [RuntimeError("planted"), KeyboardInterrupt()])
@pytest.mark.parametrize("where", ["territory", "load_store"])
def test_a_founding_that_fails_or_is_interrupted_leaves_nothing(legami: Legami, new: Path, monkeypatch, failure, where):
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(f"api.cli.founding.{where}", fail)

    outcome = legami("init")

    assert outcome.code == (130 if isinstance(failure, KeyboardInterrupt) else 1)
    assert "Traceback" not in outcome.err
    assert list(new.parent.iterdir()) == []


def test_the_default_store_finds_its_folder_made(legami: Legami, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    assert legami("init", "--json").data["store"] == f"sqlite:///{tmp_path}/data/legami/legami.sqlite"


def test_a_folder_that_is_not_there_is_the_users_to_make(legami: Legami, tmp_path):
    outcome = legami("init", "--store", f"sqlite:///{tmp_path}/missing/new.sqlite")

    assert outcome.code == 3
    assert "missing" in outcome.err


@pytest.mark.parametrize("option", [("--persons", "100"), ("--seed", "3")])
def test_the_size_of_a_demonstration_asks_for_one(legami: Legami, new: Path, option):
    assert legami("init", *option).code == 2
    assert not new.exists()


@pytest.mark.parametrize("option", [("--persons", "0"), ("--persons", "many"), ("--seed", "-1")])
def test_the_bounds_of_a_demonstration_are_checked(legami: Legami, new: Path, option):
    assert legami("init", "--demo", *option).code == 2
    assert not new.exists()


def test_info_says_where_the_store_is_and_what_counts_as_today(legami: Legami, town: Town):
    data = legami("info", "--json").data

    assert data["store"] == town.url
    assert data["nodes"]["inclusion_pact"] == 2
    assert (data["demo"], data["reference_date"], data["today"]) == (True, "2026-11-02", "2026-11-02")
    shown = legami("info").out
    assert str(town.file) in shown
    assert "tutte le persone sono inventate" in shown
    assert "every person is invented" in legami("info", "--lang", "en").out


def test_without_a_store_info_names_the_place_and_the_way_out(legami: Legami, new: Path):
    outcome = legami("info", "--json")

    assert (outcome.code, outcome.data["error"]["code"]) == (3, "store_unavailable")
    assert str(new) in outcome.data["error"]["message"]["it"]
    assert "legami init" in outcome.data["error"]["message"]["en"]


def test_a_sound_store_is_verified(legami: Legami, town: Town):
    outcome = legami("verify", "--json")

    assert outcome.code == 0
    assert set(outcome.data) == {"sound", "canonical_hash", "problems"}
    assert (outcome.data["sound"], outcome.data["problems"]) == (True, [])
    assert outcome.data["canonical_hash"] in legami("verify").out
    assert "Rileggo tutti i dati" in outcome.err


def test_a_store_that_must_follow_a_new_program_says_so_once(legami: Legami, town: Town):
    tampered(town.file, "UPDATE store SET value = '' WHERE key = 'declaration'")

    assert legami("info", "--json").err.count("Il programma è cambiato") == 1
    assert "Il programma è cambiato" not in legami("info", "--json").err


def test_a_store_that_is_not_sound_ends_in_three(legami: Legami, town: Town, monkeypatch):
    from graph.errors import Text
    from graph.store import Verification

    unsound = Verification(False, "0" * 64, (Text("manca un capo", "an end is missing"),))
    monkeypatch.setattr("graph.store.embedded.EmbeddedStore.verify", lambda self, told: unsound)

    outcome = legami("verify", "--json")

    assert outcome.code == 3
    assert (outcome.data["sound"], outcome.data["canonical_hash"]) == (False, None)
    assert outcome.data["problems"] == [{"it": "manca un capo", "en": "an end is missing"}]
    assert "manca un capo" in legami("verify").out


def test_a_store_damaged_within_is_answered_as_unsound(legami: Legami, town: Town):
    content = bytearray(town.file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 8192] = bytes(8192)
    town.file.write_bytes(content)

    program, people = legami("verify", "--json"), legami("verify")

    assert (program.code, people.code) == (3, 3)
    assert (program.data["sound"], program.data["canonical_hash"]) == (False, None)
    assert all(set(problem) == {"it", "en"} for problem in program.data["problems"])
    assert program.data["problems"][0]["it"].split()[0] in people.out


def test_a_backup_is_restored_to_the_same_content(legami: Legami, town: Town, tmp_path):
    copy = tmp_path / "copy.backup"
    written = legami("backup", str(copy), "--json")
    elsewhere = f"sqlite:///{tmp_path}/elsewhere.sqlite"

    restored = legami("restore", str(copy), "--store", elsewhere, "--json")

    assert (written.code, restored.code) == (0, 0)
    assert written.data["bytes"] == copy.stat().st_size
    assert restored.data["nodes"] == legami("info", "--json").data["nodes"]
    hashes = [legami("verify", "--json", "--store", url).data["canonical_hash"] for url in (town.url, elsewhere)]
    assert hashes[0] == hashes[1]


def test_people_read_where_the_backup_is_and_how_to_restore_it(legami: Legami, town: Town, tmp_path):
    outcome = legami("backup", str(tmp_path / "copy.backup"))

    assert "copy.backup" in outcome.out
    assert "legami restore" in outcome.out


def test_neither_backup_nor_restore_replaces_anything(legami: Legami, town: Town, tmp_path):
    copy = tmp_path / "copy.backup"
    legami("backup", str(copy))
    before = copy.read_bytes(), town.file.read_bytes()

    assert legami("backup", str(copy)).code == 1
    assert legami("restore", str(copy)).code == 1
    assert (copy.read_bytes(), town.file.read_bytes()) == before


@pytest.mark.parametrize("name", ["none.backup", "."])
def test_a_restore_without_a_backup_is_refused_by_the_name_of_the_backup(legami: Legami, new: Path, tmp_path, name):
    outcome = legami("restore", str(tmp_path / name), "--json")

    assert (outcome.code, outcome.data["error"]["code"]) == (1, "unreadable_file")
    assert str(tmp_path / name) in outcome.data["error"]["message"]["it"]
    assert "legami init" not in outcome.err
    assert not new.exists()


@pytest.mark.parametrize("content", [b"no backup", b"", bytes(range(256)) * 40, b"SQLite format 3\0" + bytes(5000)])
def test_what_is_no_backup_is_called_none(legami: Legami, new: Path, tmp_path, content):
    file = tmp_path / "table.csv"
    file.write_bytes(content)

    outcome = legami("restore", str(file), "--json")

    assert (outcome.code, outcome.data["error"]["code"]) == (3, "store_damaged" if content else "store_version")
    assert f"Il file {file} non è una copia di Legami" in outcome.data["error"]["message"]["it"]
    assert f"The file {file} is no backup of Legami" in outcome.data["error"]["message"]["en"]
    assert "legami restore" not in outcome.err
    assert list(new.parent.iterdir()) == []


def test_the_file_of_another_program_is_named_as_it_was_given(legami: Legami, new: Path, town: Town, tmp_path):
    import apsw

    file = tmp_path / "other.sqlite"
    other = apsw.Connection(str(file))
    other.execute("CREATE TABLE t (x)")
    other.close()

    outcome = legami("restore", str(file), "--json", "--store", f"sqlite:///{new}")

    assert (outcome.code, outcome.data["error"]["code"]) == (3, "store_version")
    assert str(file) in outcome.data["error"]["message"]["it"]
    assert list(new.parent.iterdir()) == []


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long every store that is opened would wait for another writer."""
    seen: list[float] = []
    connect = Connections.__init__

    def noting(connections: Connections, path: Path, timeout_s: float) -> None:
        seen.append(timeout_s)
        connect(connections, path, timeout_s)

    monkeypatch.setattr(Connections, "__init__", noting)
    monkeypatch.setenv("LEGAMI_STORE_TIMEOUT_S", "30")
    return seen


def test_every_command_waits_as_long_as_the_settings_say(legami: Legami, town: Town, waits: list[float]):
    beside = town.file.parent

    assert legami("info").code == legami("backup", str(beside / "backup")).code == 0
    assert legami("restore", str(beside / "backup"), "--store", f"sqlite:///{beside}/again.sqlite").code == 0
    assert legami("copy", "--from", town.url, "--to", f"sqlite:///{beside}/copy.sqlite").code == 0
    assert legami("init", "--store", f"sqlite:///{beside}/new.sqlite").code == 0
    assert set(waits) == {30.0}


def test_a_service_waits_as_long_as_the_settings_say(town: Town, waits: list[float], monkeypatch: pytest.MonkeyPatch):
    settings = read_settings({"LEGAMI_CACHE": str(town.file.parent / "cache"), "LEGAMI_STORE_TIMEOUT_S": "30"})
    with TestClient(create_app(settings, clock=lambda: NOW, store=town.url), base_url=HERE) as client:
        assert client.get("/health").status_code == 200
    assert set(waits) == {30.0}


def test_a_copy_between_servers_keeps_its_dump_in_the_users_cache(legami: Legami, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LEGAMI_STORE_TIMEOUT_S", "1")

    outcome = legami("copy", "--from", "neo4j://127.0.0.1:1", "--to", "neo4j://127.0.0.1:2", "--json")

    assert (outcome.code, outcome.data["error"]["code"]) == (3, "store_unavailable")
    copies = read_settings().copies
    assert (copies.stat().st_mode & 0o077, list(copies.iterdir())) == (0, [])
