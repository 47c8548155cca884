"""A large programme brought into an empty server of this machine by Neo4j's own import, which needs the server stopped.

    .venv/bin/python deploy/neo4j_import.py sqlite:///programma.sqlite     from a store
    .venv/bin/python deploy/neo4j_import.py programma.dump                 from a dump, the backup of a server

Leaves what `legami copy` leaves, sooner: see docs/stores.md. The server is the one of deploy/neo4j_server.py, under the
same options and the same environment; it is started where it does not run, and runs in the end. Nobody else can fill
the database meanwhile, and if anything fails, it is as empty as it was.
"""

import argparse
import fcntl
import os
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

from neo4j_jars import alone, install, refuse, say
from neo4j_java import java
from neo4j_server import DATABASE, OPENS, USER, Server, environment, parsed, start, stop

from graph.errors import LegamiError
from graph.kinds import SCHEMA
from graph.store import Credentials, open_store
from graph.store.files import aside
from graph.store.neo4j.offline import finish, reserved, write_tables


def credentials(server: Server) -> Credentials:
    """How the server is entered: as the environment says, else by the password that was drawn for it."""
    password = os.environ.get("LEGAMI_NEO4J_PASSWORD")
    named = os.environ.get("LEGAMI_NEO4J_PASSWORD_FILE")
    file = Path(named) if named else server.password_file
    if not password and not file.exists():
        refuse("the server's password is not known: set LEGAMI_NEO4J_PASSWORD")
    return Credentials(USER, password or file.read_text(encoding="utf-8").strip())


def dumped(source: str, folder: Path, entry: Credentials) -> Path:
    """The dump that is meant, or one made of the store that is meant."""
    if "://" not in source:
        return Path(source).absolute()
    say("reading the store")
    target = folder / "store.dump"
    store = open_store(source, credentials=entry)
    try:
        store.dump(target)
    finally:
        store.close()
    return target


def rebuild(server: Server, folder: Path, options: list[str], heap: str) -> None:
    """Stop the server, and have its own tool build the database out of tables in a folder.

    The next start takes away what was not built to the end.
    """
    stop(server)
    with server.half_built.open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        run_import(server, folder, options, heap, lock=held.fileno())
    server.half_built.unlink()


def run_import(server: Server, folder: Path, options: list[str], heap: str, *, lock: int) -> None:
    """Run the server's import tool, which holds a lock (an open file) as long as it lives, even if we are killed."""
    jars = install(server.series, server.jars)
    program = java(server.series)
    tool = [program, f"-Xmx{heap}", *OPENS, *server.series.flags, "-cp", f"{jars}/*", "org.neo4j.cli.AdminTool"]
    # the tables first: the last of them would take the name of the database for one more
    asked = ["database", "import", "full", *options, "--overwrite-destination", DATABASE]
    log = server.home / "logs" / "import.log"
    with log.open("wb") as words:
        done = subprocess.run(
            [*tool, *asked],
            cwd=folder,
            env=environment(server),
            stdout=words,
            stderr=words,
            pass_fds=[lock],
            check=False,
        )
    if done.returncode:
        say(log.read_text(encoding="utf-8", errors="replace")[:2000])
        refuse(f"the server's own import failed; its words are above and in {log}")


def bring(source: str, server: Server, port: int, heap: str) -> str:
    """Bring a store or a dump into a server; its address."""
    port = start(server, port, heap)
    url, entry = f"neo4j://127.0.0.1:{port}", credentials(server)
    with aside(server.home) as folder, ExitStack() as held:
        with reserved(url, entry) as claim:
            dump = dumped(source, folder, entry)
            say("writing tables")
            options = write_tables(dump, SCHEMA, folder, claim=claim, clock_ms=lambda: time.time_ns() // 1_000_000)
            held.enter_context(alone(server.home))  # nobody starts the server until it is done
        say("importing")
        try:
            rebuild(server, folder, options, heap)
        finally:
            held.close()
            start(server, port, heap)
        say("making indexes, and checking")
        finish(dump, url, SCHEMA, entry, claim=claim)
    return url


def main() -> None:
    """Carry out the import."""
    parser = argparse.ArgumentParser(description="Bring a large programme into an empty Neo4j server of this machine.")
    parser.add_argument("source", help="the address of a store, or a dump")
    given, server = parsed(parser)
    try:
        print(bring(given.source, server, given.port, given.heap))
    except LegamiError as error:
        refuse(str(error))


if __name__ == "__main__":
    main()
