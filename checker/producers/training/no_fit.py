"""Producers for training.no_fit.  Untrusted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from flint import fmpq

from checker.claims.training.no_fit import (
    Above,
    Active,
    Below,
    Branch,
    Case,
    Certificate,
    Fact,
    Inactive,
    Name,
    Networks,
    Order,
    Side,
    Statement,
    Sum,
    homogeneous,
    positives,
)
from checker.kernel.rows import Combination, Row
from checker.kernel.tree import Close, Lemma
from checker.language.write import definition
from checker.objects.affine import affine
from checker.objects.network import Activation, Network, Neuron, Relu, Step, network
from checker.objects.points import points
from checker.problems.training import Loss, Training
from checker.producers.producer import Impossible, Mutation, Producer, Unsuitable
from checker.producers.solvers.case_tree import Point, Refuted, Search, Split, system, written

ZERO, ONE = fmpq(0), fmpq(1)
Goal = dict[Fact, None]


class Fitting:
    """The networks of one case that fit the points, as the search sees them."""

    def __init__(self, t: Training, networks: Networks) -> None:
        self.networks, self.relu = networks, networks.relu
        self.all = range(1, t.neurons + 1)
        self.size = t.dimension + 1

    def rows(self, path: Goal) -> Iterable[tuple[Name, Row]]:
        if path:
            return self.networks.side(next(reversed(path)))
        order = ((Order(j), self.networks.free(Order(j))) for j in self.all)
        return [(name, row) for name, row in order if row is not None]

    def cuts(self, path: Goal, point: Point) -> Iterator[tuple[Name, Row]]:
        """The values that the path demands at the misfits."""
        for p, active, excess in self.misfits(point):
            name = Sum(p) if not self.relu else Below(p, active) if excess > 0 else Above(p, active)
            row = self.networks.joint(name, path)
            if row is not None:
                yield name, row

    def facts(self, name: Name, path: Goal) -> Iterator[Fact]:
        match name:
            case Side(point, neuron):
                neurons: Iterable[int] = (neuron,)
            case Below(point, _):
                neurons = self.networks.negative
            case Above(point, _):
                neurons = self.networks.positive
            case Sum(point):
                neurons = self.all
            case Order():
                return
        for j in neurons:
            yield Active(point, j) if Active(point, j) in path else Inactive(point, j)

    def _undecided(self, point: int, neurons: Iterable[int], path: Goal) -> list[int]:
        return [j for j in neurons if Active(point, j) not in path and Inactive(point, j) not in path]

    def misfits(self, v: Point) -> Iterator[tuple[int, frozenset[int], fmpq]]:
        """(point, active neurons, value minus label) where the network at v does not fit."""
        forms = [[v.get((j - 1) * self.size + i, ZERO) for i in range(self.size)] for j in self.all]
        weights = [v.get(len(forms) * self.size + j, ZERO) for j in range(len(forms))]
        for p, (x, y) in enumerate(self.networks.data, 1):
            values = [sum((a * b for a, b in zip(f, x, strict=True) if a), ZERO) for f in forms]
            active = frozenset(j for j, a in enumerate(values, 1) if a > 0)
            excess = -y
            for j in active:
                if not self.relu:
                    excess += weights[j - 1]
                elif j in self.networks.positive:
                    excess += values[j - 1]
                else:
                    excess -= values[j - 1]
            if excess != 0:
                yield p, active, excess

    def splits(self, path: Goal, point: Point) -> Iterator[Split[Fact]]:
        """At the misfits, the worst first: is a neuron active of which there may be too few, or too many?"""
        for p, _, excess in sorted(self.misfits(point), key=lambda misfit: -abs(misfit[2])):
            wanted = self.all
            if self.relu:
                wanted = self.networks.negative if excess > 0 else self.networks.positive
            j = self._undecided(p, wanted, path)[0]
            yield Split(Branch(p, j), (Inactive(p, j), Active(p, j)))


def search(t: Training) -> Network | Certificate:
    """A network that fits, or a certificate that there is none."""
    if not len(t.points):
        return network()
    data, cases = homogeneous(t), list[Case]()
    order = max(range(len(data)), key=lambda i: abs(data[i][1])) + 1
    variables = t.neurons * (t.dimension + 1)
    for positive in positives(t):
        fitting = Fitting(t, Networks(t, data, positive, order))
        found = Search(fitting, system(variables)).run()
        if not isinstance(found, Refuted):
            return _network(t, positive, found)
        cases.append(Case(order, *written(found)))
    return Certificate(tuple(cases))


def _network(t: Training, positive: int, v: Point) -> Network:
    """The network at v, without the neurons that are 0 everywhere."""
    size, neurons = t.dimension + 1, list[tuple[fmpq, Neuron]]()
    for j in range(t.neurons):
        *w, b = [v.get(j * size + i, ZERO) for i in range(size)]
        weight = ONE if j < positive else -ONE
        if t.activation is Activation.STEP:
            weight = v.get(t.neurons * size + j, ZERO)
        if weight != 0 and (any(w) or b > 0):
            make = Relu if t.activation is Activation.RELU else Step
            neurons.append((weight, make(affine(w, b))))
    return network(*neurons)


def produce(s: Statement) -> Certificate:
    if not s.instance.exact:
        raise Unsuitable(f"the error bound is {s.instance.error}, but only exact fits are refuted")
    found = search(s.instance)
    if isinstance(found, Network):
        raise Impossible(f"a network fits the points: {definition('N', found, {}).strip()}")
    return found


def _line(neurons: int, *labels: int, activation: Activation = Activation.RELU) -> Statement:
    data = points(1, [((fmpq(x),), fmpq(y)) for x, y in enumerate(labels)])
    return Statement(Training(1, neurons, ZERO, data, activation))


def examples() -> Iterator[Statement]:
    """Convex data that need three neurons; exclusive or; a zigzag of three jumps."""
    yield _line(2, 0, 0, 1, 3, 6, 10, 15)
    corners = points(2, [((fmpq(a), fmpq(b)), fmpq((a + b) % 2)) for a in (0, 1) for b in (0, 1)])
    yield Statement(Training(2, 1, ZERO, corners))
    yield _line(2, 0, 1, 0, 1, activation=Activation.STEP)


Apply = Callable[[Statement, Certificate], tuple[Statement, Certificate]]


def _instance(**changes: Any) -> Apply:
    return lambda s, c: (Statement(replace(s.instance, **changes)), c)


def _case(number: int, change: Callable[[Case], Case]) -> Apply:
    def apply(s: Statement, c: Certificate) -> tuple[Statement, Certificate]:
        cases = list(c.cases)
        cases[number] = change(cases[number])
        return s, Certificate(tuple(cases))

    return apply


def _tree(number: int, change: Callable[[Any], Any]) -> Apply:
    return _case(number, lambda case: replace(case, tree=change(case.tree)))


def _first(*steps: Any) -> Apply:
    """These steps in front of the tree of the first case."""
    return _tree(0, lambda tree: (*steps, *tree))


def _close(*names: Name) -> Apply:
    return _first(Close(Combination(tuple([(ONE, name) for name in names]))))


def _lemma(*facts: Fact) -> Apply:
    return _case(0, lambda case: replace(case, lemmas=(Lemma(frozenset(facts), ()), *case.lemmas)))


def _closing(tree: Any, by: Callable[[Any], Any]) -> Any:
    """The first leaf of several terms changed."""
    at = next(i for i, step in enumerate(tree) if isinstance(step, Close) and len(step.by.terms) > 1)
    return (*tree[:at], Close(Combination(tuple(by(tree[at].by.terms)))), *tree[at + 1 :])


MUTATIONS = (
    Mutation("error-is-zero", _instance(error=ONE, loss=Loss.L1)),
    Mutation("every-case", _instance(neurons=3)),
    Mutation("every-case", _instance(activation=Activation.STEP)),
    Mutation("every-case", lambda s, c: (s, Certificate(c.cases[:-1]))),
    Mutation("order-point-exists", _case(0, lambda case: replace(case, order=0))),
    Mutation("order-point-exists", _case(0, lambda case: replace(case, order=8))),
    Mutation("point-exists", _first(Branch(8, 1))),
    Mutation("point-exists", _lemma(Active(0, 1))),
    Mutation("neuron-exists", _first(Branch(1, 3))),
    Mutation("neuron-exists", _lemma(Active(1, 0))),
    Mutation("tree.row-name-is-new", _first(Branch(1, 1), Branch(1, 1))),
    Mutation("tree.every-case-is-closed", _tree(1, lambda tree: tree[:-1])),
    Mutation("tree.every-step-is-used", _tree(1, lambda tree: (*tree, tree[-1]))),
    Mutation("farkas.row-available", _close(Side(1, 1))),
    Mutation("farkas.row-available", _close(Order(2))),
    Mutation("farkas.row-available", _close(Sum(1))),
    Mutation("farkas.row-available", _close(Below(1, frozenset({1})))),
    Mutation("farkas.row-available", _close(Above(8, frozenset({1})))),
    Mutation("farkas.row-available", _close(Above(1, frozenset({3})))),
    Mutation("farkas.row-available", _first(Branch(1, 1), Close(Combination(((ONE, Sum(1)),)))), example=2),
    Mutation(
        "farkas.multiplier-sign", _tree(1, lambda t: _closing(t, lambda terms: [(-v, n) for v, n in terms]))
    ),
    Mutation("farkas.combination-is-zero", _tree(1, lambda t: _closing(t, lambda terms: terms[1:]))),
    Mutation("farkas.contradiction", _tree(1, lambda t: _closing(t, lambda terms: ()))),
)
PRODUCERS = (
    Producer(
        claim="training.no_fit",
        examples=examples,
        produce=produce,
        mutations=MUTATIONS,
        named=lambda s, c: {"T": s.instance},
        accepts={Training: Statement},
    ),
)
