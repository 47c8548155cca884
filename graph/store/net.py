"""What remains to be done of all that a ledger did: each record is written once."""

from dataclasses import dataclass, field

from graph.kinds import Record, Tie
from graph.store.ledger import Ledger, Step


@dataclass(slots=True)
class Net:
    """Records that go, that come, and that stay and are another."""

    gone: list[Record] = field(default_factory=list[Record])
    new: list[Record] = field(default_factory=list[Record])
    changed: list[Record] = field(default_factory=list[Record])

    @classmethod
    def of(cls, ledger: Ledger) -> "Net":
        """Compare what the ledger found with what it leaves."""
        net = cls()
        for id in dict.fromkeys(step.id for step in ledger.steps if isinstance(step, Step)):
            before, after = ledger.found.get(id), ledger.now.get(id)
            if before and after and type(before) is type(after):
                net.changed.append(after)
                continue
            net.gone += [before] if before else []
            net.new += [after] if after else []
        net._let_go(ledger)
        return net

    def _let_go(self, ledger: Ledger) -> None:
        """Make ties anew that had an end which goes: it cannot go as long as a tie holds it."""
        going = {record.id for record in self.gone}
        for after in self.changed.copy():
            before = ledger.found[after.id]
            if isinstance(before, Tie) and not going.isdisjoint((before.source, before.target)):
                self.changed.remove(after)
                self.gone.append(before)
                self.new.append(after)
