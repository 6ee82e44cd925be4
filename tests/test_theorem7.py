"""Theorem 7 against brute force: planted and random instances, all cuts of the grid, all sets of base points."""

from __future__ import annotations

from itertools import combinations, pairwise, product
from pathlib import Path
from random import Random

import pytest
from flint import fmpq, fmpq_mat
from formulas import checked

from checker.claims.fh23.theorem1 import Rebuilt
from checker.claims.fh23.theorem7 import Fit, cutting
from checker.claims.table import claim
from checker.kernel.verdict import check
from checker.objects.affine import affine
from checker.objects.evaluation import values
from checker.objects.network import Relu, network
from checker.objects.points import points
from checker.problems.separability import ONE, ZERO, Hyperplanes, Separability
from checker.producers.fh23.theorem7 import (
    ALTERNATING,
    MAPS,
    below_margin,
    fit,
    inseparable,
    solvable_statement,
    statement,
)
from checker.producers.producer import Impossible, Unsuitable
from checker.producers.separability.two_hyperplanes import TWO_SIDES, XOR
from checker.reductions.fh23.theorem7 import build, ramps, windows_of

INSTANCE, FORWARD, NO = (claim(f"fh23.theorem7.{part}") for part in ("instance", "forward", "no"))


def planted(random: Random, d: int) -> tuple[Separability, Hyperplanes] | None:
    """Two hyperplanes and a few points that they separate; None if no points were found."""

    def number(size: int, bottom: int) -> fmpq:
        return fmpq(random.randint(-size, size), random.randint(1, bottom))

    forms = [affine([number(6, 4) for _ in range(d)], number(6, 4)) for _ in range(2)]
    rows = []
    for _ in range(60):
        x = tuple([number(20, 5) for _ in range(d)])
        a, b = (form(x) for form in forms)
        label = ONE if a > 0 > b else ZERO if a * b > 0 else None
        if label is not None and [y for _, y in rows].count(label) < 4:
            rows.append((x, label))
    if len({y for _, y in rows}) < 2:
        return None
    return Separability(d, points(d, rows)), Hyperplanes(*forms)


def test_planted_hyperplanes_forth_and_back() -> None:
    random, done = Random(7), 0
    while done < 24:
        d = random.randint(1, 3)
        if (found := planted(random, d)) is None:
            continue
        s, h = found
        given = {"epsilon": below_margin(s, h), "neurons": random.choice((4, 4, 5, 6, 7))}
        assert checked(MAPS.reduce(s, **given)).verified()
        up = MAPS.lift(s, h, **given)
        shuffled = list(up.certificate.network.neurons.terms)
        random.shuffle(shuffled)
        down = MAPS.pull(s, network(*shuffled), **given)
        assert checked(up).verified() and checked(down).verified()
        done += 1


def test_r_and_s_lie_within_half_of_epsilon_in_the_order_q_r_s_p() -> None:
    s, _ = next(found for seed in range(99) if (found := planted(Random(seed), 2)))
    epsilon, rows = fmpq(49, 100), list(s.points)
    built = build(s, epsilon, 4)
    for piece in built.pieces[len(rows) :]:
        (r, one), (t, zero) = (built.instance.points[i] for i in piece.points)
        i, j = map(int, built.words[piece.points[0]][2:-1].split(","))
        (q, p), steps = (rows[i - 1][0], rows[j - 1][0]), list[fmpq]()
        for x, end in ((r, q), (t, p)):
            moved = [abs(a - b) for a, b in zip(x, end, strict=True)]
            assert sum([m * m for m in moved], ZERO) * 4 <= epsilon**2
            steps.append(max(moved))
        whole = max(abs(a - b) for a, b in zip(q, p, strict=True))
        assert (one, zero) == (ONE, ZERO) and steps[0] == steps[1] and 0 < 2 * steps[0] < whole


@pytest.mark.parametrize("d, neurons, most", [(1, 6, 21), (1, 8, 36), (2, 6, 286)])
def test_any_base_points_keep_a_breakline_in_its_window(d: int, neurons: int, most: int) -> None:
    """The sizes of the barycentric coordinates of every point for every d + 1 base points, by matrix inverse."""
    s, _ = next(found for seed in range(99) if (found := planted(Random(seed), d)))
    ws, seen = windows_of(s, fmpq(1, 50), neurons), 0
    for chosen in combinations(ws.bases, d + 1):
        matrix = fmpq_mat([[ONE] * (d + 1), *map(list, zip(*chosen, strict=True))])
        inverse = matrix.inv()  # so they are affinely independent
        for x, _ in s.points:
            found = inverse * fmpq_mat([[ONE], *[[c] for c in x]])
            assert 4 * ws.width * sum([abs(c) for c in found.entries()], ZERO) <= 1
        seen += 1
    assert seen == most == len(list(combinations(range(neurons * d + 1), d + 1)))
    p0 = next(x for x, label in s.points if label == ZERO)
    for b in ws.bases:
        assert sum([(a - c) ** 2 for a, c in zip(b, p0, strict=True)], ZERO) * 4 <= fmpq(1, 50) ** 2


