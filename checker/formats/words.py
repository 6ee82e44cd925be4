"""Line-oriented files: words with their places, and numbers read from words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from checker.language.source import Malformed, Span

WORD = re.compile(r"[^ \t\r\f\v]+")
NATURAL = re.compile(r"0|[1-9][0-9]{0,17}")
DIGITS = re.compile(r"-?[0-9]+")


class Word(NamedTuple):
    text: str
    line: int
    column: int

    @property
    def span(self) -> Span:
        return Span(self.line, self.column, self.line, self.column + len(self.text))


def words(line: str, number: int) -> list[Word]:
    """The words of this line."""
    return [Word(m[0], number, m.start() + 1) for m in WORD.finditer(line)]


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Every line with its number; a last line that is empty is none."""
    return enumerate(text.removesuffix("\n").split("\n"), 1)


def end(text: str) -> Span:
    """The place behind the last character of the last line."""
    body = text.removesuffix("\n")
    line, column = body.count("\n") + 1, len(body) - body.rfind("\n")
    return Span(line, column, line, column + 1)


def across(found: list[Word]) -> Span:
    """From the first of these words to the last."""
    return Span(found[0].line, found[0].column, found[-1].span.end_line, found[-1].span.end_column)


def natural(word: Word, what: str) -> int:
    """The integer from 0 to 10^18 that the word writes; raises Malformed."""
    if not NATURAL.fullmatch(word.text):
        long = DIGITS.fullmatch(word.text) and len(word.text) > 18
        wanted = f"{what} up to 10^18" if long else what
        raise Malformed(f"expected {wanted}, found `{clipped(word.text)}`", word.span)
    return int(word.text)


def clipped(text: str) -> str:
    """The text, or the beginning of a long one."""
    return text if len(text) <= 40 else f"{text[:40]}..."


def counted(count: int, noun: str, plural: str = "") -> str:
    """``1 clause``, ``2 clauses``"""
    return f"{count} {noun if count == 1 else plural or noun + 's'}"
