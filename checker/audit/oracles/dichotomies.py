"""The strict dichotomies of a finite set of points, by the hyperplanes that its points span."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from flint import fmpq, fmpq_mat

Point = tuple[fmpq, ...]
Dichotomy = tuple[bool, ...]
"""For each point, whether it is on the positive side."""


@lru_cache(maxsize=256)
def dichotomies(points: tuple[Point, ...]) -> frozenset[Dichotomy]:
    """The sides of the points at every affine form that is 0 at none of them, both constant signs included.

    The forms that are weakly of given signs are a cone; it is pointed if the points span the space, and
    an extreme ray is a hyperplane that some of them span.  There the points off the hyperplane have their
    signs, and those on it form a dichotomy of their own, one dimension lower.  Conversely a hyperplane may
    be tilted a little, so that the points on it are divided by any of their dichotomies.
    """
    inside = within_hull(points)
    if not inside or not inside[0]:
        return frozenset({(True,) * len(points), (False,) * len(points)})
    found = set[Dichotomy]()
    for sides in hyperplanes(inside):
        on = [i for i, side in enumerate(sides) if not side]
        for split in dichotomies(tuple([inside[i] for i in on])):
            signs = [side > 0 for side in sides]
            for i, positive in zip(on, split, strict=True):
                signs[i] = positive
            found.add(tuple(signs))
            found.add(tuple([not sign for sign in signs]))
    return frozenset(found)


def within_hull(points: Sequence[Point]) -> list[Point]:
    """The points by as many of their coordinates as the dimension of their affine hull; none is lost."""
    if not points:
        return []
    moved = [[c - o for c, o in zip(x, points[0], strict=True)] for x in points]
    reduced, rank = fmpq_mat(moved).rref()
    pivots = [next(j for j in range(reduced.ncols()) if reduced[i, j] != 0) for i in range(rank)]
    return [tuple([x[j] for j in pivots]) for x in points]


def hyperplanes(points: Sequence[Point]) -> Iterator[list[fmpq]]:
    """For each hyperplane through points that span it, the values of its form at all points."""
    dimension, seen = len(points[0]), set[frozenset[int]]()
    for chosen in combinations(range(len(points)), dimension):
        reduced, rank = fmpq_mat([[*points[i], fmpq(1)] for i in chosen]).rref()
        if rank < dimension:
            continue
        pivots = [next(j for j in range(dimension + 1) if reduced[i, j] != 0) for i in range(rank)]
        (free,) = set(range(dimension + 1)).difference(pivots)
        form = [fmpq(0)] * (dimension + 1)
        form[free] = fmpq(1)
        for i, j in enumerate(pivots):
            form[j] = -reduced[i, free]
        values = [sum((a * c for a, c in zip(form, x, strict=False)), form[-1]) for x in points]
        on = frozenset([i for i, value in enumerate(values) if value == 0])
        if on not in seen:
            seen.add(on)
            yield values
