"""A Neo4j Community server without Docker: fetched by Maven, started on 127.0.0.1, stopped by its own process id.

    python3 deploy/neo4j_server.py start     fetch if need be, start, return once it answers, print its address
    python3 deploy/neo4j_server.py stop      stop it; what it holds stays
    python3 deploy/neo4j_server.py install   fetch only
    python3 deploy/neo4j_server.py check     say what is missing, if anything

Needs Maven, and Java 17 or 21 (series 5.26) or 25 (series 2026); of Python nothing but the standard library. The
environment may say JAVA_HOME, LEGAMI_NEO4J_HOME (where everything lies, else .neo4j), LEGAMI_NEO4J_PORT (else 7687),
LEGAMI_NEO4J_HEAP (else 1g) and LEGAMI_NEO4J_PASSWORD (else one is drawn, and kept in a file that is named).
"""

import argparse
import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from neo4j_jars import SERIES, Series, alone, install, maven_here, refuse, say
from neo4j_java import java

DATABASE = "neo4j"
ROOT = Path(__file__).resolve().parent.parent
USER = "neo4j"
START_S = 120
STOP_S = 40
GREETING = bytes.fromhex("6060b017 00000405 00000004 00000000 00000000")
"""What a client of the bolt protocol says first; a server that is up answers with four bytes."""

OPENS = tuple(
    f"--add-opens=java.base/{package}=ALL-UNNAMED"
    for package in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
)


@dataclass(frozen=True)
class Server:
    """One server: its series and the folder that is its own."""

    series: Series
    home: Path
    jars: Path

    @property
    def state(self) -> Path:
        """Where its process id and port are noted while it runs."""
        return self.home / "run" / "legami.json"

    @property
    def half_built(self) -> Path:
        """Locked by an import while it builds the database, and left behind where it did not come to its end."""
        return self.home / "run" / "importing"

    @property
    def password_file(self) -> Path:
        """Where a drawn password is kept, for the owner only."""
        return self.home / "password"


def configure(server: Server, port: int, heap: str) -> None:
    """Write the settings: this machine only, with a password, small enough for a laptop."""
    for name in ("conf", "data", "logs", "plugins", "import", "run"):
        (server.home / name).mkdir(parents=True, exist_ok=True)
    server.home.chmod(0o700)
    lines = {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.listen_address": f"127.0.0.1:{port}",
        "server.bolt.advertised_address": f"127.0.0.1:{port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "dbms.security.auth_enabled": "true",
        "dbms.usage_report.enabled": "false",
        "server.memory.heap.max_size": heap,
        "server.memory.pagecache.size": "256m",
        "db.tx_log.rotation.retention_policy": "2 files",
        "db.tx_log.preallocate": "false",
    }
    text = "".join(f"{key}={value}\n" for key, value in lines.items())
    (server.home / "conf" / "neo4j.conf").write_text(text, encoding="utf-8")


def set_password(server: Server, jars: Path) -> None:
    """Give a new server its password: the one of the environment, or a drawn one kept in a private file.

    It reaches the server's own tool through a private file: arguments can be read by every user of the machine.
    """
    if (server.home / "data" / "dbms").is_dir():
        return
    password = os.environ.get("LEGAMI_NEO4J_PASSWORD")
    if not password:
        password = secrets.token_urlsafe(24)
        write_private(server.password_file, password + "\n")
    arguments = server.home / "run" / "password.arguments"
    quoted = password.replace("\\", "\\\\").replace('"', '\\"')
    try:
        write_private(arguments, f'dbms\nset-initial-password\n--\n"{quoted}"\n')
        command = [java(server.series), "-cp", f"{jars}/*", "org.neo4j.cli.AdminTool", f"@{arguments}"]
        done = subprocess.run(command, env=environment(server), capture_output=True, text=True, check=False)
    finally:
        arguments.unlink(missing_ok=True)
    if done.returncode:
        shutil.rmtree(server.home / "data" / "dbms", ignore_errors=True)
        refuse(f"the password was not accepted: {done.stderr.strip() or done.stdout.strip()}")


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads."""
    path.unlink(missing_ok=True)  # one that is there may be readable by others
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def environment(server: Server) -> dict[str, str]:
    """What the server finds in its environment; never our password."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LEGAMI_", "NEO4J_"))}
    return kept | {"NEO4J_HOME": str(server.home), "NEO4J_CONF": str(server.home / "conf")}


def launch(server: Server, jars: Path, heap: str) -> subprocess.Popen[bytes]:
    """Start the process, apart from this terminal."""
    folders = [f"--home-dir={server.home}", f"--config-dir={server.home / 'conf'}", "--console-mode"]
    path = f"{server.home}/plugins/*:{server.home}/conf/*:{jars}/*"
    memory = ["-Xms128m", f"-Xmx{heap}", "-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError"]
    system = ["-Dio.netty.tryReflectionSetAccessible=true", "-Dlog4j2.disable.jmx=true", "-Dfile.encoding=UTF-8"]
    more = os.environ.get("LEGAMI_NEO4J_JVM", "").split()
    told = [*memory, *OPENS, *server.series.flags, *more, *system]
    command = [java(server.series), "-cp", path, *told, server.series.main, *folders]
    with (server.home / "logs" / "console.log").open("wb") as log:
        return subprocess.Popen(
            command, env=environment(server), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )


