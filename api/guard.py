"""What holds for every exchange: who may be addressed, protective headers, a log without data, no error unanswered."""

import ipaddress
import re
import traceback
from collections.abc import MutableMapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import explained
from api.problems import DETAILS, LOG, MOST_BYTES, of_error, problem, spoken
from graph.errors import Language, UsageError

PROTECTIVE: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Legami-Demonstration": "true",
}


HOST: Final = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{0,5})?")
"""A name or an address with a port, and nothing of what else an address of the web may hold."""


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names under which the service answers, so that no page of another site reaches it by renaming itself.

    `any_address`: also every bare IP address, which no other site can take as its name.
    """

    names: frozenset[str] = frozenset({"localhost", "127.0.0.1", "::1"})
    any_address: bool = False

    def know(self, header: str) -> bool:
        """Whether a Host header names the service."""
        found = HOST.fullmatch(header.lower())
        name = (found[1] or found[2]) if found else ""
        return name in self.names or (self.any_address and _is_address(name))


@dataclass(frozen=True, slots=True)
class Guard:
    """The outermost layer of the application."""

    app: ASGIApp
    hosts: Hosts
    language: Language
    debug: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one exchange."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, asked = perf_counter(), scope["method"]
        exchange = Exchange(Headers(scope=scope), receive, send, whole=asked != "HEAD")
        scope = {**scope, "method": "GET" if asked == "HEAD" else asked}  # the same answer, without its body
        try:
            refusal = self._refusal(exchange.headers)
            await (refusal or self.app)(scope, exchange.receive, exchange.send)
        except Exception as error:  # noqa: BLE001 - the edge: nobody is shown a traceback, and no log quotes data
            LOG.error("%s at %s", type(error).__name__, _place(error))
            if self.debug:
                traceback.print_exception(error)
            if not exchange.status:
                await of_error(explained(error), self._spoken(exchange.headers))(scope, receive, exchange.send)
        path = getattr(scope.get("route"), "path", "-")
        LOG.info("%s %s %d %.0f ms", asked, path, exchange.status, 1000 * (perf_counter() - began))

    def _refusal(self, headers: Headers) -> ASGIApp | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self.hosts.know(hosts[0]):
            return of_error(
                UsageError(
                    "Questo servizio non risponde a questo nome: usa http://localhost.",
                    "This service does not answer to this name: use http://localhost.",
                ),
                self._spoken(headers),
            )
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return problem(413, *DETAILS[413], self._spoken(headers))
        return None

    def _spoken(self, headers: Headers) -> Language:
        return spoken(headers.get("accept-language", ""), self.language)


class Exchange:
    """One request on its way in and its answer on the way out."""

    def __init__(self, headers: Headers, receive: Receive, send: Send, *, whole: bool = True) -> None:
        """Of a request with its headers; an answer that is not `whole` has no body."""
        self.headers = headers
        self._whole = whole
        self.status = 0
        self._bytes = 0
        self._receive = receive
        self._send = send

    async def receive(self) -> Message:
        """The next part of the body; raises HTTPException where it grows too large, whatever length was announced."""
        message = await self._receive()
        self._bytes += len(message.get("body", b""))
        if self._bytes > MOST_BYTES:
            raise HTTPException(413)
        return message

    async def send(self, message: Message) -> None:
        """Add the protective headers; say only that nothing changed to who holds this answer already."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(PROTECTIVE)
            if headers.get("allow") == "GET":
                headers["allow"] = "GET, HEAD"
            if message["status"] == 200 and self._holds(headers.get("etag", "")):
                message["status"] = 304
                del headers["content-length"]
            self.status = message["status"]
        elif self.status == 304 or not self._whole:
            message = _emptied(message)
        await self._send(message)

    def _holds(self, tag: str) -> bool:
        """Whether who asks holds the answer of a tag already; `*` is whatever there is (RFC 9110, 13.1.2)."""
        held = [each.strip().removeprefix("W/") for each in self.headers.get("if-none-match", "").split(",")]
        return bool(tag) and ("*" in held or tag.removeprefix("W/") in held)


def _emptied(message: MutableMapping[str, Any]) -> Message:
    return {**message, "body": b""}


def _place(error: BaseException) -> str:
    """The line of the program where it went wrong."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].name}:{frames[-1].lineno}" if frames else "-"


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
