"""The LP format of CPLEX: linear programs (.lp), every number read exactly.

    Maximize  profit: 3 x + 5 y
    Subject To  plant: 3 x + 2 y <= 18   -2 <= x - y <= 8
    Bounds  x <= 4   y free
    End

Line breaks mean nothing, except that a section begins a line.  ``<`` and ``>`` mean ``<=`` and ``>=`` in this
format.  A variable without bounds is at least 0.  Refused, because solvers read them differently: a
negative upper bound without a lower one, and numbers of 10^20 and more as bounds or right sides.  Not
supported: integer variables, quadratic terms, and other sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from flint import fmpq

from checker.formats.placed import Placed
from checker.formats.programs import (
    AMBIGUOUS,
    INFINITY,
    LIMIT,
    Line,
    Objective,
    affine,
    finite,
    limit,
    number,
    program,
    refuse_negative,
)
from checker.formats.words import Word, clipped, end, lines
from checker.language.source import Malformed, Unsupported
from checker.problems.linear_program import LinearProgram, Sense

TOKEN = re.compile(
    r"""\\.* | [ \t\r\f\v]+
    | (?P<relation> [<>]=? | =[<>]? )
    | (?P<number> (?:[0-9]+\.?[0-9]*|\.[0-9]+) (?:[eE][+-]?[0-9]+)? )
    | (?P<name> [A-Za-z_!"#$%&(),;?@'`{}~/] [A-Za-z0-9_.!"#$%&(),;?@'`{}~/]* )
    | (?P<mark> [-+:] )
    | (?P<other> . )""",
    re.VERBOSE,
)
SECTION = re.compile(
    r"""[ \t]*(?: (?P<minimize> minimi[sz]e | minimum | min ) | (?P<maximize> maximi[sz]e | maximum | max )
    | (?P<rows> subject[ \t]+to | such[ \t]+that | s\.t\. | st\.? ) | (?P<bounds> bounds? )
    | (?P<unsupported> generals? | gens? | integers? | ints? | binar(?:y|ies) | bins? | semis? | semi-continuous
      | sos[12]? | lazy[ \t]+constraints | user[ \t]+cuts | pwlobj | general[ \t]+constraints ) | (?P<end> end ) )
    (?![\w.]|[ \t]*:)""",
    re.VERBOSE | re.IGNORECASE,
)
Side = Literal["low", "high"]
RELATIONS = {"<": "<=", "<=": "<=", "=<": "<=", ">": ">=", ">=": ">=", "=>": ">=", "=": "="}
TURNED = {"<=": ">=", ">=": "<=", "=": "="}


class Token(NamedTuple):
    kind: str
    """relation, number, name, mark, other; a section: minimize, ..., end, unsupported; nothing: the file ends."""
    word: Word


def linear_program(text: str) -> Placed[LinearProgram]:
    """The program of an .lp file; raises Malformed."""
    return _Reader(text).program()


def _tokens(text: str) -> Iterator[Token]:
    for number_, line in lines(text):
        start = 0
        if match := SECTION.match(line):
            kind, start = match.lastgroup or "", match.end()
            yield Token(kind, Word(match[0].strip(), number_, match.start(kind) + 1))
        for match in TOKEN.finditer(line, start):
            if match.lastgroup:
                yield Token(match.lastgroup, Word(match[0], number_, match.start() + 1))
    place = end(text)
    yield Token("nothing", Word("the end of the file", place.line, place.column))


class _Reader:
    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.at = 0
        self.columns: dict[str, Line] = {}
        self.stated: dict[tuple[str, Side], Word] = {}
        """(variable, side) -> the bound in the file."""

    def program(self) -> Placed[LinearProgram]:
        keyword = self.token.word
        if self.take("minimize"):
            sense = Sense.MINIMIZE
        elif self.take("maximize"):
            sense = Sense.MAXIMIZE
        else:
            raise self.refused("Minimize or Maximize")
        label = self.label()
        form, constant = self.sum() if self.token.kind != "rows" else ({}, fmpq(0))
        objective = Objective(sense, label.text if label else "", keyword.span, affine(form, constant))
        if not self.take("rows"):
            raise self.refused("a sign, or Subject To")
        rows = dict[str, Line]()
        while self.token.kind not in ("bounds", "end", "unsupported", "nothing"):
            row = self.row()
            if row.name in rows:
                raise Malformed(
                    f"the name `{clipped(row.name)}` is in line {rows[row.name].span.line}", row.span
                )
            rows[row.name or f" {len(rows)}"] = row
        if self.take("bounds"):
            while self.token.kind not in ("end", "unsupported", "nothing"):
                self.bound()
        if not self.take("end"):
            raise self.refused("End")
        if self.token.kind != "nothing":
            raise Malformed("the program has ended with End", self.token.word.span)
        for name, column in self.columns.items():
            refuse_negative(column, self.stated.get((name, "high")), (name, "low") in self.stated)
        return program("", objective, list(rows.values()), list(self.columns.values()))

    def row(self) -> Line:
        """``name: 3 x + 2 y <= 18``, or ``-2 <= x - y <= 8``"""
        label, place = self.label(), self.token.word
        form, constant = self.sum()
        relation = self.relation()
        line = Line(label.text if label else "", (label or place).span, entries=form)
        if form:
            self.limit(line, relation, finite(self.value()) - constant)
            return line
        line.entries, shift = self.sum()
        if not line.entries:
            raise Malformed("expected a variable on one side", place.span)
        if abs(constant) >= LIMIT:
            raise Malformed(AMBIGUOUS, place.span)
        self.limit(line, TURNED[relation], constant - shift)
        if self.token.kind == "relation":
            word = self.token.word
            if self.relation() != relation or relation == "=":
                raise Malformed("expected the same sign <= or >= on both sides", word.span)
            self.limit(line, relation, finite(self.value()) - shift)
        return line

    def limit(self, line: Line, relation: str, value: fmpq) -> None:
        if relation in ("<=", "="):
            line.high = value
        if relation in (">=", "="):
            line.low = value

    def bound(self) -> None:
        """``x <= 4``, ``-2 <= x <= 8``, ``x = 3`` or ``x free``"""
        first = None
        if self.token.kind != "name" or INFINITY.fullmatch(self.token.word.text):
            first = self.value()
            relation = TURNED[self.relation()]
        name = self.take("name")
        if name is None:
            raise self.refused("a variable")
        if name.text not in self.columns:
            raise Malformed(f"the variable `{clipped(name.text)}` occurs in no row", name.span)
        if first is not None:
            self.state(name, relation, first)
            if self.token.kind != "relation":
                return
        elif self.token.kind == "name" and self.token.word.text.lower() == "free":
            word = self.token.word
            self.at += 1
            self.state(name, ">=", word._replace(text="-inf"))
            self.state(name, "<=", word._replace(text="inf"))
            return
        self.state(name, self.relation(), self.value())

    def state(self, name: Word, relation: str, value: Word) -> None:
        """Set a bound of a variable."""
        column = self.columns[name.text]
        sides: dict[str, tuple[Side, ...]] = {">=": ("low",), "<=": ("high",), "=": ("low", "high")}
        for side in sides[relation]:
            if (name.text, side) in self.stated:
                word = "a lower" if side == "low" else "an upper"
                raise Malformed(f"the variable `{clipped(name.text)}` has {word} bound already", name.span)
            self.stated[name.text, side] = value
            setattr(column, side, finite(value) if relation == "=" else limit(value, side))

    def sum(self) -> tuple[dict[int, fmpq], fmpq]:
        """Coefficients by the number of their variable, and the constant."""
        form, constant, found = dict[int, fmpq](), fmpq(0), False
        while True:
            sign = self.sign()
            if sign is None and found:
                return form, constant
            factor, name = self.take("number"), self.take("name")
            value = (number(factor) if factor else fmpq(1)) * (sign or 1)
            if name:
                j = self.number(name)
                form[j] = form.get(j, fmpq(0)) + value
            elif factor:
                constant += value
            else:
                raise self.refused("a number or a variable")
            found = True

    def sign(self) -> int | None:
        """The product of the signs that follow; None if there are none."""
        sign = None
        while mark := self.take("mark"):
            if mark.text == ":":
                raise Malformed("expected a name before the colon", mark.span)
            sign = (sign or 1) * (-1 if mark.text == "-" else 1)
        return sign

    def number(self, name: Word) -> int:
        """The number of this variable, which may be new."""
        if name.text not in self.columns:
            j = len(self.columns) + 1
            self.columns[name.text] = Line(name.text, name.span, fmpq(0), None, {j: fmpq(1)})
        (j,) = self.columns[name.text].entries
        return j

    def value(self) -> Word:
        """A number or infinity with its sign."""
        place, sign = self.token.word, self.sign()
        word = self.take("number")
        if word is None and self.token.kind == "name" and INFINITY.fullmatch(self.token.word.text):
            word = self.take("name")
        if word is None:
            raise self.refused("a number")
        return place._replace(text="-" + word.text) if sign == -1 else word

    def relation(self) -> str:
        word = self.take("relation")
        if word is None:
            raise self.refused("<=, >= or =")
        return RELATIONS[word.text]

    def label(self) -> Word | None:
        """``name:``, if that follows."""
        word, colon = self.token.word, self.tokens[min(self.at + 1, len(self.tokens) - 1)]
        if self.token.kind != "name" or colon.word.text != ":":
            return None
        self.at += 2
        return word

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def take(self, kind: str) -> Word | None:
        """The next token, if it is of this kind."""
        if self.token.kind != kind:
            return None
        self.at += 1
        return self.tokens[self.at - 1].word

    def refused(self, wanted: str) -> Malformed:
        """The complaint about the next token."""
        kind, word = self.token
        if kind == "unsupported":
            return Unsupported(
                f"the section {word.text} is not supported; this reads linear programs", word.span
            )
        if word.text in ("[", "]", "*", "^"):
            return Unsupported("quadratic terms are not supported", word.span)
        found = word.text if kind == "nothing" else f"`{clipped(word.text)}`"
        return Malformed(f"expected {wanted}, found {found}", word.span)
