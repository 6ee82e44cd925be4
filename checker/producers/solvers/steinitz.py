"""Orders of vectors with short prefix sums.  Untrusted.

The method of Grinberg and Sevast'yanov gives the dimension as a bound.
Let a set of k >= p vectors v_i in Q^p sum to S.  Keep weights u_i in [0, 1] with sum u_i = p and
sum u_i v_i = S: then in every norm S is at most p times as long as the longest of the vectors.  To go
down to k - 1, raise sum u_i to p + 1 and leave sum u_i v_i as it is.  At most p + 1 weights are then
strictly between 0 and 1; so one is 1, and its vector takes the last place and its weight with it.  (The
usual account has the weights 1 - u_i, all but a few of which would change in every step.)

The weights move by the simplex method for bounded variables: p of them are basic, all others but one
0 or 1.  The inverse of the basis is kept as integers over its determinant, so no number grows beyond
the determinants of the vectors, and only weights are fractions.  About two pivots a vector.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import add, mul
from typing import Any

from flint import fmpq

from checker.producers.producer import Unknown

ZERO, ONE = fmpq(0), fmpq(1)
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
        self.sum = ZERO
        self.ones = set[int]()
        """Weights 1 outside the basis; there all others are 0 but for the one on its way."""
        self.moving: tuple[int, fmpq] | None = None
        # The coordinates of v in the basis are inverse * v / determinant.  At first the unit vectors are
        # the basis; where the vectors have too low a rank they stay in it, with coordinates that are 0.
        self.inverse = [[int(i == j) for j in range(p)] for i in range(p)]
        self.determinant = 1
        self.basis = [-1 - i for i in range(p)]
        self.basic = set(self.basis)
        self.prices = [1] * p
        self.weight = [ZERO] * p
        self.next = self.stalled = 0
        for row in range(p):
            found = (j for j, v in enumerate(vectors) if sum(map(mul, self.inverse[row], v)))
            for j in found:
                self._pivot(row, j, self._coordinates(j))
                break

    def raise_to(self, target: int) -> None:
        """Raise the sum of the weights to the target."""
        while self.sum < target:
            j, value = self.moving or self._entering()
            self.moving = None
            self.ones.discard(j)
            w = self._coordinates(j)
            rate = self.determinant - sum(w)  # the sum grows by rate when u_j grows by the determinant
            sign = 1 if rate > 0 else -1
            step, row = (ONE - value if sign > 0 else value) / self.determinant, None
            for i, a in enumerate(w):
                if not a:
                    continue
                a *= sign
                limit = (self.weight[i] if a > 0 else self.weight[i] - 1) / a
                if limit < step or (self._bland and limit == step and self._before(i, row)):
                    step, row = limit, i
            if (needed := (target - self.sum) / abs(rate)) <= step:
                step, row = needed, None
            self.stalled = 0 if step else self.stalled + 1
            if step:
                move = sign * step
                self.weight = [u - move * a for u, a in zip(self.weight, w, strict=True)]
                self.sum += step * abs(rate)
                value += move * self.determinant
            if row is not None:
                if self.weight[row]:
                    self.ones.add(self.basis[row])
                self._pivot(row, j, w)
                self.weight[row] = value
            elif value == 1:
                self.ones.add(j)
            elif value:
                self.moving = j, value

    def remove(self) -> int:
        """Take away a vector of weight 1."""
        j, last = self.ones.pop(), self.present.pop()
        place = self.place.pop(j)
        if last != j:
            self.present[place], self.place[last] = last, place
        self.sum -= 1
        return j

    @property
    def _bland(self) -> bool:
        return self.stalled > PATIENCE

    def _before(self, i: int, row: int | None) -> bool:
        return row is not None and self.basis[i] < self.basis[row]

    def _coordinates(self, j: int) -> list[int]:
        v = self.vectors[j]
        return [sum(map(mul, row, v)) for row in self.inverse]

    def _entering(self) -> tuple[int, fmpq]:
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
        return chosen, ONE if chosen in self.ones else ZERO

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

    def _pivot(self, row: int, j: int, w: list[int]) -> None:
        """Vector j, with these coordinates, takes this place in the basis."""
        sign = 1 if w[row] > 0 else -1
        old, determinant, new = self.inverse[row], self.determinant, abs(w[row])
        for i, a in enumerate(w):
            if i != row:
                a *= sign
                self.inverse[i] = [
                    (new * x - a * y) // determinant for x, y in zip(self.inverse[i], old, strict=True)
                ]
        self.inverse[row] = [sign * y for y in old]
        self.determinant = new
        self.prices = list(map(sum, zip(*self.inverse, strict=True)))
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
