"""The resources of HTTP, one module each; what every one of them may answer is documented here."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from api.problems import MEDIA_TYPE, TITLES

PROBLEM: Final = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
HEADERS: Final = {
    "Legami-Demonstration": {"description": "Everything here is invented.", "schema": {"type": "string"}},
    "Legami-Commit": {"description": "The commit of the store that answers.", "schema": {"type": "string"}},
    "ETag": {"description": "For If-None-Match.", "schema": {"type": "string"}},
}
PAGED: Final = {"Link": {"description": "The next page, where there is one.", "schema": {"type": "string"}}}
ALWAYS: Final = (400, 413, 422, 500, 503)


@cache
def examples() -> dict[str, Any]:
    """An answer of every resource, from a small invented town."""
    return json.loads((Path(__file__).parent / "examples.json").read_text(encoding="utf-8"))


def documented(
    name: str, *, missing: bool = True, tagged: bool = True, paged: bool = False, body: bool = False
) -> dict[int | str, Any]:
    """The answers of a resource: the name of its example (see `with_examples`), and the problems that it may have."""
    headers = HEADERS | (PAGED if paged else {})
    good = {"headers": headers, "content": {"application/json": {"example": name}}}
    answers: dict[int | str, Any] = {200: good}
    if tagged:
        answers[304] = {"description": "Nothing changed since the answer that If-None-Match names"}
    for status in (*ALWAYS, *((404,) if missing else ()), *((415,) if body else ())):
        answers[status] = {"description": TITLES[status].en, "content": PROBLEM}
    return answers


def with_examples(described: dict[str, Any]) -> None:
    """Put the examples where their names stand; FastAPI, given them itself, would leave out everything that is null."""
    for operations in described["paths"].values():
        for operation in operations.values():
            content = operation["responses"]["200"]["content"]["application/json"]
            content["example"] = examples()[content["example"]]
