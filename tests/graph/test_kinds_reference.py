"""The reference page: current, whole, and in both languages."""

from pathlib import Path

from graph.kinds import SCHEMA, STRENGTHS
from graph.kinds.base import label
from graph.kinds.reference import reference

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference.md"


def test_the_page_in_docs_is_current():
    assert PAGE.read_text("utf-8") == reference(SCHEMA), "run `make reference`"


def test_every_kind_and_field_stands_on_the_page_in_both_languages():
    page = reference(SCHEMA)
    for cls in (*SCHEMA.nodes, *SCHEMA.ties):
        assert f"### {cls.title.it} · {cls.title.en}" in page
        for name, field in cls.model_fields.items():
            title = label(field)
            assert name == "kind" or (f"`{name}`" in page and title.it in page and title.en in page)


def test_the_numbers_behind_the_strengths_are_published():
    assert all(f"| `{name}` | {number} |" in reference(SCHEMA) for name, number in STRENGTHS.items())


def test_the_page_says_how_to_write_it_anew():
    assert ".venv/bin/python -m graph.kinds.reference > docs/reference.md" in reference(SCHEMA)
