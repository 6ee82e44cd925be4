"""Producers for fh23.corollary8, and its maps of solutions.  Untrusted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from flint import fmpq

from checker.claims.fh23.corollary8 import Extraction, FitWithoutSolution, Unsatisfiable
from checker.claims.fh23.theorem1 import BackwardStatement, Rebuilt, Solution, Statement
from checker.objects.affine import affine
from checker.objects.formula import Clause, Formula
from checker.objects.network import Activation, Network, Neuron, Step, network
from checker.problems.one_in_three import NoneTrue, Split, TwoTrue
from checker.producers.fh23.theorem1 import (
    EXTRACTED,
    FIGURE_5,
    LEDGER,
    SIZE,
    SMALLEST,
    WRONG_ASSIGNMENTS,
    fitting,
    solving,
    suitable,
    target_mutations,
    with_tree,
)
from checker.producers.producer import Impossible, Made, Mutation, Producer, SolutionMaps, Unknown, Unsuitable
from checker.producers.solvers.one_in_three import refutation, solve
from checker.reductions.fh23.corollary8 import build, build_printed, gadgets, window
from checker.reductions.fh23.theorem1 import FALSE, ONE, TRUE, literal_point

THREE_TIMES = Formula(1, (Clause((1, 1, 1)),))
FOUR_TRIPLES = Formula(4, tuple(map(Clause, combinations(range(1, 5), 3))))
ZERO, HALF = fmpq(0), fmpq(1, 2)

Term = tuple[fmpq, Neuron]


def statement(f: Formula) -> Statement:
    """The formula and its training instance; raises Unsuitable where it has none."""
    return Statement(f, build(suitable(f, per_clause=19, per_variable=14)).instance)


def printed_statement(f: Formula) -> Statement:
    """The formula and the instance as printed; raises Unsuitable where it has none."""
    return Statement(f, build_printed(suitable(f, per_clause=34, per_variable=29)).instance)


def stripe(slope: fmpq, offset: fmpq, low: fmpq, high: fmpq) -> list[Term]:
    """1 where low < x2 - slope*x1 - offset <= high, else 0."""
    return [
        (ONE, Step(affine((-slope, 1), -offset - low))),
        (-ONE, Step(affine((-slope, 1), -offset - high))),
    ]


# As printed.


def switches(f: Formula) -> tuple[tuple[bool, ...], ...] | None:
    """Truth values of the occurrences, one true in each clause, where no variable turns false again.

    A stripe of slope 1 - 1/x1, turned about its gadget, still covers the points up to x1 and misses those
    beyond: to the first clauses its variable is false, to the last ones true.
    """
    from pysat.solvers import Cadical153

    numbers = [(3 * j + 1, 3 * j + 2, 3 * j + 3) for j in range(len(f.clauses))]
    with Cadical153() as solver:
        last: dict[int, int] = {}
        for clause, occurrences in zip(f.clauses, numbers, strict=True):
            solver.add_clause(list(occurrences))
            for a, b in combinations(occurrences, 2):
                solver.add_clause([-a, -b])
            for variable, number in zip(clause.literals, occurrences, strict=True):
                if variable in last:
                    solver.add_clause([-last[variable], number])
                last[variable] = number
        if not solver.solve():
            return None
        true = {number for number in solver.get_model() if number > 0}
    return tuple([tuple([number in true for number in occurrences]) for occurrences in numbers])


def turned_stripes(f: Formula, truth: Sequence[Sequence[bool]]) -> Network:
    """The network of these truth values of the occurrences."""
    shapes, terms = gadgets(f), list[Term]()
    farthest: dict[int, fmpq] = {}
    nearest: dict[int, fmpq] = {}
    for j, clause in enumerate(f.clauses):
        for r, i in enumerate(clause.literals):
            x1 = literal_point(f, j + 1, r + 1)[0]
            if truth[j][r]:
                nearest.setdefault(i, x1)
                terms += stripe(shapes[j].slopes[r], shapes[j].offset, -3 * HALF, 3 * HALF)
            else:
                farthest[i] = x1
    for i, gadget in enumerate(shapes[len(f.clauses) :], 1):
        if i in farthest and i in nearest:
            terms += stripe(1 - 1 / farthest[i], gadget.offset, -3 * HALF, ONE)
        else:
            terms += stripe(FALSE if i in farthest else TRUE, gadget.offset, -3 * HALF, 3 * HALF)
    return network(*terms)


def fit_without_solution(s: Statement) -> FitWithoutSolution:
    if solve(s.formula) is not None:
        raise Impossible("the formula has a solution, so a fit refutes nothing")
    truth = switches(s.formula)
    if truth is None:
        raise Unknown(
            "no fit was found; turned stripes, which change from false to true once, are not enough"
        )
    return FitWithoutSolution(refutation(s.formula), turned_stripes(s.formula, truth))


# Repaired.


def lifted(f: Formula, true: frozenset[int]) -> Network:
    """One stripe per clause (that of its true literal) and one per variable, between the windows' middles."""
    shapes, terms, width = gadgets(f), list[Term](), ONE + window(f) / 2
    for gadget, clause in zip(shapes, f.clauses, strict=False):
        literal = next(r for r, i in enumerate(clause.literals) if i in true)
        terms += stripe(gadget.slopes[literal], gadget.offset, -width, width)
    for i, gadget in enumerate(shapes[len(f.clauses) :], 1):
        terms += stripe(TRUE if i in true else FALSE, gadget.offset, -width, width)
    return network(*terms)


