"""Corollary 10 of fh23 on labelled points: every pair of thresholds that fits, and both versions of the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from random import Random

from flint import fmpq

from checker.audit.fh23.hyperplanes import form_of
from checker.audit.fits import disguised, examine_fit
from checker.audit.inputs.labelings import MEASURE, alike, every, sample, smaller
from checker.audit.oracles.two_hyperplanes import Answers
from checker.audit.subject import Examination, Findings, Subject
from checker.claims.fh23.theorem1 import Rebuilt
from checker.claims.training import fits, no_fit
from checker.objects.affine import Affine
from checker.objects.network import Network, Step, network
from checker.problems.separability import ZERO, Hyperplanes, Separability
from checker.problems.training import Training
from checker.producers.fh23.corollary10 import MAPS, statement
from checker.producers.producer import Made
from checker.producers.training.no_fit import search

NEURONS = (2, 3, 4)


def smaller_with_points(s: Separability) -> Iterator[Separability]:
    yield from (other for other in smaller(s) if len(other.points))


def examine(s: Separability, random: Random) -> Findings:
    """All solutions are mapped forward, all fits by two thresholds back; each claim is made exactly where it is
    true.  For more neurons the networks of the solutions are mapped back."""
    e, answers, posed = Examination(), Answers(s), statement(s)
    e.decided("fh23.corollary10.forward", posed, answers.restricted)
    for a, b in answers.solutions:
        neurons = random.choice(NEURONS)
        up = MAPS.lift(s, Hyperplanes(form_of(s, a), form_of(s, b)), neurons=neurons)
        if e.certified(up):
            n = disguised(moved_up(up.certificate.network, up.statement.target, random), random)
            e.certified(MAPS.pull(s, n, neurons=neurons))
            examine_fit(e, up.statement.target, n, random)
    count = 0
    for n in networks(s, answers, random):
        count += 1
        e.certified(MAPS.pull(s, n))
    found = search(posed.target)
    e.require(
        isinstance(found, Network) == bool(count), "the search errs", f"{count} pairs of thresholds fit"
    )
    if isinstance(found, Network):
        e.certified(Made("training.fits", fits.Statement(posed.target), fits.Certificate(found)))
    else:
        e.certified(Made("training.no_fit", no_fit.Statement(posed.target), found))
    gap = answers.crossing and not count
    e.decided("fh23.corollary10.gap", posed, gap)
    more = statement(s, random.choice(NEURONS))
    e.certified(Made("fh23.corollary10.instance", more, Rebuilt()))
    e.decided("fh23.corollary10.no", more, not answers.crossing)
    e.require(count == 0 or answers.crossing, "a fit without separation", "no two hyperplanes separate")
    answer = "yes" if answers.restricted else "no" if not answers.crossing else "gap" if gap else "fit only"
    return e.findings(answer, len(answers.solutions), count)


def moved_up(n: Network, t: Training, random: Random) -> Network:
    """The same values at the points, some thresholds moved up to points."""
    terms = n.neurons.terms
    return network(*[(a, Step(lowered(t, x.form) if random.random() < 0.5 else x.form)) for a, x in terms])


def networks(s: Separability, answers: Answers, random: Random) -> Iterator[Network]:
    """A network for all pairs of sides and output weights that fit; a point may lie on its hyperplane."""
    forms = {side: form_of(s, side) for side in answers.sides}
    labels = tuple(s.points.labels)
    nowhere = answers.sides[:1]  # one is enough where the output weight is 0
    for v, w in product((-1, 0, 1), repeat=2):
        for a, b in product(answers.sides if v else nowhere, answers.sides if w else nowhere):
            if any(v * one + w * other != y for one, other, y in zip(a, b, labels, strict=True)):
                continue
            pair = [lowered(s, forms[side]) if random.random() < 0.5 else forms[side] for side in (a, b)]
            yield network(*[(fmpq(c), Step(form)) for c, form in zip((v, w), pair, strict=True) if c])


def lowered(s: Separability | Training, form: Affine) -> Affine:
    """The same sides, but 0 at a point where it is not positive, if there is one."""
    below = [value for x, _ in s.points if (value := form(x)) <= 0]
    return replace(form, constant=form.constant - max(below, default=ZERO))


SUBJECTS = (
    Subject(
        name="fh23.corollary10",
        input=Separability,
        measure=MEASURE,
        size=3,
        every=every,
        sample=sample,
        alike=alike,
        smaller=smaller_with_points,
        examine=examine,
        suits=statement,
    ),
)
