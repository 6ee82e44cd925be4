"""Proof trees and linear combinations for people: each multiplier times a named row, and what they give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from itertools import islice
from typing import Any

from checker.kernel.obligation import Path, Remark
from checker.kernel.rows import Combination, Derived
from checker.kernel.rows import Row as LinearRow
from checker.kernel.tree import Cite, Close, Hole, Lemma, Reached
from checker.objects.formula import Formula
from checker.objects.points import LabelledPoint, Points
from checker.problems.separability import Separability
from checker.problems.training import Training
from checker.reports.document import Block, Fold, Row, Table, paragraph
from checker.reports.spoken import place, said, word_of
from checker.reports.subject import Subject, at_path
from checker.reports.words import Span, Words, counted, numeral, words

NODES, DEPTH, TERMS = 250, 30, 12
"""So many nodes are shown of all trees together, so many one inside the other, and so many terms of a row."""
SIGNS = {">=": "≥", ">": ">", "=": "="}


@dataclass
class Node:
    """A goal of a tree, with what is derived at it and the goals below."""

    at: Path
    reached: Reached[Any] | None
    derived: list[Derived] = field(default_factory=list)
    below: list[Node] = field(default_factory=list)


def elimination(subject: Subject) -> Iterator[Block]:
    """The trees and combinations of the proof, in the order in which the kernel met them."""
    remarks = subject.judged.remarks
    if not remarks:
        return
    if any(isinstance(remark.about, Derived) for remark in remarks):
        yield paragraph(
            "Every line is a multiplier times a named row; below them stands their sum. A goal is closed where"
            " the sum is a contradiction, a point is forced where it bounds the point's value from below by its"
            " label; only the multipliers and names are given, the rows were computed."
        )
    shown = Explained(subject)
    for root in roots(remarks[:NODES]):
        if root.reached is None:
            yield from map(shown.table, root.derived)
        else:
            yield shown.fold(root, opened=len(remarks) < 40)
    if len(remarks) > NODES:
        yield paragraph(f"Only the beginning is shown: {NODES} steps and sums.", style="note")


def roots(remarks: Sequence[Remark]) -> Iterator[Node]:
    """The remarks as trees; a combination outside of every tree stands alone."""
    found, path = list[Node](), list[Node]()
    for remark in remarks:
        if isinstance(remark.about, Reached):
            del path[remark.about.depth :]
            node = Node(remark.at, remark.about)
            (path[-1].below if path else found).append(node)
            path.append(node)
        elif isinstance(remark.about, Derived):
            if not path or path[-1].at != remark.at:
                found.append(Node(remark.at, None))
                path = []
                found[-1].derived.append(remark.about)
            else:
                path[-1].derived.append(remark.about)
    return iter(found)


class Explained:
    """The words for rows, facts and steps of one certificate."""

    def __init__(self, subject: Subject) -> None:
        self.variable, self.certificate = variables(subject), subject.stated.certificate
        self.points: Points | None = subject.points[0][1] if subject.points else None

    def fold(self, node: Node, opened: bool, depth: int = 1) -> Fold:
        """The goal with the goals below; ``depth`` says how many contain it, itself included."""
        reached = node.reached
        assert reached is not None
        blocks: list[Block] = [self.table(d) for d in node.derived]
        if depth < DEPTH:
            blocks += [self.fold(child, opened, depth + 1) for child in node.below]
        elif node.below:
            blocks.append(paragraph("The goals below this one are not shown.", style="note"))
        return Fold(self.title(node, reached), tuple(blocks), opened=opened, node=True)

    def title(self, node: Node, reached: Reached[Any]) -> Words:
        """What is assumed, at which point, and what is done."""
        parts: list[str | Span | Words] = []
        if reached.fact is None:
            parts += [*self.root(node.at), ": "]
        else:
            parts += [Span(said(reached.fact), "code"), self.point(reached.fact), ": "]
        match reached.step:
            case Close():
                parts += [Span("closed", "good"), " by a contradiction"]
            case Cite(lemma):
                parts += [Span("closed", "good"), f" by lemma {lemma}"]
            case Hole():
                parts += [Span("left open", "bad")]
            case step if any(isinstance(getattr(step, f.name), Combination) for f in fields(step)):
                parts += [Span("forced", "strong"), ", ", Span(called(step), "code"), self.point(step)]
            case step:
                parts += [Span(called(step), "code"), self.point(step)]
        return words(*parts)

    def root(self, at: Path) -> Iterator[str | Span]:
        """The name of a tree, or of a lemma with what it assumes."""
        end = -2 if at[-2] == "steps" else -1
        yield place(at[1:end]).capitalize()
        lemma = at_path(self.certificate, at[1:end])
        if isinstance(lemma, Lemma):
            yield ", under "
            yield Span(said(lemma.facts), "code")

    def point(self, thing: object) -> str:
        """The data point of which the thing speaks."""
        number = getattr(thing, "point", None)
        if self.points is None or not isinstance(number, int) or not 1 <= number <= len(self.points):
            return ""
        return f" (point {number}: {labelled(self.points[number - 1])})"

    def table(self, derived: Derived) -> Table:
        """The rows in two columns, the sum last."""
        rows = []
        for factor, name, row in derived.terms:
            times = "" if factor == 1 else f"{numeral(factor)} × "
            rows.append(Row((words(times, Span(said(name), "code")), self.row(row))))
        total = derived.total
        false = not total.terms and (
            total.bound > 0
            or (total.bound == 0 and total.sign == ">")
            or (total.bound != 0 and total.sign == "=")
        )
        verdict = words(", which is ", Span("false", "strong")) if false else ()
        rows.append(Row((words(Span("sum", "strong")), words(self.row(total), verdict)), "heading"))
        return Table(("multiplier × row", "which reads"), tuple(rows), style="lines")

    def row(self, row: LinearRow) -> Words:
        """``3 w_(1,1) + b_1 ≥ 1/3``"""
        out: list[str | Span | Words] = []
        for variable, c in islice(sorted(row.terms), TERMS):
            size = "" if abs(c) == 1 else f"{numeral(abs(c))} "
            sign = "\N{MINUS SIGN}" if c < 0 else "+"
            out += [f" {sign} " if out else sign.replace("+", ""), size, self.variable(variable)]
        if len(row.terms) > TERMS:
            out.append(f" + ... ({counted(len(row.terms) - TERMS, 'more term')})")
        return words(*out, "" if out else "0", f" {SIGNS[row.sign]} {numeral(row.bound)}")


def called(step: object) -> str:
    """The step without its evidence: ``branch(4)``, ``force(1, {})``."""
    given = [getattr(step, f.name) for f in fields(step)]  # type: ignore[arg-type]
    shown = [said(v) for v in given if not isinstance(v, Combination | tuple)]
    return f"{word_of(type(step))}({', '.join(shown)})"


def labelled(point: LabelledPoint) -> str:
    """``(0, 1/2) → 3``"""
    x, y = point
    return f"({', '.join(map(numeral, x))}) → {numeral(y)}"


def variables(subject: Subject) -> Callable[[int], Words]:
    """The letters of the variables: of a formula, weights and biases of neurons or hyperplanes, coordinates."""
    trained, separated = subject.all(Training), subject.all(Separability)
    if subject.all(Formula):
        return lambda variable: (Span("x", "letter", str(variable)),)
    dimensions = [t.dimension for _, t in trained] + [s.dimension for _, s in separated]
    size = dimensions[0] + 1 if dimensions else 0
    neurons = trained[0][1].neurons if trained else 2
    letter = "b" if trained else "c"

    def spoken(variable: int) -> Words:
        j, i = divmod(variable, size or 1)
        if not size:
            return (Span("x", "letter", str(variable)),)
        if j >= neurons:
            return (Span("v", "letter", str(variable - neurons * size + 1)),)
        return (
            (Span("w", "letter", f"{j + 1},{i + 1}"),)
            if i + 1 < size
            else (Span(letter, "letter", str(j + 1)),)
        )

    return spoken
