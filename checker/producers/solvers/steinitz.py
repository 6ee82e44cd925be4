"""Orders of vectors with short prefix sums.  Untrusted.

The method of Grinberg and Sevast'yanov gives the dimension as a bound.  Let a set of k >= p vectors v_i
in Q^p sum to S.  Keep weights u_i in [0, 1] with sum u_i = p and sum u_i v_i = S: then in every norm S
is at most p times as long as the longest of the vectors.  To go down to k - 1, raise sum u_i to p + 1
and leave sum u_i v_i as it is.  At most p + 1 weights are then strictly between 0 and 1, so one is 1;
its vector takes the last place, and its weight with it.  (The usual account has the weights 1 - u_i, all
but a few of which would change in every step.)

The weights move by the simplex method for bounded variables: p of them are basic, of the others all but
one are 0 or 1.  About two moves a vector.  All numbers are integers: the inverse of the basis is kept
times its determinant, the weights over a common unit, so none is longer than the determinants are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import gcd
from operator import add, mul
from typing import Any

from flint import fmpz_mat

from checker.producers.producer import Unknown

CANDIDATES = 8
"""So many weights that may move are compared; more save pivots, but cost more than they save."""
PATIENCE = 40
"""After so many pivots in a row that move no weight, Bland's rule, which does not cycle, takes over."""
PLACES = 1_000_000
"""So many places are looked at for an order within a bound that the method does not promise."""


def short_prefixes(vectors: Sequence[Sequence[int]]) -> list[int]:
    """An order (from 0) of vectors with sum zero in which every prefix sum is short in every norm."""
    if not vectors:
        return []
    p = len(vectors[0])
    weights = _Weights(vectors)
    last = []
    for _ in range(len(vectors) - p - 1):
        weights.raise_to(p + 1)
        last.append(weights.remove())
    return weights.present + last[::-1]


