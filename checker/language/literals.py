"""The objects that have a notation of their own, as on a blackboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from flint import fmpq

from checker.language.columns import points_form, vectors_form
from checker.language.form import SPOKEN, Form, Names, Part, Scope, built, expected, kind, parts
from checker.language.json_nodes import array, content, fields, number, string, translated
from checker.language.json_nodes import record as json_record
from checker.language.layout import Layout, one_line
from checker.language.numbers import INTEGER, RATIONAL, integer_rows, integers, json_number, numbers
from checker.language.runs import elements
from checker.language.source import Malformed, short, span_of
from checker.language.sums import scaled, terms, total
from checker.language.tree import Node, Token, tree

COORDINATE = re.compile(r"x[1-9][0-9]{0,7}")
COMPARISONS = ("<=", "<", "=", ">", ">=")


class AffineForm(Form):
    words = "an affine form like x2 - 1/2*x1 + 2"

    def __init__(self, make: Callable[..., Any]) -> None:
        self.make = make

    def read(self, node: Node, scope: Scope) -> Any:
        constant, found = fmpq(0), dict[int, fmpq]()
        for sign, term in terms(node):
            if kind(term) == "number":
                constant += sign * RATIONAL.read(term, scope)
                continue
            factor, atom = scaled(term, sign, scope)
            name = str(parts(atom, "name", self.words)[0])
            if not COORDINATE.fullmatch(name):
                raise Malformed(f"expected a coordinate x1, x2, ..., found `{short(name)}`", span_of(atom))
            if int(name[1:]) in found:
                raise Malformed(f"`{name}` occurs twice in this form", span_of(atom))
            found[int(name[1:])] = factor
        return self.make(tuple(sorted((i, c) for i, c in found.items() if c != 0)), constant)

    def write(self, value: Any, names: Names) -> Layout:
        constant = [(value.constant, "")] if value.constant != 0 or not value.terms else []
        return total([*[(c, f"x{i}") for i, c in value.terms], *constant])

    def from_json(self, node: Node) -> Node:
        if kind(node) == "json_number":
            return RATIONAL.from_json(node)
        found = fields(
            node, 'an affine form like {"coefficients": ["-1/2", 1], "constant": 2}', FIRST, SECOND
        )
        coefficients = elements(found["coefficients"], "an array of coefficients")
        items: list[Node] = []
        for i, coefficient in enumerate(coefficients, 1):
            name = tree("name", [Token("NAME", f"x{i}")], coefficient)
            items.append(tree("product", [translated(coefficient, RATIONAL), name], coefficient))
        if "constant" in found:
            constant = translated(found["constant"], RATIONAL)
            items += constant.children if kind(constant) == "sum" else [constant]  # type: ignore[union-attr]
        return tree("sum", items, node) if items else number("0", node)

    def to_json(self, value: Any, names: Names) -> Layout:
        coefficients = dict(value.terms)
        if max(coefficients, default=0) > 4 * len(coefficients) + 16:  # few of many coordinates
            return f'"{one_line(self.write(value, names))}"'
        listed = [coefficients.get(i, ZERO) for i in range(1, max(coefficients, default=0) + 1)]
        constant = [("constant", json_number(value.constant))] if value.constant != 0 else []
        return json_record([("coefficients", array(map(json_number, listed))), *constant])


FIRST, SECOND, ZERO = ("coefficients",), ("constant",), fmpq(0)


class ConstraintForm(Form):
    words = "a constraint like x1 + 2*x2 <= 3"

    def __init__(self, make: Callable[..., Any], affine: Form) -> None:
        self.make, self.affine = make, affine

    def read(self, node: Node, scope: Scope) -> Any:
        left, comparison, right = parts(node, "relation", self.words)
        return self.make(self.affine.read(left, scope), str(comparison), RATIONAL.read(right, scope))

    def write(self, value: Any, names: Names) -> str:
        return f"{one_line(self.affine.write(value.form, names))} {value.comparison} {value.bound}"

    def from_json(self, node: Node) -> Node:
        found = fields(node, self.words, ("form", "comparison", "bound"))
        comparison = string(found["comparison"])
        if content(comparison) not in COMPARISONS:
            raise Malformed(f"expected one of {' '.join(COMPARISONS)}", span_of(comparison))
        left, right = translated(found["form"], self.affine), translated(found["bound"], RATIONAL)
        return tree("relation", [left, comparison.renamed("COMPARISON", content(comparison)), right], node)

    def to_json(self, value: Any, names: Names) -> Layout:
        form, comparison = self.affine.to_json(value.form, names), f'"{value.comparison}"'
        return json_record([("form", form), ("comparison", comparison), ("bound", json_number(value.bound))])


class ClauseForm(Form):
    words = "a clause like (1 | -2 | 3)"

    def __init__(self, make: Callable[[tuple[int, ...]], Any]) -> None:
        self.make = make

    def read(self, node: Node, scope: Scope) -> Any:
        return self.make(tuple(self._literal(x, scope) for x in self._literals(node)))

    def _literals(self, node: Node) -> list[Any]:
        inner = parts(node, "tuple", self.words)
        if len(inner) != 1:
            expected(self.words, node)
        return list(inner[0].children) if kind(inner[0]) == "clause" else inner

    def _literal(self, node: Node, scope: Scope) -> int:
        value: int = scope.read(node, INTEGER)
        if value == 0:
            raise Malformed("a literal is a variable or its negation, not 0", span_of(node))
        return value

    def write(self, value: Any, names: Names) -> str:
        return f"({' | '.join(map(str, value.literals))})"

    def from_json(self, node: Node) -> Node:
        found = [translated(x, INTEGER) for x in elements(node, "a clause like [1, -2, 3]")]
        return tree("tuple", [tree("clause", found, node)] if len(found) > 1 else found, node)

    def to_json(self, value: Any, names: Names) -> str:
        return f"[{', '.join(map(str, value.literals))}]"

    def step(self, node: Node, key: object, scope: Scope) -> Part | None:
        if key == "literals":
            return node, self
        literals = self._literals(node)
        return (literals[key], INTEGER) if isinstance(key, int) and key < len(literals) else None

    def bulk(self, run: Token, scope: Scope) -> Sequence[Any] | None:
        if run.type == "TUPLES" and run.count(",") != run.count(")"):  # vectors
            return None
        found = list(integer_rows(run)) if run.type in ("TUPLES", "ARRAYS") else [()]
        return None if any(0 in row or not row for row in found) else list(map(self.make, found))


class Pair(Form):
    """``1 -- 2`` or ``1 -> 2``"""

    def __init__(self, make: Callable[[int, int], Any], wanted: str, mark: str, run: str) -> None:
        self.make, self.wanted, self.mark, self.run = make, wanted, mark, run
        self.words = f"{SPOKEN[wanted]} like 1 {mark} 2"

    def read(self, node: Node, scope: Scope) -> Any:
        a, b = (scope.read(x, INTEGER) for x in parts(node, self.wanted, self.words))
        return built(self.make, node, a, b)

    def write(self, value: Any, names: Names) -> str:
        a, b = value
        return f"{a} {self.mark} {b}"

    def from_json(self, node: Node) -> Node:
        found = [translated(x, INTEGER) for x in elements(node, f"{SPOKEN[self.wanted]} like [1, 2]")]
        if len(found) != 2:
            raise Malformed(f"expected two numbers, found {len(found)}", span_of(node))
        return tree(self.wanted, found, node)

    def to_json(self, value: Any, names: Names) -> str:
        a, b = value
        return f"[{a}, {b}]"

    def bulk(self, run: Token, scope: Scope) -> Sequence[Any] | None:
        if run.type == "ARRAYS":
            return [self.make(a, b) for a, b in integer_rows(run)]
        if run.type != self.run:
            return None
        ends = integers(numbers(run.replace(self.mark, "  ")))
        return list(map(self.make, ends[::2], ends[1::2]))


def constraint_form(make: Callable[..., Any]) -> Form:
    from checker.objects.affine import Affine

    return ConstraintForm(make, AffineForm(Affine))


LITERALS: dict[str, Callable[[Any], Form]] = {
    "checker.objects.affine.Affine": AffineForm,
    "checker.objects.system.Constraint": constraint_form,
    "checker.objects.formula.Clause": ClauseForm,
    "checker.objects.graph.Edge": lambda make: Pair(make, "edge", "--", "EDGES"),
    "checker.objects.graph.Arc": lambda make: Pair(make, "arrow", "->", "ARCS"),
    "checker.objects.points.Points": points_form,
    "checker.objects.vectors.Vectors": vectors_form,
}
"""How to make the form of a type; by path, so that only types in use are imported."""
ALIASES = {"checker.objects.network.Network": "neurons", "checker.objects.system.System": "constraints"}
"""Objects that are written as their one field."""


def path_of(t: Any) -> str:
    return f"{getattr(t, '__module__', '')}.{getattr(t, '__qualname__', '')}"


def has_notation(t: type) -> bool:
    """Whether objects of this type have a notation of their own."""
    return path_of(t) in LITERALS or path_of(t) in ALIASES
