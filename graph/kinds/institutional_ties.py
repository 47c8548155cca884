"""Ties among bodies, to places, around pacts, and the protective NO_CONTACT."""

from datetime import date
from typing import Annotated, ClassVar, Final, Literal

from graph.errors import Text
from graph.kinds.activities import CommunityAction, Opportunity
from graph.kinds.base import Tie, kind_names
from graph.kinds.bodies import Association, EmploymentBody, Firm, PublicBody, TradeAssociation
from graph.kinds.pacts import AutonomyPact, InclusionPact
from graph.kinds.people import Person
from graph.kinds.places import Place
from graph.kinds.ties import BODIES, PARTIES, PERSONAL_KINDS, RESOURCES
from graph.kinds.values import COLUMN, FREE_TEXT, PERSONAL, SENSITIVE, Id, Label, Layer, Line, Strength, Visibility

PACTS = (InclusionPact, AutonomyPact)
PACT_KINDS: Final = kind_names(PACTS)
FOLLOWED_KINDS: Final = (*PERSONAL_KINDS, *PACT_KINDS)
"""Whom a district follows, and their pacts: what another district does not see."""


class Partnership(Tie, frozen=True):
    """Two bodies work together, share premises or run something in common."""

    title: ClassVar[Text] = Text("Collabora con", "Partner of")
    reverse: ClassVar[Text] = Text("Collabora con", "Partner of")
    ends = (BODIES, BODIES)
    directed: ClassVar[bool] = False
    layer: ClassVar[Layer] = "bodies"
    kind: Literal["partnership"] = "partnership"
    visibility: Annotated[Visibility, Label("Visibilità", "Visibility")] = "public"


class Hosting(Tie, frozen=True):
    """A body runs a community action or opens an opportunity."""

    title: ClassVar[Text] = Text("Propone", "Runs")
    reverse: ClassVar[Text] = Text("È proposto da", "Is run by")
    ends = (BODIES, (Opportunity, CommunityAction))
    directed: ClassVar[bool] = True
    layer: ClassVar[Layer] = "bodies"
    kind: Literal["hosting"] = "hosting"
    strength: Annotated[Strength, Label("Forza", "Strength")] = "very_strong"
    visibility: Annotated[Visibility, Label("Visibilità", "Visibility")] = "public"


class Parentage(Tie, frozen=True):
    """A legal body has another place of its own: a school and its sites, a firm and its shops."""

    title: ClassVar[Text] = Text("Ha come sede", "Has as site")
    reverse: ClassVar[Text] = Text("È sede di", "Is a site of")
    ends = (BODIES, BODIES)
    directed: ClassVar[bool] = True
    layer: ClassVar[Layer] = "bodies"
    kind: Literal["parentage"] = "parentage"
    strength: Annotated[Strength, Label("Forza", "Strength")] = "very_strong"
    visibility: Annotated[Visibility, Label("Visibilità", "Visibility")] = "public"


class Supply(Tie, frozen=True):
    """A firm supplies another with goods or work."""

    title: ClassVar[Text] = Text("Fornisce", "Supplies")
    reverse: ClassVar[Text] = Text("È fornita da", "Is supplied by")
    ends = ((Firm,), (Firm, Association, PublicBody))
    directed: ClassVar[bool] = True
    layer: ClassVar[Layer] = "work"
    kind: Literal["supply"] = "supply"


class Affiliation(Tie, frozen=True):
    """A firm or association belongs to a trade association or to a network of associations."""

    title: ClassVar[Text] = Text("Aderisce a", "Affiliated to")
    reverse: ClassVar[Text] = Text("Ha tra gli aderenti", "Has as affiliate")
    ends = ((Firm, Association, EmploymentBody), (TradeAssociation, Association))
    directed: ClassVar[bool] = True
    layer: ClassVar[Layer] = "bodies"
    kind: Literal["affiliation"] = "affiliation"
    visibility: Annotated[Visibility, Label("Visibilità", "Visibility")] = "public"


class Location(Tie, frozen=True):
    """A body, action or opportunity has a site or is active in a place beside its seat."""

    title: ClassVar[Text] = Text("È presente a", "Present in")
    reverse: ClassVar[Text] = Text("Ospita", "Hosts")
    ends = (RESOURCES, (Place,))
    directed: ClassVar[bool] = True
    layer: ClassVar[Layer] = "territory"
    kind: Literal["location"] = "location"
    visibility: Annotated[Visibility, Label("Visibilità", "Visibility")] = "public"


