"""The store on a server: statements are fixed texts, questions use indexes, damage is found, others are refused."""

import ast
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from neo4j import READ_ACCESS, WRITE_ACCESS, GraphDatabase, Session

from graph.errors import Conflict, StoreUnavailable, StoreVersion, UsageError
from graph.kinds import SCHEMA, Person
from graph.store import Credentials, GraphStore, Operation, Remember, create_store, open_store
from graph.store.neo4j import cypher, server
from graph.store.neo4j.address import Address
from graph.store.neo4j.server import Server
from tests.factory import World
from tests.graph.neo4j_server import CREDENTIALS, PASSWORD, TestServer
from tests.graph.store_contract import CLERK, NOBODY, WIDER, fill, household

PACKAGE = Path(cypher.__file__).parent
CALLS = {"run", "execute_query", "execute_read", "execute_write"}


def formatted(name: str, text: str) -> list[str]:
    """Places where a statement is anything but a fixed text of `cypher`."""
    tree = ast.parse(text)
    found: list[str] = []
    for node in ast.walk(tree):
        called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS
        if called and not _is_fixed(node.args[0], name):
            found.append(f"{name}:{node.lineno}")
    if name == "cypher.py":
        found += [f"{name}:{node.lineno}" for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
        found += [f"{name}:{value.lineno}" for value in _values(tree) if not _is_sum(value)]
    return found


def _is_fixed(argument: ast.expr, name: str) -> bool:
    """A constant of `cypher`, or what was handed on as a LiteralString, which the type checker proves."""
    constant = isinstance(argument, ast.Attribute) and ast.unparse(argument.value) == "cypher"
    return constant or (isinstance(argument, ast.Name) and argument.id in {"query", "statement"})


def _values(tree: ast.Module) -> list[ast.expr]:
    """What the statements are made of."""
    assigned = [node for node in tree.body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)]
    return [node.value for node in assigned if node.value and node.target.id not in {"SCHEMA", "NEEDED_TO_FILL"}]


def _is_sum(value: ast.expr) -> bool:
    """Texts and names of texts, added."""
    if isinstance(value, ast.BinOp):
        return isinstance(value.op, ast.Add) and _is_sum(value.left) and _is_sum(value.right)
    return isinstance(value, ast.Constant | ast.Name)


def test_every_statement_sent_to_neo4j_is_a_fixed_text():
    sources = {file.name: file.read_text(encoding="utf-8") for file in PACKAGE.glob("*.py")}
    assert len(sources) > 15
    assert [place for name, text in sources.items() for place in formatted(name, text)] == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("reading.py", "asked.run(f'MATCH (n {{uid: {uid}}}) RETURN n')"),
        ("reading.py", "asked.run('MATCH (n) RETURN n LIMIT %d' % limit)"),
        ("reading.py", "asked.run('MATCH (n:' + label + ') RETURN n')"),
        ("reading.py", "driver.execute_query(cypher.NODES.format(uid))"),
        ("cypher.py", "X: Final = f'MATCH (n:{LABEL}) RETURN n'"),
        ("cypher.py", "X: Final = 'MATCH (n:{}) RETURN n'.format(LABEL)"),
        ("cypher.py", "X: Final = 'MATCH (n:%s) RETURN n' % LABEL"),
    ],
)
def test_a_formatted_statement_is_reported(name, line):
    assert formatted(name, line) != []


WHOLE = {
    *("ANYTHING_ELSE", "COUNTS", "SETTINGS", "WIPE", "LOSE_COUNTS", "VALUES_OF_NOBODY"),
    *("COUNT_NODES", "COUNT_TIES", "END_KINDS", "STRAY_TIES", "BOTH"),
}
"""May read everything: they ask about everything, or about the few kinds and settings."""

BOUND: dict[str, Any] = {
    **{key: [] for key in ("ids", "values", "rows", "described")},
    **dict.fromkeys(("kind", "field", "after", "words", "key", "value", "digest", "declaration", "identity"), "a"),
    **dict.fromkeys(("author", "note", "numbers", "found_by"), "a"),
    **dict.fromkeys(("limit", "number", "changes", "version", "commit", "none", "last"), 1),
    **dict.fromkeys(("at", "kinds"), None),
    "places": {},
}


def operators(plan: dict[str, Any]) -> set[str]:
    own = {plan["operatorType"].partition("@")[0]}
    return own.union(*(operators(child) for child in plan.get("children", ())))


