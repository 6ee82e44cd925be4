"""The report for a terminal: what it says, what fails, what was decided, and the sizes; no figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from checker.reports.document import Block, Cell, Facts, Fold, Listing, Paragraph, Report, Sides, Table
from checker.reports.drawing import Drawing
from checker.reports.words import Number, Words, plain, printable, words

WIDTH, ROWS = 100, 12
STYLES = {"code": "bold", "strong": "bold", "good": "bold green", "bad": "bold red", "soft": "dim"}
LEFT_OUT = ("Picture",)


def render(reports: Sequence[Report], color: bool = False) -> str:
    """All reports, one after the other."""
    out = StringIO()
    console = Console(
        file=out, width=WIDTH, force_terminal=color, no_color=not color, color_system="standard" if color else None,
        highlight=False, markup=False, emoji=False, legacy_windows=False,
    )  # fmt: skip
    for number, report in enumerate(reports):
        if number:
            console.print()
        for part in _report(report):
            console.print(part)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _report(report: Report) -> Iterator[RenderableType]:
    yield Text.assemble((report.verdict, STYLES.get(report.mark, "bold")), ": ", _text(report.sentence))
    yield Padding(_text(report.origin), (0, 0, 0, 2))
    yield Padding(_text(report.counts), (0, 0, 0, 2))
    for section in report.sections:
        if section.title in LEFT_OUT:
            continue
        # The folds say the same as the table of what holds and what fails.
        tables = section.anchor != "obligations"
        blocks = list(_blocks([b for b in section.blocks if tables or not isinstance(b, Table)]))
        if blocks:
            yield Text("\n" + section.title, style="bold") if section.title else Text("")
            yield from (Padding(block, (0, 0, 0, 2)) for block in blocks)


def _blocks(blocks: Sequence[Block]) -> Iterator[RenderableType]:
    folds: list[Fold] = []
    for block in blocks:
        if isinstance(block, Fold) and block.mark:
            folds.append(block)
            continue
        match block:
            case Paragraph():
                yield _text(block.text)
            case Listing():
                yield Text(_ascii(printable(block.text)), overflow="fold")
            case Table():
                yield from _table(block)
            case Facts():
                yield _facts(block)
            case Sides():
                for title, inner in block.columns:
                    yield Text(title, style="bold")
                    yield from (Padding(part, (0, 0, 0, 2)) for part in _blocks(inner))
            case Fold(node=True):
                yield _text(block.title)
                yield from (Padding(part, (0, 0, 0, 2)) for part in _blocks(block.blocks))
            case Fold():
                inner_folds = [b for b in block.blocks if isinstance(b, Fold)]
                if inner_folds and all(f.mark for f in inner_folds):
                    yield _text(block.title)
                    yield _folds(inner_folds)
    if folds:
        yield _folds(folds)
        for fold in folds:
            yield from _wrong(fold)


def _folds(folds: Sequence[Fold]) -> Grid:
    """One line for each: its mark, its count, its title."""
    grid = Grid(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column()
    for fold in folds:
        mark = Text("holds", "green") if fold.mark == "good" else Text("FAILS", "bold red")
        grid.add_row(mark, fold.count, _text(fold.title))
    return grid


def _wrong(fold: Fold) -> Iterator[RenderableType]:
    """The tables that were opened because something in them is wrong."""
    if fold.mark != "bad":
        return
    for block in fold.blocks:
        if isinstance(block, Table) and any(row.state == "wrong" for row in block.rows):
            yield Text("")
            yield _text(fold.title)
            yield from _table(block)
            return
        if isinstance(block, Fold) and block.mark == "bad":
            yield from _wrong(block)
            return


def _facts(facts: Facts) -> Grid:
    grid = Grid(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for term, about in facts.items:
        for n, part in enumerate(_blocks(about)):
            grid.add_row(_text(term) if n == 0 else "", part)
    return grid


def _table(table: Table) -> Iterator[RenderableType]:
    rows = [row for row in table.rows if row.state == "wrong"][: ROWS // 2]
    rows += [row for row in table.rows if row not in rows][: ROWS - len(rows)]
    rows.sort(key=table.rows.index)
    shown = [
        k
        for k in range(len(table.columns))
        if not any(len(r.cells) > k and isinstance(r.cells[k], Drawing) for r in rows)
    ]
    grid = Grid(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for k in shown:
        grid.add_column(table.columns[k], justify="right" if k in table.numeric else "left")
    for row in rows:
        grid.add_row(*[_cell(row.cells[k]) if len(row.cells) > k else "" for k in shown])
    yield grid
    if len(table.rows) > len(rows):
        yield Text(f"... {len(table.rows) - len(rows):,} more rows", style="dim")
    if table.note:
        yield _text(words(table.note))


def _cell(cell: Cell) -> Text:
    if isinstance(cell, Number):
        return Text(_ascii(f"{cell.top}/{cell.bottom}" if cell.bottom else cell.top))
    if isinstance(cell, Drawing):
        return Text("")
    return _text(cell, stars=True)


def _text(text: Words, stars: bool = False) -> Text:
    """The words; with ``stars`` around the strong ones, where weight alone tells them apart."""
    out = Text()
    for part in text:
        said = _ascii(printable(plain((part,))))
        out.append(f"*{said}*" if stars and part.style == "strong" else said, style=STYLES.get(part.style))
    return out


def _ascii(text: str) -> str:
    """With the minus sign that a person can search for."""
    return text.replace("\N{MINUS SIGN}", "-")
