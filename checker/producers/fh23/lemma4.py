"""Producer for fh23.lemma4.  Untrusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from flint import fmpq

from checker.claims.fh23.lemma4 import Statement
from checker.claims.fh23.lemma5 import Uniqueness
from checker.producers.fh23.gadget import objection
from checker.producers.fh23.lemma5 import (
    CERTIFICATE_MUTATIONS,
    HALF,
    ONE,
    THIRD,
    ZERO,
    level_label,
    proved,
    with_q,
)
from checker.producers.fh23.stack import stacked, uniqueness
from checker.producers.producer import Mutation, Producer, Unsuitable
from checker.reductions.fh23.selection_gadget import SelectionGadget


def statement(gadget: SelectionGadget) -> Statement:
    """The gadget and its table; raises Unsuitable where it is no selection gadget."""
    if message := objection(gadget):
        raise Unsuitable(message, ("epsilon",))
    return Statement(gadget, stacked([gadget]), len(gadget.slopes))


def examples() -> Iterator[Statement]:
    """The gadget of Figure 2; one lifted, with a small epsilon; one slope 0, where epsilon is free."""
    yield statement(SelectionGadget((-ONE, ZERO, ONE), THIRD))
    yield statement(SelectionGadget((-HALF, fmpq(2)), fmpq(1, 12), fmpq(-7, 2)))
    yield statement(SelectionGadget((ZERO,), fmpq(5)))


def produce(s: Statement) -> Uniqueness:
    return proved("fh23.lemma4", s, uniqueness([s.gadget], [0]), stacked([s.gadget]))


def _gadget(**changes: Any) -> Callable[[Any, Any], tuple[Any, Any]]:
    return lambda s, c: (replace(s, gadget=replace(s.gadget, **changes)), c)


PRODUCERS = (
    Producer(
        claim="fh23.lemma4",
        examples=examples,
        produce=produce,
        mutations=(
            Mutation("epsilon-positive", _gadget(epsilon=-THIRD)),
            *CERTIFICATE_MUTATIONS,
            level_label(36),
            Mutation("slope-at-least", _gadget(slopes=(-HALF, ZERO, ONE))),
            Mutation("slope-at-most", _gadget(slopes=(-ONE, ZERO, HALF))),
            Mutation("q-per-gadget", with_q()),
            Mutation("q-per-gap", with_q((32, 33, 34))),
            Mutation("q-exists", with_q((0, 33, 34, 35))),
            Mutation("q-side", with_q((33, 32, 34, 35))),
        ),
        named=lambda s, c: {"G": s.gadget},
        accepts={SelectionGadget: statement},
        unreachable={"others-vanish": "there is no other gadget"},
    ),
)
