"""What the demonstration's bodies are, as data."""

from typing import Final

from graph.demo.catalogue.associations import ASSOCIATIONS
from graph.demo.catalogue.public import CONFIDENTIAL, PUBLIC
from graph.demo.catalogue.schools import SCHOOLS
from graph.demo.catalogue.services import CHILDCARE, ELDERLY
from graph.demo.catalogue.template import Template
from graph.demo.catalogue.trade_associations import TRADE_ASSOCIATIONS

CATALOGUE: Final[tuple[Template, ...]] = (
    *PUBLIC,
    *SCHOOLS,
    *CHILDCARE,
    *ELDERLY,
    *ASSOCIATIONS,
    *TRADE_ASSOCIATIONS,
    *CONFIDENTIAL,
)

__all__ = ["CATALOGUE", "Template"]
