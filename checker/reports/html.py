"""The report as one HTML file: no network, no need of JavaScript, every text escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from checker.reports.document import Cell, Report, Table
from checker.reports.drawing import Drawing
from checker.reports.svg import Svg, tag
from checker.reports.words import Number, Span, Words, plain, printable

TEMPLATES = Path(__file__).parent / "templates"
SPOKEN = {"✓": "holds", "✗": "fails"}
ELEMENTS = {"code": "code", "strong": "b", "letter": "i"}


def render(reports: Sequence[Report]) -> str:
    """The whole file."""
    style, script = (TEMPLATES / name for name in ("report.css", "report.js"))
    program = script.read_text()
    allowed = b64encode(sha256(program.encode()).digest()).decode()
    return (
        environment()
        .get_template("report.html")
        .render(reports=reports, style=Markup(style.read_text()), program=Markup(program), allowed=allowed)
    )


@cache
def environment() -> Environment:
    loader = FileSystemLoader(TEMPLATES)
    found = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    found.filters |= {
        "words": inline,
        "plain": lambda text: printable(plain(text)),
        "printable": printable,
        "cell": cell,
        "widths": widths,
        "coordinate": coordinate,
    }
    found.globals["svg"] = Svg
    return found


def inline(text: Words | str) -> Markup:
    """The words with their styles."""
    if isinstance(text, str):
        return escape(printable(text))
    return Markup("".join(map(_span, text)))


def _span(part: Span) -> str:
    text: str = escape(printable(part.text))
    if part.style in ("good", "bad", "soft"):
        named = SPOKEN.get(part.text, "")
        spoken: dict[str, object] = {"role": "img", "aria-label": named} if named else {}
        text = tag("span", {"class": part.style, **spoken}, Markup(text))
    elif part.style:
        text = f"<{ELEMENTS[part.style]}>{text}</{ELEMENTS[part.style]}>"
    if not part.below and not part.above:
        return text
    below, above = (escape(printable(x)) for x in (part.below, part.above))
    if below and above:
        return f'{text}<span class="ss"><sup>{above}</sup><sub>{below}</sub></span>'
    return text + (f"<sub>{below}</sub>" if below else "") + (f"<sup>{above}</sup>" if above else "")


def cell(content: Cell, svg: Svg) -> Markup:
    """The inside of a table cell."""
    if isinstance(content, Drawing):
        return svg.drawing(content)
    if isinstance(content, Number):
        top, under = escape(content.top), escape(f"/{content.bottom}" if content.bottom else "")
        return Markup(f'<span class="n"><i>{top}</i><b>{under}</b></span>')
    return inline(content)


def coordinate(heading: str) -> Words:
    """The heading of a column; a coordinate as a letter with its index."""
    if heading[:1] == "x" and heading[1:].isdigit():
        return (Span("x", "letter", heading[1:]),)
    return (Span(heading),)


def widths(table: Table) -> str:
    """--iK and --dK: the characters before and after the fraction bar in each column of numbers."""
    out: list[str] = []
    for k in sorted(table.numeric):
        found: list[Any] = [
            row.cells[k] for row in table.rows if len(row.cells) > k and isinstance(row.cells[k], Number)
        ]
        if found:
            top, bottom = max(len(n.top) for n in found), max(len(n.bottom) for n in found)
            if max(top, bottom) <= 24:
                out.append(f"--i{k}:{top}ch;--d{k}:{bottom + 1 if bottom else 0}ch")
    return ";".join(out)
