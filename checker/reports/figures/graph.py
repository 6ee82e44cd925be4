"""Graphs, and tree decompositions as layered trees of bags."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from checker.objects.graph import Arc, Digraph, Edge, Graph, TreeDecomposition
from checker.objects.nice import Forget, Introduce, Join, Leaf, NiceTreeDecomposition, children
from checker.reports.drawing import Box, Circle, Drawing, Group, Label, Mark, Place, Stroke
from checker.reports.words import Span, counted, words

VERTICES, BAGS, MEMBERS = 80, 150, 9
"""Larger graphs and decompositions are counted, not drawn; larger bags show their first members."""


@dataclass(frozen=True, slots=True)
class Flaws:
    """What an obligation found wrong."""

    edges: frozenset[object] = frozenset()
    bags: frozenset[int] = frozenset()
    tree: frozenset[object] = frozenset()
    vertices: frozenset[int] = frozenset()


def vertex_key(v: int) -> str:
    return f"vertex-{v}"


def graph(
    g: Graph | Digraph, flaws: Flaws, branches: Sequence[frozenset[int]] = (), width: float = 360
) -> Drawing | None:
    """The vertices in a circle if they are few, otherwise where springs move them; None if too many.

    Edges within one of the branch sets are thick; vertices outside of all of them are pale.
    """
    if g.order > VERTICES or not g.order:
        return None
    lines: list[Edge | Arc] = sorted(g.edges) if isinstance(g, Graph) else sorted(g.arcs)
    place = _places(g.order, [_ends(e) for e in lines], width)
    owner = {v: i for i, branch in enumerate(branches) for v in branch}
    marks: list[Mark] = []
    for e in lines:
        a, b = _ends(e)
        if not (0 <= a < g.order and 0 <= b < g.order):
            continue
        bad, inside = e in flaws.edges, a in owner and owner[a] == owner.get(b)
        style = "edge bad" if bad else "edge inside" if inside else "edge"
        drawn: list[Mark] = [Stroke((place[a], place[b]), style)]
        if isinstance(e, Arc):
            drawn += _head(place[a], place[b])
        if bad:
            x, y = (place[a][0] + place[b][0]) / 2, (place[a][1] + place[b][1]) / 2
            drawn += [
                Stroke(((x - 8, y - 8), (x + 8, y + 8)), "cross"),
                Stroke(((x + 8, y - 8), (x - 8, y + 8)), "cross"),
            ]
        marks.append(Group(tuple(drawn), title=f"{a} {'->' if isinstance(e, Arc) else '--'} {b}"))
    for v, (x, y) in enumerate(place):
        bad, outside = v in flaws.vertices, bool(branches) and v not in owner
        drawn = [
            Circle(x, y, 11, "vertex bad" if bad else "vertex outside" if outside else "vertex"),
            Label(x, y + 4.5, words(str(v)), "member", "middle"),
        ]
        if bad:
            drawn.append(Circle(x, y, 16, "spot"))
        named = f" in branch set {owner[v]}" if v in owner else ""
        keys = vertex_key(v) + (f" branch-{owner[v]}" if v in owner else "")
        marks.append(Group(tuple(drawn), keys, f"vertex {v}{named}"))
    width, height = max(x for x, _ in place) + 22, max(y for _, y in place) + 22
    what = f"graph with {counted(g.order, 'vertex', 'vertices')} and {counted(len(lines), 'edge')}"
    return Drawing(width, height, tuple(marks), what, "network")


def _ends(e: Edge | Arc) -> tuple[int, int]:
    return (e.u, e.v) if isinstance(e, Edge) else (e.tail, e.head)


def _head(a: Place, b: Place) -> Iterator[Mark]:
    length = max(1e-9, ((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5)
    ux, uy = (b[0] - a[0]) / length, (b[1] - a[1]) / length
    tip = (b[0] - 13 * ux, b[1] - 13 * uy)
    side = [(tip[0] - 8 * ux + s * 4 * uy, tip[1] - 8 * uy - s * 4 * ux) for s in (1, -1)]
    yield Stroke((tip, *side), "arrow", closed=True)


def _places(order: int, lines: list[tuple[int, int]], width: float) -> list[Place]:
    """Where the vertices stand; always the same for the same graph."""
    start = {v: (sin(2 * pi * (v - 0.5) / order), -cos(2 * pi * (v - 0.5) / order)) for v in range(order)}
    if order > 6 and lines:
        import networkx

        g = networkx.Graph(lines)
        g.add_nodes_from(range(order))
        g.remove_nodes_from([v for v in list(g) if not 0 <= v < order])
        start = networkx.spring_layout(g, pos=start, iterations=300, seed=1, k=2 / order**0.5)
    xs, ys = [float(start[v][0]) for v in range(order)], [float(start[v][1]) for v in range(order)]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    scale = (width - 44) / max(right - left, bottom - top, 1e-9) * (1 if order > 4 else 0.55)
    return [(22 + (x - left) * scale, 22 + (y - top) * scale) for x, y in zip(xs, ys, strict=True)]


def decomposition(d: TreeDecomposition, flaws: Flaws) -> Drawing | None:
    """The bags layer by layer from bag 0; None if they are too many."""
    if not d.bags or len(d.bags) > BAGS:
        return None
    forest = _forest(range(len(d.bags)), d.tree)
    beside = [str(i) for i in range(len(d.bags))]
    largest = max(map(len, d.bags))
    what = f"tree decomposition with {counted(len(d.bags), 'bag')}, the largest of {largest}"
    return _bags(tuple(d.bags), forest, beside, flaws, what)


def nice(d: NiceTreeDecomposition, flaws: Flaws) -> Drawing | None:
    """The nodes layer by layer from the root; None if they are too many."""
    if not d.nodes or len(d.nodes) > BAGS:
        return None
    listed, beside, tree = list[frozenset[int]](), list[str](), set[Edge]()
    for i, node in enumerate(d.nodes):
        below = [j for j in children(node) if 0 <= j < i]
        bag = listed[below[0]] if below else frozenset()
        change = "" if isinstance(node, Join) else f" {node.vertex}"
        if isinstance(node, Leaf | Introduce):
            bag |= {node.vertex}
        elif isinstance(node, Forget):
            bag -= {node.vertex}
        listed.append(bag)
        beside.append(f"{i}: {type(node).__name__.lower()}{change}")
        tree |= {Edge(i, j) for j in below}
    forest = _forest(range(len(listed) - 1, -1, -1), tree)
    what = f"nice tree decomposition with {counted(len(listed), 'node')}, the largest bag of {max(map(len, listed))}"
    return _bags(listed, forest, beside, flaws, what)


Forest = tuple[list[int], dict[int, list[int]], list[Edge]]


def _bags(
    bags: Sequence[frozenset[int]],
    forest: Forest,
    beside: Sequence[str],
    flaws: Flaws,
    what: str,
) -> Drawing:
    """The bags as boxes, each with these words beside it."""
    roots, below, extra = forest
    names = [_members(bag) for bag in bags]
    widths = [max(40.0, 15.0 * len(members) + 18) for members in names]
    room = 6.0 * max(map(len, beside))
    slot: dict[int, float] = {}
    depth: dict[int, int] = {}
    edge = 0.0
    for root in roots:
        edge = _lay_out(root, below, [w + room for w in widths], slot, depth, edge) + 24
    total = edge + 16
    layer, height = 62.0, 30.0
    at = {i: (8 + slot[i] - room / 2, 30 + depth[i] * layer) for i in slot}
    largest = max(map(len, bags))
    marks: list[Mark] = []
    for parent, lower in below.items():
        for child in lower:
            (x, y), (a, b) = at[parent], at[child]
            marks.append(Stroke(((x, y + height / 2), (a, b - height / 2)), "edge"))
    for e in extra:
        if e.u in at and e.v in at:
            marks.append(Stroke((at[e.u], at[e.v]), "edge bad"))
    for i, members in enumerate(names):
        (x, y), wide = at[i], widths[i]
        keys = " ".join([f"bag-{i}", *(vertex_key(v) for v in sorted(bags[i])[:40])])
        inner: list[Mark] = [
            Box(x - wide / 2, y - height / 2, wide, height, "bag bad" if i in flaws.bags else "bag", 7)
        ]
        if len(bags[i]) == largest:
            inner.append(Box(x - wide / 2 - 3, y - height / 2 - 3, wide + 6, height + 6, "bag outer", 9))
        gap = wide / (len(members) + 0.4)
        for k, name in enumerate(members):
            inner.append(
                Label(x + (k - (len(members) - 1) / 2) * gap, y + 4.5, words(name), "member", "middle")
            )
        said = words(beside[i], (Span(" ✗", "bad"),) if i in flaws.bags else "")
        inner.append(Label(x + wide / 2 + 5, y - height / 2 + 4, said, "small"))
        marks.append(Group(tuple(inner), keys, f"{beside[i]}: {counted(len(bags[i]), 'vertex', 'vertices')}"))
    bottom = max(y for _, y in at.values()) + height / 2 + 8
    return Drawing(max(120.0, total + 16), bottom, tuple(marks), what, "tree")


def _members(bag: frozenset[int]) -> list[str]:
    members = sorted(bag)
    return [*map(str, members)] if len(members) <= MEMBERS else [*map(str, members[: MEMBERS - 1]), "..."]


def _forest(nodes: range, tree: Iterable[Edge]) -> Forest:
    """Breadth first from the first node of each component; the edges that close a cycle or lead nowhere."""
    near: defaultdict[int, list[Edge]] = defaultdict(list)
    for e in sorted(tree, key=lambda e: (e.u, e.v)):
        near[e.u].append(e)
        near[e.v].append(e)
    roots, children, used = list[int](), dict[int, list[int]](), set[Edge]()
    seen: set[int] = set()
    for root in nodes:
        if root in seen:
            continue
        roots.append(root)
        seen.add(root)
        waiting = deque([root])
        while waiting:
            node = waiting.popleft()
            children[node] = []
            for e in near[node]:
                other = e.v if e.u == node else e.u
                if other in nodes and other not in seen:
                    seen.add(other)
                    used.add(e)
                    children[node].append(other)
                    waiting.append(other)
    return roots, children, [e for e in tree if e not in used]


def _lay_out(
    root: int,
    children: dict[int, list[int]],
    widths: list[float],
    slot: dict[int, float],
    depth: dict[int, int],
    edge: float,
) -> float:
    """Leaves side by side, every parent above the middle of its children; returns the right edge."""
    order, waiting = list[int](), [(root, 0)]
    while waiting:
        node, level = waiting.pop()
        depth[node] = level
        order.append(node)
        waiting += [(child, level + 1) for child in reversed(children[node])]
    for node in order:
        if not children[node]:
            slot[node] = edge + widths[node] / 2
            edge = slot[node] + widths[node] / 2 + 26
    for node in reversed(order):
        if children[node]:
            slot[node] = (slot[children[node][0]] + slot[children[node][-1]]) / 2
    return max(slot[node] + widths[node] / 2 for node in order)
