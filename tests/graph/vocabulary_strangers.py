# ruff: noqa: E501 - one query a line, however many its answers
"""What strangers type: a hundred queries by somebody who knew the concepts by name only, tried once, after all else."""

from typing import Final

from tests.graph.vocabulary_queries import read_queries

_EVERYDAY_EN = """
places that serve meals and drinks -> bar ristorante ristorazione
milking cows early in the morning -> accudire-animali addetto-alla-stalla allevamento-da-latte
exhausted from looking after my husband -> assistenza-a-casa centro-diurno-integrato gruppo-auto-mutuo-aiuto ricovero-di-sollievo rsa-aperta sollievo-familiare
I can't cope with my teenager -> ascolto-e-confronto centro-per-le-famiglie consultorio sostegno-ai-genitori
builds walls and chimneys -> costruzioni lavori-edili muratore
makes scarves and blankets with wool -> lavorare-a-maglia
my son wants to become a carpenter -> apprendistato bottega-scuola falegnameria formazione-duale imparare-un-mestiere
work in a biscuit factory -> industria-alimentare lavori-di-produzione-alimentare operaio-generico panificio
who speaks for the local co-ops -> associazione-cooperative associazione-di-categoria
fill in forms for my pension -> patronato pratiche-e-diritti
I don't want to be stuck indoors -> giardiniere lavori-all-aperto operaio-agricolo
garage that fixes cars -> autoriparazione meccanico-auto
grandad wants to play cards with friends -> centro-sociale-anziani compagnia-anziano socialita
gives injections at the hospital -> infermiere sanita
somebody to help me get hired -> agenzia-per-il-lavoro centro-per-l-impiego orientamento-lavoro posto-di-lavoro servizi-al-lavoro
parish help for poor people -> aiuto-economico beni-di-prima-necessita caritas emporio-solidale
advice from an experienced entrepreneur -> avvio-impresa mentore-d-impresa
allowed to drive a coach -> autista-di-autobus cqc patente-d
temp work through an agency -> agenzia-per-il-lavoro orientamento-lavoro posto-di-lavoro
where to register my new company -> avvio-impresa sportello-nuova-impresa
don't know how to write a CV -> centro-per-l-impiego informagiovani orientamento-lavoro servizi-al-lavoro
permit for driving heavy trucks -> cqc patente-c
makes great lasagne for big groups -> cucinare cuoco
can tell stories to kids -> lettura-ad-alta-voce stare-con-i-bambini
trains the under 12 football team -> allenare societa-sportiva sport-e-gioco
someone who fixes laptops and printers -> informatica tecnico-informatico
I finish work after school closes -> baby-sitter doposcuola pomeriggi-dei-bambini pre-e-post-scuola
she comes from Kyiv -> lingua-ucraina
"""

_INFLECTED_EN = """
accountants -> impiegato-contabile studi-di-contabilita tenere-la-contabilita
caring toddlers -> baby-sitter micronido nido prima-infanzia stare-con-i-bambini tempo-per-le-famiglie
craft workshops -> bottega-scuola imparare-un-mestiere
tractor mechanics -> macchine-agricole meccanico-agricolo
sells -> commercio-al-dettaglio commesso vendere
altering clothes -> cucire riparazioni-sartoriali sarto sartoria
repaired shelves -> falegnameria piccole-riparazioni
hairdressers -> parrucchiere parrucchieri-ed-estetica
cleaning jobs -> addetto-pulizie collaboratore-domestico lavori-di-pulizia pulizie
tidies houses -> collaboratore-domestico lavori-di-pulizia pulire-la-casa
home carers -> assistente-familiare assistenza-a-casa servizio-assistenza-domiciliare sportello-assistenti-familiari
chemists -> addetto-farmacia farmacia
"""

_MISSPELT_EN = """
sofware programer -> informatica programmatore
taylor -> riparazioni-sartoriali sarto sartoria
comunity gardn -> coltivare-l-orto orto-sociale
hospitl -> sanita
shopkeepers asociation -> associazione-commercianti associazione-di-categoria
shop asistant -> commercio-al-dettaglio commesso vendere
hindy -> lingua-hindi
self help groop -> ascolto-e-confronto gruppo-auto-mutuo-aiuto
care coperative -> cooperativa-sociale-b cooperative-di-cura
food factorys -> industria-alimentare lavori-di-produzione-alimentare
"""

