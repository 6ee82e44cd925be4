"""relucert audit: the hunt for counterexamples, and the table of what was found."""

from __future__ import annotations

import os
import re
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager
from importlib import import_module
from time import monotonic
from typing import Any

from checker.audit.results import NoResults, Results
from checker.audit.run import Plan, Task, examine, run, shrunk, tasks
from checker.audit.subject import Subject, written
from checker.audit.table import NAMES, subject, subject_of
from checker.cli.codes import NOT_VERIFIED, PARSE_ERROR, UNKNOWN, USAGE, VERIFIED, Failed
from checker.cli.command import Command, natural, one_of, positive, seconds
from checker.cli.files import explained, write_text
from checker.cli.limits import cores
from checker.cli.objects import load, opened
from checker.cli.progress import Progress
from checker.cli.terminal import quoted, visible
from checker.language.read import read
from checker.producers.producer import Unsuitable
from checker.reports.explain import explain

RESULTS = "results.sqlite"
EXAMPLES = f"""\
examples:
  relucert audit fh23.theorem1                        every formula of at most 6 variables plus clauses, and 100 random ones
  relucert audit fh23.theorem1 --size 5 --random 10000 --seed 7 --jobs 4
  relucert audit fh23.corollary8.printed              finds a counterexample: a certificate, and its report
  relucert audit training                             whether points are fitted, against all activation patterns
  relucert audit treewidth --size 5 --random 1000     every graph on at most 5 vertices, and random ones
  relucert audit fh23.theorem1 F.cnf                  this formula only
  relucert audit fh23.theorem1 --executor dask --scheduler tcp://127.0.0.1:8786
  relucert audit --report                             what was found so far, as a table
  relucert audit --list                               what can be audited, and what the size of each counts

Every input is decided twice, by our producers, whose certificates the kernel checks, and by brute force; of a
reduction, all solutions are mapped forward and back.  Then the same with other words: names exchanged, points
moved.  A discrepancy is shrunk and written as a document that relucert check decides on its own.

What was found is kept in {RESULTS} below the output directory; the same command goes on where it was stopped.

exit codes:
  0 no discrepancy   1 a discrepancy was found, and written   2 usage   3 malformed input
  5 the time limit was reached: call it again   70 internal error"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "claim", metavar="CLAIM", nargs="?", help="a reduction, or a claim; see the list below"
    )
    parser.add_argument("input", metavar="INPUT", nargs="?", help="a file with the only input to examine")
    parser.add_argument(
        "--size",
        metavar="N",
        type=positive,
        help="all inputs up to this size; what it counts depends on the claim",
    )
    parser.add_argument(
        "--random",
        metavar="N",
        type=natural,
        default=100,
        help="so many random inputs beyond that (default 100)",
    )
    parser.add_argument(
        "--variants",
        metavar="N",
        type=natural,
        default=1,
        help="examine each input in N other wordings too (default 1)",
    )
    parser.add_argument(
        "--seed", metavar="N", type=natural, default=0, help="of all random choices (default 0)"
    )
    parser.add_argument(
        "--jobs", metavar="N", type=natural, default=0, help="local processes; 0: one per core"
    )
    parser.add_argument(
        "--executor", choices=("processes", "dask"), default="processes", help="where the inputs are examined"
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="of the Dask cluster, like tcp://127.0.0.1:8786"
    )
    parser.add_argument("--time-limit", metavar="SECONDS", type=seconds)
    parser.add_argument("--list", action="store_true", help="print what can be audited")
    parser.add_argument("--report", action="store_true", help="print what the output directory holds")
    parser.add_argument(
        "-o",
        "--output",
        metavar="DIRECTORY",
        default="audit",
        help="where the results are kept (default audit)",
    )


def run_audit(given: Namespace) -> int:
    if given.list or given.report:
        if given.claim is not None or (given.list and given.report):
            raise Failed(USAGE, "--list and --report each stand alone, without a claim")
        return _list() if given.list else _report(given.output)
    if given.claim is None:
        raise Failed(USAGE, "audit takes a claim; `relucert audit --list` lists what can be audited")
    name = subject_of(given.claim) or one_of(given.claim, NAMES, "subject")
    if (given.executor == "dask") != (given.scheduler is not None):
        raise Failed(USAGE, "--executor dask and --scheduler ADDRESS belong together")
    audited = subject(name)
    size = given.size or audited.size
    plan = Plan(name, size, given.random, given.variants, given.seed)
    if given.input is not None:
        return _one(given, plan, audited)
    return _all(given, plan)


def _list() -> int:
    for name in NAMES:
        listed = subject(name)
        print(f"{name}\n    size: {listed.measure}, {listed.size} by default")
    return VERIFIED


def _one(given: Namespace, plan: Plan, audited: Subject) -> int:
    """The only input is examined here, and not kept."""
    found = load(opened(given.input), (audited.input,))
    try:
        audited.suits(found.object.value)
    except Unsuitable as error:
        raise found.refused(PARSE_ERROR, error.at, "unsuitable", str(error)) from None
    findings = examine(plan, Task("", 1, 1, found.object.value)).findings
    facts = {
        "subject": plan.subject,
        "answer": findings.answer,
        "solutions": findings.sources,
        "fits": findings.targets,
        "certificates": findings.certificates,
        "discrepancies": len(findings.discrepancies),
    }
    print("c", *[f"{key}={quoted(value)}" for key, value in facts.items()])
    kinds = dict.fromkeys(d.kind for d in findings.discrepancies)
    for kind in kinds:
        _write(given.output, plan, kind, written(found.object.value))
    return _verdict(plan.subject, bool(kinds))


def _all(given: Namespace, plan: Plan) -> int:
    start, end = monotonic(), FOREVER if given.time_limit is None else monotonic() + given.time_limit
    with _results(given.output, new=True) as results, _executor(given) as (executor, ahead):
        audit = results.audit(plan)
        done = results.done(audit)
        with Progress(lambda: sum(task.key not in done for task in tasks(plan)), "inputs") as progress:
            try:
                for found in run(plan, done, executor, ahead, lambda: monotonic() > end):
                    results.add(audit, found)
                    progress.advance()
            except BrokenExecutor as error:
                why = str(error).split(".")[0] or "a process was ended"
                raise Failed(UNKNOWN, f"{why}; the same command goes on from here") from None
        stopped = monotonic() > end
        for kind, text in results.kinds(audit):
            _write(given.output, plan, kind, text)
        (tally,) = [t for t in results.tallies() if (t.subject, t.variants, t.seed) == plan.key]
    facts = {
        "subject": plan.subject,
        "size": plan.size,
        "variants": plan.variants,
        "seed": plan.seed,
        "inputs": tally.inputs,
        "random": tally.random,
        "stand-for": tally.stand_for,
        "yes": tally.yes,
        "no": tally.no,
        "other": tally.other,
        "solutions": tally.sources,
        "fits": tally.targets,
        "certificates": tally.certificates,
        "discrepancies": tally.discrepancies,
        "seconds": f"{monotonic() - start:.1f}",
    }
    print("c", *[f"{key}={value}" for key, value in facts.items()])
    if stopped and not tally.discrepancies:
        raise Failed(UNKNOWN, "the time limit was reached; the same command goes on from here")
    return _verdict(plan.subject, bool(tally.discrepancies))


def _verdict(name: str, found: bool) -> int:
    print(f"s DISCREPANCY {name}" if found else f"s NO DISCREPANCY {name}")
    return NOT_VERIFIED if found else VERIFIED


FOREVER = float("inf")


def _write(folder: str, plan: Plan, kind: str, text: str) -> None:
    """The smallest input, the certificates, and a report of each with its picture."""
    found = shrunk(plan, text, kind)
    if found is None:
        raise Failed(
            UNKNOWN,
            f"{visible(folder)}: {kind!r} was found by another version, and is not found again;"
            " begin anew in another directory",
        )
    text, discrepancy = found
    place = os.path.join(folder, f"{plan.subject}-{re.sub('[^a-z0-9.]+', '-', kind.lower())}")
    _make(folder)
    write_text(f"{place}.input.txt", text)
    print(f"c kind={quoted(kind)} input={quoted(f'{place}.input.txt')}")
    print(f"c   {visible(discrepancy.words)}")
    many = len(discrepancy.certificates) > 1
    for number, document in enumerate(discrepancy.certificates, 1):
        name = f"{place}-{number}" if many else place
        write_text(f"{name}.cert", document)
        stated = read(document)
        write_text(f"{name}.html", explain(f"{name}.cert", document, stated, stated.claims, format="html"))
        print(f"c   certificate={quoted(f'{name}.cert')} picture={quoted(f'{name}.html')}")


def _make(folder: str) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise Failed(USAGE, explained(folder, error)) from None


def _results(folder: str, new: bool = False) -> Results:
    path = os.path.join(folder, RESULTS)
    if new:
        _make(folder)
    elif not os.path.isfile(path):
        raise Failed(USAGE, f"{visible(path)}: there are no results of audits yet")
    try:
        return Results(path)
    except NoResults as error:
        raise Failed(USAGE, f"{visible(path)}: {error}") from None


@contextmanager
def _executor(given: Namespace) -> Iterator[tuple[Executor, int]]:
    """Where inputs are examined, and how many it is given at a time."""
    if given.executor == "processes":
        from concurrent.futures import ProcessPoolExecutor

        jobs = given.jobs or cores()
        with ProcessPoolExecutor(jobs, initializer=_ignore_interrupts) as pool:
            yield pool, 4 * jobs
        return
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise Failed(USAGE, "--executor dask needs the extra: pip install 'relucert[dask]'") from None
    try:
        client = distributed.Client(given.scheduler, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise Failed(USAGE, f"no Dask scheduler answers at {given.scheduler}: {error}") from None
    with client, client.get_executor(pure=False) as cluster:
        yield cluster, 4 * max(1, sum(client.nthreads().values()))


def _ignore_interrupts() -> None:
    """The process that was called ends the others."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _report(folder: str) -> int:
    with _results(folder) as results:
        tallies, margins = list(results.tallies()), list(results.margins())
    _table(
        ("audit", "variants", "seed", *COLUMNS),
        [
            (t.subject, *map(str, (t.variants, t.seed)), *[f"{n:,}" for n in t[3:-1]], f"{t.seconds:,.1f}")
            for t in tallies
        ],
        3,
    )
    print()
    _table(
        ("audit", "inequality", "least margin", "largest margin"),
        [(m.subject, m.obligation, str(m.slack.least), str(m.slack.largest)) for m in margins],
        2,
    )
    return VERIFIED


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]], words: int) -> None:
    """A table in Markdown; the first columns are words, the others numbers."""
    from rich.box import MARKDOWN
    from rich.console import Console
    from rich.table import Table

    table = Table(box=MARKDOWN)
    for number, title in enumerate(titles):
        table.add_column(title, justify="left" if number < words else "right")
    for row in rows:
        table.add_row(*row)
    console = Console(width=WIDE, no_color=True)
    with console.capture() as captured:
        console.print(table)
    print("\n".join(line.rstrip() for line in captured.get().splitlines() if line.strip()))


WIDE = 400
"""Columns of a terminal on which no line of the table is broken."""
COLUMNS = (
    "inputs",
    "stand for",
    "random",
    "yes",
    "no",
    "other",
    "solutions",
    "fits",
    "certificates",
    "discrepancies",
    "seconds",
)
AUDIT = Command(
    "audit",
    "every small input, then random ones, against brute force: a hunt for counterexamples",
    EXAMPLES,
    arguments,
    run_audit,
)
COMMANDS = (AUDIT,)
