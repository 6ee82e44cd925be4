"""Which piece of the source instance became which piece of the target, in the paper's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.reductions.fh23.selection_gadget import SelectionGadget
from checker.reports.document import Block, Cell, Row, Table, paragraph
from checker.reports.figures.plane import Part, point_key
from checker.reports.pictures import Pictures
from checker.reports.subject import Reduced
from checker.reports.typeset import kind_words
from checker.reports.words import SYMBOL, Span, counted, joined, number, numeral, symbol, words

ROWS, LAST = 60, 10  # of a table: in all, and from its end


def mapping(reduced: Reduced, pictures: Pictures) -> Iterator[Block]:
    """One table of the pieces that have several points, one of the single points."""
    source = kind_words(reduced.source) or "source"
    yield paragraph(
        f"What each piece of the {source} became in the training instance, in the words of the paper"
        f" (``{reduced.name}``)."
    )
    if not reduced.matches:
        yield paragraph(
            "The given instance has another number of points than the construction, of which the tables speak.",
            style="note",
        )
    elif reduced.further:
        yield paragraph(f"Behind these points stand {counted(reduced.further, 'other point')}.", style="note")
    alone = [part for part in reduced.parts if len(part.points) == 1 and part.shape is None]
    whole = [part for part in reduced.parts if part not in alone]
    if whole:
        yield _whole(reduced, whole, source, pictures)
    if alone:
        yield _alone(reduced, alone, source)


def _whole(reduced: Reduced, parts: Sequence[Part], source: str, pictures: Pictures) -> Table:
    chosen = pictures.chosen_slopes() if reduced.target.dimension == 2 else frozenset()
    gadgets = all(isinstance(part.shape, SelectionGadget) for part in parts)
    rows = []
    for part in _ends(parts):
        cells: list[Cell] = [part.label, words(part.name)]
        if gadgets and isinstance(g := part.shape, SelectionGadget):
            slopes = [(Span(numeral(s), "strong" if (g.offset, s) in chosen else ""),) for s in g.slopes]
            cells += [number(g.offset), joined(slopes)]
        rows.append(Row((*cells, number(len(part.points))), key=part.key))
    slopes_head = "slopes it admits" + (", that of the network strong" if chosen else "")
    middle = ("offset", slopes_head) if gadgets else ()
    numeric = frozenset({2, 4} if gadgets else {2})
    columns = (f"in the {source}", "in the instance", *middle, "points")
    return Table(columns, tuple(rows), numeric, _left_out(parts), "lines")


def _alone(reduced: Reduced, parts: Sequence[Part], source: str) -> Table:
    data, spoken = reduced.built.instance.points, reduced.built.words
    rows = []
    for part in _ends(parts):
        i = part.points[0]
        x, y = data[i]
        letter = symbol(spoken[i])
        point = (letter,) if letter else words(f"point {i + 1}")
        rest = SYMBOL.sub("", spoken[i].removeprefix(f"{part.name}, ")).removeprefix("the ").strip()
        rows.append(Row((part.label, point, *map(number, x), number(y), words(rest)), key=point_key(i)))
    coordinates = [f"x{k + 1}" for k in range(data.dimension)]
    columns = (f"in the {source}", "data point", *coordinates, "label", "where it lies")
    return Table(columns, tuple(rows), frozenset(range(2, data.dimension + 3)), _left_out(parts), "lines")


def _ends(parts: Sequence[Part]) -> Sequence[Part]:
    """All of a few, the first and last of many."""
    return parts if len(parts) <= ROWS else [*parts[: ROWS - LAST], *parts[-LAST:]]


def _left_out(parts: Sequence[Part]) -> str:
    return f"{len(parts) - ROWS:,} more are not listed." if len(parts) > ROWS else ""
