"""A formula has a one-in-three assignment if and only if thresholds fit the training instance built from it.

Source: fh23, Corollary 8 (d = 2, error 0, k = 2(m+n) linear threshold neurons), whose proof is that of
Theorem 1 with thresholds for breaklines.  What is printed fails; the windows of the repair are ours.

``fh23.corollary8.printed``
Statement:   a formula F of m >= 1 clauses of three positive literals over n variables, and a training
             instance T.
Certificate: a proof tree that refutes F, as in ``fh23.theorem1.no``, and a network.
Soundness:   *As printed*, the proof of Theorem 1 carries over, stripes for levees.  ``ledger-points`` and
             ``target-*``: T is its instance without the points whose labels are fractions (no stripe has
             such values), for step neurons and with k = 2(m+n).  ``unsatisfiable.*``: F has no solution.
             ``fit.*``: the network solves T all the same.
             *Repaired* by thin windows: ``fh23.corollary8.instance``.
Scope:       the paper writes no instance down; T is the verbatim reading.

``fh23.corollary8.instance``
Statement:   a formula F and a training instance T, as above.
Certificate: nothing; T is rebuilt from F.
Soundness:   ``target-*``: T is the instance of the repaired construction.  ``ledger-*``: its size is
             k = 2(m+n) and 19m + 14n points (16 per clause gadget, 14 per variable gadget, 3m points p),
             and with H = 8(16m+6)(m+n) each number is a fraction of denominator at most 6mH and numerator
             at most 6mH((16m+6)(m+n)+5), so the reduction is polynomial.

``fh23.corollary8.forward``
Statement:   a formula F and a training instance T, as above.
Certificate: the set of true variables, and a network.
Soundness:   ``ledger-points`` and ``target-*`` as above; ``exactly-one-true``: the assignment solves F;
             ``fit.*``: the network solves T.

``fh23.corollary8.backward``
Statement:   a formula F and a training instance T, as above, and a network that solves T, whatever its
             weights and the order and orientation of its neurons.
Certificate: for each gadget (clauses first) the numbers of the two neurons of its stripe, from below,
             counted from 1; the set of true variables.
Soundness:   ``exactly-one-true``: the assignment solves F; ``fit.*``: the network solves T.  The rest
             shows how the one is read off the other: ``stripe-window`` finds the breaklines in the
             windows of each gadget, ``slope-near`` and ``stripe-slope`` say that their slopes are within
             tau = eta/eps of the same listed one, ``true-as-extracted`` that a variable is true where
             this is -1, and ``literal-as-extracted`` that the stripe of a clause is that of its true literal.
Scope:       one formula and one solution each; the other direction is ``fh23.corollary8.no``.

``fh23.corollary8.no``
Statement:   a formula F and a training instance T, as above.
Certificate: a proof tree that refutes F, as in ``fh23.theorem1.no``.
Soundness:   ``unsatisfiable.*``: F has no solution.  The rest shows that a network of k neurons that fits
             T would give one; ``ledger-points`` and ``target-*``: T is the instance of the construction.
             *One neuron per window.*  On each of the lines x1 = -eps, 0, eps the labels start with 0
             (``lowest-label``) and change k times by 1 (``label-changes``), so each neuron changes the value
             once, by +1 or -1 upwards, in one of the windows between two points of different labels.
             *Matching.*  The heights of a neuron's line satisfy y_(-eps) + y_(eps) = 2 y_0, and its sign is
             the same on all three.  ``window-match``: for each window on x1 = 0, from below, there is only
             one pair of windows left where this is possible, the one of its own gadget and height.
             ``window-is-thin``: on x1 = 0 the windows of a gadget reach from z-1-eta to z-1 and from z+1
             to z+1+eta.
             *Slopes.*  ``slope-range``: the windows leave a line of the gadget slopes between s_1 - eta/eps
             and s_l + eta/eps.  ``vanishes-elsewhere``: with such slopes both lines of a stripe pass above, or
             both below, a point of another gadget, so that the value at q_i is that of its own
             stripe.  The label 0 at q_i+ says of the lower slope s and the upper one t that
             s >= s_(i+1) - sigma or t <= s_i + sigma, and that at q_i- the same with s and t exchanged,
             sigma = (s_(i+1) - s_i) eta/(2(1+eta)): so both are within tau = eta/eps of one listed slope.
             *Values.*  ``inside`` and ``outside``: within tau the two stripes that meet at p_(j,r) cover it,
             and no stripe of another gadget or slope does.  Its label is 1, so literal r of clause j is
             chosen if and only if the slope of its variable is -1: the chosen literals are the true ones.
Scope:       one formula each.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from flint import fmpq

from checker.claims.fh23.theorem1 import (
    FORMULA,
    TARGET,
    BackwardStatement,
    Rebuilt,
    Solution,
    Statement,
    counted,
    extraction_obligations,
    fit_obligations,
    number_obligations,
    rebuilt,
    size,
)
from checker.kernel.obligation import Path, Proof, Sentence, at_most, each, equal, less, within
from checker.kernel.verdict import Claim
from checker.objects.formula import Formula
from checker.objects.network import Network
from checker.problems import one_in_three
from checker.problems.training import Training
from checker.reductions.fh23.corollary8 import ThinGadget, build, build_printed, gadgets, window
from checker.reductions.fh23.theorem1 import EPSILON, ONE, distance, literal_point
from checker.reductions.reduction import Built


@dataclass(frozen=True, slots=True)
class FitWithoutSolution:
    tree: tuple[one_in_three.Step, ...]
    network: Network


@dataclass(frozen=True, slots=True)
class Unsatisfiable:
    tree: tuple[one_in_three.Step, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    stripes: tuple[tuple[int, ...], ...]
    true: frozenset[int]


def repaired(formula: Formula, target: Training) -> Proof[Built]:
    """The target is the one that the repaired construction builds from the formula."""
    return (yield from rebuilt(formula, target, build, per_clause=19, per_variable=14))


def printed_obligations(s: Statement, c: FitWithoutSolution) -> Iterator[Sentence]:
    built = yield from rebuilt(s.formula, s.target, build_printed, per_clause=34, per_variable=29)
    refutation = one_in_three.refutation_obligations(s.formula, c.tree, ("certificate", "tree"))
    yield from within("unsatisfiable", refutation, lambda at: at)
    yield from fit_obligations(s.target, c.network, built, ("certificate", "network"))


def instance_obligations(s: Statement, c: Rebuilt) -> Iterator[Sentence]:
    yield from repaired(s.formula, s.target)
    m, n, delta = len(s.formula.clauses), s.formula.variables, distance(s.formula)
    yield equal("ledger-neurons", s.target.neurons, 2 * (m + n), at=(*TARGET, "neurons"))
    largest = 6 * m * 8 * delta * (m + n)
    yield from number_obligations(s.target, largest * (delta * (m + n) + 5), largest)


def forward_obligations(s: Statement, c: Solution) -> Iterator[Sentence]:
    built = yield from repaired(s.formula, s.target)
    yield from one_in_three.solution_obligations(s.formula, c.true, FORMULA, ("certificate", "true"))
    yield from fit_obligations(s.target, c.network, built, ("certificate", "network"))


def backward_obligations(s: BackwardStatement, c: Extraction) -> Iterator[Sentence]:
    built = yield from repaired(s.formula, s.target)
    f, at = s.formula, ("certificate", "stripes")
    named, shapes = [piece.name for piece in built.pieces], gadgets(f)
    eta, slopes = window(f), list[fmpq]()
    yield equal("stripe-count", len(c.stripes), len(f.clauses) + f.variables, at=at)
    for g, (gadget, numbers) in enumerate(zip(shapes, c.stripes, strict=True)):
        place = (*at, g)
        yield equal("stripe-size", len(numbers), 2, at=(*place, named[g]))
        for least, number in zip((-ONE - eta, ONE), numbers, strict=True):
            yield less("neuron-exists", 0, number, at=(*place, named[g]))
            yield at_most("neuron-exists", number, s.network.size, at=(*place, named[g]))
            form = s.network.neurons.terms[number - 1][1].form
            words = f"{named[g]}, neuron {number}"
            yield less("stripe-not-vertical", fmpq(0), abs(form.coefficient(2)), at=(*place, words))
            height = -form.constant / form.coefficient(2) - gadget.offset
            yield at_most("stripe-window", least, height, at=(*place, words))
            yield at_most("stripe-window", height, least + eta, at=(*place, words))
            slope = -form.coefficient(1) / form.coefficient(2)
            distances = {abs(slope - listed): listed for listed in gadget.slopes}
            yield at_most("slope-near", min(distances), eta / EPSILON, at=(*place, words))
            if len(slopes) == g:
                slopes.append(distances[min(distances)])
            yield equal("stripe-slope", distances[min(distances)], slopes[g], at=(*place, words))
    listed = [gadget.slopes for gadget in shapes]
    yield from extraction_obligations(f, c.true, listed, slopes)
    yield from fit_obligations(s.target, s.network, built, ("statement", "network"))


def no_obligations(s: Statement, c: Unsatisfiable) -> Iterator[Sentence]:
    built = yield from repaired(s.formula, s.target)
    refutation = one_in_three.refutation_obligations(s.formula, c.tree, ("certificate", "tree"))
    yield from within("unsatisfiable", refutation, lambda at: at)
    yield from pinned_obligations(gadgets(s.formula), built)
    yield from covered_obligations(s.formula, gadgets(s.formula))


def pinned_obligations(shapes: Sequence[ThinGadget], built: Built) -> Proof[None]:
    """The stripes of a fitting network have slopes near the listed ones, and keep to their gadgets."""
    at, k = (*TARGET, "points"), built.instance.neurons
    eta, epsilon = shapes[0].eta, shapes[0].epsilon
    rising = sorted(shapes, key=lambda g: g.offset)
    below = yield from changes(-epsilon, k, built, at)
    middle = yield from changes(fmpq(0), k, built, at)
    above = yield from changes(epsilon, k, built, at)
    lows, highs = [c.low for c in above], [c.high for c in above]
    for b, change in enumerate(middle):  # on each of the three lines the first b windows are taken
        options = list[tuple[int, int]]()
        for i, left in enumerate(below[b:], b):
            first = bisect_left(highs, 2 * change.low - left.high)
            end = bisect_right(lows, 2 * change.high - left.low)
            same_sign = [j for j in range(max(first, b), end) if left.jump == change.jump == above[j].jump]
            options += [(i, j) for j in same_sign]
        yield equal("window-match", tuple(options), ((b, b),), at=at)
        gadget = rising[b // 2]
        low = gadget.offset + (ONE if b % 2 else -ONE - eta)
        yield equal("window-is-thin", (change.low, change.high), (low, low + eta), at=at)
        least = max(change.low - below[b].high, above[b].low - change.high) / epsilon
        most = min(change.high - below[b].low, above[b].high - change.low) / epsilon
        yield at_most("slope-range", gadget.slopes[0] - eta / epsilon, least, at=at)
        yield at_most("slope-range", most, gadget.slopes[-1] + eta / epsilon, at=at)
    for gadget, piece in zip(shapes, built.pieces, strict=False):
        steepest = [gadget.slopes[0] - eta / epsilon, gadget.slopes[-1] + eta / epsilon]
        distances = []
        for other in built.pieces[: len(shapes)]:
            for i in other.points if other is not piece else ():
                (x1, x2), _ = built.instance.points[i]
                heights = [x2 - gadget.offset - t * x1 for t in steepest]
                distances.append(max(min(heights), -max(heights)))
        yield each(less("vanishes-elsewhere", (ONE + eta,) * len(distances), tuple(distances), at=at))


class Change(NamedTuple):
    """A neuron switches between these heights of a vertical line, and adds so much to what is above."""

    low: fmpq
    high: fmpq
    jump: fmpq


def changes(x1: fmpq, k: int, built: Built, at: Path) -> Proof[list[Change]]:
    """Where the labels on this line change, from below."""
    line = sorted([(x[1], label) for x, label in built.instance.points if x[0] == x1])
    found = [Change(a, b, after - before) for (a, before), (b, after) in pairwise(line) if after != before]
    yield equal("lowest-label", line[0][1], fmpq(0), at=at)
    yield equal("label-changes", tuple([c.jump for c in found]), (ONE, -ONE) * (k // 2), at=at)
    return found


def covered_obligations(f: Formula, shapes: Sequence[ThinGadget]) -> Proof[None]:
    """With slopes within tau of a listed one, just two stripes cover the point p of each literal."""
    eta, m = shapes[0].eta, len(f.clauses)
    tau = eta / shapes[0].epsilon
    for j, clause in enumerate(f.clauses):
        for r, variable in enumerate(clause.literals):
            x1, x2 = literal_point(f, j + 1, r + 1)
            inside, outside = list[fmpq](), list[fmpq]()
            for g, gadget in enumerate(shapes):
                for i, slope in enumerate(gadget.slopes):
                    height = abs(x2 - gadget.offset - slope * x1)
                    if (g, i) in ((j, r), (m + variable - 1, 1)):
                        inside.append(height + tau * abs(x1))
                    else:
                        outside.append(height - tau * abs(x1))
            here = (*FORMULA, "clauses", j, "literals", r)
            yield less("inside", max(inside), ONE, at=here)
            yield less("outside", ONE + eta, min(outside), at=here)


CLAIMS = (
    Claim(
        "fh23.corollary8.printed",
        "fh23, Corollary 8",
        Statement,
        FitWithoutSolution,
        printed_obligations,
        lambda s: (
            f"{counted(s.formula)} has no solution, but {s.target.neurons} linear threshold neurons fit the"
            f" {len(s.target.points)} points of Theorem 1 whose labels are 0 and 1"
        ),
        lambda s: f"REFUTED AS PRINTED {size(s.target)}",
        "Read verbatim, with the points of Theorem 1 of label 0 and 1, a formula without a solution becomes an"
        " instance that 2(m + n) thresholds fit.",
    ),
    Claim(
        "fh23.corollary8.instance",
        "fh23, Corollary 8",
        Statement,
        Rebuilt,
        instance_obligations,
        lambda s: (
            f"the training instance of {len(s.target.points)} points for thresholds is the one built from"
            f" {counted(s.formula)}"
        ),
        lambda s: f"REDUCTION INSTANCE {size(s.target)}",
        "The training instance for thresholds is the one built from the formula, with 19m + 14n points and"
        " k = 2(m + n).",
    ),
    Claim(
        "fh23.corollary8.forward",
        "fh23, Corollary 8",
        Statement,
        Solution,
        forward_obligations,
        lambda s: (
            f"{counted(s.formula)} is solved, and so is the training instance of {len(s.target.points)} points"
            " for thresholds built from it"
        ),
        lambda s: f"REDUCTION yes->yes {size(s.target)}",
        "A one-in-three assignment of the formula becomes an exact fit by thresholds.",
    ),
    Claim(
        "fh23.corollary8.backward",
        "fh23, Corollary 8",
        BackwardStatement,
        Extraction,
        backward_obligations,
        lambda s: (
            f"the thresholds fit the training instance of {len(s.target.points)} points, and the assignment"
            f" read off their stripes solves {counted(s.formula)}"
        ),
        lambda s: f"REDUCTION yes<-yes {size(s.target)}",
        "Thresholds that fit the training instance are read back as a one-in-three assignment.",
    ),
    Claim(
        "fh23.corollary8.no",
        "fh23, Corollary 8",
        Statement,
        Unsatisfiable,
        no_obligations,
        lambda s: (
            f"{counted(s.formula)} has no solution, and no {s.target.neurons} thresholds fit the training"
            f" instance of {len(s.target.points)} points built from it"
        ),
        lambda s: f"REDUCTION no->no {size(s.target)}",
        "A formula without a solution becomes a training instance that no 2(m + n) thresholds fit.",
    ),
)
