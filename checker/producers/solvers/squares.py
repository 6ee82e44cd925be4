"""A natural number as the sum of four squares (Lagrange).  Untrusted.

The idea of Rabin and Shallit (Randomized algorithms in number theory, 1986), without the randomness: take
two squares off until a prime 4k + 1 is left, which is a sum of two squares.  One number in about log n is such
a prime.  FLINT tests primes and takes the square root; a computer algebra system is not needed for the rest.
"""

from __future__ import annotations

from math import isqrt

from flint import fmpz


def four_squares(n: int) -> tuple[int, int, int, int]:
    """Integers >= 0 whose squares sum to n >= 0, the largest first."""
    scale = 1
    while n and n % 4 == 0:
        n, scale = n // 4, 2 * scale
    first = (
        (a, b)
        for a in range(isqrt(n), -1, -1)
        if n <= 2 or (n - a * a) % 4 in (1, 2)  # otherwise no b leaves 4k + 1
        for b in range(isqrt(n - a * a), -1, -1)
    )
    roots = next((a, b, *pair) for a, b in first if (pair := two_squares(n - a * a - b * b)) is not None)
    w, x, y, z = sorted((scale * root for root in roots), reverse=True)
    return w, x, y, z


def two_squares(n: int) -> tuple[int, int] | None:
    """Two integers whose squares sum to n, if n is 0, 1, 2 or a prime 4k + 1."""
    if n <= 2:
        return (1, 1) if n == 2 else (n, 0)
    if n % 4 != 1 or not fmpz(n).is_probable_prime():
        return None
    # Euclid's algorithm on n and a square root of -1 passes the two below sqrt(n) (Hermite, Serret).
    a, b = n, int(fmpz(n - 1).sqrtmod(fmpz(n)))
    while b * b > n:
        a, b = b, a % b
    return b, a % b
