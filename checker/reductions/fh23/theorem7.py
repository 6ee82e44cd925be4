"""The construction of fh23, Theorem 7: two hyperplanes -> training k >= 4 ReLUs with error 0.

The target has the points (q, 1) and (p, 0) of the source and, for each pair, r = (1 - delta) q + delta p
with label 1 and s = delta q + (1 - delta) p with label 0.  The printed delta = epsilon/(2 ||q - p||) is
irrational in general.  Here delta = epsilon/(1 + ||q - p||^2), which is no larger: r lies within epsilon/2
of q, and s of p.

The paper prints k = 4 and says that more points, far away, allow every k >= 4.  These are ours.  Five
ReLUs need no more points.  For k >= 6 there is one more coordinate tau, 0 at the points above, and there
are W = k - 5 windows.  Window i lies at tau = i on L = kd + 1 lines parallel to tau, and on each of them a
convex break is needed within w of it.  The lines meet tau = 0 in b_j = p0 + rho (j, j^2, ..., j^d), where p0
is the first point of label 0 and rho = epsilon/(2 d L^d): within epsilon/2 of p0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from flint import fmpq

from checker.objects.affine import Affine
from checker.objects.network import Network, Relu, network
from checker.objects.points import points
from checker.problems.separability import ONE, ZERO, Hyperplanes, Separability
from checker.problems.training import Training
from checker.reductions.reduction import Built, Piece, Reduction

Vector = tuple[fmpq, ...]


class Data(NamedTuple):
    x: Vector
    label: fmpq
    words: str


@dataclass(frozen=True, slots=True)
class Windows:
    """Where the neurons break that the construction uses up."""

    count: int
    """W = k - 5, none for k = 4 and 5."""
    bases: tuple[Vector, ...]
    """b_1, ..., b_L: any d + 1 of them are affinely independent."""
    width: fmpq
    """w: where an affine function lies within w of a number at d + 1 base points, it lies within 1/4 of it
    at every point of the source."""

    def rise(self, tau: fmpq) -> fmpq:
        """The label at this height over a base point: sum of max(0, (tau - i)/w)."""
        return sum([(tau - i) / self.width for i in range(1, self.count + 1) if tau > i], ZERO)

    def neurons(self, dimension: int) -> list[tuple[fmpq, Relu]]:
        """ReLUs whose sum is ``rise``, of the last coordinate."""
        heights = range(1, self.count + 1)
        return [(ONE, Relu(Affine(((dimension, 1 / self.width),), -i / self.width))) for i in heights]


def window_count(neurons: int) -> int:
    """W = k - 5; none for k = 4 and 5."""
    return max(0, neurons - 5)


def point_count(s: Separability, neurons: int) -> int:
    """|Q| + |P| + 2 |Q| |P| + 3 W (k d + 1)"""
    ones = sum(label == ONE for label in s.points.labels)
    zeros = len(s.points) - ones
    return ones + zeros + 2 * ones * zeros + 3 * window_count(neurons) * (neurons * s.dimension + 1)


def windows(s: Separability, epsilon: fmpq, neurons: int) -> Windows:
    """The windows for this k.

    The barycentric coordinates of p0 + rho v with respect to d + 1 base points are, by Lagrange's formula
    for their numbers, at most (1 + L)^d max(1, |v|) in size, and w is a quarter of the inverse of their sum.
    """
    count, d, lines = window_count(neurons), s.dimension, neurons * s.dimension + 1
    if not count:
        return Windows(0, (), ONE)
    p0 = next(x for x, label in s.points if label == ZERO)
    rho = epsilon / (2 * d * lines**d)
    bases = [tuple([c + rho * j**i for i, c in enumerate(p0, 1)]) for j in range(1, lines + 1)]
    farthest = max([abs(a - b) for x, _ in s.points for a, b in zip(x, p0, strict=True)])
    return Windows(count, tuple(bases), 1 / (4 * (d + 1) * (1 + lines) ** d * max(ONE, farthest / rho)))


def between(a: Vector, b: Vector, epsilon: fmpq) -> Vector:
    """(1 - delta) a + delta b"""
    delta = epsilon / (1 + sum([(y - x) ** 2 for x, y in zip(a, b, strict=True)], ZERO))
    return tuple([x + delta * (y - x) for x, y in zip(a, b, strict=True)])


def pieces(
    s: Separability, epsilon: fmpq, ws: Windows
) -> Iterator[tuple[str, tuple[object, ...], list[Data]]]:
    """The parts of the target: its name, its source, its points."""
    rows = list(enumerate(s.points, 1))
    for i, (x, label) in rows:
        yield f"point {i}", ("points", i - 1), [Data(x, label, f"{'q' if label == ONE else 'p'}{i}")]
    zeros = [(j, p) for j, (p, label) in rows if label == ZERO]
    for i, (q, label) in rows:
        for j, p in zeros if label == ONE else ():
            r, t = f"r({i},{j})", f"s({i},{j})"
            data = [Data(between(q, p, epsilon), ONE, r), Data(between(p, q, epsilon), ZERO, t)]
            yield f"points {i} and {j}, {r} and {t}", ("points",), data
    for number in range(1, ws.count + 1):
        heights = ((number - ws.width, "below"), (fmpq(number), "inside"), (number + ws.width, "above"))
        data = [
            Data((*b, tau), ws.rise(tau), f"window {number}, {where}, over base point {j}")
            for j, b in enumerate(ws.bases, 1)
            for tau, where in heights
        ]
        yield f"point {zeros[0][0]}, window {number}", ("points", zeros[0][0] - 1), data


@lru_cache(maxsize=1)  # whoever makes a certificate and checks it asks several times
def build(s: Separability, epsilon: fmpq, neurons: int) -> Built:
    """The training instance for this k >= 4 and 0 < epsilon < 1/2; the source has points of both labels."""
    ws = windows(s, epsilon, neurons)
    made, found = list[Data](), list[Piece]()
    for name, source, data in pieces(s, epsilon, ws):
        found.append(Piece(name, source, range(len(made), len(made) + len(data))))
        made += data
    dimension = s.dimension + (ws.count > 0)
    rows = [((*p.x, *(ZERO,) * (dimension - len(p.x))), p.label) for p in made]
    instance = Training(dimension, neurons, ZERO, points(dimension, rows))
    return Built(instance, tuple(found), tuple([p.words for p in made]))


def steps(h: Hyperplanes, ws: Windows, dimension: int) -> Network:
    """A step up across the first hyperplane and one down across the second, and the neurons of the windows."""
    terms = list[tuple[fmpq, Relu]]()
    for sign, form in ((ONE, h.first), (-ONE, h.second)):
        later = Affine(form.terms, form.constant - 1)
        terms += [(sign, Relu(form)), (-sign, Relu(later))]
    return network(*terms, *ws.neurons(dimension))


def _of(s: Any) -> Built:
    return build(s.source, s.epsilon, s.target.neurons)


REDUCTION = Reduction("fh23.theorem7", Separability, _of)
