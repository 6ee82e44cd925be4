"""Instances of training with few points: the inputs of several audits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

from flint import fmpq

from checker.audit.fits import transformed
from checker.audit.symmetry import classes, simpler
from checker.objects.network import Activation, network
from checker.objects.points import LabelledPoint, points
from checker.problems.training import Training

MEASURE = "points"
Row = tuple[tuple[int, ...], int]
Move = Callable[[Row], Row]


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
            places = list(product(range(width + 1), repeat=dimension))
            group = list(moves(dimension, width, min(labels) < 0))
            for rows, members in classes(list(product(places, labels)), number, group):
                for activation, neurons in product(activations, (1, 2)):
                    yield instance(dimension, neurons, rows, activation), members


def moves(dimension: int, width: int, negated: bool) -> Iterator[Move]:
    """The symmetries of a grid of labelled points; with labels negated, too, if this is asked for."""
    for mirrored in product((False, True), repeat=dimension):
        for swapped, sign in product((False, True)[:dimension], (1, -1) if negated else (1,)):

            def move(row: Row, mirrored: Any = mirrored, swapped: bool = swapped, sign: int = sign) -> Row:
                x = [width - c if m else c for c, m in zip(row[0], mirrored, strict=True)]
                return tuple(reversed(x) if swapped else x), sign * row[1]

            yield move


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


def alike(t: Training, random: Random) -> Training:
    """The points in another order, coordinates and labels scaled, everything translated."""
    factors = [fmpq(random.randint(1, 5), random.randint(1, 5)) for _ in range(t.dimension + 1)]
    rows = [(scaled(x, factors), factors[-1] * y) for x, y in t.points]
    return transformed(replace(t, points=points(t.dimension, rows)), network(), random)[0]


def scaled(x: Sequence[fmpq], factors: Sequence[fmpq]) -> tuple[fmpq, ...]:
    return tuple([c * factor for c, factor in zip(x, factors, strict=False)])


def smaller(t: Training) -> Iterator[Training]:
    """Without a point, a neuron or a coordinate, or with a number made simpler."""
    rows = list(t.points)
    for i in range(len(rows)):
        yield replace(t, points=points(t.dimension, rows[:i] + rows[i + 1 :]))
    if t.neurons > 1:
        yield replace(t, neurons=t.neurons - 1)
    if t.dimension > 1:
        for i in range(t.dimension):
            flat = points(t.dimension - 1, [((*x[:i], *x[i + 1 :]), y) for x, y in rows])
            yield replace(t, dimension=t.dimension - 1, points=flat)
    for i, row in enumerate(rows):
        for other in simpler_points(row):
            yield replace(t, points=points(t.dimension, [*rows[:i], other, *rows[i + 1 :]]))


def simpler_points(row: LabelledPoint) -> Iterator[LabelledPoint]:
    """The same point with its label or one of its coordinates made simpler."""
    x, y = row
    for label in simpler(y):
        yield x, label
    for i, c in enumerate(x):
        for other in simpler(c):
            yield (*x[:i], other, *x[i + 1 :]), y
