"""``training.no_fit`` against an exhaustive search over activation patterns, and against planted networks."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random

import pytest
from flint import fmpq

from checker.audit.oracles.patterns import fits
from checker.claims.table import claim
from checker.claims.training.fits import Statement as FitsStatement
from checker.claims.training.no_fit import (
    Above,
    Active,
    Below,
    Branch,
    Case,
    Certificate,
    Inactive,
    Order,
    Side,
    Statement,
    Sum,
)
from checker.kernel.rows import Combination
from checker.kernel.tree import Cite, Close, Hole, Lemma
from checker.kernel.verdict import check
from checker.language.read import read
from checker.language.write import write
from checker.objects.affine import affine
from checker.objects.network import Activation, Network, Relu, Step, network
from checker.objects.points import points
from checker.problems.training import Loss, Training
from checker.producers.producer import Impossible, Unknown, Unsuitable
from checker.producers.training import fits as fits_producer
from checker.producers.training import no_fit

CLAIM = claim("training.no_fit")
Q = fmpq
RELU, STEP = Activation.RELU, Activation.STEP


def instance(neurons: int, rows, activation: Activation = RELU) -> Training:
    rows = [(tuple(map(Q, x)), Q(y)) for x, y in rows]
    return Training(len(rows[0][0]), neurons, Q(0), points(len(rows[0][0]), rows), activation)


def decided(t: Training) -> bool:
    """Whether the producer finds a network; its network or its certificate is checked here."""
    found = no_fit.search(t)
    if isinstance(found, Network):
        assert found.size <= t.neurons
        assert all(n.activation is t.activation for _, n in found.neurons.terms)
        assert all(found(x) == y for x, y in t.points)
        return True
    assert check(CLAIM, Statement(t), found).verified()
    return False


def random_rows(r: Random, d: int, n: int, low: int, high: int):
    return [(tuple(r.randint(-2, 2) for _ in range(d)), r.randint(low, high)) for _ in range(n)]


@pytest.mark.parametrize("seed", range(6))
def test_the_answer_is_that_of_the_exhaustive_search(seed: int) -> None:
    """Labels of both signs, points that coincide, points on breaklines; no neuron, one or two."""
    r = Random(seed)
    for _ in range(40):
        k, d = r.choice((0, 1, 1, 2)), r.choice((1, 1, 2))
        rows = random_rows(r, d, r.randint(1, 6 if k < 2 else 4), *r.choice(((0, 1), (-2, 2))))
        t = instance(k, rows, r.choice((RELU, RELU, STEP)))
        assert decided(t) == fits(t), t


def planted(r: Random, k: int, d: int, n: int, activation: Activation) -> list:
    """Points labelled by a network of small integers: ties and equal neurons are frequent."""
    make = Relu if activation is RELU else Step
    terms = [
        (Q(r.randint(-2, 2)), make(affine([r.randint(-2, 2) for _ in range(d)], r.randint(-2, 2))))
        for _ in range(k)
    ]
    made = network(*terms)
    xs = [tuple(Q(r.randint(-2, 2)) for _ in range(d)) for _ in range(n)]
    return [(x, made(x)) for x in xs]


@pytest.mark.parametrize("activation", [RELU, STEP])
def test_points_that_a_network_fits_are_never_refuted(activation: Activation) -> None:
    """Neither by the search, nor by a tree that refutes other labels of the same points."""
    r, accepted, tried = Random(5), 0, 0
    for _ in range(60):
        k, d = r.choice((1, 2, 2, 3)), r.randint(1, 2)
        rows = planted(r, k, d, r.randint(2, 6), activation)
        t = instance(k, rows, activation)
        assert decided(t)
        found = no_fit.search(instance(k, [(x, y + r.choice((0, 0, 1, -1))) for x, y in rows], activation))
        if isinstance(found, Certificate):
            tried += 1
            accepted += check(CLAIM, Statement(t), found).verified()
    assert (accepted, tried > 20) == (0, True)


def test_random_changes_of_a_tree_prove_nothing_false() -> None:
    """Whatever tree is accepted for an instance, the exhaustive search finds no fit."""
    r, accepted = Random(1), 0
    every = product((-1, 0, 1), repeat=3)
    worlds = [instance(1, [((x,), y) for x, y in enumerate(labels)]) for labels in every]
    refutations = [found for t in worlds if isinstance(found := no_fit.search(t), Certificate)]
    true = {t: fits(t) for t in worlds}
    for _ in range(600):
        t, cases = r.choice(worlds), list(r.choice(refutations).cases)
        i = r.randrange(len(cases))
        tree = list(cases[i].tree)
        at = r.randrange(len(tree))
        tree[at : at + 1] = r.choice(([], [tree[at]] * 2, [r.choice(tree)], [tree[at]]))
        cases[i] = replace(cases[i], order=r.randint(1, 3), tree=tuple(tree))
        if check(CLAIM, Statement(t), Certificate(tuple(cases))).verified():
            accepted += 1
            assert not true[t]
    assert accepted


NOTHING = Close(Combination(()))


def closed(name) -> Close:
    return Close(Combination(((Q(1), name),)))


def outcome(t: Training, *cases: Case) -> str | None:
    failure = check(CLAIM, Statement(t), Certificate(cases)).failure
    return None if failure is None else failure.obligation.name


def test_a_number_of_neurons_costs_nothing_by_itself() -> None:
    """A billion neurons are refused or looked at without ever being listed."""
    t = instance(10**9, [((0,), 1), ((0,), 2)])
    assert outcome(t, Case(1, (), (NOTHING,))) == "every-case"
    huge = replace(t, activation=STEP)
    for name in (Sum(1), Order(10**9), Side(1, 7), Above(1, frozenset({1}))):
        assert outcome(huge, Case(1, (), (closed(name),))) == "farkas.row-available"
    branches = tuple(Branch(1, j) for j in range(1, 1000))
    assert outcome(huge, Case(1, (), (*branches, closed(Sum(1))))) == "farkas.row-available"


def test_long_and_broad_trees() -> None:
    """A path as long as there are points; a balanced tree of 2^10 leaves, read from text."""
    low, high = closed(Below(2, frozenset())), closed(Above(1, frozenset()))  # y_1 = 1, y_2 = -1
    rows = [((i,), (1, -1)[i] if i < 2 else 0) for i in range(4000)]
    t = instance(1, rows)
    path = tuple(step for p in range(1, 4001) for step in (Branch(p, 1), low))
    assert outcome(t, Case(1, (), (high,)), Case(1, (), (*path, low))) is None
    assert outcome(t, Case(1, (), (high,)), Case(1, (), path)) == "tree.every-case-is-closed"

    tree = [low]
    for p in range(10, 0, -1):
        tree = [Branch(p, 1), *tree, *tree]
    statement = Statement(instance(1, rows[:20]))
    text = write(CLAIM, statement, Certificate((Case(1, (), (high,)), Case(1, (), tuple(tree)))))
    (stated,) = read(text).claims
    assert check(CLAIM, stated.statement, stated.certificate).verified()


def test_a_hole_makes_the_claim_incomplete() -> None:
    s = next(no_fit.examples())
    first, *rest = no_fit.produce(s).cases
    verdict = check(CLAIM, s, Certificate((replace(first, tree=(Hole(),)), *rest)))
    assert verdict.failure is None and not verdict.verified() and verdict.verified(frozenset({"tree.hole"}))


def test_a_lemma_holds_under_its_facts_only() -> None:
    """0 -> 0, 1 -> 1 is fitted by one neuron of weight 1, but not by one that is inactive at 1."""
    t = instance(1, [((0,), 0), ((1,), 1)])
    close = closed(Above(2, frozenset()))
    lemma = Lemma(frozenset({Inactive(2, 1)}), (close,))
    assert outcome(t, Case(1, (), (close,)), Case(1, (lemma,), (Cite(1),))) == "tree.lemma-applies"
    both = Lemma(frozenset({Active(1, 1), Inactive(1, 1)}), (close,))
    assert outcome(t, Case(1, (), (close,)), Case(1, (both,), (Cite(1),))) == "tree.row-name-is-new"


@pytest.mark.parametrize("activation", [RELU, STEP])
@pytest.mark.parametrize("neurons", [0, 1, 2])
def test_no_points_are_fitted_by_no_neuron(neurons: int, activation: Activation) -> None:
    t = Training(2, neurons, Q(0), points(2, []), activation)
    assert no_fit.search(t) == network()


def test_what_the_producer_says_where_there_is_no_certificate() -> None:
    with pytest.raises(Impossible, match=r"a network fits the points: let N : network = relu"):
        no_fit.produce(Statement(instance(1, [((0,), 0), ((1,), 1)])))
    rows = points(1, [((Q(0),), Q(1))])
    with pytest.raises(Unsuitable, match="only exact fits"):
        no_fit.produce(Statement(Training(1, 1, Q(1), rows, loss=Loss.L1)))


def test_a_network_is_found_for_the_claim_that_one_fits() -> None:
    known, asked = (
        claim("training.fits"),
        instance(2, [((x,), y) for x, y in ((0, 0), (1, 1), (2, 1), (3, 1))]),
    )
    made = fits_producer.produce(FitsStatement(asked))
    assert check(known, FitsStatement(asked), made).verified()
    with pytest.raises(Impossible, match="no_fit proves it"):
        fits_producer.produce(FitsStatement(replace(asked, neurons=1)))
    with pytest.raises(Unknown, match="only where the error is 0"):
        fits_producer.produce(FitsStatement(replace(asked, error=Q(1, 2), loss=Loss.L1)))
