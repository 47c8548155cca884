"""The store itself: making one, what it holds, whether it is sound, its copies."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from api.cli import standing
from api.cli.options import Argument, Command, Option, Session
from api.cli.output import Reply, Screen
from api.cli.progress import unforeseen
from api.cli.wording import in_numbers, title_of
from api.settings import is_server, make_room, store_file, version
from graph.errors import StoreDamaged, StoreVersion, Text, UnreadableFile, UsageError, reason_of

if TYPE_CHECKING:
    from graph.store.base import Contents

FILE: Final = Argument(Text("Un file.", "A file."), "FILE")
MOST_PERSONS: Final = 1_500_000
LONGEST: Final = 200
"""Letters of a name that a refusal repeats."""
UNSOUND: Final = 3
PROTECTION: Final = "no_contact"  # how many are protected is nobody's business


def init(
    session: Session,
    province: Annotated[
        str,
        Option("--province", Text("La provincia, per sigla o nome.", "The province: two letters or name."), shown="CR"),
    ] = "CR",
    demo: Annotated[
        bool, Option("--demo", Text("Riempi l'archivio di dati di prova.", "Fill the store with synthetic data."))
    ] = False,
    persons: Annotated[
        int | None,
        Option(
            "--persons",
            Text(
                "Quante persone di prova (5000), fino a 1500000: anche più degli abitanti, la provincia è inventata. "
                "660000 danno un milione di nodi in circa due minuti, con 2 GB di memoria.",
                "How many synthetic persons (5000), up to 1500000: even more than the inhabitants, the province is "
                "invented. 660000 give a million nodes in about two minutes, with 2 GB of memory.",
            ),
            50,
            MOST_PERSONS,
        ),
    ] = None,
    seed: Annotated[
        int | None,
        Option("--seed", Text("Da quale seme nascono i dati di prova (1).", "The seed of the synthetic data (1)."), 0),
    ] = None,
) -> Reply:
    """A new store with the territory of a province, or the demonstration."""
    from api.cli.founding import Founding, found

    if not demo and (persons is not None or seed is not None):
        raise UsageError(
            "--persons e --seed valgono solo con --demo.", "--persons and --seed hold only together with --demo."
        )
    plan = Founding(province, demo, 5000 if persons is None else persons, 1 if seed is None else seed)
    contents = found(session, plan)
    data = about(session, contents)

    then = ("pacts", "pacts") if demo else ("import FONTE FILE", "import SOURCE FILE")

    def draw(screen: Screen) -> None:
        draw_store(screen, data)
        screen.say(Text(f"Ora: legami {then[0]}", f"Next: legami {then[1]}"))

    return Reply(data, draw)


def info(session: Session) -> Reply:
    """What the store holds."""
    with session.store() as store:
        contents = store.contents()
    data = about(session, contents)
    return Reply(data, lambda screen: draw_contents(screen, data))


def verify(session: Session) -> Reply:
    """Whether the store is sound; a store too damaged to be opened is an answer, one that is not there is none."""
    from graph.store import Verification

    try:
        with session.store() as store, unforeseen(session.voice) as told:
            found = store.verify(told)
    except StoreDamaged as error:
        found = Verification(False, "", (error.message,))
    data = {
        "sound": found.sound,
        "canonical_hash": found.canonical_hash if found.sound else None,
        "problems": [problem.as_dict() for problem in found.problems],
    }

    def draw(screen: Screen) -> None:
        if found.sound:
            screen.say(
                Text(
                    f"L'archivio è integro. Impronta del contenuto: {found.canonical_hash}",
                    f"The store is sound. Hash of its content: {found.canonical_hash}",
                )
            )
            return
        screen.say(Text("L'archivio è danneggiato:", "The store is damaged:"), "bold")
        for problem in found.problems:
            screen.say(problem, indent=2)
        screen.say(
            Text(
                "Ora: ripristina l'ultima copia in un archivio nuovo, legami restore FILE --store URL",
                "Next: restore the latest backup into a new store, legami restore FILE --store URL",
            )
        )

    return Reply(data, draw, 0 if found.sound else UNSOUND)


def backup(session: Session, file: Annotated[str, FILE]) -> Reply:
    """A complete copy of the store."""
    from graph.store.files import check_place

    target = Path(file)
    with session.store() as store:
        check_place(target)
        session.standing.look = standing.written([target])
        store.backup(target)
        commit = store.commit
    written = target.stat().st_size
    said = Text(
        f"Copia scritta in {target} ({size(written)}). Per rifarne un archivio: legami restore {target} --store URL",
        f"Backup written to {target} ({size(written)}). To make a store of it: legami restore {target} --store URL",
    )
    data = {"file": str(target), "bytes": written, "commit": commit}
    return Reply(data, lambda screen: screen.say(said))


def restore(session: Session, file: Annotated[str, FILE]) -> Reply:
    """A copy becomes the store, where there is none yet."""
    source = Path(file)
    try:
        source.open("rb").close()
    except OSError as error:
        why = reason_of(error)
        raise UnreadableFile(
            f"La copia «{file[:LONGEST]}» non si può leggere ({why.it}): controlla il nome, la cartella e i permessi.",
            f"The backup “{file[:LONGEST]}” cannot be read ({why.en}): check its name, folder and permissions.",
        ) from error
    make_room(session.store_url)
    session.standing.look = standing.founded(session.store_url)
    bring_back(source, session)
    with session.store() as store:
        contents = store.contents()
    data = about(session, contents)
    return Reply(data, lambda screen: draw_contents(screen, data))


def bring_back(source: Path, session: Session) -> None:
    """Make a store of a copy.

    Raises what `graph.store.restore` raises, in the words of who holds a copy rather than a store.
    """
    from graph.store import restore as make_of

    try:
        settings = session.settings
        make_of(source, session.store_url, credentials=settings.credentials, timeout_s=settings.store_timeout_s)
    except StoreDamaged as error:
        raise StoreDamaged(
            f"Il file {source} non è una copia di Legami, o non è integro: indica un file scritto da legami backup.",
            f"The file {source} is no backup of Legami, or is not sound: name a file written by legami backup.",
        ) from error
    except StoreVersion as error:
        raise StoreVersion(
            f"Il file {source} non è una copia di Legami che si possa leggere: è vuoto, di un altro programma o di una "
            "versione più nuova.",
            f"The file {source} is no backup of Legami that can be read: it is empty, of another program or of a newer "
            "version.",
        ) from error


def about(session: Session, contents: "Contents") -> dict[str, Any]:
    """What a store holds, as the JSON contract writes it."""
    reference = contents.reference_date
    return {
        "store": session.store_url,
        "commit": contents.commit,
        "nodes": dict(contents.nodes),
        "ties": {kind: count for kind, count in contents.ties.items() if kind != PROTECTION},
        "demo": contents.demo,
        "reference_date": reference.isoformat() if reference else None,
        "bytes": _size_of(session.store_url),
        "version": version(),
        "today": session.day(contents).isoformat(),
        "settings": dict(contents.settings),
        "cache": str(session.settings.cache),
    }


def _size_of(url: str) -> int | None:
    """The bytes of a store in a file; a server tells none."""
    if is_server(url):
        return None
    file = store_file(url)
    return file.stat().st_size if file.is_file() else None


def draw_store(screen: Screen, data: dict[str, Any]) -> None:
    """Which store it is, and how much it holds, for people."""
    held = data["store"] if data["bytes"] is None else f"{data['store']} ({size(data['bytes'])})"
    screen.say(Text(f"Archivio: {held}", f"Store: {held}"), "bold")
    if data["demo"]:
        screen.say(
            Text(
                f"Dimostrazione: tutte le persone sono inventate. Oggi vale {data['today']}.",
                f"Demonstration: every person is invented. Today is {data['today']}.",
            )
        )
    screen.say(
        Text(
            f"Versione del contenuto: {data['commit']}. Copie di lavoro: {data['cache']}",
            f"Commit: {data['commit']}. Cache: {data['cache']}",
        )
    )
    held_in = in_numbers(*(sum(data[part].values()) for part in ("nodes", "ties")))
    screen.say(Text(f"{held_in.it}.", f"{held_in.en}."))


def draw_contents(screen: Screen, data: dict[str, Any]) -> None:
    """What a store holds, kind by kind, for people."""
    draw_store(screen, data)
    for part, head in (("nodes", Text("Nodi", "Nodes")), ("ties", Text("Legami", "Ties"))):
        counts = [(title_of(kind)[screen.language], count) for kind, count in data[part].items() if count]
        if counts:
            screen.table((head, Text("Quanti", "How many")), counts)


def size(count: int) -> str:
    """Bytes as people say them."""
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{count} B"


STORE_COMMANDS: Final = (
    Command(
        "init",
        Text(
            "Crea l'archivio di una provincia, o la dimostrazione.",
            "Make the store of a province, or the demonstration.",
        ),
        init,
    ),
    Command("info", Text("Mostra che cosa contiene l'archivio.", "Show what the store holds."), info),
    Command("verify", Text("Controlla che l'archivio sia integro.", "Check that the store is sound."), verify),
    Command(
        "backup", Text("Scrivi una copia completa in un file nuovo.", "Write a complete copy to a new file."), backup
    ),
    Command("restore", Text("Rifai l'archivio da una copia.", "Make the store anew from a backup."), restore),
)
