"""The oracles of the audits against known counts and against one another."""

from __future__ import annotations

from itertools import product
from math import comb
from random import Random

import pytest
from flint import fmpq

from checker.audit.oracles.dichotomies import dichotomies
from checker.audit.oracles.simplex import refute
from checker.kernel.rows import Combination, Row


def exact(rows):
    return tuple(tuple(map(fmpq, row)) for row in rows)


@pytest.mark.parametrize("n, d", [(1, 1), (5, 1), (4, 2), (6, 2), (5, 3), (7, 3)])
def test_dichotomies_of_points_in_general_position_are_as_many_as_cover_says(n: int, d: int) -> None:
    curve = exact([[t**i for i in range(1, d + 1)] for t in range(n)])
    assert len(dichotomies(curve)) == 2 * sum(comb(n - 1, i) for i in range(d + 1))


def test_dichotomies_of_grids() -> None:
    """The linear threshold functions on {0, .., n-1}^2."""
    for n, known in ((1, 2), (2, 14), (3, 58), (4, 174)):
        assert len(dichotomies(exact(product(range(n), repeat=2)))) == known
    assert len(dichotomies(exact(product((0, 1), repeat=3)))) == 104
    assert dichotomies(()) == {()}


@pytest.mark.parametrize("seed", range(3))
def test_dichotomies_are_those_of_linear_systems(seed: int) -> None:
    """The grid; points that coincide, that lie on lines, that do not span."""
    r, given = Random(seed), [exact(product(range(3), repeat=2))][seed:]
    for _ in range(4):
        d = r.randint(1, 3)
        given.append(exact([[r.randint(-1, 1) for _ in range(d)] for _ in range(r.randint(1, 6))]))
    for xs in given:
        found = dichotomies(xs)
        for signs in product((False, True), repeat=len(xs)):
            rows = dict[int, Row]()
            for i, (x, positive) in enumerate(zip(xs, signs, strict=True)):
                form = [(j, c if positive else -c) for j, c in enumerate((*x, fmpq(1))) if c]
                rows[i] = Row(tuple(form), ">=", fmpq(1))
            assert (signs in found) == (not isinstance(refute(rows, len(xs[0]) + 1), Combination))
