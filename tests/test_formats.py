"""DIMACS, PACE and CSV: round trips, the place of every error, and other people's files."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from checker.cli.main import main
from checker.formats import csv as table
from checker.formats import dimacs, pace
from checker.language.source import Malformed
from checker.objects.formula import Clause, Formula
from checker.objects.graph import Edge, Graph, TreeDecomposition
from checker.objects.points import points

formulas = st.integers(1, 9).flatmap(
    lambda n: st.lists(
        st.lists(st.integers(-n, n).filter(bool), max_size=4).map(lambda c: Clause(tuple(c))), max_size=5
    ).map(lambda clauses: Formula(n, tuple(clauses)))
)


def edges(order: int) -> st.SearchStrategy[frozenset[Edge]]:
    pairs = [Edge(u, v) for v in range(order) for u in range(v)]
    return st.frozensets(st.sampled_from(pairs)) if pairs else st.just(frozenset())


graphs = st.integers(0, 6).flatmap(lambda n: edges(n).map(lambda e: Graph(n, e)))
decompositions = st.integers(1, 5).flatmap(
    lambda n: st.lists(st.frozensets(st.integers(0, n - 1)), max_size=5).flatmap(
        lambda bags: edges(len(bags)).map(lambda tree: (n, TreeDecomposition(tuple(bags), tree)))
    )
)


@given(formulas)
def test_formulas_round_trip(f: Formula) -> None:
    assert dimacs.formula(dimacs.written(f)).value == f


@given(graphs)
def test_graphs_round_trip(g: Graph) -> None:
    assert pace.graph(pace.written_graph(g)).value == g


@given(decompositions)
def test_decompositions_round_trip(pair: tuple[int, TreeDecomposition]) -> None:
    order, d = pair
    read = pace.decomposition(pace.written_decomposition(d, order))
    assert (read.decomposition, read.order) == (d, order)
    assert read.width == max(map(len, d.bags), default=0) - 1


def test_the_freedoms_of_dimacs() -> None:
    text = "c\nc about 1 0\n  p\tcnf  3 4\r\n1 -2\n\n c between\n 3 0 0 -1\r\n 0\n1 1 0\n%\n0\n\n"
    clauses = (Clause((1, -2, 3)), Clause(()), Clause((-1,)), Clause((1, 1)))
    assert dimacs.formula(text).value == Formula(3, clauses)


# The place of the error is marked by `^` before the offending text.
FORMULAS = {
    "empty": ("^", "expected the header"),
    "only comments": ("c nothing^\n", "expected the header"),
    "no header": ("^1 2 0\n", "expected the header"),
    "another header": ("^p edge 3 2\n", "expected the header `p cnf VARIABLES CLAUSES`"),
    "half a header": ("^p cnf 3\n", "expected the header"),
    "negative count": ("p cnf ^-3 2\n", "expected the number of variables, found `-3`"),
    "long count": ("p cnf 3 ^1000000000000000000000\n", "expected the number of clauses up to 10^18"),
    "two headers": ("p cnf 1 1\n^p cnf 1 1\n1 0\n", "there is a header already"),
    "too few": ("p cnf 2 ^3\n1 0\n", "declares 3 clauses, but the file has 1 clause"),
    "too many": ("p cnf 2 1\n1 0 ^2 0\n", "declares 1 clause, and this is one more"),
    "no zero": ("p cnf 2 1\n^1 2\n", "this clause is not ended by 0"),
    "no such variable": ("p cnf 2 1\n1 ^-3 0\n", "there is no variable 3; the header declares 2 variables"),
    "no literal": ("p cnf 2 1\n1 ^x 0\n", "expected a literal like 3 or -3, or 0, found `x`"),
    "leading zero": ("p cnf 2 1\n^01 0\n", "expected a literal"),
    "other digits": ("p cnf 2 1\n^\u0661 0\n", "expected a literal"),
    "text behind the end": ("p cnf 1 1\n1 0\n%\n0\n^1 0\n", "the formula has ended with the `%` in line 3"),
}
MODELS = {
    "empty": ("^", "expected lines `v LITERALS` that end with 0"),
    "no zero": ("v 1 ^-2\n", "expected lines `v LITERALS` that end with 0"),
    "both": ("v 1 2\nv ^-1 0\n", "the variable 1 is both true and false"),
    "behind the end": ("v 1 ^0\nv 2 0\n", "the model has ended here"),
    "another line": ("^1 2 0\n", "expected a line `v LITERALS 0`, found `1`"),
    "no answer": ("^s UNKNOWN\n", "expected the status SATISFIABLE, found `UNKNOWN`"),
    "no number": ("v 1 ^two 0\n", "expected a literal"),
}
GRAPHS = {
    "empty": ("^", "expected the line `p tw VERTICES EDGES`"),
    "another problem": ("^p cnf 1 1\n", "expected the line `p tw VERTICES EDGES`"),
    "two headers": ("p tw 2 0\n^p tw 2 0\n", "there is a header already"),
    "too few": ("p tw 3 ^2\n1 2\n", "declares 2 edges, but the file has 1 edge"),
    "no such vertex": ("p tw 2 1\n1 ^3\n", "there is no vertex 3; the header declares 2 vertices"),
    "from 0": ("p tw 2 1\n^0 1\n", "there is no vertex 0"),
    "loop": ("p tw 2 1\n^2 2\n", "the edge 2 2 is a loop"),
    "twice": ("p tw 2 2\n1 2\n^2 1\n", "the edge 1 2 occurs twice, first in line 2"),
    "half": ("p tw 2 1\n^1\n", "expected an edge, two numbers, found 1 word"),
    "blank": ("p tw 2 1\n^\n1 2\n", "a blank line; PACE allows none"),
    "unknown line": ("p tw 2 1\n^e 1 2\n", "expected an edge, two numbers, found 3 words"),
}
DECOMPOSITIONS = {
    "no header": ("^b 1 1\n", "expected the line `s td BAGS LARGEST_BAG VERTICES`"),
    "missing bag": ("s td ^2 1 1\nb 1 1\n", "declares 2 bags, but bag 2 is missing"),
    "bag twice": ("s td 2 1 1\nb 1 1\n^b 1 1\n", "the bag 1 is given twice"),
    "no number": ("s td 1 1 1\n^b\n", "expected the number of the bag"),
    "no such bag": ("s td 1 1 1\nb 1 1\n1 ^2\n", "there is no bag 2; the header declares 1 bag"),
    "no such vertex": ("s td 1 1 1\nb 1 ^2\n", "there is no vertex 2; the header declares 1 vertex"),
    "too small": ("s td 1 ^1 2\nb 1 1 2\n", "declares 1 as the size of the largest bag, but it is 2"),
    "too large": ("s td 1 ^3 3\nb 1 1 2\n", "declares 3 as the size of the largest bag, but it is 2"),
    "mixed": ("s td 2 1 1\nb 1 1\nb 2\n1 2\n^b 2 1\n", "a bag behind the first edge"),
}
TABLES = {
    "empty": ("^", "expected lines of numbers"),
    "only a heading": ("x1,y^\n", "expected lines of numbers"),
    "no label": ("^3\n", "at least one coordinate"),
    "short line": ("0,1,2\n\n^0,1\n", "2 numbers, but the first has 3"),
    "long line": ("0,1\n0, 1 , ^2,3\n", "4 numbers, but the first has 2"),
    "another heading": ("x1, ^z,y\n", "expected the heading `x2`"),
    "heading twice": ("x1,y\n^x1,y\n", "expected a number like -3, 5/7 or 0.25, found `x1`"),
    "word": ("0,1\r\n1,\t^one\r\n", "found `one`"),
    "another separator": ("^0;1\n", "at least one coordinate"),
    "empty cell": ("1,^,2\n", "an empty cell"),
    "denominator": ("1,2\n^1/0,2\n", "the denominator is 0"),
    "exponent": ("^1e99999999,2\n", "exponent"),
    "not a number": ("^0/,1\n", "expected a number"),
}


def test_the_freedoms_of_tables() -> None:
    text = "\ufeffX1,x2, Y\r\n-1/2 ,\t.5,+3\r\n\n1e2,-0,6/4"
    rows = [((fmpq(-1, 2), fmpq(1, 2)), fmpq(3)), ((fmpq(100), fmpq(0)), fmpq(3, 2))]
    read = table.points(text)
    assert read.value == points(2, rows)
    assert read.where((1, "label"))[0][:2] == (4, 1)


READERS = {
    "cnf": dimacs.formula, "model": dimacs.model, "gr": pace.graph, "td": pace.decomposition, "csv": table.points,
}  # fmt: skip
ERRORS = [
    pytest.param(kind, text, message, id=f"{kind}-{name}")
    for kind, cases in (
        ("cnf", FORMULAS),
        ("model", MODELS),
        ("gr", GRAPHS),
        ("td", DECOMPOSITIONS),
        ("csv", TABLES),
    )
    for name, (text, message) in cases.items()
]


@pytest.mark.parametrize("kind, text, message", ERRORS)
def test_error(kind: str, text: str, message: str) -> None:
    before, after = text.split("^")
    with pytest.raises(Malformed) as error:
        READERS[kind](before + after)
    assert message in str(error.value)
    span = error.value.span
    assert (span.line, span.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))


@given(st.sampled_from(sorted(READERS)), st.text("pcnf twsdvb0123-%,./xye \n\t\r", max_size=40))
def test_no_crash(kind: str, text: str) -> None:
    for head in ("", "p cnf 3 1\n", "p tw 3 1\n", "s td 1 1 3\n"):
        try:
            READERS[kind](head + text)
        except Malformed as error:
            assert error.span.line >= 1 and error.span.column >= 1


def test_places_of_the_parts_of_a_formula() -> None:
    placed = dimacs.formula("c\np cnf 3 2\n1 2\n3 0\n-1 0\n")
    found = {
        ("variables",): (2, 7),
        ("clauses",): (2, 9),
        ("clauses", 0): (3, 1),
        ("clauses", 0, "literals", 2): (4, 1),
        ("clauses", 1, "literals", 0): (5, 1),
        (): (2, 1),
    }
    for path, (line, column) in found.items():
        span, rest = placed.where(path)
        assert (span.line, span.column, rest) == (line, column, ())
    assert placed.where(("clauses", 1, "words"))[1] == ("words",)


def test_places_of_the_parts_of_a_graph() -> None:
    placed = pace.graph("p tw 3 2\nc 3 1\n3 2\n1 3\n")
    for path, line in {
        ("edges", Edge(0, 2)): 4,
        ("edges", Edge(1, 2)): 3,
        ("edges",): 1,
        ("order",): 1,
    }.items():
        span, rest = placed.where(path)
        assert (span.line, rest) == (line, ())


# Other people's files: MANIFEST.tsv says which of them are well-formed.

GIVEN = os.environ.get("RELUCERT_CONFORMANCE")
CONFORMANCE = Path(GIVEN) if GIVEN else Path(__file__).parents[2] / "shared" / "conformance"
FOLDERS = ("cadical-cnf", "drat-trim", "lrat-trim", "td-validate", "named-graphs")


def conformance() -> list[tuple[str, str]]:
    """(path, expected) of the files in these folders."""
    manifest = CONFORMANCE / "MANIFEST.tsv"
    if not manifest.exists():
        return []
    rows = csv.DictReader(manifest.open(), delimiter="\t")
    return [(row["path"], row["expected"] or "") for row in rows if row["path"].startswith(FOLDERS)]


FILES = conformance()
other_peoples_files = pytest.mark.skipif(
    not FILES, reason=f"no third-party files in {CONFORMANCE}; set RELUCERT_CONFORMANCE to their folder"
)


@other_peoples_files
@pytest.mark.parametrize("folder", FOLDERS)
def test_files_are_read_as_their_authors_say(folder: str) -> None:
    suffixes = {".cnf": dimacs.formula, ".sol": dimacs.model, ".gr": pace.graph, ".td": pace.decomposition}
    wrong, count = [], 0
    for path, expected in FILES:
        reader = suffixes.get(Path(path).suffix)
        if (
            not path.startswith(folder)
            or reader is None
            or ("INVALID" in expected and folder == "td-validate")
        ):
            continue
        count += 1
        try:
            reader((CONFORMANCE / path).read_bytes().decode())
            if expected == "PARSE-ERROR":
                wrong.append(path)
        except Malformed as error:
            if expected != "PARSE-ERROR":
                wrong.append(f"{path}: {error}")
    assert count and not wrong


@other_peoples_files
def test_models_of_the_sat_solver_are_models() -> None:
    count = 0
    for path, _ in FILES:
        solution = CONFORMANCE / path
        formula = solution.with_suffix(".cnf")
        if solution.suffix == ".sol" and formula.exists():
            f, true = dimacs.formula(formula.read_text()).value, dimacs.model(solution.read_text())
            assert true is not None and all(
                any((v > 0) == (abs(v) in true) for v in c.literals) for c in f.clauses
            )
            count += 1
    assert count > 5


@other_peoples_files
@pytest.mark.parametrize("folder", ["td-validate", "named-graphs"])
def test_decompositions_are_judged_as_their_authors_say(folder: str, tmp_path: Path, capsys) -> None:
    """import, then check: VALID pairs are verified, INVALID ones are refused by the one or the other."""
    wrong, counts = [], {"VALID": 0, "INVALID": 0}
    for path, expected in FILES:
        graph = CONFORMANCE / path
        if not path.startswith(folder) or graph.suffix != ".gr":
            continue
        tree = (
            graph.parent.parent / "td" / f"{graph.stem}.td"
            if folder == "named-graphs"
            else graph.with_suffix(".td")
        )
        if not tree.exists():
            assert main(["import", str(graph)]) == 3  # a malformed graph stands alone
            continue
        target = tmp_path / f"{graph.stem}.cert"
        code = main(["import", str(graph), str(tree), "-o", str(target)]) or main(["check", str(target)])
        counts[expected.split()[0]] += 1
        if (code == 0) != expected.startswith("VALID") or code not in (0, 1, 3):
            wrong.append((path, expected, code))
    capsys.readouterr()
    assert not wrong and counts["VALID"] and (counts["INVALID"] or folder == "named-graphs")


@other_peoples_files
def test_small_named_graphs_have_the_treewidth_that_their_authors_found(tmp_path: Path, relucert) -> None:
    folder, cert = CONFORMANCE / "named-graphs", tmp_path / "out.cert"
    for name in ("GrotzschGraph", "HeawoodGraph", "ChvatalGraph"):
        width = pace.decomposition((folder / "td" / f"{name}.td").read_text()).width
        assert relucert("prove", "treewidth.exact", folder / "gr" / f"{name}.gr", "-o", cert).code == 0
        assert relucert("check", cert).verdicts[0].startswith(f"s VERIFIED TREEWIDTH = {width} ")
