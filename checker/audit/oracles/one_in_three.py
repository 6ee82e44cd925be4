"""The solutions of small formulas, of each clause exactly one literal to be true: all assignments are tried."""

from __future__ import annotations

from itertools import product

from checker.objects.formula import Formula


def solutions(f: Formula) -> list[frozenset[int]]:
    """The true variables of every solution: all assignments are tried, and true occurrences counted."""
    found = list[frozenset[int]]()
    for bits in product((False, True), repeat=f.variables):
        if all([bits[i - 1] for i in clause.literals].count(True) == 1 for clause in f.clauses):
            found.append(frozenset([i for i, bit in enumerate(bits, 1) if bit]))
    return found
