"""Single-file extracts of ATECO, ISCO-08 and ESCO, as data portals pass them on: told apart by their columns."""

import ast
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from graph.errors import InputError
from graph.vocabulary.classification import Classification, Entry
from graph.vocabulary.esco import FILES, Row, read_esco, table

Rows = Sequence[Row]


def read_classifications(folder: Path) -> Classification:
    """Everything that the CSV files of a folder tell: the official ESCO download, or extracts.

    Raises InputError where nothing in it is known, or a known file is damaged.
    """
    if not folder.is_dir():
        raise InputError(f"La cartella {folder} non c'è.", f"There is no folder {folder}.")
    if any((folder / f"{file.stem}_{language}.csv").is_file() for file in FILES for language in ("it", "en")):
        return read_esco(folder)
    found: dict[str, Entry] = {}
    links: list[Rows] = []
    for path in sorted((*folder.glob("*.csv"), *folder.glob("*.csv.gz"))):
        rows = list(table(path, ()))
        extract = next((one for one in EXTRACTS if rows and one.columns <= rows[0].keys()), None)
        if extract:
            found |= {entry.notation: entry for entry in extract.entries(rows)}
        elif rows and rows[0].keys() >= SKILLS_ASKED:
            links.append(rows)
    if not found:
        raise InputError(
            f"In {folder} non c'è nessuna classificazione nota: servono i CSV di ESCO, ISCO-08 o ATECO.",
            f"There is no known classification in {folder}: wanted are CSV files of ESCO, ISCO-08 or ATECO.",
        )
    return Classification(folder.name, _with_skills(found, links).values())


def _activities(rows: Rows) -> Iterator[Entry]:
    for row in rows:
        above = (f"ateco2025:{row['parent']}",) if row["parent"] else ()
        yield Entry(notation=f"ateco2025:{row['code']}", facet="sector", it=row["title"], broader=above)


def _groups(rows: Rows) -> Iterator[Entry]:
    for row in rows:
        code = row["code"]
        above = (f"isco08:{code[:-1]}",) if len(code) > 1 else ()
        yield Entry(
            notation=f"isco08:{code}", facet="occupation", it=row["label_it"], en=row["label_en"], broader=above
        )


def _occupations(rows: Rows) -> Iterator[Entry]:
    known = {row["esco_code"] for row in rows}
    for row in rows:
        code, isco = row["esco_code"], row["isco"]
        parent = code.rpartition(".")[0]
        above = (f"esco:{parent}",) if parent in known else (f"isco08:{isco}",)
        yield Entry(
            notation=f"esco:{code}",
            facet="occupation",
            en=row["label_en"],
            others=tuple(row["alt_labels_en"].splitlines()),
            broader=above,
        )


def _skills(rows: Rows) -> Iterator[Entry]:
    """One entry an id; the rows of kind `altLabels` give its further names."""
    others: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["type"] == "altLabels":
            others[row["id"]].append(row["description"])
    for row in rows:
        if row["type"] != "altLabels":
            yield Entry(
                notation=f"esco:{row['id']}",
                facet="skill",
                en=row["description"],
                others=tuple(others[row["id"]]),
                broader=_lowest(row["hierarchy_levels"]),
            )


def _lowest(levels: str) -> tuple[str, ...]:
    """The notations of the lowest groups that a skill stands in, from a list of paths such as [['S', 'S4', ...]]."""
    try:
        paths: list[list[str | None]] = ast.literal_eval(levels) if levels else []
        return tuple(dict.fromkeys(f"esco:{[step for step in path if step][-1]}" for path in paths))
    except (ValueError, SyntaxError, IndexError, TypeError) as error:
        raise InputError(
            f"La gerarchia «{levels[:60]}» non si legge.", f"The hierarchy “{levels[:60]}” cannot be read."
        ) from error


@dataclass(frozen=True, slots=True)
class _Extract:
    """A kind of file: the columns by which it is known, and what its rows are."""

    columns: frozenset[str]
    entries: Callable[[Rows], Iterable[Entry]]


EXTRACTS: Final = (
    _Extract(frozenset({"code", "level", "parent", "title"}), _activities),
    _Extract(frozenset({"code", "conceptUri", "label_it", "label_en"}), _groups),
    _Extract(frozenset({"uri", "esco_code", "isco", "label_en", "alt_labels_en"}), _occupations),
    _Extract(frozenset({"id", "description", "hierarchy_levels", "type"}), _skills),
)
SKILLS_ASKED: Final = frozenset({"occupation", "skill"})


def _with_skills(entries: Mapping[str, Entry], links: Iterable[Rows]) -> dict[str, Entry]:
    """The entries, occupations with the skills that they ask for; the files name both by their English title."""
    notations = {
        (entry.facet, name): entry.notation for entry in entries.values() for name in (*entry.others, entry.en)
    }
    asked: dict[str, dict[str, None]] = defaultdict(dict)
    for row in (row for rows in links for row in rows):
        occupation = notations.get(("occupation", row["occupation"]))
        skill = notations.get(("skill", row["skill"]))
        if occupation and skill:
            asked[occupation][skill] = None
    return {notation: replace(entry, skills=tuple(asked[notation])) for notation, entry in entries.items()}
