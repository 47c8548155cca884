"""Changing one record by hand: a new node or tie, other values, the end of a tie."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

from api.cli.options import Argument, Command, Option, Session, parse_day
from api.cli.output import Reply, Screen
from api.cli.wording import title_of
from graph.errors import Conflict, NotFound, Text, UsageError

if TYPE_CHECKING:
    from graph.kinds import Record
    from graph.store import Author, Contents, GraphStore, Operation

_Seen = TypeVar("_Seen")

DRY_RUN: Final = Option(
    "--dry-run", Text("Dimmi che cosa succederebbe, senza scrivere.", "Say what would happen only.")
)
LOADED: Final = ""
"""The id that the change feed gives to the load of a whole store."""
FIELDS: Final = Argument(
    Text(
        "campo=valore, come nelle celle di legami template TIPO.",
        "field=value, as in the cells of legami template KIND.",
    ),
    "FIELD=VALUE...",
)


def add(
    session: Session,
    kind: Annotated[str, Argument(Text("Un tipo di nodo o di legame.", "A kind of node or tie."), "KIND")],
    fields: Annotated[list[str], FIELDS],
    dry_run: Annotated[bool, DRY_RUN] = False,
) -> Reply:
    """A new node or tie."""
    from graph.importers.by_hand import added
    from graph.kinds import SCHEMA
    from graph.kinds.ids import new_ids
    from graph.store import Create

    cls, ids = SCHEMA.kind(kind), new_ids(session.now)
    with session.store() as store:
        contents = store.contents()

        def creation() -> "tuple[Record, list[Operation]]":
            record = added(store, cls, fields, ids, today=session.day(contents), demo=contents.demo)
            return record, [Create(record)]

        by = author(session, contents, "add", kind if kind in SCHEMA.node_names else "")
        record, commit, _ = carried_out(session, store, creation, by, dry_run=dry_run)
    data = about(record, commit, dry_run=dry_run)

    def draw(screen: Screen) -> None:
        draw_outcome(screen, Text("Aggiunto", "Added"), data)
        if not dry_run:
            screen.say(Text(f"Ora: legami edit {record.id} campo=valore", f"Next: legami edit {record.id} field=value"))

    return Reply(data, draw)


def edit(
    session: Session,
    id: Annotated[str, Argument(Text("L'identificativo di un nodo o di un legame.", "The id of a node or tie."), "ID")],
    fields: Annotated[
        list[str],
        Argument(
            Text("campo=valore; campo= svuota il campo.", "field=value; field= empties the field."), "FIELD=VALUE..."
        ),
    ],
    commit: Annotated[
        int | None,
        Option(
            "--commit",
            Text(
                "Solo se il dato non è cambiato dopo questa modifica.",
                "Only if the record has not changed since commit N.",
            ),
            0,
        ),
    ] = None,
    dry_run: Annotated[bool, DRY_RUN] = False,
) -> Reply:
    """Other values for some fields of a record."""
    from graph.importers.by_hand import edited
    from graph.store import Update

    with session.store() as store:
        contents = session.read_contents(store)
        first = existing(store, id)
        if commit is not None:
            refuse_stale(store, first.id, commit)

        def update() -> "tuple[tuple[Record, Record], list[Operation]]":
            before = existing(store, id)
            if commit is not None and before != first:
                raise changed_since(before.id, commit, store.commit)
            after = edited(store, before, fields, today=session.day(contents), demo=contents.demo)
            return (before, after), [Update(after, replaces=before)]

        by = author(session, contents, "edit", noted(first))
        (before, after), written, _ = carried_out(session, store, update, by, dry_run=dry_run)
    changed = [name for name in type(after).model_fields if getattr(before, name) != getattr(after, name)]
    data = about(after, written, dry_run=dry_run) | {"changed": changed}
    return Reply(data, lambda screen: _draw_edit(screen, before, after, data))


def end(
    session: Session,
    id: Annotated[str, Argument(Text("L'identificativo di un legame.", "The id of a tie."), "ID")],
    on: Annotated[
        str | None,
        Option(
            "--on",
            Text("Il primo giorno in cui non vale più; senza, oggi.", "The first day without it; else today."),
            shown="DATE",
        ),
    ] = None,
    dry_run: Annotated[bool, DRY_RUN] = False,
) -> Reply:
    """A tie that holds no longer."""
    from graph.store import End

    last = parse_day(on)
    with session.store() as store:
        contents = store.contents()
        day = last or session.day(contents)

        def ending() -> "tuple[Record, list[Operation]]":
            before = existing(store, id)
            refuse_node(before)
            return before, [End(before.id, day)]

        by = author(session, contents, "end", "")
        before, commit, changes = carried_out(session, store, ending, by, dry_run=dry_run)
    after = before.model_copy(update={"valid_to": day}) if changes else before
    data = about(after, commit, dry_run=dry_run) | {"changed": ["valid_to"] if changes else []}
    ended = getattr(before, "valid_to", None)
    already = Text(
        f"Il legame era già chiuso dal {ended}: non è cambiato nulla. Per riaprirlo: legami edit {before.id} valid_to=",
        f"The tie had ended on {ended} already: nothing changed. To open it again: legami edit {before.id} valid_to=",
    )
    return Reply(data, lambda screen: _draw_edit(screen, before, after, data, Text("Chiuso", "Ended"), already))


def refuse_node(record: "Record") -> None:
    """Refuse to end what is no tie. Raises UsageError."""
    from graph.kinds import Node, Pact

    if not isinstance(record, Node):
        return
    pact = isinstance(record, Pact)
    it, en = ("status=closed", "status=closed") if pact else ("campo=valore", "field=value")
    raise UsageError(
        f"legami end chiude un legame, e {record.id} è un nodo: cambialo con legami edit {record.id} {it}, o annulla"
        " la modifica che lo ha aggiunto (legami log, legami undo).",
        f"legami end ends a tie, and {record.id} is a node: change it with legami edit {record.id} {en}, or undo the"
        " commit that added it (legami log, legami undo).",
    )


def existing(store: "GraphStore", id: str) -> "Record":
    """A record by its id. Raises NotFound."""
    from graph.importers.table import is_id

    wanted = id.strip().lower()
    found = store.get([wanted]).get(wanted) if is_id(wanted) else None
    if found is None:
        raise NotFound(
            "Non c'è nessun dato con questo identificativo. Guarda: legami search PAROLE, legami show NOME --json",
            "There is no record of this id. See: legami search WORDS, legami show NAME --json",
        )
    return found


def refuse_stale(store: "GraphStore", id: str, commit: int) -> None:
    """Refuse to change what somebody else changed since a commit. Raises UsageError, Conflict."""
    if commit > store.commit:
        raise UsageError(
            f"--commit {commit} non c'è ancora: l'ultima modifica è la {store.commit}.",
            f"There is no --commit {commit} yet: the latest is {store.commit}.",
        )
    since = max((change.commit for change in store.changes(commit) if change.id in (id, LOADED)), default=None)
    if since is not None:
        raise changed_since(id, commit, since)


def changed_since(id: str, commit: int, since: int) -> Conflict:
    """The record is no longer as it was at a commit; `since` changed it last."""
    return Conflict(
        f"Il dato {id} è cambiato dopo la modifica {commit}, da ultimo con la {since}: rileggilo (legami show) e"
        f" riprova con --commit {since}",
        f"The record {id} changed after commit {commit}, the last time in {since}: read it again (legami show) and"
        f" retry with --commit {since}",
    )


def author(session: Session, contents: "Contents", command: str, note: str) -> "Author":
    """Who writes, as the log will tell; never what was written."""
    from graph.store import Author

    return Author(f"legami {command}", session.moment(contents), note)


def noted(record: "Record") -> str:
    """What the log tells of a record: the kind of a node, and of every tie alike nothing, so that none stands out."""
    from graph.kinds import Node

    return record.kind if isinstance(record, Node) else ""


def carried_out(
    session: Session,
    store: "GraphStore",
    looked: "Callable[[], tuple[_Seen, list[Operation]]]",
    by: "Author",
    *,
    dry_run: bool,
) -> "tuple[_Seen, int | None, bool]":
    """Look and do it in one turn of the writer, or only try.

    `looked` tells what it saw and what is to be done of it: nobody writes between the two. Returns what it saw, the
    number of the commit (None where nothing was written), and whether anything changes.
    """
    from graph.store.trial import foretold

    if dry_run:
        seen, operations = looked()
        return seen, None, bool(foretold(store, operations, by))
    session.commits(store, by)
    turns: list[tuple[_Seen, int]] = []

    def in_turn() -> "list[Operation]":
        seen, operations = looked()
        turns.append((seen, store.commit))
        return operations

    commit = store.apply(in_turn, by)
    seen, latest = turns[-1]
    return seen, commit if commit > latest else None, commit > latest


def about(record: "Record", commit: int | None, *, dry_run: bool) -> dict[str, Any]:
    """A record that was written, as the JSON contract writes it."""
    return {
        "id": record.id,
        "kind": record.kind,
        "commit": commit,
        "dry_run": dry_run,
        "record": record.model_dump(mode="json", exclude={"sources"}),
    }


def draw_outcome(screen: Screen, done: Text, data: dict[str, Any]) -> None:
    """What was done and under which number, or that it was only a trial."""
    title = title_of(data["kind"])
    if data["dry_run"]:
        screen.say(Text("Prova: non è stato scritto nulla.", "Dry run: nothing was written."), "bold")
    it, en = (f"{done[language]}: {title[language]}, {data['id']}" for language in ("it", "en"))
    number = data["commit"]
    screen.say(Text(f"{it}. Modifica {number}.", f"{en}. Commit {number}.") if number else Text(f"{it}.", f"{en}."))


CHANGED: Final = Text("Cambiato", "Changed")
SAME: Final = Text("Nulla da cambiare: è già così.", "Nothing changed: it is so already.")


def _draw_edit(
    screen: Screen, before: "Record", after: "Record", data: dict[str, Any], done: Text = CHANGED, same: Text = SAME
) -> None:
    """The fields that changed, as they were and as they are."""
    from graph.kinds.base import label
    from graph.kinds.tables import Layout, written

    if not data["changed"]:
        screen.say(same)
        return
    draw_outcome(screen, done, data)
    rows: list[tuple[str, str, str]] = []
    for name in data["changed"]:
        title = label(type(after).model_fields[name])
        was, now = (written(getattr(record, name), Layout()) for record in (before, after))
        rows.append((Text(title.it, title.en)[screen.language] if title else name, was, now))
    screen.table((Text("Campo", "Field"), Text("Prima", "Before"), Text("Ora", "Now")), rows)


EDIT_COMMANDS: Final = (
    Command("add", Text("Aggiungi un nodo o un legame.", "Add a node or a tie."), add),
    Command("edit", Text("Cambia i valori di un nodo o di un legame.", "Change values of a node or a tie."), edit),
    Command("end", Text("Chiudi un legame che non vale più.", "End a tie that holds no longer."), end),
)
