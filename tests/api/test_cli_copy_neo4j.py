"""A programme moves to a server and back on the command line, and lives there as it did in its file."""

from pathlib import Path

import pytest

from tests.api.conftest import Legami, Town
from tests.graph.neo4j_server import PASSWORD, TestServer


@pytest.fixture
def there(neo4j_server: TestServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty server that can be entered."""
    monkeypatch.setenv("LEGAMI_NEO4J_PASSWORD", PASSWORD)
    return neo4j_server.url


def test_a_store_is_copied_to_a_server_and_back_without_loss(legami: Legami, town: Town, there: str, tmp_path: Path):
    back = f"sqlite:///{tmp_path}/back.sqlite"

    assert legami("copy", "--from", town.url, "--to", there, "--json").data["commit"] == 1
    assert legami("copy", "--from", there, "--to", back, "--json").code == 0

    hashes = [legami("verify", "--store", url, "--json").data for url in (town.url, there, back)]
    assert hashes[0]["sound"]
    assert hashes == hashes[:1] * 3


def test_how_many_are_protected_is_not_told_by_a_copy(legami: Legami, town: Town, there: str):
    copied = legami("copy", "--from", town.url, "--to", there, "--json").data

    assert copied["ties"] == sum(legami("info", "--json").data["ties"].values())


def test_a_server_answers_every_command_as_the_file_does(legami: Legami, town: Town, there: str):
    legami("copy", "--from", town.url, "--to", there)
    asked = [
        ("pacts",),
        ("search", "biblioteca"),
        ("show", town["pact"]),
        ("show", town["mother"]),
        ("propose", town["pact"]),
    ]

    for command in asked:
        assert legami(*command, "--store", there, "--json").data == legami(*command, "--json").data


def test_a_server_that_holds_a_store_is_not_founded_again(legami: Legami, town: Town, there: str):
    legami("copy", "--from", town.url, "--to", there)

    for command in (("init",), ("copy", "--from", town.url, "--to", there)):
        outcome = legami(*command, *(() if command[0] == "copy" else ("--store", there)), "--json")
        assert (outcome.code, outcome.data["error"]["code"]) == (1, "conflict")


def test_a_store_is_founded_on_a_server(legami: Legami, there: str):
    outcome = legami("init", "--store", there, "--json")

    assert outcome.code == 0, outcome.err
    assert (outcome.data["store"], outcome.data["bytes"]) == (there, None)
    assert outcome.data["nodes"]["place"] == 113 + 3


def test_without_its_password_a_server_is_not_entered(legami: Legami, there: str, monkeypatch: pytest.MonkeyPatch):
    for password in ("", "sbagliata"):
        monkeypatch.setenv("LEGAMI_NEO4J_PASSWORD", password)
        outcome = legami("info", "--store", there, "--json")
        assert (outcome.code, outcome.data["error"]["code"]) == (3, "store_unavailable")
        assert "LEGAMI_NEO4J_PASSWORD" in outcome.data["error"]["message"]["en"]
        assert PASSWORD not in outcome.out + outcome.err