def lift(f: Formula, true: frozenset[int]) -> Made:
    """An assignment, as its set of true variables, becomes a network."""
    s = statement(f)
    solving(f, true)
    return Made("fh23.corollary8.forward", s, Solution(true, lifted(f, true)))


def extraction(f: Formula, n: Network) -> Extraction:
    """The stripes of a fitting network by their breaklines, and the assignment they stand for.

    A network that fits has exactly one breakline in each window on the axis x1 = 0.
    """
    found = list[tuple[fmpq, int]]()
    for number, (_, neuron) in enumerate(n.neurons.terms, 1):
        w2 = neuron.form.coefficient(2)
        if w2 != 0:
            found.append((-neuron.form.constant / w2, number))
    found.sort()
    heights = [height for height, _ in found]
    eta, stripes, true = window(f), list[tuple[int, ...]](), set[int]()
    for g, (piece, gadget) in enumerate(zip(build(f).pieces, gadgets(f), strict=False)):
        numbers = list[int]()
        for low in (gadget.offset - 1 - eta, gadget.offset + 1):
            start = bisect_left(heights, low)
            inside = [number for height, number in found[start : start + 2] if height <= low + eta]
            if len(inside) != 1:
                raise Unsuitable(f"the network does not fit: no single breakline in a window of {piece.name}")
            numbers += inside
        stripes.append(tuple(numbers))
        form = n.neurons.terms[numbers[0] - 1][1].form
        if g >= len(f.clauses) and -form.coefficient(1) / form.coefficient(2) < 0:
            true.add(g + 1 - len(f.clauses))
    return Extraction(tuple(stripes), frozenset(true))


def pull(f: Formula, n: Network) -> Made:
    """A network that fits the target becomes an assignment."""
    s = statement(f)
    fitting(s.target, n, build(f).words)
    return Made("fh23.corollary8.backward", BackwardStatement(f, s.target, n), extraction(f, n))


def solved(s: Statement) -> Solution:
    true = solve(s.formula)
    if true is None:
        raise Impossible("the formula has no assignment with exactly one true literal in every clause")
    return Solution(true, lifted(s.formula, true))


def unsolved(s: Statement) -> Unsatisfiable:
    if solve(s.formula) is not None:
        raise Impossible("the formula has a solution")
    return Unsatisfiable(refutation(s.formula))


def backward_statement(f: Formula) -> BackwardStatement:
    """The formula with a network of a solution, its neurons shuffled and each second stripe reversed."""
    s = statement(f)
    terms = list(solved(s).network.neurons.terms)
    for i in range(0, len(terms), 4):
        terms[i : i + 2] = [(-a, Step(_reversed(n))) for a, n in terms[i : i + 2]]
    order = [*range(0, len(terms), 2), *range(1, len(terms), 2)]
    return BackwardStatement(f, s.target, network(*[terms[i] for i in order]))


