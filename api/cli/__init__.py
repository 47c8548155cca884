"""The command line: what was typed becomes one Reply or one clear refusal, with its exit code."""

import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any

import typer

from api.cli.copy_command import COPY_COMMANDS
from api.cli.edit_commands import EDIT_COMMANDS
from api.cli.export_command import EXPORT_COMMANDS
from api.cli.history_commands import HISTORY_COMMANDS
from api.cli.import_commands import IMPORT_COMMANDS
from api.cli.interruption import Interrupted, stoppable
from api.cli.options import Command, Session, build, clock, parse_day
from api.cli.output import Reply, Voice, send
from api.cli.propose_command import PROPOSE_COMMANDS
from api.cli.read_commands import READ_COMMANDS
from api.cli.serve_command import SERVE_COMMANDS
from api.cli.standing import Standing
from api.cli.store_commands import STORE_COMMANDS
from api.cli.usage import in_words, translated
from api.cli.vocabulary_commands import VOCABULARY_COMMANDS
from api.errors import document, explained, meaning
from api.settings import SETTINGS, Settings, language, read_settings, version
from graph.errors import LegamiError, Text, UsageError

COMMANDS: tuple[Command, ...] = (
    *STORE_COMMANDS,
    *COPY_COMMANDS,
    *IMPORT_COMMANDS,
    *EXPORT_COMMANDS,
    *EDIT_COMMANDS,
    *HISTORY_COMMANDS,
    *VOCABULARY_COMMANDS,
    *READ_COMMANDS,
    *PROPOSE_COMMANDS,
    *SERVE_COMMANDS,
)


def main() -> None:
    """The program `legami`."""
    sys.exit(run(sys.argv[1:]))


def run(
    arguments: Sequence[str], now: Callable[[], datetime] = clock, begin: Callable[[], object] = lambda: None
) -> int:
    """Do what the arguments say; return the exit code. Standard output gets the reply and nothing else.

    `begin` is called once interruptions are answered.
    """
    speaking, standing = Speaking(Voice(json="--json" in options(arguments))), Standing()
    with stoppable():
        try:
            begin()
            return attempt(arguments, now, speaking, standing)
        except (KeyboardInterrupt, typer.Abort, Interrupted) as stop:
            return interrupted(stop, speaking.voice, standing)


@dataclass(slots=True)
class Speaking:
    """The voice of a run, which is known bit by bit: refusals speak with what is known by then."""

    voice: Voice


def attempt(arguments: Sequence[str], now: Callable[[], datetime], speaking: Speaking, standing: Standing) -> int:
    """Answer or refuse; return the exit code."""
    json, debug = speaking.voice.json, False
    try:
        settings = read_settings()
        debug = settings.debug
        speaking.voice = Voice(settings.language, json)
        speaking.voice = Voice(language(spoken(arguments) or settings.language), json)
        return send(answer(arguments, settings, speaking.voice, now(), standing), speaking.voice, standing)
    except Exception as error:  # noqa: BLE001 - the edge: nobody is shown a traceback
        if debug:
            traceback.print_exception(error)
        return refuse(told(error), speaking.voice, standing)


def answer(arguments: Sequence[str], settings: Settings, voice: Voice, now: datetime, standing: Standing) -> Reply:
    """The reply to the arguments; `standing` follows how far the command comes.

    Raises LegamiErrors, and Typer's errors for what it cannot parse.
    """
    if "--version" in options(arguments):
        return _version()

    def session(store: str | None, at: str | None) -> Session:
        return Session(settings, voice, now, store or settings.store, parse_day(at), standing)

    app = build(COMMANDS, session, voice.language, _variables(voice))
    printed = StringIO()
    with redirect_stdout(printed):
        outcome: Any = app(list(arguments) or ["--help"], prog_name="legami", standalone_mode=False)
    if isinstance(outcome, Reply):
        return outcome
    if outcome:
        raise KeyboardInterrupt  # what Typer makes of Ctrl-C
    help = translated(printed.getvalue(), voice.language)
    return Reply({"help": help}, lambda screen: screen.raw(help))


def refuse(error: LegamiError, voice: Voice, standing: Standing) -> int:
    """Say what was refused and why; return the exit code."""
    voice.tell(error)
    code = meaning(error).exit_code
    if not voice.json or standing.answered:
        return code
    return send(Reply(document(error), lambda _: None, code), voice, standing)


def interrupted(stop: BaseException, voice: Voice, standing: Standing) -> int:
    """Say that the command was stopped, and what is left of it; return the exit code."""
    code = stop.exit_code if isinstance(stop, Interrupted) else Interrupted.exit_code
    left = standing.look()
    said = Text(f"Interrotto. {left.said.it}", f"Interrupted. {left.said.en}")
    voice.tell(said)
    if not voice.json or standing.answered:
        return code
    commit = {} if left.commit is None else {"commit": left.commit}
    error = {"code": "interrupted", "message": said.as_dict()}
    return send(Reply({"error": error} | commit, lambda _: None, code), voice, standing)


def told(error: Exception) -> LegamiError:
    """Any error as one of ours; what cannot be parsed in our words."""
    return UsageError(*in_words(error)) if isinstance(error, typer.TyperException) else explained(error)


def options(arguments: Sequence[str]) -> list[str]:
    """The arguments up to the sign that no more options follow."""
    given = list(arguments)
    return given[: given.index("--")] if "--" in given else given


def spoken(arguments: Sequence[str]) -> str:
    """The language asked for, known before anything is parsed so that also a refusal is understood."""
    found = ""
    given = options(arguments)
    for position, word in enumerate(given):
        name, sign, value = word.partition("=")
        if name == "--lang":
            found = value if sign else "".join(given[position + 1 : position + 2])
    return found


def _version() -> Reply:
    number = version()
    return Reply({"version": number}, lambda screen: screen.raw(f"legami {number}\n"))


def _variables(voice: Voice) -> str:
    """The environment variables, for the end of the help."""
    head = Text("Variabili d'ambiente:", "Environment variables:")[voice.language]
    wide = 2 + max(len(setting.name) for setting in SETTINGS)
    lines = [
        f"  {setting.name:<{wide}}{setting.help[voice.language]}\n{'':{wide + 2}}({setting.default[voice.language]})"
        for setting in SETTINGS
    ]
    return "\b\n" + "\n".join([head, *lines])


__all__ = ["COMMANDS", "main", "run"]
