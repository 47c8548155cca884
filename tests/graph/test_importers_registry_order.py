"""The registers in any order give one content: on the synthetic samples, and on the real files where they are."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.importers import registers, run, sources
from graph.kinds import SCHEMA
from graph.store.base import Create, GraphStore
from graph.territory.geopop import load_province
from graph.territory.places import territory
from tests.graph.importing import AUTHOR, counts, seeded, settle
from tests.memory_store import MemoryStore

SAMPLES = Path(__file__).parent / "samples"
SOURCES = sorted(one.name for one in registers() if (SAMPLES / f"{one.name.replace('-', '_')}.csv").exists())
"""A register that somebody adds needs a sample only if it is to be tried here too."""
REAL = {
    "cinque-per-mille": ("cremona_cinque_per_mille_2022.csv", 607),
    "scuole-statali": ("cremona_scuole_statali_2025-26.csv", 322),
    "scuole-paritarie": ("cremona_scuole_paritarie_2023-24.csv", 60),
    "scuole-lombardia": ("cremona_anagrafe_scuole_lombardia_2026-02-15.csv", 307),
    "rsa": ("cremona_rsa_accreditate_2013.csv", 29),
    "farmacie": ("cremona_farmacie_2026-02-15.csv", 85),
    "strutture-ricovero": ("cremona_strutture_ricovero_2026-02-15.csv", 7),
}


def content(store: GraphStore) -> tuple[list[str], list[str]]:
    """Nodes and ties without ids and times, in an order that no import decides."""
    nodes = {node.id: node for kind in SCHEMA.node_names for node in store.nodes(kind)}
    said = {id: node.model_dump_json(exclude={"id"}) for id, node in nodes.items()}
    ties = [tie for kind in SCHEMA.tie_names for tie in store.ties(kind)]
    of_import = {"id", "source", "target", "recorded_at"}
    joined = [said[tie.source] + said[tie.target] + tie.model_dump_json(exclude=of_import) for tie in ties]
    return sorted(said.values()), sorted(joined)


def imported(order: Sequence[str], files: dict[str, Path], store: GraphStore) -> tuple[list[str], list[str]]:
    ids = seeded(7)
    for source in order:
        run(source, files[source], store, author=AUTHOR, ids=ids)
    return content(store)


def samples() -> dict[str, Path]:
    return {source: SAMPLES / f"{source.replace('-', '_')}.csv" for source in SOURCES}


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(SOURCES))
def test_the_samples_in_any_order_give_one_content(order):
    assert imported(order, samples(), settle(MemoryStore())) == imported(SOURCES, samples(), settle(MemoryStore()))


def test_without_an_order_of_precedence_the_last_import_would_count(monkeypatch):
    last_first = iter(range(10**6, 0, -1))
    monkeypatch.setattr(sources, "_rank", lambda source: (next(last_first), source.name))
    forth, back = (imported(order, samples(), settle(MemoryStore())) for order in (SOURCES, SOURCES[::-1]))
    assert forth != back


@pytest.fixture(scope="module")
def places():
    return [Create(place) for place in territory(load_province("CR"), seeded(2), AUTHOR.at.date())[0]]


def province(places: list[Create]) -> GraphStore:
    store = MemoryStore()
    store.apply(places, AUTHOR)
    return store


@pytest.mark.parametrize("source", REAL)
def test_the_real_file_is_read_almost_whole_and_only_once(shared_data, places, source):
    name, rows = REAL[source]
    store, path = province(places), shared_data / "organisations" / name
    first, again = (run(source, path, store, author=AUTHOR, ids=ids, province="CR") for ids in (seeded(3), seeded(4)))
    assert first.rows == again.rows == rows
    assert len(first.rejected) <= 0.03 * rows
    assert counts(first) == (rows - len(first.rejected), 0, 0, len(first.rejected))
    assert counts(again) == (0, 0, rows - len(first.rejected), len(first.rejected))
    assert store.commit == 2


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(sorted(REAL)))
def test_the_real_files_in_any_order_give_one_content_and_only_once(shared_data, places, order):
    files = {source: shared_data / "organisations" / name for source, (name, _) in REAL.items()}
    store = province(places)
    once = imported(order, files, store)
    assert once == imported(sorted(REAL), files, province(places))
    commit = store.commit
    assert imported(order, files, store) == once
    assert store.commit == commit


def test_a_real_school_has_one_node_for_each_code_of_the_ministry(shared_data, places):
    files = {source: shared_data / "organisations" / name for source, (name, _) in REAL.items()}
    store = province(places)
    imported(sorted(REAL), files, store)
    codes = [school.ministry_code for school in store.nodes("school") if school.ministry_code]
    both = [school for school in store.nodes("school") if {"scuole-statali", "scuole-lombardia"} <= names(school)]
    assert len(codes) == len(set(codes))
    assert len(both) > 180
    assert sum(school.lat is not None for school in both) == 181


def names(node) -> set[str]:
    return {source.name for source in node.sources}
