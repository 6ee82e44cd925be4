"""Treewidth against the definition, by second methods, on tiny graphs and tiny forests; and at full size."""

from __future__ import annotations

from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.claims.table import claim
from checker.claims.treewidth.upper_bound import Certificate, Statement
from checker.kernel.verdict import Verdict, check
from checker.objects import decomposition
from checker.objects.graph import Edge, Graph, TreeDecomposition, bags, edges
from checker.objects.paranoid import exact_only
from checker.producers.producer import producer

UPPER = claim("treewidth.upper_bound")


def by_definition(s: Statement, d: TreeDecomposition) -> bool:
    """T1, T2, T3 and the width, word by word."""
    tree = nx.Graph()
    tree.add_nodes_from(range(len(d.bags)))
    tree.add_edges_from(d.tree)
    vertices = set(range(s.graph.order))
    if len(tree) != len(d.bags) or not d.bags or not nx.is_tree(tree):
        return False
    if any(not bag <= vertices or len(bag) - 1 > s.width for bag in d.bags):
        return False
    if any(not any({e.u, e.v} <= bag for bag in d.bags) for e in s.graph.edges):
        return False
    holders = [[i for i, bag in enumerate(d.bags) if v in bag] for v in vertices]
    return all(h and nx.is_connected(tree.subgraph(h)) for h in holders)


def some_edges(order: int) -> st.SearchStrategy[frozenset[Edge]]:
    pairs = [Edge(u, v) for v in range(order) for u in range(v)]
    return st.frozensets(st.sampled_from(pairs)) if pairs else st.just(frozenset())


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Statement, TreeDecomposition]:
    """A graph on at most 5 vertices and something that often is a decomposition of it."""
    order, nodes = draw(st.integers(0, 5)), draw(st.integers(0, 5))
    bag = st.frozensets(st.integers(0, max(order - 1, 0)) | st.sampled_from([0, 0, 0, -1, 9]), max_size=4)
    listed = tuple(draw(bag) for _ in range(nodes))
    grown = frozenset(Edge(draw(st.integers(0, i - 1)), i) for i in range(1, nodes))
    tree = grown if draw(st.integers(0, 4)) else draw(some_edges(nodes + 1))
    lines = [
        e for e in draw(some_edges(order)) if any({*e} <= b for b in listed) or not draw(st.integers(0, 5))
    ]
    stray = [Edge(draw(st.sampled_from([-1, 9, 1 << 40])), 0)] if not draw(st.integers(0, 9)) else []
    s = Statement(Graph(order, {*lines, *stray}), draw(st.integers(-1, 4)))
    return s, TreeDecomposition(listed, tree)


def outcome(verdict: Verdict) -> object:
    """What is decided and what fails, and where."""
    failure = verdict.failure
    return dict(verdict.decided), failure and (failure.obligation.name, list(failure.indices))


@given(world=worlds())
@settings(max_examples=300, deadline=None)
def test_accepted_exactly_if_the_definition_holds_on_both_roads(
    world: tuple[Statement, TreeDecomposition],
) -> None:
    s, d = world
    with exact_only():
        slow = check(UPPER, s, Certificate(d))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decomposition, "SMALL", 0)
        patch.setattr(decomposition, "CHUNK", 2)
        fast = check(UPPER, s, Certificate(d))
    assert outcome(slow) == outcome(fast)
    assert slow.verified() is by_definition(s, d)


def shuffled(order: int, width: int, seed: int) -> tuple[Graph, TreeDecomposition]:
    """A partial k-tree with its decomposition, vertices and bags numbered at random."""
    rng = Random(seed)
    names = rng.sample(range(order), order)
    listed, tree, lines = [names[: width + 1]], [], []
    for v in names[width + 1 :]:
        parent = rng.randrange(len(listed))
        rest = rng.sample(listed[parent], width)
        lines += [Edge(u, v) for u in rest if rng.random() < 0.7]
        tree.append((parent, len(listed)))
        listed.append([*rest, v])
    place = rng.sample(range(len(listed)), len(listed))
    moved = sorted(range(len(listed)), key=place.__getitem__)
    d = TreeDecomposition([frozenset(listed[i]) for i in moved], {Edge(place[a], place[b]) for a, b in tree})
    return Graph(order, frozenset(lines)), d


def test_both_roads_find_the_same_misfits_in_a_long_decomposition() -> None:
    g, d = shuffled(13_000, 4, seed=1)
    assert len(g.edges) > decomposition.SMALL
    assert check(UPPER, Statement(g, 4), Certificate(d)).verified()
    rng = Random(2)
    listed = list(d.bags)
    for i in rng.sample(range(len(listed)), 40):
        listed[i] -= {min(listed[i])}
    torn = TreeDecomposition(listed, d.tree)
    far = Graph(
        g.order, g.edges | {Edge(u, v) for u, v in (rng.sample(range(g.order), 2) for _ in range(50))}
    )
    for graph, decomposed in ((g, torn), (far, d), (Graph(g.order - 1, g.edges), d)):
        s, c = Statement(graph, 4), Certificate(decomposed)
        fast = check(UPPER, s, c)
        with exact_only():
            slow = check(UPPER, s, c)
        assert fast.failure is not None and fast.failure.indices
        assert outcome(slow) == outcome(fast)


