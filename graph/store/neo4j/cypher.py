"""Every statement that the server is ever sent: fixed texts, whose values travel beside them as parameters.

Ids are 32 hexadecimal digits, which the server keeps inside the record and orders as everybody else does; days are
days since 1970-01-01, absent: open or unknown; `data` is the JSON of the other fields not at their default.
"""

from typing import Final, LiteralString

SCHEMA: Final[tuple[LiteralString, ...]] = (
    "CREATE CONSTRAINT legami_one IF NOT EXISTS FOR (s:Legami) REQUIRE s.one IS UNIQUE",
    "CREATE CONSTRAINT entity_uid IF NOT EXISTS FOR (n:Entity) REQUIRE n.uid IS UNIQUE",
    "CREATE CONSTRAINT value_once IF NOT EXISTS FOR (v:Value) REQUIRE (v.field, v.value) IS UNIQUE",
    "CREATE CONSTRAINT tie_uid IF NOT EXISTS FOR ()-[t:TIE]-() REQUIRE t.uid IS UNIQUE",
    "CREATE CONSTRAINT setting_key IF NOT EXISTS FOR (s:Setting) REQUIRE s.key IS UNIQUE",
    "CREATE CONSTRAINT count_of IF NOT EXISTS FOR (c:Count) REQUIRE (c.of, c.kind) IS UNIQUE",
    "CREATE CONSTRAINT commit_number IF NOT EXISTS FOR (c:Commit) REQUIRE c.number IS UNIQUE",
    "CREATE CONSTRAINT commit_key IF NOT EXISTS FOR (c:Commit) REQUIRE c.key IS UNIQUE",
    "CREATE CONSTRAINT change_seq IF NOT EXISTS FOR (c:Change) REQUIRE c.seq IS UNIQUE",
    "CREATE INDEX change_of_commit IF NOT EXISTS FOR (c:Change) ON (c.commit, c.seq)",
    "CREATE INDEX change_of_record IF NOT EXISTS FOR (c:Change) ON (c.uid, c.seq)",
    "CREATE INDEX entity_of_kind IF NOT EXISTS FOR (n:Entity) ON (n.kind, n.uid)",
    "CREATE INDEX tie_of_kind IF NOT EXISTS FOR ()-[t:TIE]-() ON (t.kind, t.uid)",
    "CREATE FULLTEXT INDEX entity_words IF NOT EXISTS FOR (n:Entity) ON EACH [n.words]"
    " OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false}}",
)
"""Values of INDEXED fields and keys in registers are nodes `Value`, so that a new kind needs no index of its own.

Names are folded to plain words by `lookup.words` before they come here, the same words in every backend.
"""

NEEDED_TO_FILL: Final = SCHEMA[:3]
"""Without these, filling would look for its nodes everywhere; the others are made sooner once all records are there."""

AWAIT_SCHEMA: Final = "CALL db.awaitIndexes(600)"
INDEXES_ONLINE: Final = (
    "SHOW INDEXES YIELD name, state, type, entityType, labelsOrTypes, properties, owningConstraint, options"
    " WHERE state = 'ONLINE' RETURN name, type, entityType, labelsOrTypes, properties, owningConstraint IS NOT NULL,"
    " options.indexConfig['fulltext.analyzer'], options.indexConfig['fulltext.eventually_consistent']"
)
ANYTHING_ELSE: Final = "MATCH (n) WHERE NOT n:Legami RETURN 1 LIMIT 1"

_SILENT_S: Final = " (timestamp() - coalesce(s.alive, 0)) / 1000 "

