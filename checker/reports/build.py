"""The report of one claim, in the order in which it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from platform import python_version
from shlex import quote
from typing import Literal

import flint

from checker.kernel.obligation import Assumption
from checker.language.read import Document, Stated
from checker.language.write import write
from checker.objects.formula import Formula
from checker.reports.docstring import documentation
from checker.reports.document import (
    Block,
    Facts,
    Fold,
    Listing,
    Report,
    Row,
    Section,
    Sides,
    Table,
    named,
    paragraph,
)
from checker.reports.elimination import elimination
from checker.reports.judged import Named, judge, size
from checker.reports.mapping import mapping
from checker.reports.meaning import named_obligations
from checker.reports.pictures import Pictures
from checker.reports.refused import Refusal
from checker.reports.sizes import margins, sizes
from checker.reports.spoken import said
from checker.reports.subject import Found, Subject
from checker.reports.tables import Tables
from checker.reports.typeset import assignment, kind_words, typeset
from checker.reports.words import Span, Words, counted, listed, words

LONG_TEXT = 400_000  # characters; of a longer file only the beginning and the end are repeated
FIRST, LAST = 400, 40  # lines of a long certificate
LONG_LINE = 2000  # characters


def build(
    number: int, path: str, text: str, document: Document, stated: Stated, permitted: frozenset[str]
) -> Report:
    """The report of this claim of the document, the ``number``-th that is reported."""
    subject = Subject(document, judge(stated))
    tables = Tables(subject)
    return Page(f"c{number}", path, text, subject, tables, Pictures(subject, tables), permitted).report()


@dataclass(frozen=True)
class Page:
    anchor: str
    path: str
    text: str
    subject: Subject
    tables: Tables
    pictures: Pictures
    permitted: frozenset[str]

    @property
    def stated(self) -> Stated:
        return self.subject.stated

    @cached_property
    def claimed(self) -> str:
        return self.stated.claim.sentence(self.stated.statement)

    @cached_property
    def refusal(self) -> Refusal | None:
        failure = self.subject.judged.verdict.failure
        if failure is None:
            return None
        return Refusal(self.path, self.text, self.subject, self.tables, self.pictures, failure)

    @property
    def leaning(self) -> list[Assumption]:
        """The assumptions that were not permitted."""
        return [a for a in self.subject.judged.verdict.assumptions if a.name not in self.permitted]

    @property
    def word(self) -> Literal["VERIFIED", "NOT VERIFIED", "INCOMPLETE"]:
        if self.refusal is not None:
            return "NOT VERIFIED"
        return "VERIFIED" if self.subject.judged.verdict.verified(self.permitted) else "INCOMPLETE"

    def report(self) -> Report:
        folds = self.tables.folds()  # before the figures, which link to their rows
        statement = Section("statement", "Statement", tuple(self.statement()))
        picture = Section("picture", "Picture", self.pictures.blocks())
        eliminated = Section("elimination", "Elimination", tuple(elimination(self.subject)))
        reduced = self.subject.reduction
        pieces = Section("mapping", "Mapping", tuple(mapping(reduced, self.pictures)) if reduced else ())
        obligations = Section("obligations", "Obligations", (*self.overview(), *_wrong_first(folds)))
        if self.refusal is not None:
            where = Section("where", "Where", tuple(self.refusal.blocks()))
            order = [where, eliminated, picture, obligations, statement, pieces]
        else:
            order = [Section("says", "", (self.says(),)), statement, picture, pieces, eliminated, obligations]
        order += [
            Section("size", "Size and parameters", tuple(sizes(self.subject))),
            Section("margins", "Margins", tuple(margins(self.subject, self.pictures))),
            Section("trust", "Assumptions and trust", (self.trust(),)),
        ]
        claim = self.stated.claim
        origin = words(named(claim.name), f" · {claim.source}")
        sections = tuple(section for section in order if section.blocks)
        return Report(self.anchor, claim.name, self.word, self.sentence(), origin, self.counts(), sections)

    def sentence(self) -> Words:
        if self.refusal is not None:
            return self.refusal.sentence()
        if self.leaning:
            names = listed([f"``{a.name}``" for a in self.leaning])
            return words(f"every obligation holds, but the proof leans on {names}, which was not permitted")
        return words(self.claimed)

    def counts(self) -> Words:
        judged = self.subject.judged
        decided = sum(judged.verdict.decided.values())
        if (failure := judged.verdict.failure) is not None:
            wrong, ob = len(failure.indices), failure.obligation
            several = f" in {wrong:,} of its {counted(size(ob), 'component')}" if ob.each else ""
            before = f"{counted(decided, 'obligation')} before it {'holds' if decided == 1 else 'hold'}"
            parts = [f"``{ob.name}`` is false{several}", before, "the kernel stopped there"]
        else:
            relations = sum(n.count for n in judged.names.values())
            several = f" ({relations:,} relations between values)" if relations > decided else ""
            parts = [f"{counted(decided, 'obligation')}{several}, all decided true in exact arithmetic"]
        count = len(judged.verdict.assumptions)
        return words(" · ".join([*parts, counted(count, "assumption") if count else "no assumptions"]))

    def says(self) -> Sides:
        """What the verdict says, beside what it does not say."""
        yes: list[Block] = [
            paragraph(f"{sentence(self.claimed)} That is what was decided, for the input below.")
        ]
        yes.append(
            paragraph(
                "Every comparison is exact: nothing was rounded, nothing sampled, nothing searched for."
            )
        )
        scope = documentation(self.stated.claim).fields.get("Scope", "")
        no: list[Block] = [paragraph(Span("Scope: ", "soft"), sentence(scope))] if scope else []
        for a in self.subject.judged.verdict.assumptions:
            no.append(paragraph(f"That {a.sentence}: this is assumed (``{a.name}``).", style="list"))
        no.append(paragraph("Anything about other inputs: a certificate is about one.", style="list"))
        no.append(paragraph("That this evidence is the only one, or how it was found.", style="list"))
        return Sides((("What it says", tuple(yes)), ("What it does not say", tuple(no))))

    def statement(self) -> Iterator[Block]:
        """The claim in general, the objects of this one, and the certificate as it was read."""
        claim, about = self.stated.claim, documentation(self.stated.claim).fields
        yield paragraph(Span(f"{claim.source}. ", "strong"), sentence(claim.summary), style="quote")
        for lead, side in (
            ("This certificate is about", "statement"),
            ("and its evidence is", "certificate"),
        ):
            parts = [part for part in self.subject.parts if part.at[0] == side]
            if parts:
                yield paragraph(lead)
                yield Facts(tuple((_heading(part), (paragraph(self._shown(part)),)) for part in parts))
        order = [name for name in ("Statement", "Certificate", "Soundness", "Source") if about.get(name)]
        own = Facts(tuple((words(name), tuple(laid_out(about[name]))) for name in order))
        yield Fold(words("The claim in its own words: statement, certificate, soundness"), (own,))
        yield self._certificate()

    def _shown(self, part: Found) -> Words:
        formulas = self.subject.all(Formula)
        if part.at[-1] == "true" and isinstance(part.value, frozenset) and formulas:
            return words(f"{said(part.value)}: ", assignment(part.value, formulas[0][1]))
        if (found := typeset(part.value, self.subject.true)) is not None:
            return found
        if text := self.subject.canonical(part):
            return named(text)
        if isinstance(part.value, tuple):
            return words(counted(len(part.value), "entry", "entries"))
        return words(said(part.value))

    def _certificate(self) -> Fold:
        """The certificate as it was read, in canonical text; of a very long file both ends."""
        text, how = self.text, "The file"
        if len(self.text) <= LONG_TEXT:
            names = {d.name: d.value for d in self.subject.document.definitions}
            text = write(self.stated.claim, self.stated.statement, self.stated.certificate, names)
            how = "The certificate as it was read"
        shown = lines = text.splitlines()
        if len(lines) > FIRST + LAST:
            gap = f"# ... {len(lines) - FIRST - LAST:,} lines are not shown ..."
            shown = [*lines[:FIRST], gap, *lines[-LAST:]]
        clipped = "\n".join(
            line if len(line) <= LONG_LINE else f"{line[:LONG_LINE]} ... ({len(line):,} characters)"
            for line in shown
        )
        return Fold(words(f"{how} ({counted(len(lines), 'line')})"), (Listing(clipped),))

    def overview(self) -> Iterator[Block]:
        """How many relations were decided; after a refusal what holds, fails and was not reached."""
        known = self.subject.judged.names
        if self.refusal is None:
            relations = sum(n.count for n in known.values())
            yield paragraph(
                f"{relations:,} relations between exact values. The kernel decided each of them; read from top"
                " to bottom they are the proof."
            )
            return
        yield paragraph(
            "The kernel decides obligations in order and stops at the first that is false. Of a componentwise"
            " obligation it decides every component."
        )
        columns = ("obligation", "relations", "hold", "fail", "")
        yield Table(columns, tuple(map(_tally, known.values())), frozenset({1, 2, 3}), style="lines")
        later = [p for p in named_obligations(self.stated.claim) if not any(fnmatchcase(k, p) for k in known)]
        if later:
            yield paragraph(f"Named by the claim and not reached: {listed([f'``{p}``' for p in later])}.")

    def trust(self) -> Facts:
        """What was assumed and trusted, with what the check can be repeated."""
        verdict = self.subject.judged.verdict
        data = self.text.encode("utf-8", "surrogateescape")
        digest = named(sha256(data).hexdigest())
        items: list[tuple[str, tuple[Block, ...]]] = []
        if self.refusal is not None:
            items.append(
                ("Says", (paragraph("this certificate does not prove its claim: an obligation is false"),))
            )
            other = "that the claim is false, or that there is no other certificate for it"
            items.append(("Does not say", (paragraph(other),)))
        assumed = tuple(
            paragraph(f"``{a.name}``: {a.sentence} ({'not ' if a in self.leaning else ''}permitted)")
            for a in verdict.assumptions
        )
        trusted = f"CPython, FLINT, the kernel, the reader, the obligations of ``{self.stated.claim.name}``"
        untrusted = "whatever found the certificate, and this page: it only shows what the kernel decided"
        permits = [f"--assume={a.name}" for a in verdict.assumptions if a not in self.leaning]
        items += [
            ("Assumptions", assumed or (paragraph("none"),)),
            ("Trusted", (paragraph(trusted),)),
            ("Not trusted", (paragraph(untrusted),)),
            ("Checker", (paragraph(versions()),)),
            ("Certificate", (paragraph(named(self.path), f", {len(data):,} bytes, SHA-256 ", digest),)),
            ("Replay", (Listing(" ".join(map(quote, ["relucert", "check", *permits, self.path]))),)),
        ]
        return Facts(tuple((words(term), blocks) for term, blocks in items))


def _wrong_first(folds: tuple[Fold, ...]) -> tuple[Fold, ...]:
    """What fails first, then what holds in a fold of its own; as they are if all hold."""
    wrong, good = [f for f in folds if f.mark == "bad"], tuple(f for f in folds if f.mark != "bad")
    if not wrong or not good:
        return folds
    return *wrong, Fold(words(f"The {counted(len(good), 'name')} under which everything holds"), good)


def _tally(n: Named) -> Row:
    state = Span("fails", "bad") if n.wrong else Span("holds", "good")
    numbers = f"{n.count:,}", f"{n.count - n.wrong:,}", f"{n.wrong:,}" if n.wrong else "–"
    return Row((named(n.name), *map(words, numbers), (state,)), "wrong" if n.wrong else "")


def _heading(part: Found) -> Words:
    kind = kind_words(part.value)
    name = Span(part.name, "letter" if len(part.name) == 1 else "")
    return words(name, f" ({kind})" if kind not in ("", part.name) else "")


def laid_out(text: str) -> Iterator[Block]:
    """A paragraph of a docstring; lines that keep their indentation become a listing."""
    first, *rest = text.split("\n")
    yield paragraph(sentence(first))
    if rest:
        yield Listing("\n".join(line.strip() for line in rest))


def sentence(text: str) -> str:
    """With a capital letter and a full stop, unless it begins with code or a letter of a formula."""
    text = text.strip()
    start = text[:1].upper() + text[1:] if re.match(r"[a-z]{2,}\b|a ", text) else text
    return start if start.endswith((".", ":", ")")) else start + "."


def versions() -> str:
    """relucert, Python and FLINT, as they run."""
    try:
        own = version("relucert")
    except PackageNotFoundError:
        own = "(not installed)"
    arithmetic = f"python-flint {flint.__version__} on FLINT {flint.__FLINT_VERSION__}"
    return f"relucert {own}, Python {python_version()}, {arithmetic}"
