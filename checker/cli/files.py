"""Files in and out: plain or gzip, standard input, certificates in directories, and atomic writing."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator

from checker.cli.codes import USAGE, Failed
from checker.cli.terminal import visible
from checker.language.source import Malformed, Span

GZIP = b"\x1f\x8b"
OURS = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"(?:relucert|definitions|claims)\"")
BEGINNING = Span(1, 1, 1, 2)


def read_text(name: str) -> str:
    """The text of a file, or of standard input for ``-``; raises OSError and Malformed."""
    data = _bytes(name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed(_not_text(data, error.start), _place(data, error.start)) from None


def _bytes(name: str) -> bytes:
    if name == "-":
        data = sys.stdin.buffer.read()
    else:
        with open(name, "rb") as file:
            data = file.read()
    return _expanded(data) if data.startswith(GZIP) else data


def _expanded(data: bytes) -> bytes:
    import gzip
    import zlib

    try:
        return gzip.decompress(data)
    except EOFError:
        raise Malformed("the gzip data ends too early", BEGINNING) from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise Malformed(f"the gzip data is damaged: {error}", BEGINNING) from None


def _not_text(data: bytes, at: int) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "the file is not UTF-8 text; it looks like UTF-16"
    return f"the file is not UTF-8 text: the byte 0x{data[at]:02x}"


def _place(data: bytes, at: int) -> Span:
    before = data[:at].decode("utf-8-sig")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Span(line, column, line, column + 1)


def suffix(name: str) -> str:
    """``.cert`` of ``C.cert`` and of ``C.cert.gz``; empty for standard input."""
    return os.path.splitext(name.removesuffix(".gz"))[1]


def stem(name: str) -> str:
    """``C`` of ``a/C.cert.gz``"""
    return os.path.splitext(os.path.basename(name).removesuffix(".gz"))[0]


def certificates(path: str) -> Iterator[str]:
    """The file itself, or the certificates below the directory in the order of their names."""
    if not os.path.isdir(path):
        yield path
        return
    found = [os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names]
    found = [
        name for name in found if suffix(name) == ".cert" or (suffix(name) == ".json" and _is_ours(name))
    ]
    if not found:
        raise Failed(USAGE, f"{visible(path)}: no certificate (.cert, .json) in this directory")
    yield from sorted(found)


def _is_ours(name: str) -> bool:
    """Whether a JSON file begins like a document."""
    import gzip

    try:
        with open(name, "rb") as file:
            compressed = file.read(2) == GZIP
        with gzip.open(name) if compressed else open(name, "rb") as file:
            return OURS.match(file.read(1 << 12)) is not None
    except (OSError, EOFError):
        return True  # reading it will say what is wrong


def explained(name: str, error: OSError) -> str:
    """The complaint of the system about a file, in one line."""
    return f"{visible(name)}: {error.strerror or error}"


def write_text(name: str | None, text: str) -> None:
    """Write a whole file or nothing; gzip for names in .gz; None and ``-`` are standard output."""
    if name is None or name == "-":
        sys.stdout.write(text)
        return
    data = text.encode()
    if name.endswith(".gz"):
        import gzip

        data = gzip.compress(data, mtime=0)
    try:
        _replace(name, data)
    except OSError as error:
        raise Failed(USAGE, explained(name, error)) from None


def _replace(name: str, data: bytes) -> None:
    """A new file takes the place of the old in one step; pipes and devices are written to."""
    target = os.path.realpath(name)
    if os.path.exists(target) and not os.path.isfile(target):
        with open(target, "wb") as file:
            file.write(data)
        return
    part = f"{target}.{os.getpid()}.part"
    try:
        with open(part, "xb") as file:
            file.write(data)
        if os.path.exists(target):
            os.chmod(part, os.stat(target).st_mode & 0o7777)
        os.replace(part, target)
    except BaseException:
        if os.path.exists(part):
            os.unlink(part)
        raise
