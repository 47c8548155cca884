"""How one gets in, as a reason: through whom or what, alone, or that it is not known. One sentence tells every step."""

from collections.abc import Mapping
from typing import Any, Final

from graph.kinds.ties import PERSONAL_KINDS
from matching.candidates import Candidates
from matching.sentences import LINK
from matching.types import Reason, WayIn

WELCOMING: Final = (
    "childcare_service",
    "elderly_service",
    "school",
    "health_service",
    "training_body",
    "employment_body",
    "public_body",
    "opportunity",
    "community_action",
)
"""Kinds that take in who comes, where it is known when they are open."""
APPLIED_FOR: Final = ("job", "internship", "apprenticeship", "civil_service", "premises")
SHAPES: Final[Mapping[tuple[str, ...], str]] = {
    ("body",): "through_body",
    ("body", "body"): "through_bodies",
    ("body", "person"): "through_body_and_person",
    ("person",): "introduced_by_acquaintance",
    ("person", "body"): "through_person_and_body",
    ("person", "person"): "through_people",
}
"""The sentence of a way in, by what its steps are."""


def door(found: Candidates, number: int, way: WayIn | None) -> Reason:
    """The way in to one candidate: the steps of `way` and no others, or else its own door."""
    if way is None:
        return own_door(found, number)
    party = found.case.pact.kind
    if way.form == "association":
        return Reason("through_association", {"body": way.nodes[0]}, way.nodes)
    snapshot = found.case.view.snapshot
    steps = tuple("person" if snapshot.kind_name(snapshot.index(id)) == "person" else "body" for id in way.nodes)
    bodies = [id for id, step in zip(way.nodes, steps, strict=True) if step == "body"]
    code = SHAPES.get(steps, "through_steps")
    values: dict[str, Any] = {"party": party, **dict(zip(("body", "next"), bodies, strict=False))}
    if code == "through_steps":
        values = {"party": party, "steps": tuple(zip(steps, way.nodes, strict=True))}
    elif set(steps) == {"person"} and (link := _link(found, number, way.nodes[-1])):
        code, values = ("introduced" if len(steps) == 1 else "through_people_inside"), {"party": party, "link": link}
    return Reason(code, values, (*way.nodes, *way.ties))


def own_door(found: Candidates, number: int) -> Reason:
    """How to get in without anybody: said only as far as it is known."""
    snapshot, position = found.case.view.snapshot, int(found.position[number])
    kind, id = snapshot.kind_name(position), snapshot.id(position)
    if kind in PERSONAL_KINDS:
        return Reason("ask_operator")
    if desk := int(found.value("desk", number)):
        return Reason("desk", {"slots": desk})
    if form(found, number) in APPLIED_FOR:
        return Reason("apply")
    if not found.value("slots", number):
        return Reason("door_unknown", {"contact": id})
    return Reason("alone") if kind in WELCOMING else Reason("write_first", {"contact": id})


def form(found: Candidates, number: int) -> str | None:
    """The form of an opportunity; none where it is not known or the candidate is something else."""
    level = int(found.value("form", number))
    return found.case.view.snapshot.levels["form"][level] if level >= 0 else None


def _link(found: Candidates, number: int, person: str) -> str | None:
    """What ties the last introducer to the resource, if that may be said."""
    view = found.case.view
    others, ties = view.neighbours(view.snapshot.index(person), ["civic", "work"])
    for other, tie in zip(others, ties, strict=True):
        kind = view.snapshot.tie_kinds[int(view.snapshot.ties.kind[tie])]
        if int(other) == int(found.position[number]) and kind in LINK:
            return kind
    return None
