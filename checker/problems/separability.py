"""Separating two finite point sets by two hyperplanes: the source problem of two papers, in three versions.

The points of label 1 are S1 (bdl22) or Q (fh23), those of label 0 are S0 or P.  Two affine forms a, b
on Q^d define the hyperplanes a = 0 and b = 0.

and or      (bdl22, Definition 4.1)  a > 0 and b > 0 at each point of label 1; a < 0 or b < 0 at each
            point of label 0.
crossing    (fh23, before Theorem 7)  no point lies on a hyperplane, and each open segment from a point of
            label 1 to one of label 0 is crossed by at least one of the two.
restricted  (fh23, conditions (3) and (4))  a > 0 > b at each point of label 1; a and b have the same
            strict sign at each point of label 0.

A solution (a, b) of the restricted version gives the solution (a, -b) of the first; a solution of the
first, moved off the points, solves the second.  All inequalities are strict.  A constant form is no
hyperplane, but bdl22 does not exclude it, and it changes no answer: a hyperplane beyond all points has
the same signs at them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from flint import fmpq

from checker.kernel.obligation import Path, Proof, at_most, each, equal, less
from checker.objects.affine import Affine
from checker.objects.points import Points

ZERO, ONE = fmpq(0), fmpq(1)


@dataclass(frozen=True, slots=True)
class Separability:
    """Points of Q^dimension labelled 1 and 0."""

    dimension: int
    points: Points

    def __post_init__(self) -> None:
        if self.dimension < 1:
            raise ValueError(f"the dimension is {self.dimension}, but it is at least 1")
        if len(self.points) and self.points.dimension != self.dimension:
            raise ValueError(
                f"dimension = {self.dimension}, but the points have {self.points.dimension} coordinates"
            )
        for i, label in enumerate(self.points.labels, 1):
            if label != ZERO and label != ONE:
                raise ValueError(f"the label of point {i} is {label}, but labels are 0 and 1")


@dataclass(frozen=True, slots=True)
class Hyperplanes:
    """Two affine forms; the hyperplanes are where they are 0."""

    first: Affine
    second: Affine


class Values(NamedTuple):
    """What the two forms are at the points of one label."""

    numbers: tuple[int, ...]
    """Of the points, counted from 0."""
    first: tuple[fmpq, ...]
    second: tuple[fmpq, ...]

    def places(self, instance: Path) -> Callable[[int], Path]:
        return lambda i: (*instance, "points", self.numbers[i])


def and_or_obligations(s: Separability, h: Hyperplanes, instance: Path, solution: Path) -> Proof[None]:
    """Both forms are positive at the points of label 1, one is negative at each point of label 0."""
    ones, zeros = yield from _values(s, h, solution)
    least = tuple(map(min, ones.first, ones.second))
    yield each(less("inside-both", (ZERO,) * len(least), least, instance), ones.places(instance))
    least = tuple(map(min, zeros.first, zeros.second))
    yield each(less("outside-one", least, (ZERO,) * len(least), instance), zeros.places(instance))


def crossing_obligations(s: Separability, h: Hyperplanes, instance: Path, solution: Path) -> Proof[None]:
    """No value is 0, and no two points of different labels have the same two signs."""
    ones, zeros = yield from _values(s, h, solution)
    for v in (ones, zeros):
        least = tuple(min(abs(a), abs(b)) for a, b in zip(v.first, v.second, strict=True))
        yield each(less("off-the-hyperplanes", (ZERO,) * len(least), least, instance), v.places(instance))
    first: dict[tuple[bool, bool], tuple[int, ...]] = {}
    for number, a, b in zip(*ones, strict=True):
        first.setdefault((a > 0, b > 0), (number + 1,))
    uncut = tuple(first.get((a > 0, b > 0), ()) for a, b in zip(zeros.first, zeros.second, strict=True))
    yield each(equal("every-pair-is-cut", uncut, ((),) * len(uncut), instance), zeros.places(instance))


def restricted_obligations(s: Separability, h: Hyperplanes, instance: Path, solution: Path) -> Proof[None]:
    """first > 0 > second at the points of label 1; at those of label 0 the signs agree."""
    ones, zeros = yield from _values(s, h, solution)
    nothing, places = (ZERO,) * len(ones.numbers), ones.places(instance)
    yield each(less("first-is-positive", nothing, ones.first, instance), places)
    yield each(less("second-is-negative", ones.second, nothing, instance), places)
    products = tuple(a * b for a, b in zip(zeros.first, zeros.second, strict=True))
    yield each(less("signs-agree", (ZERO,) * len(products), products, instance), zeros.places(instance))


def _values(s: Separability, h: Hyperplanes, solution: Path) -> Proof[tuple[Values, Values]]:
    """The values at the points of label 1, and at those of label 0."""
    for name, form in (("first", h.first), ("second", h.second)):
        yield at_most("hyperplane-dimension", form.last_coordinate, s.dimension, at=(*solution, name))
    rows = [(i, h.first(x), h.second(x), label) for i, (x, label) in enumerate(s.points)]
    ones, zeros = ([row[:3] for row in rows if row[3] == label] for label in (ONE, ZERO))
    return _columns(ones), _columns(zeros)


def _columns(rows: list[tuple[int, fmpq, fmpq]]) -> Values:
    numbers, first, second = zip(*rows, strict=True) if rows else ((), (), ())
    return Values(tuple(numbers), tuple(first), tuple(second))
