"""Producers for treewidth.nice.  Untrusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from checker.claims.treewidth.nice import Certificate
from checker.claims.treewidth.upper_bound import Statement
from checker.objects.graph import Edge, Graph, TreeDecomposition
from checker.objects.nice import Forget, Introduce, Join, Leaf, NiceTreeDecomposition, Node
from checker.producers.producer import Impossible, Mutation, Producer
from checker.producers.solvers.treewidth import upper_bound
from checker.producers.treewidth.upper_bound import decomposed, width
from checker.producers.treewidth.upper_bound import produce as at_most

SPIDER = Graph(7, {Edge(0, v) for v in (1, 2, 3)} | {Edge(v, v + 3) for v in (1, 2, 3)})
"""Three legs of two edges."""


def examples() -> Iterator[Statement]:
    yield Statement(SPIDER, 1)
    yield Statement(Graph(0, frozenset()), -1)


def nice(d: TreeDecomposition) -> NiceTreeDecomposition:
    """A nice tree decomposition of the same width, from a tree decomposition rooted at bag 0."""
    near: dict[int, list[int]] = {}
    for u, v in d.tree:
        near.setdefault(u, []).append(v)
        near.setdefault(v, []).append(u)
    parent, order = {0: 0}, [0]
    for i in order:
        below = [j for j in near.get(i, ()) if j not in parent]
        parent.update(dict.fromkeys(below, i))
        order += below
    nodes = list[Node]()
    finished: dict[int, list[int]] = {}
    """For each bag the nodes with the same bag that stand for its children."""

    def add(node: Node) -> int:
        nodes.append(node)
        return len(nodes) - 1

    for i in reversed(order):
        bag, ready = d.bags[i], finished.pop(i, [])
        if not ready and bag:
            first, *others = sorted(bag)
            ready = [_raised(add, add(Leaf(first)), frozenset(), frozenset(others))]
        for other in ready[1:]:
            ready[0] = add(Join(ready[0], other))
        above = frozenset[int]() if i == 0 else d.bags[parent[i]]
        if ready:
            finished.setdefault(parent[i], []).append(_raised(add, ready[0], bag - above, above - bag))
    return NiceTreeDecomposition(tuple(nodes))


def _raised(add: Callable[[Node], int], node: int, out: frozenset[int], new: frozenset[int]) -> int:
    """The node above, when these vertices are forgotten and these introduced."""
    for v in sorted(out):
        node = add(Forget(v, node))
    for v in sorted(new):
        node = add(Introduce(v, node))
    return node


def produce(s: Statement) -> Certificate:
    if s.width >= s.graph.order:
        raise Impossible(f"no bag has more than {s.graph.order} vertices, so the width is less than that")
    found = at_most(s).decomposition
    if width(found) < 0:
        return Certificate(NiceTreeDecomposition(()))
    for v in range(s.graph.order):  # a vertex more in every bag
        if width(found) == s.width:
            break
        found = TreeDecomposition([bag | {v} for bag in found.bags], found.tree)
    return Certificate(nice(found))


def statement(g: Graph) -> Statement:
    """The graph with the width that elimination orders reach."""
    return Statement(g, width(upper_bound(g)))


def converted(g: Graph, d: TreeDecomposition) -> tuple[Statement, Certificate]:
    """A nice tree decomposition of the width of this one."""
    s, _ = decomposed(g, d)
    return s, Certificate(nice(d) if g.order else NiceTreeDecomposition(()))


def _nodes(change: Callable[[list[Node]], list[Node]]) -> Callable[..., tuple[Statement, Certificate]]:
    def apply(s: Statement, c: Certificate) -> tuple[Statement, Certificate]:
        return s, Certificate(NiceTreeDecomposition(tuple(change(list(c.decomposition.nodes)))))

    return apply


def _nodes_of(s: Statement, *nodes: Node) -> Callable[..., tuple[Statement, Certificate]]:
    return lambda *good: (s, Certificate(NiceTreeDecomposition(nodes)))


ONE, TWO = (Statement(Graph(order, frozenset()), 0) for order in (1, 2))
"""Vertices without edges."""

PRODUCERS = (
    Producer(
        claim="treewidth.nice",
        examples=examples,
        produce=produce,
        mutations=(
            Mutation("edge-vertices", lambda s, c: (replace(s, graph=Graph(6, s.graph.edges)), c)),
            Mutation("child-exists", _nodes(lambda nodes: [*nodes, Forget(0, len(nodes))])),
            Mutation("child-exists", _nodes(lambda nodes: [Introduce(0, -1), *nodes])),
            Mutation("one-parent", _nodes(lambda nodes: [*nodes, Introduce(0, 0)])),
            Mutation("one-parent", _nodes_of(TWO, Leaf(0), Join(0, 0))),
            Mutation("vertex-exists", _nodes_of(TWO, Leaf(2))),
            Mutation("vertex-exists", _nodes_of(TWO, Leaf(-1))),
            Mutation("introduced-new", _nodes_of(ONE, Leaf(0), Introduce(0, 0), Forget(0, 1))),
            Mutation("forgotten-present", _nodes_of(TWO, Leaf(0), Forget(1, 0), Forget(0, 1))),
            Mutation(
                "join-equal",
                _nodes_of(TWO, Leaf(0), Leaf(1), Join(0, 1), Introduce(1, 2), Forget(0, 3), Forget(1, 4)),
            ),
            Mutation(
                "edge-covered", lambda s, c: (replace(s, graph=Graph(7, s.graph.edges | {Edge(1, 2)})), c)
            ),
            Mutation("one-parent", _nodes_of(TWO, Leaf(0), Leaf(1))),
            Mutation("root-empty", _nodes_of(ONE, Leaf(0), Forget(0, 0), Introduce(0, 1))),
            Mutation("forgotten-once", _nodes(lambda nodes: nodes[:-1])),
            Mutation("forgotten-once", _nodes_of(ONE, Leaf(0), Forget(0, 0), Introduce(0, 1), Forget(0, 2))),
            Mutation("forgotten-once", lambda s, c: (replace(s, graph=Graph(8, s.graph.edges)), c)),
            Mutation("forgotten-once", lambda s, c: (replace(s, graph=Graph(10**18, s.graph.edges)), c)),
            Mutation("width", lambda s, c: (replace(s, width=s.width - 1), c)),
            Mutation("width", lambda s, c: (replace(s, width=s.width + 1), c)),
        ),
        named=lambda s, c: {"G": s.graph, "D": c.decomposition},
        accepts={Graph: statement},
        helped={TreeDecomposition: converted},
    ),
)
