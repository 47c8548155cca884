"""Trade associations of the demonstration, one of each trade in each district."""

from typing import Final

from graph.demo.catalogue.template import MORNINGS, Template
from graph.kinds import TradeAssociation

TRADE_ASSOCIATIONS: Final[tuple[Template, ...]] = tuple(
    Template(
        kind=TradeAssociation,
        name=f"{name} dell'ambito {{district}}",
        offers=(code, *more),
        welcomes=("insegnare-un-mestiere",),
        where="seat",
        ages=(18, None),
        slots=MORNINGS,
        desk=("mon-morning", "thu-morning"),
        serves="district",
        staff=4,
        occupation="impiegato-contabile",
        members=0.006,
        joined_by=(50, 78),
    )
    for name, code, more in (
        ("Associazione degli agricoltori", "associazione-agricoltori", ()),
        ("Associazione degli artigiani", "associazione-artigiani", ("mentore-d-impresa", "bottega-scuola")),
        ("Associazione dei commercianti", "associazione-commercianti", ("mentore-d-impresa",)),
        ("Associazione degli industriali", "associazione-industriali", ("tirocinio-extracurricolare",)),
        ("Associazione delle cooperative", "associazione-cooperative", ("servizio-civile",)),
    )
)
