"""Exact answers about linear systems: the producer against other exact solvers, the checker against the producer.

Run:  python benchmarks/linear.py [INSTANCES]       how many of each size (8)

Compared with those that are installed: cdd with GMP (pip install pycddlib), z3 (pip install z3-solver),
glpsol --exact (Debian package glpk-utils; with the start of a process).  Every instance goes through all of
them, one after the other; all times are CPU time, the shortest of up to seven runs.

ours      milliseconds, median: from rows to a point or Farkas multipliers that exact arithmetic confirmed
NAME      how many times longer that solver takes, median of the ratios; > where the time limit cut it off
check     milliseconds, median: the verdict on the certificate of an infeasible system
share     producing / checking: from the objects of the claim to the certificate, and from both to the verdict
answered  of systems with coefficients, right sides and solutions of this height; parallel: of systems whose
          rows differ from each other by 1/height
rounds    of guessing, most often; exact: so often the exact simplex method had to decide
"""

from __future__ import annotations

import math
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from typing import Any, ClassVar

from flint import fmpq

from checker.claims.table import claim
from checker.kernel.rows import Combination
from checker.kernel.verdict import check
from checker.objects.affine import affine
from checker.objects.system import Constraint, System
from checker.objects.system import Row as Name
from checker.producers.linear import feasible, infeasible
from checker.producers.linear.systems import linear_system, listed
from checker.producers.solvers import linear
from checker.producers.solvers.highs import Basis, Program

INFEASIBLE = claim("linear.infeasible")
SIZES = [(6, 60), (15, 60), (30, 100)]
HEIGHTS = [10, 10**3, 10**6, 10**9, 10**12]
PATIENCE = 20
"""Seconds for a rival."""
Rows = list[tuple[list[int], int]]
"""(a, b): a.x >= b"""


def cleared(a: list[Fraction], b: Fraction) -> tuple[list[int], int]:
    common = math.lcm(b.denominator, *[q.denominator for q in a])
    return [int(q * common) for q in a], int(b * common)


def contradicted(rows: list[tuple[list[Fraction], Fraction]], gap: Fraction, r: random.Random) -> None:
    """The last row becomes the opposite of a combination of others, by a hair too much."""
    size = len(rows[0][0])
    parts = [(r.randint(1, 5), row) for row in r.sample(rows[:-1], min(size + 1, len(rows) - 1))]
    a = [-sum(y * row[0][j] for y, row in parts) for j in range(size)]
    rows[-1] = [Fraction(q) for q in a], Fraction(gap - sum(y * row[1] for y, row in parts))


