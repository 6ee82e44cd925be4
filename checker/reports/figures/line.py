"""Dimension 1: the graph of a network over the line, with its breaks, and the data points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from flint import fmpq

from checker.objects.network import Network, Relu
from checker.objects.points import Points
from checker.reports.drawing import Circle, Drawing, Group, Label, Mark, Place, Stroke
from checker.reports.figures.plane import NAMED, Scene, cross, marked_point
from checker.reports.figures.view import BULK, View, around, extent, frame, real, reals, variable
from checker.reports.words import Span, counted, numeral, words

MOST_BREAKS = 500


def breaks(network: Network) -> list[tuple[fmpq, fmpq, int]]:
    """(place, jump of the derivative or of the value, neuron from 1), from the left."""
    found = []
    for number, (weight, neuron) in enumerate(network.neurons.terms, 1):
        w = neuron.form.coefficient(1)
        if w != 0:
            jump = weight * abs(w) if isinstance(neuron, Relu) else (weight if w > 0 else -weight)
            found.append((-neuron.form.constant / w, jump, number))
    return sorted(found)


def graph(scene: Scene, width: float = 640, height: float = 300) -> Drawing:
    """Points and function; places where the function bends are named below."""
    points, network = scene.points, scene.network
    bends = breaks(network) if network else []
    xs = reals(points.coordinates[0]) if len(points) else []
    x1 = around(extent(xs) if len(xs) else [real(b) for b, _, _ in bends], 0.1)
    pieces = list(_pieces(network, bends, x1)) if network and len(bends) <= MOST_BREAKS else []
    values = extent(reals(points.labels)) if len(xs) else [y for piece in pieces for _, y in piece]
    x2 = around([*values, 0.0], 0.14)
    view = View(x1, x2, 60, 28, width, height)
    inner: list[Mark] = []
    if x2[0] < 0 < x2[1]:
        inner.append(Stroke((view.place(x1[0], 0), view.place(x1[1], 0)), "axis"))
    for at, jump, neuron in bends[:MOST_BREAKS]:
        if x1[0] < real(at) < x1[1]:
            bend = _bend(network, neuron, jump)
            style = "bad" if neuron in scene.bad_neurons else "convex" if jump > 0 else "concave"
            x = view.x(real(at))
            down = Stroke(((x, view.top), (x, view.top + height)), f"breakline {style}")
            inner.append(Group((down,), title=f"neuron {neuron}: {bend} at x1 = {numeral(at)}"))
    for piece in pieces:
        inner.append(Stroke(tuple(view.place(a, b) for a, b in piece), "curve"))
    marks = [
        Group(tuple(inner), window=view.window),
        *frame(view, variable("x", 1), words(Span("y", "letter"))),
    ]
    marks += _data(scene, view, points, xs)
    seen = counted(len(points), "data point")
    if network:
        seen += f" and the graph of the network, with {counted(len(bends), 'break')}"
    return Drawing(
        view.left + width + 14, view.top + height + 26, tuple(marks), f"{seen} over the line", "graph"
    )


def _bend(network: Network | None, neuron: int, jump: fmpq) -> str:
    step = network is not None and not isinstance(network.neurons.terms[neuron - 1][1], Relu)
    if step:
        return "step up" if jump > 0 else "step down"
    return "convex" if jump > 0 else "concave"


def _pieces(
    network: Network, bends: list[tuple[fmpq, fmpq, int]], x1: tuple[float, float]
) -> Iterator[list[Place]]:
    """The graph in pieces without a jump of the value, exact at every break."""
    low, high = fmpq(round(x1[0] * 10**6), 10**6), fmpq(round(x1[1] * 10**6), 10**6)
    inner = sorted({at for at, _, _ in bends if low < at < high})
    ends = [low, *inner, high]
    jumps: defaultdict[fmpq, bool] = defaultdict(bool)
    for at, _, number in bends:
        jumps[at] |= not isinstance(network.neurons.terms[number - 1][1], Relu)
    piece: list[Place] = []
    for a, b in pairwise(ends):
        # Between two breaks the network is affine: two values inside give both ends.
        third = (b - a) / 3
        one, two = network((a + third,)), network((b - third,))
        if piece and jumps[a]:
            yield piece
            piece = []
        if not piece:
            piece.append((real(a), real(2 * one - two)))
        piece.append((real(b), real(2 * two - one)))
    yield piece


def _data(scene: Scene, view: View, points: Points, xs: Sequence[float]) -> Iterator[Mark]:
    ys = reals(points.labels)
    shown = (
        range(len(xs)) if len(xs) <= BULK else [*range(0, len(xs), len(xs) // 400), *sorted(scene.wrong)[:50]]
    )
    radius = 5.5 if len(xs) <= NAMED else 3.0
    for i in shown:
        x, y = view.place(xs[i], ys[i])
        group = marked_point(scene, i, x, y, radius)
        yield Group(group.marks[:1], group.key, group.title, group.link)
        if i in scene.wrong and scene.network:
            found = view.y(real(scene.network((points[i][0][0],))))
            found = min(view.top + view.height, max(view.top, found))
            yield Stroke(((x, y), (x, found)), "curve bad")
            yield from cross(x, found, 5)
        if len(xs) <= 12:
            text = words(str(i + 1))
            yield Label(x - 4, y - 10, text, "name halo", "end")
    if scene.spot is not None:
        x, y = view.place(xs[scene.spot], ys[scene.spot])
        yield Circle(x, y, 11, "spot")
        right = x < view.left + view.width * 0.7
        side = 1 if right else -1
        yield Stroke(((x + side * 11, y), (x + side * 28, y)), "spot")
        yield Label(
            x + side * 33,
            y + 4.5,
            (Span("refused here", "bad"),),
            "name halo bad",
            "start" if right else "end",
        )
