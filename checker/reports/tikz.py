"""Drawings as TikZ pictures.  Coordinates are those of the drawing: y grows downwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

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
    between,
)
from checker.reports.svg import size
from checker.reports.words import Words

STEPS = 5  # slices of a slope of opacity
ANCHOR = {"start": "base west", "middle": "base", "end": "base east"}
Write = Callable[[Words], str]


def marks(drawing: Drawing) -> int:
    """How many marks there are, slices of bands included."""
    waiting, found = list(drawing.marks), 0
    while waiting:
        mark = waiting.pop()
        found += 3 * STEPS if isinstance(mark, Band) else 1
        waiting += mark.marks if isinstance(mark, Group) else ()
    return found


def picture(drawing: Drawing, write: Write, scale: float) -> str:
    """The tikzpicture; ``write`` escapes words."""
    lines = [rf"\begin{{tikzpicture}}[x={scale:.3f}pt,y=-{scale:.3f}pt]"]
    lines.append(
        rf"\path[use as bounding box] (0,0) rectangle ({size(drawing.width)},{size(drawing.height)});"
    )
    lines += _marks(drawing.marks, write, scale)
    return "\n".join([*lines, r"\end{tikzpicture}"])


def _styles(style: str) -> str:
    return ",".join(f"r-{word}/.try" for word in style.split())


def _path(points: Iterable[Place]) -> str:
    return " -- ".join(f"({size(x)},{size(y)})" for x, y in points)


def _marks(found: Iterable[Mark], write: Write, scale: float) -> Iterator[str]:
    for mark in found:
        match mark:
            case Group():
                if mark.window is None:
                    yield from _marks(mark.marks, write, scale)
                    continue
                x, y, wide, high = mark.window
                yield r"\begin{scope}"
                yield rf"\clip ({size(x)},{size(y)}) rectangle ({size(x + wide)},{size(y + high)});"
                yield from _marks(mark.marks, write, scale)
                yield r"\end{scope}"
            case Band():
                yield from _band(mark)
            case Disc():
                yield from _disc(mark, scale)
            case Circle():
                yield rf"\path[{_styles(mark.style)}] ({size(mark.x)},{size(mark.y)}) circle[radius={size(mark.radius * scale)}pt];"
            case Box():
                corner = f",rounded corners={size(mark.corner * scale)}pt" if mark.corner else ""
                yield rf"\path[{_styles(mark.style)}{corner}] ({size(mark.x)},{size(mark.y)}) rectangle ({size(mark.x + mark.width)},{size(mark.y + mark.height)});"
            case Stroke():
                yield rf"\path[{_styles(mark.style)}] {_path(mark.points)}{' -- cycle' if mark.closed else ''};"
            case Label():
                styles = f"{_styles('text ' + mark.style)},draw=none,anchor={ANCHOR[mark.anchor]}"
                yield rf"\node[{styles}] at ({size(mark.x)},{size(mark.y)}) {{{write(mark.text)}}};"


def _disc(mark: Disc, scale: float) -> Iterator[str]:
    at, r = f"({size(mark.x)},{size(mark.y)})", mark.radius
    yield rf"\path[r-disc] {at} circle[radius={size(r * scale)}pt];"
    if mark.fill > 0:
        top = mark.y + r * (1 - 2 * mark.fill)
        yield rf"\begin{{scope}}\clip {at} circle[radius={size(r * scale)}pt];"
        yield rf"\path[r-level] ({size(mark.x - r)},{size(top)}) rectangle ({size(mark.x + r)},{size(mark.y + r)});\end{{scope}}"


def _band(band: Band) -> Iterator[str]:
    strength = next((v for word, v in (("strong", 0.82), ("soft", 0.3)) if word in band.style), 0.15)
    for (low, first), (high, last) in zip(band.stops, band.stops[1:], strict=False):
        steps = 1 if first == last else STEPS
        for k in range(steps):
            a, b = (low + (high - low) * (k + d) / steps for d in (0, 1))
            opacity = strength * (first + (last - first) * (k + 0.5) / steps)
            corners = between(band, a, b)
            if corners and opacity > 0:
                yield rf"\path[r-levee,fill opacity={opacity:.3f}] {_path(corners)} -- cycle;"
