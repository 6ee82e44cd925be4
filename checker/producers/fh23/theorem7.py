"""Producers for fh23.theorem7, and its maps of solutions.  Untrusted."""

from __future__ import annotations

from dataclasses import replace
from math import isqrt
from typing import Any

from flint import fmpq

from checker.claims.fh23.theorem1 import Rebuilt
from checker.claims.fh23.theorem7 import (
    BackwardStatement,
    Extraction,
    Fit,
    Irrational,
    PrintedStatement,
    Statement,
    Through,
    Unshifted,
    cutting,
    squared_norm,
)
from checker.objects.affine import Affine, affine
from checker.objects.network import Activation, Network, Relu, network
from checker.objects.points import points
from checker.problems.separability import ONE, ZERO, Hyperplanes, Separability
from checker.producers.fh23.theorem1 import MOST_POINTS, fitting
from checker.producers.fh23.two_hyperplanes import (
    ALTERNATING,
    FIXED,
    HALF_LINE,
    INSEPARABLE,
    LEDGER,
    Apply,
    check_restricted,
    inseparable,
    line,
    moved,
    plus,
    relabelled,
    restricted,
    scaled,
    solved,
    target_mutations,
    with_certificate,
    with_first,
    with_network,
    with_target,
)
from checker.producers.producer import Impossible, Made, Mutation, Producer, SolutionMaps, Unknown, Unsuitable
from checker.producers.separability.two_hyperplanes import CHECKERBOARD, XOR
from checker.reductions.fh23.theorem7 import build, point_count, steps, window_count, windows_of
from checker.reductions.fh23.windows import line_count


def printed_epsilon(s: Separability) -> fmpq:
    """m^-3"""
    return fmpq(1, max(1, len(s.points)) ** 3)


def statement(s: Separability, epsilon: fmpq | None = None, neurons: int = 4) -> Statement:
    """The points and their training instance, with the paper's epsilon by default; raises Unsuitable."""
    if neurons < 4:
        raise Unsuitable(f"the construction needs at least 4 neurons, not {neurons}", ("neurons",))
    if epsilon is not None and not 0 < epsilon < fmpq(1, 2):
        raise Unsuitable(f"epsilon is above 0 and below 1/2, not {epsilon}", ("epsilon",))
    for label in (ONE, ZERO):
        if label not in s.points.labels:
            raise Unsuitable(f"there is no point of label {label}; the construction needs both", ("points",))
    count, lines = point_count(s, neurons), line_count(s, neurons)
    if count > MOST_POINTS:
        raise Unsuitable(f"the instance would have {count} points; at most {MOST_POINTS} are built", ())
    long = 3 * window_count(neurons) * lines  # points whose numbers have so many bits
    if (bits := long * s.dimension**2 * lines.bit_length()) > 100 * MOST_POINTS:
        raise Unsuitable(f"{long} points for {neurons} neurons would have numbers of {bits} bits in all", ())
    epsilon = printed_epsilon(s) if epsilon is None else epsilon
    return Statement(s, epsilon, build(s, epsilon, neurons).instance)


def steepened(form: Affine, epsilon: fmpq) -> Affine:
    """The form times an integer, so that it rises by 4 within epsilon; a constant one to 1 at least."""
    size = epsilon**2 * squared_norm(form) / 16 or form.constant**2
    if not size:
        return form
    factor = isqrt(int((1 / size).ceil()) - 1) + 1
    return Affine(tuple([(i, factor * c) for i, c in form.terms]), factor * form.constant)


def lifted(s: Statement, h: Hyperplanes) -> Fit:
    """The steps across these hyperplanes."""
    steep = Hyperplanes(steepened(h.first, s.epsilon), steepened(h.second, s.epsilon))
    ws = windows_of(s.source, s.epsilon, s.target.neurons)
    return Fit(steep, steps(steep, ws, s.target.dimension))


def below_margin(s: Separability, h: Hyperplanes) -> fmpq:
    """The paper's epsilon, or 1/n if a point lies nearer to a hyperplane; no point lies on one."""
    found = printed_epsilon(s)
    for form in (h.first, h.second):
        if norm := squared_norm(form):
            nearest = min([form(x) ** 2 for x, _ in s.points]) / norm
            found = min(found, fmpq(1, isqrt(int((1 / nearest).floor())) + 1))
    return found


def solvable_statement(s: Separability, neurons: int = 4) -> Statement:
    """The statement with an epsilon that the margin of a solution allows; the paper's where there is none."""
    posed = statement(s, neurons=neurons)
    h = solved(s)
    return posed if h is None else statement(s, below_margin(s, h), neurons)


