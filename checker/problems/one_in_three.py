"""Positive one-in-three 3-SAT: exactly one true literal in every clause of three positive literals.

Source: fh23, Section 3 (Schaefer's problem).  "Exactly one" counts occurrences: (1 | 1 | 2) forces
variable 1 to be false, and (1 | 1 | 1) has no solution.
"""

from __future__ import annotations

from checker.kernel.obligation import Path, Proof, at_most, equal, less, subset
from checker.objects.formula import Formula


def instance_obligations(f: Formula, instance: Path) -> Proof[None]:
    """The formula has at least one clause, and each consists of three of its variables."""
    here = (*instance, "clauses")
    yield less("formula-has-a-clause", 0, len(f.clauses), at=here)
    for j, clause in enumerate(f.clauses):
        yield equal("three-literals", len(clause.literals), 3, at=(*here, j))
        yield less("literals-are-positive", 0, min(clause.literals), at=(*here, j))
        yield at_most("literals-are-variables", max(clause.literals), f.variables, at=(*here, j))


def solution_obligations(f: Formula, true: frozenset[int], instance: Path, solution: Path) -> Proof[None]:
    """Making these variables true, and no others, makes exactly one literal of each clause true."""
    variables = frozenset(range(1, f.variables + 1))
    yield subset("assignment-of-variables", true, variables, at=solution)
    for j, clause in enumerate(f.clauses):
        count = sum(i in true for i in clause.literals)
        yield equal("exactly-one-true", count, 1, at=(*instance, "clauses", j))
