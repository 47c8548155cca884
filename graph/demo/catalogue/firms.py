"""Trades of the demonstration's firms: what they are called, who works there, whom they supply."""

from dataclasses import dataclass
from typing import Final

_OFFICE_HOURS: Final = ("mon..fri-morning", "mon..fri-afternoon")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """Firms of one sector.

    `names`: begin the firm's name; `weight`: how common; `size`: median number of workers; `association`: the code
    of the trade association that they join; `supplies`: sectors of their customers.
    """

    sectors: tuple[str, ...]
    names: tuple[str, ...]
    occupations: tuple[str, ...]
    weight: float
    size: float
    association: str
    supplies: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    welcomes: tuple[str, ...] = ()
    rural: bool = False
    slots: tuple[str, ...] = _OFFICE_HOURS


FARMERS: Final = "associazione-agricoltori"
CRAFTS: Final = "associazione-artigiani"
SHOPS: Final = "associazione-commercianti"
INDUSTRY: Final = "associazione-industriali"
COOPERATIVES: Final = "associazione-cooperative"

_ROWS: Final[tuple[tuple[str, str, str, float, float, str, str], ...]] = (
    # sectors | names | occupations | weight | median workers | association | supplies
    ("allevamento-da-latte agricoltura", "Azienda agricola|Cascina", "addetto-alla-stalla operaio-agricolo", 9, 5,
     FARMERS, "caseificio"),
    ("agricoltura", "Ortofrutta|Azienda orticola", "operaio-agricolo", 4, 6, FARMERS, "supermercato ristorante"),
    ("vivaio cura-del-verde", "Vivai|Garden", "giardiniere operaio-agricolo", 3, 7, FARMERS, "cura-del-verde"),
    ("cura-del-verde", "Cura del verde|Verde e giardini", "giardiniere", 4, 7, FARMERS, "costruzioni alloggio"),
    ("caseificio", "Caseificio|Latteria", "casaro addetto-confezionamento magazziniere", 4, 22, COOPERATIVES,
     "supermercato commercio-all-ingrosso"),
    ("panificio", "Panificio|Forno|Pasticceria", "panettiere commesso", 6, 4, CRAFTS, "bar ristorante supermercato"),
    ("salumificio", "Salumificio", "addetto-confezionamento operaio-generico", 2, 18, INDUSTRY, "supermercato"),
    ("industria-alimentare", "Dolciaria|Alimentare", "addetto-confezionamento magazziniere", 2, 40, INDUSTRY,
     "commercio-all-ingrosso"),
    ("officina-meccanica", "Officina meccanica|Torneria", "operatore-macchine-utensili saldatore", 7, 12, CRAFTS,
     "macchine-agricole"),
    ("carpenteria-metallica", "Carpenteria metallica|Fabbro", "saldatore", 5, 9, CRAFTS, "costruzioni"),
    ("macchine-agricole", "Macchine agricole|Officina agricola", "meccanico-agricolo saldatore", 4, 10, INDUSTRY,
     "agricoltura allevamento-da-latte"),
    ("metalmeccanica", "Metalmeccanica", "operatore-macchine-utensili magazziniere operaio-generico", 3, 48, INDUSTRY,
     "macchine-agricole"),
    ("costruzioni", "Costruzioni|Edile", "muratore manovale", 9, 8, CRAFTS, ""),
    ("impianti", "Impianti elettrici|Impianti idraulici", "elettricista idraulico", 8, 5, CRAFTS, "costruzioni"),
    ("finiture-edili", "Tinteggiature|Finiture edili", "imbianchino", 4, 3, CRAFTS, "costruzioni"),
    ("legno-e-mobili", "Falegnameria|Serramenti", "operaio-generico", 4, 5, CRAFTS, "costruzioni"),
    ("cosmetica", "Cosmetica|Laboratorio cosmetico", "addetto-confezionamento magazziniere", 3, 32, INDUSTRY,
     "commercio-all-ingrosso parrucchieri-ed-estetica"),
    ("abbigliamento", "Confezioni|Maglieria", "addetto-cucitura", 2, 10, CRAFTS, "commercio-al-dettaglio"),
    ("sartoria", "Sartoria|Orli e riparazioni", "sarto", 3, 2, CRAFTS, "lavanderia commercio-al-dettaglio"),
    ("lavanderia", "Lavanderia|Lavasecco", "addetto-lavanderia", 4, 4, CRAFTS, "alloggio ristorante"),
    ("autoriparazione", "Autofficina|Carrozzeria|Elettrauto", "meccanico-auto", 7, 4, CRAFTS, "trasporto-merci"),
    ("riparazione-biciclette", "Cicli|Biciclette", "meccanico-biciclette commesso", 3, 2, SHOPS, ""),
    ("commercio-al-dettaglio", "Ferramenta|Cartoleria|Abbigliamento|Merceria", "commesso", 10, 3, SHOPS, ""),
    ("supermercato commercio-al-dettaglio", "Supermercato|Alimentari", "addetto-scaffali commesso", 7, 14, SHOPS, ""),
    ("farmacia", "Farmacia", "addetto-farmacia", 4, 4, SHOPS, ""),
    ("commercio-all-ingrosso", "Ingrosso alimentare|Forniture", "magazziniere impiegato", 4, 9, SHOPS,
     "supermercato ristorante bar"),
    ("ristorante", "Trattoria|Pizzeria|Ristorante", "cuoco aiuto-cuoco cameriere", 9, 6, SHOPS, ""),
    ("bar", "Bar|Caffè", "barista cameriere", 8, 3, SHOPS, ""),
    ("alloggio", "Albergo|Locanda|Agriturismo", "addetto-pulizie cameriere", 3, 7, SHOPS, ""),
    ("trasporto-merci trasporti", "Autotrasporti|Traslochi", "autotrasportatore magazziniere", 5, 12, CRAFTS,
     "commercio-all-ingrosso caseificio"),
    ("trasporto-persone trasporti", "Autolinee|Noleggio autobus", "autista-di-autobus meccanico-auto", 1, 20, SHOPS,
     ""),
    ("corrieri", "Consegne|Corriere", "autista-consegne magazziniere", 2, 14, SHOPS, "commercio-al-dettaglio"),
    ("magazzinaggio logistica", "Logistica|Magazzini", "magazziniere mulettista", 4, 45, INDUSTRY,
     "commercio-all-ingrosso"),
    ("pulizie", "Pulizie|Servizi di pulizia", "addetto-pulizie", 4, 14, COOPERATIVES, "alloggio supermercato"),
    ("parrucchieri-ed-estetica", "Acconciature|Estetica", "parrucchiere", 8, 3, CRAFTS, ""),
    ("informatica", "Informatica|Software e reti", "programmatore tecnico-informatico", 4, 7, INDUSTRY,
     "metalmeccanica commercio-all-ingrosso"),
    ("studi-di-contabilita", "Studio contabile|Elaborazione paghe", "impiegato-contabile impiegato", 6, 5, SHOPS,
     "costruzioni officina-meccanica"),
)  # fmt: skip

