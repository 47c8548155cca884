"""What is read of people of elsewhere who agreed to introduce or to be proposed: the way in, and no more."""

from typing import Final, TypeVar

from graph.kinds import Node

AnyNode = TypeVar("AnyNode", bound=Node)

WAY_IN: Final = frozenset({"id", "kind", "synthetic", "name", "comune"})
OFFERED: Final = frozenset({"languages", "offers", "slots", "meets_on"})
"""What somebody agreed to have proposed."""


def disclosed(node: AnyNode, *, proposable: bool) -> AnyNode:
    """The node with nothing else set than who it is and where, and what it offers where it agreed to be proposed."""
    kept = WAY_IN | OFFERED if proposable else WAY_IN
    cls = type(node)
    return cls(**{name: getattr(node, name) for name in cls.model_fields if name in kept})
