"""A formula has a one-in-three assignment if and only if the training instance built from it is fitted.

Source: fh23, Theorem 1 (d = 2, error 0, k = 4(m+n)), with Section 3 for the construction.  "Exactly one
true literal" counts occurrences.  The paper prints the error bound as positive; it must allow 0.

``fh23.theorem1.instance``
Statement:   a formula F of m >= 1 clauses of three positive literals over n variables, and a training
             instance T.
Certificate: nothing; T is rebuilt from F.
Soundness:   ``target-*``: T is the instance of the construction.  ``ledger-*``: its size is what the
             paper says, k = 4(m+n) and 38m + 33n points (35 per clause gadget, 33 per variable gadget,
             3m points p), and each number is a fraction of numerator at most
             6m((16m+6)(m+n)+5) and denominator at most 6m, so the reduction is polynomial.

``fh23.theorem1.forward``
Statement:   a formula F and a training instance T, as above.
Certificate: the set of true variables, and a network.
Soundness:   ``ledger-points`` and ``target-*`` as above; ``exactly-one-true``: the assignment solves F;
             ``fit.*``: the network solves T.

``fh23.theorem1.backward``
Statement:   a formula F and a training instance T, as above, and a network that solves T, whatever the
             order and orientation of its neurons.
Certificate: for each gadget (clauses first) the numbers of the four neurons of its levee, from below,
             counted from 1; the set of true variables.
Soundness:   ``exactly-one-true``: the assignment solves F; ``fit.*``: the network solves T.  The rest
             shows how the one is read off the other: ``levee-break``, ``levee-slope`` and
             ``slope-listed`` find in each gadget a levee of one of its slopes by the breaklines alone,
             ``true-as-extracted`` says that a variable is true where the slope is -1, and
             ``literal-as-extracted`` that the levee of a clause is that of its true literal.
Scope:       one formula and one solution each; for a formula without a solution see the next claim.

``fh23.theorem1.no``
Statement:   a formula F and a training instance T, as above.
Certificate: that of ``fh23.lemma5`` for the gadgets of F from below (variables downwards, then clauses);
             that of ``fh23.lemma6``; and a proof tree, written in preorder: ``split(v)`` has two cases, v
             true and v false; ``two_true(j)`` and ``none_true(j)`` end one.
Soundness:   ``target-*`` as above.  A network of 4(m+n) ReLUs has at most so many breaklines, so by
             ``lemma5.*`` one that fits T is a sum of one levee per gadget; call a variable true if its levee
             has slope -1.  At p_(j,r), label 1, only the levees of that literal and of its variable with
             slope 1 count (``lemma6.*``), so exactly one of the two is in the sum: clause j has the levee
             of its literal r if and only if that literal is true.  It has exactly one levee, so exactly one
             true literal, and F has a solution.  The tree refutes that: ``two-literals-true``,
             ``no-literal-true``; that it is complete, ``variable-is-open`` and ``tree.*``.
Scope:       one formula; the tree may have 2^n leaves.

``fh23.theorem1.padding``
Statement:   a formula F, as above, and a training instance T of any dimension d >= 2.
Certificate: nothing; T is rebuilt from F.
Soundness:   ``target-*``: cut to x1 and x2, T is the instance of the construction; ``padding``: all other
             coordinates are 0.  So what a network does on T does not depend on its other weights, and it
             solves T if and only if its cut to x1 and x2 solves the instance of the plane; a neuron may
             become constant by that, which is allowed.  Every network of the plane is one of Q^d.
Scope:       one formula and one d; the answers are those of the other claims.

``fh23.theorem1.error``
Statement:   a formula F, as above, and a training instance T with an error bound gamma >= 0 and a loss,
             which is l0, l1 or squared.
Certificate: nothing; T is rebuilt from F.
Soundness:   ``target-*``: the first 38m + 33n points are those of the construction, which has an error
             bound of 0.  The others stand in pairs (``points-in-pairs``), both in one place
             (``pair-in-one-place``).
             Whatever a network says there, a pair costs it at least 1 (l0), d (l1) or d^2/2 (squared),
             where d > 0 is the distance of the labels, and nothing if they agree.  ``least-losses``: over all
             pairs this is gamma, under l0 the greatest integer that is not above it.  So a network whose
             error is at most gamma pays nothing at the points of the construction (under l0 its error
             is an integer), and fits them.  A network that fits them says at each pair the label of
             the data point there (``pair-at-a-data-point``), and with that it pays the least
             (``pair-pays-its-least``): its error is at most gamma.  Hence T and the construction are
             solved by the same networks.
Scope:       one formula, one gamma and these three losses.  The paper says the same of every loss that
             vanishes exactly where value and label agree, but for some of them no pairs of rational
             points cost gamma.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from flint import fmpq

from checker.claims.fh23.lemma5 import Uniqueness, only_levees
from checker.claims.fh23.lemma6 import Name, literals, two_levees
from checker.kernel.column import column, constant
from checker.kernel.obligation import (
    Path,
    Proof,
    Sentence,
    at_most,
    each,
    equal,
    less,
    member,
    subset,
    within,
)
from checker.kernel.verdict import Claim
from checker.objects.formula import Formula
from checker.objects.levee import BREAKS
from checker.objects.network import Network
from checker.objects.points import Points, points
from checker.problems import one_in_three, training
from checker.problems.training import Loss, Training, loss_of
from checker.reductions.fh23.theorem1 import TRUE, build, distance, gadgets, literal_point
from checker.reductions.reduction import Built, spoken_places, target_obligations

FORMULA: Path = ("statement", "formula")
TARGET: Path = ("statement", "target")
LOSSES = frozenset({Loss.L0, Loss.L1, Loss.SQUARED})


@dataclass(frozen=True, slots=True)
class Statement:
    formula: Formula
    target: Training


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """No witness is needed."""


@dataclass(frozen=True, slots=True)
class Solution:
    true: frozenset[int]
    network: Network


@dataclass(frozen=True, slots=True)
class BackwardStatement:
    formula: Formula
    target: Training
    network: Network


@dataclass(frozen=True, slots=True)
class Extraction:
    levees: tuple[tuple[int, ...], ...]
    true: frozenset[int]


@dataclass(frozen=True, slots=True)
class Refutation:
    lemma5: Uniqueness
    lemma6: tuple[tuple[Name, ...], ...]
    tree: tuple[one_in_three.Step, ...]


def rebuilt(
    formula: Formula,
    target: Training,
    construction: Callable[[Formula], Built] = build,
    per_clause: int = 38,
    per_variable: int = 33,
) -> Proof[Built]:
    """The target is the one that the construction builds from the formula; so many points belong to each."""
    yield from one_in_three.instance_obligations(formula, FORMULA)
    size = per_clause * len(formula.clauses) + per_variable * formula.variables
    yield equal("ledger-points", len(target.points), size, at=(*TARGET, "points"))  # nothing longer is built
    built = construction(formula)
    yield from target_obligations(target, built, TARGET)
    return built


def number_obligations(target: Training, numerator: int, denominator: int) -> Proof[None]:
    """The numbers of the data points are fractions of at most this numerator and denominator."""
    at = (*TARGET, "points")
    numbers = [v for column in (*target.points.coordinates, target.points.labels) for v in column]
    top, bottom = max(abs(int(v.p)) for v in numbers), max(int(v.q) for v in numbers)
    yield at_most("ledger-numerators", top, numerator, at=at)
    yield at_most("ledger-denominators", bottom, denominator, at=at)


def fit_obligations(target: Training, network: Network, built: Built, at: Path) -> Proof[None]:
    """The network solves the target; misfits are told in the paper's words."""
    fit = training.solution_obligations(target, network, TARGET, at)
    yield from within("fit", fit, spoken_places(built, TARGET))


