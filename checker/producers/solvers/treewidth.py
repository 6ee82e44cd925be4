"""Treewidth: elimination orders from above, minors and territories from below.  Untrusted.

Sets of vertices are the bits of integers where the graph is small, Python sets where it may be large.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from heapq import heapify, heappop, heappush
from itertools import islice
from random import Random

from checker.claims.treewidth.lower_bound import (
    Minor,
    Strategy,
    best_moves,
    bits,
    components,
    numbers,
    split,
)
from checker.objects.graph import Edge, Graph, TreeDecomposition

TRIES = 20  # orders of each kind for a small graph
LARGE = 4000  # vertices in all tries together; larger graphs get one try by degree alone
DEEP = 300  # vertices; the search goes down one level a vertex
LONG, SHORT = 1_500_000, 30_000  # moves that a search looks at before it gives up
MINORS = 8  # of each size
Near = dict[int, set[int]]
Parts = dict[int, list[int]]
"""The vertices that were contracted into each vertex of a minor, and itself."""
Contraction = tuple[int, int, int | None]
"""Degree of a vertex, the vertex, and the neighbour into which it is contracted (None: deleted)."""
Steps = list[tuple[int, frozenset[int]]]
"""An elimination order: each vertex with the neighbours that it has when it is eliminated."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is known of a graph from both sides."""

    decomposition: TreeDecomposition
    upper: int
    lower: int
    obstruction: Minor | Strategy
    """Shows the lower bound."""


def neighbours(g: Graph) -> Near:
    near: Near = {v: set() for v in range(g.order)}
    for u, v in g.edges:
        near[u].add(v)
        near[v].add(u)
    return near


def upper_bound(g: Graph) -> TreeDecomposition:
    """The best of some elimination orders; its width need not be optimal."""
    return decomposition(_best_order(neighbours(g), Random(0)))


def lower_bound(g: Graph) -> tuple[int, Minor]:
    """The best of some contraction orders: a minor and its least degree (-1 for no vertices)."""
    return _best_minor(neighbours(g), Random(0))


@lru_cache(maxsize=2)
def bounds(g: Graph) -> Bounds:
    """Both sides, and for small graphs a search until they meet."""
    near, rng = neighbours(g), Random(0)
    steps = _best_order(near, rng)
    lower, minor = _best_minor(near, rng)
    obstruction: Minor | Strategy = minor
    while (upper := width(steps)) > lower:
        found = Kernel(near, lower).search(upper - 1, rng)
        if found is None:
            break
        if isinstance(found, Strategy):
            obstruction, lower = found, upper
        else:
            steps = found
    return Bounds(decomposition(steps), upper, lower, obstruction)


def width(steps: Steps) -> int:
    return max((len(later) for _, later in steps), default=-1)


def decomposition(steps: Steps) -> TreeDecomposition:
    """The bags are the eliminated vertices with their neighbours; a bag inside that of a child joins it."""
    if not steps:
        return TreeDecomposition((frozenset(),), frozenset())
    place = {v: i for i, (v, _) in enumerate(steps)}
    home, bags, hanging = dict[int, int](), list[frozenset[int]](), list[tuple[int, int]]()
    for i, (v, later) in enumerate(steps):
        if i not in home:
            home[i] = len(bags)
            bags.append(later | {v})
        parent = min((place[w] for w in later), default=None)
        if parent is None:
            parent = i + 1 if i + 1 < len(steps) else i
        elif parent not in home and len(steps[parent][1]) + 1 == len(later):
            home[parent] = home[i]
        hanging.append((i, parent))
    tree = {Edge(home[i], home[parent]) for i, parent in hanging if home[i] != home[parent]}
    return TreeDecomposition(bags, tree)


def _best_order(near: Near, rng: Random) -> Steps:
    kinds = (False, True)[: 2 if len(near) <= LARGE else 1]
    return min((_eliminated(near, fill, rng) for fill in kinds for _ in _tries(near)), key=width)


