"""A formula has a one-in-three assignment if and only if thresholds fit the training instance built from it.

Source: fh23, Corollary 8 (d = 2, error 0, k = 2(m+n) linear threshold neurons), whose proof is that of
Theorem 1 with thresholds for breaklines.  What is printed fails; the windows of the repair are ours.

``fh23.corollary8.printed``
Statement:   a formula F of m >= 1 clauses of three positive literals over n variables, and a training
             instance T.
Certificate: a refutation of F, and a network.  The proof tree's ``branch(i)`` has two children: variable
             i is false, or true.  Rows, x_i being 1 where variable i is true and else 0:
                 exactly_one(j)    the sum of x_i over the literals of clause j is 1   (always)
                 not_negative(i)   x_i >= 0                                            (always)
                 value(i)          x_i = 0, or x_i = 1                                 (if it is on the path)
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
Scope:       one formula and one solution each; that no formula without a solution is fitted is not claimed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flint import fmpq

from checker.claims.fh23.theorem1 import (
    FORMULA,
    TARGET,
    BackwardStatement,
    Rebuilt,
    Solution,
    Statement,
    counted,
    rebuilt,
    size,
)
from checker.kernel.obligation import Proof, Sentence, at_most, equal, less, member, within
from checker.kernel.verdict import Claim
from checker.objects.formula import Formula
from checker.objects.network import Network
from checker.problems import one_in_three, training
from checker.problems.one_in_three import Refutation
from checker.problems.training import Training
from checker.reductions.fh23.corollary8 import build, build_printed, gadgets, window
from checker.reductions.fh23.theorem1 import EPSILON, ONE, TRUE, distance
from checker.reductions.reduction import Built, spoken_places


@dataclass(frozen=True, slots=True)
class FitWithoutSolution:
    refutation: Refutation
    network: Network


@dataclass(frozen=True, slots=True)
class Extraction:
    stripes: tuple[tuple[int, ...], ...]
    true: frozenset[int]


def repaired(formula: Formula, target: Training) -> Proof[Built]:
    """The target is the one that the repaired construction builds from the formula."""
    return (yield from rebuilt(formula, target, build, per_clause=19, per_variable=14))


def printed_obligations(s: Statement, c: FitWithoutSolution) -> Iterator[Sentence]:
    built = yield from rebuilt(s.formula, s.target, build_printed, per_clause=34, per_variable=29)
    here = ("certificate", "refutation")
    refutation = one_in_three.refutation_obligations(s.formula, c.refutation, here)
    yield from within("unsatisfiable", refutation, lambda at: at)
    fit = training.solution_obligations(s.target, c.network, TARGET, ("certificate", "network"))
    yield from within("fit", fit, spoken_places(built, TARGET))


def instance_obligations(s: Statement, c: Rebuilt) -> Iterator[Sentence]:
    yield from repaired(s.formula, s.target)
    m, n, delta = len(s.formula.clauses), s.formula.variables, distance(s.formula)
    yield equal("ledger-neurons", s.target.neurons, 2 * (m + n), at=(*TARGET, "neurons"))
    numbers = [v for column in (*s.target.points.coordinates, s.target.points.labels) for v in column]
    top, bottom = max(abs(int(v.p)) for v in numbers), max(int(v.q) for v in numbers)
    largest = 6 * m * 8 * delta * (m + n)
    yield at_most("ledger-numerators", top, largest * (delta * (m + n) + 5), at=(*TARGET, "points"))
    yield at_most("ledger-denominators", bottom, largest, at=(*TARGET, "points"))


def forward_obligations(s: Statement, c: Solution) -> Iterator[Sentence]:
    built = yield from repaired(s.formula, s.target)
    yield from one_in_three.solution_obligations(s.formula, c.true, FORMULA, ("certificate", "true"))
    fit = training.solution_obligations(s.target, c.network, TARGET, ("certificate", "network"))
    yield from within("fit", fit, spoken_places(built, TARGET))


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

    variable_slopes = slopes[len(f.clauses) :]
    extracted = frozenset(i for i, slope in enumerate(variable_slopes, 1) if slope == TRUE)
    yield equal("true-as-extracted", c.true, extracted, at=("certificate", "true"))
    yield from one_in_three.solution_obligations(f, c.true, FORMULA, ("certificate", "true"))
    for j, clause in enumerate(f.clauses):
        chosen = clause.literals[shapes[j].slopes.index(slopes[j])]
        yield member("literal-as-extracted", chosen, c.true, at=(*FORMULA, "clauses", j))
    fit = training.solution_obligations(s.target, s.network, TARGET, ("statement", "network"))
    yield from within("fit", fit, spoken_places(built, TARGET))


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
)
