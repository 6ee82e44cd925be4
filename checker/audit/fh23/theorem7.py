"""Theorem 7 of fh23 on labelled points: every way to satisfy (3) and (4), for k = 4, 5 and 6."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from flint import fmpq

from checker.audit.fh23.hyperplanes import form_of
from checker.audit.fits import disguised, examine_fit
from checker.audit.inputs.labelings import MEASURE, alike, every, sample, smaller
from checker.audit.oracles.two_hyperplanes import Answers
from checker.audit.subject import Examination, Findings, Subject
from checker.claims.fh23.theorem1 import Rebuilt
from checker.objects.affine import Affine
from checker.objects.network import Network, Relu, network
from checker.problems.separability import Hyperplanes, Separability
from checker.producers.fh23.theorem7 import MAPS, below_margin, solvable_statement, statement
from checker.producers.producer import Made

NEURONS = (4, 5, 6)


def with_both_labels(size: int) -> Iterator[tuple[Separability, int]]:
    """The labelings that the construction takes: both labels occur."""
    yield from ((s, members) for s, members in every(size) if len(set(s.points.labels)) == 2)


def sample_with_both_labels(random: Random, size: int) -> Separability:
    found = sample(random, size)
    while len(set(found.points.labels)) < 2:
        found = sample(random, size)
    return found


def smaller_with_both_labels(s: Separability) -> Iterator[Separability]:
    yield from (other for other in smaller(s) if len(set(other.points.labels)) == 2)


def examine(s: Separability, random: Random) -> Findings:
    """All solutions are mapped forward and their networks back; each claim is made exactly where it is true."""
    e, answers = Examination(), Answers(s)
    for a, b in answers.solutions:
        h = Hyperplanes(form_of(s, a), form_of(s, b))
        neurons = random.choice(NEURONS)
        given: dict[str, Any] = {"epsilon": below_margin(s, h), "neurons": neurons}
        up = MAPS.lift(s, h, **given)
        if e.certified(up):
            n = disguised(filled(up.certificate.network, neurons, random), random)
            e.certified(MAPS.pull(s, n, **given))
            examine_fit(e, up.statement.target, n, random)
    posed = statement(s, neurons=random.choice(NEURONS))
    e.certified(Made("fh23.theorem7.instance", posed, Rebuilt()))
    e.decided("fh23.theorem7.forward", solvable_statement(s), answers.restricted)
    e.decided("fh23.theorem7.no", posed, not answers.crossing)
    answer = "yes" if answers.restricted else "no" if not answers.crossing else "crossing only"
    count = len(answers.solutions)
    return e.findings(answer, count, count)


def filled(n: Network, neurons: int, random: Random) -> Network:
    """The same function, with a constant neuron if there is room."""
    if n.size == neurons:
        return n
    spare = fmpq(random.choice((-1, 1))), Relu(Affine((), fmpq(-random.randint(0, 3))))
    return network(*n.neurons.terms, spare)


SUBJECTS = (
    Subject(
        name="fh23.theorem7",
        input=Separability,
        measure=MEASURE,
        size=3,
        every=with_both_labels,
        sample=sample_with_both_labels,
        alike=alike,
        smaller=smaller_with_both_labels,
        examine=examine,
        suits=statement,
    ),
)
