"""The forms of numbers."""

from __future__ import annotations

from flint import fmpq

from checker.language.form import Leaf, Names, Scope, built, expected, kind, parts
from checker.language.numerals import numeral
from checker.language.source import Malformed, Node, span_of

LARGEST_INTEGER = 10**18


class Rational(Leaf):
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


class Integer(Leaf):
    words = "an integer"

    def read(self, node: Node, scope: Scope) -> int:
        if kind(node) not in ("sum", "number"):
            expected(self.words, node)
        value = RATIONAL.read(node, scope)
        if value.q != 1 or abs(value.p) > LARGEST_INTEGER:
            raise Malformed(f"expected an integer up to 10^18, found {value}", span_of(node))
        return int(value.p)

    def write(self, value: int, names: Names) -> str:
        return str(value)


RATIONAL, INTEGER = Rational(), Integer()
