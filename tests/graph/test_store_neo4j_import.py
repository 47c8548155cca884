"""A programme brought into a server by the server's own import is what a copy makes of it. All data synthetic."""

import fcntl
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from graph.errors import Conflict
from graph.kinds import Association, Person, Source, Tie
from graph.store import Author, Create, Credentials, Delete, GraphStore, Remember, Update, create_store, open_store
from graph.store.dump import read_dump, write_dump
from tests.conftest import NEO4J_JARS, NEO4J_SERIES
from tests.graph.neo4j_server import CREDENTIALS, DEPLOY, PASSWORD, Servers, TestServer
from tests.graph.store_contract import CLERK, NOBODY, fill, household, plain

NOTE = Author(CLERK.name, CLERK.at, 'prima riga\nseconda, con "virgolette" e \\ e ;')


@pytest.fixture
def server(neo4j_servers: Servers) -> Iterator[TestServer]:
    """An empty server; its process may be another one afterwards."""
    found = neo4j_servers(1)
    yield found
    found.start()


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A store with a history: names that are hard to write into a table, a change, a deletion, a setting."""
    url = f"sqlite:///{tmp_path}/archivio.db"
    store = create_store(url)
    world, person, family = household()
    fill(store, world)
    source = Source(name="registro", key='K "1", \\', values={"v": [None, "a\nb"]})
    club = Association(id=NOBODY, name='Circolo «Più», "detto" \\ così', comune="019036", sources=(source,))
    store.apply([Create(club), Remember("demo", "")], NOTE)
    store.apply([Update(replaced(store, person)), Delete(family)], CLERK)
    store.apply([Create(Person(id=NOBODY.replace("7000", "7001", 1), name="…"))], CLERK)
    store.close()
    return url


def replaced(store: GraphStore, id: str) -> Person:
    person = store.get([id])[id]
    assert isinstance(person, Person)
    return person.model_copy(update={"name": "Un altro nome", "note": "riga\n\nriga"})


def told(url: str, credentials: Credentials | None = None) -> tuple[object, ...]:
    """Everything that both must say."""
    store = open_store(url, credentials=credentials, timeout_s=120)
    history = [(c.commit, c.author, c.action, c.id, plain(c.before), plain(c.after)) for c in store.changes(0)]
    asked = [store.search("circolo piu"), store.search("nome"), store.find("source:registro", ['K "1", \\'])]
    records = [plain(record) for kind in store.schema.node_names for record in store.nodes(kind)]
    ties: list[Tie] = [tie for kind in store.schema.tie_names for tie in store.ties(kind)]
    snapshot = store.snapshot()
    said = store.verify(), store.contents(), history, asked, records, ties, snapshot.store, snapshot.state
    store.close()
    return said


def test_what_the_import_brings_into_neo4j_is_what_was_there_and_can_be_written_on(server: TestServer, file: str):
    done = server.deploy("neo4j_import.py", file)

    assert (done.returncode, done.stdout.strip()) == (0, server.url), done.stderr
    assert told(server.url, CREDENTIALS) == told(file)
    with_more = server.open()
    with_more.undo(4, CLERK)
    assert with_more.verify().sound
    with_more.close()
    again = server.deploy("neo4j_import.py", file)
    assert again.returncode == 1
    assert "is not empty" in again.stderr


def test_an_unsound_dump_leaves_neo4j_as_empty_as_it_was(server: TestServer, store: GraphStore, tmp_path: Path):
    whole, forged = tmp_path / "whole.dump", tmp_path / "forged.dump"
    fill(store, household()[0])  # no value has several lines: the import is told otherwise than above
    store.dump(whole)
    header, entries = read_dump(whole)
    write_dump(forged, header, (_forged(entry) for entry in entries))

    done = server.deploy("neo4j_import.py", str(forged))

    assert done.returncode == 1
    assert "is not sound" in done.stderr
    server.start()
    made = server.create()
    assert made.commit == 0
    assert not list(server.home.glob(".legami-*"))
    made.close()


def _forged(entry: list[object]) -> list[object]:
    return [*entry[:3], "Qualcun altro", *entry[4:]] if entry[0] == "node" else entry


LONG_AGO = "MATCH (s:Legami) SET s.alive = s.alive - 1200000"
OTHERS = Association(id=NOBODY, name="Circolo della seconda sede")


@pytest.fixture
def program(server: TestServer, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The import, in this process; the server is not its child."""
    monkeypatch.syspath_prepend(str(DEPLOY))
    monkeypatch.setenv("LEGAMI_NEO4J_PASSWORD", PASSWORD)
    import neo4j_import  # type: ignore[import-not-found] - a program, not a package

    monkeypatch.setattr(neo4j_import, "start", lambda *_: server.start().port)
    return neo4j_import


def brought(program: ModuleType, file: str, server: TestServer) -> str:
    from neo4j_server import SERIES, Server  # type: ignore[import-not-found] - a program, not a package

    return program.bring(file, Server(SERIES[NEO4J_SERIES], server.home, NEO4J_JARS), server.port, "600m")


def making_a_store(server: TestServer) -> None:
    """A second office is refused, until nothing was heard of the import for long."""
    with pytest.raises(Conflict, match="is filling the database"):
        server.create()
    server.run(LONG_AGO)
    store = server.create()
    assert store.apply([Create(OTHERS)], CLERK) == 1
    store.close()


def meanwhile(act: Callable[[], object], before: Callable[..., object]) -> Callable[..., object]:
    """A step of the import, before which something else happens."""

    def step(*given: object, **named: object) -> object:
        act()
        return before(*given, **named)

    return step


@pytest.mark.parametrize("moment", ["write_tables", "finish"])
def test_a_store_made_during_an_import_into_neo4j_survives_it(server, file, program, monkeypatch, moment):
    monkeypatch.setattr(program, moment, meanwhile(lambda: making_a_store(server), getattr(program, moment)))
    with pytest.raises(Conflict, match="no longer ours"):
        brought(program, file, server)
    store = server.open()
    assert (list(store.get([NOBODY])), store.commit, store.verify().sound) == ([NOBODY], 1, True)
    store.close()


def test_what_comes_into_neo4j_beside_the_claim_stops_the_import(server, file, program, monkeypatch):
    there = "CREATE (:Film {titolo: 'Novecento'})"
    monkeypatch.setattr(program, "write_tables", meanwhile(lambda: server.run(there), program.write_tables))
    monkeypatch.setattr(program, "rebuild", lambda *_: pytest.fail("it goes on"))
    with pytest.raises(Conflict, match="not empty"):
        brought(program, file, server)
    with pytest.raises(Conflict, match="not empty"):
        server.create()
    server.run("MATCH (f:Film) DELETE f")
    server.create().close()


def test_an_import_that_was_killed_leaves_an_empty_neo4j(server: TestServer):
    server.create().close()
    server.kill()
    mark = server.home / "run" / "importing"
    with mark.open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        refused = server.deploy("neo4j_server.py", "start")
        assert refused.returncode == 1
        assert "still under way" in refused.stderr
    server.start()
    server.create().close()
    server.kill()
    server.start()
    server.open().close()


def test_an_import_that_fails_leaves_an_empty_neo4j(server, file, program, monkeypatch):
    def failing(_: object, folder: Path, *given: object, **named: object) -> None:
        assert (folder / "legami.csv").is_file()
        assert (server.home / "run" / "importing").is_file()
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "run_import", failing)
    with pytest.raises(KeyboardInterrupt):
        brought(program, file, server)
    server.create().close()
