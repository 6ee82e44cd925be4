"""Reading and checking a fit with many points: against plain lark, plain Python, and inexact float64.

Run:  python benchmarks/reading.py [POINTS [PLAIN]]      10^6 points; 2*10^4 of them for the slow rivals

The certificate is a ``training.fits`` with k = 100 ReLU neurons in dimension 2; labels are the values.  All
times are CPU seconds, medians of runs in processes of their own.

read      from the text to the objects; check: from these to the verdict; float64: the same network with
          numpy in blocks of a megabyte, arrays ready; ratio: check / float64
MiB       the most memory that a process had after it had read the text / after the check as well; the text
          itself is held while it is read
whole     ``relucert check`` of the file
plain     the first so many points, by lark with the same grammar without its runs: a tree of tokens, not
          yet a number read; ratio: how many times faster a point is read from the long file
split     the same by ``str.split`` and a table of the fractions met before: no checks, no places
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

NEURONS, DIMENSION, RUNS = 100, 2, 3


def make(points: int, file: Path) -> None:
    from evaluation import cloud, neurons, rationals
    from flint import fmpq

    from checker.claims.training.fits import Certificate, Statement
    from checker.objects.evaluation import values
    from checker.objects.network import network
    from checker.objects.points import Points
    from checker.problems.training import Training
    from checker.producers.producer import Made, document

    net = network(*neurons(DIMENSION, NEURONS, rationals(50, 4), rationals(50, 4)))
    placed = cloud(points, DIMENSION, 50, 4)
    fitted = Points(placed.coordinates, values(net, placed))
    s = Statement(Training(DIMENSION, NEURONS, fmpq(0), fitted))
    file.write_text(document(Made("training.fits", s, Certificate(net))))


def peak() -> float:
    """MiB that this process has had at most."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def read_and_check(file: Path) -> tuple[float, float, float, float, float]:
    """Seconds of reading, of checking and of float64; MiB after the first two."""
    from checker.kernel.verdict import check
    from checker.language.read import read

    text = file.read_text()
    start = time.process_time()
    (stated,) = read(text).claims
    reading, memory = time.process_time() - start, peak()
    del text
    start = time.process_time()
    verdict = check(stated.claim, stated.statement, stated.certificate)
    checking = time.process_time() - start
    if not verdict.verified():
        raise SystemExit("the fit is refused")
    after = peak()

    from evaluation import floats, in_float

    ready = floats(stated.certificate.network, stated.statement.instance.points)
    start = time.process_time()
    in_float(*ready)
    return reading, checking, time.process_time() - start, memory, after


def plain(file: Path, points: int) -> float:
    """Seconds of lark alone."""
    from checker.language.grammar import lark_parser, text_of

    parser = lark_parser(text_of("certificate").partition("// Runs")[0].replace("_run | ", ""))
    text = file.read_text()
    start = time.process_time()
    tree = parser.parse(text, start="start")
    seconds = time.process_time() - start
    if sum(1 for _ in tree.find_data("arrow")) != points:
        raise SystemExit("the points are not arrows")
    return seconds


def split(file: Path, points: int) -> float:
    """Seconds of the points by hand."""
    from flint import fmpq

    text = file.read_text()
    start = time.process_time()
    known: dict[str, fmpq] = {}
    rows = list[tuple[fmpq, ...]]()
    for line in text.split("points = [\n", 1)[1].split("\n"):
        if line.strip()[:1] == "]":
            break
        row = line.strip().rstrip(",").replace("(", "").replace(") ->", ",").split(",")
        for word in row:
            if word not in known:
                known[word] = fmpq(*map(int, word.split("/")))
        rows.append(tuple([known[word] for word in row]))
    if len(rows) != points:
        raise SystemExit("the points are written in another way")
    return time.process_time() - start


def apart(function: Callable[..., object], *given: object) -> object:
    with ProcessPoolExecutor(1) as pool:
        return pool.submit(function, *given).result()


def main(points: int, few: int) -> None:
    with TemporaryDirectory() as folder:
        long, short = Path(folder) / "long.cert", Path(folder) / "short.cert"
        apart(make, points, long)
        apart(make, few, short)
        print(f"{points} points, {long.stat().st_size / 1e6:.0f} MB")
        columns = zip(*[apart(read_and_check, long) for _ in range(RUNS)], strict=True)  # type: ignore[arg-type]
        reading, checking, floating, memory, after = map(median, columns)
        print(f"read      {reading:7.2f}s   {points / reading:10.0f} points a second")
        print(f"check     {checking:7.3f}s   float64 {floating:.3f}s, ratio {checking / floating:.2f}")
        print(f"MiB       {memory:6.0f} after reading, {after:.0f} after the check")
        command = [sys.executable, "-m", "checker", "check", str(long)]
        whole = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(whole.pid, 0)
        if status:
            raise SystemExit("relucert refuses the certificate")
        print(f"whole     {used.ru_utime + used.ru_stime:7.2f}s   {used.ru_maxrss / 1024:.0f} MiB")
        for name, rival in (("plain", plain), ("split", split)):
            seconds = median(apart(rival, short, few) for _ in range(RUNS))  # type: ignore[type-var]
            slower = seconds / few * points / reading  # type: ignore[operator]
            print(f"{name:9} {seconds:7.2f}s   for {few} points, ratio {slower:.1f}", flush=True)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 10**6, int(sys.argv[2]) if len(sys.argv) > 2 else 2 * 10**4
    )
