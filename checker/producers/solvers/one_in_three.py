"""Positive one-in-three 3-SAT by a SAT solver."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from checker.objects.formula import Clause, Formula
from checker.problems.one_in_three import NoneTrue, Split, Step, TwoTrue


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


def refutation(f: Formula) -> tuple[Step, ...]:
    """A proof tree, in preorder, for a formula that has no solution."""
    steps, goals = list[Step](), [frozenset[int]()]
    while goals:
        facts = goals.pop()
        step = ending(f, facts) or Split(chosen(f, facts))
        steps.append(step)
        if isinstance(step, Split):
            goals += [facts | {-step.variable}, facts | {step.variable}]
    return tuple(steps)


def ending(f: Formula, facts: frozenset[int]) -> TwoTrue | NoneTrue | None:
    """Why no assignment with these literals solves the formula, if one clause says it."""
    for j, clause in enumerate(f.clauses, 1):
        if sum(i in facts for i in clause.literals) >= 2:
            return TwoTrue(j)
        if all(-i in facts for i in clause.literals):
            return NoneTrue(j)
    return None


def chosen(f: Formula, facts: frozenset[int]) -> int:
    """An open variable of the clause with most settled literals, there the most frequent one."""

    def open_in(clause: Clause) -> list[int]:
        return [i for i in clause.literals if i not in facts and -i not in facts]

    literals = min((found for clause in f.clauses if (found := open_in(clause))), key=len)
    return max(literals, key=literals.count)
