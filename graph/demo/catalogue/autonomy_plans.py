"""Autonomy pacts of the demonstration: what is sought, what the person can do and gives back."""

from dataclasses import dataclass
from typing import Final

from graph.demo.catalogue.inclusion_plans import Travel, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class AutonomyPlan:
    """A pact with a person of `ages` who has no work."""

    wishes: tuple[Wish, ...]
    gives: tuple[str, ...]
    skills: tuple[str, ...]
    goals: str
    party: str
    partner: str
    ages: tuple[int, int] = (19, 39)
    foreign: bool | None = None
    occupations: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    enterprise: str | None = None
    education: str = ""
    available: tuple[str, ...] = ("mon..fri-morning", "mon..fri-afternoon")
    travel: Travel | None = None
    max_km: float = 20
    max_cost_eur: float | None = None
    budget_eur: float | None = None
    prefers: tuple[str, ...] = ()
    avoids: tuple[str, ...] = ()
    scenes: tuple[str, ...] = ()


WORK: Final = Wish(need="posto-di-lavoro", weight=3)
TRY: Final = Wish(need="esperienza-di-lavoro", weight=2)
SEARCH: Final = Wish(need="orientamento-lavoro", weight=1)
LICENCE: Final = Wish(need="prendere-la-patente", weight=2)
PLACE: Final = Wish(need="locale-a-canone-basso", weight=2)
START: Final = Wish(need="avvio-impresa", weight=3)
LOAN: Final = Wish(need="microcredito", weight=2)

