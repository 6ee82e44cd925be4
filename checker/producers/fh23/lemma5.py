"""Producer for fh23.lemma5.  Untrusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from math import prod
from typing import Any

from flint import fmpq

from checker.claims.fh23.lemma5 import Another, Concave, Convex, Stack, Statement, Uniqueness
from checker.claims.table import claim
from checker.kernel.verdict import check
from checker.objects.affine import Affine, affine
from checker.objects.formula import Formula
from checker.objects.levee import BREAKS
from checker.objects.points import Points, points
from checker.producers.fh23 import gadget as single
from checker.producers.fh23 import theorem1
from checker.producers.fh23.stack import stacked, starts_of, uniqueness
from checker.producers.producer import Impossible, Mutation, Producer, Unknown, Unsuitable
from checker.reductions.fh23.selection_gadget import SelectionGadget
from checker.reductions.fh23.theorem1 import gadgets as gadgets_of

ZERO, ONE, THIRD, THOUSANDTH = fmpq(0), fmpq(1), fmpq(1, 3), fmpq(1, 1000)


def choices(gadgets: Sequence[SelectionGadget]) -> int:
    return prod(len(g.slopes) for g in gadgets)


def stack(*gadgets: SelectionGadget) -> Statement:
    """The gadgets with their tables; raises Unsuitable where one is no selection gadget."""
    for g, gadget in enumerate(gadgets):
        if message := single.objection(gadget):
            raise Unsuitable(message, ("gadgets", g, "epsilon"))
    return Statement(gadgets, stacked(gadgets), choices(gadgets))


def of_formula(f: Formula) -> Statement:
    """The gadgets of the construction of Theorem 1, from below."""
    theorem1.statement(f)
    return stack(*sorted(gadgets_of(f), key=lambda g: g.offset))


def examples() -> Iterator[Statement]:
    """Two gadgets at the paper's distance; those of a formula; slopes 0 alone; one gadget."""
    low = SelectionGadget((fmpq(-1), fmpq(0), fmpq(1)), THIRD)
    yield stack(low, SelectionGadget((ZERO, ONE), THIRD, fmpq(14)))
    yield of_formula(theorem1.SMALLEST)
    yield stack(SelectionGadget((ZERO,), fmpq(5)), SelectionGadget((ZERO,), fmpq(5), fmpq(8)))
    yield stack(SelectionGadget((fmpq(-1, 2), fmpq(2)), fmpq(1, 12), fmpq(-7, 2)))


FALSE = ("levees-agree", "levees-fit", "functions")
"""If one of these obligations fails, the claim is false."""


def proved(name: str, statement: Any, certificate: Uniqueness, table: Points) -> Uniqueness:
    """The certificate, if the kernel accepts it."""
    failure = check(claim(name), statement, certificate).failure
    if failure is None:
        return certificate
    broken = failure.obligation.name
    if broken in FALSE:
        words = (
            "the number of functions is wrong" if broken == "functions" else "not every sum of levees fits"
        )
        raise Impossible(words)
    if statement.points != table:
        raise Unknown("the points are not those of the gadgets, one after the other")
    raise Unknown(f"the proof of the lemma does not apply to these gadgets: {broken} fails")


def produce(s: Statement) -> Uniqueness:
    if not s.gadgets:
        raise Unknown("there is no gadget")
    made = uniqueness(s.gadgets, starts_of(s.gadgets))
    return proved("fh23.lemma5", s, made, stacked(s.gadgets))


def printed(*gadgets: SelectionGadget) -> Stack:
    return Stack(gadgets, stack(*gadgets).points)


def printed_examples() -> Iterator[Stack]:
    """Three gadgets at the least distance that the paper allows; the same with a fourth below."""
    three = [
        SelectionGadget(slopes, THIRD, fmpq(14 * g))
        for g, slopes in enumerate(((ZERO, ONE), (ZERO, ONE), (-ONE, ZERO)))
    ]
    yield printed(*three)
    yield printed(SelectionGadget((ZERO, ONE), THIRD, fmpq(-14)), *three)


def another(s: Stack) -> Another:
    """Breaklines of three levees that meet in a point, and a roof over the wedge of the outer two.

    Below the line of the lowest gadget and above that of the highest the roof is max(0, min(a, b)) with
    factors such that a = b on the middle line, which lies in the wedge.
    """
    m = len(s.gadgets)
    for chosen in combinations(range(m), 3):
        for slopes in product(*(s.gadgets[g].slopes for g in chosen)):
            first, middle, last = slopes
            if not (first > middle > last or first < middle < last):
                continue
            for places in product([u for u, _ in BREAKS], repeat=3):
                c1, c2, c3 = (s.gadgets[g].offset + u for g, u in zip(chosen, places, strict=True))
                x1 = (c3 - c1) / (first - last)
                if c1 + first * x1 != c2 + middle * x1:
                    continue
                factor, other = abs(middle - last), abs(first - middle)
                roof = (
                    affine((factor * first, -factor), factor * c1),
                    affine((-other * last, other), -other * c3),
                )
                if any(min(form(x) for form in roof) > 0 for x, _ in s.points):
                    continue
                every = [gadget.slopes[0] for gadget in s.gadgets]
                for g, slope in zip(chosen, slopes, strict=True):
                    every[g] = slope
                away = x1 + (m + 1) / (factor * (first - middle))
                return Another(tuple(every), roof, (away, c2 + middle * away))
    raise Unknown(
        "no three breaklines of levees were found that meet in a point and have a wedge without data"
    )


