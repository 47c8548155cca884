"""Positions: inside their frame, never two at one place, the same for the same network."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from api.layout import APART_KM, apart, on_the_ground, springs
from graph.snapshot.geography import great_circle_km

NOBODY = np.zeros(0, np.int64)


@st.composite
def networks(draw: st.DrawFn):
    n = draw(st.integers(1, 30))
    hops = np.array([0, *sorted(draw(st.lists(st.integers(1, 2), min_size=n - 1, max_size=n - 1)))], np.int64)
    ends = st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=40)
    pairs = [(a, b) for a, b in draw(ends) if a != b]
    source, target = (np.array([pair[end] for pair in pairs], np.int64) for end in (0, 1))
    return hops, source, target


@given(networks())
def test_the_first_stays_in_the_middle_and_all_within_the_disc(network):
    points = springs(*network)

    assert np.allclose(points[0], 0)
    assert np.isfinite(points).all()
    assert (np.hypot(points[:, 0], points[:, 1]) <= 1 + 1e-9).all()
    assert len(np.unique(np.round(points, 4), axis=0)) == len(points)
    assert np.array_equal(points, springs(*network))


def test_who_is_tied_stands_nearer_than_who_is_not():
    hops = np.array([0, 1, 1, 1, 1], np.int64)
    source, target = np.array([0, 0, 0, 0, 1]), np.array([1, 2, 3, 4, 2])

    points = springs(hops, source, target)

    def far(one: int, other: int) -> float:
        return float(np.hypot(*(points[one] - points[other])))

    assert far(1, 2) < min(far(1, 3), far(1, 4), far(2, 3), far(2, 4))


def test_a_node_alone_has_its_place():
    assert springs(np.zeros(1, np.int64), NOBODY, NOBODY).tolist() == [[0, 0]]


def test_distances_on_the_map_are_those_on_the_ground():
    lat, lon = np.array([45.36, 45.13, 45.0]), np.array([9.68, 10.02, 10.4])

    km = on_the_ground(lat, lon, (45.2, 10.0))

    drawn = np.hypot(*(km[1:] - km[0]).T)
    assert np.allclose(drawn, great_circle_km(lat[0], lon[0], lat[1:], lon[1:]), rtol=0.005)
    assert km[0, 0] < 0 < km[0, 1]


def test_an_unknown_place_stays_unknown():
    assert np.isnan(apart(on_the_ground(np.array([np.nan]), np.array([np.nan]), (45.0, 10.0)))).all()


def test_what_stands_together_is_laid_out_around_its_place():
    points = np.array([[1.0, 1.0], [5.0, 5.0], [1.0, 1.0], [1.0, 1.0]])

    drawn = apart(points)

    assert drawn[:2].tolist() == [[1, 1], [5, 5]]
    assert len(np.unique(drawn, axis=0)) == 4
    assert (np.hypot(*(drawn - points).T) <= 2 * APART_KM).all()
