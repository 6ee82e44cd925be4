"""Levees: the functions of which the construction of fh23 is built (Definition 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq

from checker.objects.affine import affine
from checker.objects.network import Neuron, Relu

ZERO, ONE = fmpq(0), fmpq(1)
BREAKS = ((fmpq(-2), ONE), (fmpq(-1), -ONE), (fmpq(1), -ONE), (fmpq(2), ONE))
"""Observation 3: where the derivative in u jumps, and by how much."""


@dataclass(frozen=True, slots=True)
class Levee:
    """With u = x2 - offset - slope*x1: 0 where |u| >= 2, 1 where |u| <= 1, linear between."""

    slope: fmpq
    offset: fmpq = ZERO

    def coordinate(self, x: Sequence[fmpq]) -> fmpq:
        """u at the point x of the plane."""
        return x[1] - self.offset - self.slope * x[0]

    def __call__(self, x: Sequence[fmpq]) -> fmpq:
        distance = abs(self.coordinate(x))
        if distance >= 2:
            return ZERO
        return ONE if distance <= 1 else 2 - distance

    def neurons(self) -> tuple[tuple[fmpq, Neuron], ...]:
        """The four ReLUs of Observation 3, in the order of their breaklines from below."""
        return tuple((jump, Relu(affine((-self.slope, 1), -self.offset - u))) for u, jump in BREAKS)
