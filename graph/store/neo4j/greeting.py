"""The first words of the bolt protocol: the cheapest question that only a living server answers."""

import socket
import ssl
from typing import Final
from urllib.parse import urlsplit

PORT: Final = 7687
HELLO: Final = bytes.fromhex("6060b017 00000405 00000004 00000000 00000000")
"""Four versions that a client speaks; the answer is the one that the server chose, four bytes."""


def answers(address: str, patience_s: float) -> bool:
    """Whether the server at `neo4j://host:port` (or another scheme of the driver) says something in time."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        with socket.create_connection((host, parts.port or PORT), patience_s) as plain:
            plain.settimeout(patience_s)
            if "+" not in parts.scheme:
                return _says_hello(plain)
            with _context(parts.scheme).wrap_socket(plain, server_hostname=host) as secure:
                return _says_hello(secure)
    except OSError:
        return False


def _says_hello(connection: socket.socket) -> bool:
    connection.sendall(HELLO)
    return bool(connection.recv(4))


def _context(scheme: str) -> ssl.SSLContext:
    """Trust as the scheme says: `+ssc` takes any certificate."""
    context = ssl.create_default_context()
    if scheme.endswith("+ssc"):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
