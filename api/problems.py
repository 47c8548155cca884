"""Errors as problem details (RFC 9457), in both languages; what was sent is never sent back: it may be personal."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.complaints import complaints, fields_of_body
from api.errors import NotServed, meaning
from api.settings import LANGUAGES
from graph.errors import (
    Language,
    LegamiError,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreVersion,
    Text,
    TooManyFiles,
)

LOG: Final = logging.getLogger("legami.http")

MEDIA_TYPE: Final = "application/problem+json"

MOST_BYTES: Final = 16_384
"""The largest body of a request; the only one there is holds a few words."""

TITLES: Final = {
    400: Text("Richiesta sbagliata", "Bad request"),
    404: Text("Non trovato", "Not found"),
    405: Text("Metodo non ammesso", "Method not allowed"),
    409: Text("Conflitto", "Conflict"),
    413: Text("Richiesta troppo grande", "Request too large"),
    415: Text("Formato non ammesso", "Unsupported media type"),
    422: Text("Dati non validi", "Invalid data"),
    500: Text("Errore del servizio", "Error of the service"),
    503: Text("Archivio non disponibile", "Store not available"),
    507: Text("Spazio esaurito", "No space left"),
}
DETAILS: Final = {
    400: (
        "bad_request",
        Text(
            "Il corpo della richiesta non si può leggere: scrivi JSON in UTF-8, poco annidato e con numeri brevi.",
            "The body of the request cannot be read: write JSON in UTF-8, little nested and with short numbers.",
        ),
    ),
    404: (
        "not_found",
        Text("Questo indirizzo non c'è: guarda /openapi.json.", "There is no such address: see /openapi.json."),
    ),
    405: (
        "method_not_allowed",
        Text("Questo indirizzo si chiama in un altro modo: guarda Allow.", "Call this address another way: see Allow."),
    ),
    413: (
        "too_large",
        Text(
            f"Il corpo della richiesta supera 16 kB ({MOST_BYTES} byte): mandane uno più breve.",
            f"The body of the request exceeds 16 kB ({MOST_BYTES} bytes): send a shorter one.",
        ),
    ),
    415: (
        "unsupported_media_type",
        Text(
            "Il corpo della richiesta è JSON in UTF-8, non compresso: manda Content-Type: application/json.",
            "The body of the request is JSON in UTF-8, not compressed: send Content-Type: application/json.",
        ),
    ),
}
OTHERWISE: Final = ("refused", Text("La richiesta è rifiutata.", "The request is refused."))

STORE: Final[dict[type[LegamiError], Text]] = {
    StoreError: Text("L'archivio non risponde: riprova più tardi.", "The store does not answer: try again later."),
    StoreBusy: Text("L'archivio è occupato: riprova fra poco.", "The store is busy: try again in a moment."),
    StoreFull: Text("Non c'è più spazio per l'archivio.", "There is no space left for the store."),
    StoreDamaged: Text("L'archivio è danneggiato: va ripristinato.", "The store is damaged: it has to be restored."),
    TooManyFiles: Text(
        "Il servizio ha troppi file aperti: riprova tra poco.", "The service holds too many files open: retry shortly."
    ),
    StoreVersion: Text("L'archivio è di un'altra versione.", "The store is of another version."),
}
"""What is said of the store over HTTP: its own words name files and servers, and are for the log."""


def answer_errors(app: FastAPI, otherwise: Language) -> None:
    """Let an application answer every error as problem details; `otherwise`: the language of who asks for none."""

    def known(request: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, LegamiError):
            raise error
        if isinstance(error, StoreError):
            LOG.error("%s: %s", type(error).__name__, error)
        return of_error(error, spoken(request.headers.get("accept-language", ""), otherwise))

    def invalid(request: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, RequestValidationError):
            raise error
        where = complaints(error.errors(), fields_of_body(request))
        detail = Text(
            "; ".join(f"{one['where']}: {one['message']['it']}" for one in where),
            "; ".join(f"{one['where']}: {one['message']['en']}" for one in where),
        )
        language = spoken(request.headers.get("accept-language", ""), otherwise)
        return problem(422, "invalid_input", detail, language, more={"errors": where})

    def refused(request: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, HTTPException):
            raise error
        code, detail = DETAILS.get(error.status_code, OTHERWISE)
        language = spoken(request.headers.get("accept-language", ""), otherwise)
        return problem(error.status_code, code, detail, language, headers=error.headers)

    app.add_exception_handler(LegamiError, known)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, refused)


def of_error(error: LegamiError, language: Language) -> JSONResponse:
    """An error of ours."""
    kept = () if isinstance(error, NotServed) else type(error).__mro__
    said = next((STORE[cls] for cls in kept if cls in STORE), error.message)
    return problem(meaning(error).http_status, error.code, said, language)


def problem(
    status: int,
    code: str,
    detail: Text,
    language: Language,
    *,
    more: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """One problem: `title` and `detail` in one language, and both of them in both."""
    phrase = HTTPStatus(status).phrase
    title = TITLES.get(status, Text(phrase, phrase))
    content = {
        "type": f"urn:legami:problem:{code}",
        "title": title[language],
        "status": status,
        "detail": detail[language],
        "code": code,
        "titles": title.as_dict(),
        "details": detail.as_dict(),
        **(more or {}),
    }
    told = {"Content-Language": language, "Vary": "Accept-Language", **(headers or {})}
    return JSONResponse(content, status, told, media_type=MEDIA_TYPE)


def spoken(accept_language: str, otherwise: Language) -> Language:
    """The language that an Accept-Language header likes best among ours."""
    liked: dict[Language, float] = {}
    for part in accept_language.split(","):
        name, _, quality = part.strip().partition(";q=")
        for language in LANGUAGES:
            if name.strip().lower().partition("-")[0] == language:
                liked.setdefault(language, _weight(quality or "1"))
    return max(liked, key=liked.__getitem__) if any(liked.values()) else otherwise


def _weight(quality: str) -> float:
    try:
        return max(float(quality), 0.0)
    except ValueError:
        return 0.0
