"""Whether two hyperplanes separate two sets of points: the searches against all pairs of dichotomies."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import product
from random import Random

from flint import fmpq

from checker.audit.labelings import MEASURE, alike, every, smaller
from checker.audit.oracles.dichotomies import dichotomies
from checker.audit.subject import Examination, Findings, Subject
from checker.objects.points import points
from checker.problems.separability import Separability

VERSIONS = ("and_or", "crossing", "restricted")


def bits(truths: Collection[bool]) -> int:
    """A set of points as a number: the first point is its last bit."""
    return sum(1 << i for i, true in enumerate(truths) if true)


def separable(version: str, sides: Collection[int], ones: int, zeros: int) -> bool:
    """Some pair of dichotomies meets the conditions of the version at these points of label 1 and 0.

    A dichotomy is the set of the points at which a form is positive; it is negative at the others.
    """
    for a, b in product(sides, repeat=2):
        if version == "and_or":
            good = not (ones & ~(a & b) or zeros & a & b)
        elif version == "restricted":
            good = not (ones & ~(a & ~b) or zeros & (a ^ b))
        else:
            good = not any(ones & cell and zeros & cell for cell in (a & b, a & ~b, ~a & b, ~a & ~b))
        if good:
            return True
    return False


def sample(random: Random, size: int) -> Separability:
    """At most nine points in at most three dimensions; few values a coordinate, so that they lie in line."""
    dimension, number = random.randint(1, 3), random.randint(1, 9)
    rows = [
        ([fmpq(random.randint(-1, 2)) for _ in range(dimension)], random.randint(0, 1)) for _ in range(number)
    ]
    return Separability(dimension, points(dimension, [(x, fmpq(y)) for x, y in rows]))


def examining(version: str) -> Callable[[Separability, Random], Findings]:
    name = f"separability.two_hyperplanes.{version}"

    def examine(s: Separability, random: Random) -> Findings:
        e, places, labels = Examination(), tuple([x for x, _ in s.points]), s.points.labels
        ones, zeros = (bits([y == wanted for y in labels]) for wanted in (1, 0))
        known = separable(version, list(map(bits, dichotomies(places))), ones, zeros)
        e.decided(f"{name}.yes", s, known)
        e.decided(f"{name}.no", s, not known)
        return e.findings("yes" if known else "no")

    return examine


SUBJECTS = tuple(
    [
        Subject(
            name=f"separability.two_hyperplanes.{version}",
            input=Separability,
            measure=MEASURE,
            size=3,
            every=every,
            sample=sample,
            alike=alike,
            smaller=smaller,
            examine=examining(version),
        )
        for version in VERSIONS
    ]
)
