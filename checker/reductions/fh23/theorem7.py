"""The construction of fh23, Theorem 7: two hyperplanes -> training k >= 4 ReLUs with error 0.

The target has the points (q, 1) and (p, 0) of the source and, for each pair, r = (1 - delta) q + delta p
with label 1 and s = delta q + (1 - delta) p with label 0.  The printed delta = epsilon/(2 ||q - p||) is
irrational in general.  Here delta = epsilon/(1 + ||q - p||^2), which is no larger: r lies within epsilon/2
of q, and s of p.

The paper prints k = 4 and says that more points, far away, allow every k >= 4.  Five ReLUs need no more
points.  For k >= 6 there are W = k - 5 windows (``windows.py``), near the first point of label 0 and within
epsilon/2 of it.  On each line a convex break is needed within w of a window.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from flint import fmpq

from checker.objects.affine import Affine
from checker.objects.network import Activation, Network, Relu, network
from checker.problems.separability import ONE, ZERO, Hyperplanes, Separability
from checker.reductions.fh23.windows import (
    Data,
    Part,
    Vector,
    Windows,
    assembled,
    line_count,
    window_parts,
    windows,
)
from checker.reductions.reduction import Built, Reduction


def window_count(neurons: int) -> int:
    """W = k - 5; none for k = 4 and 5."""
    return max(0, neurons - 5)


def point_count(s: Separability, neurons: int) -> int:
    """|Q| + |P| + 2 |Q| |P| + 3 W (k d + 1)"""
    ones = sum(label == ONE for label in s.points.labels)
    zeros = len(s.points) - ones
    return ones + zeros + 2 * ones * zeros + 3 * window_count(neurons) * line_count(s, neurons)


def windows_of(s: Separability, epsilon: fmpq, neurons: int) -> Windows:
    """Where the ReLUs break that the construction uses up."""
    p0 = next(x for x, label in s.points if label == ZERO)
    return windows(s, p0, epsilon, window_count(neurons), neurons)


def rise(ws: Windows, tau: fmpq) -> fmpq:
    """The label at this height over a base point: sum of max(0, (tau - i)/w)."""
    return sum([(tau - i) / ws.width for i in range(1, ws.count + 1) if tau > i], ZERO)


def ramps(ws: Windows, dimension: int) -> list[tuple[fmpq, Relu]]:
    """ReLUs whose sum is ``rise``, of the last coordinate."""
    heights = range(1, ws.count + 1)
    return [(ONE, Relu(Affine(((dimension, 1 / ws.width),), -i / ws.width))) for i in heights]


def between(a: Vector, b: Vector, epsilon: fmpq) -> Vector:
    """(1 - delta) a + delta b"""
    delta = epsilon / (1 + sum([(y - x) ** 2 for x, y in zip(a, b, strict=True)], ZERO))
    return tuple([x + delta * (y - x) for x, y in zip(a, b, strict=True)])


def parts(s: Separability, epsilon: fmpq, ws: Windows) -> Iterator[Part]:
    rows = list(enumerate(s.points, 1))
    for i, (x, label) in rows:
        data = [Data(x, label, f"{'q' if label == ONE else 'p'}{i}")]
        yield Part(f"point {i}", ("points", i - 1), data)
    zeros = [(j, p) for j, (p, label) in rows if label == ZERO]
    for i, (q, label) in rows:
        for j, p in zeros if label == ONE else ():
            r, t = f"r({i},{j})", f"s({i},{j})"
            data = [Data(between(q, p, epsilon), ONE, r), Data(between(p, q, epsilon), ZERO, t)]
            yield Part(f"points {i} and {j}, {r} and {t}", ("points",), data)
    steps = ((-1, "below"), (0, "inside"), (1, "above"))
    yield from window_parts(ws, zeros[0][0], steps, lambda tau: rise(ws, tau))


@lru_cache(maxsize=1)  # whoever makes a certificate and checks it asks several times
def build(s: Separability, epsilon: fmpq, neurons: int) -> Built:
    """The training instance for this k >= 4 and 0 < epsilon < 1/2; the source has points of both labels."""
    ws = windows_of(s, epsilon, neurons)
    dimension = s.dimension + (ws.count > 0)
    return assembled(dimension, neurons, Activation.RELU, parts(s, epsilon, ws))


def steps(h: Hyperplanes, ws: Windows, dimension: int) -> Network:
    """A step up across the first hyperplane and one down across the second, and the neurons of the windows."""
    terms = list[tuple[fmpq, Relu]]()
    for sign, form in ((ONE, h.first), (-ONE, h.second)):
        later = Affine(form.terms, form.constant - 1)
        terms += [(sign, Relu(form)), (-sign, Relu(later))]
    return network(*terms, *ramps(ws, dimension))


def _of(s: Any) -> Built:
    return build(s.source, s.epsilon, s.target.neurons)


REDUCTION = Reduction("fh23.theorem7", Separability, _of)
