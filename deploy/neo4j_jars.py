"""The jars of the Neo4j server by series, fetched by Maven once and whole."""

import fcntl
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

POM = Path(__file__).with_name("neo4j-pom.xml")


@dataclass(frozen=True)
class Series:
    """One line of releases: which version of it, the class that starts it, which Java, and what that must be told."""

    version: str
    main: str
    java: tuple[int, ...]
    flags: tuple[str, ...] = ()

    @property
    def package(self) -> str:
        """What to install of a distribution."""
        return f"openjdk-{self.java[0]}-jre-headless"


SERIES: Mapping[str, Series] = {
    "5.26": Series("5.26.31", "org.neo4j.server.CommunityEntryPoint", (17, 21)),
    "2026": Series(
        "2026.08.1",
        "org.neo4j.server.Neo4jCommunity",
        (25,),
        ("--enable-native-access=ALL-UNNAMED", "--add-modules=jdk.incubator.vector"),
    ),
}


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process at a time in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install(series: Series, jars: Path) -> Path:
    """The folder with the jars of a series; Maven fetches them the first time."""
    target = jars / series.version
    with alone(jars):
        if not target.is_dir():
            fetch(series.version, target)
    return target


def maven_here() -> str:
    """The Maven that is meant."""
    return shutil.which("mvn") or refuse("Maven is missing: on Debian and Ubuntu, apt install maven")


def fetch(version: str, target: Path) -> None:
    """Have Maven copy the jars; the folder appears whole or not at all."""
    maven = maven_here()
    say(f"fetching Neo4j {version} through Maven (about 150 MB the first time)")
    scratch = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
    try:
        goal = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
        options = [f"-Dneo4j.version={version}", "-DincludeScope=runtime", f"-DoutputDirectory={scratch}"]
        done = subprocess.run([maven, "-q", "-B", "-f", str(POM), goal, *options], stdout=sys.stderr, check=False)
        if done.returncode:
            refuse("Maven could not fetch the server; its words are above")
        scratch.chmod(0o755)
        scratch.rename(target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def refuse(sentence: str) -> NoReturn:
    """Say why not, and end."""
    raise SystemExit(f"neo4j: {sentence}")


def say(sentence: str) -> None:
    """Tell the person; standard output is for the address alone."""
    print(sentence, file=sys.stderr)
