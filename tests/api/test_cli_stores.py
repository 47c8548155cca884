"""The life of a store on the command line: made whole or not at all, described, checked, copied, never overwritten."""

from pathlib import Path

import pytest

from tests.api.conftest import Legami, Town


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
@pytest.mark.parametrize("where", ["territory", "restore"])
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


def test_a_store_that_is_not_sound_ends_in_three(legami: Legami, town: Town, monkeypatch):
    from graph.errors import Text
    from graph.store import Verification

    unsound = Verification(False, "0" * 64, (Text("manca un capo", "an end is missing"),))
    monkeypatch.setattr("graph.store.embedded.EmbeddedStore.verify", lambda self: unsound)

    outcome = legami("verify", "--json")

    assert outcome.code == 3
    assert outcome.data["problems"] == [{"it": "manca un capo", "en": "an end is missing"}]
    assert "manca un capo" in legami("verify").out


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


def test_a_restore_without_a_backup_is_refused(legami: Legami, new: Path, tmp_path):
    assert legami("restore", str(tmp_path / "none.backup")).code == 3
    assert not new.exists()


def test_what_is_no_backup_is_refused(legami: Legami, new: Path, tmp_path):
    (tmp_path / "text").write_text("no backup")

    assert legami("restore", str(tmp_path / "text")).code == 3
    assert list(new.parent.iterdir()) == []
