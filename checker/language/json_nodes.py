"""Values as JSON: how its nodes become those of the text notation.

A form says for each JSON value what the text notation would be, as a tree whose nodes keep their places
in the JSON text.  From there on everything is the same, so that JSON has no meaning of its own.  A
string is text notation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from checker.language.explain import meant
from checker.language.form import Form, expected, kind
from checker.language.layout import Block, Layout, prefixed
from checker.language.source import Malformed, short, span_of
from checker.language.syntax import parsed
from checker.language.tree import Node, Token, tree

NUMERAL = re.compile(r"-?[0-9]+(?:/[0-9]+|\.[0-9]+)?")


def translated(node: Node, form: Form) -> Node:
    """The node of the text notation that this JSON value stands for."""
    return notation(node) if kind(node) == "json_string" else form.from_json(node)


def notation(node: Node) -> Node:
    """The node of the text in a string."""
    token = string(node)
    text = token[1:-1]
    if NUMERAL.fullmatch(text):
        return number(text, node)
    if "\\" in text:
        text = "".join(" " if c in "\n\r\t" else c for c in json.loads(token))
    (found,) = parsed(text, "certificate", "piece", token.line, token.column + 1).children
    return found


def string(node: Node) -> Token:
    """The token of a string, with its quotes."""
    if kind(node) != "json_string":
        expected("a string", node)
    (token,) = node.children  # type: ignore[union-attr]
    assert isinstance(token, Token)
    return token


def content(key: Token) -> str:
    """What a key says."""
    return str(json.loads(key)) if "\\" in key else str(key[1:-1])


def number(text: str, at: Node) -> Node:
    found = tree("number", [Token("NUMBER", text.removeprefix("-"))], at)
    return tree("sum", [Token("SIGN", "-"), found], at) if text[0] == "-" else found


def as_name(key: Token) -> Token:
    """A key as a name."""
    return key.renamed("NAME", content(key))


def members(node: Node, words: str) -> list[tuple[Token, Node]]:
    """The keys and values of an object."""
    if kind(node) != "json_object":
        expected(words, node)
    return [tuple(pair.children) for pair in node.children]  # type: ignore[union-attr]


def fields(node: Node, words: str, needed: Iterable[str], optional: Iterable[str] = ()) -> dict[str, Node]:
    """The values of an object with these keys; raises Malformed if one is unknown, missing or given twice."""
    needed, found = list(needed), dict[str, Node]()
    known = [*needed, *optional]
    for string_, value in members(node, words):
        key = as_name(string_)
        if key not in known:
            close = meant(key, known) or f"; expected {', '.join(known)}"
            raise Malformed(f"unknown key `{short(key)}`{close}", span_of(key))
        if key in found:
            raise Malformed(f"the key `{key}` is given twice", span_of(key))
        found[str(key)] = value
    for key_ in needed:
        if key_ not in found:
            raise Malformed(f"missing the key `{key_}`", span_of(node))
    return found


def array(items: Iterable[Layout]) -> Layout:
    return Block("[", tuple(items), "]", last="")


def record(members: Iterable[tuple[str, Layout]]) -> Layout:
    return Block("{", tuple(prefixed(f'"{key}": ', value) for key, value in members), "}", last="")
