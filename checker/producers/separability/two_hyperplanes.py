"""Producers for separability.two_hyperplanes.  Untrusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from typing import Any

from flint import fmpq

from checker.claims.separability.two_hyperplanes import (
    AndOrTree,
    Assign,
    BothNegative,
    BothPositive,
    Branch,
    CrossingTree,
    Cut,
    First,
    Instance,
    Name,
    Negative,
    Orient,
    Positive,
    RestrictedTree,
    Side,
    Solution,
    Statement,
    Symmetry,
)
from checker.kernel.rows import Combination, Row
from checker.kernel.tree import Close, Lemma
from checker.language.write import text_of
from checker.objects.affine import affine
from checker.objects.points import points
from checker.problems.separability import Hyperplanes, Separability
from checker.producers.producer import Impossible, Mutation, Producer
from checker.producers.solvers.case_tree import Point, Refuted, Search, Split, system, written

ZERO, ONE = fmpq(0), fmpq(1)
Path = dict[Any, None]


class Version:
    """What the search must know of an instance; the versions differ in their facts and splits."""

    def __init__(self, s: Separability) -> None:
        self.instance = Instance(s)
        numbered = list(enumerate(self.instance.points, 1))
        self.ones = [p for p, (_, label) in numbered if label == ONE]
        self.zeros = [p for p, (_, label) in numbered if label == ZERO]
        self.size = s.dimension + 1

    def row(self, name: Name) -> tuple[Name, Row]:
        return name, self.instance.row(name)

    def cuts(self, path: Path, point: Point) -> Iterator[tuple[Name, Row]]:
        return iter(())

    def values(self, v: Point, p: int) -> tuple[fmpq, fmpq]:
        """The values of the two forms at the point of this number."""
        x = self.instance.points[p - 1][0]
        first, second = (
            sum([c * v.get(h + i, ZERO) for i, c in enumerate(x) if c], ZERO) for h in (0, self.size)
        )
        return first, second

    def hyperplanes(self, v: Point) -> Hyperplanes:
        forms = []
        for h in (0, self.size):
            *w, c = [v.get(h + i, ZERO) for i in range(self.size)]
            forms.append(affine(w, c))
        return Hyperplanes(*forms)

    def nearest(self) -> int:
        """The point of label 0 nearest to the mean of those of label 1: it is hard to cut off."""
        total = [sum(c, ZERO) for c in zip(*[self.instance.points[q - 1][0] for q in self.ones], strict=True)]

        def distance(p: int) -> fmpq:
            x = self.instance.points[p - 1][0]
            return sum([(len(self.ones) * a - b) ** 2 for a, b in zip(x, total, strict=True)], ZERO)

        return min(self.zeros, key=distance)


class AndOr(Version):
    def opening(self) -> list[Split[Any]]:
        p = self.nearest()
        return [Split(Symmetry(p), (Negative(p, 1),))]

    def rows(self, path: Path) -> Iterator[tuple[Name, Row]]:
        if path:
            yield self.row(next(reversed(path)))
        else:
            yield from (self.row(Positive(q, h)) for q in self.ones for h in (1, 2))

    def facts(self, name: Name, path: Path) -> tuple[Any, ...]:
        return (name,) if isinstance(name, Negative) else ()

    def splits(self, path: Path, point: Point) -> Iterator[Split[Any]]:
        inside = [(min(self.values(point, p)), p) for p in self.zeros]
        for _, p in sorted((-least, p) for least, p in inside if least >= 0):
            yield Split(Assign(p), (Negative(p, 1), Negative(p, 2)))


class Restricted(Version):
    def opening(self) -> list[Split[Any]]:
        p = self.nearest()
        return [Split(Symmetry(p), (BothNegative(p),))]

    def rows(self, path: Path) -> Iterator[tuple[Name, Row]]:
        if not path:
            for q in self.ones:
                yield self.row(Positive(q, 1))
                yield self.row(Negative(q, 2))
            return
        last = next(reversed(path))
        sign = Positive if isinstance(last, BothPositive) else Negative
        yield from (self.row(sign(last.point, h)) for h in (1, 2))

    def facts(self, name: Name, path: Path) -> tuple[Any, ...]:
        both = (BothPositive if isinstance(name, Positive) else BothNegative)(name.point)
        return (both,) if both in path else ()

    def splits(self, path: Path, point: Point) -> Iterator[Split[Any]]:
        between = []
        for p in self.zeros:
            a, b = self.values(point, p)
            if a * b <= 0:
                between.append((a * b, p))
        for _, p in sorted(between):
            yield Split(Branch(p), (BothNegative(p), BothPositive(p)))


class Crossing(Version):
    def opening(self) -> list[Split[Any]]:
        q, p = self.ones[0], self.nearest()
        return [
            Split(Orient(q, 1), (Positive(q, 1),)),
            Split(Orient(q, 2), (Positive(q, 2),)),
            Split(First(q, p), (Negative(p, 1),), (Positive(q, 1), Positive(q, 2))),
        ]

    def rows(self, path: Path) -> Iterator[tuple[Name, Row]]:
        if path:
            yield self.row(next(reversed(path)))

    def facts(self, name: Name, path: Path) -> tuple[Any, ...]:
        return (name,)

    def splits(self, path: Path, point: Point) -> Iterator[Split[Any]]:
        """Pairs that are not cut at the point, if the cell of one end is known; then sides of such ends."""
        values = {p: self.values(point, p) for p in (*self.ones, *self.zeros)}
        sides = {p: [self.side(p, h, path) for h in (1, 2)] for p in values}
        cuts, ends = [], Counter[tuple[int, int]]()
        for q, p in product(self.ones, self.zeros):
            if any(a * b < 0 for a, b in zip(values[q], values[p], strict=True)):
                continue
            for known, other in ((q, p), (p, q)):
                if None not in sides[known]:
                    unknown = sides[other].count(None)
                    cuts.append((unknown, -min(map(abs, values[other])), known, other))
                    break
            else:
                ends.update((x, h) for x in (q, p) for h in (1, 2) if sides[x][h - 1] is None)
        for _, _, known, other in sorted(cuts):
            premises = tuple(fact for fact in sides[known] if fact is not None)
            cases = tuple(self.opposite(fact, other) for fact in premises)
            yield Split(Cut(known, other), cases, premises)
        for x, h in sorted(ends, key=lambda end: (sides[end[0]].count(None), -ends[end])):
            yield Split(Side(x, h), (Negative(x, h), Positive(x, h)))

    def side(self, p: int, h: int, path: Path) -> Name | None:
        return next((fact for fact in (Positive(p, h), Negative(p, h)) if fact in path), None)

    def opposite(self, fact: Any, p: int) -> Name:
        return (Negative if isinstance(fact, Positive) else Positive)(p, fact.hyperplane)

    def hyperplanes(self, v: Point) -> Hyperplanes:
        """Moved a little, so that no point lies on them."""
        moved = dict(v)
        for h, last in ((0, self.size - 1), (1, 2 * self.size - 1)):
            sizes = [abs(self.values(v, p)[h]) for p in (*self.ones, *self.zeros)]
            if ZERO in sizes:
                moved[last] = v.get(last, ZERO) + min([a for a in sizes if a], default=fmpq(2)) / 2
        return super().hyperplanes(moved)


def search(version: Any) -> Hyperplanes | tuple[Any, Any]:
    """A solution, or lemmas and a tree that show that there is none."""
    opening = version.opening() if version.ones and version.zeros else ()
    found = Search[Any, Name](version, system(2 * version.size)).run(opening)
    return written(found) if isinstance(found, Refuted) else version.hyperplanes(found)


def solution(version: Callable[[Separability], Any]) -> Callable[[Statement], Solution]:
    def produce(s: Statement) -> Solution:
        found = search(version(s.instance))
        if not isinstance(found, Hyperplanes):
            raise Impossible("no two hyperplanes separate the points")
        return Solution(found)

    return produce


def refutation(
    version: Callable[[Separability], Any], tree: Callable[..., Any]
) -> Callable[[Statement], Any]:
    def produce(s: Statement) -> Any:
        found = search(version(s.instance))
        if isinstance(found, Hyperplanes):
            first, second = map(text_of, (found.first, found.second))
            raise Impossible(f"two hyperplanes separate the points: {first} = 0 and {second} = 0")
        return tree(*found)

    return produce


def _instance(*rows: tuple[tuple[fmpq | int, ...], int]) -> Statement:
    dimension = len(rows[0][0])
    return Statement(
        Separability(dimension, points(dimension, [(tuple(map(fmpq, x)), fmpq(y)) for x, y in rows]))
    )


def _line(*labels: int) -> Statement:
    return _instance(*[((x,), label) for x, label in enumerate(labels)])


def _grid(*rows: str) -> Statement:
    """Labels as they stand on the page, the last row at the bottom (x2 = 0)."""
    return _instance(
        *[((x, y), int(label)) for y, row in enumerate(reversed(rows)) for x, label in enumerate(row)]
    )


HALF = fmpq(1, 2)
QUADRANT = _instance(
    ((0, 0), 1), ((1, 1), 1), ((-1, 0), 0), ((-1, 2), 0), ((2, -1), 0), ((0, -2), 0)
)  # fmt: skip
TRIANGLE = _instance(
    ((1, -2), 1), ((1, 0), 1), ((0, 1), 1), ((-2, 1), 1), ((HALF, HALF), 1),
    ((fmpq(11, 10), -1), 0), ((-1, fmpq(11, 10)), 0), ((fmpq(3, 5), fmpq(3, 5)), 0),
)  # fmt: skip
XOR, TWO_SIDES, CHECKERBOARD = _grid("10", "01"), _grid("000", "101", "000"), _grid("101", "010", "101")


def _examples(*statements: Statement) -> Callable[[], Iterator[Statement]]:
    return lambda: iter(statements)


def _point(s: Statement, number: int, *x: int) -> Statement:
    """The point of this number moved to x."""
    rows = list(s.instance.points)
    rows[number - 1] = (tuple(map(fmpq, x)), rows[number - 1][1])
    return Statement(Separability(s.instance.dimension, points(s.instance.dimension, rows)))


def _first(*coefficients: int, constant: fmpq | int = 0) -> Callable[[Any, Any], Any]:
    """The first form replaced."""
    form = affine(coefficients, constant)
    return lambda s, c: (s, Solution(replace(c.hyperplanes, first=form)))


def _second(*coefficients: int, constant: fmpq | int = 0) -> Callable[[Any, Any], Any]:
    form = affine(coefficients, constant)
    return lambda s, c: (s, Solution(replace(c.hyperplanes, second=form)))


def _tree(*steps: Any) -> Callable[[Any, Any], Any]:
    """These steps in front of the tree."""
    return lambda s, c: (s, replace(c, tree=(*steps, *c.tree)))


def _lemma(*facts: Any) -> Callable[[Any, Any], Any]:
    return lambda s, c: (s, replace(c, lemmas=(Lemma(frozenset(facts), ()), *c.lemmas)))


def _changed(change: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """The steps of the tree changed."""
    return lambda s, c: (s, replace(c, tree=change(c.tree)))


def _closing(tree: Any, by: Callable[[Any], Any]) -> Any:
    """The first leaf of several terms changed."""
    at = next(i for i, step in enumerate(tree) if isinstance(step, Close) and len(step.by.terms) > 1)
    return (*tree[:at], Close(Combination(tuple(by(tree[at].by.terms)))), *tree[at + 1 :])


TREE_MUTATIONS = (
    Mutation("tree.every-case-is-closed", _changed(lambda tree: tree[:-1])),
    Mutation("tree.every-step-is-used", _changed(lambda tree: (*tree, tree[-1]))),
    Mutation(
        "farkas.multiplier-sign",
        _changed(lambda tree: _closing(tree, lambda terms: [(-v, n) for v, n in terms])),
    ),
    Mutation("farkas.combination-is-zero", _changed(lambda tree: _closing(tree, lambda terms: terms[1:]))),
    Mutation("farkas.contradiction", _changed(lambda tree: _closing(tree, lambda terms: ()))),
)


def producers(
    name: str,
    version: Callable[[Separability], Any],
    tree: Callable[..., Any],
    yes: tuple[Statement, ...],
    no: tuple[Statement, ...],
    yes_mutations: tuple[Mutation, ...],
    no_mutations: tuple[Mutation, ...],
) -> tuple[Producer, Producer]:
    """The producers of the two claims of one version."""
    accepts: dict[type, Callable[[Any], Any]] = {Separability: Statement}
    return (
        Producer(
            claim=f"separability.two_hyperplanes.{name}.yes",
            examples=_examples(*yes),
            produce=solution(version),
            mutations=(Mutation("hyperplane-dimension", _first(1, 0, 0, 1)), *yes_mutations),
            named=lambda s, c: {"S": s.instance, "H": c.hyperplanes},
            accepts=accepts,
        ),
        Producer(
            claim=f"separability.two_hyperplanes.{name}.no",
            examples=_examples(*no),
            produce=refutation(version, tree),
            mutations=(*no_mutations, *TREE_MUTATIONS),
            named=lambda s, c: {"S": s.instance},
            accepts=accepts,
        ),
    )


PRODUCERS = (
    *producers(
        "and_or",
        AndOr,
        AndOrTree,
        yes=(QUADRANT,),
        no=(TRIANGLE, _line(1, 0, 1)),
        yes_mutations=(
            Mutation("inside-both", lambda s, c: (_point(s, 1, -9, -9), c)),
            Mutation("outside-one", lambda s, c: (_point(s, 3, 1, 1), c)),
        ),
        no_mutations=(
            Mutation("point-exists", _tree(Assign(9))),
            Mutation("point-exists", _tree(Assign(0))),
            Mutation("point-exists", _lemma(Negative(9, 1))),
            Mutation("hyperplane-exists", _lemma(Negative(8, 3))),
            Mutation("label-is-0", _tree(Assign(1))),
            Mutation("nothing-assumed", _tree(Assign(6), Symmetry(7))),
            Mutation("tree.row-name-is-new", _tree(Assign(6), Assign(6))),
        ),
    ),
    *producers(
        "crossing",
        Crossing,
        CrossingTree,
        yes=(TWO_SIDES, XOR),
        no=(_line(0, 1, 0, 1), CHECKERBOARD),
        yes_mutations=(
            Mutation("off-the-hyperplanes", _first(1, constant=-1)),
            Mutation("every-pair-is-cut", _first(1, constant=9)),
        ),
        no_mutations=(
            Mutation("point-exists", _tree(Side(5, 1))),
            Mutation("point-exists", _tree(First(0, 1))),
            Mutation("hyperplane-exists", _tree(Side(1, 3))),
            Mutation("nothing-else-assumed", _tree(Side(1, 1), Side(2, 1), Orient(1, 2))),
            Mutation("nothing-else-assumed", _tree(Side(1, 1), Side(1, 2), Side(2, 1), First(1, 2))),
            Mutation("hyperplane-is-free", _tree(Side(1, 1), Orient(2, 1))),
            Mutation("labels-differ", _tree(Orient(1, 1), Orient(1, 2), Cut(1, 3))),
            Mutation("sides-are-known", _tree(Orient(1, 1), Cut(1, 2))),
            Mutation("oriented", _tree(Side(1, 1), Side(1, 2), First(1, 2))),
            Mutation("tree.row-name-is-new", _tree(Side(1, 1), Side(1, 1))),
        ),
    ),
    *producers(
        "restricted",
        Restricted,
        RestrictedTree,
        yes=(XOR,),
        no=(TWO_SIDES, _line(1, 0, 1)),
        yes_mutations=(
            Mutation("first-is-positive", _first(0, constant=-1)),
            Mutation("second-is-negative", _second(0, constant=1)),
            Mutation("signs-agree", _first(0, constant=1)),
        ),
        no_mutations=(
            Mutation("point-exists", _tree(Branch(10))),
            Mutation("label-is-0", _tree(Branch(4))),
            Mutation("nothing-assumed", _tree(Branch(1), Symmetry(2))),
            Mutation("tree.row-name-is-new", _tree(Branch(1), Branch(1))),
        ),
    ),
)
