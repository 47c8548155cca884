"""A writer killed at any moment loses no commit that it acknowledged. All data synthetic."""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.store import create_store

ROOT = Path(__file__).resolve().parents[2]


class Nursery:
    """The process that forks writers and checkers."""

    def __init__(self) -> None:
        command = [sys.executable, "-W", "ignore", "-m", "tests.graph.store_nursery"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def tell(self, **command: Any) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout
        return json.loads(self.process.stdout.readline())

    def hear_all(self) -> Iterator[dict[str, Any]]:
        while "ended" not in (said := self.hear()):
            yield said

    def close(self) -> None:
        self.process.communicate()


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    started = Nursery()
    yield started
    started.close()


def kill_one_round(nursery: Nursery, store: dict[str, Any], chance: random.Random, *, careless: bool) -> dict[int, int]:
    """Start writers, kill them all at a random moment; the last number that each acknowledged."""
    nursery.tell(do="write", careless=careless, **store)
    acknowledged: dict[int, int] = {}
    children: list[int] = []
    patience = chance.randrange(9)
    while not children or patience > 0:
        said = nursery.hear()
        assert "failed" not in said
        children = said.get("children", children)
        if "ack" in said:
            acknowledged[said["writer"]] = said["ack"]
            patience -= 1
    sum(range(chance.randrange(200_000)))  # up to some milliseconds into the next transaction
    for child in children:
        os.kill(child, signal.SIGKILL)
    for said in nursery.hear_all():
        assert "failed" not in said
        acknowledged[said["writer"]] = said["ack"]
    return acknowledged


def killed(
    nursery: Nursery, folder: Path, *, rounds: int, writers: int, size: int, careless: bool = False
) -> list[str]:
    """Everything that was wrong after each of many kills, as a fresh process saw it."""
    url = f"sqlite:///{folder}/archivio.db"
    create_store(url).close()
    store = {"url": url, "writers": writers, "size": size}
    chance, wrong, total = random.Random(size), [], 0
    last_numbers: list[int] = []
    for _ in range(rounds):
        acknowledged = kill_one_round(nursery, store, chance, careless=careless)
        nursery.tell(do="check", **store)
        (found,) = nursery.hear_all()
        wrong += [found["failed"]] if "failed" in found else found["problems"]
        numbers = found.get("numbers", [0] * writers)
        wrong += [f"lost {last - numbers[writer]}" for writer, last in acknowledged.items() if last > numbers[writer]]
        total, last_numbers = sum(numbers), numbers
    assert total > rounds
    assert all(last_numbers)
    return wrong


@pytest.mark.parametrize(
    ("rounds", "writers", "size"), [(30, 1, 100), (20, 1, 60_000), (10, 2, 4000)], ids=["small", "large", "two writers"]
)
def test_no_acknowledged_commit_is_lost_by_a_kill(
    nursery: Nursery, tmp_path: Path, rounds: int, writers: int, size: int
) -> None:
    assert killed(nursery, tmp_path, rounds=rounds, writers=writers, size=size) == []


def test_a_writer_that_acknowledges_too_early_is_found_out(nursery: Nursery, tmp_path: Path) -> None:
    wrong = killed(nursery, tmp_path, rounds=6, writers=1, size=100, careless=True)
    assert any(problem.startswith("lost") for problem in wrong)
