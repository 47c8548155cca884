"""The Java that a series of the server runs on: the one that JAVA_HOME names, else one of this machine that fits."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from neo4j_jars import Series, refuse

INSTALLED = Path("/usr/lib/jvm")
"""Where Linux distributions put them, a folder each."""


def java(series: Series) -> str:
    """The Java for a series."""
    others: list[str] = []
    for place in places():
        number = version(place)
        if number in series.java:
            return str(place)
        others += [f"Java {number} is {place}"] if number else []
    wanted = " or ".join(map(str, series.java))
    if others:
        refuse(f"Java {wanted} is needed, and {'; '.join(others)}. Name the folder of the right one: JAVA_HOME=...")
    refuse(f"Java {wanted} is missing: on Debian and Ubuntu, apt install {series.package}, or name it: JAVA_HOME=...")


def places() -> list[Path]:
    """Where a Java may be."""
    home = os.environ.get("JAVA_HOME")
    if home:
        return [Path(home, "bin", "java")]
    first = shutil.which("java")
    return [*([Path(first)] if first else []), *sorted(INSTALLED.glob("*/bin/java"))]


def version(java: Path) -> int | None:
    """The number of a Java's release; none where there is no Java."""
    if not os.access(java, os.X_OK):
        return None
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else None
