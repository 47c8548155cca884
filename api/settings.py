"""The environment, read once and here only: what a server or a person sets for every command."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

from graph.errors import Language, Text, UsageError

if TYPE_CHECKING:
    from graph.store.neo4j import Credentials

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

EMBEDDED: Final = "sqlite:///"
HOUR_S: Final = 3600


@dataclass(frozen=True, slots=True)
class Setting:
    """A variable of the environment, what holds without it, and what it is for."""

    name: str
    default: Text
    help: Text


SETTINGS: Final = (
    Setting(
        "LEGAMI_STORE",
        Text("un archivio nella cartella dei dati dell'utente", "a store in the user's data folder"),
        Text(
            "dove sta il grafo: sqlite:///relativo, sqlite:////assoluto, neo4j://server:porta",
            "where the graph is: sqlite:///relative, sqlite:////absolute, neo4j://server:port",
        ),
    ),
    Setting("LEGAMI_LANG", Text("it", "it"), Text("la lingua: it o en", "the language: it or en")),
    Setting(
        "LEGAMI_CACHE",
        Text("la cartella delle copie di lavoro dell'utente", "the user's cache folder"),
        Text(
            "dove si tengono lo snapshot, il codice compilato e, finché serve, una copia tra due server",
            "where the snapshot, the compiled code and, as long as needed, a copy between two servers are kept",
        ),
    ),
    Setting(
        "LEGAMI_NEO4J_USER",
        Text("neo4j", "neo4j"),
        Text("con quale utente si entra in un server Neo4j", "as which user a Neo4j server is entered"),
    ),
    Setting(
        "LEGAMI_NEO4J_PASSWORD",
        Text("quella di LEGAMI_NEO4J_PASSWORD_FILE", "the one in LEGAMI_NEO4J_PASSWORD_FILE"),
        Text("con quale password", "with which password"),
    ),
    Setting(
        "LEGAMI_NEO4J_PASSWORD_FILE",
        Text("nessuno", "none"),
        Text("il file che contiene la password e nient'altro", "the file that holds the password and nothing else"),
    ),
    Setting(
        "LEGAMI_STORE_TIMEOUT_S",
        Text("10", "10"),
        Text(
            "quanti secondi si aspetta chi sta scrivendo; un server che tace per un quinto non risponde più",
            "how many seconds to wait for another writer; a server silent for a fifth of them is dead",
        ),
    ),
    Setting(
        "LEGAMI_DEBUG",
        Text("spento", "off"),
        Text("1: mostra dove il programma ha sbagliato", "1: shows where the program went wrong"),
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The values of SETTINGS."""

    store: str
    language: Language
    cache: Path
    debug: bool
    neo4j_user: str = "neo4j"
    neo4j_password: str = field(default="", repr=False)
    store_timeout_s: float = 10.0

    @property
    def credentials(self) -> "Credentials | None":
        """How a server is entered, if a password is set."""
        from graph.store.neo4j import Credentials

        return Credentials(self.neo4j_user, self.neo4j_password) if self.neo4j_password else None

    @property
    def snapshots(self) -> Path:
        """Where snapshots are kept."""
        return self.cache / "snapshots"

    @property
    def copies(self) -> Path:
        """Where a copy between two servers lies for the time being."""
        return self.cache / "copies"

    @property
    def kernels(self) -> Path:
        """Where compiled code is kept."""
        return self.cache / "kernels"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:  # noqa: TID251 - the one place
    """The settings of an environment; a blank variable counts as absent.

    Raises UsageError for a language that is not spoken here, for a file of a password that cannot be read and for a
    time that nobody should wait.
    """
    given = {setting.name: environment.get(setting.name, "").strip() for setting in SETTINGS}
    return Settings(
        store=given["LEGAMI_STORE"] or default_store(),
        language=language(given["LEGAMI_LANG"] or "it"),
        cache=Path(given["LEGAMI_CACHE"] or _user_folder("cache")).absolute(),
        debug=given["LEGAMI_DEBUG"] not in ("", "0"),
        neo4j_user=given["LEGAMI_NEO4J_USER"] or "neo4j",
        neo4j_password=environment.get("LEGAMI_NEO4J_PASSWORD") or _kept_in(given["LEGAMI_NEO4J_PASSWORD_FILE"]),
        store_timeout_s=_seconds(given["LEGAMI_STORE_TIMEOUT_S"] or "10"),
    )


def _seconds(text: str) -> float:
    """Seconds from one to an hour, with a point or a comma."""
    try:
        seconds = float(text.replace(",", "."))
    except ValueError:
        seconds = 0.0
    if not 1 <= seconds <= HOUR_S:
        raise UsageError(
            f"LEGAMI_STORE_TIMEOUT_S non può valere «{text}»: scrivi un numero di secondi da 1 a {HOUR_S}, come 30.",
            f"LEGAMI_STORE_TIMEOUT_S cannot be “{text}”: write a number of seconds from 1 to {HOUR_S}, such as 30.",
        )
    return seconds


def _kept_in(file: str) -> str:
    """The password that a file holds; none where no file is named."""
    try:
        return Path(file).read_text("utf-8").rstrip("\r\n") if file else ""
    except (OSError, ValueError):
        raise UsageError(
            f"Il file {file}, indicato da LEGAMI_NEO4J_PASSWORD_FILE, non si può leggere.",
            f"The file {file}, named by LEGAMI_NEO4J_PASSWORD_FILE, cannot be read.",
        ) from None


def language(text: str) -> Language:
    """A language by its two letters, or by a locale such as it_IT.UTF-8.

    Raises UsageError.
    """
    short = text.lower().replace("-", "_").partition("_")[0]
    for known in LANGUAGES:
        if short == known:
            return known
    raise UsageError(f"La lingua «{text}» non c'è: scegli it o en.", f"There is no language “{text}”: choose it or en.")


def default_store() -> str:
    """The store of who names none, in the user's data folder."""
    return f"{EMBEDDED}{_user_folder('data') / 'legami.sqlite'}"


def store_file(store: str) -> Path:
    """The file of an embedded store.

    Raises UsageError for what names none.
    """
    path = store.removeprefix(EMBEDDED)
    if path in ("", store) or "\0" in path:
        raise UsageError(
            f"«{store}» non indica un archivio: usa sqlite:///relativo.sqlite o sqlite:////assoluto.sqlite.",
            f"“{store}” names no store: use sqlite:///relative.sqlite or sqlite:////absolute.sqlite.",
        )
    return Path(path)


def is_server(store: str) -> bool:
    """Whether a store is kept by a server, rather than in a file."""
    return store.partition(":")[0].partition("+")[0] in ("neo4j", "bolt")


def version() -> str:
    """The version of the program."""
    from importlib.metadata import version as installed

    return installed("legami")


def make_room(store: str) -> None:
    """Make the user's data folder if the store is the default one; any other folder is the user's own to make."""
    if store == default_store():
        _user_folder("data").mkdir(mode=0o700, parents=True, exist_ok=True)


def keep_compiled_code(folder: Path) -> bool:
    """Have numba keep what it compiles in `folder`, unless the environment names another place.

    To be called before numba is first imported. Where the folder cannot be written, numba chooses; returns False.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return False
    if not os.access(folder, os.W_OK):
        return False
    os.environ.setdefault("NUMBA_CACHE_DIR", str(folder))  # noqa: TID251 - the one place
    return True


def _user_folder(kind: str) -> Path:
    import platformdirs

    if kind == "data":
        return platformdirs.user_data_path("legami", appauthor=False)
    return platformdirs.user_cache_path("legami", appauthor=False)
