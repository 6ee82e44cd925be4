"""fh23.theorem11: Algorithms 1 and 2 against an exhaustive search over all assignments of points to pieces."""

from __future__ import annotations

import os
from itertools import accumulate
from random import Random

import pytest
from flint import fmpq

from checker.audit.oracles.patterns import fits
from checker.claims.fh23.theorem11 import Choose, Fit, Run, Statement
from checker.claims.table import claim
from checker.kernel.verdict import check
from checker.objects.network import Network
from checker.objects.points import points
from checker.problems.training import Training
from checker.producers.fh23.theorem11 import search
from checker.producers.producer import Impossible, producer

Q = fmpq
YES, NO = claim("fh23.theorem11.yes"), claim("fh23.theorem11.no")
CASES = int(os.environ.get("RELUCERT_CASES", "60"))
"""How many instances are held against the exhaustive search; thousands take minutes."""


def instance(neurons: int, rows) -> Training:
    rows = [(tuple(map(Q, x)), Q(y)) for x, y in rows]
    return Training(len(rows[0][0]), neurons, Q(0), points(len(rows[0][0]), rows))


def decided(t: Training) -> bool:
    """Whether a network is found; it, or the tree, is checked here."""
    found = search(t)
    if isinstance(found, Network):
        assert check(YES, Statement(t), Fit(found)).verified()
        return True
    assert check(NO, Statement(t), found).verified()
    return False


def random_instance(r: Random, k: int, d: int, n: int) -> Training:
    """Small integers; most of the time labels of a sum of ReLUs, often with one of them moved."""
    xs = [tuple(r.randint(-2, 2) for _ in range(d)) for _ in range(n)]
    labels = [r.randint(-1 if r.random() < 0.1 else 0, 3) for _ in xs]
    if r.random() < 0.7:
        forms = [[r.randint(-2, 2) for _ in range(d + 1)] for _ in range(k)]
        labels = [
            sum(max(0, f[-1] + sum(a * b for a, b in zip(f, x, strict=False))) for f in forms) for x in xs
        ]
        if r.random() < 0.7:
            labels[r.randrange(n)] += r.choice((-1, 1, 2))
    return instance(k, list(zip(xs, labels, strict=True)))


@pytest.mark.parametrize("seed", range(4))
def test_the_answer_is_that_of_the_exhaustive_search(seed: int) -> None:
    r, answers = Random(seed), set()
    for _ in range(CASES // 4):
        k = r.choice((0, 1, 1, 2, 2, 2, 3))
        t = random_instance(r, k, r.randint(1, 3), r.randint(1, (7, 6, 4, 3)[k]))
        answer = decided(t)
        assert answer == fits(t, (1,)), t
        answers.add(answer)
    assert answers == {True, False}


def test_searches_of_small_instances_are_certified() -> None:
    """Repaired within the bound, on convex labels; as printed deeper only where the first label is 0."""
    r, deep = Random(3), 0
    for _ in range(40):
        labels = accumulate([r.choice((0, 0, 1)), *sorted(r.choices(range(4), k=r.randint(1, 4)))])
        t = instance(1, [((x,), y) for x, y in enumerate(labels)])
        no = not decided(t)
        for name in ("fh23.theorem11.depth", "fh23.theorem11.depth.printed"):
            known = claim(name)
            try:
                run = producer(known).produce(Statement(t))
            except Impossible:
                assert name.endswith("printed") or not no
                continue
            assert no and check(known, Statement(t), run).verified()
            deep += name.endswith("printed")
            assert not name.endswith("printed") or t.points.labels[0] == 0
    assert deep


def test_the_concave_twin_mirrors_the_convex_answer() -> None:
    r = Random(4)
    for _ in range(30):
        t = random_instance(r, r.randint(0, 2), 1, r.randint(1, 5))
        twin = Training(t.dimension, t.neurons, Q(0), points(t.dimension, [(x, -y) for x, y in t.points]))
        name = "fh23.theorem11.concave." + ("yes" if decided(t) else "no")
        made = producer(claim(name)).produce(Statement(twin))
        assert check(claim(name), Statement(twin), made).verified()
    zero = instance(1, [((0,), 0), ((1,), 0)])  # its own mirror image
    assert check(YES, Statement(zero), producer(YES).produce(Statement(zero))).verified()
    with pytest.raises(Impossible):
        producer(claim("fh23.theorem11.concave.no")).produce(Statement(zero))


def test_many_neurons_are_refused_before_they_are_listed() -> None:
    t = instance(64, [((0,), 1), ((1,), 2)])
    for name in ("fh23.theorem11.depth", "fh23.theorem11.depth.printed"):
        failure = check(claim(name), Statement(t), Run((Choose(1, ()),))).failure
        assert failure is not None and failure.obligation.name == "branch-is-written-out"


def test_prove_decides_points_from_a_table(relucert, tmp_path) -> None:
    """Yes or no is written, whichever is true; the same points serve every claim about training."""
    data, out = tmp_path / "D.csv", tmp_path / "C.cert"
    data.write_text("x1,y\n0,0\n1,1/2\n2,1.0\n3,4\n")
    for neurons, word in ((1, "no"), (2, "yes")):
        ran = relucert("prove", "fh23.theorem11", data, "--neurons", neurons, "-o", out)
        assert (ran.code, ran.out) == (0, f"c claim=fh23.theorem11.{word} file={out}\n")
        assert relucert("check", out).code == 0
    assert relucert("prove", "fh23.theorem11", out, "--neurons", 1, "-o", out).code == 0
    assert relucert("check", out, "--require", "fh23.theorem11.no").code == 0
    assert relucert("prove", "training.no_fit", data, "--neurons", 1).code == 0
    ran = relucert("prove", "fh23.theorem11.yes", data, "--neurons", 1)
    assert (ran.code, ran.out) == (1, "")
    ran = relucert("prove", "fh23.theorem11", data)
    assert ran.code == 2 and "--neurons K" in ran.err
    assert relucert("prove", "fh23.theorem11", "--neurons", 1).code == 2
    assert relucert("import", data, "--neurons", 2, "-o", out).code == 0
    assert relucert("prove", "fh23.theorem11", out).code == 0
