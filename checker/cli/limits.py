"""Tasks in processes of their own, with limits: a crash or an endless check takes nothing else with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from time import monotonic
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")
FOREVER = float("inf")
OUT_OF_MEMORY = 5
SIZE = 8
"""Bytes of a number in a pipe."""


class Limits(NamedTuple):
    seconds: float | None = None
    megabytes: int | None = None
    """What a task may use beyond the program itself."""


class Stopped(NamedTuple):
    """A task that gave no result, and why."""

    why: str
    limit: bool
    """A limit was reached; otherwise the task crashed."""
    seconds: float = 0.0
    """What it took until then, where a limit of time was reached."""


class Worker:
    """A process that does one task after the other."""

    def __init__(self, tasks: Sequence[Callable[[], Any]], limits: Limits) -> None:
        orders, self._orders = os.pipe()
        self.results, results = os.pipe()
        self.process = os.fork()
        if self.process == 0:
            code = 1
            try:
                os.close(self._orders)
                os.close(self.results)
                code = _work(tasks, limits.megabytes, orders, results)
            finally:
                os._exit(code)
        os.close(orders)
        os.close(results)
        self.limits = limits
        self.number, self.deadline = -1, FOREVER
        self.data = b""
        self.ended = False

    def begin(self, number: int) -> None:
        """Start on the task of this number."""
        seconds = self.limits.seconds
        self.number, self.deadline = number, FOREVER if seconds is None else monotonic() + seconds
        self.data = b""
        with suppress(BrokenPipeError):  # it has ended while it was idle: no result will come
            os.write(self._orders, number.to_bytes(SIZE))

    def receive(self) -> bool:
        """Take what has come; whether the result is complete, or the process has ended without one."""
        part = os.read(self.results, 1 << 20)
        self.data += part
        return not part or len(self.data) - SIZE >= int.from_bytes(self.data[:SIZE]) > 0

    def result(self) -> Any:
        """What the task gave; Stopped if the process has ended.  Ends it if the next task needs a fresh one."""
        import pickle

        data, megabytes = self.data[SIZE:], self.limits.megabytes
        if data and len(data) == int.from_bytes(self.data[:SIZE]):
            if megabytes is not None:
                self.end()
            return pickle.loads(data)
        code = self.end()
        if megabytes is not None:
            return Stopped(f"the memory limit of {megabytes} MB was reached", limit=True)
        return _ended(code)

    def end(self) -> int:
        """End the process; its exit code, negative for a signal."""
        from signal import SIGKILL

        self.ended = True
        os.kill(self.process, SIGKILL)
        os.close(self._orders)
        os.close(self.results)
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def apart(tasks: Sequence[Callable[[], T]], jobs: int, limits: Limits) -> Iterator[T | Stopped]:
    """The result of each task, in order; as many as ``jobs`` run at the same time.

    A task gives a value that can be pickled, and prints nothing.  Under a memory limit each has a fresh
    process.
    """
    import selectors

    waiting, done = iter(range(len(tasks))), dict[int, T | Stopped]()
    busy, idle = dict[int, Worker](), list[Worker]()
    watched = selectors.DefaultSelector()
    sys.stdout.flush()
    sys.stderr.flush()

    def release(worker: Worker) -> None:
        watched.unregister(worker.results)
        del busy[worker.results]

    try:
        for wanted in range(len(tasks)):
            while wanted not in done:
                while len(busy) < jobs and (number := next(waiting, None)) is not None:
                    worker = idle.pop() if idle else Worker(tasks, limits)
                    busy[worker.results] = worker
                    watched.register(worker.results, selectors.EVENT_READ)
                    worker.begin(number)
                first = min(worker.deadline for worker in busy.values())
                for key, _ in watched.select(None if first == FOREVER else max(0.0, first - monotonic())):
                    worker = busy[key.fd]
                    if worker.receive():
                        release(worker)
                        done[worker.number] = worker.result()
                        if not worker.ended:
                            idle.append(worker)
                for worker in [w for w in busy.values() if w.deadline <= monotonic()]:
                    release(worker)
                    worker.end()
                    unit = "second" if limits.seconds == 1 else "seconds"
                    why = f"the time limit of {limits.seconds:g} {unit} was reached"
                    done[worker.number] = Stopped(why, True, limits.seconds or 0.0)
            yield done.pop(wanted)
    finally:
        for worker in [*busy.values(), *idle]:
            worker.end()
        watched.close()


def _ended(code: int) -> Stopped:
    from signal import SIGKILL, Signals

    if code in (OUT_OF_MEMORY, -SIGKILL):
        return Stopped("there was not enough memory", limit=True)
    how = f"by the signal {Signals(-code).name}" if code < 0 else f"with the exit code {code}"
    return Stopped(f"the process ended {how}", limit=False)


def _work(tasks: Sequence[Callable[[], Any]], megabytes: int | None, orders: int, results: int) -> int:
    import pickle
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # FLINT and BLAS complain there before they abort
    if megabytes is not None:
        _bound_memory(megabytes)
    with open(results, "wb") as out:
        while order := os.read(orders, SIZE):
            try:
                data = pickle.dumps(tasks[int.from_bytes(order)]())
            except MemoryError:
                return OUT_OF_MEMORY
            out.write(len(data).to_bytes(SIZE) + data)
            out.flush()
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
