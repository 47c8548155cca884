"""Taking data out: the tables of one kind or of all, which import again without change."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from api.cli.options import Argument, Command, Option, Session
from api.cli.output import Reply, Screen
from api.cli.standing import written
from api.cli.wording import title_of
from graph.errors import Text, UsageError

if TYPE_CHECKING:
    from graph.kinds import Record
    from graph.kinds.tables import Layout
    from graph.store import GraphStore

ALL: Final = "all"
SCREEN: Final = "-"
FOLDER: Final = "legami-csv"
MOST_ROWS: Final = 1_048_576
"""As many as a spreadsheet holds, and as an import reads."""


def export(
    session: Session,
    kind: Annotated[
        str, Argument(Text("Un tipo di nodo o di legame, o all.", "A kind of node or tie, or all."), "KIND")
    ],
    out: Annotated[
        str | None,
        Option(
            "--out",
            Text(
                "Il file CSV; - per lo schermo; con all, una cartella. Senza: TIPO.csv, o legami-csv.",
                "The CSV file; - for the screen; with all, a folder. Without it: KIND.csv, or legami-csv.",
            ),
            shown="FILE",
        ),
    ] = None,
    separator: Annotated[
        str,
        Option(
            "--separator",
            Text(
                "Che cosa separa le colonne: , oppure ; (con ; i decimali hanno la virgola, come nei fogli italiani).",
                "What parts the columns: , or ; (with ; decimals have a comma, as in Italian spreadsheets).",
            ),
            shown=",|;",
        ),
    ] = ",",
    force: Annotated[
        bool, Option("--force", Text("Sostituisci i file che ci sono.", "Replace existing files."))
    ] = False,
    protections: Annotated[
        bool,
        Option(
            "--protections",
            Text(
                "Con all: anche i legami di protezione, che nessuno deve vedere.",
                "With all: the ties of protection too, which nobody is to see.",
            ),
        ),
    ] = False,
) -> Reply:
    """Tables of a store."""
    from graph.kinds import SCHEMA
    from graph.kinds.tables import Layout

    layout = Layout(_separator(separator))
    if kind == ALL:
        if out == SCREEN:
            raise UsageError(
                "Più tabelle non stanno in una sola uscita: indica una cartella con --out, o un solo tipo.",
                "Several tables do not fit one output: name a folder with --out, or a single kind.",
            )
        return _all(session, Path(out or FOLDER), layout, force=force, protections=protections)
    cls = SCHEMA.kind(kind)
    if out == SCREEN:
        return _shown(session, cls, layout)
    return _written(session, {cls: _target(Path(out or f"{kind}.csv"), kind)}, layout, force=force)


def _target(out: Path, kind: str) -> Path:
    """The file named, or in the folder named one called as the kind. Raises UnwritableFile."""
    from graph.store.files import unwritable

    try:
        return out / f"{kind}.csv" if out.is_dir() else out
    except OSError as error:
        raise unwritable(out, error) from error


def _separator(text: str) -> Literal[",", ";"]:
    if text == ",":
        return ","
    if text == ";":
        return ";"
    raise UsageError(f"--separator «{text}» non c'è: scegli , oppure ;.", f"No --separator “{text}”: choose , or ;.")


def _shown(session: Session, cls: "type[Record]", layout: "Layout") -> Reply:
    """The table as the answer itself."""
    from io import StringIO

    from graph.exporters import comuni_of, records, write_table

    with session.store() as store:
        _warn(session, store, [cls])
        page = StringIO(newline="")
        rows = write_table(page, cls, records(store, cls), layout, comuni_of(store, cls))
    text = page.getvalue()
    return Reply({"tables": [_table(cls, rows, None)], "csv": text}, lambda screen: screen.raw(text))


def _all(session: Session, folder: Path, layout: "Layout", *, force: bool, protections: bool) -> Reply:
    """Every kind that has records, in a folder; with `force` also those whose table is there from before.

    Ties of protection only where they were asked for: a table goes through more hands than a store.
    """
    from graph.kinds import SCHEMA, NoContact
    from graph.store.files import unwritable

    with session.store() as store:
        contents = store.contents()
    counts = {**contents.nodes, **contents.ties}
    files: dict[type[Record], Path] = {cls: folder / f"{name(cls)}.csv" for cls in (*SCHEMA.nodes, *SCHEMA.ties)}
    if not protections:
        del files[NoContact]
        session.tell(
            "I legami di protezione non sono compresi, e da queste tabelle non si sa chi va tenuto lontano da chi: per"
            " averli aggiungi --protections.",
            "The ties of protection are not included, and these tables do not tell who is to be kept from whom: to have"
            " them add --protections.",
        )
    try:
        wanted = {cls: file for cls, file in files.items() if counts[name(cls)] or (force and file.exists())}
        is_new = not folder.exists()
        if is_new:
            folder.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        return _written(session, wanted, layout, force=force)
    except BaseException:
        if is_new:
            with suppress(OSError):  # whoever interrupts late finds the tables there
                folder.rmdir()
        raise


def _written(session: Session, targets: "dict[type[Record], Path]", layout: "Layout", *, force: bool) -> Reply:
    """Tables in their files."""
    from graph.exporters import export as write

    with session.store() as store:
        _warn(session, store, list(targets))
        session.standing.look = written(targets.values())
        rows = write(store, targets, layout, replacing=force)
    data = {"tables": [_table(cls, rows[cls], file) for cls, file in targets.items()]}
    for table in data["tables"]:
        if table["rows"] >= MOST_ROWS:
            session.tell(
                f"{table['file']}: più righe di quante ne leggano un foglio di calcolo e legami import ({MOST_ROWS}).",
                f"{table['file']}: more rows than a spreadsheet and legami import read ({MOST_ROWS}).",
            )
    return Reply(data, lambda screen: _draw(screen, data))


def _warn(session: Session, store: "GraphStore", classes: "list[type[Record]]") -> None:
    """Say beforehand what the tables will hold."""
    from graph.exporters import about_persons
    from graph.kinds import NoContact

    session.read_contents(store)
    if any(about_persons(cls) for cls in classes):
        session.tell(
            "Attenzione: ciò che esporti contiene dati personali. Tienilo dove lo legge solo chi deve, e cancellalo"
            " quando non serve più.",
            "Warning: what you export holds personal data. Keep it where only those read it who must, and delete it"
            " when it is no longer needed.",
        )
    if NoContact in classes:
        session.tell(
            "Attenzione: vi sono compresi i legami di protezione, che nessuno deve vedere.",
            "Warning: it includes the ties of protection, which nobody is to see.",
        )


def _table(cls: "type[Record]", rows: int, file: Path | None) -> dict[str, Any]:
    return {"kind": name(cls), "rows": rows, "file": file and str(file)}


def name(cls: "type[Record]") -> str:
    """The declared name of a kind."""
    return cls.model_fields["kind"].default


def _draw(screen: Screen, data: dict[str, Any]) -> None:
    if not data["tables"]:
        screen.say(Text("L'archivio è vuoto: non c'è nulla da esportare.", "The store is empty: nothing to export."))
        return
    screen.table(
        (Text("Tipo", "Kind"), Text("Righe", "Rows"), Text("File", "File")),
        [(title_of(one["kind"])[screen.language], one["rows"], one["file"]) for one in data["tables"]],
    )
    screen.say(
        Text("Per importarle di nuovo: legami import table FILE", "To import them again: legami import table FILE")
    )


EXPORT_COMMANDS: Final = (
    Command(
        "export",
        Text(
            "Scrivi le tabelle di un tipo, o di tutti, che si importano di nuovo.",
            "Write the tables of one kind, or of all, which import again.",
        ),
        export,
    ),
)
