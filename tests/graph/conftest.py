"""What the tests of the store share; asserts of the contract suite explain themselves like those of test files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store import GraphStore, create_store

pytest.register_assert_rewrite("tests.graph.store_contract", "tests.graph.store_contract_reading")


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
