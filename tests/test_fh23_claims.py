"""Definition 2, Observation 3, the breaklines, the selection gadget and Lemma 6 against brute force.

The oracles are written from the paper and share no code with the checker: a levee is a clamp, functions
are compared on grids that contain all their breaks, a breakline is seen by its second differences.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations, combinations_with_replacement, pairwise, permutations, product
from random import Random

import pytest
from flint import fmpq

from checker.claims.fh23 import breaklines, definition2, gadget, lemma6, observation3
from checker.claims.fh23.breaklines import Concave, Convex, Crossing, Flat
from checker.claims.fh23.definition2 import Case
from checker.claims.fh23.observation3 import Break
from checker.claims.table import claim
from checker.kernel.verdict import check
from checker.objects.affine import affine
from checker.objects.formula import Clause, Formula
from checker.objects.levee import Levee
from checker.objects.network import Network, Relu, network
from checker.objects.points import points
from checker.producers.fh23 import breaklines as breaklines_producer
from checker.producers.fh23 import gadget as gadget_producer
from checker.producers.fh23 import lemma6 as lemma6_producer
from checker.producers.fh23 import observation3 as observation3_producer
from checker.producers.fh23.definition2 import produce as cases_of
from checker.producers.producer import Impossible, Unknown, Unsuitable
from checker.reductions.fh23.selection_gadget import SelectionGadget
from checker.reductions.fh23.theorem1 import ClauseLevee, Truth, VariableLevee

Q = fmpq
Neuron = tuple[fmpq, tuple[fmpq, ...], fmpq]
"""Output weight, weight vector, bias."""


def accepted(name: str, statement: object, certificate: object) -> bool:
    return check(claim(name), statement, certificate).verified()


def clamp(u: fmpq) -> fmpq:
    """The cross section of a levee."""
    return max(Q(0), min(Q(1), 2 - abs(u)))


def value(neurons: list[Neuron], x: tuple[fmpq, ...]) -> fmpq:
    total = Q(0)
    for a, w, b in neurons:
        z = sum((p * q for p, q in zip(w, x, strict=True)), b)
        total += a * max(Q(0), z)
    return total


def built(neurons: list[Neuron]) -> Network:
    return network(*[(a, Relu(affine(w, b))) for a, w, b in neurons])


# Definition 2


def test_definition2_accepts_exactly_the_values_of_a_clamp() -> None:
    true = 0
    for levee in (Levee(Q(0)), Levee(Q(-3, 2), Q(1, 3)), Levee(Q(5), Q(-7))):
        for x1, u in product((Q(-2), Q(0), Q(1, 3)), [Q(t, 4) for t in range(-12, 13)]):
            x = (x1, u + levee.offset + levee.slope * x1)
            for label in {clamp(u), 2 + u, 2 - u, Q(0), Q(1), Q(1, 2)}:
                s = definition2.Statement(levee, points(2, [(x, label)]))
                hits = [accepted("fh23.definition2", s, definition2.Certificate((c,))) for c in Case]
                assert sum(hits) == (label == clamp(u)), (levee, x, label)
                if label == clamp(u):
                    assert accepted("fh23.definition2", s, cases_of(s))
                    true += 1
                else:
                    with pytest.raises(Impossible):
                        cases_of(s)
    assert true == 3 * 3 * 25


# Observation 3


def honest_breaks(levee: Levee, neurons: list[Neuron]) -> observation3.Certificate:
    """The breaks of the neurons, whether they are those of a levee or not."""
    found = [
        Break(-b / w2 - levee.offset, number, a * abs(w2))
        for number, (a, (_, w2), b) in enumerate(neurons, 1)
        if w2 != 0
    ]
    return observation3.Certificate(tuple(sorted(found, key=lambda b: b.u)))


def forged_breaks(neurons: list[Neuron]) -> observation3.Certificate:
    """The breaks that a levee has, whatever the neurons are."""
    wanted = [(Q(-2), Q(1)), (Q(-1), Q(-1)), (Q(1), Q(-1)), (Q(2), Q(1))]
    return observation3.Certificate(
        tuple(Break(u, number, jump) for number, (u, jump) in enumerate(wanted[: len(neurons)], 1))
    )


def is_levee(levee: Levee, neurons: list[Neuron]) -> bool:
    """For neurons parallel to the levee that break at integers u from -2 to 2."""
    return all(value(neurons, (Q(0), u + levee.offset)) == clamp(Q(u)) for u in range(-3, 4))


def test_observation3_accepts_exactly_the_small_networks_that_are_levees() -> None:
    levee = Levee(Q(1, 2))
    kinds = [(Q(a), (-c * levee.slope, Q(c)), Q(b)) for a, c, b in product((-1, 1), (-1, 1), (-2, -1, 1, 2))]
    yes = 0
    for size in (1, 2, 3, 4):
        for neurons in map(list, combinations(kinds, size)):
            s = observation3.Statement(levee, built(neurons))
            true = is_levee(levee, neurons)
            yes += true
            assert accepted("fh23.observation3", s, honest_breaks(levee, neurons)) == true
            if not true:
                assert not accepted("fh23.observation3", s, forged_breaks(neurons))
    assert yes == 2  # the neurons as printed, and all four reversed


def test_observation3_leaves_no_neuron_out() -> None:
    """A levee and one neuron more is no levee, whichever breaks are listed, and how often."""
    levee = Levee(Q(0))
    printed = [(Q(a), (Q(0), Q(1)), Q(-u)) for a, u in ((1, -2), (-1, -1), (-1, 1), (1, 2))]
    for a, c, b in product((-1, 1), (-1, 1), (-2, 0, 1, 3)):
        neurons = [*printed, (Q(a), (Q(0), Q(c)), Q(b))]
        s = observation3.Statement(levee, built(neurons))
        breaks = honest_breaks(levee, neurons).breaks
        for size in range(7):
            for chosen in combinations_with_replacement(breaks, size):
                assert not accepted("fh23.observation3", s, observation3.Certificate(chosen))


def disguised(levee: Levee, random: Random) -> list[Neuron]:
    """The levee's neurons after random changes that leave the function as it is."""
    s, z = levee.slope, levee.offset
    turn = random.choice((-1, 1))
    neurons = [(Q(a), (-turn * s, Q(turn)), turn * (-z - u)) for a, u in ((1, -2), (-1, -1), (-1, 1), (1, 2))]
    for _ in range(random.randint(0, 4)):
        i, factor = random.randrange(len(neurons)), Q(random.randint(1, 5), random.randint(1, 5))
        a, (w1, w2), b = neurons[i]
        change = random.randrange(4)
        if change == 0:  # split
            neurons[i : i + 1] = [(a * factor, (w1, w2), b), (a * (1 - factor), (w1, w2), b)]
        elif change == 1:  # rescale
            neurons[i] = (a / factor, (w1 * factor, w2 * factor), b * factor)
        elif change == 2:  # a pair that cancels
            extra = ((-s * factor, factor), Q(random.randint(-9, 9)))
            neurons += [(Q(1), *extra), (Q(-1), *extra)]
        else:  # constants that cancel
            neurons += [(Q(1), (Q(0), Q(0)), factor), (-factor, (Q(0), Q(0)), Q(1))]
    neurons = [n for n in neurons if n[0] != 0]
    random.shuffle(neurons)
    return neurons


