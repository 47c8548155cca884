"""Where nodes are: the point and district of each, by its own coordinates or by its comune."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.snapshot.model import Snapshot

EARTH_KM = 6371.0088  # mean radius, IUGG


@dataclass(frozen=True)
class Geography:
    """One value a node; unknown is NaN or -1."""

    lat: NDArray[np.float32]
    lon: NDArray[np.float32]
    place: NDArray[np.int32]  # position of the node of its comune
    district: NDArray[np.int32]  # number of the district's code

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Geography":
        """Read the places of a snapshot and put every node into its own."""
        code_of_place = snapshot.columns["istat_code"]
        comuni = np.flatnonzero((code_of_place >= 0) & (snapshot.columns["level"] == 0))
        by_code = np.full(len(snapshot.codes) + 1, -1, np.int32)
        by_code[code_of_place[comuni]] = comuni
        place = by_code[snapshot.columns["comune"]]
        place[comuni] = comuni
        lat, lon = (_filled(snapshot.columns[name], place) for name in ("lat", "lon"))
        district = np.where(place >= 0, snapshot.columns["district"][place], np.int32(-1)).astype(np.int32)
        return cls(lat, lon, place, district)

    def km(self, origin: int, nodes: NDArray[np.integer]) -> NDArray[np.float64]:
        """Great-circle distance in km from one node to others; NaN where either point is unknown."""
        return great_circle_km(self.lat[origin], self.lon[origin], self.lat[nodes], self.lon[nodes])


def great_circle_km(lat: ArrayLike, lon: ArrayLike, to_lat: ArrayLike, to_lon: ArrayLike) -> NDArray[np.float64]:
    """Distance in km between points in degrees, broadcast against each other (haversine formula)."""
    a, b, c, d = (np.radians(np.asarray(degrees, np.float64)) for degrees in (lat, lon, to_lat, to_lon))
    half = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))))


def _filled(own: NDArray[Any], place: NDArray[np.int32]) -> NDArray[np.float32]:
    """A node's own coordinate, else that of its comune."""
    values = own.astype(np.float32)
    of_place = np.where(place >= 0, values[place], np.float32(np.nan))
    return np.where(np.isnan(values), of_place, values).astype(np.float32)
