"""Hyperplanes that part points as an oracle says that they can be."""

from __future__ import annotations

from checker.audit.oracles.dichotomies import Dichotomy
from checker.kernel.rows import Combination, Row
from checker.objects.affine import Affine
from checker.problems.separability import ONE, ZERO, Separability
from checker.producers.solvers.linear import LinearSystem


def form_of(s: Separability, side: Dichotomy) -> Affine:
    """A form with these signs at the points."""
    rows = []
    for i, ((x, _), positive) in enumerate(zip(s.points, side, strict=True)):
        sign = 1 if positive else -1
        rows.append((i, Row(tuple([(j, sign * c) for j, c in enumerate((*x, ONE)) if c]), ">", ZERO)))
    found = LinearSystem(rows).solve()
    if isinstance(found, Combination):
        raise RuntimeError("the oracle parts the points in a way that no hyperplane does")
    terms = [(j + 1, found[j]) for j in range(s.dimension) if found.get(j, ZERO) != 0]
    return Affine(tuple(terms), found.get(s.dimension, ZERO))
