"""Worked situations as small synthetic worlds: the good answers lie in them, and so do the silly ones."""

from datetime import date

from graph.kinds import (
    Acquaintance,
    Adjacency,
    Affiliation,
    Ask,
    Association,
    AutonomyPact,
    CaseManagement,
    ChildcareService,
    EmploymentBody,
    Family,
    Firm,
    Hosting,
    HouseholdMembership,
    InclusionPact,
    Kinship,
    Membership,
    Neighbourhood,
    Opportunity,
    PactParty,
    Partnership,
    Person,
    PublicBody,
    School,
    ServiceUse,
    TradeAssociation,
    TrainingBody,
    Volunteering,
    Work,
)
from tests.factory import World

AGREED = date(2026, 3, 1)


def comuni(world: World) -> None:
    """Three places: home, the next village 9 km away, and a town 40 km away."""
    home = world.place("019001", "Borgo", 45.30, 9.70)
    world.place("019002", "Vicina", 45.38, 9.70)
    world.place("019003", "Lontana", 45.10, 10.13, district="cremonese")
    codes = {node.istat_code: id for id, node in world.nodes.items()}
    world.tie(Adjacency, codes[home], codes["019002"])


def parents_with_children() -> tuple[World, dict[str, str]]:
    """Two parents, children of 4 and 7, no relatives near: afternoons, Italian, something in summer."""
    world = World()
    comuni(world)
    at: dict[str, str] = {}
    at["family"] = world.add(Family, "Famiglia", comune="019001", languages=("lingua-araba",))
    at["mother"] = world.add(Person, "Madre", comune="019001", birth_year=1990)
    at["elder"] = world.add(Person, "Figlio maggiore", comune="019001", birth_year=2019)
    at["younger"] = world.add(Person, "Figlia minore", comune="019001", birth_year=2022)
    for member in ("mother", "elder", "younger"):
        world.tie(HouseholdMembership, at[member], at["family"])
    at["pact"] = world.add(
        InclusionPact,
        "Patto di prova",
        comune="019001",
        asks=(
            Ask(need="pomeriggi-dei-bambini", birth_year=2019, slots="mon..thu-afternoon", weight=3),
            Ask(need="imparare-italiano", birth_year=1990, slots="tue-morning;thu-morning"),
            Ask(need="attivita-estive", birth_year=2019),
        ),
        gives=("cucito", "cucina", "lingua-araba"),
        languages=("lingua-araba",),
        max_km=12,
        max_cost_eur=50,
    )
    world.tie(PactParty, at["family"], at["pact"])
    _good_resources(world, at)
    _silly_resources(world, at)
    return world, at


def _good_resources(world: World, at: dict[str, str]) -> None:
    at["club"] = world.add(Association, "Calcio Borgo", comune="019001", offers=("societa-sportiva",), min_age=6)
    world.tie(ServiceUse, at["elder"], at["club"], strength="strong")
    at["coach"] = world.add(Person, "Allenatore", comune="019001", birth_year=1975, introduces_since=AGREED)
    world.tie(Work, at["coach"], at["club"], role="coach")
    world.tie(Acquaintance, at["elder"], at["coach"], strength="moderate")
    at["oratory"] = world.add(Association, "Oratorio di Borgo", comune="019001", offers=("oratorio",))
    at["after_school"] = world.add(
        ChildcareService,
        "Doposcuola dell'oratorio",
        comune="019001",
        offers=("doposcuola",),
        min_age=6,
        max_age=11,
        slots="mon..thu-afternoon",
        cost_eur=0,
        free_places=4,
        places_confirmed_on=date(2026, 10, 1),
        languages=("lingua-italiana", "lingua-araba"),
        welcomes=("cucina",),
    )
    world.tie(Partnership, at["club"], at["after_school"])
    world.tie(Volunteering, at["coach"], at["after_school"])
    at["helping_family"] = world.add(
        Family,
        "Famiglia che aiuta",
        comune="019001",
        offers=("affiancamento-familiare", "pomeriggi-dei-bambini"),
        proposable_since=AGREED,
    )
    world.tie(Neighbourhood, at["family"], at["helping_family"])
    at["course"] = world.add(
        TrainingBody,
        "CPIA",
        comune="019002",
        offers=("corso-italiano",),
        min_age=16,
        slots="tue-morning;thu-morning",
        cost_eur=0,
        desk="mon-morning",
        serves="district",
    )
    at["summer"] = world.add(
        ChildcareService, "Grest", comune="019001", offers=("centro-ricreativo-estivo",), min_age=6, max_age=14
    )
    at["time_bank"] = world.add(
        Association, "Banca del tempo", comune="019001", offers=("banca-del-tempo",), welcomes=("cucito",)
    )
    at["comune"] = world.add(
        PublicBody,
        "Comune di Borgo",
        comune="019001",
        offers=("pre-e-post-scuola",),
        min_age=6,
        max_age=11,
        slots="mon..fri-afternoon",
        desk="mon-morning",
        serves="comune",
    )


