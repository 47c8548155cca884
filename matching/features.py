"""The named factors of a proposal: each a pure function with a value in [0, 1] a candidate, NaN where not known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.errors import Text
from graph.kinds.ties import PERSONAL_KINDS
from graph.snapshot import NO_DAY, Snapshot, day
from matching.candidates import Candidates, strongest
from matching.introduction import Introductions
from matching.proximity import proximity as walk_proximity
from matching.tried import declined_last

Factor = Callable[["Bench"], NDArray[np.float64]]

WORLDS: Final[Mapping[str, tuple[str, ...]]] = {
    "social": PERSONAL_KINDS,
    "civic": ("association", "trade_association", "community_action", "opportunity"),
    "services": (
        "elderly_service",
        "childcare_service",
        "school",
        "health_service",
        "training_body",
        "public_body",
        "employment_body",
    ),
    "work": ("firm",),
}


@dataclass(frozen=True)
class Bench:
    """What the factors look at: the candidates and which want each of them may serve (w, c)."""

    found: Candidates
    serves: NDArray[np.bool_]
    introductions: Introductions

    @cached_property
    def met(self) -> NDArray[np.float64]:
        """(w, c): how well each want is met, weighed by its importance."""
        policy = self.found.case.policy.fit
        importance = np.array([want.importance for want in self.found.case.wants])[:, None]
        return np.where(self.serves, self.found.affinity, 0.0) ** policy.curve * importance

    @cached_property
    def beyond_hours(self) -> NDArray[np.bool_]:
        """(c,): openings at which one also works when the party cannot, whichever want they serve."""
        worked = self.found.column("slots").astype(np.uint32)[None, :]
        within = (self.found.needed == 0) | ((worked & ~self.found.needed) == 0)
        return self.found.openings & ~(within & self.serves).any(axis=0)

    @cached_property
    def held_back(self) -> NDArray[np.bool_]:
        """(c,): never strong: declined in this pact before, or work also when the party cannot."""
        return declined_last(self.found) | self.beyond_hours


def fit(bench: Bench) -> NDArray[np.float64]:
    """How well it gives what the pact asks: the need that it meets best, and a little for a second one."""
    if not len(bench.met):
        return np.zeros(len(bench.found))
    ordered = np.sort(bench.met, axis=0)[::-1]
    second = ordered[1] if len(ordered) > 1 else np.zeros(len(bench.found))
    return np.minimum(ordered[0] + bench.found.case.policy.fit.second * second, 1.0)


def nearness(bench: Bench) -> NDArray[np.float64]:
    """How near it is on the ground, as a share of the distance that the party can travel."""
    return np.clip(1.0 - bench.found.km / bench.found.case.reach_km, 0.0, 1.0)


def introduction(bench: Bench) -> NDArray[np.float64]:
    """How strong the best way in is, through people who agreed to introduce or through bodies, in tenths."""
    return np.around(np.sqrt(bench.introductions.strength), decimals=1).astype(np.float64)


def proximity(bench: Bench) -> NDArray[np.float64]:
    """How close it is in the network of relations, whoever one meets first."""
    return walk_proximity(bench.found)


def give_back(bench: Bench) -> NDArray[np.float64]:
    """How much it could use what the party offers in return."""
    case = bench.found.case
    numbers = [case.scheme.codes.index(code) for code in case.pact.gives if code in case.scheme]
    if not numbers:
        return np.full(len(bench.found), np.nan)
    wanted = case.scheme.affinity_matrix()[:, numbers].max(axis=1)
    value = strongest(bench.found.welcomes, wanted).astype(np.float64)
    return np.where(bench.found.welcomes.any(axis=1), value, np.nan)


def gain(bench: Bench) -> NDArray[np.float64]:
    """How new the world is that it would open: the share of the party's ties that are not of that world."""
    case = bench.found.case
    others, _ = case.ties
    snapshot = case.view.snapshot
    had = world_numbers(snapshot, others)
    share = np.bincount(had[had >= 0], minlength=len(WORLDS) + 1) / max(len(others), 1)
    return 1.0 - share[worlds(bench.found)]


def worlds(found: Candidates) -> NDArray[np.int64]:
    """The world of each candidate, as a number of `WORLDS`: an opportunity's is its host's.

    Openings and workplaces are work; a firm that is sought for its help, such as a care cooperative, is a service.
    """
    services, work = list(WORLDS).index("services"), list(WORLDS).index("work")
    behind = np.where(found.of_kinds("opportunity"), found.provider, found.position)
    world = world_numbers(found.case.view.snapshot, behind)
    world[world == work] = services
    return np.where(found.openings | found.workplaces, work, world)


def world_numbers(snapshot: Snapshot, nodes: NDArray[np.int32]) -> NDArray[np.int64]:
    """The world of each of some nodes, as a number of `WORLDS`, -1 for none."""
    of_kind = {kind: number for number, kinds in enumerate(WORLDS.values()) for kind in kinds}
    return np.array([of_kind.get(kind, -1) for kind in snapshot.kinds])[snapshot.kind[nodes]]


def preference(bench: Bench) -> NDArray[np.float64]:
    """How far it is of the kind that the party prefers."""
    case = bench.found.case
    numbers = [case.scheme.codes.index(code) for code in case.pact.prefers if code in case.scheme]
    if not numbers:
        return np.full(len(bench.found), np.nan)
    liked = case.scheme.affinity_matrix()[numbers].max(axis=0)
    return strongest(bench.found.gives, liked).astype(np.float64)


def availability(bench: Bench) -> NDArray[np.float64]:
    """Whether it has free places, as lately confirmed."""
    found = bench.found
    free, confirmed = found.column("free_places"), found.column("places_confirmed_on")
    age = day(found.case.view.at) - confirmed.astype(np.int64)
    fresh = (confirmed != NO_DAY) & (age <= found.case.policy.answer.stale_days)
    return np.where(np.isnan(free) | ~fresh, np.nan, (free > 0).astype(np.float64))


FACTORS: Final[tuple[Factor, ...]] = (
    fit,
    nearness,
    introduction,
    proximity,
    give_back,
    gain,
    preference,
    availability,
)

ITALIAN: Final[Mapping[str, str]] = {
    "fit": "Quanto dà di ciò che il patto chiede: il bisogno a cui risponde meglio, e un poco per un secondo.",
    "nearness": "Quanto è vicina sul territorio, rispetto alla distanza che la parte può percorrere.",
    "introduction": "Quanto è forte la porta migliore, attraverso chi ha accettato o attraverso enti, in decimi.",
    "proximity": "Quanto è vicina nella rete delle relazioni, chiunque si incontri per primo.",
    "give_back": "Quanto le servirebbe ciò che la parte offre in cambio.",
    "gain": "Quanto è nuovo il mondo che aprirebbe: la quota dei legami della parte che non sono di quel mondo.",
    "preference": "Quanto è del tipo che la parte preferisce.",
    "availability": "Se ha posti liberi, confermati di recente.",
}


def public_text(factor: Factor) -> Text:
    """What a factor says, for people."""
    return Text(ITALIAN[factor.__name__], (factor.__doc__ or "").strip())


def factors(bench: Bench) -> dict[str, NDArray[np.float64]]:
    """Every factor by its name."""
    return {factor.__name__: factor(bench) for factor in FACTORS}
