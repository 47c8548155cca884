# ruff: noqa: E501 - one query a line, however many its answers
"""What people say when they do not know the words of the vocabulary, 60 phrases a language, with what would do.

Written before the search was tuned on them, by whoever wrote the cues: a list to develop with, not a proof.
"""

from typing import Final

from tests.graph.vocabulary_queries import read_queries

_IT = """
mi sfrattano a fine mese -> abitare sportello-casa
il padrone di casa mi ha aumentato l'affitto -> abitare sportello-casa
mia mamma è caduta e vive da sola -> telesoccorso assistenza-a-casa compagnia-anziano servizio-assistenza-domiciliare assistente-familiare
il rubinetto perde -> piccole-riparazioni idraulico
non riesco più a fare la spesa da solo -> assistenza-a-casa servizio-assistenza-domiciliare trasporto aiuto-reciproco trasporto-sociale passaggio-in-auto accompagnare-in-auto
mio figlio va male in matematica -> studio-e-compiti spazio-compiti aiutare-nei-compiti
finisco di lavorare alle sei e i bimbi escono alle quattro -> pomeriggi-dei-bambini doposcuola pre-e-post-scuola baby-sitter stare-con-i-bambini
a luglio non so dove lasciare i bambini -> attivita-estive centro-ricreativo-estivo
sono incinta del primo figlio -> consultorio tempo-per-le-famiglie sostegno-ai-genitori
mio marito non si ricorda più niente -> caffe-alzheimer centro-diurno-integrato sollievo-familiare
sono stanca di stare dietro a mia suocera giorno e notte -> sollievo-familiare ricovero-di-sollievo gruppo-auto-mutuo-aiuto rsa-aperta
vado in ferie e non so a chi lasciare mio padre -> ricovero-di-sollievo sollievo-familiare
non arrivo a fine mese -> aiuto-economico caritas beni-di-prima-necessita
mi hanno staccato la luce -> aiuto-economico caritas
ho il frigo vuoto -> beni-di-prima-necessita emporio-solidale caritas
ho finito le superiori e non so cosa fare -> orientamento-lavoro informagiovani servizio-civile
nessuno mi risponde quando mando il curriculum -> orientamento-lavoro centro-per-l-impiego posto-di-lavoro servizi-al-lavoro
sono rimasto disoccupato a cinquant'anni -> posto-di-lavoro centro-per-l-impiego orientamento-lavoro servizi-al-lavoro
vendemmia -> lavoro-stagionale operaio-agricolo agricoltura
raccogliere i pomodori d'estate -> lavoro-stagionale operaio-agricolo
un ragazzo da formare in bottega -> bottega-scuola apprendistato insegnare-un-mestiere tirocinio-extracurricolare
sono in pensione e mi annoio -> volontariato socialita centro-sociale-anziani
non conosco nessuno in paese -> socialita
un'amica con cui chiacchierare -> ascolto-e-confronto socialita compagnia-anziano
giocare a carte la domenica -> centro-sociale-anziani socialita
lo scuolabus non passa da noi -> trasporto trasporto-persone passaggio-in-auto autista-di-autobus
devo andare in ospedale a fare gli esami -> trasporto-sociale trasporto passaggio-in-auto accompagnare-in-auto
non guido più di sera -> trasporto passaggio-in-auto accompagnare-in-auto
una bici usata per andare a scuola -> ciclofficina riparazione-biciclette riparare-biciclette
la catena della bicicletta è saltata -> riparare-biciclette ciclofficina meccanico-biciclette riparazione-biciclette
un pezzetto di terra per i pomodori -> orto-sociale coltivare-l-orto
le siepi sono cresciute troppo -> giardinaggio giardiniere cura-del-verde
il prato da tagliare -> giardinaggio giardiniere cura-del-verde
si è scucita la giacca -> riparazioni-sartoriali cucire sarto sartoria
un maglione di lana fatto a mano -> lavorare-a-maglia
ho un mucchio di camicie da stirare -> stirare addetto-lavanderia lavanderia
so fare le lasagne per venti persone -> cucinare cuoco
torta di compleanno -> fare-il-pane panificio panettiere
so mungere le vacche -> accudire-animali addetto-alla-stalla allevamento-da-latte
ridare il bianco alla cucina -> imbiancare imbianchino
il computer non parte -> tecnico-informatico usare-il-computer informatica
non so mandare una mail -> usare-il-computer
leggere le favole ai piccoli -> lettura-ad-alta-voce
vorrei seguire una squadra di ragazzini -> allenare societa-sportiva
suono il pianoforte -> suonare
serve uno che capisca l'arabo dal medico -> mediazione-linguistica lingua-araba
modulo per il bonus bebè -> pratiche-e-diritti patronato
fare la dichiarazione dei redditi -> patronato pratiche-e-diritti
il permesso mi scade a marzo -> pratiche-e-diritti
vorrei aprire una gelateria -> avvio-impresa sportello-nuova-impresa
cerco un capannone piccolo -> locale-a-canone-basso
la banca non mi presta i soldi per partire -> microcredito
chi mi insegna a fare i conti della mia ditta -> corso-piano-d-impresa mentore-d-impresa tenere-la-contabilita
cerco due ragazzi per scaricare i camion -> magazziniere lavori-di-magazzino magazzino manovale
ci manca un ragazzo al tornio -> operatore-macchine-utensili
donna fissa che dorma da mia madre -> assistente-familiare sportello-assistenti-familiari
una signora per le pulizie due ore a settimana -> collaboratore-domestico pulire-la-casa addetto-pulizie
qualcuno al banco del pane -> commesso vendere panificio
mia figlia ha un anno e torno al lavoro -> nido micronido prima-infanzia
due gemelli piccoli e nessun nonno vicino -> prima-infanzia affiancamento-familiare pomeriggi-dei-bambini baby-sitter aiuto-reciproco
"""

