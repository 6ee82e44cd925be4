"""Exit codes, and the verdict lines that go with them."""

from __future__ import annotations

from collections.abc import Iterable

VERIFIED = 0
NOT_VERIFIED = 1
USAGE = 2
PARSE_ERROR = 3
INCOMPLETE = 4
UNKNOWN = 5
UNSUPPORTED = 6
INTERNAL = 70
INTERRUPTED = 130
BROKEN_PIPE = 141

VERDICTS = {
    VERIFIED: "VERIFIED",
    NOT_VERIFIED: "NOT VERIFIED",
    PARSE_ERROR: "PARSE ERROR",
    INCOMPLETE: "INCOMPLETE",
    UNKNOWN: "UNKNOWN",
    UNSUPPORTED: "UNSUPPORTED",
}
"""The words behind ``s``; bad usage and internal errors have none."""

WORST_LAST = (VERIFIED, USAGE, INCOMPLETE, UNKNOWN, UNSUPPORTED, NOT_VERIFIED, PARSE_ERROR, INTERNAL)


class Failed(Exception):
    """Ends a command with this exit code and this message on standard error."""

    def __init__(self, code: int, message: str, located: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.located = located
        """The message begins with ``file:line:column:``."""


def worst(codes: Iterable[int]) -> int:
    """The code that speaks for all of them; VERIFIED for none."""
    return max(codes, key=WORST_LAST.index, default=VERIFIED)


def internal(error: BaseException) -> str:
    """What went wrong inside this program, and where: for the report of a bug."""
    from os.path import basename
    from traceback import extract_tb

    frame = extract_tb(error.__traceback__)[-1]
    words = ascii(f"{type(error).__name__}: {error}").strip("'\"")
    return f"internal error: {words} ({basename(frame.filename)}:{frame.lineno}); please report it"
