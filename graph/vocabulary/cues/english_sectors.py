# ruff: noqa: E501 - one concept a line
"""How English speakers tell what a firm does, which language they speak and which licence they hold."""

SECTORS = """
agricoltura: fields; farmer; farmers; grow; growing; crops; crop; maize; wheat; rice; soya; tractor; harvest; sowing; land; livestock; farmhouse; orchard; vineyard; wine; beekeeping; bees; honey; organic; countryside; farmland; grape picking
allevamento-da-latte: cows; cow; cattle; milk; milking; calves; livestock; breeder; fodder; barn; raw milk; herd; milking robot; milk cows
vivaio: plants; seedlings; flowers; trees for sale; pots; seeds; grower; garden centre; roses; garden plants; buy plants; florist; bulbs; saplings
cura-del-verde: lawn; hedges; hedge; pruning; trees; gardens; parks; flower beds; mowing; grass; gardeners; gardener; cut the grass; tree surgeon; cut down a tree; irrigation; overgrown
industria-alimentare: food factory; biscuits; nougat; sweets; confectionery; pasta; pasta factory; preserves; tomato; food; frozen food; sauces; feed; oil; chocolate; food products; canning; jam
caseificio: cheese; cheeses; milk; mozzarella; ricotta; butter; yogurt; maturing; cheesemaker; cream; cheese factory
panificio: bread; baker; cake; cakes; sweets; croissants; pastries; focaccia; biscuits; yeast; flour; birthday cake; rolls; loaf; buns
salumificio: salami; ham; sausages; sausage; meat; pork; pigs; butcher; butcher's; abattoir; bacon; boning; meat factory
metalmeccanica: factory; metal; steel; iron; parts; lathe; presses; machinery; heavy industry; steelworks; aluminium; foundry; moulds; pipes; bolts; gears
officina-meccanica: lathe; lathes; milling; parts; precision; turning; grinding; moulds; tooling; machined parts; numerical control
carpenteria-metallica: iron; gates; gate; railings; railing; welding; structures; canopy; steel; window bars; steel stairs; sheds; beams; sheet metal
macchine-agricole: tractor; tractors; combine harvester; plough; seeders; trailers; sprayers; farm tools; tractor repair; tractor parts; balers
costruzioni: building site; builders; builder; houses; build a house; renovate; renovation; bricklayers; bricks; roofs; roof; roads; asphalt; excavation; surveyor; flats; scaffolding; crane; demolition; build; cement; concrete
impianti: electricians; plumbers; boiler; boilers; solar panels; heating; air conditioning; air conditioners; power; pipes; radiators; lights; aerials; alarms; automatic gates; lifts; heat pump; wiring
finiture-edili: painters; tiles; floors; flooring; parquet; tiler; plasterboard; plaster; painting; carpet; windows; stucco; floor layer; decorating
legno-e-mobili: carpenter; carpenters; joiner; cabinet; cabinets; wardrobe; wardrobes; fitted kitchens; tables; chairs; furnishings; doors; windows; timber; sawmill; sofas; cabinetmaker; pallets; violin making; furniture restoration; wooden
cosmetica: creams; cream; perfumes; perfume; make-up; makeup; lipstick; lipsticks; shampoo; soaps; soap; nail polish; mascara; beauty products; bottles; shower gel; toothpaste
abbigliamento: clothes; fashion; fabrics; textiles; knitwear; shirts; jeans; socks; uniforms; garments; underwear; dresses; pyjamas; swimwear; apparel
sartoria: hems; hem; zips; dress; dresses; take in a dress; wedding dress; suit; jacket; fabric; seamstress; shorten; mending; sew; trousers; torn; costumes; buttons; alterations
lavanderia: wash; iron; ironing; clothes; sheets; duvet; duvets; shirts; carpets; stain; stains; washing machine; coins; coat to clean; linen; curtains to wash; dirty clothes; dry cleaning; jackets
autoriparazione: car; broken car; engine; service; MOT; tyres; tyre; panel beater; brakes; mechanic; auto electrician; motorbike; scooter; dent; oil change; scratch; crash; windscreen; garage; car broke down; broke down
riparazione-biciclette: bike; bicycle; used bike; second-hand bike; buy a bike; puncture; flat tyre; chain; brakes; electric bike; e-bike; helmet; wheel; cyclist; pedals; mountain bike
commercio-al-dettaglio: store; stores; sell; selling; shopkeeper; shop window; customers; clothes; shoes; hardware; stationery; florist; newsagent; bookshop; shopping centre; shopping mall; jeweller; market; stall; street vendor; boutique; tobacconist; optician; perfumery; household appliances; haberdashery; toys
supermercato: groceries; food shopping; till; checkout; shelves; aisle; fruit; vegetables; greengrocer; discount; hypermarket; bread and milk; village shop; detergents; deli; trolley; corner shop; butcher's; convenience store
farmacia: medicines; medicine; drugs; pharmacist; prescription; prescriptions; syrup; plasters; pills; thermometer; swab; fever; antibiotic; supplements; painkillers
commercio-all-ingrosso: supplies; supplier; suppliers; distributor; bulk; large quantities; pallets; resellers; goods; drinks wholesale; fruit and vegetable market; distribution; import export
ristorazione: eat; kitchen; lunch; dinner; dinners; canteens; school canteen; deli; takeaway; pizzerias; weddings; banquets; sandwich shop; kebab; buffet; ice cream parlour; street food; food; refreshments
ristorante: pizza; pizzas; eat out; eating out; dinner; tavern; kitchen; tables; table; menu; waiters; chefs; wedding lunch; Sunday lunch; book a table; local dishes; takeaway pizza; dine
bar: coffee; cappuccino; espresso; breakfast; croissant; aperitif; cocktails; beer; pub; counter; tobacco; barman; wine; wine bar; brewery; nightlife; ice cream parlour; drink
alloggio: rooms; room; sleep; tourists; tourist; overnight; reception; hotels; holiday; guest house; campsite; full board; booking; hotel room; guests; receptionist; tourism; inn; chambermaid
trasporti: lorries; trucks; train; trains; buses; vans; drivers; travel; goods; passengers; railway; station; chauffeur hire; taxi; taxis; vehicles; haul
trasporto-merci: lorry; lorries; truck; trucks; move; moving house; move house; moving furniture; furniture to move; van; truckers; ship; load; container; hauliers; tanker; house clearance; movers
trasporto-persone: coach; bus; buses; taxi; route; stop; bus stop; ticket; season ticket; pass; students; trips; school trip; bus driver; train; minibus; timetable; stop near us; coach hire; tram
corrieri: parcel; parcels; shipment; send; letter; registered letter; mail; postman; post office; delivery; van; packages; shipping; envelope
logistica: warehouses; shipping; goods; storage; parcels; trucks; distribution; sorting; deliveries; forklifts; pallets; e-commerce; porters; supply chain; hub; freight
magazzinaggio: warehouse; goods; furniture storage; box; store; stock; cold store; shelving; container; store furniture; shed; pallets; inventory; silos
pulizie: clean; offices; stairs; stairwell; windows; sanitising; floors; toilets; pest control; mice; cockroaches; detergents; sheds; cleaners; block of flats; clearance
cooperative-di-cura: elderly; disabled; minors; care; carers; educators; social services; communities; cooperative; assist; day centre; frail; third sector; school assistants; support workers
assistenza-residenziale: elderly; residents; care home; nursing home; institution; disabled; children's home; care assistants; nurses; night shifts; sheltered housing; frail; hospice; group home
istruzione-e-infanzia: school; schools; kindergarten; kindergartens; teacher; teachers; caretaker; lessons; university; high school; primary school; secondary school; supply teaching; substitute teacher; class; classroom; pupils; teach; teaching; headteacher; driving school; courses
sanita: doctor; doctors; GP; nurses; nurse; patients; patient; sick; emergency room; clinic; check-up; treatment; dentist; physiotherapist; physiotherapy; ward; surgeon; ambulance; lab tests; paediatrician; vet; blood test; psychologist; out-of-hours doctor; x-ray; health; operation
parrucchieri-ed-estetica: hair; haircut; blow-dry; dye; nails; manicure; pedicure; waxing; beautician; beard; barber; make-up; massage; massages; nail polish; tanning; salon; hair removal; beauty; facial
lavoro-domestico: domestic help; carers; carer; nanny; maid; domestic workers; household; families; cleaning lady; domestic contract; housekeeper; work in someone's home; chores; butler
informatica: computer; computers; software; app; sites; website; programmers; data; networks; internet; server; digital; coding; cloud; cybersecurity; artificial intelligence; video games; hardware; technology; e-commerce; electronics; tech
studi-di-contabilita: accountant; tax; taxes; VAT; balance sheet; invoices; payslips; payslip; tax return; bookkeeper; auditor; fiscal; tax advice; payroll; contributions
lingua-italiana: native Italian; fluent Italian; understand Italian; write in Italian; Italian grammar; translate into Italian
lingua-araba: native Arabic; fluent Arabic; understand Arabic; understands Arabic; write in Arabic; translate from Arabic; Arabic course; Arabic alphabet
lingua-inglese: native English; fluent English; understand English; write in English; translate from English; English course; English lessons; foreign languages; foreign language; learn English; English conversation
lingua-francese: native French; fluent French; understand French; write in French; translate from French; French course; French lessons; foreign languages; foreign language; learn French
lingua-spagnola: Castilian; native Spanish; fluent Spanish; understand Spanish; translate from Spanish; Spanish course; Spanish lessons; foreign languages; foreign language; learn Spanish
lingua-rumena: native Romanian; fluent Romanian; understand Romanian; translate from Romanian; write in Romanian
lingua-albanese: native Albanian; fluent Albanian; understand Albanian; translate from Albanian; write in Albanian
lingua-ucraina: native Ukrainian; fluent Ukrainian; understand Ukrainian; translate from Ukrainian; write in Ukrainian
lingua-punjabi: Panjabi; native Punjabi; fluent Punjabi; understand Punjabi; translate from Punjabi; write in Punjabi
lingua-hindi: native Hindi; fluent Hindi; understand Hindi; translate from Hindi; write in Hindi
lingua-urdu: native Urdu; fluent Urdu; understand Urdu; translate from Urdu; write in Urdu
lingua-cinese: Mandarin; native Chinese; fluent Chinese; understand Chinese; translate from Chinese; Chinese course; write in Chinese; Chinese lessons
lingua-dei-segni-italiana: signing; signs; deaf; deaf person; deaf people; cannot hear; interpreter for the deaf; talk with hands; gestures; hearing; hard of hearing; lip reading
patente-am: scooter; scooters; fifty cc; 50cc; fourteen; fourteen years old; fifteen; microcar; mopeds; light quadricycle
patente-moto: motorbike; motorbikes; motorcycle; biker; sixteen; 125cc; A2; two wheels; ride a motorbike; big scooter; motorbike licence
patente-b: car; drive; driver; drive a car; can drive; own car; eighteen; van; drive a van; new driver; clean licence; full licence; steering wheel; I drive
patente-c: lorry; truck; lorries; heavy vehicles; drive a lorry; drive a truck; articulated lorry; trailer; trucker; HGV; heavy goods; HGV licence
patente-d: bus; coach; minibus; drive a bus; drive a coach; passengers; school bus; PCV; carry passengers; drive buses
cqc: professional drivers; driver card; CPC renewal; professional driving; lorry; bus; goods; passengers; course for drivers; tachograph; thirty-five hours; driver qualification; qualification card
patentino-muletto: fork lift; forklift course; forklift training; forklifts; lift truck licence; pallets; warehouse; drive a forklift; forklift ticket; reach truck
patentino-trattore: tractors; drive a tractor; tractor driver; farm machinery; fields; tractor course; farm vehicles; driving tractors
attestato-alimentarista: food hygiene; hygiene; hygiene course; handling food; handle food; food; kitchen certificate; food safety; canteen; food safety course; hygiene certificate; touch food; catering
"""
