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

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def worst(codes: Iterable[int]) -> int:
    """The code that speaks for all of them; VERIFIED for none."""
    return max(codes, key=WORST_LAST.index, default=VERIFIED)
