"""relucert fmt: the canonical text of a document, comments kept."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from functools import partial

from checker.cli.codes import NOT_VERIFIED, USAGE, VERIFIED, Failed, worst
from checker.cli.command import Command
from checker.cli.files import certificates, write_text
from checker.cli.objects import opened
from checker.cli.terminal import visible
from checker.language.format import formatted
from checker.language.read import read
from checker.language.write import write_json
from checker.language.write import write_text as write_document

EXAMPLES = """\
examples:
  relucert fmt C.cert                 the canonical text, to standard output
  relucert fmt -i certificates/       rewrite every file that is not canonical
  relucert fmt --check certificates/  name the files that are not canonical; exit code 1 if there is one
  relucert fmt C.cert --to json       the same document as JSON, or back with --to text
  relucert fmt - < C.cert

exit codes: 0 done, or all canonical   1 not canonical (--check)   2 usage   3 parse error"""


NOTATIONS = {"text": write_document, "json": write_json}


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a directory, or - for standard input"
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--check", action="store_true", help="write nothing; name the files that are not canonical"
    )
    how.add_argument("-i", "--in-place", action="store_true", help="rewrite the files")
    how.add_argument("--to", choices=NOTATIONS, help="in this notation, to standard output; drops comments")


def run(given: Namespace) -> int:
    files = [file for path in given.paths for file in certificates(path)]
    if len(files) > 1 and not (given.check or given.in_place):
        raise Failed(USAGE, f"{len(files)} files: use -i or --check, or name one file")
    if given.in_place and "-" in files:
        raise Failed(USAGE, "standard input cannot be rewritten; leave -i out")
    if files.count("-") > 1:
        raise Failed(USAGE, "standard input (-) can be read only once")
    codes = [VERIFIED]
    for name in files:
        try:
            file = opened(name)
            text = file.parsed(partial(_notated, NOTATIONS[given.to]) if given.to else formatted)
        except Failed as error:
            print(error if error.located else f"relucert: {error}", file=sys.stderr)
            codes.append(error.code)
            continue
        if given.check and text != file.text:
            print(f"{visible(name)} is not canonical")
            codes.append(NOT_VERIFIED)
        elif given.in_place and text != file.text:
            write_text(name, text)
            print(f"{visible(name)} rewritten")
        elif not (given.check or given.in_place):
            sys.stdout.write(text)
    return worst(codes)


def _notated(write: Callable[..., str], text: str) -> str:
    return write(*read(text).contents())


FMT = Command("fmt", "the canonical text of a document, comments kept", EXAMPLES, arguments, run)
COMMANDS = (FMT,)
