"""A progress bar on standard error: only on a terminal, and only when the work takes its time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from checker.kernel.obligation import Sentence

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PATIENCE = 1.0
"""Seconds before there is a bar, and below between two of its states."""
PAUSE = 0.2
EVERY = 4096
"""Obligations between two looks at the clock."""


class Progress:
    """Files or inputs done, and obligations decided in the current one."""

    def __init__(self, total: Callable[[], int], words: str = "checking") -> None:
        self.active = sys.stderr.isatty()
        self._total = total() if self.active else 0
        self._words = words
        self._done = 0
        self._sentences = 0
        self._next = monotonic() + PATIENCE
        self._bar: Bar | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *error: object) -> None:
        self.hide()

    def watch(self, sentence: Sentence) -> None:
        self._sentences += 1
        if self._sentences % EVERY == 0:
            self._draw()

    def advance(self) -> None:
        self._done += 1
        self._draw()

    def hide(self) -> None:
        """Before anything is printed."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _draw(self) -> None:
        now = monotonic()
        if not self.active or now < self._next or self._done == self._total:
            return
        self._next = now + PAUSE
        words = f"{self._sentences:,} obligations" if self._sentences else self._words
        if self._bar is None:
            self._bar = _bar()
            self._bar.add_task(words, total=self._total)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=self._done, description=words, refresh=True)


def _bar() -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    return Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
