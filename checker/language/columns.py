"""Lists of labelled points and of vectors: rows of rationals, kept as columns.

``[(0, -5/3) -> 1/3, ...]`` and ``[(1, -1/2), ...]``: a million rows are a few blocks of memory.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

from flint import fmpq

from checker.kernel.column import Column, column, joined
from checker.language.form import Form, Names, Part, Scope, expected, kind, parts
from checker.language.json_nodes import array, fields, translated
from checker.language.layout import Block, Layout
from checker.language.numbers import PUNCTUATION, RATIONAL, json_number
from checker.language.numerals import signed
from checker.language.runs import elements, is_run, listed, nodes, nth
from checker.language.source import Malformed, span_of
from checker.language.tree import Node, Token, tree

SMALL = 2000
"""Runs of fewer rows are read without numpy: importing it costs more than it saves."""
IGNORED = b'0123456789-/. \t\r\n"'
Row = tuple[fmpq, ...]


class RowForm(Form):
    """A row with this many coordinates: its numbers, in the order of the text."""

    coordinates: str
    noun: str

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension

    @abstractmethod
    def halves(self, node: Node) -> tuple[Node, list[Node]]:
        """The tuple of the coordinates, and what stands behind it."""

    @abstractmethod
    def width(self) -> int:
        """How many numbers a row has."""

    @abstractmethod
    def skeletons(self) -> dict[str, bytes]:
        """For each kind of run, a row with its comma, without numbers and blanks."""

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
        skeleton, one = run.encode().translate(None, IGNORED), self.skeletons().get(run.type, b"?")
        count, width = len(skeleton) // len(one), self.width()
        if skeleton != one * count:
            return None
        text = run.replace("->", "  ").translate(PUNCTUATION)
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
    coordinates, noun = "the coordinates of a point like (1/3, -2)", "a point"

    def halves(self, node: Node) -> tuple[Node, list[Node]]:
        x, y = parts(node, "arrow", self.words)
        return x, [y]

    def width(self) -> int:
        return self.dimension + 1

    def skeletons(self) -> dict[str, bytes]:
        commas = b"," * (self.dimension - 1)
        return {"POINTS": b"(" + commas + b")>,", "OBJECTS": b"{x:[" + commas + b"],y:},"}

    def write(self, value: Row, names: Names) -> str:
        *x, y = value
        return f"({', '.join(map(str, x))}) -> {y}"

    def from_json(self, node: Node) -> Node:
        found = fields(node, 'a labelled point like {"x": ["1/3", -2], "y": 1}', ("x", "y"))
        return tree("arrow", [json_vector(found["x"]), translated(found["y"], RATIONAL)], node)

    def to_json(self, value: Row, names: Names) -> Layout:
        *x, y = map(json_number, value)
        return f'{{"x": [{", ".join(x)}], "y": {y}}}'


class VectorForm(RowForm):
    words = coordinates = "a vector like (1, -1/2)"
    noun = "a vector"

    def halves(self, node: Node) -> tuple[Node, list[Node]]:
        return node, []

    def width(self) -> int:
        return self.dimension

    def skeletons(self) -> dict[str, bytes]:
        commas = b"," * (self.dimension - 1)
        return {"TUPLES": b"(" + commas + b"),", "ARRAYS": b"[" + commas + b"],"}

    def write(self, value: Row, names: Names) -> str:
        return f"({', '.join(map(str, value))})"

    def from_json(self, node: Node) -> Node:
        return json_vector(node)

    def to_json(self, value: Row, names: Names) -> Layout:
        return f"[{', '.join(map(json_number, value))}]"


def json_vector(node: Node) -> Node:
    found = elements(node, 'the coordinates of a point like ["1/3", -2]')
    return tree("tuple", [translated(x, RATIONAL) for x in found], node)


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
        x, _ = form.halves(next(nodes(children, form)))
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
                single += [form.read(item, scope) for item in nodes([child], form)]
        gather()
        return self.make([joined(pieces) for pieces in zip(*blocks, strict=True)])

    def write(self, value: Any, names: Names) -> Layout:
        form = self.row(0)
        rows = zip(*self.columns(value), strict=True)
        return Block("[", tuple(form.write(row, names) for row in rows), "]")

    def step(self, node: Node, key: object, scope: Scope) -> Part | None:
        form = self.row(0)
        found = nth(parts(node, "list", self.words), key, form)
        return None if found is None else (found, form)

    def from_json(self, node: Node) -> Node:
        return tree("list", listed(node, self.words), node)

    def to_json(self, value: Any, names: Names) -> Layout:
        form = self.row(0)
        return array(form.to_json(row, names) for row in zip(*self.columns(value), strict=True))


def points_form(make: Callable[..., Any]) -> ColumnsForm:
    return ColumnsForm(
        "a list of labelled points like (1/3, -2) -> 1",
        PointForm,
        lambda value: [*value.coordinates, value.labels] if len(value) else [],
        lambda columns: make(tuple(columns[:-1]), columns[-1] if columns else Column()),
    )


def vectors_form(make: Callable[..., Any]) -> ColumnsForm:
    return ColumnsForm(
        "a list of vectors like (1, -1/2)",
        VectorForm,
        lambda value: value.coordinates,
        lambda columns: make(tuple(columns)),
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

    from checker.objects.evaluation import reduced

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
