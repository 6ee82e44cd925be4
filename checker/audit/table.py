"""Every subject that can be audited.  A name is also the path of its module, as for claims."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from checker.audit.subject import Subject
from checker.claims.table import module_of

NAMES = (
    "training",
    "linear",
    "separability.two_hyperplanes.and_or",
    "separability.two_hyperplanes.crossing",
    "separability.two_hyperplanes.restricted",
    "treewidth",
    "steinitz.reordering",
    "fh23.theorem1",
    "fh23.theorem7",
    "fh23.corollary8",
    "fh23.corollary8.printed",
    "fh23.corollary10",
    "fh23.theorem11",
    "fh23.theorem11.no.printed",
    "fh23.theorem11.depth.printed",
)


@cache
def subject(name: str) -> Subject:
    """The subject of this name; KeyError if the table does not list it."""
    if name not in NAMES:
        raise KeyError(name)
    (found,) = [s for s in import_module(f"checker.audit.{module_of(name)}").SUBJECTS if s.name == name]
    assert isinstance(found, Subject)
    return found


def subject_of(claim: str) -> str | None:
    """The subject to which this claim belongs: the longest name that it continues."""
    return max((name for name in NAMES if f"{claim}.".startswith(f"{name}.")), key=len, default=None)
