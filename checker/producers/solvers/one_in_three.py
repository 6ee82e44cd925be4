"""Positive one-in-three 3-SAT by a SAT solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import combinations
from math import inf

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
    """A proof tree, in preorder, for a formula that has no solution.

    What a clause forces is split on first: one of the two cases ends at once.  Otherwise the variable whose
    two values have most consequences.
    """
    steps, goals, clauses_of = list[Step](), [frozenset[int]()], dict[int, list[Clause]]()
    for clause in f.clauses:
        for i in set(clause.literals):
            clauses_of.setdefault(i, []).append(clause)
    while goals:
        facts = goals.pop()
        if (end := ending(f, facts)) is not None:
            steps.append(end)
            continue
        chosen = next((abs(literals[0]) for c in f.clauses if (literals := forced(c, facts))), 0)
        step = Split(chosen or best(f, clauses_of, facts))
        steps.append(step)
        goals += [facts | {-step.variable}, facts | {step.variable}]
    return tuple(steps)


def ending(f: Formula, facts: Set[int]) -> TwoTrue | NoneTrue | None:
    """Why no assignment with these literals solves the formula, if one clause says it."""
    for j, clause in enumerate(f.clauses, 1):
        if two_true(clause, facts):
            return TwoTrue(j)
        if none_true(clause, facts):
            return NoneTrue(j)
    return None


def two_true(clause: Clause, facts: Set[int]) -> bool:
    return sum(i in facts for i in clause.literals) >= 2


def none_true(clause: Clause, facts: Set[int]) -> bool:
    return all(-i in facts for i in clause.literals)


def forced(clause: Clause, facts: Set[int]) -> list[int]:
    """The literals that follow by this clause alone, which has neither two true nor only false ones."""
    open_ones = [i for i in clause.literals if i not in facts and -i not in facts]
    if any(i in facts for i in clause.literals):
        return [-i for i in open_ones]
    if len(open_ones) == 1:
        return open_ones
    return [-i for i in open_ones if open_ones.count(i) > 1]


CANDIDATES = 12
"""Variables whose consequences are compared."""


def best(f: Formula, clauses_of: Mapping[int, Sequence[Clause]], facts: Set[int]) -> int:
    """An open variable that occurs in many clauses, above all in those that leave two, and settles many others."""
    weight = Counter[int]()
    for clause in f.clauses:
        open_ones = [i for i in clause.literals if i not in facts and -i not in facts]
        for i in open_ones:
            weight[i] += 5 if len(open_ones) == 2 else 1
    candidates = sorted(weight, key=lambda i: (-weight[i], i))[:CANDIDATES]

    def settled(i: int) -> float:
        return consequences(clauses_of, facts, i) * consequences(clauses_of, facts, -i)

    return max(candidates, key=settled)


def consequences(clauses_of: Mapping[int, Sequence[Clause]], facts: Set[int], literal: int) -> float:
    """How many literals follow from this one, clause by clause; infinitely many if a contradiction does."""
    found, waiting, count = {*facts, literal}, [literal], 0
    while waiting:
        count += 1
        for clause in clauses_of[abs(waiting.pop())]:
            if two_true(clause, found) or none_true(clause, found):
                return inf
            for new in forced(clause, found):
                if new not in found:
                    found.add(new)
                    waiting.append(new)
    return float(count)
