"""What one counts to see that bags and edges are a tree decomposition.

Every function has two roads to the same integers: the definition, in plain Python, and for long inputs
numpy on machine integers.  No floating point.  Both are linear up to the logarithm of the largest bag.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any

from checker.kernel.column import Column
from checker.objects.graph import Bags, Edges
from checker.objects.paranoid import is_exact_only

SMALL = 1 << 15  # edges or vertices; below this the import of numpy costs more than it saves
CHUNK = 1 << 14  # queries that stay in the cache
LARGEST = (1 << 63) - 1
HALF = 32  # bits: a pair of smaller numbers is one machine word
HALF_MASK = (1 << HALF) - 1
ONE = array("q", [1]).tobytes()
Array = Any


def plain(size: int) -> bool:
    """Whether the definition is to be used for an input of this size."""
    return size < SMALL or is_exact_only()


def vector(integers: array[int]) -> Column:
    """The column of these integers."""
    return Column(integers.tobytes(), ONE * len(integers))


def packed_edges(u: Array, v: Array) -> Edges | None:
    """The edges with these ends, arrays of numpy, from 0 to 2^31-1; None if there is a loop or a pair twice."""
    import numpy as np

    keys = np.sort(np.minimum(u, v) << HALF | np.maximum(u, v))
    words = np.stack((keys >> HALF, keys & HALF_MASK), axis=1)
    if (keys[1:] == keys[:-1]).any() or (words[:, 0] == words[:, 1]).any():
        return None
    return Edges(words.tobytes())


def packed_bags(where: Array, vertices: Array, count: int) -> Bags:
    """So many bags: each of these bags holds its vertex; arrays of numpy, from 0 to 2^31-1."""
    import numpy as np

    keys = np.sort(where << HALF | vertices)
    keys = keys[np.concatenate(([True], keys[1:] != keys[:-1]))[: len(keys)]]
    ends = np.cumsum(np.bincount(keys >> HALF, minlength=count))
    return Bags((keys & HALF_MASK).tobytes(), ends.tobytes())


def ends_inside(edges: Edges, order: int) -> array[int]:
    """For each edge, how many of its ends are among 0..order-1."""
    if plain(len(edges)):
        return array("q", [(0 <= u < order) + (0 <= v < order) for u, v in edges])
    inside = _inside(edges.words, order)
    return _array(inside[::2].astype("q") + inside[1::2])


def members_inside(bags: Bags, order: int) -> array[int]:
    """For each bag, how many of its vertices are among 0..order-1."""
    if plain(len(bags.members) // 8 + len(bags)):
        return array("q", [sum(0 <= v < order for v in bag) for bag in bags])
    import numpy as np

    before = np.concatenate(([0], np.cumsum(_inside(bags.members, order))))
    first, end = _limits(bags)
    return _array(before[end] - before[first])


def covered(bags: Bags, order: int) -> array[int]:
    """For each of the vertices 0..order-1: is it in some bag?  1 or 0.  No bag holds a negative number."""
    if plain(len(bags.members) // 8 + order):
        found = set().union(*bags)
        return array("q", [v in found for v in range(order)])
    import numpy as np

    members, seen = _words(bags.members), np.zeros(order, np.int64)
    seen[members[members < order]] = 1
    return _array(seen)


def taken_apart(tree: Edges, nodes: int) -> tuple[array[int], array[int], array[int]]:
    """Leaves are taken off, again and again, but never node 0; the ends of the edges are nodes.

    Gives for each node how many edges are left at it, its neighbour when it was taken off, and after how
    many others that was.  No edge is left exactly if the edges are a forest.  If they are a tree, only
    node 0 stays: the neighbours are the parents under the root 0, and no node stays longer than its parent.
    """
    degree, others = _neighbours(tree, nodes)
    time, taken = array("q", [nodes - 1]) * nodes, 0
    at_root, degree[0] = degree[0], 0  # from here on below 1: never a leaf
    for leaf in range(1, nodes):
        while degree[leaf] == 1:
            above = others[leaf]
            time[leaf] = taken
            taken += 1
            degree[leaf] = 0
            degree[above] -= 1
            others[above] ^= leaf
            leaf = above
    degree[0] += at_root
    return array("q", degree), array("q", others), time


def topmost(bags: Bags, parent: array[int], order: int) -> tuple[array[int], array[int]]:
    """For each vertex, how many of the bags that hold it are the root 0 or have a parent without it.

    Gives also one of these bags.  The vertices are among 0..order-1.
    """
    if plain(len(bags.members) // 8 + order):
        count, top, sets = [0] * order, array("q", [0]) * order, list(bags)
        for i, bag in enumerate(sets):
            for v in bag if i == 0 else bag - sets[parent[i]]:
                count[v] += 1
                top[v] = i
        return array("q", count), top
    import numpy as np

    held = _Held(bags)
    first, end = _limits(bags)
    vertices, above = _words(bags.members), np.frombuffer(parent, np.int64)
    where = np.repeat(np.arange(len(end)), end - first)
    alone = np.empty(len(vertices), bool)
    for rows in _chunks(len(vertices)):
        alone[rows] = ~held(above[where[rows]], vertices[rows])
    alone[: end[0]] = True
    tops = np.zeros(order, np.int64)
    tops[vertices[alone]] = where[alone]
    return _array(np.bincount(vertices[alone], minlength=order)), _array(tops)


def together(edges: Edges, bags: Bags, top: array[int], time: array[int]) -> array[int]:
    """For each edge: of the bags ``top`` of its ends, does that which is taken off first hold both?  1 or 0."""
    if plain(len(edges) + len(bags.members) // 8):
        sets = list(bags)
        lower = (sets[min(top[u], top[v], key=time.__getitem__)] for u, v in edges)
        return array("q", [u in bag and v in bag for (u, v), bag in zip(edges, lower, strict=True)])
    import numpy as np

    ends, tops, times = _words(edges.words).reshape(-1, 2), *(np.frombuffer(a, np.int64) for a in (top, time))
    held, found = _Held(bags), np.empty(len(ends), np.int64)
    for rows in _chunks(len(ends)):
        u, v = ends[rows].T
        a, b = tops[u], tops[v]
        sooner = times[a] < times[b]
        found[rows] = held(np.where(sooner, a, b), np.where(sooner, v, u))  # top[u] holds u
    return _array(found)


def _neighbours(tree: Edges, nodes: int) -> tuple[list[int], list[int]]:
    """For each node the number of its neighbours, and their bitwise sum: of one neighbour, the number."""
    if plain(len(tree)):
        degree, others = [0] * nodes, [0] * nodes
        for u, v in tree:
            degree[u] += 1
            degree[v] += 1
            others[u] ^= v
            others[v] ^= u
        return degree, others
    import numpy as np

    u, v = _words(tree.words).reshape(-1, 2).T
    total = np.zeros(nodes, np.int64)
    np.bitwise_xor.at(total, u, v)
    np.bitwise_xor.at(total, v, u)
    return (np.bincount(u, minlength=nodes) + np.bincount(v, minlength=nodes)).tolist(), total.tolist()


class _Held:
    """Whether each of these bags holds its vertex: a binary search in all of them at the same time."""

    def __init__(self, bags: Bags) -> None:
        self.members, (self.first, self.end) = _words(bags.members), _limits(bags)

    def __call__(self, where: Array, vertices: Array) -> Array:
        import numpy as np

        first, end = self.first[where], self.end[where]
        at = first - 1  # of the members from first on, those up to here are at most the vertex
        step = 1 << int((end - first).max(initial=0)).bit_length()
        while step := step >> 1:
            probe = at + step
            fits = (probe < end) & (self.members.take(probe, mode="clip") <= vertices)
            at = np.where(fits, probe, at)
        return (at >= first) & (self.members.take(at, mode="clip") == vertices)


def _limits(bags: Bags) -> tuple[Array, Array]:
    """Where the members of each bag start and end."""
    import numpy as np

    end = _words(bags.ends)
    return np.concatenate(([0], end[:-1])), end


def _inside(words: bytes, order: int) -> Array:
    """Which of these words are among 0..order-1."""
    found = _words(words)
    return (found >= 0) & (found <= min(order - 1, LARGEST))


def _chunks(count: int) -> Iterable[slice]:
    return (slice(start, start + CHUNK) for start in range(0, count, CHUNK))


def _words(words: bytes) -> Array:
    import numpy as np

    return np.frombuffer(words, np.int64)


def _array(words: Array) -> array[int]:
    """The array of the standard library with the integers of one of numpy."""
    return array("q", words.astype("q", copy=False).tobytes())
