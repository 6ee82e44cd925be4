"""Exact evaluation against inexact float64 and against rational arithmetic point by point.

Run:  python benchmarks/evaluation.py [NAME]      only the cases whose name contains NAME

Every figure is a ratio of medians from one process, the runs interleaved; 2.0 means twice the time.

float   milliseconds of the same network in inexact float64: numpy, blocks of a megabyte, arrays ready
right   exact evaluation / float where the labels are the values: what ``check`` does with a fit.  From
        the columns that the reader makes to the column that the kernel compares
wrong   the same where no label is right, so that every value is brought to lowest terms
both    right / float, if float too starts from the columns and the network, and converts them
loop    ``network(x)`` in rational arithmetic, point by point (a sample) / float
Z       bits of the proved bound of the pre-activations; tier: what the first block is computed with;
large   the share of values that do not fit a machine word: each becomes a rational of its own
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import numpy as np
from flint import fmpq

from checker.kernel.column import Column, column
from checker.objects import evaluation
from checker.objects.affine import affine
from checker.objects.evaluation import reduced, values
from checker.objects.formula import Clause, Formula
from checker.objects.network import Network, Neuron, Relu, network
from checker.objects.paranoid import exact_only
from checker.objects.points import Points
from checker.producers.fh23.theorem1 import lifted
from checker.reductions.fh23.theorem1 import build

Array = Any
Draw = Callable[[random.Random], fmpq]
Term = tuple[fmpq, Neuron]
SIZES = (
    (10**3, 2, 20),
    (10**4, 2, 100),
    (10**5, 3, 100),
    (10**5, 10, 200),
    (10**5, 2, 1000),
    (10**6, 2, 100),
)
SECONDS = 4.0  # per case, unless three runs take longer


def rationals(numerator: int, denominator: int) -> Draw:
    return lambda r: fmpq(r.randint(1, numerator) * r.choice((1, -1)), r.randint(1, denominator))


def neurons(d: int, k: int, form: Draw, weight: Draw, seed: int = 1) -> list[Term]:
    r = random.Random(seed)
    return [(weight(r), Relu(affine([form(r) for _ in range(d)], form(r)))) for _ in range(k)]


def cancelling(terms: list[Term], others: list[Term]) -> Network:
    """Pairs that cancel and a few others: long weights, but short values, as in a solver's fit."""
    pairs = terms[: (len(terms) - len(others)) // 2]
    mixed = [*pairs, *((-w, n) for w, n in pairs), *others]
    random.Random(1).shuffle(mixed)
    return network(*mixed)


def cloud(n: int, d: int, numerator: int, denominator: int) -> Points:
    """Random points with one denominator per point, before reduction."""
    r = np.random.default_rng(1)
    q = r.integers(1, denominator + 1, n)
    tops = r.integers(-numerator, numerator + 1, (d, n))
    return Points(
        tuple(reduced(top, q) for top in tops), Column(bytes(8 * n), np.ones(n, np.int64).tobytes())
    )


def on_breaklines(n: int, d: int, k: int, share: float) -> tuple[list[Term], Points]:
    """30-bit points and forms; every second neuron breaks at x1 = c, where this share of the points lies."""
    r, rng = random.Random(3), np.random.default_rng(3)
    terms, breaks = list[Term](), list[int]()
    for j in range(k):
        slopes, constant = [r.randint(-(2**30), 2**30) for _ in range(d)], 0
        if j % 2 == 0:
            breaks.append(r.randint(-5, 5))
            slopes, constant = [slopes[0], *[0] * (d - 1)], -slopes[0] * breaks[-1]
        terms.append((fmpq(r.randint(1, 1000)), Relu(affine(slopes, constant))))
    q, tops = rng.integers(1, 2**10, n), rng.integers(-(2**30), 2**30, (d, n))
    some = rng.permutation(n)[: int(n * share)]
    tops[0][some] = rng.choice(breaks, len(some)) * q[some]
    return terms, Points(
        tuple(reduced(top, q) for top in tops), Column(bytes(8 * n), np.ones(n, np.int64).tobytes())
    )


def theorem1(clauses: int, variables: int) -> tuple[Network, Points]:
    """The target of a random formula with a planted solution, and the network of the solution."""
    r = random.Random(1)
    true, false = range(1, variables // 3 + 1), range(variables // 3 + 1, variables + 1)
    drawn = [[r.choice(true), *r.sample(false, 2)] for _ in range(clauses)]
    f = Formula(variables, tuple(Clause(tuple(r.sample(c, 3))) for c in drawn))
    return lifted(f, frozenset(true)), build(f).instance.points


def cases() -> Iterator[tuple[str, Network, Points]]:
    for n, d, k in SIZES:
        few = neurons(d, 10, rationals(9, 2), rationals(9, 2))
        yield "small", network(*neurons(d, k, rationals(50, 4), rationals(50, 4))), cloud(n, d, 50, 4)
        medium = neurons(d, k, rationals(100, 30), rationals(100, 30))
        yield "medium", network(*medium), cloud(n, d, 1000, 100)
        yield "medium, short values", cancelling(medium, few), cloud(n, d, 1000, 100)
        big = neurons(
            d, k, lambda r: fmpq(r.randint(-(2**20), 2**20), 64), lambda r: fmpq(r.randint(1, 1000), 60)
        )
        yield "big", network(*big), cloud(n, d, 2**20, 2**16)
    for n, d, k, share in (
        (10**5, 2, 100, 0.0),
        (10**5, 2, 100, 0.01),
        (10**5, 2, 100, 0.1),
        (10**5, 3, 200, 0.01),
    ):
        terms, points = on_breaklines(n, d, k, share)
        few = neurons(d, 10, rationals(9, 2), rationals(9, 2))
        yield f"30 bits, {share:.0%} ties", network(*terms), points
        yield f"30 bits, {share:.0%} ties, short values", cancelling(terms, few), points
    yield "theorem 1", *theorem1(200, 150)


def ratio(c: fmpq) -> float:
    return int(c.p) / int(c.q)


def floats(net: Network, points: Points) -> tuple[Array, Array, Array]:
    d, terms = points.dimension, net.neurons.terms
    forms = np.array(
        [[*(ratio(n.form.coefficient(i)) for i in range(1, d + 1)), ratio(n.form.constant)] for _, n in terms]
    )
    x = np.ones((len(points), d + 1))
    for i, c in enumerate(points.coordinates):
        x[:, i] = np.frombuffer(c.numerators, np.int64) / np.frombuffer(c.denominators, np.int64)
    return x, forms.T.copy(), np.array([ratio(w) for w, _ in terms])


def in_float(x: Array, forms: Array, weights: Array) -> Array:
    rows = max(64, (1 << 17) // len(weights))
    out, buffer = np.empty(len(x)), np.empty((rows, len(weights)))
    for start in range(0, len(x), rows):
        part = x[start : start + rows]
        z = buffer[: len(part)]
        np.matmul(part, forms, out=z)
        np.maximum(z, 0, out=z)
        np.matmul(z, weights, out=out[start : start + rows])
    return out


def medians(*functions: Callable[[], object]) -> list[float]:
    times: list[list[float]] = [[] for _ in functions]
    began = time.perf_counter()
    while len(times[0]) < 3 or (time.perf_counter() - began < SECONDS and len(times[0]) < 100):
        for function, taken in zip(functions, times, strict=True):
            start = time.perf_counter()
            function()
            taken.append(time.perf_counter() - start)
    return [median(t) for t in times]


def tier(net: Network, points: Points) -> tuple[int, str]:
    """The bits of the bound of the pre-activations of the first block, and its plan."""
    integers = evaluation._Integers(net, sorted({i for _, n in net.neurons.terms for i, _ in n.form.terms}))
    words = [evaluation._words(c) for c in points.coordinates]
    block = slice(0, evaluation.BLOCK)
    x = evaluation._homogeneous([(t[block], b[block]) for t, b in words], len(words[0][0][block]))
    bounds = [max(1, evaluation._height(c)) for c in x]
    plan = integers.plan(bounds)
    bits = evaluation._dot(integers.form_bounds, bounds).bit_length()
    features = "relu" if plan.relu else "step"
    return bits, f"{len(plan.below) + 1}x{features}x{plan.outputs.shape[1]}{'' if plan.word else ' long'}"


def head(points: Points, n: int) -> Points:
    n = min(n, len(points))
    return Points(tuple(column(c[i] for i in range(n)) for c in points.coordinates), column([fmpq(0)] * n))


def line(case: str, net: Network, points: Points) -> str:
    exact, n, d = values(net, points), len(points), points.dimension
    fitted, ready = Points(points.coordinates, exact), floats(net, points)
    sample = head(points, max(20, 200_000 // (net.size * (d + 1))))
    with exact_only():
        if list(values(net, sample)) != [exact[i] for i in range(len(sample))]:
            raise SystemExit(f"{case}: the two ways differ")
        (loop,) = medians(lambda: values(net, sample))
    base, right, wrong, converted = medians(
        lambda: in_float(*ready),
        lambda: values(net, fitted),
        lambda: values(net, points),
        lambda: in_float(*floats(net, points)),
    )
    bits, plan = tier(net, points)
    return (
        f"{case:32}{n:8}{d:3}{net.size:5}  {bits:3} {plan:15}{len(exact.large) / n:6.0%}{base * 1e3:10.2f}"
        f"{right / base:7.2f}{wrong / base:7.2f}{right / converted:7.2f}{loop * n / len(sample) / base:7.0f}"
    )


def main(name: str) -> None:
    print(f"{'case':32}{'n':>8}{'d':>3}{'k':>5}  {'Z':>3} {'tier':15}{'large':>6}", end="")
    print(f"{'float ms':>10}{'right':>7}{'wrong':>7}{'both':>7}{'loop':>7}")
    for case, net, points in cases():
        if name in case:
            print(line(case, net, points), flush=True)


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
