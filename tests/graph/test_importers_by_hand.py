"""One record typed by hand, in the grammar of a table's cells; it outlives the next import of a register."""

from datetime import date

import pytest

from graph.errors import Conflict, InvalidRecord, UsageError
from graph.importers.by_hand import added, edited, typed
from graph.kinds import Association, ElderlyService, Family, Friendship, Kinship, Membership, NoContact, Person, Place
from graph.store.base import Create, Update
from tests.graph.importing import AUTHOR, CREMA, Desk, seeded
from tests.graph.test_importers_registries import sample
from tests.memory_store import MemoryStore

IDS = seeded(3)
PERSON = Person(id=next(IDS), name="Persona di prova", phone="0373 1", birth_year=1980, languages=("lingua-araba",))
FAMILY = Family(id=next(IDS), name="Famiglia di prova")
TODAY = AUTHOR.at.date()
BAND = Association(id=next(IDS), name="Banda di prova", comune=CREMA)
TIE = Membership(id=next(IDS), source=PERSON.id, target=BAND.id)


@pytest.fixture
def desk(tmp_path):
    desk = Desk(MemoryStore(), tmp_path)
    desk.store.apply(map(Create, (PERSON, FAMILY, BAND, TIE)), AUTHOR)
    return desk


def add(desk, cls, *words):
    record = added(desk.store, cls, words, desk.ids, today=TODAY)
    desk.store.apply([Create(record)], AUTHOR)
    return record


def refusal(error, desk, cls, *words):
    with pytest.raises(error) as refused:
        added(desk.store, cls, words, desk.ids, today=TODAY)
    return refused.value.message


def test_a_node_is_typed_in_either_language_as_in_a_cell(desk):
    italian = add(
        desk, Association, "Nome=Coro di prova", "comune=crema", "Aiuto che dà=doposcuola; cucire", "lat=45,3"
    )
    english = add(
        desk, Association, "name=Coro nuovo", "Help given=doposcuola", "slots=lun..mar-mattina", "synthetic=sì"
    )
    assert (italian.comune, italian.offers, italian.lat) == (CREMA, ("doposcuola", "cucire"), 45.3)
    assert (english.slots, english.synthetic) == (("mon-morning", "tue-morning"), True)


def test_a_tie_is_typed_with_ids_keys_or_the_codes_of_registers(desk):
    keyed = add(desk, Person, "name=Altra persona di prova", "key=p2")
    tie = add(desk, Membership, "source=p2", f"target={BAND.id}", "strength=forte", "valid_from=1/2/2026")
    assert (tie.source, tie.target, tie.strength, tie.valid_from) == (keyed.id, BAND.id, "strong", date(2026, 2, 1))
    assert add(desk, NoContact, f"source={PERSON.id}", "target=p2").visibility == "private"
    assert add(desk, Kinship, f"source={PERSON.id}", "target=p2", "relation=genitore").relation == "parent"


def test_an_equals_sign_in_a_value_belongs_to_it():
    assert typed(Association, ["website=www.example.org/?a=b"])["website"][0] == "www.example.org/?a=b"


def test_a_field_that_is_not_there_is_answered_with_those_that_are(desk):
    assert "phone" in refusal(InvalidRecord, desk, Association, "name=Coro", "phome=1").it
    assert "birth_year" not in refusal(InvalidRecord, desk, Association, "name=Coro", "zzz=1").en
    assert "beds" in refusal(InvalidRecord, desk, Association, "name=Coro", "beds=1").it


def test_a_value_that_is_not_possible_names_the_field_the_rule_and_the_mend(desk):
    assert refusal(InvalidRecord, desk, Association, "name=Coro", "lat=95").it.startswith("lat: ")
    assert "90" in refusal(InvalidRecord, desk, Association, "name=Coro", "lat=95").en
    assert "Forse: Crema" in refusal(InvalidRecord, desk, Association, "name=Coro", "comune=Creme").it
    assert (
        "weak, moderate"
        in refusal(InvalidRecord, desk, Membership, f"source={PERSON.id}", f"target={BAND.id}", "strength=enorme").en
    )
    assert "formula" in refusal(InvalidRecord, desk, Association, "name==1+1").it


def test_what_is_wrong_with_a_record_as_a_whole_names_no_field(desk):
    message = refusal(InvalidRecord, desk, Person, "name=Una vicina", "birth_year=2020", "introduces_since=2026-01-01")
    assert message.it.startswith("Persona: ")


