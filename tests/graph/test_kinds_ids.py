"""Ids made many at once are those that would be made one by one."""

import random
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from graph.kinds.ids import Ids, new_ids

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def seeded(seed: int) -> Ids:
    return new_ids(NOW, random.Random(seed).getrandbits)


@given(st.integers(0, 9), st.lists(st.one_of(st.none(), st.integers(0, 20)), max_size=8))
def test_ids_taken_many_at_once_are_those_made_one_by_one(seed, portions):
    mixed, single = seeded(seed), seeded(seed)
    made = [id for size in portions for id in ([next(mixed)] if size is None else as_text(mixed, size))]
    assert made == [next(single) for _ in made]


def as_text(ids: Ids, size: int) -> list[str]:
    return [str(UUID(bytes=uid.tobytes())) for uid in ids.take(size)]


def test_ids_taken_at_once_rise_past_the_end_of_a_millisecond_and_are_of_version_7():
    taken = as_text(seeded(1), 10_000)
    assert taken == sorted(set(taken))
    assert {UUID(id).version for id in taken} == {7}


def test_ids_from_the_system_differ():
    assert as_text(new_ids(NOW), 3) != as_text(new_ids(NOW), 3)
