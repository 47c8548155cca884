"""Economic activities of firms: the codes of ATECO (ISTAT), of today's edition and of those before, as our sectors."""

import re
from functools import lru_cache
from typing import Final, Literal

from graph.errors import NotFound
from graph.vocabulary.classification import Classification, Entry
from graph.vocabulary.scheme import Scheme

Edition = Literal["2025", "2022", "2007"]
EDITIONS: Final[tuple[Edition, ...]] = ("2025", "2022", "2007")

_FORM: Final = re.compile(r"[A-Z]|\d\d(\.\d{1,2}(\.\d{1,2})?)?")


@lru_cache(maxsize=1)
def activities() -> Classification:
    """Sections, divisions, groups, classes and categories of ATECO 2025, with their Italian titles."""
    import ateco

    nodes = {node.code: node for vowel in "aeio" for node in ateco.search(vowel, edition="2025", limit=10_000)}
    return Classification(  # the package has no list of its codes, but every title has a vowel
        "ATECO 2025",
        (
            Entry(
                notation=f"ateco2025:{node.code}",
                facet="sector",
                it=node.title[0].upper() + node.title[1:].lower() if node.title.isupper() else node.title,
                broader=(f"ateco2025:{node.parent}",) if node.parent else (),
            )
            for _, node in sorted(nodes.items())
        ),
    )


def sector(code: str, scheme: Scheme, *, edition: Edition = "2025") -> str | None:
    """The sector of a firm by its activity code, dotted or not ("81.30", "813000"); None where editions disagree.

    Codes of 2022 go through ISTAT's table of correspondence, those of 2007 through the same: what became several
    activities leads to the sector that all of them share. Raises NotFound for a code that the edition lacks.
    """
    import ateco

    written = code.strip().upper().removeprefix("ATECO").strip(" :")
    canonical = ateco.canonicalize(written) if written else ""
    if not _FORM.fullmatch(canonical) or ateco.lookup(canonical, edition=edition) is None:
        raise NotFound(
            f"ATECO {edition} non ha il codice «{code[:40]}»: scriverlo come 81.30 o 81.30.00.",
            f"ATECO {edition} has no code “{code[:40]}”: write it as 81.30 or 81.30.00.",
        )
    if edition == "2025":
        return scheme.by_notation(f"ateco2025:{canonical}")
    targets = ateco.map_code(canonical, "2022", "2025").targets
    sectors = {scheme.by_notation(f"ateco2025:{target}") for target in targets}
    if len(sectors) > 1:
        sectors = {scheme.by_notation(f"ateco2025:{_shared(targets)}")}
    return sectors.pop() if sectors else None


def _shared(codes: tuple[str, ...]) -> str:
    """What all codes begin with, cut where a level ends."""
    first, last = min(codes), max(codes)
    length = next((i for i, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    return first[:length].rstrip(".")
