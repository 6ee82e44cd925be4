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
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from flint import fmpq

from checker.kernel.rows import Combination, Row
from checker.kernel.tree import Cite, Close, Lemma
from checker.producers.solvers.linear import LinearSystem

F = TypeVar("F", bound=Hashable)
N = TypeVar("N", bound=Hashable)
Point = Mapping[int, fmpq]
"""Variable -> value; 0 where it does not occur."""


class Split(NamedTuple, Generic[F]):
    """A step of the tree, and the facts that its rule gives the children."""

    step: Any
    facts: tuple[F, ...]
    premises: tuple[F, ...] = ()
    """Facts of the path that the rule looks at."""


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
    length: int
    """So many rows the system had."""
    refuted: list[Refuted[F]] = field(default_factory=list)


class Search(Generic[F, N]):
    def __init__(self, theory: Theory[F, N], trials: int = 6) -> None:
        self.theory, self.trials = theory, trials
        self.path: dict[F, None] = {}
        self.system: LinearSystem[N] = LinearSystem(theory.rows(self.path))
        self.known: dict[F, list[Refuted[F]]] = {}
        """What was refuted, by each of its facts."""

    def run(self, opening: Sequence[Split[F]] = ()) -> Refuted[F] | Point:
        """A refutation, or a solution.  ``opening``: splits without choice that come first."""
        path = list[_Open[F]]()
        for split in opening:
            path.append(_Open(split, len(self.system)))
            self._enter(split.facts[0])
        result = self._goal()
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
                    path.append(_Open(found, len(self.system)))
                    result = self._case(path[-1])

    def _case(self, here: _Open[F]) -> Refuted[F] | Point:
        self._enter(here.split.facts[len(here.refuted)])
        return self._goal()

    def _enter(self, fact: F) -> None:
        self.path[fact] = None
        self.system.add(self.theory.rows(self.path))

    def _leave(self, fact: F, length: int) -> None:
        del self.path[fact]
        self.system.cut(length)

    def _goal(self) -> Refuted[F] | Point:
        """The goal at the end of the path."""
        if self.path:
            for known in self.known.get(next(reversed(self.path)), ()):
                if known.facts <= self.path.keys():
                    return known
        while not isinstance(found := self.system.solve(), Combination):
            cuts = list(self.theory.cuts(self.path, found))
            if not cuts:
                return found
            self.system.add(cuts)
        facts = frozenset(fact for _, name in found.terms for fact in self.theory.facts(name, self.path))
        result = Refuted(facts, Close(found))
        self._remember(result)
        return result

    def _remember(self, result: Refuted[F]) -> None:
        for fact in result.facts:
            self.known.setdefault(fact, []).append(result)

    def _chosen(self, point: Point) -> Split[F] | Refuted[F] | None:
        """The split with the fewest open cases; or what refutes the goal at once; None at a solution."""
        best, fewest = None, 0
        for split in islice(self.theory.splits(self.path, point), self.trials):
            still_open = 0
            for fact in split.facts:
                length = len(self.system)
                self._enter(fact)
                result = self._goal()
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
