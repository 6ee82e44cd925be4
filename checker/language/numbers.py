"""The forms of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flint import fmpq
from lark import Token

from checker.language.form import Form, Names, Scope, built, expected, kind, parts
from checker.language.numerals import numeral, signed
from checker.language.source import Malformed, Node, short, span_of

LARGEST_INTEGER = 10**18
NUMBERS = {"NUMBERS", "SCALARS"}
PUNCTUATION = str.maketrans(dict.fromkeys('()[]{},|"', " "))


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

    def bulk(self, run: Token, scope: Scope) -> Sequence[int] | None:
        return integers(numbers(run)) if run.type in NUMBERS else None


RATIONAL, INTEGER = Rational(), Integer()


def numbers(run: str) -> list[str]:
    """The numbers in the text of a run, as they are written."""
    return run.translate(PUNCTUATION).split()


def integers(words: Iterable[str]) -> list[int]:
    """The values of these numerals; ValueError if one is not an integer of the allowed size."""
    found = list(map(int, words))
    if found and not (min(found) >= -LARGEST_INTEGER and max(found) <= LARGEST_INTEGER):
        raise ValueError("too large")
    return found
