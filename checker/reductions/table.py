"""Every reduction the checker knows.  A name is also the path of its module."""

from functools import cache
from importlib import import_module

from checker.reductions.reduction import Reduction

NAMES = ("fh23.theorem1", "fh23.theorem7", "fh23.corollary8", "fh23.corollary10")


@cache
def reduction(name: str) -> Reduction:
    """The reduction of this name; KeyError if the table does not list it."""
    if name not in NAMES:
        raise KeyError(name)
    found = import_module(f"checker.reductions.{name}").REDUCTION
    if not isinstance(found, Reduction) or found.name != name:
        raise TypeError(f"checker.reductions.{name} does not define the reduction {name}")
    return found
