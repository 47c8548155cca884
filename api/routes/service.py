"""The service itself: what it is and whether it is well."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from api.deps import HeldDep
from api.routes import documented
from api.settings import version
from api.shapes import Health, Welcome

router = APIRouter(tags=["service"])


@router.get("/", summary="What this is", responses=documented("welcome", missing=False, tagged=False))
def welcome(request: Request) -> Welcome:
    """The name and version of the service, and its resources. The full description is /openapi.json."""
    return Welcome.model_validate(
        {
            "name": "Legami",
            "version": version(),
            "demonstration": True,
            "notice": {
                "it": "Dimostrazione: tutte le persone sono inventate. Decide sempre una persona.",
                "en": "Demonstration: every person is invented. A person always decides.",
            },
            "description": "/openapi.json",
            "resources": sorted(request.app.openapi()["paths"]),
        }
    )


@router.get("/openapi.json", include_in_schema=False)
def description(request: Request) -> JSONResponse:
    """The full description."""
    return JSONResponse(request.app.openapi())


@router.get("/health", summary="Whether the service is well", responses=documented("health", missing=False))
def health(held: HeldDep) -> Health:
    """The version of the program, the commit of the store and what counts as today. A store that fails answers 503."""
    return Health(status="ok", version=version(), demonstration=True, commit=held.snapshot.commit, today=held.at)
