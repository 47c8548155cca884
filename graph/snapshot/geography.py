"""Where nodes are: the point and district of each, by its own coordinates or by its comune."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.snapshot.model import Snapshot

EARTH_KM = 6371.0088


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
        """Great-circle distance in km from one node to others; NaN where either point is unknown (haversine)."""
        lat0, lon0 = np.radians(float(self.lat[origin])), np.radians(float(self.lon[origin]))
        lat, lon = np.radians(self.lat[nodes].astype(np.float64)), np.radians(self.lon[nodes].astype(np.float64))
        half = np.sin((lat - lat0) / 2) ** 2 + np.cos(lat0) * np.cos(lat) * np.sin((lon - lon0) / 2) ** 2
        return 2 * EARTH_KM * np.arcsin(np.sqrt(half))


def _filled(own: NDArray[Any], place: NDArray[np.int32]) -> NDArray[np.float32]:
    """A node's own coordinate, else that of its comune."""
    values = own.astype(np.float32)
    of_place = np.where(place >= 0, values[place], np.float32(np.nan))
    return np.where(np.isnan(values), of_place, values).astype(np.float32)
