"""How a command is declared, once for both languages, and what every command shares."""

from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from inspect import Parameter, Signature, get_annotations, signature
from typing import TYPE_CHECKING, Annotated, Any, Final, get_args

import typer

from api.cli.output import Reply, Voice
from api.cli.progress import unforeseen
from api.cli.standing import Standing, committed
from api.cli.usage import placeholder
from api.settings import Settings
from graph.errors import Language, Text, UsageError

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.store.base import Author, Contents, GraphStore


@dataclass(frozen=True, slots=True)
class Option:
    """An option with its name, and the bounds of a number."""

    name: str
    help: Text
    least: int | None = None
    most: int | None = None
    shown: str | None = None

    def typed(self, language: Language) -> Any:
        """As Typer wants it."""
        return typer.Option(
            self.name,
            min=self.least,
            max=self.most,
            help=self.help[language],
            metavar=placeholder(self.shown, language) if self.shown else (None if self.least is None else "N"),
            show_default=False,
        )


@dataclass(frozen=True, slots=True)
class Argument:
    """A word that is given by its place; `shown` stands for it."""

    help: Text
    shown: str

    def typed(self, language: Language) -> Any:
        """As Typer wants it."""
        return typer.Argument(help=self.help[language], metavar=placeholder(self.shown, language), show_default=False)


COMMON: Final = (
    ("store", str, Option("--store", Text("L'archivio su cui lavorare.", "The store to work on."), shown="URL")),
    ("lang", str, Option("--lang", Text("La lingua: it o en.", "The language: it or en."), shown="it|en")),
    (
        "at",
        str,
        Option(
            "--at",
            Text("Il giorno che vale come oggi (2026-11-30).", "The day that counts as today (2026-11-30)."),
            shown="DATE",
        ),
    ),
    (
        "json",
        bool,
        Option("--json", Text("Rispondi con un solo documento JSON.", "Answer with a single JSON document.")),
    ),
    ("version", bool, Option("--version", Text("Mostra la versione.", "Show the version."))),
)
"""The options that stand before or after the command's name."""


@dataclass(frozen=True, slots=True)
class Session:
    """What a command works with: where, on which day, and how to speak meanwhile. `now` is UTC."""

    settings: Settings
    voice: Voice
    now: datetime
    store_url: str
    at: date | None = None
    standing: Standing = field(default_factory=Standing)

    @contextmanager
    def store(self) -> Generator["GraphStore"]:
        """The store, closed afterwards.

        Raises the StoreErrors of `open_store`.
        """
        from graph.store import open_store

        with unforeseen(self.voice) as told:
            store = open_store(
                self.store_url,
                credentials=self.settings.credentials,
                timeout_s=self.settings.store_timeout_s,
                told=told,
            )
        try:
            yield store
        finally:
            store.close()

    @property
    def today(self) -> date:
        """The day given with --at, else the real one where this machine stands."""
        return self.at or self.now.astimezone().date()

    def day(self, contents: "Contents") -> date:
        """What counts as today on a store."""
        return self.at or contents.reference_date or self.today

    def moment(self, contents: "Contents") -> datetime:
        """Now (UTC), on the day that counts as today on a store."""
        return datetime.combine(self.day(contents), self.now.timetz())

    def snapshot(self, store: "GraphStore") -> "Snapshot":
        """The store's snapshot, through the cache where that can be used."""
        try:
            return store.snapshot(self.settings.snapshots)
        except OSError:
            self.tell(
                f"La cartella {self.settings.cache} non si può usare: il comando è più lento.",
                f"The folder {self.settings.cache} cannot be used: the command is slower.",
            )
            return store.snapshot()

    def read_contents(self, store: "GraphStore") -> "Contents":
        """The store's contents, with a warning where real people's data is about to be read without an audit."""
        contents = store.contents()
        if not contents.demo:
            self.tell(
                "Attenzione: questo non è un archivio dimostrativo, e le letture non sono ancora registrate.",
                "Warning: this is not a demonstration store, and reads are not audited yet.",
            )
        return contents

    def commits(self, store: "GraphStore", by: "Author") -> None:
        """From here on a commit by this author may be made, and an interruption tells whether it was."""
        self.standing.look = partial(committed, self.store, store.commit, by)

    def tell(self, it: str, en: str) -> None:
        """One line on standard error."""
        self.voice.tell(Text(it, en))


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, what it does, and the function that answers."""

    name: str
    help: Text
    answer: Callable[..., Reply]

    def parameters(self, language: Language) -> list[Parameter]:
        """What Typer is to read from the command line: the function's own parameters, then the common options."""
        hints = get_annotations(self.answer, eval_str=True)
        own = [
            parameter.replace(annotation=_typed(hints[name], language))
            for name, parameter in signature(self.answer).parameters.items()
            if name != "session"
        ]
        return [*(one.replace(kind=Parameter.KEYWORD_ONLY) for one in own), *common(language)]


def common(language: Language) -> list[Parameter]:
    """The common options, as parameters."""
    return [
        Parameter(
            name,
            Parameter.KEYWORD_ONLY,
            default=False if kind is bool else None,
            annotation=Annotated[kind if kind is bool else str | None, option.typed(language)],
        )
        for name, kind, option in COMMON
    ]


def _typed(hint: Any, language: Language) -> Any:
    kind, declared = get_args(hint)
    return Annotated[kind, declared.typed(language)]


def build(commands: Iterable[Command], session: Callable[..., Session], language: Language, epilogue: str) -> Any:
    """The Typer application in one language; calling it gives the Reply of the command.

    `session` makes a Session of the values of --store and --at.
    """
    help = Text(
        "Legami: la rete di relazioni di una comunità, e per ogni patto le risorse che può offrire.",
        "Legami: a community's relational network, and for each pact the resources that it can offer.",
    )
    app = typer.Typer(
        add_completion=False,
        rich_markup_mode=None,
        help=help[language],
        epilog=epilogue,
        pretty_exceptions_enable=False,
    )

    def before(context: typer.Context, **given: Any) -> None:
        context.obj = given

    before.__signature__ = Signature([_CONTEXT, *common(language)])  # pyright: ignore[reportFunctionMemberAccess]
    app.callback()(before)
    for command in commands:
        said = command.help[language]
        app.command(command.name, help=said, short_help=said)(_bound(command, session, language))
    return app


_CONTEXT: Final = Parameter("context", Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)


def _bound(command: Command, session: Callable[..., Session], language: Language) -> Callable[..., Reply]:
    """The command as a function of what the command line gave; what follows its name wins over what precedes it."""

    def bound(context: typer.Context, **given: Any) -> Reply:
        shared = {name: given.pop(name) or context.obj[name] for name, *_ in COMMON}
        return command.answer(session(store=shared["store"], at=shared["at"]), **given)

    bound.__signature__ = Signature([_CONTEXT, *command.parameters(language)])  # pyright: ignore[reportFunctionMemberAccess]
    return bound


def parse_day(text: str | None) -> date | None:
    """A day as --at takes it.

    Raises UsageError.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"«{text}» non è un giorno: scrivilo come 2026-11-30.", f"“{text}” is no day: write it as 2026-11-30."
        ) from None


def clock() -> datetime:
    """The real time; read here only, and passed down."""
    return datetime.now(UTC)
