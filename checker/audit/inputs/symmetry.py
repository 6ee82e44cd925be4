"""Lists of items up to symmetry, and what a number may be shrunk to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations_with_replacement
from math import factorial, prod
from typing import TypeVar

from flint import fmpq

T = TypeVar("T", bound=Hashable)


def arrangements(items: Iterable[Hashable]) -> int:
    """In how many orders these items can be put."""
    numbers = Counter(items).values()
    return factorial(sum(numbers)) // prod(map(factorial, numbers))


def classes(
    kinds: Sequence[T], length: int, group: Iterable[Callable[[T], T]]
) -> Iterator[tuple[tuple[T, ...], int]]:
    """One list of each class that the order of its items and a group make, and how many lists the class has."""
    place = {kind: i for i, kind in enumerate(kinds)}
    moves = [[place[move(kind)] for kind in kinds] for move in group]
    for chosen in combinations_with_replacement(range(len(kinds)), length):
        images = {tuple(sorted([move[i] for i in chosen])) for move in moves}
        if chosen == min(images):
            yield tuple([kinds[i] for i in chosen]), len(images) * arrangements(chosen)


def simpler(number: fmpq) -> Iterator[fmpq]:
    """0 and integers of the same sign, each with a smaller sum of numerator and denominator; the smallest first."""
    sign, half, whole = (number > 0) - (number < 0), int(number / 2), int(number)
    for other in sorted({0, sign, half, whole, whole - sign}, key=abs):
        if other * sign >= 0 and abs(other) + 1 < abs(number.p) + number.q:
            yield fmpq(other)