class _Weights:
    def __init__(self, vectors: Sequence[Sequence[int]]) -> None:
        p = len(vectors[0])
        self.vectors = vectors
        self.present = list(range(len(vectors)))
        self.place = {j: i for i, j in enumerate(self.present)}
        self.sum, self.unit = 0, 1
        """Weights, and their sum, are kept as integers over the unit."""
        self.ones = set[int]()
        """Weights 1 outside the basis; there all others are 0 but for the one on its way."""
        self.moving: tuple[int, int] | None = None
        # The coordinates of v in the basis are inverse * v / determinant.  At first the unit vectors are
        # the basis; where the vectors have too low a rank they stay in it, with coordinates that are 0.
        self.inverse = fmpz_mat(p, p, [int(i == j) for j in range(p) for i in range(p)])
        self.rows = [fmpz_mat(1, p, [int(i == j) for j in range(p)]) for i in range(p)]
        """Times a matrix, its rows."""
        self.every = fmpz_mat(1, p, [1] * p)
        """Times a matrix, the sum of its rows."""
        self.determinant = 1
        self.basis = [-1 - i for i in range(p)]
        self.basic = set(self.basis)
        self.prices = [1] * p
        self.weight = [0] * p
        self.next = self.stalled = 0
        for row in range(p):
            line = self._integers(self.rows[row] * self.inverse)
            j = next((j for j, v in enumerate(vectors) if sum(map(mul, line, v))), None)
            if j is not None:
                self._pivot(row, j, self._coordinates(j))

    def raise_to(self, target: int) -> None:
        """Raise the sum of the weights to the target."""
        while self.sum < target * self.unit:
            j, value = self.moving or self._entering()
            self.moving = None
            self.ones.discard(j)
            coordinates = self._coordinates(j)
            w = self._integers(coordinates)
            gain = self.determinant - sum(w)  # of the sum, when u_j grows by the determinant
            sign = 1 if gain > 0 else -1
            # The weights change by w * room / scale, until the first is 0 or 1, or the sum is there.
            room, scale, row = (self.unit - value if gain > 0 else value), self.determinant, -1
            for i, a in enumerate(w):
                if not a:
                    continue
                left, size = (self.weight[i] if a * sign > 0 else self.unit - self.weight[i]), abs(a)
                less = left * scale - room * size
                if less < 0 or (not less and self._bland and row >= 0 and self.basis[i] < self.basis[row]):
                    room, scale, row = left, size, i
            left, size = target * self.unit - self.sum, abs(gain)
            if left * scale <= room * size:
                room, scale, row = left, size, -1
            self.stalled = 0 if room else self.stalled + 1
            if room:
                move = room * sign
                value = value * scale + move * self.determinant
                weight = [u * scale - move * a for u, a in zip(self.weight, w, strict=True)]
                unit, total = self.unit * scale, self.sum * scale + room * abs(gain)
                common = gcd(unit, value, *weight)
                value //= common
                self.weight = [u // common for u in weight]
                self.unit, self.sum = unit // common, total // common
            if row >= 0:
                if self.weight[row]:
                    self.ones.add(self.basis[row])
                self._pivot(row, j, coordinates)
                self.weight[row] = value
            elif value == self.unit:
                self.ones.add(j)
            elif value:
                self.moving = j, value

    def remove(self) -> int:
        """Take away a vector of weight 1."""
        j, last = self.ones.pop(), self.present.pop()
        place = self.place.pop(j)
        if last != j:
            self.present[place], self.place[last] = last, place
        self.sum -= self.unit
        return j

    @property
    def _bland(self) -> bool:
        return self.stalled > PATIENCE

    def _coordinates(self, j: int) -> fmpz_mat:
        return self.inverse * fmpz_mat(len(self.basis), 1, self.vectors[j])

    @staticmethod
    def _integers(m: fmpz_mat) -> list[int]:
        return list(map(int, m.entries()))

    def _entering(self) -> tuple[int, int]:
        """A weight whose motion raises the sum, and its value."""
        best, found, chosen = 0, 0, None
        for j, gain in self._gains():
            if gain and (gain > 0) != (j in self.ones):
                found += 1
                if abs(gain) > best:
                    best, chosen = abs(gain), j
                if found == CANDIDATES or self._bland:
                    break
        if chosen is None:
            raise ArithmeticError("the vectors do not sum to zero")
        return chosen, self.unit if chosen in self.ones else 0

    def _gains(self) -> Iterator[tuple[int, int]]:
        """Weights outside the basis, each with what the sum gains when it grows by the determinant."""
        if self._bland:
            numbers = iter(sorted(self.present))
        else:  # in turn, so that none is looked at twice before the others
            count, start = len(self.present), self.next
            numbers = (self.present[i % count] for i in range(start, start + count))
        for j in numbers:
            self.next = self.place[j] + 1
            if j not in self.basic:
                yield j, self.determinant - sum(map(mul, self.prices, self.vectors[j]))

    def _pivot(self, row: int, j: int, coordinates: fmpz_mat) -> None:
        """Vector j, with these coordinates, takes this place in the basis."""
        new = coordinates[row, 0]
        coordinates[row, 0] -= self.determinant  # so that one formula changes all rows
        changed = self.inverse * new - coordinates * (self.rows[row] * self.inverse)
        if new < 0:
            changed, new = -changed, -new
        self.inverse = changed / self.determinant  # exact: the entries are determinants
        self.determinant = int(new)
        self.prices = self._integers(self.every * self.inverse)
        self.basic.remove(self.basis[row])
        self.basic.add(j)
        self.basis[row] = j


def walk_within(
    start: Sequence[int], steps: Sequence[tuple[int, ...]], size: Callable[[Sequence[int]], Any], bound: Any
) -> list[int] | None:
    """An order of the steps (from 0) that keeps the walk within the bound; None if there is none.

    Goes on to the smallest place first, and from no multiset of steps twice; raises Unknown after PLACES.
    """
    numbers: dict[tuple[int, ...], list[int]] = {}
    for i, v in enumerate(steps):
        numbers.setdefault(v, []).append(i)
    left = {v: len(same) for v, same in numbers.items()}
    looked = 0

    def onward() -> Iterator[tuple[int, ...]]:
        found = [(size([a + b for a, b in zip(places[-1], v, strict=True)]), v) for v, n in left.items() if n]
        return iter([v for length, v in sorted(found) if length <= bound])

    seen, made, places = set[tuple[int, ...]](), list[tuple[int, ...]](), [tuple(start)]
    choices = [onward()]
    while len(made) < len(steps):
        step = next(choices[-1], None)
        if step is None:
            if not made:
                return None
            choices.pop()
            places.pop()
            left[made.pop()] += 1
            continue
        left[step] -= 1
        if (key := tuple(left.values())) in seen:
            left[step] += 1
            continue
        seen.add(key)
        made.append(step)
        places.append(tuple(map(add, places[-1], step)))
        looked += sum(map(bool, key))
        if looked > PLACES:
            raise Unknown(f"no order was found that stays within the bound, among {looked:,} places")
        choices.append(onward())
    return [numbers[v].pop() for v in made]
