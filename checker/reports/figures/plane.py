"""The plane: data points, breaklines, levees and selection gadgets, seen from above."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import atan2, cos, hypot, pi, sin
from typing import NamedTuple

from flint import fmpq

from checker.objects.levee import BREAKS, Levee
from checker.objects.network import Network
from checker.objects.points import Points
from checker.reductions.fh23.selection_gadget import SelectionGadget
from checker.reports.drawing import (
    Band,
    Box,
    Circle,
    Disc,
    Drawing,
    Group,
    Label,
    Mark,
    Place,
    Stroke,
    inside,
)
from checker.reports.figures.breaklines import Breakline, Ridge, breaklines, ridges
from checker.reports.figures.view import BULK, View, around, brief, extent, frame, real, reals, variable
from checker.reports.words import Span, Words, counted, numeral, plain, symbol, words

NAMED = 60  # more points than this have their names only under the pointer
X1, X2 = variable("x", 1), variable("x", 2)
ZERO, ONE = fmpq(0), fmpq(1)


class Part(NamedTuple):
    """A named part of the points: what it is called, its points, and the object that it is."""

    name: str
    label: Words
    points: range
    shape: object
    key: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What is to be seen in one plane."""

    points: Points
    network: Network | None
    parts: tuple[Part, ...]
    name: Callable[[int], str]
    """The words for a data point."""
    wrong: frozenset[int] = frozenset()
    """Points at which an obligation fails."""
    spot: int | None = None
    """The first of them."""
    bad_neurons: frozenset[int] = frozenset()
    """Neurons (from 1) at which an obligation fails, or that a diagnosis points at."""
    levees: tuple[tuple[str, Levee], ...] = ()
    linked: Callable[[str], bool] = lambda anchor: False
    """Whether the report has a row of this name."""

    def title(self, i: int) -> str:
        x, y = self.points[i]
        coordinates = ", ".join(map(numeral, x))
        return f"{self.name(i)}: ({coordinates}), label {numeral(y)}"

    def at(self, i: int) -> Place:
        x, _ = self.points[i]
        return real(x[0]), real(x[1])

    def gadgets(self) -> list[tuple[Part, SelectionGadget]]:
        return [(part, part.shape) for part in self.parts if isinstance(part.shape, SelectionGadget)]

    def single(self) -> list[tuple[Part, int]]:
        """The points that are parts by themselves."""
        return [(part, part.points[0]) for part in self.parts if len(part.points) == 1 and part.shape is None]


@dataclass(frozen=True)
class Bends:
    """The breaklines of a network, sorted into ridges."""

    network: Network

    @cached_property
    def lines(self) -> list[Breakline]:
        return breaklines(self.network)

    @cached_property
    def sorted(self) -> tuple[list[Ridge], list[Breakline]]:
        return ridges(self.lines)

    @property
    def ridges(self) -> list[Ridge]:
        return self.sorted[0]

    @property
    def others(self) -> list[Breakline]:
        return self.sorted[1]


def disc(x: float, y: float, label: fmpq, radius: float) -> Iterator[Mark]:
    """A data point, filled by its label; a label outside of [0, 1] stands beside it."""
    yield Disc(x, y, radius, min(1.0, max(0.0, real(label))))
    if not 0 <= label <= 1:
        yield Label(x + radius + 4, y + 4, words(brief(label)), "number halo")


def cross(x: float, y: float, arm: float = 10) -> Iterator[Mark]:
    yield Stroke(((x - arm, y - arm), (x + arm, y + arm)), "cross")
    yield Stroke(((x + arm, y - arm), (x - arm, y + arm)), "cross")


def point_key(i: int) -> str:
    return f"point-{i + 1}"


def marked_point(scene: Scene, i: int, x: float, y: float, radius: float) -> Group:
    """The data point with its name and its link."""
    key = point_key(i)
    marks = tuple(disc(x, y, scene.points[i][1], radius))
    return Group(marks, key, scene.title(i), key if scene.linked(key) else "")


