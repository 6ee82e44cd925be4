"""Hyperplanes that part points as an oracle says that they can be."""

from __future__ import annotations

from checker.audit.oracles.dichotomies import Dichotomy
from checker.objects.affine import Affine
from checker.problems.separability import Separability
from checker.producers.fh23 import two_hyperplanes


def form_of(s: Separability, side: Dichotomy) -> Affine:
    """A form with these signs at the points; Impossible is raised if the oracle errs."""
    return two_hyperplanes.form_of(zip([x for x, _ in s.points], side, strict=True))
