"""Errors as problem details (RFC 9457), in both languages; what was sent is never sent back: it may be personal."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

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

TITLES: Final = {
    400: Text("Richiesta sbagliata", "Bad request"),
    404: Text("Non trovato", "Not found"),
    405: Text("Metodo non ammesso", "Method not allowed"),
    409: Text("Conflitto", "Conflict"),
    413: Text("Richiesta troppo grande", "Request too large"),
    422: Text("Dati non validi", "Invalid data"),
    500: Text("Errore del servizio", "Error of the service"),
    503: Text("Archivio non disponibile", "Store not available"),
    507: Text("Spazio esaurito", "No space left"),
}
DETAILS: Final = {
    400: ("bad_request", Text("La richiesta non si può leggere.", "The request cannot be read.")),
    404: (
        "not_found",
        Text("Questo indirizzo non c'è: guarda /openapi.json.", "There is no such address: see /openapi.json."),
    ),
    405: (
        "method_not_allowed",
        Text("Questo indirizzo si chiama in un altro modo: guarda Allow.", "Call this address another way: see Allow."),
    ),
    413: ("too_large", Text("La richiesta supera il massimo.", "The request exceeds the limit.")),
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

COMPLAINTS: Final = {
    "missing": Text("manca", "is missing"),
    "extra_forbidden": Text("c'è un campo non previsto", "there is an unexpected field"),
    "json_invalid": Text("non è JSON", "is no JSON"),
    "string_pattern_mismatch": Text("non ha la forma attesa", "does not have the expected form"),
    "string_too_short": Text("è troppo corto", "is too short"),
    "string_too_long": Text("è troppo lungo", "is too long"),
    "too_long": Text("ha troppi elementi", "has too many items"),
    "greater_than_equal": Text("è troppo piccolo", "is too small"),
    "less_than_equal": Text("è troppo grande", "is too large"),
    "int_parsing": Text("non è un numero intero", "is no whole number"),
    "literal_error": Text("non è tra i valori ammessi", "is not among the allowed values"),
}
UNKNOWN: Final = "unknown_parameter"
"""The type of the complaint about a query parameter that a route does not declare."""
INVALID: Final = Text("non è valido", "is not valid")


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
        where = complaints(error.errors())
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


def complaints(errors: Sequence[Any]) -> list[dict[str, Any]]:
    """What is wrong and where, in our words: the library's, and names of unknown fields, may quote what was sent."""
    found: list[dict[str, Any]] = []
    for error in errors:
        place = [str(part) for part in error["loc"]]
        if error["type"] in ("extra_forbidden", "json_invalid"):
            place = place[:1]
        found.append({"where": ".".join(place), "message": _complaint(error).as_dict()})
    return found


def _complaint(error: Mapping[str, Any]) -> Text:
    """What is wrong, and how to mend it."""
    if error["type"] != UNKNOWN:
        return COMPLAINTS.get(error["type"], INVALID)
    names = ", ".join(error["ctx"]["allowed"])
    return Text(
        f"c'è un parametro non previsto; ammessi: {names or 'nessuno'}",
        f"there is an unexpected parameter; allowed: {names or 'none'}",
    )


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
