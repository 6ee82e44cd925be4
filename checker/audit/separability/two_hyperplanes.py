"""Whether two hyperplanes separate two sets of points: the searches against all pairs of dichotomies."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from flint import fmpq

from checker.audit.inputs.labelings import MEASURE, alike, every, smaller
from checker.audit.oracles.two_hyperplanes import Answers
from checker.audit.subject import Examination, Findings, Subject
from checker.objects.points import points
from checker.problems.separability import Separability

VERSIONS = ("and_or", "crossing", "restricted")


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
        e, known = Examination(), getattr(Answers(s), version)
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
