"""Producers for fh23.corollary10.  Untrusted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flint import fmpq

from checker.claims.fh23.corollary10 import (
    BackwardStatement,
    Fit,
    Gap,
    Separation,
    Statement,
    difference,
    forms,
)
from checker.claims.separability import two_hyperplanes
from checker.objects.affine import Affine, affine
from checker.objects.network import Activation, Network, Relu, Step, network
from checker.objects.points import points
from checker.problems.separability import Hyperplanes, Separability
from checker.problems.training import Loss, Training
from checker.producers.producer import Impossible, Mutation, Producer
from checker.producers.separability.two_hyperplanes import (
    TWO_SIDES,
    XOR,
    Crossing,
    Restricted,
    solution,
)
from checker.producers.training import no_fit

ZERO, ONE = fmpq(0), fmpq(1)


def statement(s: Separability) -> Statement:
    """The points, and the instance that asks for two thresholds that fit them."""
    return Statement(s, Training(s.dimension, 2, ZERO, s.points, Activation.STEP))


def separated(version: Any, s: Separability) -> Hyperplanes:
    return solution(version)(two_hyperplanes.Statement(s)).hyperplanes


def restricted(s: Separability) -> Hyperplanes:
    try:
        return separated(Restricted, s)
    except Impossible:
        raise Impossible("no two hyperplanes satisfy (3) and (4)") from None


def fit(s: Statement) -> Fit:
    found = restricted(s.source)
    return Fit(found, difference(found))


def shifted(s: Separability, form: Affine) -> Affine:
    """The form, smaller by half its least positive value if it is 0 at a point."""
    values = [form(x) for x, _ in s.points]
    if ZERO not in values:
        return form
    least = min([v for v in values if v > 0], default=fmpq(2))
    return replace(form, constant=form.constant - least / 2)


def separation(s: BackwardStatement) -> Separation:
    first, second = (shifted(s.source, form) for form in forms(s.network)[:2])
    return Separation(Hyperplanes(first, second))


def backward_statement(s: Separability) -> BackwardStatement:
    """A network of a solution, its thresholds moved up to points."""
    posed = statement(s)
    raised = []
    found = restricted(s)
    for form in (found.first, found.second):
        below = max([v for x, _ in s.points if (v := form(x)) <= 0], default=ZERO)
        raised.append(replace(form, constant=form.constant - below))
    return BackwardStatement(s, posed.target, difference(Hyperplanes(*raised)))


def one_threshold(s: Separability) -> BackwardStatement:
    """The step at x1 = 0, which fits the points of one sign."""
    return BackwardStatement(s, statement(s).target, network((ONE, Step(affine((1,))))))


def gap(s: Statement) -> Gap:
    found = no_fit.search(s.target)
    if isinstance(found, Network):
        raise Impossible("two thresholds fit the points")
    return Gap(separated(Crossing, s.source), found.cases)


# Mutants.

Apply = Callable[[Any, Any], tuple[Any, Any]]


def _target(change: Callable[[Training], Training]) -> Apply:
    return lambda s, c: (replace(s, target=change(s.target)), c)


def _rows(change: Callable[[list[Any]], object]) -> Apply:
    def changed(t: Training) -> Training:
        rows = list(t.points)
        change(rows)
        return replace(t, points=points(t.dimension, rows))

    return _target(changed)


def _first(change: Callable[[Affine], Affine]) -> Apply:
    def apply(s: Any, c: Any) -> tuple[Any, Any]:
        return s, replace(c, hyperplanes=replace(c.hyperplanes, first=change(c.hyperplanes.first)))

    return apply


def _network(change: Callable[[Network], Network]) -> Apply:
    return lambda s, c: (replace(s, network=change(s.network)), c)


def _lowered(by: fmpq | int) -> Apply:
    return _first(lambda form: replace(form, constant=form.constant - by))


def _doubled(f: Affine) -> Affine:
    return Affine(tuple([(i, 2 * c) for i, c in f.terms]), 2 * f.constant)


def _flat(t: Training) -> Training:
    rows = [((*x, ZERO), y) for x, y in t.points]
    return replace(t, dimension=t.dimension + 1, points=points(t.dimension + 1, rows))


def _labels(*labels: int) -> Apply:
    """Other labels, in the source and in the target."""

    def apply(s: Any, c: Any) -> tuple[Any, Any]:
        new = points(2, [(x, fmpq(y)) for (x, _), y in zip(s.source.points, labels, strict=True)])
        return replace(s, source=replace(s.source, points=new), target=replace(s.target, points=new)), c

    return apply


TARGET = (
    Mutation("target-dimension", _target(_flat)),
    Mutation("target-neurons", _target(lambda t: replace(t, neurons=3))),
    Mutation("target-error", _target(lambda t: replace(t, error=ONE, loss=Loss.L1))),
    Mutation("target-activation", _target(lambda t: replace(t, activation=Activation.RELU))),
    Mutation("target-size", _rows(lambda rows: rows.pop())),
    Mutation("target-points", _rows(lambda rows: rows.__setitem__(0, ((ZERO, fmpq(9)), rows[0][1])))),
    Mutation("target-labels", _rows(lambda rows: rows.__setitem__(0, (rows[0][0], fmpq(2))))),
)
HALF_LINE = Separability(1, points(1, [((fmpq(x),), fmpq(x > 0)) for x in (-1, 0, 2)]))
PRODUCERS = (
    Producer(
        claim="fh23.corollary10.forward",
        examples=lambda: map(statement, (XOR.instance, HALF_LINE)),
        produce=fit,
        mutations=(
            *TARGET,
            Mutation("separates.first-is-positive", _lowered(99)),
            Mutation("separates.signs-agree", _lowered(-99)),
            Mutation(
                "network-of-the-forms",
                lambda s, c: (s, replace(c, network=network(*c.network.neurons.terms[:1]))),
                example=1,
            ),
            Mutation("fit.fits", _labels(0, 0, 0, 0)),
        ),
        named=lambda s, c: {"S": s.source, "T": s.target, "H": c.hyperplanes, "N": c.network},
        accepts={Separability: statement},
    ),
    Producer(
        claim="fh23.corollary10.backward",
        examples=lambda: iter((backward_statement(XOR.instance), one_threshold(HALF_LINE))),
        produce=separation,
        mutations=(
            *TARGET,
            Mutation("fit.fits", _network(lambda n: network(*n.neurons.terms[:1]))),
            Mutation("fit.fits", _network(lambda n: network((fmpq(1, 2), n.neurons.terms[0][1])))),
            Mutation(
                "fit.activation",
                _network(lambda n: network(*n.neurons.terms[:1], (ONE, Relu(affine((1,)))))),
            ),
            Mutation("form-of-neuron", _first(_doubled)),
            Mutation("shift-not-negative", _lowered(-9)),
            Mutation("activation-unchanged", _lowered(9)),
            Mutation(
                "separates.off-the-hyperplanes",
                lambda s, c: (s, Separation(Hyperplanes(*forms(s.network)))),
            ),
        ),
        named=lambda s, c: {"S": s.source, "T": s.target, "N": s.network, "H": c.hyperplanes},
        accepts={Separability: backward_statement},
    ),
    Producer(
        claim="fh23.corollary10.gap",
        examples=lambda: map(statement, (TWO_SIDES.instance,)),
        produce=gap,
        mutations=(
            *TARGET,
            Mutation("separates.off-the-hyperplanes", _first(lambda form: affine((1,), -1))),
            Mutation("separates.every-pair-is-cut", _first(lambda form: affine((0, 0), 1))),
            Mutation("refuted.every-case", lambda s, c: (s, replace(c, cases=()))),
            Mutation(
                "refuted.tree.every-case-is-closed",
                lambda s, c: (s, replace(c, cases=(replace(c.cases[0], tree=c.cases[0].tree[:-1]),))),
            ),
        ),
        named=lambda s, c: {"S": s.source, "T": s.target, "H": c.hyperplanes},
        accepts={Separability: statement},
    ),
)
