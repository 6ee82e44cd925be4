"""Positive one-in-three 3-SAT: solutions by a SAT solver, refutations by case splits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from flint import fmpq

from checker.kernel.rows import Row
from checker.objects.formula import Formula
from checker.problems.one_in_three import (
    Branch,
    ExactlyOne,
    Fact,
    IsFalse,
    IsTrue,
    Name,
    NotNegative,
    Refutation,
    Value,
    rules,
)
from checker.producers.solvers.case_tree import Point, Refuted, Search, Split, system, written

Goal = dict[Fact, None]


def clauses(f: Formula) -> Iterator[list[int]]:
    """The same question in conjunctive normal form: at least one occurrence, and never two."""
    for clause in f.clauses:
        yield list(clause.literals)
        for a, b in combinations(clause.literals, 2):
            yield [-a, -b]


def solve(f: Formula) -> frozenset[int] | None:
    """The true variables of some solution, or None if there is none."""
    from pysat.solvers import Cadical153

    with Cadical153(bootstrap_with=clauses(f)) as solver:
        if not solver.solve():
            return None
        model = solver.get_model()
    return frozenset(v for v in model if 0 < v <= f.variables)


class Assignments:
    """The solutions of a formula, as the search sees them: the rows bound each variable by 0 and 1."""

    def __init__(self, f: Formula) -> None:
        self.formula, self.rules = f, rules(f)

    def rows(self, path: Goal) -> Iterable[tuple[Name, Row]]:
        if path:
            return self.rules.rows(next(reversed(path)))
        names: list[Name] = [ExactlyOne(j) for j in range(1, len(self.formula.clauses) + 1)]
        names += [NotNegative(i) for i in range(1, self.formula.variables + 1)]
        return [(name, row) for name in names if (row := self.rules.free(name)) is not None]

    def cuts(self, path: Goal, point: Point) -> Iterator[tuple[Name, Row]]:
        return iter(())

    def facts(self, name: Name, path: Goal) -> Iterator[Fact]:
        if isinstance(name, Value):
            yield from (fact for fact in path if fact.variable == name.variable)

    def splits(self, path: Goal, point: Point) -> Iterator[Split[Fact]]:
        """At the variables that are neither 0 nor 1, those nearest to 1/2 first."""
        between = [(abs(v - fmpq(1, 2)), i) for i, v in point.items() if v not in (0, 1)]
        for _, i in sorted(between):
            yield Split(Branch(i), (IsFalse(i), IsTrue(i)))


def refutation(f: Formula) -> Refutation | None:
    """A proof tree that shows that there is no solution, or None if there is one."""
    found = Search(Assignments(f), system(f.variables)).run()
    return Refutation(*written(found)) if isinstance(found, Refuted) else None
