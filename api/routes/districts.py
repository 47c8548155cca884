"""Districts: the list, and the network of one for a map on which nobody is a point."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from api.deps import HeldDep, ViewerDep
from api.drawing import drawn_district
from api.drawn_shapes import District, DistrictNetwork
from api.reading import districts_in
from api.routes import documented
from graph.errors import NotFound

router = APIRouter(prefix="/districts", tags=["districts"])


@router.get(
    "", summary="List the districts", response_model=list[District], responses=documented("districts", missing=False)
)
def districts(held: HeldDep) -> Any:
    """The districts (ambiti) that the territory of the store has, each with its comuni counted."""
    return [{"district": code, "comuni": count} for code, count in districts_in(held.snapshot).items()]


@router.get(
    "/{district}/network",
    summary="The network of a district",
    response_model=DistrictNetwork,
    responses=documented("district"),
)
def network(
    held: HeldDep,
    viewer: ViewerDep,
    district: Annotated[str, Path(pattern=r"^[a-z0-9-]{1,40}$", description="Its code.", examples=["cremasco"])],
    limit: Annotated[int, Query(ge=1, le=2000, description="How many bodies at most, the most tied.")] = 500,
) -> Any:
    """Bodies where they stand and the ties among them. Persons and families are only counted, by comune.

    Fewer than five are not counted: the number would tell who they are.
    """
    if district not in districts_in(held.snapshot):
        raise NotFound(
            "Nessun ambito ha questo codice: gli ambiti sono in GET /districts.",
            "No district has this code: the districts are in GET /districts.",
        )
    reader = held.reading(viewer)
    return drawn_district(reader, district, most=limit)
