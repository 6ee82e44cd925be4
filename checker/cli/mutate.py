"""relucert mutate: mutants of a certificate, and what the kernel says of them."""

from __future__ import annotations

import os
import random
from argparse import ArgumentParser, Namespace
from collections import Counter
from dataclasses import dataclass
from functools import partial

from checker.cli.codes import INTERNAL, NOT_VERIFIED, USAGE, VERIFIED, Failed
from checker.cli.command import Command, natural, seconds
from checker.cli.files import explained, stem, write_text
from checker.cli.limits import Limits, Stopped, apart, cores
from checker.cli.objects import File, opened
from checker.cli.terminal import clipped, visible
from checker.kernel.verdict import check
from checker.language.explain import place
from checker.language.read import JSON, Document, read
from checker.language.source import Malformed
from checker.language.write import write_text as write_document
from checker.producers.mutants import Edit, changed, edits

EXAMPLES = """\
examples:
  relucert mutate C.cert                          200 mutants: which obligations refuse them, and which are accepted
  relucert mutate C.cert --number 50 --seed 7     another 50
  relucert mutate C.cert --number 0               all of them
  relucert mutate C.cert -o mutants               write them too, each with a comment that says what the kernel says

A mutant differs from the certificate in one number, item, term, word or name.  One that is accepted shows dead
content, a statement that is still true, or a hole in the checker: look at each.

exit codes: 0 done   1 the certificate itself is not verified   2 usage   3 parse error"""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of a mutant."""

    result: str
    """One of the words below, or the obligation that refused it."""
    words: str
    """What the kernel says of it."""


SAME, UNREADABLE, LIMIT, OTHER_CLAIM, OTHER_PROOF = (
    "same",
    "unreadable",
    "limit",
    "other claim",
    "other proof",
)
ACCEPTED = {
    OTHER_CLAIM: "accepted with another statement: still true, or a hole",
    OTHER_PROOF: "accepted with another proof of the same statement: dead content, slack, or a hole",
}


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", metavar="CERT", help="a certificate that is verified; - for standard input")
    parser.add_argument(
        "--number", metavar="N", type=natural, default=200, help="so many mutants (default 200; 0: all)"
    )
    parser.add_argument(
        "--seed", metavar="S", type=natural, default=0, help="which ones, if there are more (default 0)"
    )
    parser.add_argument("-o", "--output", metavar="DIRECTORY", help="write the mutants to this directory")
    parser.add_argument(
        "--jobs", metavar="N", type=natural, default=0, help="so many at a time; 0 (default): one per core"
    )
    parser.add_argument(
        "--time-limit", metavar="SECONDS", type=seconds, default=10.0, help="for each mutant (default 10)"
    )


def run(given: Namespace) -> int:
    file = opened(given.path)
    document: Document = file.parsed(read)
    if JSON.match(file.text):  # mutants are made of the text notation
        file = File(f"{file.name} as text", write_document(*document.contents()))
    if not document.claims:
        raise Failed(USAGE, f"{visible(file.name)}: the document makes no claim")
    for stated in document.claims:
        failure = check(stated.claim, stated.statement, stated.certificate).failure
        if failure is not None:
            raise Failed(
                NOT_VERIFIED,
                f"{visible(file.name)}: the certificate itself is refused: {failure.obligation.name}",
            )
    every = edits(file.text, document)
    chosen = every
    if 0 < given.number < len(every):
        chosen = sorted(random.Random(given.seed).sample(every, given.number))
    tasks = [partial(judged, file.text, edit, document) for edit in chosen]
    counts, accepted = Counter[str](), {word: list[str]() for word in ACCEPTED}
    for number, (edit, result) in enumerate(
        zip(chosen, apart(tasks, given.jobs or cores(), Limits(given.time_limit)), strict=True), 1
    ):
        if isinstance(result, Stopped):
            if not result.limit:
                raise Failed(
                    INTERNAL,
                    f"the check of a mutant crashed: {_said(file.name, file.text, edit)}: {result.why}",
                )
            result = Judgement(LIMIT, result.why)
        counts[result.result] += 1
        if result.result in ACCEPTED:
            accepted[result.result].append(f"{_said(file.name, file.text, edit)}; {result.words}")
        if given.output is not None:
            _write(
                given.output,
                f"{stem(file.name) or 'mutant'}.{number:04}.cert",
                file.name,
                file.text,
                edit,
                result,
            )
    _print(file.name, counts, accepted, len(every))
    return VERIFIED


def judged(text: str, edit: Edit, original: Document) -> Judgement:
    """What the kernel says of the mutant."""
    try:
        claims = read("\n" + changed(text, edit)).claims  # below the comment that a written mutant has
    except Malformed as error:
        return Judgement(UNREADABLE, f"parse error: {error}")
    if [(s.claim, s.statement, s.certificate) for s in claims] == [
        (s.claim, s.statement, s.certificate) for s in original.claims
    ]:
        return Judgement(SAME, "the same certificate in other words")
    words = []
    for stated in claims:
        verdict = check(stated.claim, stated.statement, stated.certificate)
        if verdict.failure is not None:
            name = verdict.failure.obligation.name
            return Judgement(name, f"not verified: {name}")
        words.append(f"verified: {stated.claim.words(stated.statement)}")
    same = [s.statement for s in claims] == [s.statement for s in original.claims]
    return Judgement(OTHER_PROOF if same else OTHER_CLAIM, "; ".join(words))


def _said(name: str, text: str, edit: Edit) -> str:
    """The place of the change and the change."""
    span = place(text, edit.start)
    old, new = (
        clipped(visible(" ".join(part.split())), 40) for part in (text[edit.start : edit.end], edit.new)
    )
    words = f"`{old}` -> `{new}`" if old and new else f"`{old or new}`"
    return f"{visible(name)}:{span.line}:{span.column}: {edit.change} {edit.part}: {words}"


def _print(name: str, counts: Counter[str], accepted: dict[str, list[str]], known: int) -> None:
    others = {SAME, UNREADABLE, LIMIT, *ACCEPTED}
    refused = {word: n for word, n in counts.items() if word not in others}
    killed, alive = sum(refused.values()), sum(map(len, accepted.values()))
    print(f"{visible(name)}: {sum(counts.values())} of {known} mutants tried")
    print(f"{counts[UNREADABLE]:6}  are no documents any more")
    print(f"{counts[SAME]:6}  say the same in other words")
    if counts[LIMIT]:
        print(f"{counts[LIMIT]:6}  reached the time limit")
    print(f"{killed:6}  refused, by")
    width = max(map(len, refused), default=0)
    for obligation, count in sorted(refused.items(), key=lambda item: (-item[1], item[0])):
        print(f"          {obligation:{width}}  {count}")
    for word, lines in accepted.items():
        print(f"{len(lines):6}  {ACCEPTED[word]}")
        for line in lines:
            print(f"          {line}")
    print(f"mutation score: {killed} of {killed + alive} refused")


def _write(directory: str, name: str, source: str, text: str, edit: Edit, result: Judgement) -> None:
    try:
        os.makedirs(directory, exist_ok=True)
    except OSError as error:
        raise Failed(USAGE, explained(directory, error)) from None
    says = visible(
        f"# mutant of {_said(os.path.basename(source), text, edit)}; {result.words}".replace("\n", " ")
    )
    write_text(os.path.join(directory, name), f"{says}\n{changed(text, edit)}")


MUTATE = Command(
    "mutate", "mutants of a certificate, and what the kernel says of them", EXAMPLES, arguments, run
)
COMMANDS = (MUTATE,)
