"""The parts of a claim's docstring: what reports and claim pages say about it in words."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass

from checker.kernel.verdict import Claim

FIELD = re.compile(r"(Source|Statement|Certificate|Soundness|Scope):\s+(.*)")
OWNER = re.compile(r"``([a-z0-9_.]+)``")


@dataclass(frozen=True, slots=True)
class Documentation:
    title: str
    """The theorem in one sentence."""
    fields: dict[str, str]
    """Source, Statement, Certificate, Soundness and, where the paper says more, Scope.  Lines that are
    indented further than their field keep their line breaks and their indentation."""


def documentation(claim: Claim) -> Documentation:
    """What the docstring of the claim's module says of this claim.

    Fields below a line with a claim's id belong to that claim, the others to all claims of the module.
    """
    text = sys.modules[claim.obligations.__module__].__doc__ or ""
    title, _, rest = text.partition("\n\n")
    owner, current = claim.name, ""
    lines: dict[str, list[str]] = {}
    for line in rest.splitlines():
        if other := OWNER.fullmatch(line):
            owner, current = other[1], ""
        elif field := FIELD.fullmatch(line):
            current = field[1]
            if owner == claim.name:
                lines[current] = [field[2]]
        elif current and owner == claim.name and line.strip():
            lines[current].append(line)
    return Documentation(" ".join(title.split()), {name: _joined(found) for name, found in lines.items()})


def _joined(lines: list[str]) -> str:
    """The lines as one paragraph, further indented ones as lines of their own."""
    first, *rest = lines
    usual = min((len(line) - len(line.lstrip()) for line in rest), default=0)
    text = first
    for line in rest:
        extra = len(line) - len(line.lstrip()) - usual
        text += f"\n{' ' * extra}{line.strip()}" if extra else f" {line.strip()}"
    return text
