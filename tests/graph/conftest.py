"""Asserts of the shared contract suite explain themselves like those of test files."""

import pytest

pytest.register_assert_rewrite("tests.graph.store_contract")
