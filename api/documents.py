"""The answers as JSON documents, the same for the command line and for HTTP."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from graph.errors import Text

if TYPE_CHECKING:
    from api.reading import Reading, Sighting
    from graph.kinds import Node, Pact, Record, Tie
    from graph.store.base import Found

ROLES: Final = (
    ("parties", "pact_party", Text("Parte", "Party")),
    ("partners", "signature", Text("Ente che firma", "Partner body")),
    ("operators", "case_management", Text("Chi lo segue", "Operator")),
    ("activations", "activation", Text("Risorse proposte o attivate", "Resources proposed or activated")),
)
"""Who and what a pact holds together: key, kind of tie, title."""

LISTED: Final = {"id", "kind", "name", "status", "comune", "signed_on"}
DECISION: Final = {"status", "decided_on", "outcome"}


def listed_pact(pact: "Pact") -> dict[str, Any]:
    """A pact in a list."""
    return pact.model_dump(mode="json", include=LISTED)


def found_nodes(reader: "Reading", found: "Sequence[Found]") -> list[dict[str, Any]]:
    """Nodes found by their names; of bodies also where they are and their code in a register: many share a name."""
    records = reader.store.get([one.id for one in found])
    return [
        {"id": one.id, "kind": one.kind, "name": one.name, "comune": one.comune, **_apart(records.get(one.id))}
        for one in found
    ]


def _apart(record: "Record | None") -> dict[str, str | None]:
    """What tells a body from others of the same name, as far as it is known; nothing of people and of their pacts."""
    from graph.kinds import Resource
    from graph.kinds.tables import TABLE

    body = record if isinstance(record, Resource) else None
    codes = [f"{source.name}:{source.key}" for source in (body.sources if body else ()) if source.name != TABLE]
    return {"address": getattr(body, "address", "") or None, "code": next(iter(codes), None)}


def portrait(seen: "Sighting", today: date) -> dict[str, Any]:
    """A node with its ties; a pact with both sides."""
    from graph.kinds import Pact

    data: dict[str, Any] = {
        "node": seen.node.model_dump(mode="json", exclude_unset=seen.partly),
        "ties": [_tie(seen, tie, today) for tie in seen.ties],
    }
    if isinstance(seen.node, Pact):
        data["pact"] = _sides(seen, seen.node)
    return data


def proposals(reader: "Reading", pact: "Pact", limit: int | None) -> dict[str, Any]:
    """The proposals for a pact, as the reader may see them.

    Raises what `matching.propose.propose` raises.
    """
    from matching.presentation import mentioned, to_json, to_reach
    from matching.propose import propose

    answer = propose(pact, reader.view, limit=limit, titles=reader.store.titles)
    contacts = {id: contact(node) for id, node in reader.store.get(to_reach(answer)).items()}
    return to_json(answer, reader.store.titles(mentioned(answer)), contacts)


def contact(node: "Record") -> list[Text]:
    """How a body can be reached, as far as it is known: by telephone, at its address."""
    from graph.importers.naming import as_read

    phone, address = getattr(node, "phone", ""), as_read(getattr(node, "address", ""))
    return [
        *([Text(f"telefono {phone}", f"telephone {phone}")] if phone else []),
        *([Text(address, address)] if address else []),
    ]


def ended(tie: "Tie", today: date) -> bool:
    """Whether a tie holds no longer."""
    return tie.valid_to is not None and tie.valid_to <= today


def _tie(seen: "Sighting", tie: "Tie", today: date) -> dict[str, Any]:
    return tie.model_dump(mode="json") | {
        "direction": "out" if tie.source == seen.node.id else "in",
        "other": _brief(seen.other(tie)),
        "ended": ended(tie, today),
    }


def _brief(node: "Node") -> dict[str, Any]:
    return {"id": node.id, "kind": node.kind, "title": node.name}


def _sides(seen: "Sighting", pact: "Pact") -> dict[str, Any]:
    roles: dict[str, Any] = {name: [] for name, *_ in ROLES}
    for tie in seen.ties:
        for name, kind, _ in ROLES:
            if tie.kind == kind:
                roles[name].append(_brief(seen.other(tie)) | _decision(tie))
    return {"asks": pact.model_dump(mode="json")["asks"], "gives": list(pact.gives), **roles}


def _decision(tie: "Tie") -> dict[str, Any]:
    return tie.model_dump(mode="json", include=DECISION) if tie.kind == "activation" else {}