def test_observation3_sees_through_every_disguise_and_every_small_change() -> None:
    random = Random(3)
    refused = 0
    for _ in range(300):
        levee = Levee(Q(random.randint(-9, 9), random.randint(1, 4)), Q(random.randint(-9, 9), 3))
        neurons = disguised(levee, random)
        s = observation3.Statement(levee, built(neurons))
        certificate = observation3_producer.produce(s)
        assert accepted("fh23.observation3", s, certificate)
        assert observation3_producer.recognised(s.network) == s
        i, part, change = random.randrange(len(neurons)), random.randrange(4), Q(1, random.choice((3, 10**9)))
        a, (w1, w2), b = neurons[i]
        changed = [(a + change, (w1, w2), b), (a, (w1 + change, w2), b), (a, (w1, w2 + change), b)]
        changed.append((a, (w1, w2), b + change))
        neurons[i] = changed[part]
        if all(
            value(neurons, (x1, u + levee.offset + levee.slope * x1)) == clamp(u)
            for x1, u in product((Q(-(10**4)), Q(0), Q(10**4)), [Q(t, 4) for t in range(-80, 81)])
        ):
            continue  # a neuron that is 0, or a constant below 0: the change changes nothing
        refused += 1
        s = replace(s, network=built(neurons))
        assert not accepted("fh23.observation3", s, certificate)
        assert not accepted("fh23.observation3", s, honest_breaks(levee, neurons))
        with pytest.raises((Impossible, Unknown)):
            observation3_producer.produce(s)
    assert refused > 250


