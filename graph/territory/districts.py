"""Which district (ambito territoriale sociale) a comune belongs to.

Facts of the Province of Cremona: 48 + 48 + 17 comuni, from the public agreements of the three districts' area plans
(piani di zona: Cremasco 2015-2017 and 2021-2023, Oglio Po 2018-2020), the list of comuni of the Cremonese area, and
the Province's statistics office (April 2024; Torre de' Picenardi belongs to the Cremonese since 2019). Another
province is added by appending its districts; without them it is one district.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class District:
    """A district and the ISTAT codes of its comuni."""

    slug: str
    name: str
    comuni: frozenset[str]


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


DISTRICTS: Final = (
    District(
        "cremonese",
        "Ambito Cremonese",
        _codes("""
        019001 019003 019004 019006 019007 019013 019014 019016 019022
        019026 019027 019028 019030 019032 019033 019036 019038 019040
        019044 019045 019046 019048 019050 019051 019053 019056 019063
        019064 019065 019068 019069 019070 019074 019075 019076 019077
        019085 019088 019089 019093 019095 019098 019099 019100 019103
        019107 019113 019114
    """),
    ),
    District(
        "cremasco",
        "Ambito Cremasco",
        _codes("""
        019002 019005 019010 019011 019012 019015 019017 019018 019019
        019020 019024 019025 019029 019034 019035 019037 019039 019041
        019043 019047 019049 019054 019055 019058 019059 019060 019062
        019066 019067 019072 019073 019078 019079 019080 019081 019082
        019084 019086 019087 019094 019097 019102 019104 019105 019109
        019110 019111 019112
    """),
    ),
    District(
        "casalasco",
        "Ambito Casalasco",
        _codes("""
        019009 019021 019023 019031 019052 019057 019061 019083 019090
        019091 019092 019096 019101 019106 019108 019115 019116
    """),
    ),
)

DISTRICT_NAMES: Final = {district.slug: district.name for district in DISTRICTS}
"""Slug to name, such as `cremasco` to `Ambito Cremasco`."""

_DISTRICT_OF: Final = {code: district.slug for district in DISTRICTS for code in district.comuni}


def district_of(istat_code: str) -> str:
    """The slug of the district of a comune (six-digit ISTAT code), empty where none is known."""
    return _DISTRICT_OF.get(istat_code, "")
