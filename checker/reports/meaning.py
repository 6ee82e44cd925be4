"""What the docstring of a claim says of each of its obligations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from checker.claims.table import NAMES, claim, module_of
from checker.kernel.verdict import Claim
from checker.reports.docstring import documentation

SENTENCE = re.compile(r"(?<=[.;])\s+")
NAME = re.compile(r"``([^`\s]+)``")

LEADING = re.compile(r"^(``[^`\s]+``(,| and)? )+")
"""The names of obligations with which a sentence begins."""


def named_obligations(known: Claim) -> list[str]:
    """The names, or patterns of names, of obligations in its soundness paragraph."""
    found = NAME.findall(documentation(known).fields.get("Soundness", ""))
    return [name for name in dict.fromkeys(found) if name not in NAMES and "(" not in name]


def meaning(known: Claim, obligation: str) -> str:
    """What the soundness paragraphs of the claim, or of its neighbours, say; empty if nothing."""
    for text in _paragraphs(known):
        for sentence in SENTENCE.split(text):
            subjects, colon, rest = sentence.partition(": ")
            led = bool(colon) and NAME.match(subjects) is not None
            names = NAME.findall(subjects if led else sentence)
            if "as above" not in sentence and any(fnmatchcase(obligation, name) for name in names):
                return (rest if led else LEADING.sub("", sentence)).rstrip(".;")
    return ""


def _paragraphs(known: Claim) -> Iterator[str]:
    yield documentation(known).fields.get("Soundness", "")
    for name in NAMES:
        if name != known.name and module_of(name) == module_of(known.name):
            yield documentation(claim(name)).fields.get("Soundness", "")
