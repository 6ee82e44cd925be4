"""Systems and programs of the claims as the solver takes them, and its answers in the words of the claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from flint import fmpq

from checker.kernel.rows import Combination
from checker.objects.affine import affine
from checker.objects.system import Comparison, Constraint, Row, System
from checker.problems.linear_program import LinearProgram, Sense
from checker.producers.producer import Impossible, Unsuitable
from checker.producers.solvers.linear import Infimum, LinearSystem, Minimum, Point, Unbounded

LARGEST_DIMENSION = 10**6
"""A point lists all its coordinates."""
SHOWN = 120


def linear_system(s: System) -> LinearSystem[Row]:
    return LinearSystem((Row(i), c.row()) for i, c in enumerate(s.constraints, 1))


@lru_cache(maxsize=1)
def answer(p: LinearProgram) -> Minimum[Row] | Unbounded | Infimum[Row] | Combination[Row]:
    """The least value of the cost of the program, or why there is none."""
    return linear_system(p.system).minimum(dict(p.cost.terms))


def optimum(p: LinearProgram) -> Minimum[Row]:
    """The optimum of the program; raises Impossible where there is none."""
    found = answer(p)
    if isinstance(found, Combination):
        raise no_solution()
    if isinstance(found, Unbounded):
        change = "falls" if p.sense is Sense.MINIMIZE else "grows"
        raise Impossible(
            f"the objective is unbounded: it {change} from {said(found.point)} along {said(found.ray)};"
            " linear.unbounded has a certificate for it"
        )
    if isinstance(found, Infimum):
        value = clipped(objective(p, found.value))
        raise Impossible(f"there is no optimum: a strict row keeps the objective from {value}")
    return found


def objective(p: LinearProgram, cost: fmpq) -> fmpq:
    """The objective where the terms of the cost add up to this."""
    return p.objective.constant + (cost if p.sense is Sense.MINIMIZE else -cost)


def listed(point: Mapping[int, fmpq], dimension: int) -> tuple[fmpq, ...]:
    """All coordinates, 0 where none is given; raises Unsuitable for points that are too long to list."""
    if dimension > LARGEST_DIMENSION:
        raise Unsuitable(
            f"the coordinates go up to x{dimension}; a point that can be listed ends at x{LARGEST_DIMENSION}"
        )
    return tuple([point.get(i, fmpq(0)) for i in range(1, dimension + 1)])


def no_solution() -> Impossible:
    return Impossible("the system has no solution; linear.infeasible has a certificate for it")


def said(point: Point) -> str:
    """The coordinates that are not 0, or the first of them."""
    return clipped(", ".join(f"x{i} = {v}" for i, v in sorted(point.items()) if v != 0)) or "the origin"


def clipped(value: object) -> str:
    text = str(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."


def row(coefficients: Sequence[int], comparison: Comparison, bound: fmpq | int) -> Constraint:
    """For examples: the constraint with these coefficients of x1, x2, ..."""
    return Constraint(affine(coefficients), comparison, fmpq(bound))
