"""Marks on paper, in points from the upper left corner.  Figures are made of them; renderers draw them.

A style is a word (``convex``, ``spot``); what it looks like is the business of the renderer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from checker.reports.words import Words

Place = tuple[float, float]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A polygonal line, or the polygon that it bounds."""

    points: tuple[Place, ...]
    style: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Disc:
    """A data point: a disc that is filled from below by its label, a number from 0 to 1."""

    x: float
    y: float
    radius: float
    fill: float
    style: str = "disc"


@dataclass(frozen=True, slots=True)
class Circle:
    x: float
    y: float
    radius: float
    style: str


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    style: str
    corner: float = 0


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    text: Words
    style: str = "name"
    anchor: Anchor = "start"


@dataclass(frozen=True, slots=True)
class Band:
    """A polygon whose opacity is a piecewise linear function of the way from ``start`` to ``end``."""

    corners: tuple[Place, ...]
    start: Place
    end: Place
    stops: tuple[tuple[float, float], ...]
    """(part of the way, opacity), both from 0 to 1."""
    style: str


@dataclass(frozen=True, slots=True)
class Group:
    """Marks that belong together: they share a name, a link, a window."""

    marks: tuple[Mark, ...]
    key: str = ""
    title: str = ""
    link: str = ""
    window: tuple[float, float, float, float] | None = None
    """Nothing is drawn outside of it: x, y, width, height."""


Mark = Stroke | Disc | Circle | Box | Label | Band | Group


@dataclass(frozen=True, slots=True)
class Drawing:
    width: float
    height: float
    marks: tuple[Mark, ...]
    label: str
    """What is to be seen, for readers who do not see it."""
    style: str = ""


def inside(polygon: Sequence[Place], a: float, b: float, c: float) -> list[Place]:
    """The part of a convex polygon where a*x + b*y <= c."""
    out: list[Place] = []
    for i, here in enumerate(polygon):
        before = polygon[i - 1]
        there_side, here_side = (a * x + b * y - c for x, y in (before, here))
        if (there_side <= 0) != (here_side <= 0):
            t = there_side / (there_side - here_side)
            out.append((before[0] + t * (here[0] - before[0]), before[1] + t * (here[1] - before[1])))
        if here_side <= 0:
            out.append(here)
    return out


def between(band: Band, low: float, high: float) -> list[Place]:
    """The part of the band from ``low`` to ``high`` of the way."""
    dx, dy = band.end[0] - band.start[0], band.end[1] - band.start[1]
    size = dx * dx + dy * dy
    foot = dx * band.start[0] + dy * band.start[1]
    above = inside(band.corners, -dx, -dy, -(foot + low * size))
    return inside(above, dx, dy, foot + high * size)
