"""A new store, filled aside and put into its place whole: a founding that fails or is interrupted leaves nothing."""

import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from random import Random
from secrets import randbits
from typing import TYPE_CHECKING, Final

from api.cli.options import Session
from api.settings import make_room, store_file
from graph.errors import Conflict, StoreUnavailable
from graph.kinds import Place
from graph.kinds.ids import new_ids
from graph.store import Author, Create, Operation, Remember, create_store, restore
from graph.territory.geopop import load_province, population
from graph.territory.places import territory

if TYPE_CHECKING:
    from graph.store import Contents

DEMO_DAY: Final = date(2026, 11, 2)
"""Today on a demonstration store, whatever the day on which it is made."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What is asked for: a province, and perhaps a demonstration of so many persons from a seed."""

    province: str
    demo: bool
    persons: int
    seed: int


def found(session: Session, plan: Founding) -> "Contents":
    """Make the store and say what it holds.

    Raises Conflict where something is there already, NotFound for an unknown province, StoreErrors.
    """
    make_room(session.store_url)
    with room_beside(session.store_url) as room:
        moment = founding_moment(session, plan)
        operations = list(_operations(session, plan, moment))
        session.tell("Scrivo l'archivio…", "Writing the store…")
        aside = room / "new.sqlite"
        store = create_store(f"sqlite:///{aside}")
        try:
            store.apply(operations, Author("legami init", moment, "demo" if plan.demo else plan.province))
            contents = store.contents()
        finally:
            store.close()
        restore(aside, session.store_url)
    return contents


@contextmanager
def room_beside(url: str) -> Generator[Path]:
    """A private folder beside where the store will be, gone afterwards.

    Refuses before any work what would be refused at the end: Conflict, StoreUnavailable, UsageError for another URL.
    """
    place = store_file(url).parent
    try:
        refuse_taken(url)
        folder = tempfile.TemporaryDirectory(prefix=".legami-", dir=place)
    except OSError:
        raise StoreUnavailable(
            f"Nella cartella {place} non si può scrivere: creala, o indica un altro archivio con --store.",
            f"The folder {place} cannot be written: make it, or name another store with --store.",
        ) from None
    with folder as name:
        yield Path(name)


def refuse_taken(url: str) -> None:
    """Refuse a place where something is.

    Raises Conflict, or UsageError for what names no embedded store.
    """
    file = store_file(url)
    if file.exists() or file.is_symlink():
        raise Conflict(
            f"In {file} c'è già qualcosa, che non viene sostituito: indica un altro archivio con --store.",
            f"There is something at {file} already, and it is not replaced: name another store with --store.",
        )


def founding_moment(session: Session, plan: Founding) -> datetime:
    """When it is made (UTC); on a demonstration the same for everybody, so that equal seeds give equal stores."""
    if plan.demo:
        return datetime.combine(session.at or DEMO_DAY, time(8), UTC)
    return session.now


def _operations(session: Session, plan: Founding, moment: datetime) -> Iterator[Operation]:
    session.tell(f"Carico i comuni della provincia: {plan.province}…", f"Loading the comuni of {plan.province}…")
    province = load_province(plan.province)
    bits = Random(plan.seed).getrandbits if plan.demo else randbits  # noqa: S311 - ids of invented records
    today = session.at or (DEMO_DAY if plan.demo else session.today)
    places, adjacency = territory(province, new_ids(moment, bits), today)
    yield Remember("province", province.sigla)
    yield from map(Create, (*places, *adjacency))
    if plan.demo:
        yield from _invented(session, plan, places, today)


def _invented(session: Session, plan: Founding, places: list[Place], today: date) -> Iterator[Operation]:
    """The people, bodies, ties and pacts of a demonstration."""
    from graph.demo import demonstration

    session.tell(
        f"Invento {plan.persons} persone e i loro legami…", f"Inventing {plan.persons} persons and their ties…"
    )
    made = demonstration(
        places=places,
        population=population(plan.province),
        persons=plan.persons,
        seed=plan.seed,
        reference_date=today,
    )
    yield from (Remember(key, value) for key, value in made.settings.items())
    yield from map(Create, (*made.nodes, *made.ties))
