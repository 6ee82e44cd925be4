"""Obligations as tables: every one while they are few, otherwise the first, the tight, the wrong, the last."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from checker.kernel.obligation import Obligation, Relation
from checker.reports.document import Block, Cell, Fold, Row, Table
from checker.reports.figures.plane import Part, point_key
from checker.reports.judged import Case, Named, component, size
from checker.reports.meaning import meaning
from checker.reports.spoken import place, said, singular
from checker.reports.subject import Subject
from checker.reports.words import Span, Words, counted, number, plain, words

GENEROUS, BRIEF = 150, 6
"""Rows of one table: in a report of few relations, and in one of many."""
MANY = 6000
"""More relations than this make it a report of many."""
FOLDS = 60
"""More places than this are listed with their counts instead of being unfolded one by one."""
HEADINGS = {
    Relation.EQUAL: ("found", "expected"),
    Relation.AT_MOST: ("left", "right"),
    Relation.LESS: ("left", "right"),
    Relation.MEMBER: ("element", "allowed"),
    Relation.SUBSET: ("found", "allowed"),
}
SIGNS = {
    Relation.EQUAL: "=",
    Relation.AT_MOST: "≤",
    Relation.LESS: "<",
    Relation.MEMBER: "∈",
    Relation.SUBSET: "⊆",
}
UNTRUE = {
    Relation.EQUAL: "≠",
    Relation.AT_MOST: ">",
    Relation.LESS: "≥",
    Relation.MEMBER: "∉",
    Relation.SUBSET: "⊄",
}


@dataclass(frozen=True, slots=True)
class Place:
    """The relations of one name in one place."""

    title: Words
    cases: tuple[Case, ...]
    """Those that are shown, in order."""
    count: int
    wrong: int
    key: str = ""

    @property
    def hidden(self) -> int:
        return self.count - len(self.cases)


@dataclass(frozen=True)
class Tables:
    subject: Subject
    anchors: set[str] = field(default_factory=set)
    """The names of the rows and places that figures can link to."""

    @cached_property
    def limit(self) -> int:
        relations = sum(named.count for named in self.subject.judged.names.values())
        return GENEROUS if relations <= MANY else BRIEF

    @cached_property
    def linked(self) -> str:
        """The name of the last obligations about data points: figures link to their rows."""
        about = [
            named.name
            for named in self.subject.judged.names.values()
            if any(size(ob) and self.subject.point(ob.where(0)) for ob in named.componentwise)
        ]
        return about[-1] if about else ""

    def folds(self) -> tuple[Fold, ...]:
        """One fold per name, in the order in which the kernel met them."""
        return tuple(self._fold(named) for named in self.subject.judged.names.values())

    def _fold(self, named: Named) -> Fold:
        said_of_it = meaning(self.subject.stated.claim, named.name)
        title = words(Span(named.name, "code"), *([words("  " + said_of_it)] if said_of_it else []))
        places = list(self.places(named))
        mark = "bad" if named.wrong else "good"
        opened = bool(named.wrong)
        if len(places) == 1:
            blocks: tuple[Block, ...] = (self.table(named, places[0]),)
        elif len(places) > FOLDS:
            blocks = self._listed(named, places)
        else:
            first = next((p for p in places if p.wrong), None)
            blocks = tuple(self._part(named, p, p is first) for p in places)
        count = (
            f"{named.wrong:,} of {named.count:,}" if named.wrong and named.count > 1 else f"{named.count:,}"
        )
        return Fold(title, blocks, count, mark, opened=opened)  # type: ignore[arg-type]

    def _part(self, named: Named, p: Place, opened: bool = False) -> Fold:
        anchor = p.key if named.name == self.linked and p.key not in self.anchors else ""
        self.anchors.add(anchor)
        mark = "bad" if p.wrong else "good"
        return Fold(p.title, (self.table(named, p),), f"{p.count:,}", mark, p.key, opened, anchor)  # type: ignore[arg-type]

    def _listed(self, named: Named, places: Sequence[Place]) -> tuple[Block, ...]:
        """The places with their counts, and the rows of the first that has a wrong one."""
        shown = [p for p in places if p.wrong] + [p for p in places if not p.wrong]
        rows = tuple(
            Row((p.title, number(p.count), number(p.wrong)), "wrong" if p.wrong else "", p.key)
            for p in islice(shown, 1000)
        )
        hidden = f"{len(places) - 1000:,} more places are not listed." if len(places) > 1000 else ""
        listing: list[Block] = [Table(("where", "relations", "false"), rows, frozenset({1, 2}), hidden)]
        return tuple([self._part(named, p, bool(p.wrong)) for p in shown[:3]] + listing)

    def places(self, named: Named) -> Iterator[Place]:
        """Plain obligations by field, componentwise ones by the piece of the target, one after the other."""
        for gathered in named.single.values():
            cases = gathered.cases()
            if self.limit == BRIEF:
                cases = (
                    cases[:BRIEF]
                    + [c for c in cases[BRIEF:-2] if not c.holds]
                    + cases[max(BRIEF, len(cases) - 2) :]
                )
            wrong = sum(not c.holds for c in cases)
            yield Place(words(_capital(place(cases[0].at[1:2]))), tuple(cases), gathered.count, wrong)
        merged: list[Obligation] = []
        for ob in named.componentwise:
            if not size(ob):
                continue
            if self._pieces(ob):
                yield from self._by_piece(named, ob)
            else:
                merged.append(ob)
        if merged:
            yield from self._by_field(named, merged)

    def _pieces(self, ob: Obligation) -> tuple[Part, ...]:
        """The pieces, if the components of the obligation are the data points that they divide."""
        pieces = self.subject.pieces
        found = self.subject.point(ob.where(0)) if pieces else None
        whole = found is not None and size(ob) == len(found[0]) == pieces[-1].points.stop
        return pieces if whole else ()

    def _by_piece(self, named: Named, ob: Obligation) -> Iterator[Place]:
        for key, title, indices in merged(self._pieces(ob)):
            yield self._place(named, ob, indices, words(title), key)

    def _by_field(self, named: Named, obligations: Sequence[Obligation]) -> Iterator[Place]:
        """Componentwise obligations that lie in the same field together; the first ones are shown."""
        fields: dict[str, list[Obligation]] = {}
        for ob in obligations:
            fields.setdefault(place(ob.where(0)[1:2]), []).append(ob)
        for title, group in fields.items():
            shown, wrong = list[Case](), 0
            for ob in group:
                failing = ob is named.componentwise[-1] and named.failing is not None
                if failing or len(shown) < self.limit:
                    part = self._place(named, ob, range(size(ob)), ())
                    shown += part.cases
                    wrong += part.wrong
            yield Place(words(_capital(title)), tuple(shown), sum(map(size, group)), wrong)

    def _place(self, named: Named, ob: Obligation, indices: range, title: Words, key: str = "") -> Place:
        failing = named.failing if named.failing is not None and ob is named.componentwise[-1] else ()
        wrong = failing[bisect_left(failing, indices.start) : bisect_left(failing, indices.stop)]
        shown: Sequence[int] = indices
        if len(indices) > self.limit:
            first = self.limit if self.limit == BRIEF else self.limit // 2
            tight = [i for i in indices[:2000] if component(ob, i).slack == 0]
            shown = sorted({*indices[:first], *wrong[:first], *tight[:BRIEF], *indices[-2:]})
        bad = set(wrong)
        cases = tuple(component(ob, i)._replace(holds=i not in bad) for i in shown)
        return Place(title, cases, len(indices), len(wrong), key)

    def table(self, named: Named, p: Place) -> Table:
        """The cases line by line with both sides; coordinates where they are about data points."""
        about = [self.subject.point(case.at) for case in p.cases]
        pointed = bool(about) and all(found is not None for found in about)
        dimension = min(3, about[0][0].dimension) if pointed and about[0] else 0
        relations = {case.relation for case in p.cases}
        left, right = HEADINGS[next(iter(relations))] if len(relations) == 1 else ("left", "right")
        sloped = any(case.slack is not None for case in p.cases)
        entries = [] if pointed else [self.subject.entry(case.at) for case in p.cases]
        described = any(entries)
        columns = [
            "where",
            *(["what stands there"] if described else []),
            *(f"x{k}" for k in range(1, dimension + 1)),
            left,
            "",
            right,
        ]
        columns += ["slack"] if sloped else []
        columns.append("")
        rows = tuple(self._row(named, p, case, dimension, sloped, described) for case in p.cases)
        start = dimension + described
        at = {start + 1, start + 3, *range(1, dimension + 1)} | ({start + 4} if sloped else set())
        note = f"{counted(p.hidden, 'row')} not shown." if p.hidden else ""
        return Table(tuple(columns), rows, frozenset(at), note)

    def _row(self, named: Named, p: Place, case: Case, dimension: int, sloped: bool, described: bool) -> Row:
        found = self.subject.point(case.at) if dimension else None
        cells: list[Cell] = [self.where(case, plain(p.title))]
        key = anchor = ""
        if described:
            cells.append(words(Span(self.subject.entry(case.at), "code")))
        if found is not None:
            points, i = found
            cells += [number(x) for x in points[i][0][:dimension]]
            key = point_key(i)
            if named.name == self.linked and key not in self.anchors:
                anchor = key
                self.anchors.add(key)
        sign = SIGNS[case.relation] if case.holds else UNTRUE[case.relation]
        cells += [value(case.left), words(sign), value(case.right)]
        if sloped:
            cells.append(number(case.slack) if case.slack is not None else ())
        cells.append((Span("✓", "good"),) if case.holds else (Span("✗", "bad"),))
        return Row(tuple(cells), "" if case.holds else "wrong", key, anchor)

    def spoken(self, case: Case) -> Words:
        """The place of the case by its most telling words."""
        here = plain(self.where(case, ""))
        number, colon, words_for_it = here.partition(": ")
        return words(words_for_it if colon and number.startswith("point ") else here)

    def where(self, case: Case, title: str) -> Words:
        """The place of the case, without what the title of its table says already."""
        found = self.subject.point(case.at)
        if found is not None:
            rest = place(case.at[1:])
            for here, _ in self.subject.points:
                if case.at[: len(here)] == here:
                    rest = place(case.at[len(here) + 1 :])
            spoken = rest.removeprefix(f"{title}, ")
            return words(f"point {found[1] + 1}" + (f": {spoken}" if spoken else ""))
        rest = place(case.at[1:])
        lead = title[:1].lower() + title[1:]
        for prefix in (f"{lead}, ", f"{singular(lead)} "):
            if rest.startswith(prefix) and rest != prefix:
                rest = rest.removeprefix(prefix) if prefix.endswith(", ") else rest
        return words(rest or "the certificate")


def value(side: object) -> Cell:
    """A number for its column; other values in words."""
    if type(side).__name__ in ("int", "fmpz", "fmpq"):
        return number(side)  # type: ignore[arg-type]
    return words(Span(said(side)))


def merged(pieces: Sequence[Part]) -> Iterator[tuple[str, str, range]]:
    """(key, title, points) of each piece; neighbours of one point each are taken together."""
    run: list[Part] = []
    for piece in [*pieces, None]:
        if piece is not None and len(piece.points) == 1 and piece.shape is None:
            run.append(piece)
            continue
        if len(run) == 1:
            yield run[0].key, run[0].name, run[0].points
        elif run:
            title = f"{len(run):,} single points, from {run[0].name} to {run[-1].name}"
            yield "", title, range(run[0].points.start, run[-1].points.stop)
        run = []
        if piece is not None:
            yield piece.key, piece.name, piece.points


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
