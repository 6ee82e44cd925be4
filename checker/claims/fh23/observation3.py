"""A network is a levee: two convex and two concave breaklines, and nothing else.

Source: fh23, Observation 3 (its four ReLUs are one such network; there are others).

Statement:   a levee (slope s, offset z) and a network.  With u = x2 - z - s*x1 they are claimed to be the
             same function on the plane.
Certificate: the breaks of the network in ascending order of u, one per neuron that is not constant: the
             place u, the neuron (counted from 1) and the jump of the derivative in u there.
Soundness:   ``relu`` and ``in-the-plane``: the network is one of ReLUs on Q^2.  ``parallel``: each neuron
             is relu(c*u + b), so the network is a piecewise linear function of u.  ``each-neuron-once``,
             ``break-place`` and ``break-jump``: the neurons with c != 0 break at u = -b/c, and their
             derivative jumps there by weight*|c|; the others are constants.  ``level-below`` and
             ``zero-below``: below all breaks the network is 0.  ``jump-of-the-levee``: at each u its
             derivative jumps as that of the levee does, by 1, -1, -1, 1 at -2, -1, 1, 2 and not
             elsewhere.  So the difference of the two functions has no break and is 0 below: it is 0.
             Nothing is sampled.  (``breaks-ascending`` only makes the list readable from below.)
Scope:       neurons may be permuted, reversed, split and cancelled, but only in parallel: a network with
             further neurons in other directions that cancel is refused although it is the same function.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from flint import fmpq

from checker.kernel.obligation import Path, Sentence, at_most, equal
from checker.kernel.verdict import Claim
from checker.objects.levee import BREAKS, Levee
from checker.objects.network import Activation, Network

LISTED: Path = ("certificate", "breaks")


@dataclass(frozen=True, slots=True)
class Statement:
    levee: Levee
    network: Network


@dataclass(frozen=True, slots=True)
class Break:
    u: fmpq
    neuron: int
    jump: fmpq


@dataclass(frozen=True, slots=True)
class Certificate:
    breaks: tuple[Break, ...]


def obligations(s: Statement, c: Certificate) -> Iterator[Sentence]:
    terms, slope, offset = s.network.neurons.terms, s.levee.slope, s.levee.offset
    breaking, level, constant = list[int](), fmpq(0), fmpq(0)
    for number, (weight, neuron) in enumerate(terms, 1):
        here = ("statement", "network", "neurons", number - 1)
        yield equal("relu", neuron.activation, Activation.RELU, at=here)
        yield at_most("in-the-plane", neuron.form.last_coordinate, 2, at=here)
        factor = neuron.form.coefficient(2)
        yield equal("parallel", neuron.form.coefficient(1), -slope * factor, at=here)
        at_zero = neuron.form((fmpq(0), offset))
        if factor != 0:
            breaking.append(number)
        if factor < 0 or (factor == 0 and at_zero > 0):  # active below all breaks
            level += weight * factor
            constant += weight * at_zero

    listed = tuple(sorted(b.neuron for b in c.breaks))
    yield equal("each-neuron-once", listed, tuple(breaking), at=LISTED)
    jumps = dict.fromkeys((u for u, _ in BREAKS), fmpq(0))
    for i, b in enumerate(c.breaks):
        weight, neuron = terms[b.neuron - 1]
        factor = neuron.form.coefficient(2)
        yield equal("break-place", b.u, -neuron.form((fmpq(0), offset)) / factor, at=(*LISTED, i, "u"))
        yield equal("break-jump", b.jump, weight * abs(factor), at=(*LISTED, i, "jump"))
        jumps[b.u] = jumps.get(b.u, fmpq(0)) + b.jump
    for i, (lower, upper) in enumerate(pairwise(c.breaks), 1):
        yield at_most("breaks-ascending", lower.u, upper.u, at=(*LISTED, i, "u"))
    below = ("statement", "network", "below all breaks")
    yield equal("level-below", level, fmpq(0), at=(*below, "the factor of u"))
    yield equal("zero-below", constant, fmpq(0), at=(*below, "the value"))
    expected = dict(BREAKS)
    for u in sorted(jumps):
        yield equal("jump-of-the-levee", jumps[u], expected.get(u, fmpq(0)), at=(*LISTED, f"u = {u}"))


def sentence(s: Statement) -> str:
    neurons = f"{s.network.size} {'neuron' if s.network.size == 1 else 'neurons'}"
    return f"the network of {neurons} is the levee with slope {s.levee.slope} and offset {s.levee.offset}"


CLAIMS = (
    Claim(
        "fh23.observation3",
        "fh23, Observation 3",
        Statement,
        Certificate,
        obligations,
        sentence,
        lambda s: f"NETWORK IS LEVEE slope={s.levee.slope} offset={s.levee.offset} neurons={s.network.size}",
        "A network of ReLUs is a levee at every point of the plane: two convex and two concave breaklines.",
    ),
)