CLAIMED: Final = "MATCH (s:Legami {one: true}) RETURN s.version," + _SILENT_S + ", s.claim"
CLAIM: Final = "MERGE (s:Legami {one: true}) ON CREATE SET s.claim = $claim RETURN s.claim, s.version," + _SILENT_S
TAKE: Final = (
    "MATCH (s:Legami {one: true}) SET s.claim = $claim, s.step = 0, s.alive = timestamp(), s.version = $version,"
    " s.identity = $identity, s.numbers = $numbers, s.declaration = '', s.commit = 0, s.digest = $digest, s.changes = 0"
)
HELD: Final = "MATCH (s:Legami {one: true}) WHERE s.claim = $claim RETURN s.version, s.step"
LEAVE: Final = "MATCH (s:Legami {one: true}) WHERE s.claim = $claim SET s.step = $step, s.alive = timestamp()"
BEAT: Final = "MATCH (s:Legami {one: true}) WHERE s.claim = $claim AND s.version = $version SET s.alive = timestamp()"
RELEASE: Final = "MATCH (s:Legami {one: true}) WHERE s.claim = $claim AND s.version = $version DELETE s"
STATE: Final = (
    "MATCH (s:Legami {one: true}) RETURN s.version, s.identity, s.declaration, s.numbers, s.commit, s.digest, s.changes"
)
LOCK: Final = "MATCH (s:Legami {one: true}) SET s.writer = $key"
ADVANCE: Final = (
    "MATCH (s:Legami {one: true}) SET s.commit = $number, s.digest = $digest, s.changes = $changes REMOVE s.writer"
)
FOUND_BY: Final = "MATCH (s:Legami {one: true}) RETURN s.found_by"
DECLARE: Final = (
    "MATCH (s:Legami {one: true}) SET s.declaration = $declaration, s.found_by = $found_by,"
    " s.numbers = $numbers, s.version = $version"
)
TERMINATE: Final = (
    "SHOW TRANSACTIONS YIELD transactionId AS transaction, metaData AS about WHERE $key IN [about.legami, about.claim]"
    " TERMINATE TRANSACTIONS transaction YIELD message RETURN message"
)

_NODE: Final = " n.uid, n.kind, n.name, n.data "
_TIE: Final = (
    " t.uid, t.kind, startNode(t).uid, endNode(t).uid, t.strength, t.valid_from, t.valid_to, t.confirmed_on,"
    " t.visibility, t.data "
)
_HELD: Final = (
    " ($at IS NULL OR (coalesce(t.valid_from, $at) <= $at AND coalesce(t.valid_to, $at + 1) > $at))"
    " AND ($kinds IS NULL OR t.kind IN $kinds) "
)

NODES: Final = "UNWIND $ids AS id MATCH (n:Entity {uid: id}) RETURN" + _NODE
TIES: Final = "UNWIND $ids AS id MATCH ()-[t:TIE {uid: id}]->() RETURN" + _TIE
NODE_KINDS: Final = "UNWIND $ids AS id MATCH (n:Entity {uid: id}) RETURN n.uid, n.kind"
TITLES: Final = "UNWIND $ids AS id MATCH (n:Entity {uid: id}) RETURN n.uid, n.name"
VALUED: Final = (
    "UNWIND $values AS value MATCH (v:Value {field: $field, value: value})<-[:HAS]-(n:Entity)"
    " WHERE $kind IS NULL OR n.kind = $kind"
    " WITH v.value AS value, n.uid AS uid ORDER BY value, uid RETURN value, collect(uid)"
)
TIES_AT: Final = (
    "UNWIND $ids AS id MATCH (:Entity {uid: id})-[t:TIE]-() WHERE t.uid > $after AND"
    + _HELD
    + "WITH t ORDER BY t.uid LIMIT $limit RETURN collect(["
    + _TIE
    + "])"
)
"""A tie comes twice where both of its ends are asked about: to tell, the server would have to keep them all."""

NEIGHBOURS: Final = (
    "UNWIND $ids AS id MATCH (:Entity {uid: id})-[t:TIE]-(n:Entity) WHERE"
    + _HELD
    + "AND NOT n.uid IN $ids WITH DISTINCT n ORDER BY n.uid LIMIT $limit RETURN"
    + _NODE
)
TIES_AMONG: Final = (
    "UNWIND $ids AS id MATCH (:Entity {uid: id})-[t:TIE]->(n:Entity) WHERE"
    + _HELD
    + "AND n.uid IN $ids WITH t ORDER BY t.uid RETURN"
    + _TIE
)
SEARCH: Final = (
    "CALL db.index.fulltext.queryNodes('entity_words', $words) YIELD node AS n"
    " WITH n WHERE $kinds IS NULL OR n.kind IN $kinds"
    " WITH n ORDER BY n.letters, n.uid LIMIT $limit RETURN n.uid, n.kind, n.name, n.data, n.letters"
)

NODES_OF_KIND: Final = (
    "MATCH (n:Entity) WHERE n.kind = $kind AND n.uid > $after"
    " WITH n ORDER BY n.kind, n.uid LIMIT $limit RETURN collect([" + _NODE + "])"
)
TIES_OF_KIND: Final = (
    "MATCH ()-[t:TIE]->() WHERE t.kind = $kind AND t.uid > $after"
    " WITH t ORDER BY t.kind, t.uid LIMIT $limit RETURN collect([" + _TIE + "])"
)
ALL_NODES: Final = (
    "MATCH (n:Entity) WHERE n.uid > $after WITH n ORDER BY n.uid LIMIT $limit RETURN collect([" + _NODE + "])"
)
ALL_TIES: Final = (
    "MATCH ()-[t:TIE]->() WHERE t.uid > $after WITH t ORDER BY t.uid LIMIT $limit RETURN collect([" + _TIE + "])"
)
"""Long answers come as pages in the order of the ids, each page one row: single rows would cost the driver most."""

