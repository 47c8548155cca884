"""The demonstration as records: valid, joined as declared, synthetic, and the same for the same seed."""

import hashlib
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from graph.demo import demonstration
from graph.demo.catalogue import CATALOGUE
from graph.demo.catalogue.firms import TRADES
from graph.demo.catalogue.openings import ACTIONS, OPENINGS
from graph.errors import InputError
from graph.kinds import SCHEMA, Resource
from graph.kinds.activities import Dated
from graph.territory.geopop import Population
from graph.vocabulary import scheme
from tests.graph.demo_province import (
    REFERENCE,
    Shown,
    demo,
    ground,
    made,
    records,
)

FROM_THE_TERRITORY = {"place", "adjacency"}
CODE_FIELDS = (
    "offers", "welcomes", "languages", "sectors", "occupations", "requires", "meets_on",
    "gives", "prefers", "avoids", "skills", "licences",
)  # fmt: skip


@pytest.fixture(scope="module")
def shown() -> Shown:
    return demo()


def digest(shown: Shown) -> str:
    lines = (record.model_dump_json() for record in (*shown.nodes, *shown.ties))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not():
    again = records(made(300, 4), ground()[0])
    assert digest(again) == digest(demo(300, 4))
    assert digest(again) != digest(demo(300, 5))


def test_another_reference_date_gives_other_ids():
    places, people = ground()
    later = demonstration(places=places, population=people, persons=60, seed=4, reference_date=date(2027, 3, 1))
    assert next(later.nodes()).id[0].tobytes() != next(made(60, 4).nodes()).id[0].tobytes()
    assert later.settings["reference_date"] == "2027-03-01"


SCRIPT = """
import hashlib, numpy as np
from datetime import date
from graph.demo import demonstration
from graph.kinds import Place
from graph.territory.geopop import Population
places = [Place(id=f"00000000-0000-7000-8000-00000000000{n}", name=f"Comune {n}", istat_code=f"01900{n}",
                lat=45 + n / 20, lon=9.8, population=4000 * n, district="uno" if n < 3 else "due") for n in range(1, 6)]
counts = np.full((5, 101, 2), 20, np.int64)
shown = demonstration(places=places, population=Population(tuple(p.istat_code for p in places), counts), persons=150,
                      seed=1, reference_date=date(2026, 5, 5))
digest = hashlib.sha256()
for batch in (*shown.nodes(), *shown.ties()):
    for field in batch.__slots__:
        column = getattr(batch, field)
        digest.update(column.tobytes() if isinstance(column, np.ndarray) else repr(column).encode())
print(digest.hexdigest())
"""


def test_the_bytes_do_not_depend_on_hash_randomisation():
    root = Path(__file__).resolve().parents[2]
    runs = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "99")
    }
    assert len(runs) == 1


def test_every_record_is_what_its_declaration_parses(shown):
    for record in (*shown.nodes, *shown.ties):
        assert SCHEMA.parse(record.model_dump()) == record


def test_every_tie_joins_existing_nodes_as_its_kind_allows(shown):
    kinds = {node.id: node.kind for node in (*shown.nodes, *ground()[0])}
    for tie in shown.ties:
        assert SCHEMA.may_join(tie.kind, kinds[tie.source], kinds[tie.target])


def test_ids_are_new_and_increase(shown):
    ids = [record.id for record in (*shown.nodes, *shown.ties, *ground()[0])]
    assert len(set(ids)) == len(ids)
    ties = [tie.id for tie in shown.ties]
    assert ties == sorted(ties)


def test_every_record_is_marked_synthetic(shown):
    assert all(record.synthetic for record in (*shown.nodes, *shown.ties))


def test_every_kind_is_there_but_what_the_territory_brings(shown):
    assert {node.kind for node in shown.nodes} == set(SCHEMA.node_names) - FROM_THE_TERRITORY
    assert {tie.kind for tie in shown.ties} == set(SCHEMA.tie_names) - FROM_THE_TERRITORY


