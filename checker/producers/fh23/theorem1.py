"""Producers for fh23.theorem1, and its maps of solutions.  Untrusted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from flint import fmpq

from checker.claims.fh23.lemma6 import Name, literals
from checker.claims.fh23.theorem1 import (
    LOSSES,
    BackwardStatement,
    Extraction,
    Rebuilt,
    Refutation,
    Solution,
    Statement,
    cut,
)
from checker.kernel.column import constant
from checker.objects.affine import affine
from checker.objects.evaluation import values
from checker.objects.formula import Clause, Formula
from checker.objects.levee import BREAKS
from checker.objects.network import Activation, Network, Neuron, Relu, network
from checker.objects.points import LabelledPoint, Points, points
from checker.problems.one_in_three import NoneTrue, Split, Step, TwoTrue
from checker.problems.training import Loss, Training
from checker.producers.fh23.stack import uniqueness
from checker.producers.producer import Impossible, Made, Mutation, Producer, SolutionMaps, Unsuitable
from checker.producers.solvers.one_in_three import refutation, solve
from checker.producers.solvers.squares import four_squares
from checker.reductions.fh23.theorem1 import (
    FALSE,
    TRUE,
    ClauseLevee,
    Truth,
    VariableLevee,
    build,
    clause_levee,
    gadgets,
    variable_levee,
)

FIGURE_5 = Formula(5, (Clause((5, 4, 3)), Clause((4, 3, 2)), Clause((5, 2, 1))))
SMALLEST = Formula(3, (Clause((1, 2, 3)),))
ZERO, ONE = fmpq(0), fmpq(1)
MOST_POINTS = 10**7
"""Larger instances are not built: a gigabyte of text."""


def suitable(f: Formula, per_clause: int = 38, per_variable: int = 33) -> Formula:
    """The formula, if an instance with so many points for each is built from it; otherwise raises Unsuitable."""
    if not f.clauses:
        raise Unsuitable("the formula has no clause; the construction needs at least one", ("clauses",))
    for j, clause in enumerate(f.clauses):
        if (count := len(clause.literals)) != 3:
            found = f"clause {j + 1} has {count} {'literal' if count == 1 else 'literals'}"
            raise Unsuitable(f"{found}; expected three positive literals", ("clauses", j))
        for r, i in enumerate(clause.literals):
            here = ("clauses", j, "literals", r)
            if i < 0:
                raise Unsuitable(f"the literal {i} is negative; expected three positive literals", here)
            if i > f.variables:
                raise Unsuitable(f"there is no variable {i}; the formula has {f.variables} variables", here)
    if (size := per_clause * len(f.clauses) + per_variable * f.variables) > MOST_POINTS:
        raise Unsuitable(f"the instance would have {size} points; at most {MOST_POINTS} are built", ())
    return f


def statement(f: Formula) -> Statement:
    """The formula and its training instance; raises Unsuitable where it has none."""
    return Statement(f, build(suitable(f)).instance)


def lifted(f: Formula, true: frozenset[int]) -> Network:
    """The sum of one levee per clause (that of its true literal) and one per variable."""
    neurons = list[tuple[fmpq, Neuron]]()
    for j, clause in enumerate(f.clauses, 1):
        literal = next(r for r, i in enumerate(clause.literals, 1) if i in true)
        neurons += clause_levee(f, j, literal).neurons()
    for i in range(1, f.variables + 1):
        neurons += variable_levee(f, i, TRUE if i in true else FALSE).neurons()
    return network(*neurons)


def solving(f: Formula, true: frozenset[int]) -> None:
    """Raises Unsuitable if making these variables true does not solve the formula."""
    if foreign := sorted(true - frozenset(range(1, f.variables + 1))):
        raise Unsuitable(f"there is no variable {foreign[0]}; the formula has {f.variables} variables")
    for j, clause in enumerate(f.clauses):
        if (count := sum(i in true for i in clause.literals)) != 1:
            raise Unsuitable(
                f"the assignment is no solution: clause {j + 1} has {count} true literals, expected 1",
                ("clauses", j),
            )


def lift(f: Formula, true: frozenset[int]) -> Made:
    """An assignment, as its set of true variables, becomes a network."""
    s = statement(f)
    solving(f, true)
    return Made("fh23.theorem1.forward", s, Solution(true, lifted(f, true)))


def extraction(f: Formula, n: Network) -> Extraction:
    """The levees of a fitting network by their breaklines, and the assignment they stand for.

    By Lemma 5 a network that fits has exactly one levee in each gadget: four neurons whose breaklines
    meet the axis x1 = 0 at the four heights of the gadget.  Order and orientation do not matter.
    """
    heights: dict[fmpq, list[int]] = {}
    for number, (_, neuron) in enumerate(n.neurons.terms, 1):
        w2 = neuron.form.coefficient(2)
        if w2 != 0:
            heights.setdefault(-neuron.form.constant / w2, []).append(number)
    levees, slopes = [], []
    for piece, gadget in zip(build(f).pieces, gadgets(f), strict=False):
        found = [heights.get(gadget.offset + u, []) for u, _ in BREAKS]
        if any(len(numbers) != 1 for numbers in found):
            raise Unsuitable(f"the network does not fit: no single levee in the {piece.name}")
        levees.append(tuple(numbers[0] for numbers in found))
        form = n.neurons.terms[levees[-1][0] - 1][1].form
        slopes.append(-form.coefficient(1) / form.coefficient(2))
    chosen = slopes[len(f.clauses) :]
    return Extraction(tuple(levees), frozenset(i for i, slope in enumerate(chosen, 1) if slope == TRUE))


def fitting(t: Training, n: Network, words: Sequence[str]) -> None:
    """Raises Unsuitable if the network does not fit; the words are those of the data points."""
    if n.size > t.neurons:
        raise Unsuitable(f"the network has {n.size} neurons; the instance is one for {t.neurons}")
    for _, neuron in n.neurons.terms:
        if neuron.activation is not t.activation:
            found, wanted = neuron.activation.value, t.activation.value
            raise Unsuitable(f"the network has a neuron with {found}; the instance is one for {wanted}")
        if neuron.form.last_coordinate > t.dimension:
            raise Unsuitable(f"the network has a coordinate beyond x{t.dimension}, but the points have not")
    labels = t.points.labels
    for i, (value, label) in enumerate(zip(values(n, t.points), labels, strict=True)):
        if value != label:
            place = f"point {i + 1} ({words[i]})"
            raise Unsuitable(f"the network does not fit: at {place} its value is {value}, the label {label}")


def pull(f: Formula, n: Network) -> Made:
    """A network that fits the target becomes an assignment."""
    s = statement(f)
    fitting(s.target, n, build(f).words)
    return Made("fh23.theorem1.backward", BackwardStatement(s.formula, s.target, n), extraction(s.formula, n))


def solved(s: Statement) -> Solution:
    true = solve(s.formula)
    if true is None:
        raise Impossible("the formula has no assignment with exactly one true literal in every clause")
    return Solution(true, lifted(s.formula, true))


def backward_statement(f: Formula) -> BackwardStatement:
    """The formula with a network of a solution, its neurons shuffled and each second levee reversed."""
    s = statement(f)
    terms = list(solved(s).network.neurons.terms)
    for i in range(0, len(terms), 8):
        terms[i : i + 4] = [
            (a, Relu(affine([-c for c in _plane(n)], -n.form.constant))) for a, n in terms[i : i + 4]
        ]
    order = sorted(range(len(terms)), key=lambda i: (7 * i) % len(terms))
    return BackwardStatement(f, s.target, network(*[terms[i] for i in order]))


def _plane(n: Neuron) -> Sequence[fmpq]:
    return n.form.coefficient(1), n.form.coefficient(2)


UNSATISFIABLE = (
    Formula(2, (Clause((1, 1, 2)), Clause((1, 2, 2)))),
    Formula(1, (Clause((1, 1, 1)),)),
    Formula(4, (Clause((1, 2, 3)), Clause((1, 2, 4)), Clause((1, 3, 4)), Clause((2, 3, 4)))),
)


def two_each(f: Formula) -> tuple[tuple[Name, ...], ...]:
    """Lemma 6: the levees that are not 0 at each point p_(j,r)."""
    return tuple((ClauseLevee(j, r), VariableLevee(i, Truth.FALSE)) for j, r, i in literals(f))


def refuted(s: Statement) -> Refutation:
    f = s.formula
    if (true := solve(f)) is not None:
        words = ", ".join(map(str, sorted(true))) or "none"
        raise Impossible(
            f"the formula has a one-in-three assignment (true variables: {words}), so its instance is fitted;"
            " fh23.theorem1.forward certifies that"
        )
    placed = sorted(zip(gadgets(f), build(f).pieces, strict=False), key=lambda pair: pair[0].offset)
    lemma5 = uniqueness([gadget for gadget, _ in placed], [piece.points.start for _, piece in placed])
    return Refutation(lemma5, two_each(f), refutation(f))


def padded(t: Training, dimension: int) -> Training:
    """The instance with coordinates 0 behind its own."""
    zeros = [constant(ZERO, len(t.points))] * (dimension - t.dimension)
    coordinates = (*t.points.coordinates, *zeros)
    return replace(t, dimension=dimension, points=Points(coordinates, t.points.labels))


def padded_statement(f: Formula, dimension: int = 3) -> Statement:
    """The formula and its instance in this dimension, by default the first that is new."""
    return Statement(f, padded(statement(f).target, dimension))


def error_statement(f: Formula, error: fmpq = ONE, loss: Loss = Loss.L1) -> Statement:
    """The formula and its instance with pairs of points that force this error; raises Unsuitable.

    All pairs lie at the first data point: of l1 one pair, of squared at most four, of l0 floor(error).
    """
    target = statement(f).target
    if loss not in LOSSES or error < 0:
        raise Unsuitable(
            f"an error of {error} with the loss {loss.value}: expected at least 0, and l0, l1 or squared"
        )
    if loss is Loss.L0:
        if 2 * error > MOST_POINTS:
            raise Unsuitable(
                f"the loss l0 needs {2 * error.floor()} more points; at most {MOST_POINTS} are made"
            )
        distances = [ONE] * int(error.floor())
    elif loss is Loss.L1:
        distances = [error]
    else:  # the sum of the d^2/2 is the error
        distances = [fmpq(root) / error.q for root in four_squares(int(2 * error.p * error.q))]
    (x, y), *rest = target.points
    pairs = []
    for d in filter(None, distances):
        below = y if loss is Loss.L0 else y - d / 2
        pairs += [(x, below), (x, below + d)]
    data = points(2, [(x, y), *rest, *pairs])
    return Statement(f, replace(target, points=data, error=error, loss=loss))


# Mutants.

Apply = Callable[[Any, Any], tuple[Any, Any]]


def _target(**changes: Any) -> Apply:
    return lambda s, c: (replace(s, target=replace(s.target, **changes)), c)


def _points(change: Callable[[list[tuple[Any, fmpq]]], object], dimension: int = 2) -> Apply:
    def apply(s: Any, c: Any) -> tuple[Any, Any]:
        rows = [(x, y) for x, y in s.target.points]
        change(rows)
        return _target(points=points(dimension, rows), dimension=dimension)(s, c)

    return apply


def _moved(i: int, x1: fmpq = ZERO, x2: fmpq = ZERO, label: fmpq = ZERO) -> Apply:
    def change(rows: list[tuple[Any, fmpq]]) -> None:
        (a, b), y = rows[i]
        rows[i] = (a + x1, b + x2), y + label

    return _points(change)


def _flat(p: Points) -> Points:
    return points(3, [((*x, ZERO), y) for x, y in p])


def _formula(*clauses: Clause) -> Apply:
    return lambda s, c: (replace(s, formula=replace(s.formula, clauses=clauses)), c)


HALF, THIRD = fmpq(1, 2), fmpq(1, 3)
FIRST = (ZERO, fmpq(18))
"""Where the construction of the smallest formula has its first data point."""


def target_mutations(
    activation: Activation, first: tuple[int, str], second: tuple[int, str]
) -> tuple[Mutation, ...]:
    """Formulas and targets that do not match: another activation, two points (with their words) moved."""
    return (
        Mutation("formula-has-a-clause", _formula()),
        Mutation("three-literals", _formula(Clause((1, 2)))),
        Mutation("literals-are-positive", _formula(Clause((1, 2, -3)))),
        Mutation("literals-are-variables", _formula(Clause((1, 2, 6)))),
        Mutation(
            "target-dimension",
            lambda s, c: (
                replace(s, target=replace(s.target, dimension=3, points=_flat(s.target.points))),
                c,
            ),
        ),
        Mutation("target-neurons", _target(neurons=99)),
        Mutation("target-error", _target(error=ONE, loss=Loss.L1)),
        Mutation("target-activation", _target(activation=activation)),
        Mutation("target-loss", _target(loss=Loss.SQUARED)),
        Mutation("ledger-points", _points(lambda rows: rows.pop())),
        Mutation("target-x1", _moved(first[0], x1=THIRD), at=first[1]),
        Mutation("target-x2", _moved(second[0], x2=THIRD), at=second[1]),
        Mutation("target-labels", _moved(first[0], label=fmpq(1, 6)), at=first[1]),
    )


TARGET_MUTATIONS = target_mutations(
    Activation.STEP,
    (3, "clause 1, selection gadget, row x1 = 0, point 4"),
    (14, "clause 1, selection gadget, row x1 = -1/3, point 2"),
)


def _network(n: Network, *changes: tuple[int, tuple[fmpq, Neuron]]) -> Network:
    terms = list(n.neurons.terms)
    for i, term in changes:
        terms[i] = term
    return network(*terms)


def _reweighted(n: Network) -> Network:
    """The breaklines stay, but one jump is larger."""
    weight, neuron = n.neurons.terms[5]
    return _network(n, (5, (2 * weight, neuron)))


def _shifted(n: Network) -> Network:
    """The sixth neuron is 1/1000 too high."""
    weight, neuron = n.neurons.terms[5]
    form = replace(neuron.form, constant=neuron.form.constant + fmpq(1, 1000))
    return _network(n, (5, (weight, Relu(form))))


def _levees(change: Callable[[list[tuple[int, ...]]], object]) -> Apply:
    def apply(s: BackwardStatement, c: Extraction) -> tuple[BackwardStatement, Extraction]:
        levees = list(c.levees)
        change(levees)
        return s, replace(c, levees=tuple(levees))

    return apply


def _levee(gadget: int, *numbers: int) -> Apply:
    return _levees(lambda levees: levees.__setitem__(gadget, numbers))


def _turned(gadget: int, slope: fmpq, neurons: int = 4) -> Apply:
    """The first neurons of this levee get another slope."""

    def apply(s: BackwardStatement, c: Extraction) -> tuple[BackwardStatement, Extraction]:
        changes = []
        for number in c.levees[gadget][:neurons]:
            weight, neuron = s.network.neurons.terms[number - 1]
            w2 = neuron.form.coefficient(2)
            form = affine((-slope * w2, w2), neuron.form.constant)
            changes.append((number - 1, (weight, Relu(form))))
        return replace(s, network=_network(s.network, *changes)), c

    return apply


def _vertical(s: BackwardStatement, c: Extraction) -> tuple[BackwardStatement, Extraction]:
    upright = (c.levees[0][0] - 1, (ONE, Relu(affine((1, 0), 0))))
    return replace(s, network=_network(s.network, upright)), c


def _misread(s: BackwardStatement, c: Extraction) -> tuple[BackwardStatement, Extraction]:
    """Variable 2 becomes true in the network and in the reading: two true literals in a clause."""
    turned, _ = _turned(4, TRUE)(s, c)
    return turned, replace(c, true=c.true | {2})


def with_tree(*steps: Step) -> Apply:
    """Another refutation of the formula."""
    return lambda s, c: (s, replace(c, tree=steps))


def _lemma5(**changes: Any) -> Apply:
    return lambda s, c: (s, replace(c, lemma5=replace(c.lemma5, **changes)))


def _without_a_stretch(s: Statement, c: Refutation) -> tuple[Statement, Refutation]:
    return _lemma5(centre=replace(c.lemma5.centre, stretches=c.lemma5.centre.stretches[1:]))(s, c)


def _in_the_plane(apply: Apply) -> Apply:
    """The padding is cut off, then something is changed, then the padding is restored."""

    def changed(s: Statement, c: Any) -> tuple[Statement, Any]:
        s2, c = apply(replace(s, target=cut(s.target)), c)
        return replace(s2, target=padded(s2.target, s.target.dimension)), c

    return changed


def _raised(s: Statement, c: Any) -> tuple[Statement, Any]:
    """The last point leaves the plane."""
    *rest, (x, y) = s.target.points
    last = ((*x[:-1], x[-1] + fmpq(1, 1000)), y)
    return replace(s, target=replace(s.target, points=points(len(x), [*rest, last]))), c


def _before_the_pairs(apply: Apply) -> Apply:
    """The pairs are cut off, then something is changed, then they come back."""

    def changed(s: Statement, c: Any) -> tuple[Statement, Any]:
        known = statement(s.formula).target
        rest = list(s.target.points)[len(known.points) :]
        s2, c = apply(replace(s, target=known), c)
        d = s2.target.dimension
        rows = [*s2.target.points, *[((*x, *[ZERO] * (d - 2)), y) for x, y in rest]]
        t = replace(s2.target, points=points(d, rows), error=s.target.error, loss=s.target.loss)
        return replace(s2, target=t), c

    return changed


def _pair(first: LabelledPoint, second: LabelledPoint) -> Apply:
    """The last two points become these."""
    return _points(lambda rows: rows.__setitem__(slice(-2, None), [first, second]))


def _on_a_line(s: Statement, c: Any) -> tuple[Statement, Any]:
    rows = [(x[:1], y) for x, y in s.target.points]
    return replace(s, target=replace(s.target, dimension=1, points=points(1, rows))), c


SIZE = {"target-size": "ledger-points says the same before"}
LEDGER = SIZE | dict.fromkeys(
    ("ledger-neurons", "ledger-numerators", "ledger-denominators"),
    "a fact of the construction: it holds for every formula",
)
EXTRACTED = SIZE | {"assignment-of-variables": "true-as-extracted says the same before"}
"""The obligations that no certificate can break, and why: of every target, an instance, a backward claim."""
WRONG_ASSIGNMENTS = (
    Mutation("assignment-of-variables", lambda s, c: (s, replace(c, true=c.true | {6}))),
    Mutation("exactly-one-true", lambda s, c: (s, replace(c, true=frozenset({1, 2})))),
)
PRODUCERS = (
    Producer(
        claim="fh23.theorem1.instance",
        examples=lambda: map(statement, (FIGURE_5, SMALLEST)),
        produce=lambda s: Rebuilt(),
        mutations=TARGET_MUTATIONS,
        named=lambda s, c: {"F": s.formula, "T": s.target},
        accepts={Formula: statement},
        unreachable=LEDGER,
    ),
    Producer(
        claim="fh23.theorem1.forward",
        examples=lambda: map(statement, (FIGURE_5, SMALLEST)),
        produce=solved,
        mutations=(
            *TARGET_MUTATIONS,
            *WRONG_ASSIGNMENTS,
            Mutation(
                "fit.fits",
                lambda s, c: (s, replace(c, network=_shifted(c.network))),
                at="clause 2, selection gadget, row x1 = 0",
            ),
        ),
        named=lambda s, c: {"F": s.formula, "T": s.target, "N": c.network},
        accepts={Formula: statement},
        unreachable=SIZE,
    ),
    Producer(
        claim="fh23.theorem1.backward",
        examples=lambda: map(backward_statement, (FIGURE_5, SMALLEST)),
        produce=lambda s: extraction(s.formula, s.network),
        mutations=(
            *TARGET_MUTATIONS,
            Mutation("levee-count", _levees(lambda levees: levees.pop())),
            Mutation("levee-size", _levee(0, 1, 2, 3), at="clause 1, selection gadget"),
            Mutation("neuron-exists", _levee(0, 0, 1, 2, 3)),
            Mutation("neuron-exists", _levee(0, 33, 1, 2, 3)),
            Mutation("levee-not-vertical", _vertical),
            Mutation("levee-break", _levees(list.reverse), at="clause 1, selection gadget"),
            Mutation("slope-listed", _turned(1, fmpq(1, 5)), at="clause 2, selection gadget"),
            Mutation("levee-slope", _turned(3, FALSE, neurons=1), at="variable 1, selection gadget"),
            Mutation("true-as-extracted", lambda s, c: (s, replace(c, true=c.true ^ {2}))),
            Mutation("exactly-one-true", _misread),
            Mutation("literal-as-extracted", _turned(0, fmpq(-1))),
            Mutation("literal-as-extracted", _turned(0, fmpq(-5, 6))),
            Mutation("fit.fits", lambda s, c: (replace(s, network=_reweighted(s.network)), c)),
        ),
        named=lambda s, c: {"F": s.formula, "T": s.target, "N": s.network},
        accepts={Formula: backward_statement},
        unreachable=EXTRACTED,
    ),
    Producer(
        claim="fh23.theorem1.no",
        examples=lambda: map(statement, UNSATISFIABLE),
        produce=refuted,
        mutations=(
            *TARGET_MUTATIONS,
            Mutation("lemma5.break-is-pinned", _without_a_stretch),
            Mutation("lemma5.q-per-gadget", _lemma5(q=())),
            Mutation("lemma6.levees-per-point", lambda s, c: (s, replace(c, lemma6=c.lemma6[1:]))),
            Mutation("lemma6.on-centre-line", lambda s, c: (s, replace(c, lemma6=c.lemma6[::-1]))),
            Mutation("variable-exists", with_tree(Split(0))),
            Mutation("variable-exists", with_tree(Split(3))),
            Mutation("variable-is-open", with_tree(Split(1), Split(1))),
            Mutation("variable-is-open", with_tree(Split(1), TwoTrue(1), Split(1))),
            Mutation("clause-exists", with_tree(NoneTrue(0))),
            Mutation("clause-exists", with_tree(NoneTrue(3))),
            Mutation("two-literals-true", with_tree(Split(1), TwoTrue(2))),
            Mutation("two-literals-true", with_tree(TwoTrue(1))),
            Mutation("no-literal-true", with_tree(Split(1), TwoTrue(1), NoneTrue(1))),
            Mutation("tree.every-case-is-closed", lambda s, c: with_tree(*c.tree[:-1])(s, c)),
            Mutation("tree.every-step-is-used", lambda s, c: with_tree(*c.tree, NoneTrue(1))(s, c)),
        ),
        named=lambda s, c: {"F": s.formula, "T": s.target},
        accepts={Formula: statement},
        unreachable=SIZE,
    ),
    Producer(
        claim="fh23.theorem1.padding",
        examples=lambda: iter(
            (padded_statement(SMALLEST), padded_statement(FIGURE_5, 5), statement(SMALLEST))
        ),
        produce=lambda s: Rebuilt(),
        mutations=(
            *[
                replace(m, apply=_in_the_plane(m.apply), example=1)
                for m in TARGET_MUTATIONS
                if m.breaks != "target-dimension"
            ],
            Mutation("dimension-at-least-two", _on_a_line),
            Mutation("padding", _raised, at="x3"),
            Mutation("padding", _raised, example=1, at="x5"),
        ),
        named=lambda s, c: {"F": s.formula, "T": s.target},
        accepts={Formula: padded_statement},
        unreachable=SIZE | {"target-dimension": "the padding is cut off before"},
    ),
    Producer(
        claim="fh23.theorem1.error",
        examples=lambda: (
            error_statement(SMALLEST, fmpq(error), loss)
            for error, loss in ((fmpq(7, 3), Loss.SQUARED), (1, Loss.L1), (fmpq(5, 2), Loss.L0), (0, Loss.L0))
        ),
        produce=lambda s: Rebuilt(),
        mutations=(
            *[
                replace(m, apply=_before_the_pairs(m.apply))
                for m in TARGET_MUTATIONS
                if m.breaks not in ("target-error", "target-loss", "ledger-points")
            ],
            Mutation("loss-is-known", _target(error=ZERO, loss=Loss.ANY)),
            Mutation("ledger-points", _points(lambda rows: rows.__delitem__(slice(100, None)))),
            Mutation("points-in-pairs", _points(lambda rows: rows.pop()), example=1),
            Mutation(
                "pair-in-one-place", _pair((FIRST, -HALF), ((ZERO, ZERO), HALF)), example=1, at="pair 1"
            ),
            Mutation("pair-at-a-data-point", _pair(((ONE, ONE), -HALF), ((ONE, ONE), HALF)), example=1),
            Mutation("pair-pays-its-least", _pair((FIRST, HALF), (FIRST, 3 * HALF)), example=1, at="pair 1"),
            Mutation("pair-pays-its-least", _pair((FIRST, ONE), (FIRST, fmpq(2))), example=2, at="pair 2"),
            Mutation("pair-pays-its-least", _moved(-1, label=THIRD), at="pair 4"),
            Mutation("least-losses", _target(error=fmpq(2))),
            Mutation("least-losses", _target(error=fmpq(9, 10)), example=1),
            Mutation("least-losses", _target(error=fmpq(3)), example=2),
            Mutation("least-losses", _target(error=fmpq(19, 10)), example=2),
            Mutation("least-losses", _target(loss=Loss.L1)),
        ),
        named=lambda s, c: {"F": s.formula, "T": s.target},
        accepts={Formula: error_statement},
        options=frozenset({"error", "loss"}),
        unreachable=SIZE
        | dict.fromkeys(("target-error", "target-loss"), "those of the construction are put in before"),
    ),
)
MAPS = SolutionMaps(
    "fh23.theorem1",
    reduce=lambda f: Made("fh23.theorem1.instance", statement(f), Rebuilt()),
    lift=lift,
    pull=pull,
)
