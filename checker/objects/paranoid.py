"""The switch behind ``--paranoid``: definitions only, no fast roads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

_depth = 0


@contextmanager
def exact_only() -> Iterator[None]:
    """Inside, every function that has a fast road computes by its definition.

    Holds for every thread of this process, not for processes that it starts.
    """
    global _depth
    _depth += 1
    try:
        yield
    finally:
        _depth -= 1


def is_exact_only() -> bool:
    return _depth > 0
