"""Treewidth against the definition, by second methods, on tiny graphs and tiny forests; and at full size."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.audit.treewidth import treewidth
from checker.claims.table import claim
from checker.claims.treewidth.lower_bound import Certificate as BelowCertificate
from checker.claims.treewidth.lower_bound import Minor, Strategy
from checker.claims.treewidth.nice import Certificate as NiceCertificate
from checker.claims.treewidth.upper_bound import Certificate, Statement
from checker.kernel.verdict import Verdict, check
from checker.objects import decomposition
from checker.objects.graph import Edge, Graph, TreeDecomposition, bags, edges
from checker.objects.nice import Forget, Introduce, Join, Leaf, NiceTreeDecomposition
from checker.objects.paranoid import exact_only
from checker.producers.producer import Impossible, producer
from checker.producers.solvers.treewidth import Search, neighbours, upper_bound
from checker.producers.treewidth.nice import nice

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
@settings(max_examples=150, deadline=None)
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


# From below, exactly, and nice: against the treewidth by the definition on elimination orders.

LOWER, EXACT, NICE = map(claim, ("treewidth.lower_bound", "treewidth.exact", "treewidth.nice"))


@cache
def atlas() -> list[tuple[Graph, int]]:
    """Every graph on at most 6 vertices, up to isomorphism, with its treewidth."""
    found = [g for g in nx.graph_atlas_g() if len(g) <= 6]
    graphs = [Graph(len(g), frozenset(Edge(*e) for e in g.edges)) for g in found]
    return [(g, treewidth(g)) for g in graphs]


def strategies(g: Graph, k: int) -> Strategy:
    """The territories that a search on the graph itself needs against width k - 1."""
    search = Search(neighbours(g), k - 1, 10**9)
    assert search.run() is False
    return search.strategy({v: [v] for v in range(g.order)})


@pytest.mark.exhaustive
def test_small_graphs_have_the_treewidth_that_is_certified() -> None:
    assert len(atlas()) == 209
    for g, width in atlas()[:53] + atlas()[53::4]:  # all on at most 5 vertices
        s = producer(EXACT).accepts[Graph](g)
        assert s.width == width
        c = producer(EXACT).produce(s)
        assert check(EXACT, s, c).verified()
        assert not check(LOWER, Statement(g, width + 1), BelowCertificate(c.obstruction)).verified()
        if width > 0:
            found = BelowCertificate(strategies(g, width))
            assert check(LOWER, s, found).verified()
            assert not check(LOWER, Statement(g, width + 1), found).verified()
        d = nice(c.decomposition)
        assert check(NICE, s, NiceCertificate(d)).verified() and well_formed(s, d)


def test_no_other_width_is_certified() -> None:
    with pytest.raises(Impossible, match="no bag has more than 0 vertices"):
        producer(NICE).produce(Statement(Graph(0, frozenset()), 0))
    for g, width in atlas():
        if g.order == 5:
            for k in {width, g.order - 1}:
                assert check(NICE, Statement(g, k), producer(NICE).produce(Statement(g, k))).verified()
            for name, k in ((NICE, g.order), (NICE, width - 1), (EXACT, width - 1), (EXACT, width + 1)):
                with pytest.raises(Impossible):
                    producer(name).produce(Statement(g, k))


def test_no_false_lower_bound_is_accepted() -> None:
    """Obstructions of denser graphs and to smaller widths, perhaps damaged, for graphs without these bounds."""
    rng, accepted = Random(1), 0
    dense = [(g, w) for g, w in atlas() if w > 1]
    for _ in range(700):
        g, width = rng.choice(dense)
        k = width + rng.choice((0, 0, 1))
        lines = frozenset(e for e in g.edges if rng.random() < 0.95)
        made = strategies(g, rng.choice((width, 2)))
        if rng.random() < 0.3:
            merged = [made.branch_sets[0] | made.branch_sets[1], *made.branch_sets[2:]]
            obstruction: Minor | Strategy = Minor(tuple(merged))
        else:
            more = [frozenset(rng.sample(range(-1, g.order), rng.randint(1, g.order))) for _ in range(3)]
            kept = [t for t in (*made.territories, *more[: rng.randint(0, 3)]) if rng.random() < 0.97]
            obstruction = Strategy(made.branch_sets, tuple(kept))
        s = Statement(Graph(g.order, lines), k)
        if check(LOWER, s, BelowCertificate(obstruction)).verified():
            accepted += 1
            assert treewidth(s.graph) >= k
    assert accepted > 70


def well_formed(s: Statement, d: NiceTreeDecomposition) -> bool:
    """The kinds of the nodes, then T1, T2 and T3 of the bags that follow."""
    listed, parent = list[frozenset[int]](), dict[int, int]()
    for i, node in enumerate(d.nodes):
        below = {Leaf: (), Join: ("left", "right")}.get(type(node), ("child",))
        under = [getattr(node, name) for name in below]
        if any(not 0 <= j < i or j in parent for j in under) or len(set(under)) < len(under):
            return False
        parent.update(dict.fromkeys(under, i))
        bag = listed[under[0]] if under else frozenset()
        if isinstance(node, Join):
            if bag != listed[node.right]:
                return False
        elif (node.vertex in bag) is not isinstance(node, Forget):
            return False
        else:
            bag ^= {node.vertex}
        listed.append(bag)
    if len(parent) + 1 < len(listed) or (listed and listed[-1]):
        return False
    whole = TreeDecomposition(listed or [frozenset()], {Edge(*pair) for pair in parent.items()})
    return by_definition(s, whole) and max(map(len, whole.bags)) - 1 == s.width


def test_damaged_nice_decompositions_are_judged_by_the_definition() -> None:
    rng, verdicts = Random(1), {True: 0, False: 0}
    for _ in range(400):
        g, width = rng.choice(atlas()[20:])
        lines = frozenset(e for e in g.edges if rng.random() < 0.9)
        s = Statement(Graph(g.order, lines), width + rng.choice((0, 0, 0, 0, -1, 1)))
        nodes = list(nice(upper_bound(g)).nodes)
        for _ in range(rng.choice((0, 1, 1, 2))):
            i, v, j = rng.randrange(len(nodes)), rng.randint(-1, g.order), rng.randint(-1, len(nodes))
            changed = rng.choice(
                (Leaf(v), Introduce(v, i - 1), Forget(v, i - 1), Join(i - 1, i - 2), Introduce(v, j))
            )
            match rng.randrange(4):
                case 0:
                    nodes[i] = changed
                case 1:
                    nodes[i:] = nodes[i + 1 :] or [Leaf(0)]
                case 2:
                    nodes.append(changed)
                case _:  # two neighbours in the list change their vertices, or nothing happens
                    a, b = nodes[i - 1], nodes[i]
                    if not isinstance(a, Join) and not isinstance(b, Join):
                        nodes[i - 1], nodes[i] = replace(a, vertex=b.vertex), replace(b, vertex=a.vertex)
        d = NiceTreeDecomposition(tuple(nodes))
        verdict = check(NICE, s, NiceCertificate(d)).verified()
        assert verdict is well_formed(s, d)
        verdicts[verdict] += 1
    assert min(verdicts.values()) > 70


def test_a_nice_decomposition_is_as_wide_as_what_it_was_made_of() -> None:
    """Of any tree decomposition, also one with empty bags, equal bags and bags within others."""
    g = Graph(4, {Edge(0, 1), Edge(2, 3)})
    listed = [set(), {0, 1, 2}, {0, 1, 2}, {2}, set(), {2, 3}, {0}]
    tree = {Edge(0, 1), Edge(1, 2), Edge(2, 3), Edge(2, 4), Edge(3, 5), Edge(1, 6)}
    for root in range(len(listed)):
        names = [root, *(i for i in range(len(listed)) if i != root)]
        moved = {Edge(names.index(a), names.index(b)) for a, b in tree}
        d = TreeDecomposition([frozenset(listed[i]) for i in names], moved)
        s = Statement(g, 2)
        assert by_definition(s, d) and check(NICE, s, NiceCertificate(nice(d))).verified()


def test_deep_trees_and_wide_bags_take_linear_time() -> None:
    n = 30_000
    path = Graph(n, {Edge(i, i + 1) for i in range(n - 1)})
    found = nice(upper_bound(path))
    assert check(NICE, Statement(path, 1), NiceCertificate(found)).verified()
    star = Graph(n, {Edge(0, v) for v in range(1, n)})
    full = [Leaf(0), *(Introduce(v, v - 1) for v in range(1, n))]
    empty = [Forget(n - 1 - i, n - 1 + i) for i in range(n)]
    again = [Introduce(0, 2 * n - 1), Forget(0, 2 * n)]
    s = Statement(star, n - 1)
    assert check(NICE, s, NiceCertificate(NiceTreeDecomposition((*full, *empty)))).verified()
    failure = check(NICE, s, NiceCertificate(NiceTreeDecomposition((*full, *empty, *again)))).failure
    assert failure is not None and failure.obligation.name == "forgotten-once"
    assert list(failure.indices) == [0]
    one = BelowCertificate(Minor((frozenset(range(1, n, 2)), frozenset(range(0, n, 2)))))
    failure = check(LOWER, Statement(path, 1), one).failure
    assert failure is not None and failure.obligation.name == "branch-connected"
    halves = BelowCertificate(Minor((frozenset(range(n // 2)), frozenset(range(n // 2, n)))))
    assert check(LOWER, Statement(path, 1), halves).verified()


def test_the_trivial_bounds() -> None:
    """The graph without vertices has treewidth -1, graphs without edges 0; below that everything is true."""
    for g, width in ((Graph(0, frozenset()), -1), (Graph(1, frozenset()), 0), (Graph(3, frozenset()), 0)):
        s = producer(EXACT).accepts[Graph](g)
        assert s.width == width and check(EXACT, s, producer(EXACT).produce(s)).verified()
        nothing = BelowCertificate(Minor(()))
        assert check(LOWER, Statement(g, -1), nothing).verified()
        assert check(LOWER, Statement(g, -5), nothing).verified()
        assert not check(LOWER, Statement(g, 0), nothing).verified()
        assert not check(LOWER, Statement(g, 0), BelowCertificate(Strategy((), ()))).verified()


GR, TD = (
    "p tw 4 4\n1 2\n2 3\n3 4\n1 4\n",
    "c found elsewhere\ns td 3 3 4\nb 2 1 2 3\nb 1 1 3 4\nb 3 4\n1 2\n3 1\n",
)


def test_from_a_graph_and_somebody_elses_decomposition(relucert, tmp_path: Path) -> None:
    g, d, out = tmp_path / "g.gr", tmp_path / "d.td", tmp_path / "out.cert"
    g.write_text(GR)
    d.write_text(TD)
    for name, words in (
        ("nice", "NICE TREE DECOMPOSITION width=2 vertices=4 edges=4"),
        ("upper_bound", "TREEWIDTH <= 2 vertices=4 edges=4"),
    ):
        assert relucert("prove", f"treewidth.{name}", g, d, "-o", out).code == 0
        assert relucert("check", out).verdicts == [f"s VERIFIED {words}"]
    assert relucert("export", out, "--to", "td").out.split("\n")[:2] == ["s td 3 3 4", "b 1 1 3 4"]
    assert relucert("export", out, "--to", "gr").out == "p tw 4 4\n1 2\n1 4\n2 3\n3 4\n"
    for old, new, line, words in (
        ("b 2 1 2 3", "b 2 1 2", 2, "`edge-covered` of 1 -- 2, counted from 0"),
        ("b 3 4", "b 3 3 2", 2, "`bags-connected` of vertex 1, counted from 0"),
        ("3 1\n", "", 2, "`tree-edge-count` is false"),
    ):
        d.write_text(TD.replace(old, new))
        ran = relucert("prove", "treewidth.nice", g, d, "-o", tmp_path / "none.cert")
        assert ran.code == 1 and words in ran.err and f"d.td:{line}:" in ran.err
        assert not (tmp_path / "none.cert").exists()


def test_the_width_can_be_wished_for(relucert, tmp_path: Path) -> None:
    g, out = tmp_path / "g.gr", tmp_path / "out.cert"
    g.write_text(GR)
    for name, k, words in (
        ("lower_bound", 1, "TREEWIDTH >= 1"),
        ("upper_bound", 3, "TREEWIDTH <= 3"),
        ("nice", 3, "NICE TREE DECOMPOSITION width=3"),
        ("exact", 2, "TREEWIDTH = 2"),
    ):
        assert relucert("prove", f"treewidth.{name}", g, "--width", k, "-o", out).code == 0
        assert relucert("check", out).verdicts == [f"s VERIFIED {words} vertices=4 edges=4"]
    for name, k, words in (
        ("lower_bound", 3, "the treewidth is at most 2"),
        ("upper_bound", 1, "the treewidth is at least 2"),
        ("nice", 1, "the treewidth is at least 2"),
        ("nice", 4, "no bag has more than 4 vertices"),
        ("exact", 3, "the treewidth is 2, not 3"),
    ):
        ran = relucert("prove", f"treewidth.{name}", g, "--width", k)
        assert (ran.code, ran.out) == (1, "") and words in ran.err


@pytest.mark.parametrize(
    "words, message",
    [
        ("prove steinitz.total {g} --width 3", "steinitz.total is not about a width"),
        ("prove treewidth.nice --width 3", "--width needs an input"),
        ("prove treewidth.nice {g} {d} --width 3", "the solution has a width"),
        ("prove treewidth.exact {g} {d}", "is made from its input alone"),
        ("prove treewidth.nice {d} {g}", "expected an object of the kind graph"),
        ("prove treewidth.nice - -", "standard input (-) can be read only once"),
    ],
)
def test_misuse(words: str, message: str, relucert, tmp_path: Path) -> None:
    g, d = tmp_path / "g.gr", tmp_path / "d.td"
    g.write_text(GR)
    d.write_text(TD)
    ran = relucert(*words.format(g=g, d=d).split())
    assert (ran.code, ran.out) == (2, "") and message in ran.err


def test_the_report_draws_obstructions_and_nice_decompositions(relucert, tmp_path: Path) -> None:
    cert = tmp_path / "c.cert"
    assert relucert("prove", "treewidth.exact", "-o", cert).code == 0
    page = relucert("explain", cert, "--format", "html").out
    assert "a minor on 5 vertices, contracting {0, 1}, {2, 5, 8}, {3, 6}" in page
    assert page.count('class="edge inside"') == 4 and "vertex 8 in branch set 1" in page
    assert relucert("prove", "treewidth.nice", "-o", cert).code == 0
    page = relucert("explain", cert, "--format", "html").out
    assert "17 nodes: 7 forget, 7 introduce, 1 join, 2 leaf" in page and "13: forget 0" in page
    cert.write_text(cert.read_text().replace("join(9, 11)", "join(9, 10)"))
    assert "node 11" in relucert("explain", cert, "--format", "text").out