def answers(port: int, patience_s: float = 1) -> bool:
    """Whether somebody speaks bolt on a port of this machine."""
    try:
        with socket.create_connection(("127.0.0.1", port), patience_s) as connection:
            connection.sendall(GREETING)
            return len(connection.recv(4)) == 4
    except OSError:
        return False


def runs(pid: int, home: Path) -> bool:
    """Whether a process is there and is the server of this home: an id may have passed on to another program."""
    line = Path("/proc", str(pid), "cmdline")
    if Path("/proc/self").exists():  # empty for a process that has ended and is not yet buried
        words = line.read_text(encoding="utf-8", errors="replace").split("\0") if line.exists() else []
    else:
        asked = ["ps", "-ww", "-o", "args=", "-p", str(pid)]
        words = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()
    return f"--home-dir={home}" in words


def noted(server: Server) -> tuple[int, int] | None:
    """Process id and port of the running server."""
    try:
        state = json.loads(server.state.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return (state["pid"], state["port"]) if runs(state["pid"], server.home) else None


def start(server: Server, port: int, heap: str) -> int:
    """Start a server unless it runs already; its port, once it answers."""
    java(server.series)
    jars = install(server.series, server.jars)
    with alone(server.home):
        found = noted(server)
        if found:
            return found[1]
        port = port or free_port()
        if answers(port):
            refuse(f"something answers on port {port} already: choose another, LEGAMI_NEO4J_PORT=17687")
        clear_half_built(server)
        configure(server, port, heap)
        set_password(server, jars)
        process = launch(server, jars, heap)
        server.state.write_text(json.dumps({"pid": process.pid, "port": port}), encoding="utf-8")
        wait_until_it_answers(server, process, port)
    return port


def clear_half_built(server: Server) -> None:
    """Take away a database that an import did not finish: it would start and seem empty."""
    if not server.half_built.exists():
        return
    with server.half_built.open("rb") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            refuse(f"the import into {server.home} is still under way: wait until it has ended")
        for part in ("databases", "transactions"):
            folder = server.home / "data" / part / DATABASE
            if folder.exists():
                shutil.rmtree(folder)
        server.half_built.unlink()


def free_port() -> int:
    """A port that nobody uses now, below those that outgoing connections may take until the server listens."""
    while True:
        port = 10_000 + secrets.randbelow(20_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


def wait_until_it_answers(server: Server, process: subprocess.Popen[bytes], port: int) -> None:
    """Return once the server speaks; give up if it ends, or takes too long."""
    last = time.monotonic() + START_S
    while not answers(port):
        if process.poll() is not None or time.monotonic() > last:
            process.kill()
            log = server.home / "logs" / "console.log"
            say(log.read_text(encoding="utf-8", errors="replace")[-2000:])
            refuse(f"the server did not start; its words are above and in {log}")
        time.sleep(0.1)


def stop(server: Server) -> bool:
    """Stop the server by its own process id; whether it ran."""
    found = noted(server)
    if not found:
        return False
    os.kill(found[0], signal.SIGTERM)
    last = time.monotonic() + STOP_S
    while runs(found[0], server.home):
        if time.monotonic() > last:
            os.kill(found[0], signal.SIGKILL)
        time.sleep(0.1)
    server.state.unlink(missing_ok=True)
    return True


def parsed(parser: argparse.ArgumentParser) -> tuple[argparse.Namespace, Server]:
    """What was asked, with the options that say which server is meant."""
    base = Path(os.environ.get("LEGAMI_NEO4J_HOME") or ROOT / ".neo4j").absolute()
    parser.add_argument("--series", choices=SERIES, default="5.26")
    parser.add_argument("--home", type=Path, help="the server's own folder")
    parser.add_argument("--jars", type=Path, default=base / "jars", help="where what Maven fetched is kept")
    parser.add_argument("--port", type=int, default=int(os.environ.get("LEGAMI_NEO4J_PORT") or 7687), help="0: any")
    parser.add_argument("--heap", default=os.environ.get("LEGAMI_NEO4J_HEAP") or "1g")
    if os.environ.get("LEGAMI_NEO4J_USER", USER) != USER:
        refuse(f"the first user of a Community server is called {USER}: unset LEGAMI_NEO4J_USER")
    given = parser.parse_args()
    return given, Server(SERIES[given.series], (given.home or base / given.series).absolute(), given.jars.absolute())


def main() -> None:
    """Carry out one command."""
    parser = argparse.ArgumentParser(description="A Neo4j Community server on this machine.")
    parser.add_argument("command", choices=("install", "start", "stop", "check"))
    given, server = parsed(parser)
    if given.command == "install":
        say(f"the jars are in {install(server.series, server.jars)}")
    elif given.command == "check":
        java(server.series)
        maven_here()
    elif given.command == "stop":
        say("stopped" if stop(server) else "it was not running")
    else:
        port = start(server, given.port, given.heap)
        if server.password_file.exists():
            say(f"user {USER}, password in {server.password_file}")
        print(f"neo4j://127.0.0.1:{port}")


if __name__ == "__main__":
    main()