def _tries(near: Near) -> range:
    return range(max(1, min(TRIES, LARGE // max(1, len(near)))))


def _eliminated(graph: Near, fill: bool, rng: Random) -> Steps:
    """Always a vertex of least degree, or one whose elimination adds the fewest edges; ties at random."""
    near = _copy(graph)

    def cost(v: int) -> int:
        ws = near[v]
        return sum(len(ws) - len(ws & near[w]) for w in ws) if fill else len(ws)

    heap = [(cost(v), rng.random(), v) for v in near]
    heapify(heap)
    known = {v: c for c, _, v in heap}
    steps: Steps = []
    while heap:
        c, _, v = heappop(heap)
        if v not in near or known[v] != c:
            continue
        later = _eliminate(near, v)
        steps.append((v, later))
        for w in later.union(*(near[w] for w in later)) if fill else later:
            if (new := cost(w)) != known[w]:
                known[w] = new
                heappush(heap, (new, rng.random(), w))
    return steps


def _eliminate(near: Near, v: int) -> frozenset[int]:
    """Take v out and make its neighbours a clique."""
    later = near.pop(v)
    for w in later:
        near[w] |= later
        near[w] -= {v, w}
    return frozenset(later)


def _best_minor(near: Near, rng: Random) -> tuple[int, Minor]:
    best, parts = -1, dict[int, list[int]]()
    for common in (True, False):
        for _ in _tries(near):
            merged = list(_contractions(_copy(near), rng, common))
            at = max(range(len(merged)), key=lambda i: merged[i][0], default=0)
            if merged and merged[at][0] > best:
                best = merged[at][0]
                parts = _merged({v: [v] for v in near}, merged[:at])
    return best, Minor(tuple(map(frozenset, sorted(map(sorted, parts.values())))))


def _copy(near: Near) -> Near:
    return {v: set(ws) for v, ws in near.items()}


def _contractions(near: Near, rng: Random, common: bool) -> Iterator[Contraction]:
    """A vertex of least degree, again and again: its degree, and where it is contracted to after that."""
    heap = [(len(ws), rng.random(), v) for v, ws in near.items()]
    heapify(heap)
    while heap:
        degree, _, v = heappop(heap)
        if v in near and len(near[v]) == degree:
            into = _cheapest(near, v, common, rng)
            yield degree, v, into
            _contract(near, v, into)
            for w in () if into is None else (into, *near[into]):
                heappush(heap, (len(near[w]), rng.random(), w))


def _merged(parts: Parts, contractions: Iterable[Contraction]) -> Parts:
    """The parts after these contractions."""
    after = {v: list(part) for v, part in parts.items()}
    for _, v, into in contractions:
        part = after.pop(v)
        if into is not None:
            after[into] += part
    return after


def _cheapest(near: Near, v: int, common: bool, rng: Random) -> int | None:
    """The neighbour with the fewest common neighbours, or with the least degree; None if there is none."""
    around = near[v]
    return min(
        around, key=lambda w: (len(near[w] & around if common else near[w]), rng.random()), default=None
    )


def _contract(near: Near, v: int, into: int | None) -> None:
    """Contract v into a neighbour, or delete it."""
    around = near.pop(v)
    for w in around:
        near[w].discard(v)
        if into is not None and w != into:
            near[w].add(into)
            near[into].add(w)


class Kernel:
    """What is left when vertices are eliminated of which it is known that they can come first.

    Those of a degree up to the lower bound whose neighbours, perhaps but for one, are a clique: contracted
    into that one, they leave what their elimination leaves.  So the rest is a minor.
    """

    def __init__(self, graph: Near, lower: int) -> None:
        self.near = _copy(graph)
        self.steps: Steps = []
        merged = list[Contraction]()
        waiting = list(self.near)
        while waiting:
            v = waiting.pop()
            if v not in self.near or len(self.near[v]) > lower:
                continue
            around = self.near[v]
            into = max(around, key=lambda w: len(around - self.near[w]), default=None)
            if all(around - self.near[w] <= {w, into} for w in around if w != into):
                waiting += around.union(*(self.near[w] for w in around))
                self.steps.append((v, frozenset(around)))
                merged.append((len(around), v, into))
                _contract(self.near, v, into)
        self.parts = _merged({v: [v] for v in graph}, merged)

    def search(self, k: int, rng: Random) -> Steps | Strategy | None:
        """An elimination order of width at most k, or a strategy that shows that there is none."""
        if len(self.near) > DEEP:
            return None
        whole = Search(self.near, k, SHORT)
        if (easy := whole.run()) is None and (found := self._hard_minor(k, rng)) is not None:
            return found
        if easy is None:
            whole = Search(self.near, k, LONG)
            easy = whole.run()
        if easy is None:
            return None
        return [*self.steps, *whole.steps()] if easy else whole.strategy(self.parts)

    def _hard_minor(self, k: int, rng: Random) -> Strategy | None:
        """A strategy on a smaller minor: at some size they are still hard, and already quickly decided."""
        for size in range(k + 3, len(self.near)):
            undecided = 0
            for _ in range(MINORS):
                near, parts = _shrunk(self.near, self.parts, size, rng)
                search = Search(near, k, SHORT)
                if (easy := search.run()) is False:
                    return search.strategy(parts)
                undecided += easy is None
            if undecided > MINORS // 2:
                break
        return None


def _shrunk(graph: Near, parts: Parts, size: int, rng: Random) -> tuple[Near, Parts]:
    """A minor of this size: a vertex of least degree is contracted where that loses few edges."""
    near = _copy(graph)
    made = list(islice(_contractions(near, rng, True), len(near) - size + 1))
    return near, _merged(parts, made[:-1])


class Search:
    """Is the treewidth at most k?  Territories are decided as in treewidth.lower_bound."""

    def __init__(self, graph: Near, k: int, budget: int) -> None:
        self.graph, self.k, self.budget = graph, k, budget
        self.names = sorted(graph)
        index = {v: i for i, v in enumerate(self.names)}
        self.near = [bits(index[w] for w in graph[v]) for v in self.names]
        self.whole = list(components(self.near, (1 << len(self.names)) - 1))
        self.last = dict[int, int | None]()
        """For each decided territory the vertex that is eliminated last; None if there is none."""

    def run(self) -> bool | None:
        """None if the budget does not suffice."""
        try:
            return all(self._easy(part, 0) for part, _ in self.whole)
        except _OutOfBudget:
            return None

    def _easy(self, part: int, border: int) -> bool:
        """The border has at most k vertices."""
        if part in self.last:
            return self.last[part] is not None
        if part.bit_count() + border.bit_count() <= self.k + 1:
            self.last[part] = next(numbers(part))
            return True
        self.budget -= part.bit_count()
        if self.budget < 0:
            raise _OutOfBudget
        for v, below in self._moves(part, border):
            if all(self._easy(*d) for d in below):
                self.last[part] = v
                return True
        self.last[part] = None
        return False

    def _moves(self, part: int, border: int) -> Iterable[tuple[int, list[tuple[int, int]]]]:
        """The vertices that may be eliminated last, with what is left of the territory; promising ones first."""
        best = next(best_moves(self.near, part, border), None)
        found = list[tuple[int, int, int, list[tuple[int, int]]]]()
        for v in numbers(part) if best is None else (best,):
            below = list(split(self.near, part, border, v))
            if all(edge.bit_count() <= self.k for _, edge in below):
                largest = max([d.bit_count() for d, _ in below], default=0)
                found.append((largest, -(self.near[v] & border).bit_count(), v, below))
        return [(v, below) for _, _, v, below in sorted(found)]

    def steps(self) -> Steps:
        """The elimination order that was found."""
        order, waiting = list[int](), [part for part, _ in self.whole]
        while waiting:
            part = waiting.pop()
            last = self.last.get(part)
            if last is None:  # a part of a territory that fits into one bag
                last = next(numbers(part))
            order.append(self.names[last])
            waiting += [d for d, _ in components(self.near, part & ~(1 << last))]
        graph = _copy(self.graph)
        return [(v, _eliminate(graph, v)) for v in reversed(order)]

    def strategy(self, parts: Parts) -> Strategy:
        """The territories that show that the treewidth is larger than k, in the minor with these parts."""
        needed = {part: 0 for part, _ in self.whole if self.last.get(part, 0) is None}
        waiting = list(needed)
        for part in waiting:
            for _, below in self._moves(part, needed[part]):
                hard = [(d, border) for d, border in below if self.last.get(d, 0) is None]
                if not any(d in needed for d, _ in hard):
                    needed.update(hard[:1])
                    waiting.append(hard[0][0])
        territories = tuple(frozenset(numbers(part)) for part in needed)
        return Strategy(tuple(frozenset(parts[v]) for v in self.names), territories)


class _OutOfBudget(Exception):
    pass
