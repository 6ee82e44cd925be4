"""Sparse square systems of linear equations over Q, solved exactly.

The bases of linear programs are nearly triangular.  What is triangular is solved by substitution, and
only the rest goes to FLINT as a dense matrix.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flint import fmpq, fmpq_mat, fmpz

Entries = Mapping[int, fmpz]
"""The non-zero coefficients of an equation, by unknown."""
SMALL = 50
"""So many equations go to FLINT as they are."""


def solved(equations: Sequence[Entries], right: Sequence[fmpq]) -> dict[int, fmpq] | None:
    """The value of each unknown; None where the equations do not determine them."""
    values: dict[int, fmpq] = {}

    def rest(i: int, unknown: int = -1) -> fmpq:
        known = [c * values[u] for u, c in equations[i].items() if u != unknown and u in values]
        return right[i] - sum(known, fmpq(0))

    rows = {i: set(equation) for i, equation in enumerate(equations)}
    columns: dict[int, set[int]] = {}
    for i, equation in enumerate(equations):
        for u in equation:
            columns.setdefault(u, set()).add(i)
    if len(rows) != len(columns):
        return None
    last: list[tuple[int, int]] = []
    if len(rows) > SMALL:
        for i, u in _peeled(rows, columns):
            values[u] = rest(i) / equations[i][u]
        last = _peeled(columns, rows)
    if rows:
        unknowns, size = list(columns), len(rows)
        zero = fmpz(0)
        matrix = fmpq_mat(size, size, [equations[i].get(u, zero) for i in rows for u in unknowns])
        try:
            found = matrix.solve(fmpq_mat(size, 1, [rest(i) for i in rows]))
        except ZeroDivisionError:
            return None
        values.update(zip(unknowns, found.entries(), strict=True))
    for u, i in reversed(last):
        values[u] = rest(i, u) / equations[i][u]
    return values


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
