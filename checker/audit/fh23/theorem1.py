"""Theorem 1 of fh23 on formulas: every assignment, and every choice of one levee per gadget."""

from __future__ import annotations

from checker.audit.formulas import MEASURE, FromFormulas, Pieces, alike, every, sample, smaller
from checker.audit.subject import Subject
from checker.objects.formula import Formula
from checker.objects.levee import Levee
from checker.objects.network import network
from checker.producers.fh23.theorem1 import MAPS
from checker.reductions.fh23.theorem1 import gadgets


def levees(f: Formula) -> Pieces:
    """By Lemma 5 each gadget contributes the levee of one of its slopes."""
    return [[network(*Levee(s, g.offset).neurons()) for s in g.slopes] for g in gadgets(f)]


SUBJECTS = (
    Subject(
        name="fh23.theorem1",
        input=Formula,
        measure=MEASURE,
        size=6,
        every=every,
        sample=sample,
        alike=alike,
        smaller=smaller,
        examine=FromFormulas(MAPS, "fh23.theorem1.forward", "fh23.theorem1.no", levees).examine,
    ),
)
