"""What Typer says of a wrong command line, and its help, in Italian too."""

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


def translated(help: str, language: Language) -> str:
    """A help text of Typer in a language."""
    if language == "it":
        for english, italian in HEADINGS.items():
            help = help.replace(english, italian)
    return help


def in_words(error: Any) -> tuple[str, str]:
    """An error of Typer in Italian and English, with the way out."""
    english = error.format_message().strip().rstrip(".")
    italian = _italian(error) or f"Comando non valido ({english})"
    number = _number(error)
    if number:
        italian, english = number.it, number.en
    command = getattr(getattr(error, "ctx", None), "command_path", "legami")
    return f"{italian}. Guarda: {command} --help", f"{english}. See: {command} --help"


def _number(error: Any) -> Text | None:
    """Which numbers an option takes, if that is what was wrong."""
    option: Any = getattr(error, "param", None)
    least, most = getattr(option, "min", None), getattr(option, "max", None)
    if type(error).__name__ != "BadParameter" or least is None:
        return None
    name = option.opts[0]
    if most is None:
        return Text(f"{name} vuole un numero intero da {least} in su", f"{name} takes a whole number from {least} up")
    return Text(f"{name} vuole un numero intero da {least} a {most}", f"{name} takes a whole number, {least} to {most}")


def _italian(error: Any) -> str:
    """Typer's own classes are private: they are known by name."""
    name = type(error).__name__
    parameter = getattr(error, "param", None)
    shown = getattr(parameter, "display_name_raw", "") or ""
    if parameter is not None and parameter.param_type_name == "option":
        shown = parameter.opts[0]
    return {
        "NoSuchOption": f"L'opzione {getattr(error, 'option_name', '')} non esiste",
        "BadOptionUsage": f"L'opzione {getattr(error, 'option_name', '')} {_wants(error.message)}",
        "MissingParameter": f"Manca {shown}",
        "BadParameter": f"Il valore di {shown} non è ammesso ({error.message.rstrip('.')})",
    }.get(name, "") or _of_words(error.message)


def _wants(message: str) -> str:
    return "vuole un valore" if "requires" in message else "non vuole valori"


def _of_words(message: str) -> str:
    """Sentences that have no class of their own."""
    if message.startswith("Missing command"):
        return "Manca il comando"
    if message.startswith("No such command"):
        said = message.removeprefix("No such command ").partition(". Did you mean ")
        return f"Il comando {said[0].rstrip('.')} non esiste" + (f". Forse {said[2].rstrip('?')}" if said[2] else "")
    if message.startswith("Got unexpected extra argument"):
        return f"C'è qualcosa in più: {message.rpartition('(')[2].rstrip(').')}"
    return ""