def band(view: View, ridge: Ridge, style: str) -> Mark | None:
    """The ridge from above: its opacity is its value; where that is too narrow to see, its middle line."""
    slope = None if ridge.slope is None else real(ridge.slope)
    low, high = real(ridge.lines[0].at), real(ridge.lines[-1].at)
    across = view.segment(slope, (low + high) / 2)
    if slope is None:
        start, end = view.place(low, view.x2[0]), view.place(high, view.x2[0])
    else:
        start, end = view.place(0, low), view.place(0, high)
        run, rise = view.unit[0], -slope * view.unit[1]
        length = hypot(run, rise)
        normal = (rise / length, -run / length)
        depth = (end[0] - start[0]) * normal[0] + (end[1] - start[1]) * normal[1]
        end = (start[0] + normal[0] * depth, start[1] + normal[1] * depth)
    dx, dy = end[0] - start[0], end[1] - start[1]
    width = hypot(dx, dy)
    if width < 1.2:
        return Stroke(across, f"ridge {style}") if across else None
    foot, size = dx * start[0] + dy * start[1], dx * dx + dy * dy
    corners = inside(inside(view.corners, -dx, -dy, -foot), dx, dy, foot + size)
    if not corners:
        return None
    peak = max(ONE, *map(abs, ridge.values))
    whole = ridge.lines[-1].at - ridge.lines[0].at
    stops = [
        (real((line.at - ridge.lines[0].at) / whole), real(abs(value) / peak))
        for line, value in zip(ridge.lines, ridge.values, strict=True)
    ]
    return Band(tuple(corners), start, end, tuple(stops), f"levee {style}")


def ridge_of(levee: Levee) -> Ridge:
    """The levee as the breaklines that bound it."""
    lines = [Breakline(levee.slope, levee.offset + u, jump, 0) for u, jump in BREAKS]
    return Ridge(levee.slope, tuple(lines), (ZERO, ONE, ONE, ZERO))


def line(view: View, slope: fmpq | None, at: fmpq, style: str) -> Iterator[Mark]:
    ends = view.segment(None if slope is None else real(slope), real(at))
    if ends:
        yield Stroke(ends, style)


def overview(scene: Scene, width: float = 540, height: float = 620) -> tuple[Drawing, View]:
    """All points and all ridges, to scale where the window allows it."""
    bends = Bends(scene.network) if scene.network else None
    view = _window(scene, bends, width, height)
    inner: list[Mark] = []
    suspect = [x for x in bends.lines if x.neuron in scene.bad_neurons] if bends else []
    for one in suspect[:1]:
        inner += _active(view, scene.network, one)
    if view.x1[0] < 0 < view.x1[1] and (scene.gadgets() or scene.levees):
        inner.append(Stroke((view.place(0, view.x2[0]), view.place(0, view.x2[1])), "axis"))
    inner += _possible(scene, view)
    if bends:
        inner += _ridges(scene, view, bends)
    marks: list[Mark] = [
        Group(tuple(inner), window=view.window),
        *frame(view, X1, None if scene.gadgets() else X2),
    ]
    if scene.gadgets():
        marks += _gadgets(scene, view, bends)
    marks += _points(scene, view, bends)
    marks += _refused(scene, view)
    seen = counted(len(scene.points), "data point")
    bent = f" and {counted(len(bends.lines), 'breakline')} of the network" if bends else ""
    label = f"{seen}{bent} in the plane"
    return Drawing(
        view.left + view.width + 14, view.top + view.height + 26, tuple(marks), label, "overview"
    ), view


def _window(scene: Scene, bends: Bends | None, width: float, height: float) -> View:
    gadgets = scene.gadgets()
    single = [i for _, i in scene.single()]
    shown = single if gadgets and len(scene.points) > BULK else range(len(scene.points))
    first, second = coordinates(scene.points)
    if len(shown) < len(scene.points):
        first, second = [first[i] for i in shown], [second[i] for i in shown]
    across, up = extent(first), extent(second)
    across += [0.0] if gadgets or scene.levees else []
    up += [real(gadget.offset) for _, gadget in gadgets] + [real(levee.offset) for _, levee in scene.levees]
    if not across and bends:
        across = [0.0, *(real(x.at) for x in bends.lines if x.slope is None)]
    if not len(scene.points) and bends:
        up += [real(x.at) for x in bends.lines if x.slope is not None]
    least = 10 if not gadgets and not len(scene.points) else 1
    x1, x2 = around(across, least=least), around(up, least=least)
    names = max((len(plain(part.label)) for part, _ in gadgets), default=0)
    left, top = (min(300.0, max(190.0, 20 + 7.4 * names)), 12.0) if gadgets else (60.0, 28.0)
    wide, high = x1[1] - x1[0], x2[1] - x2[0]
    # To scale if that costs no more than a window six times as large as the points need.
    flat = max(across, default=0) == min(across, default=0)
    if high / wide > height / width and (flat or high / wide < 6 * height / width):
        if gadgets or len(scene.points) > NAMED:
            return View(x1, x2, left, top, wide * height / high, height)
        x1 = around(across, least=high * width / height)
    elif height / 3 > high * width / wide > height / 18:
        x2 = around(up, least=wide * height / 3 / width)
    return View(
        x1, x2, left, top, width, min(height, max(height / 3, width * (x2[1] - x2[0]) / (x1[1] - x1[0])))
    )


