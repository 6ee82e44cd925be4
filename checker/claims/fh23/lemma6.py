"""At each point p_(j,r) exactly two of the levees that the gadgets offer are not 0, and both are 1.

Source: fh23, Lemma 6, for the construction of Theorem 1.

Statement:   a formula of m >= 1 clauses of three positive literals over n variables, and the points
             p_(1,1), p_(1,2), ..., p_(m,3) of its construction, each with its label 1.
Certificate: for each point the levees that are not 0 there: first ``clause_levee(j, r)``, then
             ``variable_levee(i, false)`` (slope 1) for the variable i of the literal.
Soundness:   ``points-*``: the points are those of the construction.  ``on-centre-line``: u = 0 for the
             listed levees, so they are 1; ``others-vanish``: |u| >= 2 for each of the others of the 3m + 2n,
             so they are 0.  ``as-the-lemma-says``: the two are those that the lemma names.
             The label is 1, so of the two exactly one is chosen in a network that fits.
Scope:       one formula of at most 10^6 levees (``levees-limit``); its levees and points are taken from
             the construction, whose whole instance is compared in ``fh23.theorem1.instance``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flint import fmpq

from checker.kernel.obligation import Path, Proof, Sentence, at_most, each, equal, subset
from checker.kernel.verdict import Claim
from checker.objects.formula import Formula
from checker.objects.points import Points, points
from checker.problems import one_in_three
from checker.reductions.fh23.theorem1 import ClauseLevee, Truth, VariableLevee, levees, literal_point
from checker.reductions.reduction import point_obligations

POINTS: Path = ("statement", "points")
LISTED: Path = ("certificate", "levees")

MOST_LEVEES = 10**6
"""A limit of the checker, which looks at every levee."""


Name = ClauseLevee | VariableLevee


@dataclass(frozen=True, slots=True)
class Statement:
    formula: Formula
    points: Points


@dataclass(frozen=True, slots=True)
class Certificate:
    levees: tuple[tuple[Name, ...], ...]


def literals(f: Formula) -> list[tuple[int, int, int]]:
    """(j, r, i): literal r of clause j is variable i."""
    return [(j, r, i) for j, clause in enumerate(f.clauses, 1) for r, i in enumerate(clause.literals, 1)]


def spoken(name: Name) -> str:
    if isinstance(name, ClauseLevee):
        return f"the levee of clause {name.clause}, literal {name.literal}"
    return f"the levee of variable {name.variable}, {name.truth.value}"


def among(here: Path, words: Sequence[str]) -> Callable[[int], Path]:
    return lambda number: (*here, words[number])


def obligations(s: Statement, c: Certificate) -> Iterator[Sentence]:
    f = s.formula
    yield from one_in_three.instance_obligations(f, ("statement", "formula"))
    yield equal("points-dimension", s.points.dimension, 2, at=POINTS)
    made = points(2, [(literal_point(f, j, r), fmpq(1)) for j, r, _ in literals(f)])
    words = [f"p_({j},{r})" for j, r, _ in literals(f)]
    yield from point_obligations("points", s.points, made, words, POINTS)

    yield from two_levees(f, [x for x, _ in s.points], c.levees, LISTED)


def two_levees(
    f: Formula, at_points: Sequence[Sequence[fmpq]], listed_levees: tuple[tuple[Name, ...], ...], at: Path
) -> Proof[None]:
    """At each of these points p_(j,r) exactly the listed levees are not 0, and they are the lemma's two."""
    yield at_most("levees-limit", offers(f), MOST_LEVEES, at=("statement", "formula", "variables"))
    offered = levees(f)
    yield equal("levees-per-point", len(listed_levees), len(at_points), at=at)
    for k, (x, listed, (j, r, i)) in enumerate(zip(at_points, listed_levees, literals(f), strict=True)):
        here = (*at, k)
        yield subset("levees-exist", listed, frozenset(offered), at=here)
        centred = tuple(offered[name].coordinate(x) for name in listed)
        yield each(equal("on-centre-line", centred, (fmpq(0),) * len(listed), at=here))
        rest = [name for name in offered if name not in listed]
        distant = tuple(abs(offered[name].coordinate(x)) for name in rest)
        apart = at_most("others-vanish", (fmpq(2),) * len(rest), distant)
        yield each(apart, place=among(here, [f"p_({j},{r}), {spoken(name)}, |u|" for name in rest]))
        named = (ClauseLevee(j, r), VariableLevee(i, Truth.FALSE))
        yield equal("as-the-lemma-says", listed, named, at=here)


def offers(f: Formula) -> int:
    """3m + 2n, the number of levees."""
    return 3 * len(f.clauses) + 2 * f.variables


def sentence(s: Statement) -> str:
    return (
        f"at each of the {len(s.points)} points p_(j,r) exactly two of the {offers(s.formula)} levees are"
        " not 0, that of the literal and that of its variable with slope 1, and both are 1"
    )


CLAIMS = (
    Claim(
        "fh23.lemma6",
        "fh23, Lemma 6",
        Statement,
        Certificate,
        obligations,
        sentence,
        lambda s: f"TWO LEVEES PER POINT points={len(s.points)} levees={offers(s.formula)}",
        "At each point p_(j,r) exactly two of the 3m + 2n levees are not 0: the literal's and its variable's.",
    ),
)