def extraction_obligations(
    f: Formula, true: frozenset[int], listed: Sequence[Sequence[fmpq]], slopes: Sequence[fmpq]
) -> Proof[None]:
    """The assignment solves the formula and is read off one slope per gadget, among those listed for it."""
    variable_slopes = slopes[len(f.clauses) :]
    extracted = frozenset(i for i, slope in enumerate(variable_slopes, 1) if slope == TRUE)
    yield equal("true-as-extracted", true, extracted, at=("certificate", "true"))
    yield from one_in_three.solution_obligations(f, true, FORMULA, ("certificate", "true"))
    for j, clause in enumerate(f.clauses):
        chosen = clause.literals[listed[j].index(slopes[j])]
        yield member("literal-as-extracted", chosen, true, at=(*FORMULA, "clauses", j))


def instance_obligations(s: Statement, c: Rebuilt) -> Iterator[Sentence]:
    yield from rebuilt(s.formula, s.target)
    m, n = len(s.formula.clauses), s.formula.variables
    yield equal("ledger-neurons", s.target.neurons, 4 * (m + n), at=(*TARGET, "neurons"))
    largest = 6 * m * (distance(s.formula) * (m + n) + 5)
    yield from number_obligations(s.target, largest, 6 * m)


def forward_obligations(s: Statement, c: Solution) -> Iterator[Sentence]:
    built = yield from rebuilt(s.formula, s.target)
    yield from one_in_three.solution_obligations(s.formula, c.true, FORMULA, ("certificate", "true"))
    yield from fit_obligations(s.target, c.network, built, ("certificate", "network"))


