"""A document as JSON: its tree in the text notation."""

from __future__ import annotations

import re

from checker.claims.table import NAMES, claim
from checker.language.form import kind
from checker.language.forms import form_of
from checker.language.json_nodes import content, fields, members, string, translated
from checker.language.kinds import KINDS, type_of
from checker.language.runs import elements
from checker.language.source import Malformed, short, span_of
from checker.language.syntax import check_version, parsed
from checker.language.tree import Node, Token, Tree, tree

NAME = re.compile("[A-Za-z][A-Za-z0-9_]*")
DOCUMENT = 'a document like {"relucert": 1, "definitions": {}, "claims": []}'


def json_tree(text: str) -> tuple[Tree, bool]:
    """The document, and whether it is of a newer format."""
    (root,) = parsed(text, "json").children
    headers = [value for key, value in members(root, DOCUMENT) if content(key) == "relucert"]
    newer = bool(headers) and check_version(_version(headers[0]), span_of(headers[0]))
    found = fields(root, DOCUMENT, ("relucert",), ("definitions", "claims"))
    items: list[Node] = []
    if "definitions" in found:
        named = members(found["definitions"], "an object of definitions")
        items += [_definition(key, value) for key, value in named]
    if "claims" in found:
        items += map(_claim, elements(found["claims"], "an array of claims"))
    return tree("start", [Token("VERSION", ""), *items], root), newer


def _version(node: Node) -> str:
    if kind(node) == "json_number":
        return str(node.children[0])  # type: ignore[union-attr]
    return content(string(node))


def _definition(key: Token, value: Node) -> Node:
    name = content(key)
    if not NAME.fullmatch(name):
        raise Malformed(f"`{short(name)}` is not a name: expected letters, digits and _", span_of(key))
    pairs = members(value, 'a definition like {"graph": {...}}')
    if len(pairs) != 1:
        raise Malformed(f"expected one key, the kind of `{name}`, found {len(pairs)}", span_of(value))
    kind, inner = pairs[0]
    if content(kind) in KINDS:
        inner = translated(inner, form_of(type_of(content(kind))))
    return tree("definition", [key.renamed("NAME", name), kind.renamed("NAME", content(kind)), inner], key)


def _claim(node: Node) -> Node:
    words = 'a claim like {"claim": "training.fits", "statement": {...}, "proof": {...}}'
    found = fields(node, words, ("claim", "statement", "proof"))
    key = string(found["claim"])
    statement, proof = found["statement"], found["proof"]
    if content(key) in NAMES:
        known = claim(content(key))
        statement = translated(statement, form_of(known.statement))
        proof = translated(proof, form_of(known.certificate))
    return tree("claim", [key.renamed("CLAIM_ID", content(key)), statement, proof], node)
