"""The values that the pipeline hands on: wants, ways in, reasons, proposals, the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from graph.kinds.ties import PERSONAL_KINDS

Section = Literal["community", "employer"]
Band = Literal["strong", "possible"]


@dataclass(frozen=True, slots=True)
class Want:
    """One thing that the pact looks for.

    `ages` are the youngest and the oldest that the person concerned can be, in years; `slots` a mask of the
    week (0: any time); `importance` in [0, 1]; `origin` says where it comes from.
    """

    code: str
    importance: float
    ages: tuple[int, int] | None = None
    slots: int = 0
    origin: Literal["ask", "implied", "occupation", "skill", "enterprise", "goal"] = "ask"


@dataclass(frozen=True, slots=True)
class WayIn:
    """How the party gets there with somebody's help.

    `form`: `people` through persons who agreed to introduce (bodies may lie between), `body` through bodies
    only, `association` through the firm's trade association. `nodes` from the first step after the party to
    the last before the resource; `ties` are the ids of the ties walked that may be shown.
    """

    form: Literal["people", "body", "association"]
    nodes: tuple[str, ...]
    ties: tuple[str, ...]
    strength: float


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence to be: a code known to `matching.sentences`, its values, and the records that show it."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """One resource for one pact, with named factors in [0, 1] (none: not known)."""

    resource: str
    kind: str
    comune: str | None
    section: Section
    band: Band
    score: float
    factors: Mapping[str, float | None]
    what: Reason
    reasons: tuple[Reason, ...]
    way_in: WayIn | None
    unknown: tuple[Reason, ...]

    @property
    def personal(self) -> bool:
        """Whether the resource is a person or a family: then no number may leave the program."""
        return self.kind in PERSONAL_KINDS


@dataclass(frozen=True, slots=True)
class Answer:
    """All proposals for a pact, and what is needed to compute the same again."""

    pact: str
    viewer: str
    at: str
    snapshot: int
    policy: str
    algorithm: str
    limit: int
    proposals: tuple[Proposal, ...]
    excluded: Mapping[str, int]
    gaps: tuple[Reason, ...] = ()
