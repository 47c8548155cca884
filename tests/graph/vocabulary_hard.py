"""Hard sentences as people would type them, in both languages: what may answer them, and that many have no answer.

Of every sentence: the first answer, and whatever else stands among the first three, must be one of those named. Written
while the search was mended for them: a list of what must never be answered again, not a measure.
"""

from typing import Final

from tests.graph.vocabulary_queries import read_queries

_VIOLENCE = """
mio marito mi picchia -> centro-antiviolenza
mia moglie mi picchia -> centro-antiviolenza
mio marito mi picchia e ho paura per i bambini -> centro-antiviolenza
il mio compagno mi maltratta -> centro-antiviolenza
ho paura di mio marito -> centro-antiviolenza
il mio ex mi perseguita -> centro-antiviolenza
mi ha messo le mani addosso -> centro-antiviolenza
mi mena -> centro-antiviolenza
mio marito mi pichia -> centro-antiviolenza
violensa -> centro-antiviolenza
ho paura di tornare a casa -> centro-antiviolenza
mi hanno violentata -> centro-antiviolenza
violenza domestica -> centro-antiviolenza
1522 -> centro-antiviolenza
vittima di tratta -> centro-antiviolenza
mio figlio mi picchia -> centro-antiviolenza sostegno-ai-genitori
bambino picchiato a scuola -> sostegno-ai-genitori centro-antiviolenza
mio figlio picchia i compagni -> sostegno-ai-genitori centro-antiviolenza
my husband beats me -> centro-antiviolenza
my partner hits me -> centro-antiviolenza
my wife beats me -> centro-antiviolenza
I am afraid of my husband -> centro-antiviolenza
my ex is stalking me -> centro-antiviolenza
she was raped -> centro-antiviolenza
domestic violence -> centro-antiviolenza
"""

_ADDICTION = """
mio figlio si droga -> servizio-dipendenze
mia figlia prende la cocaina -> servizio-dipendenze
mio marito beve -> servizio-dipendenze gruppo-auto-mutuo-aiuto
mio marito beve troppo e perde il lavoro -> servizio-dipendenze gruppo-auto-mutuo-aiuto
smettere di bere -> servizio-dipendenze gruppo-auto-mutuo-aiuto
abuso di alcol -> servizio-dipendenze gruppo-auto-mutuo-aiuto
drogga -> servizio-dipendenze
mio padre gioca alle slot -> servizio-dipendenze gruppo-auto-mutuo-aiuto
gioco d'azzardo -> servizio-dipendenze gruppo-auto-mutuo-aiuto
si è giocato lo stipendio -> servizio-dipendenze
debiti di gioco -> servizio-dipendenze
SerD -> servizio-dipendenze
my son takes drugs -> servizio-dipendenze
my husband is an alcoholic -> servizio-dipendenze gruppo-auto-mutuo-aiuto
my mother drinks -> servizio-dipendenze gruppo-auto-mutuo-aiuto
he gambles all his wages away -> servizio-dipendenze gruppo-auto-mutuo-aiuto
gambling -> servizio-dipendenze gruppo-auto-mutuo-aiuto
stop smoking -> servizio-dipendenze gruppo-auto-mutuo-aiuto
"""

_DESPAIR_AND_MOURNING = """
voglio morire -> ascolto-e-confronto
suicidio -> ascolto-e-confronto
mio figlio vuole suicidarsi -> ascolto-e-confronto
mia figlia si taglia -> ascolto-e-confronto
I want to kill myself -> ascolto-e-confronto centro-antiviolenza
my daughter talks about suicide -> ascolto-e-confronto
è morto mio marito -> ascolto-e-confronto
ho perso mio marito -> ascolto-e-confronto gruppo-auto-mutuo-aiuto
ho perso il bambino -> ascolto-e-confronto gruppo-auto-mutuo-aiuto
mia moglie ha partorito un bimbo morto -> ascolto-e-confronto gruppo-auto-mutuo-aiuto
my wife died -> ascolto-e-confronto
my son died -> ascolto-e-confronto gruppo-auto-mutuo-aiuto
mio marito mi tradisce -> ascolto-e-confronto
mi vergogno di chiedere aiuto -> ascolto-e-confronto
my husband left me -> ascolto-e-confronto
"""

