"""Producers for steinitz.total.  Untrusted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flint import fmpq

from checker.claims.steinitz.reordering import Certificate, Statement
from checker.objects.vectors import Norm, Vectors, vectors
from checker.producers.producer import Mutation, Producer
from checker.producers.steinitz.reordering import (
    ORDER_MUTATIONS,
    Row,
    integers,
    lemma,
    order_changed,
    order_within,
)

HALF = fmpq(1, 2)


def examples() -> Iterator[Statement]:
    """A walk to the right; one on a line."""
    plane: list[Row] = [
        (1, 1),
        (1, -1),
        (1, HALF),
        (1, -HALF),
        (HALF, 1),
        (-HALF, -1),
        (1, 0),
        (1, 1),
        (0, -1),
        (HALF, 0),
    ]
    yield Statement(vectors(plane), Norm.MAX, fmpq(2))
    yield Statement(vectors([(1,), (1,), (1,), (-1,)]), Norm.L1, fmpq(1))


def produce(s: Statement) -> Certificate:
    """The order of the lemma for the vectors m*v - s, which sum to zero."""
    rows, unit = integers(s.vectors)
    total = tuple(map(sum, zip(*rows, strict=True)))
    steps = [tuple([len(rows) * a - t for a, t in zip(row, total, strict=True)]) for row in rows]
    return order_within(s, tuple([len(total) * t for t in total]), steps, len(rows) * unit)


PRODUCERS = (
    Producer(
        claim="steinitz.total",
        examples=examples,
        produce=produce,
        mutations=(
            *ORDER_MUTATIONS,
            Mutation("deviation-within-bound", lambda s, c: (replace(s, bound=HALF), c)),
            Mutation("deviation-within-bound", order_changed(lambda o: tuple(sorted(o)))),
            Mutation("deviation-within-bound", order_changed(lambda o: o[::-1]), example=1),
        ),
        named=lambda s, c: {"V": s.vectors},
        accepts={Vectors: lemma},
    ),
)
