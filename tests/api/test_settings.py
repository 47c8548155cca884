"""Settings come from the environment in one place, and each is declared once."""

import os
import re
from pathlib import Path

import pytest

from api.settings import SETTINGS, keep_compiled_code, language, read_settings
from graph.errors import UsageError
from graph.store import TIMEOUT_S

ROOT = Path(__file__).resolve().parents[2]


def test_without_settings_the_store_and_the_cache_are_the_users_own(monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", "/home/user/data")
    monkeypatch.setenv("XDG_CACHE_HOME", "/home/user/cache")

    settings = read_settings({})

    assert settings.store == "sqlite:////home/user/data/legami/legami.sqlite"
    assert settings.cache == Path("/home/user/cache/legami")
    assert settings.language == "it"
    assert not settings.debug


def test_every_declared_setting_is_read():
    settings = read_settings(
        {"LEGAMI_STORE": "sqlite:///x.sqlite", "LEGAMI_LANG": "en", "LEGAMI_CACHE": "/c", "LEGAMI_DEBUG": "1"}
    )

    assert len(SETTINGS) == 8
    assert (settings.store, settings.language, settings.debug) == ("sqlite:///x.sqlite", "en", True)
    assert settings.snapshots == Path("/c/snapshots")
    assert settings.kernels == Path("/c/kernels")
    assert settings.copies == Path("/c/copies")


def test_the_password_of_a_server_comes_from_the_environment_or_a_file_and_shows_in_no_printout(tmp_path):
    (tmp_path / "password").write_text("segreto\n", encoding="utf-8")
    file = str(tmp_path / "password")

    assert read_settings({}).credentials is None
    given = read_settings({"LEGAMI_NEO4J_USER": "ufficio", "LEGAMI_NEO4J_PASSWORD": "parola"})
    kept = read_settings({"LEGAMI_NEO4J_PASSWORD_FILE": file})
    both = read_settings({"LEGAMI_NEO4J_PASSWORD": "parola", "LEGAMI_NEO4J_PASSWORD_FILE": file})
    assert (given.credentials.user, given.credentials.password) == ("ufficio", "parola")
    assert (kept.credentials.user, kept.credentials.password) == ("neo4j", "segreto")
    assert both.credentials.password == "parola"
    assert "parola" not in f"{given}{given.credentials}"
    with pytest.raises(UsageError, match="cannot be read"):
        read_settings({"LEGAMI_NEO4J_PASSWORD_FILE": str(tmp_path / "nowhere")})


def test_how_long_a_store_is_waited_for_is_a_number_of_seconds():
    assert read_settings({}).store_timeout_s == TIMEOUT_S
    assert read_settings({"LEGAMI_STORE_TIMEOUT_S": "2,5"}).store_timeout_s == 2.5


@pytest.mark.parametrize("text", ["presto", "0", "-1", "0.5", "3601", "inf", "nan", "10s"])
def test_a_time_that_nobody_should_wait_is_refused(text):
    with pytest.raises(UsageError, match=f"cannot be “{text}”"):
        read_settings({"LEGAMI_STORE_TIMEOUT_S": text})


def test_a_blank_setting_counts_as_absent():
    assert read_settings({"LEGAMI_LANG": " "}).language == "it"


@pytest.mark.parametrize(("text", "expected"), [("it", "it"), ("EN", "en"), ("en_GB.UTF-8", "en"), ("it-IT", "it")])
def test_a_language_is_understood_as_locales_write_it(text, expected):
    assert language(text) == expected


def test_an_unknown_language_is_refused():
    with pytest.raises(UsageError, match="choose it or en"):
        language("tlh")


def test_compiled_code_is_kept_where_the_settings_say(tmp_path, monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR")

    assert keep_compiled_code(tmp_path / "kernels")
    assert os.environ["NUMBA_CACHE_DIR"] == str(tmp_path / "kernels")  # noqa: TID251 - the effect itself


def test_a_place_for_compiled_code_that_cannot_be_made_is_left_to_numba(tmp_path, monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    (tmp_path / "file").write_text("")

    assert not keep_compiled_code(tmp_path / "file" / "kernels")
    assert "NUMBA_CACHE_DIR" not in os.environ  # noqa: TID251 - the effect itself


def test_no_other_module_reads_the_environment():
    readers = [
        file.relative_to(ROOT).as_posix()
        for package in ("api", "graph", "matching")
        for file in (ROOT / package).rglob("*.py")
        if re.search(r"os\.environ|getenv", file.read_text("utf-8"))
    ]

    assert readers == ["api/settings.py"]
