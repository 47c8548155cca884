"""Places beside which nobody is named: to be met there would tell something of a person's health or private life."""

import numpy as np
from numpy.typing import NDArray

from graph.kinds.ties import PERSONAL_KINDS
from graph.snapshot import Snapshot
from graph.view.rules import with_what_they_run
from graph.vocabulary import Scheme


def confidential(snapshot: Snapshot, scheme: Scheme) -> NDArray[np.bool_]:
    """(n,): bodies whose name or whose help tells a condition, with their sites and what they run.

    None of them is a step of a way in, nor is one reached through somebody: whoever opened the door would be known
    to go there, whether as a member, as a volunteer or as a guest.
    """
    telling = [concept.code for concept in scheme.concepts if concept.sensitive]
    telling += [below for code in telling for below in scheme.descendants(code)]
    owner, code = snapshot.ragged["offers"].pairs()
    chosen = snapshot.columns["sensitive"] == 1
    chosen[owner[np.isin(code, [snapshot.code(each) for each in telling])]] = True
    return with_what_they_run(snapshot, chosen & ~snapshot.of_kinds(PERSONAL_KINDS))
