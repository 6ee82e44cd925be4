"""A value together with the places of its parts in the text that it was read from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from checker.kernel.obligation import Path
from checker.language.source import Span

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    value: T
    where: Callable[[Path], tuple[Span, Path]]
    """The place of a path into the value, or of its nearest ancestor, and the rest of the path."""
    comment: str = ""
    """What a document with the value should say about it, as comment lines."""
