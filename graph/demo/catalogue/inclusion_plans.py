"""Inclusion pacts of the demonstration: which families they are for, what is asked and what is given back."""

from dataclasses import dataclass
from typing import Final, Literal

Travel = Literal["foot", "bicycle", "moped", "public_transport", "car"]
AFTERNOONS: Final = ("mon..thu-afternoon",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One ask; of the member of the party whose age is within `ages`, where it is somebody's in particular."""

    need: str
    ages: tuple[int, int] | None = None
    slots: tuple[str, ...] = ()
    weight: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class InclusionPlan:
    """A kind of pact and the families that it suits.

    `children`: lowest age, highest age and least number of children; `elder`: somebody of at least that age, together
    with a younger adult if `carer`; `alone`: one adult only; `foreign`: a family that speaks another language;
    `withdrawn`: a family with almost no ties; `unmet`: nothing that is asked should be there.
    """

    target: Literal["parents", "elderly", "isolated"]
    wishes: tuple[Wish, ...]
    gives: tuple[str, ...]
    available: tuple[str, ...]
    goals: str
    party: str
    partner: str
    children: tuple[int, int, int] | None = None
    elder: int | None = None
    carer: bool = False
    alone: bool | None = None
    foreign: bool | None = None
    withdrawn: bool = False
    unmet: bool = False
    travel: Travel | None = None
    max_km: float | None = None
    max_cost_eur: float | None = None
    budget_eur: float | None = None
    prefers: tuple[str, ...] = ()
    avoids: tuple[str, ...] = ()
    scenes: tuple[str, ...] = ()


INCLUSION_PLANS: Final[tuple[InclusionPlan, ...]] = (
    InclusionPlan(
        target="parents",
        children=(5, 11, 1),
        foreign=True,
        alone=False,
        wishes=(
            Wish(need="pomeriggi-dei-bambini", ages=(6, 11), slots=AFTERNOONS, weight=3),
            Wish(need="imparare-italiano", ages=(19, 60), slots=("mon..fri-morning",), weight=2),
            Wish(need="attivita-estive", ages=(6, 11), weight=1),
        ),
        gives=("cucire", "cucinare"),
        available=("mon..fri-morning", "sat"),
        travel="bicycle",
        max_km=10,
        max_cost_eur=40,
        budget_eur=1200,
        prefers=("doposcuola",),
        goals="Pomeriggi sicuri per i figli dalle 16 alle 18 e un italiano che basti per parlare con la scuola.",
        party="Frequentare il corso e, un sabato al mese, cucinare per le attività dell'oratorio.",
        partner="Accompagnare l'iscrizione e una verifica ogni due mesi.",
        scenes=("coach", "family_beside"),
    ),
    InclusionPlan(
        target="elderly",
        elder=80,
        carer=True,
        wishes=(
            Wish(need="compagnia-anziano", ages=(78, 110), slots=("mon..fri-afternoon",), weight=3),
            Wish(need="sollievo-familiare", ages=(78, 110), slots=("tue-morning", "thu-morning"), weight=3),
            Wish(need="ascolto-e-confronto", ages=(35, 76), slots=("thu-afternoon", "tue-evening"), weight=2),
        ),
        gives=("tenere-la-contabilita", "coltivare-l-orto"),
        available=("sat-morning", "wed-evening"),
        travel="car",
        max_km=15,
        max_cost_eur=500,
        budget_eur=1800,
        avoids=("rsa",),
        goals="Due mezze giornate libere a settimana per chi assiste, e qualcuno con cui parlare.",
        party="Tenere i conti di un'associazione vicina e aprire l'orto a chi lo desidera.",
        partner="Verificare insieme dopo tre mesi se le mezze giornate bastano.",
        scenes=("visitor", "gardener"),
    ),
    InclusionPlan(
        target="isolated",
        withdrawn=True,
        children=(6, 15, 1),
        wishes=(
            Wish(need="socialita", ages=(19, 64), slots=("wed-morning", "sat"), weight=3),
            Wish(need="sport-e-gioco", ages=(6, 15), slots=("mon..fri-afternoon",), weight=2),
            Wish(need="affiancamento-familiare", weight=2),
        ),
        gives=("lettura-ad-alta-voce",),
        available=("wed-morning", "sat-morning"),
        travel="foot",
        max_km=3,
        max_cost_eur=25,
        budget_eur=900,
        prefers=("gruppo-di-cammino", "biblioteca"),
        goals="Conoscere qualcuno in paese, un passo alla volta.",
        party="Leggere ai bambini in biblioteca due sabati al mese.",
        partner="Un incontro ogni mese nel luogo che la famiglia sceglie.",
        scenes=("librarian",),
    ),
    InclusionPlan(
        target="parents",
        children=(0, 3, 1),
        wishes=(
            Wish(need="prima-infanzia", ages=(0, 3), slots=("mon..fri-morning",), weight=3),
            Wish(need="sostegno-ai-genitori", weight=2),
        ),
        gives=("fare-il-pane", "stare-con-i-bambini"),
        available=("sat-morning",),
        travel="car",
        max_km=12,
        max_cost_eur=350,
        budget_eur=1500,
        goals="Un posto per il piccolo tre mattine a settimana, e altri genitori con cui confrontarsi.",
        party="Preparare la merenda per gli incontri dei genitori.",
        partner="Aiutare con la domanda e con il calcolo della retta.",
        scenes=("volunteer",),
    ),
    InclusionPlan(
        target="elderly",
        elder=78,
        alone=True,
        wishes=(
            Wish(need="compagnia-anziano", ages=(78, 110), slots=("mon..fri-afternoon",), weight=3),
            Wish(need="trasporto", ages=(78, 110), slots=("tue-morning", "fri-morning"), weight=2),
            Wish(need="pasti-a-domicilio", ages=(78, 110), weight=1),
        ),
        gives=("lavorare-a-maglia", "insegnare-un-mestiere"),
        available=("mon..fri-morning",),
        travel="foot",
        max_km=1.5,
        max_cost_eur=160,
        budget_eur=1000,
        avoids=("rsa",),
        goals="Uscire due volte a settimana e non mangiare sempre da soli.",
        party="Insegnare la maglia, o il proprio mestiere, a chi vuole imparare.",
        partner="Una telefonata il lunedì e una verifica dopo tre mesi.",
        scenes=("visitor",),
    ),
    InclusionPlan(
        target="parents",
        children=(8, 14, 1),
        wishes=(
            Wish(need="studio-e-compiti", ages=(8, 14), slots=("mon-afternoon", "wed-afternoon", "fri-afternoon"),
                 weight=3),
            Wish(need="societa-sportiva", ages=(8, 14), slots=("mon..fri-afternoon",), weight=2),
            Wish(need="attivita-estive", ages=(8, 14), weight=1),
        ),
        gives=("piccole-riparazioni", "accompagnare-in-auto"),
        available=("sat", "wed-evening"),
        travel="car",
        max_km=8,
        max_cost_eur=60,
        budget_eur=1000,
        goals="Finire le medie con serenità e fare uno sport con i compagni.",
        party="Accompagnare in auto i compagni alle partite.",
        partner="Parlare con la scuola due volte l'anno, insieme alla famiglia.",
        scenes=("coach",),
    ),
    InclusionPlan(
        target="isolated",
        withdrawn=True,
        elder=70,
        wishes=(
            Wish(need="socialita", ages=(60, 110), slots=("mon..fri-afternoon",), weight=3),
            Wish(need="centro-sociale-anziani", ages=(60, 110), weight=2),
            Wish(need="telesoccorso", ages=(70, 110), weight=1),
        ),
        gives=("cucinare", "suonare"),
        available=("mon..fri-afternoon",),
        travel="foot",
        max_km=1.5,
        max_cost_eur=20,
        budget_eur=700,
        goals="Una compagnia almeno due pomeriggi a settimana.",
        party="Portare la propria cucina alle feste del paese.",
        partner="Presentarsi insieme la prima volta.",
        scenes=("librarian",),
    ),
    InclusionPlan(
        target="parents",
        children=(3, 10, 1),
        alone=True,
        wishes=(
            Wish(need="pre-e-post-scuola", ages=(3, 10), slots=("mon..fri-morning", "mon..fri-afternoon"), weight=3),
            Wish(need="affiancamento-familiare", weight=3),
            Wish(need="abitare", weight=1),
        ),
        gives=("usare-il-computer", "aiutare-nei-compiti"),
        available=("sat-morning",),
        travel="public_transport",
        max_km=10,
        max_cost_eur=40,
        budget_eur=2000,
        goals="Conciliare i turni di lavoro con gli orari della scuola.",
        party="Aiutare nei compiti i bambini di un'altra famiglia il sabato.",
        partner="Anticipare la retta con il budget del patto per i primi tre mesi.",
        scenes=("family_beside", "volunteer"),
    ),
    InclusionPlan(
        target="isolated",
        withdrawn=True,
        wishes=(
            Wish(need="aiuto-reciproco", weight=3),
            Wish(need="pratiche-e-diritti", weight=2),
            Wish(need="orto-sociale", slots=("sat-morning",), weight=1),
        ),
        gives=("giardinaggio", "piccole-riparazioni"),
        available=("sat", "wed-afternoon"),
        travel="bicycle",
        max_km=8,
        max_cost_eur=10,
        budget_eur=600,
        goals="Avere persone del paese su cui contare nelle piccole cose.",
        party="Due ore a settimana nell'orto condiviso.",
        partner="Aiutare con i documenti arretrati.",
    ),
    InclusionPlan(
        target="parents",
        children=(11, 16, 1),
        unmet=True,
        wishes=(Wish(need="trasporto", ages=(11, 16), slots=("mon-evening", "wed-evening"), weight=3),),
        gives=("cucinare",),
        available=("sat-morning",),
        travel="public_transport",
        max_km=10,
        max_cost_eur=10,
        budget_eur=500,
        goals="Continuare gli allenamenti anche quando finiscono dopo l'ultima corriera.",
        party="Cucinare per la cena di fine stagione della squadra.",
        partner="Cercare chi fa la stessa strada la sera.",
    ),
)  # fmt: skip