def fit(s: Statement) -> Fit:
    h = restricted(s.source)
    try:
        separating(s, h)
    except Unsuitable as error:
        raise Unknown(f"the hyperplanes that were found do not satisfy (5): {error}") from None
    return lifted(s, h)


def separating(s: Statement, h: Hyperplanes) -> None:
    """Raises Unsuitable if these hyperplanes do not satisfy (3) to (5)."""
    check_restricted(s.source, h)
    for i, (x, _) in enumerate(s.source.points):
        for name, form in (("first", h.first), ("second", h.second)):
            if (norm := squared_norm(form)) and form(x) ** 2 <= s.epsilon**2 * norm:
                raise Unsuitable(
                    f"point {i + 1} is too near to the {name} hyperplane: its squared distance is"
                    f" {form(x) ** 2 / norm}, expected more than epsilon^2 = {s.epsilon**2};"
                    f" epsilon = {below_margin(s.source, h)} would do",
                    ("points", i),
                )


def lift(s: Separability, h: Hyperplanes, **parameters: Any) -> Made:
    """Two hyperplanes that satisfy (3) to (5) become a network."""
    posed = statement(s, **parameters)
    separating(posed, h)
    return Made("fh23.theorem7.forward", posed, lifted(posed, h))


def shifted(s: Separability, form: Affine) -> Affine:
    """The form, moved by half its least size at a point where it is not 0, if it is 0 at another."""
    sizes = [abs(form(x)) for x, _ in s.points]
    if ZERO not in sizes:
        return form
    return replace(form, constant=form.constant + min([v for v in sizes if v], default=fmpq(2)) / 2)


def extraction(s: BackwardStatement) -> Extraction:
    """The smaller class of neurons that cut pairs; a hyperplane beyond all points if it has one."""
    numbers = min((cutting(s.source, s.network, sign) for sign in (True, False)), key=len)
    terms, d = s.network.neurons.terms, s.source.dimension
    forms = [shifted(s.source, terms[n - 1][1].form.on_first(d)) for n in sorted(numbers)]
    second = forms[1] if len(forms) > 1 else affine((), 1)
    return Extraction(numbers, Hyperplanes(forms[0], second))


def pull(s: Separability, n: Network, **parameters: Any) -> Made:
    """A network that fits the target becomes two hyperplanes."""
    posed = statement(s, **parameters)
    fitting(posed.target, n, build(s, posed.epsilon, posed.target.neurons).words)
    backward = BackwardStatement(s, posed.epsilon, posed.target, n)
    return Made("fh23.theorem7.backward", backward, extraction(backward))


def fitted_statement(s: Separability, neurons: int = 4, *more: tuple[fmpq, Relu]) -> BackwardStatement:
    """The points with a network of a solution, its neurons scaled and in reversed order, and more of them."""
    found = restricted(s)
    posed = statement(s, below_margin(s, found), neurons)
    terms = [(2 * a, Relu(scaled(n.form, fmpq(1, 2)))) for a, n in lifted(posed, found).network.neurons.terms]
    return BackwardStatement(s, posed.epsilon, posed.target, network(*reversed(terms), *more))


def one_step(s: Separability, neurons: int, *more: tuple[fmpq, Relu]) -> BackwardStatement:
    """The points of the half line x1 > 1, fitted by one step, and more neurons that change nothing."""
    posed = statement(s, neurons=neurons)
    step = network((ONE, Relu(affine((2,), -1))), (-ONE, Relu(affine((2,), -2))), *more)
    return BackwardStatement(s, posed.epsilon, posed.target, step)


def irrational(s: PrintedStatement) -> Irrational:
    """The first pair whose distance is irrational."""
    rows = list(enumerate(s.source.points, 1))
    for i, (q, label) in rows:
        for j, (p, other) in rows:
            if (label, other) == (ONE, ZERO):
                distance = sum([(a - b) ** 2 for a, b in zip(q, p, strict=True)], ZERO)
                root = isqrt(n := int(distance.p) * int(distance.q))
                if root**2 != n:
                    return Irrational(i, j, root)
    raise Impossible("all distances between points of different labels are rational")


def unshifted(s: BackwardStatement) -> Unshifted:
    """Of each sign the first neuron whose hyperplane contains a point."""
    found = list[Through]()
    for sign in (ONE, -ONE):
        for number, (weight, neuron) in enumerate(s.network.neurons.terms, 1):
            through = [i for i, (x, _) in enumerate(s.source.points, 1) if neuron.form(x) == 0]
            if weight == sign and neuron.form.terms and through:
                found.append(Through(number, through[0]))
                break
        else:
            raise Impossible(f"no hyperplane of a neuron of weight {sign} contains a point")
    return Unshifted(*found)