def test_a_window_uses_up_a_neuron() -> None:
    """Three steps fit 0, 1, 0, 1 with six neurons; the target for six asks for one more."""
    target = statement(ALTERNATING, neurons=6).target
    signed = [(ONE, affine((100,), -50)), (-ONE, affine((100,), -150)), (ONE, affine((100,), -250))]
    steps = [(a * c, Relu(affine((100,), f.constant + (c - 1) / 2))) for a, f in signed for c in (ONE, -ONE)]
    ws = windows_of(ALTERNATING, fmpq(1, 64), 6)
    all_neurons = network(*steps, *ramps(ws, 2))
    assert values(all_neurons, target.points) == target.points.labels and all_neurons.size == 7
    with pytest.raises(Unsuitable, match="7 neurons; the instance is one for 6"):
        MAPS.pull(ALTERNATING, all_neurons, neurons=6)
    with pytest.raises(Unsuitable, match="window 1, above, over base point 1"):
        MAPS.pull(ALTERNATING, network(*steps), neurons=6)
    forgery = network(*steps, (-ONE, Relu(affine((1, 9)))))
    assert len(cutting(ALTERNATING, forgery, True)) == len(cutting(ALTERNATING, forgery, False)) == 3


GRID = list(product(range(3), range(2)))
HALVES = {
    tuple([2 * (a * x + b * y) > c for x, y in GRID])
    for a, b in product(range(-2, 3), repeat=2)
    for c in range(-15, 16, 1 if a or b else 30)
}
"""The points above a line, for every way a line can part the grid (and for none)."""


def grid(labels: tuple[bool, ...]) -> Separability:
    rows = [((fmpq(x), fmpq(y)), fmpq(label)) for (x, y), label in zip(GRID, labels, strict=True)]
    return Separability(2, points(2, rows))


def line(labels: tuple[int, ...]) -> Separability:
    return Separability(1, points(1, [((fmpq(x),), fmpq(y)) for x, y in enumerate(labels)]))


def test_every_labeling_of_a_small_grid_is_fitted_if_it_is_restricted() -> None:
    wanted = {
        tuple([a and not b for a, b in zip(one, other, strict=True)])
        for one, other in product(HALVES, repeat=2)
        if all(a >= b for a, b in zip(one, other, strict=True))
    }
    for labels in product((False, True), repeat=6):
        if len(set(labels)) == 1:
            continue
        s = solvable_statement(grid(labels))
        if labels in wanted:
            assert check(FORWARD, s, fit(s)).verified()
        else:
            with pytest.raises(Impossible, match=r"\(3\) and \(4\)"):
                fit(s)
    assert len(wanted) == 49


def test_every_labeling_of_points_on_the_line_is_refuted_if_it_changes_three_times() -> None:
    """There two points separate if and only if the labels change at most twice."""
    refuted, trees = 0, list[object]()
    for labels in product((0, 1), repeat=5):
        changes = sum(a != b for a, b in pairwise(labels))
        if not changes:
            continue
        s = statement(line(labels), neurons=4 + changes % 3)
        if changes > 2:
            tree = inseparable(s)
            trees.append(tree)
            assert check(NO, s, tree).verified()
            refuted += 1
        else:
            with pytest.raises(Impossible, match="two hyperplanes separate"):
                inseparable(s)
            assert not any(check(NO, s, tree).verified() for tree in trees)
    assert refuted == 10


def test_what_is_separable_but_not_restricted_is_left_open() -> None:
    s = statement(TWO_SIDES.instance)
    with pytest.raises(Impossible):
        fit(s)
    with pytest.raises(Impossible):
        inseparable(s)


def test_the_numbers_of_the_target_keep_to_the_ledger() -> None:
    """Long, short, whole and close numbers; the bound on windows and the bound without."""
    random = Random(3)
    for neurons, size, bottom in product((4, 6, 9), (1, 10**6), (1, 10**6)):
        for d in (1, 2):
            rows = [
                (
                    [fmpq(random.randint(-size, size), random.randint(1, bottom)) for _ in range(d)],
                    fmpq(i % 2),
                )
                for i in range(4)
            ]
            s = Separability(d, points(d, rows))
            posed = statement(s, fmpq(random.randint(1, size), 3 * size), neurons)
            assert check(INSTANCE, posed, Rebuilt()).verified()


