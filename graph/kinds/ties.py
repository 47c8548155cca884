"""Ties among persons and between persons and bodies."""

from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from graph.errors import Text
from graph.kinds.activities import CommunityAction, Opportunity
from graph.kinds.base import Node, Tie, kind_names
from graph.kinds.bodies import (
    Association,
    ChildcareService,
    ElderlyService,
    EmploymentBody,
    Firm,
    HealthService,
    PublicBody,
    School,
    TradeAssociation,
    TrainingBody,
)
from graph.kinds.people import Family, Person
from graph.kinds.values import Code, Label, Layer, Strength

PARTIES: Final[tuple[type[Node], ...]] = (Person, Family)
PERSONAL_KINDS: Final = kind_names(PARTIES)
"""The kinds that are people: nobody of them is given a number."""
SERVICES: Final[tuple[type[Node], ...]] = (ElderlyService, ChildcareService, School, HealthService, TrainingBody)
BODIES: Final[tuple[type[Node], ...]] = (
    Association,
    TradeAssociation,
    *SERVICES,
    Firm,
    EmploymentBody,
    PublicBody,
)
RESOURCES: Final[tuple[type[Node], ...]] = (*BODIES, Opportunity, CommunityAction)


class HouseholdMembership(Tie, frozen=True):
    """A person lives in a family."""

    title: ClassVar[Text] = Text("Convivenza", "Household membership")
    reverse: ClassVar[Text] = Text("Comprende", "Includes")
    ends = ((Person,), (Family,))
    directed: ClassVar[bool] = True
    layer: ClassVar[Layer] = "kin"
    kind: Literal["household_membership"] = "household_membership"
    strength: Annotated[Strength, Label("Forza", "Strength")] = "very_strong"


class Kinship(Tie, frozen=True):
    """Two persons are relatives; `relation` says what the first is to the second."""

    title: ClassVar[Text] = Text("Parentela", "Kinship")
    reverse: ClassVar[Text] = Text("Parentela", "Kinship")
    ends = ((Person,), (Person,))
    directed: ClassVar[bool] = False
    layer: ClassVar[Layer] = "kin"
    kind: Literal["kinship"] = "kinship"
    relation: Annotated[
        Literal["parent", "child", "partner", "sibling", "grandparent", "grandchild", "other"],
        Label("Che cosa è per l'altro", "What the first is to the second"),
    ] = "other"
    strength: Annotated[Strength, Label("Forza", "Strength")] = "strong"


class Friendship(Tie, frozen=True):
    """Two persons are friends."""

    title: ClassVar[Text] = Text("Amicizia", "Friendship")
    reverse: ClassVar[Text] = Text("Amicizia", "Friendship")
    ends = ((Person,), (Person,))
    directed: ClassVar[bool] = False
    layer: ClassVar[Layer] = "social"
    kind: Literal["friendship"] = "friendship"
    strength: Annotated[Strength, Label("Forza", "Strength")] = "strong"


class Neighbourhood(Tie, frozen=True):
    """Two persons or families live near and know each other."""

    title: ClassVar[Text] = Text("Vicinato", "Neighbourhood")
    reverse: ClassVar[Text] = Text("Vicinato", "Neighbourhood")
    ends = (PARTIES, PARTIES)
    directed: ClassVar[bool] = False
    layer: ClassVar[Layer] = "social"
    kind: Literal["neighbourhood"] = "neighbourhood"


class Acquaintance(Tie, frozen=True):
    """Two persons know each other: workmates, classmates, former colleagues."""

    title: ClassVar[Text] = Text("Conoscenza", "Acquaintance")
    reverse: ClassVar[Text] = Text("Conoscenza", "Acquaintance")
    ends = ((Person,), (Person,))
    directed: ClassVar[bool] = False
    layer: ClassVar[Layer] = "social"
    kind: Literal["acquaintance"] = "acquaintance"
    through: Annotated[Literal["work", "school", "association", "other"] | None, Label("Attraverso", "Through")] = None
    strength: Annotated[Strength, Label("Forza", "Strength")] = "weak"