def scans(server: TestServer, statement: str) -> list[str]:
    """What a statement would read as a whole."""
    with GraphDatabase.driver(server.url, auth=("neo4j", PASSWORD), notifications_min_severity="OFF") as driver:
        plan = driver.execute_query(f"EXPLAIN {statement}", BOUND | {"after": "a"}).summary.plan  # type: ignore[arg-type]
    return sorted(name for name in operators(plan) if name.endswith("Scan"))


def test_no_question_about_some_records_reads_all_of_them_on_neo4j(neo4j_server):
    store = neo4j_server.create()
    fill(store, household()[0])
    store.close()
    statements = {
        name: text
        for name, text in vars(cypher).items()
        if name.isupper() and isinstance(text, str) and not name.startswith("_") and name not in WHOLE
    }
    shown = {name for name, text in statements.items() if text.startswith(("SHOW", "CALL db.await"))}
    assert len(statements) > 40
    found = {name: scans(neo4j_server, text) for name, text in statements.items() if name not in shown}
    assert {name: what for name, what in found.items() if what} == {}
    assert scans(neo4j_server, "MATCH (n:Entity) WHERE n.name = 'x' RETURN n") == ["NodeByLabelScan"]


BREAKS = {
    "A guard is off: entity_words": ("DROP INDEX entity_words",),
    "joins kinds": ("MATCH (n:Entity {kind: 'association'}) SET n.kind = 'family'",),
    "end that is no node": ("MATCH (n:Entity {kind: 'association'}) REMOVE n:Entity",),
    "node and a tie": ("MATCH (n:Entity) WITH n LIMIT 1 MATCH ()-[t:TIE]->() WITH n, t LIMIT 1 SET t.uid = n.uid",),
    "values of nobody": ("CREATE (:Value {field: 'comune', value: '019001'})",),
    "count of “person”": ("MATCH (c:Count {kind: 'person'}) SET c.number = 7",),
    "not found by": ("MATCH (:Entity)-[has:HAS]->(v) DELETE has, v",),
    "not found by its": ("MATCH (n:Entity {kind: 'family'}) SET n.words = 'altro'",),
    "does not fit": ("""MATCH (n:Entity {kind: 'person'}) SET n.data = '{"comune": "Cremona"}'""",),
    "not what the history says": ("MATCH ()-[t:TIE]->() SET t.strength = 0",),
    "history was altered": ("MATCH (c:Change {seq: 1}) SET c.after = replace(c.after, 'Persona', 'Pirata')",),
    "altered at commit": ("MATCH (c:Commit) SET c.author = 'un altro'",),
    "altered at": ("MATCH (c:Change {seq: 2}) DELETE c",),
    "Commit 1 is missing": ("MATCH (c:Commit {number: 1}) DELETE c",),
    "Commit 2 is missing": ("MATCH (c:Commit {number: 2}) DELETE c",),
    "Commit 3 is missing": ("MATCH (s:Legami) SET s.commit = 9",),
    "no longer there": ("MATCH ()-[t:TIE]->() DELETE t",),
    "identity": ("MATCH (s:Legami) SET s.identity = ''",),
    "setting “demo”": ("MATCH (s:Setting {key: 'demo'}) SET s.value = 'false'",),
}


@pytest.mark.parametrize("problem", BREAKS)
def test_damage_is_found_on_neo4j(neo4j_server, problem):
    store = neo4j_server.create()
    fill(store, household()[0])
    store.apply([Remember("demo", "true")], CLERK)
    assert store.verify().sound
    try:
        neo4j_server.run(*BREAKS[problem])
        found = store.verify()
    finally:
        neo4j_server.run(*cypher.SCHEMA)
    store.close()
    assert not found.sound
    assert any(problem in one.en for one in found.problems), found.problems


def test_an_erased_text_breaks_no_history_on_neo4j(neo4j_server):
    store = neo4j_server.create()
    fill(store, household()[0])
    before = store.verify()
    neo4j_server.run("MATCH (c:Change) WHERE c.uid IS NOT NULL REMOVE c.before, c.after, c.salt")
    assert store.verify() == before
    neo4j_server.run("MATCH (c:Change {seq: 1}) SET c.after = '{}'")
    assert not store.verify().sound
    store.close()


