"""Records by id, by kind, by value, by name, and what lies around a node."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, LiteralString

from graph.kinds import Node, Record, Tie
from graph.store.base import Found
from graph.store.lookup import asked as words_asked
from graph.store.lookup import grade
from graph.store.neo4j import cypher
from graph.store.neo4j.batching import batched
from graph.store.neo4j.rows import LONGEST_WORD, dashed, hex_id, hexes, to_node, to_tie
from graph.store.neo4j.server import Asked, Server
from graph.store.numbering import Kinds
from graph.store.rows import day

PAGE: Final = 2_000
TIES: Final = 20_000
"""In a page of those around some nodes: for each page, the server looks at all of them."""

MOST_WORDS: Final = 150
"""No name has more words: it has at most 300 letters, spaces included."""


def records(asked: Asked, kinds: Kinds, ids: Iterable[str]) -> dict[str, Record]:
    """The records that exist among `ids`."""
    wanted = hexes(ids)
    nodes = (to_node(row, kinds) for row in asked.run(cypher.NODES, ids=wanted).values())
    found: dict[str, Record] = {node.id: node for node in nodes}
    if len(found) < len(wanted):
        rest = [id for id in wanted if dashed(id) not in found]
        ties = (to_tie(row, kinds) for row in asked.run(cypher.TIES, ids=rest).values())
        found |= {tie.id: tie for tie in ties}
    return found


def titles(asked: Asked, ids: Iterable[str]) -> dict[str, str]:
    """Names of nodes."""
    return {dashed(uid): name for uid, name in asked.run(cypher.TITLES, ids=hexes(ids)).values()}


def found(asked: Asked, field: str, values: Iterable[str], kind: str | None) -> dict[str, tuple[str, ...]]:
    """Ids of nodes by a value of one field."""
    rows = asked.run(cypher.VALUED, field=field, values=list(dict.fromkeys(values)), kind=kind).values()
    return {value: tuple(map(dashed, uids)) for value, uids in rows}


def search(asked: Asked, text: str, *, among: Sequence[str], limit: int) -> list[Found]:
    """The best answers to `text`: names with all its words whole, then those where some are beginnings."""
    words = words_asked(text)
    if not words or len(words) > MOST_WORDS:
        return []
    cut = [word[:LONGEST_WORD] for word in words]
    whole = " ".join(f"+{word}" for word in cut)
    begun = " ".join(f"+{word}*" for word in cut)
    answers: list[Found] = []
    for query, entire in ((whole, True), (f"{begun} -({whole})", False)):
        wanted = {"words": query, "kinds": list(among) or None, "limit": limit - len(answers)}
        for uid, kind, name, data, letters in asked.run(cypher.SEARCH, wanted).values():
            comune = json.loads(data).get("comune")
            answers.append(Found(dashed(uid), kind, name, comune, grade(words, letters, whole=entire)))
    return answers


def nodes_of_kind(server: Server, kinds: Kinds, kind: str) -> Iterator[Node]:
    """All nodes of a kind, by id."""
    for row in paged(server, cypher.NODES_OF_KIND, "", kind=kind):
        yield to_node(row, kinds)


def ties_of_kind(server: Server, kinds: Kinds, kind: str) -> Iterator[Tie]:
    """All ties of a kind, by id."""
    for row in paged(server, cypher.TIES_OF_KIND, "", kind=kind):
        yield to_tie(row, kinds)


Asking = Callable[[Callable[[Asked], list[list[Any]]]], list[list[Any]]]
"""How a page is asked for."""


def paged(server: Server, query: LiteralString, after: str | int, **bound: Any) -> Iterator[list[Any]]:
    """The rows of a statement of `cypher` that answers in pages, in the order of their first value."""
    return pages(server.ask, query, after, bound)


def pages(
    ask: Asking, query: LiteralString, after: str | int, bound: Mapping[str, Any], *, most: int | None = None
) -> Iterator[list[Any]]:
    """The same, however each page is asked for, with at most so many rows in each."""
    limit = most or PAGE

    def page(asked: Asked) -> list[list[Any]]:
        answer = asked.run(query, {**bound, "after": after, "limit": limit}).single(strict=True)
        return answer[0]

    rows = ask(page)
    yield from rows
    while len(rows) == limit:  # a page that is not full is the last
        after = rows[-1][0]
        rows = ask(page)
        yield from rows


@dataclass(frozen=True, slots=True)
class Held:
    """Which ties count: those that hold on a day, and those of some kinds."""

    at: date | None = None
    kinds: Sequence[str] = ()

    def bound(self) -> dict[str, Any]:
        """As the statements want it."""
        return {"at": day(self.at), "kinds": list(self.kinds) or None}


def ties_at(asked: Asked, kinds: Kinds, ids: Iterable[str], held: Held) -> list[Tie]:
    """Ties with an end among `ids`, by id."""
    found: dict[str, list[Any]] = {}
    for some in batched(hexes(ids)):
        bound = {"ids": some, **held.bound()}
        rows = pages(lambda page: page(asked), cypher.TIES_AT, "", bound, most=TIES)
        found |= {row[0]: row for row in rows}
    return [to_tie(found[uid], kinds) for uid in sorted(found)]


def around(asked: Asked, kinds: Kinds, id: str, *, hops: int, held: Held, limit: int) -> tuple[list[Node], list[Tie]]:
    """The nodes within some hops of a node, nearest first, and the ties among them; nothing where there is no node."""
    bound = held.bound()
    nodes = [to_node(row, kinds) for row in asked.run(cypher.NODES, ids=hexes([id])).values()]
    for _ in range(hops):
        ids = [hex_id(node.id) for node in nodes]
        if not nodes or len(nodes) >= limit:
            break
        wanted = {"ids": ids, "limit": limit - len(nodes), **bound}
        nodes += [to_node(row, kinds) for row in asked.run(cypher.NEIGHBOURS, wanted).values()]
    among = asked.run(cypher.TIES_AMONG, {"ids": [hex_id(node.id) for node in nodes], **bound}).values()
    return nodes, [to_tie(row, kinds) for row in among]


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a ledger reads within the writing transaction."""

    asked: Asked
    kinds: Kinds

    def records(self, ids: Sequence[str]) -> dict[str, Record]:
        """The records that exist among `ids`."""
        return records(self.asked, self.kinds, ids)

    def node_kinds(self, ids: Sequence[str]) -> dict[str, str]:
        """The kinds of the nodes that exist among `ids`."""
        return {dashed(uid): kind for uid, kind in self.asked.run(cypher.NODE_KINDS, ids=hexes(ids)).values()}

    def ties_at(self, ids: Sequence[str]) -> list[Tie]:
        """All ties with an end among `ids`."""
        return ties_at(self.asked, self.kinds, ids, Held())

    def settings(self) -> dict[str, str]:
        """All settings."""
        return settings(self.asked)


def settings(asked: Asked) -> dict[str, str]:
    """All settings."""
    return {str(key): str(value) for key, value in asked.run(cypher.SETTINGS).values()}


def counts(asked: Asked) -> dict[str, dict[str, int]]:
    """How many records of each kind there are, under `node` and `tie`."""
    counted: dict[str, dict[str, int]] = {"node": {}, "tie": {}}
    for of, kind, number in asked.run(cypher.COUNTS).values():
        counted[of][kind] = number
    return counted
