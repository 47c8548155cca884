"""What was written, commit by commit, and taking a commit back."""

import sys
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, Final

from api.cli.edit_commands import DRY_RUN, author, noted
from api.cli.options import Argument, Command, Option, Session
from api.cli.output import Reply, Screen
from api.cli.wording import agreeing, title_of
from graph.errors import Conflict, NotFound, Text, UsageError

if TYPE_CHECKING:
    from graph.store import Author, Change, GraphStore
    from graph.store.ledger import Step

ACTIONS: Final = {
    "create": (Text("aggiunto", "created"), Text("aggiunti", "created")),
    "update": (Text("cambiato", "changed"), Text("cambiati", "changed")),
    "end": (Text("chiuso", "ended"), Text("chiusi", "ended")),
    "delete": (Text("tolto", "deleted"), Text("tolti", "deleted")),
}
"""What became of one record, and of several."""
LOAD: Final = "load"
FILLED: Final = Text("archivio riempito", "store filled")
TIE: Final = "tie"
YES: Final = ("s", "sì", "si", "y", "yes")


def log(
    session: Session,
    limit: Annotated[int, Option("--limit", Text("Quante, al massimo.", "How many at most."), 1, 1000)] = 20,
) -> Reply:
    """The latest commits, newest first."""
    with session.store() as store:
        data = commits(store, limit)

    def draw(screen: Screen) -> None:
        if not data:
            screen.say(Text("Non è stato ancora scritto nulla.", "Nothing was written yet."))
            return
        heads = (
            Text("Modifica", "Commit"),
            Text("Quando", "When"),
            Text("Con che cosa", "By what"),
            Text("Nota", "Note"),
            Text("Dati", "Records"),
        )
        rows = [(one["commit"], one["at"][:16], one["author"], one["note"], _counted(one, screen)) for one in data]
        screen.table(heads, rows)
        screen.say(Text("Per tornare indietro: legami undo NUMERO", "To take one back: legami undo NUMBER"))

    return Reply(data, draw)


def commits(store: "GraphStore", limit: int) -> list[dict[str, Any]]:
    """The latest commits that touched records, newest first, as the JSON contract writes them."""
    return [
        {
            "commit": commit.number,
            **signed(commit.author),
            "changes": {action: commit.touched.get(action, 0) for action in (*ACTIONS, LOAD)},
        }
        for commit in store.commits(limit=limit)
        if commit.touched
    ]


def signed(author: "Author") -> dict[str, str]:
    """Who wrote, when and why, as the JSON contract writes it."""
    return {"at": author.at.isoformat(), "author": author.name, "note": author.note}


def undo(
    session: Session,
    commit: Annotated[
        int | None,
        Argument(
            Text("Il numero di legami log; senza, l'ultima modifica.", "The number of legami log; else the latest."),
            "COMMIT",
        ),
    ] = None,
    yes: Annotated[
        bool, Option("--yes", Text("Senza numero: non chiedere conferma.", "Without a number: do not ask."))
    ] = False,
    dry_run: Annotated[bool, DRY_RUN] = False,
) -> Reply:
    """A commit taken back, as a new commit."""
    from graph.store.trial import foretold_undo

    with session.store() as store:
        number = latest(store) if commit is None else commit
        by = author(session, store.contents(), "undo", str(number))
        try:
            steps = foretold_undo(store, number, by)
        except Conflict as error:
            raise explained(store, number, error) from error
        data: dict[str, Any] = {
            "undoes": described(store, number),
            "commit": None,
            "dry_run": dry_run,
            "changes": counted(steps),
        }
        if not dry_run and (commit is not None or yes or _confirmed(session, data)):
            session.commits(store, by)
            data["commit"] = store.undo(number, by)
    return Reply(data, lambda screen: _draw(screen, data))


def latest(store: "GraphStore") -> int:
    """The number of the latest commit. Raises NotFound."""
    number = store.commit
    if not number:
        raise NotFound("Non è stato ancora scritto nulla.", "Nothing was written yet.")
    return number


