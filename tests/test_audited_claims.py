"""Audits of single claims: all small inputs are there, and mistakes are found and shrunk."""

from __future__ import annotations

from itertools import product
from math import comb
from pathlib import Path
from random import Random

import pytest
from flint import fmpq

from checker.audit import linear, treewidth
from checker.audit.inputs.symmetry import classes, simpler
from checker.audit.oracles.patterns import fits
from checker.audit.run import Plan, findings, shrunk, tasks
from checker.audit.subject import given_in, written
from checker.audit.table import NAMES, subject
from checker.objects.affine import affine
from checker.objects.network import Activation
from checker.objects.points import points
from checker.problems.training import Training

Q = fmpq


def all_of(name: str, size: int) -> int:
    """How many inputs those up to this size stand for; none of them is listed twice."""
    found = [(written(given), members) for given, members in subject(name).every(size)]
    assert len({text for text, _ in found}) == len(found)
    return sum(members for _, members in found)


def test_one_list_of_each_class() -> None:
    """All lists of three letters; a and b may be exchanged."""
    exchanged = {"a": "b", "b": "a", "c": "c"}
    found = dict(classes("abc", 3, [str, exchanged.__getitem__]))
    assert sum(found.values()) == 27 and found[("a", "a", "c")] == 6 and found[("c", "c", "c")] == 1

    def images(word):
        return min("".join(sorted(map(move, word))) for move in (str, exchanged.__getitem__))

    assert {"".join(word) for word in found} == {images(word) for word in product("abc", repeat=3)}


def test_the_small_inputs_are_all_small_inputs() -> None:
    """Lists of labelled points, rows and vectors with all objectives, activations and numbers of neurons."""
    assert all_of("training", 1) == 4 * (2 + 9 + 12)
    assert all_of("fh23.theorem11", 2) == 2 * sum(9**n + 12**n for n in range(3))
    assert all_of("linear", 1) == 2 * 9 * (1 + 9 * 3 * 2)
    balanced = sum(
        not any(map(sum, zip(*rows, strict=True)))
        for number in (1, 2, 3)
        for places in (product(range(-2, 3)), product((-1, 0, 1), repeat=2))
        for rows in product(list(places), repeat=number)
    )
    assert all_of("steinitz.reordering", 3) == balanced
    assert all_of("treewidth", 4) == sum(2 ** comb(n, 2) for n in range(5))


def test_graphs_beyond_the_atlas(monkeypatch) -> None:
    known = [len(treewidth.unlabelled(n)) for n in (3, 4, 5)]
    monkeypatch.setattr(treewidth, "ATLAS", 2)
    treewidth.unlabelled.cache_clear()
    assert [len(treewidth.unlabelled(n)) for n in (3, 4, 5)] == known == [4, 11, 34]
    treewidth.unlabelled.cache_clear()


