"""How large the objects are, and how much room the inequalities leave."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from flint import fmpq

from checker.claims.treewidth.lower_bound import Minor, Strategy
from checker.kernel.rows import Combination
from checker.objects.formula import Formula
from checker.objects.graph import Graph, TreeDecomposition
from checker.objects.network import Network
from checker.objects.nice import NiceTreeDecomposition
from checker.objects.points import Points
from checker.objects.system import System
from checker.objects.vectors import Vectors
from checker.problems.linear_program import LinearProgram
from checker.problems.training import Training
from checker.reductions.fh23.selection_gadget import SelectionGadget
from checker.reports.document import Block, Cell, Row, Table, named, paragraph
from checker.reports.figures.strip import strip
from checker.reports.judged import Case
from checker.reports.pictures import Pictures
from checker.reports.spoken import place
from checker.reports.subject import Subject
from checker.reports.tables import SIGNS, value
from checker.reports.words import counted, number, numeral, words

PRODUCTS = 60_000  # points times neurons for which every pre-activation is computed
NUMBERS = 200_000  # numbers whose bits are counted


def sizes(subject: Subject) -> Iterator[Block]:
    """The quantities of every object, and the bounds that the claim states on them."""
    rows = [Row((words(what), found)) for what, found in _quantities(subject)]
    if rows:
        yield Table(("quantity", "value"), tuple(rows), frozenset({1}), style="lines")
    ledger = [
        _bound(name, case)
        for name, found in subject.judged.names.items()
        for gathered in found.single.values()
        for case in gathered.cases()
        if name.startswith("ledger")
    ]
    if ledger:
        columns = ("bound", "counted", "", "allowed", "slack")
        yield Table(columns, tuple(ledger), frozenset({1, 3, 4}), style="lines")


def _bound(name: str, case: Case) -> Row:
    slack = number(case.slack) if case.slack is not None else ()
    return Row((named(name), value(case.left), words(SIGNS[case.relation]), value(case.right), slack))


def _quantities(subject: Subject) -> Iterator[tuple[str, Cell]]:
    for part in subject.parts:
        for what, found in quantities(part.value):
            yield f"{part.name}: {what}" if what else part.name, found
    if (reduced := subject.reduction) is not None:
        pieces = reduced.built.pieces
        shapes = Counter((type(p.shape).__name__ if p.shape else "", len(p.points)) for p in pieces)
        for (shape, count), many in shapes.items():
            kind = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", shape).lower() or "single data point"
            each = f" of {counted(count, 'point')}" if shape else ""
            yield f"{kind}s{each} in the construction", number(many)


def quantities(found: object) -> Iterator[tuple[str, Cell]]:
    """What matters for the size of an object, by its kind."""
    match found:
        case Formula():
            yield "variables", number(found.variables)
            yield "clauses", number(len(found.clauses))
        case Training():
            yield "dimension", number(found.dimension)
            yield "neurons allowed", number(found.neurons)
            yield "error allowed", number(found.error)
            yield from quantities(found.points)
        case Points():
            yield "data points", number(len(found))
            yield from _bits(found)
        case Vectors():
            yield "vectors", number(len(found))
            yield "dimension", number(found.dimension)
        case Network():
            yield "neurons", number(found.size)
        case SelectionGadget():
            yield "slopes", number(len(found.slopes))
        case Graph():
            yield "vertices", number(found.order)
            yield "edges", number(len(found.edges))
        case TreeDecomposition():
            yield "bags", number(len(found.bags))
            yield "vertices of the largest bag", number(max(map(len, found.bags), default=0))
        case NiceTreeDecomposition():
            yield "nodes", number(len(found.nodes))
        case Minor() | Strategy():
            yield "branch sets", number(len(found.branch_sets))
            if isinstance(found, Strategy):
                yield "territories", number(len(found.territories))
        case System():
            yield "constraints", number(len(found.constraints))
            yield "coordinates", number(max((c.form.last_coordinate for c in found.constraints), default=0))
        case LinearProgram():
            yield from quantities(found.system)
        case fmpq():
            yield "", number(found)
        case Combination():
            yield "terms", number(len(found.terms))
        case int():
            yield "", number(found)
        case tuple():
            yield "entries", number(len(found))


def _bits(data: Points) -> Iterator[tuple[str, Cell]]:
    if 0 < len(data) * (data.dimension + 1) <= NUMBERS:
        numbers = [v for column in (*data.coordinates, data.labels) for v in column]
        longest = max(numbers, key=bits)
        yield "bits of all its numbers (sign, numerator, denominator)", number(sum(map(bits, numbers)))
        yield f"bits of its longest number, {numeral(longest)}", number(bits(longest))


def bits(q: fmpq) -> int:
    """Bits of the sign, the numerator and the denominator."""
    return 1 + int(abs(q.p).bit_length()) + int(q.q.bit_length())


def margins(subject: Subject, pictures: Pictures) -> Iterator[Block]:
    """The least slack under each name, how many are tight, and all slacks on a strip."""
    found = [n for n in subject.judged.names.values() if n.margin.count]
    if found:
        yield paragraph("How much room the inequalities leave. One with slack 0 is tight.")
        rows = []
        for n in found:
            m = n.margin
            least = number(m.least) if m.least is not None else ()
            where = words(place(m.where[1:]))
            rows.append(Row((named(n.name), number(m.count), number(m.tight), least, where, strip(m))))
        columns = (
            "inequality",
            "number",
            "tight",
            "least slack",
            "where it is least",
            "all slacks, tight ones as a diamond",
        )
        yield Table(columns, tuple(rows), frozenset({1, 2, 3}), style="lines")
    for _, data in subject.points:
        network = pictures.network(data.dimension)
        if network is not None and 0 < len(data) * network.size <= PRODUCTS:
            yield paragraph(_switches(data, network), style="note")


def _switches(data: Points, network: Network) -> str:
    """How close the data points lie to where neurons switch."""
    sizes = [abs(neuron.form(x)) for x, _ in data for _, neuron in network.neurons.terms]
    others = [z for z in sizes if z != 0]
    rest = f" The smallest other one is {numeral(min(others))} in absolute value." if others else ""
    return (
        f"Computed for this page: of the {len(sizes):,} pre-activations ({counted(len(data), 'point')} ×"
        f" {counted(network.size, 'neuron')}), {len(sizes) - len(others):,} are exactly 0; there a data point"
        f" lies where a neuron switches.{rest}"
    )
