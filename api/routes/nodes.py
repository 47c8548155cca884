"""Nodes: search by name, one with its ties, the network around it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field, StringConstraints

from api.deps import Cursor, HeldDep, IdDep, ViewerDep, link_next
from api.documents import found_nodes, portrait
from api.drawing import drawn_around
from api.drawn_shapes import Network
from api.routes import documented
from api.shapes import FoundNode, NodeKind, Portrait

router = APIRouter(tags=["nodes"])


class Wanted(BaseModel, frozen=True, extra="forbid"):
    """What is looked for. It travels in the body: a name never stands in an address."""

    text: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
        Field(description="Words of the name, or how they begin.", examples=["biblioteca"]),
    ]
    kinds: Annotated[
        list[NodeKind],
        Field(max_length=20, description="Only nodes of these kinds; none: all.", examples=[["association"]]),
    ] = []
    limit: Annotated[int, Field(ge=1, le=100, description="How many at most.")] = 20


@router.post(
    "/search",
    summary="Find nodes by name",
    response_model=list[FoundNode],
    responses=documented("search", tagged=False, body=True),
)
def search(held: HeldDep, viewer: ViewerDep, wanted: Wanted) -> Any:
    """Nodes whose name has every word, the best first: the same list as `legami search --json`."""
    reader = held.reading(viewer)
    return found_nodes(reader, reader.found(wanted.text, wanted.limit, wanted.kinds))


@router.get(
    "/nodes/{id}",
    summary="A node with its ties",
    response_model=Portrait,
    response_model_exclude_unset=True,
    responses=documented("node", paged=True),
)
def node(
    held: HeldDep,
    viewer: ViewerDep,
    id: IdDep,
    response: Response,
    limit: Annotated[int, Query(ge=1, le=500, description="How many ties at most.")] = 200,
    cursor: Cursor = None,
) -> Any:
    """What is known of it, and the ties that the viewer may see: the same document as `legami show --json`.

    The header `Link` says where the next ties are. A node that the viewer may not see answers like one that is not
    there.
    """
    reader, record = held.node(viewer, id)
    seen = reader.seen(record, after=cursor or "", most=limit)
    if seen.last:
        link_next(response, f"/nodes/{id}", limit=limit, viewer=viewer, cursor=seen.last)
    return portrait(seen, held.at)


@router.get(
    "/nodes/{id}/network", summary="The network around a node", response_model=Network, responses=documented("network")
)
def network(
    held: HeldDep,
    viewer: ViewerDep,
    id: IdDep,
    hops: Annotated[int, Query(ge=1, le=2, description="How many ties away.")] = 1,
    limit: Annotated[int, Query(ge=1, le=300, description="How many nodes at most, itself included.")] = 100,
) -> Any:
    """The nearest nodes, the ties among them and where to draw them, for a map with a table beside it."""
    reader, record = held.node(viewer, id)
    return drawn_around(reader, record, hops=hops, most=limit)
