"""Corollary 9: the least error of one threshold neuron, against a fine grid of output weights."""

from __future__ import annotations

from itertools import product

import pytest
from flint import fmpq

from checker.claims.fh23.corollary9 import ErrorStatement, Least, Tangent, total
from checker.claims.table import claim
from checker.kernel.verdict import check
from checker.objects.affine import affine
from checker.objects.points import Points, points
from checker.producers.fh23.corollary9 import FORM, ONES, best, line
from checker.producers.producer import Impossible, Unknown

ERROR = claim("fh23.corollary9.error")
EVERYWHERE = affine((), 1)
GRID = [fmpq(i, 12) for i in range(-12, 49)]


def stated(data: Points, power: int, lower: fmpq, upper: fmpq) -> ErrorStatement:
    return ErrorStatement(data, EVERYWHERE, power, lower, upper)


def test_no_weight_on_a_grid_does_better() -> None:
    """And the bounds are met: for p <= 2 with the least error itself, for p = 3 and 4 roughly."""
    for labels in product((0, 1, 3), repeat=3):
        data = line(*labels)
        for power in range(5):
            least = min(total(data, EVERYWHERE, power, weight) for weight in GRID)
            room = fmpq(1, 10) if power > 2 else fmpq(0)
            made = best(stated(data, power, least - room, least))
            assert check(ERROR, stated(data, power, least - room, least), made).verified()
            with pytest.raises(Impossible):
                best(stated(data, power, least + fmpq(1, 100), least + 1))
            if power <= 2:
                with pytest.raises(Impossible):
                    best(stated(data, power, fmpq(0), least - fmpq(1, 100)))


def test_no_certificate_says_more_than_the_least_error() -> None:
    """Few shares, weights and slopes, all of them together, on bounds that are too high."""
    few = [fmpq(-1), fmpq(0), fmpq(1, 2), fmpq(1)]
    tangents = [Tangent(*t) for t in product(few, few[1::2], (few[0], few[1], fmpq(2)))]
    proofs = [(), *((t,) for t in tangents), *product(tangents, repeat=2)]
    for power, least in ((0, 1), (1, 1), (2, fmpq(2, 3))):
        s = stated(line(0, 1, 1), power, least + fmpq(1, 1000), fmpq(9))
        assert not any(check(ERROR, s, Least(fmpq(1), proof)).verified() for proof in proofs)


def test_a_threshold_is_strict_and_a_missed_zero_counts_nothing() -> None:
    """A point on the threshold is not active; 0^0 is 0."""
    on = affine((1,), -1)
    assert [total(line(0, 5, 1), on, power, fmpq(1)) for power in range(3)] == [1, 5, 25]


def test_irrational_optima_are_bracketed_or_left_open() -> None:
    exact = fmpq(40192378864668, 10**14)
    s = ErrorStatement(ONES, FORM, 3, exact, exact + fmpq(1, 10**14))
    assert check(ERROR, s, best(s)).verified()
    with pytest.raises((Unknown, Impossible)):
        best(ErrorStatement(ONES, FORM, 3, exact, exact))


def test_from_an_instance_and_a_neuron(relucert, tmp_path, monkeypatch) -> None:
    """The weight 1 is not the best under the squared loss; a bound that it misses is refused, and no file written."""
    monkeypatch.chdir(tmp_path)
    head = "relucert 1\n\n"
    data = "points = [(0) -> 0, (1) -> 1, (2) -> 1, (3) -> 1, (4) -> 0]"
    instance = f"dimension = 1, neurons = 1, error = 3/4, {data}, activation = step"
    (tmp_path / "T.cert").write_text(f"{head}let T : training = {{ {instance}, loss = squared }}\nend\n")
    for name, weight in (("N", ""), ("M", "3/4*")):
        (tmp_path / f"{name}.cert").write_text(f"{head}let N : network = {weight}step(x1 - 1/2)\nend\n")
    assert relucert("prove", "fh23.corollary9.error", "T.cert", "N.cert", "-o", "C.cert").code == 0
    assert "s VERIFIED LEAST ERROR 3/4<=l2-error<=3/4 points=5" in relucert("check", "C.cert").out
    refused = relucert("prove", "fh23.corollary9", "T.cert", "N.cert", "-o", "D.cert")
    assert (
        refused.code == 1 and "errs by 1, more than 3/4" in refused.err and not (tmp_path / "D.cert").exists()
    )
    assert relucert("prove", "fh23.corollary9", "T.cert", "M.cert", "-o", "D.cert").code == 0
    assert relucert("check", "D.cert").verdicts == ["s INCOMPLETE"]
    leaning = relucert("check", "D.cert", "--assume", "fh23.corollary9.hardness")
    assert leaning.code == 0 and "assuming=fh23.corollary9.hardness" in leaning.out
    assert "which neuron?" in relucert("prove", "fh23.corollary9", "T.cert").err
    listed = relucert("claims", "--json").objects
    assert [o["claim"] for o in listed if o["status"] == "assumed"] == ["fh23.corollary9"]


def test_points_may_be_none() -> None:
    s = stated(points(1, []), 2, fmpq(0), fmpq(0))
    assert check(ERROR, s, best(s)).verified()