def _reversed(n: Neuron) -> Any:
    return affine((-n.form.coefficient(1), -n.form.coefficient(2)), -n.form.constant)


# Mutants.

Apply = Callable[[Any, Any], tuple[Any, Any]]


def _changed(n: Network, i: int, slope: fmpq = ZERO, up: fmpq = ZERO) -> Network:
    """The slope of neuron i (from 0) and the height at which it breaks are larger by so much."""
    terms = list(n.neurons.terms)
    weight, neuron = terms[i]
    w1, w2 = neuron.form.coefficient(1), neuron.form.coefficient(2)
    terms[i] = weight, Step(affine((w1 - slope * w2, w2), neuron.form.constant - up * w2))
    return network(*terms)


def _upright(n: Network) -> Network:
    return network((ONE, Step(affine((1, 0)))), *n.neurons.terms[1:])


def _doubled(n: Network) -> Network:
    """The breaklines stay, but the last jump is larger."""
    *before, (weight, neuron) = n.neurons.terms
    return network(*before, (2 * weight, neuron))


def _given(change: Callable[[Network], Network]) -> Apply:
    return lambda s, c: (replace(s, network=change(s.network)), c)


def _made(change: Callable[[Network], Network]) -> Apply:
    return lambda s, c: (s, replace(c, network=change(c.network)))


def _stripes(change: Callable[[list[tuple[int, ...]]], object]) -> Apply:
    def apply(s: Any, c: Extraction) -> tuple[Any, Extraction]:
        stripes = list(c.stripes)
        change(stripes)
        return s, replace(c, stripes=tuple(stripes))

    return apply


def _turned(gadget: int, slope: fmpq, neurons: int = 2) -> Apply:
    """The first neurons of this stripe have slopes larger by so much."""

    def apply(s: BackwardStatement, c: Extraction) -> tuple[BackwardStatement, Extraction]:
        n = s.network
        for number in c.stripes[gadget][:neurons]:
            n = _changed(n, number - 1, slope)
        return replace(s, network=n), c

    return apply


def _misread(s: BackwardStatement, c: Extraction) -> tuple[BackwardStatement, Extraction]:
    """A false variable becomes true in the network and in the reading: two true literals in a clause."""
    turned, _ = _turned(4, TRUE - FALSE)(s, c)
    return turned, replace(c, true=c.true | {2})


