"""Producer for linear.feasible.  Untrusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from flint import fmpq

from checker.claims.linear.feasible import Certificate, Statement
from checker.kernel.rows import Combination
from checker.objects.system import System
from checker.problems.linear_program import LinearProgram
from checker.producers.linear.systems import linear_system, listed, no_solution, row
from checker.producers.producer import Mutation, Producer


def examples() -> Iterator[Statement]:
    yield Statement(
        System(
            (
                row((1, 2), "<=", 3),
                row((1,), ">=", 1),
                row((0, 1), ">", fmpq(1, 2)),
                row((1, -1), "<", fmpq(2, 3)),
                row((1, 1, -3), "=", 0),
            )
        )
    )
    yield Statement(System((row((0, 1), "=", fmpq(1, 3)),)))


def produce(s: Statement) -> Certificate:
    found = linear_system(s.system).solve()
    if isinstance(found, Combination):
        raise no_solution()
    return Certificate(listed(found, s.system.dimension))


def at(*point: fmpq | int) -> Callable[[Any, Any], tuple[Any, Any]]:
    """A mutant: another point."""
    return lambda s, c: (s, Certificate(tuple(map(fmpq, point))))


PRODUCERS = (
    Producer(
        claim="linear.feasible",
        examples=examples,
        produce=produce,
        mutations=(
            Mutation("dimension", at(1, fmpq(3, 4))),
            Mutation("dimension", at(1, fmpq(3, 4), fmpq(7, 12), 0)),
            Mutation("row-holds", at(fmpq(1, 2), 1, fmpq(1, 2))),
            Mutation("row-holds", at(2, 1, 1)),
            Mutation("strict-row-holds", at(1, fmpq(1, 2), fmpq(1, 2))),
            Mutation("strict-row-holds", at(fmpq(4, 3), fmpq(2, 3), fmpq(2, 3))),
            Mutation("equation-holds", at(1, fmpq(3, 4), 0)),
        ),
        named=lambda s, c: {"S": s.system},
        accepts={System: Statement, LinearProgram: lambda p: Statement(p.system)},
    ),
)
