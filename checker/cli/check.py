"""relucert check: the verdict on each certificate."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from checker.claims.table import NAMES
from checker.cli.codes import USAGE, VERDICTS, VERIFIED, Failed, worst
from checker.cli.command import Command, natural, one_of, positive, seconds
from checker.cli.deciding import Outcome, Terms, outcomes, stopped
from checker.cli.files import certificates
from checker.cli.limits import Limits, Stopped, apart, cores
from checker.cli.progress import Progress
from checker.cli.terminal import Console, quoted
from checker.language.read import read

EXAMPLES = """\
examples:
  relucert check C.cert                          one certificate
  relucert check certificates/ --jobs 0          every .cert and .json below a directory, on all cores
  relucert prove training.fits | relucert check -
  relucert check C.cert --require training.fits  refuse every other claim
  relucert check C.cert --assume tree.hole       permit an assumption by name
  relucert check big.cert --time-limit 60 --memory-limit 2000
  relucert check runs/*.cert --json              one JSON object a certificate

exit codes:
  0 verified   1 not verified   2 usage   3 parse error   4 incomplete (assumptions)   5 unknown (a limit)
  6 unsupported   70 internal error.   Of several files the worst counts: 70, 3, 1, 6, 5, 4, 2, 0."""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a directory, or - for standard input"
    )
    parser.add_argument(
        "--json", action="store_true", help="one JSON object a certificate on standard output"
    )
    parser.add_argument(
        "--require", metavar="CLAIM", help="every certificate must be one of exactly this claim"
    )
    parser.add_argument(
        "--assume", metavar="NAME", action="append", default=[], help="permit this assumption (repeatable)"
    )
    parser.add_argument(
        "--jobs", metavar="N", type=natural, default=1, help="check N files at a time; 0: one per core"
    )
    parser.add_argument("--time-limit", metavar="SECONDS", type=seconds, help="for each file")
    parser.add_argument(
        "--memory-limit", metavar="MB", type=positive, help="for each file, beyond the program itself"
    )
    parser.add_argument(
        "--max-errors", metavar="N", type=positive, default=5, help="show so many misfits (default 5)"
    )
    parser.add_argument(
        "--paranoid", action="store_true", help="every value by its definition, without fast roads"
    )
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    loud = parser.add_mutually_exclusive_group()
    loud.add_argument("-q", "--quiet", action="store_true", help="verdict lines only")
    loud.add_argument(
        "-v", "--verbose", action="store_true", help="also the sentence and every obligation with its count"
    )


def run(given: Namespace) -> int:
    if given.require is not None:
        one_of(given.require, NAMES, "claim")
    if given.paths.count("-") > 1:
        raise Failed(USAGE, "standard input (-) can be read only once")
    if not given.paranoid:
        return _run(given)
    from checker.objects.paranoid import exact_only

    with exact_only():
        return _run(given)


def _run(given: Namespace) -> int:
    console, codes, counts = Console(given.color), list[int](), Counter[str]()
    terms = Terms(frozenset(given.assume), given.require, given.max_errors)
    for outcome in _all(given, terms):
        codes.append(outcome.code)
        counts[VERDICTS.get(outcome.code, "")] += 1
        if outcome.report and not (given.quiet and outcome.code in VERDICTS):
            console.print(outcome.report)
        if given.json:
            from checker.cli.record import record

            print(record(outcome, terms.assume))
        else:
            for line in lines(outcome, terms.assume, given.quiet, given.verbose):
                print(line)
        sys.stdout.flush()
    if len(codes) > 1 and not (given.json or given.quiet):
        facts = [f"{word.lower().replace(' ', '-')}={n}" for word, n in sorted(counts.items()) if word]
        print("c", f"certificates={sum(counts.values()) - counts['']}", *facts)
    return worst(codes)


def lines(
    outcome: Outcome, assume: frozenset[str], quiet: bool = False, verbose: bool = False
) -> Iterator[str]:
    """The facts of an outcome and its verdict line, for standard output."""
    if outcome.code in VERDICTS and not quiet:
        facts: dict[str, object] = {"file": outcome.file}
        if outcome.claim:
            facts["claim"] = outcome.claim
            facts["obligations"] = sum(outcome.decided.values())
            facts["assumptions"] = len(outcome.assumptions)
        if outcome.misfits:
            facts["error"] = outcome.misfits[0].obligation
        if outcome.components:
            facts["misfits"] = outcome.failing
        facts["seconds"] = f"{outcome.seconds:.3f}"
        yield " ".join(["c", *(f"{key}={quoted(value)}" for key, value in facts.items())])
        for name, sentence in outcome.assumptions:
            permitted = "yes" if name in assume else "no"
            yield f"c assumption={quoted(name)} permitted={permitted} sentence={quoted(sentence)}"
        if verbose and outcome.sentence:
            yield f"c sentence={quoted(outcome.sentence)}"
        if verbose:
            yield from (f"c obligation={quoted(name)} count={n}" for name, n in outcome.decided.items())
    if outcome.code in VERDICTS:
        yield f"s {VERDICTS[outcome.code]} {outcome.words if outcome.code == VERIFIED else ''}".rstrip()


def _all(given: Namespace, terms: Terms) -> Iterator[Outcome]:
    """The outcomes of all files, in the order in which they were named."""
    limits, jobs = Limits(given.time_limit, given.memory_limit), given.jobs or cores()
    files = list[str | Outcome]()
    for path in given.paths:
        try:
            files += certificates(path)
        except Failed as error:
            files.append(Outcome(path, USAGE, report=str(error)))
    results = _apart(files, terms, jobs, limits) if limits != Limits() or jobs > 1 < len(files) else None
    with Progress(lambda: len(files)) as progress:
        for file in files:
            if isinstance(file, Outcome):
                found: Iterable[Outcome] = [file]
            elif results is not None:
                found = next(results)
            else:
                found = outcomes(file, terms._replace(watch=progress.watch if progress.active else None))
            for outcome in found:
                progress.hide()
                yield outcome
            progress.advance()


def _apart(
    files: Sequence[str | Outcome], terms: Terms, jobs: int, limits: Limits
) -> Iterator[list[Outcome]]:
    """The outcomes of each file, found in a process of its own."""
    read("relucert 1 end")  # the grammar is built once, for all processes
    names = [file for file in files if isinstance(file, str)]
    tasks = [lambda name=name: list(outcomes(name, terms)) for name in names]
    for name, result in zip(names, apart(tasks, jobs, limits), strict=True):
        yield [stopped(name, result)] if isinstance(result, Stopped) else result


CHECK = Command(
    "check",
    "the verdict on certificates: files, directories, or - for standard input",
    EXAMPLES,
    arguments,
    run,
)
COMMANDS = (CHECK,)
