"""Producer for fh23.lemma6.  Untrusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from flint import fmpq

from checker.claims.fh23.lemma6 import Certificate, Name, Statement, literals
from checker.objects.formula import Clause, Formula
from checker.objects.points import points
from checker.producers.fh23 import theorem1
from checker.producers.producer import Impossible, Mutation, Producer
from checker.reductions.fh23.theorem1 import ClauseLevee, Truth, VariableLevee, literal_point

ZERO, ONE = fmpq(0), fmpq(1)


def statement(f: Formula) -> Statement:
    """The formula and the points p_(j,r) of its construction; raises Unsuitable where it has none."""
    theorem1.statement(f)
    return Statement(f, points(2, [(literal_point(f, j, r), ONE) for j, r, _ in literals(f)]))


def examples() -> Iterator[Statement]:
    """The formula of Figure 5; the smallest; one with repeated literals and an unused variable."""
    yield statement(theorem1.FIGURE_5)
    yield statement(theorem1.SMALLEST)
    yield statement(Formula(3, (Clause((1, 1, 3)), Clause((3, 3, 3)))))


def produce(s: Statement) -> Certificate:
    if s.points != statement(s.formula).points:
        raise Impossible("the points are not those of the construction")
    return Certificate(theorem1.two_each(s.formula))


Apply = Callable[[Any, Any], tuple[Any, Any]]


def _formula(*clauses: Clause) -> Apply:
    return lambda s, c: (replace(s, formula=replace(s.formula, clauses=clauses)), c)


def _points(change: Callable[[list[tuple[Any, fmpq]]], object]) -> Apply:
    def apply(s: Statement, c: Certificate) -> tuple[Statement, Certificate]:
        rows = [(x, y) for x, y in s.points]
        change(rows)
        return replace(s, points=points(2, rows)), c

    return apply


def _moved(i: int, x1: fmpq = ZERO, x2: fmpq = ZERO, label: fmpq = ZERO) -> Apply:
    def change(rows: list[tuple[Any, fmpq]]) -> None:
        (a, b), y = rows[i]
        rows[i] = (a + x1, b + x2), y + label

    return _points(change)


def _in_space(s: Statement, c: Certificate) -> tuple[Statement, Certificate]:
    return replace(s, points=points(3, [((*x, ZERO), y) for x, y in s.points])), c


def _at(k: int, *listed: Name) -> Apply:
    """Other levees are listed for this point."""
    return lambda s, c: (s, Certificate((*c.levees[:k], listed, *c.levees[k + 1 :])))


THOUSANDTH = fmpq(1, 1000)
FIRST, OF_FIRST = ClauseLevee(1, 1), VariableLevee(5, Truth.FALSE)
"""The two levees at p_(1,1) in the formula of Figure 5."""
PRODUCERS = (
    Producer(
        claim="fh23.lemma6",
        examples=examples,
        produce=produce,
        mutations=(
            Mutation("formula-has-a-clause", _formula()),
            Mutation("three-literals", _formula(Clause((1, 2)))),
            Mutation("literals-are-positive", _formula(Clause((1, 2, -3)))),
            Mutation("literals-are-variables", _formula(Clause((1, 2, 6)))),
            Mutation("points-dimension", _in_space),
            Mutation("points-size", _points(lambda rows: rows.pop())),
            Mutation("points-x1", _moved(1, x1=THOUSANDTH), at="(1,2)"),
            Mutation("points-x2", _moved(8, x2=THOUSANDTH), at="(3,3)"),
            Mutation("points-labels", _moved(0, label=ONE), at="(1,1)"),
            Mutation(
                "levees-limit", lambda s, c: (replace(s, formula=replace(s.formula, variables=10**12)), c)
            ),
            Mutation("levees-per-point", lambda s, c: (s, Certificate(c.levees[1:]))),
            Mutation("levees-exist", _at(0, ClauseLevee(4, 1), OF_FIRST)),
            Mutation("levees-exist", _at(0, ClauseLevee(1, 0), OF_FIRST)),
            Mutation("levees-exist", _at(0, FIRST, VariableLevee(6, Truth.FALSE))),
            Mutation("on-centre-line", _at(0, FIRST, VariableLevee(4, Truth.FALSE))),
            Mutation("on-centre-line", _at(0, FIRST, OF_FIRST, VariableLevee(5, Truth.TRUE))),
            Mutation("on-centre-line", lambda s, c: (s, Certificate(c.levees[::-1]))),
            Mutation("others-vanish", _at(0, FIRST), at="(1,1), the levee of variable 5, false"),
            Mutation("others-vanish", _at(0, OF_FIRST), at="(1,1), the levee of clause 1, literal 1"),
            Mutation("as-the-lemma-says", _at(0, FIRST, OF_FIRST, FIRST)),
            Mutation("as-the-lemma-says", _at(0, OF_FIRST, FIRST)),
        ),
        named=lambda s, c: {"F": s.formula},
        accepts={Formula: statement},
    ),
)