# Breaklines


def hyperplanes(neurons: list[Neuron]) -> list[list[int]]:
    """The neurons (from 0) with non-zero weight vectors, those with equal hyperplanes together."""
    found: list[list[int]] = []
    for i, (_, w, b) in enumerate(neurons):
        if any(w):
            for group in found:
                _, v, c = neurons[group[0]]
                rows = ((*w, b), (*v, c))
                if all(
                    rows[0][p] * rows[1][q] == rows[0][q] * rows[1][p]
                    for p, q in combinations(range(len(w) + 1), 2)
                ):
                    group.append(i)
                    break
            else:
                found.append([i])
    return found


def dimension(neurons: list[Neuron]) -> int:
    """The last coordinate that occurs."""
    return max((i for _, w, _ in neurons for i, c in enumerate(w, 1) if c), default=0)


def second_difference(neurons: list[Neuron], group: list[int], random: Random) -> fmpq:
    """Of the function, across a generic point of the hyperplane of this group, per unit of length."""
    w = neurons[group[0]][1]
    pivot = next(i for i, c in enumerate(w) if c)
    others = [n for i, n in enumerate(neurons) if i not in group and any(n[1])]

    def form(n: Neuron, x: tuple[fmpq, ...]) -> fmpq:
        return sum((p * q for p, q in zip(n[1], x, strict=True)), n[2])

    while True:
        x = [Q(random.randint(-99, 99), random.randint(1, 9)) for _ in w]
        x[pivot] = Q(0)
        x[pivot] = -form(neurons[group[0]], tuple(x)) / w[pivot]
        if all(form(n, tuple(x)) for n in others):
            break
    t = Q(1)
    while True:
        ends = [tuple(c + sign * t if i == pivot else c for i, c in enumerate(x)) for sign in (-1, 0, 1)]
        if all((form(n, ends[0]) > 0) == (form(n, ends[2]) > 0) for n in others):
            low, middle, high = (value(neurons, e) for e in ends)
            return (low + high - 2 * middle) / t
        t /= 7


def networks(random: Random) -> Iterator[list[Neuron]]:
    """All pairs of small neurons of the line; random ones of up to three dimensions."""
    line = [(Q(a), (Q(w),), Q(b)) for a, w, b in product((-1, 1), (-2, -1, 0, 1), (-1, 0, 1))]
    for neurons in combinations_with_replacement(line, 2):
        yield list(neurons)
    for _ in range(150):
        d = random.randint(1, 3)
        kinds = [
            (tuple(Q(random.randint(-2, 2)) for _ in range(d)), Q(random.randint(-2, 2))) for _ in range(3)
        ]
        neurons = []
        for _ in range(random.randint(1, 5)):  # few hyperplanes, so that they meet again
            (w, b), factor = random.choice(kinds), Q(random.choice((-2, -1, 1, 2)))
            neurons.append((Q(random.choice((-1, 1, 2))), tuple(factor * c for c in w), factor * b))
        yield neurons


