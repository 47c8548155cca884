"""The service over the small town, over a town with red lines to cross, and over a demonstration province."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from api.cli import run
from tests.api.conftest import NOW, write
from tests.api.http.answers import WHO, TestClient, client_of
from tests.api.http.community import community

PERSONS = 1500


@dataclass(frozen=True)
class Served:
    """A client of a running service, its application, and the ids that tests speak of."""

    client: TestClient
    file: Path
    ids: dict[str, str]

    @property
    def app(self) -> FastAPI:
        app = self.client.app
        assert isinstance(app, FastAPI)
        return app

    def get(self, path: str, **more: Any) -> Any:
        return self.client.get(path.format(**self.ids), **more)

    def look(self, path: str, viewer: str = WHO) -> Any:
        """What an operator is answered."""
        return self.get(f"{path}{'&' if '?' in path else '?'}viewer={viewer}")

    def search(self, text: str, viewer: str = WHO, **more: Any) -> Any:
        return self.client.post("/search", params={"viewer": viewer}, json={"text": text} | more)


@pytest.fixture(scope="module")
def http(town_file: tuple[Path, dict[str, str]]) -> Iterator[Served]:
    """The service over the small town, which is only read."""
    file, ids = town_file
    with client_of(file) as client:
        yield Served(client, file, ids)


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration province."""
    file = tmp_path_factory.mktemp("province") / "province.sqlite"
    code = run(["init", "--demo", "--persons", str(PERSONS), "--store", f"sqlite:///{file}"], now=lambda: NOW)
    assert code == 0
    return file


@pytest.fixture(scope="module")
def demo(province: Path) -> Iterator[Served]:
    """The service over the demonstration province."""
    with client_of(province) as client:
        yield Served(client, province, {})


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The service over the community with red lines to cross."""
    world, ids = community()
    write(world, tmp_path / "community.sqlite", {"demo": "true", "reference_date": "2026-11-02"})
    with client_of(tmp_path / "community.sqlite") as client:
        yield Served(client, tmp_path, ids)


def next_page(response: Any) -> str | None:
    """Where the next page is, by the header Link."""
    found = re.fullmatch(r'<(.*)>; rel="next"', response.headers.get("link", ""))
    return found.group(1) if found else None


def all_pages(client: TestClient, path: str | None) -> list[list[Any]]:
    pages: list[list[Any]] = []
    while path:
        response = client.get(path)
        assert response.status_code == 200
        pages.append(response.json())
        path = next_page(response)
    return pages
