"""Instances of training with few points: the inputs of several audits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

from flint import fmpq

from checker.audit.inputs.points import Place, moved, moves
from checker.audit.inputs.points import smaller as smaller_points
from checker.audit.inputs.symmetry import classes
from checker.objects.network import Activation
from checker.objects.points import points
from checker.problems.training import Training
from checker.producers.producer import Unsuitable

MEASURE = "points"
Row = tuple[Place, int]


def instance(dimension: int, neurons: int, rows: Sequence[Any], activation: Activation) -> Training:
    exact = [(tuple(map(fmpq, x)), fmpq(y)) for x, y in rows]
    return Training(dimension, neurons, fmpq(0), points(dimension, exact), activation)


def every(
    size: int, activations: Sequence[Activation], labels: Sequence[int]
) -> Iterator[tuple[Training, int]]:
    """At most so many points: of the line at 0, 1 and 2, of the plane at the corners of a square.

    Of each class that the order of the points and the symmetries of these places make there is one; if
    labels have both signs, they are negated too.
    """
    for number in range(size + 1):
        for dimension, width in ((1, 2), (2, 1)):
            kinds = list(product(product(range(width + 1), repeat=dimension), labels))
            group = labelled(moves(dimension, width), (1, -1) if min(labels) < 0 else (1,))
            for rows, members in classes(kinds, number, group):
                for activation, neurons in product(activations, (1, 2)):
                    yield instance(dimension, neurons, rows, activation), members


def labelled(group: Iterator[Callable[[Place], Place]], signs: Sequence[int]) -> list[Callable[[Row], Row]]:
    """What moves of places make of labelled points, whose labels take these signs."""

    def with_label(move: Callable[[Place], Place], sign: int) -> Callable[[Row], Row]:
        return lambda row: (move(row[0]), sign * row[1])

    return [with_label(move, sign) for move, sign in product(group, signs)]


def sample(random: Random, size: int, activations: Sequence[Activation], least: int) -> Training:
    """At most two points more than the size counts; coordinates from -2 to 2, labels from ``least`` to 3.

    Half of the time the labels are those of a network, one of them perhaps moved.
    """
    neurons, dimension = random.randint(1, 2), random.randint(1, 2)
    xs = [[random.randint(-2, 2) for _ in range(dimension)] for _ in range(size + random.randint(1, 2))]
    labels = [random.randint(least, 3) for _ in xs]
    if random.random() < 0.5:
        forms = [[random.randint(-2, 2) for _ in range(dimension + 1)] for _ in range(neurons)]
        labels = [sum(max(0, f[-1] + sum(map(int.__mul__, f, x))) for f in forms) for x in xs]
        labels[0] += random.choice((0, 0, 1))
    return instance(dimension, neurons, list(zip(xs, labels, strict=True)), random.choice(activations))


def exact_fit(t: Training) -> None:
    """Raises Unsuitable unless the instance asks for an exact fit."""
    if not t.exact:
        raise Unsuitable(f"the error bound is {t.error}, but only exact fits are audited", ("error",))


def exact_relus(t: Training) -> None:
    """Raises Unsuitable unless the instance asks for an exact fit by ReLUs."""
    exact_fit(t)
    if t.activation is not Activation.RELU:
        raise Unsuitable(
            f"the activation is {t.activation.value}, but the claim is about ReLUs", ("activation",)
        )


def alike(t: Training, random: Random) -> Training:
    """The points moved and their labels scaled."""
    label = fmpq(random.randint(1, 5), random.randint(1, 5))
    return replace(t, points=moved(t.dimension, t.points, random, label))


def smaller(t: Training) -> Iterator[Training]:
    """With a neuron less, or with smaller points."""
    if t.neurons > 1:
        yield replace(t, neurons=t.neurons - 1)
    for dimension, fewer in smaller_points(t.dimension, t.points):
        yield replace(t, dimension=dimension, points=fewer)
