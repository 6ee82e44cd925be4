"""Reorderings of vectors with sum zero: the order of the lemma, and the best one, against all orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, permutations, product
from operator import or_
from random import Random

from flint import fmpq

from checker.audit.inputs.points import moves
from checker.audit.inputs.symmetry import classes
from checker.audit.subject import Examination, Findings, Subject
from checker.claims.steinitz.reordering import Certificate, Statement
from checker.claims.table import claim
from checker.kernel.verdict import check
from checker.objects.vectors import Norm, Vectors, vectors
from checker.producers.producer import Made

NAME = "steinitz.reordering"
Vector = tuple[fmpq, ...]


def every(size: int) -> Iterator[tuple[Vectors, int]]:
    """At most so many integer vectors of sum zero: up to 2 on the line, up to 1 in the plane.

    One of each class that the order of the vectors, reflections and the exchange of the axes make.
    """
    for number in range(1, size + 1):
        for dimension, width in ((1, 4), (2, 2)):
            kinds = list(product(range(width + 1), repeat=dimension))
            for rows, members in classes(kinds, number, list(moves(dimension, width))):
                if all(2 * sum(c) == width * number for c in zip(*rows, strict=True)):
                    yield vectors([[c - width // 2 for c in x] for x in rows]), members


def sample(random: Random, size: int) -> Vectors:
    """At most one vector more, in at most three dimensions."""
    dimension, number = random.randint(1, 3), random.randint(2, size + 1)
    rows = [[random.randint(-3, 3) for _ in range(dimension)] for _ in range(number - 1)]
    return vectors([*rows, [-sum(c) for c in zip(*rows, strict=True)]])


def alike(v: Vectors, random: Random) -> Vectors:
    """In another order, the coordinates exchanged and mirrored, all multiplied by one number."""
    order, factor = (
        random.sample(range(v.dimension), v.dimension),
        fmpq(random.randint(1, 5), random.randint(1, 5)),
    )
    factors = [random.choice((1, -1)) * factor for _ in order]
    rows = [[a * x[i] for i, a in zip(order, factors, strict=True)] for x in v]
    return vectors(random.sample(rows, len(rows)))


def smaller(v: Vectors) -> Iterator[Vectors]:
    """With two vectors added up, or without a coordinate."""
    rows = list(v)
    for i, j in product(range(len(rows)), repeat=2):
        if i < j:
            both = tuple([a + b for a, b in zip(rows[i], rows[j], strict=True)])
            yield vectors([*rows[:i], both, *rows[i + 1 : j], *rows[j + 1 :]])
    if v.dimension > 1:
        for i in range(v.dimension):
            yield vectors([(*x[:i], *x[i + 1 :]) for x in rows])


def length(x: Vector, norm: Norm) -> fmpq:
    sizes = map(abs, x)
    return max(sizes) if norm is Norm.MAX else sum(sizes, fmpq(0))


def heights(rows: Sequence[Vector], norm: Norm) -> dict[tuple[int, ...], fmpq]:
    """For each order of the vectors, counted from 1, the norm of its longest prefix sum."""
    sums: list[Vector] = [(fmpq(0),) * len(rows[0])]
    for x in rows:
        sums += [tuple([a + b for a, b in zip(x, before, strict=True)]) for before in sums]
    lengths = [length(x, norm) for x in sums]
    return {
        order: max([lengths[chosen] for chosen in accumulate([1 << i - 1 for i in order], or_)])
        for order in permutations(range(1, len(rows) + 1))
    }


def examine(v: Vectors, random: Random) -> Findings:
    """In two norms: the lemma, the best order, no better one, and any order with any bound."""
    e, best, answers = Examination(), 0, list[str]()
    balanced = not any(sum(c, fmpq(0)) for c in zip(*v, strict=True))
    for norm in (Norm.MAX, Norm.L1):
        found, radius = heights(list(v), norm), max(length(x, norm) for x in v)
        least = min(found.values())
        for bound in (v.dimension * radius, least, least - fmpq(1, 7)):
            known = balanced and bound >= least
            e.decided(NAME, Statement(v, norm, bound, radius), known)
        order, bound = random.choice(list(found)), random.choice(list(found.values()))
        made = Made(NAME, Statement(v, norm, bound, radius), Certificate(order))
        verified = check(claim(NAME), made.statement, made.certificate).verified()
        words = f"the longest prefix sum is {found[order]}, the bound {bound}, verified: {verified}"
        e.require(verified == (balanced and found[order] <= bound), "an order is misjudged", words, made)
        best += sum(height == least for height in found.values())
        answers.append(f"{least / radius if radius else 0} times the {norm.value} radius")
    return e.findings(" and ".join(answers), best)


SUBJECTS = (
    Subject(
        name=NAME,
        input=Vectors,
        measure="vectors",
        size=5,
        every=every,
        sample=sample,
        alike=alike,
        smaller=smaller,
        examine=examine,
    ),
)
