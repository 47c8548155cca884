"""Parts from a server at once, also where a connection is stuck: nobody may wait for one that is dead."""

from contextlib import suppress

from neo4j import Driver


def leave(driver: Driver) -> None:
    """End every connection; whatever the driver stumbles over is no matter then."""
    with suppress(Exception):
        _cut(driver)
    with suppress(Exception):
        driver.close()


def _cut(driver: Driver) -> None:
    """End the connections under way without a word.

    The driver itself would take its leave on each, which waits where a large commit is stuck in sending, or fails in
    the midst of it and leaves the others waiting.
    """
    pool = driver._pool  # pyright: ignore[reportPrivateUsage] - the driver offers nothing else
    for connections in list(pool.connections.values()):
        for connection in list(connections):
            if connection.in_use:
                connection.kill()
