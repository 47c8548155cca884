"""Files of a store that appear whole or not at all, with what the library keeps beside them."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from graph.store import files
from graph.store.embedded.connection import COMPANIONS
from graph.store.embedded.failures import translated


@contextmanager
def appearing(target: Path) -> Generator[Path]:
    """An empty private file to fill; without a failure it becomes `target`.

    Raises Conflict where the target or what a store leaves beside it exists, StoreErrors.
    """
    with files.appearing(target, COMPANIONS) as scratch, translated(target):
        yield scratch
