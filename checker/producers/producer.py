"""What the untrusted side offers for each claim: examples, witnesses and mutants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

from checker.claims.table import claim as claim_named
from checker.claims.table import module_of
from checker.kernel.obligation import Path
from checker.kernel.verdict import Claim
from checker.language.write import write


class Impossible(Exception):
    """The claim is false for this input, so there is no certificate.  Says why."""


class Unknown(Exception):
    """The producer found no certificate, and no proof that there is none.  Says why."""


class Unsuitable(ValueError):
    """This input is not an instance of the claim or reduction.  Says why, and where in the input."""

    def __init__(self, message: str, at: Path = ()) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True, slots=True)
class Mutation:
    """Turns a good (statement, certificate) into one that must be rejected, and says why."""

    breaks: str
    """Name of the obligation that must fail: rejection for any other reason is a test failure."""
    apply: Callable[[Any, Any], tuple[Any, Any]]
    example: int = 0
    """Which of the claim's examples it is applied to."""
    at: str = ""
    """Words that the place of the failure must contain, if given."""


@dataclass(frozen=True, slots=True)
class Producer:
    claim: str
    examples: Callable[[], Iterator[Any]]
    """Statements for which the claim holds; the first is the worked example."""
    produce: Callable[[Any], Any]
    """The certificate of a statement; raises Impossible."""
    mutations: tuple[Mutation, ...]
    named: Callable[[Any, Any], dict[str, object]] = field(default=lambda s, c: {})
    """The objects of (statement, certificate) that deserve a name in the text, in their order."""
    accepts: Mapping[type, Callable[..., Any]] = field(default_factory=dict)
    """How to make a statement from an input object of each type; raises Unsuitable."""
    options: frozenset[str] = frozenset()
    """The keyword arguments that all of ``accepts`` take, named like the options of the command line."""
    helped: Mapping[type, Callable[[Any, Any], tuple[Any, Any]]] = field(default_factory=dict)
    """How to make statement and certificate from an input object and a solution of each type, which
    somebody else has found; raises Unsuitable, with the place in the solution."""
    unreachable: Mapping[str, str] = field(default_factory=dict)
    """Obligations that no certificate can break (facts of a construction), and why."""


@dataclass(frozen=True, slots=True)
class Made:
    """A claim with its statement and certificate."""

    claim: str
    statement: Any
    certificate: Any


@dataclass(frozen=True, slots=True)
class SolutionMaps:
    """The three functions of a reduction as a user calls them; each result is a claim to check."""

    reduction: str
    reduce: Callable[..., Made]
    """source instance -> target instance; raises Unsuitable"""
    lift: Callable[..., Made]
    """source instance, its solution -> solution of the target; raises Unsuitable"""
    pull: Callable[..., Made]
    """source instance, solution of the target -> solution of the source; raises Unsuitable"""
    solution: type = frozenset
    """Of the source's solutions: a set of true variables, unless another is given."""
    parameters: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    """What else the target depends on, and where a statement of the reduction has it.  The maps take such
    values by name, or choose them; Unsuitable is raised at the name if the value is."""


def producer(claim: Claim) -> Producer:
    """The producer of this claim, from the module with the same path."""
    module = import_module(f"checker.producers.{module_of(claim.name)}")
    (found,) = [p for p in module.PRODUCERS if p.claim == claim.name]
    assert isinstance(found, Producer)
    return found


@cache
def solution_maps(reduction: str) -> SolutionMaps:
    """The maps of this reduction, from the module with the same path."""
    found = import_module(f"checker.producers.{reduction}").MAPS
    assert isinstance(found, SolutionMaps)
    return found


def document(made: Made) -> str:
    """The text of a certificate file."""
    claim = claim_named(made.claim)
    names = producer(claim).named(made.statement, made.certificate)
    return write(claim, made.statement, made.certificate, names)


def example_document(claim: Claim) -> str:
    """The worked example of the claim, as a document."""
    made = producer(claim)
    statement = next(iter(made.examples()))
    return document(Made(claim.name, statement, made.produce(statement)))
