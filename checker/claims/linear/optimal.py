"""The optimum of a linear program is a given value, and it is attained.

Source: duality of linear programming.

Statement:   a linear program: sense (minimize or maximize), objective (an affine form) and system of
             constraints in the coordinates x1, x2, ..., all of them free; a value.
Certificate: a point: as many rational numbers as the largest coordinate of the program says; multipliers:
             a combination of the rows, ``row(i)`` being constraint i (from 1), each read upwards (>=, >, =).
Soundness:   ``row-holds``, ``strict-row-holds`` and ``equation-holds``: the point is a solution, and its
             objective is the value (``value-is-attained``).  No solution is better: the multipliers derive
             the cost from the rows (``combination-is-objective``), with a lower bound that is not below
             the cost of the point (``no-solution-is-better``).  The cost is the objective, or its negative
             where the program says maximize.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flint import fmpq

from checker.kernel.obligation import Sentence, at_most, equal
from checker.kernel.rows import Combination
from checker.kernel.verdict import Claim
from checker.objects.system import Row
from checker.problems.linear_program import LinearProgram, lower_bound, solution_obligations


@dataclass(frozen=True, slots=True)
class Statement:
    program: LinearProgram
    value: fmpq


@dataclass(frozen=True, slots=True)
class Certificate:
    point: tuple[fmpq, ...]
    multipliers: Combination[Row]


def obligations(s: Statement, c: Certificate) -> Iterator[Sentence]:
    p = s.program
    yield from solution_obligations(
        p.system, p.dimension, c.point, ("statement", "program", "system"), ("certificate", "point")
    )
    yield equal("value-is-attained", p.objective(c.point), s.value, ("certificate", "point"))
    here = ("certificate", "multipliers")
    bound = yield from lower_bound(p.system, p.cost, c.multipliers, here)
    yield at_most("no-solution-is-better", p.cost(c.point), bound, here)


def sentence(s: Statement) -> str:
    p = s.program
    extremum = "minimum" if p.sense.value == "minimize" else "maximum"
    return (
        f"the {extremum} of the linear program with {len(p.system.constraints)} constraints is {s.value},"
        " and it is attained"
    )


CLAIMS = (
    Claim(
        "linear.optimal",
        "duality",
        Statement,
        Certificate,
        obligations,
        sentence,
        lambda s: f"OPTIMAL {s.program.sense.value} value={s.value} {s.program.system.size}",
        "The optimum of a linear program is a given value, and it is attained.",
    ),
)
