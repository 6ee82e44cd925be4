"""Whether two hyperplanes separate points, in three versions: all pairs of dichotomies are tried."""

from __future__ import annotations

from checker.audit.oracles.dichotomies import Dichotomy, dichotomies
from checker.problems.separability import ONE, Separability


class Answers:
    """Which versions of the problem two hyperplanes solve."""

    def __init__(self, s: Separability) -> None:
        self.labels = [label == ONE for label in s.points.labels]
        self.sides = sorted(dichotomies(tuple([x for x, _ in s.points])))
        pairs = [(a, b) for a in self.sides for b in self.sides]
        self.and_or = any(self._and_or(a, b) for a, b in pairs)
        self.crossing = any(self._crossing(a, b) for a, b in pairs)
        self.solutions = [(a, b) for a, b in pairs if self._restricted(a, b)]
        """Of the restricted version, each as the sides of the two hyperplanes."""
        self.restricted = bool(self.solutions)

    def _and_or(self, a: Dichotomy, b: Dichotomy) -> bool:
        """Both forms are positive at the points of label 1, and at no others."""
        return all((one and other) == label for one, other, label in zip(a, b, self.labels, strict=True))

    def _crossing(self, a: Dichotomy, b: Dichotomy) -> bool:
        """No cell of the two hyperplanes has points of both labels."""
        cells = dict[tuple[bool, bool], bool]()
        return all(
            cells.setdefault((one, other), label) == label
            for one, other, label in zip(a, b, self.labels, strict=True)
        )

    def _restricted(self, a: Dichotomy, b: Dichotomy) -> bool:
        """Label 1 where only the first form is positive, label 0 where both are or neither is."""
        return all(
            one and not other if label else one == other
            for one, other, label in zip(a, b, self.labels, strict=True)
        )
