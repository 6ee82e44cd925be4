"""Positive one-in-three 3-SAT by a SAT solver."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from checker.objects.formula import Formula


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