_SPECIAL: Final[tuple[Trade, ...]] = (
    Trade(
        sectors=("cooperative-di-cura",),
        names=("Cooperativa sociale di cura", "Cooperativa di assistenza"),
        occupations=("operatore-socio-sanitario", "assistente-familiare", "educatore"),
        weight=4,
        size=28,
        association=COOPERATIVES,
        offers=("assistenza-a-casa", "sollievo-familiare"),
        welcomes=("mediazione-linguistica",),
    ),
    Trade(
        sectors=("cura-del-verde", "pulizie"),
        names=("Cooperativa sociale di lavoro", "Cooperativa sociale B"),
        occupations=("giardiniere", "addetto-pulizie", "addetto-confezionamento"),
        weight=5,
        size=18,
        association=COOPERATIVES,
        offers=("cooperativa-sociale-b", "tirocinio-extracurricolare"),
        welcomes=("insegnare-un-mestiere", "giardinaggio"),
    ),
    Trade(
        sectors=("istruzione-e-infanzia",),
        names=("Autoscuola",),
        occupations=("impiegato",),
        weight=5,
        size=3,
        association=SHOPS,
        offers=("prendere-la-patente",),
        slots=("mon..fri-afternoon", "mon..fri-evening"),
    ),
)

_EXTRA: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "lavanderia": {"welcomes": ("riparazioni-sartoriali", "stirare")},
    "abbigliamento": {"welcomes": ("riparazioni-sartoriali", "cucire")},
    "commercio-al-dettaglio": {"welcomes": ("vendere", "riparazioni-sartoriali")},
    "riparazione-biciclette": {"welcomes": ("riparare-biciclette",), "offers": ("bottega-scuola",)},
    "sartoria": {"welcomes": ("cucire",), "offers": ("bottega-scuola",)},
    "legno-e-mobili": {"welcomes": ("falegnameria",), "offers": ("bottega-scuola",)},
    "panificio": {"welcomes": ("fare-il-pane",), "offers": ("bottega-scuola",)},
    "vivaio": {"welcomes": ("giardinaggio",), "offers": ("tirocinio-extracurricolare",)},
    "cura-del-verde": {"welcomes": ("giardinaggio",), "offers": ("tirocinio-extracurricolare",)},
    "ristorante": {"welcomes": ("cucinare",)},
    "agricoltura": {"welcomes": ("coltivare-l-orto",), "offers": ("lavoro-stagionale",)},
}
_SHOP_HOURS: Final = ("tue..sat-morning", "tue..sat-afternoon")
_TABLE_HOURS: Final = ("tue..sun-morning", "tue..sun-evening")
_HOURS: Final[dict[str, tuple[str, ...]]] = {
    "ristorante": _TABLE_HOURS,
    "bar": ("mon..sat",),
    "panificio": ("mon..sat-night", "mon..sat-morning"),
    "supermercato": ("mon..sat-morning", "mon..sat-afternoon"),
    "commercio-al-dettaglio": _SHOP_HOURS,
    "parrucchieri-ed-estetica": _SHOP_HOURS,
}
_RURAL: Final = frozenset({"allevamento-da-latte", "agricoltura", "vivaio", "macchine-agricole", "caseificio"})


