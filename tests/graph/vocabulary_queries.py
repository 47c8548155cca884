# ruff: noqa: E501 - one query a line, however many its answers
"""What people may type, by hand: everyday words, inflections and typing errors, with the concepts that would do.

The list was written before the search was tried on it. A query's answers are all that an operator would accept.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple


class Query(NamedTuple):
    """What was typed, in which language, of which sort, and the codes that would do."""

    text: str
    language: str
    sort: str  # everyday, inflected, misspelt
    answers: frozenset[str]


def read_queries(language: str, sort: str, lines: str) -> tuple[Query, ...]:
    """The queries of a text with one a line, "what was typed -> codes"."""
    pairs = [line.partition(" -> ") for line in lines.strip().splitlines()]
    return tuple(Query(text.strip(), language, sort, frozenset(codes.split())) for text, _, codes in pairs)


_EVERYDAY_IT = """
chi mi tiene i bambini dopo la scuola -> pomeriggi-dei-bambini doposcuola baby-sitter stare-con-i-bambini
qualcuno che porti la nonna dal dottore -> trasporto trasporto-sociale accompagnare-in-auto passaggio-in-auto
una mano in casa per mio padre anziano -> assistenza-a-casa servizio-assistenza-domiciliare assistente-familiare assistere-anziani
il pranzo portato a casa -> pasti-a-domicilio
scrivere e parlare italiano -> imparare-italiano corso-italiano conversazione-in-italiano
cerco lavoro -> posto-di-lavoro orientamento-lavoro centro-per-l-impiego servizi-al-lavoro
pagare le bollette -> aiuto-economico
pacco alimentare -> beni-di-prima-necessita caritas emporio-solidale
aprire un negozio -> avvio-impresa sportello-nuova-impresa
fare compagnia a un anziano -> compagnia-anziano visite-di-compagnia
giocare a calcio -> societa-sportiva sport-e-gioco
ripetizioni -> studio-e-compiti spazio-compiti aiutare-nei-compiti doposcuola
scuola materna -> scuola-dell-infanzia
casa di riposo -> rsa
donna delle pulizie -> addetto-pulizie collaboratore-domestico pulire-la-casa
guidare il camion -> autotrasportatore patente-c
patente della macchina -> patente-b prendere-la-patente
lavorare in campagna -> operaio-agricolo agricoltura lavori-all-aperto
stage in azienda -> tirocinio-extracurricolare esperienza-di-lavoro
agenzia interinale -> agenzia-per-il-lavoro
cercare casa -> abitare sportello-casa
fare l'ISEE -> pratiche-e-diritti patronato
pratiche della pensione -> patronato pratiche-e-diritti
un prestito per cominciare -> microcredito avvio-impresa
camminare in compagnia -> gruppo-di-cammino
chi assiste un malato di Alzheimer -> caffe-alzheimer sollievo-familiare
un po' di riposo per chi assiste -> sollievo-familiare ricovero-di-sollievo
campo estivo -> centro-ricreativo-estivo attivita-estive
parlare arabo -> lingua-araba
traduttrice -> mediazione-linguistica
aggiustare la bici -> riparare-biciclette ciclofficina meccanico-biciclette
banca delle ore -> banca-del-tempo
una famiglia che affianca un'altra -> affiancamento-familiare
conoscere gente nuova -> socialita
"""

_INFLECTED_IT = """
orti sociali -> orto-sociale
muratori -> muratore
sarte -> sarto
cuoca -> cuoco
saldatori -> saldatore
commessa -> commesso
infermiera -> operatore-socio-sanitario sanita
salumifici -> salumificio
supermercati -> supermercato
cooperative sociali -> cooperativa-sociale-b
servizi al lavoro -> servizi-al-lavoro
visite di compagnia -> visite-di-compagnia
associazioni di categoria -> associazione-di-categoria
"""

_MISSPELT_IT = """
badnte -> assistente-familiare sportello-assistenti-familiari
bibblioteca -> biblioteca
parucchiera -> parrucchiere
mecanico -> meccanico-auto lavori-in-officina meccanico-agricolo meccanico-biciclette
voluntariato -> volontariato
eletricista -> elettricista
consultorrio -> consultorio
falegniame -> falegnameria
giardinagio -> giardinaggio
tirocigno -> tirocinio-extracurricolare
banca del tenpo -> banca-del-tempo
caseifico -> caseificio
"""

_EVERYDAY_EN = """
someone to mind the kids after school -> pomeriggi-dei-bambini doposcuola baby-sitter stare-con-i-bambini
a lift to the doctor for grandma -> trasporto trasporto-sociale accompagnare-in-auto passaggio-in-auto
help at home for my old father -> assistenza-a-casa servizio-assistenza-domiciliare assistente-familiare assistere-anziani
lunch brought to the house -> pasti-a-domicilio
Italian lessons -> corso-italiano imparare-italiano conversazione-in-italiano
looking for a job -> posto-di-lavoro orientamento-lavoro centro-per-l-impiego servizi-al-lavoro
paying the bills -> aiuto-economico
food parcel -> beni-di-prima-necessita caritas emporio-solidale
open a shop -> avvio-impresa sportello-nuova-impresa
keep an old man company -> compagnia-anziano visite-di-compagnia
play football -> societa-sportiva sport-e-gioco
help with homework -> studio-e-compiti spazio-compiti aiutare-nei-compiti doposcuola
kindergarten -> scuola-dell-infanzia
nursing home -> rsa
cleaning lady -> addetto-pulizie collaboratore-domestico pulire-la-casa
drive a lorry -> autotrasportatore patente-c
car licence -> patente-b prendere-la-patente
farm work -> operaio-agricolo agricoltura
internship -> tirocinio-extracurricolare esperienza-di-lavoro
temp agency -> agenzia-per-il-lavoro
a place to live -> abitare sportello-casa
pension paperwork -> patronato pratiche-e-diritti
a small loan -> microcredito
walking together -> gruppo-di-cammino
a break for carers -> sollievo-familiare ricovero-di-sollievo
summer camp -> centro-ricreativo-estivo attivita-estive
speak Arabic -> lingua-araba
interpreter -> mediazione-linguistica
fix my bike -> riparare-biciclette ciclofficina meccanico-biciclette
time bank -> banca-del-tempo
family next to a family -> affiancamento-familiare
meet new people -> socialita
self-help group -> gruppo-auto-mutuo-aiuto
toy library -> ludoteca
job centre -> centro-per-l-impiego
forklift -> guidare-il-muletto mulettista
"""

_INFLECTED_EN = """
community gardens -> orto-sociale
bricklayers -> muratore
seamstresses -> sarto addetto-cucitura
cooks -> cuoco
welders -> saldatore
shop assistants -> commesso
dairies -> caseificio
supermarkets -> supermercato
volunteering -> volontariato
hairdressers -> parrucchiere parrucchieri-ed-estetica
driving licences -> patente-b prendere-la-patente
"""

_MISSPELT_EN = """
libary -> biblioteca
electrican -> elettricista
hairdreser -> parrucchiere parrucchieri-ed-estetica
mecanic -> meccanico-auto lavori-in-officina meccanico-agricolo meccanico-biciclette
plummer -> idraulico
voluntering -> volontariato
carpentery -> falegnameria
babysiter -> baby-sitter
restuarant -> ristorante
bussiness idea -> avvio-impresa
apprentiship -> apprendistato
warehause -> magazzino magazziniere magazzinaggio lavori-di-magazzino
"""

QUERIES: Final = (
    *read_queries("it", "everyday", _EVERYDAY_IT),
    *read_queries("it", "inflected", _INFLECTED_IT),
    *read_queries("it", "misspelt", _MISSPELT_IT),
    *read_queries("en", "everyday", _EVERYDAY_EN),
    *read_queries("en", "inflected", _INFLECTED_EN),
    *read_queries("en", "misspelt", _MISSPELT_EN),
)


class Quality(NamedTuple):
    """How many queries have a right answer first, among the first three, among ten; the mean of 1 / its place."""

    first: float
    among_three: float
    among_ten: float
    reciprocal_rank: float

    def row(self) -> str:
        """As the documentation writes it."""
        return " | ".join(f"{value:.3f}".lstrip("0") if value < 1 else "1.000" for value in self)


def measure(answer: Callable[[str], Sequence[str]], queries: Sequence[Query] = QUERIES) -> Quality:
    """The quality of `answer`, from what was typed to codes, best first."""
    places = [
        next((place for place, code in enumerate(answer(query.text)[:10], 1) if code in query.answers), None)
        for query in queries
    ]

    def share(most: int) -> float:
        return sum(place is not None and place <= most for place in places) / len(places)

    return Quality(share(1), share(3), share(10), sum(1 / place for place in places if place) / len(places))
