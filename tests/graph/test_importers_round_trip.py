"""Every kind, declared or not yet: what is written by its template comes back the same, and only once."""

import contextlib
from typing import Annotated, Any, ClassVar, Literal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from graph.errors import LegamiError, NotFound, Text
from graph.importers import run, template
from graph.kinds import COLUMN, SCHEMA, Association, Label, Node, Person, Record, Schema, Tie
from graph.kinds.bodies import Body
from graph.kinds.reference import reference
from graph.kinds.values import Codes, Layer
from graph.store import create_store
from graph.store.base import Create
from tests.graph.drawing import cell, drawn
from tests.graph.importing import AUTHOR, CREMA, Desk, counts, csv_text, seeded
from tests.memory_store import MemoryStore

OWN_ID = "018f0000-0000-7000-8000-00000000000a"
QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def expected(cls: type[Record], plain: dict[str, Any], **own: str) -> Record:
    """The record of drawn values, where their combination is possible."""
    try:
        return cls.model_validate({"kind": cls.model_fields["kind"].default, **plain, **own})
    except ValidationError:
        assume(False)
        raise


def written(cls: type[Record], plain: dict[str, Any], comma: bool, **own: str) -> str:
    """The file of one row under the whole template of its kind."""
    row = {
        "kind": cls.model_fields["kind"].default,
        **{name: cell(value, comma) for name, value in plain.items()},
        **own,
    }
    columns = template(SCHEMA, row["kind"])
    return csv_text([{name: row.pop(name, "") for name in columns}])


@pytest.mark.parametrize("cls", SCHEMA.nodes, ids=lambda cls: cls.__name__)
@QUIET
@given(data=st.data(), comma=st.booleans(), keyed=st.booleans())
def test_a_node_written_by_its_template_comes_back(tmp_path, cls, data, comma, keyed):
    plain = data.draw(drawn(cls))
    node = expected(cls, plain, id=OWN_ID)
    desk = Desk(MemoryStore(), tmp_path)
    text = written(cls, plain, comma, id=OWN_ID, **({"key": "k:1"} if keyed else {}))
    assert counts(desk.imports(text)) == (1, 0, 0, 0)
    kept = desk.store.get([OWN_ID])[OWN_ID]
    assert kept.model_copy(update={"sources": ()}) == node
    assert [source.key for source in kept.sources] == ["k:1"] * keyed
    assert counts(desk.imports(text)) == (0, 0, 1, 0)


@pytest.mark.parametrize("cls", SCHEMA.ties, ids=lambda cls: cls.__name__)
@QUIET
@given(data=st.data(), comma=st.booleans(), with_id=st.booleans())
def test_a_tie_written_by_its_template_comes_back(tmp_path, cls, data, comma, with_id):
    desk = Desk(MemoryStore(), tmp_path)
    ids = seeded(5)
    source, target = (data.draw(st.sampled_from(side))(id=next(ids), name="Prova", synthetic=True) for side in cls.ends)
    desk.store.apply([Create(source), Create(target)], AUTHOR)
    plain = data.draw(drawn(cls))
    tie = expected(cls, plain, id=OWN_ID, source=source.id, target=target.id)
    own = {"source": source.id, "target": target.id} | ({"id": OWN_ID} if with_id else {})
    text = written(cls, plain, comma, **own)
    assert counts(desk.imports(text)) == (1, 0, 0, 0)
    kept = next(iter(desk.store.ties(tie.kind)))
    assert kept.model_copy(update={"id": OWN_ID, "recorded_at": None}) == tie
    assert counts(desk.imports(text)) == (0, 0, 1, 0)


class Allotment(Body, frozen=True):
    """A shared garden: a kind that exists only in this test."""

    title: ClassVar[Text] = Text("Orto condiviso", "Allotment")
    kind: Literal["allotment"] = "allotment"
    plots: Annotated[int | None, Label("Parcelle", "Plots"), COLUMN, Field(ge=0)] = None
    grows: Annotated[Codes, Label("Che cosa vi si fa", "What is done there"), COLUMN] = ()


