"""Affine forms on Q^d."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq

ZERO = fmpq(0)


@dataclass(frozen=True, slots=True)
class Affine:
    """``-1/2*x1 + x2 + 2``; terms (coordinate from 1, non-zero coefficient) in ascending order."""

    terms: tuple[tuple[int, fmpq], ...]
    constant: fmpq = ZERO

    def __call__(self, x: Sequence[fmpq]) -> fmpq:
        return sum((c * x[i - 1] for i, c in self.terms), self.constant)

    def coefficient(self, coordinate: int) -> fmpq:
        """The coefficient of this coordinate (from 1), 0 where it does not occur."""
        return next((c for i, c in self.terms if i == coordinate), ZERO)

    def on_first(self, dimension: int) -> Affine:
        """The form where all coordinates but so many are 0."""
        return Affine(tuple([(i, c) for i, c in self.terms if i <= dimension]), self.constant)

    @property
    def last_coordinate(self) -> int:
        """The largest coordinate that occurs; 0 for a constant."""
        return self.terms[-1][0] if self.terms else 0


def affine(coefficients: Sequence[fmpq | int], constant: fmpq | int = 0) -> Affine:
    """The form with these coefficients of x1, x2, ..."""
    exact = [(i, fmpq(c)) for i, c in enumerate(coefficients, 1)]
    return Affine(tuple((i, c) for i, c in exact if c != 0), fmpq(constant))
