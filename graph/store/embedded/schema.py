"""The tables of a store, and what of them is derived from the declared kinds: a new kind needs no migration."""

import json
import re
from pathlib import Path
from typing import Final

from graph.errors import StoreVersion
from graph.kinds import INDEXED, Schema
from graph.store.embedded.library import Connection
from graph.store.numbering import Kinds, allowed, declaration

BASE: Final = """
CREATE TABLE store (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE node_kind (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE tie_kind (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE tie_end (
  kind INTEGER NOT NULL REFERENCES tie_kind, source INTEGER NOT NULL REFERENCES node_kind,
  target INTEGER NOT NULL REFERENCES node_kind, PRIMARY KEY (kind, source, target)
) STRICT, WITHOUT ROWID;
CREATE TABLE node (
  key INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  kind INTEGER NOT NULL REFERENCES node_kind, name TEXT NOT NULL, data TEXT NOT NULL
) STRICT;
CREATE INDEX node_of_kind ON node (kind, uid);
CREATE TABLE tie (
  key INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  kind INTEGER NOT NULL REFERENCES tie_kind,
  source INTEGER NOT NULL REFERENCES node, target INTEGER NOT NULL REFERENCES node,
  strength INTEGER NOT NULL, valid_from INTEGER, valid_to INTEGER, confirmed_on INTEGER,
  visibility INTEGER NOT NULL, data TEXT NOT NULL, CHECK (source <> target), CHECK (valid_from <= valid_to)
) STRICT;
CREATE INDEX tie_of_kind ON tie (kind, uid);
CREATE INDEX tie_from ON tie (source);
CREATE INDEX tie_to ON tie (target);
CREATE TABLE commits (
  number INTEGER PRIMARY KEY, at TEXT NOT NULL, author TEXT NOT NULL, note TEXT NOT NULL, digest BLOB NOT NULL
) STRICT;
CREATE TABLE change (
  seq INTEGER PRIMARY KEY, number INTEGER NOT NULL REFERENCES commits, action TEXT NOT NULL,
  uid BLOB, setting TEXT, before TEXT, after TEXT, salt BLOB, digest BLOB NOT NULL
) STRICT;
CREATE INDEX change_of_commit ON change (number, seq);
CREATE INDEX change_of_record ON change (uid, seq);
"""
"""Days are days since 1970-01-01, NULL: open or unknown. `data` holds the other fields not at their default."""

DERIVED: Final = """
CREATE TABLE node_value (
  field TEXT NOT NULL, value TEXT NOT NULL, node INTEGER NOT NULL REFERENCES node ON DELETE CASCADE,
  PRIMARY KEY (field, value, node)
) STRICT, WITHOUT ROWID;
CREATE INDEX node_value_of ON node_value (node);
CREATE VIRTUAL TABLE name_words USING fts5(words, tokenize='ascii', prefix='1 2 3', detail=none, columnsize=0);
CREATE TRIGGER tie_joins_new BEFORE INSERT ON tie WHEN NOT EXISTS (
  SELECT 1 FROM node AS a CROSS JOIN node AS b CROSS JOIN tie_end AS e
  WHERE a.key = NEW.source AND b.key = NEW.target AND e.kind = NEW.kind AND e.source = a.kind AND e.target = b.kind
) BEGIN SELECT RAISE(ABORT, 'ends that this kind may not join'); END;
CREATE TRIGGER tie_joins BEFORE UPDATE OF kind, source, target ON tie WHEN NOT EXISTS (
  SELECT 1 FROM node AS a CROSS JOIN node AS b CROSS JOIN tie_end AS e
  WHERE a.key = NEW.source AND b.key = NEW.target AND e.kind = NEW.kind AND e.source = a.kind AND e.target = b.kind
) BEGIN SELECT RAISE(ABORT, 'ends that this kind may not join'); END;
INSERT INTO name_words (name_words, rank) VALUES ('secure-delete', 1);
"""
"""Names are folded to plain words by `lookup.words` before they come here, the same words in every backend; the
`ascii` tokenizer then only cuts at spaces."""

