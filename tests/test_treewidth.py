"""Tree decompositions against the definition, by a second method, on tiny graphs and tiny forests."""

from __future__ import annotations

import networkx as nx
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.claims.table import claim
from checker.claims.treewidth.upper_bound import Certificate, Statement
from checker.kernel.verdict import check
from checker.objects.graph import Edge, Graph, TreeDecomposition
from checker.producers.producer import producer

CLAIM = claim("treewidth.upper_bound")


def by_definition(s: Statement, d: TreeDecomposition) -> bool:
    """T1, T2, T3 and the width, word by word."""
    tree = nx.Graph()
    tree.add_nodes_from(range(len(d.bags)))
    tree.add_edges_from((e.u, e.v) for e in d.tree)
    vertices = set(range(s.graph.order))
    if len(tree) != len(d.bags) or not d.bags or not nx.is_tree(tree):
        return False
    if any(not bag <= vertices or len(bag) - 1 > s.width for bag in d.bags):
        return False
    if any(not any({e.u, e.v} <= bag for bag in d.bags) for e in s.graph.edges):
        return False
    holders = [[i for i, bag in enumerate(d.bags) if v in bag] for v in vertices]
    return all(h and nx.is_connected(tree.subgraph(h)) for h in holders)


def edges(order: int) -> st.SearchStrategy[frozenset[Edge]]:
    pairs = [Edge(u, v) for v in range(order) for u in range(v)]
    return st.frozensets(st.sampled_from(pairs)) if pairs else st.just(frozenset())


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Statement, TreeDecomposition]:
    """A graph on at most 5 vertices and something that often is a decomposition of it."""
    order, nodes = draw(st.integers(0, 5)), draw(st.integers(0, 5))
    bag = st.frozensets(st.integers(0, max(order - 1, 0)), max_size=4)
    bags = tuple(draw(bag) for _ in range(nodes))
    grown = frozenset(Edge(draw(st.integers(0, i - 1)), i) for i in range(1, nodes))
    tree = grown if draw(st.integers(0, 4)) else draw(edges(nodes + 1))
    inside = [
        e for e in draw(edges(order)) if any({e.u, e.v} <= b for b in bags) or not draw(st.integers(0, 5))
    ]
    return Statement(Graph(order, frozenset(inside)), draw(st.integers(-1, 4))), TreeDecomposition(bags, tree)


@given(world=worlds())
@settings(max_examples=1500, deadline=None)
def test_accepted_exactly_if_the_definition_holds(world: tuple[Statement, TreeDecomposition]) -> None:
    s, d = world
    assert check(CLAIM, s, Certificate(d)).verified() is by_definition(s, d)


@given(order=st.integers(0, 7), data=st.data())
@settings(max_examples=100, deadline=None)
def test_what_the_producer_finds_is_verified(order: int, data: st.DataObject) -> None:
    made = producer(CLAIM)
    s = made.accepts[Graph](Graph(order, data.draw(edges(order))))
    assert check(CLAIM, s, made.produce(s)).verified()


def test_a_decomposition_with_100000_bags_is_checked_in_linear_time() -> None:
    """A path: quadratic work would take hours."""
    n = 100_000
    graph = Graph(n, frozenset(Edge(i, i + 1) for i in range(n - 1)))
    bags = tuple(frozenset({i, i + 1}) for i in range(n - 1))
    d = TreeDecomposition(bags, frozenset(Edge(i, i + 1) for i in range(n - 2)))
    verdict = check(CLAIM, Statement(graph, 1), Certificate(d))
    assert verdict.verified() and verdict.decided["edge-covered"] == n - 1
    assert fmpq(sum(verdict.decided.values()), n) < 8