@pytest.mark.exhaustive
def test_breaklines_are_those_that_second_differences_see() -> None:
    random = Random(5)
    seen = dict.fromkeys((Convex, Concave, Flat), 0)
    for neurons in networks(random):
        jumps = [(group, second_difference(neurons, group, random)) for group in hyperplanes(neurons)]
        lines, crossings = [], []
        for group, jump in jumps:
            _, w, b = neurons[group[0]]
            kind = Convex if jump > 0 else Concave if jump < 0 else Flat
            seen[kind] += 1
            lines.append(kind(affine(w, b)))
            pivot = next(i for i, c in enumerate(w) if c)
            direction = tuple(Q(i == pivot) for i in range(dimension(neurons)))
            crossings.append(Crossing(frozenset(i + 1 for i in group), direction, jump))
        s = breaklines.Statement(built(neurons), tuple(lines))
        c = breaklines.Certificate(tuple(crossings))
        assert accepted("fh23.breaklines", s, c)
        assert accepted("fh23.breaklines", s, breaklines_producer.produce(s))
        assert {type(h) for h in breaklines_producer.statement(s.network).hyperplanes} == set(
            map(type, lines)
        )
        for i, line in enumerate(lines):  # every neighbouring statement is false
            for other in {Convex, Concave, Flat} - {type(line)}:
                wrong = replace(s, hyperplanes=(*lines[:i], other(line.form), *lines[i + 1 :]))
                for jump in (-crossings[i].jump, crossings[i].jump):
                    forged = (*crossings[:i], replace(crossings[i], jump=jump), *crossings[i + 1 :])
                    assert not accepted("fh23.breaklines", wrong, breaklines.Certificate(forged))
                with pytest.raises(Impossible):
                    breaklines_producer.produce(wrong)
            fewer = replace(s, hyperplanes=(*lines[:i], *lines[i + 1 :]))
            rest = (*crossings[:i], *crossings[i + 1 :])
            assert not accepted("fh23.breaklines", fewer, breaklines.Certificate(rest))
            for doubled in (Convex, Concave, Flat):
                for numbers in (frozenset(), crossings[i].neurons):
                    more = replace(s, hyperplanes=(*lines, doubled(line.form)))
                    again = replace(crossings[i], neurons=numbers, jump=Q(0))
                    assert not accepted("fh23.breaklines", more, breaklines.Certificate((*crossings, again)))
    assert min(seen.values()) > 30


FORMS = [((Q(1), Q(0)), Q(0)), ((Q(1), Q(1)), Q(-1)), ((Q(0), Q(1)), Q(2)), ((Q(0), Q(0)), Q(1))]
DIRECTIONS = [(Q(1), Q(0)), (Q(0), Q(1)), (Q(1), Q(-1)), (Q(-2), Q(1)), (Q(0), Q(0))]


