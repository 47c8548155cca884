"""What records leave unsaid, said again for a snapshot."""

from functools import cache
from typing import Any

from pydantic_core import to_jsonable_python

from graph.kinds import COLUMN, Record, Tie


@cache
def defaults(cls: type[Record]) -> dict[str, Any]:
    """The values that records leave out because they are at their default, of what a snapshot wants to know."""
    wanted = (*cls.marked(COLUMN), *(("strength", "visibility") if issubclass(cls, Tie) else ()))
    values = {name: cls.model_fields[name].get_default() for name in wanted}
    return {name: to_jsonable_python(value) for name, value in values.items() if value not in (None, ())}
