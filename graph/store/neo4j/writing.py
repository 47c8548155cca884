"""What a ledger leaves, written to the server in batches within the one writing transaction."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from neo4j import Transaction

from graph.kinds import Node, Record, Tie
from graph.store.canonical import content
from graph.store.ledger import Ledger, Setting
from graph.store.lookup import lookups
from graph.store.neo4j import cypher
from graph.store.neo4j.batching import run_in_batches
from graph.store.neo4j.failures import damaged
from graph.store.neo4j.history import State, record
from graph.store.neo4j.rows import hex_id, node_row, tie_row
from graph.store.net import Net
from graph.store.numbering import Kinds


def write(transaction: Transaction, kinds: Kinds, now: State, key: str, *, ledger: Ledger, url: str) -> int:
    """Write all steps of a ledger as one commit; return its number, or the latest if there is nothing to write.

    Raises StoreDamaged where an end that was there for the ledger is not there for the tie.
    """
    if not ledger.steps:
        return now.commit
    net = Net.of(ledger)
    plains = {id(record): content(record) for record in (*net.new, *net.changed)}
    _delete(transaction, [*net.gone, *_ties(net.changed)])
    new, changed = _nodes(net.new), _nodes(net.changed)
    run_in_batches(transaction, cypher.CREATE_NODES, [node_row(node, kinds, plains[id(node)]) for node in new])
    lose_values(transaction, changed)
    run_in_batches(transaction, cypher.UPDATE_NODES, [node_row(node, kinds, plains[id(node)]) for node in changed])
    have_values(transaction, [*new, *changed])
    ties = [tie_row(tie, kinds, plains[id(tie)]) for tie in _ties([*net.new, *net.changed])]
    if run_in_batches(transaction, cypher.CREATE_TIES, ties) != len(ties):
        raise damaged(url)
    _count(transaction, net)
    _remember(transaction, [step for step in ledger.steps if isinstance(step, Setting)])
    return record(transaction, now, key, ledger.author, ledger.steps, plains)


def _nodes(records: Sequence[Record]) -> list[Node]:
    return [record for record in records if isinstance(record, Node)]


def _ties(records: Sequence[Record]) -> list[Tie]:
    return [record for record in records if isinstance(record, Tie)]


def _delete(transaction: Transaction, gone: Sequence[Record]) -> None:
    """Take records away; a tie that changes is made anew, since its ends may change and the server moves none."""
    run_in_batches(transaction, cypher.DELETE_TIES, [hex_id(tie.id) for tie in _ties(gone)], "ids")
    nodes = _nodes(gone)
    lose_values(transaction, nodes)
    run_in_batches(transaction, cypher.DELETE_NODES, [hex_id(node.id) for node in nodes], "ids")


def lose_values(transaction: Transaction, nodes: Sequence[Node]) -> None:
    """Let nodes be found by no values."""
    run_in_batches(transaction, cypher.LOSE_VALUES, [hex_id(node.id) for node in nodes], "ids")


def have_values(transaction: Transaction, nodes: Sequence[Node]) -> None:
    """Let nodes be found by their values."""
    rows = [[hex_id(node.id), *pair] for node in nodes for pair in dict.fromkeys(lookups(node))]
    run_in_batches(transaction, cypher.HAVE_VALUES, rows)


def _count(transaction: Transaction, net: Net) -> None:
    by: Counter[tuple[str, str]] = Counter()
    for records, sign in ((net.new, 1), (net.gone, -1)):
        for item in records:
            by["node" if isinstance(item, Node) else "tie", item.kind] += sign
    rows: list[list[Any]] = [[*of, number] for of, number in sorted(by.items()) if number]
    run_in_batches(transaction, cypher.COUNT_ON, rows)


def _remember(transaction: Transaction, settings: Sequence[Setting]) -> None:
    for key, value in {setting.key: setting.after for setting in settings}.items():
        if value is None:
            transaction.run(cypher.FORGET, key=key).consume()
        else:
            transaction.run(cypher.REMEMBER, key=key, value=value).consume()
