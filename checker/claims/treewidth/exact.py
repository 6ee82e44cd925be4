"""A tree decomposition of width k and an obstruction against less prove treewidth(G) = k.

Source: the two sides are ``treewidth.upper_bound`` and ``treewidth.lower_bound``.

Statement:   a graph G on vertices 0..n-1 and an integer k (-1 for the graph without vertices).
Certificate: a tree decomposition, and an obstruction: ``minor(branch_sets)`` or
             ``strategy(branch_sets, territories)``.
Soundness:   ``upper.*``: the treewidth is at most k.  ``lower.*``: it is at least k.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.claims.treewidth import lower_bound, upper_bound
from checker.claims.treewidth.lower_bound import Minor, Strategy
from checker.claims.treewidth.upper_bound import Statement
from checker.kernel.obligation import Sentence, within
from checker.kernel.verdict import Claim
from checker.objects.graph import TreeDecomposition


@dataclass(frozen=True, slots=True)
class Certificate:
    decomposition: TreeDecomposition
    obstruction: Minor | Strategy


def obligations(s: Statement, c: Certificate) -> Iterator[Sentence]:
    above = upper_bound.obligations(s, upper_bound.Certificate(c.decomposition))
    yield from within("upper", above, lambda at: at)
    below = lower_bound.obligations(s, lower_bound.Certificate(c.obstruction))
    yield from within("lower", below, lambda at: at)


CLAIMS = (
    Claim(
        "treewidth.exact",
        "Robertson, Seymour; Bodlaender, Koster, Wolle",
        Statement,
        Certificate,
        obligations,
        lambda s: f"the given graph on {s.graph.order} vertices has treewidth {s.width}",
        lambda s: f"TREEWIDTH = {s.width} vertices={s.graph.order} edges={len(s.graph.edges)}",
        "A tree decomposition of width k and an obstruction against less prove that the treewidth is k.",
    ),
)
