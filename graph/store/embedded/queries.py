# ruff: noqa: S608 - put together from constants
"""The questions put to the tables.

The order of every join is pinned by CROSS JOIN: left to itself, the planner of some versions reads whole tables.
"""

import json
from collections.abc import Iterable
from typing import Final

from graph.store.rows import is_id

NODE: Final = "n.uid, n.kind, n.name, n.data"
TIE: Final = "t.uid, t.kind, a.uid, b.uid, t.strength, t.valid_from, t.valid_to, t.confirmed_on, t.visibility, t.data"
"""What `rows.as_node` and `rows.as_tie` read; `a` and `b` are the nodes at the ends."""

_ENDS: Final = "CROSS JOIN node AS a ON a.key = t.source CROSS JOIN node AS b ON b.key = t.target"
_ID: Final = "json_each(:ids) AS i CROSS JOIN"
_KEY: Final = "json_each(:keys) AS i CROSS JOIN"
_HELD: Final = (
    "(:at IS NULL OR ((t.valid_from IS NULL OR t.valid_from <= :at) AND (t.valid_to IS NULL OR :at < t.valid_to)))"
    " AND (:kinds IS NULL OR +t.kind IN (SELECT value FROM json_each(:kinds)))"
)

NARROW: Final = {
    "nodes": f"SELECT {NODE} FROM {_ID} node AS n ON n.uid = unhex(i.value)",
    "ties": f"SELECT {TIE} FROM {_ID} tie AS t ON t.uid = unhex(i.value) {_ENDS}",
    "node keys": f"SELECT n.uid, n.key FROM {_ID} node AS n ON n.uid = unhex(i.value)",
    "tie keys": f"SELECT t.uid, t.key FROM {_ID} tie AS t ON t.uid = unhex(i.value)",
    "node kinds": f"SELECT n.uid, n.kind FROM {_ID} node AS n ON n.uid = unhex(i.value)",
    "titles": f"SELECT n.uid, n.name FROM {_ID} node AS n ON n.uid = unhex(i.value)",
    "nodes of kind": f"SELECT {NODE} FROM node AS n WHERE n.kind = ? ORDER BY n.uid",
    "ties of kind": f"SELECT {TIE} FROM tie AS t {_ENDS} WHERE t.kind = ? ORDER BY t.uid",
    "found": (
        "SELECT v.value, n.uid FROM json_each(:values) AS i"
        " CROSS JOIN node_value AS v ON v.field = :field AND v.value = i.value"
        " CROSS JOIN node AS n ON n.key = v.node WHERE :kind IS NULL OR n.kind = :kind ORDER BY v.value, n.uid"
    ),
    "ties at": (
        f"WITH ends AS MATERIALIZED (SELECT n.key FROM {_ID} node AS n ON n.uid = unhex(i.value)),"
        f" found AS MATERIALIZED (SELECT t.key FROM ends CROSS JOIN tie AS t ON t.source = ends.key WHERE {_HELD}"
        f" UNION SELECT t.key FROM ends CROSS JOIN tie AS t ON t.target = ends.key WHERE {_HELD})"
        f" SELECT {TIE} FROM found CROSS JOIN tie AS t ON t.key = found.key {_ENDS} ORDER BY t.uid"
    ),
    "neighbours": (
        f"SELECT t.target FROM {_KEY} tie AS t ON t.source = i.value WHERE {_HELD}"
        f" UNION SELECT t.source FROM {_KEY} tie AS t ON t.target = i.value WHERE {_HELD}"
    ),
    "by key": f"SELECT n.key, {NODE} FROM {_KEY} node AS n ON n.key = i.value ORDER BY n.uid LIMIT :limit",
    "ties among": (
        f"SELECT {TIE} FROM {_KEY} tie AS t ON t.source = i.value {_ENDS}"
        f" WHERE +t.target IN (SELECT value FROM json_each(:keys)) AND {_HELD} ORDER BY t.uid"
    ),
}
"""Every question about some nodes or ties: none of them may read a whole table."""

_FIRST: Final = "NOT EXISTS (SELECT 1 FROM change AS d WHERE d.uid = c.uid AND d.seq < c.seq)"
_UNTOUCHED: Final = "NOT EXISTS (SELECT 1 FROM change AS c WHERE c.uid ="

WHOLE: Final = {
    "all nodes": f"SELECT n.uid, n.key, {NODE} FROM node AS n ORDER BY n.uid",
    "keyed nodes": f"SELECT n.key, {NODE} FROM node AS n WHERE n.kind = ? ORDER BY n.uid",
    "all ties": f"SELECT t.uid, t.key, {TIE} FROM tie AS t {_ENDS} ORDER BY t.uid",
    "untouched nodes": f"SELECT {NODE} FROM node AS n WHERE {_UNTOUCHED} n.uid) ORDER BY n.uid",
    "untouched ties": (
        "SELECT t.uid, t.kind, a.uid, b.uid, t.strength, coalesce(t.valid_from, :none), coalesce(t.valid_to, :none),"
        f" coalesce(t.confirmed_on, :none), t.visibility, t.data FROM tie AS t {_ENDS}"
        f" WHERE {_UNTOUCHED} t.uid) ORDER BY t.uid"
    ),
    "first before": (
        f"SELECT c.before FROM change AS c WHERE c.before IS NOT NULL AND c.uid IS NOT NULL AND {_FIRST} ORDER BY c.uid"
    ),
    "latest changes": (
        "SELECT c.uid, c.after, c.salt IS NULL FROM change AS c WHERE c.uid IS NOT NULL"
        " AND c.seq = (SELECT max(d.seq) FROM change AS d WHERE d.uid = c.uid) ORDER BY c.uid"
    ),
    "first change erased": (
        f"SELECT 1 FROM change AS c WHERE c.salt IS NULL AND c.uid IS NOT NULL AND {_FIRST} LIMIT 1"
    ),
    "node and tie": (
        "SELECT n.uid FROM node AS n CROSS JOIN tie AS t ON t.uid = n.uid"
        " WHERE n.uid BETWEEN (SELECT min(uid) FROM tie) AND (SELECT max(uid) FROM tie) LIMIT ?"
    ),
}
"""Questions about everything."""

QUERIES: Final = NARROW | WHOLE


def id_list(ids: Iterable[str]) -> str:
    """Those of `ids` that have the form of an id, once each, for `json_each` and `unhex`."""
    return json.dumps(list(dict.fromkeys(id.replace("-", "") for id in ids if is_id(id))))
