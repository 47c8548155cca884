from datetime import date
from typing import ClassVar, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InvalidRecord, NotFound, Text
from graph.kinds import (
    FREE_TEXT,
    PERSONAL,
    SCHEMA,
    Ask,
    Association,
    Family,
    Friendship,
    InclusionPact,
    Label,
    Node,
    Person,
    Schema,
    Tie,
)
from graph.kinds.base import label
from graph.kinds.values import SLOTS, slot_bits
from tests.factory import World

ID = "00000000-0000-7000-8000-000000000001"
OTHER = "00000000-0000-7000-8000-000000000002"


@pytest.mark.parametrize("cls", [*SCHEMA.nodes, *SCHEMA.ties])
def test_a_kind_explains_itself_in_both_languages(cls) -> None:
    assert cls.__doc__
    assert cls.title.it
    assert cls.title.en
    for name, field in cls.model_fields.items():
        if name != "kind":
            title = label(field)
            assert title is not None, name
            assert title.it
            assert title.en


def test_a_kind_is_found_by_name_and_a_near_miss_is_told() -> None:
    assert SCHEMA.kind("person") is Person
    with pytest.raises(NotFound, match="person"):
        SCHEMA.kind("persno")


def test_a_wrong_field_is_named_and_its_value_is_not() -> None:
    with pytest.raises(InvalidRecord) as error:
        SCHEMA.parse({"kind": "person", "id": ID, "name": "X", "birth_year": "secret"})
    assert "birth_year" in error.value.message.it
    assert "secret" not in str(error.value) + error.value.message.it


def test_a_refusal_of_the_whole_record_names_no_field() -> None:
    with pytest.raises(InvalidRecord) as error:
        SCHEMA.parse({"kind": "person", "id": ID, "name": "X", "introduces_since": "2026-01-01"})
    assert error.value.message.it == "Persona: per un consenso serve l'anno di nascita"
    assert error.value.message.en == "Person: an agreement needs birth_year"


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(InvalidRecord, match="colour"):
        SCHEMA.parse({"kind": "family", "id": ID, "name": "X", "colour": "red"})


@pytest.mark.parametrize(
    ("cell", "ask"),
    [
        ("doposcuola", Ask(need="doposcuola")),
        (
            "doposcuola [2019] !3 mon..tue-afternoon",
            Ask(need="doposcuola", birth_year=2019, weight=3, slots=("mon-afternoon", "tue-afternoon")),
        ),
        ("doposcuola [2019], !3", Ask(need="doposcuola", birth_year=2019, weight=3)),
        ("doposcuola sat-morning, sun-morning", Ask(need="doposcuola", slots=("sat-morning", "sun-morning"))),
    ],
)
def test_an_ask_can_be_written_in_a_cell(cell: str, ask: Ask) -> None:
    assert InclusionPact(id=ID, name="P", asks=cell).asks == (ask,)


@pytest.mark.parametrize(
    ("cell", "field"),
    [
        ("imparare l'italiano [2019]", "need"),
        ("[2019]", "need"),
        ("doposcuola [2019] [2021]", "birth_year"),
        ("doposcuola !2 !3", "weight"),
        ("doposcuola mon-noon", "slots"),
    ],
)
def test_an_ask_that_cannot_be_is_refused_where_it_is_wrong(cell: str, field: str) -> None:
    with pytest.raises(InvalidRecord) as error:
        SCHEMA.parse({"kind": "inclusion_pact", "id": ID, "name": "P", "asks": cell})
    assert f"asks.0.{field}" in error.value.message.it


def test_asks_stand_on_lines_or_between_semicolons() -> None:
    asks = InclusionPact(id=ID, name="P", asks="doposcuola !3\ncorso-italiano; doposcuola").asks
    assert [ask.need for ask in asks] == ["doposcuola", "corso-italiano", "doposcuola"]


def test_a_range_and_a_whole_day_become_parts_of_the_week() -> None:
    slots = Association(id=ID, name="A", slots="wed; mon..tue-evening").slots
    assert slots == ("mon-evening", "tue-evening", "wed-morning", "wed-afternoon", "wed-evening", "wed-night")


