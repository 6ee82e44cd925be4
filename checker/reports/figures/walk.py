"""The walk of prefix sums: in the plane, otherwise one strip for each quantity that the norm compares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from flint import fmpq

from checker.objects.affine import Affine, affine
from checker.objects.prefix_sums import lengths, prefix_sums
from checker.objects.vectors import Norm, Vectors
from checker.reports.document import Figure
from checker.reports.drawing import Box, Circle, Drawing, Group, Label, Mark, Place, Stroke, inside
from checker.reports.figures.plane import NAMED, cross
from checker.reports.figures.view import (
    BULK,
    View,
    around,
    extent,
    frame,
    real,
    reals,
    spoken_tick,
    ticks,
    variable,
)
from checker.reports.spoken import said
from checker.reports.words import Span, Words, counted, numeral, words

SIZE, STRIP, GAP, STRIPS = 560.0, 84.0, 26.0, 8
BINS = 700  # a longer walk is drawn as the area that it sweeps in so many parts


@dataclass(frozen=True, slots=True)
class Walk:
    """Where the sums of the first 1, 2, ... vectors of an order lead; from its end it starts."""

    sums: Vectors
    lengths: Sequence[fmpq]
    order: tuple[int, ...]
    norm: Norm
    functionals: tuple[Affine, ...]
    bound: fmpq
    shifted: bool
    """Less (k - p)/m of the whole sum, which is not zero."""
    wrong: Sequence[int]
    """The sums beyond the bound."""

    @property
    def nearest(self) -> int:
        """The longest sum, the first of them."""
        return max(range(len(self.lengths)), key=lambda k: (self.lengths[k], -k))

    def title(self, k: int) -> str:
        place = ", ".join(map(numeral, self.sums[k]))
        first = f"the first {k + 1} vectors" if k else "the first vector"
        return f"{first}: ({place}), norm {numeral(self.lengths[k])}, with vector {self.order[k]} the last"

    def forms(self) -> list[Affine]:
        """In the plane: the linear forms whose largest absolute value is the norm."""
        if self.norm is Norm.L1:
            return [affine((1, 1)), affine((1, -1))]
        return list(self.functionals) or [affine((1,)), affine((0, 1))]


def walk(
    v: Vectors, order: tuple[int, ...], norm: Norm, functionals: tuple[Affine, ...], bound: fmpq
) -> Walk:
    """The prefix sums in this order, each less its share of the whole sum, so that the walk is closed."""
    m, steps = len(v), [number - 1 for number in order]
    whole = prefix_sums(v, steps)[m - 1]
    shifted = [fmpq(v.dimension, m) * x for x in whole], [x / m for x in whole]
    sums = prefix_sums(v, steps, *shifted)
    sizes = tuple(lengths(sums, norm, functionals))
    beyond = tuple(k for k, size in enumerate(sizes) if size > bound)
    return Walk(sums, sizes, order, norm, functionals, bound, any(whole), beyond)


def figure(w: Walk) -> Figure:
    flat = w.sums.dimension == 2 and len(w.sums) <= BULK
    drawing, left_out = (plane(w), 0) if flat else strips(w)
    bound = numeral(w.bound)
    m, p = len(w.sums), w.sums.dimension
    about = [Span(f"The walk of the {counted(m, 'prefix sum')}", "strong")]
    if w.shifted:
        about += words(f", the k-th less (k - {p})/{m} of the whole sum")
    if flat:
        about.append(Span(f", to scale. The pale area is what the bound {bound} allows."))
    else:
        what = {Norm.MAX: "coordinates", Norm.L1: "norm", Norm.POLYHEDRAL: "functionals"}[w.norm]
        about.append(
            Span(f" over the number of vectors: their {what}. Pale is what the bound {bound} allows.")
        )
    if left_out:
        about.append(Span(f" {counted(left_out, 'more strip')} like these are not shown."))
    if len(w.sums) > BINS and not flat:
        about.append(Span(" The walk is drawn as the area between its least and largest values nearby."))
    if w.wrong:
        about.append(Span(f" {counted(len(w.wrong), 'sum')} beyond the bound; the ring marks the first."))
    else:
        about.append(Span(" The diamond marks the longest sum."))
    return Figure((drawing,), tuple(about))


def plane(w: Walk) -> Drawing:
    """The walk itself; places where it has been more than once carry all their numbers."""
    xs, ys = (reals(c) for c in w.sums.coordinates)
    far = max(map(abs, chain(extent(xs), extent(ys))), default=0.0)
    reach = far + (real(w.bound) if real(w.bound) < 3 * far or not far else 0)
    allowed = _allowed(w, [(-reach, -reach), (reach, -reach), (reach, reach), (-reach, reach)])
    (a, b), (c, d) = (
        around([*(corner[i] for corner in allowed), *extent(found)], 0.06, 1e-9)
        for i, found in enumerate((xs, ys))
    )
    scale = SIZE / max(b - a, d - c)
    view = View((a, b), (c, d), 60, 28, (b - a) * scale, (d - c) * scale)
    places = [view.place(x, y) for x, y in zip(xs, ys, strict=True)]
    inner: list[Mark] = []
    if allowed:
        inner.append(Stroke(tuple(view.place(*corner) for corner in allowed), "under", closed=True))
    inner += [
        Stroke((view.place(a, 0), view.place(b, 0)), "axis"),
        Stroke((view.place(0, c), view.place(0, d)), "axis"),
        Stroke((places[-1], *places), "curve"),
    ]
    numbers = defaultdict[Place, list[int]](list)
    for k, place in enumerate(places):
        numbers[place].append(k)
    for (x, y), found in numbers.items():
        radius = 3.5 if len(places) <= NAMED else 1.8
        title = "; ".join(map(w.title, found[:4]))
        inner.append(Group((Circle(x, y, radius, "vertex"),), title=title))
    marks: list[Mark] = [
        Group(tuple(inner), window=view.window),
        *frame(view, variable("x", 1), variable("x", 2)),
    ]
    marks += _marked(w, lambda k: places[k])
    if len(places) <= NAMED:
        for (x, y), found in numbers.items():
            marks.append(Label(x + 6, y - 6, words(", ".join(str(k + 1) for k in found)), "name halo"))
    label = f"A closed walk of {counted(len(places), 'step')} in the plane"
    return Drawing(view.left + view.width + 14, view.top + view.height + 26, tuple(marks), label, "graph")


def _allowed(w: Walk, polygon: list[Place]) -> list[Place]:
    """The part of the polygon where the norm is at most the bound."""
    for f in w.forms():
        a, b = real(f.coefficient(1)), real(f.coefficient(2))
        for sign in (1, -1):
            polygon = inside(polygon, sign * a, sign * b, real(w.bound))
    return polygon


def _marked(w: Walk, place: Callable[[int], Place]) -> Iterator[Mark]:
    """The sums beyond the bound, or the one nearest to it."""
    for k in w.wrong[:NAMED]:
        yield from cross(*place(k), 5)
    k = w.wrong[0] if w.wrong else w.nearest
    x, y = place(k)
    if w.wrong:
        yield Circle(x, y, 11, "spot")
    else:
        yield Group(
            (Stroke(((x, y - 6.5), (x + 6.5, y), (x, y + 6.5), (x - 6.5, y)), "tight", closed=True),),
            title=w.title(k),
        )


def strips(w: Walk) -> tuple[Drawing, int]:
    """One below the other, at most STRIPS; and how many more there are."""
    rows = _rows(w)
    marks: list[Mark] = []
    far = max(chain(*(map(abs, extent(values)) for _, values in rows[:STRIPS])), default=0.0)
    high = max(far, real(w.bound)) * 1.15 or 1.0
    low = 0.0 if w.norm is Norm.L1 else -high
    spot = w.wrong[0] if w.wrong else w.nearest
    for number, (name, values) in enumerate(rows[:STRIPS]):
        view = View((0, len(values)), (low, high), 76, 28 + number * (STRIP + GAP), 640, STRIP)
        bound = min(real(w.bound), high)
        top, bottom = view.y(bound), view.y(max(low, -bound))
        marks.append(Box(view.left, top, view.width, bottom - top, "under"))
        marks.append(Stroke((view.place(0, 0), view.place(len(values), 0)), "axis"))
        marks.append(_line(view, values))
        marks += frame(view, None, None)
        for t in ticks(low, high, most=4):
            marks.append(Stroke(((view.left - 5, view.y(t)), (view.left, view.y(t))), "tick"))
            marks.append(Label(view.left - 9, view.y(t) + 4, words(spoken_tick(t)), "number", "end"))
        marks.append(Label(view.left, view.top - 6, name, "name"))
        if abs(values[spot]) >= real(w.lengths[spot]) * (1 - 1e-12):
            marks += _marked(replace(w, wrong=w.wrong[:1]), partial(_over, view, values))
    height = 28 + min(len(rows), STRIPS) * (STRIP + GAP) - GAP + 16
    for t in ticks(0, len(w.sums)):
        x = 76 + t / len(w.sums) * 640
        marks.append(Label(x, height + 3, words(spoken_tick(t)), "number", "middle"))
    label = f"The walk of {counted(len(w.sums), 'prefix sum')} over the number of vectors"
    return Drawing(730, height + 16, tuple(marks), label, "graph"), max(0, len(rows) - STRIPS)


def _over(view: View, values: list[float], k: int) -> Place:
    return view.place(k + 1, values[k])


def _rows(w: Walk) -> list[tuple[Words, list[float]]]:
    """What the norm compares, after each number of vectors."""
    if w.norm is Norm.MAX:
        return [(variable("x", i), list(reals(c))) for i, c in enumerate(w.sums.coordinates, 1)]
    if w.norm is Norm.L1:
        return [(words("the sum of the absolute values"), list(map(real, w.lengths)))]
    return [(words(said(f)), [real(f(x)) for x in w.sums]) for f in w.functionals]


def _line(view: View, values: list[float]) -> Stroke:
    """The walk from its end; a long one as the area between its extremes in each part."""
    if len(values) <= BINS:
        return Stroke(tuple(view.place(k, y) for k, y in enumerate([values[-1], *values])), "curve")
    upper, lower = list[Place](), list[Place]()
    for i in range(BINS):
        start, end = i * len(values) // BINS, (i + 1) * len(values) // BINS
        part = values[start:end]
        upper.append(view.place((start + end + 1) / 2, max(part)))
        lower.append(view.place((start + end + 1) / 2, min(part)))
    return Stroke((*upper, *reversed(lower)), "bulk-3", closed=True)