THIN = target_mutations(
    Activation.RELU,
    (3, "clause 1, selection gadget, row x1 = 0, point 4"),
    (5, "clause 1, selection gadget, row x1 = -1/3, point 2"),
)
REFUTATION = (
    Mutation("unsatisfiable.variable-exists", with_tree(Split(0))),
    Mutation("unsatisfiable.variable-exists", with_tree(Split(5)), example=1),
    Mutation("unsatisfiable.variable-is-open", with_tree(Split(1), Split(1))),
    Mutation("unsatisfiable.clause-exists", with_tree(NoneTrue(2))),
    Mutation("unsatisfiable.two-literals-true", with_tree(TwoTrue(1))),
    Mutation("unsatisfiable.no-literal-true", with_tree(NoneTrue(1))),
    Mutation("unsatisfiable.tree.every-case-is-closed", lambda s, c: with_tree(*c.tree[:-1])(s, c)),
    Mutation("unsatisfiable.tree.every-step-is-used", lambda s, c: with_tree(*c.tree, NoneTrue(1))(s, c)),
)
PRODUCERS = (
    Producer(
        claim="fh23.corollary8.printed",
        examples=lambda: map(printed_statement, (THREE_TIMES, FOUR_TRIPLES)),
        produce=fit_without_solution,
        mutations=(
            *target_mutations(
                Activation.RELU,
                (3, "clause 1, selection gadget, row x1 = 0, point 6"),
                (10, "clause 1, selection gadget, row x1 = -1/3, point 2"),
            ),
            *REFUTATION,
            Mutation(
                "fit.fits",
                _made(lambda n: _changed(n, 3, up=ONE)),
                at="variable 1, selection gadget",
            ),
            Mutation(
                "fit.fits", _made(lambda n: _changed(n, 3, slope=fmpq(3, 88))), at="clause 1, literal 3"
            ),
        ),
        named=lambda s, c: {"F": s.formula, "T": s.target, "N": c.network},
        accepts={Formula: printed_statement},
        unreachable=SIZE,
    ),
    Producer(
        claim="fh23.corollary8.instance",
        examples=lambda: map(statement, (SMALLEST, FIGURE_5)),
        produce=lambda s: Rebuilt(),
        mutations=THIN,
        named=lambda s, c: {"F": s.formula, "T": s.target},
        accepts={Formula: statement},
        unreachable=LEDGER,
    ),
    Producer(
        claim="fh23.corollary8.forward",
        examples=lambda: map(statement, (FIGURE_5, SMALLEST)),
        produce=solved,
        mutations=(
            *THIN,
            *WRONG_ASSIGNMENTS,
            Mutation(
                "fit.fits",
                _made(lambda n: _changed(n, 2, up=fmpq(1, 1000))),
                at="clause 2, selection gadget, row x1 = 0",
            ),
        ),
        named=lambda s, c: {"F": s.formula, "T": s.target, "N": c.network},
        accepts={Formula: statement},
        unreachable=SIZE,
    ),
    Producer(
        claim="fh23.corollary8.backward",
        examples=lambda: map(backward_statement, (FIGURE_5, SMALLEST)),
        produce=lambda s: extraction(s.formula, s.network),
        mutations=(
            *THIN,
            Mutation("stripe-count", _stripes(lambda stripes: stripes.pop())),
            Mutation("stripe-size", _stripes(lambda stripes: stripes.__setitem__(0, (1,)))),
            Mutation("neuron-exists", _stripes(lambda stripes: stripes.__setitem__(0, (0, 1)))),
            Mutation("neuron-exists", _stripes(lambda stripes: stripes.__setitem__(0, (17, 1)))),
            Mutation("stripe-not-vertical", _given(_upright)),
            Mutation("stripe-window", _stripes(list.reverse), at="clause 1, selection gadget"),
            Mutation("stripe-window", _given(lambda n: _changed(n, 0, up=fmpq(1, 1000)))),
            Mutation("stripe-window", _given(lambda n: _changed(n, 0, up=fmpq(-1, 1000)))),
            Mutation("slope-near", _turned(1, fmpq(1, 1000)), at="clause 2, selection gadget"),
            Mutation("stripe-slope", _turned(3, FALSE - TRUE, neurons=1), at="variable 1"),
            Mutation("true-as-extracted", lambda s, c: (s, replace(c, true=c.true ^ {2}))),
            Mutation("exactly-one-true", _misread),
            Mutation("literal-as-extracted", _turned(0, fmpq(-1, 6))),
            Mutation("fit.fits", _given(_doubled), at="variable 5, selection gadget"),
        ),
        named=lambda s, c: {"F": s.formula, "T": s.target, "N": s.network},
        accepts={Formula: backward_statement},
        unreachable=EXTRACTED,
    ),
    Producer(
        claim="fh23.corollary8.no",
        examples=lambda: map(statement, (THREE_TIMES, FOUR_TRIPLES)),
        produce=unsolved,
        mutations=(*THIN, *REFUTATION),
        named=lambda s, c: {"F": s.formula, "T": s.target},
        accepts={Formula: statement},
        unreachable=dict.fromkeys(
            (
                "lowest-label",
                "label-changes",
                "window-match",
                "window-is-thin",
                "slope-range",
                "vanishes-elsewhere",
                "inside",
                "outside",
            ),
            "a fact of the construction: tests break it in other constructions",
        )
        | SIZE,
    ),
)
MAPS = SolutionMaps(
    "fh23.corollary8",
    reduce=lambda f: Made("fh23.corollary8.instance", statement(f), Rebuilt()),
    lift=lift,
    pull=pull,
)
