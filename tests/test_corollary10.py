"""Corollary 10 against brute force: labelings of the 3x3 grid, and all ways to cut it by a line."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from flint import fmpq

from checker.claims.fh23.corollary10 import BackwardStatement, Gap, Separation
from checker.claims.table import claim
from checker.kernel.verdict import check
from checker.objects.affine import affine
from checker.objects.network import Network, Step, network
from checker.objects.points import points
from checker.problems.separability import Hyperplanes, Separability
from checker.producers.fh23.corollary10 import fit, gap, separation, statement
from checker.producers.producer import Impossible
from checker.producers.training.no_fit import search

FORWARD, BACKWARD, GAP = (claim(f"fh23.corollary10.{part}") for part in ("forward", "backward", "gap"))
GRID = list(product(range(3), repeat=2))
HALVES = {
    tuple([2 * (a * x + b * y) > c for x, y in GRID])
    for a, b in product(range(-3, 4), repeat=2)
    for c in range(-25, 26, 1 if a or b else 50)
}
"""The points above a line, for every way a line can part the grid (and for none)."""
Labels = tuple[int, ...]
FITTED: set[Labels] = set()
RESTRICTED: set[Labels] = set()
for one, other in product(HALVES, repeat=2):
    for v, w in product((-1, 0, 1), repeat=2):
        FITTED.add(tuple([v * a + w * b for a, b in zip(one, other, strict=True)]))
    if all(a >= b for a, b in zip(one, other, strict=True)):
        RESTRICTED.add(tuple([a - b for a, b in zip(one, other, strict=True)]))
FITTED = {labels for labels in FITTED if set(labels) <= {0, 1}}
CROSSING: set[Labels] = set()
for one, other in product(HALVES, repeat=2):
    cells = list(zip(one, other, strict=True))
    for values in product((0, 1), repeat=4):
        CROSSING.add(tuple([values[2 * a + b] for a, b in cells]))


def grid(labels: Labels) -> Separability:
    rows = [((fmpq(x), fmpq(y)), fmpq(label)) for (x, y), label in zip(GRID, labels, strict=True)]
    return Separability(2, points(2, rows))


def test_what_separates_and_what_fits() -> None:
    """Restricted implies fitted, fitted implies crossing, and neither conversely."""
    assert RESTRICTED < FITTED < CROSSING
    assert [len(found) for found in (RESTRICTED, FITTED, CROSSING)] == [189, 320, 356]


@pytest.mark.exhaustive
def test_every_direction_on_sampled_labelings() -> None:
    random = Random(10)
    sample = [tuple(random.randint(0, 1) for _ in GRID) for _ in range(14)]
    sample += random.sample(sorted(CROSSING - FITTED), 3) + random.sample(sorted(FITTED - RESTRICTED), 6)
    sample += random.sample(sorted(RESTRICTED), 6)
    for labels in sample:
        s = statement(grid(labels))
        if labels in RESTRICTED:
            assert check(FORWARD, s, fit(s)).verified()
        else:
            with pytest.raises(Impossible):
                fit(s)
        found = search(s.target)
        assert isinstance(found, Network) == (labels in FITTED)
        if isinstance(found, Network):
            posed = BackwardStatement(s.source, s.target, found)
            assert check(BACKWARD, posed, separation(posed)).verified()
        if labels in CROSSING - FITTED:
            assert check(GAP, s, gap(s)).verified()
        else:
            with pytest.raises(Impossible):
                gap(s)


def test_no_gap_is_certified_where_thresholds_fit() -> None:
    """The trees of an instance without a fit, and any two lines, for instances that have one."""
    trees = gap(statement(grid((0, 1, 0, 0, 0, 0, 0, 1, 0)))).cases
    lines = Hyperplanes(affine((2, 0), -1), affine((0, 2), -1))
    for labels in sorted(FITTED)[::8]:
        assert not check(GAP, statement(grid(labels)), Gap(lines, trees)).verified()


def test_a_hyperplane_through_a_point_must_be_shifted() -> None:
    s = Separability(1, points(1, [((fmpq(0),), fmpq(0)), ((fmpq(1),), fmpq(1))]))
    posed = BackwardStatement(s, statement(s).target, network((fmpq(1), Step(affine((1,))))))
    found = separation(posed)
    assert check(BACKWARD, posed, found).verified()
    assert found.hyperplanes.first == affine((1,), fmpq(-1, 2))
    whole = Separation(Hyperplanes(affine((1,)), found.hyperplanes.second))
    failure = check(BACKWARD, posed, whole).failure
    assert failure is not None and failure.obligation.name == "separates.off-the-hyperplanes"