def coordinates(points: Points) -> tuple[Sequence[float], Sequence[float]]:
    """Both coordinates of all points, near enough for paper."""
    if not len(points):
        return [], []
    first, second = points.coordinates
    return reals(first), reals(second)


def _active(view: View, network: Network | None, of: Breakline) -> Iterator[Mark]:
    """The half-plane in which this neuron is active, tinted, and its edge."""
    if network is None:
        return
    form = network.neurons.terms[of.neuron - 1][1].form
    w1, w2, b = (real(c) for c in (form.coefficient(1), form.coefficient(2), form.constant))
    (a, _), (c, _) = view.x1, view.x2
    across, up = view.unit
    # On paper x = left + (x1 - a)*across and y = top + height - (x2 - c)*up.
    kx, ky = -w1 / across, w2 / up
    bound = b + w1 * (a - view.left / across) + w2 * (c + (view.top + view.height) / up)
    zone = inside(view.corners, kx, ky, bound)
    if zone:
        yield Stroke(tuple(zone), "zone", closed=True)
    yield from line(view, of.slope, of.at, "bad-line")


def _possible(scene: Scene, view: View) -> Iterator[Mark]:
    """The levees that the gadgets admit, and the levees of the statement."""
    gadgets = scene.gadgets()
    if sum(len(gadget.slopes) for _, gadget in gadgets) <= 300:
        for part, gadget in gadgets:
            faint = [band(view, ridge_of(Levee(s, gadget.offset)), "faint") for s in gadget.slopes]
            yield Group(tuple(m for m in faint if m), part.key, f"{part.name}: the levees that it admits")
    for name, levee in scene.levees:
        if mark := band(view, ridge_of(levee), "faint"):
            yield Group(
                (mark,), title=f"{name}: slope {numeral(levee.slope)}, offset {numeral(levee.offset)}"
            )


def _ridges(scene: Scene, view: View, bends: Bends) -> Iterator[Mark]:
    owner = {gadget.offset: part for part, gadget in scene.gadgets()}
    for ridge in bends.ridges[:BULK]:
        mark = band(view, ridge, ("strong" if len(owner) <= NAMED else "strong many") if owner else "soft")
        part = owner.get(ridge.offset)
        neurons = ", ".join(str(x.neuron) for x in ridge.lines)
        what = "levee" if ridge.exact else "ridge"
        slope = "none (it is vertical)" if ridge.slope is None else numeral(ridge.slope)
        if mark:
            yield Group(
                (mark,),
                part.key if part else "",
                f"{what} of the neurons {neurons}: slope {slope}, offset {numeral(ridge.offset)}",
            )
    drawn = bends.others if owner or len(bends.lines) > NAMED else bends.lines
    for one in drawn[:BULK]:
        yield Group(
            tuple(line(view, one.slope, one.at, f"breakline {one.style}")),
            title=f"neuron {one.neuron}: {one.bend}",
        )


def _gadgets(scene: Scene, view: View, bends: Bends | None) -> Iterator[Mark]:
    gadgets = sorted(scene.gadgets(), key=lambda g: -g[1].offset)
    tops = [view.y(real(gadget.offset)) for _, gadget in gadgets]
    chosen = {ridge.offset: ridge.slope for ridge in bends.ridges} if bends else {}
    spoilt = {part.key for part, _ in gadgets if any(i in scene.wrong for i in part.points)}
    room = min((b - a for a, b in pairwise(tops)), default=100.0)
    x, taken = view.x(0), list[float]()
    size = 12 if room > 14 else max(3.0, room * 0.8)
    urgent = sorted(range(len(gadgets)), key=lambda k: gadgets[k][0].key not in spoilt)
    for k in urgent:
        (part, gadget), y = gadgets[k], tops[k]
        bad = part.key in spoilt
        marks: list[Mark] = [Box(x - size / 2, y - size / 2, size, size, "gadget bad" if bad else "gadget")]
        if bad:
            marks += cross(x, y)
        if all(abs(y - other) > 17 for other in taken):
            taken.append(y)
            marks.append(Stroke(((view.left - 6, y), (view.left, y)), "tick"))
            marks.append(Label(view.left - 12, y + 1, part.label, "source", "end"))
            if room > 32:
                slope = chosen.get(gadget.offset)
                found = f" · slope {brief(slope)}" if slope is not None else ""
                text = f"offset {brief(gadget.offset)}{found}"
                marks.append(Label(view.left - 12, y + 16, words(text), "small", "end"))
        link = part.key if scene.linked(part.key) else ""
        yield Group(tuple(marks), part.key, f"{part.name}, {counted(len(part.points), 'point')}", link)


