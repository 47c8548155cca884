"""Pacts: the list, one with both its sides, its proposals, the relations of its party."""

from dataclasses import asdict
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Query, Response

from api.deps import Cursor, HeldDep, IdDep, ViewerDep, link_next
from api.documents import listed_pact, portrait, proposals
from api.reading import pact_kinds
from api.routes import documented
from api.shapes import Answer, ListedPact, Portrait, Relations
from api.summary import summary
from graph.kinds import Pact

router = APIRouter(prefix="/pacts", tags=["pacts"])


@router.get(
    "",
    summary="List the pacts",
    response_model=list[ListedPact],
    responses=documented("pacts", paged=True),
)
def pacts(
    held: HeldDep,
    viewer: ViewerDep,
    response: Response,
    limit: Annotated[int, Query(ge=1, le=100, description="How many at most.")] = 50,
    cursor: Cursor = None,
) -> Any:
    """Oldest first. The header `Link` says where the next page is."""
    chosen = held.snapshot.of_kinds(pact_kinds()) & held.view(viewer).nodes
    ids = [held.snapshot.id(position) for position in np.flatnonzero(chosen).tolist()]
    rest = [id for id in ids if id > (cursor or "")]
    page = rest[:limit]
    if len(rest) > len(page):
        link_next(response, "/pacts", limit=limit, viewer=viewer, cursor=page[-1])
    records = held.store.get(page)
    return [listed_pact(pact) for id in page if isinstance(pact := records.get(id), Pact)]


@router.get(
    "/{id}",
    summary="A pact with both sides",
    response_model=Portrait,
    response_model_exclude_unset=True,
    responses=documented("pact"),
)
def pact(held: HeldDep, viewer: ViewerDep, id: IdDep) -> Any:
    """What it asks and what it gives back, whom it binds, who signed it and follows it, and what came of it."""
    reader, record = held.pact(viewer, id)
    return portrait(reader.seen(record), held.at)


@router.get("/{id}/proposals", summary="Proposals for a pact", response_model=Answer, responses=documented("proposals"))
def proposals_of(
    held: HeldDep,
    viewer: ViewerDep,
    id: IdDep,
    limit: Annotated[int | None, Query(ge=1, le=100, description="How many at most; without it, by policy.")] = None,
) -> Any:
    """Community resources and employer contacts with the reasons, the way in and what is not known.

    The same document as `legami propose --json`. A person decides: a proposal is no decision, and no person or family
    has a score. No good proposal is an answer too.
    """
    reader, record = held.pact(viewer, id)
    return proposals(reader, record, limit)


@router.get(
    "/{id}/relations",
    summary="The relations of a pact's party",
    response_model=Relations,
    responses=documented("relations"),
)
def relations(held: HeldDep, viewer: ViewerDep, id: IdDep) -> Any:
    """Plain counts of what is visible outside the party's home, for who works with it: no score of anybody."""
    reader, record = held.pact(viewer, id)
    view = reader.around(record).legible
    counts = asdict(summary(view, view.index(record.id)))
    return {"pact": record.id, "viewer": str(view.viewer), "at": held.at, "snapshot": held.snapshot.commit, **counts}
