"""The server store: the same contract on a Neo4j server, for programmes with several offices.

Nothing here but the address: the driver takes seconds to import, so that `store` is imported by whoever opens one.
"""

from graph.store.neo4j.address import Credentials, is_server

__all__ = ["Credentials", "is_server"]
