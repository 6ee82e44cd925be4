"""Objects from files of every kind, and the places in them that a complaint is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from functools import partial
from importlib import import_module
from typing import Any

from flint import fmpq

from checker.claims.table import module_of
from checker.cli.codes import PARSE_ERROR, UNSUPPORTED, USAGE, Failed
from checker.cli.files import BEGINNING, explained, read_text, suffix
from checker.cli.terminal import shown, visible
from checker.formats.placed import Placed
from checker.kernel.obligation import Path
from checker.language.forms import form_of
from checker.language.kinds import WORDS
from checker.language.read import Document, Stated, read
from checker.language.source import Malformed, Span, Unsupported
from checker.objects.points import Points
from checker.problems.separability import Separability
from checker.problems.training import Training

DOCUMENTS = (".cert", ".json")
READERS = {
    ".cnf": "dimacs.formula",
    ".gr": "pace.graph",
    ".mps": "mps.linear_program",
    ".lp": "lp.linear_program",
    ".csv": "csv.points",
    ".td": "pace.tree_decomposition",
}
"""The functions below ``checker.formats`` that read other people's files."""
LOOKS = {
    r"relucert\b": ".cert",
    r"p[ \t]+cnf\b": ".cnf",
    r"p[ \t]+tw\b": ".gr",
    r"s[ \t]+td\b": ".td",
    r"ROWS[ \t\r]*$": ".mps",
    r"(?i:min|max)(?i:imi[sz]e)?\b": ".lp",
    r"\A(?:[-+0-9./eE \t]+|[xX]1[ \t]*),": ".csv",
}
"""The first that a line begins with says what standard input holds; without one it is a document."""

NEURONS = "the number of neurons: labelled points become a training instance"


def reader(kind: str) -> Callable[[str], Placed[Any]]:
    """What reads the files of this suffix."""
    module, _, name = READERS[kind].partition(".")
    found: Callable[[str], Placed[Any]] = getattr(import_module(f"checker.formats.{module}"), name)
    return found


@dataclass(frozen=True, slots=True)
class File:
    name: str
    text: str

    def refused(self, code: int, span: Span, title: str, message: str) -> Failed:
        """The error that ends a command because of this place in the file."""
        return Failed(code, shown(self.name, self.text, span, title, message), located=True)

    def parsed(self, parse: Callable[[str], Any]) -> Any:
        """What the parser makes of the text; Failed with the place if it is malformed."""
        try:
            return parse(self.text)
        except Malformed as error:
            if isinstance(error, Unsupported):
                raise self.refused(UNSUPPORTED, error.span, "unsupported", str(error)) from None
            raise self.refused(PARSE_ERROR, error.span, "parse", str(error)) from None
        except RecursionError:
            raise self.refused(PARSE_ERROR, BEGINNING, "parse", "the text is nested too deeply") from None


def opened(name: str) -> File:
    """The file of this name; Failed if it cannot be read as text."""
    try:
        return File(name, read_text(name))
    except OSError as error:
        raise Failed(USAGE, explained(name, error)) from None
    except Malformed as error:
        raise File(name, "").refused(PARSE_ERROR, error.span, "parse", str(error)) from None


@dataclass(frozen=True, slots=True)
class Found:
    """An object of a file."""

    file: File
    object: Placed[Any]
    label: str = ""

    def refused(self, code: int, at: Path, title: str, message: str) -> Failed:
        """The error that ends a command because of this part of the object."""
        return self.file.refused(code, self.object.where(at)[0], title, message)


