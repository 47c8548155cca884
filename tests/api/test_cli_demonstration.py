"""The demonstration on the command line: made from a seed, and answered for both kinds of pact."""

from pathlib import Path
from typing import Any

import pytest

from api.cli import run
from tests.api.conftest import NOW, Legami

SMALL = ("init", "--demo", "--persons", "200", "--json")


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small demonstration, as the address of its store."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.sqlite'}"
    assert run([*SMALL, "--store", url], now=lambda: NOW) == 0
    return url


@pytest.fixture
def demo(province: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("LEGAMI_STORE", province)
    return province


def test_a_demonstration_says_that_it_is_one_and_which_day_it_is(legami: Legami, demo: str):
    data = legami("info", "--json").data

    assert data["demo"] is True
    assert data["reference_date"] == data["today"] == "2026-11-02"
    assert data["nodes"]["person"] == 200
    assert data["settings"]["demo_seed"] == "1"


def test_a_demonstration_store_is_sound(legami: Legami, demo: str):
    assert legami("verify", "--json").data["sound"] is True


def test_equal_seeds_give_equal_stores_on_any_day(legami: Legami, demo: str, tmp_path: Path, capsys, monkeypatch):
    def made(name: str, *options: str) -> Any:
        url = f"sqlite:///{tmp_path / name}"
        assert run([*SMALL, *options, "--store", url], now=lambda: NOW.replace(year=2031)) == 0
        return legami("verify", "--json", "--store", url).data["canonical_hash"]

    first = legami("verify", "--json").data["canonical_hash"]
    assert made("again") == first
    assert made("other", "--seed", "2") != first
    assert made("later", "--at", "2026-12-01") != first


def test_every_pact_of_a_demonstration_is_answered(legami: Legami, demo: str):
    pacts = legami("pacts", "--json").data

    assert {pact["kind"] for pact in pacts} == {"inclusion_pact", "autonomy_pact"}
    for pact in pacts:
        outcome = legami("propose", pact["id"], "--json")
        assert outcome.code == 0
        resources = [proposal["resource"]["id"] for proposal in outcome.data["proposals"]]
        assert len(resources) == len(set(resources))
        assert all(proposal["factors"] for proposal in outcome.data["proposals"])
        assert all(proposal["reasons"][lang] for proposal in outcome.data["proposals"] for lang in ("it", "en"))


def test_no_number_stands_beside_a_person_or_a_family(legami: Legami, demo: str):
    for pact in legami("pacts", "--json").data:
        for proposal in legami("propose", pact["id"], "--json").data["proposals"]:
            if proposal["resource"]["kind"] in ("person", "family"):
                assert proposal["score"] is None
                assert set(proposal["factors"].values()) == {None}


def test_a_founding_that_fails_while_inventing_leaves_nothing(legami: Legami, tmp_path: Path, monkeypatch):
    def fail(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("graph.demo.demonstration", fail)

    assert legami(*SMALL, "--store", f"sqlite:///{tmp_path / 'new.sqlite'}").code == 130
    assert list(tmp_path.iterdir()) == []
