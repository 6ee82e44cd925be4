"""The report as a LaTeX document for pdflatex, figures in TikZ.

A template may only print what is of type Tex; everything else is escaped on its way out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from checker.reports.document import Block, Cell, Figure, Report, Row, Table
from checker.reports.drawing import Drawing
from checker.reports.tikz import marks, picture
from checker.reports.words import Number, Words, plain, printable

TEMPLATES = Path(__file__).parent / "templates"
ROWS = {"rows": 7, "lines": 30, "compare": 12}
LINES, MARKS = 44, 5000
"""Longer tables and listings are abbreviated, larger figures left out."""
WIDTH, PAPER, HEIGHT = 104, 455.0, 520.0
"""Characters of a line of a table; points across and down for figures."""


class Tex(str):
    """LaTeX code, as opposed to text."""


def render(reports: Sequence[Report]) -> str:
    """The whole document."""
    return environment().get_template("report.tex").render(reports=reports)


@cache
def environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=False, finalize=finished,
        block_start_string="((*", block_end_string="*))", variable_start_string="(((", variable_end_string=")))",
        comment_start_string="((#", comment_end_string="#))", trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    found.filters |= {
        "block": block,
        "words": inline,
        "cell": cell,
        "listing": listing,
        "drawing": drawing,
        "figure": figure,
        "columns": columns,
        "rows": shown,
    }
    return found


def finished(value: object) -> Tex:
    """What a template may print."""
    return value if isinstance(value, Tex) else escape(str(value))


def block(found: Block) -> Tex:
    return Tex(environment().get_template("block.tex").render(b=found, kind=type(found).__name__))


SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", '"': r"\textquotedbl{}", "`": r"\textasciigrave{}", "'": r"\textquotesingle{}",
    "-": "-{}", ",": ",{}",
}  # fmt: skip
SYMBOLS = {
    "\N{MINUS SIGN}": "-", "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "∈": r"\in", "∉": r"\notin", "⊆": r"\subseteq",
    "⊄": r"\not\subseteq", "∨": r"\vee", "∧": r"\wedge", "¬": r"\neg", "×": r"\times", "·": r"\cdot",
    "Δ": r"\Delta", "ε": r"\varepsilon", "γ": r"\gamma", "δ": r"\delta", "✓": r"\checkmark", "✗": r"\times", "→": r"\to", "○": r"\circ",
}  # fmt: skip
LETTERS = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿ–—…")


def escape(text: str) -> Tex:
    """The text, so that LaTeX prints it; characters that its fonts lack by their number."""
    out = []
    for c in printable(text):
        if c in SPECIAL:
            out.append(SPECIAL[c])
        elif c in SYMBOLS:
            out.append(f"${SYMBOLS[c]}$")
        elif (c.isascii() and c.isprintable()) or c in LETTERS:
            out.append(c)
        elif c.isspace():
            out.append(" ")
        else:
            out.append(rf"\texttt{{U+{ord(c):04X}}}")
    return Tex("".join(out))


BREAKS = frozenset(",.(){}*/=+-_:")
STYLED = {
    "code": r"\texttt{", "strong": r"\textbf{", "letter": r"\textit{",
    "soft": r"\textcolor{soft}{", "good": r"\textcolor{good}{", "bad": r"\textcolor{bad}{",
}  # fmt: skip


def inline(text: Words | str) -> Tex:
    """The words with their styles."""
    if isinstance(text, str):
        return escape(text)
    out = []
    for part in text:
        inner = broken(part.text) if part.style == "code" else escape(part.text)
        found = f"{STYLED[part.style]}{inner}}}" if part.style else inner
        found += f"\\textsubscript{{{escape(part.below)}}}" if part.below else ""
        out.append(found + (f"\\textsuperscript{{{escape(part.above)}}}" if part.above else ""))
    return Tex("".join(out))


def broken(text: str) -> str:
    """Code that may be broken after punctuation, and within very long words."""
    out, run = [], 0
    for c in text:
        run = 0 if c in BREAKS or c == " " or run == 15 else run + 1
        out.append(escape(c) + ("" if run or c == " " else r"\allowbreak{}"))
    return "".join(out)


def cell(content: Cell) -> Tex:
    if isinstance(content, Drawing):
        return drawing(content, 0.5)
    if isinstance(content, Number):
        return escape(f"{content.top}/{content.bottom}" if content.bottom else content.top)
    return inline(content)


def listing(text: str) -> Tex:
    """The lines as they are, their leading blanks kept; a long listing by both ends."""
    lines = text.split("\n")
    if len(lines) > LINES:
        gap = f"... {len(lines) - LINES:,} lines are left out ..."
        lines = [*lines[: LINES - 10], gap, *lines[-10:]]
    out = []
    for line in lines:
        inner = line.lstrip(" ")
        out.append("~" * (len(line) - len(inner)) + broken(inner[:400]))
    return Tex("\\\\\n".join(line or "~" for line in out))


def figure(found: Figure) -> Tex:
    """The drawings of a figure side by side, as large as the page allows."""
    wide = sum(d.width for d in found.drawings) + 12
    scale = min([0.75, PAPER / wide, *(HEIGHT / d.height for d in found.drawings)])
    return Tex("\n".join(drawing(d, scale) for d in found.drawings))


def drawing(found: Drawing, scale: float = 0.75) -> Tex:
    """The figure; one that is too large for TeX is named only."""
    if marks(found) > MARKS:
        return Tex(rf"\emph{{{escape(f'Left out, too large to typeset: {found.label}.')}}}")
    return Tex(picture(found, inline, scale))


def shown(table: Table) -> tuple[Row, ...]:
    """The rows that are printed: all of a short table, otherwise the wrong, the first and the last."""
    most = ROWS[table.style]
    if len(table.rows) <= most:
        return table.rows
    wrong = [i for i, row in enumerate(table.rows) if row.state == "wrong"][: most // 2]
    chosen = {*wrong, *range(most - len(wrong) - 1), len(table.rows) - 1}
    return tuple(table.rows[i] for i in sorted(chosen))


def columns(table: Table) -> Tex:
    """The widths of the columns: as wide as needed, long text in paragraphs that share what is left."""
    rows = shown(table)
    wide = []
    for k, heading in enumerate(table.columns):
        cells = [row.cells[k] for row in rows if len(row.cells) > k]
        wide.append(max([len(heading), *map(_length, cells)]))
    if sum(wide) + 2 * len(wide) <= WIDTH:
        return Tex("@{}" + "".join("r" if k in table.numeric else "l" for k in range(len(wide))) + "@{}")
    fixed = sum(w + 2 for w in wide if w <= 14)
    room = max(20, WIDTH - fixed)
    total = sum(min(w, 60) for w in wide if w > 14)
    out = []
    for k, w in enumerate(wide):
        if w <= 14:
            out.append("r" if k in table.numeric else "l")
        else:
            share = min(w + 1, room * min(w, 60) / total) / WIDTH * 0.95
            out.append(rf">{{\raggedright\arraybackslash}}p{{{share:.3f}\linewidth}}")
    return Tex("@{}" + "".join(out) + "@{}")


def _length(content: Cell) -> int:
    if isinstance(content, Drawing):
        return 24
    if isinstance(content, Number):
        return len(content.top) + len(content.bottom) + 1
    return len(plain(content))
