"""A store follows a change of the declared kinds, and reads no more for it than what changed. All data synthetic."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Annotated, ClassVar, Literal

import pytest

from graph.errors import Text
from graph.kinds import INDEXED, SCHEMA, Label, Node, Person, Schema, Source
from graph.store import GraphStore, create_store, open_store
from graph.store.embedded import indexing
from tests.factory import World
from tests.graph.embedded_store import raw, tampered
from tests.graph.store_contract import WIDER, Tavern, fill

ROOT = Path(__file__).resolve().parents[2]


class OtherTavern(Node, frozen=True):
    """The same kind, found by something else."""

    title: ClassVar[Text] = Tavern.title
    kind: Literal["tavern"] = "tavern"
    sign: Annotated[str, Label("Insegna", "Sign")] = ""
    comune: Annotated[str, Label("Comune", "Comune"), INDEXED] = ""


BEFORE = Schema((*SCHEMA.nodes, OtherTavern), SCHEMA.ties)
AFTER = Schema((*SCHEMA.nodes, Tavern), SCHEMA.ties)
TAVERNS = 5
KILLED = """
import os, signal, sys
from graph.store import open_store
from graph.store.embedded import indexing
from tests.graph.test_store_declarations import AFTER
indexing.PORTION = 1
def told(stage, done, total):
    if done == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
open_store(sys.argv[1], schema=AFTER, told=told)
"""


@pytest.fixture
def url(path: Path) -> str:
    """A store of some people and taverns, of which only the taverns are then declared anew."""
    world = World(BEFORE)
    world.add(Person, "Persona di prova", comune="019036")
    for number in range(TAVERNS):
        source = Source(name="registro", key=f"K{number}")
        world.add(OtherTavern, f"Osteria {number}", sign="gallo", sources=(source,))
    store = create_store(f"sqlite:///{path}", schema=BEFORE)
    fill(store, world)
    store.close()
    return store.url


def heard_opening(url: str, schema: Schema) -> tuple[GraphStore, list[tuple[int, int]]]:
    heard: list[tuple[int, int]] = []
    return open_store(url, schema=schema, told=lambda _, done, total: heard.append((done, total))), heard


def is_whole(store: GraphStore) -> bool:
    found = len(store.find("sign", ["gallo"])["gallo"]), len(store.find("source:registro", ["K0", "K4"]))
    return found == (TAVERNS, 2) and len(store.find("comune", ["019036"])) == 1 and store.verify().sound


def test_only_the_kind_whose_fields_changed_is_read(url: str) -> None:
    store, heard = heard_opening(url, AFTER)
    assert heard == [(TAVERNS, TAVERNS)]
    assert is_whole(store)
    store.close()
    assert heard_opening(url, AFTER)[1] == []


def test_what_is_no_longer_a_field_to_look_up_is_forgotten(url: str, path: Path) -> None:
    open_store(url, schema=AFTER).close()
    store, heard = heard_opening(url, BEFORE)
    assert heard == [(TAVERNS, TAVERNS)]
    assert store.verify().sound
    store.close()
    connection = raw(path)
    assert list(connection.rows("SELECT DISTINCT field FROM node_value")) == [("comune",), ("source:registro",)]
    connection.close()


@pytest.mark.parametrize("schema", [SCHEMA, WIDER])
def test_a_new_kind_or_new_ends_read_nothing(path: Path, schema: Schema, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    world.add(Person, comune="019036")
    store = create_store(f"sqlite:///{path}")
    fill(store, world)
    store.close()
    monkeypatch.setattr(indexing, "as_node", None)
    opened, heard = heard_opening(store.url, Schema(schema.nodes, schema.ties[1:]))
    assert (heard, len(opened.find("comune", ["019036"]))) == ([], 1)
    opened.close()


def test_a_store_that_does_not_say_what_it_is_found_by_is_read_whole(url: str, path: Path) -> None:
    tampered(path, "DELETE FROM store WHERE key = 'found_by'", "DELETE FROM node_value WHERE field = 'comune'")
    store, heard = heard_opening(url, AFTER)
    assert heard[-1] == (TAVERNS + 1, TAVERNS + 1)
    assert is_whole(store)
    store.close()


def test_one_that_an_older_program_declared_since_is_read_whole(url: str, path: Path) -> None:
    tampered(path, "UPDATE store SET value = 'altro' WHERE key = 'declaration'")
    store, heard = heard_opening(url, AFTER)
    assert heard[-1] == (TAVERNS + 1, TAVERNS + 1)
    assert is_whole(store)
    store.close()


@pytest.mark.parametrize("moment", [1, 3, TAVERNS])
def test_whoever_opens_next_does_what_was_killed_halfway(url: str, moment: int) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, url, str(moment)], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    store, heard = heard_opening(url, AFTER)
    assert heard == [(TAVERNS, TAVERNS)]
    assert is_whole(store)
    store.close()


def test_an_interrupted_one_leaves_the_store_as_it_was(url: str) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_store(url, schema=AFTER, told=interrupt)
    store, heard = heard_opening(url, BEFORE)
    assert heard == []
    assert store.verify().sound
    store.close()
