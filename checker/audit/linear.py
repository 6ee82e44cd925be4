"""Linear programs: feasible or not, the optimum, the best bound, against elimination of the variables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from math import lcm
from random import Random
from typing import NamedTuple

from flint import fmpq

from checker.audit.inputs.symmetry import classes, simpler
from checker.audit.oracles.elimination import Dense, infimum
from checker.audit.subject import Examination, Findings, Subject
from checker.objects.affine import Affine, affine
from checker.objects.system import Comparison, Constraint, System
from checker.problems.linear_program import LinearProgram, Sense

Form = tuple[int, ...]
SENSES = (Sense.MINIMIZE, Sense.MAXIMIZE)
COMPARISONS: tuple[Comparison, ...] = ("<=", "<", "=", ">", ">=")
DOWNWARDS: dict[Comparison, Comparison] = dict(zip(COMPARISONS, reversed(COMPARISONS), strict=True))


class Row(NamedTuple):
    form: Form
    comparison: Comparison
    bound: int


def program(sense: Sense, objective: Affine, rows: Sequence[Row]) -> LinearProgram:
    found = [Constraint(affine(row.form), row.comparison, fmpq(row.bound)) for row in rows]
    return LinearProgram(sense, objective, System(tuple(found)))


def every(size: int) -> Iterator[tuple[LinearProgram, int]]:
    """At most so many rows >=, > and = in at most two variables, coefficients from -1 to 1, bounds 0 and 1.

    One of each class that the order of the rows, signs and the exchange of the variables make; to minimize
    stands for to maximize, too.
    """
    forms = list(product((-1, 0, 1), repeat=2))
    kinds = [Row(*row) for row in product(forms, COMPARISONS[2:], (0, 1))]
    for number in range(size + 1):
        for objective in forms:
            images = {move(objective) for move in moves()}
            if objective == min(images):
                group = [of_rows(move) for move in moves() if move(objective) == objective]
                for rows, members in classes(kinds, number, group):
                    yield program(Sense.MINIMIZE, affine(objective), rows), 2 * len(images) * members


def moves() -> Iterator[Callable[[Form], Form]]:
    """Signs of the two variables, and their order."""
    for signs in product((1, -1), repeat=2):
        for step in (1, -1):

            def move(form: Form, signs: Form = signs, step: int = step) -> Form:
                return tuple([a * c for a, c in zip(signs, form, strict=True)])[::step]

            yield move


def of_rows(move: Callable[[Form], Form]) -> Callable[[Row], Row]:
    return lambda row: row._replace(form=move(row.form))


def sample(random: Random, size: int) -> LinearProgram:
    """At most four rows more, in at most three variables, with numbers up to 3."""
    dimension = random.randint(1, 3)
    rows = [
        Row(numbers(random, dimension), random.choice(COMPARISONS), random.randint(-3, 3))
        for _ in range(random.randint(1, size + 4))
    ]
    return program(random.choice(SENSES), affine(numbers(random, dimension), random.randint(-3, 3)), rows)


def numbers(random: Random, count: int) -> Form:
    return tuple([random.randint(-3, 3) for _ in range(count)])


def alike(p: LinearProgram, random: Random) -> LinearProgram:
    """Rows in another order, scaled, perhaps read downwards; variables exchanged, scaled, with other signs."""
    names = random.sample(range(1, p.dimension + 1), p.dimension)
    factors = [random.choice((1, -1)) * scale(random) for _ in names]

    def renamed(form: Affine, factor: fmpq) -> Affine:
        terms = [(names[i - 1], factor * factors[i - 1] * c) for i, c in form.terms]
        return Affine(tuple(sorted(terms)), factor * form.constant)

    rows = list[Constraint]()
    for row in random.sample(p.system.constraints, len(p.system.constraints)):
        factor, comparison = scale(random), row.comparison
        if random.random() < 0.5:
            factor, comparison = -factor, DOWNWARDS[comparison]
        rows.append(Constraint(renamed(row.form, factor), comparison, factor * row.bound))
    factor, sense = fmpq(1), p.sense
    if random.random() < 0.5:
        factor, sense = fmpq(-1), SENSES[sense is Sense.MINIMIZE]
    return LinearProgram(sense, renamed(p.objective, factor), System(tuple(rows)))


def scale(random: Random) -> fmpq:
    return fmpq(random.randint(1, 5), random.randint(1, 5))


def smaller(p: LinearProgram) -> Iterator[LinearProgram]:
    """Without a row, or with a simpler number in the objective or in a row."""
    rows = p.system.constraints
    for i in range(len(rows)):
        yield replace(p, system=System(rows[:i] + rows[i + 1 :]))
    for form in simpler_forms(p.objective):
        yield replace(p, objective=form)
    for i, row in enumerate(rows):
        others = [replace(row, form=form) for form in simpler_forms(row.form)]
        for other in (*others, *[replace(row, bound=bound) for bound in simpler(row.bound)]):
            yield replace(p, system=System((*rows[:i], other, *rows[i + 1 :])))


def simpler_forms(form: Affine) -> Iterator[Affine]:
    for constant in simpler(form.constant):
        yield replace(form, constant=constant)
    for i, (variable, c) in enumerate(form.terms):
        for other in simpler(c):
            terms = ((variable, other),) if other else ()
            yield replace(form, terms=(*form.terms[:i], *terms, *form.terms[i + 1 :]))


def dense(terms: Sequence[tuple[int, fmpq]], dimension: int, denominator: int) -> Form:
    """The coefficients, times a common denominator."""
    given = dict(terms)
    return tuple([int(given.get(i, fmpq(0)) * denominator) for i in range(1, dimension + 1)])


def best(p: LinearProgram) -> str | tuple[fmpq, bool]:
    """ "none", "unbounded", or the best bound on the objective and whether it is attained, by elimination."""
    rows = list[Dense]()
    for constraint in p.system.constraints:
        row = constraint.row()
        common = lcm(int(row.bound.q), *[int(c.q) for _, c in row.terms])
        rows.append((dense(row.terms, p.dimension, common), row.sign, int(row.bound * common)))
    sign = 1 if p.sense is Sense.MINIMIZE else -1
    common = lcm(*[int(c.q) for _, c in p.objective.terms])
    found = infimum(rows, dense(p.objective.terms, p.dimension, sign * common))
    if isinstance(found, str):
        return found
    return p.objective.constant + sign * found[0] / common, found[1]


def examine(p: LinearProgram, random: Random) -> Findings:
    """The five claims about a program, and the values of optimum and bound."""
    e, known = Examination(), best(p)
    value, attained = (None, False) if isinstance(known, str) else known
    e.decided("linear.feasible", p, known != "none")
    e.decided("linear.infeasible", p, known == "none")
    e.decided("linear.unbounded", p, known == "unbounded")
    optimal = e.decided("linear.optimal", p, attained)
    if optimal is not None:
        found = optimal.statement.value
        e.require(found == value, "another optimum", f"{found}, by elimination {value}", optimal)
    below = e.decided("linear.lower_bound", p, value is not None)
    if below is not None:
        bound = below.statement.bound if p.sense is Sense.MINIMIZE else -below.statement.bound
        e.require(bound == value, "another bound", f"{bound}, by elimination {value}", below)
    answer = known if isinstance(known, str) else "optimal" if attained else "not attained"
    return e.findings(answer)


SUBJECTS = (
    Subject(
        name="linear",
        input=LinearProgram,
        measure="rows",
        size=2,
        every=every,
        sample=sample,
        alike=alike,
        smaller=smaller,
        examine=examine,
    ),
)
