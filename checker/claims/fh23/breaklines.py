"""A network of ReLUs breaks along these hyperplanes, convex or concave as said, and nowhere else.

Source: fh23, Section 2, Geometry of 2-Layer ReLU Networks; for d = 2 the hyperplanes are breaklines.
The paper measures the jump along the unit normal, sum a_j*||w_j||, which need not be rational; here it is
measured along any direction v that crosses the hyperplane, sum a_j*|w_j.v|, which has the same sign.

Statement:   a network of ReLUs on Q^d (d is its last coordinate), and the hyperplanes (as forms that vanish there) on which some
             neuron with non-zero weight vector does: ``convex``, ``concave``, or ``flat`` where the jumps
             cancel and the network does not break.  A neuron with weight vector 0 defines no hyperplane.
Certificate: for each hyperplane the neurons (counted from 1) that vanish on it, a direction v that
             crosses it, and the jump of the derivative along v.
Soundness:   ``hyperplane-not-constant`` and ``hyperplane-is-new``: the hyperplanes are hyperplanes, and
             distinct.  ``neurons-left``, ``has-a-neuron``, ``same-hyperplane`` and ``every-neuron-listed``:
             the neurons with non-zero weight vectors are divided among them as they vanish, so there are
             no others.  ``direction-*``: v leaves the hyperplane.  At a point of it on no other of them,
             every other neuron is affine nearby and one with weight a_j contributes a_j*|w_j.v| to the jump
             along v, hence ``jump``, wherever the point lies; ``convex``, ``concave`` and ``flat`` compare
             its sign.
Scope:       the points where two of the hyperplanes meet are on both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flint import fmpq

from checker.kernel.obligation import Path, Sentence, equal, less, subset
from checker.kernel.verdict import Claim
from checker.objects.affine import ZERO, Affine
from checker.objects.network import Activation, Network

HYPERPLANES: Path = ("statement", "hyperplanes")
CROSSINGS: Path = ("certificate", "crossings")


@dataclass(frozen=True, slots=True)
class Convex:
    """``convex(x2 + 2)``: the derivative increases across the hyperplane where the form vanishes."""

    form: Affine


@dataclass(frozen=True, slots=True)
class Concave:
    form: Affine


@dataclass(frozen=True, slots=True)
class Flat:
    form: Affine


Hyperplane = Convex | Concave | Flat


@dataclass(frozen=True, slots=True)
class Statement:
    network: Network
    hyperplanes: tuple[Hyperplane, ...]


@dataclass(frozen=True, slots=True)
class Crossing:
    neurons: frozenset[int]
    direction: tuple[fmpq, ...]
    jump: fmpq


@dataclass(frozen=True, slots=True)
class Certificate:
    crossings: tuple[Crossing, ...]


def normal(form: Affine) -> Affine:
    """The form with first coefficient 1 that vanishes on the same hyperplane; no constants."""
    first = form.terms[0][1]
    return Affine(tuple((i, a / first) for i, a in form.terms), form.constant / first)


def along(form: Affine, direction: Sequence[fmpq]) -> fmpq:
    """How much the form grows along the direction."""
    return sum((a * direction[i - 1] for i, a in form.terms), ZERO)


def obligations(s: Statement, c: Certificate) -> Iterator[Sentence]:
    terms = s.network.neurons.terms
    for j, (_, neuron) in enumerate(terms):
        yield equal("relu", neuron.activation, Activation.RELU, at=("statement", "network", "neurons", j))
    yield equal("crossing-per-hyperplane", len(c.crossings), len(s.hyperplanes), at=CROSSINGS)
    dimension = max((neuron.form.last_coordinate for _, neuron in terms), default=0)
    left = frozenset(number for number, (_, neuron) in enumerate(terms, 1) if neuron.form.terms)
    seen: dict[Affine, int] = {}
    for i, (hyperplane, crossing) in enumerate(zip(s.hyperplanes, c.crossings, strict=True)):
        form, stated, here = hyperplane.form, (*HYPERPLANES, i), (*CROSSINGS, i)
        yield less("hyperplane-not-constant", 0, len(form.terms), at=stated)
        same = normal(form)
        earlier = (seen[same],) if same in seen else ()
        yield equal("hyperplane-is-new", earlier, (), at=(*stated, "the same as hyperplane"))
        seen[same] = i + 1

        yield subset("neurons-left", crossing.neurons, left, at=(*here, "neurons"))
        left -= crossing.neurons
        yield less("has-a-neuron", 0, len(crossing.neurons), at=(*here, "neurons"))
        for number in sorted(crossing.neurons):
            found = normal(terms[number - 1][1].form)
            yield equal("same-hyperplane", found, same, at=(*here, "neurons", number))

        v = crossing.direction
        yield equal("direction-dimension", len(v), dimension, at=(*here, "direction"))
        yield less("direction-crosses", ZERO, abs(along(form, v)), at=(*here, "direction"))
        used = [terms[number - 1] for number in crossing.neurons]
        jump = sum((weight * abs(along(neuron.form, v)) for weight, neuron in used), ZERO)
        yield equal("jump", crossing.jump, jump, at=(*here, "jump"))
        match hyperplane:
            case Convex():
                yield less("convex", ZERO, jump, at=(*stated, "jump"))
            case Concave():
                yield less("concave", jump, ZERO, at=(*stated, "jump"))
            case Flat():
                yield equal("flat", jump, ZERO, at=(*stated, "jump"))
    yield equal("every-neuron-listed", tuple(sorted(left)), (), at=CROSSINGS)


def counts(s: Statement) -> tuple[int, int, int]:
    """How many hyperplanes are convex, concave and flat."""
    a, b, c = (sum(isinstance(h, kind) for h in s.hyperplanes) for kind in (Convex, Concave, Flat))
    return a, b, c


def sentence(s: Statement) -> str:
    convex, concave, flat = counts(s)
    without = f", and does not on {flat} more" if flat else ""
    return (
        f"the network of {s.network.size} ReLUs breaks on exactly {convex} convex and {concave} concave"
        f" hyperplanes{without}"
    )


def words(s: Statement) -> str:
    convex, concave, flat = counts(s)
    return f"BREAKLINES convex={convex} concave={concave} flat={flat}"


CLAIMS = (
    Claim(
        "fh23.breaklines",
        "fh23, Section 2",
        Statement,
        Certificate,
        obligations,
        sentence,
        words,
        "A network breaks exactly on the listed hyperplanes, each convex or concave along its whole length.",
    ),
)
