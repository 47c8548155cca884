"""The public registers that can be imported: one module each, found by its being here.

A module declares REGISTRY, whose name is the module's with hyphens: nothing else names it (see docs/registries.md). One
that fails is told by its name, and keeps nobody from the others.
"""

import traceback
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from graph.errors import Text
from graph.importers.registry import Registry


@dataclass(frozen=True, slots=True)
class Faulty:
    """A module that is no reader: the name that its register would have, and where, why and how to mend it."""

    name: str
    complaint: Text


def registers() -> tuple[Registry, ...]:
    """Every register that can be read, the one that prevails first."""
    found = (one for one in discovered() if isinstance(one, Registry))
    return tuple(sorted(found, key=lambda one: (one.precedence, one.name)))


def faulty() -> tuple[Faulty, ...]:
    """The modules here that are no readers, by name."""
    found = (one for one in discovered() if isinstance(one, Faulty))
    return tuple(sorted(found, key=lambda one: one.name))


@cache
def discovered() -> tuple[Registry | Faulty, ...]:
    """What each module here declares, or why it declares nothing."""
    return tuple(_declared(module.name) for module in iter_modules(__path__))


def _declared(module: str) -> Registry | Faulty:
    name = module.replace("_", "-")
    try:
        declared = getattr(import_module(f"{__name__}.{module}"), "REGISTRY", None)
    except Exception as error:  # noqa: BLE001 whatever somebody's file raises, the other registers can be read
        return _faulty(module, f"riga {_line(error, module)}", f"line {_line(error, module)}", _shown(error))
    if isinstance(declared, Registry) and declared.name == name and type(declared.precedence) is int:
        return declared
    wanted = f"REGISTRY = Registry(name={name!r}, precedence=2, …)"
    return _faulty(module, "manca la dichiarazione", "the declaration is missing", wanted)


def _faulty(module: str, it: str, en: str, why: str) -> Faulty:
    name, file = module.replace("_", "-"), f"graph/importers/registries/{module}.py"
    return Faulty(
        name,
        Text(
            f"Il registro {name} non si può leggere. {file}, {it}: {why}. Correggi questo file o toglilo; gli altri"
            " registri si leggono lo stesso, e finché manca i suoi valori contano dopo i loro.",
            f"The register {name} cannot be read. {file}, {en}: {why}. Mend this file or remove it; the other registers"
            " are read all the same, and while it is missing its values count after theirs.",
        ),
    )


def _line(error: Exception, module: str) -> int:
    """The line of the module at which it failed."""
    if isinstance(error, SyntaxError):
        return error.lineno or 0
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno or 0 for frame in reversed(frames) if Path(frame.filename).name == f"{module}.py"), 0)


def _shown(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]
