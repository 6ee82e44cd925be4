"""Labelled points as inputs of audits: the symmetries of a grid, the same points in other words, simpler ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from random import Random

from flint import fmpq, fmpq_mat

from checker.audit.inputs.symmetry import simpler
from checker.objects.points import LabelledPoint, Points, points

Place = tuple[int, ...]


def moves(dimension: int, width: int) -> Iterator[Callable[[Place], Place]]:
    """Reflections of the grid {0..width}^dimension, each with its coordinates as they are and reversed."""
    for mirrored in product((False, True), repeat=dimension):
        for step in (1, -1)[:dimension]:

            def move(x: Place, mirrored: Sequence[bool] = mirrored, step: int = step) -> Place:
                return tuple([width - c if m else c for c, m in zip(x, mirrored, strict=True)])[::step]

            yield move


def moved(dimension: int, given: Points, random: Random, label: fmpq) -> Points:
    """The points in another order, after an invertible affine map; the labels multiplied by ``label``."""
    matrix = fmpq_mat(dimension, dimension)
    while matrix.det() == 0:
        entries = [fmpq(random.randint(-3, 3), random.randint(1, 3)) for _ in range(dimension**2)]
        matrix = fmpq_mat(dimension, dimension, entries)
    shift = [fmpq(random.randint(-5, 5), random.randint(1, 3)) for _ in range(dimension)]
    rows = list[LabelledPoint]()
    for x, y in random.sample(list(given), len(given)):
        image = matrix * fmpq_mat(dimension, 1, list(x))
        rows.append((tuple([image[i, 0] + shift[i] for i in range(dimension)]), label * y))
    return points(dimension, rows)


def smaller(dimension: int, given: Points) -> Iterator[tuple[int, Points]]:
    """The dimension and the points without one of them, without a coordinate, or with a simpler number."""
    rows = list(given)
    for i in range(len(rows)):
        yield dimension, points(dimension, rows[:i] + rows[i + 1 :])
    if dimension > 1:
        for i in range(dimension):
            flat = [((*x[:i], *x[i + 1 :]), y) for x, y in rows]
            yield dimension - 1, points(dimension - 1, flat)
    for i, row in enumerate(rows):
        for other in simpler_points(row):
            yield dimension, points(dimension, [*rows[:i], other, *rows[i + 1 :]])


def simpler_points(row: LabelledPoint) -> Iterator[LabelledPoint]:
    """The same point with its label or one of its coordinates made simpler."""
    x, y = row
    for label in simpler(y):
        yield x, label
    for i, c in enumerate(x):
        for other in simpler(c):
            yield (*x[:i], other, *x[i + 1 :]), y
