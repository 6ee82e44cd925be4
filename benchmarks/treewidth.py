"""Tree decompositions: our check against PACE's td-validate and against a check with networkx.

Run:  python benchmarks/treewidth.py [TD-VALIDATE [LARGEST]]
      TD-VALIDATE: the built program, from github.com/holgerdell/td-validate; only up to so many vertices

n, w     a random partial w-tree, 70% of the edges; vertices and bags numbered as it grew, or shuffled
files    CPU seconds of a process from the .gr and .td file to the verdict; td-validate: of that program on
         the same files, > where it was stopped; ratio: files / td-validate, medians of interleaved runs
MiB      the most memory that the two processes had, and their ratio
cert     CPU seconds of ``relucert check`` of the same in our notation / td-validate
check    seconds from the objects to the verdict; networkx: how many times longer the definition takes, with
         the graphs of networkx, from the same objects (up to 10^5 vertices)
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

SIZES = [
    (10**4, 5, False, 5),
    (10**5, 5, False, 5),
    (10**5, 5, True, 1),
    (10**5, 30, False, 1),
    (10**6, 5, False, 3),
]
"""Vertices, width, shuffled, runs."""
PATIENCE = 120
"""Seconds for a rival."""
NETWORKX = 10**5
FILES = """
import sys
from checker.claims.table import claim
from checker.claims.treewidth.upper_bound import Certificate, Statement
from checker.formats import pace
from checker.kernel.verdict import check
g, d = pace.graph(open(sys.argv[1]).read()).value, pace.decomposition(open(sys.argv[2]).read())
verdict = check(claim("treewidth.upper_bound"), Statement(g, d.width), Certificate(d.decomposition))
sys.exit(not verdict.verified())
"""


# What needs memory runs in processes of its own: a process inherits the peak of the one that starts it.


def make(order: int, width: int, shuffled: bool, folder: Path) -> None:
    """A graph and a decomposition: g.gr, d.td, c.cert."""
    from random import Random

    from checker.cli.main import main

    rng = Random(1)

    def numbers(count: int) -> Sequence[int]:
        return rng.sample(range(1, count + 1), count) if shuffled else range(1, count + 1)

    names = numbers(order)
    bags, tree, edges = [list(names[: width + 1])], list[tuple[int, int]](), list[tuple[int, int]]()
    for v in names[width + 1 :]:
        parent = rng.randrange(len(bags))
        rest = list(bags[parent])
        rest.pop(rng.randrange(width + 1))
        edges += [(u, v) for u in rest if rng.random() < 0.7]
        tree.append((parent, len(bags)))
        bags.append([*rest, v])
    place = numbers(len(bags))
    with open(folder / "g.gr", "w") as out:
        out.write(f"p tw {order} {len(edges)}\n")
        out.writelines(f"{u} {v}\n" for u, v in edges)
    with open(folder / "d.td", "w") as out:
        out.write(f"s td {len(bags)} {width + 1} {order}\n")
        out.writelines(f"b {i} {' '.join(map(str, bag))}\n" for i, bag in zip(place, bags, strict=True))
        out.writelines(f"{place[i]} {place[j]}\n" for i, j in tree)
    if main(["import", str(folder / "g.gr"), str(folder / "d.td"), "-o", str(folder / "c.cert")]):
        raise SystemExit("the files cannot be imported")


def compare(folder: Path, networkx_too: bool, runs: int) -> tuple[float, float | None]:
    """Seconds of the check, and of the definition."""
    from checker.claims.table import claim
    from checker.claims.treewidth.upper_bound import Certificate, Statement
    from checker.formats import pace
    from checker.kernel.verdict import check

    g, d = pace.graph((folder / "g.gr").read_text()).value, pace.decomposition((folder / "d.td").read_text())
    s, c = Statement(g, d.width), Certificate(d.decomposition)

    def checked() -> bool:
        return check(claim("treewidth.upper_bound"), s, c).verified()

    def defined() -> bool:
        return by_definition(s, d.decomposition)

    ours, theirs = timed([checked, *([defined] if networkx_too else [])], runs), None
    if networkx_too:
        theirs = ours.pop()
    return ours[0], theirs


def by_definition(s: Any, d: Any) -> bool:
    """T1, T2 and T3, as one writes them with networkx."""
    import networkx as nx

    graph, tree = nx.Graph(), nx.Graph()
    graph.add_nodes_from(range(s.graph.order))
    graph.add_edges_from(s.graph.edges)
    tree.add_nodes_from(range(len(d.bags)))
    tree.add_edges_from(d.tree)
    holders: dict[int, set[int]] = {v: set() for v in graph}
    for i, bag in enumerate(d.bags):
        if len(bag) > s.width + 1 or not bag <= graph.nodes:
            return False
        for v in bag:
            holders[v].add(i)
    return (
        nx.is_tree(tree)
        and all(not holders[u].isdisjoint(holders[v]) for u, v in graph.edges)
        and all(found and nx.is_connected(tree.subgraph(found)) for found in holders.values())
    )


def timed(functions: Sequence[Callable[[], bool]], runs: int) -> list[float]:
    """Seconds of this process: medians of interleaved runs, all of which say yes."""
    found: list[list[float]] = [[] for _ in functions]
    for _ in range(runs):
        for seconds, f in zip(found, functions, strict=True):
            start = time.process_time()
            if not f():
                raise SystemExit("the decomposition is refused")
            seconds.append(time.process_time() - start)
    return list(map(median, found))


def run(command: list[str]) -> tuple[float, float, bool]:
    """CPU seconds and MiB of a process, and whether it was stopped."""
    process = subprocess.Popen(
        ["timeout", str(PATIENCE), *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    stopped = process.returncode == 124
    if process.returncode and not stopped:
        raise SystemExit(f"{command[0]} does not accept the decomposition")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, stopped


def measured(order: int, width: int, shuffled: bool, runs: int, rival: str | None, folder: Path) -> str:
    for task in ((make, order, width, shuffled, folder), (compare, folder, order <= NETWORKX, min(runs, 3))):
        with ProcessPoolExecutor(1) as pool:
            found = pool.submit(*task).result()
    check, definition = found
    graph, tree, cert = (str(folder / name) for name in ("g.gr", "d.td", "c.cert"))
    commands = [[sys.executable, "-c", FILES, graph, tree], [sys.executable, "-m", "checker", "check", cert]]
    commands += [[rival, graph, tree]] if rival else []
    taken = [[run(command) for command in commands] for _ in range(runs)]
    files, ours, *theirs = ([median(r[k][i] for r in taken) for i in (0, 1)] for k in range(len(commands)))
    line = f"{order:8} {width:3} {'shuffled' if shuffled else 'grown':8} {files[0]:7.2f}s "
    if theirs:
        late = ">" if any(r[-1][2] for r in taken) else ""
        seconds, memory = theirs[0]
        line += f"{late + format(seconds, '.2f'):>10}s {files[0] / seconds:6.2f} "
        line += f"{files[1]:6.0f} {memory:6.0f} {files[1] / memory:5.2f} {ours[0] / seconds:6.2f} "
    else:
        line += f"{'':18} {files[1]:6.0f} {'':12} {ours[0]:5.2f}s "
    return line + f"{check:7.2f}s {'' if definition is None else format(definition / check, '.1f'):>8}"


def main(rival: str | None, largest: int) -> None:
    print(
        "       n   w numbers     files td-validate  ratio    MiB  td-v.  ratio  cert    check networkx",
        flush=True,
    )
    for order, width, shuffled, runs in SIZES:
        if order <= largest:
            with TemporaryDirectory() as folder:
                print(measured(order, width, shuffled, runs, rival, Path(folder)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None, int(sys.argv[2]) if len(sys.argv) > 2 else 10**9)
