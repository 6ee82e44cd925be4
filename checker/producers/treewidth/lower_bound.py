"""Producers for treewidth.lower_bound.  Untrusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from checker.claims.treewidth.lower_bound import MOST_BRANCH_SETS, Certificate, Minor, Strategy
from checker.claims.treewidth.upper_bound import Statement
from checker.objects.graph import Edge, Graph
from checker.producers.producer import Impossible, Mutation, Producer, Unknown
from checker.producers.solvers.treewidth import bounds, lower_bound


def grid(side: int) -> Graph:
    """The square grid; its treewidth is its side, but its minors have degree 5 at most."""
    down = {Edge(i, i + side) for i in range(side * (side - 1))}
    return Graph(side**2, down | {Edge(i, i + 1) for i in range(side**2) if (i + 1) % side})


def examples() -> Iterator[Statement]:
    yield Statement(grid(3), 3)
    yield Statement(grid(5), 5)
    yield Statement(Graph(0, frozenset()), -1)


def produce(s: Statement) -> Certificate:
    """A minor of this degree; for small graphs otherwise a search."""
    degree, minor = lower_bound(s.graph)
    if degree >= s.width:
        return Certificate(minor)
    known = bounds(s.graph)
    if known.lower >= s.width:
        return Certificate(known.obstruction)
    if known.upper < s.width:
        raise Impossible(f"the treewidth is at most {known.upper}")
    raise Unknown(f"found an obstruction to width below {known.lower}, none to width below {s.width}")


def statement(g: Graph) -> Statement:
    """The graph with the largest bound that is found."""
    return Statement(g, bounds(g).lower)


def _changed(
    change: Callable[[Minor | Strategy], Minor | Strategy],
) -> Callable[..., tuple[Statement, Certificate]]:
    return lambda s, c: (s, Certificate(change(c.obstruction)))


def _sets(
    change: Callable[[tuple[frozenset[int], ...]], tuple[frozenset[int], ...]],
) -> Callable[..., tuple[Statement, Certificate]]:
    return _changed(lambda o: replace(o, branch_sets=change(o.branch_sets)))


def _territories(
    change: Callable[[tuple[frozenset[int], ...]], tuple[frozenset[int], ...]],
) -> Callable[..., tuple[Statement, Certificate]]:
    return _changed(
        lambda o: Strategy(o.branch_sets, change(o.territories)) if isinstance(o, Strategy) else o
    )


def _many(s: Statement, c: Certificate) -> tuple[Statement, Certificate]:
    """More branch sets than the checker takes."""
    order = MOST_BRANCH_SETS + 1
    path = Graph(order, {Edge(i, i + 1) for i in range(order - 1)})
    return Statement(path, 1), Certificate(Strategy(tuple(frozenset({v}) for v in range(order)), ()))


NO_SET, NO_EDGES = frozenset[int](), frozenset[Edge]()

PRODUCERS = (
    Producer(
        claim="treewidth.lower_bound",
        examples=examples,
        produce=produce,
        mutations=(
            Mutation(
                "edge-vertices", lambda s, c: (replace(s, graph=Graph(9, s.graph.edges | {Edge(0, 9)})), c)
            ),
            Mutation("branch-nonempty", _sets(lambda sets: (*sets, NO_SET))),
            Mutation("branch-vertices", _sets(lambda sets: (*sets, frozenset({9})))),
            Mutation("branch-vertices", _sets(lambda sets: (*sets, frozenset({-1})))),
            Mutation("branch-disjoint", _sets(lambda sets: (*sets, sets[0]))),
            Mutation("branch-connected", lambda s, c: (replace(s, graph=Graph(9, NO_EDGES)), c)),
            Mutation("branch-count", lambda s, c: (replace(s, width=10**18), c)),
            Mutation("branch-count", _sets(lambda sets: ())),
            Mutation("branch-degree", lambda s, c: (replace(s, width=s.width + 1), c)),
            Mutation("strategy-size", _many, example=1),
            Mutation("territory-vertices", _territories(lambda ts: (*ts, frozenset({99}))), example=1),
            Mutation("territory-start", _territories(lambda ts: ts[1:]), example=1),
            Mutation("territory-start", _territories(lambda ts: ()), example=1),
            Mutation("territory-escape", _territories(lambda ts: ts[:-1]), example=1),
            Mutation("territory-escape", lambda s, c: (replace(s, width=s.width + 1), c), example=1),
        ),
        named=lambda s, c: {"G": s.graph},
        accepts={Graph: statement},
    ),
)
