"""Corollary 8 against brute force: every small formula, every assignment, every choice of stripes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

import pytest
from flint import fmpq
from formulas import checked, every_formula, formula

from checker.audit.oracles.one_in_three import solutions
from checker.claims.fh23.corollary8 import FitWithoutSolution, covered_obligations, pinned_obligations
from checker.claims.table import claim
from checker.kernel.obligation import failures
from checker.kernel.verdict import check
from checker.objects.affine import affine
from checker.objects.evaluation import values
from checker.objects.network import Activation, Network, Step, network
from checker.objects.points import points
from checker.producers.fh23.corollary8 import MAPS, lifted, printed_statement, statement, stripe
from checker.producers.fh23.theorem1 import FIGURE_5
from checker.producers.producer import Impossible, Unknown, Unsuitable, producer
from checker.reductions.fh23.corollary8 import ThinGadget, build, gadgets, window
from checker.reductions.fh23.theorem1 import assembled
from checker.reductions.reduction import Built

PRINTED, NO = claim("fh23.corollary8.printed"), claim("fh23.corollary8.no")


SMALL = every_formula((1, 1), (2, 1), (3, 1), (2, 2))


def test_every_small_formula_both_ways() -> None:
    """Lift every solution, pull every fit among all choices of one stripe per gadget."""
    lifts = fits = 0
    for f in SMALL:
        target, known = build(f).instance, solutions(f)
        lifts += sum(checked(MAPS.lift(f, true)).verified() for true in known)
        width = 1 + window(f) / 2
        stripes = [[stripe(s, g.offset, -width, width) for s in g.slopes] for g in gadgets(f)]
        single = [[tuple(values(network(*terms), target.points)) for terms in row] for row in stripes]
        for choice in product(*map(range, map(len, stripes))):
            chosen = [column[i] for column, i in zip(single, choice, strict=True)]
            if any(sum(v) != y for *v, y in zip(*chosen, target.points.labels, strict=True)):
                continue
            terms = [term for row, i in zip(stripes, choice, strict=True) for term in row[i]]
            made = MAPS.pull(f, network(*terms))
            assert checked(made).verified() and made.certificate.true in known
            fits += 1
    assert lifts == fits > 15


def test_as_printed_a_fit_is_certified_only_for_formulas_without_a_solution() -> None:
    """Every small formula; the refutation or the network of another formula is never accepted."""
    refuted, found = list[FitWithoutSolution](), 0
    for f in SMALL:
        s = printed_statement(f)
        try:
            made = producer(PRINTED).produce(s)
        except Impossible:
            assert solutions(f)
            if refuted:
                assert not check(PRINTED, s, refuted[-1]).verified()
        except Unknown:
            assert not solutions(f)
        else:
            assert not solutions(f) and check(PRINTED, s, made).verified()
            refuted.append(made)
            found += 1
    assert found > 5


def test_every_small_formula_is_decided() -> None:
    """Either a fit or the proof that there is none; a refutation never serves a formula with a solution."""
    refuted = None
    for f in SMALL:
        s = statement(f)
        if solutions(f):
            with pytest.raises(Impossible):
                producer(NO).produce(s)
            assert refuted is None or not check(NO, s, refuted).verified()
        else:
            refuted = producer(NO).produce(s)
            assert check(NO, s, refuted).verified()


F = formula(3, (1, 2, 3))
THIN = gadgets(F)


def built(shapes: Sequence[ThinGadget]) -> Built:
    return assembled(F, [(g, list(g.table())) for g in shapes], 2 * len(shapes), Activation.STEP)


def changed(**fields: Any) -> list[ThinGadget]:
    return [replace(g, **fields) for g in THIN]


def relabelled(*rows: int) -> Built:
    """The instance with the labels 0 and 1 exchanged at these points (from 0)."""
    given = built(THIN)
    data = [(x, 1 - y if i in rows else y) for i, (x, y) in enumerate(given.instance.points)]
    return replace(given, instance=replace(given.instance, points=points(2, data)))


@pytest.mark.parametrize(
    "name, obligations",
    [
        ("", lambda: pinned_obligations(THIN, built(THIN))),
        ("lowest-label", lambda: pinned_obligations(THIN, relabelled(48))),
        ("label-changes", lambda: pinned_obligations(THIN, relabelled(1, 2))),
        ("window-match", lambda: pinned_obligations(far := changed(epsilon=fmpq(3)), built(far))),
        ("window-is-thin", lambda: pinned_obligations(THIN, relabelled(1))),
        ("slope-range", lambda: pinned_obligations(changed(slopes=(fmpq(0),)), built(THIN))),
        (
            "vanishes-elsewhere",
            lambda: pinned_obligations(near := [replace(g, offset=g.offset / 6) for g in THIN], built(near)),
        ),
        ("", lambda: covered_obligations(F, THIN)),
        ("inside", lambda: covered_obligations(F, changed(eta=fmpq(1, 4 * 22)))),
        (
            "outside",
            lambda: covered_obligations(F, [*THIN[:-1], replace(THIN[-1], offset=THIN[-2].offset)]),
        ),
    ],
)
def test_the_proof_that_stripes_are_pinned_fails_for_other_constructions(name, obligations) -> None:
    assert next((ob.name for ob in obligations() if failures(ob) is not None), "") == name


def test_stripes_that_fit_a_gadget_are_near_one_listed_slope() -> None:
    """Random breaklines through the windows on x1 = 0: those that fit have slopes within tau of one."""
    random, fits, gadget = Random(1), 0, THIN[0]
    tau = gadget.eta / gadget.epsilon
    data = list(gadget.table())
    for _ in range(3000):
        lower, upper = (
            random.choice(gadget.slopes) + tau * fmpq(random.randint(-30, 30), random.choice((20, 300)))
            for _ in range(2)
        )
        low, high = (gadget.eta * fmpq(random.randint(0, 9), 10) for _ in range(2))
        for p in data:
            u = [p.x[1] - gadget.offset - slope * p.x[0] for slope in (lower, upper)]
            if int(u[0] > -1 - gadget.eta + low) - int(u[1] > 1 + high) != p.label:
                break
        else:
            fits += 1
            assert any(max(abs(lower - s), abs(upper - s)) <= tau for s in gadget.slopes)
    assert fits > 10


def test_turned_stripes_do_not_fit_the_repaired_instance() -> None:
    f = formula(1, (1, 1, 1))
    cheat = producer(PRINTED).produce(printed_statement(f)).network
    with pytest.raises(Unsuitable, match="the network does not fit: at point"):
        MAPS.pull(f, cheat)


def test_pull_reads_stripes_within_the_windows_whatever_their_weights_and_orientation() -> None:
    """Each breakline moved within its window and turned by less than it allows; forms scaled."""
    random, true = Random(3), solutions(FIGURE_5)[0]
    for _ in range(5):
        terms = list(lifted(FIGURE_5, true).neurons.terms)
        for i, (weight, neuron) in enumerate(terms):
            up, turn = (window(FIGURE_5) * fmpq(random.randint(-9, 9), d) for d in (40, 400))
            factor = fmpq(random.randint(1, 9), 7)
            w = factor * (neuron.form.coefficient(1) + turn)
            terms[i] = weight, Step(affine((w, factor), factor * (neuron.form.constant + up)))
        for i in range(0, len(terms), 2):
            if random.random() < 0.5:
                terms[i : i + 2] = [
                    (-a, Step(affine([-c for _, c in n.form.terms], -n.form.constant)))
                    for a, n in terms[i : i + 2]
                ]
        random.shuffle(terms)
        made = MAPS.pull(FIGURE_5, network(*terms))
        assert checked(made).verified() and made.certificate.true == true


def test_refused_input_is_named() -> None:
    with pytest.raises(Unsuitable, match="clause 1 has 2 literals"):
        MAPS.reduce(formula(2, (1, 2)))
    with pytest.raises(Unsuitable, match="clause 1 has 0 true literals"):
        MAPS.lift(FIGURE_5, frozenset({2}))
    up = MAPS.lift(FIGURE_5, solutions(FIGURE_5)[0])
    spare = network(*up.certificate.network.neurons.terms, (fmpq(1), Step(affine((0, 1), -(10**6)))))
    assert spare != Network(up.certificate.network.neurons)
    down = replace(up, certificate=replace(up.certificate, network=spare))
    failure = checked(down).failure
    assert failure is not None and failure.obligation.name == "fit.neuron-count"
