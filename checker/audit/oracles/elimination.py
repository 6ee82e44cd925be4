"""Linear systems by elimination of one variable after the other (Fourier 1826, Motzkin 1936), in integers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import gcd

from flint import fmpq

Dense = tuple[tuple[int, ...], str, int]
"""(coefficients, sign, bound), read upwards: the sign is >=, > or =."""


def mixed(p: int, first: Dense, q: int, second: Dense) -> Dense:
    """p * first + q * second, for p, q >= 0 or where ``second`` is an equation."""
    a = [p * x + q * y for x, y in zip(first[0], second[0], strict=True)]
    b = p * first[2] + q * second[2]
    sign = first[1] if second[1] == "=" else ">" if ">" in (first[1], second[1]) else ">="
    common = gcd(*a, b) or 1
    return tuple(c // common for c in a), sign, b // common


def eliminated(rows: set[Dense], j: int) -> set[Dense]:
    """What the rows say about the other variables."""
    found = {r for r in rows if r[0][j] == 0}
    rest = rows - found
    equation = next((r for r in rest if r[1] == "="), None)
    if equation is not None:
        e = equation[0][j]
        return found | {
            mixed(abs(e), r, -r[0][j] * (1 if e > 0 else -1), equation) for r in rest - {equation}
        }
    for low in rest:
        for high in rest:
            if low[0][j] > 0 > high[0][j]:
                found.add(mixed(-high[0][j], low, low[0][j], high))
    return found


def infimum(rows: Iterable[Dense], form: Sequence[int]) -> str | tuple[fmpq, bool]:
    """ "none" without solution, "unbounded", or the infimum of the form and whether it is attained."""
    size = len(form)
    left = {((*a, 0), sign, b) for a, sign, b in rows}
    left.add(((*[-c for c in form], 1), "=", 0))
    for j in range(size):
        left = eliminated(left, j)
    lows, highs = [], []
    for a, sign, b in left:
        if a[-1] == 0:
            if b > 0 or (b == 0 and sign == ">") or (b != 0 and sign == "="):
                return "none"
            continue
        bound = fmpq(b, 1) / a[-1]
        if a[-1] > 0 or sign == "=":
            lows.append((bound, sign == ">"))
        if a[-1] < 0 or sign == "=":
            highs.append((bound, sign != ">"))
    if not lows:
        return "unbounded"
    low, strict = max(lows)
    if highs:
        high, closed = min(highs)
        if low > high or (low == high and (strict or not closed)):
            return "none"
    return low, not strict
