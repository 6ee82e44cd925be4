"""Values and places of a certificate in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from itertools import islice
from typing import Any

from flint import fmpq, fmpz

from checker.kernel.column import Column
from checker.kernel.obligation import Path
from checker.kernel.rows import Combination
from checker.language.form import Form
from checker.language.forms import form_of
from checker.language.layout import flat, natural
from checker.language.literals import has_notation
from checker.reports.words import numeral

MANY = 20  # members of a collection that are named
LONG = 300  # characters of one value
MINUS = re.compile(r"(?<!-)-(?![->])")
FROM_ZERO = {"bags", "nodes", "branch sets"}
"""What the notation itself refers to by its number, from 0; everything else is counted from 1."""
SINGULAR = {"vertices": "vertex", "matrices": "matrix", "indices": "index"}


def word_of(make: type) -> str:
    """``TwoTrue`` is written ``two_true``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", make.__name__).lower()


def said(value: object) -> str:
    """The value as its canonical text, long ones by their beginning."""
    text = _said(value)
    return text if len(text) <= LONG else text[:LONG] + " ..."


def _said(value: object) -> str:
    if isinstance(value, int | fmpz | fmpq):
        return numeral(value)
    if isinstance(value, str):
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if has_notation(type(value)):
        return written(value, form_of(type(value))) or type(value).__name__.lower()
    if isinstance(value, Combination):
        return _sum(value)
    if isinstance(value, frozenset):
        return f"{{{_several(sorted(islice(value, 10_000), key=_order), len(value))}}}"
    if isinstance(value, tuple):
        return f"({_several(value, len(value))})"
    if isinstance(value, Column):
        return f"({_several((value[i] for i in range(len(value))), len(value))})"
    if is_dataclass(value) and not isinstance(value, type):
        return _fields(value)
    return type(value).__name__


def _several(items: Iterable[object], count: int) -> str:
    first = ", ".join(map(_said, islice(items, MANY)))
    return first if count <= MANY else f"{first}, ... {count - MANY:,} more"


def _order(value: object) -> tuple[Any, ...]:
    """Numbers by size, everything else as the canonical text has it."""
    return (0, value, "") if isinstance(value, int) else (1, 0, natural(_said(value)))


def written(value: Any, form: Form) -> str:
    """The canonical text of a small object on one line; empty if it is long."""
    if not _small(value):
        return ""
    return MINUS.sub("\N{MINUS SIGN}", flat(form.write(value, {}), LONG) or "")


def _sum(value: Combination[Any]) -> str:
    out = ""
    for factor, atom in islice(value.terms, MANY):
        size = "" if abs(factor) == 1 else f"{numeral(abs(factor))}*"
        sign = "\N{MINUS SIGN}" if factor < 0 else "+"
        out += (f" {sign} " if out else sign.replace("+", "")) + size + _said(atom)
    more = len(value.terms) - MANY
    return (out or "0") + (f" + ... {more:,} more" if more > 0 else "")


def _small(value: object) -> bool:
    """Whether the value has at most LONG parts; never looks at more."""
    waiting, seen = [value], 0
    while waiting:
        part = waiting.pop()
        seen += 1
        if isinstance(part, Column):
            seen += len(part)
        elif isinstance(part, tuple | frozenset):
            waiting += islice(part, LONG)
            seen += max(0, len(part) - LONG)
        elif is_dataclass(part):
            waiting += [getattr(part, f.name) for f in fields(part)]
        if seen > LONG:
            return False
    return True


def _fields(value: Any) -> str:
    name = word_of(type(value))
    return f"{name}({', '.join(_said(getattr(value, f.name)) for f in islice(fields(value), MANY))})"


def place(path: Path) -> str:
    """The path in words: ``lemma 2, step 1``; ``graph, edge 0 -- 2``; what is speech already stays."""
    return ", ".join(_steps(path))


def _steps(path: Path) -> Iterator[str]:
    keys = list(path)
    while keys:
        key = keys.pop(0)
        if not isinstance(key, str):
            yield f"entry {key + 1}" if isinstance(key, int) else said(key)
            continue
        word = key.replace("_", " ") if key.isidentifier() else key
        if keys and key.isidentifier() and not isinstance(keys[0], str):
            one = singular(word)
            item = keys.pop(0)
            if isinstance(item, int):
                number = item if word in FROM_ZERO else item + 1
                yield f"{one} {number}" if one != word else f"{word}, entry {item + 1}"
            else:
                yield f"{one} {said(item)}"
        else:
            yield word


def singular(word: str) -> str:
    """One of them: ``bags`` -> ``bag``."""
    if word in SINGULAR:
        return SINGULAR[word]
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("ches"):
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word
