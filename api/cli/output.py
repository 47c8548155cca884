"""Replies: every command returns one, and it leaves the program as one JSON document or as text for people."""

import contextlib
import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from api.cli.standing import Standing
from graph.errors import Language, LegamiError, Text

if TYPE_CHECKING:
    from rich.console import Console

TEXT_WIDTH: Final = 100
TABLE_WIDTH: Final = 160
"""Columns where the output is not a terminal; a table gets more, so that no identifier is cut."""
REORDERING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Voice:
    """How the program speaks: in which language, and whether to a program."""

    language: Language = "it"
    json: bool = False

    def tell(self, text: Text | LegamiError) -> None:
        """One line on standard error: progress, a warning or a refusal."""
        message = text.message if isinstance(text, LegamiError) else text
        with contextlib.suppress(BrokenPipeError):
            print(printable(message[self.language]), file=sys.stderr, flush=True)  # noqa: T201


@dataclass(frozen=True)
class Screen:
    """Where a reply is drawn for people."""

    language: Language
    terminal: bool = False
    page: StringIO = field(default_factory=StringIO)

    @cached_property
    def console(self) -> "Console":
        """Colours only where there is a terminal; texts are never read as markup."""
        from rich.console import Console

        width = None if self.terminal else TABLE_WIDTH
        return Console(
            file=self.page, force_terminal=self.terminal, width=width, highlight=False, markup=False, emoji=False
        )

    def say(self, text: Text | str = "", style: str = "", *, indent: int = 0, mark: str = "") -> None:
        """A paragraph, wrapped with its indent; a `mark` before it stands alone at the left."""
        from rich.padding import Padding
        from rich.table import Table
        from rich.text import Text as Styled

        grid = Table.grid()
        said = Styled(printable(text if isinstance(text, str) else text[self.language]), style=style)
        grid.add_row(*([Styled(mark, style=style)] if mark else []), said)
        self.console.print(Padding(grid, (0, 0, 0, indent)), width=None if self.terminal else TEXT_WIDTH)

    def table(self, heads: Sequence[Text], rows: Iterable[Sequence[object]], *, title: Text | None = None) -> None:
        """A table; whole numbers stand to the right, identifiers are never broken."""
        from rich import box
        from rich.table import Table
        from rich.text import Text as Styled

        body = [list(row) for row in rows]
        table = Table(box=box.SIMPLE_HEAD, title=title and title[self.language], title_justify="left", pad_edge=False)
        for number, head in enumerate(heads):
            numeric = bool(body) and all(isinstance(row[number], int) for row in body)
            unbroken = all(len(str(row[number])) <= 36 and " " not in str(row[number]) for row in body)
            table.add_column(head[self.language], justify="right" if numeric else "left", no_wrap=unbroken)
        for row in body:
            table.add_row(*(Styled(printable(str(cell))) for cell in row))
        self.console.print(table)

    def raw(self, text: str) -> None:
        """Text as it is, for another program to read."""
        self.page.write(text)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command answers: the JSON document, how to draw it, and the exit code.

    `during`, for a command that goes on: it is handed the writing of the answer, and calls it when it is ready.
    """

    data: Any
    draw: Callable[[Screen], None]
    exit_code: int = 0
    during: Callable[[Callable[[], None]], None] = lambda write: write()


def send(reply: Reply, voice: Voice, standing: Standing) -> int:
    """Write a reply to standard output, all at once; return its exit code. A reader that went away is no error."""
    stream = sys.stdout
    text = encoded(reply.data) if voice.json else drawn(reply, voice.language, terminal=stream.isatty())
    encoding = stream.encoding or "utf-8"

    def write() -> None:
        standing.answered = True
        try:
            stream.write(text.encode(encoding, "backslashreplace" if voice.json else "replace").decode(encoding))
            stream.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # so that nothing complains at the end either

    reply.during(write)
    return reply.exit_code


def encoded(data: Any) -> str:
    """One JSON document, with letters as they are."""
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def drawn(reply: Reply, language: Language, *, terminal: bool = False) -> str:
    """A reply as people read it."""
    screen = Screen(language, terminal)
    reply.draw(screen)
    text = screen.page.getvalue()
    return text if terminal else "\n".join(line.rstrip(" ") for line in text.split("\n"))


def printable(text: str) -> str:
    """The text without what could command a terminal or hide words in it."""
    shown = "".join("\ufffd" if _commands(letter) else letter for letter in text)
    return shown.encode("utf-8", "replace").decode("utf-8")


def _commands(letter: str) -> bool:
    return letter in REORDERING or (letter not in "\n\t" and unicodedata.category(letter) == "Cc")
