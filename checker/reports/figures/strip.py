"""The slacks of many inequalities on one line."""

from __future__ import annotations

from checker.reports.drawing import Drawing, Label, Mark, Stroke
from checker.reports.figures.view import brief, real
from checker.reports.judged import Margin
from checker.reports.words import numeral, words


def strip(margin: Margin) -> Drawing:
    """A tick for each slack that occurs, from 0 to the largest; a diamond with the number of tight ones."""
    largest = margin.largest if margin.largest is not None else 0
    top = real(largest) or 1.0

    def x(slack: float) -> float:
        return 40 + min(1.0, slack / top) * 150

    marks: list[Mark] = [Stroke(((x(0), 13), (x(top), 13)), "grid")]
    marks += [Stroke(((x(real(s)), 7), (x(real(s)), 19)), "mark") for s in sorted(margin.seen) if s > 0]
    if margin.tight:
        a = x(0)
        marks.append(Stroke(((a, 7), (a + 6, 13), (a, 19), (a - 6, 13)), "tight", closed=True))
        marks.append(Label(a - 10, 17, words(f"{margin.tight:,}"), "small", "end"))
    marks.append(Label(x(top) + 8, 17, words(brief(largest)), "small"))
    label = f"{margin.tight} of {margin.count} tight, largest slack {numeral(largest)}"
    return Drawing(270, 26, tuple(marks), label, "strip")
