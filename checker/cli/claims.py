"""relucert claims: the table of contents of the papers, and one page for each claim."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from textwrap import fill

from checker.claims.table import ASSUMED, NAMES, claim, module_of
from checker.cli.codes import USAGE, VERIFIED, Failed
from checker.cli.command import Command, one_of
from checker.cli.files import explained, write_text
from checker.kernel.verdict import Claim

EXAMPLES = """\
examples:
  relucert claims                            every claim: id, source, status, one sentence
  relucert claims fh23.theorem1.forward      its page: statement, certificate, why the obligations suffice
  relucert claims --json                     for scripts
  relucert claims --pages docs/claims        the pages of the documentation"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("claim", metavar="CLAIM", nargs="?", help="the page of this claim")
    parser.add_argument("--json", action="store_true", help="one JSON object a claim")
    parser.add_argument("--pages", metavar="DIRECTORY", help="write the pages of the documentation")


def run(given: Namespace) -> int:
    names = NAMES if given.claim is None else (one_of(given.claim, NAMES, "claim"),)
    if given.pages is not None:
        if given.json or given.claim is not None:
            raise Failed(USAGE, "--pages stands alone")
        return _pages(given.pages)
    if given.json:
        import json

        for name in names:
            print(json.dumps(_record(claim(name))))
    elif given.claim is not None:
        print(_page(claim(given.claim)))
    else:
        sys.stdout.writelines(f"{line}\n" for line in _listed())
    return VERIFIED


def status(name: str) -> str:
    """Whether the claim holds as it is printed in the paper: the names say it, or the table."""
    if name.endswith(".printed"):
        return "refuted as printed"
    if name in ASSUMED:
        return "assumed"
    repaired = f"{name}.printed" in NAMES or f"{name.rpartition('.')[0]}.printed" in NAMES
    return "holds repaired" if repaired else "holds"


def _listed() -> Iterator[str]:
    width = min(shutil.get_terminal_size((100, 24)).columns, 120)
    longest = max(map(len, NAMES))
    widest = max(len(status(name)) for name in NAMES)
    for name in NAMES:
        known = claim(name)
        yield f"{name:{longest}}  {status(name):{widest}}  {known.source}"
        yield fill(known.summary, width, initial_indent="    ", subsequent_indent="    ")


def _record(known: Claim) -> dict[str, str]:
    return {
        "schema": "relucert/1",
        "claim": known.name,
        "source": known.source,
        "summary": known.summary,
        "status": status(known.name),
    }


def _page(known: Claim) -> str:
    about = sys.modules[known.obligations.__module__].__doc__ or ""
    together = [name for name in NAMES if module_of(name) == module_of(known.name) and name != known.name]
    parts = [
        f"{known.name}  ({known.source}; {status(known.name)})",
        known.summary,
        about.strip(),
        *([f"Stated together with: {', '.join(together)}"] if together else []),
        f"Worked example: relucert prove {known.name}",
    ]
    return "\n\n".join(parts)


def _pages(directory: str) -> int:
    from checker.cli.pages import pages

    for path, text in pages().items():
        file = os.path.join(directory, path)
        try:
            os.makedirs(os.path.dirname(file), exist_ok=True)
        except OSError as error:
            raise Failed(USAGE, explained(directory, error)) from None
        write_text(file, text)
        print(file)
    return VERIFIED


CLAIMS = Command("claims", "every claim: id, source, status, one sentence", EXAMPLES, arguments, run)
COMMANDS = (CLAIMS,)
