"""What catalogues and readers rely on: publiccode.yml is whole, versions agree, decisions are listed."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from api.cli import run
from graph.vocabulary import scheme

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PUBLICCODE = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
DECISIONS = ROOT / "docs" / "decisions"

# The mandatory keys of version 0.5 of the standard, with the values it allows where it lists them.
STANDARD: dict[str, re.Pattern[str]] = {
    "publiccodeYmlVersion": re.compile(r"0\.5(\.\d+)?"),
    "name": re.compile(r"\w.*"),
    "url": re.compile(r"https://\S+"),
    "platforms": re.compile(r"\[.+\]"),
    "developmentStatus": re.compile(r"concept|development|beta|stable|obsolete"),
    "softwareType": re.compile(r"standalone/(mobile|iot|desktop|web|backend|other)|addon|library|configurationFiles"),
    "description": re.compile(r"\{.+\}"),
    "legal.license": re.compile(r"\w.*"),
    "maintenance.type": re.compile(r"internal|contract|community|none"),
    "maintenance.contacts": re.compile(r"\[.+\]"),
    "localisation.localisationReady": re.compile(r"True|False"),
    "localisation.availableLanguages": re.compile(r"\[.+\]"),
}


def value_at(document: dict[str, Any], path: str) -> Any:
    for key in path.split("."):
        document = document.get(key, {})
    return document


def breaches(document: dict[str, Any]) -> list[str]:
    """Keys that the standard demands and the document lacks or fills otherwise, descriptions included."""
    found = [path for path, allowed in STANDARD.items() if not allowed.fullmatch(str(value_at(document, path)))]
    for language, text in document.get("description", {}).items():
        if not 1 <= len(text.get("shortDescription", "")) <= 150:
            found.append(f"description.{language}.shortDescription")
        if not 150 <= len(text.get("longDescription", "")) <= 10_000:
            found.append(f"description.{language}.longDescription")
        if not text.get("features"):
            found.append(f"description.{language}.features")
    return found


def test_publiccode_holds_what_the_standard_demands():
    assert breaches(PUBLICCODE) == []


@pytest.mark.parametrize("path", STANDARD)
def test_a_missing_key_of_the_standard_is_reported(path):
    document = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    parent, _, last = path.rpartition(".")
    del (document[parent] if parent else document)[last]

    assert path in breaches(document)


def test_a_description_that_is_too_short_is_reported():
    document = {**PUBLICCODE, "description": {"it": {"shortDescription": "Breve", "longDescription": "Breve"}}}

    assert breaches(document) == ["description.it.longDescription", "description.it.features"]


def test_it_speaks_of_the_software_in_both_its_languages():
    assert set(PUBLICCODE["description"]) == set(PUBLICCODE["localisation"]["availableLanguages"]) == {"it", "en"}


def test_licence_and_version_are_the_projects_own():
    assert PUBLICCODE["legal"]["license"] == PROJECT["license"]
    assert PUBLICCODE["softwareVersion"] == PROJECT["version"]


def test_the_licence_file_is_the_licence_declared():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert PROJECT["license"] == "EUPL-1.2"
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert all(f"\n{article}." in text for article in range(1, 16))
    assert "Compatible Licences" in text


def latest_version(changelog: str) -> str:
    """The version of the changelog's topmost release heading."""
    found = re.search(r"^## \[(\d[^\]]*)\] - (?:Unreleased|\d{4}-\d{2}-\d{2})$", changelog, re.MULTILINE)
    assert found, "no release heading such as `## [2026.11.0] - 2026-11-30`"
    return found[1]


def test_the_changelog_opens_with_the_projects_version():
    assert latest_version((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")) == PROJECT["version"]


def test_the_version_is_a_date():
    assert re.fullmatch(r"20\d\d\.(1[0-2]|[1-9])\.\d+", PROJECT["version"])


def test_a_changelog_that_lags_behind_or_has_another_form_is_noticed():
    assert latest_version("## [2026.10.0] - 2026-10-31\n## [2026.9.0] - 2026-09-30\n") == "2026.10.0"
    with pytest.raises(AssertionError, match="no release heading"):
        latest_version("## Version 2026.11.0\n")


def records() -> list[Path]:
    return sorted(DECISIONS.glob("[0-9]*.md"))


@pytest.mark.parametrize("record", records(), ids=lambda record: record.stem)
def test_a_decision_says_status_context_decision_and_consequences(record):
    text = record.read_text(encoding="utf-8")

    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert re.search(r"^Status: (proposed|accepted|superseded by \d{4}), \d{4}-\d{2}-\d{2}$", text, re.MULTILINE)


def test_decisions_are_numbered_without_a_gap_and_all_listed():
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")

    assert [int(record.name[:4]) for record in records()] == list(range(1, len(records()) + 1))
    assert re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", index) == [record.name for record in records()]


def unexplained(dependencies: list[str], record: str) -> list[str]:
    return [name for name in (Requirement(text).name for text in dependencies) if f"| {name} |" not in record]


def test_every_dependency_has_its_reason_on_record():
    assert unexplained(PROJECT["dependencies"], (DECISIONS / "0003-dependencies.md").read_text(encoding="utf-8")) == []


def test_a_dependency_without_a_reason_is_reported():
    assert unexplained(["numpy>=2", "leftpad"], "| numpy | arrays |") == ["leftpad"]


@pytest.mark.parametrize("page", ["README.md", "README.it.md"])
def test_the_concepts_of_the_front_page_are_those_of_the_vocabulary(page):
    divisions = sum(concept.code.startswith("ateco-") for concept in scheme().concepts)
    total = len(scheme().concepts)
    (row,) = (line for line in (ROOT / page).read_text(encoding="utf-8").splitlines() if "legami concepts`" in line)

    assert [int(number) for number in re.findall(r"\b\d{2,3}\b", row)[:3]] == [total - divisions, total, divisions]


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The province that `make demo` makes."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo')}/legami.sqlite"
    assert run(["init", "--demo", "--persons", "5000", "--seed", "1", "--store", url]) == 0
    return url


@pytest.mark.parametrize(("page", "language"), [("README.md", "en"), ("README.it.md", "it")])
def test_the_answer_on_the_front_page_is_the_one_given(demonstration, monkeypatch, tmp_path, capsys, page, language):
    monkeypatch.setenv("LEGAMI_CACHE", str(tmp_path))
    pact = "Patto di inclusione n. 2"
    assert run(["propose", pact, "--lang", language, "--limit", "3", "--store", demonstration]) == 0
    blocks = (ROOT / page).read_text(encoding="utf-8").split("```\n")
    (shown,) = (block for block in blocks if block.partition("\n")[0].endswith(pact))
    assert shown.split() == capsys.readouterr().out.split()
