"""The selection gadget of fh23, Section 3: data points that leave exactly the levees of l slopes.

The table was lost in print; it is the reconstruction of the claim ``fh23.gadget``, whose numbers were
confirmed by computation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from flint import fmpq

ZERO, ONE = fmpq(0), fmpq(1)
ROW_0 = tuple(fmpq(t, 3) for t in (-12, -9, -6, -5, -4, -3, 0, 3, 4, 5, 6, 9, 12))
LABELS_0 = tuple(fmpq(t, 3) for t in (0, 0, 0, 1, 2, 3, 3, 3, 2, 1, 0, 0, 0))
LABELS = tuple(map(fmpq, (0, 0, 0, 1, 1, 1, 0, 0, 0)))


class Placed(NamedTuple):
    """A data point of a construction, and the paper's words for it."""

    x: tuple[fmpq, fmpq]
    label: fmpq
    words: str


@dataclass(frozen=True, slots=True)
class SelectionGadget:
    """Slopes in ascending order, the distance epsilon of its outer rows, and its offset z."""

    slopes: tuple[fmpq, ...]
    epsilon: fmpq
    offset: fmpq = ZERO

    def __post_init__(self) -> None:
        if not self.slopes:
            raise ValueError("a selection gadget has at least one slope")
        if any(s >= t for s, t in pairwise(self.slopes)):
            raise ValueError("the slopes are not strictly ascending")

    def table(self) -> Iterator[Placed]:
        """The 31 + 2(l-1) data points, row by row, then the points q."""
        low, high, e, z = self.slopes[0], self.slopes[-1], self.epsilon, self.offset
        left: tuple[fmpq | int, ...] = (
            -4,
            -3,
            -2 - e * high,
            -1 - e * low,
            0,
            1 - e * high,
            2 - e * low,
            3,
            4,
        )
        right: tuple[fmpq | int, ...] = (
            -4,
            -3,
            -2 + e * low,
            -1 + e * high,
            0,
            1 + e * low,
            2 + e * high,
            3,
            4,
        )
        rows = ((ZERO, ROW_0, LABELS_0), (-e, left, LABELS), (e, right, LABELS))
        for x1, heights, labels in rows:
            for number, (height, label) in enumerate(zip(heights, labels, strict=True), 1):
                yield Placed((x1, fmpq(height) + z), label, f"row x1 = {x1}, point {number}")
        for i, (s, t) in enumerate(pairwise(self.slopes), 1):
            x1, height = 4 / (t - s), 2 * (s + t) / (t - s)
            for sign, mark in ((-1, "-"), (1, "+")):
                yield Placed((sign * x1, sign * height + z), fmpq(0), f"point q{i}{mark}")