_EVERYDAY_IT = """
mio figlio vuole giocare a pallone -> oratorio societa-sportiva sport-e-gioco
azienda di pullman e taxi -> trasporti trasporto-persone
posso portare gli anziani dal medico -> accompagnare-in-auto passaggio-in-auto trasporto trasporto-sociale
ditta che taglia siepi e prati -> cura-del-verde
lavorare con malati e disabili -> assistente-familiare assistenza-residenziale cooperative-di-cura lavori-di-cura operatore-socio-sanitario
capannone per tenere la merce -> logistica magazzinaggio
vende scarpe e vestiti in centro -> commercio-al-dettaglio commesso vendere
lavare le scale dei condomini -> addetto-pulizie lavori-di-pulizia pulizie
sa parlare bene la nostra lingua -> lingua-italiana
ditta che monta caldaie e condizionatori -> elettricista idraulico impianti
prendere libri in prestito -> biblioteca
senza macchina per andare in ospedale -> passaggio-in-auto trasporto trasporto-sociale
famiglia cerca badante fissa -> assistente-familiare assistenza-a-casa lavoro-domestico sportello-assistenti-familiari
dove aggiustano le bici -> ciclofficina meccanico-biciclette riparare-biciclette riparazione-biciclette
chi difende le piccole imprese -> associazione-agricoltori associazione-artigiani associazione-commercianti associazione-cooperative associazione-di-categoria associazione-industriali
cosa serve per guidare i tir -> autotrasportatore cqc patente-c
fabbrica di pezzi al tornio -> metalmeccanica officina-meccanica operatore-macchine-utensili
me la cavo con word e internet -> usare-il-computer
posto dove studiare dopo le lezioni -> biblioteca doposcuola spazio-compiti studio-e-compiti
ditta che pulisce uffici -> addetto-pulizie lavori-di-pulizia pulizie
coltiva mais e alleva maiali -> agricoltura operaio-agricolo
sposta i bancali in ditta -> guidare-il-muletto lavori-di-magazzino magazziniere magazzino mulettista
come trovo una badante per la mamma -> assistente-familiare assistenza-a-casa sportello-assistenti-familiari
lavora al tornio e alla fresa -> lavori-in-officina officina-meccanica operatore-macchine-utensili
dove lasciare il nonno due settimane -> ricovero-di-sollievo rsa sollievo-familiare
prepara i pranzi per la mensa -> aiuto-cuoco cucinare cuoco lavori-con-il-cibo
ho il diploma oss -> lavori-di-cura operatore-socio-sanitario
dare una mano durante le alluvioni -> protezione-civile volontariato
"""

_INFLECTED_IT = """
famiglie affiancate -> affiancamento-familiare aiuto-reciproco
cucitrici -> addetto-cucitura cucire sarto
asili nido -> istruzione-e-infanzia micronido nido prima-infanzia
piani d'impresa -> avvio-impresa corso-piano-d-impresa
prescuola -> pomeriggi-dei-bambini pre-e-post-scuola
fornaie -> fare-il-pane panettiere panificio
magazzinieri -> lavori-di-magazzino magazziniere magazzino
pacchi alimentari -> beni-di-prima-necessita caritas emporio-solidale
volontarie civili -> servizio-civile volontariato
apprendisti -> apprendistato
coltivo ortaggi -> agricoltura coltivare-l-orto operaio-agricolo orto-sociale
postini -> autista-consegne corrieri
"""

_MISSPELT_IT = """
lavandaria -> addetto-lavanderia lavanderia
estetsita -> parrucchieri-ed-estetica
eletricista -> elettricista impianti
saldattore -> saldare saldatore
gruppi di camino -> gruppo-di-cammino
so usare il muleto -> guidare-il-muletto mulettista patentino-muletto
patentno muletto -> guidare-il-muletto mulettista patentino-muletto
coperativa sociale -> associazione-cooperative cooperativa-sociale-b cooperative-di-cura
stirrare camicie -> addetto-lavanderia stirare
interprette -> mediazione-linguistica
"""

QUERIES_OF_STRANGERS: Final = (
    *read_queries("en", "everyday", _EVERYDAY_EN),
    *read_queries("en", "inflected", _INFLECTED_EN),
    *read_queries("en", "misspelt", _MISSPELT_EN),
    *read_queries("it", "everyday", _EVERYDAY_IT),
    *read_queries("it", "inflected", _INFLECTED_IT),
    *read_queries("it", "misspelt", _MISSPELT_IT),
)
