"""Reductions from formulas to training whose fits are sums of one piece per gadget."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from flint import fmpq

from checker.audit.fits import disguised, examine_fit
from checker.audit.oracles.one_in_three import solutions
from checker.audit.subject import Examination, Findings
from checker.objects.evaluation import values
from checker.objects.formula import Formula
from checker.objects.network import Network, network
from checker.problems.training import Training
from checker.producers.producer import SolutionMaps, Unsuitable

ZERO = fmpq(0)
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
        try:
            made = self.maps.pull(f, disguised(n, random))
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