def explained(store: "GraphStore", commit: int, error: Conflict) -> Conflict:
    """Why a commit cannot be taken back, with the later ones that touched the same records or tied ties to them."""
    from graph.store.trial import of_commit

    touched = {change.id for change in of_commit(store, commit)}
    later = sorted({change.commit for change in store.changes(commit) if _touches(change, touched)})
    if not later:
        return error
    numbers = ", ".join(map(str, later))
    return Conflict(
        f"{error.message.it} Gli stessi dati sono cambiati dopo, nelle modifiche: {numbers}. Annulla prima quelle, a"
        f" partire dalla {later[-1]}.",
        f"{error.message.en} The same records changed later, in the commits: {numbers}. Undo those first, beginning"
        f" with {later[-1]}.",
    )


def _touches(change: "Change", ids: set[str]) -> bool:
    records = (change.before, change.after)
    ends = {getattr(record, end, None) for record in records for end in ("source", "target")}
    return not ids.isdisjoint({change.id, *ends})


def described(store: "GraphStore", commit: int) -> dict[str, Any]:
    """A commit by its number, who made it, when and why; those that touched only settings by their number."""
    from graph.store.trial import of_commit

    first = next(of_commit(store, commit), None)
    return {"commit": commit, **(signed(first.author) if first else {})}


def counted(steps: "Iterable[Step]") -> dict[str, dict[str, int]]:
    """How many nodes of each kind and how many ties are touched, action by action.

    Ties are counted together, as the log tells nothing of their kinds: a protection is among them and does not stand
    out, neither by its name nor by what is missing.
    """
    counts: dict[str, Counter[str]] = {action: Counter() for action in ACTIONS}
    for step in steps:
        record = step.after or step.before
        counts[step.action][(noted(record) if record else "") or TIE] += 1
    return {action: dict(kinds) for action, kinds in counts.items()}


def _confirmed(session: Session, data: dict[str, Any]) -> bool:
    """Whether who sits at the terminal says yes. Raises UsageError where nobody can be asked."""
    if session.voice.json or not sys.stdin.isatty():
        number = data["undoes"]["commit"]
        raise UsageError(
            f"Qui nessuno può confermare: indica il numero, legami undo {number}, o aggiungi --yes.",
            f"Nobody can confirm here: give the number, legami undo {number}, or add --yes.",
        )
    screen = Screen(session.voice.language)
    _draw_undo(screen, data)
    shown = screen.page.getvalue().rstrip()
    session.voice.tell(Text(shown, shown))
    session.tell("Annullo? (s/N)", "Undo it? (y/N)")
    return sys.stdin.readline().strip().casefold() in YES


def _draw(screen: Screen, data: dict[str, Any]) -> None:
    number = data["commit"]
    if data["dry_run"]:
        screen.say(Text("Prova: non è stato scritto nulla.", "Dry run: nothing was written."), "bold")
    elif number is None:
        screen.say(Text("Non è stato scritto nulla.", "Nothing was written."), "bold")
    else:
        screen.say(
            Text(
                f"Fatto, con la modifica {number}; per ripensarci: legami undo {number}",
                f"Done, in commit {number}; to think again: legami undo {number}",
            ),
            "bold",
        )
    _draw_undo(screen, data)


def _draw_undo(screen: Screen, data: dict[str, Any]) -> None:
    """What is taken back, and what that does to the records."""
    undone = data["undoes"]
    who = ""
    if "author" in undone:
        who = f" ({' '.join(filter(None, (undone['author'], undone['note'])))}, {undone['at'][:16]})"
    screen.say(Text(f"Annulla la modifica {undone['commit']}{who}.", f"Undoes commit {undone['commit']}{who}."))
    rows = [
        (agreeing(count, *ACTIONS[action])[screen.language], _called(kind)[screen.language])
        for action, kinds in data["changes"].items()
        for kind, count in kinds.items()
    ]
    if rows:
        screen.table((Text("I dati", "Records"), Text("Tipo", "Kind")), rows)


def _called(kind: str) -> Text:
    """A kind of node by its title; ties all alike."""
    return Text("Legame", "Tie") if kind == TIE else title_of(kind)


def _counted(commit: dict[str, Any], screen: Screen) -> str:
    """How many records a commit touched, in words; a load is told without a number."""
    changes = commit["changes"]
    said = [agreeing(changes[action], *words) for action, words in ACTIONS.items() if changes[action]]
    return ", ".join(text[screen.language] for text in [*said, *([FILLED] if changes[LOAD] else [])])


HISTORY_COMMANDS: Final = (
    Command("log", Text("Elenca le modifiche, dalla più recente.", "List the commits, newest first."), log),
    Command("undo", Text("Annulla una modifica.", "Take back a commit."), undo),
)