def test_every_code_is_in_the_vocabulary(shown):
    codes = {code for node in shown.nodes for field in CODE_FIELDS for code in getattr(node, field, ())}
    codes |= {ask.need for node in shown.nodes for ask in getattr(node, "asks", ())}
    codes |= {code for record in (*shown.nodes, *shown.ties) if (code := getattr(record, "occupation", None))}
    assert {code for code in codes if code not in scheme()} == set()


def test_every_kind_of_help_is_offered_or_asked_somewhere_itself_or_by_one_of_its_forms(shown):
    used = {code for node in shown.nodes for code in getattr(node, "offers", ())}
    used |= {ask.need for node in shown.nodes for ask in getattr(node, "asks", ())}
    help = [concept.code for concept in scheme().concepts if concept.facet == "help"]
    assert [code for code in help if not {code, *scheme().descendants(code)} & used] == []


def test_no_body_claims_a_whole_kind_of_help_beside_the_one_that_it_gives(shown):
    for template in (*CATALOGUE, *OPENINGS, *ACTIONS, *TRADES):
        broad = {code for code in template.offers if set(scheme().descendants(code)) & set(template.offers)}
        assert not broad, template


def test_a_library_gives_reading_and_no_sport(shown):
    libraries = [node for node in shown.nodes if node.name.startswith("Biblioteca comunale")]
    assert libraries
    assert {library.offers for library in libraries} == {("biblioteca",)}


def test_no_tie_begins_after_the_reference_date_nor_before_its_persons_are_born(shown):
    born = {node.id: node.birth_year for node in shown.nodes if node.kind == "person"}
    for tie in shown.ties:
        assert tie.valid_from is None or tie.valid_from <= REFERENCE
        assert tie.confirmed_on is None or tie.confirmed_on <= REFERENCE
        years = [born[end] for end in (tie.source, tie.target) if end in born]
        assert tie.valid_from is None or tie.valid_from.year >= max(years, default=0)


def test_settings_say_that_it_is_a_demonstration_and_of_which_day(shown):
    assert shown.settings["demo"] == "true"
    assert shown.settings["reference_date"] == "2026-09-01"


def test_ties_are_of_every_strength_some_ended_some_private(shown):
    assert len(Counter(tie.strength for tie in shown.ties)) == 4
    share = Counter(tie.visibility for tie in shown.ties)
    assert share["programme"] > share["public"] > 0
    assert 0 < share["private"] < len(shown.ties) / 10
    ended = [tie for tie in shown.ties if not tie.valid_on(date(2026, 9, 1))]
    assert 0 < len(ended) < len(shown.ties) / 4


def test_a_place_without_comuni_is_refused():
    with pytest.raises(InputError, match="comune"):
        demonstration(places=[], population=ground()[1], persons=10, seed=1, reference_date=REFERENCE)


def test_a_population_of_other_places_is_refused():
    elsewhere = Population(("999001",), np.ones((1, 101, 2), np.int64))
    with pytest.raises(InputError, match="nobody"):
        demonstration(places=ground()[0], population=elsewhere, persons=10, seed=1, reference_date=REFERENCE)


@pytest.mark.parametrize("province", ["NA", "AO"])
def test_any_province_can_be_shown_however_large_its_towns_and_few_its_persons(province):
    shown = demo(200, 4, province)
    named = Counter(node.name for node in shown.nodes if node.name.startswith("Scuola primaria"))
    assert named
    assert max(named.values()) == 1


def test_age_limits_and_places_are_possible(shown):
    for node in shown.nodes:
        if isinstance(node, Resource):
            assert node.min_age is None or node.max_age is None or node.min_age < node.max_age
            assert node.free_places is None or (node.capacity is not None and node.free_places <= node.capacity)
        if isinstance(node, Dated):
            assert node.starts_on < node.ends_on
