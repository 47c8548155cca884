"""What Typer says of a wrong command line, and its help, in plain words of both languages."""

import re
from typing import Any, Final

from graph.errors import Language, Text

HEADINGS: Final = {
    "Usage:": "Uso:",
    "[OPTIONS]": "[OPZIONI]",
    "COMMAND [ARGS]...": "COMANDO [ARGOMENTI]...",
    "Arguments:": "Argomenti:",
    "Options:": "Opzioni:",
    "Commands:": "Comandi:",
    "Show this message and exit.": "Mostra questo aiuto.",
    "[required]": "[obbligatorio]",
}
PLACEHOLDERS: Final = {
    "TEXT": "TESTO",
    "KIND": "TIPO",
    "PACT": "PATTO",
    "SOURCE": "FONTE",
    "COMMIT": "NUMERO",
    "FIELD=VALUE...": "CAMPO=VALORE...",
    "DATE": "DATA",
    "HOST": "INDIRIZZO",
}
"""What stands for a value in the help, where it is not the same in Italian."""
TYPE: Final = re.compile(r" <[a-z\[\]]+>")
BRACED: Final = re.compile(r"\{([^{}.]+)(?:\.\.\.)?\}")
RANGE: Final = re.compile(r"\[(?:(\d+)<=)?x(?:>=(\d+)|<=(\d+))\]")


def placeholder(shown: str, language: Language) -> str:
    """What stands for a value, in a language."""
    return _named(shown)[language]


def translated(help: str, language: Language) -> str:
    """A help text of Typer in a language, without the types of programmers."""
    help = TYPE.sub(lambda found: " " * len(found[0]), help)  # as wide as it was: the columns stay
    help = RANGE.sub(lambda found: f"[{_range(found[1] or found[2], found[3])[language]}]", BRACED.sub(r"\1", help))
    if language == "it":
        for english, italian in HEADINGS.items():
            help = help.replace(english, italian)
    return help


def in_words(error: Any) -> tuple[str, str]:
    """An error of Typer in Italian and English, with the way out."""
    said = SAID.get(type(error).__name__, _of_words)(error)
    command = getattr(getattr(error, "ctx", None), "command_path", "legami")
    return f"{said.it}. Guarda: {command} --help", f"{said.en}. See: {command} --help"


def _no_option(error: Any) -> Text:
    near = _perhaps(sorted(error.possibilities or ()))
    name = error.option_name
    return Text(f"L'opzione {name} non esiste{near.it}", f"There is no option {name}{near.en}")


def _option_value(error: Any) -> Text:
    name = error.option_name
    if "requires" in error.message:
        return Text(f"L'opzione {name} vuole un valore", f"The option {name} takes a value")
    return Text(f"L'opzione {name} non vuole valori", f"The option {name} takes no value")


def _missing(error: Any) -> Text:
    name = _parameter(error)
    it, en = (name[language].removesuffix("...") for language in ("it", "en"))
    return Text(f"Manca {it}", f"{en} is missing")


def _bad_value(error: Any) -> Text:
    name, option = _parameter(error), error.param
    least, most = getattr(option, "min", None), getattr(option, "max", None)
    if least is not None:
        bounds = _range(least, most)
        return Text(f"{name.it} vuole un numero intero {bounds.it}", f"{name.en} takes a whole number, {bounds.en}")
    if option.bare_type() == "int":
        return Text(f"{name.it} vuole un numero intero", f"{name.en} takes a whole number")
    return Text(f"Il valore di {name.it} non è ammesso", f"The value of {name.en} is not allowed")


def _of_words(error: Any) -> Text:
    """Sentences that have no class of their own."""
    message: str = error.message
    if message.startswith("Missing command"):
        return Text("Manca il comando", "The command is missing")
    if message.startswith("No such command"):
        name, *near = (found[1] for found in re.findall(r"""(["'])(.*?)\1""", message))
        perhaps = _perhaps(near)
        return Text(f"Il comando «{name}» non esiste{perhaps.it}", f"There is no command “{name}”{perhaps.en}")
    if message.startswith("Got unexpected extra argument"):
        more = message.partition("(s) (")[2].removesuffix(")")
        return Text(f"C'è qualcosa in più: {more}", f"There is something more: {more}")
    return Text("Il comando non è scritto bene", "The command is not well written")


SAID: Final = {
    "NoSuchOption": _no_option,
    "BadOptionUsage": _option_value,
    "MissingParameter": _missing,
    "BadParameter": _bad_value,
}
"""Typer's own classes are private: they are known by name."""


def _parameter(error: Any) -> Text:
    """An option by its name, an argument by what stands for it."""
    parameter = error.param
    if parameter.param_type_name == "option":
        return Text(parameter.opts[0], parameter.opts[0])
    return _named(parameter.display_name_raw)


def _named(shown: str) -> Text:
    """What stands for a value, known by either of its names."""
    pairs = (Text(italian, english) for english, italian in PLACEHOLDERS.items() if shown in (english, italian))
    return next(pairs, Text(shown, shown))


def _perhaps(names: list[str]) -> Text:
    listed = ", ".join(names)
    return Text(f". Forse {listed}", f". Perhaps {listed}") if listed else Text("", "")


def _range(least: object, most: object) -> Text:
    """Which numbers are taken; `most` is None or empty where there is no bound."""
    if not most:
        return Text(f"da {least} in su", f"from {least} up")
    return Text(f"da {least} a {most}", f"{least} to {most}")