COUNTED: Final = """
ALTER TABLE node_kind ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tie_kind ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER node_comes AFTER INSERT ON node
  BEGIN UPDATE node_kind SET held = held + 1 WHERE number = NEW.kind; END;
CREATE TRIGGER node_goes AFTER DELETE ON node
  BEGIN UPDATE node_kind SET held = held - 1 WHERE number = OLD.kind; END;
CREATE TRIGGER tie_comes AFTER INSERT ON tie
  BEGIN UPDATE tie_kind SET held = held + 1 WHERE number = NEW.kind; END;
CREATE TRIGGER tie_goes AFTER DELETE ON tie
  BEGIN UPDATE tie_kind SET held = held - 1 WHERE number = OLD.kind; END;
"""
"""How many records of each kind there are: counting millions of them would take a second each time."""

COUNT: Final = """
UPDATE node_kind SET held = (SELECT count(*) FROM node WHERE kind = number);
UPDATE tie_kind SET held = (SELECT count(*) FROM tie WHERE kind = number);
"""


def kinds_of(connection: Connection, schema: Schema) -> Kinds:
    """The declared kinds under the numbers that a store gave them."""
    numbers = [dict(connection.rows(f"SELECT name, number FROM {table}_kind")) for table in ("node", "tie")]  # noqa: S608
    return Kinds.of(schema, {**numbers[0], **numbers[1]})


def is_declared(connection: Connection, schema: Schema) -> bool:
    """Whether the store already knows these kinds."""
    return stored(connection, "declaration") == declaration(schema)


def found_by(connection: Connection) -> dict[str, list[str]] | None:
    """The INDEXED fields of each kind of nodes when values were last derived from them; none if unsaid."""
    told = json.loads(stored(connection, "found_by") or "{}")
    return told["fields"] if told and told["declaration"] == stored(connection, "declaration") else None


def declare(connection: Connection, schema: Schema, path: Path) -> None:
    """Let the store know these kinds and the ends that they allow.

    Raises StoreVersion where it holds records of a kind that is not declared here.
    """
    for table, names in (("node", schema.node_names), ("tie", schema.tie_names)):
        _refuse_unknown(connection, table, names, path)
        connection.many(f"INSERT OR IGNORE INTO {table}_kind (name) VALUES (?)", [(name,) for name in names])  # noqa: S608 - two fixed names
    numbers = dict(connection.rows("SELECT name, number FROM node_kind"))
    connection.run("DELETE FROM tie_end")
    rows = [
        (name, numbers[source], numbers[target])
        for name, cls in zip(schema.tie_names, schema.ties, strict=True)
        for source, target in allowed(schema, cls)
    ]
    connection.many("INSERT INTO tie_end SELECT number, ?2, ?3 FROM tie_kind WHERE name = ?1", rows)
    store(connection, "declaration", declaration(schema))
    fields = {name: cls.marked(INDEXED) for name, cls in zip(schema.node_names, schema.nodes, strict=True)}
    store(connection, "found_by", json.dumps({"declaration": declaration(schema), "fields": fields}))


def _refuse_unknown(connection: Connection, table: str, names: tuple[str, ...], path: Path) -> None:
    held = f"SELECT name FROM {table}_kind AS k WHERE EXISTS (SELECT 1 FROM {table} AS r WHERE r.kind = k.number)"  # noqa: S608
    unknown = sorted({name for (name,) in connection.rows(held)} - set(names))
    if unknown:
        raise StoreVersion(
            f"L'archivio {path} contiene tipi che questo programma non conosce ({', '.join(unknown)}): aggiornarlo.",
            f"The store {path} holds kinds that this program does not know ({', '.join(unknown)}): update it.",
        )


def stored(connection: Connection, key: str) -> str | None:
    """What the store keeps about itself under `key`."""
    return connection.value("SELECT value FROM store WHERE key = ?", (key,))


def identity(connection: Connection) -> str | None:
    """The random name that was made with the store, if it still has one of that form."""
    found = stored(connection, "identity") or ""
    return found if re.fullmatch("[0-9a-f]{32}", found) else None


def store(connection: Connection, key: str, value: str) -> None:
    """Keep something about the store itself."""
    connection.run("INSERT OR REPLACE INTO store VALUES (?, ?)", (key, value))
