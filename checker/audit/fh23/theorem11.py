"""Theorem 11 of fh23, as repaired and as printed: whether a sum of ReLUs fits points exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import accumulate, combinations_with_replacement, product
from random import Random

from flint import fmpq

from checker.audit.inputs import trainings
from checker.audit.inputs.trainings import MEASURE, alike, exact_relus, smaller
from checker.audit.oracles.patterns import fits
from checker.audit.subject import Examination, Findings, Subject, produced
from checker.objects.network import Activation
from checker.objects.points import points
from checker.problems.training import Training
from checker.producers.producer import Impossible

NO_PRINTED, DEPTH_PRINTED = "fh23.theorem11.no.printed", "fh23.theorem11.depth.printed"


def every(size: int) -> Iterator[tuple[Training, int]]:
    return trainings.every(size, (Activation.RELU,), (0, 1, 2))


def sample(random: Random, size: int) -> Training:
    return trainings.sample(random, size, (Activation.RELU,), -1)


def convex(size: int) -> Iterator[tuple[Training, int]]:
    """At 0, 1, 2, ... in this order labels from 0 or 1 on, whose slopes ascend from 0 to at most 3: for one ReLU."""
    for number, start in product(range(1, size + 1), (0, 1)):
        for slopes in combinations_with_replacement(range(4), number - 1):
            labels = accumulate(slopes, initial=start)
            yield trainings.instance(1, 1, [((x,), y) for x, y in enumerate(labels)], Activation.RELU), 1


def in_order(t: Training, random: Random) -> Training:
    """Coordinates and labels scaled; the points stay in their order, on which the printed search depends."""
    along, up = (fmpq(random.randint(1, 5), random.randint(1, 5)) for _ in range(2))
    rows = [(tuple([along * c for c in x]), up * y) for x, y in t.points]
    return replace(t, points=points(t.dimension, rows))


def examine(t: Training, random: Random) -> Findings:
    """The decision, that of the concave twin, and the depth of the search that ends with No."""
    e, known = Examination(), fits(t, (1,))
    e.decided("fh23.theorem11.yes", t, known)
    e.decided("fh23.theorem11.no", t, not known)
    twin = replace(t, points=points(t.dimension, [(x, -y) for x, y in t.points]))
    e.decided("fh23.theorem11.concave.yes", twin, known)
    e.decided("fh23.theorem11.concave.no", twin, not known)
    e.decided("fh23.theorem11.depth", t, not known)
    return e.findings("yes" if known else "no")


def refuting(name: str, words: str) -> Callable[[Training, Random], Findings]:
    """Whether a certificate shows that what is printed is wrong about the points; ``words`` say how."""

    def examine(t: Training, random: Random) -> Findings:
        e, known = Examination(), fits(t, (1,))
        try:
            made = produced(name, t)
        except Impossible:
            pass
        else:
            if e.certified(made):
                e.require(
                    known == (name == NO_PRINTED), f"{name} against brute force", f"fits: {known}", made
                )
                e.require(False, words, f"points={len(t.points)} neurons={t.neurons}", made)
        return e.findings("yes" if known else "no")

    return examine


REPAIRED = Subject(
    name="fh23.theorem11",
    input=Training,
    measure=MEASURE,
    size=3,
    every=every,
    sample=sample,
    alike=alike,
    smaller=smaller,
    examine=examine,
    suits=exact_relus,
)
PRINTED = replace(REPAIRED, size=4, every=convex, alike=in_order)
SUBJECTS = (
    REPAIRED,
    replace(
        PRINTED,
        name=NO_PRINTED,
        examine=refuting(NO_PRINTED, "no is answered although a sum of ReLUs fits"),
    ),
    replace(
        PRINTED,
        name=DEPTH_PRINTED,
        examine=refuting(DEPTH_PRINTED, "calls are nested deeper than printed"),
    ),
)
