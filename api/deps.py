"""What routes are given: the store as it is now, who looks, which page."""

from collections import Counter
from email.message import Message
from typing import Annotated, Any, Final

from fastapi import Depends, HTTPException, Path, Query, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from api.complaints import REPEATED, UNKNOWN
from api.desk import Held
from api.reading import check_district
from api.settings import version
from graph.errors import NotFound, UsageError
from graph.kinds.values import Id
from graph.view import Viewer

EXAMPLE_ID: Final = "019b76da-a800-7000-8000-000000000000"


def check_query(request: Request) -> None:
    """Refuse parameters that the route does not declare, or that are given twice: nothing that was sent is ignored.

    Raises RequestValidationError, which names those that there are and does not repeat what was sent.
    """
    route = request.scope.get("route")
    if isinstance(route, APIRoute):
        allowed = sorted(_declared(route.dependant))
        given = Counter(name for name, _ in request.query_params.multi_items())
        if not set(given) <= set(allowed):
            raise RequestValidationError([{"type": UNKNOWN, "loc": ("query",), "ctx": {"allowed": allowed}}])
        repeated = [name for name, times in given.items() if times > 1]
        if repeated:
            raise RequestValidationError([{"type": REPEATED, "loc": ("query", name)} for name in repeated])


def check_body(request: Request) -> None:
    """Refuse a body that is not announced as JSON, not in UTF-8 or compressed; raises HTTPException 415."""
    route, headers = request.scope.get("route"), request.headers
    takes_one = isinstance(route, APIRoute) and route.body_field is not None
    if takes_one and (headers.get("content-length", "0") != "0" or "transfer-encoding" in headers):
        announced = Message()
        announced["Content-Type"] = headers.get("content-type", "")
        charset = announced.get_content_charset("utf-8")
        plain = headers.get("content-encoding", "identity") == "identity"
        is_json = announced.get_content_type() == "application/json" and charset in ("utf-8", "utf8", "us-ascii")
        if not (is_json and plain):
            raise HTTPException(415, headers={"Accept": "application/json"})


def _declared(dependant: Dependant) -> set[str]:
    """The query parameters of a route and of what it depends on."""
    own = {field.alias for field in dependant.query_params}
    return own.union(*(_declared(each) for each in dependant.dependencies))


def held(request: Request, response: Response) -> Held:
    """The store at its latest commit; the answer says which, and carries a tag that changes with it."""
    now: Held = request.app.state.desk.now()
    response.headers["Legami-Commit"] = str(now.snapshot.commit)
    if request.method == "GET":
        response.headers["ETag"] = f'W/"{now.snapshot.commit}-{now.at.isoformat()}-{version()}"'
    return now


HeldDep = Annotated[Held, Depends(held)]


def viewer(
    held: HeldDep,
    viewer: Annotated[
        str,
        Query(
            pattern=r"^operator:[a-z0-9-]{1,40}$",
            description="Who looks: `operator:DISTRICT`. The districts are those of `GET /districts`.",
            examples=["operator:cremasco"],
        ),
    ],
) -> Viewer:
    """An operator, always named: without one, districts would be mixed as no operator may see them.

    HTTP has no maintenance view, which shows what nobody agreed to share. Raises NotFound for an operator of a
    district that is not there.
    """
    who = Viewer.parse(viewer)
    try:
        check_district(held.snapshot, who)
    except UsageError as error:
        raise NotFound(error.message.it, error.message.en) from None
    return who


ViewerDep = Annotated[Viewer, Depends(viewer)]
IdDep = Annotated[Id, Path(description="The identifier.", examples=[EXAMPLE_ID])]
Cursor = Annotated[
    Id | None, Query(description="The last identifier of the page before, as `Link` gives it.", examples=[EXAMPLE_ID])
]


def link_next(response: Response, path: str, **parameters: Any) -> None:
    """Say in the header `Link` (RFC 8288) where the next page is."""
    query = "&".join(f"{name}={value}" for name, value in parameters.items() if value is not None)
    response.headers["Link"] = f'<{path}?{query}>; rel="next"'
