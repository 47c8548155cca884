"""A warm process from which writers and checkers of a store are forked: they start in milliseconds, fresh each time.

Commands come as JSON lines on standard input; `write` forks writers that commit until they are killed and say so
after each commit, `check` forks one process that opens the store and tells what is in it. All data synthetic.
"""

import json
import os
import random
import signal
import sys
from datetime import UTC, datetime
from typing import Any

from graph.kinds import Association, Membership, Person
from graph.store import Author, Create, Operation, Remember, open_store

WRITER = Author("scrittore", datetime(2026, 1, 1, tzinfo=UTC))


def node_id(writer: int, number: int) -> str:
    return f"{writer:08x}-0000-7000-8000-{number:012x}"


def tie_id(writer: int, number: int) -> str:
    return f"{writer:08x}-0000-7000-9000-{number:012x}"


def payload(writer: int, number: int, size: int) -> str:
    return random.Random(f"{writer} {number}").randbytes(max(size // 2, 1)).hex()[:4000]


def operations(writer: int, number: int, size: int) -> list[Operation]:
    """One transaction: a person, as many bodies as the size asks for, a tie, and a counter."""
    person = Person(id=node_id(writer, number), name=f"Persona {number}", note=payload(writer, number, size))
    bodies = [
        Association(id=node_id(writer + 100 + extra, number), name="Circolo", note=payload(extra, number, 4000))
        for extra in range(max(1, size // 4000))
    ]
    tie = Membership(id=tie_id(writer, number), source=person.id, target=bodies[0].id)
    return [*map(Create, (person, *bodies, tie)), Remember(f"writer-{writer}", str(number))]


def write(url: str, writer: int, size: int, *, careless: bool) -> None:
    """Commit and acknowledge without end; the careless one acknowledges what it commits only later."""
    store = open_store(url)
    number = int(store.contents().settings.get(f"writer-{writer}", 0))
    held: list[Operation] = []
    while True:
        number += 1
        held += operations(writer, number, size)
        if not careless or number % 3 == 0:
            store.apply(held, WRITER)
            held = []
        say(writer=writer, ack=number)


def check(url: str, writers: int, size: int) -> dict[str, Any]:
    """What a fresh process finds in the store."""
    store = open_store(url)
    verification = store.verify()
    contents = store.contents()
    numbers = [int(contents.settings.get(f"writer-{writer}", 0)) for writer in range(writers)]
    problems = [problem.en for problem in verification.problems]
    for writer, last in enumerate(numbers):
        people = store.get(node_id(writer, number) for number in range(1, last + 2))
        wanted = {node_id(writer, n): payload(writer, n, size) for n in range(1, last + 1)}
        if {id: getattr(person, "note", None) for id, person in people.items()} != wanted:
            problems.append(f"writer {writer}: the persons are not 1 to {last} with their payloads")
    if not contents.nodes["person"] == contents.ties["membership"] == sum(numbers):
        problems.append("half a transaction")
    store.close()
    return {"numbers": numbers, "problems": problems}


def say(**what: Any) -> None:
    os.write(1, (json.dumps(what) + "\n").encode())


def forked(act: Any) -> int:
    child = os.fork()
    if child:
        return child
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        act()
    except BaseException as error:  # noqa: BLE001 - told to the test
        say(failed=repr(error))
    os._exit(0)


def main() -> None:
    for line in sys.stdin:
        command = json.loads(line)
        url, writers, size = command["url"], command["writers"], command["size"]
        if command["do"] == "check":
            children = [forked(lambda: say(**check(url, writers, size)))]  # noqa: B023 - forked at once
        else:
            careless = command["careless"]
            children = [
                forked(lambda: write(url, writer, size, careless=careless))  # noqa: B023 - forked at once
                for writer in range(writers)
            ]
            say(children=children)
        for child in children:
            os.waitpid(child, 0)
        say(ended=True)


if __name__ == "__main__":
    main()
