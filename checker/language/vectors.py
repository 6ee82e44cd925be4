"""Lists of vectors."""

from __future__ import annotations

from flint import fmpq

from checker.language.form import Names, Part, Scope, kind, parts
from checker.language.layout import Block, Layout
from checker.language.numbers import RATIONAL
from checker.language.source import Malformed, Node, span_of
from checker.objects.vectors import Vectors, vectors


class VectorsForm:
    words = "a list of vectors like (1, -1/2)"

    def read(self, node: Node, scope: Scope) -> Vectors:
        rows = list[tuple[fmpq, ...]]()
        for child in parts(node, "list", self.words):
            row = tuple([RATIONAL.read(x, scope) for x in parts(child, "tuple", "a vector like (1, -1/2)")])
            if rows and len(row) != len(rows[0]):
                message = (
                    f"expected a vector with {len(rows[0])} coordinates like the first, found {len(row)}"
                )
                raise Malformed(message, span_of(child))
            rows.append(row)
        return vectors(rows)

    def write(self, value: Vectors, names: Names) -> Layout:
        return Block("[", tuple(f"({', '.join(map(str, x))})" for x in value), "]")

    def step(self, node: Node, key: object, scope: Scope) -> Part | None:
        if not isinstance(key, int) or kind(node) != "list":
            return None
        found = parts(node, "list", self.words)
        return (found[key], self) if key < len(found) else None
