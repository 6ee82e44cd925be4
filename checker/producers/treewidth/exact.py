"""Producers for treewidth.exact.  Untrusted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from checker.claims.treewidth.exact import Certificate
from checker.claims.treewidth.upper_bound import Statement
from checker.objects.graph import Graph
from checker.producers.producer import Impossible, Mutation, Producer, Unknown
from checker.producers.solvers.treewidth import bounds
from checker.producers.treewidth.lower_bound import grid


def examples() -> Iterator[Statement]:
    yield Statement(grid(3), 3)
    yield Statement(Graph(0, frozenset()), -1)


def produce(s: Statement) -> Certificate:
    known = bounds(s.graph)
    if not known.lower <= s.width <= known.upper:
        raise Impossible(f"the treewidth is {_between(known.lower, known.upper)}, not {s.width}")
    if known.lower < known.upper:
        raise Unknown(f"the treewidth is {_between(known.lower, known.upper)}")
    return Certificate(known.decomposition, known.obstruction)


def statement(g: Graph) -> Statement:
    """The graph with its treewidth."""
    known = bounds(g)
    if known.lower < known.upper:
        raise Unknown(f"the treewidth is {_between(known.lower, known.upper)}; the search ended there")
    return Statement(g, known.upper)


def _between(lower: int, upper: int) -> str:
    return str(lower) if lower == upper else f"between {lower} and {upper}"


PRODUCERS = (
    Producer(
        claim="treewidth.exact",
        examples=examples,
        produce=produce,
        mutations=(
            Mutation("upper.width", lambda s, c: (replace(s, width=s.width - 1), c)),
            Mutation("lower.branch-degree", lambda s, c: (replace(s, width=s.width + 1), c)),
        ),
        named=lambda s, c: {"G": s.graph, "D": c.decomposition},
        accepts={Graph: statement},
    ),
)
