"""Linear programs as files state them: named rows and columns, and bounds on the columns.

In ours, coordinates are free and have no names.  Column j becomes xj, a bound becomes a row like any other,
behind the rows of the file, and a comment says which is which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from flint import fmpq

from checker.formats.placed import Placed
from checker.formats.words import Word, clipped
from checker.kernel.obligation import Path
from checker.language.numerals import numeral
from checker.language.source import Malformed, Span
from checker.objects.affine import Affine
from checker.objects.system import Constraint, System
from checker.problems.linear_program import LinearProgram, Sense

NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eEdD][+-]?[0-9]+)?")
INFINITY = re.compile(r"([+-]?)inf(?:inity)?", re.IGNORECASE)
LIMIT = fmpq(10) ** 20
AMBIGUOUS = "a bound of 10^20 or more is infinite for some solvers and not for others; leave it out"


@dataclass(slots=True)
class Line:
    """A row of the file, or a column with its bounds: ``low <= form <= high``, either side None if open."""

    name: str
    span: Span
    low: fmpq | None = None
    high: fmpq | None = None
    entries: dict[int, fmpq] = field(default_factory=dict)
    """Number of a column, from 1 -> coefficient."""

    def constraints(self) -> Iterator[Constraint]:
        form = affine(self.entries)
        if self.low is not None and self.low == self.high:
            yield Constraint(form, "=", self.low)
            return
        if self.low is not None:
            yield Constraint(form, ">=", self.low)
        if self.high is not None:
            yield Constraint(form, "<=", self.high)


@dataclass(frozen=True, slots=True)
class Objective:
    sense: Sense
    name: str
    span: Span
    form: Affine


def affine(entries: dict[int, fmpq], constant: fmpq | int = 0) -> Affine:
    return Affine(tuple([(j, c) for j, c in sorted(entries.items()) if c != 0]), fmpq(constant))


def program(
    title: str, objective: Objective, rows: Sequence[Line], columns: Sequence[Line]
) -> Placed[LinearProgram]:
    """The program; each column has the entry 1 at its own number."""
    constraints, spans, names = list[Constraint](), list[Span](), list[str]()
    for line in (*rows, *columns):
        for constraint in line.constraints():
            constraints.append(constraint)
            spans.append(line.span)
            names.append(line.name)
    made = LinearProgram(objective.sense, objective.form, System(tuple(constraints)))

    def where(path: Path) -> tuple[Span, Path]:
        match path:
            case ("system", "constraints", int(i), *rest):
                return spans[i], tuple(rest)
            case ("objective", *rest):
                return objective.span, tuple(rest)
        return Span(1, 1, 1, 2), path

    own = sum(len(list(row.constraints())) for row in rows)
    named = [f"{i}={name}" for i, name in enumerate(names[:own], 1) if name]
    said = [
        " ".join(
            filter(None, (title, f"({objective.sense.value} {objective.name})" if objective.name else ""))
        ),
        "columns: " + ", ".join(f"x{j}={c.name}" for j, c in enumerate(columns, 1)) if columns else "",
        "rows: " + ", ".join(named) if named else "",
        f"the rows from {own + 1} on are bounds of columns" if own < len(names) else "",
    ]
    return Placed(made, where, "".join(_comment(text) for text in said if text))


def _comment(text: str) -> str:
    """Comment lines; names may hold whatever the file holds."""
    shown = "".join(c if c.isprintable() else "?" for c in text)
    return "".join(f"# {line}\n" for line in wrap(shown, 96, break_long_words=False, break_on_hyphens=False))


def number(word: Word) -> fmpq:
    """The number that the word writes, exactly; raises Malformed."""
    if not NUMBER.fullmatch(word.text):
        raise Malformed(f"expected a number, found `{clipped(word.text)}`", word.span)
    text = word.text.lower().replace("d", "e").lstrip("+-")
    try:
        value = numeral(text)
    except ValueError as error:
        raise Malformed(str(error), word.span) from None
    return -value if word.text[0] == "-" else value


def finite(word: Word) -> fmpq:
    """A number that is a bound."""
    value = number(word)
    if abs(value) >= LIMIT:
        raise Malformed(
            "a bound of 10^20 or more is infinite for some solvers and not for others; leave it out",
            word.span,
        )
    return value


def limit(word: Word, side: str) -> fmpq | None:
    """A lower (``low``) or upper (``high``) bound; None if it is infinite."""
    if not (match := INFINITY.fullmatch(word.text)):
        return finite(word)
    if (match[1] == "-") != (side == "low"):
        raise Malformed("expected a number; no value satisfies this bound", word.span)
    return None


def refuse_negative(column: Line, high: Word | None, lower: bool) -> None:
    """Raises Malformed for a negative upper bound (the word) of a column that is given no lower one."""
    if high is not None and column.high is not None and column.high < 0 and not lower:
        raise Malformed(
            "a negative upper bound without a lower one: some solvers take 0 for it, others none; state both",
            high.span,
        )
