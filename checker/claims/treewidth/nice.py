"""A nice tree decomposition of width k.

Source: Kloks (1994); qnnt, Section 2, for its dynamic programs.

Statement:   a graph G on vertices 0..n-1 and an integer k (-1 for the graph without vertices).
Certificate: nodes, children before parents, the last one the root: ``leaf(v)``, ``introduce(v, child)``,
             ``forget(v, child)`` and ``join(left, right)``.  The bags follow from them.  The graph
             without vertices has no nodes.
Soundness:   ``child-exists``, each child before its parent, and ``one-parent``: a tree with the last node
             as root.  ``vertex-exists``, ``introduced-new``, ``forgotten-present`` and ``join-equal``: each
             bag is the one that its kind asks for.  ``root-empty``: so above each connected piece of the
             bags that hold v stands a node that forgets v, and each such node stands above one piece;
             ``forgotten-once``: there is one for each vertex, so the bags that hold v are connected, and
             there are some.  ``edge-covered``: the bag below the node that forgets one of the ends holds
             the other.  ``width``: the largest bag has k + 1 vertices.  ``edge-vertices`` keeps G well
             defined.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.claims.treewidth.upper_bound import Statement, graph_obligations, times
from checker.kernel.obligation import Path, Sentence, each, equal
from checker.kernel.verdict import Claim
from checker.objects.decomposition import vector
from checker.objects.graph import edges
from checker.objects.nice import Forget, Introduce, Join, Leaf, NiceTreeDecomposition, children


@dataclass(frozen=True, slots=True)
class Certificate:
    decomposition: NiceTreeDecomposition


def obligations(s: Statement, c: Certificate) -> Iterator[Sentence]:
    order, lines, nodes = s.graph.order, edges(s.graph.edges), c.decomposition.nodes
    here, there = ("certificate", "decomposition", "nodes"), ("statement", "graph")
    yield from graph_obligations(s.graph, there)

    below = list(map(children, nodes))
    yield true("child-exists", {i: all(0 <= j < i for j in js) for i, js in enumerate(below)}, here)
    parents = Counter([j for js in below for j in js])
    yield true("one-parent", {i: parents[i] for i in range(len(nodes) - 1)}, here)
    named = {i: 0 <= node.vertex < order for i, node in enumerate(nodes) if not isinstance(node, Join)}
    yield true("vertex-exists", named, here)
    forgotten = Counter([node.vertex for node in nodes if isinstance(node, Forget)])
    # If there are more vertices than nodes, one of the first so many is not forgotten.
    found = array("q", map(forgotten.__getitem__, range(min(order, len(nodes) + 1))))
    once = equal("forgotten-once", vector(found), times(1, len(found)))
    yield each(once, lambda v: (*here, f"vertex {v}"))

    near = dict[int, list[tuple[int, int]]]()
    for number, (u, v) in enumerate(lines):
        near.setdefault(u, []).append((v, number))
        near.setdefault(v, []).append((u, number))
    new, present, same = dict[int, bool](), dict[int, bool](), dict[int, bool]()
    covered = array("q", [0]) * len(lines)
    bags = dict[int, set[int]]()  # a parent takes over the bag of its child
    largest: tuple[int, Path] = 0, here
    for i, node in enumerate(nodes):
        match node:
            case Leaf(v):
                bag = {v}
            case Introduce(v, child):
                bag = bags.pop(child)
                new[i] = v not in bag
                bag.add(v)
            case Forget(v, child):
                bag = bags.pop(child)
                present[i] = v in bag
                for w, number in near.get(v, ()):
                    covered[number] |= w in bag
                bag.discard(v)
            case Join(left, right):
                bag = bags.pop(left)
                same[i] = bag == bags.pop(right)
        bags[i] = bag
        if len(bag) > largest[0]:
            largest = len(bag), (*here, i)
    yield true("introduced-new", new, here)
    yield true("forgotten-present", present, here)
    yield true("join-equal", same, here)
    rest = tuple(sorted(set[int]().union(*bags.values())))
    yield equal("root-empty", rest, (), at=(*here, len(nodes) - 1) if nodes else here)
    every = equal("edge-covered", vector(covered), times(1, len(lines)))
    yield each(every, lambda i: (*there, "edges", lines[i]))
    yield equal("width", largest[0] - 1, s.width, at=largest[1])


def true(name: str, found: Mapping[int, int], at: Path) -> Sentence:
    """It is 1 at each of these nodes."""
    numbers = list(found)
    ones = equal(name, vector(array("q", found.values())), times(1, len(found)))
    return each(ones, lambda i: (*at, numbers[i]))


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
