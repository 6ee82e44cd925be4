"""Instances of training that must have the same solutions, for reductions to training."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from flint import fmpq

from checker.audit.subject import Examination
from checker.claims.training.fits import Certificate, Statement
from checker.objects.affine import Affine
from checker.objects.network import Network, Neuron, Relu, Step, network
from checker.objects.points import points
from checker.problems.training import Training
from checker.producers.producer import Made

ZERO = fmpq(0)


def examine_fit(e: Examination, t: Training, n: Network, random: Random) -> None:
    """The network still fits after the points and neurons were permuted, scaled and moved; damaged, it does not."""
    moved, still = transformed(t, n, random)
    made = Made("training.fits", Statement(moved), Certificate(still))
    e.certified(made)
    number = random.randrange(len(t.points))
    rows = list(moved.points)
    rows[number] = rows[number][0], rows[number][1] + fmpq(1, random.randint(1, 10**6))
    wrong = Made(made.claim, Statement(replace(moved, points=points(t.dimension, rows))), made.certificate)
    e.refused(
        wrong, "a misfit is accepted", f"the label of point {number + 1} is wrong and no obligation fails"
    )


def transformed(t: Training, n: Network, random: Random) -> tuple[Training, Network]:
    """Points and neurons in another order, the neurons scaled, everything translated: the same question."""
    shift = [fmpq(random.randint(-9, 9), random.randint(1, 5)) for _ in range(t.dimension)]
    rows = [(tuple(c + s for c, s in zip(x, shift, strict=True)), y) for x, y in t.points]
    random.shuffle(rows)
    terms = [(a, translated(neuron, shift)) for a, neuron in disguised(n, random).neurons.terms]
    return replace(t, points=points(t.dimension, rows)), network(*terms)


def translated(neuron: Neuron, shift: list[fmpq]) -> Neuron:
    form = neuron.form
    back = sum((c * shift[i - 1] for i, c in form.terms), ZERO)
    return type(neuron)(Affine(form.terms, form.constant - back))


def disguised(n: Network, random: Random) -> Network:
    """The same function, its neurons in another order, each form times a positive factor.

    A ReLU gives the factor back in its output weight.
    """
    terms = list[tuple[fmpq, Neuron]]()
    for a, neuron in n.neurons.terms:
        factor = fmpq(random.randint(1, 9), random.randint(1, 9))
        form = Affine(tuple([(i, factor * c) for i, c in neuron.form.terms]), factor * neuron.form.constant)
        terms.append((a / factor, Relu(form)) if isinstance(neuron, Relu) else (a, Step(form)))
    random.shuffle(terms)
    return network(*terms)