class Digging(Tie, frozen=True):
    """A person digs in an allotment."""

    title: ClassVar[Text] = Text("Coltiva", "Digs in")
    reverse: ClassVar[Text] = Text("È coltivato da", "Is dug by")
    ends: ClassVar[tuple[tuple[type[Node], ...], tuple[type[Node], ...]]] = ((Person,), (Allotment, Association))
    directed: ClassVar[bool] = True
    layer: ClassVar[Layer] = "civic"
    kind: Literal["digging"] = "digging"
    hours: Annotated[float | None, Label("Ore alla settimana", "Hours a week"), Field(gt=0)] = None


LARGER = Schema(nodes=(*SCHEMA.nodes, Allotment), ties=(*SCHEMA.ties, Digging))


@pytest.fixture(params=["memory", "embedded"])
def larger(request, tmp_path):
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    store = MemoryStore(LARGER) if request.param == "memory" else create_store(url, schema=LARGER)
    yield Desk(store, tmp_path)
    store.close()


def test_a_kind_added_to_the_schema_works_everywhere_without_any_other_change(larger):
    assert {"plots", "grows"} < set(template(LARGER, "allotment"))
    assert template(LARGER, "digging")[:4] == ["kind", "id", "source", "target"]
    with pytest.raises(NotFound):
        template(SCHEMA, "allotment")
    rows = [
        {
            "kind": "Orto condiviso",
            "key": "o1",
            "nome": "Orto di prova",
            "parcelle": "12",
            "grows": "orto sociale",
            "comune": "Crema",
        },
        {"kind": "person", "key": "p1", "nome": "Persona di prova"},
        {"kind": "digging", "source": "p1", "target": "o1", "hours": "2,5"},
        {"kind": "digging", "source": "o1", "target": "p1"},
    ]
    assert counts(larger.imports(csv_text(rows))) == (3, 0, 0, 1)
    assert counts(larger.imports(csv_text(rows))) == (0, 0, 3, 1)
    [garden], [tie] = larger.store.nodes("allotment"), larger.store.ties("digging")
    assert (garden.plots, garden.grows, garden.comune) == (12, ("orto-sociale",), CREMA)
    assert (tie.hours, tie.target) == (2.5, garden.id)
    assert [found.id for found in larger.store.search("orto prova")] == [garden.id]
    assert larger.store.contents().nodes["allotment"] == 1
    assert larger.store.verify().sound
    page = reference(LARGER)
    assert all(word in page for word in ("Orto condiviso", "Allotment", "Parcelle", "Plots", "Digs in"))


ROWS = csv_text(
    [
        {"kind": "person", "key": "p1", "name": "Persona di prova", "comune": CREMA, "birth_year": "1980"},
        {"kind": "firm", "key": "f1", "name": "Officina di prova", "employees": "3"},
        {"kind": "work", "source": "p1", "target": "f1", "valid_from": "2024-01-01"},
    ]
).encode()


@given(
    edits=st.lists(st.tuples(st.integers(0, len(ROWS) - 1), st.binary(max_size=3)), max_size=6),
    source=st.sampled_from(["table", "cinque-per-mille", "scuole-statali", "farmacie"]),
)
def test_a_mutated_file_never_raises_anything_but_our_errors_and_never_writes_half(tmp_path_factory, edits, source):
    data = ROWS
    for place, bytes_ in edits:
        data = data[:place] + bytes_ + data[place + 1 :]
    folder = tmp_path_factory.getbasetemp()
    desk = Desk(MemoryStore(), folder)
    desk.file.write_bytes(data)
    before = desk.store.contents()
    with contextlib.suppress(LegamiError):
        report = run(source, desk.file, desk.store, author=AUTHOR, ids=desk.ids)
        assert report.rows == report.accepted + report.changed + report.unchanged + len(report.rejected)
        return
    assert desk.store.contents() == before