def load(
    file: File,
    wanted: tuple[type, ...],
    chosen: str | None = None,
    claim: str = "",
    neurons: int | None = None,
) -> Found:
    """The one object of these types in the file; of a document perhaps a statement that this claim can take.

    ``neurons`` makes labelled points a training instance, and changes the number of one that is given;
    where a separation problem is wanted, labelled points are one.
    """
    kind = kind_of_file(file)
    if kind in READERS:
        found = [Found(file, file.parsed(reader(kind)))]
    elif kind in DOCUMENTS:
        stated = wanted if claim and neurons is None and chosen is None else ()
        found = list(_in_document(file, file.parsed(read), claim, stated))
    else:
        known = ", ".join((*DOCUMENTS, *READERS))
        message = f"{visible(file.name)}: no input file is called *{visible(kind)}; known are {known}, each also .gz"
        raise Failed(USAGE, message)
    if neurons is not None:
        found = [Found(f.file, trained(f.object, neurons), f.label) for f in found]
    if Separability in wanted and not any(isinstance(f.object.value, wanted) for f in found):
        found = [Found(f.file, separated(f), f.label) for f in found]
    fitting = [f for f in found if isinstance(f.object.value, wanted) and chosen in (None, f.label)]
    if not fitting:
        kinds = " or ".join(filter(None, map(_kind, wanted)))
        expected = f"an object of the kind {kinds}" if kinds else f"a statement of {claim}"
        named = f" called {chosen}" if chosen is not None else ""
        hint = ""
        if neurons is None and any(isinstance(trained(f.object, 0).value, wanted) for f in found):
            hint = "; the labelled points in it become one with --neurons K"
        raise Failed(USAGE, f"{visible(file.name)}: expected {expected}{named}, found none{hint}")
    if any(f.object.value != fitting[0].object.value for f in fitting):
        names = ", ".join(dict.fromkeys(f.label for f in fitting))
        raise Failed(USAGE, f"{visible(file.name)}: several objects fit, choose one with --object: {names}")
    return fitting[0]


def trained(object: Placed[Any], neurons: int) -> Placed[Any]:
    """Labelled points, or a training instance, as that of fitting with so many neurons; others unchanged."""
    value = object.value
    if isinstance(value, Training):
        return Placed(replace(value, neurons=neurons), object.where, object.comment)
    if not isinstance(value, Points) or not len(value):
        return object
    return _of_points(object, Training(value.dimension, neurons, fmpq(0), value))


def separated(found: Found) -> Placed[Any]:
    """Labelled points as those that are to be separated; other objects unchanged."""
    value = found.object.value
    if not isinstance(value, Points):
        return found.object
    for i, label in enumerate(value.labels):
        if label not in (0, 1):
            message = f"the label of point {i + 1} is {label}, but labels are 0 and 1"
            raise found.refused(PARSE_ERROR, (i,), "unsuitable", message)
    return _of_points(found.object, Separability(max(1, value.dimension), value))


def _of_points(object: Placed[Any], made: Any) -> Placed[Any]:
    """An instance made of labelled points, with their places."""
    return Placed(made, lambda at: object.where(at[1:] if at[:1] == ("points",) else at), object.comment)


def _kind(t: type) -> str:
    return WORDS.get(f"{t.__module__}.{t.__qualname__}", "").replace("_", " ")


def kind_of_file(file: File) -> str:
    """Its suffix, or that which its text would have."""
    found = suffix(file.name)
    return _looks_like(file.text) if found in ("", ".txt") else found


def _looks_like(text: str) -> str:
    """The suffix that standard input would have."""
    return next((kind for look, kind in LOOKS.items() if re.search(f"^{look}", text, re.MULTILINE)), ".cert")


def _in_document(file: File, document: Document, claim: str, wanted: tuple[type, ...]) -> Iterator[Found]:
    """The statements of these types about the same theorem; without them everything that is defined or stated."""
    same = [s for s in document.claims if isinstance(s.statement, wanted)]
    same = [s for s in same if module_of(s.claim.name) == module_of(claim)]
    for stated in same:
        where = partial(_in_claim, stated, ("statement",))
        yield Found(file, Placed(stated.statement, where), stated.claim.name)
    if same:
        return
    for d in document.definitions:
        where = partial(document.scope.span, d.node, form_of(type(d.value)))
        yield Found(file, Placed(d.value, where), d.name)
    for stated in document.claims:
        for part in ("statement", "certificate"):
            value = getattr(stated, part)
            for f in fields(value):
                where = partial(_in_claim, stated, (part, f.name))
                yield Found(file, Placed(getattr(value, f.name), where), f.name)


def _in_claim(stated: Stated, below: Path, at: Path) -> tuple[Span, Path]:
    return stated.span((*below, *at))
