"""What a viewer may not use: one pure function a rule, each a mask over nodes or ties of the snapshot."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.kinds.institutional_ties import FOLLOWED_KINDS
from graph.snapshot import NO_DAY, VISIBILITIES, Snapshot, day
from graph.snapshot.geography import Geography
from graph.view.viewer import Viewer

Mask = NDArray[np.bool_]
NOWHERE: Final = -1
UNSEEN: Final = int(np.iinfo(np.int32).max)
RUN_STEPS: Final = 3  # a body, its site, what the site runs
BOND_STEPS: Final = 2  # from a member to the family, from the family to the pact, and back


@dataclass(frozen=True)
class Sight:
    """What a rule may look at."""

    snapshot: Snapshot
    geography: Geography
    viewer: Viewer
    at: date

    @cached_property
    def elsewhere(self) -> Mask:
        """(n,): persons, families and pacts of another or an unknown district.

        For an operator without a district: those of whom a district is known.
        """
        snapshot = self.snapshot
        people = snapshot.of_kinds(FOLLOWED_KINDS)
        wanted = snapshot.code(self.viewer.district) if self.viewer.district else NOWHERE
        known = wanted >= 0 or not self.viewer.district
        return people & ((home_district(self) != wanted) | (not known))


Rule = Callable[[Sight], Mask]


def sensitive_services(sight: Sight) -> Mask:
    """Services whose name tells a condition are absent from an operator's view, with their sites and what they run."""
    return with_what_they_run(sight.snapshot, sight.snapshot.columns["sensitive"] == 1)


def with_what_they_run(snapshot: Snapshot, bodies: Mask) -> Mask:
    """Some bodies, their sites, and what these run."""
    found = bodies.copy()
    runs = np.flatnonzero(snapshot.ties_of_kinds(["hosting", "parentage"]))
    source, target = snapshot.ties.source[runs], snapshot.ties.target[runs]
    for _ in range(RUN_STEPS):
        found[target[found[source]]] = True
    return found


def people_of_other_districts(sight: Sight) -> Mask:
    """Persons, families and pacts of another or an unknown district are absent, unless they agreed to be known."""
    return sight.elsewhere & ~proposable(sight.snapshot, sight.at) & ~agrees_to_introduce(sight.snapshot, sight.at)


def home_district(sight: Sight) -> NDArray[np.int32]:
    """(n,): the district of each node; a person, family or pact without a comune has that of its home or party.

    Read from ties that hold on the day and are not private; where two homes disagree, it is not known.
    """
    snapshot, district = sight.snapshot, sight.geography.district.copy()
    open_ties = on_the_day(snapshot, sight.at) & ~private_ties(sight)
    bonds = np.flatnonzero(snapshot.ties_of_kinds(["household_membership", "pact_party"]) & open_ties)
    source, target = snapshot.ties.source[bonds], snapshot.ties.target[bonds]
    for _ in range(BOND_STEPS):
        least, most = np.full(len(district), UNSEEN, np.int32), np.full(len(district), NOWHERE, np.int32)
        for lacking, giving in ((source, target), (target, source)):
            given = district[giving] != NOWHERE
            np.minimum.at(least, lacking[given], district[giving[given]])
            np.maximum.at(most, lacking[given], district[giving[given]])
        agreed = (district == NOWHERE) & (least == most)
        district[agreed] = least[agreed]
    return district


def not_on_the_day(sight: Sight) -> Mask:
    """Ties that do not hold on the day are absent."""
    return ~on_the_day(sight.snapshot, sight.at)


def on_the_day(snapshot: Snapshot, at: date, among: NDArray[np.int32] | slice = slice(None)) -> Mask:
    """(m,), or as many as are asked of: ties that hold on a day."""
    ties, today = snapshot.ties, day(at)
    until = ties.valid_to[among]
    return (ties.valid_from[among] <= today) & ((until == NO_DAY) | (until > today))


def private_ties(sight: Sight) -> Mask:
    """Ties that nobody agreed to share are absent."""
    return sight.snapshot.ties.visibility == VISIBILITIES.index("private")


def protection_ties(sight: Sight) -> Mask:
    """That somebody is protected is itself secret."""
    return sight.snapshot.ties_of_kinds(["no_contact"])


HIDDEN_NODES: Final[tuple[Rule, ...]] = (sensitive_services, people_of_other_districts)
HIDDEN_TIES: Final[tuple[Rule, ...]] = (private_ties,)
HIDDEN_FROM_ALL: Final[tuple[Rule, ...]] = (not_on_the_day, protection_ties)


def proposable(snapshot: Snapshot, at: date) -> Mask:
    """Persons and families whose agreement to be proposed holds on the day."""
    return _agreed(snapshot, "proposable", at)


def agrees_to_introduce(snapshot: Snapshot, at: date) -> Mask:
    """Persons whose agreement to introduce holds on the day; the declaration refuses it for minors."""
    return _agreed(snapshot, "introduces", at)


def _agreed(snapshot: Snapshot, what: str, at: date) -> Mask:
    since, until, today = snapshot.columns[f"{what}_since"], snapshot.columns[f"{what}_until"], day(at)
    return (since != NO_DAY) & (since <= today) & ((until == NO_DAY) | (until > today))
