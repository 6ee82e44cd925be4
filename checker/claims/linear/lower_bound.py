"""An affine form is at least a bound at every solution of a system of linear constraints.

Source: weak duality of linear programming.

Statement:   a system of constraints in the coordinates x1, x2, ...; an objective (an affine form); a
             bound.
Certificate: multipliers: a combination of the rows, ``row(i)`` being constraint i (from 1), each read
             upwards (>=, >, =).
Soundness:   every solution satisfies every non-negative combination of inequalities and every combination
             of equations.  The left side of this one is the objective without its constant
             (``combination-is-objective``), its right side at least the bound less that constant
             (``bound``).
Scope:       a system without solution satisfies every bound; where its rows do not combine to the
             objective, linear.infeasible is the claim to prove.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flint import fmpq

from checker.kernel.obligation import Sentence, at_most
from checker.kernel.rows import Combination
from checker.kernel.verdict import Claim
from checker.objects.affine import Affine
from checker.objects.system import Row, System
from checker.problems.linear_program import lower_bound


@dataclass(frozen=True, slots=True)
class Statement:
    system: System
    objective: Affine
    bound: fmpq


@dataclass(frozen=True, slots=True)
class Certificate:
    multipliers: Combination[Row]


def obligations(s: Statement, c: Certificate) -> Iterator[Sentence]:
    here = ("certificate", "multipliers")
    bound = yield from lower_bound(s.system, s.objective, c.multipliers, here)
    yield at_most("bound", s.bound, bound, here)


def sentence(s: Statement) -> str:
    return (
        f"the objective is at least {s.bound} at every solution of the system of"
        f" {len(s.system.constraints)} linear constraints"
    )


CLAIMS = (
    Claim(
        "linear.lower_bound",
        "weak duality",
        Statement,
        Certificate,
        obligations,
        sentence,
        lambda s: f"LOWER BOUND bound={s.bound} {s.system.size}",
        "An affine form is at least a bound at every solution of a system of linear constraints.",
    ),
)