_EN = """
we are being evicted next month -> abitare sportello-casa
the landlord put the rent up -> abitare sportello-casa
mum fell over and lives alone -> telesoccorso assistenza-a-casa compagnia-anziano servizio-assistenza-domiciliare assistente-familiare
the kitchen tap is dripping -> piccole-riparazioni idraulico
I can't carry my groceries any more -> assistenza-a-casa servizio-assistenza-domiciliare trasporto aiuto-reciproco passaggio-in-auto accompagnare-in-auto trasporto-sociale
my son is failing maths -> studio-e-compiti spazio-compiti aiutare-nei-compiti
I work until six and school ends at four -> pomeriggi-dei-bambini doposcuola pre-e-post-scuola baby-sitter
nowhere to leave the children in July -> attivita-estive centro-ricreativo-estivo
I am pregnant with my first child -> consultorio tempo-per-le-famiglie sostegno-ai-genitori
my husband forgets everything -> caffe-alzheimer centro-diurno-integrato sollievo-familiare
I am exhausted from caring for my mother-in-law day and night -> sollievo-familiare ricovero-di-sollievo gruppo-auto-mutuo-aiuto rsa-aperta
we go on holiday and cannot leave dad alone -> ricovero-di-sollievo sollievo-familiare
we can't make ends meet -> aiuto-economico caritas beni-di-prima-necessita
they cut off the electricity -> aiuto-economico caritas
the fridge is empty -> beni-di-prima-necessita emporio-solidale caritas
I finished high school and don't know what to do -> orientamento-lavoro informagiovani servizio-civile
nobody answers when I send my CV -> orientamento-lavoro centro-per-l-impiego posto-di-lavoro servizi-al-lavoro
unemployed at fifty -> posto-di-lavoro centro-per-l-impiego orientamento-lavoro servizi-al-lavoro
grape picking -> lavoro-stagionale operaio-agricolo agricoltura
a fruit picking job for August -> lavoro-stagionale operaio-agricolo
a young person to train in my workshop -> bottega-scuola apprendistato insegnare-un-mestiere tirocinio-extracurricolare
I have just retired and I'm bored -> volontariato socialita centro-sociale-anziani
I don't know anybody in this village -> socialita
a friend to chat with -> ascolto-e-confronto socialita compagnia-anziano
playing cards on Sunday -> centro-sociale-anziani socialita
the bus does not stop near us -> trasporto trasporto-persone passaggio-in-auto autista-di-autobus
I have to get to hospital for tests -> trasporto-sociale trasporto passaggio-in-auto accompagnare-in-auto
I no longer drive at night -> trasporto passaggio-in-auto accompagnare-in-auto
a second-hand bike to go to school -> ciclofficina riparazione-biciclette riparare-biciclette
the chain came off my bicycle -> riparare-biciclette ciclofficina meccanico-biciclette riparazione-biciclette
a patch of land for tomatoes -> orto-sociale coltivare-l-orto
the hedge is overgrown -> giardinaggio giardiniere cura-del-verde
the lawn needs mowing -> giardinaggio giardiniere cura-del-verde
a hole in my jacket -> riparazioni-sartoriali cucire sarto sartoria
a hand-made wool jumper -> lavorare-a-maglia
a pile of shirts to iron -> stirare addetto-lavanderia lavanderia
I can make lasagne for twenty -> cucinare cuoco
birthday cake -> fare-il-pane panificio panettiere
I know how to milk cows -> accudire-animali addetto-alla-stalla allevamento-da-latte
a fresh coat of paint in the kitchen -> imbiancare imbianchino
the laptop won't start -> tecnico-informatico usare-il-computer informatica
I can't send an email -> usare-il-computer
reading fairy tales to little ones -> lettura-ad-alta-voce
I would like to train a youth team -> allenare societa-sportiva
I play the piano -> suonare
someone who understands Arabic at the doctor's -> mediazione-linguistica lingua-araba
form for the baby bonus -> pratiche-e-diritti patronato
filing my tax return -> patronato pratiche-e-diritti
my permit expires in March -> pratiche-e-diritti
I want to open an ice cream parlour -> avvio-impresa sportello-nuova-impresa
a small shed to rent for my business -> locale-a-canone-basso
the bank won't lend me money to start -> microcredito
who can teach me to do the sums of my firm -> corso-piano-d-impresa mentore-d-impresa tenere-la-contabilita
two lads to unload trucks -> magazziniere lavori-di-magazzino magazzino manovale
we need somebody on the lathe -> operatore-macchine-utensili
a woman who sleeps in at my mother's -> assistente-familiare sportello-assistenti-familiari
a lady to clean two hours a week -> collaboratore-domestico pulire-la-casa addetto-pulizie
someone behind the bread counter -> commesso vendere panificio
my daughter is one and I go back to work -> nido micronido prima-infanzia
little twins and no grandparents nearby -> prima-infanzia affiancamento-familiare pomeriggi-dei-bambini baby-sitter aiuto-reciproco
"""

QUERIES_EVERYDAY: Final = (*read_queries("it", "phrase", _IT), *read_queries("en", "phrase", _EN))
