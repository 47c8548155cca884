"""The programme's judgement, read from a policy file: typed, bounded, and named by its hash."""

import hashlib
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError

from graph.errors import InvalidPolicy
from graph.kinds.complaints import complaint

Share = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0, le=100)]
Km = Annotated[float, Field(gt=0, le=500)]
Count = Annotated[int, Field(ge=1, le=10_000)]


class Part(BaseModel, frozen=True, extra="forbid"):
    """One table of the policy file."""


class Bands(Part, frozen=True):
    """From which score a proposal is strong, and from which it is possible at all."""

    strong: Share
    possible: Share


class Fit(Part, frozen=True):
    """How needs and offers are compared."""

    least: Share
    curve: Annotated[float, Field(gt=0, le=2)]
    importance: tuple[Share, Share, Share]
    implied: Share
    second: Share


class Weights(Part, frozen=True):
    """The weight of each factor beside fit, and what remains of fit without them."""

    nearness: Weight
    introduction: Weight
    proximity: Weight
    give_back: Weight
    gain: Weight
    preference: Weight
    availability: Weight
    floor: Share


class Travel(Part, frozen=True):
    """The greatest distance by means of travel, in km."""

    foot: Km
    bicycle: Km
    moped: Km
    public_transport: Km
    car: Km
    unknown: Km


class WalkLayers(Part, frozen=True):
    """How readily the walk takes a tie of each layer; layers not named are not walked."""

    kin: Share
    social: Share
    civic: Share
    work: Share
    services: Share
    bodies: Share


class Walk(Part, frozen=True):
    """The random walk that measures proximity."""

    alpha: Annotated[float, Field(gt=0, lt=1)]
    epsilon: Annotated[float, Field(gt=0, le=0.01)]
    keep: Count
    popularity: Share
    faintest: Annotated[float, Field(gt=0, lt=1)]
    closest: Annotated[float, Field(gt=0, le=1)]
    layers: WalkLayers


class Introductions(Part, frozen=True):
    """How far a way in may lead."""

    max_steps: Annotated[int, Field(ge=1, le=6)]
    through_association: Share
    least: Share


class AnswerLimits(Part, frozen=True):
    """How many proposals, and how varied."""

    limit: Count
    per_provider: Count
    per_need: Count
    per_gift: Count
    per_trade: Count
    per_kind: Count
    employers: Count
    bodies_per_person: Count
    stale_days: Count
    reopen_days: Count


class Policy(Part, frozen=True):
    """Everything that is judgement rather than arithmetic."""

    bands: Bands
    fit: Fit
    weights: Weights
    travel: Travel
    walk: Walk
    introduction: Introductions
    answer: AnswerLimits

    @property
    def hash(self) -> str:
        """The first 16 hex digits of the SHA-256 of the values (comments do not count)."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


def read_policy(path: Path) -> Policy:
    """A policy from a TOML file.

    Raises InvalidPolicy with the entry that is wrong.
    """
    try:
        return Policy.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where, said = ".".join(str(part) for part in first["loc"]), complaint(first)
        raise InvalidPolicy(
            f"{path.name}, voce {where}: {said.it}.", f"{path.name}, entry {where}: {said.en}."
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        it, en = (f" (riga {at[1]}, colonna {at[2]})", f" (line {at[1]}, column {at[2]})") if at else ("", "")
        raise InvalidPolicy(
            f"{path.name} non si legge come TOML{it}: controlla che ci sia e com'è scritto.",
            f"{path.name} cannot be read as TOML{en}: check that it is there and how it is written.",
        ) from None


@cache
def default_policy() -> Policy:
    """The policy that ships with the program."""
    return read_policy(Path(__file__).with_name("policy.toml"))
