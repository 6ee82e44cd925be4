"""What an audit asks of a claim: which inputs there are, and what must be true of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, NamedTuple

from flint import fmpq

from checker.claims.table import claim
from checker.kernel.obligation import Obligation, Relation, Sentence
from checker.kernel.verdict import check
from checker.language.read import read
from checker.language.write import write_text
from checker.producers.producer import Impossible, Made, document, producer


class Discrepancy(NamedTuple):
    """Two ways to the same answer that disagree, or a certificate that is refused."""

    kind: str
    """A few words, the same for all discrepancies of this kind."""
    words: str
    certificates: tuple[str, ...] = ()
    """Documents that show it."""


class Slack(NamedTuple):
    """How far an inequality was from failing."""

    least: fmpq
    largest: fmpq

    def joined(self, other: Slack) -> Slack:
        return Slack(min(self.least, other.least), max(self.largest, other.largest))


class Findings(NamedTuple):
    """What is found about one input."""

    answer: str
    sources: int
    """Solutions of the input; each was mapped forward if the subject is a reduction."""
    targets: int
    """Solutions of the target that were enumerated; each was mapped back."""
    certificates: int
    """That the kernel has verified."""
    discrepancies: tuple[Discrepancy, ...]
    slacks: Mapping[str, Slack]
    """Of each inequality in these certificates."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A claim or reduction as it is audited.  ``size`` is a number whose meaning ``measure`` tells."""

    name: str
    input: type
    measure: str
    size: int
    every: Callable[[int], Iterator[tuple[Any, int]]]
    """All inputs up to a size, one of each up to symmetry, and how many it stands for; small ones first."""
    sample: Callable[[Random, int], Any]
    """A random input, as a rule beyond this size."""
    alike: Callable[[Any, Random], Any]
    """An input that must have the same answer and as many solutions: points moved, names exchanged."""
    smaller: Callable[[Any], Iterator[Any]]
    """What one input may be shrunk to, in one step."""
    examine: Callable[[Any, Random], Findings]
    suits: Callable[[Any], object] = lambda given: None
    """Raises Unsuitable if an input of this type is no instance; those that are made here all are."""


def written(given: object) -> str:
    """The input as a document, which defines nothing else."""
    return write_text({"I": given}, [])


def given_in(text: str) -> Any:
    """The input that was written so."""
    (found,) = read(text).definitions
    return found.value


def produced(name: str, given: Any) -> Made:
    """The claim of this name with this statement, or about this input; raises Impossible."""
    p = producer(claim(name))
    accept = p.accepts.get(type(given))
    statement = given if accept is None else accept(given)
    return Made(name, statement, p.produce(statement))


class Examination:
    """Collects what is found about one input."""

    def __init__(self) -> None:
        self._certificates = 0
        self._discrepancies = list[Discrepancy]()
        self._slacks = dict[str, Slack]()

    def certified(self, made: Made) -> bool:
        """Whether the kernel verifies the certificate; it is a discrepancy if not."""
        verdict = check(claim(made.claim), made.statement, made.certificate, self._watch)
        if verdict.failure is None:
            self._certificates += 1
            return True
        name = verdict.failure.obligation.name
        return self.require(False, f"{made.claim} refused", f"the obligation {name} fails", made)

    def decided(self, name: str, given: object, expected: bool) -> Made | None:
        """What our producer makes of a statement, or of an input, which by brute force is true or not."""
        try:
            made = produced(name, given)
        except Impossible as error:
            self.require(not expected, f"{name} not produced", str(error))
            return None
        if self.certified(made):
            self.require(expected, f"{name} produced", "by brute force the claim is false", made)
        return made

    def refused(self, made: Made, kind: str, words: str) -> None:
        """It is a discrepancy if the kernel verifies this certificate, which is wrong."""
        accepted = check(claim(made.claim), made.statement, made.certificate).verified()
        self.require(not accepted, kind, words, made)

    def require(self, holds: bool, kind: str, words: str, *made: Made) -> bool:
        """Records a discrepancy unless something holds; ``made`` is what shows it."""
        if not holds:
            self._discrepancies.append(Discrepancy(kind, words, tuple(map(document, made))))
        return holds

    def findings(self, answer: str, sources: int = 0, targets: int = 0) -> Findings:
        return Findings(
            answer, sources, targets, self._certificates, tuple(self._discrepancies), self._slacks
        )

    def _watch(self, sentence: Sentence) -> None:
        if not isinstance(sentence, Obligation) or sentence.relation not in (Relation.AT_MOST, Relation.LESS):
            return
        left: Any = sentence.left if sentence.each else (sentence.left,)
        right: Any = sentence.right if sentence.each else (sentence.right,)
        for a, b in zip(left, right, strict=True):
            if not isinstance(a, int | fmpq) or not isinstance(b, int | fmpq):
                return
            difference = fmpq(b) - fmpq(a)
            slack = Slack(difference, difference)
            self._slacks[sentence.name] = slack.joined(self._slacks.get(sentence.name, slack))
