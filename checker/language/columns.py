"""Lists of labelled points and of vectors: rows of rationals, kept as columns.

``[(0, -5/3) -> 1/3, ...]`` and ``[(1, -1/2), ...]``: a million rows are a few blocks of memory.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

from flint import fmpq
from lark import Token

from checker.kernel.column import Column, column, joined
from checker.language.form import Form, Names, Part, Scope, expected, kind, parts
from checker.language.layout import Block, Layout
from checker.language.numbers import PUNCTUATION, RATIONAL
from checker.language.numerals import signed
from checker.language.runs import is_run, nodes, nth
from checker.language.source import Malformed, Node, span_of
from checker.objects.evaluation import reduced
from checker.objects.points import Points
from checker.objects.vectors import Vectors

SMALL = 2000
"""Runs of fewer rows are read without numpy: importing it costs more than it saves."""
IGNORED = b"0123456789-/. \t\r\n"
Row = tuple[fmpq, ...]


class RowForm(Form):
    """A row with this many coordinates: its numbers, in the order of the text."""

    coordinates: str
    noun: str
    run: str
    """The terminal of runs of such rows."""

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension

    @abstractmethod
    def halves(self, node: Node) -> tuple[Node, list[Node]]:
        """The tuple of the coordinates, and what stands behind it."""

    @abstractmethod
    def skeleton(self) -> bytes:
        """A row with its comma, without numbers and blanks."""

    def read(self, node: Node, scope: Scope) -> Row:
        x, rest = self.halves(node)
        found = parts(x, "tuple", self.coordinates)
        if len(found) != self.dimension:
            n = self.dimension
            message = f"expected {self.noun} with {n} coordinates like the first, found {len(found)}"
            raise Malformed(message, span_of(x))
        return tuple([RATIONAL.read(part, scope) for part in (*found, *rest)])

    def columns(self, run: Token) -> list[Column] | None:
        """The columns of a run, if all its rows are of this dimension; ValueError if one is wrong."""
        skeleton, one = run.encode().translate(None, IGNORED), self.skeleton()
        count = len(skeleton) // len(one)
        if run.type != self.run or skeleton != one * count:
            return None
        text, width = run.replace("->", "  ").translate(PUNCTUATION), one.count(b",") + one.count(b">")
        packed = _packed(text, width, count) if count >= SMALL else None
        if packed is not None:
            return packed
        words = text.split()
        if len(words) != width * count:  # there is a comma behind the last coordinate of a row
            return None
        found = list(map(signed, words))
        return [column(found[i::width]) for i in range(width)]


class PointForm(RowForm):
    words = "a labelled point like (1/3, -2) -> 1"
    coordinates, noun, run = "the coordinates of a point like (1/3, -2)", "a point", "POINTS"

    def halves(self, node: Node) -> tuple[Node, list[Node]]:
        x, y = parts(node, "arrow", self.words)
        return x, [y]

    def skeleton(self) -> bytes:
        return b"(" + b"," * (self.dimension - 1) + b")>,"

    def write(self, value: Row, names: Names) -> str:
        *x, y = value
        return f"({', '.join(map(str, x))}) -> {y}"


class VectorForm(RowForm):
    words = coordinates = "a vector like (1, -1/2)"
    noun, run = "a vector", "TUPLES"

    def halves(self, node: Node) -> tuple[Node, list[Node]]:
        return node, []

    def skeleton(self) -> bytes:
        return b"(" + b"," * (self.dimension - 1) + b"),"

    def write(self, value: Row, names: Names) -> str:
        return f"({', '.join(map(str, value))})"


class ColumnsForm(Form):
    """A list of rows that all have the dimension of the first."""

    def __init__(
        self,
        words: str,
        row: type[RowForm],
        columns: Callable[[Any], Sequence[Column]],
        make: Callable[[Sequence[Column]], Any],
    ) -> None:
        self.words, self.row, self.columns, self.make = words, row, columns, make

    def read(self, node: Node, scope: Scope) -> Any:
        if kind(node) == "empty":
            expected(self.words, node)
        children = parts(node, "list", self.words)
        if not children:
            return self.make([])
        form = self.row(0)
        x, _ = form.halves(next(nodes(children)))
        form.dimension = len(parts(x, "tuple", form.coordinates))
        blocks, single = list[Sequence[Column]](), list[Row]()

        def gather() -> None:
            if single:
                blocks.append([column(entries) for entries in zip(*single, strict=True)])
                single.clear()

        for child in children:
            if is_run(child) and (block := _together(form, child)):
                gather()
                blocks.append(block)
            else:
                single += [form.read(item, scope) for item in nodes([child])]
        gather()
        return self.make([joined(pieces) for pieces in zip(*blocks, strict=True)])

    def write(self, value: Any, names: Names) -> Layout:
        form = self.row(0)
        rows = zip(*self.columns(value), strict=True)
        return Block("[", tuple(form.write(row, names) for row in rows), "]")

    def step(self, node: Node, key: object, scope: Scope) -> Part | None:
        found = nth(parts(node, "list", self.words), key)
        return None if found is None else (found, self.row(0))


POINTS = ColumnsForm(
    "a list of labelled points like (1/3, -2) -> 1",
    PointForm,
    lambda value: [*value.coordinates, value.labels] if len(value) else [],
    lambda columns: Points(tuple(columns[:-1]), columns[-1] if columns else Column()),
)
VECTORS = ColumnsForm(
    "a list of vectors like (1, -1/2)",
    VectorForm,
    lambda value: value.coordinates,
    lambda columns: Vectors(tuple(columns)),
)


def _together(form: RowForm, run: Token) -> list[Column] | None:
    try:
        return form.columns(run)
    except ValueError:
        return None


def _packed(text: str, width: int, count: int) -> list[Column] | None:
    """The columns of so many rows of plain fractions; None unless every number fits in a machine word."""
    if "." in text:
        return None
    import numpy as np

    letters = np.frombuffer(text.encode(), np.uint8)
    digit = (letters >= 48) & (letters <= 57)
    turns = np.flatnonzero(digit[1:] != digit[:-1]) + 1
    starts, ends = turns[::2], turns[1::2]
    if (ends - starts).max() > 18:
        return None
    flat: Any = np.fromstring(text.replace("/", " "), np.int64, sep=" ")
    if len(flat) != len(starts):
        return None
    below = letters[starts - 1] == 47  # the number is a denominator
    tops, bottoms = flat[~below], np.ones(len(flat) - int(below.sum()), np.int64)
    if len(tops) != width * count:
        return None
    bottoms[(np.cumsum(~below) - 1)[below]] = flat[below]
    if not bottoms.all():
        raise ValueError("a denominator is 0")
    return [reduced(tops[i::width].copy(), bottoms[i::width].copy()) for i in range(width)]
