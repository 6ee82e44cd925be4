"""Search for a refutation by case splits: a tree whose leaves are contradictions between linear rows.

Depth first.  Each goal is a linear system: contradictory (then the rows that are used say on which facts
of the path that rests), or satisfied at a point, which then shows where to split.  Of several splits the
one is taken of which the fewest cases remain open.  What was refuted is remembered with the facts that it
rests on, and serves every later goal that has them; where a case was refuted without its own fact, the
whole split was not needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Generic, NamedTuple, Protocol, TypeVar, cast

from flint import fmpq

from checker.kernel.rows import Combination, Row
from checker.kernel.tree import Cite, Close, Lemma
from checker.producers.solvers.incremental import Simplex

F = TypeVar("F", bound=Hashable)
N = TypeVar("N", bound=Hashable)
Point = Mapping[int, fmpq]
"""Variable -> value; 0 where it does not occur."""

TRIALS = 6
"""So many splits are tried out at a goal."""
FEW = 12
"""Up to so many variables exact pivots are cheaper than calls of HiGHS."""


class Split(NamedTuple, Generic[F]):
    """A step of the tree, and the facts that its rule gives the children."""

    step: Any
    facts: tuple[F, ...]
    premises: tuple[F, ...] = ()
    """Facts of the path that the rule looks at."""


class System(Protocol[N]):
    """Linear rows that come and go."""

    def __len__(self) -> int: ...

    def add(self, rows: Iterable[tuple[N, Row]]) -> None: ...

    def cut(self, length: int) -> None: ...

    def solve(self) -> dict[int, fmpq] | Combination[N]: ...


def system(variables: int) -> System[Any]:
    """An empty system for so many variables."""
    if variables <= FEW:
        return Simplex[Any]()
    from checker.producers.solvers.linear import LinearSystem

    return LinearSystem[Any]()


def at_least(system: System[N], form: Mapping[int, fmpq], bound: fmpq) -> Combination[N] | Point:
    """Multipliers that derive ``form >= bound``, or a point of the rows where the form is less.

    The rows have a point; afterwards they are as before.
    """
    mark, negation = len(system), object()
    row = Row(tuple([(v, -c) for v, c in sorted(form.items()) if c != 0]), ">", -bound)
    system.add([(cast(N, negation), row)])
    try:
        found = system.solve()
    finally:
        system.cut(mark)
    if not isinstance(found, Combination):
        return found
    share = next(factor for factor, name in found.terms if name is negation)
    return Combination(tuple([(f / share, name) for f, name in found.terms if name is not negation]))


class Theory(Protocol[F, N]):
    """What the search must know of a problem.  ``path`` holds the facts of the goal, in order."""

    def rows(self, path: dict[F, None]) -> Iterable[tuple[N, Row]]:
        """The rows that the last fact of the path adds; for the empty path those that hold everywhere."""

    def cuts(self, path: dict[F, None], point: Point) -> Iterable[tuple[N, Row]]:
        """Further rows of the goal that the point violates; none if it satisfies all."""

    def facts(self, name: N, path: dict[F, None]) -> Iterable[F]:
        """The facts that the row of this name rests on."""

    def splits(self, path: dict[F, None], point: Point) -> Iterable[Split[F]]:
        """Splits that the point calls for, the best first; none if it is a solution."""


@dataclass(frozen=True, slots=True, eq=False)
class Refuted(Generic[F]):
    """No solution has these facts."""

    facts: frozenset[F]
    step: Any
    cases: tuple[F, ...] = ()
    """The facts of the children."""
    children: tuple[Refuted[F], ...] = ()


@dataclass(slots=True)
class _Open(Generic[F]):
    """A split on the path, and those of its cases that are refuted."""

    split: Split[F]
    point: Point
    """It satisfies the rows of the goal."""
    length: int
    """So many rows the system had."""
    refuted: list[Refuted[F]] = field(default_factory=list)


def satisfied(row: Row, point: Point) -> bool:
    """Whether the point satisfies the row."""
    value = sum([c * point[v] for v, c in row.terms if v in point], fmpq(0))
    if row.sign == "=":
        return bool(value == row.bound)
    return bool(value > row.bound or (value == row.bound and row.sign == ">="))


class Search(Generic[F, N]):
    def __init__(self, theory: Theory[F, N], system: System[N]) -> None:
        """``system`` has no rows."""
        self.theory, self.system = theory, system
        self.path: dict[F, None] = {}
        self.known: dict[F, list[Refuted[F]]] = {}
        """What was refuted, by each of its facts."""

    def run(self, opening: Sequence[Split[F]] = ()) -> Refuted[F] | Point:
        """A refutation, or a solution.  ``opening``: splits without choice that come first."""
        path = list[_Open[F]]()
        result = self._goal({})
        for split in opening:
            if not isinstance(result, Refuted):
                path.append(_Open(split, result, len(self.system)))
                result = self._case(path[-1])
        while True:
            if isinstance(result, Refuted):
                if not path:
                    return result
                here = path[-1]
                fact = here.split.facts[len(here.refuted)]
                self._leave(fact, here.length)
                if fact in result.facts:
                    here.refuted.append(result)
                    if len(here.refuted) < len(here.split.facts):
                        result = self._case(here)
                        continue
                    result = _joined(here)
                    if len(path) > len(opening):
                        self._remember(result)
                path.pop()
            else:
                found = self._chosen(result)
                if found is None:
                    return result
                if isinstance(found, Refuted):
                    result = found
                else:
                    path.append(_Open(found, result, len(self.system)))
                    result = self._case(path[-1])

    def _case(self, here: _Open[F]) -> Refuted[F] | Point:
        """The next case of the split, which becomes the goal."""
        self.path[here.split.facts[len(here.refuted)]] = None
        return self._goal(here.point)

    def _leave(self, fact: F, length: int) -> None:
        """Back to the goal above, where the system had so many rows."""
        del self.path[fact]
        self.system.cut(length)

    def _goal(self, point: Point) -> Refuted[F] | Point:
        """The goal of the path, whose last fact is new; the point satisfies the rows of the one above."""
        if self.path:
            for known in self.known.get(next(reversed(self.path)), ()):
                if known.facts <= self.path.keys():
                    return known
        rows = list(self.theory.rows(self.path))
        while True:
            self.system.add(rows)
            if not all(satisfied(row, point) for _, row in rows):
                found = self.system.solve()
                if isinstance(found, Combination):
                    return self._contradiction(found)
                point = found
            rows = list(self.theory.cuts(self.path, point))
            if not rows:
                return point

    def _contradiction(self, by: Combination[N]) -> Refuted[F]:
        facts = frozenset(fact for _, name in by.terms for fact in self.theory.facts(name, self.path))
        result = Refuted(facts, Close(by))
        self._remember(result)
        return result

    def _remember(self, result: Refuted[F]) -> None:
        for fact in result.facts:
            self.known.setdefault(fact, []).append(result)

    def _chosen(self, point: Point) -> Split[F] | Refuted[F] | None:
        """The split with the fewest open cases; or what refutes the goal at once; None at a solution."""
        best, fewest = None, 0
        for split in islice(self.theory.splits(self.path, point), TRIALS):
            still_open = 0
            for fact in split.facts:
                length = len(self.system)
                self.path[fact] = None
                result = self._goal(point)
                self._leave(fact, length)
                if not isinstance(result, Refuted):
                    still_open += 1
                elif fact not in result.facts:
                    return result
            if best is None or still_open < fewest:
                best, fewest = split, still_open
            if fewest == 0:
                break
        return best


def _joined(here: _Open[F]) -> Refuted[F]:
    split = here.split
    facts = [r.facts - {fact} for fact, r in zip(split.facts, here.refuted, strict=True)]
    return Refuted(frozenset(split.premises).union(*facts), split.step, split.facts, tuple(here.refuted))


def written(root: Refuted[F]) -> tuple[tuple[Lemma[F, Any], ...], tuple[Any, ...]]:
    """The refutation as lemmas and a tree; what is used several times becomes a lemma."""
    uses, order = Counter[Refuted[F]](), list[Refuted[F]]()
    waiting = [(root, False)]
    while waiting:
        node, below = waiting.pop()
        if below:
            order.append(node)
        else:
            uses[node] += 1
            if uses[node] == 1:
                waiting.append((node, True))
                waiting += [(child, False) for child in reversed(node.children)]
    shared = {
        node: number
        for number, node in enumerate([node for node in order if uses[node] > (1 if node.children else 2)], 1)
    }
    lemmas = [Lemma(node.facts, tuple(_steps(node, node.facts, shared))) for node in shared]
    return tuple(lemmas), tuple(_steps(root, frozenset(), shared))


def _steps(root: Refuted[F], hypotheses: frozenset[F], shared: Mapping[Refuted[F], int]) -> Iterator[Any]:
    """The tree in preorder.  A split whose case is decided on the path is left out."""
    path: dict[F, None] = dict.fromkeys(hypotheses)
    waiting: list[tuple[int, tuple[F, ...], Refuted[F]]] = [(len(path), (), root)]
    while waiting:
        depth, added, node = waiting.pop()
        while len(path) > depth:
            path.popitem()
        path.update(dict.fromkeys(added))
        while decided := [
            child for case, child in zip(node.cases, node.children, strict=True) if case in path
        ]:
            node = decided[0]
        if node in shared and node is not root:
            yield Cite(shared[node])
        else:
            yield node.step
            cases = zip(node.cases, node.children, strict=True)
            waiting += reversed([(len(path), (case,), child) for case, child in cases])
