"""A minor of large minimum degree, or a strategy against elimination, proves treewidth(G) >= k.

Source: the minor: Bodlaender, Koster and Wolle (2004), contraction degeneracy; the strategy: Seymour and
Thomas (1993), for elimination orders; both are proved below.

Statement:   a graph G on vertices 0..n-1 and an integer k.
Certificate: branch sets B_0..B_{h-1} of vertices.  H is the graph on 0..h-1 with an edge where G has an
             edge between the branch sets.  ``minor(branch_sets)``: every vertex of H has degree at least
             k.  ``strategy(branch_sets, territories)``: sets of vertices of H, see below.
Soundness:   ``branch-nonempty``, ``branch-vertices``, ``branch-disjoint`` and ``branch-connected``: H is
             a minor of G.  In a tree decomposition of G put i for every vertex of B_i: this is one of H,
             of no larger width.  So treewidth(H) >= k suffices.  ``branch-count``: H has more than k vertices.
             ``edge-vertices`` keeps G well defined.

             Minor.  Take a tree decomposition of H in which no bag lies in a neighbouring bag.  A leaf
             of the tree has a vertex that is in no other bag, so the bag holds its at least k
             neighbours too (``branch-degree``); so it does if there is one bag only.

             Strategy.  For a connected set C of vertices with border N(C), its neighbours outside, let
             T(C) be the graph on C and N(C) where N(C) is made a clique.  Call C easy if T(C) has a
             tree decomposition with bags of at most k vertices.  Let C be easy.  (1) Some bag holds
             N(C) and a vertex of C: the clique N(C) lies in some bag; if no vertex of C does, the bags
             with vertices of C form a subtree, as C is connected, and its bag nearest to that one holds
             N(C), because each vertex of N(C) has a neighbour in C.  So N(C) has less than k vertices.
             (2) If a bag holds N(C) and the vertex v of C, then each component D of C - v is easy: its
             border is part of that bag, so it can be made a clique and the rest left out.  (3) So it is
             for some v of C, by (1); and for each v of C that is adjacent to all of N(C), as N(C) and v
             are then a clique of T(C); and for each v that is the only neighbour in C of a vertex s of
             N(C), as T(D) lies in the minor of T(C) that contracts s into v.
             ``territory-escape``: for a v that is best by (3), or for every v of C, some component D
             of C - v is a territory or has a border of k vertices or more.  If C were easy, then one such
             D would be, and a smaller territory would be easy, and so on for ever.  So no connected
             territory is easy.  ``territory-start``: one of them is a component of H.  ``territory-vertices`` and
             ``strategy-size`` keep this well defined and short.
Scope:       ``minor`` cannot reach every bound (planar graphs have minors of degree at most 5), ``strategy``
             can, but its length grows quickly; the checker takes it for up to 1024 branch sets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from checker.claims.treewidth.upper_bound import Statement, graph_obligations
from checker.kernel.obligation import Path, Proof, Sentence, at_most, each, equal, less
from checker.kernel.verdict import Claim
from checker.objects.graph import Graph

MOST_BRANCH_SETS = 1024
"""A limit of the checker for strategies, so that its sets stay small."""


@dataclass(frozen=True, slots=True)
class Minor:
    branch_sets: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Strategy:
    branch_sets: tuple[frozenset[int], ...]
    territories: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    obstruction: Minor | Strategy


def obligations(s: Statement, c: Certificate) -> Iterator[Sentence]:
    k, at = s.width, ("certificate", "obstruction")
    yield from graph_obligations(s.graph, ("statement", "graph"))
    adjacent = yield from quotient(s.graph, c.obstruction.branch_sets, (*at, "branch_sets"))
    yield at_most("branch-count", k + 1, len(adjacent), at=(*at, "branch_sets"))
    if isinstance(c.obstruction, Minor):
        degrees = tuple(map(len, adjacent))
        yield each(at_most("branch-degree", (k,) * len(degrees), degrees, at=(*at, "branch_sets")))
    else:
        yield from escapes(adjacent, k, c.obstruction.territories, (*at, "territories"))


def quotient(g: Graph, branch_sets: Sequence[frozenset[int]], at: Path) -> Proof[list[set[int]]]:
    """Contracting the branch sets gives a minor; returns the neighbours of each of its vertices."""
    owner = dict[int, int]()
    for i, branch in enumerate(branch_sets):
        yield less("branch-nonempty", 0, len(branch), at=(*at, i))
        strangers = tuple(sorted([v for v in branch if not 0 <= v < g.order]))
        yield equal("branch-vertices", strangers, (), at=(*at, i))
        taken = tuple(sorted([v for v in branch if v in owner]))
        yield equal("branch-disjoint", taken, (), at=(*at, i))
        owner.update(dict.fromkeys(branch, i))
    inside: dict[int, list[int]] = {v: [] for v in owner}
    adjacent: list[set[int]] = [set() for _ in branch_sets]
    for u, v in g.edges:
        if u in owner and v in owner:
            if owner[u] == owner[v]:
                inside[u].append(v)
                inside[v].append(u)
            else:
                adjacent[owner[u]].add(owner[v])
                adjacent[owner[v]].add(owner[u])
    for i, branch in enumerate(branch_sets):
        found = [min(branch)]
        reached = set(found)
        for v in found:
            new = [w for w in inside[v] if w not in reached]
            reached.update(new)
            found.extend(new)
        yield equal("branch-connected", len(reached), len(branch), at=(*at, i))
    return adjacent


def escapes(
    adjacent: Sequence[set[int]], k: int, territories: Sequence[frozenset[int]], at: Path
) -> Proof[None]:
    """No connected territory is easy, and one of them is a component."""
    size = len(adjacent)
    yield at_most("strategy-size", size, MOST_BRANCH_SETS, at=at)
    for i, territory in enumerate(territories):
        strangers = tuple(sorted([v for v in territory if not 0 <= v < size]))
        yield equal("territory-vertices", strangers, (), at=(*at, i))
    masks = [bits(near) for near in adjacent]
    parts = list(map(bits, territories))
    listed = frozenset(parts)
    starts = [part for part, _ in components(masks, (1 << size) - 1) if part in listed]
    yield less("territory-start", 0, len(starts), at=at)
    for i, (part, territory) in enumerate(zip(parts, territories, strict=True)):
        border = border_of(masks, part)

        def escaped(v: int, part: int = part, border: int = border) -> bool:
            return any(edge.bit_count() >= k or d in listed for d, edge in split(masks, part, border, v))

        moves = () if any(map(escaped, best_moves(masks, part, border))) else sorted(territory)
        yield equal("territory-escape", tuple([v for v in moves if not escaped(v)]), (), at=(*at, i))


def bits(members: Iterable[int]) -> int:
    """A set of numbers as a number: its bits."""
    return sum([1 << v for v in members])


def numbers(mask: int) -> Iterator[int]:
    """The members of a set, ascending."""
    while mask:
        yield (mask & -mask).bit_length() - 1
        mask &= mask - 1


def border_of(masks: Sequence[int], part: int) -> int:
    """The neighbours of this set outside of it."""
    found = 0
    for v in numbers(part):
        found |= masks[v]
    return found & ~part


def best_moves(masks: Sequence[int], part: int, border: int) -> Iterator[int]:
    """The vertices of (3): alone next to one of the border, or next to all of it."""
    common = part
    for s in numbers(border):
        inside = masks[s] & part
        common &= inside
        if not inside & (inside - 1):
            yield inside.bit_length() - 1
    yield from numbers(common)


def split(masks: Sequence[int], part: int, border: int, v: int) -> Iterable[tuple[int, int]]:
    """The components of a connected set without v, each with its border."""
    rest, bit = part & ~(1 << v), 1 << v
    near = masks[v] & rest
    seen = new = near & -near
    while new and near & ~seen:
        w = new & -new
        fresh = masks[w.bit_length() - 1] & rest & ~seen
        seen |= fresh
        new = new ^ w | fresh
    if near and not near & ~seen:  # all neighbours of v are connected without it, and so is everything
        lost = [1 << s for s in numbers(border & masks[v]) if not masks[s] & rest]
        return ((rest, (border | bit) & ~sum(lost)),)
    return components(masks, rest)


def components(masks: Sequence[int], within: int) -> Iterator[tuple[int, int]]:
    """The components of these vertices, each with its border."""
    while within:
        part = new = within & -within
        near = 0
        while new:
            w = new & -new
            around = masks[w.bit_length() - 1]
            near |= around
            fresh = around & within & ~part
            part |= fresh
            new = new ^ w | fresh
        yield part, near & ~part
        within &= ~part


CLAIMS = (
    Claim(
        "treewidth.lower_bound",
        "Bodlaender, Koster, Wolle; Seymour, Thomas",
        Statement,
        Certificate,
        obligations,
        lambda s: f"the given graph on {s.graph.order} vertices has treewidth at least {s.width}",
        lambda s: f"TREEWIDTH >= {s.width} vertices={s.graph.order} edges={len(s.graph.edges)}",
        "A minor of minimum degree k, or a strategy against elimination, proves that the treewidth is at least k.",
    ),
)
