"""The one door of the reports: a claim of a document, explained for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from checker.language.read import Document, Stated

Format = Literal["text", "html", "latex"]
FORMATS: tuple[Format, ...] = get_args(Format)


def explain(
    path: str,
    text: str,
    document: Document,
    stated: Sequence[Stated],
    permitted: frozenset[str] = frozenset(),
    format: Format = "text",
    color: bool = False,
) -> str:
    """The whole text of a report on these claims of the document, in this order.

    ``path`` and ``text`` are those of the file, ``document`` is what ``read(text)`` gave, ``stated``
    usually ``document.claims``.  The kernel is asked here, once for each claim; assumptions that are
    ``permitted`` by name do not make it INCOMPLETE.  ``color`` is for text on a terminal only.
    """
    from checker.reports.build import build

    reports = [build(n, path, text, document, one, permitted) for n, one in enumerate(stated, 1)]
    if format == "html":
        from checker.reports import html

        return html.render(reports)
    if format == "latex":
        from checker.reports import latex

        return latex.render(reports)
    from checker.reports import text as terminal

    return terminal.render(reports, color)