def _trade(row: tuple[str, str, str, float, float, str, str]) -> Trade:
    sectors, names, occupations, weight, size, association, supplies = row
    main = sectors.split()[0]
    return Trade(
        sectors=tuple(sectors.split()),
        names=tuple(names.split("|")),
        occupations=tuple(occupations.split()),
        weight=weight,
        size=size,
        association=association,
        supplies=tuple(supplies.split()),
        rural=main in _RURAL,
        slots=_HOURS.get(main, _OFFICE_HOURS),
        **_EXTRA.get(main, {}),
    )


TRADES: Final[tuple[Trade, ...]] = (*(_trade(row) for row in _ROWS), *_SPECIAL)

EMBLEMS: Final = (
    "Il Gelso", "La Roggia", "Tre Pioppi", "La Quercia", "Il Fontanile", "Le Robinie", "Airone", "La Bassa",
    "Il Mulino", "Due Torri", "La Lanca", "Il Tiglio", "Primavera", "La Chiusa", "Il Girasole", "San Martino",
    "La Cascata", "Aurora", "Il Ponte", "La Spiga", "Melograno", "Rondine", "Il Faro", "La Sorgente",
    "Campo Lungo", "Il Nibbio", "La Ginestra", "Quadrifoglio", "Il Biancospino", "La Rotonda",
)  # fmt: skip
"""Second part of a firm's name: plants, birds and features of the plain, nobody's name."""
