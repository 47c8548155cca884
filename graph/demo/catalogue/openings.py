"""Opportunities and community actions of the demonstration, as data."""

from dataclasses import dataclass
from typing import Final, Literal

Form = Literal["job", "internship", "apprenticeship", "course", "volunteering", "civil_service", "premises"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningTemplate:
    """An opportunity that bodies with one of the offers `hosts` (firms: "firm") open.

    `name`: with {occupation}, {host} and {place}. `per_thousand`: how many for 1,000 persons.
    `months`: how long it lasts. `lasting`: with a closing date for applications in `apply_days` at most.
    """

    form: Form
    name: str
    hosts: tuple[str, ...]
    offers: tuple[str, ...]
    per_thousand: float
    ages: tuple[int | None, int | None] = (18, None)
    slots: tuple[str, ...] = ("mon..fri-morning", "mon..fri-afternoon")
    places: tuple[int, int] = (1, 2)
    months: tuple[int, int] = (3, 6)
    requires: tuple[str, ...] = ()
    occupation: str | None = None
    cost: tuple[float | None, ...] = (0.0,)
    note: str = ""


OPENINGS: Final[tuple[OpeningTemplate, ...]] = (
    OpeningTemplate(
        form="job",
        name="Posto di lavoro: {occupation}, {host}",
        hosts=("firm",),
        offers=("posto-di-lavoro",),
        per_thousand=7,
        months=(6, 24),
    ),
    OpeningTemplate(
        form="job",
        name="Lavoro stagionale: raccolta e serre, {host}",
        hosts=("lavoro-stagionale",),
        offers=("lavoro-stagionale",),
        per_thousand=1,
        months=(2, 5),
        places=(2, 8),
        occupation="operaio-agricolo",
    ),
    OpeningTemplate(
        form="internship",
        name="Tirocinio: {occupation}, {host}",
        hosts=("firm",),
        offers=("tirocinio-extracurricolare",),
        per_thousand=7,
        months=(3, 6),
        places=(1, 1),
        note="Tirocinio con indennità mensile; un tutor segue chi entra.",
    ),
    OpeningTemplate(
        form="apprenticeship",
        name="Apprendistato: {occupation}, {host}",
        hosts=("firm",),
        offers=("apprendistato",),
        per_thousand=2.5,
        ages=(18, 29),
        months=(24, 36),
        places=(1, 1),
    ),
    OpeningTemplate(
        form="course",
        name="Corso serale: il piano d'impresa, {host}",
        hosts=("corso-piano-d-impresa",),
        offers=("corso-piano-d-impresa",),
        per_thousand=0.6,
        slots=("mon-evening", "wed-evening"),
        places=(10, 16),
        months=(2, 2),
    ),
    OpeningTemplate(
        form="course",
        name="Corso: saldatura di base, {host}",
        hosts=("formazione-duale", "imparare-un-mestiere"),
        offers=("imparare-un-mestiere",),
        per_thousand=0.8,
        slots=("tue-evening", "thu-evening"),
        places=(8, 12),
        months=(2, 3),
        cost=(0.0, 40.0),
        occupation="saldatore",
    ),
    OpeningTemplate(
        form="course",
        name="Corso: cura del verde e potatura, {host}",
        hosts=("imparare-un-mestiere",),
        offers=("imparare-un-mestiere",),
        per_thousand=0.8,
        slots=("sat-morning", "wed-evening"),
        places=(8, 14),
        months=(2, 3),
        occupation="giardiniere",
    ),
    OpeningTemplate(
        form="course",
        name="Corso di italiano A2, {host}",
        hosts=("corso-italiano",),
        offers=("corso-italiano",),
        per_thousand=0.6,
        ages=(16, None),
        slots=("tue-morning", "thu-morning"),
        places=(12, 18),
        months=(4, 6),
        note="Durante le lezioni c'è uno spazio per i bambini.",
    ),
    OpeningTemplate(
        form="volunteering",
        name="Volontariato: leggere ai bambini, {host}",
        hosts=("biblioteca",),
        offers=("volontariato", "socialita"),
        per_thousand=1.5,
        ages=(16, None),
        slots=("sat-morning",),
        places=(2, 6),
        months=(3, 9),
    ),
    OpeningTemplate(
        form="volunteering",
        name="Volontariato: compagnia e piccole commissioni, {host}",
        hosts=("visite-di-compagnia", "trasporto-sociale"),
        offers=("volontariato",),
        per_thousand=1.5,
        slots=("mon..fri-afternoon",),
        places=(2, 8),
        months=(6, 12),
    ),
    OpeningTemplate(
        form="civil_service",
        name="Servizio civile, {host}",
        hosts=("biblioteca", "aiuto-economico", "centro-per-le-famiglie"),
        offers=("servizio-civile",),
        per_thousand=1.6,
        ages=(18, 28),
        places=(1, 3),
        months=(12, 12),
    ),
    OpeningTemplate(
        form="premises",
        name="Negozio del comune in affitto a canone basso, {place}",
        hosts=("aiuto-economico",),
        offers=("locale-a-canone-basso",),
        per_thousand=1.2,
        places=(1, 1),
        months=(36, 60),
        cost=(120.0, 180.0, 250.0, None),
        slots=("mon..sat",),
    ),
)

REQUIREMENTS: Final[dict[str, tuple[tuple[str, float], ...]]] = {
    "autista-consegne": (("patente-b", 1.0),),
    "mulettista": (("patentino-muletto", 1.0),),
    "autotrasportatore": (("patente-c", 1.0), ("cqc", 1.0)),
    "autista-di-autobus": (("patente-d", 1.0), ("cqc", 1.0)),
    "giardiniere": (("patente-b", 0.5),),
    "operaio-agricolo": (("patentino-trattore", 0.2),),
    "elettricista": (("patente-b", 0.6),),
    "idraulico": (("patente-b", 0.6),),
    "magazziniere": (("patentino-muletto", 0.3),),
    "cuoco": (("attestato-alimentarista", 0.8),),
    "aiuto-cuoco": (("attestato-alimentarista", 0.4),),
    "casaro": (("attestato-alimentarista", 0.5),),
}
"""Licences that an opening for an occupation may require, with the chance that it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionTemplate:
    """A community action run by a body with one of the offers `hosts`.

    `per_thousand`: how many for 1,000 persons; `months`: how long it goes on; `summer`: in the next June and July.
    """

    name: str
    hosts: tuple[str, ...]
    offers: tuple[str, ...]
    per_thousand: float
    welcomes: tuple[str, ...] = ()
    ages: tuple[int | None, int | None] = (None, None)
    slots: tuple[str, ...] = ()
    hours: str = ""
    cost: tuple[float | None, ...] = (0.0,)
    places: tuple[int, int] | None = None
    months: tuple[int, int] = (4, 12)
    joined: float = 0.01
    summer: bool = False


ACTIONS: Final[tuple[ActionTemplate, ...]] = (
    ActionTemplate(
        name="Gruppo di cammino del mercoledì, {place}",
        hosts=("aiuto-economico", "biblioteca"),
        offers=("gruppo-di-cammino",),
        per_thousand=2.4,
        ages=(16, None),
        slots=("wed-morning",),
        hours="Mercoledì alle 9 dalla piazza del comune, un'ora",
        joined=0.02,
    ),
    ActionTemplate(
        name="Camminata delle mamme, {place}",
        hosts=("biblioteca", "centro-per-le-famiglie", "tempo-per-le-famiglie"),
        offers=("gruppo-di-cammino",),
        per_thousand=1.2,
        ages=(16, 55),
        slots=("wed-morning", "fri-morning"),
        hours="Mercoledì e venerdì alle 8.45, dopo l'ingresso a scuola",
    ),
    ActionTemplate(
        name="Grest, {place}",
        hosts=("oratorio",),
        offers=("centro-ricreativo-estivo",),
        per_thousand=6,
        welcomes=("cucinare", "allenare", "suonare"),
        ages=(6, 14),
        slots=("mon..fri-morning", "mon..fri-afternoon"),
        cost=(60.0, 80.0, 100.0, None),
        places=(40, 120),
        joined=0.0,
        summer=True,
    ),
    ActionTemplate(
        name="Gruppo di auto mutuo aiuto per chi assiste un familiare, {place}",
        hosts=("gruppo-auto-mutuo-aiuto", "centro-diurno-integrato"),
        offers=("gruppo-auto-mutuo-aiuto",),
        per_thousand=1.6,
        ages=(18, None),
        slots=("thu-afternoon",),
        places=(8, 12),
    ),
    ActionTemplate(
        name="Giornata della banca del tempo, {place}",
        hosts=("banca-del-tempo",),
        offers=("banca-del-tempo", "socialita"),
        per_thousand=1.2,
        welcomes=("cucire", "piccole-riparazioni", "fare-il-pane"),
        ages=(16, None),
        slots=("sat-morning",),
        months=(1, 3),
    ),
    ActionTemplate(
        name="Orto condiviso, {place}",
        hosts=("orto-sociale",),
        offers=("orto-sociale",),
        per_thousand=1.4,
        welcomes=("coltivare-l-orto", "giardinaggio"),
        slots=("sat-morning", "wed-afternoon"),
        places=(8, 20),
    ),
    ActionTemplate(
        name="Tè e chiacchiere in italiano, {place}",
        hosts=("biblioteca", "conversazione-in-italiano"),
        offers=("conversazione-in-italiano", "socialita"),
        per_thousand=1.2,
        welcomes=("fare-il-pane", "mediazione-linguistica"),
        ages=(16, None),
        slots=("fri-morning",),
        places=(8, 14),
    ),
    ActionTemplate(
        name="Cucina insieme, {place}",
        hosts=("oratorio", "pro-loco"),
        offers=("socialita", "aiuto-reciproco"),
        per_thousand=1.6,
        welcomes=("cucinare", "fare-il-pane"),
        slots=("sat-evening",),
        months=(2, 6),
        places=(20, 40),
    ),
    ActionTemplate(
        name="Compiti insieme del venerdì, {place}",
        hosts=("biblioteca", "oratorio"),
        offers=("spazio-compiti",),
        per_thousand=1.4,
        welcomes=("aiutare-nei-compiti",),
        ages=(8, 14),
        slots=("fri-afternoon",),
        places=(10, 16),
    ),
    ActionTemplate(
        name="Quattro passi e due letture, {place}",
        hosts=("centro-sociale-anziani", "visite-di-compagnia"),
        offers=("compagnia-anziano", "socialita"),
        per_thousand=1.2,
        welcomes=("lettura-ad-alta-voce", "accompagnare-in-auto"),
        ages=(65, None),
        slots=("tue-afternoon",),
    ),
)
