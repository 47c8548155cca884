"""What bodies open for a time: opportunities and community actions."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from graph.errors import Text
from graph.kinds.bodies import Resource
from graph.kinds.values import COLUMN, Code, Codes, Label


class Dated(Resource, frozen=True):
    """A resource that begins and ends."""

    starts_on: Annotated[date | None, Label("Comincia il", "Starts on"), COLUMN] = None
    ends_on: Annotated[date | None, Label("Finisce il (escluso)", "Ends on (excluded)"), COLUMN] = None


class Opportunity(Dated, frozen=True):
    """A place that somebody can take: job opening, internship, course, volunteering."""

    title: ClassVar[Text] = Text("Opportunità", "Opportunity")
    kind: Literal["opportunity"] = "opportunity"
    form: Annotated[
        Literal["job", "internship", "apprenticeship", "course", "volunteering", "civil_service", "premises"] | None,
        Label("Forma", "Form"),
        COLUMN,
    ] = None
    occupation: Annotated[Code | None, Label("Mestiere", "Occupation"), COLUMN] = None
    requires: Annotated[Codes, Label("Requisiti", "Requirements"), COLUMN] = ()
    apply_by: Annotated[date | None, Label("Domanda entro il", "Apply by"), COLUMN] = None


class CommunityAction(Dated, frozen=True):
    """A mutual-help group, neighbourhood initiative or other action that creates ties."""

    title: ClassVar[Text] = Text("Azione di comunità", "Community action")
    kind: Literal["community_action"] = "community_action"
