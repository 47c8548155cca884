"""The columns of a table, derived from the declarations: what a template holds, and which field a title means."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from graph.errors import UnknownColumns
from graph.importers.rows import shown
from graph.kinds import Record, Schema
from graph.kinds.base import label
from graph.kinds.tables import KIND, columns_of

_TITLES: Final = {"kind": ("tipo", "kind"), "key": ("chiave", "key")}


def template(schema: Schema, kind: str) -> list[str]:
    """The column titles of a kind's table: `kind` first, then how a row is recognised, then the declared fields.

    Raises NotFound for an unknown kind.
    """
    return list(columns_of(schema.kind(kind)))


def template_csv(schema: Schema, kind: str) -> str:
    """The empty table of a kind, as the text of a CSV file. Raises NotFound for an unknown kind."""
    return ",".join(template(schema, kind)) + "\n"


def kind_of(schema: Schema, text: str) -> type[Record] | None:
    """The kind that a cell names: by its name or its title in either language."""
    folded = _fold(text)
    for cls in (*schema.nodes, *schema.ties):
        name = cls.model_fields[KIND].default
        if folded in {_fold(name), _fold(cls.title.it), _fold(cls.title.en)}:
            return cls
    return None


def field_of(cls: type[Record], title: str) -> str | None:
    """The field of a kind that a title means: its very name counts before another field's title."""
    folded = _fold(title)
    ranks = ({ways[rank]: field for field, ways in _ways(cls).items()} for rank in range(3))
    return next((fields[folded] for fields in ranks if folded in fields), None)


class Header:
    """The titles of one file: which column of it holds a field of a kind."""

    def __init__(self, schema: Schema, titles: Sequence[str]) -> None:
        """Understand the titles.

        Raises UnknownColumns for titles that no kind has, with the nearest, and where there is no column `kind`.
        """
        self.titles = tuple(titles)
        kinds = (*schema.nodes, *schema.ties)
        known = {way for cls in kinds for ways in _ways(cls).values() for way in ways}
        unknown = [title for title in titles if _fold(title) not in known]
        _refuse_rows_without_titles(unknown, titles)
        _refuse_unknown(unknown, known)
        self._by_kind: dict[type[Record], dict[str, tuple[str, ...]]] = {cls: self._columns(cls) for cls in kinds}
        if not any(KIND in columns for columns in self._by_kind.values()):
            raise UnknownColumns(
                "Manca la colonna «kind» con il tipo di ogni riga. Parti da un modello: legami template TIPO.",
                "There is no column “kind” with the kind of each row. Start from a template: legami template KIND.",
            )

    def columns(self, cls: type[Record]) -> Mapping[str, tuple[str, ...]]:
        """From field to the titles of this file that mean it, for one kind: in a mixed file there may be several."""
        return self._by_kind[cls]

    def meaning(self, field: str) -> frozenset[str]:
        """The titles of this file that mean a field for some kind."""
        return frozenset(title for columns in self._by_kind.values() for title in columns.get(field, ()))

    def kind_column(self) -> str:
        """The title of the column that tells the kind."""
        return next(columns[KIND][0] for columns in self._by_kind.values() if KIND in columns)

    def _columns(self, cls: type[Record]) -> dict[str, tuple[str, ...]]:
        """A title that is the very name of a field counts before one that is another field's title."""
        meant: dict[str, str] = {}
        for rank in range(3):
            fields = {names[rank]: field for field, names in _ways(cls).items()}
            for title in self.titles:
                if _fold(title) in fields:
                    meant.setdefault(title, fields[_fold(title)])
        return {field: tuple(title for title in meant if meant[title] == field) for field in meant.values()}


@cache
def _ways(cls: type[Record]) -> dict[str, tuple[str, str, str]]:
    """The ways to title each column, folded: the field's name, its Italian and its English title."""
    titles = {name: _titles(cls, name) for name in columns_of(cls)}
    return {name: (_fold(name), _fold(it), _fold(en)) for name, (it, en) in titles.items()}


def _titles(cls: type[Record], name: str) -> tuple[str, str]:
    if name in _TITLES:
        return _TITLES[name]
    title = label(cls.model_fields[name])
    return (title.it, title.en) if title else (name, name)


def _refuse_rows_without_titles(unknown: Sequence[str], titles: Sequence[str]) -> None:
    """What is no title may be somebody's name and tax code, which no message repeats."""
    told = {_fold(title) for title in titles} & set(_TITLES[KIND])
    if not told and 2 * len(unknown) > len(titles):
        raise UnknownColumns(
            "La prima riga non ha i titoli delle colonne (kind, name…). Parti da un modello: legami template TIPO.",
            "The first row does not hold the titles of columns (kind, name…). Start from a template: "
            "legami template KIND.",
        )


def _refuse_unknown(unknown: Sequence[str], known: Iterable[str]) -> None:
    if not unknown:
        return
    it, en = (", ".join(_with_nearest(title, known, word) for title in unknown[:10]) for word in ("forse", "perhaps"))
    raise UnknownColumns(
        f"Colonne sconosciute: {it}. Correggi i titoli, o parti da un modello: legami template TIPO.",
        f"Unknown columns: {en}. Mend the titles, or start from a template: legami template KIND.",
    )


def _with_nearest(title: str, known: Iterable[str], perhaps: str) -> str:
    near = difflib.get_close_matches(_fold(title)[:100], list(known), n=2)
    return f"«{shown(title)}»" + (f" ({perhaps} {', '.join(near)})" if near else "")


def _fold(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())
