"""A comune as a public body: each place has one, so that its name and its place tell it where no key does.

So the comune of a register meets the one that a demonstration invented the hours of, or that somebody typed by hand.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from graph.importers.registry import Statement
from graph.kinds import Node, PublicBody
from graph.store.base import GraphStore
from graph.territory.names import fold

_COMUNE: Final = "comune di "


def known_comuni(register: str, statements: Mapping[str, Statement], store: GraphStore) -> dict[str, Node]:
    """The nodes of other sources that are the comuni of statements, by key; none where more than one may be meant."""
    keys: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, said in statements.items():
        name, place = fold(str(said.values.get("name", ""))), said.values.get("comune")
        if said.cls is PublicBody and place and name.startswith(_COMUNE):
            keys[place, name].append(key)
    held: dict[tuple[str, str], list[PublicBody]] = defaultdict(list)
    for node in store.nodes("public_body") if keys else ():
        if isinstance(node, PublicBody) and node.comune:
            held[node.comune, fold(node.name)].append(node)
    alone = {own[0]: held[same][0] for same, own in keys.items() if len(own) == len(held[same]) == 1}
    return {
        key: node
        for key, node in alone.items()
        if node.source(register) is None and node.tax_code in (None, statements[key].values.get("tax_code"))
    }
