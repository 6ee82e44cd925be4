"""Running an audit: its inputs, one after the other or on any executor, and the shrinking of what was found.

What is found about an input depends on the input and the seed alone, never on the executor or the order.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from random import Random
from time import perf_counter
from typing import Any, NamedTuple

import numpy  # noqa: F401  once it has been imported, small networks are evaluated with it too

from checker.audit.subject import Discrepancy, Findings, Subject, given_in, written
from checker.audit.table import subject


class Plan(NamedTuple):
    """What is audited."""

    subject: str
    size: int
    """All inputs up to this size."""
    random: int
    """So many random inputs beyond."""
    variants: int
    """For each input, so many others that must have the same answer."""
    seed: int

    @property
    def key(self) -> tuple[str, int, int]:
        """What tells audits apart: with the sizes, an audit grows."""
        return self.subject, self.variants, self.seed


class Task(NamedTuple):
    key: str
    """Unique among the tasks of a seed; the same in every plan that has the task."""
    number: int
    """The place of the task in the plan."""
    stands_for: int
    """How many inputs this one stands for, by symmetry; 1 for random ones."""
    input: Any = None
    """None for a random input, which is made where it is examined."""


class Examined(NamedTuple):
    """A task and what was found."""

    key: str
    number: int
    random: bool
    stands_for: int
    written: str
    """The input, as a document."""
    findings: Findings
    seconds: float


def tasks(plan: Plan) -> Iterator[Task]:
    """The small inputs, then the random ones."""
    number = 0
    for number, (given, members) in enumerate(subject(plan.subject).every(plan.size), 1):
        yield Task(written(given), number, members, given)
    for i in range(1, plan.random + 1):
        yield Task(f"random input {i} beyond size {plan.size}", number + i, 1)


def input_of(plan: Plan, task: Task) -> Any:
    if task.input is not None:
        return task.input
    return subject(plan.subject).sample(Random(f"{plan.seed}: {task.key}"), plan.size)


def examine(plan: Plan, task: Task) -> Examined:
    """Runs where the executor wants."""
    start, given = perf_counter(), input_of(plan, task)
    found, text = findings(subject(plan.subject), given, plan), written(given)
    seconds = perf_counter() - start
    return Examined(task.key, task.number, task.input is None, task.stands_for, text, found, seconds)


def findings(s: Subject, given: Any, plan: Plan) -> Findings:
    """What is found about this input and its variants; what breaks is a discrepancy too."""
    random = Random(f"{plan.seed}: {written(given)}")
    found = _examined(s, given, random)
    for _ in range(plan.variants):
        other = s.alike(given, random)
        again = _examined(s, other, random)
        kinds = {d.kind for d in found.discrepancies}
        wrong = (*found.discrepancies, *[d for d in again.discrepancies if d.kind not in kinds])
        before, after = (f"{x.answer}, {x.sources} and {x.targets} solutions" for x in (found, again))
        if before != after and not wrong:
            words = f"{before}; for the same question in other words {after}:\n{written(other)}"
            wrong = (Discrepancy("the answer depends on the wording", words),)
        slacks = dict(found.slacks)
        for name, slack in again.slacks.items():
            slacks[name] = slack.joined(slacks.get(name, slack))
        certificates = found.certificates + again.certificates
        found = found._replace(certificates=certificates, discrepancies=wrong, slacks=slacks)
    return found


def _examined(s: Subject, given: Any, random: Random) -> Findings:
    try:
        return s.examine(given, random)
    except Exception as error:
        words = f"{type(error).__name__}: {error}"
        return Findings("broken", 0, 0, 0, (Discrepancy(f"broken by {type(error).__name__}", words),), {})


def run(
    plan: Plan,
    done: Container[str],
    executor: Executor,
    ahead: int,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Examined]:
    """The tasks that are not done, as they end; ``ahead`` so many are given to the executor at a time."""
    waiting, running = (task for task in tasks(plan) if task.key not in done), set[Future[Examined]]()
    try:
        while not stop():
            while len(running) < ahead and (task := next(waiting, None)) is not None:
                running.add(executor.submit(examine, plan, task))
            if not running:
                return
            ended, running = wait(running, return_when=FIRST_COMPLETED)
            for future in ended:
                yield future.result()
    finally:
        for future in running:
            future.cancel()


def shrunk(plan: Plan, text: str, kind: str) -> tuple[str, Discrepancy] | None:
    """A locally minimal input with a discrepancy of this kind, from one that has it; both as documents.

    No input to which it can be shrunk in one step has such a discrepancy.  None if the first has none.
    """
    s, given = subject(plan.subject), given_in(text)
    discrepancy = _of_kind(s, given, plan, kind)
    if discrepancy is None:
        return None
    step = True
    while step:
        step = False
        for other in s.smaller(given):
            if (found := _of_kind(s, other, plan, kind)) is not None:
                given, discrepancy, step = other, found, True
                break
    return written(given), discrepancy


def _of_kind(s: Subject, given: Any, plan: Plan, kind: str) -> Discrepancy | None:
    return next((d for d in findings(s, given, plan).discrepancies if d.kind == kind), None)
