"""What reaches the terminal: nothing of a file may pose as a verdict or command the screen."""

from __future__ import annotations

import os
import re
import sys

from checker.language.source import Span

WINDOW = 160
"""Longer lines are shown as a window around the place."""
TITLE = re.compile(r"^(.*?): (error\[[^]]*\]):", re.MULTILINE)
CARET = re.compile(r"^ +\^+$", re.MULTILINE)


def visible(text: str) -> str:
    """The text with every character that is not printable replaced; its length stays."""
    return (
        text
        if text.isprintable()
        else "".join(c if c.isprintable() else " " if c == "\t" else "\ufffd" for c in text)
    )


def quoted(value: object) -> str:
    """A value of ``key=value``: quoted, and escaped as in Python, where it is not one plain word."""
    text = str(value)
    if text and text.isprintable() and not any(c in text for c in ' "\\'):
        return text
    escaped = (
        f"\\{c}" if c in '"\\' else c if c.isprintable() else c.encode("unicode_escape").decode()
        for c in text
    )
    return f'"{"".join(escaped)}"'


def shown(file: str, text: str, span: Span, title: str, message: str) -> str:
    """``file:line:column: error[title]: message``, the line, and a caret under the place."""
    head = f"{visible(file)}:{span.line}:{span.column}: error[{title}]: {visible(message)}"
    lines = text.split("\n", span.line)
    line = visible(lines[span.line - 1].removesuffix("\r")) if len(lines) >= span.line else ""
    start = span.column - 1
    stop = span.end_column - 1 if span.end_line == span.line else len(line)
    if not line.strip() or start > len(line):
        return head
    if len(line) > WINDOW:
        cut = max(0, start - WINDOW // 3)
        line, start, stop = line[cut : cut + WINDOW], start - cut, min(stop - cut, WINDOW)
    return f"{head}\n  {line}\n  {' ' * start}{'^' * max(1, stop - start)}"


def clipped(text: str, limit: int = 200) -> str:
    """The beginning of a long text, and how much was left out."""
    return text if len(text) <= limit else f"{text[:limit]}... ({len(text)} characters)"


class Console:
    """Standard error, in colour where the user wants it."""

    def __init__(self, color: str = "auto") -> None:
        wanted = sys.stderr.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        self.color = color == "always" or (color == "auto" and wanted)

    def print(self, text: str) -> None:
        if self.color:
            text = TITLE.sub("\033[1m\\1\033[0m: \033[1;31m\\2\033[0m:", text)
            text = CARET.sub(lambda m: f"\033[1;31m{m[0]}\033[0m", text)
        print(text, file=sys.stderr)
