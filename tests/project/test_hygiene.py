"""What no committed file may hold: a path of the machine it was made on, a package registry, a reminder."""

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Spelled in halves, so that this file does not hold what it forbids.
REGISTRIES = tuple(
    f"{name}.{end}"
    for name, end in [
        ("py" + "pi", "org"),
        ("python" + "hosted", "org"),
        ("npm" + "js", "org"),
        ("npm" + "js", "com"),
        ("crat" + "es", "io"),
        ("repo.maven.apa" + "che", "org"),
        ("repo1.ma" + "ven", "org"),
        ("deb.deb" + "ian", "org"),
        ("proxy.gol" + "ang", "org"),
    ]
)
REMINDERS = ("TO" + "DO", "FIX" + "ME")


def machine_paths(home: Path, root: Path) -> list[str]:
    """Paths that mean something on this machine only: the home, the repository and what lies beside it."""
    folders = [root, *(parent for parent in root.parents if len(parent.parts) > 2)]
    beside = [root.parent / "shared"]
    return sorted({str(path) for path in [*folders, *beside, home] if len(path.parts) > 1})


def forbidden(home: Path, root: Path) -> re.Pattern[str]:
    paths = "|".join(re.escape(path) for path in machine_paths(home, root))
    hosts = "|".join(re.escape(host) for host in REGISTRIES)
    words = "|".join(REMINDERS)
    return re.compile(rf"(?<![\w./~-])(?:{paths})(?![\w-])|(?<![\w-])(?:{hosts})\b|\b(?:{words})\b")


FORBIDDEN = forbidden(Path.home(), ROOT)


def stains(files: Iterable[tuple[str, str]], pattern: re.Pattern[str] = FORBIDDEN) -> list[str]:
    """Every forbidden thing found in the (name, text) pairs, as file:line: what."""
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()}"
        for name, text in files
        for match in pattern.finditer(text)
    ]


def committed_texts() -> Iterator[tuple[str, str]]:
    """The files git knows or would add, as text; what is not UTF-8 is no text of ours."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, names):
        try:
            yield name, (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue


def test_no_committed_file_holds_what_is_forbidden():
    assert stains(committed_texts()) == []


def test_the_search_reads_the_committed_files():
    assert {"pyproject.toml", "requirements.lock", "LICENSE"} <= {name for name, _ in committed_texts()}


@pytest.mark.parametrize(
    "text",
    [
        "open('/home/someone/data.csv')",
        "cd /srv/projects/legami && make",
        "DATA = '/srv/projects/shared/data'",
        f"index = https://files.{REGISTRIES[1]}/packages",
        f"# {REMINDERS[0]}: later",
        f"x = 1  # {REMINDERS[1]}",
    ],
)
def test_a_planted_stain_is_reported(text):
    pattern = forbidden(Path("/home/someone"), Path("/srv/projects/legami"))

    assert len(stains([("planted.py", "first line\n" + text)], pattern)) == 1
    assert stains([("planted.py", "first line\n" + text)], pattern)[0].startswith("planted.py:2: ")


@pytest.mark.parametrize("text", ["docs/mnt/page", "/mntner", "Un metodo, tutto", "/srv/data"])
def test_an_innocent_text_is_left_alone(text):
    assert stains([("page.md", text)], forbidden(Path("/mnt"), Path("/srv/projects/legami"))) == []


def test_a_home_at_the_root_of_the_disk_forbids_nothing():
    assert stains([("a.py", "open('/etc/hosts')")], forbidden(Path("/"), Path("/app"))) == []
