"""An answer of every resource from the small town of the tests: the examples of the interface.

To write them anew: `.venv/bin/python -m tests.api.http.answers > api/routes/examples.json`.
"""

import json
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

from api.app import create_app
from api.settings import read_settings
from tests.api.conftest import NOW, REFERENCE, town_records, write

with warnings.catch_warnings():  # it asks for another client library, which is not needed yet
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

HERE = "http://localhost"
WHO = "operator:cremasco"
"""Who looks, where a test does not speak of it."""


def client_of(file: Path, **more: Any) -> TestClient:
    """A client of the service over a store, to be entered."""
    settings = read_settings({"LEGAMI_CACHE": str(file.parent / "cache")})
    return TestClient(create_app(settings, clock=lambda: NOW, store=f"sqlite:///{file}", **more), base_url=HERE)


def paths(ids: dict[str, str]) -> dict[str, str]:
    """Every resource that is read, by the name of its example."""
    return {
        "welcome": "/",
        "health": "/health",
        "pacts": f"/pacts?viewer={WHO}",
        "pact": f"/pacts/{ids['pact']}?viewer={WHO}",
        "proposals": f"/pacts/{ids['pact']}/proposals?viewer={WHO}",
        "relations": f"/pacts/{ids['pact']}/relations?viewer={WHO}",
        "node": f"/nodes/{ids['club']}?viewer={WHO}",
        "network": f"/nodes/{ids['pact']}/network?viewer={WHO}",
        "districts": "/districts",
        "district": f"/districts/cremasco/network?viewer={WHO}",
    }


def answers(client: TestClient, ids: dict[str, str]) -> dict[str, Any]:
    """What the town answers."""
    found = {name: client.get(path).json() for name, path in paths(ids).items()}
    return found | {"search": client.post("/search", params={"viewer": WHO}, json={"text": "biblioteca"}).json()}


if __name__ == "__main__":
    world, ids = town_records()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "town.sqlite"
        write(world, file, {"demo": "true", "reference_date": REFERENCE.isoformat()})
        with client_of(file) as client:
            text = json.dumps(answers(client, ids), ensure_ascii=False, indent=1, sort_keys=True)
    sys.stdout.write(text + "\n")
