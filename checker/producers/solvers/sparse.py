"""Sparse square matrices of integers, and the exact solution of their systems of equations.

The bases of linear programs are nearly triangular.  What is triangular is solved by substitution, and
only the rest goes to FLINT as a dense matrix.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from flint import fmpq, fmpq_mat, fmpz

Entries = Mapping[int, fmpz]
"""The non-zero coefficients of a row, by column."""
SMALL = 50
"""Matrices of this size go to FLINT as they are."""
ZERO = fmpz(0)


class Matrix:
    """The columns of these numbers of these rows; as many rows as columns."""

    def __init__(self, rows: Sequence[Entries], columns: Sequence[int]) -> None:
        self._rows = rows
        self._columns = columns

    def solve(self, right: Sequence[fmpq]) -> list[fmpq] | None:
        """A value for each column, so that row i yields ``right[i]``; None if the matrix is singular."""
        if len(right) <= SMALL:
            return _dense(self._square, right)
        place = {j: k for k, j in enumerate(self._columns)}
        return _sparse([{place[j]: c for j, c in row.items() if j in place} for row in self._rows], right)

    def solve_transposed(self, right: Sequence[fmpq]) -> list[fmpq] | None:
        """A factor for each row, so that column j adds up to ``right[j]``; None if the matrix is singular."""
        if len(right) <= SMALL:
            return _dense(self._square.transpose(), right)
        columns: dict[int, dict[int, fmpz]] = {j: {} for j in self._columns}
        for i, row in enumerate(self._rows):
            for j, c in row.items():
                if j in columns:
                    columns[j][i] = c
        return _sparse(list(columns.values()), right)

    @cached_property
    def _square(self) -> fmpq_mat:
        size = len(self._columns)
        return fmpq_mat(size, size, [row.get(j, ZERO) for row in self._rows for j in self._columns])


def _dense(matrix: fmpq_mat, right: Sequence[fmpq]) -> list[fmpq] | None:
    try:
        found: list[fmpq] = matrix.solve(fmpq_mat(len(right), 1, right)).entries()
    except ZeroDivisionError:
        return None
    return found


def _sparse(equations: Sequence[Entries], right: Sequence[fmpq]) -> list[fmpq] | None:
    """A value for each of the unknowns 0, 1, ..."""
    values: dict[int, fmpq] = {}

    def rest(i: int, unknown: int = -1) -> fmpq:
        known = [c * values[u] for u, c in equations[i].items() if u != unknown and u in values]
        return right[i] - sum(known, fmpq(0))

    rows = {i: set(equation) for i, equation in enumerate(equations)}
    columns: dict[int, set[int]] = {u: set() for u in range(len(equations))}
    for i, equation in enumerate(equations):
        for u in equation:
            columns[u].add(i)
    for i, u in _peeled(rows, columns):
        values[u] = rest(i) / equations[i][u]
    last = _peeled(columns, rows)
    unknowns = list(columns)
    core = fmpq_mat(len(rows), len(rows), [equations[i].get(u, ZERO) for i in rows for u in unknowns])
    found = _dense(core, [rest(i) for i in rows])
    if found is None:
        return None
    values.update(zip(unknowns, found, strict=True))
    for u, i in reversed(last):
        values[u] = rest(i, u) / equations[i][u]
    return [values[u] for u in range(len(equations))]


def _peeled(lines: dict[int, set[int]], across: dict[int, set[int]]) -> list[tuple[int, int]]:
    """Takes away, one after the other, a line with a single entry and the line across it; in that order."""
    found = []
    ready = [line for line, entries in lines.items() if len(entries) == 1]
    while ready:
        line = ready.pop()
        if len(lines.get(line, ())) != 1:
            continue
        (entry,) = lines.pop(line)
        found.append((line, entry))
        for other in across.pop(entry):
            if other != line:
                lines[other].discard(entry)
                if len(lines[other]) == 1:
                    ready.append(other)
    return found
