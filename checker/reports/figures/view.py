"""A window of the plane on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, inf, isfinite, log10

from flint import fmpq

from checker.kernel.column import Column
from checker.reports.drawing import Box, Label, Mark, Place, Stroke
from checker.reports.words import Span, Words, numeral, words

Interval = tuple[float, float]
BULK = 2000  # more marks than this are drawn as aggregates


def real(value: fmpq | int) -> float:
    """The nearest float; infinite where there is none.  Good enough for a place on paper."""
    q = fmpq(value)
    try:
        return int(q.p) / int(q.q)
    except OverflowError:
        return inf if q > 0 else -inf


def reals(column: Column) -> Sequence[float]:
    """The nearest float of each entry; an array of numpy if there are very many."""
    if len(column) <= BULK:
        return list(map(real, column))
    import numpy as np

    found = np.frombuffer(column.numerators, np.int64) / np.frombuffer(column.denominators, np.int64)
    for i, value in column.large:
        found[i] = real(value)
    return found  # type: ignore[return-value]


def extent(values: Sequence[float]) -> list[float]:
    """The least and the largest finite value; nothing if there is none."""
    if isinstance(values, list):
        finite = [v for v in values if isfinite(v)]
        return [min(finite), max(finite)] if finite else []
    import numpy as np

    inside = values[np.isfinite(values)]  # type: ignore[call-overload]
    return [float(inside.min()), float(inside.max())] if len(inside) else []


def around(values: list[float], margin: float = 0.08, least: float = 1) -> Interval:
    """An interval with room around these values; infinite ones are left out."""
    low, high = extent(values) or (0.0, 0.0)
    room = max((high - low) * margin, (least - (high - low)) / 2, abs(high) * 1e-9)
    return low - room, high + room


@dataclass(frozen=True, slots=True)
class View:
    """The window x1 in [a, b], x2 in [c, d], its upper left corner on paper, and its size there."""

    x1: Interval
    x2: Interval
    left: float
    top: float
    width: float
    height: float

    def x(self, a: float) -> float:
        return self.left + (a - self.x1[0]) / (self.x1[1] - self.x1[0]) * self.width

    def y(self, b: float) -> float:
        return self.top + (self.x2[1] - b) / (self.x2[1] - self.x2[0]) * self.height

    def place(self, a: float, b: float) -> Place:
        return self.x(a), self.y(b)

    def holds(self, a: float, b: float) -> bool:
        return self.x1[0] <= a <= self.x1[1] and self.x2[0] <= b <= self.x2[1]

    @property
    def window(self) -> tuple[float, float, float, float]:
        return self.left, self.top, self.width, self.height

    @property
    def corners(self) -> list[Place]:
        x, y, w, h = self.window
        return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]

    @property
    def stretch(self) -> float:
        """How many times longer a unit of x1 is drawn than a unit of x2."""
        across, up = self.unit
        return across / up

    @property
    def unit(self) -> tuple[float, float]:
        """The lengths of a unit of x1 and of x2 on paper."""
        return self.width / (self.x1[1] - self.x1[0]), self.height / (self.x2[1] - self.x2[0])

    def segment(self, slope: float | None, at: float) -> tuple[Place, Place] | None:
        """The part of the line x2 = slope*x1 + at that is to be seen; x1 = at if the slope is None."""
        (a, b), (c, d) = self.x1, self.x2
        if slope is None:
            return (self.place(at, c), self.place(at, d)) if a <= at <= b else None
        if slope:
            one, other = sorted(((c - at) / slope, (d - at) / slope))
            a, b = max(a, one), min(b, other)
        elif not c <= at <= d:
            return None
        if not a < b:
            return None
        return self.place(a, slope * a + at), self.place(b, slope * b + at)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers in the interval."""
    rough = (high - low) / most
    if not rough > 0 or not isfinite(rough):
        return []
    power = 10.0 ** floor(log10(rough))
    step = next(power * k for k in (1, 2, 5, 10) if power * k >= rough * 0.999)
    count = range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)
    return [k * step for k in count]


def brief(value: fmpq | int) -> str:
    """The number if it is short, otherwise nearly the number."""
    exact = numeral(value)
    return exact if len(exact) <= 12 else f"about {real(value):.4g}".replace("-", "\N{MINUS SIGN}")


def spoken_tick(value: float) -> str:
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")


def frame(view: View, across: Words | None, up: Words | None, exact: Sequence[fmpq] = ()) -> Iterator[Mark]:
    """The window's edge, with numbers below and to the left of it: round ones, or these exact ones."""
    yield Box(*view.window, "frame")
    base = view.top + view.height
    below = [(real(v), brief(v)) for v in exact] or [(t, spoken_tick(t)) for t in ticks(*view.x1)]
    for t, text in below if across else []:
        yield Stroke(((view.x(t), base), (view.x(t), base + 5)), "tick")
        if view.x(t) < view.left + view.width - 24:
            yield Label(view.x(t), base + 19, words(text), "number", "middle")
    for t in ticks(*view.x2, most=7) if up else []:
        yield Stroke(((view.left - 5, view.y(t)), (view.left, view.y(t))), "tick")
        yield Label(view.left - 9, view.y(t) + 4, words(spoken_tick(t)), "number", "end")
    if across:
        yield Label(view.left + view.width, base + 19, across, "axis-name", "end")
    if up:
        yield Label(view.left - 9, view.top - 9, up, "axis-name", "end")


def variable(letter: str, index: int | str) -> Words:
    """A letter in italics with its index."""
    return (Span(letter, "letter", str(index)),)
