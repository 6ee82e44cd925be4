"""A point satisfies every row of a system of linear constraints, strict rows strictly.

Source: by definition.

Statement:   a system of constraints in the coordinates x1, x2, ...
Certificate: a point: as many rational numbers as the largest coordinate of the system says.
Soundness:   ``row-holds``, ``strict-row-holds`` and ``equation-holds`` evaluate every constraint at the
             point.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flint import fmpq

from checker.kernel.obligation import Sentence
from checker.kernel.verdict import Claim
from checker.objects.system import System
from checker.problems.linear_program import solution_obligations


@dataclass(frozen=True, slots=True)
class Statement:
    system: System


@dataclass(frozen=True, slots=True)
class Certificate:
    point: tuple[fmpq, ...]


def obligations(s: Statement, c: Certificate) -> Iterator[Sentence]:
    yield from solution_obligations(
        s.system, s.system.dimension, c.point, ("statement", "system"), ("certificate", "point")
    )


def sentence(s: Statement) -> str:
    return f"the system of {len(s.system.constraints)} linear constraints has a solution"


CLAIMS = (
    Claim(
        "linear.feasible",
        "by definition",
        Statement,
        Certificate,
        obligations,
        sentence,
        lambda s: f"FEASIBLE {s.system.size}",
        "A system of linear constraints has a solution.",
    ),
)
