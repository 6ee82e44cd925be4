"""fh23, Corollary 8: positive one-in-three 3-SAT -> training thresholds with d = 2, error 0, k = 2(m + n).

As printed, the construction of Theorem 1 without the points whose labels are fractions.  The data leave
a threshold an interval of length 1 to break in, and what a turned stripe misses far away is not noticed:
formulas without a solution become instances with a fit.

Repaired, each break has a thin window: a point of label 0 and one of label 1 lie eta apart on each row of
a gadget, eta = 1/(8 Delta (m + n)).  Then both breaklines of a gadget have slopes within tau = eta/eps of
one listed slope, too near for any point to notice the difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from flint import fmpq

from checker.objects.formula import Formula
from checker.objects.network import Activation
from checker.reductions.fh23 import theorem1
from checker.reductions.fh23.selection_gadget import ONE, ZERO, Placed
from checker.reductions.fh23.theorem1 import EPSILON, assembled, distance
from checker.reductions.reduction import Built, Reduction

LABELS = (ZERO, ONE, ONE, ZERO)


@dataclass(frozen=True, slots=True)
class ThinGadget:
    """Slopes in ascending order, the distance epsilon of the outer rows, the windows' length eta, offset z."""

    slopes: tuple[fmpq, ...]
    epsilon: fmpq
    eta: fmpq
    offset: fmpq

    def table(self) -> Iterator[Placed]:
        """The 12 + 2(l-1) data points, row by row, then the points q."""
        low, high, e = self.slopes[0], self.slopes[-1], self.epsilon
        outside = ONE + self.eta
        rows = (
            (ZERO, (-outside, -ONE, ONE, outside)),
            (-e, (-outside - e * high, -ONE - e * low, ONE - e * high, outside - e * low)),
            (e, (-outside + e * low, -ONE + e * high, ONE + e * low, outside + e * high)),
        )
        for x1, heights in rows:
            for number, (height, label) in enumerate(zip(heights, LABELS, strict=True), 1):
                yield Placed((x1, height + self.offset), label, f"row x1 = {x1}, point {number}")
        for i, (s, t) in enumerate(pairwise(self.slopes), 1):
            x1 = 2 * outside / (t - s)
            height = x1 * (s + t) / 2
            for sign, mark in ((-1, "-"), (1, "+")):
                yield Placed((sign * x1, sign * height + self.offset), ZERO, f"point q{i}{mark}")


def window(f: Formula) -> fmpq:
    """eta = 1/(8 Delta (m + n))"""
    return fmpq(1, 8 * distance(f) * (len(f.clauses) + f.variables))


def gadgets(f: Formula) -> tuple[ThinGadget, ...]:
    """The gadgets of the clauses, then those of the variables; slopes and offsets as in Theorem 1."""
    eta = window(f)
    return tuple([ThinGadget(g.slopes, EPSILON, eta, g.offset) for g in theorem1.gadgets(f)])


def neurons(f: Formula) -> int:
    """k = 2(m + n)"""
    return 2 * (len(f.clauses) + f.variables)


@lru_cache(maxsize=1)  # whoever makes a certificate and checks it asks several times
def build(f: Formula) -> Built:
    """The repaired instance of a formula whose clauses have three positive literals, at least one."""
    parts = [(gadget, list(gadget.table())) for gadget in gadgets(f)]
    return assembled(f, parts, neurons(f), Activation.STEP)


def build_printed(f: Formula) -> Built:
    """The instance as printed: that of Theorem 1 without the points whose labels are fractions."""
    parts = [(None, [p for p in g.table() if p.label in (ZERO, ONE)]) for g in theorem1.gadgets(f)]
    return assembled(f, parts, neurons(f), Activation.STEP)


REDUCTION = Reduction("fh23.corollary8", Formula, lambda s: build(s.formula))