def test_what_must_be_told_is_asked_for(desk):
    assert "name=…" in refusal(InvalidRecord, desk, Association, "comune=Crema").it
    assert "target=…" in refusal(InvalidRecord, desk, Membership, f"source={PERSON.id}", "target=").en


@pytest.mark.parametrize("words", [["name"], ["=x"], ["name=a", "Nome=b"]])
def test_words_in_another_form_are_wrong_usage(desk, words):
    refusal(UsageError, desk, Association, *words)


def test_ends_that_are_not_there_or_may_not_be_joined_are_refused(desk):
    assert "capo" in refusal(InvalidRecord, desk, Membership, f"source={PERSON.id}", "target=nessuno").it
    assert refusal(InvalidRecord, desk, Friendship, f"source={PERSON.id}", f"target={BAND.id}").en.startswith("target")


def test_what_is_there_already_is_not_added_twice(desk):
    assert BAND.id in refusal(Conflict, desk, Association, "name=Banda di prova", "comune=Crema").it
    assert TIE.id in refusal(Conflict, desk, Membership, f"source={PERSON.id}", f"target={BAND.id}").en
    assert TIE.id in refusal(Conflict, desk, Membership, f"source={PERSON.id}", f"target={BAND.id}", "strength=weak").en
    assert PERSON.id in refusal(Conflict, desk, Person, f"id={PERSON.id}", "name=Altra").en
    assert add(desk, Association, "name=Banda di prova", "comune=Crema", "key=banda-2").id != BAND.id


def test_fields_are_changed_and_emptied_and_the_others_stay(desk):
    after = edited(desk.store, PERSON, ["telefono=+39 0373 2", "languages="], today=TODAY)
    assert (after.phone, after.languages, after.birth_year, after.name) == ("+39 0373 2", (), 1980, PERSON.name)
    assert edited(desk.store, PERSON, ["phone=0373 1"], today=TODAY) == PERSON


@pytest.mark.parametrize("word", ["id=x", "key=x", "source=x", "target=x"])
def test_what_tells_a_record_apart_does_not_change(desk, word):
    with pytest.raises(InvalidRecord):
        edited(desk.store, TIE, [word], today=TODAY)


def test_a_required_field_is_not_emptied_and_rules_of_the_whole_record_hold(desk):
    with pytest.raises(InvalidRecord, match="name"):
        edited(desk.store, PERSON, ["name="], today=TODAY)
    with pytest.raises(InvalidRecord, match="minor"):
        edited(desk.store, PERSON, ["birth_year=2020", "introduces_since=2026-01-01"], today=TODAY)
    with pytest.raises(InvalidRecord, match="valid_to"):
        edited(desk.store, TIE, ["valid_from=2026-02-01", "valid_to=2026-01-01"], today=TODAY)


def test_a_value_typed_by_hand_outlives_the_next_import_of_its_register(tmp_path):
    desk = Desk(MemoryStore(), tmp_path)
    desk.imports(sample("rsa"), "rsa")
    home = next(node for node in desk.store.nodes("elderly_service") if isinstance(node, ElderlyService) and node.phone)
    assert home.beds is not None
    after = edited(desk.store, home, ["phone=0373 999", "posti letto="], today=TODAY)
    desk.store.apply([Update(after, replaces=home)], AUTHOR)

    assert desk.imports(sample("rsa"), "rsa").changed == 0
    moved = sample("rsa").read_text("utf-8").replace(home.phone, "0373 111")
    desk.imports(moved, "rsa")

    kept = desk.store.get([home.id])[home.id]
    assert (kept.phone, kept.beds) == ("0373 999", None)
    assert any("0373 111" in source.values.values() for source in kept.sources)


def test_a_place_is_a_record_like_any_other(desk):
    assert add(desk, Place, "name=Borgo di prova", "istat_code=019999").level == "comune"


@pytest.mark.parametrize("name", ["Banda di prova", "…", "Banda  di prova"])
@pytest.mark.parametrize("most", [0, 100])
def test_few_rows_are_looked_up_by_name_and_many_together_alike(desk, monkeypatch, name, most):
    monkeypatch.setattr("graph.importers.table_nodes.MOST_SEARCHED", most)
    if name != BAND.name:
        add(desk, Association, f"name={name}", "comune=Crema")
    refusal(Conflict, desk, Association, f"name={name}", "comune=Crema")
