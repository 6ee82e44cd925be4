"""relucert prove: certificates from inputs, and the worked examples."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import fields, replace

from checker.claims.table import NAMES, claim
from checker.cli.codes import NOT_VERIFIED, PARSE_ERROR, USAGE, VERIFIED, Failed
from checker.cli.command import Command, natural, one_of, rational, seconds
from checker.cli.files import explained, write_text
from checker.cli.making import sound, text_of, write_certificate
from checker.cli.objects import NEURONS, load, opened
from checker.cli.terminal import visible
from checker.kernel.verdict import Claim
from checker.language.read import read
from checker.problems.training import Loss, Training
from checker.producers.producer import Impossible, Made, Unsuitable, example_document, producer

EXAMPLES = """\
examples:
  relucert prove training.fits                      the worked example of the claim, to standard output
  relucert prove fh23.theorem1.forward F.cnf -o F.cert
  relucert prove treewidth.upper_bound G.gr -o G.cert.gz
  relucert prove treewidth.lower_bound G.gr --width 4
  relucert prove treewidth.nice G.gr G.td           from a tree decomposition that somebody else has found
  relucert prove training.fits T.cert N.cert        the same for an instance and a network
  relucert prove fh23.theorem1.error F.cnf --error 7/3 --loss squared
  relucert prove linear.optimal P.mps -o P.cert
  relucert prove fh23.theorem11 D.csv --neurons 2 -o C.cert     yes or no, whichever is true
  relucert prove fh23.theorem7 S.csv -o C.cert      two hyperplanes and a fit, or the proof that there are none
  relucert prove fh23.theorem11.no T.cert --object T --time-limit 60
  relucert prove --all -o certificates              every worked example, one file a claim

Without --width, claims about a treewidth are made for the best width that is found.

An input is a formula (.cnf), a graph (.gr), a linear program (.mps, .lp), labelled points (.csv: columns
x1, ..., xd, y), or a document (.cert, .json) that defines or states what the claim needs.  CLAIM may be
what two claims decide, CLAIM.yes or CLAIM.forward and CLAIM.no; the line `c claim=...` says which of them
was written.

exit codes:
  0 written   1 the claim is false for this input   2 usage   3 the input is malformed or does not fit the claim
  5 no answer: the time limit, or the producer does not know   70 internal error.
