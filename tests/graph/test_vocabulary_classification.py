"""Published classifications: read from the official files and from extracts, and led to our concepts."""

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest

from graph.errors import InputError, NotFound
from graph.vocabulary import scheme
from graph.vocabulary.activities import activities, sector
from graph.vocabulary.classification import Classification, Entry
from graph.vocabulary.extracts import read_classifications

SCHEME = scheme()
CONCEPT_COLUMNS = ("conceptType", "conceptUri", "iscoGroup", "preferredLabel", "altLabels", "hiddenLabels", "code")


def write(path: Path, *rows: dict[str, str], columns: tuple[str, ...] = ()) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns or tuple(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def official(folder: Path) -> Path:
    """A small download in the form that ESCO publishes; the entries are synthetic but for codes and titles."""
    occupation = "http://data.europa.eu/esco/occupation/11111111-1111-4111-8111-111111111111"
    narrower = "http://data.europa.eu/esco/occupation/22222222-2222-4222-8222-222222222222"
    skill = "http://data.europa.eu/esco/skill/530cb489-d900-46ab-9350-4d50ccd49eea"
    group = {"conceptType": "ISCOGroup", "conceptUri": "http://data.europa.eu/esco/isco/C7212", "code": "7212"}
    for language, titles in {
        "it": ("Saldatori e tagliatori a fiamma", "saldatore/saldatrice", "saldatore di tubi", "saldare"),
        "en": ("Welders and flame cutters", "welder", "pipe welder", "weld"),
    }.items():
        write(folder / f"ISCOGroups_{language}.csv", group | {"preferredLabel": titles[0]}, columns=CONCEPT_COLUMNS)
        write(
            folder / f"occupations_{language}.csv",
            {"conceptUri": occupation, "iscoGroup": "7212", "preferredLabel": titles[1], "code": "7212.9"},
            {
                "conceptUri": narrower,
                "iscoGroup": "7212",
                "preferredLabel": titles[2],
                "altLabels": f"{titles[2]} A\n{titles[2]} B",
                "code": "7212.9.1",
            },
            columns=CONCEPT_COLUMNS,
        )
        write(folder / f"skills_{language}.csv", {"conceptUri": skill, "preferredLabel": titles[3]})
    write(
        folder / "broaderRelationsOccPillar_it.csv",
        {"conceptUri": narrower, "broaderUri": occupation},
        {"conceptUri": narrower, "broaderUri": "http://data.europa.eu/esco/occupation/unknown"},
    )
    write(folder / "occupationSkillRelations_it.csv", {"occupationUri": occupation, "skillUri": skill})
    return folder


def test_the_official_download_is_read_in_both_languages_with_its_hierarchy_and_skills(tmp_path: Path) -> None:
    esco = read_classifications(official(tmp_path))
    welder, pipes = esco.get("esco:7212.9"), esco.get("esco:7212.9.1")
    assert (welder.it, welder.en) == ("saldatore/saldatrice", "welder")
    assert pipes.others == ("saldatore di tubi A", "saldatore di tubi B", "pipe welder A", "pipe welder B")
    assert esco.ancestors(pipes.notation) == ("isco08:7212", "esco:7212.9")
    assert welder.skills == ("esco:530cb489-d900-46ab-9350-4d50ccd49eea",)
    assert len(esco) == 4


def test_entries_lead_to_the_concept_of_their_own_notation_or_of_what_stands_above(tmp_path: Path) -> None:
    esco = read_classifications(official(tmp_path))
    found = {entry.notation: esco.concept(entry.notation, SCHEME) for entry in esco}
    assert found == {
        "isco08:7212": "saldatore",
        "esco:7212.9": "saldatore",
        "esco:7212.9.1": "saldatore",
        "esco:530cb489-d900-46ab-9350-4d50ccd49eea": "saldare",
    }


def test_an_entry_leads_by_its_name_only_within_its_own_facet() -> None:
    names = Classification(
        "x",
        [
            Entry(notation="esco:1", facet="occupation", it="Giardiniere"),
            Entry(notation="esco:2", facet="skill", it="Giardiniere"),
        ],
    )
    assert names.concept("esco:1", SCHEME) == "giardiniere"
    assert names.concept("esco:2", SCHEME) is None


def test_words_and_notations_find_entries_and_an_ambiguous_name_none(tmp_path: Path) -> None:
    esco = read_classifications(official(tmp_path))
    assert esco.search("saldatori di tubo")[0].entry.notation == "esco:7212.9.1"
    assert [hit.entry.facet for hit in esco.search("weld", facet="skill")] == ["skill"]
    assert esco.resolve("7212.9") == esco.resolve("Welder") == "esco:7212.9"
    twice = Classification("x", [Entry(notation=f"esco:{n}", facet="skill", en="knit") for n in (1, 2)])
    assert twice.resolve("knit") is None
    with pytest.raises(NotFound):
        esco.get("esco:0")


def test_a_circle_of_broader_entries_ends() -> None:
    circle = Classification(
        "x",
        [
            Entry(notation="esco:1", facet="skill", broader=("esco:2",)),
            Entry(notation="esco:2", facet="skill", broader=("esco:1",)),
        ],
    )
    assert circle.ancestors("esco:1") == ("esco:2", "esco:1")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("nothing.csv", b"a,b\n1,2\n", "classification"),
        ("occupations_en.csv", b"a,b\n1,2\n", "conceptUri"),
        ("occupations_en.csv", b"\xff\xfe\x00", "UTF-8"),
        ("skills.csv.gz", b"not compressed", "damaged"),
        ("skills.csv", b"id,description,hierarchy_levels,type\n1,knit,[[broken,preferredLabel\n", "hierarchy"),
    ],
)
def test_what_is_no_classification_is_refused_clearly(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_classifications(tmp_path)
    assert words in refused.value.message.en
    assert refused.value.message.it != refused.value.message.en


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_classifications(tmp_path / "nowhere")


def test_extracts_are_told_apart_by_their_columns_whatever_their_names(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", {"code": "81.30", "level": "class", "parent": "81.3", "title": "Cura del paesaggio"})
    write(tmp_path / "b.csv", {"code": "7212", "conceptUri": "", "label_it": "Saldatori", "label_en": "Welders"})
    with gzip.open(tmp_path / "c.csv.gz", "wt", encoding="utf-8", newline="") as file:
        file.write("id,description,hierarchy_levels,type\nu1,knit,\"[['S', 'S1', None]]\",preferredLabel\n")
        file.write("u1,knit wool,\"[['S', 'S1', None]]\",altLabels\n")
    found = read_classifications(tmp_path)
    assert [entry.notation for entry in found] == ["ateco2025:81.30", "isco08:7212", "esco:u1"]
    assert found.get("esco:u1").broader == ("esco:S1",)
    assert found.get("esco:u1").others == ("knit wool",)


def test_the_shared_classifications_are_read_whole(shared_data: Path) -> None:
    published = read_classifications(shared_data / "classifications")
    count = Counter((entry.notation.partition(":")[0], entry.facet) for entry in published)
    assert count == {
        ("ateco2025", "sector"): 3257,
        ("isco08", "occupation"): 619,
        ("esco", "occupation"): 3007,
        ("esco", "skill"): 14064,
    }
    assert {published.concept(n, SCHEME) for n in ("esco:7212.3", "isco08:7212")} == {"saldatore"}
    assert sum(bool(entry.skills) for entry in published) > 80


def test_every_activity_of_firms_leads_to_a_sector() -> None:
    import ateco

    known = activities()
    assert len(known) == ateco.get_edition("2025").node_count
    lost = [entry.notation for entry in known if len(entry.notation) > 11 and not known.concept(entry.notation, SCHEME)]
    assert lost == []


def test_an_activity_code_gives_the_sector_however_it_is_written() -> None:
    assert {sector(code, SCHEME) for code in ("81.30.00", "813000", "81.3", " ateco 81.30")} == {"cura-del-verde"}
    assert SCHEME.resolve("81.30.00") == "cura-del-verde"
    assert SCHEME.resolve("isco08:6113") == "giardiniere"


def test_a_code_of_an_older_edition_leads_where_its_successors_agree() -> None:
    assert sector("56.10.11", SCHEME, edition="2007") == "ristorante"
    assert sector("81.30.00", SCHEME, edition="2022") == "cura-del-verde"


def test_a_code_of_an_older_edition_whose_successors_have_no_sector_in_common_gives_none() -> None:
    import ateco

    split = [n.code for n in ateco.search("a", edition="2022", limit=10_000) if len(n.code) == 8]
    none = [code for code in split if sector(code, SCHEME, edition="2022") is None]
    assert 0 < len(none) < len(split) / 8
    apart = ateco.map_code(none[0], "2022", "2025").targets
    assert len({SCHEME.by_notation(f"ateco2025:{target}") for target in apart}) > 1


@pytest.mark.parametrize("code", ["", "81.99", "latte", "8", "81.30.00.1"])
def test_a_code_that_the_edition_lacks_is_refused(code: str) -> None:
    with pytest.raises(NotFound):
        sector(code, SCHEME)
