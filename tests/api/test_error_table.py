"""Every error of the program has one exit code and one HTTP status."""

import errno
from collections.abc import Iterator

import pytest

from api.errors import MEANINGS, Unexpected, document, explained, meaning
from graph import errors
from graph.errors import InvalidPolicy, LegamiError, NotFound, StoreBusy


def descendants(cls: type[LegamiError]) -> Iterator[type[LegamiError]]:
    for child in cls.__subclasses__():
        yield child
        yield from descendants(child)


def declared() -> list[type[LegamiError]]:
    return sorted(
        (cls for cls in descendants(LegamiError) if cls.__module__ == errors.__name__), key=lambda cls: cls.__name__
    )


@pytest.mark.parametrize("cls", declared())
def test_no_declared_error_is_without_its_own_meaning(cls):
    assert any(parent in MEANINGS for parent in cls.__mro__)


CODES = {"InputError": 1, "Conflict": 1, "UsageError": 2, "StoreError": 3, "NotFound": 4}


@pytest.mark.parametrize("cls", declared())
def test_exit_codes_are_those_of_the_contract(cls):
    (family,) = {parent.__name__ for parent in cls.__mro__} & set(CODES)

    assert meaning(cls("it", "en")).exit_code == CODES[family]


def test_the_nearest_class_decides():
    assert meaning(InvalidPolicy("it", "en")).http_status == 422
    assert meaning(StoreBusy("it", "en")).exit_code == 3


def test_the_document_of_an_error_has_its_code_and_both_languages():
    assert document(NotFound("manca", "missing")) == {
        "error": {"code": "not_found", "message": {"it": "manca", "en": "missing"}}
    }


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE])
def test_that_no_more_files_can_be_opened_is_said_with_what_to_do(number):
    error = explained(OSError(number, "Too many open files", "/a/place"))

    assert (error.code, meaning(error).http_status, meaning(error).exit_code) == ("too_many_files", 503, 3)
    assert "ulimit" in error.message.it
    assert "/a/place" not in error.message.en


def test_any_other_refusal_of_the_system_is_told_without_its_path():
    error = explained(PermissionError(errno.EACCES, "Permission denied", "/a/place"))

    assert (error.code, meaning(error).http_status) == ("store_unavailable", 503)
    assert "/a/place" not in error.message.en


def test_a_mistake_of_the_program_says_its_kind_but_not_its_text():
    error = Unexpected(ValueError("a mother's name"))

    assert "ValueError" in error.message.en
    assert "mother" not in error.message.en + error.message.it
    assert meaning(error).exit_code == 1
