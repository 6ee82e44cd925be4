"""Small formulas, for the reductions from one-in-three 3-SAT."""

from __future__ import annotations

from itertools import combinations_with_replacement

from checker.claims.table import claim
from checker.kernel.verdict import Verdict, check
from checker.objects.formula import Clause, Formula
from checker.producers.producer import Made


def formula(variables: int, *clauses: tuple[int, ...]) -> Formula:
    return Formula(variables, tuple(map(Clause, clauses)))


def checked(made: Made) -> Verdict:
    return check(claim(made.claim), made.statement, made.certificate)


def every_formula(*sizes: tuple[int, int]) -> list[Formula]:
    """Every formula with so many variables and clauses, up to the order of clauses and literals."""
    return [
        formula(n, *clauses)
        for n, m in sizes
        for clauses in combinations_with_replacement(combinations_with_replacement(range(1, n + 1), 3), m)
    ]
