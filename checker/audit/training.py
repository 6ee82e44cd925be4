"""Whether a network fits points exactly: the search for it against all activation patterns."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from checker.audit.inputs import trainings
from checker.audit.inputs.trainings import MEASURE, alike, exact_fit, smaller
from checker.audit.oracles.patterns import fits
from checker.audit.subject import Examination, Findings, Subject
from checker.objects.network import Activation
from checker.problems.training import Training

ACTIVATIONS = (Activation.RELU, Activation.STEP)


def every(size: int) -> Iterator[tuple[Training, int]]:
    return trainings.every(size, ACTIVATIONS, (-1, 0, 1))


def sample(random: Random, size: int) -> Training:
    return trainings.sample(random, size, ACTIVATIONS, -2)


def examine(t: Training, random: Random) -> Findings:
    e, known = Examination(), fits(t)
    e.decided("training.fits", t, known)
    e.decided("training.no_fit", t, not known)
    return e.findings("yes" if known else "no")


SUBJECTS = (
    Subject(
        name="training",
        input=Training,
        measure=MEASURE,
        size=3,
        every=every,
        sample=sample,
        alike=alike,
        smaller=smaller,
        examine=examine,
        suits=exact_fit,
    ),
)
