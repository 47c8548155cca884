# ruff: noqa: E501 - one concept a line
"""How Italian speakers tell what a firm does, which language they speak and which licence they hold."""

SECTORS = """
agricoltura: campi; contadino; contadini; agricoltore; agricoltori; coltivare; coltivazione; coltivazioni; mais; grano; riso; soia; trattore; raccolto; semina; terreno; terreni; bestiame; fattoria; frutteto; vigna; vino; vigneto; apicoltura; api; miele; biologico; campagna; cascine; pioppi; orticoltura; vendemmia
allevamento-da-latte: mucche; mucca; vacche; latte; mungitura; mungere; bovini; vitelli; bestiame; allevatore; frisone; foraggio; cascina; latte crudo; bestie; mandria; robot di mungitura
vivaio: piante; piantine; fiori; alberi da vendere; vasi; semi; vivaista; garden; rose; piante da giardino; comprare piante; gerani; fioraio; bulbi; alberelli
cura-del-verde: prato; siepi; siepe; potatura; alberi; giardini; parchi; aiuole; sfalcio; erba; giardinieri; giardiniere; tagliare l'erba; decespugliatore; verde del comune; potare; abbattere un albero; condomini; irrigazione
industria-alimentare: fabbrica di alimenti; biscotti; torrone; mostarda; dolciumi; dolci; pasta; pastificio; conserve; pomodoro; cibo; alimenti; surgelati; sughi; mangimi; olio; cioccolato; caramelle; prodotti tipici; prodotti alimentari; riso; marmellate
caseificio: formaggio; formaggi; latte; grana; provolone; mozzarella; mozzarelle; ricotta; burro; yogurt; stagionatura; casaro; latticini; forme; panna; salva
panificio: pane; panettiere; fornaio; torte; torta; dolci; brioche; pasticcini; focaccia; pizza al taglio; biscotti; pasticciere; lievito; farina; torta di compleanno; grissini; panini; cornetti
salumificio: salumi; salame; salami; prosciutto; prosciutti; carne; carni; maiale; maiali; macellaio; macelleria; mattatoio; cotechino; mortadella; insaccati; suini; disosso; speck; norcino
metalmeccanica: fabbrica; metallo; acciaio; ferro; pezzi; tornio; presse; macchinari; operai metalmeccanici; industria pesante; siderurgia; acciaieria; alluminio; fonderia; stampi; tubi; bulloni; carpenteria; ingranaggi
officina-meccanica: tornio; torni; fresa; pezzi; precisione; lavorazioni; fresatura; tornitura; rettifica; stampi; minuterie; utensili; pezzi su disegno; controllo numerico
carpenteria-metallica: ferro; cancelli; cancello; ringhiere; ringhiera; saldatura; strutture; tettoia; acciaio; inferriate; serramenti; scale di ferro; capannoni; travi; lamiera; lattoneria; soppalchi
macchine-agricole: trattore; trattori; mietitrebbia; aratro; seminatrici; rimorchi; irroratrici; attrezzi agricoli; riparare il trattore; botte; carri; ricambi per trattori; imballatrici
costruzioni: cantiere; cantieri; case; casa da costruire; ristrutturare; ristrutturazione; muratori; mattoni; tetti; tetto; strade; asfalto; scavi; geometra; palazzine; villette; ponteggi; gru; demolizioni; costruire; costruttore; cemento; rifare la casa
impianti: elettricisti; idraulici; caldaia; caldaie; fotovoltaico; pannelli solari; riscaldamento; condizionatori; condizionatore; corrente; tubi; termosifoni; luce; antenna; antenne; allarmi; cancelli automatici; climatizzatori; ascensori; pompa di calore; bagni
finiture-edili: imbianchini; piastrelle; pavimenti; parquet; piastrellista; posare; cartongesso; intonaco; intonaci; verniciatura; pittura; moquette; infissi; serramenti; stucchi; posatore; finestre
legno-e-mobili: falegname; falegnami; mobile; armadi; armadio; cucine su misura; tavoli; sedie; arredamento; arredi; porte; finestre; infissi; legname; segheria; divani; mobiliere; pallet; liuteria; restauro di mobili; parquet
cosmetica: creme; crema; profumi; profumo; trucchi; trucco; rossetto; rossetti; shampoo; saponi; sapone; smalto; mascara; make-up; bellezza; flaconi; bagnoschiuma; ciprie; dentifricio
abbigliamento: vestiti; maglie; moda; tessuti; stoffe; maglieria; camicie; jeans; calze; divise; cuciture; confezioni; camiceria; intimo; sartoria industriale; abiti; pigiami; costumi da bagno
sartoria: orli; orlo; cerniere; vestito; vestiti da stringere; abito da sposa; abito; giacca; giacca da sistemare; stoffa; sarta; sarto; accorciare; rammendo; cucire; pantaloni; scucita; costumi; bottoni
lavanderia: lavare; stirare; panni; lenzuola; piumone; piumoni; camicie; tappeti; smacchiare; macchia; lavatrice; gettoni; cappotto da lavare; biancheria; a secco; tende da lavare; vestiti sporchi; giacche
autoriparazione: macchina; macchina rotta; auto; auto rotta; motore; tagliando; revisione; gomme; gommista; carrozziere; freni; meccanico; elettrauto; moto; scooter; ammaccatura; cambio olio; graffio; pneumatici; incidente; parabrezza
riparazione-biciclette: bici; bicicletta; bici usata; comprare una bici; gomma bucata; bucata; catena; freni; copertone; bici elettrica; e-bike; casco; ruota; ciclista; pedali; mountain bike; accessori; vende biciclette
commercio-al-dettaglio: bottega; vendere; vendita; commerciante; negozianti; vetrina; clienti; vestiti; scarpe; ferramenta; cartoleria; fioraio; edicola; libreria; centro commerciale; acquisti; gioielleria; mercato; ambulante; bancarella; boutique; tabaccheria; tabaccaio; ottico; profumeria; elettrodomestici; giocattoli; merceria
supermercato: spesa; fare la spesa; cassa; scaffali; reparto; frutta; verdura; fruttivendolo; alimentari; discount; ipermercato; latte e pane; bottega di paese; detersivi; gastronomia; carrello; salumeria; ortofrutta; macelleria; negozietto; generi alimentari
farmacia: medicine; medicina; farmaci; farmacista; medicinali; ricetta; ricette; sciroppo; cerotti; pastiglie; termometro; tampone; aspirina; febbre; antibiotico; integratori
commercio-all-ingrosso: forniture; fornitore; fornitori; distributore; grandi quantità; bancali; rivenditori; merce; bevande all'ingrosso; mercato ortofrutticolo; rivendita; distribuzione; rifornire i negozi; import export
ristorazione: mangiare; cucina; pranzo; cena; cene; mense; mensa scolastica; gastronomia; rosticceria; pizzerie; trattorie; matrimoni; banchetti; paninoteca; kebab; tavola calda; buffet; gelateria; ristoratore; street food; cibo; rinfresco
ristorante: pizza; pizze; mangiare fuori; cena; osteria; cucina; tavoli; tavolo; menù; camerieri; cuochi; cenare; pranzo di nozze; pranzo della domenica; prenotare; piatti tipici; pizza da asporto; tovaglie; primi piatti; agrituristico
bar: caffè; cappuccino; colazione; colazioni; brioche; aperitivo; aperitivi; spritz; birra; pub; bancone; tabacchi; barista; vino; enoteca; birreria; locale; gelateria; cocktail; bere qualcosa
alloggio: camere; camera; dormire; turisti; turista; pernottare; reception; notte in albergo; vacanza; affittacamere; campeggio; pensione completa; prenotazione; stanza d'albergo; foresteria; ospiti; receptionist; turismo; agriturismo con camere; cameriera ai piani
trasporti: camion; treno; treni; autobus; furgoni; autisti; viaggi; merci; passeggeri; strada; ferrovia; stazione; ferrovie; noleggio con conducente; taxi; bus; mezzi; trasportare
trasporto-merci: camion; bilico; tir; trasloco; traslocare; mobili da trasportare; furgone; camionisti; spedire; carico; spostare mobili; container; autotrasportatori; cisterna; cambiare casa; sgombero; sgomberi; consegne; facchini
trasporto-persone: pullman; autobus; corriera; bus; taxi; linea; fermata; biglietto; abbonamento; studenti; gite; gita scolastica; autista; treno; pulmino; passa da noi; orari; noleggio pullman; corse; tram; fermate
corrieri: pacco; pacchi; spedizione; spedire; lettera; raccomandata; posta; postino; ufficio postale; consegna; furgone; recapito; spedizioni; plico; consegnare; bollettino
logistica: magazzini; spedizioni; merce; merci; deposito; pacchi; camion; distribuzione; smistamento; consegne; muletti; bancali; commercio elettronico; facchini; cooperativa di facchini; catena di fornitura; hub; interporto
magazzinaggio: magazzino; merce; deposito mobili; box; stoccaggio; conservare; celle frigorifere; scaffalature; container; custodire mobili; capannone; bancali; inventario; silos
pulizie: pulire; uffici; scale; scale del condominio; vetri; sanificazione; pavimenti; bagni; disinfestazione; topi; blatte; detergenti; capannoni; pulire il capannone; derattizzazione; condominio; sgombero
cooperative-di-cura: anziani; disabili; minori; assistenza; operatori; educatori; servizi sociali; comunità; SAD; badanti; cooperativa; assistere; centro diurno; fragili; servizi educativi; terzo settore; assistenza scolastica; fragilità
assistenza-residenziale: anziani; ospiti; ospizio; casa di riposo; RSA; istituto; disabili; comunità; comunità per minori; OSS; infermieri; turni di notte; casa famiglia; alloggio protetto; struttura; fondazione; non autosufficienti; hospice
istruzione-e-infanzia: scuola; scuole; asilo; asili; maestra; maestre; maestro; insegnante; insegnanti; professore; professori; bidello; bidelli; lezioni; università; licei; liceo; elementari; medie; superiori; educatrice; supplenza; supplenze; classe; alunni; didattica; materna; insegnare; preside; autoscuola; corsi
sanita: medico; dottore; dottoressa; medici; infermieri; infermiere; malati; malato; pronto soccorso; ASST; ASL; clinica; visita; cure; dentista; fisioterapista; fisioterapia; reparto; chirurgo; ambulanza; laboratorio analisi; pediatra; veterinario; esami del sangue; psicologo; guardia medica; radiografia; pazienti; salute; operazione; ricovero
parrucchieri-ed-estetica: capelli; taglio; piega; tinta; unghie; manicure; pedicure; ceretta; estetista; barba; barbiere; trucco; massaggi; massaggio; smalto; lampada; salone; depilazione; bellezza; tagliare i capelli; viso
lavoro-domestico: colf; badanti; badante; tata; domestica; domestici; datore di lavoro domestico; famiglie; signora delle pulizie; contratto colf; governante; lavorare in casa d'altri; giardiniere di casa; faccende; donna di servizio
informatica: computer; software; app; siti; sito; sito web; programmatori; dati; reti; internet; server; digitale; programmare; cloud; sicurezza informatica; intelligenza artificiale; videogiochi; hardware; tecnologia; e-commerce; gestionali; elettronica; PC
studi-di-contabilita: commercialista; commercialisti; tasse; IVA; bilancio; fatture; buste paga; busta paga; dichiarazione dei redditi; ragioniere; partita IVA; contabile; revisore; F24; fiscale; fisco; consulenza fiscale; paghe; 730; contributi
lingua-italiana: italiani; italiana; madrelingua italiano; sa l'italiano; capire l'italiano; scrivere in italiano; grammatica italiana; tradurre in italiano
lingua-araba: araba; arabi; madrelingua arabo; sa l'arabo; capire l'arabo; capisca l'arabo; scrivere in arabo; tradurre dall'arabo; corso di arabo; alfabeto arabo
lingua-inglese: inglesi; madrelingua inglese; sa l'inglese; capire l'inglese; scrivere in inglese; tradurre dall'inglese; corso di inglese; conversazione in inglese; lezioni di inglese; lingue straniere; lingua straniera; imparare l'inglese
lingua-francese: francesi; madrelingua francese; sa il francese; capire il francese; scrivere in francese; tradurre dal francese; corso di francese; lezioni di francese; lingue straniere; lingua straniera; imparare il francese
lingua-spagnola: spagnola; spagnoli; castigliano; madrelingua spagnolo; sa lo spagnolo; capire lo spagnolo; tradurre dallo spagnolo; corso di spagnolo; lezioni di spagnolo; lingue straniere; lingua straniera; imparare lo spagnolo
lingua-rumena: rumena; rumeni; romeno; romena; madrelingua rumeno; sa il rumeno; capire il rumeno; tradurre dal rumeno; scrivere in rumeno
lingua-albanese: albanesi; madrelingua albanese; sa l'albanese; capire l'albanese; tradurre dall'albanese; scrivere in albanese
lingua-ucraina: ucraina; ucraini; madrelingua ucraino; sa l'ucraino; capire l'ucraino; tradurre dall'ucraino; scrivere in ucraino
lingua-punjabi: panjabi; pangiabi; madrelingua punjabi; sa il punjabi; capire il punjabi; tradurre dal punjabi; gurmukhi; scrivere in punjabi
lingua-hindi: indi; madrelingua hindi; sa l'hindi; capire l'hindi; tradurre dall'hindi; scrivere in hindi; devanagari
lingua-urdu: madrelingua urdu; sa l'urdu; capire l'urdu; tradurre dall'urdu; scrivere in urdu
lingua-cinese: cinesi; mandarino; madrelingua cinese; sa il cinese; capire il cinese; tradurre dal cinese; corso di cinese; ideogrammi; scrivere in cinese; lezioni di cinese
lingua-dei-segni-italiana: segni; sordo; sorda; sordi; persona sorda; persone sorde; non sente; interprete per sordi; parlare con le mani; gesti; parlare a gesti; udito; non udente; non udenti; linguaggio dei segni; labiale
patente-am: scooter; cinquantino; quattordici anni; quattordicenne; quindicenne; cinquanta di cilindrata; minicar; microcar; motorini; patentino; miniauto; patente a quattordici anni
patente-moto: motocicletta; moto; motociclette; motociclista; sedicenne; centoventicinque; A2; due ruote; scooter grande; guidare la moto; 125; patente delle moto
patente-b: automobile; macchina; guido; guido la macchina; guidare la macchina; guidare l'auto; guidare; diciotto anni; patentato; automunito; automunita; furgone; guidare il furgone; neopatentato; so guidare; patente normale; volante
patente-c: camion; tir; bilico; autocarro; mezzi pesanti; guidare il camion; CE; rimorchio; camionista; guidare camion; patenti superiori; autoarticolato; trasportare merci
patente-d: autobus; pullman; corriera; guidare l'autobus; passeggeri; scuolabus; pulmino; guidare il pullman; conducente; portare gli studenti; patenti superiori; guidare corriere
cqc: autisti professionali; carta del conducente; rinnovo CQC; guida professionale; camion; autobus; merci; persone; corso per autisti; tachigrafo; patente professionale; abilitazione professionale; trentacinque ore; qualificazione
patentino-muletto: carrello; carrelli elevatori; corso muletto; mulettista; muletti; abilitazione; bancali; magazzino; guidare il muletto; corso carrellisti; attestato carrello; retrattile; patente del muletto; patente per il muletto
patentino-trattore: trattori; guidare il trattore; trattorista; macchine agricole; abilitazione; campi; corso trattore; attestato trattore; agricolo; mezzi agricoli; patente del trattore; patente per il trattore
attestato-alimentarista: libretto sanitario; igiene; corso alimentaristi; manipolare alimenti; alimenti; cucina; certificato per la cucina; sicurezza alimentare; mensa; corso HACCP; tesserino sanitario; toccare il cibo; alimentaristi; ristorazione
"""
