"""A linear program has solutions, and its objective is unbounded on them.

Source: by definition.

Statement:   a linear program: sense (minimize or maximize), objective (an affine form) and system of
             constraints in the coordinates x1, x2, ..., all of them free.
Certificate: a point and a ray: as many rational numbers each as the largest coordinate of the program says.
Soundness:   the point is a solution (``row-holds``, ``strict-row-holds``, ``equation-holds``).  The ray
             satisfies every row with right side 0 and none of them strict (``ray.*``), so the point plus
             any positive multiple of the ray is a solution; the cost (the objective, or its negative where
             the program says maximize) decreases along it (``ray-improves``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flint import fmpq

from checker.kernel.obligation import Sentence, less, within
from checker.kernel.verdict import Claim
from checker.problems.linear_program import LinearProgram, recession, solution_obligations


@dataclass(frozen=True, slots=True)
class Statement:
    program: LinearProgram


@dataclass(frozen=True, slots=True)
class Certificate:
    point: tuple[fmpq, ...]
    ray: tuple[fmpq, ...]


def obligations(s: Statement, c: Certificate) -> Iterator[Sentence]:
    p, system = s.program, ("statement", "program", "system")
    yield from solution_obligations(p.system, p.dimension, c.point, system, ("certificate", "point"))
    along = solution_obligations(recession(p.system), p.dimension, c.ray, system, ("certificate", "ray"))
    yield from within("ray", along, lambda place: place)
    change = p.cost(c.ray) - p.cost.constant
    yield less("ray-improves", change, fmpq(0), ("certificate", "ray"))


def sentence(s: Statement) -> str:
    where = "below" if s.program.sense.value == "minimize" else "above"
    rows = len(s.program.system.constraints)
    return f"the objective of the linear program with {rows} constraints is unbounded {where}"


CLAIMS = (
    Claim(
        "linear.unbounded",
        "by definition",
        Statement,
        Certificate,
        obligations,
        sentence,
        lambda s: f"UNBOUNDED {s.program.sense.value} {s.program.system.size}",
        "A linear program has solutions, and its objective is unbounded on them.",
    ),
)
