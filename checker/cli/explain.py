"""relucert explain: a certificate for people."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace

from checker.cli.codes import USAGE, VERIFIED, Failed
from checker.cli.command import Command
from checker.cli.files import suffix, write_text
from checker.cli.objects import File, opened
from checker.cli.terminal import visible
from checker.language.read import Document, read
from checker.reports.explain import FORMATS, Format, explain

EXAMPLES = """\
examples:
  relucert explain C.cert                     on the terminal
  relucert explain C.cert -o C.html           one file for the browser, with figures
  relucert explain C.cert -o C.tex            for a paper
  relucert explain C.cert --format html > C.html

A certificate that is refused is explained too.

exit codes: 0 explained, whatever the verdict   2 usage   3 parse error"""
SUFFIXES: dict[str, Format] = {".html": "html", ".htm": "html", ".tex": "latex", ".txt": "text"}


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="a certificate; - for standard input")
    parser.add_argument(
        "--format", choices=FORMATS, help="default: by the name of the output, otherwise text"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="where to write; default standard output")
    parser.add_argument(
        "--assume", metavar="NAME", action="append", default=[], help="permit this assumption (repeatable)"
    )
    parser.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="of text on a terminal"
    )


def run(given: Namespace) -> int:
    file: File = opened(given.path)
    document: Document = file.parsed(read)
    if not document.claims:
        raise Failed(USAGE, f"{visible(file.name)}: the document makes no claim")
    format = given.format or SUFFIXES.get(suffix(given.output or ""), "text")
    terminal = given.output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    color = given.color == "always" or (given.color == "auto" and terminal)
    permitted = frozenset(given.assume)
    write_text(
        given.output, explain(file.name, file.text, document, document.claims, permitted, format, color)
    )
    return VERIFIED


EXPLAIN = Command("explain", "a certificate for people: text, HTML or LaTeX", EXAMPLES, arguments, run)
COMMANDS = (EXPLAIN,)
