"""The objects of a certificate in words and letters, one function per kind; other kinds have only their text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from checker.claims.treewidth.lower_bound import Minor, Strategy
from checker.language.kinds import kind_of
from checker.objects.formula import Clause, Formula
from checker.objects.graph import Digraph, Graph, TreeDecomposition
from checker.objects.levee import Levee
from checker.objects.network import Network, Relu
from checker.objects.nice import NiceTreeDecomposition
from checker.objects.points import Points
from checker.objects.system import System
from checker.objects.vectors import Vectors
from checker.problems.linear_program import LinearProgram
from checker.problems.training import Training
from checker.reductions.fh23.selection_gadget import SelectionGadget
from checker.reports.spoken import said
from checker.reports.words import Span, Words, counted, joined, numeral, words

CLAUSES, MEMBERS = 40, 60
"""Longer formulas and sets are counted."""


def literal(value: int, true: frozenset[int] | None = None) -> Words:
    """v with its index; strong where the assignment makes the literal true."""
    holds = true is not None and (abs(value) in true) == (value > 0)
    sign = [Span("¬")] if value < 0 else []
    return (*sign, Span("v", "strong" if holds else "letter", str(abs(value))))


def clause(c: Clause, true: frozenset[int] | None = None) -> Words:
    return joined([literal(x, true) for x in c.literals], " ∨ ")


def formula(f: Formula, true: frozenset[int] | None = None) -> Words:
    """The clauses one after the other; the size of a long formula."""
    size = f"{counted(len(f.clauses), 'clause')} over {counted(f.variables, 'variable')}"
    if not f.clauses or len(f.clauses) > CLAUSES or any(len(c.literals) > CLAUSES for c in f.clauses):
        return words(size)
    return words(joined([words("(", clause(c, true), ")") for c in f.clauses], " ∧ "), f", {size}")


def assignment(true: frozenset[int], f: Formula) -> Words:
    """Which variables are true and which are false."""
    if f.variables > MEMBERS:
        return words(f"{counted(len(true), 'variable')} of {f.variables:,} true")
    parts = []
    for value, members in (("true", sorted(true)), ("false", sorted(set(range(1, f.variables + 1)) - true))):
        if members:
            parts.append(words(joined([literal(i, true) for i in members], " = "), f" = {value}"))
    return joined(parts, ", ")


def network(n: Network) -> Words:
    kinds = Counter(
        "ReLU" if isinstance(neuron, Relu) else "linear threshold" for _, neuron in n.neurons.terms
    )
    total = " and ".join(counted(count, f"{kind} neuron") for kind, count in sorted(kinds.items()))
    return words(
        f"a two-layer network: a sum of {total}" if total else "the empty network, which is 0 everywhere"
    )


def training(t: Training) -> Words:
    unit = "ReLU" if t.activation.value == "relu" else "linear threshold"
    error = "exactly" if t.exact else f"up to a total {t.loss.value} loss of {numeral(t.error)}"
    neurons = (
        counted(t.neurons, f"{unit} neuron") if t.neurons < 10**15 else f"{numeral(t.neurons)} {unit} neurons"
    )
    return words(
        f"{counted(len(t.points), 'labelled point')} in dimension {numeral(t.dimension)}, to be fitted {error} by"
        f" at most {neurons}"
    )


def points(p: Points) -> Words:
    return words(f"{counted(len(p), 'labelled point')} in dimension {p.dimension}")


def vectors(v: Vectors) -> Words:
    return words(f"{counted(len(v), 'vector')} in dimension {v.dimension}")


def levee(f: Levee) -> Words:
    u = (Span("u", "letter"), Span(" = "), Span("x", "letter", "2"))
    return words(
        f"the levee of slope {numeral(f.slope)} and offset {numeral(f.offset)}: 1 where |", Span("u", "letter"),
        "| ≤ 1, 0 where |", Span("u", "letter"), "| ≥ 2, linear between, with ", u,
        " \N{MINUS SIGN} offset \N{MINUS SIGN} slope · ", Span("x", "letter", "1"),
    )  # fmt: skip


def selection_gadget(g: SelectionGadget) -> Words:
    slopes = ", ".join(map(numeral, g.slopes[:MEMBERS]))
    return words(
        f"the selection gadget of the slopes {slopes} at offset {numeral(g.offset)}, with ε = {numeral(g.epsilon)}"
    )


def graph(g: Graph | Digraph) -> Words:
    lines = counted(len(g.edges), "edge") if isinstance(g, Graph) else counted(len(g.arcs), "arc")
    return words(f"{numeral(g.order)} {'vertex' if g.order == 1 else 'vertices'} (named from 0) and {lines}")


def tree_decomposition(d: TreeDecomposition) -> Words:
    largest = max(map(len, d.bags), default=0)
    return words(f"{counted(len(d.bags), 'bag')}, the largest of {counted(largest, 'vertex', 'vertices')}")


def nice_tree_decomposition(d: NiceTreeDecomposition) -> Words:
    kinds = Counter(type(node).__name__.lower() for node in d.nodes)
    each = ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items()))
    return words(counted(len(d.nodes), "node") + (f": {each}" if each else ""))


def minor(m: Minor | Strategy) -> Words:
    """The branch sets of several vertices, and how many territories there are."""
    sets = [said(branch) for branch in m.branch_sets if len(branch) > 1]
    merged = f", contracting {', '.join(sets[:12])}{', ...' * (len(sets) > 12)}" if sets else ""
    if isinstance(m, Minor):
        return words(f"a minor on {counted(len(m.branch_sets), 'vertex', 'vertices')}{merged}")
    territories = counted(len(m.territories), "territory", "territories")
    return words(
        f"a strategy of {territories} on a minor with {counted(len(m.branch_sets), 'vertex', 'vertices')}{merged}"
    )


def system(s: System) -> Words:
    shown = [f"``{said(c)}``" for c in s.constraints[:12]]
    return words(
        f"{counted(len(s.constraints), 'constraint')}: "
        + ", ".join(shown)
        + (", ..." if len(s.constraints) > 12 else "")
    )


def linear_program(p: LinearProgram) -> Words:
    return words(f"{p.sense.value} ``{said(p.objective)}`` subject to ", system(p.system))


BY_KIND: dict[type, Callable[[Any], Words]] = {
    Formula: formula,
    Network: network,
    Training: training,
    Points: points,
    Vectors: vectors,
    Levee: levee,
    SelectionGadget: selection_gadget,
    Graph: graph,
    Digraph: graph,
    TreeDecomposition: tree_decomposition,
    NiceTreeDecomposition: nice_tree_decomposition,
    Minor: minor,
    Strategy: minor,
    System: system,
    LinearProgram: linear_program,
}


def typeset(value: object, true: frozenset[int] | None = None) -> Words | None:
    """The object for a person; None if no function here knows its kind."""
    if isinstance(value, Formula):
        return formula(value, true)
    make = BY_KIND.get(type(value))
    return make(value) if make else None


def kind_words(value: object) -> str:
    """What the object is called: ``tree decomposition``; empty if it is of no kind."""
    try:
        return kind_of(value).replace("_", " ")
    except KeyError:
        return ""
