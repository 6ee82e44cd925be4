"""Corollary 8 of fh23 on formulas, as printed and repaired: every assignment, every choice of stripes."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from checker.audit.fh23.from_formulas import FromFormulas, Pieces
from checker.audit.inputs.formulas import MEASURE, alike, every, sample, smaller
from checker.audit.oracles.one_in_three import solutions
from checker.audit.subject import Examination, Findings, Subject
from checker.claims.table import claim
from checker.objects.formula import Formula
from checker.objects.network import network
from checker.producers.fh23.corollary8 import MAPS, printed_statement, stripe
from checker.producers.fh23.theorem1 import suitable
from checker.producers.producer import Impossible, Made, Unknown, producer
from checker.reductions.fh23.corollary8 import gadgets, window

PRINTED = "fh23.corollary8.printed"


def stripes(f: Formula) -> Pieces:
    """Each gadget contributes a stripe near one of its slopes; here those in the middle of the windows."""
    width = 1 + window(f) / 2
    return [[network(*stripe(s, g.offset, -width, width)) for s in g.slopes] for g in gadgets(f)]


def examine_printed(f: Formula, random: Random) -> Findings:
    """Whether thresholds fit the instance as printed although no assignment solves the formula."""
    e, known, s = Examination(), solutions(f), printed_statement(f)
    try:
        made = Made(PRINTED, s, producer(claim(PRINTED)).produce(s))
    except Impossible as error:
        e.require(bool(known), f"{PRINTED} not produced", str(error))
    except Unknown:
        pass
    else:
        if e.certified(made):
            words = f"{len(s.target.points)} points are fitted by {s.target.neurons} thresholds"
            e.require(False, "a fit without solution", words, made)
    return e.findings("yes" if known else "no", len(known))


REPAIRED = Subject(
    name="fh23.corollary8",
    input=Formula,
    measure=MEASURE,
    size=6,
    every=every,
    sample=sample,
    alike=alike,
    smaller=smaller,
    examine=FromFormulas(MAPS, "fh23.corollary8.forward", "fh23.corollary8.no", stripes).examine,
    suits=suitable,
)
SUBJECTS = (REPAIRED, replace(REPAIRED, name=PRINTED, examine=examine_printed))
