"""Producers for steinitz.reordering.  Untrusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import lcm
from operator import add
from typing import Any

from flint import fmpq

from checker.claims.steinitz.reordering import Certificate, Statement
from checker.objects.affine import affine
from checker.objects.prefix_sums import lengths
from checker.objects.vectors import Norm, Vectors, length, vectors
from checker.producers.producer import Impossible, Mutation, Producer, Unsuitable
from checker.producers.solvers.steinitz import short_prefixes, walk_within

Integers = tuple[int, ...]
Row = tuple[fmpq | int, ...]
TWO, HALF = fmpq(2), fmpq(1, 2)


def integers(v: Vectors) -> tuple[list[Integers], int]:
    """The vectors times a common denominator, and that denominator."""
    denominator = lcm(*(int(q) for q in {x.q for row in v for x in row}))
    return [tuple([int((x * denominator).p) for x in row]) for row in v], denominator


def order_within(s: Statement, start: Integers, steps: list[Integers], unit: int) -> Certificate:
    """An order that keeps the walk from the start, in steps with sum zero, within the bound; lengths in units.

    The order of the lemma, if it does; otherwise whatever a search finds.
    """

    def size(x: Sequence[Any]) -> Any:
        return length(x, s.norm, s.functionals)

    for number, found in enumerate(lengths(s.vectors, s.norm, s.functionals), 1):
        if found > s.radius:
            raise Impossible(f"vector {number} has norm {found}, which is more than the radius {s.radius}")
    order, place = short_prefixes(steps), start
    for i in order:
        place = tuple(map(add, place, steps[i]))
        if size(place) > s.bound * unit:
            break
    else:
        return Certificate(tuple([i + 1 for i in order]))
    better = walk_within(start, steps, size, s.bound * unit)
    if better is None:
        raise Impossible(f"every order of the vectors exceeds the bound {s.bound}")
    return Certificate(tuple([i + 1 for i in better]))


def produce(s: Statement) -> Certificate:
    rows, unit = integers(s.vectors)
    if any(total := tuple(map(sum, zip(*rows, strict=True)))):
        raise Impossible(f"the vectors sum to {spoken(total, unit)}, not to 0")
    return order_within(s, (0,) * s.vectors.dimension, rows, unit)


def spoken(x: Integers, unit: int) -> str:
    return f"({', '.join(str(fmpq(a, unit)) for a in x)})"


def lemma(v: Vectors) -> Statement:
    """What the lemma says in the max norm."""
    radius = max(lengths(v, Norm.MAX), default=fmpq(1))
    return Statement(v, Norm.MAX, v.dimension * radius, radius)


def statement(v: Vectors) -> Statement:
    """What the lemma says of vectors with sum zero, in the max norm."""
    rows, unit = integers(v)
    if any(total := tuple(map(sum, zip(*rows, strict=True)))):
        raise Unsuitable(f"the vectors sum to {spoken(total, unit)}, not to 0: that is for steinitz.total")
    return lemma(v)


def twelve() -> Vectors:
    """The rational points of the unit circle with denominator 5, all around."""
    quarter = [(5, 0), (4, 3), (3, 4)]
    quarters = [quarter]
    for _ in range(3):
        quarters.append([(-y, x) for x, y in quarters[-1]])
    return vectors([[fmpq(x, 5), fmpq(y, 5)] for part in quarters for x, y in part])


def examples() -> Iterator[Statement]:
    """In the plane; in space, where the bound 1 is too small; the other norms; integers as in qnnt, Lemma 1."""
    yield Statement(twelve(), Norm.MAX, TWO)
    tetrahedron = vectors([(1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1)])
    yield Statement(tetrahedron, Norm.MAX, TWO)
    square: list[Row] = [
        (1, 0),
        (HALF, HALF),
        (0, 1),
        (-HALF, HALF),
        (-1, 0),
        (-HALF, -HALF),
        (0, -1),
        (HALF, -HALF),
    ]
    yield Statement(vectors([*square, (0, 0)]), Norm.L1, TWO)
    hexagon = [(1, 0), (1, 1), (0, 1), (-1, 0), (-1, -1), (0, -1)]
    functionals = (affine((1,)), affine((0, 1)), affine((1, -1)))
    yield Statement(vectors([*hexagon, *hexagon]), Norm.POLYHEDRAL, TWO, functionals=functionals)
    weighted = [(4, 0), (4, -2), (-2, 4), (3, 3), (-4, -1), (0, -1), (0, -1), (-1, 0), (-2, -2), (-2, 0)]
    yield Statement(vectors(weighted), Norm.MAX, fmpq(8), radius=fmpq(4))


Apply = Callable[[Any, Any], tuple[Any, Any]]


def vectors_changed(change: Callable[[list[tuple[fmpq, ...]]], list[Any]]) -> Apply:
    return lambda s, c: (replace(s, vectors=vectors(change(list(s.vectors)))), c)


def order_changed(change: Callable[[tuple[int, ...]], tuple[int, ...]]) -> Apply:
    return lambda s, c: (s, Certificate(change(c.order)))


def _longer(rows: list[tuple[fmpq, ...]]) -> list[tuple[fmpq, ...]]:
    """The sum stays; the first and the last vector exceed the radius."""
    first, *others, last = rows
    return [tuple(x * 3 for x in first), *others, tuple(b - 2 * a for a, b in zip(first, last, strict=True))]


def _moved(rows: list[tuple[fmpq, ...]]) -> list[tuple[fmpq, ...]]:
    """The second coordinate of one vector is a little nearer to 0."""
    changed = [tuple(rows[2])]
    return [*rows[:2], (changed[0][0], changed[0][1] - fmpq(1, 1000)), *rows[3:]]


TWICE = tuple(i + half for i in range(1, 7) for half in (0, 6))
"""Around the hexagon, each corner twice in a row."""
ORDER_MUTATIONS = (
    Mutation("order-length", order_changed(lambda o: o[:-1])),
    Mutation("order-length", order_changed(lambda o: (*o, o[0]))),
    Mutation("every-vector-once", order_changed(lambda o: (*o[:-1], o[0]))),
    Mutation("every-vector-once", order_changed(lambda o: (*o[:-1], len(o) + 1))),
    Mutation("every-vector-once", order_changed(lambda o: tuple(i - 1 for i in o))),
    Mutation("within-radius", vectors_changed(_longer)),
    Mutation("within-radius", lambda s, c: (replace(s, radius=fmpq(99, 100)), c)),
)
PRODUCERS = (
    Producer(
        claim="steinitz.reordering",
        examples=examples,
        produce=produce,
        mutations=(
            *ORDER_MUTATIONS,
            Mutation("sums-to-zero", vectors_changed(_moved)),
            Mutation("sums-to-zero", vectors_changed(_moved), example=2),
            Mutation("prefix-within-bound", order_changed(lambda o: tuple(sorted(o)))),
            Mutation("prefix-within-bound", lambda s, c: (replace(s, bound=fmpq(1)), c), example=1),
            Mutation("prefix-within-bound", order_changed(lambda o: tuple(sorted(o))), example=2),
            Mutation("prefix-within-bound", lambda s, c: (s, Certificate(TWICE)), example=3),
            Mutation("prefix-within-bound", lambda s, c: (replace(s, bound=fmpq(3)), c), example=4),
            Mutation("within-radius", lambda s, c: (replace(s, radius=fmpq(1)), c), example=4),
        ),
        named=lambda s, c: {"V": s.vectors},
        accepts={Vectors: statement},
    ),
)
