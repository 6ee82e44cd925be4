"""Formulas of positive clauses, exactly one literal of each to be true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations_with_replacement, permutations, product
from math import prod
from random import Random

from checker.audit.inputs.symmetry import arrangements
from checker.objects.formula import Clause, Formula

MEASURE = "variables plus clauses"
Literals = tuple[tuple[int, ...], ...]


def formula(variables: int, clauses: Literals) -> Formula:
    return Formula(variables, tuple(map(Clause, clauses)))


def every(size: int) -> Iterator[tuple[Formula, int]]:
    """One formula of each class that exchanges of variables, clauses and literals make, and how many it has.

    Variables need not occur, and literals and clauses may be repeated.
    """
    for total in range(2, size + 1):
        for variables in range(1, total):
            yield from classes(variables, total - variables)


def classes(variables: int, clauses: int) -> Iterator[tuple[Formula, int]]:
    kinds = list(combinations_with_replacement(range(1, variables + 1), 3))
    found = Counter[Literals]()
    for multiset in combinations_with_replacement(kinds, clauses):
        ordered = arrangements(multiset) * prod(map(arrangements, multiset))
        found[representative(variables, multiset)] += ordered
    for chosen, members in sorted(found.items()):
        yield formula(variables, chosen), members


def representative(variables: int, clauses: Literals) -> Literals:
    """The first of all formulas that renamed variables make of these clauses."""
    names = permutations(range(1, variables + 1))
    renamed = ([tuple(sorted(new[i - 1] for i in clause)) for clause in clauses] for new in names)
    return min(tuple(sorted(clauses)) for clauses in renamed)


def sample(random: Random, size: int) -> Formula:
    """At most four variables or clauses more than the size counts, a third to a half of them clauses."""
    total = size + random.randint(1, 4)
    clauses = random.randint(total // 3, total // 2) or 1
    numbers = range(1, total - clauses + 1)
    literals = [tuple(random.choices(numbers, k=3)) for _ in range(clauses)]
    return formula(len(numbers), tuple(literals))


def alike(f: Formula, random: Random) -> Formula:
    """Other names of the variables, another order of clauses and literals."""
    new = random.sample(range(1, f.variables + 1), f.variables)
    clauses = [random.sample([new[i - 1] for i in c.literals], len(c.literals)) for c in f.clauses]
    return formula(f.variables, tuple(map(tuple, random.sample(clauses, len(clauses)))))


def smaller(f: Formula) -> Iterator[Formula]:
    """Without one of the clauses, or with two variables made one."""
    clauses = tuple([clause.literals for clause in f.clauses])
    if len(clauses) > 1:
        for j in range(len(clauses)):
            yield formula(f.variables, clauses[:j] + clauses[j + 1 :])
    for kept, gone in product(range(1, f.variables + 1), repeat=2):
        if kept < gone:
            names = {gone: kept} | {i: i - 1 for i in range(gone + 1, f.variables + 1)}
            merged = [tuple([names.get(i, i) for i in clause]) for clause in clauses]
            yield formula(f.variables - 1, tuple(merged))
