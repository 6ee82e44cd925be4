"""The reference parser: lark itself, on the grammar as it stands.

It reads what the parser refuses, to say why in plain words, and every text under ``--paranoid``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import lark
from lark import Lark, UnexpectedInput, UnexpectedToken

from checker.language.explain import START, expectation, place, unclosed
from checker.language.grammar import lark_parser, text_of
from checker.language.lalr import DEEPER, DEEPEST, MANY_TOKENS
from checker.language.source import Malformed, Span, short
from checker.language.tree import Node, Token, Tree

BLANKS = " \t\r\n"
HINTS = {
    "/": " (a fraction is written 1/2, without spaces or signs inside)",
    ".": " (a decimal is written 0.5)",
}
LEXEME = re.compile(r"[A-Za-z][A-Za-z0-9_]*|[0-9]+(?:[/.][0-9]+)?|->|--|[<>]=|.", re.DOTALL)


@cache
def parser(name: str) -> Lark:
    return lark_parser(text_of(name))


def parsed(text: str, grammar: str, start: str, line: int, column: int) -> Tree:
    """The syntax tree of a text that begins at this place; raises Malformed."""
    origin = START._replace(line=line, column=column)
    state = parser(grammar).parse_interactive(text, start=start)
    counter = state.lexer_thread.state.line_ctr  # type: ignore[union-attr]
    counter.line, counter.column, counter.line_start_pos = line, column, 1 - column
    token, depth, limit, reason = None, 0, len(text), ""
    try:
        for count, token in enumerate(state.iter_parse()):
            depth += DEEPER.get(token.type, 0)
            if depth > DEEPEST:
                here = place(text, token.start_pos or 0, origin)
                raise Malformed(f"brackets are nested more than {DEEPEST} deep", here)
            if count == MANY_TOKENS and (found := unclosed(text, grammar)):
                limit, reason = found
            if (token.start_pos or 0) > limit:  # no use in going on to the end
                raise Malformed(reason, place(text, limit, origin))
        tree = _copied(state.feed_eof(token))  # type: ignore[no-untyped-call]
    except UnexpectedInput as error:
        raise _explained(text, grammar, error, state, origin) from None
    assert isinstance(tree, Tree)
    return tree


def _copied(node: Any) -> Node:
    """The same tree, as the parser makes it."""
    place: Any = node if isinstance(node, lark.Token) else node.meta
    span = place.line, place.column, place.end_line, place.end_column
    if isinstance(node, lark.Token):
        return Token(node.type, str(node), *span)
    here = Token("", "", *span)
    return Tree(str(node.data), [_copied(child) for child in node.children], here, here)


def _explained(text: str, grammar: str, error: UnexpectedInput, state: Any, origin: Span) -> Malformed:
    """Why the text cannot be parsed: a bracket that is not closed before, otherwise what stands here."""
    ended = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    at = len(text.rstrip(BLANKS)) if ended else error.pos_in_stream or 0
    if (found := unclosed(text, grammar)) and found[0] < at:
        return Malformed(found[1], place(text, found[0], origin))
    wanted, here = expectation(frozenset(state.accepts())), place(text, at, origin)
    if ended:
        return Malformed(f"the text ends too early; expected {wanted}", here)
    if not isinstance(error, UnexpectedToken) and text[at].isdigit():
        return Malformed("malformed number; expected an integer, p/q, a decimal or a hexadecimal float", here)
    lexeme = LEXEME.match(text, at)[0]  # type: ignore[index]  # of a run only the beginning
    here = here._replace(end_column=here.column + len(lexeme))
    shown = short(lexeme) if lexeme.isprintable() else repr(lexeme)[1:-1]
    return Malformed(f"unexpected `{shown}`{HINTS.get(lexeme, '')}; expected {wanted}", here)
