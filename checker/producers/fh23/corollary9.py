"""Producers for fh23.corollary9.  Untrusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from flint import fmpq

from checker.claims.fh23.corollary9 import (
    ErrorStatement,
    Least,
    Neuron,
    Statement,
    Tangent,
    active_labels,
    one_sided_slopes,
    total,
)
from checker.objects.affine import Affine, affine
from checker.objects.network import Activation, Network
from checker.objects.points import Points, points
from checker.problems.training import Loss, Training
from checker.producers.producer import Impossible, Mutation, Producer, Unknown, Unsuitable

ZERO, ONE, HALF = fmpq(0), fmpq(1), fmpq(1, 2)
HALVINGS = 200
POWERS = {Loss.L0: 0, Loss.L1: 1, Loss.SQUARED: 2}
FORM = affine((1,), -HALF)


def line(*labels: int) -> Points:
    """These labels at 0, 1, 2, ...; the form x1 - 1/2 is active from 1 on."""
    return points(1, [((fmpq(x),), fmpq(y)) for x, y in enumerate(labels)])


ONES = line(0, 1, 1, 1, 0)
"""Three ones and a zero where the neuron is active: its best weight depends on p."""


def error_examples() -> Iterator[ErrorStatement]:
    for power, error in ((2, fmpq(3, 4)), (0, ONE), (1, ONE)):
        yield ErrorStatement(ONES, FORM, power, error, error)
    yield ErrorStatement(ONES, FORM, 3, fmpq(401, 1000), fmpq(402, 1000))  # at sqrt(3) / (1 + sqrt(3))
    yield ErrorStatement(line(2), FORM, 4, fmpq(16), fmpq(16))


def examples() -> Iterator[Statement]:
    yield Statement(ONES, 2, fmpq(3, 4))
    yield Statement(ONES, 0, ONE)


def best_weight(labels: Sequence[fmpq], power: int) -> fmpq:
    """A weight of least error: the most frequent label, a median, the mean; p <= 2."""
    if not labels:
        return ZERO
    if power == 0:
        return Counter(labels).most_common(1)[0][0]
    return sorted(labels)[len(labels) // 2] if power == 1 else sum(labels, ZERO) / len(labels)


def best(s: ErrorStatement) -> Least:
    """The best weight, or one that is good enough; raises Impossible or Unknown."""
    labels = sorted(active_labels(s.points, s.form))
    if s.power <= 2 or not labels:
        weight = best_weight(labels, s.power)
        flat = (Tangent(ONE, weight, ZERO),) if s.power else ()
        return within(s, Least(weight, flat))
    low, high = labels[0], labels[-1]
    for _ in range(HALVINGS):
        weight = (low + high) / 2
        slope, _ = one_sided_slopes(labels, s.power, weight)
        if slope == 0:
            found = Least(weight, (Tangent(ONE, weight, ZERO),))
            return within(s, found)
        low, high = (weight, high) if slope < 0 else (low, weight)
        found = Least(weight, tangents(s, labels, low, high))
        error, least = total(s.points, s.form, s.power, weight), bound(s, found)
        if least > s.upper:
            raise Impossible(f"every output weight errs by more than {s.upper}")
        if error < s.lower:
            raise Impossible(f"the output weight {weight} errs by less than {s.lower}")
        if least >= s.lower and error <= s.upper:
            return found
    raise Unknown("the bounds are too close to the least error, which need not be rational")


def tangents(s: ErrorStatement, labels: list[fmpq], low: fmpq, high: fmpq) -> tuple[Tangent, ...]:
    """Two whose mean is constant; the slopes have different signs."""
    below, above = one_sided_slopes(labels, s.power, low)[1], one_sided_slopes(labels, s.power, high)[0]
    share = above / (above - below)
    return Tangent(share, low, below), Tangent(1 - share, high, above)


def bound(s: ErrorStatement, c: Least) -> fmpq:
    """What the tangents prove."""
    lines = ((t, total(s.points, s.form, s.power, t.weight)) for t in c.tangents)
    return sum((t.share * (error - t.slope * t.weight) for t, error in lines), ZERO)


def within(s: ErrorStatement, found: Least) -> Least:
    """The certificate with a best weight, if the least error lies between the bounds."""
    least = total(s.points, s.form, s.power, found.weight)
    if not s.lower <= least <= s.upper:
        raise Impossible(f"the least error is {least}, not between {s.lower} and {s.upper}")
    return found


def single(t: Training, n: Network) -> tuple[int, fmpq, Affine]:
    """The power of the loss, and weight and form of the one threshold neuron; raises Unsuitable."""
    if t.loss not in POWERS:
        raise Unsuitable("the instance names no loss: l0, l1 or squared")
    if n.size != 1 or n.neurons.terms[0][1].activation is not Activation.STEP:
        raise Unsuitable("expected a network of one linear threshold neuron")
    ((weight, neuron),) = n.neurons.terms
    if neuron.form.last_coordinate > t.dimension:
        raise Unsuitable(f"the neuron has a coordinate beyond x{t.dimension}")
    return POWERS[t.loss], weight, neuron.form


def with_least_error(t: Training, n: Network) -> tuple[ErrorStatement, Least]:
    """The least error under the loss of the instance, over all weights of this neuron."""
    power, _, form = single(t, n)
    weight = best_weight(active_labels(t.points, form), power)
    least = total(t.points, form, power, weight)
    s = ErrorStatement(t.points, form, power, least, least)
    return s, best(s)


def within_error(t: Training, n: Network) -> tuple[Statement, Neuron]:
    """That this neuron errs by at most the bound of the instance; raises Unsuitable if it does not."""
    power, weight, form = single(t, n)
    if (error := total(t.points, form, power, weight)) > t.error:
        raise Unsuitable(f"the neuron errs by {error}, more than {t.error}")
    return Statement(t.points, power, t.error), Neuron(weight, form)


def unhelped(t: Training) -> Any:
    raise Unsuitable("which neuron? Name a second file with a network of one linear threshold neuron")


# Mutants.

Apply = Callable[[Any, Any], tuple[Any, Any]]


def _statement(**changes: Any) -> Apply:
    return lambda s, c: (replace(s, **changes), c)


def _certificate(**changes: Any) -> Apply:
    return lambda s, c: (s, replace(c, **changes))


def _tangents(*tangents: tuple[fmpq, fmpq, fmpq]) -> Apply:
    return _certificate(tangents=tuple(Tangent(*t) for t in tangents))


POWER_MUTATIONS = (
    Mutation("power-at-least-zero", _statement(power=-1)),
    Mutation("power-is-small", _statement(power=65)),
)
PRODUCERS = (
    Producer(
        claim="fh23.corollary9",
        examples=examples,
        produce=lambda s: Neuron(best_weight(active_labels(s.points, FORM), s.power), FORM),
        mutations=(
            *POWER_MUTATIONS,
            Mutation("neuron-dimension", _certificate(form=affine((1, 1)))),
            Mutation("error-within-bound", _certificate(weight=ONE)),
            Mutation("error-within-bound", _certificate(form=affine((1,), -1))),
            Mutation("error-within-bound", _certificate(weight=ZERO), example=1),
        ),
        named=lambda s, c: {"P": s.points},
        accepts={Training: unhelped},
        helped={Network: within_error},
    ),
    Producer(
        claim="fh23.corollary9.error",
        examples=error_examples,
        produce=best,
        mutations=(
            *POWER_MUTATIONS,
            Mutation("neuron-dimension", _statement(form=affine((1, 1)))),
            Mutation("error-within-bound", _certificate(weight=ONE)),
            Mutation("error-within-bound", _statement(form=affine((1,), -1))),
            Mutation("no-tangents", _tangents((ONE, ONE, ZERO)), example=1),
            Mutation(
                "no-label-errs-less", _statement(lower=fmpq(2), upper=fmpq(4)), example=1, at="weight 1"
            ),
            Mutation(
                "no-label-errs-less",
                _statement(points=line(3), lower=fmpq(2), upper=fmpq(2)),
                example=1,
                at="a weight that is no label",
            ),
            Mutation("share-not-negative", _tangents((-ONE, HALF, ZERO)), example=2),
            Mutation("slope-is-a-subgradient", _tangents((ONE, ONE, fmpq(-3)))),
            Mutation("slope-is-a-subgradient", _tangents((ONE, ONE, fmpq(5))), example=2),
            Mutation("shares-sum-to-one", _tangents((fmpq(2), fmpq(3, 4), ZERO))),
            Mutation("shares-sum-to-one", _tangents()),
            Mutation("slopes-cancel", _tangents((ONE, ONE, fmpq(2)))),
            Mutation("lower-bound", _statement(lower=fmpq(4, 5), upper=ONE)),
            Mutation("lower-bound", _statement(lower=fmpq(2), upper=fmpq(2)), example=2),
        ),
        named=lambda s, c: {"P": s.points},
        accepts={Training: unhelped},
        helped={Network: with_least_error},
    ),
)
