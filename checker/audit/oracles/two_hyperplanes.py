"""Whether two hyperplanes separate points, in three versions: all pairs of dichotomies are tried."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import product

from checker.audit.oracles.dichotomies import dichotomies
from checker.problems.separability import ONE, Separability


def bits(truths: Iterable[bool]) -> int:
    """A set of points as a number: the first point is its last bit."""
    return sum(1 << i for i, true in enumerate(truths) if true)


def solves(version: str, a: int, b: int, ones: int, zeros: int) -> bool:
    """Whether two forms, positive at these sets of points and negative elsewhere, are a solution.

    ``ones`` and ``zeros`` are the points of label 1 and 0.
    """
    if version == "and_or":
        return not (ones & ~(a & b) or zeros & a & b)
    if version == "restricted":
        return not (ones & ~(a & ~b) or zeros & (a ^ b))
    return not any(ones & cell and zeros & cell for cell in (a & b, a & ~b, ~a & b, ~a & ~b))


def separable(version: str, sides: Collection[int], ones: int, zeros: int) -> bool:
    """Whether two of these dichotomies, each as the set on its positive side, are a solution."""
    return any(solves(version, a, b, ones, zeros) for a, b in product(sides, repeat=2))


class Answers:
    """Which versions of the problem have a solution."""

    def __init__(self, s: Separability) -> None:
        labels = s.points.labels
        ones, zeros = bits(y == ONE for y in labels), bits(y != ONE for y in labels)
        self.sides = sorted(dichotomies(tuple([x for x, _ in s.points])))
        numbers = [(bits(side), side) for side in self.sides]
        sets = [number for number, _ in numbers]
        self.and_or = separable("and_or", sets, ones, zeros)
        self.crossing = separable("crossing", sets, ones, zeros)
        self.solutions = [
            (one, other)
            for (a, one), (b, other) in product(numbers, repeat=2)
            if solves("restricted", a, b, ones, zeros)
        ]
        """Of the restricted version, each as the sides of the two hyperplanes."""
        self.restricted = bool(self.solutions)
