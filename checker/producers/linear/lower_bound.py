"""Producer for linear.lower_bound.  Untrusted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flint import fmpq

from checker.claims.linear.lower_bound import Certificate, Statement
from checker.kernel.rows import Combination
from checker.objects.affine import affine
from checker.objects.system import Row, System
from checker.problems.linear_program import LinearProgram, Sense
from checker.producers.linear.systems import answer, clipped, optimum, row, said
from checker.producers.producer import Impossible, Mutation, Producer, Unknown
from checker.producers.solvers.linear import Infimum, Minimum, Unbounded


def examples() -> Iterator[Statement]:
    rows = row((1, 1), ">=", 4), row((1, 3), ">=", 6), row((1,), "<=", 3)
    yield Statement(System(rows), affine((2, 3), 1), fmpq(10))
    yield Statement(System((row((1, -1), "=", fmpq(1, 2)), row((0, 1), ">", 0))), affine((1,)), fmpq(1, 3))
    yield Statement(System((row((1,), "=", 2), row((0, 1), "<=", 5))), affine(()), fmpq(-1))


def produce(s: Statement) -> Certificate:
    found = answer(LinearProgram(Sense.MINIMIZE, s.objective, s.system))
    if isinstance(found, Combination):
        raise Unknown(
            "the system has no solution, so that it satisfies every bound; linear.infeasible is the claim to prove"
        )
    if isinstance(found, Unbounded):
        raise Impossible(
            f"the objective is unbounded below: it falls from {said(found.point)} along {said(found.ray)}"
        )
    value = found.value + s.objective.constant
    if value < s.bound:
        where = f"at {said(found.point)}" if isinstance(found, Minimum) else "almost"
        raise Impossible(f"the objective is {clipped(value)} {where}, below {clipped(s.bound)}")
    return Certificate(found.multipliers)


def statement(p: LinearProgram) -> Statement:
    """The best bound on the cost of the program."""
    found = answer(p)
    if not isinstance(found, Infimum):
        found = optimum(p)
    return Statement(p.system, p.cost, found.value + p.cost.constant)


def _terms(c: Certificate, *terms: tuple[fmpq, Row]) -> Certificate:
    return Certificate(Combination((*c.multipliers.terms, *terms)))


def _negated(s: Statement, c: Certificate) -> tuple[Statement, Certificate]:
    return s, Certificate(Combination(tuple([(-f, r) for f, r in c.multipliers.terms])))


PRODUCERS = (
    Producer(
        claim="linear.lower_bound",
        examples=examples,
        produce=produce,
        mutations=(
            Mutation("farkas.row-available", lambda s, c: (s, _terms(c, (fmpq(1), Row(4))))),
            Mutation("farkas.multiplier-sign", _negated),
            Mutation("combination-is-objective", lambda s, c: (s, _terms(c, (fmpq(1), Row(3))))),
            Mutation(
                "combination-is-objective", lambda s, c: (replace(s, objective=affine((2, 3, 1), 1)), c)
            ),
            Mutation("bound", lambda s, c: (replace(s, bound=s.bound + fmpq(1, 10**20)), c)),
            Mutation("bound", lambda s, c: (replace(s, objective=affine((2, 3), 0)), c)),
        ),
        named=lambda s, c: {"S": s.system},
        accepts={LinearProgram: statement},
    ),
)
