"""Two linear threshold neurons fit labelled points if two hyperplanes separate them, and conversely up to a shift.

Source: fh23, Corollary 10 (k = 2, error 0), with conditions (3) and (4) of Section 4.  The points stay as they
are; a solution (a, b) of the restricted version becomes 1[a > 0] - 1[b > 0].

``fh23.corollary10.forward``
Statement:   points in Q^d labelled 1 and 0, and a training instance T.
Certificate: two affine forms, and a network.
Soundness:   ``target-*``: T asks for two step neurons that fit these points exactly.  ``fit.*``: the
             network solves T.  ``separates.*``: the forms solve the restricted version.
             ``network-of-the-forms``: the network is 1[a > 0] - 1[b > 0].

``fh23.corollary10.backward``
Statement:   points in Q^d labelled 1 and 0, a training instance T, and a network that solves T.
Certificate: two affine forms.
Soundness:   ``target-*`` as above.  ``fit.*``: the network solves T.  ``separates.*``: the forms solve the
             crossing version.  They are read off the neurons, a missing neuron being step(0):
             ``form-of-neuron``, ``shift-not-negative`` and ``activation-unchanged`` allow a form to be
             smaller than that of its neuron by a constant that switches no neuron at any point.  The
             paper leaves the shift out; without it a point may lie on a hyperplane.

``fh23.corollary10.gap``
Statement:   points in Q^d labelled 1 and 0, and a training instance T.
Certificate: two affine forms, and the proof trees of ``training.no_fit`` (``cases``).
Soundness:   ``target-*`` as above.  ``separates.*``: the forms solve the crossing version.  ``refuted.*``: no
             two step neurons fit.  So the crossing version of an instance does not imply a fit; the
             reduction needs that its source satisfies (3) and (4) whenever it has a solution.
Scope:       one instance each; the hardness of the restricted version is cited by the paper, not checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flint import fmpq

from checker.claims.training import no_fit
from checker.kernel.obligation import Path, Proof, Sentence, at_most, each, equal, within
from checker.kernel.verdict import Claim
from checker.objects.affine import Affine
from checker.objects.network import Activation, Network, Step, network
from checker.problems import training
from checker.problems.separability import (
    Hyperplanes,
    Separability,
    crossing_obligations,
    restricted_obligations,
)
from checker.problems.training import Training

SOURCE: Path = ("statement", "source")
TARGET: Path = ("statement", "target")
HYPERPLANES: Path = ("certificate", "hyperplanes")
ONE = fmpq(1)


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
class Separation:
    hyperplanes: Hyperplanes


@dataclass(frozen=True, slots=True)
class Gap:
    hyperplanes: Hyperplanes
    cases: tuple[no_fit.Case, ...]


def target_obligations(s: Separability, t: Training) -> Proof[None]:
    """The instance asks for two thresholds that fit the points of the source exactly."""
    yield equal("target-dimension", t.dimension, s.dimension, at=(*TARGET, "dimension"))
    yield equal("target-neurons", t.neurons, 2, at=(*TARGET, "neurons"))
    yield equal("target-error", t.error, fmpq(0), at=(*TARGET, "error"))
    yield equal("target-activation", t.activation, Activation.STEP, at=(*TARGET, "activation"))
    yield equal("target-size", len(t.points), len(s.points), at=(*TARGET, "points"))
    for given, made in zip(t.points.coordinates, s.points.coordinates, strict=True):
        yield each(equal("target-points", given, made, at=(*TARGET, "points")))
    yield each(equal("target-labels", t.points.labels, s.points.labels, at=(*TARGET, "points")))


def difference(h: Hyperplanes) -> Network:
    """1[first > 0] - 1[second > 0]"""
    return network((ONE, Step(h.first)), (-ONE, Step(h.second)))


def same(place: Path) -> Path:
    return place


def forward_obligations(s: Statement, c: Fit) -> Iterator[Sentence]:
    yield from target_obligations(s.source, s.target)
    here = ("certificate", "network")
    yield from within("fit", training.solution_obligations(s.target, c.network, TARGET, here), same)
    yield from within("separates", restricted_obligations(s.source, c.hyperplanes, SOURCE, HYPERPLANES), same)
    yield equal("network-of-the-forms", c.network, difference(c.hyperplanes), at=here)


def forms(n: Network) -> tuple[Affine, ...]:
    """The forms of the neurons, at least two."""
    found = tuple([neuron.form for _, neuron in n.neurons.terms])
    return found + (Affine(()),) * (2 - len(found))


def backward_obligations(s: BackwardStatement, c: Separation) -> Iterator[Sentence]:
    yield from target_obligations(s.source, s.target)
    fit = training.solution_obligations(s.target, s.network, TARGET, ("statement", "network"))
    yield from within("fit", fit, same)
    given = (("first", c.hyperplanes.first), ("second", c.hyperplanes.second))
    for (name, shifted), form in zip(given, forms(s.network), strict=True):
        here = (*HYPERPLANES, name)
        yield equal("form-of-neuron", shifted.terms, form.terms, at=here)
        yield at_most("shift-not-negative", shifted.constant, form.constant, at=here)
        active, before = (tuple([int(f(x) > 0) for x, _ in s.source.points]) for f in (shifted, form))
        yield each(equal("activation-unchanged", active, before, at=(*SOURCE, "points")))
    yield from within("separates", crossing_obligations(s.source, c.hyperplanes, SOURCE, HYPERPLANES), same)


def gap_obligations(s: Statement, c: Gap) -> Iterator[Sentence]:
    yield from target_obligations(s.source, s.target)
    yield from within("separates", crossing_obligations(s.source, c.hyperplanes, SOURCE, HYPERPLANES), same)
    refuted = no_fit.obligations(no_fit.Statement(s.target), no_fit.Certificate(c.cases))
    yield from within("refuted", refuted, lambda at: (*TARGET, *at[2:]) if at[:1] == ("statement",) else at)


def sentence(end: str) -> Callable[[Statement | BackwardStatement], str]:
    return lambda s: f"the {len(s.target.points)} points in dimension {s.target.dimension} {end}"


def words(beginning: str) -> Callable[[Statement | BackwardStatement], str]:
    return lambda s: f"{beginning} dimension={s.target.dimension} points={len(s.target.points)}"


CLAIMS = (
    Claim(
        "fh23.corollary10.forward",
        "fh23, Corollary 10",
        Statement,
        Fit,
        forward_obligations,
        sentence(
            "are separated by two hyperplanes that satisfy (3) and (4), and two thresholds made of these fit"
        ),
        words("REDUCTION yes->yes"),
        "Two hyperplanes that satisfy (3) and (4) become an exact fit by two thresholds.",
    ),
    Claim(
        "fh23.corollary10.backward",
        "fh23, Corollary 10",
        BackwardStatement,
        Separation,
        backward_obligations,
        sentence("are fitted by two thresholds, and the hyperplanes of these, shifted, separate them"),
        words("REDUCTION yes<-yes"),
        "Two thresholds that fit are read back as two hyperplanes that separate the points.",
    ),
    Claim(
        "fh23.corollary10.gap",
        "fh23, Corollary 10",
        Statement,
        Gap,
        gap_obligations,
        sentence("are separated by two hyperplanes, but no two thresholds fit them"),
        words("SEPARABLE BUT NO FIT"),
        "Two hyperplanes separate the points, but no two thresholds fit them: without (3) and (4) there is no"
        " equivalence.",
    ),
)
