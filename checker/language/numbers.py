"""The forms of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from flint import fmpq

from checker.language import json_nodes
from checker.language.form import Form, Names, Scope, built, expected, kind, parts
from checker.language.numerals import numeral, signed
from checker.language.source import Malformed, short, span_of
from checker.language.tree import Node, Token

LARGEST_INTEGER = 10**18
LARGEST_JSON_NUMBER = (1 << 53) - 1
"""Many programs read JSON numbers as doubles."""
NUMBERS = {"NUMBERS", "SCALARS"}
CLOSERS = {"SETS": "}", "LISTS": "]", "TUPLES": ")", "ARRAYS": "]"}
PUNCTUATION = str.maketrans(dict.fromkeys('()[]{},|:xy"', " "))


class Rational(Form):
    words = "a rational number"

    def read(self, node: Node, scope: Scope) -> fmpq:
        sign = 1
        if kind(node) == "sum" and len(node.children) == 2:  # type: ignore[union-attr]
            mark, inner = node.children  # type: ignore[union-attr]
            sign, node = (-1 if mark == "-" else 1), inner
        (text,) = parts(node, "number", self.words)
        value: fmpq = built(numeral, node, str(text))
        return sign * value

    def write(self, value: fmpq, names: Names) -> str:
        return str(value)

    def from_json(self, node: Node) -> Node:
        return number_node(node, self.words)

    def to_json(self, value: fmpq, names: Names) -> str:
        return json_number(value)

    def bulk(self, run: Token, scope: Scope) -> Sequence[fmpq] | None:
        return list(map(signed, numbers(run))) if run.type in NUMBERS else None


class Integer(Form):
    words = "an integer"

    def read(self, node: Node, scope: Scope) -> int:
        if kind(node) not in ("sum", "number"):
            expected(self.words, node)
        value = RATIONAL.read(node, scope)
        if value.q != 1 or abs(value.p) > LARGEST_INTEGER:
            raise Malformed(f"expected an integer up to 10^18, found {short(str(value))}", span_of(node))
        return int(value.p)

    def write(self, value: int, names: Names) -> str:
        return str(value)

    def from_json(self, node: Node) -> Node:
        return number_node(node, self.words)

    def to_json(self, value: int, names: Names) -> str:
        return json_number(fmpq(value))

    def bulk(self, run: Token, scope: Scope) -> Sequence[int] | None:
        return integers(numbers(run)) if run.type in NUMBERS else None


RATIONAL, INTEGER = Rational(), Integer()


def number_node(node: Node, words: str) -> Node:
    """The node of a JSON number."""
    if kind(node) != "json_number":
        expected(words, node)
    return json_nodes.number(str(node.children[0]), node)  # type: ignore[union-attr]


def json_number(value: fmpq) -> str:
    """A JSON number if every program reads it exactly, otherwise a string."""
    return str(value) if value.q == 1 and abs(value.p) <= LARGEST_JSON_NUMBER else f'"{value}"'


def numbers(run: str) -> list[str]:
    """The numbers in the text of a run, as they are written."""
    return run.translate(PUNCTUATION).split()


def integers(words: Iterable[str]) -> list[int]:
    """The values of these numerals; ValueError if one is not an integer of the allowed size."""
    found = list(map(int, words))
    if found and not (min(found) >= -LARGEST_INTEGER and max(found) <= LARGEST_INTEGER):
        raise ValueError("too large")
    return found


def rows(run: Token) -> list[list[str]]:
    """The numbers in each item of a run of sets, lists or clauses."""
    return [numbers(part) for part in run.split(CLOSERS[run.type])[:-1]]


def integer_rows(run: Token) -> Iterator[tuple[int, ...]]:
    """The same as integers; ValueError if they are not."""
    words = rows(run)
    found = iter(integers(chain.from_iterable(words)))
    return (tuple(islice(found, len(row))) for row in words)
