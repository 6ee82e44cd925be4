"""PACE: graphs (.gr) and tree decompositions (.td), by the rules of the 2016 and 2017 challenges.

``p tw VERTICES EDGES`` and one edge a line; ``s td BAGS LARGEST_BAG VERTICES``, the bags, then the tree.
PACE counts vertices and bags from 1, we count from 0.  No blank lines.  Loops, and edges that occur
twice, are refused: our graphs are simple.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.formats.placed import Placed
from checker.formats.words import Word, across, counted, end, lines, natural, words
from checker.kernel.obligation import Path
from checker.language.source import Malformed, Span
from checker.objects.graph import Edge, Graph, TreeDecomposition

GRAPH = "the line `p tw VERTICES EDGES`"
SOLUTION = "the line `s td BAGS LARGEST_BAG VERTICES`"


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
    rows = _rows(text)
    header = _header(next(rows, None), "p", "tw", 4, GRAPH, text)
    order, size = natural(header[2], "the number of vertices"), natural(header[3], "the number of edges")
    edges = _edges(rows, order, "vertex", "p")
    if len(edges) != size:
        message = (
            f"the header declares {counted(size, 'edge')}, but the file has {counted(len(edges), 'edge')}"
        )
        raise Malformed(message, header[3].span)
    return Placed(Graph(order, frozenset(edges)), lambda path: _where(text, path))


def decomposition(text: str) -> Declared:
    """The tree decomposition of a .td file; raises Malformed.  Whether it is one, a claim decides."""
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
    made = TreeDecomposition(tuple(bags[i] for i in range(count)), frozenset(tree))
    return Declared(made, largest, order)


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
