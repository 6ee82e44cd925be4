"""Producer for linear.optimal.  Untrusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from flint import fmpq

from checker.claims.linear.optimal import Certificate, Statement
from checker.kernel.rows import Combination
from checker.objects.affine import Affine, affine
from checker.objects.system import Constraint, Row, System
from checker.problems.linear_program import LinearProgram, Sense
from checker.producers.linear.systems import clipped, listed, objective, optimum, row
from checker.producers.producer import Impossible, Mutation, Producer


def examples() -> Iterator[Statement]:
    above = row((1,), ">=", 0), row((0, 1), ">=", 0)
    mixed = row((1,), "<=", 4), row((0, 2), "<=", 12), row((3, 2), "<=", 18)
    yield Statement(LinearProgram(Sense.MAXIMIZE, affine((3, 5)), System((*mixed, *above))), fmpq(36))
    line = row((1, 1), "=", fmpq(1, 3)), row((1, -1), "<=", 2)
    strict = row((0, 1), "<", 5), row((0, 0, 1), ">", 0)
    yield Statement(LinearProgram(Sense.MINIMIZE, affine((-1, 1), 7), System((*line, *strict))), fmpq(5))


def produce(s: Statement) -> Certificate:
    p = s.program
    found = optimum(p)
    if (value := objective(p, found.value)) != s.value:
        raise Impossible(f"the optimum is {clipped(value)}, not {clipped(s.value)}")
    return Certificate(listed(found.point, p.dimension), found.multipliers)


def statement(p: LinearProgram) -> Statement:
    return Statement(p, objective(p, optimum(p).value))


def _at(*point: fmpq | int) -> Callable[[Any, Any], tuple[Any, Any]]:
    return lambda s, c: (s, replace(c, point=tuple(map(fmpq, point))))


def _program(**changes: Any) -> Callable[[Any, Any], tuple[Any, Any]]:
    return lambda s, c: (replace(s, program=replace(s.program, **changes)), c)


def _multipliers(
    change: Callable[[tuple[Any, ...]], tuple[Any, ...]],
) -> Callable[[Any, Any], tuple[Any, Any]]:
    return lambda s, c: (s, replace(c, multipliers=Combination(change(c.multipliers.terms))))


def _loose(s: Statement, c: Certificate) -> tuple[Statement, Certificate]:
    """The third row allows more: the same point is a solution, but no longer the best."""
    constraints = list(s.program.system.constraints)
    constraints[2] = Constraint(constraints[2].form, "<=", fmpq(19))
    return replace(s, program=replace(s.program, system=System(tuple(constraints)))), c


PRODUCERS = (
    Producer(
        claim="linear.optimal",
        examples=examples,
        produce=produce,
        mutations=(
            Mutation("dimension", _at(2, 6, 0)),
            Mutation("row-holds", _at(4, 4)),
            Mutation("row-holds", _at(4, fmpq(24, 5))),
            Mutation("strict-row-holds", _at(fmpq(-14, 3), 5, 1), example=1),
            Mutation("equation-holds", _at(0, 0, 1), example=1),
            Mutation("value-is-attained", _at(2, 5)),
            Mutation("value-is-attained", lambda s, c: (replace(s, value=fmpq(37)), c)),
            Mutation("value-is-attained", _program(objective=Affine(affine((3, 5)).terms, fmpq(1)))),
            Mutation("farkas.row-available", _multipliers(lambda terms: (*terms, (fmpq(1), Row(6))))),
            Mutation(
                "farkas.multiplier-sign", _multipliers(lambda terms: tuple([(-f, r) for f, r in terms]))
            ),
            Mutation("combination-is-objective", _multipliers(lambda terms: terms[:1])),
            Mutation("combination-is-objective", _program(sense=Sense.MINIMIZE)),
            Mutation("no-solution-is-better", _loose),
        ),
        named=lambda s, c: {"P": s.program},
        accepts={LinearProgram: statement},
    ),
)