@given(order=st.integers(0, 7), data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_the_producer_finds_is_verified(order: int, data: st.DataObject) -> None:
    made = producer(UPPER)
    s = made.accepts[Graph](Graph(order, data.draw(some_edges(order))))
    assert check(UPPER, s, made.produce(s)).verified()


@pytest.mark.parametrize("paranoid", [False, True])
def test_a_long_path_is_checked_in_linear_time(paranoid: bool) -> None:
    """Quadratic work would take hours, recursion would end at a thousand."""
    n = 40_000
    graph = Graph(n, {Edge(i, i + 1) for i in range(n - 1)})
    d = TreeDecomposition(
        [frozenset({i, i + 1}) for i in range(n - 1)], {Edge(i, i + 1) for i in range(n - 2)}
    )
    if paranoid:
        with exact_only():
            verdict = check(UPPER, Statement(graph, 1), Certificate(d))
    else:
        verdict = check(UPPER, Statement(graph, 1), Certificate(d))
    assert verdict.verified() and sum(verdict.decided.values()) < 20


def test_one_huge_bag_costs_no_more_than_its_members() -> None:
    """Bags padded to the size of the largest would need 10^9 numbers."""
    n = 30_000
    listed = [frozenset(range(n)), *(frozenset({v}) for v in range(n))]
    d = TreeDecomposition(listed, {Edge(0, i) for i in range(1, n + 1)})
    graph = Graph(n, {Edge(0, v) for v in range(1, n)})
    assert check(UPPER, Statement(graph, n - 1), Certificate(d)).verified()


HOSTILE = {
    "vertex-covered": (Graph(10**18, frozenset()), [{0}], []),
    "bag-vertices": (Graph(2, frozenset()), [{0, 1}, {-(2**62), 2**62}], [(0, 1)]),
    "tree-node-exists": (Graph(1, frozenset()), [{0}, {0}], [(0, 10**18)]),
    "tree-acyclic": (Graph(1, frozenset()), [{0}] * 6, [(0, 1), (2, 3), (3, 4), (2, 4), (1, 5)]),
    "tree-edge-count": (Graph(1, frozenset()), [{0}] * 3, [(1, 2)]),
    "edge-vertices": (Graph(1, {Edge(0, 10**18)}), [{0}], []),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("small", [0, decomposition.SMALL])
def test_hostile_input_is_refused_at_its_place(
    name: str, small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decomposition, "SMALL", small)
    graph, listed, tree = HOSTILE[name]
    d = TreeDecomposition([frozenset(bag) for bag in listed], {Edge(*e) for e in tree})
    failure = check(UPPER, Statement(graph, 9), Certificate(d)).failure
    assert failure is not None and failure.obligation.name == name


def test_numbers_that_no_machine_word_holds_are_refused() -> None:
    for made in (
        lambda: Graph(3, {Edge(0, 1 << 63)}),
        lambda: TreeDecomposition([frozenset({1 << 63})], frozenset()),
        lambda: Graph(-1, frozenset()),
    ):
        with pytest.raises(ValueError):
            made()


@given(pairs=st.frozensets(st.tuples(st.integers(-3, 9), st.integers(-3, 9))), other=st.integers(-3, 9))
def test_packed_edges_are_a_set_of_edges(pairs: frozenset[tuple[int, int]], other: int) -> None:
    plain = frozenset(Edge(*p) for p in pairs if p[0] != p[1])
    packed = edges(plain)
    assert packed == plain and hash(packed) == hash(plain) and len(packed) == len(plain)
    assert list(packed) == sorted(plain) == [packed[i] for i in range(len(packed))]
    probe = Edge(other, 100) if other % 2 else Edge(other, other + 1)
    assert (probe in packed) is (probe in plain) and (other in packed) is False
    assert packed | {probe} == plain | {probe} and packed - {probe} == plain - {probe}
    with pytest.raises(IndexError):
        packed[len(packed)]


@given(listed=st.lists(st.frozensets(st.integers(-3, 9), max_size=4), max_size=5))
def test_packed_bags_are_a_sequence_of_sets(listed: list[frozenset[int]]) -> None:
    packed = bags(listed)
    assert packed == tuple(listed) and hash(packed) == hash(tuple(listed)) and bags(packed) is packed
    assert [packed[i] for i in range(len(packed))] == listed and list(packed.sizes()) == list(
        map(len, listed)
    )
    with pytest.raises(IndexError):
        packed[len(packed)]
