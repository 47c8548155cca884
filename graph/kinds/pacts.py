"""The generative pact: what is asked, what is given back, and the limits within which help must fit."""

import re
from datetime import date
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import BeforeValidator, Field

from graph.errors import Text
from graph.kinds.base import Node, Value
from graph.kinds.entry import BIRTH_YEAR
from graph.kinds.values import (
    COLUMN,
    DAYS,
    FREE_TEXT,
    INDEXED,
    PERSONAL,
    Code,
    Codes,
    Comune,
    Label,
    Line,
    Name,
    Note,
    Slots,
)

MAX_BUDGET_EUR = 2000


class Ask(Value, frozen=True):
    """One need, for one person of the party where it is somebody's in particular."""

    need: Annotated[Code, Label("Bisogno", "Need")]
    birth_year: Annotated[
        int | None,
        Label("Anno di nascita di chi ne ha bisogno", "Year of birth of who needs it"),
        Field(ge=1900, le=2100),
        BIRTH_YEAR,
    ] = None
    slots: Annotated[Slots, Label("Quando", "When")] = ()
    weight: Annotated[int, Label("Importanza (1-3)", "Importance (1-3)"), Field(ge=1, le=3)] = 2


def _asks(value: object) -> object:
    """Asks written in one cell: `doposcuola [2019] !3 mon..thu-afternoon; corso-italiano`.

    The need is all that stands before the first year, weight or slot; here its code, for labels need the vocabulary.
    """
    if not isinstance(value, str):
        return value
    return tuple(_ask(part.split()) for part in re.split(r"[;\n]", value) if part.strip())


def _ask(words: list[str]) -> dict[str, Any]:
    end = next((place for place, word in enumerate(words) if _AFTER_NEED.match(word)), len(words))
    need, rest = words[:end], [word.strip(",") for word in words[end:]]
    years = [word.strip("[]") for word in rest if word.startswith("[")]
    weights = [word.strip("!") for word in rest if word.startswith("!")]
    slots = [word for word in rest if not word.startswith(("[", "!"))]
    ask = {"need": " ".join(need), "slots": ";".join(slots)}
    # joined, two years or two weights are no number: refused rather than one of them dropped
    return ask | ({"birth_year": " ".join(years)} if years else {}) | ({"weight": " ".join(weights)} if weights else {})


_AFTER_NEED: Final = re.compile(rf"[\[!]|(?:{'|'.join(DAYS)})(?:\.\.|[-,]|$)", re.IGNORECASE)


Asks = Annotated[tuple[Ask, ...], BeforeValidator(_asks)]


class Pact(Node, frozen=True):
    """A contract between a party and a partner body: help on one side, responsibility and give-back on the other."""

    name: Annotated[Name, Label("Nome (un codice, non una persona)", "Name (a code, not a person)"), PERSONAL]
    comune: Annotated[Comune | None, Label("Comune della parte", "Comune of the party"), INDEXED, COLUMN] = None
    status: Annotated[Literal["draft", "open", "closed"], Label("Stato", "Status"), INDEXED, COLUMN] = "open"
    signed_on: Annotated[date | None, Label("Firmato il", "Signed on"), COLUMN] = None
    review_on: Annotated[date | None, Label("Verifica il", "Review on")] = None
    closes_on: Annotated[date | None, Label("Si chiude il", "Closes on")] = None
    budget_eur: Annotated[
        float | None,
        Label("Budget di welfare (euro)", "Welfare budget (euro)"),
        PERSONAL,
        Field(ge=0, le=MAX_BUDGET_EUR),
    ] = None
    asks: Annotated[
        Asks,
        Label(
            "Che cosa chiede",
            "What is asked",
            Text(
                "bisogno [anno di nascita] !importanza quando; ...: doposcuola [2019] !3 mon..thu-afternoon",
                "need [year of birth] !importance when; ...: doposcuola [2019] !3 mon..thu-afternoon",
            ),
        ),
        PERSONAL,
    ] = ()
    goals: Annotated[Note, Label("Obiettivi", "Goals"), PERSONAL, FREE_TEXT] = ""
    gives: Annotated[Codes, Label("Che cosa dà in cambio", "What is given back"), PERSONAL] = ()
    languages: Annotated[Codes, Label("Lingue parlate", "Languages spoken"), PERSONAL] = ()
    available: Annotated[Slots, Label("Quando può", "When the party can"), PERSONAL] = ()
    travel: Annotated[
        Literal["foot", "bicycle", "moped", "public_transport", "car"] | None,
        Label("Come si sposta", "Means of travel"),
        PERSONAL,
    ] = None
    max_km: Annotated[float | None, Label("Distanza massima (km)", "Greatest distance (km)"), PERSONAL, Field(gt=0)] = (
        None
    )
    max_cost_eur: Annotated[
        float | None, Label("Spesa massima al mese (euro)", "Greatest cost a month (euro)"), PERSONAL, Field(ge=0)
    ] = None
    prefers: Annotated[Codes, Label("Preferenze", "Preferences"), PERSONAL] = ()
    avoids: Annotated[Codes, Label("Da evitare", "To avoid"), PERSONAL] = ()
    party_commitments: Annotated[Note, Label("Impegni della parte", "The party's commitments"), PERSONAL, FREE_TEXT] = (
        ""
    )
    partner_commitments: Annotated[
        Note, Label("Impegni dell'ente", "The partner body's commitments"), PERSONAL, FREE_TEXT
    ] = ""
    note: Annotated[Note, Label("Nota", "Note"), PERSONAL, FREE_TEXT] = ""


class InclusionPact(Pact, frozen=True):
    """For parents with children, families with elderly members, isolated families."""

    title: ClassVar[Text] = Text("Patto di inclusione", "Inclusion pact")
    kind: Literal["inclusion_pact"] = "inclusion_pact"
    target: Annotated[
        Literal["parents", "elderly", "isolated"] | None, Label("Destinatari", "Target group"), PERSONAL
    ] = None


class AutonomyPact(Pact, frozen=True):
    """For people of 19 to 39 years without work."""

    title: ClassVar[Text] = Text("Patto di autonomia", "Autonomy pact")
    kind: Literal["autonomy_pact"] = "autonomy_pact"
    birth_year: Annotated[
        int | None, Label("Anno di nascita", "Year of birth"), PERSONAL, Field(ge=1900, le=2100), BIRTH_YEAR
    ] = None
    occupations: Annotated[Codes, Label("Mestieri cercati", "Occupations sought"), PERSONAL] = ()
    skills: Annotated[Codes, Label("Che cosa sa fare", "Skills"), PERSONAL] = ()
    licences: Annotated[Codes, Label("Patenti e abilitazioni", "Licences"), PERSONAL] = ()
    enterprise: Annotated[Code | None, Label("Idea d'impresa (settore)", "Enterprise idea (sector)"), PERSONAL] = None
    education: Annotated[Line, Label("Studi", "Education"), PERSONAL] = ""
