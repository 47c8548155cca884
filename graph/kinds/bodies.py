"""Bodies of the community: associations, services, schools, firms and public offices."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from graph.errors import Text
from graph.kinds.base import Node
from graph.kinds.entry import CONFIRMATION, EMAIL, LATITUDE, LONGITUDE, TELEPHONE, WEBSITE
from graph.kinds.values import (
    COLUMN,
    FREE_TEXT,
    INDEXED,
    SENSITIVE,
    Codes,
    Comune,
    Label,
    Line,
    Note,
    Slots,
)

Catchment = Literal["comune", "neighbours", "district", "province"]


class Resource(Node, frozen=True):
    """What a pact can draw on: what it gives, to whom, where, when and at what cost. Unknown stays unknown."""

    comune: Annotated[Comune | None, Label("Comune", "Comune"), INDEXED, COLUMN] = None
    lat: Annotated[float | None, Label("Latitudine", "Latitude"), COLUMN, Field(ge=-90, le=90), LATITUDE] = None
    lon: Annotated[float | None, Label("Longitudine", "Longitude"), COLUMN, Field(ge=-180, le=180), LONGITUDE] = None
    offers: Annotated[Codes, Label("Aiuto che dà", "Help given"), COLUMN] = ()
    welcomes: Annotated[Codes, Label("Aiuto che riceverebbe volentieri", "Help it would welcome"), COLUMN] = ()
    languages: Annotated[Codes, Label("Lingue parlate", "Languages spoken"), COLUMN] = ()
    min_age: Annotated[int | None, Label("Età minima", "Minimum age"), COLUMN, Field(ge=0, le=120)] = None
    max_age: Annotated[int | None, Label("Età massima", "Maximum age"), COLUMN, Field(ge=0, le=120)] = None
    slots: Annotated[Slots, Label("Quando è aperto", "When open"), COLUMN] = ()
    hours: Annotated[Line, Label("Orario", "Opening hours"), FREE_TEXT] = ""
    cost_eur: Annotated[float | None, Label("Costo al mese (euro)", "Cost a month (euro)"), COLUMN, Field(ge=0)] = None
    capacity: Annotated[int | None, Label("Posti", "Places"), COLUMN, Field(ge=0)] = None
    free_places: Annotated[int | None, Label("Posti liberi", "Free places"), COLUMN, Field(ge=0)] = None
    places_confirmed_on: Annotated[
        date | None, Label("Posti confermati il", "Free places confirmed on"), COLUMN, CONFIRMATION
    ] = None
    serves: Annotated[
        Catchment | None,
        Label(
            "Per chi abita",
            "For residents of",
            Text(
                "comune, neighbours (comuni vicini), district (ambito) o province",
                "comune, neighbours (adjoining comuni), district or province",
            ),
        ),
        COLUMN,
    ] = None
    note: Annotated[Note, Label("Nota", "Note"), FREE_TEXT] = ""


class Body(Resource, frozen=True):
    """An organisation, or one place of it."""

    tax_code: Annotated[Line | None, Label("Codice fiscale", "Tax code"), INDEXED] = None
    vat_number: Annotated[Line | None, Label("Partita IVA", "VAT number"), INDEXED] = None
    address: Annotated[Line, Label("Indirizzo", "Address")] = ""
    phone: Annotated[Line, Label("Telefono", "Telephone"), TELEPHONE] = ""
    email: Annotated[Line, Label("E-mail", "E-mail"), EMAIL] = ""
    website: Annotated[Line, Label("Sito", "Website"), WEBSITE] = ""
    desk: Annotated[
        Slots,
        Label(
            "Sportello senza appuntamento",
            "Desk open without appointment",
            Text("La porta per chi arriva da solo.", "The door for who comes alone."),
        ),
        COLUMN,
    ] = ()
    sectors: Annotated[Codes, Label("Settori di attività", "Sectors of activity"), COLUMN] = ()
    sensitive: Annotated[
        bool,
        Label("Il nome rivela una condizione", "Its name reveals a condition"),
        SENSITIVE,
        COLUMN,
    ] = False


class Association(Body, frozen=True):
    """A third-sector body, sports club, parish group or other free association."""

    title: ClassVar[Text] = Text("Associazione", "Association")
    kind: Literal["association"] = "association"


class TradeAssociation(Body, frozen=True):
    """An association of firms or of a trade: agriculture, crafts, commerce, industry, cooperatives."""

    title: ClassVar[Text] = Text("Associazione di categoria", "Trade association")
    kind: Literal["trade_association"] = "trade_association"


class ElderlyService(Body, frozen=True):
    """A service for elderly people and those who care for them."""

    title: ClassVar[Text] = Text("Servizio per anziani", "Service for the elderly")
    kind: Literal["elderly_service"] = "elderly_service"
    beds: Annotated[int | None, Label("Posti letto", "Beds"), Field(ge=0)] = None


class ChildcareService(Body, frozen=True):
    """A service for children and their parents outside school."""

    title: ClassVar[Text] = Text("Servizio per l'infanzia", "Childcare service")
    kind: Literal["childcare_service"] = "childcare_service"


class School(Body, frozen=True):
    """One site of a state or non-state school, nursery schools included."""

    title: ClassVar[Text] = Text("Scuola", "School")
    kind: Literal["school"] = "school"
    ministry_code: Annotated[Line | None, Label("Codice meccanografico", "Ministry code"), INDEXED] = None
    grade: Annotated[Line, Label("Ordine e tipo", "Grade and type")] = ""


class HealthService(Body, frozen=True):
    """A hospital, surgery, family-planning clinic or other health service."""

    title: ClassVar[Text] = Text("Servizio sanitario", "Health service")
    kind: Literal["health_service"] = "health_service"


class TrainingBody(Body, frozen=True):
    """A body that teaches adults or apprentices."""

    title: ClassVar[Text] = Text("Ente di formazione", "Training body")
    kind: Literal["training_body"] = "training_body"


class Firm(Body, frozen=True):
    """A firm or one site of it; a cooperative that employs people is a firm too."""

    title: ClassVar[Text] = Text("Impresa", "Firm")
    kind: Literal["firm"] = "firm"
    occupations: Annotated[Codes, Label("Mestieri che vi si fanno", "Occupations worked there"), COLUMN] = ()
    employees: Annotated[int | None, Label("Addetti", "Employees"), COLUMN, Field(ge=0)] = None


class EmploymentBody(Body, frozen=True):
    """A job centre, accredited employment service or temporary-work agency."""

    title: ClassVar[Text] = Text("Ente per il lavoro", "Employment body")
    kind: Literal["employment_body"] = "employment_body"


class PublicBody(Body, frozen=True):
    """A comune, district office or other public body, partner of the programme included."""

    title: ClassVar[Text] = Text("Ente pubblico", "Public body")
    kind: Literal["public_body"] = "public_body"
