"""The levee of each slope fits the data points of a selection gadget, and given others do not.

Source: fh23, Section 3, Selection Gadget.  The three rows of its table are missing from the text at
hand; the table here is a reconstruction: the ends of the inner segments are those of I_1 to I_4 in the
proof of Lemma 4, and the four points of label 1/3 and 2/3 are the ones that Figure 3 needs.

Statement:   a selection gadget (slopes s_1 < ... < s_l, epsilon, offset z), its data points in the order
             of the paper (the rows x1 = 0, -epsilon and epsilon from below, then q1-, q1+, q2-, ...),
             and any number of ``others``: slopes whose levee with offset z is claimed not to fit.
Certificate: for each of the others a data point, counted from 1, that its levee misses.
Soundness:   ``epsilon-*``: 0 < epsilon <= 1/(3|s|) for the two outer slopes, where a slope 0 sets no
             bound.  ``table-*``: the points are those of the gadget, 31 + 2(l-1) of them.
             ``levee-fits``: the exact value of each levee at each point is its label.  ``misfit``: the
             other levee's value at the named point is not.
Scope:       levees of this offset only; that no function of a network with four breaklines fits but the
             listed levees is Lemma 4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flint import fmpq

from checker.kernel.column import column
from checker.kernel.obligation import Path, Sentence, at_most, each, equal, less
from checker.kernel.verdict import Claim
from checker.objects.levee import Levee
from checker.objects.points import Points, points
from checker.reductions.fh23.selection_gadget import SelectionGadget
from checker.reductions.reduction import point_obligations

EPSILON: Path = ("statement", "gadget", "epsilon")
POINTS: Path = ("statement", "points")


@dataclass(frozen=True, slots=True)
class Statement:
    gadget: SelectionGadget
    points: Points
    others: tuple[fmpq, ...] = ()


@dataclass(frozen=True, slots=True)
class Certificate:
    misfits: tuple[int, ...] = ()


def obligations(s: Statement, c: Certificate) -> Iterator[Sentence]:
    gadget, table = s.gadget, tuple(s.gadget.table())
    yield less("epsilon-positive", fmpq(0), gadget.epsilon, at=EPSILON)
    for slope in (gadget.slopes[0], gadget.slopes[-1]):
        steepness = 3 * gadget.epsilon * abs(slope)
        yield at_most("epsilon-small", steepness, fmpq(1), at=(*EPSILON, f"slope {slope}"))
    yield equal("table-dimension", s.points.dimension, 2, at=POINTS)
    made, words = points(2, [(p.x, p.label) for p in table]), [p.words for p in table]
    yield from point_obligations("table", s.points, made, words, POINTS)

    def named(slope: fmpq) -> Callable[[int], Path]:
        return lambda i: (*POINTS, i, words[i], f"slope {slope}")

    for slope in gadget.slopes:
        values = column(map(Levee(slope, gadget.offset), (x for x, _ in s.points)))
        yield each(equal("levee-fits", values, s.points.labels), place=named(slope))

    yield equal("misfit-per-other", len(c.misfits), len(s.others), at=("certificate", "misfits"))
    for i, (slope, number) in enumerate(zip(s.others, c.misfits, strict=True)):
        here = ("certificate", "misfits", i)
        yield less("point-exists", 0, number, at=here)
        yield at_most("point-exists", number, len(table), at=here)
        x, label = s.points[number - 1]
        error = abs(Levee(slope, gadget.offset)(x) - label)
        where = f"{words[number - 1]}, slope {slope}, distance from the label"
        yield less("misfit", fmpq(0), error, at=(*here, where))


def sentence(s: Statement) -> str:
    slopes, others = len(s.gadget.slopes), len(s.others)
    levees = "levee of its slope fits" if slopes == 1 else f"levees of its {slopes} slopes fit"
    besides = f", and those of {others} other slopes do not" if others > 1 else ""
    besides = besides or (", and that of one other slope does not" if others else "")
    return f"the {len(s.points)} points are those of the selection gadget; the {levees} them{besides}"


CLAIMS = (
    Claim(
        "fh23.gadget",
        "fh23, Section 3",
        Statement,
        Certificate,
        obligations,
        sentence,
        lambda s: (
            f"SELECTION GADGET points={len(s.points)} fitting={len(s.gadget.slopes)} other={len(s.others)}"
        ),
        "The levees of the slopes of a selection gadget fit its data points, and given other levees do not.",
    ),
)
