"""What a verification has found wrong with records: of each sort only so many are listed."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from graph.errors import Text

MANY: Final = 20
"""More problems than this of one sort are not listed."""

FILE: Final = Text("Controllo la struttura dell'archivio", "Checking the structure of the store")
HISTORY: Final = Text("Controllo la storia", "Checking the history")
LOADED: Final = Text("Confronto i dati con quelli iniziali", "Comparing the records with the first ones")
RECORDS: Final = Text("Rileggo tutti i dati", "Reading all records again")
"""The stages of a verification."""

PORTION: Final = 10_000
"""Records between two words about how far it is."""


@dataclass(slots=True)
class Problems:
    """A list that a store which is wrong everywhere does not make as long as itself."""

    found: list[Text]
    _counts: Counter[str] = field(default_factory=Counter[str])

    def note(self, sort: str, problem: Text) -> None:
        """Another one of a sort."""
        self._counts[sort] += 1
        if self._counts[sort] <= MANY:
            self.found.append(problem)
