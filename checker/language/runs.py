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

from lark import Token

from checker.language.explain import RUNS
from checker.language.form import Form, Scope
from checker.language.grammar import parser
from checker.language.source import Node
from checker.language.syntax import piece

MANY = "{1,4096}+"
"""How the terminals of runs say that they repeat."""


def is_run(node: Node) -> bool:
    return isinstance(node, Token) and node.type in RUNS


@cache
def pattern(run: str) -> re.Pattern[str]:
    """One item of such a run, with the comma behind it."""
    many = parser("certificate").get_terminal(run).pattern.value
    one = many.removesuffix(MANY)
    assert one != many
    return re.compile(one)


def items(run: Token) -> Iterator[Token]:
    """The items of a run, each with its place."""
    line, column, last = run.line or 1, run.column or 1, 0
    for match in pattern(run.type).finditer(run):
        start = match.start()
        if breaks := run.count("\n", last, start):
            line, column = line + breaks, start - run.rfind("\n", last, start)
        else:
            column += start - last
        last = start
        text = match[0].rstrip(", \t\r\n")
        yield Token(run.type, text, start, line, column, line, column + len(text))


def values(run: Token, form: Form, scope: Scope) -> Sequence[Any]:
    """The values of the items."""
    try:
        found = form.bulk(run, scope)
    except ValueError:
        found = None
    return [scope.read(piece(x), form) for x in items(run)] if found is None else found


def nodes(children: Iterable[Node]) -> Iterator[Node]:
    """The items of a list or set, those of runs parsed."""
    for child in children:
        if isinstance(child, Token):
            yield from map(piece, items(child))
        else:
            yield child


def nth(children: Iterable[Node], index: object) -> Node | None:
    """The item with this index."""
    if not isinstance(index, int):
        return None
    for child in children:
        if isinstance(child, Token):
            count = sum(1 for _ in pattern(child.type).finditer(child))
            if index < count:
                return piece(next(islice(items(child), index, None)))
            index -= count
        elif index == 0:
            return child
        else:
            index -= 1
    return None
