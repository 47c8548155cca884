"""How well what is offered meets what is asked, from the scheme alone: a number in [0, 1], not symmetric.

The values are declared judgements, not measurements:

=====================  ==========  ==================================================================================
what is offered is     affinity    example (asked <- offered)
=====================  ==========  ==================================================================================
the same, or narrower  1.0         the children's afternoons <- after-school club
broader, k steps up    0.6 ** k    after-school club <- someone with the children after school: it may be one, ask
declared related       0.5         gardener <- a firm of the sector "garden care"
narrower than related  0.35        farm worker <- dairy farming, because farming is related
a sibling              0.3         toy library <- sports club: same broad need, yet one does not replace the other
anything else          0.0         nursery <- after-school club: different broad needs
=====================  ==========  ==================================================================================

The best that applies counts. A licence or a language is had or not: there broader and sibling give nothing.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from graph.vocabulary.concept import Concept, Facet

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FULL = 1.0
BROADER = 0.6
RELATED = 0.5
BELOW_RELATED = 0.35
SIBLING = 0.3

ALL_OR_NOTHING: frozenset[Facet] = frozenset({"language", "licence"})

Above = Mapping[str, tuple[str, ...]]


def affinity(asked: Concept, offered: Concept, *, above: Above, related: Mapping[str, frozenset[str]]) -> float:
    """The affinity of one pair.

    `above`: every code's ancestors, nearest first. `related`: the symmetric relation.
    """
    if asked.code == offered.code or asked.code in above[offered.code]:
        return FULL
    return max(
        _broader(asked, offered, above[asked.code]),
        _related(related[asked.code], offered, above[offered.code]),
        _sibling(asked, offered),
    )


def _broader(asked: Concept, offered: Concept, ancestors: tuple[str, ...]) -> float:
    if asked.facet in ALL_OR_NOTHING or offered.code not in ancestors:
        return 0.0
    return BROADER ** (ancestors.index(offered.code) + 1)


def _related(near: frozenset[str], offered: Concept, ancestors: tuple[str, ...]) -> float:
    if offered.code in near:
        return RELATED
    return 0.0 if near.isdisjoint(ancestors) else BELOW_RELATED


def _sibling(asked: Concept, offered: Concept) -> float:
    same_parent = asked.broader is not None and asked.broader == offered.broader
    return SIBLING if same_parent and asked.facet not in ALL_OR_NOTHING else 0.0


def affinity_matrix(
    concepts: Sequence[Concept], *, above: Above, related: Mapping[str, frozenset[str]]
) -> "NDArray[np.float32]":
    """Every pair at once: shape (n, n), row asked, column offered, in the order of `concepts`; read-only."""
    import numpy as np

    n = len(concepts)
    place = {concept.code: i for i, concept in enumerate(concepts)}
    steps = np.zeros((n, n), dtype=np.int16)  # from row up to column; 0 where the column is no ancestor of the row
    near = np.zeros((n, n), dtype=np.bool_)
    for code, i in place.items():
        for k, ancestor in enumerate(above[code], start=1):
            steps[i, place[ancestor]] = k
        near[i, [place[other] for other in related[code]]] = True
    graded = np.array([concept.facet not in ALL_OR_NOTHING for concept in concepts], dtype=np.bool_)[:, None]
    parent = np.array([place.get(concept.broader or "", -1) for concept in concepts])
    sibling = graded & (parent[:, None] == parent[None, :]) & (parent[:, None] >= 0)
    below_related = near.astype(np.int32) @ (steps > 0).T.astype(np.int32) > 0

    values = np.where(sibling, np.float32(SIBLING), np.float32(0))
    values = np.maximum(values, np.where(below_related, np.float32(BELOW_RELATED), 0))
    values = np.maximum(values, np.where(near, np.float32(RELATED), 0))
    values = np.maximum(values, np.where(graded & (steps > 0), np.float32(BROADER) ** steps, 0))
    values[(steps.T > 0) | np.eye(n, dtype=np.bool_)] = FULL
    values = values.astype(np.float32)
    values.flags.writeable = False
    return values
