"""The shared ground of the tests: a missing component skips or fails, and the user's own settings stay out of reach."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]


def run_a_test(folder: Path, body: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one test function under the project's own conftest, in a fresh interpreter."""
    (folder / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "test_one.py").write_text(body, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-rs", "test_one.py"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


READS_SHARED_DATA = "def test_it(shared_data):\n    assert shared_data.is_dir()\n"


def test_absent_shared_data_skips_and_says_how_to_provide_it(tmp_path):
    outcome = run_a_test(tmp_path, READS_SHARED_DATA, LEGAMI_SHARED_DATA=str(tmp_path / "nowhere"))

    assert outcome.returncode == 0
    assert "1 skipped" in outcome.stdout
    assert "LEGAMI_SHARED_DATA=" in outcome.stdout


@pytest.mark.parametrize("required", ["all", "neo4j,shared-data"])
def test_absent_shared_data_fails_where_it_is_required(tmp_path, required):
    nowhere = str(tmp_path / "nowhere")

    outcome = run_a_test(tmp_path, READS_SHARED_DATA, LEGAMI_SHARED_DATA=nowhere, LEGAMI_REQUIRE=required)

    assert outcome.returncode == 1
    assert "shared-data is missing" in outcome.stdout


def test_shared_data_is_found_where_it_is_named(tmp_path):
    (tmp_path / "SOURCES.md").write_text("synthetic", encoding="utf-8")

    outcome = run_a_test(tmp_path, READS_SHARED_DATA, LEGAMI_SHARED_DATA=str(tmp_path), LEGAMI_REQUIRE="all")

    assert "1 passed" in outcome.stdout


def test_the_users_store_and_language_do_not_reach_a_test(tmp_path):
    body = "import os\n\ndef test_it():\n    assert not {'LEGAMI_STORE', 'LEGAMI_LANG'} & set(os.environ)\n"

    outcome = run_a_test(tmp_path, body, LEGAMI_STORE="sqlite:///mine.sqlite", LEGAMI_LANG="en")

    assert "1 passed" in outcome.stdout


def test_without_the_isolation_the_users_store_would_reach_a_test(tmp_path):
    body = "import os, pytest\n\n@pytest.fixture(autouse=True)\ndef own_environment():\n    yield\n\n"
    body += "def test_it():\n    assert 'LEGAMI_STORE' not in os.environ\n"

    outcome = run_a_test(tmp_path, body, LEGAMI_STORE="sqlite:///mine.sqlite")

    assert "1 failed" in outcome.stdout


def test_the_default_profile_draws_the_same_examples_every_time():
    assert settings().derandomize
    assert settings().deadline is None


@given(st.integers())
def test_the_isolation_is_no_obstacle_to_generated_examples(number):
    assert isinstance(number, int)