class Adjacency(Tie, frozen=True):
    """Two comuni share a boundary."""

    title: ClassVar[Text] = Text("Confina con", "Borders on")
    reverse: ClassVar[Text] = Text("Confina con", "Borders on")
    ends = ((Place,), (Place,))
    directed: ClassVar[bool] = False
    layer: ClassVar[Layer] = "territory"
    kind: Literal["adjacency"] = "adjacency"
    visibility: Annotated[Visibility, Label("Visibilità", "Visibility")] = "public"


class PactParty(Tie, frozen=True):
    """A person or family is the party of a pact."""

    title: ClassVar[Text] = Text("È parte del patto", "Party to pact")
    reverse: ClassVar[Text] = Text("Ha come parte", "Has as party")
    ends = (PARTIES, PACTS)
    directed: ClassVar[bool] = True
    layer: ClassVar[Layer] = "pacts"
    kind: Literal["pact_party"] = "pact_party"
    strength: Annotated[Strength, Label("Forza", "Strength")] = "very_strong"


class Signature(Tie, frozen=True):
    """A partner body signs a pact."""

    title: ClassVar[Text] = Text("Firma il patto", "Signs pact")
    reverse: ClassVar[Text] = Text("È firmato da", "Is signed by")
    ends = (BODIES, PACTS)
    directed: ClassVar[bool] = True
    layer: ClassVar[Layer] = "pacts"
    kind: Literal["signature"] = "signature"


class CaseManagement(Tie, frozen=True):
    """An operator follows a pact."""

    title: ClassVar[Text] = Text("Segue il patto", "Manages pact")
    reverse: ClassVar[Text] = Text("È seguito da", "Is managed by")
    ends = ((Person,), PACTS)
    directed: ClassVar[bool] = True
    layer: ClassVar[Layer] = "pacts"
    kind: Literal["case_management"] = "case_management"


class Activation(Tie, frozen=True):
    """A resource was proposed or activated in a pact, with what came of it."""

    title: ClassVar[Text] = Text("Propone o attiva", "Proposes or activates")
    reverse: ClassVar[Text] = Text("È proposto o attivato nel patto", "Proposed or activated in pact")
    ends = (PACTS, (*RESOURCES, *PARTIES))
    directed: ClassVar[bool] = True
    layer: ClassVar[Layer] = "pacts"
    kind: Literal["activation"] = "activation"
    status: Annotated[
        Literal["proposed", "accepted", "declined", "active", "completed", "abandoned"],
        Label("Stato", "Status"),
        COLUMN,
    ] = "proposed"
    decided_on: Annotated[date | None, Label("Deciso il", "Decided on"), COLUMN] = None
    reason: Annotated[Line, Label("Motivo", "Reason"), PERSONAL, FREE_TEXT] = ""
    outcome: Annotated[Literal["helped", "partly", "no"] | None, Label("È servito", "Did it help"), COLUMN] = None


class Introduction(Tie, frozen=True):
    """A person introduced the party of a pact to a resource; counted against their monthly limit."""

    title: ClassVar[Text] = Text("Ha presentato nel patto", "Introduced in pact")
    reverse: ClassVar[Text] = Text("Presentazione fatta da", "Introduction made by")
    ends = ((Person,), PACTS)
    directed: ClassVar[bool] = True
    layer: ClassVar[Layer] = "pacts"
    kind: Literal["introduction"] = "introduction"
    made_on: Annotated[date | None, Label("Fatta il", "Made on"), COLUMN] = None
    resource: Annotated[Id | None, Label("Risorsa", "Resource")] = None


class NoContact(Tie, frozen=True):
    """Two parties, or a party and a body, must not meet. Overrides everything, is invisible, never lapses alone."""

    title: ClassVar[Text] = Text("Nessun contatto", "No contact")
    reverse: ClassVar[Text] = Text("Nessun contatto", "No contact")
    ends = (PARTIES, (*PARTIES, *RESOURCES))
    directed: ClassVar[bool] = False
    layer: ClassVar[Layer] = "protection"
    kind: Literal["no_contact"] = "no_contact"
    reason: Annotated[Line, Label("Motivo", "Reason"), PERSONAL, SENSITIVE, FREE_TEXT] = ""
    visibility: Annotated[Visibility, Label("Visibilità", "Visibility")] = "private"
