"""No network fits the instance of a formula without a solution: how the certificate and its check grow.

Run:  python benchmarks/theorem1.py [CLAUSES ...]      by default 1 2 5 10 20 50

clauses  m clauses over about m + 1 variables: the first of a random family that has no solution
points, neurons  of the training instance
tree     steps of the refutation of the formula
kB       the certificate file
produce  seconds from the formula to the text
read, check  seconds from the text to the objects, and to the verdict, median of three
per point  microseconds of the check for each point
per pair   nanoseconds of the check for each pair of a point and a neuron
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from statistics import median

from checker.claims.table import claim
from checker.kernel.verdict import check
from checker.language.read import read
from checker.objects.formula import Clause, Formula
from checker.producers.fh23.theorem1 import statement
from checker.producers.producer import Made, document, producer
from checker.producers.solvers.one_in_three import solve

NO = claim("fh23.theorem1.no")
SIZES = (1, 2, 5, 10, 20, 50)
RUNS = 3


def without_solution(m: int) -> Formula:
    """A random formula of m clauses without a solution; of one clause only (1 | 1 | 1) has none."""
    r, n = random.Random(m), max(1, min(m, 3 * m // 4 + 1))
    while True:
        clauses = tuple([Clause(tuple(r.choices(range(1, n + 1), k=3))) for _ in range(m)])
        used = sorted({i for c in clauses for i in c.literals})
        if used == list(range(1, n + 1)) and solve(Formula(n, clauses)) is None:
            return Formula(n, clauses)


def timed(task: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return median(times)


def measure(m: int) -> None:
    f = without_solution(m)
    start = time.perf_counter()
    s = statement(f)
    text = document(Made(NO.name, s, producer(NO).produce(s)))
    produced = time.perf_counter() - start
    (stated,) = read(text).claims
    if not check(NO, stated.statement, stated.certificate).verified():
        raise RuntimeError(f"refused: {f}")
    reading = timed(lambda: read(text))
    checking = timed(lambda: check(NO, stated.statement, stated.certificate))
    points, neurons = len(s.target.points), s.target.neurons
    print(
        f"{m:7} {f.variables:9} {points:7} {neurons:8} {len(stated.certificate.tree):6} {len(text) / 1e3:8.1f}"
        f" {produced:8.3f} {reading:7.3f} {checking:7.3f} {checking / points * 1e6:9.0f}"
        f" {checking / points / neurons * 1e9:10.0f}",
        flush=True,
    )


if __name__ == "__main__":
    print("clauses variables  points  neurons   tree       kB  produce    read   check per point   per pair")
    for m in map(int, sys.argv[1:] or SIZES):
        measure(m)