_ILLNESS_AND_DISABILITY = """
mio figlio è disabile -> sollievo-familiare assistenza-a-casa servizio-assistenza-domiciliare trasporto-sociale
mia figlia è disabile -> sollievo-familiare assistenza-a-casa servizio-assistenza-domiciliare trasporto-sociale
my son is disabled -> sollievo-familiare assistenza-a-casa servizio-assistenza-domiciliare trasporto-sociale
mio figlio è autistico -> sollievo-familiare
my son is autistic -> sollievo-familiare
lavoro per disabili -> cooperativa-sociale-b lavori-di-cura assistenza-residenziale
mio figlio è schizofrenico -> gruppo-auto-mutuo-aiuto
mia figlia è anoressica -> gruppo-auto-mutuo-aiuto
my daughter has an eating disorder -> gruppo-auto-mutuo-aiuto
my wife is depressed -> ascolto-e-confronto gruppo-auto-mutuo-aiuto
ho un tumore -> ascolto-e-confronto
I have cancer -> ascolto-e-confronto
mio marito dimentica le cose -> caffe-alzheimer centro-diurno-integrato
mia moglie dimentica le cose -> caffe-alzheimer centro-diurno-integrato
mio marito non ricorda -> caffe-alzheimer centro-diurno-integrato
my husband forgets -> caffe-alzheimer centro-diurno-integrato
my wife forgets -> caffe-alzheimer centro-diurno-integrato
mio marito ha paura di cadere -> telesoccorso assistenza-a-casa
mia nonna non beve -> compagnia-anziano visite-di-compagnia assistenza-a-casa
sono incinta -> consultorio
mia figlia di 15 anni è incinta -> consultorio sostegno-ai-genitori oratorio
voglio abortire -> consultorio
I want an abortion -> consultorio
"""

_MONEY_HOME_AND_PAPERS = """
siamo pieni di debiti -> aiuto-economico caritas microcredito
we are drowning in debt -> aiuto-economico caritas
mi pignorano la casa -> abitare aiuto-economico
mia sorella cerca casa -> abitare sportello-casa locale-a-canone-basso
ci sfrattano -> abitare sportello-casa
we are being evicted -> abitare sportello-casa
uscito dal carcere cerca lavoro -> cooperativa-sociale-b posto-di-lavoro
asilo politico -> pratiche-e-diritti
richiedente asilo -> pratiche-e-diritti
permesso di soggiorno scaduto -> pratiche-e-diritti
mio marito è stato espulso -> pratiche-e-diritti
asylum seeker -> pratiche-e-diritti
my residence permit has expired -> pratiche-e-diritti
il giudice mi ha tolto i figli -> pratiche-e-diritti
they took my children away -> pratiche-e-diritti
mia figlia è scappata di casa -> sostegno-ai-genitori
"""

_NO_ANSWER = """
marito
mio marito
moglie
mia moglie
mio figlio
mia figlia
mio padre
husband
my husband
wife
my wife
my son
mio figlio è in carcere
mio marito è in carcere
è appena uscito dal carcere
my brother is in prison
matto
mio figlio è matto
mia moglie è pazza
my son is crazy
mio figlio ruba
mi prostituisco
mio figlio è gay
zingari
sono musulmano
stupido
"""

_STRANGER = """
i drink too much -> servizio-dipendenze gruppo-auto-mutuo-aiuto
we drink too much -> servizio-dipendenze gruppo-auto-mutuo-aiuto
he drinks -> servizio-dipendenze gruppo-auto-mutuo-aiuto
tortura
torture
mio figlio si buca -> servizio-dipendenze
my son shoots up -> servizio-dipendenze
gioco alle macchinette e perdo tutto -> servizio-dipendenze
hanged himself -> ascolto-e-confronto
killed himself -> ascolto-e-confronto
sento le voci -> gruppo-auto-mutuo-aiuto
hearing voices -> gruppo-auto-mutuo-aiuto
figlio chiuso in camera -> socialita
sono in affidamento in prova
mio marito è agli arresti domiciliari
house arrest
cure palliative -> assistenza-a-casa
mia figlia non mangia -> gruppo-auto-mutuo-aiuto
can't feed my kids -> beni-di-prima-necessita emporio-solidale caritas
hiv positive
he touches me -> centro-antiviolenza
my son joined a gang
kids taken away by social services -> pratiche-e-diritti
my mother keeps falling -> assistenza-a-casa servizio-assistenza-domiciliare telesoccorso
bed sores -> rsa assistente-familiare servizio-assistenza-domiciliare
natale da solo -> compagnia-anziano visite-di-compagnia socialita
sono in sedia a rotelle -> sollievo-familiare assistenza-a-casa servizio-assistenza-domiciliare
"""

HARD: Final = (
    *read_queries("", "violence", _VIOLENCE),
    *read_queries("", "addiction", _ADDICTION),
    *read_queries("", "despair and mourning", _DESPAIR_AND_MOURNING),
    *read_queries("", "illness and disability", _ILLNESS_AND_DISABILITY),
    *read_queries("", "money, home and papers", _MONEY_HOME_AND_PAPERS),
    *read_queries("", "no answer", _NO_ANSWER),
    *read_queries("", "of a stranger, answered badly at first", _STRANGER),
)
