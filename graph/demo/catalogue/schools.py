"""Schools of the demonstration, by the ages of those who attend them."""

from typing import Final

from graph.demo.catalogue.template import MORNINGS, WEEK, Template
from graph.kinds import School

NURSERY: Final = Template(
    kind=School,
    name="Scuola dell'infanzia di {place}",
    offers=("scuola-dell-infanzia",),
    welcomes=("lettura-ad-alta-voce", "cucire"),
    least=1700,
    per=12000,
    ages=(3, 6),
    slots=WEEK,
    cost=(80.0, 110.0, 140.0, None),
    places=(40, 90),
    serves="neighbours",
    sectors=("istruzione-e-infanzia",),
    staff=7,
    role="teacher",
)
PRIMARY: Final = Template(
    kind=School,
    name="Scuola primaria di {place}",
    welcomes=("lettura-ad-alta-voce", "coltivare-l-orto"),
    least=1700,
    per=12000,
    ages=(6, 11),
    slots=WEEK,
    places=(80, 260),
    serves="neighbours",
    sectors=("istruzione-e-infanzia",),
    staff=14,
    role="teacher",
)
LOWER: Final = Template(
    kind=School,
    name="Scuola secondaria di primo grado di {place}",
    least=3500,
    per=20000,
    ages=(11, 14),
    slots=MORNINGS,
    places=(100, 300),
    serves="neighbours",
    sectors=("istruzione-e-infanzia",),
    staff=16,
    role="teacher",
)
UPPER: Final = tuple(
    Template(
        kind=School,
        name=name,
        least=least,
        ages=(14, 19),
        slots=(*MORNINGS, "sat-morning"),
        places=(200, 700),
        serves="province",
        sectors=("istruzione-e-infanzia",),
        offers=offers,
        staff=30,
        role="teacher",
    )
    for name, least, offers in (
        ("Istituto tecnico di {place}", 8500, ()),
        ("Liceo di {place}", 14000, ()),
        ("Istituto professionale di {place}", 14000, ("formazione-duale",)),
    )
)
COMPREHENSIVE: Final = Template(
    kind=School,
    name="Istituto comprensivo di {place}",
    least=4500,
    slots=MORNINGS,
    desk=("tue-morning", "thu-morning"),
    serves="neighbours",
    sectors=("istruzione-e-infanzia",),
    staff=3,
    role="employee",
    occupation="impiegato",
)

SCHOOLS: Final[tuple[Template, ...]] = (NURSERY, PRIMARY, LOWER, *UPPER, COMPREHENSIVE)
ATTENDED: Final[tuple[tuple[Template, int, int], ...]] = (
    (NURSERY, 3, 5),
    (PRIMARY, 6, 10),
    (LOWER, 11, 13),
    *((template, 14, 18) for template in UPPER),
)
"""School and the ages at which children attend it."""
