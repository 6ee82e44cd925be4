"""What a command is: its words for ``--help``, its arguments, and what it does."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flint import fmpq

from checker.cli.codes import USAGE, Failed
from checker.language.numerals import numeral

RATIONAL = re.compile(r"[0-9]+(?:/[0-9]+|\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    summary: str
    examples: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]


def positive(text: str) -> int:
    """A number from 1, as argument."""
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 10 and int(text) > 0):
        raise ArgumentTypeError(f"expected a number from 1, found {text!r}")
    return int(text)


def natural(text: str) -> int:
    """A number from 0, as argument."""
    return 0 if text == "0" else positive(text)


def rational(text: str) -> fmpq:
    """A rational number from 0, as argument: an integer, p/q or a decimal."""
    try:
        if RATIONAL.fullmatch(text):
            return numeral(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{error}: {text!r}") from None
    raise ArgumentTypeError(f"expected a number from 0 like 2, 7/3 or 0.5, found {text!r}")


def seconds(text: str) -> float:
    """A time above 0, as argument."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e9:
        raise ArgumentTypeError(f"expected a number of seconds above 0, found {text!r}")
    return value


def one_of(name: str, known: Sequence[str], noun: str) -> str:
    """The name if it is known; otherwise a usage error that suggests what was meant."""
    if name in known:
        return name
    from difflib import get_close_matches

    close = [k for k in known if k.startswith(f"{name}.")] or get_close_matches(name, known, 3)
    hint = f"did you mean {' or '.join(close)}?" if close else f"`relucert {LISTS[noun]}` lists them"
    raise Failed(USAGE, f"unknown {noun} {name!r}; {hint}")


LISTS = {"command": "--help", "claim": "claims", "reduction": "reduce --help", "subject": "audit --list"}
