"""Vectors with any sum can be ordered so that the prefix sums stay near a segment.

Source: Grinberg and Sevast'yanov (1980); Eisenbrand and Weismantel (2020).

Statement:   as for ``steinitz.reordering``, but the sum s of the m vectors in Q^p need not be zero.
Certificate: the order: the numbers 1, ..., m, each once.
Soundness:   ``order-length`` and ``every-vector-once``: the order is one of the m vectors.  ``within-radius``:
             none of them is longer than the radius.  ``deviation-within-bound``: for k from 1 to m the sum
             of the first k vectors in the order, less (k - p)/m * s, has norm at most the bound.
Scope:       the shift by p is the one of the literature: with it the bound is p times the radius, as for
             sum zero.  The deviation from k/m * s is then at most twice that, because the norm of s is at
             most m times the radius.  For s = 0 the claim is that of ``steinitz.reordering``.
"""

from __future__ import annotations

from collections.abc import Iterator

from flint import fmpq

from checker.claims.steinitz.reordering import Certificate, Statement, bounded, facts, ordered, subject
from checker.kernel.obligation import Sentence
from checker.kernel.verdict import Claim
from checker.objects.prefix_sums import prefix_sums
from checker.objects.vectors import Vectors


def walk(s: Statement, c: Certificate) -> Vectors:
    """The deviations of the prefix sums."""
    m, p, order = len(s.vectors), s.vectors.dimension, [number - 1 for number in c.order]
    total = prefix_sums(s.vectors, order)[m - 1] if m else ()
    start, drift = [fmpq(p, m) * t for t in total], [t / m for t in total]
    return prefix_sums(s.vectors, order, start, drift)


def obligations(s: Statement, c: Certificate) -> Iterator[Sentence]:
    yield from ordered(s, c)
    yield bounded("deviation-within-bound", s, walk(s, c))


def sentence(s: Statement) -> str:
    m, p = len(s.vectors), s.vectors.dimension
    return (
        f"{subject(s)}, have an order in which the sum of the first k, less (k - {p})/{m} of the whole sum,"
        f" has norm at most {s.bound}"
    )


CLAIMS = (
    Claim(
        "steinitz.total",
        "Grinberg, Sevast'yanov; Eisenbrand, Weismantel",
        Statement,
        Certificate,
        obligations,
        sentence,
        lambda s: facts(s, "STEINITZ TOTAL"),
        "Vectors with any sum can be ordered so that the prefix sums stay near the segment to the whole sum.",
    ),
)
