"""Small changes to the text of any certificate, to test checkers with.  Untrusted.

The text is changed, not the objects, so that a mutant is a file like any other and differs from the
certificate in one place.  A mutant may say something that is still true; whether it is refused, and
why, the kernel says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from checker.language.form import Enumeration, Form
from checker.language.forms import Alias, List, Record, Set, Words, form_of
from checker.language.numerals import numeral
from checker.language.read import Document
from checker.language.sums import Sum

TOKEN = re.compile(
    r"(?P<comment>\#[^\n]*)"
    r"|(?P<number>0[xX][0-9a-fA-F]+(?:\.[0-9a-fA-F]*)?(?:[pP][+-]?[0-9]+)?"
    r"|[0-9]+(?:/[0-9]+|(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?))"
    r"|(?P<name>[A-Za-z][A-Za-z0-9_]*(?:\.[a-z0-9_]+)*)"
    r"|(?P<mark>->|--|<=|>=|\S)"
)
COORDINATE = re.compile(r"x[1-9][0-9]{0,8}")
OPENERS, CLOSERS = frozenset("([{"), frozenset(")]}")
ITEMS, SIDES, SIGNS = frozenset(",|"), frozenset({"->", "--", "<=", ">=", "<", ">", "="}), frozenset("+-")
KEYWORDS = frozenset({"let", "claim", "proof", "end"})


class Edit(NamedTuple):
    """Replace text[start:end]."""

    start: int
    end: int
    new: str
    change: str
    """What is done, in words."""
    part: str
    """Where: in the claim, in the proof, or in a definition."""


class Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Group:
    """Brackets and what stands between them."""

    text: str
    """The opening bracket."""
    start: int
    end: int
    inner: list[Token | Group]


Node = Token | Group
Vocabulary = Mapping[str, frozenset[str]]


def edits(text: str, document: Document) -> list[Edit]:
    """Every small change that is known, in the order of the text; no two give the same text."""
    known = _vocabulary(document)
    found = {(e.start, e.end, e.new): e for e in _edits(text, known) if text[e.start : e.end] != e.new}
    return [found[key] for key in sorted(found)]


def changed(text: str, edit: Edit) -> str:
    """The mutant."""
    return text[: edit.start] + edit.new + text[edit.end :]


def _edits(text: str, known: Vocabulary) -> Iterator[Edit]:
    part, nodes = "", list[Node]()
    for node in _nodes(text):
        if isinstance(node, Token) and node.text in KEYWORDS and node.kind == "name":
            yield from _section(text, part, nodes, known)
            part, nodes = node.text, []
        else:
            nodes.append(node)


def _section(text: str, part: str, nodes: list[Node], known: Vocabulary) -> Iterator[Edit]:
    if part == "let":
        name, _, _, _, *value = nodes
        yield from _inside(text, value, "", known, f"in the definition of {name.text}")
    elif part == "claim":
        yield from _inside(text, nodes[1:], "", known, "in the claim")
    elif part == "proof":
        yield from _inside(text, nodes, "", known, "in the proof")


def _nodes(text: str) -> list[Node]:
    """The tokens of a well-formed document, grouped by brackets; comments left out."""
    top = list[Node]()
    stack = [top]
    opened = list[Token]()
    for match in TOKEN.finditer(text):
        token = Token(str(match.lastgroup), match[0], match.start(), match.end())
        if token.text in OPENERS:
            opened.append(token)
            stack.append([])
        elif token.text in CLOSERS:
            inner, start = stack.pop(), opened.pop()
            stack[-1].append(Group(start.text, start.start, token.end, inner))
        elif token.kind != "comment":
            stack[-1].append(token)
    return top


def _inside(text: str, nodes: list[Node], opener: str, known: Vocabulary, part: str) -> Iterator[Edit]:
    items = [item for item in _split(nodes, ITEMS) if item]
    if not any(node.text == "=" for node in nodes):  # a record's fields are not items
        for start, end, new, change in _items(text, items, opener, any(node.text == "|" for node in nodes)):
            yield Edit(start, end, new, change, part)
    for item in items:
        for side in _split(item, SIDES):
            yield from (e._replace(part=part) for e in _terms(text, side))
    for before, node, after in zip([None, *nodes], nodes, [*nodes[1:], None], strict=False):
        if isinstance(node, Group):
            yield from _inside(text, node.inner, node.text, known, part)
        elif node.kind == "number":
            yield from (e._replace(part=part) for e in _numbers(text, node, before))
        elif node.kind == "name" and not (after and after.text == "="):
            yield from (e._replace(part=part) for e in _names(node, known))


def _split(nodes: Sequence[Node], marks: frozenset[str]) -> list[list[Node]]:
    parts: list[list[Node]] = [[]]
    for node in nodes:
        if isinstance(node, Token) and node.text in marks:
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


def _items(
    text: str, items: list[list[Node]], opener: str, clause: bool
) -> Iterator[tuple[int, int, str, str]]:
    """Items of a list, elements of a set, literals of a clause."""
    if not (opener in ("[", "{") or clause):
        return
    noun = {"[": "item", "{": "element"}.get(opener, "literal")
    spans = [(item[0].start, item[-1].end) for item in items]
    for i, (start, end) in enumerate(spans):
        if i + 1 < len(spans):
            yield start, spans[i + 1][0], "", f"{noun} dropped"
        else:
            yield spans[i - 1][1] if i else start, end, "", f"{noun} dropped"
        if opener == "[":
            yield end, end, ", " + text[start:end], "item duplicated"
    for (a, b), (c, d) in pairwise(spans if opener == "[" else []):
        yield a, d, text[c:d] + text[b:c] + text[a:b], "items swapped"


def _terms(text: str, side: list[Node]) -> Iterator[Edit]:
    """Terms of a sum: each is left out once."""
    starts = [i for i, node in enumerate(side) if i and isinstance(node, Token) and node.text in SIGNS]
    if not starts:
        return
    second = side[starts[0]]
    keep = second.start if second.text == "-" else side[starts[0] + 1].start
    yield Edit(side[0].start, keep, "", "term dropped", "")
    for i, j in zip(starts, [*starts[1:], len(side)], strict=True):
        yield Edit(side[i - 1].end, side[j - 1].end, "", "term dropped", "")


def _numbers(text: str, token: Token, before: Node | None) -> Iterator[Edit]:
    value = numeral(token.text)
    changes = {"plus 1": value + 1, "doubled": 2 * value, "halved": value / 2}
    for change, number in changes.items():
        if number != value:
            yield Edit(token.start, token.end, str(number), f"number {change}", "")
    if value == 0 or (before and before.text == "*"):
        return
    if before is None or before.text not in SIGNS:
        yield Edit(token.start, token.end, f"-{token.text}", "number negated", "")
    else:
        new = ("-" if before.text == "+" else "+") + text[before.end : token.end]
        yield Edit(before.start, token.end, new, "number negated", "")


def _names(token: Token, known: Vocabulary) -> Iterator[Edit]:
    """Words of the vocabulary, references to definitions, coordinates."""
    for other in sorted(known.get(token.text, ())):
        yield Edit(token.start, token.end, other, "word changed", "")
    if COORDINATE.fullmatch(token.text):
        yield Edit(token.start, token.end, f"x{int(token.text[1:]) + 1}", "coordinate plus 1", "")


def _vocabulary(document: Document) -> Vocabulary:
    """What each word could be instead: another of its enumeration or union, another definition."""
    known = dict[str, frozenset[str]]()
    defined = frozenset(d.name for d in document.definitions)
    groups = [defined]
    waiting = [form_of(type(d.value)) for d in document.definitions]
    for stated in document.claims:
        waiting += [form_of(stated.claim.statement), form_of(stated.claim.certificate)]
    seen = set[int]()
    while waiting:
        form = waiting.pop()
        if id(form) in seen:
            continue
        seen.add(id(form))
        words, parts = _parts(form)
        groups.append(words)
        waiting += parts
    for group in groups:
        for word in group:
            known[word] = known.get(word, frozenset()) | (group - {word})
    return known


def _parts(form: Form) -> tuple[frozenset[str], list[Form]]:
    """The words among which a form chooses, and the forms of its parts."""
    match form:
        case Enumeration():
            return frozenset(form.members), []
        case Words():
            parts = [part for _, forms in form.choices.values() for part in forms.values()]
            return frozenset(form.choices), parts
        case Record():
            return frozenset(), list(form.forms.values())
        case List() | Set():
            return frozenset(), [form.item]
        case Alias():
            return frozenset(), [form.form]
        case Sum():
            return frozenset(), [form.atom]
    return frozenset(), []
