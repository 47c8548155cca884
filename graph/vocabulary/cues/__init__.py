"""What people say when they mean a concept and do not know its name: hidden words, for `search` alone.

The model is the hidden label of SKOS: a word that finds a concept and is never shown as its name. A cue is a telling
word or a short phrase: a situation, a person concerned, a thing, a verb. What it presumes about somebody must be
nothing: no nationality stands for a language, no faith or diagnosis for a need. To add one, add it to the line of its
concept; what is a label already is not a cue.
"""

from collections.abc import Iterator

from graph.errors import Language
from graph.vocabulary.cues import (
    english_help,
    english_sectors,
    english_work,
    italian_help,
    italian_sectors,
    italian_work,
)

TABLES: dict[Language, tuple[str, ...]] = {
    "it": (italian_help.HELP, italian_work.WORK, italian_sectors.SECTORS),
    "en": (english_help.HELP, english_work.WORK, english_sectors.SECTORS),
}
"""By language, lines of "code: cue; cue"."""


def cues(language: Language) -> Iterator[tuple[str, str]]:
    """Every cue of a language, as the code of its concept and the cue."""
    for table in TABLES[language]:
        for line in table.strip().splitlines():
            code, _, listed = line.partition(":")
            yield from ((code, cue.strip()) for cue in listed.split(";"))
