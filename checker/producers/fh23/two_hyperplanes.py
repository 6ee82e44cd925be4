"""What the reductions from two hyperplanes share: solutions of the source, and mutants.  Untrusted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from typing import Any

from flint import fmpq

from checker.claims.separability import two_hyperplanes
from checker.claims.separability.two_hyperplanes import CrossingTree, Negative, Side
from checker.kernel.rows import Combination, Row
from checker.kernel.tree import Lemma
from checker.objects.affine import Affine
from checker.objects.network import network
from checker.objects.points import points
from checker.problems.separability import ONE, ZERO, Hyperplanes, Separability
from checker.problems.training import Loss
from checker.producers.producer import Impossible, Mutation, Unsuitable
from checker.producers.separability.two_hyperplanes import Crossing, Restricted, refutation, solution
from checker.producers.solvers.linear import LinearSystem


@lru_cache(maxsize=1)  # a statement and its proof are made of them
def solved(s: Separability) -> Hyperplanes | None:
    """Two hyperplanes that satisfy (3) and (4), if there are any."""
    with suppress(Impossible):
        return solution(Restricted)(two_hyperplanes.Statement(s)).hyperplanes
    return None


def restricted(s: Separability) -> Hyperplanes:
    """Two hyperplanes that satisfy (3) and (4); raises Impossible."""
    if (h := solved(s)) is None:
        raise Impossible("no two hyperplanes satisfy (3) and (4)")
    return h


def inseparable(s: Any) -> CrossingTree:
    """The proof that no two hyperplanes separate the source of this statement; raises Impossible."""
    tree: CrossingTree = refutation(Crossing, CrossingTree)(two_hyperplanes.Statement(s.source))
    return tree


def check_restricted(s: Separability, h: Hyperplanes) -> None:
    """Raises Unsuitable if these hyperplanes do not satisfy (3) and (4)."""
    if (last := max(h.first.last_coordinate, h.second.last_coordinate)) > s.dimension:
        raise Unsuitable(f"the hyperplanes speak of x{last}, but the dimension is {s.dimension}")
    for i, (x, label) in enumerate(s.points):
        a, b = h.first(x), h.second(x)
        if not (a > 0 > b if label == ONE else a * b > 0):
            wanted = "one above and one below 0" if label == ONE else "equal signs"
            raise Unsuitable(
                f"the hyperplanes are no solution: at point {i + 1}, label {label}, the forms are {a} and {b},"
                f" expected {wanted}",
                ("points", i),
            )


def form_of(sides: Iterable[tuple[tuple[fmpq, ...], bool]]) -> Affine:
    """A form that is positive at these points of one dimension, and negative at those; raises Impossible."""
    rows, d = list[tuple[int, Row]](), 0
    for i, (x, positive) in enumerate(sides):
        d, sign = len(x), 1 if positive else -1
        rows.append((i, Row(tuple([(j, sign * c) for j, c in enumerate((*x, ONE)) if c]), ">", ZERO)))
    v = LinearSystem(rows).solve()
    if isinstance(v, Combination):
        raise Impossible("no hyperplane parts the points so")
    return Affine(tuple([(j + 1, v[j]) for j in range(d) if v.get(j, ZERO) != 0]), v.get(d, ZERO))


def scaled(f: Affine, by: fmpq) -> Affine:
    return Affine(tuple([(i, by * c) for i, c in f.terms]), by * f.constant)


def line(*rows: tuple[fmpq | int, int]) -> Separability:
    return Separability(1, points(1, [((fmpq(x),), fmpq(y)) for x, y in rows]))


HALF_LINE, ALTERNATING = line((-1, 0), (0, 0), (2, 1)), line((0, 0), (1, 1), (2, 0), (3, 1))


# Mutants.

Apply = Callable[[Any, Any], tuple[Any, Any]]


def with_target(**changes: Any) -> Apply:
    return lambda s, c: (replace(s, target=replace(s.target, **changes)), c)


def with_rows(change: Callable[[list[Any]], object]) -> Apply:
    def apply(s: Any, c: Any) -> tuple[Any, Any]:
        rows = list(s.target.points)
        change(rows)
        return with_target(points=points(s.target.dimension, rows))(s, c)

    return apply


def moved(i: int, coordinate: int) -> Mutation:
    """A coordinate (from 1) of a point (from 0) of the target is larger by so much."""

    def change(rows: list[Any]) -> None:
        x, y = list(rows[i][0]), rows[i][1]
        x[coordinate - 1] += fmpq(1, 1000)
        rows[i] = x, y

    return Mutation(f"target-x{coordinate}", with_rows(change))


def relabelled(i: int) -> Apply:
    return with_rows(lambda rows: rows.__setitem__(i, (rows[i][0], rows[i][1] + 1)))


def with_a_coordinate(s: Any, c: Any) -> tuple[Any, Any]:
    rows = [((*x, ZERO), y) for x, y in s.target.points]
    dimension = s.target.dimension + 1
    return with_target(dimension=dimension, points=points(dimension, rows))(s, c)


def with_certificate(**changes: Any) -> Apply:
    return lambda s, c: (s, replace(c, **changes))


def with_first(change: Callable[[Affine], Affine]) -> Apply:
    def apply(s: Any, c: Any) -> tuple[Any, Any]:
        return s, replace(c, hyperplanes=replace(c.hyperplanes, first=change(c.hyperplanes.first)))

    return apply


def plus(by: fmpq | int) -> Apply:
    return with_first(lambda form: replace(form, constant=form.constant + by))


def with_network(change: Callable[[list[tuple[fmpq, Any]]], object]) -> Apply:
    """The neurons of the statement's network changed."""

    def apply(s: Any, c: Any) -> tuple[Any, Any]:
        terms = list(s.network.neurons.terms)
        change(terms)
        return replace(s, network=network(*terms)), c

    return apply


def with_tree(change: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> Apply:
    return lambda s, c: (s, replace(c, tree=change(c.tree)))


def target_mutations(activation: Any) -> tuple[Mutation, ...]:
    """Other targets than the one that is built; its activation is another than this."""
    return (
        Mutation("ledger-points", with_rows(lambda rows: rows.pop())),
        Mutation("target-dimension", with_a_coordinate),
        Mutation("target-error", with_target(error=ONE, loss=Loss.L1)),
        Mutation("target-activation", with_target(activation=activation)),
        Mutation("target-loss", with_target(loss=Loss.SQUARED)),
        moved(-1, 1),
        Mutation("target-labels", relabelled(0)),
    )


FIXED = {
    "target-size": "ledger-points says the same before",
    "target-neurons": "the number of neurons is a parameter of the construction",
}
LEDGER = FIXED | dict.fromkeys(
    ("ledger-numerators", "ledger-denominators"), "a fact of the construction: it holds for every source"
)
INSEPARABLE = (
    Mutation("inseparable.point-exists", with_tree(lambda tree: (Side(5, 1), *tree))),
    Mutation(
        "inseparable.hyperplane-exists", with_certificate(lemmas=(Lemma(frozenset({Negative(1, 3)}), ()),))
    ),
    Mutation("inseparable.tree.every-case-is-closed", with_tree(lambda tree: tree[:-1])),
    Mutation("inseparable.tree.every-step-is-used", with_tree(lambda tree: (*tree, tree[-1]))),
)
"""Of a source of four points."""
