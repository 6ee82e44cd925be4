"""What is wrong with a refused certificate: where, by how much, and what may have caused it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from checker.kernel.obligation import Relation
from checker.kernel.verdict import Failure
from checker.language.source import show
from checker.reports.document import Block, Cell, Listing, Row, Table, paragraph
from checker.reports.figures import gadget
from checker.reports.judged import INEQUALITIES, Case, size
from checker.reports.pictures import Pictures
from checker.reports.spoken import place, said
from checker.reports.subject import Subject
from checker.reports.tables import SIGNS, Tables, value
from checker.reports.words import Span, Words, number, numeral, plain, printable, words

SHOWN = 6  # failing components that are listed
COMPARED = 20_000  # failing components whose differences are compared


@dataclass(frozen=True)
class Refusal:
    path: str
    text: str
    subject: Subject
    tables: Tables
    pictures: Pictures
    failure: Failure

    @cached_property
    def cases(self) -> list[Case]:
        """The first failing components, or the failing obligation."""
        return list(islice(self.subject.judged.wrong(), SHOWN))

    def sentence(self) -> Words:
        """What fails, where, and both sides."""
        name = Span(self.failure.obligation.name, "code")
        return words(name, " fails at ", self.tables.spoken(self.cases[0]), ": ", contrast(self.cases[0]))

    def blocks(self) -> Iterator[Block]:
        """Where, in words; the sides of the first failing relations; the cause; the terminal."""
        case, ob = self.cases[0], self.failure.obligation
        span, _ = self.subject.stated.span(case.at)
        lines = f"line {span.line}" if span.line == span.end_line else f"lines {span.line} to {span.end_line}"
        where = self.tables.where(case, "")
        yield paragraph(f"Obligation ``{ob.name}``, ", where, self._data(case), f"; {lines} of the file.")
        yield self._sides()
        if case.relation is not Relation.EQUAL:
            yield paragraph(f"The kernel asked for left {SIGNS[case.relation]} right. ", contrast(case), ".")
        yield from self._diagnosis()
        yield Listing(self._terminal())

    def _data(self, case: Case) -> str:
        """The data point that the case is about, in numbers."""
        if (found := self.subject.point(case.at)) is None:
            return ""
        x, y = found[0][found[1]]
        return f" = ({', '.join(map(numeral, x))}) with label {numeral(y)}"

    def _sides(self) -> Table:
        numeric = all(case.gap is not None for case in self.cases)
        sides = (
            ("found", "expected") if self.failure.obligation.relation is Relation.EQUAL else ("left", "right")
        )
        rows = []
        for case in self.cases:
            cells: list[Cell] = [self.tables.where(case, ""), value(case.left), value(case.right)]
            rows.append(
                Row((*cells, number(-case.gap)) if numeric and case.gap is not None else tuple(cells))
            )
        columns = ("where", *sides, *(["difference"] if numeric else []))
        note = self._more(len(rows)) if self.failure.obligation.each else ""
        return Table(columns, tuple(rows), frozenset({1, 2, 3} if numeric else {1, 2}), note, "compare")

    def _more(self, shown: int) -> str:
        """How many components fail beyond those shown, and how they differ."""
        wrong = len(self.failure.indices)
        more = f"{wrong - shown:,} more components are false. " if wrong > shown else ""
        gaps = Counter(-c.gap for c in islice(self.subject.judged.wrong(), COMPARED) if c.gap is not None)
        if wrong < 2 or not gaps:
            return more
        which = f"All {wrong:,}" if wrong <= COMPARED else f"The first {COMPARED:,}"
        low, high = min(gaps), max(gaps)
        if low == high:
            return f"{more}{which} differ by {numeral(low)}."
        return (
            f"{more}{which} differ by {numeral(low)} to {numeral(high)}, by {len(gaps):,} different numbers."
        )

    def _diagnosis(self) -> Iterator[Block]:
        """What may have caused it: computed afterwards, decided by nobody."""
        for at, data in self.subject.points:
            scene = self.pictures.scene(at, data)
            chosen = self.pictures.chosen(scene) if data.dimension == 2 else None
            if scene.spot is None or chosen is None:
                continue
            levee, found = gadget.deviations(scene, chosen[1])
            if levee is None or not found:
                continue
            yield paragraph(
                Span("Computed afterwards, to explain it. ", "strong"),
                "Four breaklines of the network stand where the gadget admits the levee of slope"
                f" {numeral(levee.slope)}. They would be that levee but for this:",
            )
            rows = []
            for d in found:
                numbers = number(d.found), number(d.expected), number(d.found - d.expected)
                rows.append(Row((words(f"neuron {d.neuron}: {d.what}"), *numbers)))
            columns = ("", "found", "a levee has", "difference")
            yield Table(columns, tuple(rows), frozenset({1, 2, 3}), style="compare")

    def _terminal(self) -> str:
        """What ``relucert check`` says of the first failing relation, and the verdict line."""
        case, ob = self.cases[0], self.failure.obligation
        span, rest = self.subject.stated.span(case.at)
        spoken = f"{place(rest)}: " if rest else ""
        far = f", difference {numeral(-case.gap)}" if case.gap is not None else ""
        unequal = case.relation in INEQUALITIES
        short = f"{said(case.left)} {case.relation.value} {said(case.right)} is false"
        message = short if unequal else plain(contrast(case))
        blocks = [show(self.path, self.text, span, f"error[{ob.name}]: {spoken}{message}{far}")]
        if len(self.failure.indices) > 1:
            blocks.append(f"  {len(self.failure.indices)} of {size(ob)} misfit; the first is shown")
        return printable("\n".join([*blocks, "", "s NOT VERIFIED"])).replace("\N{MINUS SIGN}", "-")


def contrast(case: Case) -> Words:
    """Both sides of a failing relation in one phrase."""
    left, right = said(case.left), said(case.right)
    match case.relation:
        case Relation.EQUAL:
            return words(f"found {left}, expected {right}")
        case Relation.AT_MOST:
            return words(f"{left} is more than {right}")
        case Relation.LESS:
            return words(f"{left} is not less than {right}")
        case Relation.MEMBER:
            return words(f"{left} is not in {right}")
        case Relation.SUBSET:
            return words(f"{left} is not a subset of {right}")
