"""Serving an application on this machine: a socket, a word once it is ready, and a prompt end."""

import ipaddress
import socket
from collections.abc import Callable
from typing import Final

import uvicorn
from fastapi import FastAPI

from api.guard import Hosts
from graph.errors import StoreUnavailable, UsageError

LOOPBACK: Final = "127.0.0.1"
WILDCARDS: Final = ("0.0.0.0", "::")  # noqa: S104 - named to be recognised
WAITING: Final = 64
PATIENCE_S: Final = 5
"""How long answers under way may take after the service was told to stop."""


class _Announcing(uvicorn.Server):
    """Says when it accepts connections."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any that is free.

    Raises UsageError where that cannot be.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen(WAITING)
        except OSError:
            listening.close()
            raise
    except (OSError, UnicodeError):
        raise UsageError(
            f"Non si può ascoltare su {host}, porta {port}: la porta è occupata, o l'indirizzo non è di questa "
            "macchina. Con --port 0 si prende una porta libera.",
            f"Cannot listen on {host}, port {port}: the port is taken, or the address is not of this machine. "
            "With --port 0 any free port is taken.",
        ) from None
    return listening


def address(listening: socket.socket, host: str) -> str:
    """Where to find the service; on this machine `localhost`, for passkeys and single sign-on refuse the number."""
    port = listening.getsockname()[1]
    if host in WILDCARDS or is_loopback(host):
        return f"http://localhost:{port}"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def names(host: str) -> Hosts:
    """The names to answer to when listening on a host: on a wildcard also every address of the machine."""
    known = Hosts()
    return Hosts(known.names | {host.lower()}, any_address=host in WILDCARDS)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def serve(app: FastAPI, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until a signal says to stop; call `ready` once connections are accepted.

    Raises StoreUnavailable where the application could not start.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,  # it would write whole addresses; `api.guard` logs which resource was asked
        server_header=False,
        proxy_headers=False,
        lifespan="on",
        ws="none",  # nothing speaks it: who asks for it is answered as everybody is
        timeout_graceful_shutdown=PATIENCE_S,
    )
    server = _Announcing(config, ready)
    with listening:
        server.run(sockets=[listening])
    if not server.started:
        raise StoreUnavailable("Il servizio non è partito.", "The service did not start.")