AUTONOMY_PLANS: Final[tuple[AutonomyPlan, ...]] = (
    AutonomyPlan(
        ages=(20, 28),
        wishes=(WORK, TRY, LICENCE),
        occupations=("giardiniere", "lavori-all-aperto"),
        sectors=("cura-del-verde", "vivaio"),
        skills=("magazzino", "riparare-biciclette", "meccanica-di-base"),
        licences=("patente-am",),
        gives=("riparare-biciclette",),
        education="Due anni di meccanica, corso non finito",
        travel="moped",
        budget_eur=1600,
        avoids=("lavori-di-magazzino",),
        goals="Un lavoro all'aperto entro l'estate e la patente B.",
        party="Un sabato al mese in ciclofficina e presenza a tutti gli appuntamenti.",
        partner="Un contatto a settimana e il contributo per la patente.",
        scenes=("foreman",),
    ),
    AutonomyPlan(
        ages=(26, 39),
        wishes=(START, PLACE, LOAN, Wish(need="attrezzatura-di-lavoro", weight=2)),
        occupations=("sarto",),
        sectors=("sartoria", "lavanderia"),
        skills=("riparazioni-sartoriali", "vendere"),
        licences=("patente-b",),
        enterprise="sartoria",
        gives=("cucire",),
        education="Qualifica di moda e abbigliamento",
        travel="car",
        budget_eur=2000,
        prefers=("sportello-nuova-impresa", "mentore-d-impresa"),
        goals="Aprire una piccola sartoria di riparazioni.",
        party="Scrivere il piano d'impresa e tenere un laboratorio di cucito per il paese.",
        partner="Mettere in contatto con la Camera di commercio e con gli artigiani.",
        scenes=("mentor",),
    ),
    AutonomyPlan(
        wishes=(WORK, Wish(need="imparare-un-mestiere", weight=2), SEARCH),
        occupations=("operatore-socio-sanitario", "assistente-familiare"),
        sectors=("cooperative-di-cura", "assistenza-residenziale"),
        skills=("assistere-anziani", "cucinare"),
        licences=("patente-b",),
        gives=("assistere-anziani",),
        education="Scuola media",
        travel="car",
        budget_eur=1500,
        goals="Un lavoro di cura con un contratto, e la qualifica.",
        party="Due visite di compagnia al mese a una persona anziana.",
        partner="Iscrizione al corso e un tutor.",
        scenes=("foreman",),
    ),
    AutonomyPlan(
        ages=(19, 27),
        wishes=(TRY, Wish(need="apprendistato", weight=3), Wish(need="servizio-civile", weight=1)),
        occupations=("meccanico-auto", "lavori-in-officina"),
        sectors=("autoriparazione", "officina-meccanica", "macchine-agricole"),
        skills=("meccanica-di-base",),
        licences=("patente-am", "patente-b"),
        gives=("riparare-biciclette", "meccanica-di-base"),
        education="Qualifica di operatore meccanico",
        travel="bicycle",
        max_km=10,
        budget_eur=1000,
        prefers=("bottega-scuola",),
        goals="Entrare in un'officina come apprendista.",
        party="Aiutare in ciclofficina il sabato.",
        partner="Preparare il colloquio insieme.",
        scenes=("foreman",),
    ),
    AutonomyPlan(
        wishes=(WORK, SEARCH, Wish(need="pomeriggi-dei-bambini", slots=("mon..fri-afternoon",), weight=2)),
        occupations=("commesso", "addetto-scaffali"),
        sectors=("commercio-al-dettaglio", "supermercato"),
        skills=("vendere", "usare-il-computer"),
        gives=("aiutare-nei-compiti",),
        education="Diploma",
        available=("mon..fri-morning",),
        travel="public_transport",
        max_km=12,
        budget_eur=1200,
        goals="Un lavoro di mattina, vicino a una fermata dell'autobus.",
        party="Un pomeriggio a settimana allo spazio compiti.",
        partner="Cercare insieme chi sta con i bambini nei giorni di prova.",
        scenes=("foreman",),
    ),
    AutonomyPlan(
        ages=(24, 39),
        wishes=(START, Wish(need="corso-piano-d-impresa", slots=("mon..fri-evening",), weight=2),
                Wish(need="coworking", weight=1)),
        occupations=("programmatore", "tecnico-informatico"),
        sectors=("informatica",),
        skills=("usare-il-computer",),
        licences=("patente-b",),
        enterprise="informatica",
        gives=("usare-il-computer",),
        education="Diploma tecnico informatico",
        travel="car",
        max_km=30,
        budget_eur=1400,
        goals="Mettersi in proprio riparando computer e reti per negozi e associazioni.",
        party="Un'ora a settimana di aiuto con il computer in biblioteca.",
        partner="Accompagnare al corso serale e al coworking.",
        scenes=("mentor",),
    ),
    AutonomyPlan(
        foreign=True,
        wishes=(WORK, Wish(need="corso-italiano", ages=(19, 39), slots=("mon..thu-morning",), weight=2), LICENCE),
        occupations=("addetto-alla-stalla", "casaro"),
        sectors=("allevamento-da-latte", "agricoltura", "caseificio"),
        skills=("accudire-animali",),
        gives=("coltivare-l-orto",),
        education="Titolo preso all'estero",
        travel="bicycle",
        max_km=10,
        budget_eur=1300,
        goals="Un lavoro stabile in campagna e un italiano più sicuro.",
        party="Aiutare all'orto sociale la domenica mattina.",
        partner="Verificare il contratto prima della firma.",
        scenes=("foreman",),
    ),
    AutonomyPlan(
        wishes=(Wish(need="imparare-un-mestiere", weight=3), TRY),
        occupations=("aiuto-cuoco", "panettiere"),
        sectors=("ristorante", "panificio"),
        skills=("cucinare", "fare-il-pane"),
        licences=("attestato-alimentarista",),
        gives=("cucinare",),
        education="Scuola media",
        available=("mon..sat-morning", "mon..fri-afternoon"),
        travel="bicycle",
        max_km=8,
        budget_eur=900,
        goals="Imparare il mestiere in una cucina o in un forno.",
        party="Cucinare una volta al mese per le feste del paese.",
        partner="Trovare una bottega che insegni.",
        scenes=("foreman",),
    ),
)  # fmt: skip
