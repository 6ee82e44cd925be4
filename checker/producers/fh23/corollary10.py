"""Producers for fh23.corollary10, and its maps of solutions.  Untrusted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flint import fmpq

from checker.claims.fh23.corollary10 import (
    MOST_BITS,
    BackwardStatement,
    Extraction,
    Fit,
    Gap,
    Statement,
    cutting,
)
from checker.claims.fh23.theorem1 import Rebuilt
from checker.claims.separability import two_hyperplanes
from checker.objects.affine import Affine, affine
from checker.objects.network import Activation, Network, Relu, Step, network
from checker.objects.points import points
from checker.problems.separability import ONE, ZERO, Hyperplanes, Separability
from checker.producers.fh23.theorem1 import MOST_POINTS, fitting
from checker.producers.fh23.two_hyperplanes import (
    ALTERNATING,
    FIXED,
    HALF_LINE,
    INSEPARABLE,
    LEDGER,
    check_restricted,
    form_of,
    inseparable,
    line,
    moved,
    plus,
    relabelled,
    restricted,
    scaled,
    target_mutations,
    with_certificate,
    with_first,
    with_network,
    with_target,
)
from checker.producers.producer import Impossible, Made, Mutation, Producer, SolutionMaps, Unsuitable
from checker.producers.separability.two_hyperplanes import CHECKERBOARD, TWO_SIDES, XOR, Crossing, solution
from checker.producers.training import no_fit
from checker.reductions.fh23.corollary10 import bit_count, build, point_count, thresholds, windows_of


def statement(s: Separability, neurons: int = 2) -> Statement:
    """The points and their training instance; raises Unsuitable."""
    if neurons < 2:
        raise Unsuitable(f"the construction needs at least 2 neurons, not {neurons}", ("neurons",))
    if not len(s.points):
        raise Unsuitable("there is no point; the construction needs one", ("points",))
    if (count := point_count(s, neurons)) > MOST_POINTS:
        raise Unsuitable(f"the instance would have {count} points; at most {MOST_POINTS} are built", ())
    if (bits := bit_count(s, neurons)) > MOST_BITS:
        raise Unsuitable(f"the points for {neurons} neurons would have numbers of {bits} bits in all", ())
    return Statement(s, build(s, neurons).instance)


def lifted(s: Statement, h: Hyperplanes) -> Fit:
    """The thresholds of these hyperplanes, or of others that part the points in the same way."""
    far = Hyperplanes(kept(s, h.first), kept(s, h.second))
    return Fit(far, thresholds(far, s.target.neurons, s.target.dimension))


def kept(s: Statement, form: Affine) -> Affine:
    """The form if it has at all base points the sign that it has at the first point, or one that has."""
    bases, first = windows_of(s.source, s.target.neurons).bases, form(s.source.points[0][0])
    if all(form(b) * first > 0 for b in bases):
        return form
    sides = [(x, form(x) > 0) for x, _ in s.source.points]
    return form_of([*sides, *[(b, first > 0) for b in bases]])


def fit(s: Statement) -> Fit:
    return lifted(s, restricted(s.source))


def lift(s: Separability, h: Hyperplanes, **parameters: Any) -> Made:
    """Two hyperplanes that satisfy (3) and (4) become a network."""
    posed = statement(s, **parameters)
    check_restricted(s, h)
    return Made("fh23.corollary10.forward", posed, lifted(posed, h))


def shifted(s: Separability, form: Affine) -> Affine:
    """The form, smaller by half its least positive value if it is 0 at a point."""
    values = [form(x) for x, _ in s.points]
    if ZERO not in values:
        return form
    least = min([v for v in values if v > 0], default=fmpq(2))
    return replace(form, constant=form.constant - least / 2)


def extraction(s: BackwardStatement) -> Extraction:
    """The neurons that cut pairs; hyperplanes beyond all points if there are fewer than two."""
    numbers, terms = cutting(s.source, s.network), s.network.neurons.terms
    forms = [shifted(s.source, terms[n - 1][1].form.on_first(s.source.dimension)) for n in sorted(numbers)]
    first, second, *_ = [*forms, affine((), 1), affine((), 1)]
    return Extraction(numbers, Hyperplanes(first, second))


def pull(s: Separability, n: Network, **parameters: Any) -> Made:
    """A network that fits the target becomes two hyperplanes."""
    posed = statement(s, **parameters)
    fitting(posed.target, n, build(s, posed.target.neurons).words)
    backward = BackwardStatement(s, posed.target, n)
    return Made("fh23.corollary10.backward", backward, extraction(backward))


def fitted_statement(s: Separability, neurons: int = 2) -> BackwardStatement:
    """A network of a solution, its thresholds moved up to points and in reversed order."""
    posed = statement(s, neurons)
    terms = list[tuple[fmpq, Step]]()
    for weight, neuron in lifted(posed, restricted(s)).network.neurons.terms:
        below = max([v for x, _ in posed.target.points if (v := neuron.form(x)) <= 0], default=ZERO)
        terms.append((weight, Step(replace(neuron.form, constant=neuron.form.constant - below))))
    return BackwardStatement(s, posed.target, network(*reversed(terms)))


def one_threshold(s: Separability) -> BackwardStatement:
    """The step at x1 = 0, which fits the points of one sign."""
    return BackwardStatement(s, statement(s).target, network((ONE, Step(affine((1,))))))


def gap(s: Statement) -> Gap:
    found = no_fit.search(s.target)
    if isinstance(found, Network):
        raise Impossible("thresholds fit the points")
    return Gap(solution(Crossing)(two_hyperplanes.Statement(s.source)).hyperplanes, found.cases)


# Mutants.


def _empty(s: Any, c: Any) -> tuple[Any, Any]:
    nothing = points(s.source.dimension, [])
    source, target = replace(s.source, points=nothing), replace(s.target, points=nothing)
    return replace(s, source=source, target=target), c


def _long(s: Any, c: Any) -> tuple[Any, Any]:
    """Another instance with windows, the first point of its source moved far away."""
    (_, label), *rows = NEAR.points
    moved_away = points(1, [((fmpq(1 << MOST_BITS // 15),), label), *rows])
    return replace(s, source=Separability(1, moved_away), target=statement(NEAR, 3).target), c


def _between_the_base_points(s: Statement, c: Fit) -> tuple[Statement, Fit]:
    """Hyperplanes that separate the points; the second cuts off the first point from base points."""
    b = windows_of(s.source, s.target.neurons).bases[2][0]
    h = Hyperplanes(affine((), 1), affine((-1,), b))
    return s, Fit(h, thresholds(h, s.target.neurons, s.target.dimension))


NEAR = line((0, 0), (-1, 0), (2, 1))
TARGET = (
    Mutation("at-least-two-neurons", with_target(neurons=1)),
    Mutation("at-least-one-point", _empty),
    Mutation("windows-are-short", _long),
    *target_mutations(Activation.RELU),
)
WINDOWS = (
    replace(moved(-1, 2), example=1, at="above, over base point"),
    Mutation("target-labels", relabelled(-2), example=1, at="below, over base point"),
    Mutation("ledger-points", with_target(neurons=5), example=1),
)
"""Of a second example that is a line, for 3 or 4 neurons."""
PRODUCERS = (
    Producer(
        claim="fh23.corollary10.instance",
        examples=lambda: iter((statement(XOR.instance), statement(HALF_LINE, 4), statement(HALF_LINE))),
        produce=lambda s: Rebuilt(),
        mutations=(*TARGET, *WINDOWS),
        named=lambda s, c: {"S": s.source, "T": s.target},
        accepts={Separability: statement},
        options=frozenset({"neurons"}),
        unreachable=LEDGER,
    ),
    Producer(
        claim="fh23.corollary10.forward",
        examples=lambda: iter((statement(XOR.instance), statement(NEAR, 3), statement(HALF_LINE))),
        produce=fit,
        mutations=(
            *TARGET,
            *WINDOWS,
            Mutation("separates.first-is-positive", plus(-99)),
            Mutation("separates.signs-agree", plus(99)),
            Mutation("network-of-the-forms", with_certificate(network=network())),
            Mutation(
                "fit.fits", _between_the_base_points, example=1, at="window 1, below, over base point 3"
            ),
        ),
        named=lambda s, c: {"S": s.source, "T": s.target, "H": c.hyperplanes, "N": c.network},
        accepts={Separability: statement},
        options=frozenset({"neurons"}),
        unreachable=FIXED,
    ),
    Producer(
        claim="fh23.corollary10.backward",
        examples=lambda: iter(
            (
                fitted_statement(XOR.instance),
                fitted_statement(HALF_LINE, 4),
                one_threshold(HALF_LINE),
            )
        ),
        produce=extraction,
        mutations=(
            *TARGET,
            *WINDOWS,
            Mutation(
                "fit.neuron-count", with_network(lambda terms: terms.append((ONE, Step(affine((9, 9))))))
            ),
            Mutation("fit.fits", with_network(lambda terms: terms.pop())),
            Mutation("fit.fits", with_network(lambda terms: terms.pop(0)), example=1, at="window 2, above"),
            Mutation(
                "fit.activation", with_network(lambda terms: terms.__setitem__(1, (ONE, Relu(affine((1,))))))
            ),
            Mutation("at-most-two-neurons", with_certificate(neurons=frozenset({1, 2, 3}))),
            Mutation("cutting-neurons", with_certificate(neurons=frozenset({2}))),
            Mutation("cutting-neurons", with_certificate(neurons=frozenset({1})), example=1),
            Mutation("form-of-neuron", with_first(lambda form: scaled(form, fmpq(2)))),
            Mutation("shift-not-negative", plus(9)),
            Mutation("activation-unchanged", plus(-9)),
            Mutation(
                "separates.off-the-hyperplanes",
                lambda s, c: (
                    s,
                    replace(c, hyperplanes=Hyperplanes(*[n.form for _, n in s.network.neurons.terms])),
                ),
            ),
        ),
        named=lambda s, c: {"S": s.source, "T": s.target, "N": s.network, "H": c.hyperplanes},
        accepts={Separability: fitted_statement},
        options=frozenset({"neurons"}),
        unreachable=FIXED,
    ),
    Producer(
        claim="fh23.corollary10.no",
        examples=lambda: iter(
            (statement(ALTERNATING), statement(ALTERNATING, 3), statement(CHECKERBOARD.instance, 4))
        ),
        produce=inseparable,
        mutations=(*TARGET, *WINDOWS, replace(moved(-1, 3), example=2), *INSEPARABLE),
        named=lambda s, c: {"S": s.source, "T": s.target},
        accepts={Separability: statement},
        options=frozenset({"neurons"}),
        unreachable=FIXED,
    ),
    Producer(
        claim="fh23.corollary10.gap",
        examples=lambda: iter((statement(TWO_SIDES.instance),)),
        produce=gap,
        mutations=(
            *TARGET,
            moved(4, 2),
            Mutation("separates.off-the-hyperplanes", with_first(lambda form: affine((1,), -1))),
            Mutation("separates.every-pair-is-cut", with_first(lambda form: affine((0, 0), 1))),
            Mutation("refuted.every-case", with_certificate(cases=())),
            Mutation(
                "refuted.tree.every-case-is-closed",
                lambda s, c: (s, replace(c, cases=(replace(c.cases[0], tree=c.cases[0].tree[:-1]),))),
            ),
        ),
        named=lambda s, c: {"S": s.source, "T": s.target, "H": c.hyperplanes},
        accepts={Separability: statement},
        options=frozenset({"neurons"}),
        unreachable=FIXED,
    ),
)
MAPS = SolutionMaps(
    "fh23.corollary10",
    reduce=lambda s, **parameters: Made("fh23.corollary10.instance", statement(s, **parameters), Rebuilt()),
    lift=lift,
    pull=pull,
    solution=Hyperplanes,
    parameters={"neurons": lambda s: s.target.neurons},
)
