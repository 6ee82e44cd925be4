"""Training a two-layer network: the target problem of the reductions.

Source: fh23, Section 1 (2L-ReLU-NN-Train) and Section 5 (its linear threshold version).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from flint import fmpq

from checker.kernel.column import Column
from checker.kernel.obligation import Path, Proof, at_most, each, equal
from checker.objects.evaluation import values
from checker.objects.network import Activation, Network
from checker.objects.points import Points


class Loss(Enum):
    ANY = "any"
    """Whatever vanishes exactly where value and label agree: only an exact fit has error 0."""
    L0 = "l0"
    L1 = "l1"
    SQUARED = "squared"


@dataclass(frozen=True, slots=True)
class Training:
    """Is there a two-layer network of at most ``neurons`` neurons with total error <= ``error``?"""

    dimension: int
    neurons: int
    error: fmpq
    points: Points
    activation: Activation = Activation.RELU
    loss: Loss = Loss.ANY

    def __post_init__(self) -> None:
        if self.dimension < 1:
            raise ValueError(f"the dimension is {self.dimension}, but it is at least 1")
        if self.neurons < 0:
            raise ValueError(f"the number of neurons is {self.neurons}, but it is not negative")
        if self.error < 0:
            raise ValueError(f"the error bound is {self.error}, but errors are not negative")
        if self.error != 0 and self.loss is Loss.ANY:
            raise ValueError("an error bound above 0 needs a loss: l0, l1 or squared")
        if len(self.points) and self.points.dimension != self.dimension:
            raise ValueError(
                f"dimension = {self.dimension}, but the points are of dimension {self.points.dimension}"
            )

    @property
    def exact(self) -> bool:
        """Only networks that fit every point solve the instance."""
        return self.error == 0


def solution_obligations(t: Training, network: Network, instance: Path, solution: Path) -> Proof[None]:
    """The network solves the instance; the paths say where the two stand."""
    yield at_most("neuron-count", network.size, t.neurons, at=solution)
    for j, (_, neuron) in enumerate(network.neurons.terms):
        here = (*solution, "neurons", j)
        yield equal("activation", neuron.activation, t.activation, at=here)
        yield at_most("neuron-dimension", neuron.form.last_coordinate, t.dimension, at=here)
    found, here = values(network, t.points), (*instance, "points")
    if t.exact:
        yield each(equal("fits", found, t.points.labels, at=here))
    else:
        yield at_most("error", total_error(t.loss, found, t.points.labels), t.error, at=here)


def total_error(loss: Loss, found: Column, labels: Column) -> fmpq:
    """The sum of the losses of all points; the loss must not be ANY where value and label differ."""
    misses = [v - y for v, y in zip(found, labels, strict=True) if v != y]
    return sum((loss_of(loss, miss) for miss in misses), fmpq(0))


def loss_of(loss: Loss, residual: fmpq) -> fmpq:
    """l0: 1 unless the residual is 0; l1: its absolute value; squared: its square."""
    if loss is Loss.L0:
        return fmpq(int(residual != 0))
    if loss is Loss.L1:
        return abs(residual)
    if loss is Loss.SQUARED:
        return residual**2
    raise ValueError("an error above 0 is defined only for l0, l1 and squared")
