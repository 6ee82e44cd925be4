"""Whether a network fits points, by the definition: all activation patterns, one linear system each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations_with_replacement, product

from flint import fmpq

from checker.audit.oracles.simplex import refute
from checker.kernel.rows import Combination, Row
from checker.objects.network import Activation
from checker.problems.training import Training


def fits(t: Training, weights: Sequence[int] = (1, -1)) -> bool:
    """Each point in each pattern, but for those that contradict the points before it.

    ``weights`` is what the output weights of ReLUs may be; those of thresholds are variables.
    """
    k, d = t.neurons, t.dimension + 1
    data = [((*x, fmpq(1)), y) for x, y in t.points]

    def form(x: Sequence[fmpq], j: int, factor: int = 1) -> dict[int, fmpq]:
        return {j * d + i: factor * c for i, c in enumerate(x) if c}

    def cell(x: Sequence[fmpq], y: fmpq, pattern: Sequence[int], signs: Sequence[int]) -> list[Row]:
        """Closed cells; a threshold's form may be multiplied until it is at least 1 where it is positive."""
        rows, total = list[tuple[dict[int, fmpq], bool, fmpq]](), dict[int, fmpq]()
        for j, on in enumerate(pattern):
            least = fmpq(int(bool(on) and t.activation is Activation.STEP))
            rows.append((form(x, j, 1 if on else -1), False, least))
            if on:
                relu = t.activation is Activation.RELU
                total.update(form(x, j, signs[j]) if relu else {k * d + j: fmpq(1)})
        rows.append((total, True, y))
        return [Row(tuple(sorted(terms.items())), "=" if equal else ">=", c) for terms, equal, c in rows]

    def possible(rows: list[Row], placed: int, signs: Sequence[int]) -> bool:
        if isinstance(refute(dict(enumerate(rows)), k * d + k), Combination):
            return False
        return placed == len(data) or any(
            possible(rows + cell(*data[placed], pattern, signs), placed + 1, signs)
            for pattern in product((0, 1), repeat=k)
        )

    relu = t.activation is Activation.RELU
    return any(
        possible([], 0, signs) for signs in combinations_with_replacement(weights if relu else (1,), k)
    )
