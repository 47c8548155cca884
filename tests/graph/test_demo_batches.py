"""The demonstration as batches: what declarations would write, of bounded size, the same however it is cut."""

from datetime import UTC, datetime
from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.demo import parties
from graph.demo.demonstration import STEPS, Demonstration, demonstration
from graph.demo.draws import skip
from graph.demo.kinship import LARGE, OF_ONE, further
from graph.demo.ties import among
from graph.kinds import SCHEMA
from graph.store import Author, Create, NodeBatch, TieBatch, batches, create_store, load_store
from tests.graph.demo_province import REFERENCE, ground, land, made, plain_nodes, plain_ties, records

COLUMNS = {"kind", "source", "target", "strength", "valid_from", "valid_to", "confirmed_on", "visibility"}


@pytest.fixture(scope="module")
def shown() -> Demonstration:
    return made(400, 3)


def out_of_form(shown: Demonstration) -> list[dict]:
    """The plain records of all batches that are not what their declarations would write."""
    nodes = [plain for batch in shown.nodes() for plain in plain_nodes(batch)]
    ids = [place.id for place in ground()[0]] + [plain["id"] for plain in nodes]
    ties = [plain for batch in shown.ties() for plain in plain_ties(batch, ids)]
    return [plain for plain in (*nodes, *ties) if written(plain) != fields(plain)]


def written(plain: dict) -> dict:
    return fields(SCHEMA.parse(plain).model_dump(mode="json", exclude_defaults=True))


def fields(plain: dict) -> dict:
    return {name: value for name, value in plain.items() if name not in COLUMNS}


def test_every_batch_says_what_validated_records_would_write(shown):
    assert out_of_form(shown) == []


def test_fields_at_their_default_would_be_noticed(monkeypatch):
    monkeypatch.setattr(parties, "plain", lambda kind, fields: dict(fields))
    assert out_of_form(made(400, 3))


def test_a_store_filled_with_the_batches_is_one_to_which_the_records_were_applied(shown, tmp_path):
    places, adjacency = land()
    author = Author("test", datetime(2026, 9, 1, tzinfo=UTC))
    territory = list(batches([*places, *adjacency]))
    load_store(
        f"sqlite:///{tmp_path / 'loaded.db'}",
        chain(of(NodeBatch, territory), shown.nodes(), of(TieBatch, territory), shown.ties()),
        author=author,
        settings=shown.settings,
    )
    parsed = records(shown, places)
    applied = create_store(f"sqlite:///{tmp_path / 'applied.db'}")
    applied.apply(map(Create, (*places, *adjacency, *parsed.nodes, *parsed.ties)), author)
    assert digest_of(tmp_path / "loaded.db") == applied.verify().canonical_hash
    applied.close()


def of(kind, found):
    return (batch for batch in found if isinstance(batch, kind))


def digest_of(file) -> str:
    from graph.store import open_store

    store = open_store(f"sqlite:///{file}")
    found = store.verify()
    store.close()
    assert found.sound
    return found.canonical_hash


def test_no_batch_is_larger_than_asked_and_the_size_changes_nothing(shown):
    assert max(len(batch) for batch in chain(shown.nodes(7), shown.ties(7))) == 7
    places = ground()[0]
    assert records(shown, places, 7) == records(shown, places, 50_000)


def test_a_demonstration_can_be_delivered_twice(shown):
    places = ground()[0]
    assert records(shown, places) == records(shown, places)


def test_counts_are_those_of_what_is_delivered(shown):
    assert shown.node_count == sum(map(len, shown.nodes()))
    assert shown.tie_count == sum(map(len, shown.ties()))


def test_each_step_is_told_as_it_begins():
    places, people = ground()
    told = []
    demonstration(places=places, population=people, persons=60, seed=1, reference_date=REFERENCE, begin=told.append)
    assert tuple(told) == STEPS


def test_more_persons_than_inhabitants_are_possible():
    assert made(5000, 2, "AO").node_count > made(200, 4, "AO").node_count


def test_a_large_province_has_about_six_ties_to_a_node_and_no_mother_of_dozens():
    shown = made(30_000, 1)
    assert 5 < shown.tie_count / shown.node_count < 7
    parents = np.concatenate(
        [
            batch.source
            for batch in shown.ties()
            if batch.kind == "kinship" and isinstance(batch.fields, dict) and batch.fields.get("relation") == "parent"
        ]
    )
    assert np.bincount(parents).max() <= 2 * LARGE


def test_those_who_want_one_mother_share_several_only_when_they_are_too_many():
    few, many = np.full(LARGE, 5), np.full(40, 7)
    offsets = further(np.concatenate([few, many]))
    assert not offsets[: len(few)].any()
    assert np.bincount(offsets[len(few) :]).max() <= np.ceil(OF_ONE)


@given(st.lists(st.integers(0, 30)), st.lists(st.integers(0, 30)))
def test_among_says_which_keys_are_taken(keys, taken):
    found = among(np.array(keys, np.int64), np.array(taken, np.int64))
    assert found.tolist() == [key in taken for key in keys]


@given(st.integers(0, 50), st.booleans())
def test_skipping_draws_is_as_if_they_had_been_made(size, half_a_word):
    drawn, skipped = np.random.default_rng(1), np.random.default_rng(1)
    if half_a_word:
        assert drawn.integers(9) == skipped.integers(9)
    drawn.random(size)
    skip(skipped, size)
    assert drawn.integers(9, size=3).tolist() == skipped.integers(9, size=3).tolist()
    assert drawn.random() == skipped.random()
