"""Where a server is and who asks: never in one text, since addresses end up in histories, logs and error messages."""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from graph.errors import UsageError

SCHEMES: Final = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks; the password shows in no printout."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Address:
    """A server, and which of its databases where it has several."""

    server: str
    database: str | None

    @classmethod
    def of(cls, url: str) -> "Address":
        """From `neo4j://host:port` or `neo4j://host:port/database`.

        Raises UsageError for another form, and for an address that carries a password.
        """
        try:
            parts = urlsplit(url)
            known = parts.scheme in SCHEMES and parts.hostname and (parts.port or True)
        except ValueError:
            raise _no_address(url) from None
        if "@" in parts.netloc:
            raise UsageError(
                "L'indirizzo di Neo4j non porta utente e password: indicarli con LEGAMI_NEO4J_USER e"
                " LEGAMI_NEO4J_PASSWORD.",
                "The address of Neo4j carries no user and password: give them by LEGAMI_NEO4J_USER and"
                " LEGAMI_NEO4J_PASSWORD.",
            )
        database = parts.path.strip("/")
        if not known or parts.query or parts.fragment or "/" in database:
            raise _no_address(url)
        return cls(f"{parts.scheme}://{parts.netloc}", database or None)


def is_server(url: str) -> bool:
    """Whether a text means a server at all, however wrong it may be otherwise."""
    return url.partition(":")[0] in SCHEMES


def _no_address(url: str) -> UsageError:
    return UsageError(
        f"«{url}» non indica un server Neo4j: usare neo4j://nome:porta oppure neo4j://nome:porta/database.",
        f"“{url}” names no Neo4j server: use neo4j://host:port or neo4j://host:port/database.",
    )
