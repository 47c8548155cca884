"""The resources that could be proposed for a pact, as arrays: one row a candidate."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graph.kinds.ties import BODIES, PERSONAL_KINDS, RESOURCES
from graph.kinds.values import slot_bits
from graph.snapshot import NO_DAY, Snapshot, day
from graph.view import View
from graph.view.rules import proposable
from graph.vocabulary import Scheme
from matching.case import Case

RESOURCE_KINDS: Final = tuple(cls.model_fields["kind"].default for cls in RESOURCES)
GIVING: Final = ("offers", "occupations", "sectors", "meets_on")
OPENINGS: Final = ("job", "internship", "apprenticeship")
EMPLOYING: Final = tuple(cls.model_fields["kind"].default for cls in BODIES)
WORK: Final = ("occupation", "sector", "skill")


@dataclass(frozen=True)
class Catalogue:
    """What a viewer sees that could be proposed to anybody, and what it gives by itself: made once for all pacts."""

    position: NDArray[np.int32]
    gives: NDArray[np.bool_]  # (c, k)
    welcomes: NDArray[np.bool_]  # (c, k)
    openings: NDArray[np.int64]  # ties from those who run an opening to it
    hosts: NDArray[np.int64]  # the rows of who runs them
    occupations: NDArray[np.int64]  # of these openings, as numbers of the scheme

    @classmethod
    def of(cls, view: View, scheme: Scheme) -> "Catalogue":
        """Every visible body, opportunity and action, and the persons and families that agreed to be proposed."""
        snapshot = view.snapshot
        chosen = snapshot.of_kinds([kind for kind in RESOURCE_KINDS if kind in snapshot.kinds])
        position = np.flatnonzero((chosen | proposable(snapshot, view.at)) & view.nodes).astype(np.int32)
        gives = np.zeros((len(position), len(scheme.codes)), bool)
        welcomes = np.zeros_like(gives)
        for name in GIVING:
            _mark(gives, snapshot, name, scheme, position)
        _mark(welcomes, snapshot, "welcomes", scheme, position)
        occupation = concept_numbers(snapshot, scheme)[snapshot.columns["occupation"]]
        has = occupation[position] >= 0
        gives[np.flatnonzero(has), occupation[position][has]] = True
        hosting = view.visible_ties(["hosting"])
        source, target = snapshot.ties.source[hosting], snapshot.ties.target[hosting]
        run = open_opportunities(view)[target] & (occupation[target] >= 0) & np.isin(source, position)
        hosts = np.searchsorted(position, source[run])
        return cls(position, gives, welcomes, hosting[run], hosts, occupation[target[run]])


@dataclass(frozen=True)
class Candidates:
    """`c` candidates by position in the snapshot; `gives` and `welcomes` are (c, k) over the `k` concepts."""

    case: Case
    position: NDArray[np.int32]
    gives: NDArray[np.bool_]
    welcomes: NDArray[np.bool_]

    @classmethod
    def of(cls, case: Case) -> "Candidates":
        """All of the viewer's catalogue that is there for the pact, but its own party.

        A body gives also the occupations of the openings that it runs and that are there for the pact.
        """
        view, scheme = case.view, case.scheme
        known = view.shared.kept(("catalogue", scheme.codes), lambda: Catalogue.of(view.shared, scheme))
        there = view.nodes[known.position] & ~np.isin(known.position, case.party)
        gives, row = known.gives[there], np.cumsum(there) - 1
        open_ = view.ties[known.openings] & there[known.hosts]
        gives[row[known.hosts[open_]], known.occupations[open_]] = True
        return cls(case, known.position[there], gives, known.welcomes[there])

    def __len__(self) -> int:
        """The number of candidates."""
        return len(self.position)

    def id(self, number: int) -> str:
        """The id of one candidate."""
        return self.case.view.snapshot.id(int(self.position[number]))

    def column(self, name: str) -> NDArray[Any]:
        """A column of the snapshot, one value a candidate."""
        return self.case.view.snapshot.columns[name][self.position]

    def value(self, name: str, number: int) -> Any:
        """What a column of the snapshot says of one candidate."""
        return self.case.view.snapshot.columns[name][self.position[number]]

    def of_kinds(self, *names: str) -> NDArray[np.bool_]:
        """Which candidates are of some kinds."""
        kinds = self.case.view.snapshot.kinds
        return np.isin(self._kind, [kinds.index(name) for name in names])

    @cached_property
    def _kind(self) -> NDArray[np.uint8]:
        return self.case.view.snapshot.kind[self.position]

    def languages(self, number: int) -> set[str]:
        """The languages of one candidate, as codes."""
        return code_set(self.case.view.snapshot, "languages", int(self.position[number]))

    @cached_property
    def personal(self) -> NDArray[np.bool_]:
        """Which candidates are persons or families."""
        return self.of_kinds(*PERSONAL_KINDS)

    @cached_property
    def trades(self) -> NDArray[np.bool_]:
        """(k,): concepts that name a trade, as occupation or sector."""
        return np.array([concept.facet in ("occupation", "sector") for concept in self.case.scheme.concepts])

    @cached_property
    def openings(self) -> NDArray[np.bool_]:
        """Which candidates are openings to work or to learn at work."""
        forms = self.case.view.snapshot.levels["form"]
        return np.isin(self.column("form"), [forms.index(form) for form in OPENINGS])

    @cached_property
    def work_wants(self) -> NDArray[np.bool_]:
        """(w,): wants for work, as occupation, sector or skill."""
        return np.array([self.case.scheme.get(want.code).facet in WORK for want in self.case.wants], bool)

    @cached_property
    def workplaces(self) -> NDArray[np.bool_]:
        """(c,): where the work sought is done: firms, and other bodies that are of its trade and help in nothing asked.

        An elderly home is one for who seeks work as a carer, and a service for who seeks a bed.
        """
        chosen = self._fit_for_work & self.of_kinds("firm")
        chosen[self._tradesfolk] = True
        chosen[self._helpers] = False
        return chosen

    @cached_property
    def _fit_for_work(self) -> NDArray[np.bool_]:
        """(c,): those that meet a wish for work with anything that they give."""
        meets = self._by_all[self.work_wants] >= self.case.policy.fit.least
        return np.asarray(meets.any(axis=0), bool)

    @cached_property
    def _tradesfolk(self) -> NDArray[np.int64]:
        """Rows of the bodies other than firms that meet a wish for work and have a trade."""
        others = np.flatnonzero(self._fit_for_work & self.of_kinds(*EMPLOYING) & ~self.of_kinds("firm"))
        return others[(self.gives[others] & self.trades).any(axis=1)]

    @cached_property
    def _helpers(self) -> NDArray[np.int64]:
        """Rows of those among them that help in something asked."""
        helps = self.best(self.gives[self._tradesfolk] & ~self.trades) >= self.case.policy.fit.least
        return self._tradesfolk[helps.any(axis=0)]

    def given(self, number: int) -> NDArray[np.bool_]:
        """(k,): what one candidate gives to this pact: of a body that helps, its help and not its trade."""
        return self.gives[number] & ~self.trades if number in self._helpers else self.gives[number]

    @cached_property
    def km(self) -> NDArray[np.float64]:
        """Kilometres from the party's home; 0 within the same comune, NaN where unknown."""
        geography, home = self.case.view.geography, self.case.home
        if home < 0:
            return np.full(len(self), np.nan)
        km = geography.km(home, self.position)
        return np.where(geography.place[self.position] == home, 0.0, km)

    @cached_property
    def affinity(self) -> NDArray[np.float32]:
        """(w, c): how well each candidate gives what each want asks, in [0, 1]."""
        affinity = self._by_all.copy()
        affinity[:, self._helpers] = self.best(self.gives[self._helpers] & ~self.trades)
        return affinity

    @cached_property
    def _by_all(self) -> NDArray[np.float32]:
        """(w, c): the same of everything that each candidate gives."""
        return self.best(self.gives)

    def best(self, gives: NDArray[np.bool_]) -> NDArray[np.float32]:
        """(w, r): how well each row of what is given meets each want."""
        scheme = self.case.scheme
        matrix = scheme.affinity_matrix()
        rows = [matrix[scheme.codes.index(want.code)] for want in self.case.wants]
        best = [strongest(gives, row) for row in rows]
        return np.array(best, np.float32).reshape(len(rows), len(gives))

    @cached_property
    def needed(self) -> NDArray[np.uint32]:
        """(w, 1): the parts of the week in which each want is felt, as the ask or else the pact says; 0: any time."""
        usual = slot_bits(self.case.pact.available)
        return np.array([want.slots or usual for want in self.case.wants], np.uint32)[:, None]

    @cached_property
    def provider(self) -> NDArray[np.int32]:
        """The body behind each candidate: who runs it or whose site it is, else itself."""
        ties = self.case.view.snapshot.ties
        behind = np.arange(len(self.case.view.snapshot), dtype=np.int32)
        for kind in ("parentage", "hosting"):
            chosen = self.case.view.visible_ties([kind])
            behind[ties.target[chosen]] = behind[ties.source[chosen]]
        return behind[self.position]


