"""Values of every kind, and the grammar without its runs."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from unittest.mock import patch

from flint import fmpq
from hypothesis import strategies as st

from checker.kernel.rows import Combination
from checker.language.grammar import tables, text_of
from checker.language.lalr import Parser
from checker.objects.affine import Affine
from checker.objects.formula import Clause, Formula
from checker.objects.graph import Arc, Digraph, Edge, Graph, TreeDecomposition
from checker.objects.levee import Levee
from checker.objects.network import Activation, Network, Relu, Step
from checker.objects.nice import Forget, Introduce, Join, Leaf, NiceTreeDecomposition
from checker.objects.points import points
from checker.objects.system import Constraint, System
from checker.objects.vectors import vectors
from checker.problems.linear_program import LinearProgram, Sense
from checker.problems.separability import Hyperplanes, Separability
from checker.problems.training import Loss, Training
from checker.reductions.fh23.selection_gadget import SelectionGadget

small = st.integers(-9, 9)
rationals = st.builds(
    fmpq, st.integers(-(10**30), 10**30) | small, st.integers(1, 10**25) | st.integers(1, 6)
)
nonzero = rationals.filter(lambda q: q != 0)
vertices = st.integers(0, 7)
edges = st.frozensets(st.tuples(vertices, vertices).filter(lambda p: p[0] != p[1]).map(lambda p: Edge(*p)))
affines = st.dictionaries(st.integers(1, 12), nonzero, max_size=4).flatmap(
    lambda d: rationals.map(lambda b: Affine(tuple(sorted(d.items())), b))
)
neurons = st.tuples(nonzero | st.just(fmpq(1)), st.builds(Relu, affines) | st.builds(Step, affines))
networks = st.lists(neurons, max_size=5).map(lambda n: Network(Combination(tuple(n))))
point_sets = st.integers(1, 3).flatmap(
    lambda d: st.lists(st.tuples(st.tuples(*[rationals] * d), rationals), max_size=6).map(
        lambda rows: points(d if rows else 0, rows)
    )
)
numbers = st.integers(0, 10**9)
comparisons = st.sampled_from(["<=", "<", "=", ">", ">="])
systems = st.lists(st.builds(Constraint, affines.map(lambda a: Affine(a.terms)), comparisons, rationals)).map(
    lambda rows: System(tuple(rows))
)
VALUES: dict[str, st.SearchStrategy] = {
    "formula": st.builds(
        Formula,
        numbers,
        st.lists(st.builds(Clause, st.lists(small.filter(bool), min_size=1).map(tuple))).map(tuple),
    ),
    "graph": st.builds(Graph, numbers, edges),
    "digraph": st.builds(Digraph, numbers, st.frozensets(st.builds(Arc, vertices, vertices))),
    "tree_decomposition": st.builds(TreeDecomposition, st.lists(st.frozensets(vertices)).map(tuple), edges),
    "nice_tree_decomposition": st.lists(
        st.builds(Leaf, vertices)
        | st.builds(Introduce, vertices, vertices)
        | st.builds(Forget, vertices, vertices)
        | st.builds(Join, vertices, vertices)
    ).map(lambda nodes: NiceTreeDecomposition(tuple(nodes))),
    "network": networks,
    "points": point_sets,
    "vectors": st.integers(1, 3).flatmap(
        lambda d: st.lists(st.tuples(*[rationals] * d), max_size=6).map(vectors)
    ),
    "training": st.builds(
        lambda p, k, e, a, loss: Training(
            p.dimension or 2, k, e if loss is not Loss.ANY else fmpq(0), p, a, loss
        ),
        point_sets,
        numbers,
        rationals.map(abs),
        st.sampled_from(Activation),
        st.sampled_from(Loss),
    ),
    "separability": st.integers(1, 3).flatmap(
        lambda d: st.lists(
            st.tuples(st.tuples(*[rationals] * d), st.sampled_from([fmpq(0), fmpq(1)])), max_size=6
        ).map(lambda rows: Separability(d, points(d, rows)))
    ),
    "hyperplanes": st.builds(Hyperplanes, affines, affines),
    "levee": st.builds(Levee, rationals, rationals),
    "selection_gadget": st.lists(rationals, min_size=1, max_size=4, unique=True).flatmap(
        lambda s: st.builds(SelectionGadget, st.just(tuple(sorted(s))), rationals, rationals)
    ),
    "system": systems,
    "linear_program": st.builds(LinearProgram, st.sampled_from(Sense), affines, systems),
}


def grammar_without_runs(name: str) -> str:
    """The grammar without its last part, that of the runs."""
    return text_of(name).partition("// Runs")[0].replace("_run | ", "")


@cache
def without_runs(name: str) -> Parser:
    return Parser(name, tables(grammar_without_runs(name)))


@contextmanager
def slow_road():
    """Every item goes through the grammar, one by one."""
    with patch("checker.language.syntax.parser", without_runs):
        yield


@contextmanager
def fast_road():
    """Every run goes through numpy, however short."""
    with patch("checker.language.columns.SMALL", 0):
        yield


ROADS = {"fast": fast_road, "slow": slow_road}
