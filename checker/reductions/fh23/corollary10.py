"""The construction of fh23, Corollary 10: two hyperplanes -> training k >= 2 linear thresholds with error 0.

For k = 2 the target has the points of the source with their labels.  The paper says that every k >= 2 will
do, not how.  For k >= 3 there are W = k - 2 windows (``windows.py``), near the first point p0 of the source.
Over a base point the label at the height tau is that of p0 and the number of windows below tau, so a
threshold switches within w of each window.

No epsilon is needed.  Let E be the largest integer, in size, in the vectors (x, 1) of the source times their
least common denominators, and M = (d+1)! E^(d+1).  A form of given strict signs can be scaled to a solution
of the inequalities |form(x)| >= 1 with these signs, which have integer coefficients.  By Cramer's rule they
have a solution of coefficients of sizes at most M.  The base points lie within 1/(2dM) of p0 in each
coordinate, so there this solution has the sign that it has at p0.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import factorial, lcm
from typing import Any

from flint import fmpq

from checker.objects.affine import Affine
from checker.objects.network import Activation, Network, Step, network
from checker.problems.separability import ONE, Hyperplanes, Separability
from checker.reductions.fh23.windows import (
    Data,
    Part,
    Windows,
    assembled,
    line_count,
    window_parts,
    windows,
)
from checker.reductions.reduction import Built, Reduction


def window_count(neurons: int) -> int:
    """W = k - 2"""
    return neurons - 2


def point_count(s: Separability, neurons: int) -> int:
    """|Q| + |P| + 2 W (k d + 1)"""
    return len(s.points) + 2 * window_count(neurons) * line_count(s, neurons)


def largest_entry(s: Separability) -> int:
    """E"""
    largest = 1
    for x, _ in s.points:
        scale = lcm(*[int(c.q) for c in x])
        largest = max(largest, scale, *[abs(int(c.p)) * (scale // int(c.q)) for c in x])
    return largest


def largest_coefficient(s: Separability) -> int:
    """M"""
    return int(factorial(s.dimension + 1) * largest_entry(s) ** (s.dimension + 1))


def bit_count(s: Separability, neurons: int) -> int:
    """About how many bits the numbers of the windows have together; M itself may be too long."""
    d, lines = s.dimension, line_count(s, neurons)
    each = (d + 1) * ((d + 1).bit_length() + largest_entry(s).bit_length()) + d * lines.bit_length()
    return 2 * window_count(neurons) * lines * d * each


def windows_of(s: Separability, neurons: int) -> Windows:
    """Where the thresholds switch that the construction uses up."""
    count = window_count(neurons)
    epsilon = fmpq(1, largest_coefficient(s)) if count else ONE
    return windows(s, s.points[0][0], epsilon, count, neurons)


def parts(s: Separability, ws: Windows) -> Iterator[Part]:
    for i, (x, label) in enumerate(s.points, 1):
        yield Part(f"point {i}", ("points", i - 1), [Data(x, label, f"{'q' if label == ONE else 'p'}{i}")])
    first, steps = s.points[0][1], ((-1, "below"), (1, "above"))
    yield from window_parts(ws, 1, steps, lambda tau: first + sum(tau > i for i in range(1, ws.count + 1)))


@lru_cache(maxsize=1)  # whoever makes a certificate and checks it asks several times
def build(s: Separability, neurons: int) -> Built:
    """The training instance for this k >= 2; the source has points."""
    ws = windows_of(s, neurons)
    dimension = s.dimension + (ws.count > 0)
    return assembled(dimension, neurons, Activation.STEP, parts(s, ws))


def thresholds(h: Hyperplanes, neurons: int, dimension: int) -> Network:
    """1[first > 0] - 1[second > 0], and for each window 1[tau > i]."""
    heights = range(1, window_count(neurons) + 1)
    more = [(ONE, Step(Affine(((dimension, ONE),), fmpq(-i)))) for i in heights]
    return network((ONE, Step(h.first)), (-ONE, Step(h.second)), *more)


def _of(s: Any) -> Built:
    return build(s.source, s.target.neurons)


REDUCTION = Reduction("fh23.corollary10", Separability, _of)
