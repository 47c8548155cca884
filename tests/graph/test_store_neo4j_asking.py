"""What questions to a server rely on: indexes of the right form, and answers in pages. All data synthetic."""

from types import SimpleNamespace
from typing import Any

import pytest
from neo4j import GraphDatabase, Session

from graph.kinds import Association, Membership, Person
from graph.store.neo4j import cypher, reading
from graph.store.neo4j.reading import Held
from tests.factory import World
from tests.graph.neo4j_server import PASSWORD
from tests.graph.store_contract import fill

OTHERWISE = {
    "entity_of_kind": ("DROP INDEX entity_of_kind", "CREATE INDEX entity_of_kind FOR (n:Entity) ON (n.name, n.uid)"),
    "change_of_record": (
        "DROP INDEX change_of_record",
        "CREATE INDEX change_of_record FOR (c:Changes) ON (c.uid, c.seq)",
    ),
    "tie_of_kind": ("DROP INDEX tie_of_kind", "CREATE INDEX tie_of_kind FOR (t:TIE) ON (t.kind, t.uid)"),
    "tie_uid": ("DROP CONSTRAINT tie_uid", "CREATE INDEX tie_uid FOR ()-[t:TIE]-() ON (t.uid)"),
    "entity_words": (
        "DROP INDEX entity_words",
        "CREATE FULLTEXT INDEX entity_words FOR (n:Entity) ON EACH [n.words]"
        " OPTIONS {indexConfig: {`fulltext.analyzer`: 'italian'}}",
    ),
}
"""Of the right name, and of another sort or on something else."""


@pytest.mark.parametrize("name", OTHERWISE)
def test_an_index_of_the_right_name_on_something_else_is_found_on_neo4j(neo4j_server, name):
    store = neo4j_server.create()
    assert store.verify().sound
    try:
        neo4j_server.run(*OTHERWISE[name], "CALL db.awaitIndexes(60)")
        found = store.verify()
    finally:
        neo4j_server.run(OTHERWISE[name][0].replace("CONSTRAINT", "INDEX"), *cypher.SCHEMA)
    assert [one.en.partition(":")[0] for one in found.problems] == [f"The guard {name} is not the right one"]
    assert store.verify().sound
    store.close()


class Noting:
    """Somebody who is asked, and notes how many rows each answer had."""

    def __init__(self, asked: Session) -> None:
        self.asked, self.sizes = asked, list[int]()

    def run(self, query: Any, bound: dict[str, Any]) -> Any:
        """As the server answers."""
        answer = self.asked.run(query, bound).single(strict=True)
        self.sizes.append(len(answer[0]))
        return SimpleNamespace(single=lambda strict: answer)


def test_ties_of_a_hub_come_in_pages_and_each_once_on_neo4j(neo4j_server, monkeypatch):
    store, world = neo4j_server.create(), World()
    hub = world.add(Association)
    members = [world.add(Person) for _ in range(9)]
    ties = [world.tie(Membership, one, hub) for one in members]
    fill(store, world)
    monkeypatch.setattr(reading, "TIES", 4)
    assert [tie.id for tie in store.ties_of([hub])] == sorted(ties)
    assert [tie.id for tie in store.ties_of([*members, hub])] == sorted(ties)
    with GraphDatabase.driver(neo4j_server.url, auth=("neo4j", PASSWORD)) as driver, driver.session() as session:
        noting = Noting(session)
        reading.ties_at(noting, store._kinds, [hub], Held())
    assert noting.sizes == [4, 4, 1]
    store.close()