def backward_obligations(s: BackwardStatement, c: Extraction) -> Iterator[Sentence]:
    built = yield from rebuilt(s.formula, s.target)
    f, at = s.formula, ("certificate", "levees")
    named, shapes = [piece.name for piece in built.pieces], gadgets(f)
    slopes = list[fmpq]()
    yield equal("levee-count", len(c.levees), len(f.clauses) + f.variables, at=at)
    for g, (gadget, numbers) in enumerate(zip(shapes, c.levees, strict=True)):
        place = (*at, g)
        yield equal("levee-size", len(numbers), 4, at=(*place, named[g]))
        for (u, _), number in zip(BREAKS, numbers, strict=True):
            yield less("neuron-exists", 0, number, at=(*place, named[g]))
            yield at_most("neuron-exists", number, s.network.size, at=(*place, named[g]))
            form = s.network.neurons.terms[number - 1][1].form
            words = f"{named[g]}, neuron {number}"
            yield less("levee-not-vertical", fmpq(0), abs(form.coefficient(2)), at=(*place, words))
            yield equal("levee-break", form((fmpq(0), gadget.offset + u)), fmpq(0), at=(*place, words))
            slope = -form.coefficient(1) / form.coefficient(2)
            yield member("slope-listed", slope, gadget.slopes, at=(*place, words))
            if len(slopes) == g:
                slopes.append(slope)
            yield equal("levee-slope", slope, slopes[g], at=(*place, words))
    listed = [gadget.slopes for gadget in shapes]
    yield from extraction_obligations(f, c.true, listed, slopes)
    yield from fit_obligations(s.target, s.network, built, ("statement", "network"))


def no_obligations(s: Statement, c: Refutation) -> Iterator[Sentence]:
    built = yield from rebuilt(s.formula, s.target)
    f, shapes = s.formula, gadgets(s.formula)
    from_below = sorted(range(len(shapes)), key=lambda g: shapes[g].offset)

    def gadget_at(g: int) -> Path:
        return (*TARGET, built.pieces[from_below[g]].name)

    stack = [shapes[g] for g in from_below]
    lemma5 = only_levees(stack, s.target.points, c.lemma5, gadget_at, ("certificate", "lemma5"))
    yield from within("lemma5", lemma5, lambda place: place)
    crossed = [literal_point(f, j, r) for j, r, _ in literals(f)]
    lemma6 = two_levees(f, crossed, c.lemma6, ("certificate", "lemma6"))
    yield from within("lemma6", lemma6, lambda place: place)
    yield from one_in_three.refutation_obligations(f, c.tree, ("certificate", "tree"))


def padding_obligations(s: Statement, c: Rebuilt) -> Iterator[Sentence]:
    yield at_most("dimension-at-least-two", 2, s.target.dimension, at=(*TARGET, "dimension"))
    built = yield from rebuilt(s.formula, cut(s.target))
    nothing = constant(fmpq(0), len(s.target.points))
    for number, coordinate in enumerate(s.target.points.coordinates[2:], 3):
        yield each(equal("padding", coordinate, nothing), place=_coordinate(built, number))


def _coordinate(built: Built, number: int) -> Callable[[int], Path]:
    return lambda i: (*TARGET, "points", i, built.words[i], f"x{number}")


def cut(t: Training) -> Training:
    """The instance without the coordinates behind x2."""
    return replace(t, dimension=2, points=Points(t.points.coordinates[:2], t.points.labels))


