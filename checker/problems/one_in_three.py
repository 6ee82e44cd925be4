"""Positive one-in-three 3-SAT: exactly one true literal in every clause of three positive literals.

Source: fh23, Section 3 (Schaefer's problem).  "Exactly one" counts occurrences: (1 | 1 | 2) forces
variable 1 to be false, and (1 | 1 | 1) has no solution.
"""

from __future__ import annotations

from dataclasses import dataclass

from checker.kernel.obligation import Path, Proof, at_most, equal, less, subset
from checker.kernel.tree import Goal, Rules, refute
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


@dataclass(frozen=True, slots=True)
class Split:
    """``split(3)``: two cases, variable 3 is true, then it is false."""

    variable: int


@dataclass(frozen=True, slots=True)
class TwoTrue:
    """``two_true(2)``: impossible, as two literals of clause 2 are true."""

    clause: int


@dataclass(frozen=True, slots=True)
class NoneTrue:
    """``none_true(2)``: impossible, as all literals of clause 2 are false."""

    clause: int


Step = Split | TwoTrue | NoneTrue


def refutation_obligations(f: Formula, steps: tuple[Step, ...], at: Path) -> Proof[None]:
    """The steps are a complete proof tree: no assignment solves the formula, an instance as above.

    A fact is a literal: i says that variable i is true, -i that it is false.
    """

    def children(step: Step, goal: Goal[int, object], here: Path) -> Proof[tuple[int, ...]]:
        if isinstance(step, Split):
            yield less("variable-exists", 0, step.variable, here)
            yield at_most("variable-exists", step.variable, f.variables, here)
            cases = (step.variable, -step.variable)
            yield equal("variable-is-open", tuple([case for case in cases if case in goal.facts]), (), here)
            return cases
        yield less("clause-exists", 0, step.clause, here)
        yield at_most("clause-exists", step.clause, len(f.clauses), here)
        literals = f.clauses[step.clause - 1].literals
        if isinstance(step, TwoTrue):
            yield at_most("two-literals-true", 2, sum(i in goal.facts for i in literals), here)
        else:
            yield equal("no-literal-true", sum(-i in goal.facts for i in literals), len(literals), here)
        return ()

    rules: Rules[int, object] = Rules(lambda name: None, lambda fact: (), children)
    yield from refute(rules, (), steps, (), at)
