"""The commands of the Makefile: they explain themselves, refuse an old Python, and the demonstration is whole."""

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROMISED = {
    *("help", "setup", "setup-dev", "demo", "test", "lint", "bench", "notebooks", "lock", "reference", "clean"),
    *("neo4j", "neo4j-2026", "neo4j-stop", "neo4j-import"),
}


def script(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def make(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the project's Makefile in another folder, as if it were a fresh clone."""
    for name in ("pyproject.toml", "requirements.lock"):
        (folder / name).touch()
    command = ["make", "--file", str(ROOT / "Makefile"), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_every_promised_target_explains_itself(tmp_path):
    described = make(folder=tmp_path).stdout

    assert {line.split()[0] for line in described.splitlines() if line.startswith("  ")} == PROMISED


def test_an_old_python_is_refused_in_one_clear_sentence(tmp_path):
    old = script(tmp_path / "old", "#!/bin/sh\n[ \"$1\" = -V ] && echo 'Python 3.9.2' && exit 0\nexit 1\n")

    outcome = make("demo", f"PYTHON={old}", folder=tmp_path)

    assert outcome.returncode != 0
    assert "Legami needs Python 3.11 or newer" in outcome.stderr
    assert "Python 3.9.2" in outcome.stderr
    assert "make demo PYTHON=" in outcome.stderr


def test_a_python_that_is_not_there_is_said_so(tmp_path):
    assert "no-such-python is not there" in make("setup", "PYTHON=no-such-python", folder=tmp_path).stderr


def installations(makefile: str) -> list[str]:
    return [line.strip() for line in makefile.splitlines() if "$(INSTALL)" in line]


def unchecked(makefile: str) -> list[str]:
    """Installations that are neither checked against hashes nor of the project itself without its dependencies."""
    safe = re.compile(r"--require-hashes -r requirements(-dev)?\.lock$|--no-deps --no-build-isolation -e \.$")
    return [line for line in installations(makefile) if not safe.search(line)]


def test_a_set_up_only_adds_locked_and_hashed_packages():
    assert len(installations(MAKEFILE)) == 3
    assert unchecked(MAKEFILE) == []
    assert not re.search(r"pip sync|uninstall|--clear", MAKEFILE)


@pytest.mark.parametrize("removed", ["--require-hashes ", "--no-build-isolation ", "--no-deps "])
def test_an_unchecked_installation_is_reported(removed):
    assert unchecked(MAKEFILE.replace(removed, "")) != []


def test_ci_requires_every_real_component_and_ends_with_the_tests():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()

    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "export LEGAMI_REQUIRE=all" in lines
    assert lines[-2:] == ["make lint", "make test"]


def foreign_hooks(configuration: str) -> list[str]:
    """Repositories from elsewhere, and entries that are not tools of the project's own environment."""
    repositories = yaml.safe_load(configuration)["repos"]
    entries = [hook["entry"] for repository in repositories for hook in repository["hooks"]]
    elsewhere = [repository["repo"] for repository in repositories if repository["repo"] != "local"]
    return elsewhere + [entry for entry in entries if not entry.startswith(".venv/bin/")]


def test_hooks_before_a_commit_come_from_the_projects_own_environment():
    assert foreign_hooks((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")) == []


def test_a_hook_from_elsewhere_is_reported():
    planted = "repos: [{repo: 'https://example.org/hooks', hooks: [{id: x, entry: ruff}]}]"

    assert foreign_hooks(planted) == ["https://example.org/hooks", "ruff"]


BOTH = [{"id": "P1", "kind": "inclusion_pact"}, {"id": "P2", "kind": "autonomy_pact"}]


def demonstrate(
    folder: Path, pacts: list[dict[str, str]], *, readable: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run deploy/demo.sh over a stand-in for `legami` that writes down how it was called."""
    legami = script(
        folder / "legami",
        "#!/bin/sh\n"
        'echo "$* in $LEGAMI_STORE" >> calls\n'
        f'[ "$1" = info ] && exit {0 if readable else 3}\n'
        '[ "$1" = init ] && : > demo/legami.sqlite\n'
        f"[ \"$1\" = pacts ] && printf '%s' '{json.dumps(pacts)}'\n"
        "exit 0\n",
    )
    environment = {"LEGAMI": str(legami), "PYTHON": sys.executable, "PATH": os.defpath}
    command = ["sh", str(ROOT / "deploy" / "demo.sh")]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def calls(folder: Path) -> list[str]:
    return [line.split(" in ")[0] for line in (folder / "calls").read_text(encoding="utf-8").splitlines()]


def test_the_demonstration_proposes_for_one_pact_of_each_kind(tmp_path):
    outcome = demonstrate(tmp_path, [{"id": "P0", "kind": "autonomy_pact"}, *BOTH])

    assert outcome.returncode == 0, outcome.stderr
    assert calls(tmp_path) == [
        "init --demo --persons 5000 --seed 1",
        "info",
        "pacts --json",
        "propose P1 --limit 5",
        "propose P0 --limit 5",
    ]
    assert "inclusion_pact" in outcome.stdout
    assert "autonomy_pact" in outcome.stdout
    assert "What to try next" in outcome.stdout


def test_the_demonstration_stays_in_a_store_of_its_own(tmp_path):
    demonstrate(tmp_path, BOTH)

    assert {line.split(" in ")[1] for line in (tmp_path / "calls").read_text().splitlines()} == {
        "sqlite:///demo/legami.sqlite"
    }


def test_a_second_demonstration_uses_the_store_that_is_there(tmp_path):
    demonstrate(tmp_path, BOTH)
    (tmp_path / "calls").unlink()

    demonstrate(tmp_path, BOTH)

    assert calls(tmp_path)[0] == "info"


def test_a_demonstration_store_that_cannot_be_read_says_the_way_out(tmp_path):
    outcome = demonstrate(tmp_path, BOTH, readable=False)

    assert outcome.returncode == 3
    assert "Remove the folder demo/" in outcome.stderr


def test_a_store_without_a_kind_of_pact_is_said_so(tmp_path):
    outcome = demonstrate(tmp_path, BOTH[:1])

    assert outcome.returncode == 1
    assert "no autonomy_pact" in outcome.stderr
