"""Sixteen imports of one file at once: every body and every tie is there once. All data synthetic."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from graph import importers
from graph.importers import run
from graph.importers.draft import Draft
from graph.kinds import SCHEMA
from graph.store import Author, GraphStore, Remember, create_store
from tests.graph.importing import AUTHOR, csv_text, seeded, settle
from tests.graph.store_writers import (
    SAMPLES,
    WRITERS,
    Client,
    Site,
    Told,
    import_file,
    in_processes,
    in_threads,
    site_for,
)

WAYS = {"embedded": in_threads, "embedded processes": in_processes, "neo4j": in_threads}
SAMPLE = SAMPLES / "scuole_lombardia.csv"


@pytest.fixture(params=["embedded", "neo4j"])
def kept(request) -> str:
    return request.param


@pytest.fixture
def site(kept, request, tmp_path) -> Iterator[Site]:
    """A store of three comuni."""
    where = site_for(kept, request, tmp_path)
    settle(create_store(where.url, credentials=where.credentials, timeout_s=300)).close()
    return where


@pytest.fixture
def store(site) -> Iterator[GraphStore]:
    opened = site.open()
    yield opened
    opened.close()


def content(store: GraphStore) -> Counter[str]:
    """What there is, told without the ids: how often each node and each tie comes."""
    names = {node.id: f"{node.kind} {node.name}" for kind in SCHEMA.node_names for node in store.nodes(kind)}
    ties = [tie for kind in SCHEMA.tie_names for tie in store.ties(kind)]
    return Counter([*names.values(), *(f"{names[tie.source]} {tie.kind} {names[tie.target]}" for tie in ties)])


@pytest.fixture
def once(tmp_path) -> Counter[str]:
    """What one import alone leaves."""
    alone = settle(create_store(f"sqlite:///{tmp_path}/solo.db"))
    run("scuole-lombardia", SAMPLE, alone, author=AUTHOR, ids=seeded())
    found = content(alone)
    alone.close()
    return found


@pytest.mark.parametrize("kept", WAYS, indirect=True)
def test_a_register_imported_by_all_at_once_is_there_once(kept, site, store, once):
    told = WAYS[kept](site, import_file)
    assert content(store) == once
    assert store.commit == 2
    assert sorted(tuple(one.what) for one in told) == [(0, 0, 5)] * (WRITERS - 1) + [(5, 0, 0)]
    assert store.verify().sound


def test_without_a_second_look_imports_at_once_would_make_bodies_anew(site, store, once, monkeypatch):
    all_drafted = threading.Barrier(WRITERS)

    def carried_out(drafted: Callable[[], Draft], store: GraphStore, author: Author) -> Draft:
        draft = drafted()
        all_drafted.wait()
        store.apply(draft.operations, author)
        return draft

    monkeypatch.setattr(importers, "_carried_out", carried_out)
    in_threads(site, import_file)
    assert content(store) > once
    assert store.commit == 1 + WRITERS


def test_different_tables_that_share_rows_leave_each_row_once(site, store, tmp_path):
    """Everybody imports the common club and one of their own, and ties the two."""
    for n in range(WRITERS):
        rows = [
            {"kind": "association", "key": "comune", "name": "Circolo comune"},
            {"kind": "association", "key": f"c{n}", "name": f"Circolo {n}"},
            {"kind": "partnership", "source": "comune", "target": f"c{n}"},
        ]
        (tmp_path / f"{n}.csv").write_text(csv_text(rows), "utf-8")

    def bring(client: Client) -> None:
        ids = seeded(100 + client.number)
        report = run("table", tmp_path / f"{client.number}.csv", client.store, author=client.author, ids=ids)
        client.told.append(Told(0, client.number, len(report.rejected)))

    told = in_threads(site, bring)
    assert [one.what for one in told] == [0] * WRITERS
    assert store.contents().nodes["association"] == WRITERS + 1
    assert store.contents().ties["partnership"] == WRITERS
    assert store.verify().sound


def test_a_draft_is_made_once_where_nobody_writes_and_again_where_somebody_did(site, store, monkeypatch):
    made: list[int] = []
    known = importers.importers()["scuole-lombardia"]

    def counted(table, draft, lexicon, **options) -> None:
        known(table, draft, lexicon, **options)
        made.append(store.commit)
        if interferes and len(made) == 1:
            other = site.open()
            other.apply([Remember("demo", "true")], AUTHOR)
            other.close()

    monkeypatch.setattr(importers, "importers", lambda: {"scuole-lombardia": counted})
    interferes = False
    run("scuole-lombardia", SAMPLE, store, author=AUTHOR, ids=seeded())
    assert made == [1]
    made.clear()
    interferes = True
    report = run("scuole-lombardia", SAMPLE, store, author=AUTHOR, ids=seeded(2))
    assert (made, report.unchanged) == ([2, 3], 5)
