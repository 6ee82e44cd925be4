"""Formulas of positive clauses, exactly one literal of each to be true: inputs and oracle of several audits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement, permutations, product
from math import prod
from random import Random

from flint import fmpq

from checker.audit.fits import examine_fit, rescaled
from checker.audit.subject import Examination, Findings
from checker.audit.symmetry import arrangements
from checker.objects.evaluation import values
from checker.objects.formula import Clause, Formula
from checker.objects.network import Network, network
from checker.problems.training import Training
from checker.producers.producer import SolutionMaps, Unsuitable

ZERO = fmpq(0)
MEASURE = "variables plus clauses"
Literals = tuple[tuple[int, ...], ...]


def formula(variables: int, clauses: Literals) -> Formula:
    return Formula(variables, tuple(map(Clause, clauses)))


def solutions(f: Formula) -> list[frozenset[int]]:
    """The true variables of every solution: all assignments are tried, and true occurrences counted."""
    found = list[frozenset[int]]()
    for bits in product((False, True), repeat=f.variables):
        if all([bits[i - 1] for i in clause.literals].count(True) == 1 for clause in f.clauses):
            found.append(frozenset([i for i, bit in enumerate(bits, 1) if bit]))
    return found


def every(size: int) -> Iterator[tuple[Formula, int]]:
    """One formula of each class that exchanges of variables, clauses and literals make, and how many it has.

    Variables need not occur, and literals and clauses may be repeated.
    """
    for total in range(2, size + 1):
        for variables in range(1, total):
            yield from classes(variables, total - variables)


def classes(variables: int, clauses: int) -> Iterator[tuple[Formula, int]]:
    kinds = list(combinations_with_replacement(range(1, variables + 1), 3))
    found = Counter[Literals]()
    for multiset in combinations_with_replacement(kinds, clauses):
        ordered = arrangements(multiset) * prod(map(arrangements, multiset))
        found[representative(variables, multiset)] += ordered
    for chosen, members in sorted(found.items()):
        yield formula(variables, chosen), members


def representative(variables: int, clauses: Literals) -> Literals:
    """The first of all formulas that renamed variables make of these clauses."""
    names = permutations(range(1, variables + 1))
    renamed = ([tuple(sorted(new[i - 1] for i in clause)) for clause in clauses] for new in names)
    return min(tuple(sorted(clauses)) for clauses in renamed)


def sample(random: Random, size: int) -> Formula:
    """At most four variables or clauses more than the size counts, a third to a half of them clauses."""
    total = size + random.randint(1, 4)
    clauses = random.randint(total // 3, total // 2) or 1
    numbers = range(1, total - clauses + 1)
    literals = [tuple(random.choices(numbers, k=3)) for _ in range(clauses)]
    return formula(len(numbers), tuple(literals))


def alike(f: Formula, random: Random) -> Formula:
    """Other names of the variables, another order of clauses and literals."""
    new = random.sample(range(1, f.variables + 1), f.variables)
    clauses = [random.sample([new[i - 1] for i in c.literals], len(c.literals)) for c in f.clauses]
    return formula(f.variables, tuple(map(tuple, random.sample(clauses, len(clauses)))))


def smaller(f: Formula) -> Iterator[Formula]:
    """Without one of the clauses, or with two variables made one."""
    clauses = tuple([clause.literals for clause in f.clauses])
    if len(clauses) > 1:
        for j in range(len(clauses)):
            yield formula(f.variables, clauses[:j] + clauses[j + 1 :])
    for kept, gone in product(range(1, f.variables + 1), repeat=2):
        if kept < gone:
            names = {gone: kept} | {i: i - 1 for i in range(gone + 1, f.variables + 1)}
            merged = [tuple([names.get(i, i) for i in clause]) for clause in clauses]
            yield formula(f.variables - 1, tuple(merged))


Pieces = list[list[Network]]
"""For each gadget, what it may contribute to a fit."""


@dataclass(frozen=True, slots=True)
class FromFormulas:
    """A reduction from formulas to training whose fits are sums of one piece per gadget."""

    maps: SolutionMaps
    forward: str
    no: str
    pieces: Callable[[Formula], Pieces]
    further: Callable[[Examination, Formula, Network | None, Random], None] = lambda e, f, n, random: None
    """What else is claimed of the formula; the network is that of a solution, if there is one."""

    def examine(self, f: Formula, random: Random) -> Findings:
        """Both maps on all solutions of both sides, both decisions, and their certificates."""
        e, known = Examination(), solutions(f)
        made = self.maps.reduce(f)
        e.certified(made)
        lifted = [self._forward(e, f, true, random) for true in known]
        fits = 0
        for n in fitting(self.pieces(f), made.statement.target):
            fits += 1
            self._back(e, f, n, random, known)
        words = f"{len(known)} assignments solve the formula, {fits} choices of pieces fit"
        e.require(fits == len(known), "solutions and fits differ in number", words, made)
        for name, expected in ((self.forward, bool(known)), (self.no, not known)):
            e.decided(name, made.statement, expected)
        self.further(e, f, lifted[0] if lifted else None, random)
        return e.findings("yes" if known else "no", len(known), fits)

    def _forward(self, e: Examination, f: Formula, true: frozenset[int], random: Random) -> Network | None:
        try:
            made = self.maps.lift(f, true)
        except Unsuitable as error:
            e.require(False, "a solution is not lifted", f"true variables {sorted(true)}: {error}")
            return None
        lifted: Network = made.certificate.network
        if e.certified(made):
            examine_fit(e, made.statement.target, lifted, random)
        return lifted

    def _back(
        self, e: Examination, f: Formula, n: Network, random: Random, known: list[frozenset[int]]
    ) -> None:
        terms = list(rescaled(n, random).neurons.terms)
        random.shuffle(terms)
        try:
            made = self.maps.pull(f, network(*terms))
        except Unsuitable as error:
            e.require(False, "a fit is not pulled back", str(error))
            return
        true = made.certificate.true
        if e.certified(made):
            e.require(true in known, "a fit without solution", f"it is pulled back to {sorted(true)}", made)


def fitting(pieces: Pieces, t: Training) -> Iterator[Network]:
    """The sums of one piece per gadget that fit, by trying all of them."""
    columns = [[tuple(values(n, t.points)) for n in choices] for choices in pieces]
    labels = tuple(t.points.labels)
    first = [choices[0] for choices in columns]
    open_at = [
        i
        for i in range(len(labels))
        if any(other[i] != one[i] for one, *others in columns for other in others)
    ]
    settled = frozenset(range(len(labels))).difference(open_at)
    if any(sum((column[i] for column in first), ZERO) != labels[i] for i in settled):
        return
    partial = [[tuple([column[i] for i in open_at]) for column in choices] for choices in columns]
    wanted = tuple([labels[i] for i in open_at])

    def chosen(g: int, rest: tuple[fmpq, ...]) -> Iterator[tuple[Network, ...]]:
        if g == len(partial):
            if not any(rest):
                yield ()
            return
        for n, column in zip(pieces[g], partial[g], strict=True):
            left = tuple([a - b for a, b in zip(rest, column, strict=True)])
            yield from ((n, *others) for others in chosen(g + 1, left))

    for choice in chosen(0, wanted):
        yield network(*[term for n in choice for term in n.neurons.terms])
