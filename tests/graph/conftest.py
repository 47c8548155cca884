"""What the tests of the store share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store import GraphStore, create_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the embedded store of a test lies."""
    return tmp_path / "archivio.db"


@pytest.fixture
def store(path: Path) -> Iterator[GraphStore]:
    """An empty embedded store."""
    opened = create_store(f"sqlite:///{path}")
    yield opened
    opened.close()
