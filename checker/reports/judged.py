"""What the kernel decided about a claim, kept for reading: all of it while it is small, samples otherwise.

The kernel is asked once, through its one door.  Nothing here decides anything.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from flint import fmpq, fmpz

from checker.kernel.obligation import Assumption, Obligation, Path, Relation, Remark, Sentence
from checker.kernel.verdict import Verdict, check
from checker.language.read import Stated

FIRST, LAST, TIGHT = 150, 4, 10
"""How many obligations of a group are kept: the first, the last, and those without slack."""
REMARKS = 4000
"""So many remarks are kept."""
INEQUALITIES = frozenset({Relation.AT_MOST, Relation.LESS})


class Case(NamedTuple):
    """One relation between two values: an obligation, or one component of a componentwise one."""

    at: Path
    left: object
    relation: Relation
    right: object
    holds: bool = True

    @property
    def slack(self) -> fmpq | None:
        """right - left of an inequality between numbers."""
        return self.gap if self.relation in INEQUALITIES else None

    @property
    def gap(self) -> fmpq | None:
        """right - left, if both are numbers."""
        left, right = self.left, self.right
        if isinstance(left, int | fmpz | fmpq) and isinstance(right, int | fmpz | fmpq):
            return fmpq(right) - fmpq(left)
        return None


@dataclass(slots=True)
class Margin:
    """The slacks of the inequalities of one name."""

    count: int = 0
    tight: int = 0
    least: fmpq | None = None
    largest: fmpq | None = None
    where: Path = ()
    """Where the least slack is."""
    seen: set[fmpq] = field(default_factory=set)
    """The first slacks that differ."""

    def add(self, slack: fmpq, at: Callable[[], Path]) -> None:
        self.count += 1
        self.tight += slack == 0
        if self.least is None or slack < self.least:
            self.least, self.where = slack, at()
        if self.largest is None or slack > self.largest:
            self.largest = slack
        if len(self.seen) < 200:
            self.seen.add(slack)


@dataclass(slots=True)
class Gathered:
    """The obligations of one name in one place."""

    first: list[Case] = field(default_factory=list)
    tight: list[Case] = field(default_factory=list)
    last: deque[Case] = field(default_factory=lambda: deque(maxlen=LAST))
    count: int = 0

    def add(self, case: Case) -> None:
        self.count += 1
        if len(self.first) < FIRST:
            self.first.append(case)
            return
        self.last.append(case)
        if len(self.tight) < TIGHT and case.slack == 0:
            self.tight.append(case)

    def cases(self) -> list[Case]:
        """The cases that were kept, in order."""
        last = list(self.last)
        return self.first + [case for case in self.tight if case not in last] + last


@dataclass(slots=True)
class Named:
    """Everything that was decided under one name."""

    name: str
    single: dict[str, Gathered] = field(default_factory=dict)
    """Plain obligations, by the field of the statement or certificate in which they lie."""
    componentwise: list[Obligation] = field(default_factory=list)
    margin: Margin = field(default_factory=Margin)
    failing: Sequence[int] | None = None
    """The failing components of the last obligation, if it is the one that fails."""

    @property
    def count(self) -> int:
        """Obligations decided, each component of a componentwise one for itself."""
        return sum(g.count for g in self.single.values()) + sum(map(size, self.componentwise))

    @property
    def wrong(self) -> int:
        """How many of them are false."""
        return 0 if self.failing is None else max(1, len(self.failing))


@dataclass(frozen=True, slots=True)
class Judged:
    stated: Stated
    verdict: Verdict
    names: dict[str, Named]
    remarks: tuple[Remark, ...]
    """The first ones."""

    def wrong(self) -> Iterator[Case]:
        """The failing components, or the failing obligation."""
        failure = self.verdict.failure
        if failure is None:
            return
        ob = failure.obligation
        if not ob.each:
            yield Case(ob.at, ob.left, ob.relation, ob.right, holds=False)
        for i in failure.indices:
            yield component(ob, i)._replace(holds=False)


def judge(stated: Stated) -> Judged:
    """The kernel's verdict, with the obligations behind it."""
    names: dict[str, Named] = {}
    remarks: list[Remark] = []

    def keep(sentence: Sentence, holds: bool = True) -> None:
        if isinstance(sentence, Remark):
            if len(remarks) < REMARKS:
                remarks.append(sentence)
            return
        if isinstance(sentence, Assumption):
            return
        named = names.get(sentence.name) or names.setdefault(sentence.name, Named(sentence.name))
        if not sentence.each:
            case = Case(sentence.at, sentence.left, sentence.relation, sentence.right, holds=holds)
            kept = named.single.setdefault(" ".join(map(str, sentence.at[:2])), Gathered())
            kept.add(case)
            if holds and (slack := case.slack) is not None:
                named.margin.add(slack, lambda: sentence.at)
            return
        named.componentwise.append(sentence)
        if holds and sentence.relation in INEQUALITIES:
            for i in range(size(sentence)):
                if (slack := component(sentence, i).slack) is not None:
                    named.margin.add(slack, lambda i=i: sentence.where(i))  # type: ignore[misc]

    verdict = check(stated.claim, stated.statement, stated.certificate, keep)
    if verdict.failure is not None:
        ob = verdict.failure.obligation
        keep(ob, holds=False)
        names[ob.name].failing = verdict.failure.indices
    return Judged(stated, verdict, names, tuple(remarks))


def size(ob: Obligation) -> int:
    """The number of components."""
    return len(ob.left)  # type: ignore[arg-type]


def component(ob: Obligation, index: int) -> Case:
    """One component of a componentwise obligation."""
    left, right = ob.left[index], ob.right[index]  # type: ignore[index]
    return Case(ob.where(index), left, ob.relation, right)
