"""The certificate of Lemma 5 for stacked selection gadgets, from the rows of their tables.  Untrusted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from checker.claims.fh23.lemma5 import Concave, Convex, Line, Triple, Uniqueness
from checker.objects.points import Points, points
from checker.reductions.fh23.selection_gadget import ROW_0, SelectionGadget

CENTRE, SIDE = len(ROW_0), 9
"""How many points of the table lie on the line x1 = 0, and on each of the other two."""


def stacked(gadgets: Sequence[SelectionGadget]) -> Points:
    """The points of these gadgets, one after the other."""
    return points(2, [(p.x, p.label) for gadget in gadgets for p in gadget.table()])


def triples(start: int, *places: int) -> list[tuple[int, int, int]]:
    """Three neighbouring data points from each of these places, counted from 0."""
    return [(start + i + 1, start + i + 2, start + i + 3) for i in places]


def centre(starts: Sequence[int]) -> Line:
    """What the 13 points on x1 = 0 say, for the gadgets that have their first point there (from 0)."""
    breaks, stretches = list[Triple](), list[Triple]()
    for start in starts:
        rise, fall = triples(start, 1, 4), triples(start, 6, 9)
        breaks += [Convex(*rise[0]), Concave(*rise[1]), Concave(*fall[0]), Convex(*fall[1])]
        kinds: tuple[type[Triple], ...] = (Convex, Convex, Concave, Concave, Concave, Convex, Convex)
        found = triples(start, 0, 2, 3, 5, 7, 8, 10)
        stretches += [kind(*numbers) for kind, numbers in zip(kinds, found, strict=True)]
    levels = [number for start in starts for number in (start + 2, start + 8)]
    return Line(tuple(breaks), tuple(stretches), (*levels, starts[-1] + CENTRE))


def side(starts: Sequence[int]) -> Line:
    """The same for the nine points on one of the other lines."""
    breaks, stretches = list[Triple](), list[Triple]()
    for start in starts:
        rise, fall = triples(start, 1, 2), triples(start, 4, 5)
        breaks += [Convex(*rise[0]), Concave(*rise[1]), Concave(*fall[0]), Convex(*fall[1])]
        below, between, above = triples(start, 0, 3, 6)
        stretches += [Convex(*below), Concave(*between), Convex(*above)]
    levels = [number for start in starts for number in (start + 1, start + 5)]
    return Line(tuple(breaks), tuple(stretches), (*levels, starts[-1] + SIDE - 1))


def uniqueness(gadgets: Sequence[SelectionGadget], starts: Sequence[int]) -> Uniqueness:
    """The certificate for gadgets from below whose tables start at these points (counted from 0)."""
    q = [
        tuple(range(start + CENTRE + 2 * SIDE + 1, start + CENTRE + 2 * SIDE + 2 * len(g.slopes) - 1))
        for g, start in zip(gadgets, starts, strict=True)
    ]
    left, right = ([start + CENTRE + shift for start in starts] for shift in (0, SIDE))
    return Uniqueness(side(left), centre(starts), side(right), tuple(q))


def starts_of(gadgets: Sequence[SelectionGadget]) -> list[int]:
    """Where their tables start if they follow one another."""
    sizes = [CENTRE + 2 * SIDE + 2 * (len(g.slopes) - 1) for g in gadgets]
    return list(accumulate(sizes[:-1], initial=0))
