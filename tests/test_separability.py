"""Two hyperplanes against brute force: all pairs of dichotomies of the points by a hyperplane.

The oracle knows no tree and no solver of the producers: on the line the dichotomies are the prefixes and
their complements, elsewhere what the hyperplanes through the points make.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import product
from random import Random

import pytest
from flint import fmpq

from checker.audit.oracles.dichotomies import dichotomies
from checker.audit.oracles.two_hyperplanes import bits, separable
from checker.claims.separability import two_hyperplanes as claims
from checker.claims.separability.two_hyperplanes import (
    Cut,
    First,
    Negative,
    Orient,
    Positive,
    Side,
    Statement,
)
from checker.claims.table import claim
from checker.kernel.rows import Combination
from checker.kernel.tree import Close, Hole, Lemma
from checker.kernel.verdict import check
from checker.objects.affine import affine
from checker.objects.points import points
from checker.problems.separability import Hyperplanes, Separability
from checker.producers.producer import Impossible, producer
from checker.producers.separability import two_hyperplanes as made

Q = fmpq
MADE = {
    "and_or": (made.AndOr, claims.AndOrTree),
    "crossing": (made.Crossing, claims.CrossingTree),
    "restricted": (made.Restricted, claims.RestrictedTree),
}
VERSIONS = tuple(MADE)
GRID = tuple(product(range(3), repeat=2))


def instance(xs, labels) -> Separability:
    rows = [(tuple(map(Q, x)), Q(y)) for x, y in zip(xs, labels, strict=True)]
    return Separability(len(xs[0]), points(len(xs[0]), rows))


def sides(xs) -> frozenset[int]:
    """The dichotomies of the points as numbers."""
    return frozenset(map(bits, dichotomies(tuple(tuple(map(Q, x)) for x in xs))))


def decided(version: str, s: Separability) -> bool:
    """What the search says; its solution or its tree is checked here."""
    search, tree = MADE[version]
    found = made.search(search(s))
    yes = isinstance(found, Hyperplanes)
    known = claim(f"separability.two_hyperplanes.{version}.{'yes' if yes else 'no'}")
    certificate = claims.Solution(found) if yes else tree(*found)
    assert check(known, Statement(s), certificate).verified()
    return yes


@cache
def answers(version: str) -> dict[int, bool]:
    """For each set of points of label 1 in the grid, the others having label 0."""
    found = sides(GRID)
    return {ones: separable(version, found, ones, 511 & ~ones) for ones in range(512)}


def turned(ones: int) -> Iterable[int]:
    """The labelling in all positions of the grid."""
    for mirror, swap, upside in product((False, True), repeat=3):
        moved = 0
        for i, (x, y) in enumerate(GRID):
            x, y = (2 - x if mirror else x), (2 - y if upside else y)
            moved |= (ones >> i & 1) << GRID.index((y, x) if swap else (x, y))
        yield moved


@pytest.mark.exhaustive
@pytest.mark.parametrize("version, count", [("and_or", 189), ("crossing", 356), ("restricted", 189)])
def test_all_labellings_of_the_grid(version: str, count: int) -> None:
    """Each in one position of eight; both answers, both certificates.  Crossing knows no label from the other."""
    found = answers(version)
    assert sum(found.values()) == count
    assert all(found[ones] == found[moved] for ones in found for moved in turned(ones))
    orbits = [frozenset(turned(ones)) for ones in found]
    if version == "crossing":
        assert all(found[ones] == found[511 & ~ones] for ones in found)
        orbits = [orbit | {511 & ~ones for ones in orbit} for orbit in orbits]
    for ones in {min(orbit) for orbit in orbits}:
        s = instance(GRID, [ones >> i & 1 for i in range(9)])
        assert decided(version, s) == found[ones], ones


@pytest.mark.parametrize("version", VERSIONS)
def test_all_labelled_sets_on_the_line(version: str) -> None:
    """Each of the points 0, ..., 4 has label 1, label 0, or is not there."""
    prefixes = frozenset(side for n in range(6) for side in ((1 << n) - 1, 31 & ~((1 << n) - 1)))
    for labels in product((None, 0, 1), repeat=5):
        there = [i for i, y in enumerate(labels) if y is not None]
        if there:
            s = instance([(i,) for i in there], [labels[i] for i in there])
            ones, zeros = (bits([y == wanted for y in labels]) for wanted in (1, 0))
            assert decided(version, s) == separable(version, prefixes, ones, zeros), labels


@pytest.mark.parametrize("version", VERSIONS)
def test_random_points_in_two_and_three_dimensions(version: str) -> None:
    """Few values a coordinate: points coincide, lie in line, and are labelled both ways."""
    r = Random(7)
    for _ in range(12):
        d, n = r.choice((2, 3)), r.randint(1, 6)
        xs = [tuple(r.randint(-1, 2) for _ in range(d)) for _ in range(n)]
        labels = [r.randint(0, 1) for _ in xs]
        ones, zeros = (bits([y == wanted for y in labels]) for wanted in (1, 0))
        assert decided(version, instance(xs, labels)) == separable(version, sides(xs), ones, zeros)


@pytest.mark.parametrize("version", VERSIONS)
def test_trees_of_neighbours_prove_nothing_false(version: str) -> None:
    """Every tree, and every tree with a step changed, on every instance that is separable."""
    r, known = Random(3), claim(f"separability.two_hyperplanes.{version}.no")
    worlds = [instance([(i,) for i in range(4)], labels) for labels in product((0, 1), repeat=4)]
    good = [s for s in worlds if decided(version, s)]
    trees = [producer(known).produce(Statement(s)) for s in worlds if s not in good]
    assert good and trees
    for tree in trees:
        changed = [tree]
        for _ in range(10):
            steps = list(tree.tree)
            at = r.randrange(len(steps))
            steps[at : at + 1] = r.choice(([], [steps[at]] * 2, [r.choice(steps)]))
            changed.append(type(tree)(tree.lemmas, tuple(steps)))
        for t in changed:
            assert not any(check(known, Statement(s), t).verified() for s in good)


def crossing(s: Separability, *steps, lemmas=()) -> str | None:
    verdict = check(
        claim("separability.two_hyperplanes.crossing.no"), Statement(s), claims.CrossingTree(lemmas, steps)
    )
    return None if verdict.failure is None else verdict.failure.obligation.name


def closed(*names) -> Close:
    return Close(Combination(tuple((Q(1), name) for name in names)))


def test_symmetries_hold_only_where_nothing_breaks_them() -> None:
    """0 and 2 have label 1, 1 has label 0: two points cut it off, and each wrong step would refute that."""
    s = instance([(0,), (1,), (2,)], (1, 0, 1))
    assert decided("crossing", s)
    between = Close(Combination(((Q(1), Positive(1, 1)), (Q(2), Negative(2, 1)), (Q(1), Positive(3, 1)))))
    assert crossing(s, Orient(1, 1), Orient(3, 1), between) == "hyperplane-is-free"
    start = (Orient(1, 1), Orient(1, 2), First(1, 2))
    assert crossing(s, *start, First(1, 2)) == "nothing-else-assumed"
    assert crossing(s, *start, Orient(3, 1)) == "nothing-else-assumed"
    assert crossing(s, *start, Cut(3, 2)) == "sides-are-known"
    assert crossing(s, *start, Side(3, 1), between) == "farkas.row-available"
    assert crossing(s, Orient(1, 1), Side(2, 2), First(1, 2)) == "sides-are-known"
    assert crossing(s, Orient(1, 1), Orient(2, 2), First(1, 2)) == "sides-are-known"
    opposite = Lemma(frozenset({Negative(1, 1), Positive(2, 1)}), (Orient(1, 2),))
    assert crossing(s, lemmas=(opposite,)) == "nothing-else-assumed"


def test_symmetry_of_the_other_versions() -> None:
    """Once a point is cut off by the hyperplane called 1, the next may need the other."""
    s = instance([(0,), (1,), (2,)], (0, 1, 0))
    for version, step, other, tree in (
        ("and_or", claims.Symmetry, claims.Assign, claims.AndOrTree),
        ("restricted", claims.Symmetry, claims.Branch, claims.RestrictedTree),
    ):
        known = claim(f"separability.two_hyperplanes.{version}.no")
        assert decided(version, s)
        for steps in ((step(1), step(3)), (other(1), step(3))):
            failure = check(known, Statement(s), tree((), steps)).failure
            assert failure is not None and failure.obligation.name == "nothing-assumed"


def test_a_long_path_and_a_hole() -> None:
    """A path through all points of one side, closed by the two points that coincide."""
    n = 2000
    s = instance([(i,) for i in range(n)] + [(0,)], [1] * n + [0])
    path = tuple(
        step for p in range(2, n + 1) for step in (Side(p, 1), closed(Negative(1, 1), Positive(1, 1)))
    )
    start = (Side(1, 1), closed(Negative(1, 1), Positive(1, 1)))
    assert crossing(s, *start, *path) == "farkas.row-available"
    start = (Orient(1, 1), Orient(1, 2), Cut(1, n + 1))
    both = [closed(Positive(1, h), Negative(n + 1, h)) for h in (1, 2)]
    assert crossing(s, *start, *both) is None
    inner = tuple(step for p in range(2, n + 1) for step in (Side(p, 2), both[0]))
    assert crossing(s, *start, *inner, *both) is None
    assert crossing(s, *start, *inner, both[0]) == "tree.every-case-is-closed"
    verdict = check(
        claim("separability.two_hyperplanes.crossing.no"), Statement(s), claims.CrossingTree((), (Hole(),))
    )
    assert verdict.assumptions and not verdict.verified()


def test_what_the_producers_say_where_there_is_no_certificate() -> None:
    for version in VERSIONS:
        yes, no = (
            producer(claim(f"separability.two_hyperplanes.{version}.{word}")) for word in ("yes", "no")
        )
        with pytest.raises(Impossible, match="no two hyperplanes separate the points"):
            yes.produce(Statement(instance([(0,), (0,)], (1, 0))))
        with pytest.raises(Impossible, match=r"two hyperplanes separate the points: .* = 0 and .* = 0"):
            no.produce(Statement(instance([(0,), (1,)], (1, 0))))


def test_strictness() -> None:
    """A point on a hyperplane separates nothing; and where both sets are there, they must differ."""
    s = instance([(0,), (1,)], (1, 0))
    known = {v: claim(f"separability.two_hyperplanes.{v}.yes") for v in VERSIONS}
    there = claims.Solution(Hyperplanes(affine((-1,), 1), affine((), 1)))
    for version in ("and_or", "crossing"):
        assert not check(known[version], Statement(s), there).verified()
    moved = claims.Solution(Hyperplanes(affine((-2,), 1), affine((), 1)))
    for version in ("and_or", "crossing"):
        assert check(known[version], Statement(s), moved).verified()
    assert not check(known["restricted"], Statement(s), moved).verified()
    assert not any(decided(v, instance([(0,), (0,)], (1, 0))) for v in VERSIONS)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("labels", [(), (1,), (0,), (1, 1), (0, 0)])
def test_one_set_empty(version: str, labels: tuple[int, ...]) -> None:
    rows = [((Q(i), Q(0)), Q(y)) for i, y in enumerate(labels)]
    assert decided(version, Separability(2, points(2, rows)))


def test_instances() -> None:
    with pytest.raises(ValueError, match="the label of point 2 is 1/2"):
        instance([(0,), (1,)], (1, Q(1, 2)))
    with pytest.raises(ValueError, match="at least 1"):
        Separability(0, points(1, []))
    with pytest.raises(ValueError, match="dimension = 2, but the points have 1"):
        Separability(2, points(1, [((Q(0),), Q(1))]))
