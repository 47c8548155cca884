"""Nodes by the words of their names."""

import json
from collections.abc import Sequence
from typing import Final

from graph.store.base import Found
from graph.store.canonical import text_id
from graph.store.embedded.library import Connection
from graph.store.lookup import asked, grade
from graph.store.numbering import Kinds

SEARCH: Final = (
    "SELECT n.uid, n.kind, n.name, n.data, length(name_words.words) AS letters"
    " FROM name_words CROSS JOIN node AS n ON n.key = name_words.rowid"
    " WHERE name_words MATCH :words AND (:kinds IS NULL OR n.kind IN (SELECT value FROM json_each(:kinds)))"
    " ORDER BY letters, n.uid LIMIT :limit"
)


def search(connection: Connection, kinds: Kinds, text: str, *, among: Sequence[str], limit: int) -> list[Found]:
    """The best answers to `text`: names with all its words whole, then those where some are beginnings."""
    words = asked(text)
    if not words:
        return []
    whole = " AND ".join(f'"{word}"' for word in words)
    begun = " AND ".join(f'"{word}"*' for word in words)
    numbers = json.dumps([kinds.numbers[name] for name in among]) if among else None
    found: list[Found] = []
    for query, entire in ((whole, True), (f"({begun}) NOT ({whole})", False)):
        wanted = {"words": query, "kinds": numbers, "limit": limit - len(found)}
        for uid, kind, name, data, letters in connection.rows(SEARCH, wanted):
            comune = json.loads(data).get("comune")
            found.append(Found(text_id(uid), kinds.node_name(kind), name, comune, grade(words, letters, whole=entire)))
    return found
