"""Where a network of the plane bends, and the levees that its breaklines bound.  For drawing only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from flint import fmpq

from checker.objects.levee import BREAKS
from checker.objects.network import Network, Relu

ZERO = fmpq(0)


class Breakline(NamedTuple):
    """x2 = slope*x1 + at, or x1 = at if the slope is None; neurons are counted from 1."""

    slope: fmpq | None
    at: fmpq
    jump: fmpq
    """By how much the derivative (of a step: the value) grows across the line, upwards."""
    neuron: int
    relu: bool = True

    @property
    def style(self) -> str:
        return "convex" if self.jump > 0 else "concave"

    @property
    def bend(self) -> str:
        """What the network does there."""
        if self.relu:
            return self.style
        return "step up" if self.jump > 0 else "step down"

    def height(self, x1: fmpq) -> fmpq | None:
        """Where the line meets the vertical line through x1."""
        return None if self.slope is None else self.slope * x1 + self.at


@dataclass(frozen=True, slots=True)
class Ridge:
    """Parallel breaklines between which the network rises from 0 and returns to it."""

    slope: fmpq | None
    lines: tuple[Breakline, ...]
    values: tuple[fmpq, ...]
    """The network's rise at each of the lines."""

    @property
    def offset(self) -> fmpq:
        """The middle of it."""
        return (self.lines[0].at + self.lines[-1].at) / 2

    @property
    def exact(self) -> bool:
        """Whether it is a levee of Definition 2, at any scale of its values."""
        jump = self.lines[0].jump
        shape = tuple((line.at - self.offset, line.jump / jump) for line in self.lines)
        return shape == BREAKS


def breaklines(network: Network) -> list[Breakline]:
    """The lines of all neurons that have one."""
    found = []
    for number, (weight, neuron) in enumerate(network.neurons.terms, 1):
        w1, w2, b = neuron.form.coefficient(1), neuron.form.coefficient(2), neuron.form.constant
        relu = isinstance(neuron, Relu)
        if w2 != 0:
            jump = weight * abs(w2) if relu else (weight if w2 > 0 else -weight)
            found.append(Breakline(-w1 / w2, -b / w2, jump, number, relu))
        elif w1 != 0:
            jump = weight * abs(w1) if relu else (weight if w1 > 0 else -weight)
            found.append(Breakline(None, -b / w1, jump, number, relu))
    return found


def ridges(lines: Iterable[Breakline]) -> tuple[list[Ridge], list[Breakline]]:
    """The lines in ridges, levees first, and the lines that belong to none."""
    parallel: defaultdict[fmpq | None, list[Breakline]] = defaultdict(list)
    rest: list[Breakline] = []
    for line in lines:
        if line.relu:
            parallel[line.slope].append(line)
        else:
            rest.append(line)
    found: list[Ridge] = []
    for slope, group in parallel.items():
        levees, group = _levees(slope, sorted(group, key=lambda line: line.at))
        found += levees
        others, group = _clusters(slope, group)
        found += others
        rest += group
    return found, rest


def _levees(slope: fmpq | None, lines: list[Breakline]) -> tuple[list[Ridge], list[Breakline]]:
    there = {(line.at, line.jump): line for line in lines}
    used: set[int] = set()
    found = []
    for line in lines:
        four = [there.get((line.at + u - BREAKS[0][0], jump * line.jump)) for u, jump in BREAKS]
        if all(other is not None and other.neuron not in used for other in four):
            levee = tuple(other for other in four if other is not None)
            used.update(other.neuron for other in levee)
            found.append(Ridge(slope, levee, (ZERO, line.jump, line.jump, ZERO)))
    return found, [line for line in lines if line.neuron not in used]


def _clusters(slope: fmpq | None, lines: list[Breakline]) -> tuple[list[Ridge], list[Breakline]]:
    found: list[Ridge] = []
    run: list[Breakline] = []
    values: list[fmpq] = []
    steepness = value = peak = ZERO
    for line in lines:
        if run:
            value += steepness * (line.at - run[-1].at)
        run.append(line)
        values.append(value)
        peak = max(peak, abs(value))
        steepness += line.jump
        if steepness == 0 and 10 * abs(value) < peak:
            found.append(Ridge(slope, tuple(run), tuple(values)))
            run, values, steepness, value, peak = [], [], ZERO, ZERO, ZERO
    return found, run
