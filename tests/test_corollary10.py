"""Corollary 10 against brute force: labelings of the 3x3 grid, all ways to cut it by a line, and more neurons."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from random import Random

import pytest
from flint import fmpq
from formulas import checked

from checker.claims.fh23.corollary10 import BackwardStatement, Extraction, Gap
from checker.claims.fh23.theorem1 import Rebuilt
from checker.claims.table import claim
from checker.kernel.verdict import check
from checker.objects.affine import affine
from checker.objects.evaluation import values
from checker.objects.network import Network, Step, network
from checker.objects.points import points
from checker.problems.separability import ONE, ZERO, Hyperplanes, Separability
from checker.producers.fh23.corollary10 import MAPS, extraction, fit, gap, statement
from checker.producers.fh23.two_hyperplanes import ALTERNATING, inseparable, line
from checker.producers.producer import Impossible, Unsuitable
from checker.producers.separability.two_hyperplanes import XOR
from checker.producers.training.no_fit import search
from checker.reductions.fh23.corollary10 import windows_of

INSTANCE, NO = (claim(f"fh23.corollary10.{part}") for part in ("instance", "no"))
FORWARD, BACKWARD, GAP = (claim(f"fh23.corollary10.{part}") for part in ("forward", "backward", "gap"))
CERTIFICATES = Path(__file__).parents[1] / "certificates"
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
    for of_cell in product((0, 1), repeat=4):
        CROSSING.add(tuple([of_cell[2 * a + b] for a, b in cells]))


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
            assert check(BACKWARD, posed, extraction(posed)).verified()
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
    found = extraction(posed)
    assert check(BACKWARD, posed, found).verified()
    assert found.neurons == {1} and found.hyperplanes.first == affine((1,), fmpq(-1, 2))
    whole = Extraction(found.neurons, Hyperplanes(affine((1,)), found.hyperplanes.second))
    failure = check(BACKWARD, posed, whole).failure
    assert failure is not None and failure.obligation.name == "separates.off-the-hyperplanes"


def alternating(*labels: int) -> Separability:
    return line(*enumerate(labels))


def test_labelings_of_the_line_are_refuted_if_they_change_three_times() -> None:
    """There two points separate if and only if the labels change at most twice."""
    refuted, trees = 0, list[object]()
    for labels in product((0, 1), repeat=5):
        changes = sum(a != b for a, b in pairwise(labels))
        s = statement(alternating(*labels), neurons=2 + changes % 4)
        if changes > 2:
            trees.append(tree := inseparable(s))
            assert check(NO, s, tree).verified()
            refuted += 1
        else:
            with pytest.raises(Impossible, match="two hyperplanes separate"):
                inseparable(s)
            assert not any(check(NO, s, tree).verified() for tree in trees)
    assert refuted == 10


@pytest.mark.exhaustive
@pytest.mark.parametrize("labels", [(0, 1), (0, 0, 1), (0, 1, 0), (1, 0, 1), (0, 1, 0, 1)])
def test_three_thresholds_fit_what_two_points_separate(labels: tuple[int, ...]) -> None:
    """All networks of three thresholds are searched; nothing is used of how the windows work."""
    s = statement(alternating(*labels), 3)
    found = search(s.target)
    assert isinstance(found, Network) == (len(labels) < 4)
    if isinstance(found, Network):
        assert checked(MAPS.pull(s.source, found, neurons=3)).verified()


def test_a_window_uses_up_a_neuron() -> None:
    """Three thresholds fit 0, 1, 0, 1; the target for three asks for one more."""
    steps = [(ONE, Step(affine((2,), -1))), (-ONE, Step(affine((2,), -3))), (ONE, Step(affine((2,), -5)))]
    more = network(*steps, (ONE, Step(affine((0, 1), -1))))
    target = statement(ALTERNATING, 3).target
    assert values(more, target.points) == target.points.labels
    with pytest.raises(Unsuitable, match="4 neurons; the instance is one for 3"):
        MAPS.pull(ALTERNATING, more, neurons=3)
    with pytest.raises(Unsuitable, match="window 1, above, over base point 1"):
        MAPS.pull(ALTERNATING, network(*steps), neurons=3)


def test_a_window_neuron_may_be_tilted_and_add_a_constant() -> None:
    """The first is active at tau = 0 and takes 1 away there, so the others give 1 more than the labels."""
    s = alternating(0, 1, 0)
    ws = windows_of(s, 4)
    tilt = ws.width / ws.bases[-1][0]
    windows = [(-ONE, Step(affine((tilt, -1), 1))), (ONE, Step(affine((-tilt / 2, 1), -2)))]
    n = network(*windows, (ONE, Step(affine((-2,), 3))), (ONE, Step(affine((2,), -1))))
    pulled = MAPS.pull(s, n, neurons=4)
    assert checked(pulled).verified() and len(pulled.certificate.neurons) == 2
    steeper = network((-ONE, Step(affine((8 * tilt, -1), 1))), *windows[1:], *n.neurons.terms[2:])
    with pytest.raises(Unsuitable, match="window 1, above, over base point"):
        MAPS.pull(s, steeper, neurons=4)


def planted(random: Random, d: int) -> tuple[Separability, Hyperplanes]:
    """Two hyperplanes that separate a few points; the first point lies very near to one of them."""

    def number(size: int, bottom: int) -> fmpq:
        return fmpq(random.randint(-size, size), random.randint(1, bottom))

    while True:
        first, second = (affine([number(6, 4) for _ in range(d)], number(6, 4)) for _ in range(2))
        rows = list[tuple[tuple[fmpq, ...], fmpq]]()
        for _ in range(9):
            x = tuple([number(20, 5) for _ in range(d)])
            a, b = first(x), second(x)
            if a * b > 0 or a > 0 > b:
                rows.append((x, ONE if a > 0 > b else ZERO))
        if rows and first.terms:
            rows.sort(key=lambda row: abs(first(row[0])))
            moved = (1 - fmpq(1, 10**60)) * first(rows[0][0])
            near = replace(first, constant=first.constant - moved)
            return Separability(d, points(d, rows)), Hyperplanes(near, second)


def test_planted_hyperplanes_forth_and_back() -> None:
    """Where they come between base points, others do that part the points alike."""
    random, exchanged = Random(7), 0
    for i in range(24):
        s, h = planted(random, 1 + i % 3)
        given = {"neurons": 2 + i % 4}
        up = MAPS.lift(s, h, **given)
        shuffled = list(up.certificate.network.neurons.terms)
        random.shuffle(shuffled)
        assert checked(MAPS.reduce(s, **given)).verified() and checked(up).verified()
        assert checked(MAPS.pull(s, network(*shuffled), **given)).verified()
        pairs = ((h.first, up.certificate.hyperplanes.first), (h.second, up.certificate.hyperplanes.second))
        assert all((a(x) > 0) == (b(x) > 0) for a, b in pairs for x, _ in s.points)
        exchanged += up.certificate.hyperplanes != h
    assert exchanged == 11


def test_the_numbers_of_the_target_keep_to_the_ledger() -> None:
    random = Random(3)
    for neurons, size, bottom, d in product((2, 3, 6), (1, 10**6), (1, 10**6), (1, 2)):
        rows = [
            ([fmpq(random.randint(-size, size), random.randint(1, bottom)) for _ in range(d)], fmpq(i % 2))
            for i in range(4)
        ]
        posed = statement(Separability(d, points(d, rows)), neurons)
        assert check(INSTANCE, posed, Rebuilt()).verified()


def test_maps_refuse_what_does_not_fit() -> None:
    s, h = XOR.instance, Hyperplanes(affine((2, 2), -1), affine((2, 2), -3))
    for wrong, message in (
        (Hyperplanes(h.second, h.first), "at point 2, label 1, the forms are -1 and 1, expected one above"),
        (Hyperplanes(h.first, affine((0, 0, 1))), "speak of x3, but the dimension is 2"),
    ):
        with pytest.raises(Unsuitable, match=message):
            MAPS.lift(s, wrong)
    with pytest.raises(Unsuitable, match="at least 2 neurons, not 1") as error:
        MAPS.reduce(s, neurons=1)
    assert error.value.at == ("neurons",)
    with pytest.raises(Unsuitable, match="there is no point"):
        MAPS.reduce(Separability(1, points(1, [])))
    with pytest.raises(Unsuitable, match="at most 10000000"):
        MAPS.reduce(s, neurons=10**4)
    with pytest.raises(Unsuitable, match="bits in all"):
        MAPS.reduce(line((fmpq(1, 10**1000), 0), (10**1000, 1)), neurons=100)


def test_forth_and_back_from_the_command_line(relucert, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "S.csv").write_text("x1,x2,y\n0,0,1\n1,1/2,1\n-1,1,0\n2,-1,0\n1/2,3,0\n-1,-2,0\n")
    version = "separability.two_hyperplanes.restricted.yes"
    for words in (
        ("prove", version, "S.csv", "-o", "H.cert"),
        ("reduce", "fh23.corollary10", "S.csv", "--neurons", 4, "-o", "T.cert"),
        ("lift", "fh23.corollary10", "T.cert", "H.cert", "-o", "L.cert"),  # for the neurons of T.cert
        ("pull", "fh23.corollary10", "T.cert", "L.cert", "-o", "P.cert"),
        ("prove", "fh23.corollary10", "T.cert", "-o", "F.cert"),
        ("pull", "fh23.corollary10", "P.cert", "F.cert", "-o", "Q.cert"),
    ):
        assert relucert(*words).code == 0
    ran = relucert("check", "T.cert", "L.cert", "P.cert", "F.cert", "Q.cert")
    ways = ("INSTANCE", "yes->yes", "yes<-yes", "yes->yes", "yes<-yes")
    assert ran.verdicts == [f"s VERIFIED REDUCTION {way} points=42 neurons=4" for way in ways]
    ran = relucert("reduce", "fh23.corollary10", "S.csv", "--epsilon", "1/9")
    assert ran.code == 2 and "fh23.corollary10 has no --epsilon" in ran.err
    ran = relucert("reduce", "fh23.corollary10", "S.csv", "--neurons", "1")
    assert ran.code == 2 and "--neurons: the construction needs at least 2 neurons, not 1" in ran.err


@pytest.mark.parametrize("name", ["fh23.corollary10", "fh23.theorem7"])
def test_a_report_builds_no_target_that_the_kernel_does_not_build(name, relucert, tmp_path) -> None:
    """Of so many neurons it would have many millions of points."""
    path = tmp_path / "T.cert"
    written = relucert("reduce", name, CERTIFICATES / f"{name.replace('.', '/')}.no.cert").out
    path.write_text(re.sub(r"neurons = \d+", "neurons = 1000000", written))
    assert "ledger-points" in relucert("explain", path).out
