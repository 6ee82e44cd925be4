"""Producer for fh23.definition2.  Untrusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from flint import fmpq

from checker.claims.fh23.definition2 import Case, Certificate, Statement
from checker.objects.levee import Levee
from checker.objects.points import points
from checker.producers.producer import Impossible, Mutation, Producer
from checker.reductions.fh23.selection_gadget import ROW_0

ZERO, ONE = fmpq(0), fmpq(1)


def statement(levee: Levee, abscissas: tuple[int, ...] = (-1, 0, 1)) -> Statement:
    """The values of the levee in some columns, at the heights of the row x1 = 0 of a selection gadget."""
    places = [(fmpq(x1), u + levee.offset + levee.slope * x1) for x1 in abscissas for u in ROW_0]
    return Statement(levee, points(2, [(x, levee(x)) for x in places]))


def examples() -> Iterator[Statement]:
    """The levee of Figure 2 along the axis x1 = 0; one that is steep; one with large numbers."""
    yield statement(Levee(ZERO), abscissas=(0,))
    yield statement(Levee(fmpq(-5, 2), fmpq(7, 3)))
    yield statement(Levee(fmpq(10**30, 7), fmpq(-1, 10**30)), abscissas=(10**20,))


def case_of(u: fmpq) -> Case:
    if abs(u) >= 2:
        return Case.ZERO
    if abs(u) <= 1:
        return Case.ONE
    return Case.RISING if u < 0 else Case.FALLING


def produce(s: Statement) -> Certificate:
    for number, (x, label) in enumerate(s.points, 1):
        if (value := s.levee(x)) != label:
            raise Impossible(f"at point {number} the value of the levee is {value}, not {label}")
    return Certificate(tuple(case_of(s.levee.coordinate(x)) for x, _ in s.points))


Apply = Callable[[Any, Any], tuple[Any, Any]]


def _case(i: int, case: Case) -> Apply:
    return lambda s, c: (s, Certificate((*c.cases[:i], case, *c.cases[i + 1 :])))


def _single(u: fmpq, value: fmpq, case: Case) -> Apply:
    """The statement is about one point only, at this u."""
    x = (ZERO, u)
    return lambda s, c: (replace(s, points=points(2, [(x, value)])), Certificate((case,)))


def _upside_down(s: Statement, c: Certificate) -> tuple[Statement, Certificate]:
    """u is computed with the opposite slope."""
    return replace(s, levee=replace(s.levee, slope=-s.levee.slope)), c


def _in_space(s: Statement, c: Certificate) -> tuple[Statement, Certificate]:
    return replace(s, points=points(3, [((*x, ZERO), y) for x, y in s.points])), c


PRODUCERS = (
    Producer(
        claim="fh23.definition2",
        examples=examples,
        produce=produce,
        mutations=(
            Mutation("has-a-point", lambda s, c: (replace(s, points=points(2, ())), Certificate(()))),
            Mutation("in-the-plane", _in_space),
            Mutation("case-per-point", lambda s, c: (s, Certificate(c.cases[1:]))),
            Mutation("case-zero", _case(3, Case.ZERO)),
            Mutation("case-zero", _upside_down, example=1),
            Mutation("case-one", _single(fmpq(3, 2), ONE, Case.ONE)),
            Mutation("case-rising", _case(2, Case.RISING)),
            Mutation("case-rising", _case(5, Case.RISING)),
            Mutation("case-falling", _case(7, Case.FALLING)),
            Mutation("case-falling", _case(10, Case.FALLING)),
            Mutation("value", _single(fmpq(-7, 4), fmpq(1, 2), Case.RISING)),
            Mutation("value", _single(fmpq(7, 4), fmpq(-1, 4), Case.FALLING)),
            Mutation("value", _single(fmpq(2), ONE, Case.ZERO)),
            Mutation("value", _single(fmpq(-1), ZERO, Case.ONE)),
        ),
        named=lambda s, c: {"L": s.levee},
        accepts={Levee: statement},
    ),
)
