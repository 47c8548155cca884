"""Every concept of the scheme, by theme: to add one, add it to the module of its theme."""

from graph.vocabulary.concept import Concept
from graph.vocabulary.concepts.childcare import CHILDCARE
from graph.vocabulary.concepts.community import COMMUNITY
from graph.vocabulary.concepts.divisions import divisions
from graph.vocabulary.concepts.elderly import ELDERLY
from graph.vocabulary.concepts.enterprise import ENTERPRISE
from graph.vocabulary.concepts.languages import LANGUAGES
from graph.vocabulary.concepts.licences import LICENCES
from graph.vocabulary.concepts.occupations import OCCUPATIONS
from graph.vocabulary.concepts.sectors import SECTORS
from graph.vocabulary.concepts.services import SERVICES
from graph.vocabulary.concepts.skills import SKILLS
from graph.vocabulary.concepts.trades import TRADES
from graph.vocabulary.concepts.work import WORK

OWN: tuple[Concept, ...] = (
    *CHILDCARE,
    *ELDERLY,
    *COMMUNITY,
    *WORK,
    *ENTERPRISE,
    *SKILLS,
    *OCCUPATIONS,
    *TRADES,
    *SECTORS,
    *SERVICES,
    *LANGUAGES,
    *LICENCES,
)
"""What the programme speaks of, written by hand."""

CONCEPTS: tuple[Concept, ...] = (*OWN, *divisions(OWN))

__all__ = ["CONCEPTS", "OWN"]
