"""No two-layer network of at most k neurons fits the labelled points exactly.

Source: the problem 2L-ReLU-NN-Train of fh23, Section 1, with error 0, and its linear threshold version,
Section 5; the trees are those of bdl22 (maximal affine pieces, free rows) for networks without outer ReLU.

Statement:   a training instance with error 0: points (x_p, y_p) in Q^d, k neurons, relu or step.
Certificate: for relu k+1 proof trees, the i-th (from 0) for networks whose first i output weights are +1
             and whose others are -1; for step one proof tree, the output weights v_1..v_k being
             variables.  Each names a point ``order``.  ``branch(p, j)`` has two children: neuron j is
             inactive at point p, or active.  Rows, a_j = w_j.x + b_j being the form of neuron j:
                 side(p, j)    a_j(x_p) > 0 if j is active at p, else -a_j(x_p) >= 0
                 order(j)      a_j(x_o) >= a_{j+1}(x_o) at the point o = order, for weights of one sign
             and for relu, a_J being the sum of the positive a_j in J minus that of the negative ones:
                 below(p, J)   a_J(x_p) <= y_p, if the path says of each negative neuron whether it is
                               active at p, and J holds of these exactly the active ones
                 above(p, J)   a_J(x_p) >= y_p, the same with the positive neurons
             and for step:
                 sum(p)        the sum of v_j over the neurons active at p is y_p, if the path says of
                               each neuron whether it is active at p
Soundness:   *The cases.*  A ReLU of output weight c is one of weight 1 or -1 whose form is multiplied by
             |c|, neurons may be numbered anew, and a network of fewer neurons is one of k with form 0 (or
             weight 0): a fit of at most k neurons would be a fit of one of the cases.
             *The order.*  Numbering the neurons of one sign (for step: all) anew changes no value, so they
             may stand in descending order of a_j(x_o).
             *The rows.*  The value at p is max(a_T) - max(a_S), T ranging over all sets of positive neurons
             and S of negative ones, because max(0, a) summed over neurons is the largest partial sum.
             Once the active negative neurons at p are known, the second maximum is theirs, and no T gives
             more than y_p: ``below``.  ``above`` is the same with the signs exchanged.  A step is 1 where
             a > 0 and else 0: ``sum``.
             *The tree.*  ``branch`` is complete; ``close(by)`` ends a goal by a combination of its rows
             that is a contradiction, ``cite(i)`` by an earlier lemma whose facts the path holds; ``hole()``
             leaves it open, and the claim then rests on the assumption ``tree.hole``.
Scope:       exact fit only.  The trees of step may need each neuron at each point; those of relu do not.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from flint import fmpq

from checker.kernel.obligation import Path, Proof, Sentence, at_most, equal, less
from checker.kernel.rows import Row
from checker.kernel.tree import Cite, Close, Goal, Hole, Lemma, Rules, prove_lemmas, refute
from checker.kernel.verdict import Claim
from checker.objects.network import Activation
from checker.objects.points import LabelledPoint
from checker.problems.training import Training

ZERO, ONE = fmpq(0), fmpq(1)


@dataclass(frozen=True, slots=True)
class Active:
    """The neuron's form is positive at the point."""

    point: int
    neuron: int


@dataclass(frozen=True, slots=True)
class Inactive:
    point: int
    neuron: int


@dataclass(frozen=True, slots=True)
class Side:
    point: int
    neuron: int


@dataclass(frozen=True, slots=True)
class Order:
    neuron: int


@dataclass(frozen=True, slots=True)
class Below:
    point: int
    neurons: frozenset[int]


@dataclass(frozen=True, slots=True)
class Above:
    point: int
    neurons: frozenset[int]


@dataclass(frozen=True, slots=True)
class Sum:
    point: int


@dataclass(frozen=True, slots=True)
class Branch:
    point: int
    neuron: int


Fact = Active | Inactive
Name = Side | Order | Below | Above | Sum
Step = Branch | Close[Name] | Cite | Hole


@dataclass(frozen=True, slots=True)
class Statement:
    instance: Training


@dataclass(frozen=True, slots=True)
class Case:
    """The networks with these signs of the output weights are refuted."""

    order: int
    lemmas: tuple[Lemma[Fact, Step], ...]
    tree: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    cases: tuple[Case, ...]


