"""Syntax trees: what the parser hands to the forms."""

from __future__ import annotations

from collections.abc import Sequence


class Token(str):
    """A piece of text, the terminal that it matches, and its place: lines and columns from 1."""

    __slots__ = ("column", "end_column", "end_line", "line", "type")
    type: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __new__(
        cls, type: str, text: str, line: int = 1, column: int = 1, end_line: int = 1, end_column: int = 1
    ) -> Token:
        made = str.__new__(cls, text)
        made.type = type
        made.line, made.column, made.end_line, made.end_column = line, column, end_line, end_column
        return made

    def renamed(self, type: str, text: str) -> Token:
        """Another token at this place."""
        return Token(type, text, self.line, self.column, self.end_line, self.end_column)


class Tree:
    """A rule of the grammar, what it is made of, and the place from its first sign to its last."""

    __slots__ = ("children", "column", "data", "end_column", "end_line", "line")
    line: int
    column: int
    end_line: int
    end_column: int

    def __init__(self, data: str, children: list[Node], first: Node, last: Node) -> None:
        self.data, self.children = data, children
        self.line, self.column = first.line, first.column
        self.end_line, self.end_column = last.end_line, last.end_column


Node = Tree | Token


def tree(data: str, children: Sequence[Node], at: Node) -> Tree:
    """A tree at the place of another node."""
    return Tree(data, list(children), at, at)
