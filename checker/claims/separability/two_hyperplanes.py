"""Whether two hyperplanes separate the points of label 1 from those of label 0, in three versions.

Source: bdl22, Definition 4.1 (and or); fh23, before Theorem 7 (crossing; restricted by (3) and (4)).

``separability.two_hyperplanes.and_or.yes``
Statement:   points in Q^d labelled 1 and 0.
Certificate: two affine forms.
Soundness:   ``inside-both``: the lesser of the two values is positive at each point of label 1;
             ``outside-one``: it is negative at each point of label 0.

``separability.two_hyperplanes.and_or.no``
Statement:   points in Q^d labelled 1 and 0.
Certificate: a proof tree.  ``assign(p)`` has two children: hyperplane 1 cuts off the point p of label 0,
             or hyperplane 2 does; ``symmetry(p)`` has the first of these only.  Rows, w_h.x + c_h being
             the form of hyperplane h = 1, 2:
                 positive(p, h)   w_h.x_p + c_h > 0      (always, at points of label 1)
                 negative(p, h)   -(w_h.x_p + c_h) > 0   (hyperplane h cuts off p)
Soundness:   in a solution each point of label 0 is cut off by one of the two, so ``assign`` is complete.
             ``symmetry`` stands where nothing is assumed: a solution remains one if its hyperplanes are
             exchanged, so the one that cuts off p may be called 1.

``separability.two_hyperplanes.crossing.yes``
Statement:   points in Q^d labelled 1 and 0.
Certificate: two affine forms.
Soundness:   ``off-the-hyperplanes``: no value is 0.  Then a hyperplane crosses an open segment if and only
             if its form has different signs at the ends, and ``every-pair-is-cut`` says that no point of
             label 1 has the same two signs as a point of label 0.

``separability.two_hyperplanes.crossing.no``
Statement:   points in Q^d labelled 1 and 0.
Certificate: a proof tree.  ``side(p, h)`` has two children: the form of hyperplane h is negative at p, or
             positive; ``orient(p, h)`` has the second of these only.  ``cut(q, p)``, for points of
             different labels, has two children: form 1 or form 2 has another sign at p than at q, where
             the path must hold the signs of both; ``first(q, p)`` has the first of these only.  Rows:
                 positive(p, h)   w_h.x_p + c_h > 0      (if it is on the path)
                 negative(p, h)   -(w_h.x_p + c_h) > 0   (if it is on the path)
Soundness:   no value is 0, so ``side`` is complete; each pair is cut, so ``cut`` is.  ``orient`` stands
             where the path says nothing about hyperplane h: negating its form gives another solution.
             ``first`` stands where the path holds positive(q, 1) and positive(q, 2) and nothing else:
             both remain true if the hyperplanes are exchanged, so one that cuts the pair may be called 1.

``separability.two_hyperplanes.restricted.yes``
Statement:   points in Q^d labelled 1 and 0.
Certificate: two affine forms.
Soundness:   ``first-is-positive`` and ``second-is-negative`` at the points of label 1, and at those of
             label 0 ``signs-agree`` (the product of the values is positive), are the conditions.

``separability.two_hyperplanes.restricted.no``
Statement:   points in Q^d labelled 1 and 0.
Certificate: a proof tree.  ``branch(p)`` has two children: both forms are negative at the point p of
             label 0, or both are positive; ``symmetry(p)`` has the first of these only.  Rows:
                 positive(p, h)   w_h.x_p + c_h > 0      (h = 1 at points of label 1; both_positive(p))
                 negative(p, h)   -(w_h.x_p + c_h) > 0   (h = 2 at points of label 1; both_negative(p))
Soundness:   the signs at p agree, so ``branch`` is complete.  ``symmetry`` stands where nothing is
             assumed: if the forms a, b are a solution, so are -b, -a, and one of the two solutions is
             negative at p.

In each tree ``close(by)`` ends a goal by a combination of rows that reads 0 > 0 (Gordan), ``cite(i)`` by
an earlier lemma whose facts the path holds; ``hole()`` leaves it open, and the claim then rests on the
assumption ``tree.hole``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flint import fmpq

from checker.kernel.obligation import Path, Proof, Sentence, at_most, equal, less, subset, within
from checker.kernel.rows import Row
from checker.kernel.tree import Cite, Close, Goal, Hole, Lemma, Rules, prove_lemmas, refute
from checker.kernel.verdict import Claim
from checker.problems.separability import (
    Hyperplanes,
    Separability,
    and_or_obligations,
    crossing_obligations,
    restricted_obligations,
)

ZERO, ONE = fmpq(0), fmpq(1)


@dataclass(frozen=True, slots=True)
class Positive:
    """The form of this hyperplane is positive at this point: a fact, and the row that says it."""

    point: int
    hyperplane: int


@dataclass(frozen=True, slots=True)
class Negative:
    point: int
    hyperplane: int


@dataclass(frozen=True, slots=True)
class BothPositive:
    point: int


@dataclass(frozen=True, slots=True)
class BothNegative:
    point: int


@dataclass(frozen=True, slots=True)
class Assign:
    point: int


@dataclass(frozen=True, slots=True)
class Symmetry:
    point: int


@dataclass(frozen=True, slots=True)
class Side:
    point: int
    hyperplane: int


@dataclass(frozen=True, slots=True)
class Orient:
    point: int
    hyperplane: int


@dataclass(frozen=True, slots=True)
class Cut:
    known: int
    point: int


@dataclass(frozen=True, slots=True)
class First:
    known: int
    point: int


@dataclass(frozen=True, slots=True)
class Branch:
    point: int


Name = Positive | Negative
Both = BothPositive | BothNegative
AndOrStep = Assign | Symmetry | Close[Name] | Cite | Hole
CrossingStep = Side | Orient | Cut | First | Close[Name] | Cite | Hole
RestrictedStep = Branch | Symmetry | Close[Name] | Cite | Hole


@dataclass(frozen=True, slots=True)
class Statement:
    instance: Separability


@dataclass(frozen=True, slots=True)
class Solution:
    hyperplanes: Hyperplanes


@dataclass(frozen=True, slots=True)
class AndOrTree:
    lemmas: tuple[Lemma[Negative, AndOrStep], ...]
    tree: tuple[AndOrStep, ...]


@dataclass(frozen=True, slots=True)
class CrossingTree:
    lemmas: tuple[Lemma[Name, CrossingStep], ...]
    tree: tuple[CrossingStep, ...]


@dataclass(frozen=True, slots=True)
class RestrictedTree:
    lemmas: tuple[Lemma[Both, RestrictedStep], ...]
    tree: tuple[RestrictedStep, ...]


class Instance:
    """The points of an instance by their numbers, from 1, and the rows that belong to them."""

    def __init__(self, s: Separability) -> None:
        self.points = [((*x, ONE), label) for x, label in s.points]
        self.row = cache(self._row)

    def _row(self, name: Name) -> Row:
        x, sign = self.points[name.point - 1][0], 1 if isinstance(name, Positive) else -1
        before = (name.hyperplane - 1) * len(x)
        return Row(tuple([(before + i, sign * c) for i, c in enumerate(x) if c]), ">", ZERO)

    def label(self, point: int) -> fmpq | None:
        """None if there is no such point."""
        return self.points[point - 1][1] if 1 <= point <= len(self.points) else None

    def exists(self, *things: Any, at: Path) -> Proof[None]:
        """These facts or steps speak of points and hyperplanes that there are."""
        for thing in things:
            for field in ("known", "point"):
                if (point := getattr(thing, field, None)) is not None:
                    yield less("point-exists", 0, point, at)
                    yield at_most("point-exists", point, len(self.points), at)
            if (hyperplane := getattr(thing, "hyperplane", None)) is not None:
                yield subset("hyperplane-exists", (hyperplane,), (1, 2), at)


def and_or_rules(i: Instance) -> Rules[Negative, Name]:
    def free(name: Name) -> Row | None:
        known = isinstance(name, Positive) and name.hyperplane in (1, 2) and i.label(name.point) == ONE
        return i.row(name) if known else None

    def children(step: Assign | Symmetry, goal: Goal[Negative, Name], at: Path) -> Proof[Sequence[Negative]]:
        yield from i.exists(step, at=at)
        yield equal("label-is-0", i.label(step.point), ZERO, at)
        if isinstance(step, Symmetry):
            yield equal("nothing-assumed", len(goal.facts), 0, at)
            return [Negative(step.point, 1)]
        return [Negative(step.point, 1), Negative(step.point, 2)]

    return Rules(free, lambda fact: [(fact, i.row(fact))], children)


def crossing_rules(i: Instance) -> Rules[Name, Name]:
    def children(
        step: Side | Orient | Cut | First, goal: Goal[Name, Name], at: Path
    ) -> Proof[Sequence[Name]]:
        yield from i.exists(step, at=at)
        if isinstance(step, Side):
            return [Negative(step.point, step.hyperplane), Positive(step.point, step.hyperplane)]
        if isinstance(step, Orient):
            yield at_most("nothing-else-assumed", len(goal.facts), 1, at)
            about = tuple([fact for fact in goal.facts if fact.hyperplane == step.hyperplane])
            yield equal("hyperplane-is-free", about, (), at)
            return [Positive(step.point, step.hyperplane)]
        labels = frozenset({i.label(step.known), i.label(step.point)})
        yield equal("labels-differ", labels, frozenset({ZERO, ONE}), at)
        q, other = step.known, list[Name]()
        for h in (1, 2):
            known = tuple([fact for fact in (Positive(q, h), Negative(q, h)) if fact in goal.facts])
            yield less("sides-are-known", 0, len(known), at)
            other.append((Negative if isinstance(known[0], Positive) else Positive)(step.point, h))
        if isinstance(step, First):
            yield equal("nothing-else-assumed", len(goal.facts), 2, at)
            yield subset("oriented", (Positive(q, 1), Positive(q, 2)), frozenset(goal.facts), at)
            return other[:1]
        return other

    return Rules(lambda name: None, lambda fact: [(fact, i.row(fact))], children)


def restricted_rules(i: Instance) -> Rules[Both, Name]:
    def free(name: Name) -> Row | None:
        known = name.hyperplane == (1 if isinstance(name, Positive) else 2) and i.label(name.point) == ONE
        return i.row(name) if known else None

    def rows(fact: Both) -> Iterable[tuple[Name, Row]]:
        name = Positive if isinstance(fact, BothPositive) else Negative
        return [(name(fact.point, h), i.row(name(fact.point, h))) for h in (1, 2)]

    def children(step: Branch | Symmetry, goal: Goal[Both, Name], at: Path) -> Proof[Sequence[Both]]:
        yield from i.exists(step, at=at)
        yield equal("label-is-0", i.label(step.point), ZERO, at)
        if isinstance(step, Symmetry):
            yield equal("nothing-assumed", len(goal.facts), 0, at)
            return [BothNegative(step.point)]
        return [BothNegative(step.point), BothPositive(step.point)]

    return Rules(free, rows, children)


def no_obligations(
    rules: Callable[[Instance], Rules[Any, Any]],
) -> Callable[[Statement, Any], Iterator[Sentence]]:
    """The obligations of a tree with these rules."""

    def obligations(s: Statement, c: Any) -> Iterator[Sentence]:
        i = Instance(s.instance)
        for number, lemma in enumerate(c.lemmas):
            facts = sorted(lemma.facts, key=str)
            yield from i.exists(*facts, at=("certificate", "lemmas", number, "facts"))
        r = rules(i)
        proved = yield from prove_lemmas(r, c.lemmas, ("certificate", "lemmas"))
        yield from refute(r, (), c.tree, proved, ("certificate", "tree"))

    return obligations


def inseparable_obligations(s: Separability, c: CrossingTree, source: Path) -> Proof[None]:
    """No two hyperplanes solve the crossing version of the instance that stands at ``source``."""
    tree = no_obligations(crossing_rules)(Statement(s), c)
    yield from within("inseparable", tree, lambda at: (*source, *at[2:]) if at[:1] == ("statement",) else at)


def yes_obligations(
    conditions: Callable[[Separability, Hyperplanes, Path, Path], Proof[None]],
) -> Callable[[Statement, Solution], Iterator[Sentence]]:
    """The obligations of a solution under these conditions."""

    def obligations(s: Statement, c: Solution) -> Iterator[Sentence]:
        yield from conditions(
            s.instance, c.hyperplanes, ("statement", "instance"), ("certificate", "hyperplanes")
        )

    return obligations


def sizes(s: Statement) -> tuple[int, int]:
    """How many points have label 1, and how many label 0."""
    ones = sum(label == ONE for label in s.instance.points.labels)
    return ones, len(s.instance.points) - ones


def sentence(beginning: str, condition: str) -> Callable[[Statement], str]:
    def said(s: Statement) -> str:
        ones, zeros = sizes(s)
        return (
            f"{beginning} the {ones} points of label 1 from the {zeros} of label 0 in dimension"
            f" {s.instance.dimension}: {condition}"
        )

    return said


def words(verdict: str, version: str) -> Callable[[Statement], str]:
    def said(s: Statement) -> str:
        ones, zeros = sizes(s)
        return f"{verdict} version={version} dimension={s.instance.dimension} ones={ones} zeros={zeros}"

    return said


def claims(
    version: str,
    source: str,
    conditions: Callable[[Separability, Hyperplanes, Path, Path], Proof[None]],
    tree: type,
    rules: Callable[[Instance], Rules[Any, Any]],
    condition: str,
) -> tuple[Claim, Claim]:
    """The two claims of one version of the problem."""
    return (
        Claim(
            f"separability.two_hyperplanes.{version}.yes",
            source,
            Statement,
            Solution,
            yes_obligations(conditions),
            sentence("two hyperplanes separate", condition),
            words("SEPARABLE", version),
            f"Two hyperplanes separate the points of label 1 from those of label 0: {condition}.",
        ),
        Claim(
            f"separability.two_hyperplanes.{version}.no",
            source,
            Statement,
            tree,
            no_obligations(rules),
            sentence("no two hyperplanes separate", condition),
            words("NOT SEPARABLE", version),
            f"No two hyperplanes separate the points of label 1 from those of label 0: {condition}.",
        ),
    )


CLAIMS = (
    *claims(
        "and_or",
        "bdl22, Definition 4.1",
        and_or_obligations,
        AndOrTree,
        and_or_rules,
        "both forms positive at label 1, one of them negative at label 0",
    ),
    *claims(
        "crossing",
        "fh23, Section 4",
        crossing_obligations,
        CrossingTree,
        crossing_rules,
        "no point on a hyperplane, each segment between different labels crossed",
    ),
    *claims(
        "restricted",
        "fh23, Section 4",
        restricted_obligations,
        RestrictedTree,
        restricted_rules,
        "first form positive and second negative at label 1, equal signs at label 0",
    ),
)
