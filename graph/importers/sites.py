"""Places and the legal body behind them: a tie for each place, never one node for several places."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from graph.importers.draft import Draft
from graph.importers.registries import Read, Registry, Sites, draft_body, known_bodies
from graph.kinds import Body, Node, Parentage
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
    current = {
        (tie.source, tie.target): tie
        for tie in draft.store.ties_of(sorted(places.values()), at=today, kinds=[_PARENTAGE])
        if tie.target in places.values()
    }
    for (body, place), rows in told.items():
        if (body, place) not in current:
            draft.put(Parentage(id=draft.new_id(), source=body, target=place, origin=registry.name), None)
            draft.mark(rows, "changed")
    for ends, tie in current.items():
        if ends not in told and tie.origin == registry.name and tie.target in lines:
            draft.end(End(tie.id, today), lines[tie.target])


def _places(registry: Registry, sites: Iterable[Sites], ids: Mapping[str, str], draft: Draft) -> dict[str, str]:
    """The id of each place, of this file or of an earlier one."""
    elsewhere = sorted({key for one in sites for key in one.places} - set(ids))
    found = draft.store.find(f"source:{registry.name}", elsewhere)
    return {key: each[0] for key, each in found.items() if each} | dict(ids)


def _bodies(registry: Registry, sites: list[Sites], ids: Mapping[str, str], draft: Draft) -> list[str]:
    """The id of each legal body: of the file, of the register's earlier ones, of another source, or else a new one."""
    stored = known_bodies(registry, (one.statement for one in sites), draft.store)
    others = _by_tax_code(sites, draft)
    bodies: list[str] = []
    for one in sites:
        key = one.statement.key
        if key in ids:
            bodies.append(ids[key])
        elif one.tax_code in others:
            bodies.append(others[one.tax_code])
        else:
            body = draft_body(registry, one.statement, stored.get(key), draft)
            bodies.append(body.id if body else "")
    return bodies


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
