"""What is wrong in a request: where, what, and how to mend it, without a word of what was sent."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import Request
from fastapi.routing import APIRoute
from pydantic import BaseModel

from graph.errors import Text
from graph.kinds import SCHEMA
from graph.kinds.complaints import complaint

UNKNOWN: Final = "unknown_parameter"
"""The type of the complaint about a query parameter that a route does not declare."""
REPEATED: Final = "repeated_parameter"
"""The type of the complaint about a query parameter that is given twice."""

MENDS: Final = {
    "viewer": Text(
        "di' chi guarda, come operator:AMBITO; gli ambiti sono in GET /districts",
        "say who looks, as operator:DISTRICT; the districts are in GET /districts",
    ),
    "id": Text("un identificativo è come in GET /pacts e POST /search", "an id is as in GET /pacts and POST /search"),
    "cursor": Text("copialo dall'intestazione Link", "copy it from the header Link"),
    "district": Text("gli ambiti sono in GET /districts", "the districts are in GET /districts"),
    "kinds": Text(f"i tipi: {', '.join(SCHEMA.node_names)}", f"the kinds: {', '.join(SCHEMA.node_names)}"),
    "body": Text(
        'scrivi un oggetto JSON come {"text": "biblioteca"}', 'write a JSON object such as {"text": "biblioteca"}'
    ),
}
"""How to mend what is at a place, where the complaint alone does not say it."""


def complaints(errors: Sequence[Any], allowed: Sequence[str] = ()) -> list[dict[str, Any]]:
    """What is wrong and where, in our words: the library's, and names of unknown fields, may quote what was sent.

    `allowed`: the fields of the body that there are.
    """
    found: list[dict[str, Any]] = []
    for error in errors:
        place = [str(part) for part in error["loc"]]
        if error["type"] in ("extra_forbidden", "json_invalid"):
            place = place[:1]
        said = _complaint(error, allowed)
        mend = _mend(error["type"], place)
        text = Text(f"{said.it}: {mend.it}", f"{said.en}: {mend.en}") if mend else said
        found.append({"where": ".".join(place), "message": text.as_dict()})
    return found


def _complaint(error: Mapping[str, Any], allowed: Sequence[str]) -> Text:
    """What is wrong, and what there is where something is not expected."""
    if error["type"] == "extra_forbidden":
        return _among(Text("c'è un campo non previsto", "there is an unexpected field"), allowed)
    if error["type"] == UNKNOWN:
        return _among(
            Text("c'è un parametro non previsto", "there is an unexpected parameter"), error["ctx"]["allowed"]
        )
    if error["type"] == REPEATED:
        return Text("è dato più di una volta: dallo una volta sola", "is given more than once: give it once")
    return complaint(error)


def _among(said: Text, names: Sequence[str]) -> Text:
    there = ", ".join(names)
    return Text(f"{said.it}; ammessi: {there or 'nessuno'}", f"{said.en}; allowed: {there or 'none'}")


def _mend(kind: str, place: Sequence[str]) -> Text | None:
    """What helps at a place, by the innermost name there; a number counts the items of a list."""
    if kind in (UNKNOWN, REPEATED, "extra_forbidden") or kind.startswith("too_"):
        return None
    return MENDS.get(next((part for part in reversed(place) if not part.isdigit()), ""))


def fields_of_body(request: Request) -> list[str]:
    """The fields that the body of a request may have."""
    route = request.scope.get("route")
    body = route.body_field if isinstance(route, APIRoute) else None
    model = body.field_info.annotation if body else None
    return sorted(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else []