def forged(random: Random, neurons: list[Neuron]) -> tuple[breaklines.Statement, breaklines.Certificate]:
    """Hyperplanes with their neurons as they are, then up to three edits; every jump as its formula says."""
    entries = [
        [neurons[group[0]][1:], {i + 1 for i in group}, random.choice(DIRECTIONS)]
        for group in hyperplanes(neurons)
    ]
    for _ in range(random.randint(0, 3)):
        change = random.randrange(5)
        if change == 0 or not entries:  # one more hyperplane, perhaps of no neuron
            numbers = set(random.sample(range(1, len(neurons) + 1), random.randint(0, len(neurons))))
            entries.append([random.choice(FORMS), numbers, random.choice(DIRECTIONS)])
        elif change == 1:  # one hyperplane less
            entries.pop(random.randrange(len(entries)))
        elif change == 2:  # a class is split
            form, numbers, direction = random.choice(entries)
            part = set(random.sample(sorted(numbers), len(numbers) // 2))
            numbers -= part
            entries.append([form, part, direction])
        elif change == 3:  # a neuron comes or goes
            random.choice(entries)[1] ^= {random.randint(1, len(neurons))}
        else:
            random.choice(entries)[2] = random.choice(DIRECTIONS)
    lines, crossings = [], []
    for (w, b), numbers, direction in entries:
        jump = sum(
            (
                neurons[i - 1][0]
                * abs(sum((p * q for p, q in zip(neurons[i - 1][1], direction, strict=True)), Q(0)))
                for i in numbers
            ),
            Q(0),
        )
        kind = Convex if jump > 0 else Concave if jump < 0 else Flat
        lines.append(kind(affine(w, b)))
        crossings.append(Crossing(frozenset(numbers), direction[: dimension(neurons)], jump))
    return breaklines.Statement(built(neurons), tuple(lines)), breaklines.Certificate(tuple(crossings))


def are_the_breaklines(stated: breaklines.Statement, neurons: list[Neuron], random: Random) -> bool:
    """Each listed hyperplane is that of one group of neurons, each group is listed once, and breaks so."""
    groups = hyperplanes(neurons)
    listed = []
    for line in stated.hyperplanes:
        w, b = (line.form.coefficient(1), line.form.coefficient(2)), line.form.constant
        together = hyperplanes([*neurons, (Q(1), w, b)])
        found = [group[:-1] for group in together if group[-1] == len(neurons)]
        if not found or not found[0]:
            return False
        jump = second_difference(neurons, found[0], random)
        if type(line) is not (Convex if jump > 0 else Concave if jump < 0 else Flat):
            return False
        listed.append(found[0])
    return sorted(listed) == sorted(groups)


def test_no_forged_crossing_proves_a_false_breakline() -> None:
    random = Random(11)
    verdicts = {(a, b): 0 for a in (False, True) for b in (False, True)}
    for _ in range(2500):
        neurons = []
        for _ in range(random.randint(1, 4)):
            (w, b), factor = random.choice(FORMS), Q(random.choice((-1, 1, 2)))
            neurons.append((Q(random.choice((-1, 1))), tuple(factor * c for c in w), factor * b))
        s, c = forged(random, neurons)
        yes, true = accepted("fh23.breaklines", s, c), are_the_breaklines(s, neurons, random)
        assert true or not yes, (s, c)
        verdicts[yes, true] += 1
    assert min(verdicts[True, True], verdicts[False, False]) > 300


# The selection gadget


def hand_table(slopes: tuple[fmpq, ...], eps: fmpq, z: fmpq) -> list[tuple[tuple[fmpq, fmpq], fmpq]]:
    """The data points as the proofs of Lemmas 4 and 5 use them."""
    low, high = slopes[0], slopes[-1]
    axis = [(-4, 0), (-3, 0), (-2, 0), (Q(-5, 3), Q(1, 3)), (Q(-4, 3), Q(2, 3)), (-1, 1), (0, 1)]
    axis += [(1, 1), (Q(4, 3), Q(2, 3)), (Q(5, 3), Q(1, 3)), (2, 0), (3, 0), (4, 0)]
    rows = [((Q(0), Q(h) + z), Q(y)) for h, y in axis]
    i1, i2 = (-2 - eps * high, -1 - eps * low), (1 - eps * high, 2 - eps * low)
    i3, i4 = (-2 + eps * low, -1 + eps * high), (1 + eps * low, 2 + eps * high)
    for x1, below, above in ((-eps, i1, i2), (eps, i3, i4)):
        heights = [Q(-4), Q(-3), *below, Q(0), *above, Q(3), Q(4)]
        rows += [((x1, h + z), Q(y)) for h, y in zip(heights, (0, 0, 0, 1, 1, 1, 0, 0, 0), strict=True)]
    for s, t in pairwise(slopes):
        x = 4 / (t - s)
        rows += [((-x, -x * (s + t) / 2 + z), Q(0)), ((x, x * (s + t) / 2 + z), Q(0))]
    return rows


def slope_lists() -> list[tuple[fmpq, ...]]:
    random = Random(1)
    found = [(Q(-1), Q(0), Q(1)), (Q(-1), Q(1)), (Q(0),), (Q(5, 7),), (Q(-1), Q(-1, 2), Q(0)), (Q(3), Q(4))]
    found += [(Q(-7, 2), Q(-3)), (Q(0), Q(1, 5), Q(7, 3)), (Q(-9, 4), Q(-2), Q(-1, 3), Q(2, 7), Q(11, 2))]
    while len(found) < 49:
        size = random.randint(1, 5)
        slopes = {Q(random.randint(-40, 40), random.randint(1, 12)) for _ in range(size)}
        found.append(tuple(sorted(slopes)))
    return found


def test_a_levee_fits_the_gadget_exactly_if_its_slope_is_listed() -> None:
    others = 0
    for number, slopes in enumerate(slope_lists()):
        steepest = max(map(abs, slopes))
        largest = 1 / (3 * steepest) if steepest else Q(1)
        for part in (Q(1), Q(1, 2), Q(1, 50)):
            eps, z = largest * part, Q(number - 20, 3)
            rows = hand_table(slopes, eps, z)
            assert len(rows) == 31 + 2 * (len(slopes) - 1)
            for s in slopes:
                assert all(clamp(x2 - z - s * x1) == y for (x1, x2), y in rows)
            width = slopes[-1] - slopes[0] + 6
            grid = {slopes[0] - 3 + width * t / 24 for t in range(25)}
            grid |= {s + sign * Q(1, 10**9) for s in slopes for sign in (-1, 1)}
            wrong = tuple(sorted(grid - set(slopes)))
            misfits = [
                next(i for i, ((x1, x2), y) in enumerate(rows, 1) if clamp(x2 - z - t * x1) != y)
                for t in wrong
            ]
            stated = gadget.Statement(SelectionGadget(slopes, eps, z), points(2, rows), wrong)
            assert accepted("fh23.gadget", stated, gadget.Certificate(tuple(misfits)))
            others += len(wrong)
        assert accepted("fh23.gadget", stated, gadget_producer.produce(stated))
    assert others > 3000


def test_no_point_is_a_misfit_of_a_listed_slope_and_no_number_of_the_table_is_free() -> None:
    g = SelectionGadget((Q(-1), Q(0), Q(1)), Q(1, 3), Q(2))
    s = gadget_producer.statement(g)
    for slope in g.slopes:
        stated = replace(s, others=(slope,))
        for number in range(-1, 40):
            assert not accepted("fh23.gadget", stated, gadget.Certificate((number,)))
        with pytest.raises(Impossible):
            gadget_producer.produce(stated)
    c = gadget_producer.produce(s)
    for i, part in product(range(len(s.points)), range(3)):
        rows = [[*x, y] for x, y in s.points]
        rows[i][part] += Q(1, 10**6)
        changed = replace(s, points=points(2, [((a, b), y) for a, b, y in rows]))
        assert not accepted("fh23.gadget", changed, c)
    for eps in (Q(0), Q(-1, 3), Q(1, 3) + Q(1, 10**6)):
        wrong = replace(g, epsilon=eps)
        stated = gadget.Statement(wrong, points(2, hand_table(g.slopes, eps, g.offset)))
        assert not accepted("fh23.gadget", stated, gadget.Certificate())
        with pytest.raises(Impossible):
            gadget_producer.produce(stated)
        with pytest.raises(Unsuitable):
            gadget_producer.statement(wrong)


def test_a_table_that_a_listed_levee_misses_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table is trusted, so no input reaches this obligation: here the table itself is wrong."""
    g = SelectionGadget((Q(-1), Q(0), Q(1)), Q(1, 3))
    table = list(g.table())
    assert table[32].words == "point q1+"
    x1, x2 = table[32].x
    table[32] = table[32]._replace(x=(x1, x2 - 1))
    monkeypatch.setattr(SelectionGadget, "table", lambda self: iter(table))
    stated = gadget.Statement(g, points(2, [(p.x, p.label) for p in table]))
    verdict = check(claim("fh23.gadget"), stated, gadget.Certificate())
    assert verdict.failure is not None and verdict.failure.obligation.name == "levee-fits"
    assert verdict.failure.obligation.where(32)[-2:] == ("point q1+", "slope -1")
    assert verdict.failure.indices == [32]


# Lemma 6


@cache
def offered(m: int, n: int) -> dict[ClauseLevee | VariableLevee, tuple[fmpq, fmpq]]:
    """Slope and offset of each of the 3m + 2n levees."""
    delta, far = Q(1, 2 * m), 16 * m + 6
    found: dict[ClauseLevee | VariableLevee, tuple[fmpq, fmpq]] = {}
    for j in range(1, m + 1):
        for r, steps in ((1, 2 * j - 2), (2, 2 * j - 1), (3, 2 * j)):
            found[ClauseLevee(j, r)] = steps * delta - 1, Q(j * far)
    for i in range(1, n + 1):
        found[VariableLevee(i, Truth.TRUE)] = Q(-1), Q(-i * far)
        found[VariableLevee(i, Truth.FALSE)] = Q(1), Q(-i * far)
    return found


@cache
def meeting(m: int, n: int, j: int, r: int, i: int) -> tuple[tuple[fmpq, fmpq], dict[object, fmpq]]:
    """p_(j,r) for variable i, and the levees that are not 0 there with their values."""
    levees = offered(m, n)
    (s, z), (t, y) = levees[ClauseLevee(j, r)], levees[VariableLevee(i, Truth.FALSE)]
    x1 = (y - z) / (s - t)
    x = x1, s * x1 + z
    values = {name: clamp(x[1] - z - s * x[0]) for name, (s, z) in levees.items()}
    return x, {name: v for name, v in values.items() if v != 0}


def lemma6_of(n: int, clauses: tuple[tuple[int, ...], ...]) -> tuple[lemma6.Statement, lemma6.Certificate]:
    m, places, levees = len(clauses), [], []
    for j, clause in enumerate(clauses, 1):
        for r, i in enumerate(clause, 1):
            x, nonzero = meeting(m, n, j, r, i)
            assert nonzero == {ClauseLevee(j, r): 1, VariableLevee(i, Truth.FALSE): 1}
            places.append((x, Q(1)))
            levees.append((ClauseLevee(j, r), VariableLevee(i, Truth.FALSE)))
    f = Formula(n, tuple(map(Clause, clauses)))
    return lemma6.Statement(f, points(2, places)), lemma6.Certificate(tuple(levees))


def formulas() -> Iterator[tuple[int, tuple[tuple[int, ...], ...]]]:
    """All with n <= 4 and m <= 2, then random ones.

    For n >= 3 and m = 2 the clauses are sorted: every place of every variable still occurs.
    """
    for n in (1, 2, 3, 4):
        yield from ((n, (c,)) for c in product(range(1, n + 1), repeat=3))
        ordered = combinations_with_replacement(range(1, n + 1), 3)
        clauses = ordered if n >= 3 else product(range(1, n + 1), repeat=3)
        yield from ((n, pair) for pair in product(list(clauses), repeat=2))
    random = Random(7)
    for _ in range(40):
        n, m = random.randint(5, 12), random.randint(3, 9)
        yield n, tuple(tuple(random.randint(1, n) for _ in range(3)) for _ in range(m))


@pytest.mark.exhaustive
def test_lemma6_holds_for_every_small_formula() -> None:
    count = 0
    for n, clauses in formulas():
        s, c = lemma6_of(n, clauses)
        assert accepted("fh23.lemma6", s, c)
        count += 1
    assert count == 1 + 8 + 27 + 64 + 1 + 64 + 100 + 400 + 40
    made = lemma6_producer.statement(s.formula)
    assert (made, lemma6_producer.produce(made)) == (s, c)


def test_lemma6_refuses_every_other_list_of_levees() -> None:
    for n, clauses in ((3, ((1, 2, 3),)), (2, ((1, 1, 2), (2, 1, 2)))):
        s, c = lemma6_of(n, clauses)
        names = list(offered(len(clauses), n))
        for k in (0, len(c.levees) - 1):
            lists = [*permutations(names, 1), *permutations(names, 2), *combinations(names, 3), ()]
            lists += [(a, a) for a in names] + [(*c.levees[k], a) for a in names]
            right = [
                chosen
                for chosen in lists
                if accepted("fh23.lemma6", s, lemma6.Certificate((*c.levees[:k], chosen, *c.levees[k + 1 :])))
            ]
            assert right == [c.levees[k]]