NODE_COLUMNS: Final = (
    "MATCH (n:Entity) WHERE n.uid > $after WITH n ORDER BY n.uid LIMIT $limit"
    " RETURN collect(id(n)), collect(n.uid), collect(n.kind), collect(n.data)"
)
TIE_COLUMNS: Final = (
    "MATCH (a)-[t:TIE]->(b) WHERE t.uid > $after WITH a, t, b ORDER BY t.uid LIMIT $limit"
    " RETURN collect(t.uid), collect(id(a)), collect(id(b)),"
    " collect(($places[t.kind] * 16 + t.strength) * 4 + t.visibility),"
    " collect(coalesce(t.valid_from, $none)), collect(coalesce(t.valid_to, $none)),"
    " collect(coalesce(t.confirmed_on, $none)),"
    " collect(CASE WHEN t.kind IN $described THEN t.data END)"
)
"""What a snapshot needs, a list for each column; `collect` leaves out the data of ties that are not described."""

WIPE: Final = "MATCH (n:Entity|Value|Setting|Count|Commit|Change) WITH n LIMIT $limit DETACH DELETE n RETURN count(*)"

LOSE_COUNTS: Final = "MATCH (c:Count) DELETE c"
COUNTS: Final = "MATCH (c:Count) RETURN c.of, c.kind, c.number"
SETTINGS: Final = "MATCH (s:Setting) WITH s ORDER BY s.key RETURN s.key, s.value"

CREATE_NODES: Final = (
    "UNWIND $rows AS row CREATE (:Entity {uid: row[0], kind: row[1], name: row[2], data: row[3],"
    " words: row[4], letters: row[5]})"
)
UPDATE_NODES: Final = (
    "UNWIND $rows AS row MATCH (n:Entity {uid: row[0]})"
    " SET n.name = row[2], n.data = row[3], n.words = row[4], n.letters = row[5]"
)
DELETE_NODES: Final = "UNWIND $ids AS id MATCH (n:Entity {uid: id}) DELETE n"
HAVE_VALUES: Final = (
    "UNWIND $rows AS row MATCH (n:Entity {uid: row[0]}) MERGE (v:Value {field: row[1], value: row[2]})"
    " CREATE (n)-[:HAS]->(v)"
)
LOSE_VALUES: Final = (
    "UNWIND $ids AS id MATCH (:Entity {uid: id})-[has:HAS]->(v:Value) DELETE has"
    " WITH DISTINCT v WHERE NOT EXISTS { (v)<-[:HAS]-() } DELETE v"
)
CREATE_TIES: Final = (
    "UNWIND $rows AS row MATCH (a:Entity {uid: row[2]}) MATCH (b:Entity {uid: row[3]})"
    " CREATE (a)-[:TIE {uid: row[0], kind: row[1], strength: row[4], valid_from: row[5], valid_to: row[6],"
    " confirmed_on: row[7], visibility: row[8], data: row[9]}]->(b) RETURN count(*)"
)
DELETE_TIES: Final = "UNWIND $ids AS id MATCH ()-[t:TIE {uid: id}]->() DELETE t"
COUNT_ON: Final = (
    "UNWIND $rows AS row MERGE (c:Count {of: row[0], kind: row[1]})"
    " ON CREATE SET c.number = row[2] ON MATCH SET c.number = c.number + row[2]"
)
CREATE_SETTINGS: Final = "UNWIND $rows AS row CREATE (:Setting {key: row[0], value: row[1]})"
REMEMBER: Final = "MERGE (s:Setting {key: $key}) SET s.value = $value"
FORGET: Final = "MATCH (s:Setting {key: $key}) DELETE s"

