"""Treewidth: exact values and their certificates against all elimination orders."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from math import factorial
from random import Random
from typing import Any

import networkx as nx
from networkx.algorithms.isomorphism import GraphMatcher

from checker.audit.subject import Examination, Findings, Subject
from checker.claims.treewidth.upper_bound import Statement
from checker.objects.graph import Edge, Graph

ATLAS = 7
"""The order of the largest graphs that networkx lists."""


def treewidth(g: Graph) -> int:
    """By all elimination orders: v meets those that it reaches through the vertices eliminated before."""
    near = [sum(1 << w for e in g.edges for w in e if v in e and w != v) for v in range(g.order)]
    width = [-1] * (1 << g.order)
    for gone in range(1, 1 << g.order):
        width[gone] = min(
            max(width[gone ^ 1 << v], met(near, gone ^ 1 << v, v)) for v in range(g.order) if gone >> v & 1
        )
    return width[-1]


def met(near: list[int], gone: int, v: int) -> int:
    """How many vertices v reaches by paths whose inner vertices are gone; sets are the bits of numbers."""
    reached, seen, waiting = 0, 1 << v, [v]
    while waiting:
        new = near[waiting.pop()] & ~seen
        seen |= new
        reached |= new & ~gone
        waiting += [w for w in range(len(near)) if (new & gone) >> w & 1]
    return reached.bit_count()


def graph(g: Any) -> Graph:
    return Graph(len(g), frozenset([Edge(u, v) for u, v in g.edges]))


def degrees(g: Any) -> Any:
    """The same for isomorphic graphs: the degrees of all vertices, each with those of its neighbours."""
    return tuple(sorted([(len(g[v]), *sorted([len(g[w]) for w in g[v]])) for v in g]))


@cache
def unlabelled(order: int) -> list[Any]:
    """One graph of each class up to isomorphism: of the atlas, or a smaller one of them and another vertex."""
    if order <= ATLAS:
        return [g for g in nx.graph_atlas_g() if len(g) == order]
    found = dict[Any, list[Any]]()
    for smaller in unlabelled(order - 1):
        for bits in range(1 << order - 1):
            g = smaller.copy()
            g.add_edges_from([(order - 1, v) for v in range(order - 1) if bits >> v & 1])
            g.add_node(order - 1)
            alike = found.setdefault(degrees(g), [])
            if not any(nx.is_isomorphic(g, other) for other in alike):
                alike.append(g)
    return [g for alike in found.values() for g in alike]


def every(size: int) -> Iterator[tuple[Graph, int]]:
    """Of the graphs on at most so many vertices one up to isomorphism."""
    for order in range(size + 1):
        for g in unlabelled(order):
            automorphisms = sum(1 for _ in GraphMatcher(g, g).isomorphisms_iter())
            yield graph(g), factorial(order) // automorphisms


def sample(random: Random, size: int) -> Graph:
    """At most three vertices more; any density."""
    order, density = size + random.randint(1, 3), random.random()
    pairs = combinations(range(order), 2)
    return Graph(order, frozenset([Edge(*pair) for pair in pairs if random.random() < density]))


def alike(g: Graph, random: Random) -> Graph:
    """Other names of the vertices."""
    names = random.sample(range(g.order), g.order)
    return Graph(g.order, frozenset([Edge(names[u], names[v]) for u, v in g.edges]))


def smaller(g: Graph) -> Iterator[Graph]:
    """Without a vertex or an edge."""
    for gone in range(g.order):
        kept = [(u - (u > gone), v - (v > gone)) for u, v in g.edges if gone not in (u, v)]
        yield Graph(g.order - 1, frozenset([Edge(u, v) for u, v in kept]))
    for edge in g.edges:
        yield Graph(g.order, frozenset(g.edges) - {edge})


def examine(g: Graph, random: Random) -> Findings:
    """The claims about this width and its neighbours; the width is answered."""
    e, known = Examination(), treewidth(g)
    made = e.decided("treewidth.exact", g, True)
    if made is not None:
        words = f"{made.statement.width}, but {known} by all elimination orders"
        e.require(made.statement.width == known, "another treewidth", words, made)
    for name, width, holds in (
        ("treewidth.exact", known - 1, False),
        ("treewidth.exact", known + 1, False),
        ("treewidth.upper_bound", known - 1, False),
        ("treewidth.upper_bound", known, True),
        ("treewidth.lower_bound", known, True),
        ("treewidth.lower_bound", known + 1, False),
        ("treewidth.nice", known - 1, False),
        ("treewidth.nice", known, True),
        ("treewidth.nice", known + 1, known + 1 < g.order),
    ):
        e.decided(name, Statement(g, width), holds)
    return e.findings(f"width {known}")


SUBJECTS = (
    Subject(
        name="treewidth",
        input=Graph,
        measure="vertices",
        size=6,
        every=every,
        sample=sample,
        alike=alike,
        smaller=smaller,
        examine=examine,
    ),
)
