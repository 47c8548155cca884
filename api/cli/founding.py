"""A new store, filled aside and put into its place whole: a founding that fails or is interrupted leaves nothing."""

import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from random import Random
from secrets import randbits
from typing import TYPE_CHECKING, Final

from api.cli.options import Session
from api.settings import make_room, store_file
from graph.errors import Conflict
from graph.kinds import Record
from graph.kinds.ids import new_ids
from graph.store import Author, Create, Operation, Remember, create_store, restore
from graph.territory.geopop import load_province
from graph.territory.places import territory

if TYPE_CHECKING:
    from graph.kinds import Place
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
    refuse_taken(session.store_url)
    moment = founding_moment(session, plan)
    operations = list(_operations(session, plan, moment))
    session.tell("Scrivo l'archivio…", "Writing the store…")
    author = Author("legami init", moment, "demo" if plan.demo else plan.province)
    make_room(session.store_url)
    with tempfile.TemporaryDirectory(prefix="legami-") as folder:
        aside = Path(folder) / "new.sqlite"
        store = create_store(f"sqlite:///{aside}")
        try:
            store.apply(operations, author)
            contents = store.contents()
        finally:
            store.close()
        restore(aside, session.store_url)
    return contents


def refuse_taken(url: str) -> None:
    """Refuse before any work what would be refused at the end.

    Raises Conflict.
    """
    file = store_file(url)
    if file.exists():
        raise Conflict(
            f"In {file} c'è già qualcosa, che non viene sostituito: indica un altro archivio con --store.",
            f"There is something at {file} already, and it is not replaced: name another store with --store.",
        )


def founding_moment(session: Session, plan: Founding) -> datetime:
    """When it is made (UTC); on a demonstration the same for everybody, so that equal seeds give equal stores."""
    if plan.demo:
        return datetime.combine(session.at or DEMO_DAY, time(8), UTC)
    return session.now


def _operations(session: Session, plan: Founding, moment: datetime) -> "list[Operation]":
    session.tell(f"Carico i comuni della provincia: {plan.province}…", f"Loading the comuni of {plan.province}…")
    province = load_province(plan.province)
    bits = Random(plan.seed).getrandbits if plan.demo else randbits  # noqa: S311 - ids of invented records
    ids = new_ids(moment, bits)
    today = session.at or (DEMO_DAY if plan.demo else session.today)
    places, adjacency = territory(province, ids, today)
    settings = {"province": province.sigla} | (_demo_settings(plan, today) if plan.demo else {})
    records: list[Record] = [*places, *adjacency]
    if plan.demo:
        records += _invented(session, plan, places, today)
    return [*(Remember(key, value) for key, value in settings.items()), *map(Create, records)]


def _demo_settings(plan: Founding, today: date) -> dict[str, str]:
    return {
        "demo": "true",
        "reference_date": today.isoformat(),
        "demo_persons": str(plan.persons),
        "demo_seed": str(plan.seed),
    }


def _invented(session: Session, plan: Founding, places: "list[Place]", today: date) -> list[Record]:
    """The people, bodies, ties and pacts of a demonstration."""
    from graph.demo import demonstration  # pyright: ignore

    session.tell(
        f"Invento {plan.persons} persone e i loro legami…", f"Inventing {plan.persons} persons and their ties…"
    )
    raise NotImplementedError(demonstration)
