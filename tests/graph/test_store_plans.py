"""No question about some records reads a whole table. All data synthetic."""

from collections.abc import Iterator

import pytest

from graph.kinds import Friendship, Person
from graph.store import GraphStore, create_store
from graph.store.embedded.library import Connection
from graph.store.embedded.queries import NARROW
from tests.factory import World
from tests.graph.embedded_store import inner
from tests.graph.store_contract import fill

WHOLE_TABLES = ("SCAN n", "SCAN t", "SCAN a", "SCAN b", "SCAN v", "SCAN node", "SCAN tie")


def plan(connection: Connection, query: str) -> list[str]:
    names = ("ids", "keys", "values", "field", "kind", "at", "kinds", "limit")
    bindings = (1,) if "?" in query else dict.fromkeys(names)
    return [row[3] for row in connection.rows("EXPLAIN QUERY PLAN " + query, bindings)]


def whole_tables(lines: list[str]) -> list[str]:
    return [line for line in lines if line.split(" USING")[0] in WHOLE_TABLES]


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """A store with enough in it for the planner to have opinions."""
    store = create_store(f"sqlite:///{tmp_path_factory.mktemp('folla')}/archivio.db")
    world = World()
    people = [world.add(Person, f"Persona {n}", comune="019036") for n in range(300)]
    for n in range(1200):
        world.tie(Friendship, people[n % 300], people[(n * 7 + 1 + n // 300) % 300])
    fill(store, world)
    yield store
    store.close()


@pytest.mark.parametrize("analysed", [False, True])
@pytest.mark.parametrize("name", NARROW)
def test_no_question_about_some_records_reads_a_whole_table(crowded: GraphStore, name: str, analysed: bool) -> None:
    if analysed:
        inner(crowded).run("ANALYZE")
    assert whole_tables(plan(inner(crowded), NARROW[name])) == []


@pytest.mark.parametrize("name", ["ties at", "neighbours", "ties among", "nodes"])
def test_a_join_order_left_to_the_planner_would_be_noticed(crowded: GraphStore, name: str) -> None:
    turned = {
        "ties at": ("ends CROSS JOIN tie AS t", "tie AS t CROSS JOIN ends"),
        "neighbours": ("json_each(:keys) AS i CROSS JOIN tie AS t", "tie AS t CROSS JOIN json_each(:keys) AS i"),
        "ties among": ("json_each(:keys) AS i CROSS JOIN tie AS t", "tie AS t CROSS JOIN json_each(:keys) AS i"),
        "nodes": ("json_each(:ids) AS i CROSS JOIN node AS n", "node AS n CROSS JOIN json_each(:ids) AS i"),
    }
    assert whole_tables(plan(inner(crowded), NARROW[name].replace(*turned[name]))) != []
