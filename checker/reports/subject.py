"""What a claim is about: its objects with their names, and the reduction that its id names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from typing import TypeVar

from flint import fmpq

from checker.kernel.obligation import Path
from checker.kernel.rows import Combination
from checker.language.forms import Record, form_of
from checker.language.read import Document, Stated
from checker.objects.formula import Clause, Formula
from checker.objects.network import Network
from checker.objects.points import Points
from checker.problems.training import Training
from checker.reductions.fh23.selection_gadget import SelectionGadget
from checker.reductions.reduction import Built, Piece
from checker.reductions.table import NAMES, reduction
from checker.reports.figures.plane import Part
from checker.reports.judged import Judged, size
from checker.reports.spoken import place, said, written
from checker.reports.typeset import clause, literal
from checker.reports.words import Span, Words, words

T = TypeVar("T")
VARIABLE = re.compile(r"variable (\d+)\b")


@dataclass(frozen=True, slots=True)
class Found:
    """A part of the statement or the certificate."""

    at: Path
    name: str
    """The name that the document gives it, otherwise that of its field."""
    value: object


@dataclass(frozen=True)
class Subject:
    document: Document
    judged: Judged

    @property
    def stated(self) -> Stated:
        return self.judged.stated

    @cached_property
    def parts(self) -> tuple[Found, ...]:
        """The fields of the statement, then those of the certificate."""
        names = {id(d.value): d.name for d in self.document.definitions}

        def listed(at: Path, value: object) -> Iterator[Found]:
            if not is_dataclass(value):
                return
            for f in fields(value):
                part = getattr(value, f.name)
                yield Found((*at, f.name), names.get(id(part), f.name), part)

        given = listed(("statement",), self.stated.statement)
        return *given, *listed(("certificate",), self.stated.certificate)

    def all(self, kind: type[T]) -> list[tuple[Path, T]]:
        """The fields of this type, with their places."""
        return [(part.at, part.value) for part in self.parts if isinstance(part.value, kind)]

    @cached_property
    def true(self) -> frozenset[int] | None:
        """The set of true variables, if an assignment is given."""
        for part in self.parts:
            if part.at[-1] == "true" and isinstance(part.value, frozenset):
                return part.value
        return None

    @cached_property
    def points(self) -> tuple[tuple[Path, Points], ...]:
        """Every list of data points, with the place of the list."""
        trained = [((*at, "points"), t.points) for at, t in self.all(Training)]
        return *trained, *self.all(Points)

    def point(self, at: Path) -> tuple[Points, int] | None:
        """The data point at this place, if it is one."""
        for here, points in self.points:
            if at[: len(here)] == here and len(at) > len(here):
                i = at[len(here)]
                if isinstance(i, int) and 0 <= i < len(points):
                    return points, i
        return None

    @cached_property
    def reduction(self) -> Reduced | None:
        """The reduction of which the claim speaks, if its target was compared."""
        claim = self.stated.claim.name
        for name in NAMES:
            if not claim.startswith(f"{name}.") or claim.endswith(".printed"):  # another construction
                continue
            known = reduction(name)
            sources: list[tuple[Path, object]] = self.all(known.source)
            targets = self.all(Training)
            # The kernel compares targets where building is known to be safe.
            if sources and targets and "target-dimension" in self.judged.names:
                (_, source), (_, target) = sources[0], targets[0]
                return Reduced(name, source, target, known.build(self.stated.statement), self.true)
        return None

    @cached_property
    def pieces(self) -> tuple[Part, ...]:
        """The named parts of the data points: those of the reduction, or of a gadget that is given."""
        if (reduced := self.reduction) is not None:
            return reduced.parts if reduced.matches else ()
        gadgets = self.all(SelectionGadget)
        if len(gadgets) == 1 and len(self.points) == 1:
            ((at, gadget),), ((_, points),) = gadgets, self.points
            if len(points) == 31 + 2 * (len(gadget.slopes) - 1) and points.dimension == 2:
                label = words(f"the gadget {self.name(at)}")
                return (Part(place(at[1:]), label, range(len(points)), gadget, "part-1"),)
        return ()

    def canonical(self, part: Found) -> str:
        """The canonical text of a field of the statement or certificate; empty if it is long."""
        whole = self.stated.claim.statement if part.at[0] == "statement" else self.stated.claim.certificate
        form = form_of(whole)
        return written(part.value, form.forms[str(part.at[1])]) if isinstance(form, Record) else ""

    def entry(self, at: Path) -> str:
        """What stands at this place inside a list, as its canonical text; empty if the place is none."""
        whole = {"statement": self.stated.statement, "certificate": self.stated.certificate}
        for end in range(len(at), 1, -1):
            if all(isinstance(key, str) for key in at[1:end]):
                return ""
            found = at_path(whole.get(str(at[0])), at[1:end])
            if found is not None:
                return "" if isinstance(found, int | fmpq) else said(found)
        return ""

    def name(self, at: Path) -> str:
        """The name of the part at this place."""
        return next(part.name for part in self.parts if part.at == at)

    def point_words(self, at: Path) -> Callable[[int], str]:
        """The words for the data points of the list at this place, as the obligations about them have it."""
        for named in self.judged.names.values():
            for ob in named.componentwise:
                if size(ob) and (path := ob.where(0))[: len(at)] == at and len(path) > len(at) + 1:
                    known = range(size(ob))
                    return lambda i, ob=ob, known=known: str(ob.where(i)[len(at) + 1]) if i in known else ""  # type: ignore[misc]
        return lambda i: ""


@dataclass(frozen=True)
class Reduced:
    """A source instance, its target, and which piece came from which."""

    name: str
    source: object
    target: Training
    built: Built
    true: frozenset[int] | None

    @property
    def matches(self) -> bool:
        """Whether the pieces can be told apart in the target that is given."""
        return self.further >= 0

    @property
    def further(self) -> int:
        """So many points stand behind those of the construction."""
        return len(self.target.points) - len(self.built.instance.points)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return tuple(
            Part(piece.name, self.label(piece), piece.points, piece.shape, f"part-{number}")
            for number, piece in enumerate(self.built.pieces, 1)
        )

    def label(self, piece: Piece) -> Words:
        """The piece of the source in a few words and letters."""
        short = piece.name.partition(", ")[0]
        value = at_path(self.source, piece.source)
        if isinstance(self.source, Formula):
            if (match := VARIABLE.match(piece.name)) is not None:
                index = int(match[1])
                if self.true is None:
                    return words("variable ", literal(index))
                holds = Span("true", "strong") if index in self.true else Span("false")
                return words("variable ", literal(index, self.true), " = ", holds)
            if isinstance(value, Clause):
                return words(f"{short} = ", clause(value, self.true))
            if isinstance(value, int):
                return words(f"{piece.name}, ", literal(value, self.true))
        return words(short)


def at_path(value: object, path: Path) -> object:
    """The part of an object at this place; None where there is none."""
    for key in path:
        if isinstance(value, Network):
            value = value.neurons if key == "neurons" else None
        elif isinstance(value, Combination):
            value = value.terms[key][1] if isinstance(key, int) and key < len(value.terms) else None
        elif isinstance(key, str):
            value = getattr(value, key, None)
        elif isinstance(key, int) and isinstance(value, Sequence) and key < len(value):
            value = value[key]
        else:
            return key if isinstance(value, Set) and key in value else None
    return value
