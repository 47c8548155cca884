"""The weighted ranker: from named factors to one absolute score of the pair pact-resource."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from matching.policy import Policy
from matching.types import Band


def score(factors: Mapping[str, NDArray[np.float64]], policy: Policy) -> NDArray[np.float64]:
    """Fit times what the other factors leave of it: `fit * (floor + (1 - floor) * weighted mean)`.

    The mean is over the factors that are known for a candidate; one that is not known neither helps nor harms.
    Nothing can make up for a poor fit, and the score does not depend on the other candidates.
    """
    weights = policy.weights.model_dump(exclude={"floor"})
    values = np.array([factors[name] for name in weights])
    known = ~np.isnan(values)
    weight = np.array(list(weights.values()))[:, None] * known
    total = weight.sum(axis=0)
    mean = np.divide((np.nan_to_num(values) * weight).sum(axis=0), total, out=np.zeros_like(total), where=total > 0)
    return factors["fit"] * (policy.weights.floor + (1 - policy.weights.floor) * mean)


def band(value: float, policy: Policy) -> Band | None:
    """The word for a score; none where it is too low to be proposed at all."""
    if value >= policy.bands.strong:
        return "strong"
    return "possible" if value >= policy.bands.possible else None