@pytest.mark.parametrize(
    "url",
    [
        "neo4j://",
        "neo4j://host:port",
        "neo4j://host/one/two",
        "neo4j://host?x=1",
        "neo4j://neo4j:parola@host",
        "neo4j://utente@host",
    ],
)
def test_an_address_is_a_server_and_no_secret(url):
    with pytest.raises(UsageError) as refused:
        open_store(url)
    assert "parola" not in str(refused.value)


def test_an_address_may_name_a_database():
    assert Address.of("neo4j+s://grafo.example.org:7687/sociale") == Address(
        "neo4j+s://grafo.example.org:7687", "sociale"
    )
    assert Address.of("neo4j://localhost").database is None
    assert "parola" not in repr(Credentials("neo4j", "parola"))


def test_an_empty_server_holds_no_store_on_neo4j(neo4j_server):
    with pytest.raises(StoreUnavailable, match="legami init"):
        neo4j_server.open()


def test_a_wrong_password_opens_nothing_on_neo4j(neo4j_server):
    neo4j_server.create().close()
    for credentials in (None, Credentials("neo4j", "sbagliata"), Credentials("altro", PASSWORD)):
        with pytest.raises(StoreUnavailable, match="user and password"):
            open_store(neo4j_server.url, credentials=credentials)


def test_a_graph_of_others_is_left_alone_on_neo4j(neo4j_server):
    neo4j_server.run("CREATE (:Film {titolo: 'Novecento'})")
    with pytest.raises(Conflict):
        create_store(neo4j_server.url, credentials=CREDENTIALS)
    with pytest.raises(StoreUnavailable):
        neo4j_server.open()


@pytest.mark.parametrize(
    ("change", "error"),
    [("SET s.version = 99", StoreVersion), ("SET s.version = 0", StoreUnavailable)],
)
def test_a_store_of_a_newer_program_or_an_unfinished_one_is_not_opened_on_neo4j(neo4j_server, change, error):
    neo4j_server.create().close()
    neo4j_server.run(f"MATCH (s:Legami) {change}")
    with pytest.raises(error):
        neo4j_server.open()


def test_a_store_learns_new_kinds_and_refuses_to_lose_them_on_neo4j(neo4j_server):
    store = neo4j_server.create(SCHEMA)
    world, person, _ = household()
    fill(store, world)
    store.close()
    neo4j_server.run("MATCH (v:Value) DETACH DELETE v", "MATCH (s:Legami) REMOVE s.found_by")
    wider = neo4j_server.open(WIDER)
    assert wider.find("comune", ["019036"]) == {"019036": (person,)}
    more = World(WIDER, seed=5)
    more.add(WIDER.kind("tavern"), "Osteria", sign="gallo")
    more.add(Person)
    fill(wider, more)
    assert wider.verify().sound
    wider.close()
    with pytest.raises(StoreVersion, match="tavern"):
        neo4j_server.open(SCHEMA)


def accesses(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Which questions go to which members of a cluster: any that reads, or the one that writes."""
    asked: list[tuple[str, str]] = []
    doing: list[str] = []
    session = Server._session

    def noting(server: Server, access: str) -> Session:
        asked.append((doing[-1], access))
        return session(server, access)

    def operations() -> list[Operation]:
        doing.append("read in the turn")
        store.get([NOBODY])
        store.find("comune", ["019036"])
        doing.append("write")
        return [Remember("demo", "true")]

    monkeypatch.setattr(Server, "_session", noting)
    for name, act in {
        "read": lambda: store.get([NOBODY]),
        "write": lambda: store.apply(operations, CLERK),
        "read again": lambda: store.get([NOBODY]),
        "snapshot": store.snapshot,
        "verify": store.verify,
    }.items():
        doing.append(name)
        act()
    return asked


def test_what_a_writer_and_a_snapshot_read_comes_from_the_member_that_writes_on_neo4j(neo4j_server, monkeypatch):
    store = neo4j_server.create()
    asked = set(accesses(store, monkeypatch))
    assert {name for name, access in asked if access == READ_ACCESS} == {"read", "read again"}
    assert {name for name, access in asked if access == WRITE_ACCESS} == {
        *("write", "read in the turn", "snapshot", "verify")
    }
    monkeypatch.setattr(server, "of_the_writer", nullcontext)
    assert ("read in the turn", READ_ACCESS) in accesses(store, monkeypatch)
    store.close()
