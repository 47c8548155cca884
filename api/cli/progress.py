"""How far a long work is: a bar where there is a terminal, otherwise a line for each stage; on standard error."""

import sys
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.cli.output import Voice
from graph.errors import Text

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from graph.store.base import Progress


@dataclass(slots=True)
class Course:
    """The stages of a work, one after the other."""

    voice: Voice
    bar: "Bar | None" = None
    _tasks: "list[TaskID]" = field(default_factory=list["TaskID"])

    def begin(self, stage: Text, total: int | None = None) -> None:
        """Begin a stage, which ends the one before; `total` is what `reached` counts up to, where that is known."""
        if self.bar is None:
            self.voice.tell(Text(f"{stage.it}…", f"{stage.en}…"))
            return
        self.end()
        self._tasks.append(self.bar.add_task(stage[self.voice.language], total=total))

    def reached(self, count: int) -> None:
        """How far the stage is."""
        if self.bar is not None:
            self.bar.update(self._tasks[-1], completed=count)

    def end(self) -> None:
        """Nothing is left to do in the stage."""
        if self.bar is not None and self._tasks:
            self.bar.update(self._tasks[-1], total=1, completed=1)


@contextmanager
def unforeseen(voice: Voice) -> "Generator[Progress]":
    """A work that seldom turns out long: nothing is shown of it until it says how far it is."""
    with ExitStack() as stack:
        shown: list[tuple[Course, Text]] = []

        def told(stage: Text, done: int, total: int) -> None:
            if not shown or shown[-1][1] != stage:
                on = shown[-1][0] if shown else stack.enter_context(course(voice))
                on.begin(stage, total or None)
                shown.append((on, stage))
            shown[-1][0].reached(done)

        yield told


@contextmanager
def course(voice: Voice) -> Generator[Course]:
    """A work whose stages are shown while it goes on."""
    if not sys.stderr.isatty():
        yield Course(voice)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), redirect_stdout=False, redirect_stderr=False) as bar:
        shown = Course(voice, bar)
        yield shown
        shown.end()
