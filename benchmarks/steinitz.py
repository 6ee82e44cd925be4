"""Steinitz reorderings: the exact producer against floats, the exact check against a plain loop.

Run:  python benchmarks/steinitz.py [LARGEST]      only up to so many vectors

m, p     random integer vectors with sum zero, entries up to 50 in absolute value
exact    seconds of the producer; float: of the same method with floating point numbers, plain Python as
         well (for p <= 8 that is faster than numpy); ratio: exact / float, medians of interleaved runs
pivots   changes of the weights per vector, exact
height   bits of the longest numerator or denominator of a weight
longest  the longest prefix sum of the exact order / the longest vector, in the max norm; the lemma says p
check    milliseconds from the objects to the verdict; sums: of it the prefix sums and their norms
loop     milliseconds of a plain loop that does the same in rational arithmetic; gain: loop / check
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from operator import mul
from statistics import median
from typing import Any

from flint import fmpq, fmpz_mat

from checker.claims.steinitz.reordering import Certificate, Statement, walk
from checker.claims.table import claim
from checker.kernel.verdict import check
from checker.objects.prefix_sums import lengths
from checker.objects.vectors import Norm, vectors
from checker.producers.solvers import steinitz as solver

SIZES = [(m, p) for m in (10**3, 10**4) for p in (2, 4, 8)]
HEIGHT, TINY = 50, 1e-9
Row = tuple[int, ...]


def cloud(m: int, p: int) -> list[Row]:
    """Random vectors, one entry after the other moved by 1 until the sum is zero."""
    r = random.Random(1)
    rows = [[r.randint(-HEIGHT, HEIGHT) for _ in range(p)] for _ in range(m)]
    for j in range(p):
        rest = sum(row[j] for row in rows)
        while rest:
            row, step = r.choice(rows), (1 if rest < 0 else -1)
            if abs(row[j] + step) <= HEIGHT:
                row[j] += step
                rest += step
    return [tuple(row) for row in rows]


class Counted(solver._Weights):
    """The exact method, watched."""

    pivots = height = 0

    def _coordinates(self, j: int) -> fmpz_mat:
        Counted.pivots += 1
        return super()._coordinates(j)

    def remove(self) -> int:
        Counted.height = max(Counted.height, *(u.bit_length() for u in (self.unit, *self.weight)))
        return super().remove()


def float_order(rows: list[Row]) -> list[int]:
    """The method of the producer in floating point, without a promise."""
    p = len(rows[0])
    v = [tuple(map(float, row)) for row in rows]
    present, place = list(range(len(v))), list(range(len(v)))
    inverse = [[float(i == j) for j in range(p)] for i in range(p)]
    basis, basic, weight, ones = [-1 - i for i in range(p)], set[int](), [0.0] * p, set[int]()
    prices, total, turn, last = [1.0] * p, 0.0, 0, list[int]()
    moving: tuple[int, float] | None = None

    def pivot(row: int, j: int, w: list[float]) -> None:
        nonlocal prices
        inverse[row] = [x / w[row] for x in inverse[row]]
        for i, a in enumerate(w):
            if i != row and a:
                inverse[i] = [x - a * y for x, y in zip(inverse[i], inverse[row], strict=True)]
        prices = list(map(sum, zip(*inverse, strict=True)))
        basic.discard(basis[row])
        basic.add(j)
        basis[row] = j

    for row in range(p):
        j = next(j for j, x in enumerate(v) if abs(sum(map(mul, inverse[row], x))) > TINY)
        pivot(row, j, [sum(map(mul, line, v[j])) for line in inverse])
    for _ in range(len(v) - p - 1):
        while total < p + 1 - TINY:
            if moving is not None:
                j, value = moving
            else:
                best, found, count, start = TINY, 0, len(present), turn
                for i in range(start, start + count):
                    k = present[i % count]
                    turn = i % count + 1
                    if k in basic:
                        continue
                    gain = 1 - sum(map(mul, prices, v[k]))
                    if abs(gain) > TINY and (gain > 0) != (k in ones):
                        found += 1
                        if abs(gain) > best:
                            best, j = abs(gain), k
                        if found == solver.CANDIDATES:
                            break
                value = 1.0 if j in ones else 0.0
            moving = None
            ones.discard(j)
            w = [sum(map(mul, line, v[j])) for line in inverse]
            rate = 1 - sum(w)
            sign = 1 if rate > 0 else -1
            step, leaving = (1 - value if sign > 0 else value), -1
            for i, a in enumerate(w):
                a *= sign
                if abs(a) > TINY:
                    limit = (weight[i] if a > 0 else weight[i] - 1) / a
                    if limit < step:
                        step, leaving = max(limit, 0.0), i
            if (needed := (p + 1 - total) / abs(rate)) <= step:
                step, leaving = needed, -1
            weight = [u - sign * step * a for u, a in zip(weight, w, strict=True)]
            total += step * abs(rate)
            value += sign * step
            if leaving >= 0:
                if weight[leaving] > 0.5:
                    ones.add(basis[leaving])
                pivot(leaving, j, w)
                weight[leaving] = value
            elif value > 1 - TINY:
                ones.add(j)
            elif value > TINY:
                moving = j, value
        gone, end = ones.pop(), present.pop()
        if end != gone:
            present[place[gone]], place[end] = end, place[gone]
        total -= 1
        last.append(gone)
    return present + last[::-1]


def looped(s: Statement, order: tuple[int, ...]) -> bool:
    """What the claim says, as one would write it."""
    rows = list(s.vectors)
    if sorted(order) != list(range(1, len(rows) + 1)):
        return False
    if any(max(map(abs, row)) > s.radius for row in rows):
        return False
    place = (fmpq(0),) * s.vectors.dimension
    for number in order:
        place = tuple([a + b for a, b in zip(place, rows[number - 1], strict=True)])
        if max(map(abs, place)) > s.bound:
            return False
    return not any(place)


def timed(*functions: Callable[[], Any], runs: int) -> list[float]:
    """Seconds of this process: medians of interleaved runs."""
    found: list[list[float]] = [[] for _ in functions]
    for _ in range(runs):
        for seconds, f in zip(found, functions, strict=True):
            start = time.process_time()
            f()
            seconds.append(time.process_time() - start)
    return list(map(median, found))


def measured(m: int, p: int) -> str:
    rows, known = cloud(m, p), claim("steinitz.reordering")
    exact, inexact = timed(lambda: solver.short_prefixes(rows), lambda: float_order(rows), runs=3)
    Counted.pivots = Counted.height = 0
    plain, solver._Weights = solver._Weights, Counted  # type: ignore[misc]
    order = tuple([i + 1 for i in solver.short_prefixes(rows)])
    solver._Weights = plain  # type: ignore[misc]
    s, c = Statement(vectors(rows), Norm.MAX, fmpq(p * HEIGHT), fmpq(HEIGHT)), Certificate(order)
    if not check(known, s, c).verified() or not looped(s, order):
        raise SystemExit(f"m = {m}, p = {p}: the order is refused")
    longest = max(lengths(walk(s, c), s.norm)) / max(lengths(s.vectors, s.norm))
    checked, summed, loop = timed(
        lambda: check(known, s, c), lambda: lengths(walk(s, c), s.norm), lambda: looped(s, order), runs=7
    )
    return (
        f"{m:6d} {p:2d} {exact:7.2f}s {inexact:6.2f}s {exact / inexact:6.2f} {Counted.pivots / m:7.2f}"
        f" {Counted.height:7d} {float(longest.p) / float(longest.q):8.2f} {checked * 1e3:7.1f}ms"
        f" {summed * 1e3:5.1f}ms {loop * 1e3:6.1f}ms {loop / checked:6.1f}"
    )


def main(largest: int) -> None:
    print("     m  p    exact   float  ratio  pivots  height  longest     check    sums     loop   gain")
    for m, p in SIZES:
        if m <= largest:
            print(measured(m, p), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10**9)
