"""Producer for fh23.breaklines.  Untrusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from flint import fmpq

from checker.claims.fh23.breaklines import (
    Certificate,
    Concave,
    Convex,
    Crossing,
    Flat,
    Hyperplane,
    Statement,
    along,
    normal,
)
from checker.objects.affine import ZERO, Affine, affine
from checker.objects.levee import Levee
from checker.objects.network import Activation, Network, Neuron, Relu, Step, network
from checker.producers.producer import Impossible, Mutation, Producer, Unsuitable

ONE = fmpq(1)


def classes(n: Network) -> dict[Affine, list[int]]:
    """The neurons (from 1) with non-zero weight vectors, by their hyperplane."""
    found: dict[Affine, list[int]] = {}
    for number, (_, neuron) in enumerate(n.neurons.terms, 1):
        if neuron.form.terms:
            found.setdefault(normal(neuron.form), []).append(number)
    return found


def direction_across(form: Affine, n: Network) -> tuple[fmpq, ...]:
    """Along the axis of the last coordinate that occurs in the form."""
    dimension = max(neuron.form.last_coordinate for _, neuron in n.neurons.terms)
    return tuple(fmpq(i == form.last_coordinate) for i in range(1, dimension + 1))


def jump(n: Network, numbers: Sequence[int], direction: Sequence[fmpq]) -> fmpq:
    terms = [n.neurons.terms[number - 1] for number in numbers]
    return sum((weight * abs(along(neuron.form, direction)) for weight, neuron in terms), ZERO)


def statement(n: Network) -> Statement:
    """The network and its hyperplanes, each written as its first neuron is."""
    for j, (_, neuron) in enumerate(n.neurons.terms):
        if neuron.activation is not Activation.RELU:
            raise Unsuitable(f"neuron {j + 1} is a threshold; expected ReLUs", ("neurons", j))
    hyperplanes = list[Hyperplane]()
    for numbers in classes(n).values():
        form = n.neurons.terms[numbers[0] - 1][1].form
        size = jump(n, numbers, direction_across(form, n))
        hyperplanes.append(Convex(form) if size > 0 else Concave(form) if size < 0 else Flat(form))
    return Statement(n, tuple(hyperplanes))


def examples() -> Iterator[Statement]:
    """The levee of Figure 2; in space, with a double, a cancelling and a constant neuron; a constant."""
    yield statement(network(*Levee(ZERO).neurons()))
    terms: list[tuple[fmpq, Neuron]] = [
        (ONE, Relu(affine((1, 2, -1), 1))),
        (-ONE, Relu(affine((0, 1), fmpq(1, 3)))),
        (fmpq(-3), Relu(affine((fmpq(1, 2), 1, fmpq(-1, 2)), fmpq(1, 2)))),
        (fmpq(5), Relu(affine((), 7))),
        (fmpq(3), Relu(affine((0, fmpq(-1, 3)), fmpq(-1, 9)))),
        (fmpq(2, 7), Relu(affine((0, 0, 1)))),
    ]
    yield statement(network(*terms))
    yield statement(network((ONE, Relu(affine((), 2)))))


def produce(s: Statement) -> Certificate:
    found, crossings = classes(s.network), list[Crossing]()
    for number, hyperplane in enumerate(s.hyperplanes, 1):
        form = hyperplane.form
        if not form.terms or normal(form) not in found:
            raise Impossible(f"hyperplane {number} is that of no neuron, or is listed before")
        numbers, direction = found.pop(normal(form)), direction_across(form, s.network)
        size = jump(s.network, numbers, direction)
        right = Convex if size > 0 else Concave if size < 0 else Flat
        if not isinstance(hyperplane, right):
            raise Impossible(f"the derivative jumps by {size} across hyperplane {number}")
        crossings.append(Crossing(frozenset(numbers), direction, size))
    if found:
        number = min(numbers[0] for numbers in found.values())
        raise Impossible(f"the hyperplane of neuron {number} is not listed")
    return Certificate(tuple(crossings))


Apply = Callable[[Any, Any], tuple[Any, Any]]


def _hyperplanes(change: Callable[[list[Hyperplane]], object]) -> Apply:
    def apply(s: Statement, c: Certificate) -> tuple[Statement, Certificate]:
        hyperplanes = list(s.hyperplanes)
        change(hyperplanes)
        return replace(s, hyperplanes=tuple(hyperplanes)), c

    return apply


def _hyperplane(i: int, hyperplane: Hyperplane) -> Apply:
    return _hyperplanes(lambda hyperplanes: hyperplanes.__setitem__(i, hyperplane))


def _crossing(i: int, **changes: Any) -> Apply:
    def apply(s: Statement, c: Certificate) -> tuple[Statement, Certificate]:
        crossings = list(c.crossings)
        crossings[i] = replace(crossings[i], **changes)
        return s, Certificate(tuple(crossings))

    return apply


def _split(s: Statement, c: Certificate) -> tuple[Statement, Certificate]:
    """The two neurons of the first hyperplane get one each."""
    first, *rest = c.crossings
    a, b = (replace(first, neurons=frozenset({number})) for number in sorted(first.neurons))
    a, b = replace(a, jump=fmpq(1)), replace(b, jump=fmpq(-3, 2))
    hyperplane = s.hyperplanes[0]
    again = (Convex(hyperplane.form), Concave(hyperplane.form), *s.hyperplanes[1:])
    return replace(s, hyperplanes=again), Certificate((a, b, *rest))


def _extra(s: Statement, c: Certificate) -> tuple[Statement, Certificate]:
    """A flat hyperplane of no neuron."""
    extra = Crossing(frozenset(), (ONE,), ZERO)
    hyperplanes = (*s.hyperplanes, Flat(affine((1,))))
    return replace(s, hyperplanes=hyperplanes), Certificate((*c.crossings, extra))


def _stepped(s: Statement, c: Certificate) -> tuple[Statement, Certificate]:
    (weight, neuron), *rest = s.network.neurons.terms
    return replace(s, network=network((weight, Step(neuron.form)), *rest)), c


def _unlisted(s: Statement, c: Certificate) -> tuple[Statement, Certificate]:
    return replace(s, hyperplanes=s.hyperplanes[:-1]), Certificate(c.crossings[:-1])


def _numbers(*numbers: int) -> frozenset[int]:
    return frozenset(numbers)


PRODUCERS = (
    Producer(
        claim="fh23.breaklines",
        examples=examples,
        produce=produce,
        mutations=(
            Mutation("relu", _stepped),
            Mutation("crossing-per-hyperplane", lambda s, c: (s, Certificate(c.crossings[1:]))),
            Mutation("hyperplane-not-constant", _hyperplane(0, Flat(affine(())))),
            Mutation("hyperplane-is-new", _split, example=1),
            Mutation("neurons-left", _crossing(0, neurons=_numbers(5))),
            Mutation("neurons-left", _crossing(0, neurons=_numbers(0))),
            Mutation("neurons-left", _crossing(1, neurons=_numbers(1))),
            Mutation("neurons-left", _crossing(2, neurons=_numbers(4, 6)), example=1),
            Mutation("has-a-neuron", _extra),
            Mutation("same-hyperplane", _crossing(0, neurons=_numbers(1, 2))),
            Mutation("same-hyperplane", _hyperplane(3, Convex(affine((0, 1), -3)))),
            Mutation("direction-dimension", _crossing(2, direction=(ONE,)), example=1),
            Mutation("direction-dimension", _crossing(0, direction=(ZERO, ONE, ONE))),
            Mutation("direction-crosses", _crossing(0, direction=(ONE, ZERO))),
            Mutation("jump", _crossing(0, jump=fmpq(2))),
            Mutation("jump", _crossing(0, direction=(ZERO, fmpq(-2)))),
            Mutation("convex", _hyperplane(1, Convex(affine((0, 1), 1)))),
            Mutation("convex", _hyperplane(1, Convex(affine((0, 3), 1))), example=1),
            Mutation("concave", _hyperplane(0, Concave(affine((0, 1), 2)))),
            Mutation("concave", _hyperplane(1, Concave(affine((0, 3), 1))), example=1),
            Mutation("flat", _hyperplane(3, Flat(affine((0, 1), -2)))),
            Mutation("every-neuron-listed", _unlisted),
            Mutation("every-neuron-listed", _crossing(0, neurons=_numbers(3), jump=fmpq(-3, 2)), example=1),
        ),
        named=lambda s, c: {"N": s.network},
        accepts={Network: statement},
    ),
)
