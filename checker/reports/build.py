"""The report of one claim, in the order in which it is read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from platform import python_version
from shlex import quote
from typing import Literal

import flint
from flint import fmpq

from checker.kernel.obligation import Assumption, Relation
from checker.kernel.rows import Combination
from checker.language.read import Document, Stated
from checker.language.source import show
from checker.language.write import write
from checker.objects.formula import Formula
from checker.objects.graph import Graph, TreeDecomposition
from checker.objects.network import Network
from checker.objects.points import Points
from checker.objects.system import System
from checker.problems.training import Training
from checker.reductions.fh23.selection_gadget import SelectionGadget
from checker.reports.docstring import documentation
from checker.reports.document import (
    Block,
    Cell,
    Facts,
    Fold,
    Listing,
    Paragraph,
    Report,
    Row,
    Section,
    Sides,
    Table,
)
from checker.reports.figures import plane
from checker.reports.figures.strip import strip
from checker.reports.judged import Case, Named, judge, size
from checker.reports.meaning import named as names_in_words
from checker.reports.pictures import Pictures
from checker.reports.spoken import place, said
from checker.reports.subject import Found, Reduced, Subject
from checker.reports.tables import SIGNS, Tables, value
from checker.reports.typeset import assignment, kind_words, typeset
from checker.reports.words import (
    SYMBOL,
    Span,
    Words,
    counted,
    joined,
    listed,
    number,
    numeral,
    plain,
    printable,
    symbol,
    words,
)

SHOWN = 6  # failing components that are listed under the verdict
LONG_TEXT = 400_000  # characters; of a longer file only the beginning and the end are repeated
LINES = 400, 40  # of a long certificate: from the beginning, from the end
PRODUCTS = 60_000  # points times neurons for which every pre-activation is computed
NUMBERS = 200_000  # numbers whose bits are counted
ROWS = 60  # of a mapping table


@dataclass(frozen=True)
class Page:
    """Builds the report of one claim."""

    anchor: str
    path: str
    text: str
    subject: Subject
    permitted: frozenset[str]

    @property
    def stated(self) -> Stated:
        return self.subject.stated

    @cached_property
    def tables(self) -> Tables:
        return Tables(self.subject)

    @cached_property
    def pictures(self) -> Pictures:
        return Pictures(self.subject, self.tables)

    @cached_property
    def wrong(self) -> list[Case]:
        """The first failing components, or the failing obligation."""
        return list(islice(self.subject.judged.wrong(), SHOWN))

    @cached_property
    def word(self) -> Literal["VERIFIED", "NOT VERIFIED", "INCOMPLETE"]:
        verdict = self.subject.judged.verdict
        if verdict.failure is not None:
            return "NOT VERIFIED"
        return "VERIFIED" if verdict.verified(self.permitted) else "INCOMPLETE"

    def report(self) -> Report:
        folds = self.tables.folds()  # first: figures link to their rows
        statement = Section("statement", "Statement", tuple(self.statement()))
        picture = Section("picture", "Picture", self.pictures.blocks())
        obligations = Section("obligations", "Obligations", (*self.overview(), *self._sorted(folds)))
        rest = [
            Section("size", "Size and parameters", tuple(self.size())),
            Section("margins", "Margins", tuple(self.margins())),
            Section("trust", "Assumptions and trust", tuple(self.trust())),
        ]
        mapping = Section("mapping", "Mapping", tuple(self.mapping()))
        if self.word == "NOT VERIFIED":
            order = [Section("where", "Where", tuple(self.where())), picture, obligations, statement, mapping]
        else:
            order = [Section("says", "", (self.says(),)), statement, picture, mapping, obligations]
        sections = tuple(s for s in (*order, *rest) if s.blocks)
        origin = words(f"``{self.stated.claim.name}``", f" · {self.stated.claim.source}")
        return Report(
            self.anchor, self.stated.claim.name, self.word, self.sentence(), origin, self.counts(), sections
        )

    # The head.

    def sentence(self) -> Words:
        claimed = self.stated.claim.sentence(self.stated.statement)
        if self.word == "VERIFIED":
            return words(claimed)
        if self.word == "INCOMPLETE":
            names = listed([f"``{a.name}``" for a in self._leaning()])
            return words(f"right so far, but it leans on {names}; then {claimed}")
        case = self.wrong[0]
        return words("at ", self.tables.spoken(case), ": ", contrast(case))

    def counts(self) -> Words:
        judged = self.subject.judged
        decided = sum(judged.verdict.decided.values())
        relations = sum(named.count for named in judged.names.values())
        several = f" ({relations:,} relations between values)" if relations > decided else ""
        parts = [f"{counted(decided, 'obligation')}{several}, all decided true in exact arithmetic"]
        failure = judged.verdict.failure
        if failure is not None:
            wrong, ob = len(failure.indices), failure.obligation
            several = f" in {wrong:,} of its {counted(size(ob), 'component')}" if ob.each else ""
            before = f"{counted(decided, 'obligation')} before it {'holds' if decided == 1 else 'hold'}"
            parts = [f"``{ob.name}`` is false{several}", before, "the kernel stopped there"]
        count = len(judged.verdict.assumptions)
        parts.append(counted(count, "assumption") if count else "no assumptions")
        return words(" · ".join(parts))

    # What it says.

    def says(self) -> Sides:
        about = documentation(self.stated.claim).fields
        claimed = self.stated.claim.sentence(self.stated.statement)
        yes = (
            Paragraph(words(f"{_sentence(claimed)} That is what was decided, for the input below.")),
            Paragraph(
                words(
                    "Every comparison is exact: nothing was rounded, nothing sampled, nothing searched for."
                )
            ),
        )
        no: list[Block] = (
            [Paragraph(words(Span("Scope: ", "soft"), _sentence(about["Scope"])))]
            if about.get("Scope")
            else []
        )
        no.append(Paragraph(words("Anything about other inputs: a certificate is about one."), "list"))
        no.append(Paragraph(words("That this evidence is the only one, or how it was found."), "list"))
        for a in self.subject.judged.verdict.assumptions:
            no.append(
                Paragraph(
                    words(f"Whether it is true that {a.sentence}: that is assumed (``{a.name}``)."), "list"
                )
            )
        return Sides((("What it says", yes), ("What it does not say", tuple(no))))

    def statement(self) -> Iterator[Block]:
        about = documentation(self.stated.claim)
        yield Paragraph(
            words(Span(f"{self.stated.claim.source}. ", "strong"), _sentence(self.stated.claim.summary)),
            "quote",
        )
        given = [p for p in self.subject.parts if p.at[0] == "statement"]
        proof = [p for p in self.subject.parts if p.at[0] == "certificate"]
        items = [(self._heading(part), (Paragraph(self._shown(part)),)) for part in given]
        if items:
            yield Paragraph(words("This certificate is about"))
            yield Facts(tuple(items))
        if proof:
            yield Paragraph(words("and its evidence is"))
            yield Facts(tuple((self._heading(part), (Paragraph(self._shown(part)),)) for part in proof))
        parts = [
            (words(name), tuple(laid_out(about.fields[name])))
            for name in ("Statement", "Certificate", "Soundness", "Source")
            if about.fields.get(name)
        ]
        yield Fold(
            words("The claim in its own words: statement, certificate, soundness"), (Facts(tuple(parts)),)
        )
        yield self.certificate()

    def _heading(self, part: Found) -> Words:
        kind = kind_words(part.value)
        return words(
            Span(part.name, "letter" if len(part.name) == 1 else ""),
            f" ({kind})" if kind not in ("", part.name) else "",
        )

    def _shown(self, part: Found) -> Words:
        formulas = self.subject.all(Formula)
        if part.at[-1] == "true" and isinstance(part.value, frozenset) and formulas:
            return words(f"{said(part.value)}: ", assignment(part.value, formulas[0][1]))
        if kind_words(part.value):
            return typeset(part.value, self.subject.true)
        if text := self.subject.canonical(part):
            return words(Span(text, "code"))
        return words(
            counted(len(part.value), "entry", "entries")
            if isinstance(part.value, tuple)
            else said(part.value)
        )

    def certificate(self) -> Fold:
        """The certificate as it was read, in canonical text; of a very long file both ends."""
        text, how = self.text, "The file"
        if len(self.text) <= LONG_TEXT:
            names = {d.name: d.value for d in self.subject.document.definitions}
            text = write(self.stated.claim, self.stated.statement, self.stated.certificate, names)
            how = "The certificate as it was read"
        lines = text.splitlines()
        first, last = LINES
        if len(lines) > first + last:
            gap = f"# ... {len(lines) - first - last:,} lines are not shown ..."
            shown = [*lines[:first], gap, *lines[-last:]]
        else:
            shown = lines
        clipped = [
            line if len(line) <= 2000 else f"{line[:2000]} ... ({len(line):,} characters)" for line in shown
        ]
        return Fold(words(f"{how} ({counted(len(lines), 'line')})"), (Listing("\n".join(clipped)),))

    # What is wrong.

    def where(self) -> Iterator[Block]:
        judged = self.subject.judged
        failure, case = judged.verdict.failure, self.wrong[0]
        if failure is None:
            return
        span, _ = self.stated.span(case.at)
        lines = f"line {span.line}" if span.line == span.end_line else f"lines {span.line} to {span.end_line}"
        yield Paragraph(
            words(
                f"Obligation ``{failure.obligation.name}``, ",
                self.tables.where(case, ""),
                self._data(case),
                f"; {lines} of the file.",
            )
        )
        numeric = case.gap is not None
        each = failure.obligation.each
        headings = (
            ["where", "found", "expected"] if case.relation is Relation.EQUAL else ["where", "left", "right"]
        )
        rows = []
        for one in self.wrong:
            cells: list[Cell] = [self.tables.where(one, ""), value(one.left), value(one.right)]
            rows.append(
                Row(
                    (*cells, number(-one.gap))
                    if numeric and one.gap is not None
                    else (*cells, *([()] if numeric else []))
                )
            )
        note = self._more(len(rows)) if each else ""
        columns = (*headings, *(["difference"] if numeric else []))
        yield Table(
            columns, tuple(rows), frozenset({1, 2, 3}) & frozenset(range(len(columns))), note, "compare"
        )
        if case.relation is not Relation.EQUAL:
            yield Paragraph(
                words(f"The kernel asked for left {SIGNS[case.relation]} right. ", contrast(case), ".")
            )
        yield from self.diagnosis()
        yield Listing(self.terminal())

    def _data(self, case: Case) -> str:
        """The data point that the case is about, in numbers."""
        if (found := self.subject.point(case.at)) is None:
            return ""
        x, y = found[0][found[1]]
        return f" = ({', '.join(map(numeral, x))}) with label {numeral(y)}"

    def _more(self, shown: int) -> str:
        """How many components fail beyond those shown, and how all of them differ."""
        failure = self.subject.judged.verdict.failure
        wrong = len(failure.indices) if failure else 0
        more = f"{wrong - shown:,} more components are false. " if wrong > shown else ""
        gaps = Counter(-c.gap for c in islice(self.subject.judged.wrong(), 20_000) if c.gap is not None)
        if wrong < 2 or not gaps:
            return more
        low, high = min(gaps), max(gaps)
        if low == high:
            return f"{more}All {wrong:,} differ by {numeral(low)}."
        return f"{more}The differences lie between {numeral(low)} and {numeral(high)}; {len(gaps):,} different ones occur."

    def diagnosis(self) -> Iterator[Block]:
        """What may have caused it: computed afterwards, decided by nobody."""
        for at, data in self.subject.points:
            scene = self.pictures.scene(at, data)
            chosen = self.pictures.chosen(scene) if data.dimension == 2 else None
            if scene.spot is None or chosen is None or scene.network is None:
                continue
            levee, found = plane.deviations(scene, chosen[1])
            if levee is None or not found:
                continue
            yield Paragraph(words(
                Span("Computed afterwards, to explain it. ", "strong"),
                f"Four breaklines of the network stand where the gadget admits the levee of slope {numeral(levee.slope)}."
                " They would be that levee but for this:",
            ))  # fmt: skip
            rows = tuple(
                Row(
                    (
                        words(f"neuron {d.neuron}: {d.what}"),
                        number(d.found),
                        number(d.expected),
                        number(d.found - d.expected),
                    )
                )
                for d in found
            )
            yield Table(("", "found", "a levee has", "difference"), rows, frozenset({1, 2, 3}), "", "compare")

    def terminal(self) -> str:
        """What the terminal says of it."""
        failed = self.subject.judged.failed
        case, failure = self.wrong[0], self.subject.judged.verdict.failure
        span, rest = self.stated.span(case.at)
        said_first = f"{place(rest)}: " if rest else ""
        reason = f"error[{failed.name if failed else ''}]: {said_first}{plain(contrast(case))}"
        blocks = ["s NOT VERIFIED", "", show(self.path, self.text, span, reason)]
        if failure and len(failure.indices) > 1:
            blocks.append(f"  {len(failure.indices)} of {size(failure.obligation)} components are false")
        return printable("\n".join(blocks)).replace("\N{MINUS SIGN}", "-")

    # The reduction.

    def mapping(self) -> Iterator[Block]:
        reduced = self.subject.reduction
        if reduced is None:
            return
        source = kind_words(reduced.source) or "source"
        yield Paragraph(
            words(
                f"What each piece of the {source} became in the training instance, in the words of the paper (``{reduced.name}``)."
            )
        )
        if not reduced.matches:
            yield Paragraph(
                words(
                    "The given instance has another number of points than the one of the construction, to which this table refers."
                ),
                "note",
            )
        whole = [
            (p, part)
            for p, part in zip(reduced.built.pieces, reduced.parts, strict=True)
            if len(p.points) != 1 or p.shape
        ]
        single = [
            (p, part)
            for p, part in zip(reduced.built.pieces, reduced.parts, strict=True)
            if len(p.points) == 1 and not p.shape
        ]
        if whole:
            yield self._large(reduced, whole, source)
        if single:
            yield self._single(reduced, single, source)

    def _large(self, reduced: Reduced, pieces: Sequence[tuple[object, plane.Part]], source: str) -> Table:
        network = self.pictures.network(2) if reduced.target.dimension == 2 else None
        found = {(r.offset, r.slope) for r in plane.Bends(network).ridges} if network else set()
        gadgets = all(isinstance(part.shape, SelectionGadget) for _, part in pieces)
        rows = []
        for _, part in _ends(pieces):
            cells: list[Cell] = [part.label, words(part.name)]
            if gadgets and isinstance(part.shape, SelectionGadget):
                g = part.shape
                marked = [
                    words(Span(numeral(s), "strong" if (g.offset, s) in found else "")) for s in g.slopes
                ]
                cells += [number(g.offset), joined(marked)]
            rows.append(Row((*cells, number(len(part.points))), "", part.key))
        chosen = ", that of the network strong" if found else ""
        columns = (
            f"in the {source}",
            "in the instance",
            *(("offset", f"slopes it admits{chosen}") if gadgets else ()),
            "points",
        )
        numeric = frozenset({2, 4} if gadgets else {2})
        return Table(columns, tuple(rows), numeric, _left_out(pieces), "lines")

    def _single(self, reduced: Reduced, pieces: Sequence[tuple[object, plane.Part]], source: str) -> Table:
        data = reduced.built.instance.points
        rows = []
        for _, part in _ends(pieces):
            i = part.points[0]
            x, y = data[i]
            letter = symbol(reduced.built.words[i])
            rest = (
                SYMBOL.sub("", reduced.built.words[i].removeprefix(f"{part.name}, "))
                .removeprefix("the ")
                .strip()
            )
            rows.append(
                Row(
                    (
                        part.label,
                        (letter,) if letter else words(f"point {i + 1}"),
                        *map(number, x),
                        number(y),
                        words(rest),
                    ),
                    "",
                    plane.point_key(i),
                )
            )
        numeric = frozenset(range(2, data.dimension + 3))
        columns = (
            f"in the {source}",
            "data point",
            *(f"x{k + 1}" for k in range(data.dimension)),
            "label",
            "where it lies",
        )
        return Table(columns, tuple(rows), numeric, _left_out(pieces), "lines")

    # The obligations.

    def overview(self) -> Iterator[Block]:
        judged = self.subject.judged
        if judged.verdict.failure is None:
            relations = sum(named.count for named in judged.names.values())
            yield Paragraph(
                words(
                    f"{relations:,} relations between exact values. The kernel decided each of them; read from top to bottom they are the proof."
                )
            )
            return
        yield Paragraph(
            words(
                "The kernel decides obligations in order and stops at the first that is false. Of a componentwise obligation it decides every component."
            )
        )
        rows = [self._tally(named) for named in judged.names.values()]
        known = judged.names
        later = [
            name for name in names_in_words(self.stated.claim) if not any(fnmatchcase(k, name) for k in known)
        ]
        yield Table(
            ("obligation", "relations", "hold", "fail", ""), tuple(rows), frozenset({1, 2, 3}), "", "lines"
        )
        if later:
            yield Paragraph(
                words(f"Named by the claim and not reached: {listed([f'``{n}``' for n in later])}.")
            )

    def _sorted(self, folds: tuple[Fold, ...]) -> tuple[Fold, ...]:
        """What fails first, what holds in a fold of its own."""
        wrong, good = [f for f in folds if f.mark == "bad"], tuple(f for f in folds if f.mark != "bad")
        if not wrong or not good:
            return folds
        return *wrong, Fold(words(f"The {counted(len(good), 'name')} under which everything holds"), good)

    def _tally(self, named: Named) -> Row:
        state: Words = (Span("fails", "bad"),) if named.wrong else (Span("holds", "good"),)
        fail = words(f"{named.wrong:,}" if named.wrong else "–")
        cells = (
            words(Span(named.name, "code")),
            words(f"{named.count:,}"),
            words(f"{named.count - named.wrong:,}"),
            fail,
            state,
        )
        return Row(cells, "wrong" if named.wrong else "")

    # Sizes and margins.

    def size(self) -> Iterator[Block]:
        rows = [
            Row((words(f"{name}: {what}" if name else what), found)) for name, what, found in self._sizes()
        ]
        if rows:
            yield Table(("quantity", "value"), tuple(rows), frozenset({1}), "", "lines")
        ledger = [
            c
            for n, named in self.subject.judged.names.items()
            if n.startswith("ledger")
            for g in named.single.values()
            for c in g.cases()
        ]
        if ledger:
            names = [
                n
                for n, named in self.subject.judged.names.items()
                if n.startswith("ledger")
                for g in named.single.values()
                for _ in g.cases()
            ]
            lines = tuple(
                Row(
                    (
                        words(Span(n, "code")),
                        value(c.left),
                        words(SIGNS[c.relation]),
                        value(c.right),
                        number(c.slack) if c.slack is not None else (),
                    )
                )
                for n, c in zip(names, ledger, strict=True)
            )
            yield Table(
                ("bound", "counted", "", "allowed", "slack"), lines, frozenset({1, 3, 4}), "", "lines"
            )

    def _sizes(self) -> Iterator[tuple[str, str, Cell]]:
        for part in self.subject.parts:
            for what, found in sizes(part.value):
                yield part.name, what, found
        reduced = self.subject.reduction
        if reduced is not None:
            shapes = Counter(
                (type(p.shape).__name__ if p.shape else "", len(p.points)) for p in reduced.built.pieces
            )
            for (shape, count), many in shapes.items():
                kind = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", shape).lower() or "single data point"
                each = f" of {counted(count, 'point')}" if shape else ""
                yield "", f"{kind}s{each} in the construction", number(many)

    def margins(self) -> Iterator[Block]:
        found = [named for named in self.subject.judged.names.values() if named.margin.count]
        if found:
            yield Paragraph(
                words(
                    "How much room the inequalities leave. One with slack 0 is tight: any larger left side breaks it."
                )
            )
            rows = []
            for named in found:
                m = named.margin
                least = number(m.least) if m.least is not None else ()
                rows.append(
                    Row(
                        (
                            words(Span(named.name, "code")),
                            number(m.count),
                            number(m.tight),
                            least,
                            words(place(m.where[1:])),
                            strip(m),
                        )
                    )
                )
            columns = (
                "inequality",
                "number",
                "tight",
                "least slack",
                "where it is least",
                "all slacks (diamond: the tight ones)",
            )
            yield Table(columns, tuple(rows), frozenset({1, 2, 3}), "", "lines")
        yield from self._bends()

    def _bends(self) -> Iterator[Block]:
        """How close data points lie to breaklines: the pre-activations that are nearly or exactly 0."""
        for _, data in self.subject.points:
            network = self.pictures.network(data.dimension)
            if network is None or not 0 < len(data) * network.size <= PRODUCTS:
                continue
            least: fmpq | None = None
            zero = 0
            for x, _ in data:
                for _, neuron in network.neurons.terms:
                    z = abs(neuron.form(x))
                    zero += z == 0
                    if z != 0 and (least is None or z < least):
                        least = z
            count = len(data) * network.size
            rest = (
                f" The smallest other one is {numeral(least)} in absolute value." if least is not None else ""
            )
            yield Paragraph(words(
                f"Computed for this page: of the {count:,} pre-activations ({counted(len(data), 'point')} × {counted(network.size, 'neuron')}),"
                f" {zero:,} are exactly 0; there a data point lies where a neuron switches.{rest}"
            ), "note")  # fmt: skip

    # Trust.

    def trust(self) -> Iterator[Block]:
        verdict = self.subject.judged.verdict
        items: list[tuple[str, tuple[Block, ...]]] = []
        if self.word == "NOT VERIFIED":
            items.append(
                (
                    "Says",
                    (Paragraph(words("this certificate does not prove its claim: an obligation is false")),),
                )
            )
            items.append(
                (
                    "Does not say",
                    (
                        Paragraph(
                            words("that the claim is false, or that there is no other certificate for it")
                        ),
                    ),
                )
            )
        if verdict.assumptions:
            shown = tuple(
                Paragraph(
                    words(
                        f"``{a.name}``: {a.sentence} ({'permitted' if a.name in self.permitted else 'not permitted'})"
                    )
                )
                for a in verdict.assumptions
            )
            items.append(("Assumptions", shown))
        else:
            items.append(("Assumptions", (Paragraph(words("none")),)))
        items.append(
            (
                "Scope",
                (
                    Paragraph(
                        words(
                            "this input only; everything that the claim compares was rebuilt by the checker"
                        )
                    ),
                ),
            )
        )
        trusted = f"CPython, FLINT, the kernel, the reader, the obligations of ``{self.stated.claim.name}``"
        items.append(("Trusted", (Paragraph(words(trusted)),)))
        items.append(
            (
                "Not trusted",
                (
                    Paragraph(
                        words(
                            "whatever found the certificate, and this page: it only shows what the kernel decided"
                        )
                    ),
                ),
            )
        )
        items.append(("Checker", (Paragraph(words(versions())),)))
        digest = sha256(self.text.encode("utf-8", "surrogateescape")).hexdigest()
        about = words(
            Span(self.path, "code"),
            f", {len(self.text.encode('utf-8', 'surrogateescape')):,} bytes, SHA-256 ",
            Span(digest, "code"),
        )
        items.append(("Certificate", (Paragraph(about),)))
        replay = [
            "relucert",
            "check",
            *(f"--assume={a.name}" for a in verdict.assumptions if a.name in self.permitted),
            self.path,
        ]
        items.append(("Replay", (Listing(" ".join(map(quote, replay))),)))
        yield Facts(tuple((words(term), blocks) for term, blocks in items))

    def _leaning(self) -> list[Assumption]:
        return [a for a in self.subject.judged.verdict.assumptions if a.name not in self.permitted]


def build(
    number: int, path: str, text: str, document: Document, stated: Stated, permitted: frozenset[str]
) -> Report:
    """The report of this claim of the document, the ``number``-th that is reported."""
    return Page(f"c{number}", path, text, Subject(document, judge(stated)), permitted).report()


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
        case _:
            return words(f"{left} is not a subset of {right}")


def laid_out(text: str) -> Iterator[Block]:
    """A paragraph of a docstring; lines that keep their indentation become a listing."""
    first, *rest = text.split("\n")
    yield Paragraph(words(_sentence(first)))
    if rest:
        yield Listing("\n".join(line.strip() for line in rest))


def sizes(found: object) -> Iterator[tuple[str, Cell]]:
    """The quantities that matter for the size of an object, by its kind."""
    if isinstance(found, Formula):
        yield "variables", number(found.variables)
        yield "clauses", number(len(found.clauses))
    elif isinstance(found, Training):
        yield "dimension", number(found.dimension)
        yield "neurons allowed", number(found.neurons)
        yield "error allowed", number(found.error)
        yield from sizes(found.points)
    elif isinstance(found, Points):
        yield "data points", number(len(found))
        if 0 < len(found) * (found.dimension + 1) <= NUMBERS:
            columns = (*found.coordinates, found.labels)
            total = sum(bits(v) for column in columns for v in column)
            longest = max((v for column in columns for v in column), key=bits)
            yield "bits of all its numbers (sign, numerator, denominator)", number(total)
            yield f"bits of its longest number, {numeral(longest)}", number(bits(longest))
    elif isinstance(found, Network):
        yield "neurons", number(found.size)
    elif isinstance(found, SelectionGadget):
        yield "slopes", number(len(found.slopes))
    elif isinstance(found, Graph):
        yield "vertices", number(found.order)
        yield "edges", number(len(found.edges))
    elif isinstance(found, TreeDecomposition):
        yield "bags", number(len(found.bags))
        yield "vertices of the largest bag", number(max(map(len, found.bags), default=0))
    elif isinstance(found, System):
        yield "constraints", number(len(found.constraints))
        yield "coordinates", number(max((c.form.last_coordinate for c in found.constraints), default=0))
    elif isinstance(found, Combination):
        yield "terms", number(len(found.terms))
    elif isinstance(found, int):
        yield "value", number(found)
    elif isinstance(found, tuple):
        yield "entries", number(len(found))


def bits(q: fmpq) -> int:
    """Bits of the sign, the numerator and the denominator."""
    return int(abs(q.p).bit_length()) + int(q.q.bit_length()) + 1


def versions() -> str:
    """relucert, Python and FLINT, as they run."""
    try:
        own = version("relucert")
    except PackageNotFoundError:
        own = "(not installed)"
    return f"relucert {own}, Python {python_version()}, python-flint {flint.__version__} on FLINT {flint.__FLINT_VERSION__}"


def _sentence(text: str) -> str:
    """With a capital letter and a full stop, unless it begins with code."""
    text = text.strip()
    start = text[:1].upper() + text[1:] if re.match(r"[a-z]{2,}\b|a ", text) else text
    return start if start.endswith((".", ":", ")")) else start + "."


P = tuple[object, plane.Part]


def _ends(pieces: Sequence[P]) -> Sequence[P]:
    """All of a few, the first and last of many."""
    return pieces if len(pieces) <= ROWS else [*pieces[: ROWS - 10], *pieces[-10:]]


def _left_out(pieces: Sequence[P]) -> str:
    return f"{len(pieces) - ROWS:,} more are not listed." if len(pieces) > ROWS else ""
