"""Producer for linear.unbounded.  Untrusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from flint import fmpq

from checker.claims.linear.unbounded import Certificate, Statement
from checker.objects.affine import affine
from checker.objects.system import System
from checker.problems.linear_program import LinearProgram, Sense
from checker.producers.linear.systems import answer, clipped, listed, objective, optimum, row
from checker.producers.producer import Impossible, Mutation, Producer
from checker.producers.solvers.linear import Infimum, Unbounded


def examples() -> Iterator[Statement]:
    """The first is a half-line, so that its certificate does not depend on the solver."""
    line = System((row((1, -1), "=", 1), row((1,), ">=", 2)))
    yield Statement(LinearProgram(Sense.MAXIMIZE, affine((1, 1)), line))
    plane = System((row((1, 1, 1), "=", 3), row((1, -1), "<", 2)))
    yield Statement(LinearProgram(Sense.MINIMIZE, affine((2,), -5), plane))


def produce(s: Statement) -> Certificate:
    found = answer(s.program)
    if isinstance(found, Unbounded):
        dimension = s.program.dimension
        return Certificate(listed(found.point, dimension), listed(found.ray, dimension))
    if isinstance(found, Infimum):
        bound = clipped(objective(s.program, found.value))
        raise Impossible(f"the objective is bounded by {bound}")
    raise Impossible(f"the program has an optimum: {clipped(objective(s.program, optimum(s.program).value))}")


def _at(**changes: tuple[fmpq | int, ...]) -> Callable[[Any, Any], tuple[Any, Any]]:
    vectors: dict[str, Any] = {name: tuple(map(fmpq, v)) for name, v in changes.items()}
    return lambda s, c: (s, replace(c, **vectors))


PRODUCERS = (
    Producer(
        claim="linear.unbounded",
        examples=examples,
        produce=produce,
        mutations=(
            Mutation("dimension", _at(point=(2,))),
            Mutation("row-holds", _at(point=(1, 0))),
            Mutation("strict-row-holds", _at(point=(2, 0, 1)), example=1),
            Mutation("equation-holds", _at(point=(2, 2))),
            Mutation("ray.dimension", _at(ray=(1, 1, 1))),
            Mutation("ray.row-holds", _at(ray=(-1, -1))),
            Mutation("ray.equation-holds", _at(ray=(1, 0))),
            Mutation("ray-improves", _at(ray=(0, 0))),
            Mutation(
                "ray-improves", lambda s, c: (replace(s, program=replace(s.program, sense=Sense.MINIMIZE)), c)
            ),
        ),
        named=lambda s, c: {"P": s.program},
        accepts={LinearProgram: Statement},
    ),
)