def test_no_hyperplanes_and_no_network_of_another_instance_are_accepted() -> None:
    """Forged solutions of 0, 1, 0, 1: all hyperplanes between its points, any two of its steps."""
    posed = statement(ALTERNATING)
    cuts = [affine((sign * 200,), sign * c) for c in (-500, -300, -100, 100) for sign in (1, -1)]
    for first, second in product(cuts, repeat=2):
        steps = [(a, Relu(affine((f.coefficient(1),), f.constant + c))) for f, a, c in
                 ((first, ONE, 0), (first, -ONE, -1), (second, -ONE, 0), (second, ONE, -1))]  # fmt: skip
        h = Hyperplanes(first, second)
        assert not check(FORWARD, posed, Fit(h, network(*steps))).verified()


def test_maps_refuse_what_does_not_fit() -> None:
    s = XOR.instance
    h = Hyperplanes(affine((2, 2), -1), affine((2, 2), -3))
    assert checked(MAPS.lift(s, h)).verified()
    turned = Hyperplanes(h.second, h.first)
    for wrong, message in (
        (turned, "at point 2, label 1, the forms are -1 and 1, expected one above and one below 0"),
        (Hyperplanes(h.first, affine((0, 0, 1))), "speak of x3, but the dimension is 2"),
        (Hyperplanes(h.first, affine((100, 100), -101)), "point 2 is too near to the second"),
    ):
        with pytest.raises(Unsuitable, match=message):
            MAPS.lift(s, wrong)
    constant = Hyperplanes(affine((), fmpq(1, 7)), affine((1,), -1))
    half = line((1, 0))
    assert checked(MAPS.lift(half, Hyperplanes(constant.first, affine((1,), fmpq(-1, 2))))).verified()
    for values_, at in (
        ({"neurons": 3}, "neurons"),
        ({"epsilon": fmpq(1, 2)}, "epsilon"),
        ({"epsilon": ZERO}, "epsilon"),
    ):
        with pytest.raises(Unsuitable) as error:
            MAPS.reduce(s, **values_)
        assert error.value.at == (at,)
    with pytest.raises(Unsuitable, match="no point of label 0"):
        MAPS.reduce(line((1, 1)))
    with pytest.raises(Unsuitable, match="at most 10000000"):
        MAPS.reduce(line((1, 0)), neurons=10**4)


CORNER = "x1,x2,y\n0,0,1\n1,1/2,1\n-1,1,0\n2,-1,0\n1/2,3,0\n-1,-2,0\n"


def test_forth_and_back_from_the_command_line(relucert, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "S.csv").write_text(CORNER)
    version = "separability.two_hyperplanes.restricted.yes"
    for words in (
        ("prove", version, "S.csv", "-o", "H.cert"),
        ("reduce", "fh23.theorem7", "S.csv", "--neurons", 6, "--epsilon", "1/300", "-o", "T.cert"),
        (
            "lift",
            "fh23.theorem7",
            "T.cert",
            "H.cert",
            "-o",
            "L.cert",
        ),  # for the neurons and epsilon of T.cert
        ("pull", "fh23.theorem7", "T.cert", "L.cert", "-o", "P.cert"),
        ("prove", "fh23.theorem7", "T.cert", "-o", "F.cert"),
        ("pull", "fh23.theorem7", "P.cert", "F.cert", "-o", "Q.cert"),
        ("lift", "fh23.theorem7", "S.csv", "P.cert", "--object", "H"),
    ):
        assert relucert(*words).code == 0
    ran = relucert("check", "T.cert", "L.cert", "P.cert", "F.cert", "Q.cert")
    ways = ("INSTANCE", "yes->yes", "yes<-yes", "yes->yes", "yes<-yes")
    assert ran.verdicts == [f"s VERIFIED REDUCTION {way} points=61 neurons=6" for way in ways]
    assert "epsilon = 1/300" in (tmp_path / "Q.cert").read_text()


