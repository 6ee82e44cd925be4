"""Sums: ``2*row(1) - 1/3*row(4)``, ``x2 - 1/2*x1 + 2``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from flint import fmpq

from checker.kernel.rows import Combination
from checker.language.form import Form, Names, Part, Scope, kind
from checker.language.json_nodes import array, content, members, notation, number, translated
from checker.language.layout import Block, Layout, one_line
from checker.language.numbers import RATIONAL, json_number
from checker.language.numerals import numeral
from checker.language.runs import elements
from checker.language.source import Malformed, span_of
from checker.language.tree import Node, Token, Tree, tree


def terms(node: Node) -> Iterable[tuple[int, Node]]:
    """The signed terms of a sum."""
    sign = 1
    for part in node.children if kind(node) == "sum" else [node]:  # type: ignore[union-attr]
        if isinstance(part, Token) and part.type == "SIGN":
            sign = 1 if part == "+" else -1
        else:
            yield sign, part
            sign = 1


def scaled(node: Node, sign: int, scope: Scope) -> tuple[fmpq, Node]:
    """Coefficient and atom of a term: ``2/3 * atom`` or ``atom``."""
    if kind(node) == "product":
        factor, node = node.children  # type: ignore[union-attr]
        return sign * RATIONAL.read(factor, scope), node
    return fmpq(sign), node


def total(terms: Sequence[tuple[fmpq, Layout]]) -> Layout:
    """The sum of these multiples of atoms; the empty atom is 1."""
    items = []
    for i, (c, atom) in enumerate(terms):
        text, size = one_line(atom), str(abs(c))
        sign = ("-" if c < 0 else "") if i == 0 else ("- " if c < 0 else "+ ")
        items.append(sign + (size if not text else text if size == "1" else f"{size}*{text}"))
    return items[0] if len(items) == 1 else Block("", tuple(items), "", comma="")


TERM = re.compile(r"( \+ | - |-|)(?:([0-9]+(?:/[0-9]+)?)\*)?([a-z_]+\([^()]*\))")
ZERO_BELOW = re.compile(r"/0+$")


class Sum(Form):
    """``2*row(1) - 1/3*row(4)``: a linear combination; the empty one is written 0."""

    def __init__(self, atom: Form) -> None:
        self.atom, self.words = atom, f"a sum of terms {atom.words}"

    def quick(self, text: str, scope: Scope) -> Combination[Any] | None:
        """A sum in canonical spelling whose atoms were met before; None otherwise."""
        found, end, met = [], 0, scope.met(self)
        for match in TERM.finditer(text):
            if match.start() != end or (end != 0) != (len(match[1]) == 3):
                return None
            end = match.end()
            atom = met.get(match[3])
            if atom is None or ZERO_BELOW.search(match[2] or ""):
                return None
            factor = numeral(match[2] or "1")
            if factor == 0:
                return None
            found.append((-factor if "-" in match[1] else factor, atom))
        return Combination(tuple(found)) if found and end == len(text) else None

    def read(self, node: Node, scope: Scope) -> Combination[Any]:
        if kind(node) == "number" and node.children[0] == "0":  # type: ignore[union-attr]
            return Combination(())
        found: list[tuple[fmpq, Any]] = []
        for sign, term in terms(node):
            factor, atom = scaled(term, sign, scope)
            if factor == 0:
                raise Malformed("this coefficient is 0: leave the term out", span_of(term))
            found.append((factor, scope.read(atom, self.atom)))
            scope.met(self)[one_line(self.atom.write(found[-1][1], {}))] = found[-1][1]
        return Combination(tuple(found))

    def write(self, value: Combination[Any], names: Names) -> Layout:
        if not value.terms:
            return "0"
        atoms = [(c, self.atom.write(atom, names)) for c, atom in value.terms]
        return atoms[0][1] if len(atoms) == 1 and atoms[0][0] == 1 else total(atoms)

    def from_json(self, node: Node) -> Node:
        found: list[Node] = []
        for item in elements(node, "an array of terms, or text"):
            term = notation(item) if kind(item) == "json_string" else self._term(item)
            found += term.children if isinstance(term, Tree) and kind(term) == "sum" else [term]
        return tree("sum", found, node) if found else number("0", node)

    def _term(self, item: Node) -> Node:
        weights, rest = list[tuple[Token, Node]](), list[Node]()
        for key, value in members(item, self.words):
            if content(key) == "weight":
                weights.append((key, value))
            else:
                rest.append(tree("pair", [key, value], item))
        atom = self.atom.from_json(tree("json_object", rest, item))
        if not weights:
            return atom
        if len(weights) > 1:
            raise Malformed("the key `weight` is given twice", span_of(weights[1][0]))
        return tree("product", [translated(weights[0][1], RATIONAL), atom], item)

    def to_json(self, value: Combination[Any], names: Names) -> Layout:
        items = []
        for weight, atom in value.terms:
            made = self.atom.to_json(atom, names)
            assert isinstance(made, Block)  # {"relu": ...}
            items.append(made._replace(items=(f'"weight": {json_number(weight)}', *made.items)))
        return array(items)

    def step(self, node: Node, key: object, scope: Scope) -> Part | None:
        if key == "terms":
            return node, self
        found = [term for _, term in terms(node)]
        if not isinstance(key, int) or key >= len(found):
            return None
        return scaled(found[key], 1, scope)[1], self.atom
