"""Records and operations on a small store, drawn so that most of them fit what is there. All data synthetic."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from graph.errors import LegamiError
from graph.kinds import (
    Association,
    Family,
    Firm,
    Friendship,
    Kinship,
    Membership,
    NoContact,
    Node,
    Person,
    Record,
    Source,
    Tie,
)
from graph.store import Create, Delete, End, Operation, Remember, Update

NODE_IDS = [f"00000000-0000-7000-8000-00000000000{n:x}" for n in range(8)]
TIE_IDS = [f"00000000-0000-7000-9000-00000000000{n:x}" for n in range(8)]
IDS = NODE_IDS + TIE_IDS
WORDS = ["Caffè", "caffetteria", "Società", "ROSSI", "rossini", "мост", "東京", "ß", "a", "x2", "ﬁne", "«»", "OR"]
NODE_KINDS: list[type[Node]] = [Person, Person, Person, Family, Association, Firm]
TIE_KINDS: list[type[Tie]] = [Friendship, Friendship, Kinship, Membership, NoContact]

ids = st.sampled_from(IDS)
near = st.sampled_from(NODE_IDS[:5])
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
days = st.sampled_from([None, date(2024, 1, 1), date(2024, 1, 2), date(2024, 1, 3)])
sources = st.lists(
    st.builds(Source, name=st.sampled_from(["uno", "due"]), key=st.sampled_from("AB"), values=st.just({"v": [None]})),
    max_size=2,
).map(tuple)


@st.composite
def nodes(draw: st.DrawFn, id: str | None = None, kind: type[Node] | None = None) -> Node:
    kind = kind or draw(st.sampled_from(NODE_KINDS))
    return kind(
        id=id or draw(st.sampled_from(NODE_IDS)),
        name=draw(names),
        comune=draw(st.sampled_from([None, "019036", "019001"])),
        languages=draw(st.sampled_from([(), ("lingua-italiana",), ("lingua-araba", "lingua-italiana")])),
        sources=draw(sources),
        synthetic=draw(st.booleans()),
    )


@st.composite
def ties(draw: st.DrawFn, ends: list[str], id: str | None = None, kind: type[Tie] | None = None) -> Tie:
    source, target = draw(st.permutations(ends))[:2]
    first, last = draw(days), draw(days)
    if first and last and last < first:
        first, last = last, first
    kind = kind or draw(st.sampled_from(TIE_KINDS))
    return kind(
        id=id or draw(st.sampled_from(TIE_IDS)),
        source=source,
        target=target,
        valid_from=first,
        valid_to=last,
        confirmed_on=draw(days),
        strength=draw(st.sampled_from(["weak", "moderate", "very_strong"])),
        recorded_at=draw(st.none() | st.just(datetime(2024, 1, 1, tzinfo=UTC))),
    )


@st.composite
def operations(draw: st.DrawFn, there: dict[str, Record]) -> Operation:
    """An operation that mostly fits what is there, and sometimes not at all."""
    ends = [id for id, record in there.items() if isinstance(record, Node)]
    ends = ends if len(ends) > 1 else NODE_IDS
    free = [id for id in IDS if id not in there] if draw(st.integers(0, 7)) else IDS
    known = sorted(there) if there and draw(st.integers(0, 7)) else IDS
    id, new = draw(st.sampled_from(known)), draw(st.sampled_from(free or IDS))
    match draw(st.sampled_from(["node", "tie", "tie", "update", "end", "delete", "remember"])):
        case "node":
            return Create(draw(nodes(new)))
        case "tie":
            return Create(draw(ties(ends, new)))
        case "update" if isinstance(there.get(id), Tie):
            return Update(draw(ties(ends, id, type(there[id]))), draw(st.sampled_from([None, there[id]])))
        case "update":
            record = there.get(id)
            stale = draw(st.sampled_from([None, record, draw(nodes(id))]))
            return Update(draw(nodes(id, type(record) if isinstance(record, Node) else None)), stale)
        case "end":
            living = [id for id, record in there.items() if isinstance(record, Tie)]
            return End(draw(st.sampled_from(living or IDS)), draw(days.filter(bool)))
        case "delete":
            return Delete(id)
        case _:
            return Remember(draw(st.sampled_from(["demo", "reference_date"])), draw(st.sampled_from("AB")))


def answer(ask: Callable[[], Any]) -> Any:
    """What a store answers, or which error it raises."""
    try:
        return ask()
    except LegamiError as error:
        return error.code
