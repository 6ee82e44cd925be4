"""Producer for fh23.observation3.  Untrusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from flint import fmpq

from checker.claims.fh23.observation3 import Break, Certificate, Statement
from checker.objects.affine import Affine, affine
from checker.objects.levee import BREAKS, Levee
from checker.objects.network import Activation, Network, Neuron, Relu, Step, network
from checker.producers.producer import Impossible, Mutation, Producer, Unknown, Unsuitable

ZERO, ONE, HALF = fmpq(0), fmpq(1), fmpq(1, 2)
Term = tuple[fmpq, Neuron]


def reversed_form(form: Affine) -> Affine:
    return Affine(tuple((i, -a) for i, a in form.terms), -form.constant)


def statement(levee: Levee) -> Statement:
    """The levee and its four ReLUs as the paper writes them."""
    return Statement(levee, network(*levee.neurons()))


def recognised(n: Network) -> Statement:
    """The network and the only levee that it can be: parallel to it, with its lowest break at u = -2."""
    sloped = [(a, neuron.form) for a, neuron in n.neurons.terms if neuron.form.coefficient(2) != 0]
    jumps: dict[fmpq, fmpq] = {}
    for weight, form in sloped:
        factor = form.coefficient(2)
        height = -form.constant / factor
        jumps[height] = jumps.get(height, ZERO) + weight * abs(factor)
    breaks = [height for height, jump in jumps.items() if jump != 0]
    if not breaks:
        raise Unsuitable("the network has no break on the axis x1 = 0, so it is no levee")
    form = sloped[0][1]
    return Statement(Levee(-form.coefficient(1) / form.coefficient(2), min(breaks) + 2), n)


def examples() -> Iterator[Statement]:
    """As printed; all reversed, in another order; halved neurons, a cancelling pair and constants."""
    yield statement(Levee(ZERO))
    steep = Levee(fmpq(-7, 3), fmpq(5))
    backwards = [(a, Relu(reversed_form(neuron.form))) for a, neuron in steep.neurons()]
    yield Statement(steep, network(*[backwards[i] for i in (2, 0, 3, 1)]))
    gentle = Levee(HALF, fmpq(-1, 3))
    halves = [(a / 2, neuron) for a, neuron in gentle.neurons()]
    far = Relu(affine((-1, 2), 100))
    constants = [(ONE, Relu(affine((), 3))), (fmpq(-3), Relu(affine((), 1))), (ONE, Relu(affine((), -1)))]
    yield Statement(gentle, network(*halves, *halves, (ONE, far), *constants, (-ONE, far)))


def produce(s: Statement) -> Certificate:
    breaks, level, constant = list[Break](), ZERO, ZERO
    for number, (weight, neuron) in enumerate(s.network.neurons.terms, 1):
        if neuron.activation is not Activation.RELU:
            raise Impossible(f"neuron {number} is no ReLU")
        form, factor = neuron.form, neuron.form.coefficient(2)
        if form.last_coordinate > 2:
            raise Impossible(f"neuron {number} has a coordinate beyond x2")
        if form.coefficient(1) != -s.levee.slope * factor:
            raise Unknown(f"neuron {number} is not parallel to the levee; leave out neurons that cancel")
        height = form((ZERO, s.levee.offset))
        if factor != 0:
            breaks.append(Break(-height / factor, number, weight * abs(factor)))
        if factor < 0 or (factor == 0 and height > 0):
            level, constant = level + weight * factor, constant + weight * height
    if (level, constant) != (ZERO, ZERO):
        found = f"its factor of u is {level}, its value at u = 0 is {constant}"
        raise Impossible(f"below all breaks the network is not 0: {found}")
    jumps = Counter[fmpq]()
    for b in breaks:
        jumps[b.u] += b.jump  # type: ignore[assignment]
    expected = dict(BREAKS)
    for u in sorted({*jumps, *expected}):
        if jumps[u] != expected.get(u, 0):
            raise Impossible(f"at u = {u} the derivative jumps by {jumps[u]}, not by {expected.get(u, 0)}")
    return Certificate(tuple(sorted(breaks, key=lambda b: (b.u, b.neuron))))


Apply = Callable[[Any, Any], tuple[Any, Any]]


def _terms(change: Callable[[list[Term]], object]) -> Apply:
    def apply(s: Statement, c: Certificate) -> tuple[Statement, Certificate]:
        terms = list(s.network.neurons.terms)
        change(terms)
        return replace(s, network=network(*terms)), c

    return apply


def _neuron(i: int, weight: int, neuron: Neuron) -> Apply:
    return _terms(lambda terms: terms.__setitem__(i, (fmpq(weight), neuron)))


def _more(weight: int, neuron: Neuron) -> Apply:
    return _terms(lambda terms: terms.append((fmpq(weight), neuron)))


def _reversed(*numbers: int) -> Apply:
    def change(terms: list[Term]) -> None:
        for number in numbers:
            weight, neuron = terms[number - 1]
            terms[number - 1] = weight, Relu(reversed_form(neuron.form))

    return _terms(change)


def _breaks(*breaks: Break) -> Apply:
    """The certificate of the worked example, with these in the place of those of the same neurons."""
    by_number = {b.neuron: b for b in breaks}
    return lambda s, c: (s, Certificate(tuple(by_number.get(b.neuron, b) for b in c.breaks)))


def _renumbered(i: int, neuron: int) -> Apply:
    return lambda s, c: (
        s,
        Certificate((*c.breaks[:i], replace(c.breaks[i], neuron=neuron), *c.breaks[i + 1 :])),
    )


def _both(first: Apply, second: Apply) -> Apply:
    return lambda s, c: second(*first(s, c))


PRODUCERS = (
    Producer(
        claim="fh23.observation3",
        examples=examples,
        produce=produce,
        mutations=(
            Mutation("relu", _neuron(1, -1, Step(affine((0, 1), 1)))),
            Mutation("in-the-plane", _neuron(1, -1, Relu(affine((0, 1, 1), 1)))),
            Mutation("parallel", _neuron(1, -1, Relu(affine((fmpq(1, 1000), 1), 1)))),
            Mutation("parallel", _more(1, Relu(affine((1,))))),
            Mutation("each-neuron-once", lambda s, c: (s, Certificate(c.breaks[1:]))),
            Mutation("each-neuron-once", _renumbered(0, 5)),
            Mutation("each-neuron-once", _renumbered(1, 1)),
            Mutation("each-neuron-once", _more(1, Relu(affine((0, 1), -9)))),
            Mutation("break-place", _neuron(3, 1, Relu(affine((0, 1), -3)))),
            Mutation("break-jump", _neuron(3, 1, Relu(affine((0, 2), -4)))),
            Mutation("breaks-ascending", lambda s, c: (s, Certificate(c.breaks[::-1]))),
            Mutation("level-below", _reversed(1)),
            Mutation("level-below", _reversed(4), example=1),
            Mutation("zero-below", _reversed(1, 2)),
            Mutation("zero-below", _more(1, Relu(affine((), fmpq(1, 1000))))),
            Mutation(
                "jump-of-the-levee",
                _both(_neuron(1, 1, Relu(affine((0, 1), 1))), _breaks(Break(-ONE, 2, ONE))),
                at="u = -1",
            ),
            Mutation(
                "jump-of-the-levee",
                _both(_neuron(3, 1, Relu(affine((0, 1), -3))), _breaks(Break(fmpq(3), 4, ONE))),
                at="u = 2",
            ),
            Mutation("jump-of-the-levee", lambda s, c: (replace(s, network=network()), Certificate(()))),
        ),
        named=lambda s, c: {"L": s.levee, "N": s.network},
        accepts={Levee: statement, Network: recognised},
    ),
)
