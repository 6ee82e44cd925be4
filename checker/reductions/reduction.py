"""A reduction turns instances of one problem into instances of another, with its bookkeeping.

The construction is trusted: claims rebuild the target from the source and compare.  The maps of
solutions are not: their results are checked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from checker.kernel.obligation import Path, Proof, each, equal
from checker.objects.points import Points
from checker.problems.training import Training


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the target, in the paper's words, and the part of the source that it stands for."""

    name: str
    source: Path
    """Inside the source instance, e.g. ("clauses", 1)."""
    points: range
    """The data points of the target that belong to it, counted from 0."""
    shape: object = None
    """The object that it is, if it has a name of its own (a selection gadget)."""


@dataclass(frozen=True, slots=True)
class Built:
    """The target instance and where it comes from."""

    instance: Training
    pieces: tuple[Piece, ...]
    words: tuple[str, ...]
    """The paper's words for each data point."""


@dataclass(frozen=True, slots=True)
class Reduction:
    name: str
    source: type
    build: Callable[[Any], Built]
    """The target that belongs to the statement of a claim, whose conditions on the source must hold."""


def target_obligations(given: Training, built: Built, at: Path) -> Proof[None]:
    """The given instance is the one that the construction builds, number by number."""
    made = built.instance
    yield equal("target-dimension", given.dimension, made.dimension, at=(*at, "dimension"))
    yield equal("target-neurons", given.neurons, made.neurons, at=(*at, "neurons"))
    yield equal("target-error", given.error, made.error, at=(*at, "error"))
    yield equal("target-activation", given.activation, made.activation, at=(*at, "activation"))
    yield equal("target-loss", given.loss, made.loss, at=(*at, "loss"))
    yield from point_obligations("target", given.points, made.points, built.words, (*at, "points"))


def point_obligations(name: str, given: Points, made: Points, words: Sequence[str], at: Path) -> Proof[None]:
    """The given points, of the same dimension, are the ones that were made; ``words`` tells each."""

    def named(i: int) -> Path:
        return (*at, i, words[i])

    yield equal(f"{name}-size", len(given), len(made), at=at)
    pairs = zip(given.coordinates, made.coordinates, strict=True)
    for number, (one, other) in enumerate(pairs, 1):
        yield each(equal(f"{name}-x{number}", one, other), place=named)
    yield each(equal(f"{name}-labels", given.labels, made.labels), place=named)


def spoken_places(built: Built, at: Path) -> Callable[[Path], Path]:
    """Says the paper's words for a data point of the instance that stands at ``at``."""
    here = (*at, "points")

    def place(path: Path) -> Path:
        if path[: len(here)] == here and len(path) == len(here) + 1 and isinstance(path[-1], int):
            return (*path, built.words[path[-1]])
        return path

    return place
