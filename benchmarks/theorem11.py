"""No sum of k ReLUs fits, and no network does: seconds of the check against seconds of the search.

Run:  python benchmarks/theorem11.py [INSTANCES]      so many refuted instances of each kind

claim, k, d, n  random small integers in dimension d; the labels of a network of k neurons, one of them moved
steps    of the trees of a certificate, median
produce  milliseconds of the producer, from the instance to the certificate, median
check    milliseconds from the objects to the verdict, the median of three and of the instances
ratio    check / produce: the median over the instances, and the worst
"""

from __future__ import annotations

import random
import sys
import time
from statistics import median

from flint import fmpq

from checker.claims.fh23 import theorem11 as convex
from checker.claims.table import claim
from checker.claims.training import no_fit as general
from checker.kernel.verdict import check
from checker.objects.affine import affine
from checker.objects.network import Network, Relu, network
from checker.objects.points import points
from checker.problems.training import Training
from checker.producers.fh23 import theorem11
from checker.producers.training import no_fit

SIZES = ((1, 2, 8), (2, 1, 10), (2, 2, 12), (2, 3, 14), (3, 1, 12), (3, 2, 12))
WANTED, CHECKS = 20, 3


def instance(r: random.Random, k: int, d: int, n: int, signs: tuple[int, ...]) -> Training:
    """Points of a planted network with one label moved."""
    terms = [
        (fmpq(r.choice(signs)), Relu(affine([r.randint(-3, 3) for _ in range(d)], r.randint(-3, 3))))
        for _ in range(k)
    ]
    made = network(*terms)
    xs = [tuple(fmpq(r.randint(-4, 4)) for _ in range(d)) for _ in range(n)]
    labels = [made(x) for x in xs]
    labels[r.randrange(n)] += 1
    return Training(d, k, fmpq(0), points(d, list(zip(xs, labels, strict=True))))


def race(name: str, k: int, d: int, n: int, wanted: int) -> None:
    r, known = random.Random(1), claim(name)
    rows: list[tuple[int, float, float]] = []
    while len(rows) < wanted:
        is_convex = name == "fh23.theorem11.no"
        t = instance(r, k, d, n, (1,) if is_convex else (1, -1))
        start = time.perf_counter()
        found = theorem11.search(t) if is_convex else no_fit.search(t)
        produced = time.perf_counter() - start
        if isinstance(found, Network):
            continue
        trees = [found] if isinstance(found, convex.Tree) else list(found.cases)
        steps = sum(len(c.tree) + sum(len(lemma.steps) for lemma in c.lemmas) for c in trees)
        statement = convex.Statement(t) if is_convex else general.Statement(t)
        times = []
        for _ in range(CHECKS):
            start = time.perf_counter()
            verdict = check(known, statement, found)
            times.append(time.perf_counter() - start)
            if not verdict.verified():
                raise RuntimeError(f"{name}: refused {t}")
        rows.append((steps, produced, median(times)))
    steps, produced, checked = (median(column) for column in zip(*rows, strict=True))
    ratios = [c / p for _, p, c in rows]
    print(
        f"{name:18} {k} {d} {n:3} {steps:8.0f} {produced * 1e3:9.1f} {checked * 1e3:8.2f}"
        f" {median(ratios):7.3f} {max(ratios):7.3f}",
        flush=True,
    )


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else WANTED
    print(f"{'claim':18} k d   n    steps   produce    check   ratio   worst")
    for name in ("fh23.theorem11.no", "training.no_fit"):
        for k, d, n in SIZES:
            race(name, k, d, n, wanted)
