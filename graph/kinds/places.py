"""Territory: comuni and districts, as data."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from graph.errors import Text
from graph.kinds.base import Node
from graph.kinds.entry import LATITUDE, LONGITUDE
from graph.kinds.values import COLUMN, INDEXED, Label, Line, Trimmed


class Place(Node, frozen=True):
    """A comune or a district (ambito) of the programme."""

    title: ClassVar[Text] = Text("Luogo", "Place")
    kind: Literal["place"] = "place"
    level: Annotated[Literal["comune", "district"], Label("Livello", "Level"), COLUMN] = "comune"
    istat_code: Annotated[
        Line, Label("Codice ISTAT", "ISTAT code", Text("sei cifre", "six digits")), INDEXED, COLUMN
    ] = ""
    cadastral_code: Annotated[Line, Label("Codice catastale", "Cadastral code"), INDEXED] = ""
    province: Annotated[Line, Label("Provincia (sigla)", "Province (two letters)"), INDEXED, COLUMN] = ""
    district: Annotated[Line, Label("Ambito", "District"), INDEXED, COLUMN] = ""
    lat: Annotated[float | None, Label("Latitudine", "Latitude"), COLUMN, Field(ge=-90, le=90), LATITUDE] = None
    lon: Annotated[float | None, Label("Longitudine", "Longitude"), COLUMN, Field(ge=-180, le=180), LONGITUDE] = None
    population: Annotated[int | None, Label("Abitanti", "Inhabitants"), COLUMN, Field(ge=0)] = None
    former_codes: Annotated[tuple[Trimmed, ...], Label("Codici e nomi precedenti", "Former codes and names")] = ()
    boundary: Annotated[Trimmed, Label("Confine (GeoJSON)", "Boundary (GeoJSON)"), Field(repr=False)] = ""

    @property
    def code(self) -> str:
        """What tells it apart in every store: a comune's ISTAT code, a district's province and code; "" if unknown."""
        if self.level == "comune":
            return self.istat_code
        return f"{self.province}/{self.district}" if self.district else ""
