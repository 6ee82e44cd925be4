"""The document model: what a report consists of, whatever it is rendered to.

A report is built once from a checked claim; text, HTML and LaTeX are three ways to write these nodes
down.  Nothing here knows a claim, an obligation or a file format.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from checker.reports.drawing import Drawing
from checker.reports.words import Number, Span, Words, words

Cell = Words | Number | Drawing


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Words
    style: Literal["", "quote", "note", "list"] = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Text in which every character counts: certificates, commands, what the terminal says."""

    text: str


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    state: Literal["", "wrong", "heading"] = ""
    key: str = ""
    """What the row is about: the same key in a figure lights up with it."""
    anchor: str = ""
    """The name under which figures link to this row."""


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    numeric: frozenset[int] = frozenset()
    """The columns whose cells are numbers."""
    note: str = ""
    """What the table leaves out."""
    style: Literal["rows", "lines", "compare"] = "rows"


@dataclass(frozen=True, slots=True)
class Figure:
    drawings: tuple[Drawing, ...]
    caption: Words
    legend: tuple[tuple[Drawing, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Fold:
    """A title with a count and a mark; what it holds is shown on demand, and always in print."""

    title: Words
    blocks: tuple[Block, ...]
    count: str = ""
    mark: Literal["", "good", "bad"] = ""
    key: str = ""
    opened: bool = False
    anchor: str = ""
    node: bool = False
    """A node of a tree: indented below the one above, and shown on the terminal too."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms and what is to be said of each."""

    items: tuple[tuple[Words, tuple[Block, ...]], ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """Titled columns, side by side where there is room."""

    columns: tuple[tuple[str, tuple[Block, ...]], ...]


Block = Paragraph | Listing | Table | Figure | Fold | Facts | Sides


@dataclass(frozen=True, slots=True)
class Section:
    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be said of one claim of a document."""

    anchor: str
    claim: str
    verdict: Literal["VERIFIED", "NOT VERIFIED", "INCOMPLETE"]
    sentence: Words
    origin: Words
    counts: Words
    sections: tuple[Section, ...]

    @property
    def mark(self) -> Literal["good", "bad", "soft"]:
        return {"VERIFIED": "good", "NOT VERIFIED": "bad", "INCOMPLETE": "soft"}[self.verdict]  # type: ignore[return-value]


def paragraph(*parts: str | Span | Words, style: Literal["", "quote", "note", "list"] = "") -> Paragraph:
    """A paragraph of these words."""
    return Paragraph(words(*parts), style)


def named(text: str) -> Words:
    """A name as code."""
    return (Span(text, "code"),)
