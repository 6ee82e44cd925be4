"""Drawings as inline SVG.  Every attribute and every text goes through one function that escapes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from math import isfinite

from markupsafe import Markup, escape

from checker.reports.drawing import Band, Box, Circle, Disc, Drawing, Group, Label, Mark, Place, Stroke
from checker.reports.words import Span, printable

FAR = 20_000.0  # places further out than this are drawn at this distance


def tag(name: str, attributes: Mapping[str, object], *children: Markup) -> Markup:
    """One element; attributes without value are left out.  Children are markup already."""
    given = "".join(
        f' {key}="{escape(printable(str(value)))}"' for key, value in attributes.items() if value != ""
    )
    return Markup(f"<{name}{given}>{''.join(children)}</{name}>" if children else f"<{name}{given}/>")


def size(value: float) -> str:
    """A length, short."""
    bounded = max(-FAR, min(FAR, value)) if isfinite(value) else FAR
    return f"{bounded:.2f}".rstrip("0").rstrip(".")


class Svg:
    """Writes drawings of one report; ``prefix`` keeps its names apart from those of the others."""

    def __init__(self, prefix: str) -> None:
        self.prefix, self.numbers = prefix, count(1)

    def drawing(self, drawn: Drawing) -> Markup:
        wide, high = f"{drawn.width:.0f}", f"{drawn.height:.0f}"
        seen: dict[str, object] = (
            {"role": "img", "aria-label": drawn.label} if drawn.label else {"aria-hidden": "true"}
        )
        box = {"class": drawn.style, "viewBox": f"0 0 {wide} {high}", "width": wide, "height": high}
        return tag("svg", box | seen, *self._marks(drawn.marks))

    def _marks(self, marks: Iterable[Mark]) -> Iterator[Markup]:
        for mark in marks:
            match mark:
                case Group():
                    yield self._group(mark)
                case Band():
                    yield from self._band(mark)
                case Disc():
                    yield from disc(mark)
                case Circle():
                    place = {"cx": size(mark.x), "cy": size(mark.y), "r": size(mark.radius)}
                    yield tag("circle", {"class": mark.style} | place)
                case Box():
                    place = {
                        "x": size(mark.x),
                        "y": size(mark.y),
                        "width": size(mark.width),
                        "height": size(mark.height),
                    }
                    yield tag(
                        "rect",
                        {"class": mark.style} | place | ({"rx": size(mark.corner)} if mark.corner else {}),
                    )
                case Stroke():
                    yield tag("path", {"class": mark.style, "d": path(mark.points, mark.closed)})
                case Label():
                    anchor = "" if mark.anchor == "start" else mark.anchor
                    place = {"x": size(mark.x), "y": size(mark.y), "text-anchor": anchor}
                    yield tag("text", {"class": mark.style} | place, *map(span, mark.text))

    def _group(self, group: Group) -> Markup:
        inner = list(self._marks(group.marks))
        if group.title:
            inner.insert(0, tag("title", {}, escape(printable(group.title))))
        attributes: dict[str, object] = {"data-k": group.key}
        if group.window is not None:
            name = f"{self.prefix}-w{next(self.numbers)}"
            x, y, wide, high = map(size, group.window)
            inner.insert(
                0, tag("clipPath", {"id": name}, tag("rect", {"x": x, "y": y, "width": wide, "height": high}))
            )
            attributes["clip-path"] = f"url(#{name})"
        drawn = tag("g", attributes, *inner)
        if group.link:
            return tag("a", {"href": f"#{self.prefix}-{group.link}"}, drawn)
        return drawn

    def _band(self, band: Band) -> Iterator[Markup]:
        name = f"{self.prefix}-b{next(self.numbers)}"
        (a, b), (c, d) = band.start, band.end
        stops = [
            tag("stop", {"class": "st", "offset": f"{part:.4g}", "stop-opacity": f"{opacity:.4g}"})
            for part, opacity in band.stops
        ]
        way = {"x1": size(a), "y1": size(b), "x2": size(c), "y2": size(d)}
        yield tag("linearGradient", {"id": name, "gradientUnits": "userSpaceOnUse"} | way, *stops)
        corners = " ".join(f"{size(x)},{size(y)}" for x, y in band.corners)
        yield tag("polygon", {"class": band.style, "fill": f"url(#{name})", "points": corners})


def path(points: Iterable[Place], closed: bool) -> str:
    return "M" + "L".join(f"{size(x)} {size(y)}" for x, y in points) + ("Z" if closed else "")


def disc(mark: Disc) -> Iterator[Markup]:
    """A circle, and the part of it below its label's height."""
    x, y, r = mark.x, mark.y, mark.radius
    style = f"{mark.style} full" if mark.fill >= 1 else mark.style
    yield tag("circle", {"class": style, "cx": size(x), "cy": size(y), "r": size(r)})
    if 0 < mark.fill < 1:
        height = r * (1 - 2 * mark.fill)
        half = (r * r - height * height) ** 0.5
        large = int(mark.fill > 0.5)
        arc = f"M{size(x - half)} {size(y + height)}A{r} {r} 0 {large} 0 {size(x + half)} {size(y + height)}Z"
        yield tag("path", {"class": "level", "d": arc})


WEIGHT = {
    "strong": {"font-weight": "600"},
    "letter": {"font-style": "italic"},
}


def span(part: Span) -> Markup:
    """A run of text; indices are shifted by hand, because browsers disagree on baseline-shift."""
    style = {"good": "good", "bad": "bad", "soft": "soft", "code": "code"}.get(part.style, "")
    attributes: dict[str, object] = {"class": style, **WEIGHT.get(part.style, {})}
    out = [tag("tspan", attributes, escape(printable(part.text)))]
    for text, shift in ((part.below, 3), (part.above, -5)):
        if text:
            out.append(tag("tspan", {"class": "sub", "dy": shift}, escape(printable(text))))
            out.append(tag("tspan", {"dy": -shift}, Markup("&#8203;")))
    return Markup("".join(out))
