"""Certificates are made here, checked as the text that will be written, and only then written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from checker.cli.codes import INTERNAL, NOT_VERIFIED, UNKNOWN, Failed
from checker.cli.files import suffix, write_text
from checker.cli.limits import Limits, Stopped, apart
from checker.kernel.verdict import check
from checker.language.read import read
from checker.language.write import write_json
from checker.producers.producer import Impossible, Made, Unknown, document


@dataclass(frozen=True, slots=True)
class Refusal:
    """There is no certificate, and why."""

    code: int
    words: str
    located: bool = False


def text_of(make: Callable[[], Made], seconds: float | None = None) -> str:
    """The text of the certificate; Failed where there is none, or no time for it."""

    def task() -> str | Refusal:
        try:
            made = make()
        except Impossible as error:
            return Refusal(NOT_VERIFIED, str(error))
        except Unknown as error:
            return Refusal(UNKNOWN, str(error))
        except Failed as error:
            return Refusal(error.code, str(error), error.located)
        return sound(document(made))

    if seconds is None:
        result: str | Refusal | Stopped = task()
    else:
        (result,) = apart([task], 1, Limits(seconds))
    if isinstance(result, Stopped):
        raise Failed(UNKNOWN if result.limit else INTERNAL, result.why)
    if isinstance(result, Refusal):
        raise Failed(result.code, result.words, result.located)
    return result


def sound(text: str) -> str:
    """The text, if the kernel has verified every claim in it; otherwise a mistake of this program."""
    for stated in read(text).claims:
        failure = check(stated.claim, stated.statement, stated.certificate).failure
        if failure is not None:
            raise RuntimeError(
                f"the certificate that was made for {stated.claim.name} is refused: {failure.obligation.name}"
            )
    return text


def notated(name: str | None, text: str, comment: str = "") -> str:
    """The document in the notation of the file's name: as JSON, or with comment lines behind its first line."""
    if suffix(name or "") == ".json":
        return write_json(*read(text).contents())
    head, _, rest = text.partition("\n\n")
    return f"{head}\n\n{comment}{rest}"


def write_certificate(name: str | None, text: str, comment: str = "") -> None:
    """A certificate that is sound, in the notation of the file's name."""
    made = notated(name, text, comment)
    write_text(name, sound(made) if suffix(name or "") == ".json" else made)