def strongest(has: NDArray[np.bool_], weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """(c,): the greatest weight among the concepts that each candidate has, 0 where it has none; `has` is (c, k)."""
    concepts = np.flatnonzero(weight > 0)
    return (has[:, concepts] * weight[concepts]).max(axis=1, initial=0.0)


def concept_numbers(snapshot: Snapshot, scheme: Scheme) -> NDArray[np.int64]:
    """For each code of the snapshot its number in the scheme, or -1; one more entry keeps -1 at -1."""
    known = {code: number for number, code in enumerate(scheme.codes)}
    return np.array([*(known.get(code, -1) for code in snapshot.codes), -1], np.int64)


def code_set(snapshot: Snapshot, name: str, position: int) -> set[str]:
    """The codes of one node in a column of many."""
    return {snapshot.codes[number] for number in snapshot.ragged[name][position]}


def open_opportunities(view: View) -> NDArray[np.bool_]:
    """(n,): opportunities to work or learn at work that can still be taken on the day."""
    return view.shared.kept("openings", lambda: _open_opportunities(view.shared)) & view.nodes


def _open_opportunities(view: View) -> NDArray[np.bool_]:
    columns = view.snapshot.columns
    forms = view.snapshot.levels["form"]
    wanted = np.isin(columns["form"], [forms.index(form) for form in OPENINGS])
    return wanted & view.nodes & ~past(columns, day(view.at)) & ~full(columns)


def past(columns: Mapping[str, NDArray[Any]], today: int) -> NDArray[np.bool_]:
    """Which of the nodes whose columns are given are over on a day, or take no more applications."""
    ends, apply_by = columns["ends_on"], columns["apply_by"]
    return ((ends != NO_DAY) & (ends <= today)) | ((apply_by != NO_DAY) & (apply_by < today))


def full(columns: Mapping[str, NDArray[Any]]) -> NDArray[np.bool_]:
    """Which of them have no free place, or none at all; one that is not known is no reason."""
    return (columns["free_places"] == 0) | (columns["capacity"] == 0)


def _mark(into: NDArray[np.bool_], snapshot: Snapshot, name: str, scheme: Scheme, position: NDArray[np.int32]) -> None:
    owner, code = snapshot.ragged[name].pairs(position)
    numbers = concept_numbers(snapshot, scheme)[code]
    into[owner[numbers >= 0], numbers[numbers >= 0]] = True
