from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from graph.kinds import Schema
from graph.store import GraphStore, create_store
from tests.graph.store_contract import Make, WritingContract
from tests.graph.store_contract_reading import ReadingContract
from tests.graph.store_contract_undoing import UndoingContract
from tests.memory_store import MemoryStore

STORES: dict[str, Callable[[Path, Schema], GraphStore]] = {
    "memory": lambda folder, schema: MemoryStore(schema),
    "embedded": lambda folder, schema: create_store(f"sqlite:///{folder}/archivio.db", schema=schema),
}
"""One line for each store in a folder of its own; the one on a server needs a server."""


@pytest.fixture(params=[*STORES, "neo4j"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    opened: list[GraphStore] = []
    number = count()

    def empty(schema: Schema) -> GraphStore:
        if request.param == "neo4j":
            opened.append(request.getfixturevalue("neo4j_servers")(len(opened)).create(schema))
            return opened[-1]
        folder = tmp_path / f"store-{next(number)}"
        folder.mkdir()
        opened.append(STORES[request.param](folder, schema))
        return opened[-1]

    yield empty
    for store in opened:
        store.close()


class TestWriting(WritingContract):
    """What is written, for each of them."""


class TestUndoing(UndoingContract):
    """What is taken back, for each of them."""


class TestReading(ReadingContract):
    """What is answered, for each of them."""
