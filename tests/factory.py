"""Small worlds for tests: records with ids of their own, and the snapshot and view of them. Everything is synthetic."""

import random
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import numpy as np

from graph.kinds import SCHEMA, STRENGTHS, Node, Place, Record, Schema, Tie
from graph.kinds.ids import new_ids
from graph.snapshot import VISIBILITIES, Snapshot, TieRows, build_snapshot, day
from graph.view import MAINTENANCE, View, Viewer

TODAY = date(2026, 11, 2)


class World:
    """Nodes and ties added one by one; `snapshot()` and `view()` as of now."""

    def __init__(self, schema: Schema = SCHEMA, seed: int = 1) -> None:
        self.schema = schema
        self.nodes: dict[str, Node] = {}
        self.ties: dict[str, Tie] = {}
        self._ids = new_ids(datetime(2026, 1, 1, tzinfo=UTC), random.Random(seed).getrandbits)

    def add(self, kind: type[Node], name: str = "", **fields: Any) -> str:
        """A node of a kind; returns its id."""
        node = kind(id=next(self._ids), name=name or kind.__name__, synthetic=True, **fields)
        self.nodes[node.id] = node
        return node.id

    def tie(self, kind: type[Tie], source: str, target: str, **fields: Any) -> str:
        """A tie of a kind between two ids; returns its id."""
        tie = kind(id=next(self._ids), source=source, target=target, synthetic=True, **fields)
        assert self.schema.may_join(tie.kind, self.nodes[source].kind, self.nodes[target].kind)
        self.ties[tie.id] = tie
        return tie.id

    def place(self, code: str, name: str, lat: float, lon: float, district: str = "cremasco") -> str:
        """A comune; returns its ISTAT code."""
        self.add(Place, name, istat_code=code, lat=lat, lon=lon, district=district, province="CR")
        return code

    def remove(self, id: str) -> None:
        """Take a node with its ties, or a tie, away."""
        self.nodes.pop(id, None)
        self.ties = {key: tie for key, tie in self.ties.items() if id not in (key, tie.source, tie.target)}

    @property
    def titles(self) -> dict[str, str]:
        """Names by id."""
        return {id: node.name for id, node in self.nodes.items()}

    def snapshot(self, commit: int = 1) -> Snapshot:
        """The snapshot of everything added."""
        return snapshot_of([*self.nodes.values(), *self.ties.values()], self.schema, commit)

    def view(self, viewer: Viewer = MAINTENANCE, *, at: date = TODAY, pact: str | None = None) -> View:
        """A view of the snapshot."""
        return View.of(self.snapshot(), viewer, at=at, pact=pact)


def snapshot_of(records: list[Record], schema: Schema = SCHEMA, commit: int = 1) -> Snapshot:
    """The snapshot of some records, built without a store."""
    nodes = [record for record in records if isinstance(record, Node)]
    ties = [record for record in records if isinstance(record, Tie)]
    position = {node.id: index for index, node in enumerate(nodes)}

    def column(values: list[int], dtype: type) -> Any:
        return np.array(values, dtype)

    rows = TieRows(
        id=np.frombuffer(b"".join(UUID(tie.id).bytes for tie in ties), np.uint8).reshape(-1, 16),
        kind=column([schema.tie_names.index(tie.kind) for tie in ties], np.uint8),
        source=column([position[tie.source] for tie in ties], np.int32),
        target=column([position[tie.target] for tie in ties], np.int32),
        strength=column([list(STRENGTHS).index(tie.strength) for tie in ties], np.int8),
        valid_from=column([day(tie.valid_from) for tie in ties], np.int32),
        valid_to=column([day(tie.valid_to) for tie in ties], np.int32),
        confirmed_on=column([day(tie.confirmed_on) for tie in ties], np.int32),
        visibility=column([VISIBILITIES.index(tie.visibility) for tie in ties], np.int8),
        attributes=[(index, tie.model_dump(mode="json")) for index, tie in enumerate(ties)],
    )
    plain = [(UUID(node.id).bytes, node.kind, node.model_dump(mode="json")) for node in nodes]
    return build_snapshot(schema=schema, commit=commit, store="test", nodes=plain, ties=rows)