SOLUTION = "{ first = 9/2*x1 - 5/4*x2 + 1, second = 33*x1 + 8*x2 - 44 }"
UNMAPPED = {
    "neurons": (("reduce", "S.csv", "--neurons", "3"), 2, "--neurons: the construction needs at least 4 neurons, not 3"),
    "epsilon": (("reduce", "S.csv", "--epsilon", "0.5"), 2, "--epsilon: epsilon is above 0 and below 1/2, not 1/2"),
    "no epsilon": (("reduce", "S.csv", "--epsilon", "1/0"), 2, "the denominator is 0: '1/0'"),
    "a label": (("reduce", "labels.csv"), 3, "labels.csv:2:1: error[unsuitable]: the label of point 2 is 2"),
    "one label": (("pull", "one.csv", "N.cert"), 3, "one.csv:1:1: error[unsuitable]: there is no point of label 0"),
    "true variables": (("lift", "S.csv", "--true", "1"), 2, "fh23.theorem7 has no true variables"),
    "no hyperplanes": (("lift", "S.csv", "N.cert"), 2, "expected an object of the kind hyperplanes"),
    "too near": (("lift", "S.csv", "H.cert", "--epsilon", "0.49"), 1, "S.csv:2:1: error[no-solution]: point 1 is too near"),
    "no solution": (("lift", "other.csv", "H.cert"), 1, "other.csv:3:1: error[no-solution]: the hyperplanes are no solution"),
    "through a point": (("lift", "S.csv", "through.cert"), 1, "S.csv:3:1: error[no-solution]: the hyperplanes are no solution: at point 2"),
    "no fit": (("pull", "S.csv", "N.cert"), 1, "N.cert:3:19: error[no-fit]: the network does not fit: at point 1 (q1)"),
    "a neuron too many": (("pull", "S.csv", "N5.cert"), 1, "the network has 5 neurons; the instance is one for 4"),
    "another activation": (("pull", "S.csv", "step.cert"), 1, "a neuron with step; the instance is one for relu"),
    "another dimension": (("pull", "S.csv", "far.cert"), 1, "a coordinate beyond x2"),
}  # fmt: skip


@pytest.mark.parametrize("words, code, message", UNMAPPED.values(), ids=UNMAPPED)
def test_what_cannot_be_mapped(words, code, message, relucert, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    relus = {f"N{k if k > 1 else ''}": " + ".join(f"relu(x1 - {i})" for i in range(9, 9 + k)) for k in (1, 5)}
    networks = {**relus, "step": "step(x1)", "far": "relu(x3)"}
    for name, text in {
        "S.csv": CORNER,
        "labels.csv": "0,0\n1,2\n",
        "one.csv": "0,1\n1,1\n",
        "other.csv": CORNER.replace("1,1/2,1", "9,9,1"),
        "H.cert": f"relucert 1\n\nlet H : hyperplanes = {SOLUTION}\n\nend\n",
        "through.cert": f"relucert 1\n\nlet H : hyperplanes = {SOLUTION.replace('44', '37')}\n\nend\n",
        **{f"{name}.cert": f"relucert 1\n\nlet N : network = {n}\n\nend\n" for name, n in networks.items()},
    }.items():
        (tmp_path / name).write_text(text)
    before = sorted(tmp_path.iterdir())
    command, *rest = words
    ran = relucert(command, "fh23.theorem7", *rest, "-o", "X.cert")
    assert ran.code == code and message in ran.err and not ran.out
    assert sorted(tmp_path.iterdir()) == before


def test_a_reduction_without_parameters_takes_none(relucert, tmp_path) -> None:
    (tmp_path / "F.cnf").write_text("p cnf 3 1\n1 2 3 0\n")
    ran = relucert("reduce", "fh23.theorem1", str(tmp_path / "F.cnf"), "--neurons", 8)
    assert ran.code == 2 and "fh23.theorem1 has no --neurons" in ran.err


@pytest.mark.parametrize("reduction", ["fh23.theorem7", "fh23.corollary10"])
def test_prove_decides_points_that_are_restricted_or_not_separable(
    reduction, relucert, tmp_path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, labels in {"no": "0101", "yes": "0011", "open": "1001"}.items():
        (tmp_path / f"{name}.csv").write_text("".join(f"{i},{y}\n" for i, y in enumerate(labels)))
    for name, written in {"no": "no", "yes": "forward"}.items():
        ran = relucert("prove", reduction, f"{name}.csv", "-o", "C.cert")
        assert ran.out == f"c claim={reduction}.{written} file=C.cert\n"
        assert relucert("check", "C.cert").code == 0
    ran = relucert("prove", reduction, "open.csv", "-o", "X.cert")
    assert ran.code == 1 and "two hyperplanes separate" in ran.err
    assert not (tmp_path / "X.cert").exists()


def test_prove_takes_the_number_of_neurons(relucert, tmp_path: Path) -> None:
    (tmp_path / "S.csv").write_text("x1,y\n0,1\n1,0\n")
    for name, neurons in (("fh23.theorem7", 6), ("fh23.corollary10", 4)):
        made = relucert("prove", name, tmp_path / "S.csv", "--neurons", neurons, "-o", tmp_path / "C.cert")
        assert made.code == 0
        assert f"neurons={neurons}" in relucert("check", tmp_path / "C.cert").out
    few = relucert("prove", "fh23.theorem7.no", tmp_path / "S.csv", "--neurons", "3")
    assert few.code == 2 and "--neurons: the construction needs at least 4 neurons" in few.err
    none = relucert("prove", "fh23.theorem7.instance.printed", tmp_path / "S.csv", "--neurons", "5")
    assert none.code == 2 and "takes no --neurons" in none.err
