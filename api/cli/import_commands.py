"""Bringing data in: registries and tables, and the empty tables to fill."""

from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Annotated, Any, Final

from api.cli.options import Argument, Command, Option, Session
from api.cli.output import Reply, Screen
from api.cli.wording import title_of
from api.errors import DONE, document, meaning
from graph.errors import InputError, Text, UsageError

if TYPE_CHECKING:
    from graph.importers import Report
    from graph.kinds import Schema

MOST_REJECTIONS: Final = 40
"""More are counted and left to --json."""


def _registers() -> str:
    """The names of the registers, told by their files: to import their readers would slow every command down."""
    package = find_spec("graph.importers")
    folders = [f"{folder}/registries" for folder in (package and package.submodule_search_locations) or ()]
    names = (module.name.replace("_", "-") for module in iter_modules(folders))
    return "\n\n\b\n" + "\n".join(names)


_REGISTERS: Final = _registers()
"""A line each, which \b keeps: a name broken at its hyphen could not be copied."""


def import_file(
    session: Session,
    source: Annotated[
        str,
        Argument(
            Text(
                f"La fonte: table (una tabella da un modello), o un registro:{_REGISTERS}",
                f"The source: table (one made from a template), or a register:{_REGISTERS}",
            ),
            "SOURCE",
        ),
    ],
    file: Annotated[str, Argument(Text("Un file CSV o XLSX.", "A CSV or XLSX file."), "FILE")],
    province: Annotated[
        str | None,
        Option(
            "--province",
            Text(
                "La provincia da leggere, per sigla o nome; senza, quelle dell'archivio.",
                "The province to read: two letters or name; without it, those of the store.",
            ),
            shown="CR",
        ),
    ] = None,
    dry_run: Annotated[
        bool, Option("--dry-run", Text("Dimmi che cosa succederebbe, senza scrivere.", "Say what would happen only."))
    ] = False,
) -> Reply:
    """Import a file, as one commit or not at all."""
    from graph.importers import faulty, importers, refuse_faulty, run
    from graph.kinds.ids import new_ids
    from graph.store import Author

    refuse_faulty(source)
    for other in faulty():
        session.voice.tell(other.complaint)
    if source not in importers():
        known = ", ".join(importers())
        raise UsageError(
            f"La fonte «{source}» non c'è: scegli tra {known}.", f"No source “{source}”: choose of {known}."
        )
    path = Path(file)
    with session.store() as store:
        moment = session.moment(store.contents())
        author = Author("legami import", moment, source)  # the name of a file may be a person's
        ids = new_ids(session.now)
        session.commits(store, author)
        report = run(source, path, store, province=province, author=author, ids=ids, dry_run=dry_run)
    refusal = report.refusal
    if refusal:
        session.voice.tell(report.verdict or refusal)
    return reply(report, refusal, dry_run=dry_run)


def reply(report: "Report", refusal: InputError | None, *, dry_run: bool) -> Reply:
    """What an import did, or why it did nothing; then the error stands beside the rows left out."""
    data: dict[str, Any] = report.as_dict() | {"dry_run": dry_run} | (document(refusal) if refusal else {})
    return Reply(data, lambda screen: _draw(screen, report, dry_run), meaning(refusal).exit_code if refusal else DONE)


def _draw(screen: Screen, report: "Report", dry_run: bool) -> None:
    if dry_run:
        screen.say(Text("Prova: non è stato scritto nulla.", "Dry run: nothing was written."), "bold")
    screen.table(
        (
            Text("Righe nuove", "New rows"),
            Text("Cambiate", "Changed"),
            Text("Senza effetto", "Unchanged"),
            Text("Lasciate fuori", "Rejected"),
            Text("Lette", "Read"),
        ),
        [(report.accepted, report.changed, report.unchanged, len(report.rejected), report.rows)],
    )
    if report.elsewhere:
        count = report.elsewhere
        screen.say(Text(f"Di altre province, non lette: {count}.", f"Of other provinces, not read: {count}."))
    if report.rejected:
        screen.table(
            (
                Text("Riga", "Row"),
                Text("Colonna", "Column"),
                Text("Che cosa non va", "What is wrong"),
                Text("Come rimediare", "How to mend it"),
            ),
            [
                (one.row, one.column, one.reason[screen.language], one.mend[screen.language])
                for one in report.rejected[:MOST_REJECTIONS]
            ],
        )
    more = len(report.rejected) - MOST_REJECTIONS
    if more > 0:
        others = "un'altra" if more == 1 else f"altre {more}"
        screen.say(Text(f"e {others}: con --json tutte.", f"and {more} more: all of them with --json."))


def template(
    session: Session,
    kind: Annotated[
        str | None,
        Argument(
            Text("Un tipo di nodo o di legame; senza, l'elenco.", "A kind of node or tie; without it, the list."),
            "KIND",
        ),
    ] = None,
) -> Reply:
    """An empty CSV of a kind's columns, or the list of the kinds."""
    from graph.importers import template as columns_of
    from graph.importers import template_csv
    from graph.kinds import SCHEMA

    if kind is None:
        return kinds(SCHEMA)
    text = template_csv(SCHEMA, kind)
    data = {"kind": kind, "columns": columns_of(SCHEMA, kind), "csv": text}
    return Reply(data, lambda screen: screen.raw(text))


def kinds(schema: "Schema") -> Reply:
    """Every kind, nodes first."""
    known = {"node": schema.node_names, "tie": schema.tie_names}
    data = [
        {"kind": kind, "record": record, "title": title_of(kind).as_dict()}
        for record, names in known.items()
        for kind in names
    ]

    def draw(screen: Screen) -> None:
        for record, head in (("node", Text("Nodi", "Nodes")), ("tie", Text("Legami", "Ties"))):
            rows = [(title_of(kind)[screen.language], kind) for kind in known[record]]
            screen.table((head, Text("Tipo", "Kind")), rows)
        screen.say(Text("Ora: legami template TIPO > tabella.csv", "Next: legami template KIND > table.csv"))

    return Reply(data, draw)


IMPORT_COMMANDS: Final = (
    Command("import", Text("Importa un registro o una tabella.", "Import a register or a table."), import_file),
    Command(
        "template", Text("Una tabella vuota di un tipo, da riempire.", "An empty table of a kind, to fill."), template
    ),
)
