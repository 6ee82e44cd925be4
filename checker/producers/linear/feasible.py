"""Producer for linear.feasible.  Untrusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from flint import fmpq

from checker.claims.linear.feasible import Certificate, Statement
from checker.kernel.rows import Combination
from checker.objects.system import System
from checker.problems.linear_program import LinearProgram
from checker.producers.linear.systems import linear_system, listed, no_solution, row
from checker.producers.producer import Mutation, Producer


def examples() -> Iterator[Statement]:
    """The first has only one solution, so that its certificate does not depend on the solver."""
    yield Statement(
        System(
            (
                row((1, 2), "<=", 3),
                row((1,), ">=", 1),
                row((0, 1), ">=", 1),
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


def _strict(s: Statement, c: Certificate) -> tuple[Statement, Certificate]:
    """The point lies on the boundary of the fourth row."""
    *rest, fourth, last = s.system.constraints
    return Statement(System((*rest, replace(fourth, bound=fmpq(0)), last))), c


PRODUCERS = (
    Producer(
        claim="linear.feasible",
        examples=examples,
        produce=produce,
        mutations=(
            Mutation("dimension", at(1, 1)),
            Mutation("dimension", at(1, 1, fmpq(2, 3), 0)),
            Mutation("row-holds", at(fmpq(1, 2), 1, fmpq(1, 2))),
            Mutation("row-holds", at(2, 1, 1)),
            Mutation("strict-row-holds", _strict),
            Mutation("equation-holds", at(1, 1, 0)),
        ),
        named=lambda s, c: {"S": s.system},
        accepts={System: Statement, LinearProgram: lambda p: Statement(p.system)},
    ),
)
