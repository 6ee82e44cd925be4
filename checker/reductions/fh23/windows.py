"""Data points that use up neurons, so that a reduction to k neurons becomes one to more.

fh23 (Section 1) says that there are such points, far away; these are ours.  There is one more coordinate
tau, 0 at all other points.  The W windows lie at tau = 1, ..., W on L lines parallel to tau.  The lines
meet tau = 0 in b_j = p0 + rho (j, j^2, ..., j^d), where p0 is a point of the source and
rho = epsilon/(2 d L^d): within epsilon/(2 d) of p0 in each coordinate.

On each line the labels within w of a window ask for a neuron that changes there.  Of k neurons and
L = kd + 1 lines, one changes in the window on d + 1 of them.  The height tau(x) at which it changes is
affine in x and lies within w of the window at d + 1 affinely independent points, so within 1/4 of it at
each point of the source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flint import fmpq

from checker.objects.network import Activation
from checker.objects.points import points
from checker.problems.separability import ONE, ZERO, Separability
from checker.problems.training import Training
from checker.reductions.reduction import Built, Piece

Vector = tuple[fmpq, ...]


class Data(NamedTuple):
    """A data point; its last coordinate may be left out where it is 0."""

    x: Vector
    label: fmpq
    words: str


class Part(NamedTuple):
    """A part of the target, as a ``Piece`` has it, and its data."""

    name: str
    source: tuple[object, ...]
    data: list[Data]


@dataclass(frozen=True, slots=True)
class Windows:
    count: int
    """W, perhaps 0."""
    bases: tuple[Vector, ...]
    """b_1, ..., b_L: any d + 1 of them are affinely independent."""
    width: fmpq
    """w: where an affine function lies within w of a number at d + 1 base points, it lies within 1/4 of it
    at every point of the source."""


def line_count(s: Separability, neurons: int) -> int:
    """L = kd + 1"""
    return neurons * s.dimension + 1


def windows(s: Separability, p0: Vector, epsilon: fmpq, count: int, neurons: int) -> Windows:
    """So many windows, near p0, for k neurons.

    The barycentric coordinates of p0 + rho v with respect to d + 1 base points are, by Lagrange's formula
    for their numbers, at most (1 + L)^d max(1, |v|) in size, and w is a quarter of the inverse of their sum.
    """
    if not count:
        return Windows(0, (), ONE)
    d, lines = s.dimension, line_count(s, neurons)
    rho = epsilon / (2 * d * lines**d)
    bases = [tuple([c + rho * j**i for i, c in enumerate(p0, 1)]) for j in range(1, lines + 1)]
    farthest = max([abs(a - b) for x, _ in s.points for a, b in zip(x, p0, strict=True)])
    return Windows(count, tuple(bases), 1 / (4 * (d + 1) * (1 + lines) ** d * max(ONE, farthest / rho)))


def window_parts(
    ws: Windows, p0: int, steps: Sequence[tuple[int, str]], label: Callable[[fmpq], fmpq]
) -> Iterator[Part]:
    """The windows near the point of number p0.  On each line a window has a point at each of these steps of
    w, with the label that belongs to its height."""
    for number in range(1, ws.count + 1):
        heights = [(number + step * ws.width, where) for step, where in steps]
        data = [
            Data((*b, tau), label(tau), f"window {number}, {where}, over base point {j}")
            for j, b in enumerate(ws.bases, 1)
            for tau, where in heights
        ]
        yield Part(f"point {p0}, window {number}", ("points", p0 - 1), data)


def assembled(dimension: int, neurons: int, activation: Activation, parts: Iterable[Part]) -> Built:
    """The training instance of these parts, with error 0."""
    made, found = list[Data](), list[Piece]()
    for part in parts:
        found.append(Piece(part.name, part.source, range(len(made), len(made) + len(part.data))))
        made += part.data
    rows = [((*p.x, *(ZERO,) * (dimension - len(p.x))), p.label) for p in made]
    instance = Training(dimension, neurons, ZERO, points(dimension, rows), activation)
    return Built(instance, tuple(found), tuple([p.words for p in made]))
