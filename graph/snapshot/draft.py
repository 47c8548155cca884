"""The arrays of a snapshot while changes are written into them: each is shared until it changes."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from graph.snapshot.growing import Growing
from graph.snapshot.rows import Pairs, Rows
from graph.snapshot.shift import Shift
from graph.snapshot.space import Array, Space


class Draft:
    """Named arrays, and the operations that refreshing needs; those of the snapshot they came from never change."""

    def __init__(self, arrays: Mapping[str, Growing]) -> None:
        """Begin with the arrays of a snapshot."""
        self.arrays = dict(arrays)
        self._space = Space()

    def __getitem__(self, name: str) -> Array:
        """An array as it is now."""
        return self.arrays[name].array

    def replace(self, name: str, at: NDArray[np.integer], values: Array) -> None:
        """Put values at some positions."""
        self.arrays[name] = self.arrays[name].replaced(at, values, self._space)

    def shift(self, name: str, shift: Shift, values: Array) -> None:
        """Let entries leave and come."""
        self.arrays[name] = shift.applied(self.arrays[name], values, self._space)

    def map(self, name: str, to: NDArray[np.int32]) -> None:
        """Give all positions that an array holds their new numbers."""
        self.arrays[name] = Growing.roomy(to[self[name]], space=self._space)

    def rows(self, name: str) -> Rows:
        """Rows as they are now."""
        return Rows(*(self[f"{name}.{part}"] for part in ("begin", "end", "values")))

    def lay_out(self, name: str, rows: Rows) -> None:
        """Put rows in place of all that there are."""
        for part in ("begin", "end", "values"):
            self.arrays[f"{name}.{part}"] = Growing.roomy(getattr(rows, part), space=self._space)

    def add_rows(self, name: str, count: int, pairs: Pairs) -> None:
        """Add the rows of nodes that come after all others; the pairs count these nodes."""
        if not count:
            return
        rows = Rows.of_pairs(count, *pairs)
        base = self._pooled(name, rows.values)
        for part, places in (("begin", rows.begin), ("end", rows.end)):
            self.arrays[f"{name}.{part}"] = self.arrays[f"{name}.{part}"].appended(places + base, self._space)

    def replace_rows(self, name: str, nodes: NDArray[np.integer], pairs: Pairs) -> None:
        """Give some nodes new rows, unless they are the same; the pairs count the nodes by their places in `nodes`."""
        rows = Rows.of_pairs(len(nodes), *pairs)
        former = Rows.of_pairs(len(nodes), *self.rows(name).pairs(nodes))
        if np.array_equal(rows.end, former.end) and np.array_equal(rows.values, former.values):
            return
        base = self._pooled(name, rows.values)
        self.replace(f"{name}.begin", nodes, rows.begin + base)
        self.replace(f"{name}.end", nodes, rows.end + base)

    def grow_rows(self, name: str, pairs: Pairs) -> None:
        """Add numbers to the rows of some nodes."""
        nodes = np.sort(pairs[0])
        nodes = nodes[np.diff(nodes, prepend=-1) > 0]
        owner, value = self.rows(name).pairs(nodes)
        places = np.searchsorted(nodes, pairs[0]).astype(np.int32)
        self.replace_rows(name, nodes, (np.concatenate([owner, places]), np.concatenate([value, pairs[1]])))

    def _pooled(self, name: str, values: NDArray[np.int32]) -> np.int32:
        """Put the values of rows at the end of their pool; where they begin.

        Where the room is used up, all rows are laid out anew, without what lies unused between them.
        """
        pool = f"{name}.values"
        if len(self[pool]) + len(values) > self.arrays[pool].full:
            rows = self.rows(name)
            self.lay_out(name, Rows.of_pairs(len(rows), *rows.pairs()))
        base = len(self[pool])
        self.arrays[pool] = self.arrays[pool].appended(values, self._space)
        return np.int32(base)