def _pair(p: tuple[fmpq | int, fmpq | int]) -> Separability:
    """The origin with label 1 and this point with label 0."""
    return Separability(2, points(2, [((ZERO, ZERO), ONE), (tuple(map(fmpq, p)), ZERO)]))


UNIT, DIAGONAL, FRACTIONS = line((0, 1), (-1, 0)), _pair((1, 1)), _pair((fmpq(1, 2), fmpq(1, 3)))


def through_a_point(
    epsilon: fmpq | None = None, neurons: int = 4, s: Separability = UNIT
) -> BackwardStatement:
    """A step between -1 and 0, and two ReLUs that are 0 at every point and break at 0."""
    posed = statement(s, epsilon, neurons)
    step = [(ONE, Relu(affine((2,), fmpq(3, 2)))), (-ONE, Relu(affine((2,), fmpq(1, 2))))]
    idle = [(ONE, Relu(affine((1,)))), (-ONE, Relu(affine((2,))))]
    return BackwardStatement(s, posed.epsilon, posed.target, network(*step, *idle))


# Mutants.


def _epsilon(value: fmpq | int) -> Apply:
    return lambda s, c: (replace(s, epsilon=fmpq(value)), c)


def _one_label(s: Any, c: Any) -> tuple[Any, Any]:
    data = s.source.points
    ones = points(s.source.dimension, [(x, ONE) for x, _ in data])
    return replace(s, source=replace(s.source, points=ones)), c


def _shallow(s: Statement, c: Fit) -> tuple[Statement, Fit]:
    """The steps of the hyperplanes as wide as the margin and more."""
    h = Hyperplanes(*[scaled(f, fmpq(1, 200)) for f in (c.hyperplanes.first, c.hyperplanes.second)])
    return s, Fit(h, steps(h, windows_of(s.source, s.epsilon, s.target.neurons), s.target.dimension))


def _too_near(s: Statement, c: Fit) -> tuple[Statement, Fit]:
    """A statement whose epsilon is larger than the margin."""
    return statement(s.source, fmpq(49, 100)), c


def _another(s: BackwardStatement) -> Apply:
    return lambda _, c: (s, c)


def _through(part: str, **changes: int) -> Apply:
    return lambda s, c: (s, replace(c, **{part: replace(getattr(c, part), **changes)}))


def _second_through_a_point(s: BackwardStatement, c: Extraction) -> tuple[BackwardStatement, Extraction]:
    """The form of the second neuron as it is, unshifted."""
    number = sorted(c.neurons)[1]
    form = s.network.neurons.terms[number - 1][1].form
    return s, replace(c, hyperplanes=replace(c.hyperplanes, second=form))