def error_obligations(s: Statement, c: Rebuilt) -> Iterator[Sentence]:
    t, at = s.target, (*TARGET, "points")
    yield member("loss-is-known", t.loss, LOSSES, at=(*TARGET, "loss"))
    size, rows = 38 * len(s.formula.clauses) + 33 * s.formula.variables, list(t.points)
    first, rest = rows[:size], rows[size:]
    exact = replace(t, points=points(t.dimension, first), error=fmpq(0), loss=Loss.ANY)
    yield from rebuilt(s.formula, exact)
    yield equal("points-in-pairs", len(rest) % 2, 0, at=at)
    places, others = tuple([x for x, _ in rest[::2]]), tuple([x for x, _ in rest[1::2]])
    labels = [(a, b) for (_, a), (_, b) in zip(rest[::2], rest[1::2], strict=True)]

    def pair(i: int) -> Path:
        return (*at, len(first) + 2 * i, f"with the point behind it pair {i + 1}")

    known = dict(first)
    yield each(equal("pair-in-one-place", places, others), pair)
    yield subset("pair-at-a-data-point", frozenset(places), frozenset(known), at=at)
    paid = [
        loss_of(t.loss, known[x] - a) + loss_of(t.loss, known[x] - b)
        for x, (a, b) in zip(places, labels, strict=True)
    ]
    least = [least_loss(t.loss, a, b) for a, b in labels]
    yield each(equal("pair-pays-its-least", column(paid), column(least)), pair)
    forced = t.error.floor() if t.loss is Loss.L0 else t.error
    yield equal("least-losses", sum(least, fmpq(0)), forced, at=(*TARGET, "error"))


def least_loss(loss: Loss, a: fmpq, b: fmpq) -> fmpq:
    """The least of the sum of the losses at these two labels, over all values."""
    return loss_of(loss, a - b) / (2 if loss is Loss.SQUARED else 1)


def counted(f: Formula) -> str:
    m, n = len(f.clauses), f.variables
    return f"the formula of {m} {'clause' if m == 1 else 'clauses'} over {n} {'variable' if n == 1 else 'variables'}"


def size(t: Training) -> str:
    return f"points={len(t.points)} neurons={t.neurons}"


CLAIMS = (
    Claim(
        "fh23.theorem1.instance",
        "fh23, Theorem 1",
        Statement,
        Rebuilt,
        instance_obligations,
        lambda s: (
            f"the training instance of {len(s.target.points)} points is the one built from {counted(s.formula)}"
        ),
        lambda s: f"REDUCTION INSTANCE {size(s.target)}",
        "The training instance is the one built from the formula, with 38m + 33n points and k = 4(m + n).",
    ),
    Claim(
        "fh23.theorem1.forward",
        "fh23, Theorem 1",
        Statement,
        Solution,
        forward_obligations,
        lambda s: (
            f"{counted(s.formula)} is solved, and so is the training instance of {len(s.target.points)} points"
            " built from it"
        ),
        lambda s: f"REDUCTION yes->yes {size(s.target)}",
        "A one-in-three assignment of the formula becomes an exact fit of the training instance.",
    ),
    Claim(
        "fh23.theorem1.backward",
        "fh23, Theorem 1",
        BackwardStatement,
        Extraction,
        backward_obligations,
        lambda s: (
            f"the network fits the training instance of {len(s.target.points)} points, and the assignment read"
            f" off its levees solves {counted(s.formula)}"
        ),
        lambda s: f"REDUCTION yes<-yes {size(s.target)}",
        "A network that fits the training instance is read back as a one-in-three assignment.",
    ),
    Claim(
        "fh23.theorem1.no",
        "fh23, Theorem 1",
        Statement,
        Refutation,
        no_obligations,
        lambda s: (
            f"{counted(s.formula)} has no one-in-three assignment, and no network of {s.target.neurons} ReLUs"
            f" fits the training instance of {len(s.target.points)} points built from it"
        ),
        lambda s: f"REDUCTION no->no {size(s.target)}",
        "A formula without a one-in-three assignment: no network of 4(m + n) ReLUs fits its training instance.",
    ),
    Claim(
        "fh23.theorem1.padding",
        "fh23, Theorem 1",
        Statement,
        Rebuilt,
        padding_obligations,
        lambda s: (
            f"the training instance of {len(s.target.points)} points in dimension {s.target.dimension} is that"
            f" of {counted(s.formula)}, padded with zeros, and has the same answer"
        ),
        lambda s: f"REDUCTION PADDED dimension={s.target.dimension} {size(s.target)}",
        "Padded with zeros, the instance of the plane has the same answer in every dimension d >= 2.",
    ),
    Claim(
        "fh23.theorem1.error",
        "fh23, Theorem 1",
        Statement,
        Rebuilt,
        error_obligations,
        lambda s: (
            f"the training instance of {len(s.target.points)} points with a total {s.target.loss.value} loss of"
            f" at most {s.target.error} is solved by the networks that fit the instance of {counted(s.formula)}"
        ),
        lambda s: f"REDUCTION WITH ERROR {s.target.loss.value}-error<={s.target.error} {size(s.target)}",
        "Pairs of points that cannot both be fitted force the error gamma: the same networks are solutions.",
    ),
)
