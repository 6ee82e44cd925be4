"""How well one linear threshold neuron fits labelled points under l^p, with the best output weight.

Source: fh23, Corollary 9 (k = 1; the loss of a point is |v - y|^p, and 0 where v = y).  Its proof changes a
reduction of Froese, Hertrich and Niedermeier (JAIR 74:1775-1790), whose text is not at hand: neither the
reduction nor the change is checked.

``fh23.corollary9``
Statement:   labelled points in Q^d, a natural number p, and an error bound gamma.
Certificate: a form and an output weight.
Soundness:   ``error-within-bound``: the neuron that has the weight as its value where the form is positive, and 0
             elsewhere, errs by at most gamma in all.  That it is hard in general to find out is cited: the
             assumption ``fh23.corollary9.hardness``, which the caller has to permit.
Scope:       one yes-instance, of integer p; of hardness nothing is checked.

``fh23.corollary9.error``
Statement:   labelled points, a form, p as above, and two numbers.
Certificate: an output weight, and tangents of the error as a function of it, none for p = 0.
Soundness:   ``error-within-bound``: with the weight the neuron errs by at most the upper number.  No weight errs by less
             than the lower one.  For p >= 1 the error E is a convex function of the weight, so where
             ``slope-is-a-subgradient`` the line E(w) + slope * (a - w) lies nowhere above E(a).  Shares
             that are not negative and sum to 1 mean the lines; as ``slopes-cancel``, the mean is
             constant, and ``lower-bound`` compares it.  For p = 0 the error counts the points that are missed:
             it depends only on which label the weight is, if any, and ``no-label-errs-less`` compares all.
Scope:       one neuron with its form; other forms may err less.  Integer p: the paper allows real ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flint import fmpq

from checker.kernel.column import column
from checker.kernel.obligation import Assumption, Path, Proof, Sentence, at_most, each, equal
from checker.kernel.verdict import Claim
from checker.objects.affine import Affine
from checker.objects.evaluation import values
from checker.objects.network import Step, network
from checker.objects.points import Points

ZERO, ONE = fmpq(0), fmpq(1)
LARGEST_POWER = 64
"""A limit of the checker, so that no number becomes too long."""
HARDNESS = Assumption(
    "fh23.corollary9.hardness",
    "for each p it is NP-hard, and W[1]-hard in the dimension, to decide whether one linear threshold neuron"
    " errs by at most gamma under l^p (by a reduction of Froese, Hertrich and Niedermeier, JAIR 74:1775-1790)",
)


@dataclass(frozen=True, slots=True)
class Statement:
    points: Points
    power: int
    error: fmpq


@dataclass(frozen=True, slots=True)
class Neuron:
    weight: fmpq
    form: Affine


@dataclass(frozen=True, slots=True)
class ErrorStatement:
    points: Points
    form: Affine
    power: int
    lower: fmpq
    upper: fmpq


@dataclass(frozen=True, slots=True)
class Tangent:
    """The line through (weight, E(weight)) with this slope, and its share in the mean."""

    share: fmpq
    weight: fmpq
    slope: fmpq


@dataclass(frozen=True, slots=True)
class Least:
    weight: fmpq
    tangents: tuple[Tangent, ...]


def neuron_obligations(points: Points, form: Affine, power: int, at: Path) -> Proof[None]:
    """The power is one that is checked, and the form is one on the space of the points."""
    yield at_most("power-at-least-zero", 0, power, at=("statement", "power"))
    yield at_most("power-is-small", power, LARGEST_POWER, at=("statement", "power"))
    yield at_most("neuron-dimension", form.last_coordinate, points.dimension, at=at)


def total(points: Points, form: Affine, power: int, weight: fmpq) -> fmpq:
    """The error of the neuron with this weight: the sum of |v - y|^p over the points where v and y differ."""
    found = values(network((weight, Step(form))), points)
    misses = [abs(v - y) for v, y in zip(found, points.labels, strict=True) if v != y]
    return sum((miss**power for miss in misses), ZERO)


def active_labels(points: Points, form: Affine) -> list[fmpq]:
    """The labels of the points where the neuron is active."""
    active = values(network((ONE, Step(form))), points)
    return [y for y, on in zip(points.labels, active, strict=True) if on != 0]


def one_sided_slopes(labels: Sequence[fmpq], power: int, weight: fmpq) -> tuple[fmpq, fmpq]:
    """The slopes of E at this weight from the left and from the right; power >= 1."""
    slope = sum(
        (power * abs(weight - y) ** (power - 1) * (1 if weight > y else -1) for y in labels if y != weight),
        ZERO,
    )
    kinks = fmpq(labels.count(weight) if power == 1 else 0)
    return slope - kinks, slope + kinks


def obligations(s: Statement, c: Neuron) -> Iterator[Sentence]:
    yield from neuron_obligations(s.points, c.form, s.power, ("certificate", "form"))
    error = total(s.points, c.form, s.power, c.weight)
    yield at_most("error-within-bound", error, s.error, at=("certificate", "weight"))
    yield HARDNESS


def error_obligations(s: ErrorStatement, c: Least) -> Iterator[Sentence]:
    yield from neuron_obligations(s.points, s.form, s.power, ("statement", "form"))
    error = total(s.points, s.form, s.power, c.weight)
    yield at_most("error-within-bound", error, s.upper, at=("certificate", "weight"))
    labels = active_labels(s.points, s.form)
    if s.power == 0:
        yield from counted_obligations(s, c, labels)
    else:
        yield from tangent_obligations(s, c, labels)


def counted_obligations(s: ErrorStatement, c: Least, labels: Sequence[fmpq]) -> Proof[None]:
    at = ("statement", "lower")
    yield equal("no-tangents", len(c.tangents), 0, at=("certificate", "tangents"))
    others = sorted(frozenset(labels))
    weights = [*others, max(labels, default=ZERO) + 1]
    errors = column(total(s.points, s.form, 0, weight) for weight in weights)
    words = [f"weight {weight}" for weight in others] + ["a weight that is no label"]
    yield each(
        at_most("no-label-errs-less", column([s.lower] * len(weights)), errors), lambda i: (*at, words[i])
    )


def tangent_obligations(s: ErrorStatement, c: Least, labels: Sequence[fmpq]) -> Proof[None]:
    at = ("certificate", "tangents")
    bound = ZERO
    for i, t in enumerate(c.tangents):
        yield at_most("share-not-negative", ZERO, t.share, at=(*at, i))
        left, right = one_sided_slopes(labels, s.power, t.weight)
        yield at_most("slope-is-a-subgradient", left, t.slope, at=(*at, i))
        yield at_most("slope-is-a-subgradient", t.slope, right, at=(*at, i))
        bound += t.share * (total(s.points, s.form, s.power, t.weight) - t.slope * t.weight)
    yield equal("shares-sum-to-one", sum((t.share for t in c.tangents), ZERO), ONE, at=at)
    yield equal("slopes-cancel", sum((t.share * t.slope for t in c.tangents), ZERO), ZERO, at=at)
    yield at_most("lower-bound", s.lower, bound, at=("statement", "lower"))


def on(points: Points, power: int) -> str:
    return f"under l^{power} on the {len(points)} points in dimension {points.dimension}"


CLAIMS = (
    Claim(
        "fh23.corollary9",
        "fh23, Corollary 9",
        Statement,
        Neuron,
        obligations,
        lambda s: (
            f"one linear threshold neuron errs by at most {s.error} {on(s.points, s.power)}, an instance of a"
            " problem that is cited to be hard"
        ),
        lambda s: f"ONE THRESHOLD l{s.power}-error<={s.error} points={len(s.points)}",
        "One threshold neuron errs by at most gamma under l^p; that this is hard to decide is cited, not checked.",
    ),
    Claim(
        "fh23.corollary9.error",
        "fh23, Corollary 9",
        ErrorStatement,
        Least,
        error_obligations,
        lambda s: (
            f"the least error of the linear threshold neuron {on(s.points, s.power)}, over all output weights,"
            + (f" is {s.lower}" if s.lower == s.upper else f" lies between {s.lower} and {s.upper}")
        ),
        lambda s: f"LEAST ERROR {s.lower}<=l{s.power}-error<={s.upper} points={len(s.points)}",
        "The least error under l^p of a threshold neuron, over all its output weights.",
    ),
)