class Care(Tie, frozen=True):
    """A person looks after another, unpaid or paid."""

    title: ClassVar[Text] = Text("Si prende cura di", "Cares for")
    reverse: ClassVar[Text] = Text("È in cura presso", "Is cared for by")
    ends = ((Person,), (Person,))
    directed: ClassVar[bool] = True
    layer: ClassVar[Layer] = "kin"
    kind: Literal["care"] = "care"
    strength: Annotated[Strength, Label("Forza", "Strength")] = "strong"


class Membership(Tie, frozen=True):
    """A person or family is a member of an association, or takes part in a community action."""

    title: ClassVar[Text] = Text("Fa parte di", "Member of")
    reverse: ClassVar[Text] = Text("Ha tra i membri", "Has as member")
    ends = (PARTIES, (Association, TradeAssociation, CommunityAction))
    directed: ClassVar[bool] = True
    layer: ClassVar[Layer] = "civic"
    kind: Literal["membership"] = "membership"


class Volunteering(Tie, frozen=True):
    """A person gives time to a body."""

    title: ClassVar[Text] = Text("Fa volontariato in", "Volunteers at")
    reverse: ClassVar[Text] = Text("Ha tra i volontari", "Has as volunteer")
    ends = ((Person,), (*BODIES, CommunityAction))
    directed: ClassVar[bool] = True
    layer: ClassVar[Layer] = "civic"
    kind: Literal["volunteering"] = "volunteering"
    strength: Annotated[Strength, Label("Forza", "Strength")] = "strong"


class BoardRole(Tie, frozen=True):
    """A person holds an office in a body."""

    title: ClassVar[Text] = Text("Ha una carica in", "Holds office in")
    reverse: ClassVar[Text] = Text("Ha nel direttivo", "Has on its board")
    ends = ((Person,), BODIES)
    directed: ClassVar[bool] = True
    layer: ClassVar[Layer] = "civic"
    kind: Literal["board_role"] = "board_role"
    strength: Annotated[Strength, Label("Forza", "Strength")] = "strong"


class Work(Tie, frozen=True):
    """A person works in a firm or other body."""

    title: ClassVar[Text] = Text("Lavora in", "Works at")
    reverse: ClassVar[Text] = Text("Ha tra chi ci lavora", "Has as worker")
    ends = ((Person,), BODIES)
    directed: ClassVar[bool] = True
    layer: ClassVar[Layer] = "work"
    kind: Literal["work"] = "work"
    role: Annotated[
        Literal["owner", "manager", "foreman", "employee", "trainee", "coach", "teacher", "librarian"] | None,
        Label("Ruolo", "Role"),
    ] = None
    occupation: Annotated[Code | None, Label("Mestiere", "Occupation")] = None
    strength: Annotated[Strength, Label("Forza", "Strength")] = "strong"


class Ownership(Tie, frozen=True):
    """A person or body owns a firm, wholly or in part."""

    title: ClassVar[Text] = Text("È proprietario di", "Owns")
    reverse: ClassVar[Text] = Text("Appartiene a", "Is owned by")
    ends = ((Person, *BODIES), (Firm,))
    directed: ClassVar[bool] = True
    layer: ClassVar[Layer] = "work"
    kind: Literal["ownership"] = "ownership"
    share: Annotated[float | None, Label("Quota (0-1)", "Share (0-1)"), Field(gt=0, le=1)] = None
    strength: Annotated[Strength, Label("Forza", "Strength")] = "very_strong"


class ServiceUse(Tie, frozen=True):
    """A person or family uses a service or attends a school."""

    title: ClassVar[Text] = Text("Usa o frequenta", "Uses or attends")
    reverse: ClassVar[Text] = Text("È usato o frequentato da", "Is used or attended by")
    ends = (PARTIES, RESOURCES)
    directed: ClassVar[bool] = True
    layer: ClassVar[Layer] = "services"
    kind: Literal["service_use"] = "service_use"
