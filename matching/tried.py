"""What was tried in this pact before and may come again: proposed and not answered yet, or declined long ago."""

from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.snapshot import NO_DAY
from graph.snapshot.columns import EPOCH
from matching.candidates import Candidates
from matching.types import Reason

SAID: Final = {"proposed": "proposed_before", "declined": "declined_before"}
"""The sentence of what a resource was last; what was decided otherwise does not come again."""


def tried_before(found: Candidates, number: int) -> Reason | None:
    """That a candidate was proposed in this pact before, on which day and how that ended, as far as is known."""
    tie = _last(found, int(found.position[number]))
    code = SAID.get(_status(found, tie)) if tie >= 0 else None
    if code is None:
        return None
    when, evidence = int(_days(found, np.array([tie]))[0]), (found.case.view.snapshot.tie_id(tie),)
    if when == NO_DAY:
        return Reason(f"{code}_undated", {}, evidence)
    return Reason(code, {"on": date.fromordinal(when + EPOCH).isoformat()}, evidence)


def declined_last(found: Candidates) -> NDArray[np.bool_]:
    """(c,): candidates to which the last answer in this pact was no: never strong proposals again."""
    chosen = np.zeros(len(found), bool)
    for number in np.flatnonzero(np.isin(found.position, _targets(found))).tolist():
        chosen[number] = _status(found, _last(found, int(found.position[number]))) == "declined"
    return chosen


def _targets(found: Candidates) -> NDArray[np.int32]:
    return found.case.view.snapshot.ties.target[found.case.tried]


def _status(found: Candidates, tie: int) -> str:
    snapshot = found.case.view.snapshot
    return snapshot.tie_levels["status"][int(snapshot.tie_attributes["status"][tie])]


def _last(found: Candidates, position: int) -> int:
    """The last tie by which a node was tried, undated ones first; -1 for none."""
    ties = found.case.tried[_targets(found) == position]
    return int(ties[np.lexsort((ties, _days(found, ties)))[-1]]) if len(ties) else -1


def _days(found: Candidates, ties: NDArray[np.int32] | NDArray[np.int64]) -> NDArray[np.int32]:
    """The day on which each was decided, or else proposed; NO_DAY where neither is known."""
    snapshot = found.case.view.snapshot
    decided = snapshot.tie_attributes["decided_on"][ties]
    return np.where(decided == NO_DAY, snapshot.ties.valid_from[ties], decided)
