"""Labelled points as comma separated values: one point a line, its coordinates, then its label.

A first line ``x1,...,xd,y`` may name the columns.  Numbers are integers, p/q or decimals, read exactly.
Blank lines mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flint import fmpq

from checker.formats.placed import Placed
from checker.formats.words import Word, across, clipped, counted, end, lines
from checker.kernel.obligation import Path
from checker.language.numerals import numeral
from checker.language.source import Malformed, Span
from checker.objects.points import Points
from checker.objects.points import points as labelled

NUMBER = re.compile(r"[+-]?(?:[0-9]+/[0-9]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)")
LETTER = re.compile(r"[A-Za-z_]")


def points(text: str) -> Placed[Points]:
    """The points of the file; raises Malformed."""
    rows = list(_rows(text))
    if not rows:
        raise Malformed("expected lines of numbers like `0,1/2,3`: coordinates, then the label", end(text))
    width = len(rows[0])
    if width < 2:
        raise Malformed(
            "expected at least one coordinate and the label, with a comma between", across(rows[0])
        )
    values = []
    for row in rows:
        if len(row) != width:
            place = across(row[width:]) if len(row) > width else across(row)
            message = f"this line has {counted(len(row), 'number')}, but the first has {width}"
            raise Malformed(message, place)
        values.append([_number(cell) for cell in row])
    made = labelled(width - 1, [(row[:-1], row[-1]) for row in values])
    return Placed(made, lambda path: _where(text, path))


def _rows(text: str) -> Iterator[list[Word]]:
    """The cells of each point."""
    first = True
    for number, line in lines(text.removeprefix("\ufeff")):
        if not line.strip():
            continue
        cells = _cells(line, number)
        if first and any(LETTER.match(cell.text) for cell in cells):
            _header(cells)
        else:
            yield cells
        first = False


def _cells(line: str, number: int) -> list[Word]:
    """The cells of a line without the blanks around them."""
    found, column = list[Word](), 1
    for cell in line.removesuffix("\r").split(","):
        blanks = len(cell) - len(cell.lstrip(" \t"))
        found.append(Word(cell.strip(" \t"), number, column + blanks))
        column += len(cell) + 1
    return found


def _header(cells: list[Word]) -> None:
    names = [f"x{i}" for i in range(1, len(cells))] + ["y"]
    for cell, name in zip(cells, names, strict=True):
        if cell.text.lower() != name:
            wanted = f"expected the heading `{name}` (x1, x2, ... and last y), found `{clipped(cell.text)}`"
            raise Malformed(wanted, _seen(cell))


def _number(cell: Word) -> fmpq:
    if not NUMBER.fullmatch(cell.text):
        raise Malformed(
            f"expected a number like -3, 5/7 or 0.25, found `{clipped(cell.text)}`"
            if cell.text
            else "expected a number, found an empty cell",
            _seen(cell),
        )
    try:
        value = numeral(cell.text.lstrip("+-"))
    except ValueError as error:
        raise Malformed(str(error), cell.span) from None
    return -value if cell.text[0] == "-" else value


def _seen(cell: Word) -> Span:
    """The place of a cell, one character wide if it is empty."""
    return cell.span if cell.text else Span(cell.line, cell.column, cell.line, cell.column + 1)


def _where(text: str, path: Path) -> tuple[Span, Path]:
    match path:
        case (int(i), *rest):
            row = next(row for number, row in enumerate(_rows(text)) if number == i)
            return across(row), tuple(rest)
    return Span(1, 1, 1, 2), path
