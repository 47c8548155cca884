# pyright: reportUnknownMemberType=false
"""The driver of a server: what it is called, and how long it waits for whom."""

from neo4j import Driver, GraphDatabase

from graph.errors import StoreUnavailable
from graph.store.neo4j.address import Address
from graph.store.neo4j.failures import FAILURES


def connect(address: Address, auth: tuple[str, str] | None, patience_s: float, *, write_within_s: float) -> Driver:
    """A driver, which connects once it is asked something.

    Raises StoreUnavailable where it does not accept the address.
    """
    try:
        return GraphDatabase.driver(
            address.server,
            auth=auth,
            connection_timeout=patience_s,
            connection_acquisition_timeout=patience_s,
            connection_write_timeout=max(patience_s, write_within_s),
            notifications_min_severity="OFF",
            telemetry_disabled=True,
            user_agent="legami",
        )
    except (*FAILURES, ValueError) as error:
        raise StoreUnavailable(
            f"Il driver non accetta l'indirizzo {address.server}: {error}.",
            f"The driver does not accept the address {address.server}: {error}.",
        ) from error
