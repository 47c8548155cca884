"""What a pact with a NO_CONTACT zone costs must not tell that it has one. All data synthetic."""

from graph.kinds import Friendship, NoContact, Person
from graph.view import Viewer
from matching import proximity
from matching.propose import propose
from tests.matching.situations import parents_with_children

OPERATOR = Viewer("operator", "cremasco")


def test_a_pact_with_a_zone_walks_the_graph_that_all_pacts_share(monkeypatch) -> None:
    world, at = parents_with_children()
    avoided = world.add(Person, comune="019001")
    world.tie(Friendship, avoided, at["coach"])
    world.tie(NoContact, at["mother"], avoided)
    view, built = world.view(OPERATOR), []
    build = proximity.build_walk_graph
    monkeypatch.setattr(proximity, "build_walk_graph", lambda *a, **b: built.append(1) or build(*a, **b))
    for _ in range(2):
        narrowed = view.for_pact(at["pact"])
        assert len(narrowed.zone)
        assert propose(world.nodes[at["pact"]], narrowed).proposals
    assert built == [1]
