"""Prefix sums of vectors, and norms of many vectors.

Both functions have two roads to the same rationals: the definition, in rational arithmetic, and for long
lists numpy on machine integers, the coordinates times a common denominator.  The second is taken where
a bound that is computed in Python integers proves that no value on the way reaches 2^62.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from math import lcm
from typing import Any

from flint import fmpq

from checker.kernel.column import Column, column
from checker.objects.affine import ZERO, Affine
from checker.objects.evaluation import reduced
from checker.objects.paranoid import is_exact_only
from checker.objects.vectors import Norm, Vectors, length

SMALL = 1 << 14  # numbers; below this the import of numpy costs more than it saves
WORD = 1 << 62
Array = Any


def lengths(v: Vectors, norm: Norm, functionals: Sequence[Affine] = ()) -> Column:
    """The norm of each vector."""
    found = _integers(v, [a for f in functionals for _, a in f.terms])
    if found is not None:
        import numpy as np

        rows, denominator = found
        height, coordinates = max(1, _height(rows)), range(1, v.dimension + 1)
        if norm is Norm.POLYHEDRAL:
            forms = [[_times(f.coefficient(i), denominator) for i in coordinates] for f in functionals]
            height *= max(sum(map(abs, form)) for form in forms)
            denominator *= denominator
        if max(height * v.dimension, denominator) < WORD:
            if norm is Norm.POLYHEDRAL:
                rows = np.array(forms) @ rows
            sizes = np.abs(rows).sum(axis=0) if norm is Norm.L1 else np.abs(rows).max(axis=0)
            return _column(sizes, denominator)
    return column(length(x, norm, functionals) for x in v)


def prefix_sums(
    v: Vectors, order: Sequence[int], start: Sequence[fmpq] = (), drift: Sequence[fmpq] = ()
) -> Vectors:
    """start + v[order[0]] + ... + v[order[k-1]] - k*drift for k = 1, 2, ...; the two are 0 if left out."""
    found = _integers(v, (*start, *drift))
    if found is not None:
        import numpy as np

        rows, denominator = found
        first, less = ([_times(x, denominator) for x in given] or [0] for given in (start, drift))
        height = _height(rows) + max(map(abs, less))
        if max(map(abs, first)) + len(order) * height < WORD:
            sums = rows[:, order] - np.array(less)[:, None]
            np.cumsum(sums, axis=1, out=sums)
            sums += np.array(first)[:, None]
            return Vectors(tuple([_column(x, denominator) for x in sums]))
    walks = map(_walk, v.coordinates, repeat(order), start or repeat(ZERO), drift or repeat(ZERO))
    return Vectors(tuple(map(column, walks)))


def _walk(c: Column, order: Sequence[int], start: fmpq, drift: fmpq) -> Iterator[fmpq]:
    entries = list(c)
    for i in order:
        start += entries[i] - drift
        yield start


def _integers(v: Vectors, others: Iterable[fmpq]) -> tuple[Array, int] | None:
    """The coordinates times a common denominator, one row each, and this denominator, also of the others.

    None where the definition is to be used.
    """
    if is_exact_only() or len(v) * v.dimension < SMALL or any(c.large for c in v.coordinates):
        return None
    import numpy as np

    tops = [np.frombuffer(c.numerators, np.int64) for c in v.coordinates]
    bottoms = [np.frombuffer(c.denominators, np.int64) for c in v.coordinates]
    seen = (np.unique(b).tolist() if (b != b[0]).any() else [int(b[0])] for b in bottoms)
    common = 1
    for denominator in chain([int(x.q) for x in others], *seen):
        common = lcm(common, denominator)
        if common >= WORD:
            return None
    if max(_height(t) * (common // int(b.min())) for t, b in zip(tops, bottoms, strict=True)) >= WORD:
        return None
    if common == 1:
        return np.array(tops), 1
    return np.array([t * (common // b) for t, b in zip(tops, bottoms, strict=True)]), common


def _column(numerators: Array, denominator: int) -> Column:
    import numpy as np

    denominators = np.full(len(numerators), denominator)
    if denominator == 1:
        return Column(numerators.tobytes(), denominators.tobytes())
    return reduced(numerators, denominators)


def _times(x: fmpq, multiple: int) -> int:
    """x * multiple, which is an integer."""
    return int((x * multiple).p)


def _height(integers: Array) -> int:
    """The largest absolute value."""
    return max(int(integers.max()), -int(integers.min()))