def small(variables: int, rows: int, feasible: bool, seed: int) -> Rows:
    """Half of the coefficients are 0, the others have one digit; many rows hold with equality at one point."""
    r = random.Random(seed)
    x = [Fraction(r.randint(-20, 20), r.randint(1, 6)) for _ in range(variables)]
    found = []
    for _ in range(rows):
        a = [Fraction(0)] * variables
        for j in range(variables) if variables <= 8 else r.sample(range(variables), variables // 2):
            a[j] = Fraction(r.randint(-9, 9))
        slack = Fraction(r.choice((0, 0, 1, 2, 5)), r.randint(1, 4))
        found.append((a, sum((p * q for p, q in zip(a, x, strict=True)), -slack)))
    if not feasible:
        contradicted(found, Fraction(1, 7), r)
    return [cleared(a, b) for a, b in found]


def tall(variables: int, rows: int, height: int, seed: int) -> Rows:
    """Everything has this height: coefficients, the solution, and the slack or contradiction (its inverse)."""
    r = random.Random(seed)
    x = [Fraction(r.randint(-height, height), r.randint(1, height)) for _ in range(variables)]
    found = []
    for _ in range(rows):
        a = [Fraction(r.randint(-height, height), r.randint(1, 20)) for _ in range(variables)]
        slack = Fraction(r.choice((0, 0, 0, 1, 2)), r.randint(1, height))
        found.append((a, sum((p * q for p, q in zip(a, x, strict=True)), -slack)))
    if seed % 2:
        contradicted(found, Fraction(1, height), r)
    return [cleared(a, b) for a, b in found]


def parallel(variables: int, rows: int, height: int, seed: int) -> Rows:
    """Rows with small integers, moved by multiples of 1/height."""
    r = random.Random(seed)
    hair = Fraction(1, height)
    plain = [[r.randint(-3, 3) for _ in range(variables)] for _ in range(rows // 3)]
    found = []
    for _ in range(rows):
        sign = r.choice((1, 1, -1))
        a = [sign * q + r.randint(-2, 2) * hair for q in r.choice(plain)]
        found.append((a, r.randint(-2, 2) * hair - r.randint(0, 1)))
    return [cleared(a, b) for a, b in found]


def system(rows: Rows) -> System:
    return System(tuple(Constraint(affine(a), ">=", fmpq(b)) for a, b in rows))


def verified(s: System, found: Combination[Name] | Mapping[int, fmpq]) -> bool:
    """The kernel's verdict on an answer."""
    if isinstance(found, Combination):
        return check(INFEASIBLE, infeasible.Statement(s), infeasible.Certificate(found)).verified()
    point = listed(found, s.dimension)
    return check(claim("linear.feasible"), feasible.Statement(s), feasible.Certificate(point)).verified()


# The rivals: each says whether the rows have a solution, None if it takes too long.


def with_cdd(rows: Rows) -> bool | None:
    """The least violation, by the dual simplex method in GMP rationals."""
    import cdd
    from cdd import gmp

    size = len(rows[0][0])
    matrix = [[-b, *a, 1] for a, b in rows] + [[0] * (size + 1) + [1]]
    made = gmp.matrix_from_array(
        matrix, rep_type=cdd.RepType.INEQUALITY, obj_type=cdd.LPObjType.MIN, obj_func=[0] * (size + 1) + [1]
    )
    program = gmp.linprog_from_matrix(made)
    gmp.linprog_solve(program)
    return bool(program.obj_value == 0)


def with_z3(rows: Rows) -> bool | None:
    import z3

    x = z3.Reals(" ".join(f"x{j}" for j in range(len(rows[0][0]))))
    solver = z3.SolverFor("QF_LRA")
    solver.set("timeout", PATIENCE * 1000)
    for i, (a, b) in enumerate(rows):
        form = z3.Sum([c * x[j] for j, c in enumerate(a) if c])
        solver.assert_and_track(form >= b, f"row{i}")
    answer = solver.check()
    return None if answer == z3.unknown else bool(answer == z3.sat)


def with_glpsol(rows: Rows) -> bool | None:
    terms = [" ".join(f"{c:+d} x{j}" for j, c in enumerate(a) if c) for a, _ in rows]
    text = "\n".join(f"{form} >= {b}" for form, (_, b) in zip(terms, rows, strict=True))
    free = "\n".join(f"x{j} free" for j in range(len(rows[0][0])))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.lp"
        file.write_text(f"Minimize\n 0 x0\nSubject To\n{text}\nBounds\n{free}\nEnd\n")
        command = ["glpsol", "--exact", "--lp", str(file), "-w", str(file.with_suffix(".out"))]
        try:
            subprocess.run(command, capture_output=True, timeout=PATIENCE, check=True)
        except subprocess.TimeoutExpired:
            return None
        (status,) = [line for line in file.with_suffix(".out").read_text().split("\n") if line[:1] == "s"]
        return status.split()[4] == "f"


RIVALS: dict[str, tuple[Callable[[Rows], bool | None], bool]] = {
    "cdd": (with_cdd, find_spec("cdd") is not None),
    "glpsol": (with_glpsol, shutil.which("glpsol") is not None),
    "z3": (with_z3, find_spec("z3") is not None),
}


def used() -> float:
    """CPU seconds of this process and of those that it has started."""
    children = getrusage(RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """The shortest time of several runs, where one is short."""
    times = list[float]()
    while not times or (len(times) < 7 and sum(times) < 0.5):
        start = used()
        result = run()
        times.append(used() - start)
    return min(times), result


def solve(s: System) -> Combination[Name] | Mapping[int, fmpq]:
    return linear_system(s).solve()


def race(instances: int) -> None:
    rivals = {name: run for name, (run, here) in RIVALS.items() if here}
    print(f"rivals: {', '.join(rivals) or 'none is installed'}")
    print(
        f"{'variables':>9} {'rows':>4} {'ours ms':>8} {'check ms':>8} {'share':>6}",
        *[f"{n:>8}" for n in rivals],
    )
    for variables, size in SIZES:
        ours, checks, shares = list[float](), list[float](), list[float]()
        ratios: dict[str, list[float]] = {name: [] for name in rivals}
        late = set[str]()
        for seed in range(instances):
            rows = small(variables, size, seed % 2 == 0, seed)
            s = system(rows)
            seconds, found = timed(lambda s=s: solve(s))
            assert verified(s, found)
            ours.append(seconds)
            if isinstance(found, Combination):
                claimed = infeasible.Statement(s)
                producing, made = timed(lambda c=claimed: infeasible.produce(c))
                checking, verdict = timed(lambda c=claimed, m=made: check(INFEASIBLE, c, m))
                assert verdict.verified()
                checks.append(checking)
                shares.append(producing / checking)
            for name, run in rivals.items():
                if name in late:
                    continue
                spent, answer = timed(lambda run=run, rows=rows: run(rows))
                if answer is None:
                    late.add(name)
                elif answer == isinstance(found, Combination):
                    print(f"{name} gives another answer than ours, which is verified: seed {seed}")
                ratios[name].append(spent / seconds)
        shown = [f"{'>' if n in late else ''}{median(ratios[n]):.1f}" for n in rivals]
        figures = f"{median(ours) * 1e3:8.2f} {median(checks) * 1e3:8.3f} {median(shares):6.1f}"
        print(f"{variables:9} {size:4} {figures}", *[f"{text:>8}" for text in shown], flush=True)


class Watched(Program):
    """Counts the guesses of each call."""

    rounds: ClassVar[Counter[int]] = Counter()
    """How many guesses -> how often; 0 where none was right."""

    def bases(self, *given: Any, **named: Any) -> Iterator[Basis]:
        guesses = 0
        try:
            for basis in super().bases(*given, **named):
                guesses += 1
                yield basis
            Watched.rounds[0] += 1
        except GeneratorExit:
            Watched.rounds[guesses] += 1
            raise


def heights(instances: int) -> None:
    print(
        f"\n{'height':>8} {'answered':>9} {'rounds':>6} {'exact':>6} {'median ms':>10} {'parallel':>9} {'exact':>6} {'median ms':>10}"
    )
    for height in HEIGHTS:
        columns = []
        for make in (tall, parallel):
            Watched.rounds.clear()
            times = list[float]()
            answered = 0
            for variables, size in SIZES if make is tall else SIZES[:1]:
                for seed in range(instances):
                    s = system(make(variables, size, height, seed))
                    seconds, found = timed(lambda s=s: solve(s))
                    times.append(seconds)
                    answered += verified(s, found)
            exact = Watched.rounds.pop(0, 0)
            if make is tall:
                columns.append(
                    f"{answered:4}/{len(times):<4} {max(Watched.rounds, key=Watched.rounds.__getitem__):6} {exact:6} {median(times) * 1e3:10.1f}"
                )
            else:
                columns.append(f"{answered:4}/{len(times):<4} {exact:6} {median(times) * 1e3:10.1f}")
        print(f"{f'10^{len(str(height)) - 1}':>8}", *columns, flush=True)


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    linear.Program = Watched  # type: ignore[misc]
    solve(system(small(6, 60, True, 0)))
    race(wanted)
    heights(wanted)
