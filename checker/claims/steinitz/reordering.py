"""Vectors that sum to zero can be ordered so that every prefix sum is short.

Source: Steinitz (1913); with the dimension as the bound Grinberg and Sevast'yanov (1980); qnnt, Lemma 2.

Statement:   vectors v_1, ..., v_m in Q^p, a norm, a radius (1 if it is left out) and a bound.  The norm of x
             is ``max``, the largest |x_i|, or ``l1``, the sum of the |x_i|, or ``polyhedral``, the largest
             |f(x)| over the linear forms f that are given as ``functionals``.
Certificate: the order: the numbers 1, ..., m, each once.
Soundness:   ``order-length`` and ``every-vector-once``: the order is one of the m vectors.  ``within-radius``:
             none of them is longer than the radius.  ``sums-to-zero``: each coordinate of their sum is 0.
             ``prefix-within-bound``: for k from 1 to m the sum of the first k vectors in the order has norm
             at most the bound.
Scope:       the lemma gives the bound p times the radius, in every norm at once; a claim states one norm and
             any bound.  The verdict calls a bound below that of the lemma improved, one above it weakened.
             The largest |f(x)| is a norm exactly if no x but 0 makes all functionals vanish, otherwise a
             seminorm.  The lemma holds for seminorms too, so which of the two it is, is not checked.
             qnnt, Lemma 1 divides the max norm by d^2: that is the radius d^2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from flint import fmpq

from checker.kernel.column import constant
from checker.kernel.obligation import Obligation, Path, Sentence, at_most, each, equal
from checker.kernel.verdict import Claim
from checker.objects.affine import ZERO, Affine
from checker.objects.prefix_sums import lengths, prefix_sums
from checker.objects.vectors import Norm, Vectors

VECTORS: Path = ("statement", "vectors")
ORDER: Path = ("certificate", "order")
ONE = fmpq(1)


@dataclass(frozen=True, slots=True)
class Statement:
    vectors: Vectors
    norm: Norm
    bound: fmpq
    radius: fmpq = ONE
    functionals: tuple[Affine, ...] = ()

    def __post_init__(self) -> None:
        if self.norm is Norm.POLYHEDRAL and not self.functionals:
            raise ValueError("norm = polyhedral needs functionals, such as functionals = [x1, x1 - x2]")
        if self.functionals and self.norm is not Norm.POLYHEDRAL:
            raise ValueError(f"functionals belong to norm = polyhedral, not to norm = {self.norm.value}")
        for number, f in enumerate(self.functionals, 1):
            if f.constant != 0:
                raise ValueError(f"functional {number} has the constant {f.constant}, but it is linear")
            if len(self.vectors) and f.last_coordinate > self.vectors.dimension:
                raise ValueError(
                    f"functional {number} has the coordinate x{f.last_coordinate},"
                    f" but the vectors have {self.vectors.dimension} coordinates"
                )


@dataclass(frozen=True, slots=True)
class Certificate:
    order: tuple[int, ...]


def ordered(s: Statement, c: Certificate) -> Iterator[Sentence]:
    """The order is one of the vectors, and none of them is longer than the radius."""
    m = len(s.vectors)
    yield equal("order-length", len(c.order), m, at=ORDER)
    count = tuple(map(Counter(c.order).__getitem__, range(1, m + 1)))
    yield each(equal("every-vector-once", count, (1,) * m), lambda i: (*ORDER, f"vector {i + 1}"))
    found = lengths(s.vectors, s.norm, s.functionals)
    yield each(at_most("within-radius", found, constant(s.radius, m), at=VECTORS))


def bounded(name: str, s: Statement, sums: Vectors) -> Obligation:
    """Sums over the first 1, 2, ... vectors of the order are of norm at most the bound."""
    found = lengths(sums, s.norm, s.functionals)
    return each(
        at_most(name, found, constant(s.bound, len(found))),
        place=lambda i: (*ORDER, i, f"the first {i + 1} vectors" if i else "the first vector"),
    )


def walk(s: Statement, c: Certificate) -> Vectors:
    """The prefix sums in the order."""
    return prefix_sums(s.vectors, [number - 1 for number in c.order])


def obligations(s: Statement, c: Certificate) -> Iterator[Sentence]:
    yield from ordered(s, c)
    sums = walk(s, c)
    for number, coordinate in enumerate(sums[len(sums) - 1] if len(sums) else (), 1):
        yield equal("sums-to-zero", coordinate, ZERO, at=(*VECTORS, f"coordinate {number} of the sum"))
    yield bounded("prefix-within-bound", s, sums)


def measure(s: Statement) -> str:
    """The norm as a person would say it."""
    if s.norm is not Norm.POLYHEDRAL:
        return f"{s.norm.value} norm"
    return f"polyhedral norm ({len(s.functionals)} functional{'' if len(s.functionals) == 1 else 's'})"


def subject(s: Statement) -> str:
    return f"the {len(s.vectors)} vectors in dimension {s.vectors.dimension}, each of {measure(s)} at most {s.radius}"


def sentence(s: Statement) -> str:
    return f"{subject(s)}, sum to zero and have an order in which every prefix sum has norm at most {s.bound}"


def facts(s: Statement, lemma: str) -> str:
    """The lemma by name, and how the bound compares with the one that it gives."""
    promised = s.vectors.dimension * s.radius
    strength = "IMPROVED " if s.bound < promised else "WEAKENED " if s.bound > promised else ""
    return (
        f"{strength}{lemma} norm={s.norm.value} bound={s.bound} radius={s.radius}"
        f" dimension={s.vectors.dimension} vectors={len(s.vectors)}"
    )


CLAIMS = (
    Claim(
        "steinitz.reordering",
        "Steinitz; qnnt, Lemma 2",
        Statement,
        Certificate,
        obligations,
        sentence,
        lambda s: facts(s, "STEINITZ REORDERING"),
        "Vectors that sum to zero can be ordered so that every prefix sum has norm at most the bound.",
    ),
)
