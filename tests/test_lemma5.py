"""Lemmas 4 and 5 against levees with two free slopes, and stacks against their sums of clamps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, product
from math import prod
from random import Random

import pytest
from flint import fmpq

from checker.claims.fh23 import lemma4, lemma5
from checker.claims.table import claim
from checker.kernel.verdict import check
from checker.objects.affine import affine
from checker.objects.points import points
from checker.producers.fh23 import lemma4 as lemma4_producer
from checker.producers.fh23 import lemma5 as lemma5_producer
from checker.producers.fh23.stack import starts_of, uniqueness
from checker.producers.producer import Impossible, Unknown
from checker.reductions.fh23.selection_gadget import SelectionGadget

Q, ZERO = fmpq, fmpq(0)
Point = tuple[tuple[fmpq, ...], fmpq]


def accepted(name: str, statement: object, certificate: object) -> bool:
    return check(claim(name), statement, certificate).verified()


def cut(t: fmpq) -> fmpq:
    return max(Q(0), min(Q(1), t))


def two_slopes(s: fmpq, t: fmpq, x: tuple[fmpq, ...], z: fmpq = ZERO) -> fmpq:
    """A rise of slope s and a fall of slope t: a levee if they are equal."""
    return cut(x[1] - z - s * x[0] + 2) - cut(x[1] - z - t * x[0] - 1)


def fits(s: fmpq, t: fmpq, data: list[Point]) -> bool:
    return all(two_slopes(s, t, x) == label for x, label in data)


def changed(data: list[Point]) -> Iterator[list[Point]]:
    """One point relabelled, moved, or doubled at another place in the list."""
    for i, ((a, b), label) in enumerate(data):
        for other in (
            ((a, b), 1 - label),
            ((a, b + Q(1, 2)), label),
            ((-a, b), label),
        ):
            yield [*data[:i], other, *data[i + 1 :]]
        yield [*data[:i], data[i - 1], *data[i + 1 :]]


SLOPES = (Q(-1), Q(0), Q(1))


def test_no_accepted_gadget_is_fitted_by_anything_else() -> None:
    """Every single change of a point, under every list of slopes that might be claimed."""
    honest = lemma4_producer.statement(SelectionGadget(SLOPES, Q(1, 3)))
    certificate = lemma4_producer.produce(honest)
    grid = [Q(i, 2) for i in range(-3, 4)]
    lists = [
        SLOPES,
        SLOPES[:2],
        SLOPES[1:],
        (Q(-1), Q(1)),
        (Q(-1), Q(-1, 2), Q(1)),
        (Q(-1), *grid[2:5], Q(1)),
    ]
    right = wrong = 0
    for data in [list(honest.points), *changed(list(honest.points))]:
        found = {(s, t) for s, t in product(grid, grid) if fits(s, t, data)}
        for slopes in lists:
            gadget = SelectionGadget(slopes, Q(1, 3))
            statement = lemma4.Statement(gadget, points(2, data), len(slopes))
            true = found == {(s, s) for s in slopes}
            if accepted("fh23.lemma4", statement, certificate):
                assert true, (data, slopes)
                right += 1
            else:
                wrong += not true
    assert right > 1 and wrong > 400


def test_without_the_points_q_of_one_side_others_fit_and_the_proof_is_refused() -> None:
    s = lemma4_producer.statement(SelectionGadget(SLOPES, Q(1, 3)))
    c = lemma4_producer.produce(s)
    for side in (-1, 1):
        kept = [i for i, (x, _) in enumerate(s.points) if side * x[0] < 1]
        less = replace(s, points=points(2, [s.points[i] for i in kept]))
        assert any(
            fits(p, q, list(less.points)) for p, q in product((Q(-1), Q(-1, 2), Q(1, 2)), SLOPES) if p != q
        )
        left = [kept.index(number - 1) + 1 for number in c.q[0] if number - 1 in kept]
        for q in (tuple(left), tuple(number for number in left for _ in range(2))):
            assert not accepted("fh23.lemma4", less, replace(c, q=(q,)))


def test_every_stack_at_the_distance_of_the_paper_is_accepted_and_its_sums_fit() -> None:
    random = Random(5)
    for _ in range(12):
        lists = []
        for _ in range(random.randint(1, 3)):
            size = random.randint(2, 4)
            slopes = {Q(random.randint(-30, 30), random.randint(1, 9)) for _ in range(size)}
            lists.append(tuple(sorted(slopes)))
        steepest = max(abs(s) for slopes in lists for s in slopes)
        gaps = [b - a for slopes in lists for a, b in pairwise(slopes)]
        if not gaps or steepest == 0:
            continue
        distance, epsilon = 8 * steepest / min(gaps) + 6, 1 / (3 * steepest)
        gadgets = [SelectionGadget(slopes, epsilon, g * distance) for g, slopes in enumerate(lists)]
        s = lemma5_producer.stack(*gadgets)
        assert s.functions == prod(map(len, lists))
        assert accepted("fh23.lemma5", s, lemma5_producer.produce(s))
        assert not accepted("fh23.lemma5", replace(s, functions=s.functions - 1), lemma5_producer.produce(s))
        choice = [random.choice(slopes) for slopes in lists]
        for x, label in s.points:
            total = sum((two_slopes(c, c, x, g.offset) for c, g in zip(choice, gadgets, strict=True)), Q(0))
            assert total == label


@pytest.mark.parametrize("distance", [5, 6, 7, 8, 14])
def test_gadgets_too_close_are_refused_exactly_where_a_sum_does_not_fit(distance: int) -> None:
    gadgets = [SelectionGadget(SLOPES, Q(1, 3)), SelectionGadget(SLOPES, Q(1, 3), Q(distance))]
    s = lemma5_producer.stack(*gadgets)
    true = all(
        two_slopes(a, a, x) + two_slopes(b, b, x, Q(distance)) == label
        for x, label in s.points
        for a, b in product(SLOPES, SLOPES)
    )
    assert true == (distance >= 8)
    if true:
        assert accepted("fh23.lemma5", s, lemma5_producer.produce(s))
    else:
        with pytest.raises((Impossible, Unknown)):
            lemma5_producer.produce(s)
        starts = starts_of(gadgets)
        assert not accepted("fh23.lemma5", s, uniqueness(gadgets, starts))
        assert not accepted("fh23.lemma5", replace(s, functions=1), uniqueness(gadgets, starts))


def test_points_that_are_no_table_are_not_known() -> None:
    s = lemma4_producer.statement(SelectionGadget(SLOPES, Q(1, 3)))
    with pytest.raises(Unknown, match="not those of the gadgets"):
        lemma4_producer.produce(replace(s, points=points(2, list(s.points)[::-1])))
    with pytest.raises(Impossible, match="number of functions"):
        lemma4_producer.produce(replace(s, functions=4))
    with pytest.raises(Unknown, match="no gadget"):
        lemma5_producer.produce(lemma5.Statement((), s.points, 1))


def wedge(x: tuple[fmpq, ...]) -> fmpq:
    return max(ZERO, x[0] - 14 - abs(x[1] - 15))


def test_the_printed_lemma_fails_for_three_gadgets_and_not_for_less() -> None:
    """The wedge fits with the levees of slopes 1, 0, -1; no change of one number does."""
    s = next(lemma5_producer.printed_examples())
    choice = (Q(1), ZERO, Q(-1))
    for x, label in s.points:
        assert sum((two_slopes(c, c, x, Q(14 * g)) for g, c in enumerate(choice)), wedge(x)) == label
    roof = (affine((1, -1), 1), affine((1, 1), -29))
    above = (Q(20), Q(15))
    sums = [
        sum((two_slopes(c, c, above, Q(14 * g)) for g, c in enumerate(slopes)), ZERO)
        for slopes in product((ZERO, Q(1)), (ZERO, Q(1)), (Q(-1), ZERO))
    ]
    assert wedge(above) + max(sums) > 3 >= max(sums)
    assert accepted("fh23.lemma5.printed", s, lemma5.Another(choice, roof, above))
    for i, change in product(range(3), (Q(-1), Q(1), Q(1, 9))):
        for k in (0, 1):
            parts = [roof[k].coefficient(1), roof[k].coefficient(2), roof[k].constant]
            parts[i] += change
            other = [affine(parts[:2], parts[2]), roof[1 - k]]
            assert not accepted("fh23.lemma5.printed", s, lemma5.Another(choice, tuple(other), above))
    for slopes in product((ZERO, Q(1)), (ZERO, Q(1)), (Q(-1), ZERO)):
        hit = accepted("fh23.lemma5.printed", s, lemma5.Another(slopes, roof, above))
        assert hit == (slopes == choice)
    two = lemma5.Stack(s.gadgets[:2], lemma5_producer.stack(*s.gadgets[:2]).points)
    with pytest.raises(Unknown):
        lemma5_producer.another(two)
