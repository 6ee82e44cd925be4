"""A nice tree decomposition of width k.

Source: Kloks (1994); qnnt, Section 2, for its dynamic programs.

Statement:   a graph G on vertices 0..n-1 and an integer k (-1 for the graph without vertices).
Certificate: nodes, children before parents, the last one the root: ``leaf(v)``, ``introduce(v, child)``,
             ``forget(v, child)`` and ``join(left, right)``.  The bags follow from them.  The graph
             without vertices has no nodes.
Soundness:   ``child-exists``, ``child-used-once`` and ``root-last``: every node but the last has one
             parent, a later one: a tree.  ``vertex-exists``, ``introduced-new``, ``forgotten-present``
             and ``join-equal``: each bag is the one that its kind asks for.
             ``root-empty``: so above each connected piece of the bags that hold v stands a node that
             forgets v, and each such node stands above one piece; ``forgotten-once``: there is one for
             each vertex, so the bags that hold v are connected, and there are some.
             ``edge-covered``: where v is forgotten, the bag below holds all neighbours of v but those that
             were forgotten before, and these shared a bag with v then.  ``width``: the largest bag
             has k + 1 vertices.  ``edge-vertices`` keeps G well defined.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from checker.claims.treewidth.upper_bound import Statement, graph_obligations
from checker.kernel.obligation import Path, Sentence, each, equal
from checker.kernel.verdict import Claim
from checker.objects.graph import Edge
from checker.objects.nice import Forget, Introduce, Join, Leaf, NiceTreeDecomposition, children


@dataclass(frozen=True, slots=True)
class Certificate:
    decomposition: NiceTreeDecomposition


def obligations(s: Statement, c: Certificate) -> Iterator[Sentence]:
    order, nodes = s.graph.order, c.decomposition.nodes
    here, there = ("certificate", "decomposition", "nodes"), ("statement", "graph")
    yield from graph_obligations(s.graph, there)
    near = dict[int, list[int]]()
    for u, v in s.graph.edges:
        near.setdefault(u, []).append(v)
        near.setdefault(v, []).append(u)

    bags = dict[int, frozenset[int]]()  # of the nodes that have no parent yet
    forgotten = Counter[int]()
    largest: tuple[int, Path] = (0, here)
    for i, node in enumerate(nodes):
        at = (*here, i)
        below = children(node)
        yield equal("child-exists", tuple([j for j in below if not 0 <= j < i]), (), at)
        used = tuple([j for number, j in enumerate(below) if j not in bags or j in below[:number]])
        yield equal("child-used-once", used, (), at)
        if not isinstance(node, Join):
            yield equal("vertex-exists", () if 0 <= node.vertex < order else (node.vertex,), (), at)
        match node:
            case Leaf(v):
                bag = frozenset({v})
            case Introduce(v, child):
                bag = bags.pop(child)
                yield equal("introduced-new", bag & {v}, frozenset(), at)
                bag |= {v}
            case Forget(v, child):
                bag = bags.pop(child)
                yield equal("forgotten-present", bag & {v}, frozenset({v}), at)
                lost = [w for w in near.get(v, ()) if w not in bag and not forgotten[w]]
                place = (*there, "edges", Edge(v, lost[0])) if lost else at
                yield equal("edge-covered", tuple(lost), (), place)
                forgotten[v] += 1
                bag -= {v}
            case Join(left, right):
                bag = bags.pop(left)
                yield equal("join-equal", bags.pop(right), bag, at)
        bags[i] = bag
        largest = max(largest, (len(bag), at), key=lambda found: found[0])

    yield equal("root-last", tuple(bags), tuple(range(len(nodes)))[-1:], at=here)
    rest = frozenset[int]().union(*bags.values())
    yield equal("root-empty", rest, frozenset(), at=(*here, len(nodes) - 1) if nodes else here)
    # If there are more vertices than nodes, one of the first so many is not forgotten.
    first = min(order, len(nodes) + 1)
    times = tuple([forgotten[v] for v in range(first)])
    yield each(equal("forgotten-once", times, (1,) * first), lambda v: (*here, f"vertex {v}"))
    yield equal("width", largest[0] - 1, s.width, at=largest[1])


CLAIMS = (
    Claim(
        "treewidth.nice",
        "Kloks; qnnt, Section 2",
        Statement,
        Certificate,
        obligations,
        lambda s: (
            f"the given graph on {s.graph.order} vertices has a nice tree decomposition of width {s.width}"
        ),
        lambda s: (
            f"NICE TREE DECOMPOSITION width={s.width} vertices={s.graph.order} edges={len(s.graph.edges)}"
        ),
        "Leaf, introduce, forget and join nodes make a nice tree decomposition of width k.",
    ),
)
