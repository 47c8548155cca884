"""The embedded store: one SQLite file, nothing to install or start."""

from graph.store.embedded.backup import restore_copy
from graph.store.embedded.dumping import fill
from graph.store.embedded.loading import load
from graph.store.embedded.store import EmbeddedStore, create

__all__ = ["EmbeddedStore", "create", "fill", "load", "restore_copy"]
