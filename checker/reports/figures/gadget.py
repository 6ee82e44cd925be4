"""One selection gadget of the plane: its points and breaklines, its cross-sections, what may be wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from flint import fmpq

from checker.objects.levee import BREAKS, Levee
from checker.objects.network import Network
from checker.objects.points import Points
from checker.reductions.fh23.selection_gadget import SelectionGadget
from checker.reports.drawing import Anchor, Box, Circle, Drawing, Group, Label, Mark, Stroke
from checker.reports.figures.breaklines import Breakline, breaklines
from checker.reports.figures.plane import X1, X2, Bends, Part, Scene, band, cross, disc, line, marked_point
from checker.reports.figures.view import View, brief, frame, real, variable
from checker.reports.words import Span, Words, counted, symbol, words


def rows_of(points: Points, part: Part) -> list[fmpq]:
    """The x1 of the vertical lines on which at least three of its points lie."""
    count = Counter(points[i][0][0] for i in part.points)
    return sorted(x1 for x1, n in count.items() if n >= 3)


def row_name(x1: fmpq, rows: Sequence[fmpq]) -> Words:
    """h0 for the middle line, h with its sign and epsilon for the outer ones."""
    if x1 == 0:
        return variable("h", 0)
    if len(rows) == 3:
        return variable("h", "ε" if x1 > 0 else "\N{MINUS SIGN}ε")
    return variable("h", brief(x1))


def detail(scene: Scene, part: Part, gadget: SelectionGadget) -> tuple[Drawing, View, int] | None:
    """One gadget with its points, its rows and all breaklines; and how many points are outside.

    None if it lies so far out that floats cannot tell its points apart.
    """
    if abs(real(gadget.offset)) > 1e9:
        return None
    places = {i: scene.at(i) for i in part.points}
    rows = rows_of(scene.points, part)
    reach = max((abs(x) for x, _ in places.values()), default=1.0)
    near = max((abs(real(x)) for x in rows), default=1.0) or 1.0
    half = reach * 1.35 if reach <= 4 else near * 1.8
    across = 54.0 if reach <= 4 else 54.0 * max(1, round(97 / half / 54))
    middle = real(gadget.offset)
    view = View((-half, half), (middle - 4.9, middle + 4.9), 58, 30, 2 * half * across, 9.8 * 54)
    bends = Bends(scene.network) if scene.network else None
    inner: list[Mark] = []
    own: list[Breakline] = []
    if bends:
        own = sorted(_near(bends.lines, gadget), key=lambda x: x.at)
        for ridge in bends.ridges:
            if ridge.lines[0] in own and (mark := band(view, ridge, "soft")):
                inner.append(mark)
    for x1 in rows:
        inner.append(Stroke((view.place(real(x1), view.x2[0]), view.place(real(x1), view.x2[1])), "axis"))
    drawn = {(x.slope, x.at) for x in own}
    for slope in gadget.slopes:
        for u, jump in BREAKS:
            if (slope, gadget.offset + u) not in drawn:
                style = "convex" if jump > 0 else "concave"
                inner += line(view, slope, gadget.offset + u, f"breakline {style}{' other' if own else ''}")
    marks: list[Mark] = []
    for k, one in enumerate(own, 1):
        style = f"breakline {one.style}{' bad' if one.neuron in scene.bad_neurons else ''}"
        inner.append(
            Group(tuple(line(view, one.slope, one.at, style)), title=f"neuron {one.neuron}: {one.bend}")
        )
        end = view.segment(None if one.slope is None else real(one.slope), real(one.at))
        if end and len(own) <= 8:
            text = words(Span("g", "letter", str(k)), f" {one.bend}")
            marks.append(Label(view.left + view.width + 6, end[1][1] + 4, text, f"name {one.style}"))
    stretched = reach > 4
    marks = [Group(tuple(inner), window=view.window), *frame(view, X1, X2, rows if stretched else ()), *marks]
    for x1 in rows:
        side: Anchor = "end" if x1 < 0 else "start" if x1 > 0 else "middle"
        marks.append(Label(view.x(real(x1)), view.top - 9, row_name(x1, rows), "axis-name", side))
    outside = 0
    for i, (a, b) in places.items():
        if not view.holds(a, b):
            outside += 1
            continue
        marks.append(marked_point(scene, i, *view.place(a, b), 4.6))
        if i in scene.wrong and i != scene.spot:
            marks += cross(*view.place(a, b), arm=5)
        if letter := symbol(scene.name(i)):
            marks.append(Label(view.x(a), view.y(b) - 10, (letter,), "name halo", "middle"))
    if scene.spot in places and view.holds(*places[scene.spot]):
        marks.append(Circle(*view.place(*places[scene.spot]), 10, "spot"))
    size = view.left + view.width + (84 if own else 14), view.top + view.height + 26
    return (
        Drawing(*size, tuple(marks), f"{part.name} with its points and breaklines", "detail"),
        view,
        outside,
    )


def _near(lines: list[Breakline], gadget: SelectionGadget) -> list[Breakline]:
    """The breaklines that meet the middle row of the gadget where a levee of it would."""
    return [x for x in lines if x.slope is not None and abs(x.at - gadget.offset) < 3]


def profile(network: Network, x1: fmpq, low: fmpq, high: fmpq) -> list[tuple[fmpq, fmpq]]:
    """The network on the vertical line through x1: (x2, value) at both ends and at every bend between."""
    heights = {x.height(x1) for x in breaklines(network)}
    inner = sorted(h for h in heights if h is not None and low < h < high)
    return [(h, network((x1, h))) for h in (low, *inner, high)]


def sections(scene: Scene, part: Part, view: View) -> Drawing | None:
    """The network along the rows of a gadget, on the heights of the picture ``view`` beside it."""
    rows = rows_of(scene.points, part)
    if scene.network is None or not rows:
        return None
    unit, pitch, left = 64, 112, 16
    marks: list[Mark] = []
    low, high = (fmpq(round(v * 1000), 1000) for v in view.x2)
    base = view.top + view.height
    for k, x1 in enumerate(rows[:6]):
        x0 = left + k * pitch
        path = [
            (x0 + unit * min(1.4, max(-0.4, real(v))), view.y(real(h)))
            for h, v in profile(scene.network, x1, low, high)
        ]
        marks.append(
            Stroke(((x0, view.y(view.x2[0])), *path, (x0, view.y(view.x2[1]))), "under", closed=True)
        )
        for value in (0, 1):
            edge = x0 + value * unit
            marks.append(Stroke(((edge, view.top), (edge, base)), "grid"))
            marks.append(Label(edge, base + 19, words(str(value)), "number", "middle"))
        marks.append(Stroke(tuple(path), "curve"))
        name = words("on ", row_name(x1, rows))
        marks.append(Label(x0 + unit / 2, view.top - 9, name, "axis-name", "middle"))
        for number, i in enumerate([i for i in part.points if scene.points[i][0][0] == x1], 1):
            x, y = x0 + real(scene.points[i][1]) * unit, view.y(scene.at(i)[1])
            marks.append(marked_point(scene, i, x, y, 4.6))
            marks.append(Label(x + 9, y + 4, words(str(number)), "small"))
            if i == scene.spot:
                marks.append(Circle(x, y, 10, "spot"))
    width = left + min(6, len(rows)) * pitch - 14
    return Drawing(
        width, base + 26, tuple(marks), f"values of the network along {counted(len(rows), 'row')}", "sections"
    )


class Enlargement(NamedTuple):
    drawing: Drawing
    factor: float
    """How many times larger it is than the picture beside it."""


def enlarged(scene: Scene, i: int, expected: Levee | None, scale: float) -> Enlargement | None:
    """The network on the vertical line through a wrong point, so large that the difference is seen."""
    if scene.network is None:
        return None
    (x1, x2), label = scene.points[i]
    found = scene.network((x1, x2))
    gap = abs(found - label)
    if gap == 0:
        return None
    low, high = x2 - 3 * gap, x2 + 5 * gap
    bottom, top = min(found, label) - 2 * gap, max(found, label) + 2 * gap
    width, height, left, above = 300.0, 215.0, 74.0, 34.0

    def x(a: fmpq) -> float:
        return left + real((a - low) / (high - low)) * width

    def y(v: fmpq) -> float:
        return above + real((top - v) / (top - bottom)) * height

    edge = (left, above, width, height)
    marks: list[Mark] = [Box(*edge, "frame")]
    base = above + height
    for value, style in ((label, "number"), (found, "number bad")):
        marks.append(Stroke(((left, y(value)), (left + width, y(value))), "grid"))
        marks.append(Label(left - 6, y(value) + 4, words(brief(value)), style, "end"))
    marks.append(Stroke(((x(x2), above), (x(x2), base)), "grid"))
    marks.append(Label(x(x2), base + 18, words(brief(x2)), "number", "middle"))
    marks.append(Label(left + width, base + 18, X2, "axis-name", "end"))
    curves: list[Mark] = []
    if expected is not None:
        heights = [low, *[expected.offset + expected.slope * x1 + u for u, _ in BREAKS], high]
        right = [(x(h), y(expected((x1, h)))) for h in heights if low <= h <= high]
        curves.append(Stroke(tuple(right), "curve wanted"))
    curves.append(Stroke(tuple((x(h), y(v)) for h, v in profile(scene.network, x1, low, high)), "curve bad"))
    marks.append(Group(tuple(curves), window=edge))
    marks += [Stroke(((x(x2), y(label)), (x(x2), y(found))), "curve bad"), *disc(x(x2), y(label), label, 5.5)]
    marks.append(Circle(x(x2), y(label), 11, "spot"))
    up = label > found
    marks.append(
        Label(
            x(x2) + 16,
            y(label) + (-12 if up else 22),
            words(f"expected: the label {brief(label)}"),
            "name halo",
        )
    )
    marks.append(
        Label(
            x(x2) + 16,
            y(found) + (22 if up else -12),
            (Span(f"found: {brief(found)}", "bad"),),
            "name halo bad",
        )
    )
    factor = real(fmpq(round(width)) / (high - low)) / scale
    title = words("value on the line ", X1, f" = {brief(x1)}")
    marks.append(Label(left, above - 11, title, "axis-name"))
    drawing = Drawing(
        left + width + 12, base + 26, tuple(marks), "the network at the refused point, enlarged", "inset"
    )
    return Enlargement(drawing, factor)


class Deviation(NamedTuple):
    """A neuron that differs from the neuron of the levee that its neighbours form."""

    neuron: int
    what: str
    expected: fmpq
    found: fmpq


def deviations(scene: Scene, gadget: SelectionGadget) -> tuple[Levee | None, list[Deviation]]:
    """If four breaklines stand where a levee of the gadget should be: that levee, and what differs."""
    if scene.network is None:
        return None, []
    own = sorted(_near(Bends(scene.network).lines, gadget), key=lambda x: x.at)
    if len(own) != len(BREAKS):
        return None, []
    slope = Counter(x.slope for x in own).most_common(1)[0][0]
    if slope is None:
        return None, []
    found = []
    for one, (u, jump) in zip(own, BREAKS, strict=True):
        if one.slope is not None and one.slope != slope:
            found.append(Deviation(one.neuron, "the slope of its breakline", slope, one.slope))
        if one.at != gadget.offset + u:
            form = scene.network.neurons.terms[one.neuron - 1][1].form
            bias = -form.coefficient(2) * (gadget.offset + u)
            found.append(Deviation(one.neuron, "its bias", bias, form.constant))
            found.append(
                Deviation(one.neuron, "where it bends, measured from the gadget", u, one.at - gadget.offset)
            )
        if one.jump != jump:
            found.append(Deviation(one.neuron, "by how much it bends", jump, one.jump))
    return Levee(slope, gadget.offset), found