TARGET = (
    Mutation("epsilon-positive", _epsilon(0)),
    Mutation("epsilon-below-half", _epsilon(fmpq(1, 2))),
    Mutation("both-labels", _one_label),
    Mutation("at-least-four-neurons", with_target(neurons=3)),
    *target_mutations(Activation.STEP),
    replace(moved(-1, 1), at="s("),
)
IDLE = ((ONE, Relu(affine((1,)))), (fmpq(-1, 2), Relu(affine((2,)))))
"""Their sum is 0, and they break at 0."""
PRODUCERS = (
    Producer(
        claim="fh23.theorem7.instance",
        examples=lambda: iter((statement(XOR.instance), statement(HALF_LINE, neurons=7))),
        produce=lambda s: Rebuilt(),
        mutations=(
            *TARGET,
            replace(moved(-17, 2), example=1, at="window 2, inside, over base point 3"),
            Mutation("target-labels", relabelled(-1), example=1, at="window 2, above, over base point 8"),
            Mutation("ledger-points", with_target(neurons=8), example=1),
        ),
        named=lambda s, c: {"S": s.source, "T": s.target},
        accepts={Separability: statement},
        options=frozenset({"neurons"}),
        unreachable=LEDGER,
    ),
    Producer(
        claim="fh23.theorem7.instance.printed",
        examples=lambda: map(PrintedStatement, (DIAGONAL, FRACTIONS)),
        produce=irrational,
        mutations=(
            Mutation("point-exists", with_certificate(one=0)),
            Mutation("point-exists", with_certificate(zero=3)),
            Mutation("label-is-1", with_certificate(one=2)),
            Mutation("label-is-0", with_certificate(zero=1)),
            Mutation("no-square", with_certificate(root=0)),
            Mutation("no-square", with_certificate(root=2)),
            Mutation("no-square", lambda s, c: (PrintedStatement(HALF_LINE), Irrational(3, 1, 3))),
        ),
        named=lambda s, c: {"S": s.source},
        accepts={Separability: PrintedStatement},
    ),
    Producer(
        claim="fh23.theorem7.forward",
        examples=lambda: iter((solvable_statement(XOR.instance), statement(HALF_LINE, neurons=6))),
        produce=fit,
        mutations=(
            *TARGET,
            moved(4, 2),
            Mutation("separates.first-is-positive", plus(-999)),
            Mutation("separates.signs-agree", plus(999)),
            Mutation("margin", _too_near),
            Mutation("network-of-the-forms", with_certificate(network=network())),
            Mutation("fit.fits", _shallow, at="r("),
            Mutation("fit.fits", _shallow, example=1),
        ),
        named=lambda s, c: {"S": s.source, "T": s.target, "H": c.hyperplanes, "N": c.network},
        accepts={Separability: solvable_statement},
        options=frozenset({"neurons"}),
        unreachable=FIXED,
    ),
    Producer(
        claim="fh23.theorem7.backward",
        examples=lambda: iter(
            (
                fitted_statement(XOR.instance),
                one_step(HALF_LINE, 4, *IDLE),
                one_step(HALF_LINE, 5),
                fitted_statement(HALF_LINE, 7),
            )
        ),
        produce=extraction,
        mutations=(
            *TARGET,
            moved(4, 2),
            Mutation(
                "fit.neuron-count", with_network(lambda terms: terms.append((ONE, Relu(affine((9, 9))))))
            ),
            Mutation("fit.fits", with_network(lambda terms: terms.pop()), at="r("),
            Mutation("one-or-two-neurons", with_certificate(neurons=frozenset())),
            Mutation("one-or-two-neurons", with_certificate(neurons=frozenset({1, 2, 3}))),
            Mutation("neuron-exists", with_certificate(neurons=frozenset({0, 1}))),
            Mutation("neuron-exists", with_certificate(neurons=frozenset({4, 5}))),
            Mutation("cutting-neurons", with_certificate(neurons=frozenset({1, 2}))),
            Mutation("cutting-neurons", with_certificate(neurons=frozenset({1})), example=1),
            Mutation("form-of-neuron", with_first(lambda form: scaled(form, fmpq(2)))),
            Mutation("strict-signs-kept", plus(999)),
            Mutation("separates.off-the-hyperplanes", _second_through_a_point, example=1),
        ),
        named=lambda s, c: {"S": s.source, "T": s.target, "N": s.network, "H": c.hyperplanes},
        accepts={Separability: fitted_statement},
        options=frozenset({"neurons"}),
        unreachable=FIXED,
    ),
    Producer(
        claim="fh23.theorem7.backward.printed",
        examples=lambda: iter((through_a_point(),)),
        produce=unshifted,
        mutations=(
            *TARGET,
            Mutation("four-neurons", _another(through_a_point(neurons=5))),
            Mutation("epsilon-as-printed", _another(through_a_point(fmpq(1, 9)))),
            Mutation("distance-one", _another(through_a_point(s=line((0, 1), (-2, 0))))),
            Mutation(
                "weights-as-printed", with_network(lambda terms: terms.__setitem__(2, (fmpq(2), terms[2][1])))
            ),
            Mutation("fit.fits", with_network(lambda terms: terms.pop(0))),
            Mutation("neuron-exists", _through("convex", neuron=0)),
            Mutation("neuron-exists", _through("concave", neuron=5)),
            Mutation("weight-is-1", _through("convex", neuron=2)),
            Mutation("weight-is-minus-1", _through("concave", neuron=1)),
            Mutation(
                "no-constant", with_network(lambda terms: terms.__setitem__(2, (ONE, Relu(affine((), 0)))))
            ),
            Mutation("point-exists", _through("convex", point=0)),
            Mutation("point-exists", _through("concave", point=3)),
            Mutation("on-the-hyperplane", _through("convex", point=2)),
        ),
        named=lambda s, c: {"S": s.source, "T": s.target, "N": s.network},
        unreachable=FIXED,
    ),
    Producer(
        claim="fh23.theorem7.no",
        examples=lambda: iter((statement(ALTERNATING), statement(CHECKERBOARD.instance, neurons=6))),
        produce=inseparable,
        mutations=(
            *TARGET,
            replace(moved(4, 2), example=1),
            replace(moved(-1, 3), example=1, at="window 1, above"),
            *INSEPARABLE,
        ),
        named=lambda s, c: {"S": s.source, "T": s.target},
        accepts={Separability: statement},
        options=frozenset({"neurons"}),
        unreachable=FIXED,
    ),
)
MAPS = SolutionMaps(
    "fh23.theorem7",
    reduce=lambda s, **parameters: Made("fh23.theorem7.instance", statement(s, **parameters), Rebuilt()),
    lift=lift,
    pull=pull,
    solution=Hyperplanes,
    parameters={"neurons": lambda s: s.target.neurons, "epsilon": lambda s: s.epsilon},
)