@pytest.mark.parametrize("number", [Q(0), Q(1), Q(-7), Q(1, 2), Q(-9, 4), Q(10**30, 7)])
def test_numbers_become_simpler_until_they_are_0(number: fmpq) -> None:
    for _ in range(200):
        found = list(simpler(number))
        assert all(abs(other.p) + other.q < abs(number.p) + number.q for other in found)
        assert all(other == 0 or (other > 0) == (number > 0) for other in found)
        number = found[len(found) // 2] if found else number
    assert number == 0


CLAIMS = [name for name in NAMES if not name.endswith("printed") and "." not in name] + [
    *[name for name in NAMES if name.startswith(("separability", "steinitz"))],
    "fh23.theorem11",
]


@pytest.mark.parametrize("name", CLAIMS)
def test_audits_of_a_few_inputs(name: str) -> None:
    """A few inputs of size 1 and 2, and two random ones, with another wording each."""
    plan = Plan(name, 2 if "linear" not in name else 1, 2, 1, 0)
    listed = list(tasks(plan))
    for task in listed[::20] + listed[-2:]:
        given = task.input or subject(name).sample(Random(task.key), plan.size)
        found = findings(subject(name), given, plan)
        assert not found.discrepancies, (task.key, found)
        assert found.certificates and given_in(written(given)) == given


def line(neurons: int, *labels: int) -> Training:
    rows = [((Q(x),), Q(y)) for x, y in enumerate(labels)]
    return Training(1, neurons, Q(0), points(1, rows), Activation.RELU)


def both_ways(name: str, place: str, wrong, kind: str, given, monkeypatch) -> object:
    """The discrepancy is there with the wrong oracle only; what the input is shrunk to, variants apart."""
    plan = Plan(name, 1, 0, 0, 0)
    assert not findings(subject(name), given, plan).discrepancies
    monkeypatch.setattr(place, wrong)
    text, discrepancy = shrunk(plan, written(given), kind)
    assert discrepancy.kind == kind
    return given_in(text)


def test_a_wrong_oracle_for_training_is_found_out(monkeypatch) -> None:
    """Weights of one sign are not all weights."""
    found = both_ways(
        "training",
        "checker.audit.training.fits",
        lambda t: fits(t, (1,)),
        "training.no_fit not produced",
        line(2, 0, 5, 5),
        monkeypatch,
    )
    assert len(found.points) == 3 and max(map(abs, found.points.labels)) == 1


def test_a_wrong_oracle_for_theorem_11_is_found_out(monkeypatch) -> None:
    found = both_ways(
        "fh23.theorem11",
        "checker.audit.fh23.theorem11.fits",
        lambda t, weights: fits(t),
        "fh23.theorem11.yes not produced",
        line(2, 0, 5, 5),
        monkeypatch,
    )
    assert len(found.points) == 3 and max(map(abs, found.points.labels)) == 1


def test_wrong_oracles_for_linear_programs_are_found_out(monkeypatch) -> None:
    """An infimum need not be attained; the value of an optimum is not that of its negative."""
    known = linear.best
    rows = [linear.Row((1, 2), ">", 3), linear.Row((1, -2), ">", -2), linear.Row((1, 0), "<=", 9)]
    given = linear.program(linear.Sense.MINIMIZE, affine((2, 0), 5), rows)

    def attained(p):
        return found if isinstance(found := known(p), str) else (found[0], True)

    found = both_ways(
        "linear", "checker.audit.linear.best", attained, "linear.optimal not produced", given, monkeypatch
    )
    (row,) = found.system.constraints
    assert row.comparison == ">" and row.form == found.objective == affine((1,))

    monkeypatch.setattr(linear, "best", known)

    def negated(p):
        return found if isinstance(found := known(p), str) else (-found[0], found[1])

    found = both_ways("linear", "checker.audit.linear.best", negated, "another bound", given, monkeypatch)
    (row,) = found.system.constraints
    assert row.form == found.objective == affine((1,)) and abs(row.bound) == 1


def test_a_wrong_oracle_for_treewidth_is_found_out(monkeypatch) -> None:
    """The treewidth is not the least degree; a smallest difference is an edge with a vertex apart."""

    def least_degree(g):
        degrees = [sum(v in e for e in g.edges) for v in range(g.order)]
        return min(degrees, default=-1)

    cycle = treewidth.graph(treewidth.nx.cycle_graph(4))
    assert not findings(subject("treewidth"), cycle, Plan("treewidth", 1, 0, 1, 0)).discrepancies
    apart = type(cycle)(6, cycle.edges)
    found = both_ways(
        "treewidth",
        "checker.audit.treewidth.treewidth",
        least_degree,
        "another treewidth",
        apart,
        monkeypatch,
    )
    assert (found.order, len(found.edges)) == (3, 1)


def test_a_wrong_oracle_for_reorderings_is_found_out(monkeypatch) -> None:
    """The order that is given is not the best."""
    from checker.audit.steinitz import reordering

    def given_order(rows, norm, known=reordering.heights):
        order, height = next(iter(known(rows, norm).items()))
        return {order: height}

    name, wrong = "steinitz.reordering", "steinitz.reordering produced"
    given = reordering.vectors([(1, 2), (1, -1), (1, 0), (-1, -1), (-2, 0)])
    found = both_ways(
        name, "checker.audit.steinitz.reordering.heights", given_order, wrong, given, monkeypatch
    )
    assert sorted(found) == [(Q(-2),), (Q(-1),), (Q(3),)]


def test_a_wrong_oracle_for_separability_is_found_out(monkeypatch) -> None:
    """A form is not positive only where it is to the right: complements are dichotomies, too."""
    from checker.audit.oracles import two_hyperplanes

    def half(places):
        return {signs for signs in known(places) if signs[:1] != (False,)}

    known, name = two_hyperplanes.dichotomies, "separability.two_hyperplanes.and_or"
    (given,) = [s for s, _ in subject(name).every(2) if list(s.points.labels) == [1, 1, 0, 0]]
    place = "checker.audit.oracles.two_hyperplanes.dichotomies"
    given = type(given)(2, points(2, [*list(given.points)[2:], *list(given.points)[:2]]))
    found = both_ways(name, place, half, f"{name}.no not produced", given, monkeypatch)
    assert list(found.points) == [((Q(0),), Q(0))]


@pytest.mark.parametrize(
    "name, kind, start",
    [
        ("fh23.theorem11.no.printed", "no-is-answered-although-a-sum-of-relus-fits", line(2, 4, 0, 8)),
        ("fh23.theorem11.depth.printed", "calls-are-nested-deeper-than-printed", line(1, 0, 1, 3, 6)),
    ],
)
def test_what_theorem_11_prints_is_refuted(
    name: str, kind: str, start: Training, relucert, tmp_path: Path
) -> None:
    """By a certificate on an input that cannot be shrunk further."""
    (tmp_path / "start.cert").write_text(written(start))
    ran = relucert("audit", name, tmp_path / "start.cert", "--variants", "0", "-o", tmp_path)
    assert ran.code == 1 and ran.out.endswith(f"s DISCREPANCY {name}\n")
    checked = relucert("check", tmp_path / f"{name}-{kind}.cert", "--require", name)
    assert checked.code == 0 and "REFUTED AS PRINTED" in checked.out
    found, plan = given_in((tmp_path / f"{name}-{kind}.input.txt").read_text()), Plan(name, 1, 0, 0, 0)
    assert found != start and findings(subject(name), found, plan).discrepancies
    assert not any(findings(subject(name), less, plan).discrepancies for less in subject(name).smaller(found))


@pytest.mark.parametrize(
    "name, change, words",
    [
        ("training", "error = 1, loss = l1", "only exact fits are audited"),
        ("fh23.theorem11", "error = 0, activation = step", "the claim is about ReLUs"),
    ],
)
def test_what_is_no_instance_is_refused(name: str, change: str, words: str, relucert, tmp_path: Path) -> None:
    """It is no discrepancy."""
    text = written(line(1, 0, 1)).replace("error = 0", change)
    (tmp_path / "I.cert").write_text(text)
    ran = relucert("audit", name, tmp_path / "I.cert", "-o", tmp_path / "none")
    assert ran.code == 3 and words in ran.err and not (tmp_path / "none").exists()
