"""Two hyperplanes that separate points as (3) to (5) ask become ReLUs that fit, and ReLUs that fit two hyperplanes.

Source: fh23, Theorem 7 (error 0, k = 4), with conditions (3) to (5) of Section 4, and the remark of
Section 1 that every fixed k >= 4 will do.  The distance delta and the points that use up neurons where
k >= 6 are ours; ``checker/reductions/fh23/theorem7.py`` and ``windows.py`` say which.

``fh23.theorem7.instance``
Statement:   points in Q^d labelled 1 and 0, both labels occurring, 0 < epsilon < 1/2 (m^-3 in the paper,
             m being the number of points), and a training instance T of k >= 4 neurons.
Certificate: nothing; T is rebuilt from the points, epsilon and k.
Soundness:   ``epsilon-positive``, ``epsilon-below-half``, ``both-labels`` and ``at-least-four-neurons``
             are what the construction needs.  ``target-*``: T is the instance of the construction.
             ``ledger-points``: with W = max(0, k - 5) windows and L = kd + 1 lines it has
             |Q| + |P| + 2 |Q| |P| + 3WL points.  ``ledger-numerators`` and ``ledger-denominators``: if H is
             the largest numerator or denominator in the source and in epsilon, those of T are at most
             (4d+3) H^(4d+4) or 16 (W+1)^2 d(d+1) (L(L+1))^d H^3, so for a fixed k the reduction is
             polynomial.

``fh23.theorem7.instance.printed``
Statement:   points in Q^d labelled 1 and 0.
Certificate: the numbers of a point q of label 1 and a point p of label 0, and an integer a.
Soundness:   *As printed*, r = (1 - delta) q + delta p with delta = epsilon/(2 ||q - p||), epsilon = m^-3.
             ``label-is-1``, ``label-is-0``: q and p are such a pair.  ``no-square``: a^2 < uv < (a+1)^2,
             where ||q - p||^2 = u/v in lowest terms, so that ||q - p|| is irrational, and so is a
             coordinate of r in which q and p differ: the printed data are no input of an algorithm.
             *Repaired* by another delta: ``fh23.theorem7.instance``.

``fh23.theorem7.forward``
Statement:   points, epsilon and a training instance T, as above.
Certificate: two affine forms a, b, scaled so that a step of slope 1 in them is steep enough, and a network.
Soundness:   ``target-*`` as above.  ``separates.*``: (3) and (4), the forms solve the restricted version;
             ``margin``: (5), each point lies farther than epsilon from both hyperplanes (by squares).
             ``network-of-the-forms``: the network is relu(a) - relu(a-1) - relu(b) + relu(b-1), and one
             more ReLU of the last coordinate for each window.  ``fit.*``: the network solves T.

``fh23.theorem7.backward``
Statement:   points, epsilon and T, as above, and a network that solves T, whatever its neurons.
Certificate: the numbers of one or two neurons, counted from 1, and two affine forms.
Soundness:   ``target-*`` as above.  ``fit.*``: the network solves T.  ``separates.*``: the forms solve the
             crossing version.  They are read off the neurons: ``cutting-neurons`` says that the neurons named,
             where tau = 0, are those of one sign whose forms have opposite strict signs at the ends of some
             pair, ``form-of-neuron`` and ``strict-signs-kept`` that the forms, in the order of the numbers,
             are theirs up to a constant that changes no strict sign at any point.  Of one neuron the
             second form is any.  The paper leaves the constant out; without it a point may lie on a
             hyperplane.
Scope:       one instance and one solution each; where ``separates`` has a crossing solution only, the
             source need not satisfy (3) to (5).

``fh23.theorem7.backward.printed``
Statement:   points, epsilon and T, as above, and a network that solves T.
Certificate: for each sign of the output weights the number of a neuron and of a point.
Soundness:   *As printed*, the hyperplanes of all neurons of weight 1, or else those of all neurons of weight
             -1, separate the points.  ``target-*`` as above; ``four-neurons``, ``epsilon-as-printed`` and
             ``distance-one``: T is literally the printed instance, for at distance 1 the two choices of
             delta agree.  ``weights-as-printed`` and ``fit.*``: the network is one of those of which the
             proof speaks.  ``weight-is-1``, ``weight-is-minus-1``, ``no-constant`` and ``on-the-hyperplane``:
             a hyperplane of either sign contains a point.
             *Repaired* by a shift: ``fh23.theorem7.backward``.

``fh23.theorem7.no``
Statement:   points, epsilon and T, as above.
Certificate: that of ``separability.two_hyperplanes.crossing.no``.
Soundness:   ``target-*``: T is the instance of the construction.  ``inseparable.*``: the crossing version
             has no solution.  The rest shows that a network of k ReLUs that fits T would give one.
             *Pairs.*  On the segment from q to p the labels of q, r, s, p are 1, 1, 0, 0, in this order since
             delta < 1/2.  So the network has a concave break strictly between q and s and a convex one
             strictly between r and p: the segment is cut by a neuron of negative weight and by one of
             positive weight, which have opposite strict signs at q and p.
             *Windows* (k >= 6).  Over a base point b the labels at tau = i - w, i, i + w have second
             difference 1, so a neuron of positive weight breaks strictly between i - w and i + w.  There are
             kd + 1 base points and k neurons: one of these breaks in window i over d + 1 base points.
             The height tau(x) at which it breaks is affine in x and lies within w of i at d + 1 affinely
             independent points, so within 1/4 of i at each point of the source (Lagrange's formula: the
             barycentric coordinates have sizes of sum at most 1/(4w)).  So at tau = 0 it has the same strict
             sign at all of them and cuts no pair, and each window has a neuron of its own.
             *Count.*  At most 5 neurons are left to cut pairs, so at most 2 of one sign.  A constant that
             keeps their strict signs moves the points off their hyperplanes: a solution.
Scope:       one instance each; the hardness of the restricted version is cited by the paper, not checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flint import fmpq

from checker.claims.fh23.theorem1 import Rebuilt, fit_obligations, number_obligations, size
from checker.claims.separability import two_hyperplanes
from checker.claims.separability.two_hyperplanes import CrossingTree
from checker.kernel.obligation import Path, Proof, Sentence, at_most, each, equal, less, subset, within
from checker.kernel.verdict import Claim
from checker.objects.affine import Affine
from checker.objects.network import Network
from checker.objects.points import LabelledPoint
from checker.problems.separability import (
    ONE,
    ZERO,
    Hyperplanes,
    Separability,
    crossing_obligations,
    restricted_obligations,
)
from checker.problems.training import Training
from checker.reductions.fh23.theorem7 import build, point_count, steps, window_count, windows_of
from checker.reductions.fh23.windows import line_count
from checker.reductions.reduction import Built, target_obligations

SOURCE: Path = ("statement", "source")
EPSILON: Path = ("statement", "epsilon")
TARGET: Path = ("statement", "target")
HYPERPLANES: Path = ("certificate", "hyperplanes")


@dataclass(frozen=True, slots=True)
class Statement:
    source: Separability
    epsilon: fmpq
    target: Training


@dataclass(frozen=True, slots=True)
class PrintedStatement:
    source: Separability


@dataclass(frozen=True, slots=True)
class BackwardStatement:
    source: Separability
    epsilon: fmpq
    target: Training
    network: Network


@dataclass(frozen=True, slots=True)
class Fit:
    hyperplanes: Hyperplanes
    network: Network


@dataclass(frozen=True, slots=True)
class Extraction:
    neurons: frozenset[int]
    hyperplanes: Hyperplanes


@dataclass(frozen=True, slots=True)
class Irrational:
    one: int
    zero: int
    root: int


@dataclass(frozen=True, slots=True)
class Through:
    """The hyperplane of this neuron contains this point."""

    neuron: int
    point: int


@dataclass(frozen=True, slots=True)
class Unshifted:
    convex: Through
    concave: Through


def same(place: Path) -> Path:
    return place


def rebuilt(s: Statement | BackwardStatement) -> Proof[Built]:
    """The target is the one that the construction builds from the source, for its number of neurons."""
    yield less("epsilon-positive", ZERO, s.epsilon, at=EPSILON)
    yield less("epsilon-below-half", s.epsilon, fmpq(1, 2), at=EPSILON)
    found = frozenset(s.source.points.labels)
    yield equal("both-labels", found, frozenset({ZERO, ONE}), at=(*SOURCE, "points"))
    yield at_most("at-least-four-neurons", 4, s.target.neurons, at=(*TARGET, "neurons"))
    count = point_count(s.source, s.target.neurons)
    yield equal(
        "ledger-points", len(s.target.points), count, at=(*TARGET, "points")
    )  # nothing longer is built
    built = build(s.source, s.epsilon, s.target.neurons)
    yield from target_obligations(s.target, built, TARGET)
    return built


def instance_obligations(s: Statement, c: Rebuilt) -> Iterator[Sentence]:
    yield from rebuilt(s)
    d, k = s.source.dimension, s.target.neurons
    given = [s.epsilon, *[v for column in s.source.points.coordinates for v in column]]
    h = max([max(abs(int(v.p)), int(v.q)) for v in given])
    count, lines = window_count(k), line_count(s.source, k)
    near = (4 * d + 3) * h ** (4 * d + 4)
    far = 16 * (count + 1) ** 2 * d * (d + 1) * (lines * (lines + 1)) ** d * h**3 if count else 0
    yield from number_obligations(s.target, max(near, far), max(near, far))


def printed_instance_obligations(s: PrintedStatement, c: Irrational) -> Iterator[Sentence]:
    q, label = yield from numbered(s.source, c.one, ("certificate", "one"))
    yield equal("label-is-1", label, ONE, at=("certificate", "one"))
    p, label = yield from numbered(s.source, c.zero, ("certificate", "zero"))
    yield equal("label-is-0", label, ZERO, at=("certificate", "zero"))
    distance = sum([(a - b) ** 2 for a, b in zip(q, p, strict=True)], ZERO)
    n, here = int(distance.p) * int(distance.q), ("certificate", "root")
    yield less("no-square", c.root**2, n, at=here)
    yield less("no-square", n, (c.root + 1) ** 2, at=here)


def numbered(s: Separability, number: int, at: Path) -> Proof[LabelledPoint]:
    """The point of this number, from 1."""
    yield less("point-exists", 0, number, at=at)
    yield at_most("point-exists", number, len(s.points), at=at)
    return s.points[number - 1]


def forward_obligations(s: Statement, c: Fit) -> Iterator[Sentence]:
    built = yield from rebuilt(s)
    yield from within("separates", restricted_obligations(s.source, c.hyperplanes, SOURCE, HYPERPLANES), same)
    for form in (c.hyperplanes.first, c.hyperplanes.second):
        least = s.epsilon**2 * squared_norm(form)
        squares = tuple([form(x) ** 2 for x, _ in s.source.points])
        yield each(less("margin", (least,) * len(squares), squares, at=(*SOURCE, "points")))
    here, ws = ("certificate", "network"), windows_of(s.source, s.epsilon, s.target.neurons)
    made = steps(c.hyperplanes, ws, s.target.dimension)
    yield equal("network-of-the-forms", c.network, made, at=here)
    yield from fit_obligations(s.target, c.network, built, here)


def squared_norm(form: Affine) -> fmpq:
    """||h||^2 of the form h.x + o."""
    return sum([c**2 for _, c in form.terms], ZERO)


def backward_obligations(s: BackwardStatement, c: Extraction) -> Iterator[Sentence]:
    built = yield from rebuilt(s)
    yield from fit_obligations(s.target, s.network, built, ("statement", "network"))
    here = ("certificate", "neurons")
    yield less("one-or-two-neurons", 0, len(c.neurons), at=here)
    yield at_most("one-or-two-neurons", len(c.neurons), 2, at=here)
    yield less("neuron-exists", 0, min(c.neurons), at=(*here, min(c.neurons)))
    yield at_most("neuron-exists", max(c.neurons), s.network.size, at=(*here, max(c.neurons)))
    terms, d = s.network.neurons.terms, s.source.dimension
    sign = terms[min(c.neurons) - 1][0] > 0
    yield equal("cutting-neurons", c.neurons, cutting(s.source, s.network, sign), at=here)
    given = (("first", c.hyperplanes.first), ("second", c.hyperplanes.second))
    for number, (name, shifted) in zip(sorted(c.neurons), given, strict=False):
        form = terms[number - 1][1].form.on_first(d)
        yield equal("form-of-neuron", shifted.terms, form.terms, at=(*HYPERPLANES, name))
        before = signs(s.source, form)
        after = tuple([b and a for a, b in zip(signs(s.source, shifted), before, strict=True)])
        yield each(equal("strict-signs-kept", after, before, at=(*SOURCE, "points")))
    yield from within("separates", crossing_obligations(s.source, c.hyperplanes, SOURCE, HYPERPLANES), same)


def signs(s: Separability, form: Affine) -> tuple[int, ...]:
    """1, 0 or -1 at each point."""
    values = [form(x) for x, _ in s.points]
    return tuple([(v > 0) - (v < 0) for v in values])


def cutting(s: Separability, n: Network, positive: bool) -> frozenset[int]:
    """The neurons of this sign, from 1, that have opposite strict signs at the ends of some pair, at tau = 0."""
    found = set[int]()
    for number, (weight, neuron) in enumerate(n.neurons.terms, 1):
        seen = set(zip(signs(s, neuron.form.on_first(s.dimension)), s.points.labels, strict=True))
        if (weight > 0) == positive and ({(1, ONE), (-1, ZERO)} <= seen or {(-1, ONE), (1, ZERO)} <= seen):
            found.add(number)
    return frozenset(found)


def printed_backward_obligations(s: BackwardStatement, c: Unshifted) -> Iterator[Sentence]:
    built = yield from rebuilt(s)
    yield equal("four-neurons", s.target.neurons, 4, at=(*TARGET, "neurons"))
    yield equal("epsilon-as-printed", s.epsilon, fmpq(1, len(s.source.points) ** 3), at=EPSILON)
    ones, zeros = ([x for x, label in s.source.points if label == wanted] for wanted in (ONE, ZERO))
    squares = [sum([(a - b) ** 2 for a, b in zip(q, p, strict=True)], ZERO) for q in ones for p in zeros]
    yield equal("distance-one", frozenset(squares), frozenset({ONE}), at=(*SOURCE, "points"))
    terms, here = s.network.neurons.terms, ("statement", "network")
    yield subset("weights-as-printed", frozenset([w for w, _ in terms]), frozenset({ONE, -ONE}), at=here)
    yield from fit_obligations(s.target, s.network, built, here)
    for part, name, weight in (("convex", "weight-is-1", ONE), ("concave", "weight-is-minus-1", -ONE)):
        through: Through = getattr(c, part)
        at = ("certificate", part, "neuron")
        yield less("neuron-exists", 0, through.neuron, at=at)
        yield at_most("neuron-exists", through.neuron, len(terms), at=at)
        found, neuron = terms[through.neuron - 1]
        yield equal(name, found, weight, at=at)
        yield less("no-constant", 0, len(neuron.form.terms), at=at)
        x, _ = yield from numbered(s.source, through.point, ("certificate", part, "point"))
        yield equal("on-the-hyperplane", neuron.form(x), ZERO, at=("certificate", part, "point"))


def no_obligations(s: Statement, c: CrossingTree) -> Iterator[Sentence]:
    yield from rebuilt(s)
    yield from two_hyperplanes.inseparable_obligations(s.source, c, SOURCE)


def counted(s: Separability) -> str:
    return f"{len(s.points)} points in dimension {s.dimension}"


def spoken(before: str, between: str = "") -> Callable[[Statement | BackwardStatement], str]:
    """A sentence about the target, then about the source."""

    def said(s: Statement | BackwardStatement) -> str:
        t = s.target
        return (
            f"{before} the training instance of {len(t.points)} points for {t.neurons} ReLUs built from the"
            f" {counted(s.source)} with epsilon = {s.epsilon}{between}"
        )

    return said


CLAIMS = (
    Claim(
        "fh23.theorem7.instance",
        "fh23, Theorem 7",
        Statement,
        Rebuilt,
        instance_obligations,
        lambda s: (
            f"the training instance of {len(s.target.points)} points for {s.target.neurons} ReLUs is the one built"
            f" from the {counted(s.source)} with epsilon = {s.epsilon}"
        ),
        lambda s: f"REDUCTION INSTANCE {size(s.target)}",
        "The training instance is the one built from the points, with |Q| + |P| + 2 |Q| |P| points if k < 6.",
    ),
    Claim(
        "fh23.theorem7.instance.printed",
        "fh23, Theorem 7",
        PrintedStatement,
        Irrational,
        printed_instance_obligations,
        lambda s: (
            f"the instance that is printed for the {counted(s.source)} has a data point with an irrational"
            " coordinate"
        ),
        lambda s: f"REFUTED AS PRINTED dimension={s.source.dimension} points={len(s.source.points)}",
        "As printed, delta = epsilon/(2 ||q - p||) makes data points that are not rational.",
    ),
    Claim(
        "fh23.theorem7.forward",
        "fh23, Theorem 7",
        Statement,
        Fit,
        forward_obligations,
        spoken("two hyperplanes satisfy (3) to (5), and two steps across them fit"),
        lambda s: f"REDUCTION yes->yes {size(s.target)}",
        "Two hyperplanes that satisfy (3) to (5) become an exact fit of the training instance.",
    ),
    Claim(
        "fh23.theorem7.backward",
        "fh23, Theorem 7",
        BackwardStatement,
        Extraction,
        backward_obligations,
        spoken(
            "the network fits",
            ", and the hyperplanes of at most two of its neurons, shifted, separate the points",
        ),
        lambda s: f"REDUCTION yes<-yes {size(s.target)}",
        "ReLUs that fit the training instance are read back as two hyperplanes that separate the points.",
    ),
    Claim(
        "fh23.theorem7.backward.printed",
        "fh23, Theorem 7",
        BackwardStatement,
        Unshifted,
        printed_backward_obligations,
        spoken("the network fits", ", but of each sign a neuron's hyperplane contains one of the points"),
        lambda s: f"REFUTED AS PRINTED {size(s.target)}",
        "A fit whose neurons of weight 1 do not separate the points as printed, nor do those of weight -1.",
    ),
    Claim(
        "fh23.theorem7.no",
        "fh23, Theorem 7",
        Statement,
        CrossingTree,
        no_obligations,
        spoken("no two hyperplanes separate the points, and no network fits"),
        lambda s: f"REDUCTION no->no {size(s.target)}",
        "Points that no two hyperplanes separate: no network of k ReLUs fits their training instance.",
    ),
)
