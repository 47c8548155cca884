"""The official ESCO download (European Commission) as a classification: its CSV files, in any of its languages.

Read are `occupations_LL.csv`, `skills_LL.csv`, `ISCOGroups_LL.csv`, `skillGroups_LL.csv`, the two
`broaderRelations*Pillar_LL.csv` and `occupationSkillRelations_LL.csv`, of versions 1.0 to 1.2; those that are missing
are done without, and Italian and English titles are joined by the concept's address.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from graph.errors import InputError
from graph.vocabulary.classification import Classification, Entry
from graph.vocabulary.concept import Facet

Row = Mapping[str, str]

LANGUAGES: Final = ("it", "en")


@dataclass(frozen=True, slots=True)
class _File:
    """One of the publication's files of concepts: its name, what its concepts are, and where their notation stands."""

    stem: str
    facet: Facet
    scheme: str

    def notation(self, row: Row) -> str:
        code = row.get("code", "").strip() if self.scheme == "isco08" or self.facet == "occupation" else ""
        return f"{self.scheme}:{code or row['conceptUri'].rstrip('/').rpartition('/')[2]}"


FILES: Final = (
    _File("ISCOGroups", "occupation", "isco08"),
    _File("occupations", "occupation", "esco"),
    _File("skillGroups", "skill", "esco"),
    _File("skills", "skill", "esco"),
)
BROADER: Final = ("broaderRelationsOccPillar", "broaderRelationsSkillPillar")
NEEDED: Final = ("conceptUri", "preferredLabel")


def read_esco(folder: Path) -> Classification:
    """The classification in the CSV files of a folder.

    Raises InputError where there is no such file, or one lacks its columns.
    """
    entries: dict[str, Entry] = {}
    notations: dict[str, str] = {}
    for file in FILES:
        for language in LANGUAGES:
            for row in _rows(folder, file.stem, language, NEEDED):
                notation = notations.setdefault(row["conceptUri"], file.notation(row))
                entries[notation] = _merged(entries.get(notation), _entry(notation, file, row, language))
    if not entries:
        raise InputError(
            f"In {folder} non c'è nessun file ESCO: servono occupations_it.csv, skills_it.csv e così via.",
            f"There is no ESCO file in {folder}: wanted are occupations_en.csv, skills_en.csv and so on.",
        )
    for notation, above in _links(folder, BROADER, ("conceptUri", "broaderUri"), notations).items():
        entry = entries[notation]
        entries[notation] = replace(entry, broader=tuple(dict.fromkeys((*entry.broader, *above))))
    asked = _links(folder, ("occupationSkillRelations",), ("occupationUri", "skillUri"), notations)
    for notation, skills in asked.items():
        entries[notation] = replace(entries[notation], skills=tuple(skills))
    return Classification("ESCO", entries.values())


def _entry(notation: str, file: _File, row: Row, language: str) -> Entry:
    title = row["preferredLabel"].strip()
    names = (*row.get("altLabels", "").splitlines(), *row.get("hiddenLabels", "").splitlines())
    group = row.get("iscoGroup", "").strip()
    return Entry(
        notation=notation,
        facet=file.facet,
        it=title if language == "it" else "",
        en=title if language == "en" else "",
        others=tuple(dict.fromkeys(name.strip() for name in names if name.strip())),
        broader=(f"isco08:{group}",) if group else (),
    )


def _merged(known: Entry | None, found: Entry) -> Entry:
    """What two languages say of one concept."""
    if known is None:
        return found
    others = tuple(dict.fromkeys((*known.others, *found.others)))
    broader = tuple(dict.fromkeys((*known.broader, *found.broader)))
    return replace(known, it=known.it or found.it, en=known.en or found.en, others=others, broader=broader)


def _links(
    folder: Path, stems: Sequence[str], columns: tuple[str, str], notations: Mapping[str, str]
) -> dict[str, dict[str, None]]:
    """Pairs of notations that the files relate, by the first; those of unknown concepts are left out."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for stem in stems:
        for language in LANGUAGES:
            for row in _rows(folder, stem, language, columns):
                left, right = (notations.get(row[column]) for column in columns)
                if left and right:
                    found[left][right] = None
    return found


def _rows(folder: Path, stem: str, language: str, needed: Sequence[str]) -> Iterator[Row]:
    path = folder / f"{stem}_{language}.csv"
    if not path.is_file():
        return
    yield from table(path, needed)


def table(path: Path, needed: Sequence[str]) -> Iterator[Row]:
    """The rows of a CSV file, plain or compressed.

    Raises InputError where it is no UTF-8 text or lacks a column.
    """
    import gzip

    csv.field_size_limit(10_000_000)
    try:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            missing = [column for column in needed if column not in (rows.fieldnames or ())]
            if missing:
                raise InputError(
                    f"Al file {path.name} mancano le colonne: {', '.join(missing)}.",
                    f"The file {path.name} lacks the columns: {', '.join(missing)}.",
                )
            for row in rows:
                yield {name: value or "" for name, value in row.items() if isinstance(name, str)}
    except (OSError, UnicodeDecodeError, EOFError, csv.Error) as error:
        raise InputError(
            f"Il file {path.name} non si legge: non è un CSV in UTF-8, o è rovinato.",
            f"The file {path.name} cannot be read: it is no CSV in UTF-8, or it is damaged.",
        ) from error
