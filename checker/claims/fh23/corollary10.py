"""Linear threshold neurons fit labelled points if two hyperplanes separate them, and conversely up to a shift.

Source: fh23, Corollary 10 (error 0, k = 2), with conditions (3) and (4) of Section 4, and the remark of
Section 1 that every fixed k >= 2 will do.  For k = 2 the points stay as they are.  The points that use up
neurons where k >= 3 are ours; ``checker/reductions/fh23/corollary10.py`` and ``windows.py`` say which.

``fh23.corollary10.instance``
Statement:   points in Q^d labelled 1 and 0, and a training instance T of k >= 2 linear thresholds.
Certificate: nothing; T is rebuilt from the points and k.
Soundness:   ``at-least-two-neurons`` and ``at-least-one-point`` are what the construction needs;
             ``windows-are-short``: the numbers of the windows have few bits, a limit of the checker.
             ``target-*``: T is the instance of the construction.  ``ledger-points``: with W = k - 2
             windows and L = kd + 1 lines it has |Q| + |P| + 2WL points.  ``ledger-numerators`` and
             ``ledger-denominators``: if H is the largest numerator or denominator in the source, those of T
             are at most H, or 16 (W+1) d(d+1) (L(L+1))^d M H^2 where k >= 3, with
             M = (d+1)! H^(d(d+1)), so for a fixed k the reduction is polynomial.

``fh23.corollary10.forward``
Statement:   points and a training instance T, as above.
Certificate: two affine forms a, b, and a network.
Soundness:   ``target-*`` as above.  ``separates.*``: the forms solve the restricted version.
             ``network-of-the-forms``: the network is 1[a > 0] - 1[b > 0], and one more threshold of the last
             coordinate for each window.  ``fit.*``: the network solves T.

``fh23.corollary10.backward``
Statement:   points and T, as above, and a network that solves T, whatever its neurons.
Certificate: the numbers of at most two neurons, counted from 1, and two affine forms.
Soundness:   ``target-*`` as above.  ``fit.*``: the network solves T.  ``separates.*``: the forms solve the
             crossing version.  They are read off the neurons: ``cutting-neurons`` says that the neurons
             named are those that, where tau = 0, are active at one end of some pair only.
             ``form-of-neuron``, ``shift-not-negative`` and ``activation-unchanged`` allow a form, in the
             order of the numbers, to be smaller than that of its neuron by a constant that switches no
             neuron at any point.  Of fewer neurons the other forms are any.  The paper leaves the shift
             out; without it a point may lie on a hyperplane.

``fh23.corollary10.no``
Statement:   points and T, as above.
Certificate: that of ``separability.two_hyperplanes.crossing.no``.
Soundness:   ``target-*``: T is the instance of the construction.  ``inseparable.*``: the crossing version
             has no solution.  The rest shows that a network of k thresholds that fits T would give one.
             *Pairs.*  The labels of q and p differ, so some neuron is active at one of them only.
             *Windows* (k >= 3).  Over a base point b the labels at tau = i - w and i + w differ, so some
             neuron switches between them: the height at which its form is 0 lies within w of i.  There are
             kd + 1 base points and k neurons: one of these switches in window i over d + 1 base points.
             The height tau(x) at which its form is 0 is affine in x and lies within w of i at d + 1
             affinely independent points, so within 1/4 of i at each point of the source (Lagrange's
             formula: the barycentric coordinates have sizes of sum at most 1/(4w)).  So at tau = 0 its form
             has the same strict sign at all of them, whatever its weight: it cuts no pair, and each window
             has a neuron of its own.
             *Count.*  At most 2 neurons are left to cut pairs.  Forms that are smaller by a constant that
             switches no neuron have no zeros at points: a solution.

``fh23.corollary10.gap``
Statement:   points and T, as above.
Certificate: two affine forms, and the proof trees of ``training.no_fit`` (``cases``).
Soundness:   ``target-*`` as above.  ``separates.*``: the forms solve the crossing version.  ``refuted.*``: no
             k step neurons fit T.  So the crossing version of an instance does not imply a fit; the
             reduction needs that its source satisfies (3) and (4) whenever it has a solution.
Scope:       one instance each; the hardness of the restricted version is cited by the paper, not checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import factorial

from checker.claims.fh23.theorem1 import Rebuilt, fit_obligations, number_obligations, size
from checker.claims.separability import two_hyperplanes
from checker.claims.separability.two_hyperplanes import CrossingTree
from checker.claims.training import no_fit
from checker.kernel.obligation import Path, Proof, Sentence, at_most, each, equal, less, within
from checker.kernel.verdict import Claim
from checker.objects.affine import Affine
from checker.objects.network import Network
from checker.problems.separability import (
    ONE,
    ZERO,
    Hyperplanes,
    Separability,
    crossing_obligations,
    restricted_obligations,
)
from checker.problems.training import Training
from checker.reductions.fh23.corollary10 import bit_count, build, point_count, thresholds, window_count
from checker.reductions.fh23.windows import line_count
from checker.reductions.reduction import Built, target_obligations

SOURCE: Path = ("statement", "source")
TARGET: Path = ("statement", "target")
HYPERPLANES: Path = ("certificate", "hyperplanes")
MOST_BITS = 2 * 10**7
"""A limit of the checker."""


@dataclass(frozen=True, slots=True)
class Statement:
    source: Separability
    target: Training


@dataclass(frozen=True, slots=True)
class Fit:
    hyperplanes: Hyperplanes
    network: Network


@dataclass(frozen=True, slots=True)
class BackwardStatement:
    source: Separability
    target: Training
    network: Network


@dataclass(frozen=True, slots=True)
class Extraction:
    neurons: frozenset[int]
    hyperplanes: Hyperplanes


@dataclass(frozen=True, slots=True)
class Gap:
    hyperplanes: Hyperplanes
    cases: tuple[no_fit.Case, ...]


def same(place: Path) -> Path:
    return place


def rebuilt(s: Statement | BackwardStatement) -> Proof[Built]:
    """The target is the one that the construction builds from the source, for its number of neurons."""
    k = s.target.neurons
    yield at_most("at-least-two-neurons", 2, k, at=(*TARGET, "neurons"))
    count = point_count(s.source, k)
    yield equal(
        "ledger-points", len(s.target.points), count, at=(*TARGET, "points")
    )  # nothing longer is built
    yield less("at-least-one-point", 0, len(s.source.points), at=(*SOURCE, "points"))
    yield at_most("windows-are-short", bit_count(s.source, k), MOST_BITS, at=(*SOURCE, "points"))
    built = build(s.source, k)
    yield from target_obligations(s.target, built, TARGET)
    return built


def instance_obligations(s: Statement, c: Rebuilt) -> Iterator[Sentence]:
    yield from rebuilt(s)
    d, k = s.source.dimension, s.target.neurons
    h = max([max(abs(int(v.p)), int(v.q)) for column in s.source.points.coordinates for v in column])
    bound, lines = h, line_count(s.source, k)
    if count := window_count(k):
        coefficient = factorial(d + 1) * h ** (d * (d + 1))
        bound = 16 * (count + 1) * d * (d + 1) * (lines * (lines + 1)) ** d * coefficient * h**2
    yield from number_obligations(s.target, bound, bound)


def forward_obligations(s: Statement, c: Fit) -> Iterator[Sentence]:
    built = yield from rebuilt(s)
    yield from within("separates", restricted_obligations(s.source, c.hyperplanes, SOURCE, HYPERPLANES), same)
    here = ("certificate", "network")
    made = thresholds(c.hyperplanes, s.target.neurons, s.target.dimension)
    yield equal("network-of-the-forms", c.network, made, at=here)
    yield from fit_obligations(s.target, c.network, built, here)


def backward_obligations(s: BackwardStatement, c: Extraction) -> Iterator[Sentence]:
    built = yield from rebuilt(s)
    yield from fit_obligations(s.target, s.network, built, ("statement", "network"))
    here = ("certificate", "neurons")
    yield at_most("at-most-two-neurons", len(c.neurons), 2, at=here)
    yield equal("cutting-neurons", c.neurons, cutting(s.source, s.network), at=here)
    given = (("first", c.hyperplanes.first), ("second", c.hyperplanes.second))
    for number, (name, shifted) in zip(sorted(c.neurons), given, strict=False):
        form = s.network.neurons.terms[number - 1][1].form.on_first(s.source.dimension)
        at = (*HYPERPLANES, name)
        yield equal("form-of-neuron", shifted.terms, form.terms, at=at)
        yield at_most("shift-not-negative", shifted.constant, form.constant, at=at)
        after, before = active(s.source, shifted), active(s.source, form)
        yield each(equal("activation-unchanged", after, before, at=(*SOURCE, "points")))
    yield from within("separates", crossing_obligations(s.source, c.hyperplanes, SOURCE, HYPERPLANES), same)


def active(s: Separability, form: Affine) -> tuple[int, ...]:
    """1 at each point where the form is positive, else 0."""
    return tuple([int(form(x) > 0) for x, _ in s.points])


def cutting(s: Separability, n: Network) -> frozenset[int]:
    """The neurons, from 1, that are active at one end of some pair only, at tau = 0."""
    found = set[int]()
    for number, (_, neuron) in enumerate(n.neurons.terms, 1):
        seen = set(zip(active(s, neuron.form.on_first(s.dimension)), s.points.labels, strict=True))
        if {(1, ONE), (0, ZERO)} <= seen or {(0, ONE), (1, ZERO)} <= seen:
            found.add(number)
    return frozenset(found)


def no_obligations(s: Statement, c: CrossingTree) -> Iterator[Sentence]:
    yield from rebuilt(s)
    yield from two_hyperplanes.inseparable_obligations(s.source, c, SOURCE)


def gap_obligations(s: Statement, c: Gap) -> Iterator[Sentence]:
    yield from rebuilt(s)
    yield from within("separates", crossing_obligations(s.source, c.hyperplanes, SOURCE, HYPERPLANES), same)
    refuted = no_fit.obligations(no_fit.Statement(s.target), no_fit.Certificate(c.cases))
    yield from within("refuted", refuted, lambda at: (*TARGET, *at[2:]) if at[:1] == ("statement",) else at)


def spoken(beginning: str, end: str) -> Callable[[Statement | BackwardStatement], str]:
    """A sentence about the source, then about the target."""

    def said(s: Statement | BackwardStatement) -> str:
        t = s.target
        return (
            f"{beginning} the {len(s.source.points)} points in dimension {s.source.dimension}, and {end} the"
            f" training instance of {len(t.points)} points for {t.neurons} thresholds built from them"
        )

    return said


CLAIMS = (
    Claim(
        "fh23.corollary10.instance",
        "fh23, Corollary 10",
        Statement,
        Rebuilt,
        instance_obligations,
        lambda s: (
            f"the training instance of {len(s.target.points)} points for {s.target.neurons} thresholds is the one"
            f" built from the {len(s.source.points)} points in dimension {s.source.dimension}"
        ),
        lambda s: f"REDUCTION INSTANCE {size(s.target)}",
        "The training instance is the one built from the points; for k = 2 it has the same points.",
    ),
    Claim(
        "fh23.corollary10.forward",
        "fh23, Corollary 10",
        Statement,
        Fit,
        forward_obligations,
        spoken("two hyperplanes that satisfy (3) and (4) separate", "thresholds made of these fit"),
        lambda s: f"REDUCTION yes->yes {size(s.target)}",
        "Two hyperplanes that satisfy (3) and (4) become an exact fit of the training instance.",
    ),
    Claim(
        "fh23.corollary10.backward",
        "fh23, Corollary 10",
        BackwardStatement,
        Extraction,
        backward_obligations,
        spoken("the hyperplanes of at most two neurons, shifted, separate", "the network fits"),
        lambda s: f"REDUCTION yes<-yes {size(s.target)}",
        "Thresholds that fit the training instance are read back as two hyperplanes that separate the points.",
    ),
    Claim(
        "fh23.corollary10.no",
        "fh23, Corollary 10",
        Statement,
        CrossingTree,
        no_obligations,
        spoken("no two hyperplanes separate", "no network fits"),
        lambda s: f"REDUCTION no->no {size(s.target)}",
        "Points that no two hyperplanes separate: no network of k thresholds fits their training instance.",
    ),
    Claim(
        "fh23.corollary10.gap",
        "fh23, Corollary 10",
        Statement,
        Gap,
        gap_obligations,
        spoken("two hyperplanes separate", "no network fits"),
        lambda s: f"SEPARABLE BUT NO FIT {size(s.target)}",
        "Two hyperplanes separate the points, but no thresholds fit their training instance: without (3) and"
        " (4) there is no equivalence.",
    ),
)
