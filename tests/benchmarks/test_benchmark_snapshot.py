"""The benchmark of the snapshot runs as a program and measures every part. All data synthetic."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_part_is_measured_on_a_small_province() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "snapshot.py"), "--json", "--nodes", "600"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.keys() >= {"machine", "versions", "nodes", "ties", "build", "save", "starts", "refresh", "views"}
    assert found["starts"].keys() == {"in_memory", "from_disk"}
    assert found["refresh"]["refresh_ms"].keys() >= {"new tie", "new node", "edited node", "ended tie", "deleted node"}
