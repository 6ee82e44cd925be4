"""PACE: graphs (.gr) and tree decompositions (.td), by the rules of the 2016 and 2017 challenges.

``p tw VERTICES EDGES`` and one edge a line; ``s td BAGS LARGEST_BAG VERTICES``, the bags, then the tree.
PACE counts vertices and bags from 1, we count from 0.  No blank lines.  Loops, and edges that occur
twice, are refused: our graphs are simple.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from checker.formats.placed import Placed
from checker.formats.words import Word, across, counted, end, lines, natural, words
from checker.kernel.obligation import Path
from checker.language.source import Malformed, Span
from checker.objects.decomposition import packed_bags, packed_edges
from checker.objects.graph import Edge, Edges, Graph, TreeDecomposition

GRAPH = "the line `p tw VERTICES EDGES`"
SOLUTION = "the line `s td BAGS LARGEST_BAG VERTICES`"
GRAPH_LINE = re.compile(rb"(?:c(?: .*)?\n)*+p tw ([0-9]{1,9}) ([0-9]{1,9})\n")
SOLUTION_LINE = re.compile(rb"(?:c(?: .*)?\n)*+s td ([0-9]{1,9}) ([0-9]{1,9}) ([0-9]{1,9})\n")
COMMENT_LINE = re.compile(rb"^c(?: .*)?\n", re.MULTILINE)
LONG = 1 << 17  # letters; below this the import of numpy costs more than it saves


@dataclass(frozen=True, slots=True)
class Declared:
    """A tree decomposition with the numbers that its file declares."""

    decomposition: TreeDecomposition
    largest_bag: int
    order: int
    """The number of vertices of the graph."""

    @property
    def width(self) -> int:
        return self.largest_bag - 1


def graph(text: str) -> Placed[Graph]:
    """The graph of a .gr file; raises Malformed."""
    return Placed(_fast_graph(text) or _graph(text), lambda path: _where(text, path))


def _graph(text: str) -> Graph:
    rows = _rows(text)
    header = _header(next(rows, None), "p", "tw", 4, GRAPH, text)
    order, size = natural(header[2], "the number of vertices"), natural(header[3], "the number of edges")
    edges = _edges(rows, order, "vertex", "p")
    if len(edges) != size:
        message = (
            f"the header declares {counted(size, 'edge')}, but the file has {counted(len(edges), 'edge')}"
        )
        raise Malformed(message, header[3].span)
    return Graph(order, edges.keys())


def tree_decomposition(text: str) -> Placed[TreeDecomposition]:
    """The tree decomposition alone, with its places; raises Malformed."""
    return Placed(decomposition(text).decomposition, lambda path: _line(text, path))


def decomposition(text: str) -> Declared:
    """The tree decomposition of a .td file; raises Malformed.  Whether it is one, a claim decides."""
    return _fast_decomposition(text) or _decomposition(text)


def _decomposition(text: str) -> Declared:
    rows = _rows(text)
    header = _header(next(rows, None), "s", "td", 5, SOLUTION, text)
    count, largest = (
        natural(header[2], "the number of bags"),
        natural(header[3], "the size of the largest bag"),
    )
    order = natural(header[4], "the number of vertices")
    bags = dict[int, frozenset[int]]()
    row = next(rows, None)
    while row is not None and row[0].text == "b":
        if len(row) < 2:
            raise Malformed("expected the number of the bag", row[0].span)
        number = _one_of(row[1], count, "bag")
        if number in bags:
            raise Malformed(f"the bag {number + 1} is given twice", across(row))
        bags[number] = frozenset(_one_of(word, order, "vertex") for word in row[2:])
        row = next(rows, None)
    if len(bags) != count:
        missing = next(i for i in range(count) if i not in bags) + 1
        message = f"the header declares {counted(count, 'bag')}, but bag {missing} is missing"
        raise Malformed(message, header[2].span)
    if (found := max(map(len, bags.values()), default=0)) != largest:
        message = f"the header declares {largest} as the size of the largest bag, but it is {found}"
        raise Malformed(message, header[3].span)
    tree = _edges(iter([row, *rows] if row else []), count, "bag", "s")
    made = TreeDecomposition(tuple(bags[i] for i in range(count)), tree.keys())
    return Declared(made, largest, order)


def _fast_graph(text: str) -> Graph | None:
    """The graph of a long file without a mistake; None for any other."""
    header, lines = _plain(text, GRAPH_LINE)
    if header is None:
        return None
    order, size = int(header[1]), int(header[2])
    found = _edges_of(lines, order)
    return Graph(order, found) if found is not None and len(found) == size else None


def _fast_decomposition(text: str) -> Declared | None:
    """The decomposition of a long file without a mistake; None for any other."""
    header, lines = _plain(text, SOLUTION_LINE)
    if header is None:
        return None
    count, largest, order = int(header[1]), int(header[2]), int(header[3])
    split = lines.find(b"\n", lines.rfind(b"\nb ") + 1) + 1
    tree = _edges_of(lines[split:], count)
    listed = lines[:split]
    if tree is None or not listed.startswith(b"b ") or listed.count(b"\nb ") != count - 1:
        return None
    found = _numbers(listed.replace(b"b ", b""))
    if found is None or len(found[1]) != count:
        return None
    import numpy as np

    numbers, first = found
    bag, vertices = numbers[first] - 1, np.delete(numbers, first) - 1
    if (np.sort(bag) != np.arange(count)).any() or vertices.max(initial=0) >= order:
        return None
    bags = packed_bags(np.repeat(bag, np.diff(first, append=len(numbers)) - 1), vertices, count)
    if max(bags.sizes()) != largest:
        return None
    return Declared(TreeDecomposition(bags, tree), largest, order)


def _plain(text: str, wanted: re.Pattern[bytes]) -> tuple[re.Match[bytes] | None, bytes]:
    """The header of a long file, and the lines behind it that are no comments."""
    if len(text) < LONG or not text.isascii():
        return None, b""
    data = text.encode()
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    if not data.endswith(b"\n"):
        data += b"\n"
    match = wanted.match(data)
    if match is None:
        return None, b""
    lines = data[match.end() :]
    return match, COMMENT_LINE.sub(b"", lines) if b"c" in lines else lines


def _edges_of(lines: bytes, count: int) -> Edges | None:
    """The edges between 1..count, one a line; None where something is unusual."""
    found = _numbers(lines)
    if found is None:
        return None
    numbers, first = found
    if len(numbers) != 2 * len(first) or (first & 1).any() or numbers.max(initial=0) > count:
        return None
    return packed_edges(numbers[::2] - 1, numbers[1::2] - 1)


def _numbers(lines: bytes) -> tuple[Any, Any] | None:
    """The positive numbers of these lines, and which are the first of a line; None where something is unusual.

    Usual are numbers of at most nine digits, the first not 0, with one blank between two.
    """
    import numpy as np

    letters = np.frombuffer(lines, np.uint8)
    marks = np.flatnonzero(letters < ord("0"))
    if len(marks) == 0:
        return np.empty(0, np.int64), marks
    kinds, lengths = letters[marks], np.diff(marks, prepend=-1) - 1
    ends = np.flatnonzero(kinds == ord("\n"))
    if (
        letters.max() > ord("9")
        or len(ends) + np.count_nonzero(kinds == ord(" ")) != len(kinds)
        or not 1 <= lengths.min() <= lengths.max() <= 9
        or letters[marks - lengths].min() == ord("0")
    ):
        return None
    return np.fromstring(lines, np.int64, sep=" "), np.concatenate(([0], ends[:-1] + 1))


def written_graph(g: Graph) -> str:
    """The .gr file of a graph."""
    rows = sorted((e.u + 1, e.v + 1) for e in g.edges)
    return "".join([f"p tw {g.order} {len(rows)}\n", *(f"{u} {v}\n" for u, v in rows)])


def written_decomposition(d: TreeDecomposition, order: int) -> str:
    """The .td file of a tree decomposition of a graph on this many vertices."""
    largest = max(map(len, d.bags), default=0)
    bags = (" ".join(map(str, ("b", i, *sorted(v + 1 for v in bag)))) for i, bag in enumerate(d.bags, 1))
    tree = (f"{u} {v}" for u, v in sorted((e.u + 1, e.v + 1) for e in d.tree))
    return "\n".join([f"s td {len(d.bags)} {largest} {order}", *bags, *tree]) + "\n"


def _rows(text: str) -> Iterator[list[Word]]:
    """The lines that are no comments."""
    for number, line in lines(text):
        found = words(line, number)
        if not found:
            if text:
                raise Malformed("a blank line; PACE allows none", Span(number, 1, number, 2))
        elif found[0].text != "c":
            yield found


def _header(row: list[Word] | None, mark: str, kind: str, size: int, wanted: str, text: str) -> list[Word]:
    if row is None:
        raise Malformed(f"expected {wanted}", end(text))
    if len(row) != size or row[0].text != mark or row[1].text != kind:
        raise Malformed(f"expected {wanted}", across(row))
    return row


def _edges(rows: Iterator[list[Word]], count: int, noun: str, mark: str) -> dict[Edge, int]:
    """Each edge with its line."""
    edges = dict[Edge, int]()
    for row in rows:
        if row[0].text == mark:
            raise Malformed("there is a header already", across(row))
        if row[0].text == "b":
            raise Malformed("a bag behind the first edge; the bags come first", across(row))
        if len(row) != 2:
            message = f"expected an edge, two numbers, found {counted(len(row), 'word')}"
            raise Malformed(message, across(row))
        u, v = (_one_of(word, count, noun) for word in row)
        if u == v:
            raise Malformed(f"the edge {u + 1} {v + 1} is a loop", across(row))
        edge = Edge(u, v)
        if edge in edges:
            message = f"the edge {edge.u + 1} {edge.v + 1} occurs twice, first in line {edges[edge]}"
            raise Malformed(message, across(row))
        edges[edge] = row[0].line
    return edges


def _one_of(word: Word, count: int, noun: str) -> int:
    """The vertex or bag, counted from 0."""
    number = natural(word, f"the number of a {noun}")
    if not 1 <= number <= count:
        few = counted(count, noun, {"vertex": "vertices"}.get(noun, ""))
        raise Malformed(f"there is no {noun} {number}; the header declares {few}", word.span)
    return number - 1


def _where(text: str, path: Path) -> tuple[Span, Path]:
    rows = _rows(text)
    header = next(rows)
    match path:
        case ("order", *rest):
            return header[2].span, tuple(rest)
        case ("edges", Edge() as edge, *rest):
            wanted = {str(edge.u + 1), str(edge.v + 1)}
            found = next((row for row in rows if {word.text for word in row} == wanted), None)
            return (across(found), tuple(rest)) if found else (header[3].span, path[1:])
        case ("edges", *rest):
            return header[3].span, tuple(rest)
    return across(header), path


def _line(text: str, path: Path) -> tuple[Span, Path]:
    """The line of a bag or of an edge of the tree; for everything else the header."""
    rows = _rows(text)
    header = next(rows)
    match path:
        case ("bags", int() as i, *rest):
            found = next(row for row in rows if row[0].text == "b" and int(row[1].text) == i + 1)
            return across(found), tuple(rest)
        case ("tree", Edge() as edge, *rest):
            wanted = {str(edge.u + 1), str(edge.v + 1)}
            found = next(row for row in rows if {word.text for word in row} == wanted)
            return across(found), tuple(rest)
    return across(header), path