def _points(scene: Scene, view: View, bends: Bends | None) -> Iterator[Mark]:
    first, second = coordinates(scene.points)
    single = scene.single() if scene.gadgets() else []
    if scene.gadgets():
        for part, gadget in scene.gadgets() if len(scene.points) <= BULK else ():
            for i in part.points:
                x, y = view.place(first[i], second[i])
                far = abs(x - view.x(0)) > 7 or abs(y - view.y(real(gadget.offset))) > 12 * 1.5
                if far and view.holds(first[i], second[i]):
                    yield marked_point(scene, i, x, y, 2.2)
        shown = [i for _, i in single]
    elif len(scene.points) > BULK:
        yield from _bulk(view, first, second)
        shown = []
    else:
        shown = list(range(len(scene.points)))
    radius = 6.0 if len(shown) <= NAMED else 3.5 if len(shown) <= 400 else 2.0
    directions = _directions(scene, view, bends) if len(shown) <= NAMED else []
    named = list[tuple[float, float]]()
    for i in shown[:BULK]:
        x, y = view.place(first[i], second[i])
        if not view.holds(first[i], second[i]):
            continue
        yield marked_point(scene, i, x, y, radius)
        if i in scene.wrong:
            yield from cross(x, y, radius + 4 if radius > 3 else 2.5)
        letter = symbol(scene.name(i))
        legible = all(hypot(x - a, y - b) > 8 for a, b in named)  # of points in one place the first is named
        if len(shown) <= NAMED and (letter or not scene.gadgets()) and legible:
            named.append((x, y))
            angle = _open(directions, x, y)
            away = radius + (11 if i in scene.wrong else 7)
            text = (letter,) if letter else words(str(i + 1))
            yield Label(x + away * cos(angle), y - away * sin(angle) + 4.5, text, "name halo")


def _directions(scene: Scene, view: View, bends: Bends | None) -> list[tuple[float, float, float]]:
    """All lines that are drawn, as slope on paper, and x and y of a place on them."""
    found = [(s, gadget.offset) for _, gadget in scene.gadgets() for s in gadget.slopes]
    found += [(r.slope, r.offset) for r in bends.ridges if r.slope is not None] if bends else []
    out = []
    for slope, at in found[:400]:
        out.append((-real(slope) / view.stretch, view.x(0), view.y(real(at))))
    return out


def _open(lines: list[tuple[float, float, float]], x: float, y: float) -> float:
    """The direction to the right in which no line leaves this place; upwards is positive."""
    near = [-atan2(s, 1) for s, a, b in lines if abs(b + s * (x - a) - y) < 8 * hypot(1, s)]
    angles = [pi * k / 36 for k in range(-12, 13)]
    return max(angles, key=lambda t: (round(min((abs(t - n) for n in near), default=pi), 3), -abs(t - 0.35)))


def _bulk(view: View, first: Sequence[float], second: Sequence[float], cell: float = 9) -> Iterator[Mark]:
    """Too many points to draw each: one square for those that share a place, darker for more."""
    import numpy as np

    (left, right), (low, high) = view.x1, view.x2
    a, b = np.asarray(first), np.asarray(second)
    seen = (left <= a) & (a <= right) & (low <= b) & (b <= high)
    columns, rows = view.x(a[seen]) // cell, view.y(b[seen]) // cell  # type: ignore[arg-type]
    squares, counts = np.unique(np.stack([columns, rows]), axis=1, return_counts=True)
    most = counts.max(initial=1)
    for (i, j), n in zip(squares.T.tolist(), counts.tolist(), strict=True):
        shade = 1 if n == 1 else 2 if n * 10 < most else 3 if n * 3 < most else 4
        yield Group((Box(i * cell, j * cell, cell, cell, f"bulk-{shade}"),), title=counted(n, "point"))


def _refused(scene: Scene, view: View) -> Iterator[Mark]:
    """The first wrong point in a ring; in bulk, crosses for a few more."""
    if len(scene.points) > BULK:
        for i in sorted(scene.wrong)[:50]:
            yield from cross(*view.place(*scene.at(i)), arm=6)
    if scene.spot is None:
        return
    x, y = view.place(*scene.at(scene.spot))
    if view.holds(*scene.at(scene.spot)):
        right = x < view.left + view.width * 0.7
        side = 1 if right else -1
        yield Circle(x, y, 15, "spot")
        yield Stroke(((x + side * 15, y), (x + side * 34, y)), "spot")
        yield Label(
            x + side * 39,
            y + 4.5,
            (Span("refused here", "bad"),),
            "name halo bad",
            "start" if right else "end",
        )
