"""Affinity: what meets a need fully, what may, what does not replace it; one pair and all pairs agree."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import NotFound
from graph.vocabulary import scheme

SCHEME = scheme()
codes = st.sampled_from(SCHEME.codes)


@pytest.mark.parametrize(
    ("asked", "offered", "expected"),
    [
        ("pomeriggi-dei-bambini", "doposcuola", 1.0),
        ("sollievo-familiare", "centro-diurno-integrato", 1.0),
        ("lavori-all-aperto", "giardiniere", 1.0),
        ("doposcuola", "pomeriggi-dei-bambini", 0.6),
        ("micronido", "prima-infanzia", 0.36),
        ("giardiniere", "cura-del-verde", 0.5),
        ("pomeriggi-dei-bambini", "affiancamento-familiare", 0.5),
        ("operaio-agricolo", "allevamento-da-latte", 0.35),
        ("ludoteca", "societa-sportiva", 0.3),
        ("patente-b", "patente-c", 1.0),
        ("patente-c", "patente-b", 0.0),
        ("patente-c", "patente-d", 0.0),
        ("lingua-araba", "lingua-urdu", 0.0),
    ],
)
def test_declared_values(asked: str, offered: str, expected: float) -> None:
    assert SCHEME.affinity(asked, offered) == pytest.approx(expected)


@pytest.mark.parametrize("other", ["nido", "micronido", "scuola-dell-infanzia", "tempo-per-le-famiglie"])
def test_care_for_small_children_does_not_replace_an_after_school_club(other: str) -> None:
    assert SCHEME.affinity("doposcuola", other) == 0
    assert SCHEME.affinity(other, "doposcuola") == 0
    assert SCHEME.affinity("pomeriggi-dei-bambini", other) == 0


def test_a_bed_in_a_home_meets_no_wish_for_company_or_relief() -> None:
    assert SCHEME.affinity("compagnia-anziano", "rsa") == SCHEME.affinity("sollievo-familiare", "rsa") == 0


@given(codes, codes)
def test_affinity_lies_between_zero_and_one_and_is_full_for_the_same(asked: str, offered: str) -> None:
    assert 0 <= SCHEME.affinity(asked, offered) <= 1
    assert SCHEME.affinity(asked, asked) == 1


@given(codes, codes)
def test_only_the_same_or_something_narrower_meets_fully(asked: str, offered: str) -> None:
    full = asked == offered or offered in SCHEME.descendants(asked)
    assert (SCHEME.affinity(asked, offered) == 1) is full


@given(codes, codes)
def test_siblings_that_nobody_related_stay_low(asked: str, offered: str) -> None:
    one, other = SCHEME.get(asked), SCHEME.get(offered)
    if one.broader and one.broader == other.broader and asked != offered and offered not in SCHEME.related(asked):
        assert SCHEME.affinity(asked, offered) <= 0.35


def test_the_matrix_agrees_with_the_function_on_every_pair() -> None:
    one_by_one = [[SCHEME.affinity(asked, offered) for offered in SCHEME.codes] for asked in SCHEME.codes]
    assert np.allclose(SCHEME.affinity_matrix(), one_by_one, atol=1e-6)


def test_the_matrix_is_made_once_and_cannot_be_changed() -> None:
    matrix = SCHEME.affinity_matrix()
    assert matrix is SCHEME.affinity_matrix()
    assert (matrix.dtype, matrix.shape) == (np.float32, (len(SCHEME), len(SCHEME)))
    with pytest.raises(ValueError, match="read-only"):
        matrix[0, 0] = 0


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(NotFound):
        SCHEME.affinity("doposcuola", "nessuno")
