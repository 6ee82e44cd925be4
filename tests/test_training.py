"""``training.fits`` against the definition, in another arithmetic (fractions), on tiny instances."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.claims.table import claim
from checker.claims.training.fits import Certificate, Statement
from checker.kernel.rows import Combination
from checker.kernel.verdict import check
from checker.objects.affine import affine
from checker.objects.network import Activation, Network, Relu, Step
from checker.objects.points import Points, points
from checker.problems.training import Loss, Training

CLAIM = claim("training.fits")
rationals = st.builds(Fraction, st.integers(-3, 3), st.integers(1, 2))
plane = st.tuples(rationals, rationals)
neurons = st.tuples(rationals.filter(bool), st.sampled_from([Relu, Step]), plane, rationals)


def q(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def by_definition(t: Training, rows, network) -> bool:
    if len(network) > t.neurons or any(
        (make is Relu) != (t.activation is Activation.RELU) for _, make, _, _ in network
    ):
        return False
    total = Fraction(0)
    for (x1, x2), label in rows:
        value = Fraction(0)
        for weight, make, (w1, w2), b in network:
            z = w1 * x1 + w2 * x2 + b
            value += weight * (max(z, Fraction(0)) if make is Relu else (1 if z > 0 else 0))
        miss = abs(value - label)
        total += {Loss.ANY: miss, Loss.L0: int(miss != 0), Loss.L1: miss, Loss.SQUARED: miss**2}[t.loss]
    return q(total) <= t.error


@given(
    xs=st.lists(plane, max_size=4),
    noise=st.lists(st.sampled_from([0, 0, 0, 0, 0, Fraction(1, 2), -1]), min_size=4, max_size=4),
    network=st.lists(neurons, max_size=3),
    same=st.integers(0, 4),
    loss=st.sampled_from(Loss),
    error=st.sampled_from([0, 0, Fraction(1, 4), Fraction(1, 2), 1, 2]),
    budget=st.integers(0, 3),
)
@settings(max_examples=400, deadline=None)
def test_accepted_exactly_if_the_definition_holds(xs, noise, network, same, loss, error, budget) -> None:
    if same and network:  # mostly one activation
        network = [(w, network[0][1], form, b) for w, _, form, b in network]
    built = Network(
        Combination(tuple((q(w), make(affine(tuple(map(q, form)), q(b)))) for w, make, form, b in network))
    )
    activation = Activation.STEP if network and network[0][1] is Step else Activation.RELU
    rows = []
    for (x1, x2), off in zip(xs, noise, strict=False):
        exact = built((q(x1), q(x2)))
        rows.append(((x1, x2), Fraction(int(exact.p), int(exact.q)) + off))
    data = points(2, [(tuple(map(q, x)), q(y)) for x, y in rows])
    bound = fmpq(0) if loss is Loss.ANY else q(Fraction(error))
    t = Training(2, budget, bound, data, activation, loss)
    assert check(CLAIM, Statement(t), Certificate(built)).verified() is by_definition(t, rows, network)


def test_the_edges_of_the_problem() -> None:
    nothing, empty = Network(Combination(())), Points((), points(1, []).labels)
    assert check(CLAIM, Statement(Training(2, 0, fmpq(0), empty)), Certificate(nothing)).verified()
    zero, one = (points(1, [((fmpq(7),), fmpq(y))]) for y in (0, 1))
    assert check(CLAIM, Statement(Training(1, 0, fmpq(0), zero)), Certificate(nothing)).verified()
    constant = Network(Combination(((fmpq(3), Relu(affine((), fmpq(1, 3)))),)))
    assert not check(CLAIM, Statement(Training(1, 1, fmpq(0), zero)), Certificate(constant)).verified()
    assert check(CLAIM, Statement(Training(1, 1, fmpq(0), one)), Certificate(constant)).verified()


def test_two_labels_for_one_point_are_never_fitted_exactly() -> None:
    clash = points(1, [((fmpq(1),), fmpq(0)), ((fmpq(1),), fmpq(1))])
    for form in (affine((1,)), affine((-1,)), affine((0,), 1)):
        n = Network(Combination(((fmpq(1), Relu(form)),)))
        assert not check(CLAIM, Statement(Training(1, 1, fmpq(0), clash)), Certificate(n)).verified()
    s = Statement(Training(1, 1, fmpq(1), clash, loss=Loss.L0))
    assert check(CLAIM, s, Certificate(n)).verified()


@pytest.mark.parametrize(
    "change, message",
    [
        ({"dimension": 3}, "dimension = 3, but the points are of dimension 1"),
        ({"dimension": 0}, "at least 1"),
        ({"neurons": -1}, "is not negative"),
        ({"error": fmpq(-1)}, "errors are not negative"),
        ({"error": fmpq(1)}, "needs a loss"),
    ],
)
def test_what_is_no_instance(change, message) -> None:
    given_ = {"dimension": 1, "neurons": 1, "error": fmpq(0), "points": points(1, [((fmpq(1),), fmpq(0))])}
    with pytest.raises(ValueError, match=message):
        Training(**(given_ | change))
