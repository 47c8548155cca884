"""The store held open: read again only after a commit, for the viewer and the day, and only while a demonstration."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.desk import MOST_VIEWS, open_desk
from graph.errors import NotFound, StoreUnavailable
from graph.kinds import Association, Person
from graph.store import Author, Create, Delete, Remember, open_store
from graph.view import Viewer
from tests.api.conftest import NOW, Town, town_records, write
from tests.api.http.answers import client_of
from tests.factory import World

HERE = Viewer("operator", "cremasco")
PACTS = f"/pacts?viewer={HERE}"


@pytest.fixture
def desk(town: Town):
    desk = open_desk(town.url, cache=town.file.parent / "cache", clock=lambda: NOW)
    yield desk
    desk.close()


def change(town: Town, *operations) -> int:
    store = open_store(town.url)
    try:
        return store.apply(operations, Author("test", NOW))
    finally:
        store.close()


def newcomer() -> Association:
    world = World(seed=99)
    return world.nodes[world.add(Association, "Nuova associazione", comune="019035")]  # pyright: ignore


def test_nothing_is_read_again_while_nothing_changed(desk):
    first = desk.now()

    assert desk.now() is first
    assert first.view(HERE) is first.view(HERE)


def test_a_commit_of_another_process_is_seen_by_the_next_request(desk, town: Town):
    before, added = desk.now(), newcomer()

    commit = change(town, Create(added))

    after = desk.now()
    assert (before.snapshot.commit, after.snapshot.commit) == (commit - 1, commit)
    assert after.node(HERE, added.id)[1] == added
    with pytest.raises(NotFound):
        before.node(HERE, added.id)


def test_a_demonstration_into_which_real_people_were_written_is_not_served_until_they_are_gone(desk, town: Town):
    desk.now()
    real = Person(id="019b76da-a800-7fff-8000-0000000000aa", name="Una persona", comune="019035")
    change(town, Create(real))

    with pytest.raises(StoreUnavailable, match="synthetic"):
        desk.now()

    change(town, Delete(real.id))
    assert desk.now().contents.demo


def test_real_people_written_while_the_store_is_read_are_not_served(desk, town: Town, monkeypatch: pytest.MonkeyPatch):
    desk.now()
    real = Create(Person(id="019b76da-a800-7fff-8000-0000000000ac", name="Una persona", comune="019035"))
    waiting, read = [real], desk._snapshot

    def disturbed():
        while waiting:
            change(town, waiting.pop())
        return read()

    monkeypatch.setattr(desk, "_snapshot", disturbed)
    change(town, Create(newcomer()))

    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="synthetic"):
            desk.now()


def test_without_the_check_real_people_would_be_served(desk, town: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("api.desk.check_invented", lambda store, since: None)
    change(town, Create(Person(id="019b76da-a800-7fff-8000-0000000000ab", name="Una persona", comune="019035")))

    assert desk.now().node(HERE, "019b76da-a800-7fff-8000-0000000000ab")


def test_a_store_whose_file_is_taken_away_or_replaced_is_served_no_longer(desk, town: Town):
    copy = town.file.with_suffix(".copy")
    shutil.copy(town.file, copy)
    desk.now()

    town.file.rename(town.file.with_suffix(".away"))
    with pytest.raises(StoreUnavailable, match="gone"):
        desk.now()
    copy.rename(town.file)
    with pytest.raises(StoreUnavailable, match="another"):
        desk.now()
    town.file.with_suffix(".away").rename(town.file)
    assert desk.now()


def test_without_the_check_a_store_that_is_gone_would_be_served(desk, town: Town, monkeypatch):
    monkeypatch.setattr("api.desk._identity", lambda file: (0, 0))
    desk._identity = None
    town.file.unlink()

    assert desk.now()


def test_the_tag_changes_with_the_commit(town: Town):
    with client_of(town.file) as client:
        tag = client.get(PACTS).headers["etag"]
        change(town, Create(newcomer()))

        response = client.get(PACTS, headers={"If-None-Match": tag})

        assert response.status_code == 200
        assert response.headers["legami-commit"] == "2"


def test_a_store_that_is_no_demonstration_any_more_is_served_no_longer(town: Town):
    with client_of(town.file) as client:
        assert client.get("/health").status_code == 200
        change(town, Remember("demo", "false"))

        response = client.get("/health")

    assert (response.status_code, response.json()["code"]) == (503, "store_unavailable")


def test_today_moves_with_the_clock_where_the_store_has_no_day_of_its_own(tmp_path: Path):
    world, _ = town_records()
    write(world, tmp_path / "today.sqlite", {"demo": "true"})
    now = [datetime(2026, 11, 2, 12, tzinfo=UTC)]
    desk = open_desk(f"sqlite:///{tmp_path}/today.sqlite", cache=tmp_path / "cache", clock=lambda: now[0])
    first = desk.now()

    now[0] = datetime(2026, 11, 3, 12, tzinfo=UTC)

    assert (first.at, desk.now().at) == (date(2026, 11, 2), date(2026, 11, 3))
    assert desk.now().snapshot is first.snapshot
    desk.close()


def test_a_day_that_is_given_counts_as_today(town: Town):
    with client_of(town.file, at=date(2026, 12, 24)) as client:
        assert client.get("/health").json()["today"] == "2026-12-24"


def test_few_views_are_kept(desk):
    held = desk.now()

    for number in range(3 * MOST_VIEWS):
        held.view(Viewer("operator", f"ambito-{number}"))

    assert len(held._views) == MOST_VIEWS


def test_a_cache_that_cannot_be_used_changes_no_answer(town: Town):
    (town.file.parent / "file").write_text("")
    desk = open_desk(town.url, cache=town.file.parent / "file", clock=lambda: NOW)

    assert len(desk.now().snapshot) > 0
    desk.close()


def test_a_store_that_is_refused_is_closed(tmp_path: Path, monkeypatch):
    world, _ = town_records()
    write(world, tmp_path / "real.sqlite", {})
    closed = []
    monkeypatch.setattr("api.desk.Desk.close", lambda self: (closed.append(self), self._store.close()))

    with pytest.raises(StoreUnavailable):
        open_desk(f"sqlite:///{tmp_path}/real.sqlite", cache=tmp_path / "cache", clock=lambda: NOW)

    assert len(closed) == 1
