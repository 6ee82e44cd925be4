"""Points labelled 1 and 0, to be separated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from random import Random

from flint import fmpq

from checker.audit.inputs.points import moved
from checker.audit.inputs.points import smaller as smaller_points
from checker.objects.points import points
from checker.problems.separability import ONE, Separability

MEASURE = "side of the grid whose labelings are examined"
Labels = tuple[int, ...]


def every(size: int) -> Iterator[tuple[Separability, int]]:
    """The labelings of the square grids up to this side, one of each class that the grid's symmetries make."""
    for side in range(1, size + 1):
        grid = list(product(range(side), repeat=2))
        classes = Counter(representative(side, labels) for labels in product((0, 1), repeat=len(grid)))
        for labels, members in sorted(classes.items()):
            yield labelled(grid, labels), members


def labelled(places: Sequence[Sequence[int]], labels: Labels) -> Separability:
    rows = [(tuple(map(fmpq, x)), fmpq(y)) for x, y in zip(places, labels, strict=True)]
    return Separability(len(places[0]), points(len(places[0]), rows))


def representative(side: int, labels: Labels) -> Labels:
    """The last of the labelings that the eight symmetries of the grid make of this one."""
    rows = [labels[i * side : (i + 1) * side] for i in range(side)]
    found = list[Labels]()
    for _ in range(4):
        rows = [tuple(row) for row in zip(*rows[::-1], strict=True)]
        found += [sum(rows, ()), sum(rows[::-1], ())]
    return max(found)


def sample(random: Random, size: int) -> Separability:
    """Four to seven points of dimension 1 to 3; the size sets no bound to the coordinates."""
    d, count = random.randint(1, 3), random.randint(4, 7)
    places = dict.fromkeys(tuple(random.randint(-4, 4) for _ in range(d)) for _ in range(count))
    return labelled(list(places), tuple([random.randint(0, 1) for _ in places]))


def alike(s: Separability, random: Random) -> Separability:
    """The points in another order, after an invertible affine map."""
    return replace(s, points=moved(s.dimension, s.points, random, ONE))


def smaller(s: Separability) -> Iterator[Separability]:
    """Without a point or a coordinate, or with a simpler number."""
    for dimension, fewer in smaller_points(s.dimension, s.points):
        yield Separability(dimension, fewer)