def _silly_resources(world: World, at: dict[str, str]) -> None:
    at["nursery"] = world.add(
        School, "Scuola dell'infanzia", comune="019001", offers=("pomeriggi-dei-bambini",), min_age=3, max_age=5
    )
    at["far_library"] = world.add(
        Association, "Biblioteca lontana", comune="019003", offers=("doposcuola",), slots="mon..thu-afternoon"
    )
    world.tie(Partnership, at["club"], at["far_library"], strength="very_strong")
    at["faith"] = world.add(
        Association, "Centro culturale", comune="019001", offers=("socialita",), languages=("lingua-araba",)
    )
    at["never_agreed"] = world.add(
        Family, "Vicini che non hanno detto sì", comune="019001", offers=("pomeriggi-dei-bambini",)
    )
    world.tie(Neighbourhood, at["family"], at["never_agreed"], strength="very_strong")
    for number in range(5):
        site = world.add(
            ChildcareService, f"Spazio compiti {number}", comune="019001", offers=("spazio-compiti",), min_age=6
        )
        world.tie(Hosting, at["oratory"], world.add(Opportunity, f"Corso {number}", comune="019001"))
        at[f"same_{number}"] = site
    at["other_town"] = world.add(
        ChildcareService, "Solo per residenti", comune="019002", offers=("doposcuola",), min_age=6, serves="comune"
    )
    at["full"] = world.add(
        ChildcareService, "Doposcuola pieno", comune="019001", offers=("doposcuola",), min_age=6, free_places=0
    )
    at["dear"] = world.add(
        ChildcareService, "Doposcuola caro", comune="019001", offers=("doposcuola",), min_age=6, cost_eur=300
    )
    at["mornings"] = world.add(
        ChildcareService, "Solo mattina", comune="019001", offers=("doposcuola",), min_age=6, slots="mon..fri-morning"
    )


def looking_for_work() -> tuple[World, dict[str, str]]:
    """24 years, moped, two years in a warehouse, wants outdoor work, repairs bicycles."""
    world = World()
    comuni(world)
    at: dict[str, str] = {}
    at["person"] = world.add(Person, "Persona", comune="019001", birth_year=2002)
    at["pact"] = world.add(
        AutonomyPact,
        "Patto di prova",
        comune="019001",
        birth_year=2002,
        occupations=("giardiniere",),
        skills=("riparare-biciclette",),
        licences=("patente-am",),
        languages=("lingua-italiana",),
        available="mon..fri-morning;mon..fri-afternoon",
        travel="moped",
        prefers=("cura-del-verde",),
        gives=("riparare-biciclette",),
    )
    world.tie(PactParty, at["person"], at["pact"])
    at["operator"] = world.add(Person, "Un operatore", birth_year=1980)
    world.tie(CaseManagement, at["operator"], at["pact"])
    _people_and_garden(world, at)
    _other_employers(world, at)
    _work_community(world, at)
    return world, at


def _people_and_garden(world: World, at: dict[str, str]) -> None:
    at["garden"] = world.add(
        Firm, "Vivaio", comune="019002", sectors=("cura-del-verde",), occupations=("giardiniere",), employees=9
    )
    at["uncle"] = world.add(Person, "Zio", comune="019001", birth_year=1970, introduces_since=AGREED)
    at["foreman"] = world.add(Person, "Caposquadra", comune="019002", birth_year=1972, introduces_since=AGREED)
    world.tie(Kinship, at["uncle"], at["person"])
    world.tie(Acquaintance, at["uncle"], at["foreman"], through="work", strength="moderate")
    world.tie(Work, at["foreman"], at["garden"], role="foreman")
    at["farmers"] = world.add(TradeAssociation, "Associazione agricoltori", comune="019001")
    at["orchard"] = world.add(Firm, "Azienda agricola", comune="019001", occupations=("giardiniere",))
    world.tie(Affiliation, at["orchard"], at["farmers"])


def _other_employers(world: World, at: dict[str, str]) -> None:
    at["unknown_firm"] = world.add(Firm, "Giardini senza porta", comune="019001", occupations=("giardiniere",))
    at["far_firm"] = world.add(Firm, "Giardini lontani", comune="019003", occupations=("giardiniere",))
    world.tie(Affiliation, at["far_firm"], at["farmers"])
    at["bakery"] = world.add(
        Firm, "Panificio", comune="019002", sectors=("panificio",), slots="mon-night;tue-night;wed-night"
    )
    world.tie(Affiliation, at["bakery"], at["farmers"])
    for number in range(8):
        firm = world.add(Firm, f"Fabbrica {number}", comune="019001", sectors=("metalmeccanica",), employees=900)
        world.tie(Affiliation, firm, at["farmers"])
        at[f"factory_{number}"] = firm


def _work_community(world: World, at: dict[str, str]) -> None:
    at["coop"] = world.add(
        Association, "Cooperativa di tipo B", comune="019001", offers=("volontariato",), desk="wed-morning"
    )
    at["internship"] = world.add(
        Opportunity,
        "Tirocinio nel verde",
        comune="019001",
        form="internship",
        occupation="giardiniere",
        offers=("orientamento-lavoro",),
        requires=("patente-b",),
    )
    world.tie(Hosting, at["coop"], at["internship"])
    at["job_centre"] = world.add(
        EmploymentBody,
        "Centro per l'impiego",
        comune="019001",
        offers=("orientamento-lavoro",),
        desk="tue-morning",
        slots="mon..fri-morning",
    )
    at["workshop"] = world.add(
        Association,
        "Ciclofficina",
        comune="019001",
        offers=("ciclofficina", "volontariato"),
        welcomes=("riparare-biciclette",),
    )
    world.tie(Membership, at["uncle"], at["workshop"])
