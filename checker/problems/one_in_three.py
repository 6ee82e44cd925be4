"""Positive one-in-three 3-SAT: exactly one true literal in every clause of three positive literals.

Source: fh23, Section 3 (Schaefer's problem).  "Exactly one" counts occurrences: (1 | 1 | 2) forces
variable 1 to be false, and (1 | 1 | 1) has no solution.

A refutation is a proof tree over the truth values, x_i being 1 where variable i is true and else 0.
``branch(i)`` has two children: variable i is false, or true.  Rows:
    exactly_one(j)    the sum of x_i over the literals of clause j is 1       (always)
    not_negative(i)   x_i >= 0                                                (always)
    value(i)          x_i = 0 or x_i = 1       (if the path says whether variable i is true)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq

from checker.kernel.obligation import Path, Proof, at_most, equal, less, subset
from checker.kernel.rows import Row
from checker.kernel.tree import Cite, Close, Goal, Lemma, Rules, prove_lemmas, refute
from checker.objects.formula import Formula


@dataclass(frozen=True, slots=True)
class IsFalse:
    variable: int


@dataclass(frozen=True, slots=True)
class IsTrue:
    variable: int


@dataclass(frozen=True, slots=True)
class ExactlyOne:
    clause: int


@dataclass(frozen=True, slots=True)
class NotNegative:
    variable: int


@dataclass(frozen=True, slots=True)
class Value:
    variable: int


@dataclass(frozen=True, slots=True)
class Branch:
    variable: int


Fact = IsFalse | IsTrue
Name = ExactlyOne | NotNegative | Value
Step = Branch | Close[Name] | Cite


@dataclass(frozen=True, slots=True)
class Refutation:
    lemmas: tuple[Lemma[Fact, Step], ...]
    tree: tuple[Step, ...]


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


def refutation_obligations(f: Formula, refutation: Refutation, at: Path) -> Proof[None]:
    """The formula has no solution: the tree of the refutation is complete."""
    r = rules(f)
    proved = yield from prove_lemmas(r, refutation.lemmas, (*at, "lemmas"))
    yield from refute(r, (), refutation.tree, proved, (*at, "tree"))


def rules(f: Formula) -> Rules[Fact, Name]:
    """The rules of a refutation."""

    def free(name: Name) -> Row | None:
        if isinstance(name, ExactlyOne) and 1 <= name.clause <= len(f.clauses):
            occurrences = Counter(f.clauses[name.clause - 1].literals)
            return Row(tuple([(i, fmpq(c)) for i, c in sorted(occurrences.items())]), "=", fmpq(1))
        if isinstance(name, NotNegative) and 1 <= name.variable <= f.variables:
            return Row(((name.variable, fmpq(1)),), ">=", fmpq(0))
        return None

    def rows(fact: Fact) -> tuple[tuple[Name, Row]]:
        value = fmpq(1 if isinstance(fact, IsTrue) else 0)
        return ((Value(fact.variable), Row(((fact.variable, fmpq(1)),), "=", value)),)

    def children(step: Branch, goal: Goal[Fact, Name], at: Path) -> Proof[Sequence[Fact]]:
        yield less("variable-exists", 0, step.variable, at)
        yield at_most("variable-exists", step.variable, f.variables, at)
        return [IsFalse(step.variable), IsTrue(step.variable)]

    return Rules(free, rows, children)
