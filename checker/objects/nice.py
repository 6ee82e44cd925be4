"""Nice tree decompositions: the normal form on which dynamic programs run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leaf:
    """No child; the bag is the vertex."""

    vertex: int


@dataclass(frozen=True, slots=True)
class Introduce:
    """The bag is that of the child and the vertex, which is new."""

    vertex: int
    child: int


@dataclass(frozen=True, slots=True)
class Forget:
    """The bag is that of the child without the vertex."""

    vertex: int
    child: int


@dataclass(frozen=True, slots=True)
class Join:
    """The bag is that of both children."""

    left: int
    right: int


Node = Leaf | Introduce | Forget | Join


def children(node: Node) -> tuple[int, ...]:
    match node:
        case Leaf():
            return ()
        case Join(left, right):
            return left, right
    return (node.child,)


@dataclass(frozen=True, slots=True)
class NiceTreeDecomposition:
    """Children come before their parents and are named by their number, from 0; the last node is the root."""

    nodes: tuple[Node, ...]
