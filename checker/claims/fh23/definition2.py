"""A levee takes these values at these points.

Source: fh23, Definition 2.  The paper centres the levee at the origin; ``offset`` moves it up by z, as
in its stacked gadgets: u = x2 - z - s*x1.

Statement:   a levee (slope s, offset z) and at least one point of the plane, each labelled with the
             claimed value.
Certificate: for each point the case of the definition that it falls under: ``zero`` (|u| >= 2), ``one``
             (|u| <= 1), ``rising`` (-2 < u < -1) or ``falling`` (1 < u < 2).
Soundness:   ``case-*``: the point satisfies the condition of its case; ``value``: its label is what the
             formula of that case says, 0, 1, 2 + u or 2 - u.  The four cases exclude each other, so the
             certificate is the only one.
Scope:       the listed points only; that a network is the levee everywhere is ``fh23.observation3``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from flint import fmpq

from checker.kernel.obligation import Sentence, at_most, equal, less
from checker.kernel.verdict import Claim
from checker.objects.levee import Levee
from checker.objects.points import Points


class Case(Enum):
    ZERO = "zero"
    ONE = "one"
    RISING = "rising"
    FALLING = "falling"


@dataclass(frozen=True, slots=True)
class Statement:
    levee: Levee
    points: Points


@dataclass(frozen=True, slots=True)
class Certificate:
    cases: tuple[Case, ...]


def obligations(s: Statement, c: Certificate) -> Iterator[Sentence]:
    yield less("has-a-point", 0, len(s.points), at=("statement", "points"))
    yield equal("in-the-plane", s.points.dimension, 2, at=("statement", "points"))
    yield equal("case-per-point", len(c.cases), len(s.points), at=("certificate", "cases"))
    for i, ((x, label), case) in enumerate(zip(s.points, c.cases, strict=True)):
        u, here = s.levee.coordinate(x), ("certificate", "cases", i)
        match case:
            case Case.ZERO:
                yield at_most("case-zero", fmpq(2), abs(u), at=here)
                value = fmpq(0)
            case Case.ONE:
                yield at_most("case-one", abs(u), fmpq(1), at=here)
                value = fmpq(1)
            case Case.RISING:
                yield less("case-rising", fmpq(-2), u, at=here)
                yield less("case-rising", u, fmpq(-1), at=here)
                value = 2 + u
            case Case.FALLING:
                yield less("case-falling", fmpq(1), u, at=here)
                yield less("case-falling", u, fmpq(2), at=here)
                value = 2 - u
        yield equal("value", label, value, at=("statement", "points", i))


def sentence(s: Statement) -> str:
    count = len(s.points)
    labels = (
        "value at the point is its label" if count == 1 else f"values at the {count} points are their labels"
    )
    return f"the levee with slope {s.levee.slope} and offset {s.levee.offset}: its {labels}"


CLAIMS = (
    Claim(
        "fh23.definition2",
        "fh23, Definition 2",
        Statement,
        Certificate,
        obligations,
        sentence,
        lambda s: f"LEVEE VALUES slope={s.levee.slope} offset={s.levee.offset} points={len(s.points)}",
        "A levee takes the given values at the given points.",
    ),
)