COMMIT: Final = (
    "CREATE (:Commit {number: $number, at: $at, author: $author, note: $note, digest: $digest, key: $key, last: $last})"
)
CREATE_COMMITS: Final = (
    "UNWIND $rows AS row CREATE (:Commit {number: row[0], at: row[1], author: row[2], note: row[3], digest: row[4],"
    " key: row[5], last: row[6]})"
)
CHANGES: Final = (
    "UNWIND $rows AS row CREATE (:Change {seq: row[0], commit: row[1], action: row[2], uid: row[3], setting: row[4],"
    " before: row[5], after: row[6], salt: row[7], digest: row[8]})"
)
COMMIT_OF_KEY: Final = "MATCH (c:Commit {key: $key}) RETURN c.number"
DIGEST_OF: Final = "MATCH (c:Commit {number: $number}) RETURN c.digest"
LAST_CHANGE: Final = "MATCH (c:Commit {number: $number}) RETURN c.last"
STEPS: Final = (
    "MATCH (c:Change) WHERE c.commit = $commit AND c.seq > 0 WITH c ORDER BY c.seq"
    " RETURN c.action, c.uid, c.setting, c.before, c.after"
)
FEED: Final = (
    "MATCH (c:Change) WHERE c.seq > $after AND c.seq <= $last WITH c ORDER BY c.seq LIMIT $limit"
    " MATCH (m:Commit {number: c.commit}) WITH c, m ORDER BY c.seq"
    " RETURN collect([c.seq, m.number, m.at, m.author, m.note, c.action, c.uid, c.before, c.after])"
)

LATEST_COMMITS: Final = (
    "MATCH (m:Commit) WHERE m.number > 0 WITH m ORDER BY m.number DESC LIMIT $limit"
    " CALL (m) { MATCH (c:Change) WHERE c.commit = m.number AND c.seq > 0 AND c.action <> 'remember'"
    " WITH c.action AS action, count(*) AS number RETURN collect([action, number]) AS touched }"
    " RETURN m.number, m.at, m.author, m.note, touched ORDER BY m.number DESC"
)
ALL_COMMITS: Final = (
    "MATCH (c:Commit) WHERE c.number > $after WITH c ORDER BY c.number LIMIT $limit"
    " RETURN collect([c.number, c.at, c.author, c.note, c.digest, c.last, c.key])"
)
ALL_CHANGES: Final = (
    "MATCH (c:Change) WHERE c.seq > $after WITH c ORDER BY c.seq LIMIT $limit"
    " RETURN collect([c.seq, c.commit, c.action, c.uid, c.setting, c.before, c.after, c.salt, c.digest])"
)
LATEST_OF: Final = (
    "UNWIND $ids AS id"
    " CALL (id) { MATCH (c:Change) WHERE c.uid = id AND c.seq > 0 RETURN c ORDER BY c.seq DESC LIMIT 1 }"
    " RETURN id, c.after, c.salt IS NULL"
)
INDEXED_AS: Final = (
    "UNWIND $ids AS id MATCH (n:Entity {uid: id})"
    " RETURN id, n.words, n.letters, [(n)-[:HAS]->(v:Value) | [v.field, v.value]]"
)
"""How nodes are found: their words and values, to compare with what they say."""

VALUES_OF_NOBODY: Final = "MATCH (v:Value) WHERE NOT EXISTS { (v)<-[:HAS]-(:Entity) } RETURN count(*)"
COUNT_NODES: Final = "MATCH (n:Entity) WITH n.kind AS kind, count(*) AS number RETURN kind, number"
COUNT_TIES: Final = "MATCH ()-[t:TIE]->() WITH t.kind AS kind, count(*) AS number RETURN kind, number"
END_KINDS: Final = (
    "MATCH (a:Entity)-[t:TIE]->(b:Entity) WITH t.kind AS kind, a.kind AS source, b.kind AS target, min(t.uid) AS uid"
    " RETURN kind, source, target, uid"
)
STRAY_TIES: Final = "MATCH (a)-[t:TIE]->(b) WHERE NOT (a:Entity AND b:Entity) RETURN t.uid LIMIT $limit"
BOTH: Final = "MATCH (n:Entity) MATCH ()-[t:TIE {uid: n.uid}]->() RETURN n.uid LIMIT $limit"
LOST: Final = (
    "MATCH (c:Change) WHERE c.uid > '' AND c.seq > 0 WITH c.uid AS uid, max(c.seq) AS seq"
    " MATCH (c:Change {seq: seq}) WHERE c.after IS NOT NULL"
    " AND NOT EXISTS { MATCH (n:Entity) WHERE n.uid = uid } AND NOT EXISTS { MATCH ()-[t:TIE]->() WHERE t.uid = uid }"
    " RETURN uid LIMIT $limit"
)
FIRST_CHANGES: Final = (
    "MATCH (c:Change) WHERE c.uid > $after AND c.seq > 0 WITH c.uid AS uid, min(c.seq) AS seq ORDER BY uid LIMIT $limit"
    " MATCH (c:Change {seq: seq}) WITH uid, c ORDER BY uid RETURN collect([uid, c.before, c.salt IS NULL])"
)
LOADED: Final = "MATCH (c:Change) WHERE c.seq = 1 AND c.action = 'load' RETURN c.after"
