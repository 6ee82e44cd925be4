"""Words of a report: runs of text in a few styles, exact numbers, and what is said of values and places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from flint import fmpq, fmpz

Style = Literal["", "code", "strong", "letter", "soft", "good", "bad"]
DIGITS = 60  # a longer numerator or denominator is shown by its ends and its length


class Span(NamedTuple):
    """A run of text in one style, perhaps with an index below and a sign above."""

    text: str
    style: Style = ""
    below: str = ""
    above: str = ""


Words = tuple[Span, ...]


class Number(NamedTuple):
    """An exact number in a table, where fraction bars stand below one another."""

    top: str
    bottom: str = ""


def words(*parts: str | Span | Words) -> Words:
    """The parts one after the other; in plain strings ``...`` marks code, and x1, p_(j,r), 2^k are set."""
    out: list[Span] = []
    for part in parts:
        if isinstance(part, Span):
            out.append(part)
        elif isinstance(part, str):
            for i, piece in enumerate(part.split("``")):
                out += [Span(piece, "code")] if i % 2 and piece else _set(piece)
        else:
            out += part
    return tuple(out)


NEGATIVE = re.compile(r"(?<![\w.)-])-(?=\d)")
INDEXED = re.compile(
    r"\b(?P<coordinate>x)(?P<number>\d+)\b"
    r"|\b(?P<letter>[A-Za-z])_(?:[({](?P<indices>[^(){}]*)[)}]|(?P<index>[A-Za-z0-9])(?![A-Za-z0-9_]))"
    r"|(?P<base>[A-Za-z0-9])\^(?:\((?P<power>[^()]*)\)|(?P<exponent>[A-Za-z0-9])(?![A-Za-z0-9_]))"
)


def _set(text: str) -> list[Span]:
    """Letters with their indices and powers."""
    text = NEGATIVE.sub("\N{MINUS SIGN}", text)
    out, end = [], 0
    for match in INDEXED.finditer(text):
        if before := text[end : match.start()]:
            out.append(Span(before))
        end = match.end()
        base = match["base"]
        below = match["number"] or match["indices"] or match["index"] or ""
        above = match["power"] or match["exponent"] or ""
        letter = base or match["coordinate"] or match["letter"]
        out.append(Span(letter, "letter" if letter.isalpha() else "", below, above))
    return out + ([Span(text[end:])] if text[end:] else [])


def plain(text: Words) -> str:
    """The words without their styles: ``x1``, ``p_(1,2)``, ``q1+``, ``2^(k-1)``."""
    out = []
    for part in text:
        below, above = part.below, part.above
        if below and not below.isdigit():
            below = f"_({below})" if len(below) > 1 else f"_{below}"
        if above and above not in SIGNS:
            above = f"^({above})" if len(above) > 1 else f"^{above}"
        out.append(part.text + below + above)
    return "".join(out)


SIGNS = ("+", "\N{MINUS SIGN}")


def joined(parts: Iterable[Words], between: str = ", ") -> Words:
    """The parts with this text between them."""
    out: list[Span] = []
    for part in parts:
        out += ([Span(between)] if out else []) + list(part)
    return tuple(out)


def number(value: fmpq | fmpz | int) -> Number:
    """The number in lowest terms; FLINT writes it, because int() stops at 4,300 digits."""
    q = value if isinstance(value, fmpq) else fmpq(fmpz(value))
    bottom = "" if q.q == 1 else _shortened(str(q.q))
    return Number(_shortened(str(q.p)).replace("-", "\N{MINUS SIGN}"), bottom)


def numeral(value: fmpq | fmpz | int) -> str:
    """The number as one piece of text."""
    top, bottom = number(value)
    return f"{top}/{bottom}" if bottom else top


def _shortened(digits: str) -> str:
    if len(digits) <= DIGITS:
        return digits
    return f"{digits[:12]}...{digits[-8:]} ({len(digits.lstrip('-'))} digits)"


UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def printable(text: str) -> str:
    """The text without characters that steer a terminal, reorder a line or have no glyph."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        c if c == "\n" or unicodedata.category(c) not in UNSEEN else "\N{REPLACEMENT CHARACTER}"
        for c in text.expandtabs(4)
    )


def counted(count: int, noun: str, plural: str = "") -> str:
    """``1 point``, ``12,550 points``"""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def listed(items: Sequence[str]) -> str:
    """``a, b and c``"""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


SYMBOL = re.compile(r"(?:\bpoint |^|: )([a-z])_?\(?(\d+(?:,\d+)*)\)?([+-]?)(?!\w)")


def symbol(text: str) -> Span | None:
    """The letter that the words give a point: ``the point p_(1,2)`` or ``point q1+``."""
    if (match := SYMBOL.search(text)) is None:
        return None
    return Span(match[1], "strong", match[2], match[3].replace("-", "\N{MINUS SIGN}"))
