"""The public registers that can be imported: one module each, found by its being here.

A module declares REGISTRY, whose name is the module's with hyphens: nothing else names it (see docs/registries.md).
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from graph.importers.registry import Registry


@cache
def registers() -> tuple[Registry, ...]:
    """Every register, the one that prevails first. Raises TypeError for a module that declares none of its name."""
    found = [_declared(module.name) for module in iter_modules(__path__)]
    return tuple(sorted(found, key=lambda one: (one.precedence, one.name)))


def _declared(module: str) -> Registry:
    declared = getattr(import_module(f"{__name__}.{module}"), "REGISTRY", None)
    name = module.replace("_", "-")
    if not isinstance(declared, Registry) or declared.name != name:
        raise TypeError(f"graph/importers/registries/{module}.py must declare REGISTRY, a Registry named {name!r}")
    return declared
