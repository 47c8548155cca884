"""Places and the legal body behind them: a tie for each place, never one node for several places.

Of several registers that name a body behind a place, the one that prevails is believed, whichever came first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from typing import Final

from graph.importers.bodies import Read, draft_body, known_bodies, known_elsewhere
from graph.importers.draft import Draft
from graph.importers.registries import registers
from graph.importers.registry import Registry, Sites
from graph.kinds import Body, Node, Parentage, Tie
from graph.store.base import End

_PARENTAGE: Final = "parentage"


def draft_sites(registry: Registry, read: Read, ids: Mapping[str, str], draft: Draft, today: date) -> None:
    """Tie the places that a register tells of to their legal bodies, and end its ties that no longer hold.

    `ids`: the id of each key in the file.
    """
    sites = list(registry.sites({key: said for key, said in read.merged.items() if key in ids}, draft.store))
    places = _places(registry, sites, ids, draft)
    told = {
        (body, places[key]): read.lines.get(key, [])
        for one, body in zip(sites, _bodies(registry, sites, ids, draft), strict=True)
        for key in one.places
        if body and key in places and body != places[key]
    }
    lines = {id: read.lines[key] for key, id in ids.items()}
    held: dict[str, list[Tie]] = defaultdict(list)
    for tie in draft.store.ties_of(sorted(places.values()), at=today, kinds=[_PARENTAGE]):
        held[tie.target].append(tie)
    for (body, place), rows in told.items():
        if _hang(place, body, held[place], registry, draft):
            draft.mark(rows, "changed")
    for place in sorted(lines):
        for tie in held[place]:
            if (tie.source, place) not in told and tie.origin == registry.name:
                draft.end(End(tie.id, today), lines[place])


def _hang(place: str, body: str, held: Sequence[Tie], registry: Registry, draft: Draft) -> bool:
    """Let a place hang on a body, unless it does or a register that prevails says otherwise. Whether that is new."""
    ranks = {one.name: rank for rank, one in enumerate(registers())}
    others = [tie for tie in held if tie.origin in ranks and tie.origin != registry.name]
    if any(tie.source == body and tie not in others for tie in held):
        return False
    if not others:
        draft.put(Parentage(id=draft.new_id(), source=body, target=place, origin=registry.name), None)
        return True
    if any(ranks[tie.origin] < ranks[registry.name] for tie in others):
        return False
    draft.put(others[0].model_copy(update={"source": body, "origin": registry.name}), others[0])
    return True


def _places(registry: Registry, sites: Iterable[Sites], ids: Mapping[str, str], draft: Draft) -> dict[str, str]:
    """The id of each place, of this file or of an earlier one."""
    elsewhere = sorted({key for one in sites for key in one.places} - set(ids))
    found = draft.store.find(f"source:{registry.name}", elsewhere)
    return {key: each[0] for key, each in found.items() if each} | dict(ids)


def _bodies(registry: Registry, sites: list[Sites], ids: Mapping[str, str], draft: Draft) -> list[str]:
    """The id of each legal body: of the file, of the register's earlier ones, of another source, or else a new one."""
    stored = known_bodies(registry, (one.statement for one in sites), draft.store)
    stored = _same_elsewhere(registry, sites, stored.keys() | ids.keys(), draft) | stored
    others = _by_tax_code(sites, draft)
    bodies: list[str] = []
    for one in sites:
        key = one.statement.key
        if key in ids:
            bodies.append(ids[key])
        elif one.tax_code in others:
            bodies.append(others[one.tax_code])
        else:
            body = draft_body(registry, one.statement, stored.get(key), draft, add=True)
            bodies.append(body.id if body else "")
    return bodies


def _same_elsewhere(registry: Registry, sites: Iterable[Sites], known: Set[str], draft: Draft) -> dict[str, Node]:
    """The bodies that another source has under the tax code that the register tells of them."""
    statements = {
        one.statement.key: one.statement for one in sites if not one.tax_code and one.statement.key not in known
    }
    codes = {key: one.values["tax_code"] for key, one in statements.items() if one.values.get("tax_code")}
    return known_elsewhere(registry, "tax_code", codes, statements, draft.store)


def _by_tax_code(sites: Iterable[Sites], draft: Draft) -> dict[str, str]:
    """The one body that other sources know under each tax code."""
    found = draft.store.find("tax_code", sorted({one.tax_code for one in sites if one.tax_code}))
    nodes: dict[str, Node] = {
        id: node
        for id, node in draft.store.get({id for ids in found.values() for id in ids}).items()
        if isinstance(node, Body)
    }
    bodies = {code: [id for id in ids if id in nodes] for code, ids in found.items()}
    return {code: ids[0] for code, ids in bodies.items() if len(ids) == 1}
