"""Theorem 1 of fh23 on formulas: every assignment, and every choice of one levee per gadget."""

from __future__ import annotations

from random import Random

from flint import fmpq

from checker.audit.fh23.from_formulas import FromFormulas, Pieces
from checker.audit.inputs.formulas import MEASURE, alike, every, sample, smaller
from checker.audit.subject import Examination, Subject
from checker.claims.fh23.theorem1 import Rebuilt
from checker.claims.training.fits import Certificate, Statement
from checker.objects.formula import Formula
from checker.objects.levee import Levee
from checker.objects.network import Network, network
from checker.problems.training import Loss
from checker.producers.fh23.theorem1 import MAPS, error_statement, padded_statement, suitable
from checker.producers.producer import Made
from checker.reductions.fh23.theorem1 import gadgets


def levees(f: Formula) -> Pieces:
    """By Lemma 5 each gadget contributes the levee of one of its slopes."""
    return [[network(*Levee(s, g.offset).neurons()) for s in g.slopes] for g in gadgets(f)]


def other_instances(e: Examination, f: Formula, n: Network | None, random: Random) -> None:
    """In a higher dimension and with an error above 0: the same networks solve them, and no damaged one."""
    error, loss = (
        fmpq(random.randint(0, 20), random.randint(1, 6)),
        random.choice((Loss.L0, Loss.L1, Loss.SQUARED)),
    )
    for name, posed in (
        ("fh23.theorem1.padding", padded_statement(f, random.randint(3, 5))),
        ("fh23.theorem1.error", error_statement(f, error, loss)),
    ):
        e.certified(Made(name, posed, Rebuilt()))
        if n is not None:
            e.certified(Made("training.fits", Statement(posed.target), Certificate(n)))
            terms = list(n.neurons.terms)
            del terms[random.randrange(len(terms))]
            damaged = Made("training.fits", Statement(posed.target), Certificate(network(*terms)))
            e.refused(damaged, "a damaged network is accepted", f"a neuron is missing, {name}")


REDUCTION = FromFormulas(MAPS, "fh23.theorem1.forward", "fh23.theorem1.no", levees, other_instances)
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
        examine=REDUCTION.examine,
        suits=suitable,
    ),
)
