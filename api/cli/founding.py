"""A new store, made whole or not at all: a founding that fails or is interrupted leaves nothing."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from random import Random
from secrets import randbits
from typing import TYPE_CHECKING, Final

from api.cli.options import Session
from api.cli.progress import Course, course
from api.cli.standing import founded
from api.settings import is_server, make_room, store_file
from graph.errors import Conflict, StoreUnavailable, Text
from graph.kinds import Adjacency, Place
from graph.kinds.ids import new_ids
from graph.store import Author, Batch, NodeBatch, TieBatch, batches, load_store
from graph.territory.geopop import load_province, population
from graph.territory.places import territory

if TYPE_CHECKING:
    from graph.demo import Demonstration
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


@dataclass(frozen=True, slots=True)
class Content:
    """What a store is made of: batches, how many records they are, and its settings."""

    batches: Iterator[Batch]
    size: int
    settings: dict[str, str]


def found(session: Session, plan: Founding) -> "Contents":
    """Make the store and say what it holds.

    Raises Conflict where something is there already, NotFound for an unknown province, StoreErrors; Interrupted when it
    is stopped, and then nothing is left.
    """
    make_room(session.store_url)
    if not is_server(session.store_url):  # a server refuses before anything is drawn
        refuse_useless(session.store_url)
    session.standing.look = founded(session.store_url)
    with course(session.voice) as shown:
        moment = founding_moment(session, plan)
        _load(session, _content(session, plan, moment, shown), _author(plan, moment), shown)
    with session.store() as store:
        return store.contents()


def _load(session: Session, content: Content, author: Author, shown: Course) -> None:
    shown.begin(Text("Scrivo l'archivio", "Writing the store"), content.size)

    def told(count: int) -> None:
        shown.reached(count)
        if count == content.size:
            shown.begin(Text("Preparo indici e ricerca", "Preparing indexes and search"))

    load_store(
        session.store_url,
        content.batches,
        author=author,
        settings=content.settings,
        told=told,
        credentials=session.settings.credentials,
        timeout_s=session.settings.store_timeout_s,
    )


def _author(plan: Founding, moment: datetime) -> Author:
    return Author("legami init", moment, "demo" if plan.demo else plan.province)


def refuse_useless(url: str) -> None:
    """Refuse before any work what would be refused at the end.

    Raises Conflict, StoreUnavailable where nothing can be written, UsageError for what names no embedded store.
    """
    place = store_file(url).parent
    try:
        refuse_taken(url)
        with tempfile.TemporaryFile(dir=place):
            return
    except OSError:
        raise StoreUnavailable(
            f"Nella cartella {place} non si può scrivere: creala, o indica un altro archivio con --store.",
            f"The folder {place} cannot be written: make it, or name another store with --store.",
        ) from None


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


def _content(session: Session, plan: Founding, moment: datetime, shown: Course) -> Content:
    shown.begin(Text(f"Comuni della provincia: {plan.province}", f"Comuni of the province: {plan.province}"))
    province = load_province(plan.province)
    bits = Random(plan.seed).getrandbits if plan.demo else randbits  # noqa: S311 - ids of invented records
    today = session.at or (DEMO_DAY if plan.demo else session.today)
    places, adjacency = territory(province, new_ids(moment, bits), today)
    settings = {"province": province.sigla}
    if not plan.demo:
        return Content(batches([*places, *adjacency]), len(places) + len(adjacency), settings)
    made = _invented(plan, places, today, shown)
    size = len(places) + len(adjacency) + made.node_count + made.tie_count
    return Content(_delivered(places, adjacency, made), size, settings | made.settings)


def _invented(plan: Founding, places: list[Place], today: date, shown: Course) -> "Demonstration":
    """The people, bodies, ties and pacts of a demonstration."""
    from graph.demo import demonstration

    return demonstration(
        places=places,
        population=population(plan.province),
        persons=plan.persons,
        seed=plan.seed,
        reference_date=today,
        begin=shown.begin,
    )


def _delivered(places: list[Place], adjacency: list[Adjacency], made: "Demonstration") -> Iterator[Batch]:
    """Places come first: from there on ties count the nodes."""
    land = list(batches([*places, *adjacency]))
    yield from (batch for batch in land if isinstance(batch, NodeBatch))
    yield from made.nodes()
    yield from (batch for batch in land if isinstance(batch, TieBatch))
    yield from made.ties()