class Networks:
    """The networks of one case: the rows that all of them satisfy, or those for which given facts hold.

    Variables: the coefficients and the constant of form 1, of form 2, ...; then the weights v_1, v_2, ...
    What a row costs grows with its name and its facts, never with the number of neurons alone.
    """

    def __init__(self, t: Training, data: Sequence[LabelledPoint], positive: int, order: int) -> None:
        """The first ``positive`` weights are of one sign, the others of the other; ``order`` is a point."""
        self.neurons, self.relu = t.neurons, t.activation is Activation.RELU
        self.positive, self.negative = range(1, positive + 1), range(positive + 1, t.neurons + 1)
        self.data, self.order = data, order
        self.side, self._total = cache(self._side), cache(self._sum_of_forms)

    def rules(self) -> Rules[Fact, Name]:
        return Rules(self.free, self.side, self.children, self.joint)

    def exists(self, thing: Branch | Fact, at: Path) -> Proof[None]:
        """The step or fact speaks of a point and a neuron that there are."""
        yield less("point-exists", 0, thing.point, at)
        yield at_most("point-exists", thing.point, len(self.data), at)
        yield less("neuron-exists", 0, thing.neuron, at)
        yield at_most("neuron-exists", thing.neuron, self.neurons, at)

    def children(self, step: Branch, goal: Goal[Fact, Name], at: Path) -> Proof[Sequence[Fact]]:
        yield from self.exists(step, at)
        return [Inactive(step.point, step.neuron), Active(step.point, step.neuron)]

    def free(self, name: Name) -> Row | None:
        """The rows ``order``."""
        if not isinstance(name, Order):
            return None
        pair = (name.neuron, name.neuron + 1)
        if not any(pair[0] in alike and pair[1] in alike for alike in (self.positive, self.negative)):
            return None
        terms = (*self._form(self.order, pair[0], 1), *self._form(self.order, pair[1], -1))
        return Row(terms, ">=", ZERO)

    def joint(self, name: Name, facts: Container[Fact]) -> Row | None:
        """The rows ``below`` and ``above``, or ``sum``."""
        if isinstance(name, Sum):
            return self._step_value(name, facts)
        if not isinstance(name, Below | Above) or not self.relu or not 1 <= name.point <= len(self.data):
            return None
        decided = self.negative if isinstance(name, Below) else self.positive
        known = all(
            (Active if j in name.neurons else Inactive)(name.point, j) in facts for j in decided
        ) and all(1 <= j <= self.neurons for j in name.neurons)
        return self._total(name) if known else None

    def _form(self, point: int, neuron: int, sign: int) -> Iterator[tuple[int, fmpq]]:
        """The terms of the neuron's form at the point."""
        x = self.data[point - 1][0]
        before = (neuron - 1) * len(x)
        return ((before + i, sign * c) for i, c in enumerate(x) if c)

    def _side(self, fact: Fact) -> tuple[tuple[Name, Row]]:
        active = isinstance(fact, Active)
        terms = tuple(self._form(fact.point, fact.neuron, 1 if active else -1))
        return ((Side(fact.point, fact.neuron), Row(terms, ">" if active else ">=", ZERO)),)

    def _sum_of_forms(self, name: Below | Above) -> Row:
        up = 1 if isinstance(name, Above) else -1
        terms: list[tuple[int, fmpq]] = []
        for j in sorted(name.neurons):
            terms += self._form(name.point, j, up if j in self.positive else -up)
        return Row(tuple(terms), ">=", up * self.data[name.point - 1][1])

    def _step_value(self, name: Sum, facts: Container[Fact]) -> Row | None:
        if self.relu or not 1 <= name.point <= len(self.data):
            return None
        terms, weights = list[tuple[int, fmpq]](), self.neurons * len(self.data[0][0]) - 1
        for j in range(1, self.neurons + 1):
            if Active(name.point, j) in facts:
                terms.append((weights + j, ONE))
            elif Inactive(name.point, j) not in facts:
                return None
        return Row(tuple(terms), "=", self.data[name.point - 1][1])


def homogeneous(t: Training) -> list[LabelledPoint]:
    """The points, with a last coordinate 1 for the constants of the forms."""
    return [((*x, ONE), y) for x, y in t.points]


def positives(t: Training) -> range:
    """The numbers of positive weights in the cases; step has one case, its weights are variables."""
    return range(t.neurons + 1) if t.activation is Activation.RELU else range(t.neurons, t.neurons + 1)


def obligations(s: Statement, c: Certificate) -> Iterator[Sentence]:
    t = s.instance
    yield equal("error-is-zero", t.error, ZERO, at=("statement", "instance", "error"))
    yield equal("every-case", len(c.cases), len(positives(t)), at=("certificate", "cases"))
    data = homogeneous(t)
    for i, (positive, case) in enumerate(zip(positives(t), c.cases, strict=True)):
        here = ("certificate", "cases", i)
        yield less("order-point-exists", 0, case.order, (*here, "order"))
        yield at_most("order-point-exists", case.order, len(t.points), (*here, "order"))
        networks = Networks(t, data, positive, case.order)
        for number, lemma in enumerate(case.lemmas):
            for fact in sorted(lemma.facts, key=str):
                yield from networks.exists(fact, (*here, "lemmas", number, "facts"))
        rules = networks.rules()
        proved = yield from prove_lemmas(rules, case.lemmas, (*here, "lemmas"))
        yield from refute(rules, (), case.tree, proved, (*here, "tree"))


def size(t: Training) -> str:
    return (
        f"activation={t.activation.value} dimension={t.dimension} neurons={t.neurons} points={len(t.points)}"
    )


def sentence(s: Statement) -> str:
    t = s.instance
    neurons = "ReLU" if t.activation is Activation.RELU else "linear threshold"
    return (
        f"no network of at most {t.neurons} {neurons} neurons fits the {len(t.points)} points in dimension"
        f" {t.dimension}"
    )


CLAIMS = (
    Claim(
        "training.no_fit",
        "fh23, Section 1",
        Statement,
        Certificate,
        obligations,
        sentence,
        lambda s: f"NO FIT error=0 {size(s.instance)}",
        "No network of k neurons fits the labelled points exactly.",
    ),
)
