"""Who looks, and for what."""

from dataclasses import dataclass
from typing import Literal

from graph.errors import UsageError


@dataclass(frozen=True, slots=True)
class Viewer:
    """An operator of one district, or maintenance, which sees everything that holds on the day."""

    role: Literal["operator", "maintenance"]
    district: str = ""

    @classmethod
    def parse(cls, text: str) -> "Viewer":
        """A viewer as the command line writes it: `maintenance` or `operator:DISTRICT`.

        Raises UsageError.
        """
        role, _, district = text.partition(":")
        if role == "maintenance" and not district:
            return cls("maintenance")
        if role == "operator" and district:
            return cls("operator", district.lower())
        raise UsageError(
            f"Chi guarda? «{text}» non è maintenance né operator:AMBITO (per esempio operator:cremasco).",
            f"Who looks? “{text}” is neither maintenance nor operator:DISTRICT (such as operator:cremasco).",
        )

    def __str__(self) -> str:
        """As `parse` reads it."""
        return f"operator:{self.district}" if self.role == "operator" else self.role


MAINTENANCE = Viewer("maintenance")
