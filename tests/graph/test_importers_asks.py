"""Asks and parts of the week: codes or labels, days in either language, and refusals that repeat nothing personal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.importers import week
from graph.importers.asks import asks
from graph.importers.report import CellRefused
from graph.kinds import SLOTS, Ask
from graph.vocabulary import scheme
from tests.graph.importing import AUTHOR, Desk, counts, csv_text
from tests.memory_store import MemoryStore

AFTERNOONS = ("mon-afternoon", "tue-afternoon", "wed-afternoon", "thu-afternoon")
WHOLE_SATURDAY = ("sat-morning", "sat-afternoon", "sat-evening", "sat-night")


def code(label: str) -> str:
    """The code of a label that the vocabulary has."""
    found = scheme().resolve(label)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("lun-mattina", ("mon-morning",)),
        ("Lunedì mattina", ("mon-morning",)),
        ("lunedi' pomeriggio", ("mon-afternoon",)),
        ("lun..gio-pomeriggio", AFTERNOONS),
        ("lun-gio pomeriggio", AFTERNOONS),
        ("lun – gio - pomeriggio", AFTERNOONS),
        ("lunedì…giovedì pomeriggio", AFTERNOONS),
        ("monday..thursday afternoon", AFTERNOONS),
        ("mon..thu-afternoon", AFTERNOONS),
        ("lun..mar-pomeriggio; mer pomeriggio\ngio-afternoon", AFTERNOONS),
        ("lun pomeriggio, mar pomeriggio mer-pomeriggio gio-pomeriggio", AFTERNOONS),
        ("sabato", WHOLE_SATURDAY),
        ("sab; lun notte", ("mon-night", *WHOLE_SATURDAY)),
        ("dom..lun sera", ("mon-evening", "sun-evening")),
        ("ven-lun-mattina", ("mon-morning", "fri-morning", "sat-morning", "sun-morning")),
        (";", ()),
    ],
)
def test_parts_of_the_week_are_read_in_either_language(text, slots):
    assert week.slots(text) == slots


@pytest.mark.parametrize(
    "text",
    [
        "lun-mezzogiorno",
        "mattina",
        "lun..gio, pomeriggio",
        "lun, mer mattina",
        "lunedì e martedì mattina",
        "lun..",
        "..mar",
        "lun-mar-mer",
        "lunapark",
        "tutti i giorni",
        "mon-morning-evening",
    ],
)
def test_what_is_no_part_of_the_week_or_may_mean_two_things_is_none(text):
    assert week.slots(text) is None


@given(st.sets(st.sampled_from(SLOTS), min_size=1), st.sampled_from(["; ", ", ", " ", "\n"]))
def test_declared_slots_come_back_however_they_are_parted(slots, mark):
    assert week.slots(mark.join(slots)) == tuple(slot for slot in SLOTS if slot in slots)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("imparare l'italiano", Ask(need=code("imparare l'italiano"))),
        ("fare esperienza di lavoro !3", Ask(need=code("fare esperienza di lavoro"), weight=3)),
        (
            "qualcuno con i bambini dopo la scuola [2019] mon..thu-afternoon",
            Ask(need=code("qualcuno con i bambini dopo la scuola"), birth_year=2019, slots=AFTERNOONS),
        ),
        (
            "Doposcuola lunedì mattina [2019] !1, mar sera",
            Ask(need="doposcuola", birth_year=2019, weight=1, slots=("mon-morning", "tue-evening")),
        ),
        ("doposcuola sat", Ask(need="doposcuola", slots=WHOLE_SATURDAY)),
    ],
)
def test_an_ask_is_a_code_or_a_label_of_any_length_and_then_its_limits(cell, expected):
    assert asks(cell, "asks", scheme(), AUTHOR.at.date()) == (expected,)


def test_every_label_of_the_vocabulary_can_be_asked_for():
    for concept in scheme().concepts:
        for label in (concept.code, *concept.labels):
            [ask] = asks(f"{label} lun-sera", "asks", scheme(), AUTHOR.at.date())
            assert (ask.need, ask.slots) == (concept.code, ("mon-evening",)), label


@pytest.mark.parametrize(
    ("cell", "reason", "mend"),
    [
        ("doposcuola; segreto di famiglia [2019]", "La voce", "legami concepts TESTO"),
        ("doposcuola\n[2019]", "La voce", "legami concepts TESTO"),
        ("doposcuola; doposcuola mon-noon", "Un orario", "lun..gio-pomeriggio"),
        ("doposcuola; doposcuola [2019] segreto", "Un orario", "lun..gio-pomeriggio"),
        ("doposcuola; doposcuola [segreto]", "L'anno", "!1 a !3"),
        ("doposcuola; doposcuola [2019] [2021]", "L'anno", "!1 a !3"),
        ("doposcuola; doposcuola [20199]", "L'anno", "dal 1900 al 2100"),
        ("doposcuola; doposcuola [1899]", "L'anno", "dal 1900 al 2100"),
        ("doposcuola; doposcuola !4", "L'anno", "!1 a !3"),
    ],
)
def test_a_refusal_tells_which_ask_and_how_to_mend_it_and_nothing_of_what_it_says(cell, reason, mend):
    with pytest.raises(CellRefused) as caught:
        asks(cell, "asks", scheme(), AUTHOR.at.date())
    told = caught.value
    assert told.reason.it.startswith(f"Richiesta 2: {reason}")
    assert told.reason.en.startswith("Ask 2: ")
    assert mend in told.mend.it
    assert "segreto" not in str((told.reason, told.mend))


def test_a_table_takes_labels_and_italian_days_wherever_they_may_stand(tmp_path):
    desk = Desk(MemoryStore(), tmp_path)
    rows = [
        {
            "kind": "inclusion_pact",
            "key": "c1",
            "name": "Patto di prova",
            "asks": "imparare l'italiano lun-ven mattina; doposcuola [2019] !3 lun..gio-pomeriggio",
            "available": "sabato mattina",
        },
        {"kind": "association", "key": "a1", "name": "Banda di prova", "slots": "martedì sera"},
    ]
    assert counts(desk.imports(csv_text(rows))) == (2, 0, 0, 0)
    pact = desk.only("inclusion_pact")
    assert [(ask.need, len(ask.slots)) for ask in pact.asks] == [("imparare-italiano", 5), ("doposcuola", 4)]
    assert (pact.available, desk.only("association").slots) == (("sat-morning",), ("tue-evening",))
    assert counts(desk.imports(csv_text(rows))) == (0, 0, 2, 0)
