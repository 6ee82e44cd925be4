"""MPS: linear programs (.mps), fixed and free format, every number read exactly.

Sections NAME, OBJSENSE, ROWS, COLUMNS, RHS, RANGES, BOUNDS, ENDATA.  The first free row (N) is the
objective, other free rows are left out.  The right side of the objective is the negative of its constant.
A column without bounds is at least 0.  Blanks separate fields; where that makes no sense of the file, the
columns of the fixed format do, and names may contain blanks.

Refused, because solvers read them differently: a negative upper bound without a lower one, and numbers of
10^20 and more as bounds or right sides.  Not supported: integer variables, quadratic and other extensions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from flint import fmpq

from checker.formats.placed import Placed
from checker.formats.programs import Line, Objective, affine, finite, limit, number, program, refuse_negative
from checker.formats.words import Word, across, clipped, end, lines, words
from checker.language.source import Malformed, Unsupported
from checker.problems.linear_program import LinearProgram, Sense

SECTIONS = ("NAME", "OBJSENSE", "ROWS", "COLUMNS", "RHS", "RANGES", "BOUNDS", "ENDATA")
EXTENSIONS = {
    "CSECTION", "GENCONS", "INDICATORS", "LAZYCONS", "OBJNAME", "PWLOBJ", "QCMATRIX", "QMATRIX", "QSECTION",
    "QUADOBJ", "SETS", "SOS", "SOS1", "SOS2", "USERCUTS",
}  # fmt: skip
SENSES = {
    "MIN": Sense.MINIMIZE,
    "MINIMIZE": Sense.MINIMIZE,
    "MAX": Sense.MAXIMIZE,
    "MAXIMIZE": Sense.MAXIMIZE,
}
FIELDS = ((1, 3), (4, 12), (14, 22), (24, 36), (39, 47), (49, 61))
"""Where the fields of the fixed format lie."""
SIDES = {
    "LO": ("low",), "UP": ("high",), "FX": ("low", "high"),
    "MI": ("low",), "PL": ("high",), "FR": ("low", "high"),
}  # fmt: skip
"""The types of bounds, and what each of them sets."""
VALUED = frozenset({"LO", "UP", "FX"})
INTEGER = frozenset({"BV", "LI", "UI", "SC", "SI"})
Fields = list[Word]
T = TypeVar("T")


def linear_program(text: str) -> Placed[LinearProgram]:
    """The program of an .mps file; raises Malformed."""
    try:
        return _read(text, words)
    except Unsupported:
        raise
    except Malformed as error:
        try:
            return _read(text, _fixed)
        except Malformed:
            raise error from None


def _fixed(line: str, number: int) -> Fields:
    """The fields of the line, by the columns of the fixed format."""
    found = []
    for start, stop in FIELDS:
        text = line[start:stop]
        if name := text.strip():
            found.append(Word(name, number, start + len(text) - len(text.lstrip()) + 1))
    return found


@dataclass(slots=True)
class _Row:
    kind: str
    """N, E, L or G."""
    word: Word
    entries: dict[int, fmpq] = field(default_factory=dict)
    right: fmpq | None = None
    width: fmpq | None = None

    def line(self) -> Line:
        low = high = self.right or fmpq(0)
        if self.width is None:
            return Line(
                self.word.text,
                self.word.span,
                None if self.kind == "L" else low,
                None if self.kind == "G" else high,
                self.entries,
            )
        if self.kind == "G" or (self.kind == "E" and self.width > 0):
            high += abs(self.width)
        else:
            low -= abs(self.width)
        return Line(self.word.text, self.word.span, low, high, self.entries)


def _read(text: str, fields: Callable[[str, int], Fields]) -> Placed[LinearProgram]:
    title, data = _sections(text, fields)
    rows = _rows(data["ROWS"], text)
    columns = _columns(data["COLUMNS"], rows)
    for word, value in _pairs(data["RHS"], "right side"):
        row = _known(word, rows, "row")
        if row.right is not None:
            raise Malformed(f"the row `{clipped(word.text)}` has a right side already", word.span)
        row.right = finite(value)
    for word, value in _pairs(data["RANGES"], "vector of ranges"):
        row = _known(word, rows, "row")
        if row.kind == "N" or row.width is not None:
            why = "is free" if row.kind == "N" else "has a range already"
            raise Malformed(f"the row `{clipped(word.text)}` {why}", word.span)
        row.width = finite(value)
    _bounds(data["BOUNDS"], columns)
    first = next(row for row in rows.values() if row.kind == "N")
    constant = -first.right if first.right is not None else fmpq(0)
    objective = Objective(
        _sense(data["OBJSENSE"]), first.word.text, first.word.span, affine(first.entries, constant)
    )
    constraints = [row.line() for row in rows.values() if row.kind != "N"]
    return program(title, objective, constraints, list(columns.values()))


def _sections(text: str, fields: Callable[[str, int], Fields]) -> tuple[str, dict[str, list[Fields]]]:
    """The title, and the data lines of each section."""
    title, section, data = "", "", dict[str, list[Fields]]()
    for number_, line in lines(text):
        if line.startswith("*") or not line.strip():
            continue
        head = words(line, number_)
        name = head[0].text
        if section == "ENDATA":
            raise Malformed("the program has ended with ENDATA", across(head))
        if line[0] in " \t":
            if section in ("", "NAME"):
                raise Malformed("expected a section: ROWS", across(head))
            data[section].append(fields(line, number_))
            continue
        if name in EXTENSIONS:
            raise Unsupported(f"{name} is not supported; this reads linear programs only", head[0].span)
        if name not in SECTIONS:
            known = ", ".join(SECTIONS)
            raise Malformed(
                f"expected a section, {known}, or a data line, which begins with a blank", head[0].span
            )
        if name in data:
            raise Malformed(f"the section {name} is there already", head[0].span)
        section = name
        data[section] = []
        if name == "NAME":
            title = " ".join(word.text for word in head[1:])
        elif name == "OBJSENSE" and len(head) > 1:
            data[section].append(head[1:])
        elif len(head) > 1:
            raise Malformed(f"expected nothing behind {name}", across(head[1:]))
    for needed in ("ROWS", "COLUMNS", "ENDATA"):
        if needed not in data:
            raise Malformed(f"the file has no {needed}", end(text))
    return title, {name: data.get(name, []) for name in SECTIONS}


def _sense(data: Sequence[Fields]) -> Sense:
    found = [word for line in data for word in line]
    if not found:
        return Sense.MINIMIZE
    if len(found) > 1 or found[0].text.upper() not in SENSES:
        raise Malformed(f"expected {', '.join(SENSES)}", across(found))
    return SENSES[found[0].text.upper()]


def _rows(data: Sequence[Fields], text: str) -> dict[str, _Row]:
    rows = dict[str, _Row]()
    for found in data:
        if len(found) != 2 or found[0].text not in ("N", "E", "L", "G"):
            raise Malformed("expected the type of a row, N, E, L or G, and its name", across(found))
        kind, name = found
        if name.text in rows:
            first = rows[name.text].word.line
            raise Malformed(f"the row `{clipped(name.text)}` is in line {first} already", name.span)
        rows[name.text] = _Row(kind.text, name)
    if not any(row.kind == "N" for row in rows.values()):
        raise Malformed("the file has no objective, a row of type N", end(text))
    return rows


def _columns(data: Sequence[Fields], rows: dict[str, _Row]) -> dict[str, Line]:
    columns = dict[str, Line]()
    for found in data:
        if len(found) > 1 and found[1].text == "'MARKER'":
            raise Unsupported("integer variables are not supported", across(found))
        if len(found) not in (3, 5):
            raise Malformed("expected a column, and one or two rows each with a number", across(found))
        name = found[0]
        if name.text not in columns:
            number_ = len(columns) + 1
            columns[name.text] = Line(name.text, name.span, fmpq(0), None, {number_: fmpq(1)})
        (j,) = columns[name.text].entries
        for word, value in zip(found[1::2], found[2::2], strict=True):
            row = _known(word, rows, "row")
            if j in row.entries:
                where = f"the column `{clipped(name.text)}` has an entry in the row `{clipped(word.text)}`"
                raise Malformed(f"{where} already", word.span)
            row.entries[j] = number(value)
    return columns


def _pairs(data: Sequence[Fields], what: str) -> Iterator[tuple[Word, Word]]:
    """The rows and their numbers in a section with one vector, whose name may be missing."""
    vector = None
    for found in data:
        if len(found) not in (2, 3, 4, 5):
            raise Malformed(
                f"expected the name of a {what}, and one or two rows each with a number", across(found)
            )
        if len(found) % 2:
            vector = _one_vector(found[0], vector, what)
        rest = found[len(found) % 2 :]
        yield from zip(rest[::2], rest[1::2], strict=True)


def _one_vector(word: Word, before: str | None, what: str) -> str:
    if before not in (None, word.text):
        raise Malformed(f"expected only one {what}, `{clipped(before)}`", word.span)
    return word.text


def _bounds(data: Sequence[Fields], columns: dict[str, Line]) -> None:
    vector, stated = None, dict[tuple[str, str], Word]()
    for found in data:
        kind = found[0]
        if kind.text in INTEGER:
            raise Unsupported("integer and semicontinuous variables are not supported", kind.span)
        if kind.text not in SIDES:
            raise Malformed(f"expected a type of bound: {', '.join(SIDES)}", kind.span)
        size = 3 if kind.text in VALUED else 2
        if len(found) not in (size, size + 1):
            wanted = "a column and a number" if kind.text in VALUED else "a column"
            raise Malformed(f"expected {kind.text}, the name of a vector of bounds, {wanted}", across(found))
        if len(found) > size:
            vector = _one_vector(found[1], vector, "vector of bounds")
        word = found[len(found) - size + 1]
        column = _known(word, columns, "column")
        for side in SIDES[kind.text]:
            if (word.text, side) in stated:
                which = "a lower" if side == "low" else "an upper"
                raise Malformed(f"the column `{clipped(word.text)}` has {which} bound already", word.span)
            stated[word.text, side] = found[-1]
            if kind.text == "FX":
                value: fmpq | None = finite(found[-1])
            else:
                value = limit(found[-1], side) if kind.text in VALUED else None
            setattr(column, side, value)
    for name, column in columns.items():
        refuse_negative(column, stated.get((name, "high")), (name, "low") in stated)


def _known(word: Word, known: dict[str, T], what: str) -> T:
    if word.text not in known:
        raise Malformed(f"there is no {what} `{clipped(word.text)}`", word.span)
    return known[word.text]
