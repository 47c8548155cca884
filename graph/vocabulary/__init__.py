"""One concept scheme for needs, offers, skills, occupations, sectors, languages and licences, in Italian and English.

`scheme()` gives the scheme; `search` finds concepts in what somebody typed, `concepts_in` in a note.
"""

from graph.vocabulary.concept import FACETS, Concept, Facet
from graph.vocabulary.scheme import Scheme, scheme
from graph.vocabulary.search import Hit, concepts_in, search

__all__ = ["FACETS", "Concept", "Facet", "Hit", "Scheme", "concepts_in", "scheme", "search"]
