"""One file, from its text to the outcome of each of its claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from time import perf_counter
from typing import NamedTuple

from checker.cli.codes import (
    INCOMPLETE,
    INTERNAL,
    NOT_VERIFIED,
    PARSE_ERROR,
    UNKNOWN,
    UNSUPPORTED,
    USAGE,
    VERIFIED,
    internal,
)
from checker.cli.diagnosis import Misfit, misfits
from checker.cli.files import BEGINNING, explained, read_text
from checker.cli.limits import Stopped
from checker.cli.terminal import shown, visible
from checker.kernel.obligation import Sentence
from checker.kernel.verdict import check
from checker.language.explain import place
from checker.language.read import Stated, read
from checker.language.source import Malformed, Unsupported


class Terms(NamedTuple):
    """What the user permits and asks for."""

    assume: frozenset[str] = frozenset()
    require: str | None = None
    most: int = 5
    """So many misfits are shown."""
    watch: Callable[[Sentence], None] | None = None


class Outcome(NamedTuple):
    """What became of one certificate, or of a file that holds none."""

    file: str
    code: int
    claim: str = ""
    words: str = ""
    """The words of the claim behind ``s VERIFIED``, and what they assume."""
    sentence: str = ""
    decided: Mapping[str, int] = {}
    assumptions: tuple[tuple[str, str], ...] = ()
    """(name, sentence)"""
    seconds: float = 0.0
    misfits: tuple[Misfit, ...] = ()
    """The first of them."""
    failing: int = 0
    """How many there are in all."""
    components: int = 0
    """Of so many; 0 unless the obligation is componentwise."""
    report: str = ""
    """For people, on standard error."""


def outcomes(file: str, terms: Terms) -> Iterator[Outcome]:
    """The outcome of each claim of the file, or the one outcome of a file that cannot be read."""
    start, text = perf_counter(), ""
    try:
        text = read_text(file)
        claims = read(text).claims
        if not claims:
            raise Malformed("the document makes no claim", place(text, len(text.rstrip())))
    except OSError as error:
        yield Outcome(file, USAGE, report=explained(file, error))
        return
    except Malformed as error:
        known = not isinstance(error, Unsupported)
        code, title = (PARSE_ERROR, "parse") if known else (UNSUPPORTED, "unsupported")
        misfit = Misfit(title, str(error), error.span)
        report = shown(file, text, error.span, title, str(error))
        seconds = perf_counter() - start
        yield Outcome(file, code, seconds=seconds, misfits=(misfit,), failing=1, report=report)
        return
    except Exception as error:
        yield _broken(file, "", error)._replace(seconds=perf_counter() - start)
        return
    reading = perf_counter() - start
    for stated in claims:
        start = perf_counter() - reading
        try:
            outcome = _decided(file, text, stated, terms)
        except Exception as error:
            outcome = _broken(file, stated.claim.name, error)
        yield outcome._replace(seconds=perf_counter() - start)


def _decided(file: str, text: str, stated: Stated, terms: Terms) -> Outcome:
    name = stated.claim.name
    here, _ = stated.span(("claim",))
    if terms.require not in (None, name):
        message = f"this is a certificate of {name}, but {terms.require} is required"
        report = shown(file, text, here, "require", message)
        return Outcome(
            file, NOT_VERIFIED, name, misfits=(Misfit("require", message, here),), failing=1, report=report
        )
    verdict = check(stated.claim, stated.statement, stated.certificate, terms.watch)
    assumptions = tuple((a.name, a.sentence) for a in verdict.assumptions)
    if (failure := verdict.failure) is not None:
        found = tuple(misfits(stated, failure, terms.most))
        components = len(failure.obligation.left) if failure.obligation.each else 0  # type: ignore[arg-type]
        failing = len(failure.indices) or 1
        blocks = [_shown(file, text, misfit) for misfit in found]
        if failing > len(found):
            blocks.append(f"  {failing} of {components} misfit; the first {len(found)} are shown")
        return Outcome(
            file,
            NOT_VERIFIED,
            name,
            decided=verdict.decided,
            assumptions=assumptions,
            misfits=found,
            failing=failing,
            components=components,
            report="\n".join(blocks),
        )
    leaning = [a for a in verdict.assumptions if a.name not in terms.assume]
    found = tuple(
        Misfit("assumption", f"rests on {a.name}: {a.sentence}; permit it with --assume {a.name}", here)
        for a in leaning
    )
    return Outcome(
        file,
        VERIFIED if verdict.verified(terms.assume) else INCOMPLETE,
        name,
        " ".join([visible(stated.claim.words(stated.statement)), *(f"assuming={a}" for a, _ in assumptions)]),
        visible(stated.claim.sentence(stated.statement)),
        verdict.decided,
        assumptions,
        misfits=found,
        failing=len(found),
        report="\n".join(_shown(file, text, misfit) for misfit in found),
    )


def _shown(file: str, text: str, misfit: Misfit) -> str:
    return shown(file, text, misfit.span or BEGINNING, misfit.obligation, misfit.message)


def _broken(file: str, claim: str, error: Exception) -> Outcome:
    """Out of memory is no verdict but a limit; anything else is a mistake of this program."""
    unmapped = isinstance(error, ImportError) and "failed to map segment" in str(error)  # a library
    if isinstance(error, MemoryError) or unmapped:
        return stopped(file, Stopped("there was not enough memory", limit=True), claim)
    return Outcome(file, INTERNAL, claim, report=f"{visible(file)}: {internal(error)}")


def stopped(file: str, end: Stopped, claim: str = "") -> Outcome:
    """The outcome of a check that a limit or a crash ended."""
    words = f"error[limit]: {end.why}" if end.limit else f"internal error: {end.why}; please report it"
    misfit = (Misfit("limit", end.why),) if end.limit else ()
    code = UNKNOWN if end.limit else INTERNAL
    report = f"{visible(file)}: {words}"
    return Outcome(file, code, claim, seconds=end.seconds, misfits=misfit, failing=len(misfit), report=report)
