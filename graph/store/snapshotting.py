"""When a snapshot is read anew, and when its cache is written anew; the same in every store."""

from typing import Final

MANY: Final = 4
"""Where the changes are more than one record in so many, the tables are read again."""

WORTH: Final = 200
"""The cache is written anew when one record in so many has changed since, and"""
FEW: Final = 1000
"""at least so many: so long it is quicker to bring the changes into what it holds."""
