"""Producer for fh23.gadget.  Untrusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from flint import fmpq

from checker.claims.fh23.gadget import Certificate, Statement
from checker.objects.levee import Levee
from checker.objects.points import Points, points
from checker.producers.producer import Impossible, Mutation, Producer, Unsuitable
from checker.reductions.fh23.selection_gadget import SelectionGadget

ZERO, THIRD = fmpq(0), fmpq(1, 3)


def table(gadget: SelectionGadget) -> Points:
    return points(2, [(p.x, p.label) for p in gadget.table()])


def objection(gadget: SelectionGadget) -> str:
    """Why this is no selection gadget; empty if it is one."""
    if gadget.epsilon <= 0:
        return f"epsilon is {gadget.epsilon}, but it is above 0"
    steepest = max(gadget.slopes, key=abs)
    if steepest != 0 and gadget.epsilon > (most := THIRD / abs(steepest)):
        return f"epsilon is {gadget.epsilon}, but the slope {steepest} allows at most {most}"
    return ""


def statement(gadget: SelectionGadget) -> Statement:
    """The gadget and its table; the other slopes are one beyond each end and one in each gap."""
    if message := objection(gadget):
        raise Unsuitable(message, ("epsilon",))
    between = [(s + t) / 2 for s, t in pairwise(gadget.slopes)]
    others = (gadget.slopes[0] - 1, *between, gadget.slopes[-1] + 1)
    return Statement(gadget, table(gadget), others)


def examples() -> Iterator[Statement]:
    """The gadget of Figure 2; one lifted, with a small epsilon; one slope 0, where epsilon is free."""
    yield statement(SelectionGadget((fmpq(-1), fmpq(0), fmpq(1)), THIRD))
    yield statement(SelectionGadget((fmpq(-1, 2), fmpq(2)), fmpq(1, 12), fmpq(-7, 2)))
    yield replace(statement(SelectionGadget((ZERO,), fmpq(5))), others=())


def produce(s: Statement) -> Certificate:
    if message := objection(s.gadget):
        raise Impossible(message)
    if s.points != table(s.gadget):
        raise Impossible("the points are not those of the gadget")
    misfits = list[int]()
    for slope in s.others:
        levee = Levee(slope, s.gadget.offset)
        missed = next((i for i, (x, y) in enumerate(s.points, 1) if levee(x) != y), None)
        if missed is None:
            raise Impossible(f"the levee of slope {slope} fits all points")
        misfits.append(missed)
    return Certificate(tuple(misfits))


Apply = Callable[[Any, Any], tuple[Any, Any]]


def _gadget(**changes: Any) -> Apply:
    return lambda s, c: (replace(s, gadget=replace(s.gadget, **changes)), c)


def _points(change: Callable[[list[tuple[Any, fmpq]]], object]) -> Apply:
    def apply(s: Statement, c: Certificate) -> tuple[Statement, Certificate]:
        rows = [(x, y) for x, y in s.points]
        change(rows)
        return replace(s, points=points(2, rows)), c

    return apply


def _moved(i: int, x1: fmpq = ZERO, x2: fmpq = ZERO, label: fmpq = ZERO) -> Apply:
    def change(rows: list[tuple[Any, fmpq]]) -> None:
        (a, b), y = rows[i]
        rows[i] = (a + x1, b + x2), y + label

    return _points(change)


def _in_space(s: Statement, c: Certificate) -> tuple[Statement, Certificate]:
    return replace(s, points=points(3, [((*x, ZERO), y) for x, y in s.points])), c


def _misfits(*numbers: int) -> Apply:
    return lambda s, c: (s, Certificate(numbers))


def _one_that_fits(s: Statement, c: Certificate) -> tuple[Statement, Certificate]:
    return replace(s, others=(s.gadget.slopes[1],)), Certificate((33,))


THOUSANDTH = fmpq(1, 1000)
PRODUCERS = (
    Producer(
        claim="fh23.gadget",
        examples=examples,
        produce=produce,
        mutations=(
            Mutation("epsilon-positive", _gadget(epsilon=ZERO)),
            Mutation("epsilon-positive", _gadget(epsilon=-THIRD)),
            Mutation("epsilon-small", _gadget(epsilon=THIRD + THOUSANDTH), at="slope -1"),
            Mutation("epsilon-small", _gadget(epsilon=THIRD), example=1, at="slope 2"),
            Mutation("table-dimension", _in_space),
            Mutation("table-size", _points(lambda rows: rows.pop())),
            Mutation("table-size", _gadget(slopes=(fmpq(-1), fmpq(1)))),
            Mutation("table-x1", _gadget(epsilon=THIRD / 2), at="row x1 = -1/6, point 1"),
            Mutation("table-x2", _moved(32, x2=THOUSANDTH), at="point q1+"),
            Mutation("table-x2", _gadget(offset=THOUSANDTH), at="row x1 = 0, point 1"),
            Mutation("table-labels", _moved(3, label=fmpq(1, 6)), at="row x1 = 0, point 4"),
            Mutation("misfit-per-other", _misfits(1)),
            Mutation("point-exists", _misfits(0, 1, 1, 1)),
            Mutation("point-exists", _misfits(36, 1, 1, 1)),
            Mutation("misfit", _misfits(1, 1, 1, 1), at="row x1 = 0, point 1, slope -2"),
            Mutation("misfit", _one_that_fits, at="point q1+, slope 0"),
        ),
        named=lambda s, c: {"G": s.gadget},
        accepts={SelectionGadget: statement},
        unreachable={"levee-fits": "a fact of the construction: it holds for every gadget"},
    ),
)
