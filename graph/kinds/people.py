"""Persons and families: those whom pacts are for, and those of the community who help."""

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from graph.errors import Text
from graph.kinds.base import Node
from graph.kinds.entry import BIRTH_YEAR, EMAIL, TELEPHONE
from graph.kinds.values import COLUMN, FREE_TEXT, INDEXED, PERSONAL, Codes, Comune, Label, Line, Name, Note, Slots

ADULT_AGE = 18


class Party(Node, frozen=True):
    """Whoever can bind themselves in a pact, and whoever agreed to be proposed to others."""

    name: Annotated[Name, Label("Nome", "Name"), PERSONAL]
    comune: Annotated[Comune | None, Label("Comune di residenza", "Comune of residence"), INDEXED, COLUMN] = None
    address: Annotated[Line, Label("Indirizzo", "Address"), PERSONAL] = ""
    phone: Annotated[Line, Label("Telefono", "Telephone"), PERSONAL, TELEPHONE] = ""
    email: Annotated[Line, Label("E-mail", "E-mail"), PERSONAL, EMAIL] = ""
    languages: Annotated[Codes, Label("Lingue", "Languages"), COLUMN] = ()
    offers: Annotated[Codes, Label("Aiuto che offre", "Help offered"), COLUMN] = ()
    slots: Annotated[Slots, Label("Quando è disponibile", "When available"), COLUMN] = ()
    proposable_since: Annotated[
        date | None,
        Label(
            "Ha accettato di essere proposto dal",
            "Agreed to be proposed since",
            Text("Vuoto: non si propone a nessuno.", "Blank: proposed to nobody."),
        ),
        COLUMN,
    ] = None
    proposable_until: Annotated[
        date | None, Label("Consenso a essere proposto fino al", "Agreement to be proposed until"), COLUMN
    ] = None
    note: Annotated[Note, Label("Nota", "Note"), PERSONAL, FREE_TEXT] = ""


class Person(Party, frozen=True):
    """A human being known to the programme: member of a family, volunteer, worker, operator."""

    title: ClassVar[Text] = Text("Persona", "Person")
    kind: Literal["person"] = "person"
    birth_year: Annotated[
        int | None, Label("Anno di nascita", "Year of birth"), PERSONAL, Field(ge=1900, le=2100), BIRTH_YEAR
    ] = None
    sex: Annotated[Literal["f", "m", "x"] | None, Label("Sesso", "Sex"), PERSONAL] = None
    tax_code: Annotated[Line | None, Label("Codice fiscale", "Tax code"), PERSONAL, INDEXED] = None
    introduces_since: Annotated[
        date | None,
        Label(
            "Ha accettato di presentare dal",
            "Agreed to introduce since",
            Text("Vuoto: non apre porte a nessuno. Mai per un minore.", "Blank: introduces nobody. Never for a minor."),
        ),
        COLUMN,
    ] = None
    introduces_until: Annotated[
        date | None, Label("Consenso a presentare fino al", "Agreement to introduce until"), COLUMN
    ] = None
    introductions_per_month: Annotated[
        int, Label("Presentazioni al mese, al massimo", "Introductions a month, at most"), COLUMN, Field(ge=0, le=60)
    ] = 2

    @model_validator(mode="after")
    def _only_adults_agree(self) -> Self:
        """A year of birth proves 18 years only when the difference is 19: who turns 18 this year may not have yet."""
        for agreed in (self.introduces_since, self.proposable_since):
            if agreed is None:
                continue
            if self.birth_year is None:
                raise ValueError("an agreement needs birth_year | per un consenso serve l'anno di nascita")
            if agreed.year - self.birth_year <= ADULT_AGE:
                raise ValueError("a minor never introduces nor is proposed | un minore non presenta e non si propone")
        return self


class Family(Party, frozen=True):
    """People who live together, as one party."""

    title: ClassVar[Text] = Text("Famiglia", "Family")
    kind: Literal["family"] = "family"
    meets_on: Annotated[
        Codes,
        Label(
            "Temi su cui incontra altre famiglie",
            "Themes on which it would meet other families",
            Text("Solo ciò che la famiglia ha accettato di dire.", "Only what the family agreed to say."),
        ),
        COLUMN,
    ] = ()
