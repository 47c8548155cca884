# ruff: noqa: S608 - put together from constants
"""What is looked at when a store is opened: a small one whole; of a large one what all else hangs on, and a sample.

The whole check reads every page. Beyond some size that would keep the program waiting whenever it starts, so there it
is left to `verify`, to backups and to restoring. A file cut short is always noticed by the library itself.
"""

import json
import secrets
from collections.abc import Callable
from typing import Final

from graph.store.embedded.library import Connection

WHOLE: Final = 64 << 20
"""Files of up to so many bytes are checked whole, in a tenth of a second or so."""

FOUNDATION: Final = ("store", "setting", "node_kind", "tie_kind", "tie_end", "commits")
"""Tables of which large stores check every page."""

SAMPLE: Final = 100
"""Records of a table that are drawn, about 700 pages in all: damage to one page in a hundred is as good as found."""

_DRAWN: Final = "FROM json_each(?) AS i CROSS JOIN"
_NODE: Final = "(SELECT 1 FROM node INDEXED BY sqlite_autoindex_node_1 WHERE uid = n.uid AND key = n.key)"
_TIE: Final = (
    "(SELECT 1 FROM tie INDEXED BY sqlite_autoindex_tie_1 WHERE uid = t.uid AND key = t.key)"
    " AND EXISTS (SELECT 1 FROM tie INDEXED BY tie_from WHERE source = t.source AND key = t.key)"
    " AND EXISTS (SELECT 1 FROM tie INDEXED BY tie_to WHERE target = t.target AND key = t.key)"
    " AND EXISTS (SELECT 1 FROM node WHERE key = t.source) AND EXISTS (SELECT 1 FROM node WHERE key = t.target)"
)
SAMPLED: Final = {
    "node": f"SELECT count(*) {_DRAWN} node AS n ON n.key = i.value WHERE NOT (length(n.data) AND EXISTS {_NODE})",
    "tie": f"SELECT count(*) {_DRAWN} tie AS t ON t.key = i.value WHERE NOT (length(t.data) AND EXISTS {_TIE})",
}
"""Records drawn by key that their indexes do not lead back to, or that join nothing."""


def looks_sound(connection: Connection, draw: Callable[[int], int] = secrets.randbelow) -> bool:
    """Whether a store may be opened; `draw` gives a chance number below another.

    Raises errors of the library for damage that it meets.
    """
    size = connection.get_pragma("page_count") * connection.get_pragma("page_size")
    if size <= WHOLE:
        return connection.value("PRAGMA quick_check(1)") == "ok"
    return all(connection.value(f"PRAGMA quick_check({table})") == "ok" for table in FOUNDATION) and all(
        _agrees(connection, table, draw) for table in SAMPLED
    )


def _agrees(connection: Connection, table: str, draw: Callable[[int], int]) -> bool:
    """Whether what is drawn from a table and what its indexes say is the same."""
    last = connection.value(f"SELECT max(key) FROM {table}") or 0
    keys = sorted({draw(last) + 1 for _ in range(SAMPLE)}) if last else []
    return connection.value(SAMPLED[table], (json.dumps(keys),)) == 0