Nothing is written unless the code is 0."""


OPTIONS = ("error", "loss")
"""Of the command line, for what some producers accept."""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "claim", metavar="CLAIM", nargs="?", help="the id of a claim; relucert claims lists them"
    )
    parser.add_argument("input", metavar="INPUT", nargs="?", help="a file, or - for standard input")
    parser.add_argument(
        "solution",
        metavar="SOLUTION",
        nargs="?",
        help="for some claims: a solution to make it from, like a .td file",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="where to write: .cert or .json, perhaps .gz; with --all a directory",
    )
    parser.add_argument("--all", action="store_true", help="every worked example")
    parser.add_argument(
        "--object", metavar="NAME", help="the definition to use, if the input has several that fit"
    )
    parser.add_argument("--width", metavar="K", type=int, help="the width, for a claim about one")
    parser.add_argument("--neurons", metavar="K", type=natural, help=NEURONS)
    parser.add_argument(
        "--error",
        metavar="GAMMA",
        type=rational,
        help="the error bound, for fh23.theorem1.error: 2, 7/3 or 0.5",
    )
    parser.add_argument("--loss", choices=("l0", "l1", "squared"), help="and its loss")
    parser.add_argument("--time-limit", metavar="SECONDS", type=seconds)


def run(given: Namespace) -> int:
    if given.all:
        if given.claim is not None or given.object is not None or given.output is None:
            raise Failed(
                USAGE, "prove --all takes a directory and nothing else: relucert prove --all -o DIRECTORY"
            )
        return _all(given.output)
    if given.claim is None:
        raise Failed(USAGE, "which claim? relucert claims lists them")
    known = [claim(name) for name in answers(given.claim)]
    accepted = producer(known[0]).options
    if foreign := [o for o in OPTIONS if getattr(given, o) is not None and o not in accepted]:
        raise Failed(USAGE, f"{given.claim} takes no --{foreign[0]}")
    if given.input is not None:
        make = _from_input if given.solution is None else _from_solution
        text, comment = make(known, given)
        write_certificate(given.output, text, comment)
        if len(known) > 1 and given.output not in (None, "-"):
            print(f"c claim={read(text).claims[0].claim.name} file={visible(given.output)}")
    elif unused := [o for o in ("object", "width", "neurons", *OPTIONS) if getattr(given, o) is not None]:
        raise Failed(USAGE, f"--{unused[0]} needs an input")
    else:
        write_certificate(given.output, sound(example_document(known[0])))
    return VERIFIED


def answers(name: str) -> tuple[str, ...]:
    """The claim of this name; or the yes (of a reduction forward) and the no that decide a question together."""
    for yes in ("yes", "forward"):
        if {f"{name}.{yes}", f"{name}.no"} <= set(NAMES):
            return f"{name}.{yes}", f"{name}.no"
    return (one_of(name, NAMES, "claim"),)


def _all(directory: str) -> int:
    for name in NAMES:
        file = os.path.join(directory, name.replace(".", os.sep, 1) + ".cert")
        try:
            os.makedirs(os.path.dirname(file), exist_ok=True)
        except OSError as error:
            raise Failed(USAGE, explained(directory, error)) from None
        write_text(file, sound(example_document(claim(name))))
        print(file)
    return VERIFIED


def _from_input(known: Sequence[Claim], given: Namespace) -> tuple[str, str]:
    """The certificate of the first of these claims that is true, and what its input says in comments."""
    statement, made, width = known[0].statement, [producer(one) for one in known], given.width
    if width is not None and "width" not in (f.name for f in fields(statement)):
        raise Failed(USAGE, f"{given.claim} is not about a width")
    options = {o: getattr(given, o) for o in OPTIONS if getattr(given, o) is not None}
    if "loss" in options:
        options["loss"] = Loss(options["loss"])
    neurons = given.neurons
    if neurons is not None and "neurons" in made[0].options:
        options["neurons"], neurons = neurons, None
    elif neurons is not None and Training not in made[0].accepts:
        raise Failed(USAGE, f"{given.claim} takes no --neurons")
    # With options a claim is made anew from the objects of a certificate, not read from it.
    name = "" if options else known[0].name
    wanted = tuple(made[0].accepts) if options else (statement, *made[0].accepts)
    found = load(opened(given.input), wanted, given.object, name, neurons)
    value = found.object.value
    stated = isinstance(value, statement)

    def make() -> Made:
        try:
            if width is None:
                posed = value if stated else made[0].accepts[type(value)](value, **options)
            else:
                posed = replace(value, width=width) if stated else statement(value, width)
            for one in made[:-1]:
                with suppress(Impossible):
                    return Made(one.claim, posed, one.produce(posed))
            return Made(made[-1].claim, posed, made[-1].produce(posed))
        except Unsuitable as error:
            if error.at and error.at[0] in options:
                raise Failed(USAGE, f"--{error.at[0]}: {error}") from None
            raise found.refused(PARSE_ERROR, error.at, "unsuitable", str(error)) from None

    return text_of(make, given.time_limit), found.object.comment


def _from_solution(known: Sequence[Claim], given: Namespace) -> tuple[str, str]:
    """The certificate that a given solution makes, and what its input says in comments."""
    made = producer(known[0])
    if not made.helped:
        raise Failed(USAGE, f"{given.claim} is made from its input alone, not from a solution")
    if given.width is not None:
        raise Failed(USAGE, "the solution has a width, so --width is not for both")
    if given.input == given.solution == "-":
        raise Failed(USAGE, "standard input (-) can be read only once")
    found = load(opened(given.input), tuple(made.accepts), given.object, neurons=given.neurons)
    solved = load(opened(given.solution), tuple(made.helped))
    solution = solved.object.value

    def make() -> Made:
        try:
            return Made(made.claim, *made.helped[type(solution)](found.object.value, solution))
        except Unsuitable as error:
            raise solved.refused(NOT_VERIFIED, error.at, "no-solution", str(error)) from None

    return text_of(make, given.time_limit), found.object.comment


PROVE = Command(
    "prove", "a certificate for a claim on an input, checked before it is written", EXAMPLES, arguments, run
)
COMMANDS = (PROVE,)
