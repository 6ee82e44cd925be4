"""Tasks in processes of their own, with limits: a crash or an endless check takes nothing else with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from selectors import BaseSelector

T = TypeVar("T")
OUT_OF_MEMORY = 5


class Limits(NamedTuple):
    seconds: float | None = None
    megabytes: int | None = None
    """What a task may use beyond the program itself."""


class Stopped(NamedTuple):
    """A task that gave no result, and why."""

    why: str
    limit: bool
    """A limit was reached; otherwise the task crashed."""


class Child:
    """A task in its process."""

    def __init__(self, number: int, process: int, pipe: int, deadline: float) -> None:
        self.number, self.process, self.pipe, self.deadline = number, process, pipe, deadline
        self.parts = list[bytes]()
        self.late = False


def apart(tasks: Sequence[Callable[[], T]], jobs: int, limits: Limits) -> Iterator[T | Stopped]:
    """The result of each task, in order; as many as ``jobs`` run at the same time.

    A task gives a value that can be pickled, and prints nothing.
    """
    import selectors

    waiting, done = iter(enumerate(tasks)), dict[int, T | Stopped]()
    running: dict[int, Child] = {}
    watched = selectors.DefaultSelector()
    sys.stdout.flush()
    sys.stderr.flush()
    try:
        for wanted in range(len(tasks)):
            while wanted not in done:
                while len(running) < jobs and (task := next(waiting, None)) is not None:
                    child = _started(*task, limits)
                    running[child.pipe] = child
                    watched.register(child.pipe, selectors.EVENT_READ)
                for child in _ended(running, watched):
                    watched.unregister(child.pipe)
                    done[child.number] = _result(child, limits)
                    del running[child.pipe]
            yield done.pop(wanted)
    finally:
        for child in running.values():
            _kill(child)
            _result(child, limits)
        watched.close()


def _started(number: int, task: Callable[[], T], limits: Limits) -> Child:
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        code = 1
        try:
            os.close(reading)
            code = _run(task, limits, writing)
        finally:
            os._exit(code)
    os.close(writing)
    deadline = monotonic() + limits.seconds if limits.seconds is not None else float("inf")
    return Child(number, process, reading, deadline)


def _run(task: Callable[[], T], limits: Limits, pipe: int) -> int:
    import pickle
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)  # FLINT and BLAS complain there before they abort
    try:
        if limits.megabytes is not None:
            _bound_memory(limits.megabytes)
        data = pickle.dumps(task())
    except MemoryError:
        return OUT_OF_MEMORY
    with open(pipe, "wb") as file:
        file.write(data)
    return 0


def _bound_memory(megabytes: int) -> None:
    import resource

    try:
        with open("/proc/self/statm") as file:
            used = int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        used = 0
    bound = used + (megabytes << 20)
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))


def _ended(running: dict[int, Child], watched: BaseSelector) -> list[Child]:
    """The children that have closed their pipe, and those whose time is up (killed)."""
    patience = min(child.deadline for child in running.values()) - monotonic()
    ended = []
    for key, _ in watched.select(max(0.0, patience) if patience != float("inf") else None):
        child = running[key.fd]
        part = os.read(child.pipe, 1 << 16)
        child.parts.append(part)
        if not part:
            ended.append(child)
    for child in running.values():
        if child not in ended and child.deadline <= monotonic():
            _kill(child)
            child.late = True
            ended.append(child)
    return ended


def _kill(child: Child) -> None:
    from signal import SIGKILL

    os.kill(child.process, SIGKILL)


def _result(child: Child, limits: Limits) -> Any:
    import pickle
    import signal

    os.close(child.pipe)
    _, status = os.waitpid(child.process, 0)
    code = os.waitstatus_to_exitcode(status)
    if child.late:
        return Stopped(f"the time limit of {limits.seconds:g} seconds was reached", limit=True)
    if code == 0:
        return pickle.loads(b"".join(child.parts))
    if limits.megabytes is not None:
        return Stopped(f"the memory limit of {limits.megabytes} MB was reached", limit=True)
    if code in (OUT_OF_MEMORY, -signal.SIGKILL):
        return Stopped("there was not enough memory", limit=True)
    how = f"by the signal {signal.Signals(-code).name}" if code < 0 else f"with the exit code {code}"
    return Stopped(f"the process ended {how}", limit=False)
