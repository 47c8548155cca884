"""The HTTP service: one application, made of what it is given; nothing of it is global."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from threading import Lock
from typing import Any

from fastapi import Depends, FastAPI

from api.deps import check_body, check_query
from api.desk import open_desk
from api.guard import Guard, Hosts
from api.problems import answer_errors
from api.routes import districts, nodes, pacts, service, with_examples
from api.settings import Settings, version
from api.shapes import Problem

DESCRIPTION = """\
A community's relational network, and for each pact the resources and contacts that it can offer.
Demonstration only: every person is invented. A human decides; nobody has a score.
Answers are those of the command line (`legami ... --json`); errors are problem details (RFC 9457) in both languages.
"""


class Service(FastAPI):
    """FastAPI with true examples, and the shape of a problem among its schemas."""

    describing = Lock()

    def openapi(self) -> dict[str, Any]:
        """The description of the interface, made once, and by whoever comes first."""
        with self.describing:
            if not self.openapi_schema:
                described = super().openapi()
                shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
                with_examples(described)
                described["components"]["schemas"] |= shape.pop("$defs") | {"Problem": shape}
            return self.openapi_schema or {}


def create_app(
    settings: Settings,
    *,
    clock: Callable[[], datetime],
    store: str | None = None,
    at: date | None = None,
    hosts: Hosts | None = None,
) -> FastAPI:
    """The application over a demonstration store, opened when it starts and closed when it stops.

    `clock` gives now (UTC); `store` is a URL other than that of the settings, `at` the day that counts as today,
    `hosts` the names it answers to. Starting raises the StoreErrors of `open_desk`.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        desk = open_desk(
            store or settings.store,
            cache=settings.snapshots,
            clock=clock,
            at=at,
            credentials=settings.credentials,
            timeout_s=settings.store_timeout_s,
        )
        app.state.desk = desk
        try:
            yield
        finally:
            desk.close()

    app = Service(
        title="Legami",
        version=version(),
        description=DESCRIPTION,
        lifespan=lifespan,
        dependencies=[Depends(check_query), Depends(check_body)],
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False},
        openapi_url=None,  # made in the loop, it would hold up everybody: `api.routes.service` answers it
        docs_url=None,  # its pages load scripts from elsewhere, and no request leaves the machine
        redoc_url=None,
        redirect_slashes=False,  # the redirection would repeat the Host header
    )
    for module in (service, pacts, nodes, districts):
        app.include_router(module.router)
    answer_errors(app, settings.language)
    app.add_middleware(Guard, hosts=hosts or Hosts(), language=settings.language, debug=settings.debug)
    return app
