"""The demonstration that its tests share, made once: the real ground of Cremona, invented people."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import chain
from typing import Any
from uuid import UUID

from graph.demo import Demonstration, demonstration
from graph.kinds import SCHEMA, STRENGTHS, Adjacency, Node, Place, Tie
from graph.kinds.ids import new_ids
from graph.snapshot import NO_DAY, VISIBILITIES
from graph.store import NodeBatch, TieBatch
from graph.territory.geopop import Population, load_province, population
from graph.territory.places import territory

REFERENCE = date(2026, 9, 1)
LEVELS = tuple(STRENGTHS)


@dataclass(frozen=True)
class Shown:
    """A demonstration as validated records, in the order of their ids."""

    nodes: list[Node]
    ties: list[Tie]
    settings: dict[str, str]


@cache
def land(province: str = "CR") -> tuple[tuple[Place, ...], tuple[Adjacency, ...]]:
    """The places of the province, and which of them touch."""
    ids = new_ids(datetime(2026, 9, 1, tzinfo=UTC), random.Random(3).getrandbits)
    places, adjacency = territory(load_province(province), ids, REFERENCE)
    return tuple(places), tuple(adjacency)


@cache
def ground(province: str = "CR") -> tuple[tuple[Place, ...], Population]:
    """The places of the province, and who lives there."""
    return land(province)[0], population(province)


def made(persons: int = 5000, seed: int = 7, province: str = "CR") -> Demonstration:
    """A demonstration on that ground."""
    places, people = ground(province)
    return demonstration(places=places, population=people, persons=persons, seed=seed, reference_date=REFERENCE)


@cache
def demo(persons: int = 5000, seed: int = 7, province: str = "CR") -> Shown:
    """A demonstration on that ground, as records."""
    return records(made(persons, seed, province), ground(province)[0])


def records(shown: Demonstration, places: Sequence[Place], size: int = 50_000) -> Shown:
    """What the batches of a demonstration say, each record parsed by its declaration."""
    nodes = [SCHEMA.parse(plain) for batch in shown.nodes(size) for plain in plain_nodes(batch)]
    ids = [node.id for node in chain(places, nodes)]
    ties = [SCHEMA.parse(plain) for batch in shown.ties(size) for plain in plain_ties(batch, ids)]
    return Shown(nodes, sorted(ties, key=lambda tie: tie.id), shown.settings)


def plain_nodes(batch: NodeBatch) -> Iterator[dict[str, Any]]:
    """The records of a batch in plain form, those at their default left out."""
    for uid, name, fields in zip(batch.id, batch.name, batch.fields, strict=True):
        yield {"id": text(uid), "kind": batch.kind, "name": name, **fields}


def plain_ties(batch: TieBatch, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The ties of a batch in plain form, with all that are columns."""
    for row, uid in enumerate(batch.id):
        yield {
            "id": text(uid),
            "kind": batch.kind,
            "source": ids[batch.source[row]],
            "target": ids[batch.target[row]],
            "strength": LEVELS[batch.strength[row]],
            "valid_from": day(batch.valid_from[row]),
            "valid_to": day(batch.valid_to[row]),
            "confirmed_on": day(batch.confirmed_on[row]),
            "visibility": VISIBILITIES[batch.visibility[row]],
            **(batch.fields if isinstance(batch.fields, dict) else batch.fields[row]),
        }


def text(uid: Any) -> str:
    return str(UUID(bytes=uid.tobytes()))


def day(count: Any) -> str | None:
    return None if count == NO_DAY else (date(1970, 1, 1) + timedelta(days=int(count))).isoformat()
