"""The networks with at most four breaklines that fit a selection gadget are the levees of its slopes.

Source: fh23, Lemma 4, where "only four breaklines" is to be read as at most four.

Statement:   a selection gadget (slopes s_1 < ... < s_l, epsilon, offset z), data points, and the number of
             functions.  Claimed: the functions of two-layer ReLU networks that have at most four
             breaklines and fit the points are exactly the levees of the slopes with offset z, and they
             are so many.
Certificate: that of ``fh23.lemma5`` for one gadget.
Soundness:   it is the case of one gadget, where ``others-vanish`` has nothing to say.  For s > t the
             points q- take the place of q+, which the source leaves to symmetry.
Scope:       the points need not be the table of ``fh23.gadget``, but must carry the proof.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.claims.fh23.lemma5 import Uniqueness, counted, exactly_levees
from checker.kernel.obligation import Sentence
from checker.kernel.verdict import Claim
from checker.objects.points import Points
from checker.reductions.fh23.selection_gadget import SelectionGadget


@dataclass(frozen=True, slots=True)
class Statement:
    gadget: SelectionGadget
    points: Points
    functions: int


def obligations(s: Statement, c: Uniqueness) -> Iterator[Sentence]:
    yield from exactly_levees((s.gadget,), s.points, s.functions, c, lambda g: ("statement", "gadget"))


def sentence(s: Statement) -> str:
    return (
        f"exactly {counted(s.functions, 'function')} of networks with at most 4 breaklines fit the"
        f" {len(s.points)} points of the selection gadget: the levees of its slopes"
    )


CLAIMS = (
    Claim(
        "fh23.lemma4",
        "fh23, Lemma 4",
        Statement,
        Uniqueness,
        obligations,
        sentence,
        lambda s: f"EXACTLY THE LEVEES functions={s.functions} points={len(s.points)}",
        "The networks with at most four breaklines that fit a selection gadget are the levees of its slopes.",
    ),
)
