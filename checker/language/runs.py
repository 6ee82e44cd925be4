"""Runs: whole stretches of plain items that the grammar hands over as one token.

The form of the items reads a run at once if it can; otherwise, and whenever something is wrong with
it, the items are parsed and read one by one, so that values, errors and places are those of the slow
road.  A test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any

from checker.language.explain import JSON_RUNS, RUNS
from checker.language.form import Form, Scope, expected, kind
from checker.language.grammar import parser
from checker.language.json_nodes import translated
from checker.language.syntax import piece
from checker.language.tree import Node, Token, tree

MANY = "{1,4096}+"
"""How the terminals of runs say that they repeat."""


def is_run(node: Node) -> bool:
    return isinstance(node, Token) and (node.type in RUNS or node.type in JSON_RUNS)


def grammar_of(run: str) -> str:
    return "json" if run in JSON_RUNS else "certificate"


@cache
def pattern(run: str) -> re.Pattern[str]:
    """One item of such a run, with the comma behind it."""
    many = parser(grammar_of(run)).tables.terminals[run]
    one = many.removesuffix(MANY)
    assert one != many
    return re.compile(one)


def items(run: Token) -> Iterator[Token]:
    """The items of a run, each with its place."""
    line, column, last = run.line, run.column, 0
    for match in pattern(run.type).finditer(run):
        start = match.start()
        if breaks := run.count("\n", last, start):
            line, column = line + breaks, start - run.rfind("\n", last, start)
        else:
            column += start - last
        last = start
        text = match[0].rstrip(", \t\r\n")
        yield Token(run.type, text, line, column, line, column + len(text))


def plain(node: Node, form: Form) -> Node:
    """The node, or the item of a run, in text notation."""
    if isinstance(node, Token):
        node = unpacked(node) if node.type in JSON_RUNS else piece(node)
    return translated(node, form) if kind(node).startswith("json_") else node


def unpacked(item: Token) -> Node:
    """The tree of an item of JSON."""
    if item.type == "SCALARS":
        return tree("json_string" if item[0] == '"' else "json_number", [item], item)
    return piece(item, "json")


def values(run: Token, form: Form, scope: Scope) -> Sequence[Any]:
    """The values of the items."""
    try:
        found = form.bulk(run, scope)
    except ValueError:
        found = None
    return [scope.read(plain(x, form), form) for x in items(run)] if found is None else found


def nodes(children: Iterable[Node], form: Form) -> Iterator[Node]:
    """The items of a list or set, in text notation."""
    for child in children:
        for item in items(child) if isinstance(child, Token) else [child]:
            yield plain(item, form)


def nth(children: Iterable[Node], index: object, form: Form) -> Node | None:
    """The item with this index."""
    if not isinstance(index, int):
        return None
    for child in children:
        if isinstance(child, Token):
            count = sum(1 for _ in pattern(child.type).finditer(child))
            if index < count:
                return plain(next(islice(items(child), index, None)), form)
            index -= count
        elif index == 0:
            return plain(child, form)
        else:
            index -= 1
    return None


def listed(node: Node, words: str) -> list[Node]:
    """The children of an array: items, still JSON, and runs."""
    if kind(node) != "json_array":
        expected(words, node)
    return node.children  # type: ignore[union-attr]


def elements(node: Node, words: str) -> list[Node]:
    """The items of an array, still JSON."""
    found: list[Node] = []
    for child in listed(node, words):
        found += map(unpacked, items(child)) if isinstance(child, Token) else [child]
    return found
