"""Linear programs: minimize or maximize an affine form over the solutions of a system.

Coordinates are free: a bound on one of them is a row of the system like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from flint import fmpq

from checker.kernel.obligation import Obligation, Path, Proof, at_most, each, equal, less
from checker.kernel.rows import Combination, cleared, derive
from checker.objects.affine import Affine
from checker.objects.system import Comparison, Constraint, Row, System


class Sense(Enum):
    MINIMIZE = "minimize"
    MAXIMIZE = "maximize"


@dataclass(frozen=True, slots=True)
class LinearProgram:
    sense: Sense
    objective: Affine
    system: System

    @property
    def dimension(self) -> int:
        """The largest coordinate that occurs; 0 if there is none."""
        return max(self.system.dimension, self.objective.last_coordinate)

    @property
    def cost(self) -> Affine:
        """What is to be minimized: the objective, or its negative."""
        if self.sense is Sense.MINIMIZE:
            return self.objective
        return Affine(tuple([(i, -c) for i, c in self.objective.terms]), -self.objective.constant)


def solution_obligations(
    system: System, dimension: int, point: Sequence[fmpq], instance: Path, solution: Path
) -> Proof[None]:
    """The point has this dimension and satisfies every row; the paths say where the two stand."""
    yield equal("dimension", len(point), dimension, at=solution)
    x, common = cleared(point)
    sides: dict[Comparison, list[tuple[int, fmpq, fmpq]]] = {"<=": [], "<": [], "=": []}
    for i, constraint in enumerate(system.constraints):
        form, comparison, bound = constraint.form, constraint.comparison, constraint.bound
        value = (form(x) - form.constant) / common + form.constant
        match comparison:
            case ">=":
                sides["<="].append((i, bound, value))
            case ">":
                sides["<"].append((i, bound, value))
            case other:
                sides[other].append((i, value, bound))

    def rows(make: Callable[..., Obligation], name: str, comparison: Comparison) -> Iterator[Obligation]:
        if found := sides[comparison]:
            numbers, left, right = zip(*found, strict=True)
            yield each(make(name, left, right), lambda k: (*instance, "constraints", numbers[k]))

    yield from rows(at_most, "row-holds", "<=")
    yield from rows(less, "strict-row-holds", "<")
    yield from rows(equal, "equation-holds", "=")


def recession(system: System) -> System:
    """The directions in which the solutions go on for ever: right sides 0, no row strict."""
    closed: dict[Comparison, Comparison] = {"<": "<=", ">": ">="}
    return System(
        tuple(
            [
                Constraint(Affine(c.form.terms), closed.get(c.comparison, c.comparison), fmpq(0))
                for c in system.constraints
            ]
        )
    )


def lower_bound(system: System, objective: Affine, by: Combination[Row], at: Path) -> Proof[fmpq]:
    """The bound on the objective that follows by adding multiples of rows."""
    row = yield from derive(system.row, by, at)
    yield equal("combination-is-objective", Affine(row.terms, objective.constant), objective, at)
    return row.bound + objective.constant
