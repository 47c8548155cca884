"""The two lock files, read offline: they match pyproject.toml and each other, all pins hashed, no address."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = (ROOT / "requirements.lock").read_text(encoding="utf-8")
DEVELOPMENT = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
ENTRY = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?: ; (?P<marker>.+?))?(?= \\|$)")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")
ADDRESS = re.compile(
    r"://|\s@\s|^\s*-[a-z]|--(?!hash=)|\b[\w-]+\.(?:org|com|io|net|dev|it|eu)\b", re.IGNORECASE | re.MULTILINE
)

Pins = dict[str, set[tuple[str, str]]]


def entries(lock: str) -> list[str]:
    """The lock's logical lines: a pin with all its hashes."""
    return [line for line in lock.replace("\\\n", "\\ ").splitlines() if line.strip()]


def pins(lock: str) -> Pins:
    """Library name to its (version, marker) pairs: one library may be pinned apart for different Pythons."""
    found: Pins = {}
    for line in entries(lock):
        entry = ENTRY.match(line)
        assert entry, f"not a pin: {line[:80]}"
        found.setdefault(canonicalize_name(entry["name"]), set()).add((entry["version"], entry["marker"] or ""))
    return found


def addresses(lock: str) -> list[str]:
    """Everything that looks like an address, a host or an installer's option."""
    return ADDRESS.findall(lock)


def unhashed(lock: str) -> list[str]:
    return [line.split(" ")[0] for line in entries(lock) if not HASH.search(line)]


def unmet(requirements: list[str], lock: str) -> list[str]:
    """Requirements that the lock leaves out, or pins to a version which they refuse."""
    locked = pins(lock)
    wanted = [Requirement(text) for text in requirements]
    return [
        str(requirement)
        for requirement in wanted
        if not (found := locked.get(canonicalize_name(requirement.name)))
        or not all(requirement.specifier.contains(Version(version), prereleases=True) for version, _ in found)
    ]


def disagreements(runtime: str, development: str) -> list[str]:
    """Libraries that the development lock leaves out or pins otherwise than the runtime lock."""
    everything = pins(development)
    return sorted(name for name, versions in pins(runtime).items() if everything.get(name) != versions)


@pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT], ids=["runtime", "development"])
def test_a_lock_holds_pins_with_hashes_and_no_address(lock):
    assert pins(lock)
    assert addresses(lock) == []
    assert unhashed(lock) == []


def test_the_runtime_lock_meets_every_requirement_of_the_project():
    assert unmet(PROJECT["project"]["dependencies"], RUNTIME) == []


def test_the_runtime_lock_holds_what_builds_the_project():
    assert unmet([*PROJECT["build-system"]["requires"], "editables"], RUNTIME) == []


def with_extras(requirements: list[str]) -> list[str]:
    """Requirements where the project's own name stands for the extras that it asks for."""
    named = [Requirement(text) for text in requirements]
    extras = [extra for requirement in named if requirement.name == "legami" for extra in sorted(requirement.extras)]
    return [str(requirement) for requirement in named if requirement.name != "legami"] + [
        text for extra in extras for text in PROJECT["project"]["optional-dependencies"][extra]
    ]


def test_the_development_lock_meets_every_requirement_of_the_developers():
    wanted = with_extras(PROJECT["project"]["optional-dependencies"]["dev"])
    assert {"marimo", "networkit", "pytest"} <= {Requirement(text).name for text in wanted}
    assert unmet(wanted, DEVELOPMENT) == []


def test_the_development_lock_holds_the_runtime_lock():
    assert disagreements(RUNTIME, DEVELOPMENT) == []


def test_only_one_package_brings_the_module_apsw():
    assert "apsw-sqlite3mc" in pins(DEVELOPMENT)
    assert "apsw" not in pins(DEVELOPMENT)


GOOD = "numpy==2.4.6 ; python_full_version < '3.12' \\\n    --hash=sha256:" + "0" * 64 + "\n"


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://example.org/simple",
        "-i http://127.0.0.1:3141/simple",
        "--find-links wheels",
        "rich @ https://example.org/rich.whl",
        "# from example.org",
    ],
)
def test_an_address_in_a_lock_is_reported(line):
    assert addresses(GOOD) == []
    assert addresses(line + "\n" + GOOD) != []


def test_a_pin_without_its_hash_is_reported():
    assert unhashed("rich==15.0.0\n" + GOOD) == ["rich==15.0.0"]


def test_what_is_not_pinned_is_refused():
    with pytest.raises(AssertionError, match="not a pin"):
        pins("rich>=15\n")


@pytest.mark.parametrize("requirement", ["numpy>=3", "pandas"])
def test_a_requirement_that_the_lock_does_not_meet_is_reported(requirement):
    assert unmet([requirement], GOOD) == [requirement]


def test_locks_that_drifted_apart_are_reported():
    assert disagreements(GOOD, GOOD.replace("2.4.6", "2.5.0")) == ["numpy"]
    assert disagreements(GOOD, "") == ["numpy"]


def is_ignored(name: str) -> bool:
    return subprocess.run(["git", "check-ignore", "-q", name], cwd=ROOT, check=False).returncode == 0


def test_the_lock_that_writes_addresses_is_kept_out_of_git():
    assert is_ignored("uv.lock")
    assert not is_ignored("requirements.lock")
