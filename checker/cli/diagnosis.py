"""Why a certificate was refused: the places, the exact values, and the paper's words for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from itertools import islice
from typing import NamedTuple

from flint import fmpq, fmpz

from checker.cli.terminal import clipped
from checker.kernel.obligation import Obligation, Path, Relation
from checker.kernel.verdict import Failure
from checker.language.literals import has_notation
from checker.language.read import Stated
from checker.language.source import Span
from checker.language.write import text_of
from checker.objects.points import Points

ITEMS = 20
"""Of a longer collection only so many items are said."""


class Misfit(NamedTuple):
    """One place where a certificate or its text is wrong."""

    obligation: str
    """The name of the obligation; Other words, such as ``parse``, where none was decided false."""
    message: str
    span: Span | None = None
    path: tuple[str | int, ...] = ()
    words: str = ""
    """The paper's words for the place, where the text does not name it."""
    left: str = ""
    relation: str = ""
    right: str = ""
    difference: str = ""
    """left - right, where both are numbers"""


def misfits(stated: Stated, failure: Failure, most: int) -> Iterator[Misfit]:
    """The first misfits of a failure, with their places in the text."""
    ob = failure.obligation
    if not ob.each:
        yield _misfit(stated, ob, ob.at, ob.left, ob.right)
        return
    for i in islice(failure.indices, most):
        yield _misfit(stated, ob, ob.where(i), ob.left[i], ob.right[i])  # type: ignore[index]


def _misfit(stated: Stated, ob: Obligation, at: Path, left: object, right: object) -> Misfit:
    span, rest = stated.span(at)
    words, difference = spoken(rest), _difference(left, right)
    message = _message(left, ob.relation, right, difference)
    return Misfit(
        ob.name,
        f"{words}: {message}" if words else message,
        span,
        tuple(key if isinstance(key, int | str) else said(key) for key in at),
        words,
        said(left),
        ob.relation.value,
        said(right),
        "" if difference is None else str(difference),
    )


def _difference(left: object, right: object) -> fmpq | None:
    if isinstance(left, int | fmpz | fmpq) and isinstance(right, int | fmpz | fmpq):
        return fmpq(left) - fmpq(right)
    return None


def _message(left: object, relation: Relation, right: object, difference: fmpq | None) -> str:
    a, b = clipped(said(left)), clipped(said(right))
    if relation is Relation.EQUAL:
        far = "" if difference is None else f", difference {clipped(str(difference))}"
        return f"found {a}, expected {b}{far}"
    if relation in (Relation.AT_MOST, Relation.LESS):
        far = "" if difference is None else f", difference {clipped(str(difference))}"
        return f"{a} {relation.value} {b} is false{far}"
    if relation is Relation.SUBSET:
        known = frozenset(right)  # type: ignore[call-overload]
        extra = tuple(x for x in left if x not in known)  # type: ignore[attr-defined]
        return f"{a} is not a subset of {b}; outside: {clipped(', '.join(map(said, islice(extra, ITEMS))))}"
    return f"{a} is not in {b}"


def spoken(rest: Path) -> str:
    """The part of a path that the text does not contain, in words."""
    return ", ".join(str(key + 1) if isinstance(key, int) else str(key).replace("_", " ") for key in rest)


def said(value: object) -> str:
    """A value as a person would write it; of long collections the first items."""
    if has_notation(type(value)) and not isinstance(value, Points):
        return text_of(value)
    if isinstance(value, tuple | frozenset):
        opening, closing = "()" if isinstance(value, tuple) else "{}"
        items = [said(x) for x in islice(value, ITEMS)]
        if len(value) > ITEMS:
            items.append(f"... {len(value) - ITEMS} more")
        return f"{opening}{', '.join(items)}{closing}"
    if isinstance(value, Enum):
        return str(value.value)
    if is_dataclass(value) and not isinstance(value, type):
        inner = ", ".join(said(getattr(value, f.name)) for f in fields(value))
        return f"{type(value).__name__.lower()}({inner})"
    return str(value)
