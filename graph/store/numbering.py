"""The numbers that one store gives to the declared kinds, and the digest by which it knows them again."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count

from graph.kinds import INDEXED, Node, Record, Schema, Tie
from graph.kinds.base import kind_names


@dataclass(frozen=True, slots=True)
class Kinds:
    """Kinds of nodes and of ties by their numbers and by their names."""

    nodes: dict[int, type[Node]]
    ties: dict[int, type[Tie]]
    numbers: dict[str, int]
    classes: dict[str, type[Record]]

    @classmethod
    def of(cls, schema: Schema, numbers: Mapping[str, int]) -> "Kinds":
        """The kinds of a schema, each of which has a number."""
        nodes = dict(zip(schema.node_names, schema.nodes, strict=True))
        ties = dict(zip(schema.tie_names, schema.ties, strict=True))
        return cls(
            nodes={numbers[name]: kind for name, kind in nodes.items()},
            ties={numbers[name]: kind for name, kind in ties.items()},
            numbers={name: numbers[name] for name in (*nodes, *ties)},
            classes={**nodes, **ties},
        )

    def node_name(self, number: int) -> str:
        """The name of a node kind."""
        return self.nodes[number].model_fields["kind"].default


def numbered(schema: Schema, known: Mapping[str, int]) -> Kinds:
    """The kinds under the numbers that they have, new ones from the next on: nodes and ties by themselves, from 1."""
    return Kinds.of(schema, {**_numbers(schema.node_names, known), **_numbers(schema.tie_names, known)})


def _numbers(names: Iterable[str], known: Mapping[str, int]) -> dict[str, int]:
    given = {name: known[name] for name in names if name in known}
    next_number = count(max(given.values(), default=0) + 1)
    return {name: given[name] if name in given else next(next_number) for name in names}


def declaration(schema: Schema) -> str:
    """Changes when kinds, ends or INDEXED fields do."""
    described = [
        {name: cls.marked(INDEXED) for name, cls in zip(schema.node_names, schema.nodes, strict=True)},
        {name: allowed(schema, cls) for name, cls in zip(schema.tie_names, schema.ties, strict=True)},
    ]
    return hashlib.sha256(json.dumps(described).encode()).hexdigest()


def allowed(schema: Schema, cls: type[Tie]) -> list[tuple[str, str]]:
    """The kinds that a tie kind may join, source and target; both orders if it is undirected."""
    left, right = (kind_names(side) for side in cls.ends)
    pairs = {(source, target) for source in left for target in right}
    return sorted(pairs if cls.directed else pairs | {(target, source) for source, target in pairs})
