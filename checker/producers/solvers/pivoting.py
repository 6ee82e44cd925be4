"""An exact simplex method.  It is slow and always ends (Bland's rule): the last resort.

A basis is a set of rows that hold with equality and as many columns that are solved for; the other
columns are 0.  Rows are tried in a given order: those of a good guess first.

Source: Bland 1977; Dutertre, de Moura 2006 (feasibility without artificial columns).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from flint import fmpq, fmpz

from checker.producers.solvers.sparse import Matrix

ZERO, ONE = fmpq(0), fmpq(1)
Vector = Mapping[int, fmpq]
"""Column -> coefficient or value, 0 where it is not listed."""


class Half(NamedTuple):
    """A row in integers, read upwards (>=, or > if it is strict); an equation is two of them."""

    columns: Sequence[int]
    coefficients: Sequence[fmpz]
    bound: fmpz
    strict: bool

    def times(self, x: Vector) -> fmpq:
        """The value of the left side."""
        entries = zip(self.columns, self.coefficients, strict=True)
        return sum([c * x[j] for j, c in entries if j in x], ZERO)


def combined(rows: Sequence[Half], multipliers: Vector) -> tuple[dict[int, fmpq], fmpq]:
    """What the multiples of the rows add up to: left side and bound."""
    total: dict[int, fmpq] = {}
    bound = ZERO
    for i, y in multipliers.items():
        for j, c in zip(rows[i].columns, rows[i].coefficients, strict=True):
            total[j] = total.get(j, ZERO) + y * c
        bound += y * rows[i].bound
    return {j: c for j, c in total.items() if c != 0}, bound


class Simplex:
    def __init__(self, rows: Sequence[Half], first: Iterable[int] = ()) -> None:
        self._rows = rows
        self._order: list[int] = list(dict.fromkeys([*first, *range(len(rows))]))
        self._tight: list[int] = []
        self._columns: list[int] = []

    def contradiction(self) -> dict[int, fmpq] | None:
        """Multipliers that contradict the rows; None at a basis whose point satisfies them."""
        while (i := self._violated()) is not None:
            row = self._rows[i]
            y, rest = self._shares(dict(zip(row.columns, map(fmpq, row.coefficients), strict=True)))
            if rest:
                self._tight.append(i)
                self._columns.append(min(rest))
            elif (leaving := next((r for r in self._order if y.get(r, ZERO) > 0), None)) is not None:
                self._tight[self._tight.index(leaving)] = i
            else:
                return {i: ONE} | {r: -v for r, v in y.items()}
        return None

    def point(self) -> dict[int, fmpq]:
        """The point of the basis, moved off the strict rows."""
        x, shift = self._points()
        gap = ONE
        for row in self._rows:
            loss = row.strict - row.times(shift)
            if loss > 0:
                gap = min(gap, (row.times(x) - row.bound) / loss)
        return {j: x[j] + gap * shift[j] for j in x}

    def minimum(self, cost: Vector) -> tuple[dict[int, fmpq], dict[int, fmpq]]:
        """A point of least cost, and multipliers that derive that no cost is less.

        From a basis whose point satisfies the rows, where none of them is strict and there is a least cost.
        """
        while True:
            x, _ = self._points()
            y, rest = self._shares(cost)
            leaving = None
            if rest:
                column = min(rest)
                ray = self._solved([fmpq(-self._entry(i, column)) for i in self._tight]) | {column: ONE}
                if rest[column] > 0:
                    ray = {j: -v for j, v in ray.items()}
            else:
                leaving = next((r for r in self._order if y.get(r, ZERO) < 0), None)
                if leaving is None:
                    return x, y
                ray = self._solved([fmpq(int(i == leaving)) for i in self._tight])
            lengths = {}
            for i in self._order:
                row = self._rows[i]
                if i not in self._tight and (slope := row.times(ray)) < 0:
                    lengths[i] = (row.bound - row.times(x)) / slope
            entering = min(lengths, key=lengths.__getitem__)
            if leaving is None:
                self._tight.append(entering)
                self._columns.append(column)
            else:
                self._tight[self._tight.index(leaving)] = entering

    def _violated(self) -> int | None:
        """The first row that the point of the basis violates, strict rows being a hair more demanding."""
        x, shift = self._points()
        for i in self._order:
            row = self._rows[i]
            slack = row.times(x) - row.bound
            if slack < 0 or (slack == 0 and row.times(shift) < row.strict):
                return i
        return None

    def _points(self) -> tuple[dict[int, fmpq], dict[int, fmpq]]:
        """The point of the basis, and how it moves when every strict row demands a hair more."""
        x = self._solved([fmpq(self._rows[i].bound) for i in self._tight])
        return x, self._solved([fmpq(int(self._rows[i].strict)) for i in self._tight])

    def _entry(self, row: int, column: int) -> fmpz:
        entries = zip(self._rows[row].columns, self._rows[row].coefficients, strict=True)
        return next((c for j, c in entries if j == column), fmpz(0))

    def _matrix(self) -> Matrix:
        rows = [self._rows[i] for i in self._tight]
        return Matrix([dict(zip(r.columns, r.coefficients, strict=True)) for r in rows], self._columns)

    def _solved(self, right: Sequence[fmpq]) -> dict[int, fmpq]:
        """The columns where the left sides of the tight rows have these values."""
        found = self._matrix().solve(right)
        if found is None:
            raise ArithmeticError("a basis is singular")
        return dict(zip(self._columns, found, strict=True))

    def _shares(self, form: Vector) -> tuple[dict[int, fmpq], dict[int, fmpq]]:
        """Multipliers of the tight rows that give the form on the columns of the basis, and what is left."""
        found = self._matrix().solve_transposed([form.get(j, ZERO) for j in self._columns])
        if found is None:
            raise ArithmeticError("a basis is singular")
        y = dict(zip(self._tight, found, strict=True))
        total, _ = combined(self._rows, y)
        rest = {j: form.get(j, ZERO) - total.get(j, ZERO) for j in form.keys() | total.keys()}
        return y, {j: c for j, c in rest.items() if c != 0}
