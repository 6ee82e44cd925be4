"""Lists of vectors, stored by column, and norms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from flint import fmpq

from checker.kernel.column import Column, column
from checker.objects.affine import ZERO, Affine


@dataclass(frozen=True, slots=True)
class Vectors:
    """``[(1, 0), (-1/2, 1), ...]``: one column per coordinate.

    The empty list of vectors has no coordinates, whatever the dimension.
    """

    coordinates: tuple[Column, ...] = ()

    def __post_init__(self) -> None:
        if len(set(map(len, self.coordinates))) > 1:
            raise ValueError("columns of different lengths")
        if not len(self):
            object.__setattr__(self, "coordinates", ())

    def __len__(self) -> int:
        return len(self.coordinates[0]) if self.coordinates else 0

    def __getitem__(self, i: int) -> tuple[fmpq, ...]:
        if not 0 <= i < len(self):
            raise IndexError(i)
        return tuple(c[i] for c in self.coordinates)

    def __iter__(self) -> Iterator[tuple[fmpq, ...]]:
        return zip(*self.coordinates, strict=True)

    @property
    def dimension(self) -> int:
        return len(self.coordinates)


def vectors(rows: Iterable[Sequence[fmpq | int]]) -> Vectors:
    """The vectors with these coordinates; ValueError unless they have equally many, at least one."""
    rows = [tuple(map(fmpq, row)) for row in rows]
    for number, row in enumerate(rows, 1):
        if not row:
            raise ValueError(f"vector {number} has no coordinates")
        if len(row) != len(rows[0]):
            raise ValueError(f"vector {number} has {len(row)} coordinates, the first has {len(rows[0])}")
    return Vectors(tuple(map(column, zip(*rows, strict=True))))


class Norm(Enum):
    """The largest |x_i|; the sum of the |x_i|; the largest |f(x)| over given linear forms f."""

    MAX = "max"
    L1 = "l1"
    POLYHEDRAL = "polyhedral"


def length(x: Sequence[fmpq], norm: Norm, functionals: Sequence[Affine] = ()) -> fmpq:
    """The norm of one vector; the functionals belong to the polyhedral norm."""
    sizes = map(abs, x if norm is not Norm.POLYHEDRAL else [f(x) for f in functionals])
    return sum(sizes, ZERO) if norm is Norm.L1 else max(sizes)