@given(st.sets(st.sampled_from(SLOTS)))
def test_a_mask_of_the_week_has_one_bit_a_part(slots: set[str]) -> None:
    assert slot_bits(tuple(slots)).bit_count() == len(slots)


@pytest.mark.parametrize("slots", ["mon-noon", "fri..mon-morning", "someday"])
def test_a_part_of_the_week_that_does_not_exist_is_refused(slots: str) -> None:
    with pytest.raises(ValueError, match="slots"):
        Association(id=ID, name="A", slots=slots)


@pytest.mark.parametrize(
    ("start", "end", "day", "holds"),
    [
        (date(2026, 1, 1), date(2026, 2, 1), date(2026, 1, 1), True),
        (date(2026, 1, 1), date(2026, 2, 1), date(2026, 2, 1), False),
        (None, None, date(1990, 1, 1), True),
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 1), False),
    ],
)
def test_a_tie_holds_from_its_first_day_to_the_day_before_its_end(start, end, day, holds) -> None:
    tie = Friendship(id=ID, source=ID, target=OTHER, valid_from=start, valid_to=end)
    assert tie.valid_on(day) is holds


def test_a_tie_to_oneself_or_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="two different nodes"):
        Friendship(id=ID, source=ID, target=ID)
    with pytest.raises(ValueError, match="before valid_from"):
        Friendship(id=ID, source=ID, target=OTHER, valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1))


def test_only_an_undirected_tie_joins_its_ends_in_either_order() -> None:
    assert SCHEMA.may_join("no_contact", "firm", "person")
    assert SCHEMA.may_join("work", "person", "firm")
    assert not SCHEMA.may_join("work", "firm", "person")


def test_redaction_leaves_nothing_personal_and_nothing_written_by_hand() -> None:
    family = Family(id=ID, name="Canary", phone="Canary", note="Canary", comune="019001")
    assert "Canary" not in str(family.redacted())
    assert family.redacted()["comune"] == "019001"


def test_sabotage_a_marker_taken_away_would_let_the_name_through(monkeypatch) -> None:
    monkeypatch.setattr(Family, "marked", classmethod(lambda _cls, *_markers: ("note",)))
    assert "Canary" in str(Family(id=ID, name="Canary").redacted())


class Orchard(Node, frozen=True):
    """A kind for this test."""

    title: ClassVar[Text] = Text("Frutteto", "Orchard")
    kind: Literal["orchard"] = "orchard"


class Tending(Tie, frozen=True):
    """A tie kind for this test."""

    title: ClassVar[Text] = Text("Cura", "Tends")
    reverse: ClassVar[Text] = Text("È curato da", "Is tended by")
    ends = ((Person,), (Orchard,))
    directed: ClassVar[bool] = True
    layer: ClassVar = "civic"
    kind: Literal["tending"] = "tending"


def test_a_wrong_declaration_cannot_start_the_program() -> None:
    class Bare(Node, frozen=True):
        """A field without title."""

        title: ClassVar[Text] = Text("Nudo", "Bare")
        kind: Literal["bare"] = "bare"
        height: int = 0

    with pytest.raises(TypeError, match="height"):
        Schema((Bare,), ())
    with pytest.raises(TypeError, match="share a name"):
        Schema((Person, Person), ())
    with pytest.raises(TypeError, match="no node kind"):
        Schema((Person,), (Tending,))


def test_a_kind_added_in_memory_joins_ties_and_changes_the_fingerprint() -> None:
    schema = Schema((*SCHEMA.nodes, Orchard), (*SCHEMA.ties, Tending))
    world = World(schema)
    person, orchard = world.add(Person), world.add(Orchard)
    world.tie(Tending, person, orchard)
    snapshot = world.snapshot()
    assert snapshot.kind_name(snapshot.index(orchard)) == "orchard"
    assert schema.fingerprint != SCHEMA.fingerprint


def test_what_identifies_a_person_is_marked() -> None:
    for field in ("name", "address", "phone", "email", "birth_year", "sex", "tax_code", "note"):
        assert field in Person.marked(PERSONAL, FREE_TEXT)
    assert Label("a", "b").hint is None