# Mutants.

Apply = Callable[[Any, Any], tuple[Any, Any]]


def moved(i: int, x1: fmpq = ZERO, x2: fmpq = ZERO, label: fmpq = ZERO) -> Apply:
    """The data point at place i, counted from 0, is another one."""

    def apply(s: Any, c: Any) -> tuple[Any, Any]:
        rows = [(x, y) for x, y in s.points]
        (a, b), y = rows[i]
        rows[i] = (a + x1, b + x2), y + label
        return replace(s, points=points(2, rows)), c

    return apply


def added(x1: int, x2: int, label: int) -> Apply:
    """One data point more."""

    def apply(s: Any, c: Any) -> tuple[Any, Any]:
        rows = [*s.points, ((fmpq(x1), fmpq(x2)), fmpq(label))]
        return replace(s, points=points(2, rows)), c

    return apply


def in_space(s: Any, c: Any) -> tuple[Any, Any]:
    return replace(s, points=points(3, [((*x, ZERO), y) for x, y in s.points])), c


def on(line: str, field: str, change: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> Apply:
    """Other records on one of the lines."""

    def apply(s: Any, c: Any) -> tuple[Any, Any]:
        old = getattr(c, line)
        return s, replace(c, **{line: replace(old, **{field: change(getattr(old, field))})})

    return apply


def instead(i: int, value: object) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    return lambda old: (*old[:i], value, *old[i + 1 :])


def with_q(*q: tuple[int, ...]) -> Apply:
    return lambda s, c: (s, replace(c, q=q))


def both(*steps: Apply) -> Apply:
    """One change after the other."""

    def apply(s: Any, c: Any) -> tuple[Any, Any]:
        for step in steps:
            s, c = step(s, c)
        return s, c

    return apply


def first(**changes: Any) -> Apply:
    """Another first gadget, with the old points."""

    def apply(s: Statement, c: Uniqueness) -> tuple[Statement, Uniqueness]:
        return replace(s, gadgets=(replace(s.gadgets[0], **changes), *s.gadgets[1:])), c

    return apply


def second(**changes: Any) -> Apply:
    return lambda s, c: (replace(s, gadgets=(s.gadgets[0], replace(s.gadgets[1], **changes))), c)


def _closer(s: Statement, c: Uniqueness) -> tuple[Statement, Uniqueness]:
    """The second gadget at offset 7: a levee of slope 1 in the first may reach its point q1-."""
    return stack(s.gadgets[0], replace(s.gadgets[1], offset=fmpq(7))), c


def _stacked_anew(change: Callable[[tuple[SelectionGadget, ...]], tuple[SelectionGadget, ...]]) -> Apply:
    """Other gadgets, and their points."""

    def apply(s: Stack, c: Another) -> tuple[Stack, Another]:
        gadgets = change(s.gadgets)
        return Stack(gadgets, stacked(gadgets)), c

    return apply


def _roof(*forms: Affine) -> Apply:
    return lambda s, c: (s, replace(c, roof=forms))


HALF = fmpq(1, 2)
CERTIFICATE_MUTATIONS = (
    Mutation("points-in-the-plane", in_space),
    Mutation("break-per-breakline", on("left", "breaks", lambda old: old[:-1])),
    Mutation("kinds-of-breaks", on("right", "breaks", instead(0, Concave(24, 25, 26)))),
    Mutation("point-exists", on("centre", "breaks", instead(0, Convex(0, 3, 4)))),
    Mutation("point-exists", on("centre", "stretches", instead(0, Convex(1, 2, 1000)))),
    Mutation("on-the-line", on("centre", "breaks", instead(0, Convex(2, 3, 17)))),
    Mutation("on-the-line", moved(15, x1=THOUSANDTH)),
    Mutation("from-below", on("centre", "breaks", instead(0, Convex(3, 2, 4)))),
    Mutation("from-below", on("centre", "breaks", instead(0, Convex(2, 4, 3)))),
    Mutation("break-is-forced", on("centre", "breaks", instead(0, Convex(1, 2, 3)))),
    Mutation("windows-disjoint", on("centre", "breaks", instead(2, Concave(6, 8, 9)))),
    Mutation("stretch-is-straight", moved(3, label=fmpq(1, 6))),
    Mutation("stretch-bends-one-way", on("centre", "stretches", instead(1, Concave(3, 4, 5)))),
    Mutation("level-per-region", on("right", "levels", lambda old: old[1:])),
    Mutation("level-above-pair", on("centre", "levels", instead(1, 5))),
    Mutation("level-below-pair", on("centre", "levels", instead(0, 5))),
    Mutation("break-is-pinned", on("centre", "stretches", lambda old: old[1:])),
    Mutation(
        "matches-right",
        both(
            on("left", "breaks", instead(1, Concave(15, 17, 18))),
            on("left", "stretches", lambda old: old[1:]),
        ),
    ),
    Mutation(
        "matches-left",
        both(
            on("right", "breaks", instead(1, Concave(24, 26, 27))),
            on("right", "stretches", lambda old: old[1:]),
        ),
    ),
    Mutation("level-points-not-in-line", on("centre", "levels", instead(1, 7))),
    Mutation("q-label", moved(31, label=ONE)),
    Mutation("q-touches-neighbours", moved(32, x2=THOUSANDTH)),
    Mutation("levees-agree", added(100, 0, 0), at="slope"),
    Mutation("levees-fit", added(0, 50, 1)),
    Mutation("functions", lambda s, c: (replace(s, functions=s.functions + 1), c)),
)
"""For statements whose first gadget is that of the first example, with its points before all others."""


def level_label(number: int) -> Mutation:
    """A point far below that has label 1, and this number, is taken for the level below the first pair."""
    change = both(added(0, -50, 1), on("centre", "levels", instead(0, number)))
    return Mutation("level-label", change)


PRODUCERS = (
    Producer(
        claim="fh23.lemma5",
        examples=examples,
        produce=produce,
        mutations=(
            Mutation("gadget-exists", lambda s, c: (replace(s, gadgets=()), c)),
            Mutation("epsilon-positive", first(epsilon=ZERO)),
            Mutation("one-epsilon", second(epsilon=THIRD / 2)),
            Mutation("gadgets-apart", second(offset=fmpq(4))),
            Mutation("gadgets-apart", lambda s, c: (replace(s, gadgets=s.gadgets[::-1]), c)),
            *CERTIFICATE_MUTATIONS,
            level_label(69),
            Mutation("break-is-pinned", first(offset=THOUSANDTH)),
            Mutation("slope-at-least", first(slopes=(-HALF, ZERO, ONE))),
            Mutation("slope-at-most", first(slopes=(-ONE, ZERO, HALF))),
            Mutation("q-per-gadget", with_q((32, 33, 34, 35))),
            Mutation("q-per-gap", with_q((32, 33, 34), (67, 68))),
            Mutation("q-per-gap", first(slopes=(-ONE, ONE))),
            Mutation("q-exists", with_q((0, 33, 34, 35), (67, 68))),
            Mutation("q-exists", with_q((32, 33, 34, 35), (67, 1000))),
            Mutation("q-side", with_q((33, 32, 34, 35), (67, 68))),
            Mutation("q-touches-neighbours", with_q((34, 33, 32, 35), (67, 68))),
            Mutation("others-vanish", _closer),
        ),
        named=lambda s, c: {f"G{g}": gadget for g, gadget in enumerate(s.gadgets, 1)},
        accepts={Formula: of_formula},
    ),
    Producer(
        claim="fh23.lemma5.printed",
        examples=printed_examples,
        produce=another,
        mutations=(
            Mutation("some-gadget-selects", lambda s, c: (replace(s, gadgets=()), c)),
            Mutation("epsilon-positive", first(epsilon=ZERO)),
            Mutation("one-epsilon", first(epsilon=THIRD / 2)),
            Mutation(
                "epsilon-small", _stacked_anew(lambda old: tuple(replace(g, epsilon=HALF) for g in old))
            ),
            Mutation(
                "distance-as-printed",
                _stacked_anew(lambda old: (replace(old[0], offset=THOUSANDTH), *old[1:])),
            ),
            Mutation("table-dimension", in_space),
            Mutation("table-size", added(0, 50, 0)),
            Mutation("table-x1", moved(14, x1=THOUSANDTH)),
            Mutation("table-x2", moved(14, x2=THOUSANDTH)),
            Mutation("table-labels", moved(3, label=THIRD)),
            Mutation("slope-per-gadget", lambda s, c: (s, replace(c, slopes=c.slopes[1:]))),
            Mutation("slope-listed", lambda s, c: (s, replace(c, slopes=(HALF, *c.slopes[1:])))),
            Mutation("roof-has-forms", _roof()),
            Mutation("roof-in-the-plane", _roof(affine((0, 0, 1), 0))),
            Mutation("roof-bends", _roof(affine((), 1))),
            Mutation("roof-on-breaklines", _roof(affine((1, -1), 0))),
            Mutation("roof-on-breaklines", _roof(affine((1, -1), 1), affine((2, 2), -58))),
            Mutation("another-fits", _roof(affine((1, -1), 1))),
            Mutation("place-in-the-plane", lambda s, c: (s, replace(c, above=c.above[:1]))),
            Mutation("above-every-sum", lambda s, c: (s, replace(c, above=(ZERO, ZERO)))),
        ),
        named=lambda s, c: {f"G{g}": gadget for g, gadget in enumerate(s.gadgets, 1)},
        accepts={Formula: lambda f: printed(*of_formula(f).gadgets)},
    ),
)
