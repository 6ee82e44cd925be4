"""Every other command, through its entry point: what is written, what is refused, and that nothing is half written."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from pathlib import Path

import pytest

from checker.claims.table import NAMES
from checker.cli.main import main
from checker.producers.producer import Made, SolutionMaps, solution_maps

TESTS = Path(__file__).parent
CERTIFICATES = TESTS.parent / "certificates"
FITS = CERTIFICATES / "training" / "fits.cert"
HOLE = TESTS / "incomplete" / "hole.cert"
REFUSED = TESTS / "refused" / "wrong_label.cert"

FIGURE_5 = "c Figure 5\np cnf 5 3\n5 4 3 0\n4 3 2 0\n5 2 1 0\n"
MODEL = "c a solver\ns SATISFIABLE\nv -1 2 -3\nv -4 5 0\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    files = {
        "F.cnf": FIGURE_5,
        "model.txt": "s SATISFIABLE\nv 1 -2 3 -4 -5 0\n",
        "notes.xyz": "3 points\n",
        "negative.cnf": "p cnf 3 2\n1 2 3 0\n1 -2 3 0\n",
        "unsatisfiable.cnf": "p cnf 1 1\n1 1 1 0\n",
        "C4.gr": "p tw 4 4\n1 2\n2 3\n3 4\n1 4\n",
        "C4.td": "s td 2 3 4\nb 1 1 2 3\nb 2 1 3 4\n1 2\n",
        "P.mps": "NAME p\nROWS\n N cost\n L r1\nCOLUMNS\n c1 cost 1 r1 1\nRHS\n RHS r1 -1\nENDATA\n",
        "P.lp": "Minimize\n cost: c1\nSubject To\n r1: c1 <= -1\nEnd\n",
        "graph.cert": "relucert 1 let G : graph = { order = 2, edges = { 0 -- 1 } } let H : graph = { order = 1, edges = {} } end",
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    return tmp_path


# prove


def test_the_worked_example_to_standard_output(relucert) -> None:
    assert relucert("prove", "training.fits").out == FITS.read_text()


def test_all_worked_examples(relucert, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = ("training.fits", "fh23.theorem1.forward", "fh23.theorem11.yes")
    monkeypatch.setattr("checker.cli.prove.NAMES", few)
    files = [f"all/{name.replace('.', '/', 1)}.cert" for name in few]
    assert relucert("prove", "--all", "-o", "all").out.splitlines() == files
    assert sorted(str(p) for p in Path("all").glob("**/*.*")) == sorted(files)
    for name in files:
        assert (here / name).read_text() == (CERTIFICATES / name.removeprefix("all/")).read_text()


PROVED = [
    ("fh23.theorem1.forward", "F.cnf", "REDUCTION yes->yes"),
    ("treewidth.upper_bound", "C4.gr", "TREEWIDTH <= 2"),
    ("linear.infeasible", "P.mps", "INFEASIBLE"),
    ("linear.infeasible", "P.lp", "INFEASIBLE"),
    ("fh23.theorem11.no", str(HOLE), "NO CONVEX FIT"),  # the statement is taken, its proof is not
    ("fh23.theorem1.backward", str(CERTIFICATES / "fh23/theorem1.forward.cert"), "REDUCTION yes<-yes"),
]


@pytest.mark.parametrize("claim, source, words", PROVED, ids=[Path(f).name for _, f, _ in PROVED])
def test_a_certificate_for_an_input(claim: str, source: str, words: str, relucert, here: Path) -> None:
    ran = relucert("prove", claim, source, "-o", "X.cert.gz")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert gzip.decompress((here / "X.cert.gz").read_bytes()).startswith(b"relucert 1\n")
    assert relucert("check", "X.cert.gz", "--require", claim).verdicts[0].startswith(f"s VERIFIED {words}")


def without_comments(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("claim, source, words", PROVED[:4], ids=[f for _, f, _ in PROVED[:4]])
def test_an_input_from_standard_input(
    claim: str, source: str, words: str, relucert, stdin, here: Path
) -> None:
    assert relucert("prove", claim, source, "-o", "named.cert").code == 0
    for name in (source, "named.cert"):
        stdin((here / name).read_bytes())
        assert without_comments(relucert("prove", claim, "-").out) == without_comments(
            (here / "named.cert").read_text()
        )


NOT_PROVED = {
    "false claim": (
        ("fh23.theorem1.forward", "unsatisfiable.cnf"),
        1,
        "relucert: the formula has no assignment",
    ),
    "unsuitable": (
        ("fh23.theorem1.forward", "negative.cnf"),
        3,
        "negative.cnf:3:3: error[unsuitable]: the literal -2",
    ),
    "malformed": (("treewidth.upper_bound", "bad.gr"), 3, "bad.gr:2:3: error[parse]: there is no vertex 3"),
    "no time": (
        ("fh23.theorem1.forward", "F.cnf", "--time-limit", "0.001"),
        5,
        "the time limit of 0.001 seconds",
    ),
    "another kind": (
        ("fh23.theorem1.forward", "C4.gr"),
        2,
        "C4.gr: expected an object of the kind formula, found none",
    ),
    "several": (("treewidth.upper_bound", "graph.cert"), 2, "choose one with --object: G, H"),
    "no such object": (
        ("treewidth.upper_bound", "graph.cert", "--object", "K"),
        2,
        "of the kind graph called K",
    ),
    "unknown suffix": (("treewidth.upper_bound", "notes.xyz"), 2, "no input file is called *.xyz"),
    "missing": (("treewidth.upper_bound", "G.gr"), 2, "relucert: G.gr: No such file"),
    "unknown claim": (("fh23.theorem11.noo", "F.cnf"), 2, "did you mean fh23.theorem11.no"),
    "labels of points to separate": (
        ("separability.two_hyperplanes.and_or.yes", "labels.csv"),
        3,
        "labels.csv:2:1: error[unsuitable]: the label of point 2 is 2",
    ),
    "no input": (
        ("fh23.theorem7.backward.printed", "C4.gr"),
        2,
        "expected a statement of fh23.theorem7.backward.printed",
    ),
    "no claim": ((), 2, "which claim?"),
    "object without input": (("training.fits", "--object", "T"), 2, "--object needs an input"),
    "all and more": (("training.fits", "--all", "-o", "X.cert"), 2, "takes a directory and nothing else"),
}


@pytest.mark.parametrize("words, code, message", NOT_PROVED.values(), ids=NOT_PROVED)
def test_no_certificate(words: tuple[str, ...], code: int, message: str, relucert, here: Path) -> None:
    (here / "bad.gr").write_text("p tw 2 1\n1 3\n")
    (here / "labels.csv").write_text("0,0\n1,2\n")
    before = sorted(here.iterdir())
    ran = relucert("prove", *words, *(() if "-o" in words else ("-o", "X.cert")))
    assert ran.code == code and message in ran.err and not ran.out
    assert sorted(here.iterdir()) == before


def test_one_object_of_several(relucert, here: Path) -> None:
    ran = relucert("prove", "treewidth.upper_bound", "graph.cert", "--object", "H")
    assert ran.code == 0 and "let G : graph = { order = 1, edges = {} }" in ran.out


@pytest.mark.parametrize(
    "target, message", [("no/X.cert", "No such file"), (".", "Is a directory"), ("/dev/full", "No space")]
)
def test_no_place_to_write(target: str, message: str, relucert, here: Path) -> None:
    before = sorted(here.iterdir())
    ran = relucert("prove", "training.fits", "-o", target)
    assert ran.code == 2 and f"relucert: {target}: {message}" in ran.err and sorted(here.iterdir()) == before


def test_a_file_is_replaced_as_a_whole_and_a_pipe_is_written_to(relucert, here: Path) -> None:
    old = here / "X.cert"
    old.write_text("old")
    old.chmod(0o640)
    (here / "link.cert").symlink_to(old)
    assert relucert("prove", "training.fits", "-o", "link.cert").code == 0
    assert old.read_text() == FITS.read_text() and old.stat().st_mode & 0o777 == 0o640
    assert (here / "link.cert").is_symlink()
    assert relucert("prove", "training.fits", "-o", "/dev/stdout").code == 0


def test_a_certificate_that_is_refused_is_never_written(
    relucert, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maps = solution_maps("fh23.theorem1")

    def lift(f, true) -> Made:
        made = maps.lift(f, true)
        return Made(made.claim, made.statement, type(made.certificate)(frozenset(), made.certificate.network))

    wrong = SolutionMaps(maps.reduction, maps.reduce, lift, maps.pull)
    monkeypatch.setattr("checker.cli.maps.solution_maps", lambda name: wrong)
    ran = relucert("lift", "fh23.theorem1", "F.cnf", "--true", "1,3", "-o", "X.cert")
    assert ran.code == 70 and "internal error" in ran.err and "exactly-one-true" in ran.err
    assert not (here / "X.cert").exists()


# reduce, lift, pull


def test_a_reduction_forth_and_back(relucert, here: Path) -> None:
    assert relucert("reduce", "fh23.theorem1", "F.cnf", "-o", "T.cert").code == 0
    for name, words in {
        "a": ("F.cnf", "model.txt"),
        "b": ("T.cert", "--true", "1,3"),
        "c": ("T.cert", "a.cert"),
    }.items():
        assert relucert("lift", "fh23.theorem1", *words, "-o", f"{name}.cert").code == 0
    assert (here / "a.cert").read_text() == (here / "b.cert").read_text() == (here / "c.cert").read_text()
    assert relucert("pull", "fh23.theorem1", "F.cnf", "a.cert", "-o", "P.cert").code == 0
    assert relucert("lift", "fh23.theorem1", "P.cert", "P.cert").out == (here / "a.cert").read_text()
    ran = relucert("check", "T.cert", "a.cert", "P.cert")
    words = ["INSTANCE points=279", "yes->yes points=279", "yes<-yes points=279"]
    assert ran.verdicts == [f"s VERIFIED REDUCTION {w} neurons=32" for w in words]
    assert "true = {1, 3}" in (here / "P.cert").read_text()


UNMAPPED = {
    "no solution": (("lift", "F.cnf", "--true", "1,2"), 1, "F.cnf:3:1: error[no-solution]: the assignment is no solution: clause 1 has 0"),
    "nothing true": (("lift", "F.cnf", "--true", ""), 1, "F.cnf:3:1: error[no-solution]"),
    "no such variable": (("lift", "F.cnf", "--true", "9"), 1, "there is no variable 9"),
    "no fit": (("pull", "F.cnf", str(FITS)), 1, "fits.cert:11:3: error[no-fit]: the network does not fit: at point 4 (clause 1, selection gadget"),
    "unsatisfiable": (("lift", "F.cnf", "unsat.txt"), 1, "unsat.txt: the solver found no solution"),
    "source unsuitable": (("reduce", "negative.cnf"), 3, "negative.cnf:3:3: error[unsuitable]"),
    "source unsuitable in lift": (("lift", "negative.cnf", "--true", "1"), 3, "negative.cnf:3:3: error[unsuitable]"),
    "source unsuitable in pull": (("pull", "negative.cnf", str(FITS)), 3, "negative.cnf:3:3: error[unsuitable]"),
    "model malformed": (("lift", "F.cnf", "F.cnf"), 3, "F.cnf:2:1: error[parse]: expected a line `v LITERALS 0`, found `p`"),
    "not numbers": (("lift", "F.cnf", "--true", "1;2"), 2, "--true takes the numbers"),
    "negative numbers": (("lift", "F.cnf", "--true=-1"), 2, "--true takes the numbers"),
    "no solution given": (("lift", "F.cnf"), 2, "lift takes a solution, as a file or by --true"),
    "two solutions given": (("lift", "F.cnf", "model.txt", "--true", "1"), 2, "as a file or by --true"),
    "no solution held": (("lift", "F.cnf", str(FITS)), 2, "expected one certificate that holds a solution, found 0"),
    "no network": (("pull", "F.cnf", "graph.cert"), 2, "graph.cert: expected an object of the kind network"),
    "standard input twice": (("pull", "-", "-"), 2, "can be read only once"),
    "source of another kind": (("reduce", "C4.gr"), 2, "C4.gr: expected an object of the kind formula"),
}  # fmt: skip


@pytest.mark.parametrize("words, code, message", UNMAPPED.values(), ids=UNMAPPED)
def test_no_map(words: tuple[str, ...], code: int, message: str, relucert, here: Path) -> None:
    (here / "unsat.txt").write_text("s UNSATISFIABLE\n")
    command, *rest = words
    before = sorted(here.iterdir())
    ran = relucert(command, "fh23.theorem1", *rest, "-o", "X.cert")
    assert ran.code == code and message in ran.err and not ran.out
    assert sorted(here.iterdir()) == before
    assert relucert(command, "fh23.theorem2", *rest).code == 2


# import, export


@pytest.mark.parametrize("name", ["P.mps", "P.lp"])
def test_import_of_a_linear_program(name: str, relucert, here: Path) -> None:
    assert relucert("import", name, "-o", "X.cert").code == 0
    text = (here / "X.cert").read_text()
    assert re.search(r"^# columns: x1=c1$", text, re.MULTILINE) and "let L : linear_program = " in text
    assert relucert("fmt", "--check", "X.cert").code == 0


@pytest.mark.parametrize("name, kind", [("F.cnf", "formula"), ("C4.gr", "graph")])
def test_import_and_export(name: str, kind: str, relucert, here: Path) -> None:
    assert relucert("import", name, "-o", "X.cert").code == 0
    assert re.search(rf"^let [FG] : {kind} = ", (here / "X.cert").read_text(), re.MULTILINE)
    assert relucert("fmt", "--check", "X.cert").code == 0
    assert relucert("export", "X.cert", "-o", f"Y.{name}").code == 0
    lines = (here / name).read_text().removeprefix("c Figure 5\n").splitlines()
    assert (here / f"Y.{name}").read_text().splitlines() == [
        lines[0],
        *(lines[1:] if kind == "formula" else sorted(lines[1:])),
    ]


def test_a_graph_and_its_decomposition_become_a_claim(relucert, here: Path) -> None:
    for files in (("C4.gr", "C4.td"), ("C4.td", "C4.gr")):
        assert relucert("import", *files, "-o", "X.cert").code == 0
        assert relucert("check", "X.cert").verdicts == ["s VERIFIED TREEWIDTH <= 2 vertices=4 edges=4"]
    assert relucert("fmt", "--check", "X.cert").code == 0
    assert relucert("export", "X.cert", "-o", "Y.td.gz").code == 0
    assert gzip.decompress((here / "Y.td.gz").read_bytes()).decode() == (here / "C4.td").read_text()
    (here / "C4.td").write_text("s td 1 3 4\nb 1 1 2 3\n")  # importing is not checking
    assert relucert("import", "C4.gr", "C4.td", "-o", "X.cert").code == 0
    ran = relucert("check", "X.cert")
    assert ran.code == 1 and "-covered]" in ran.err


def test_documents_as_json(relucert, here: Path) -> None:
    assert relucert("prove", "training.fits", "-o", "C.json").code == 0
    assert relucert("export", FITS, "-o", "D.json.gz").code == 0
    assert gzip.decompress((here / "D.json.gz").read_bytes()) == (here / "C.json").read_bytes()
    assert relucert("fmt", FITS, "--to", "json").out == (here / "C.json").read_text()
    assert (
        relucert("fmt", "C.json", "--to", "text").out == relucert("import", "C.json").out == FITS.read_text()
    )
    assert relucert("fmt", "--check", "C.json").code == 0
    assert relucert("check", "C.json", "D.json.gz").verdicts == relucert("check", FITS, FITS).verdicts
    assert relucert("prove", "fh23.theorem11.no", "C.json").code == 1  # its definitions are read
    assert relucert("import", "F.cnf", "-o", "F.json").code == 0
    assert relucert("lift", "fh23.theorem1", "F.json", "--true", "1,3", "-o", "L.json").code == 0
    assert relucert("lift", "fh23.theorem1", "F.cnf", "L.json").code == 0
    assert relucert("mutate", "C.json", "--number", 10).out.startswith("C.json as text: 10 of")


def test_a_decomposition_alone(relucert, here: Path) -> None:
    assert "let T : tree_decomposition" in relucert("import", "C4.td").out


NOT_CONVERTED = {
    "another graph": (("import", "C4.gr", "other.td"), 3, "other.td: error[parse]: the decomposition is one of a graph on 5 vertices"),
    "two of a kind": (("import", "C4.gr", "C4.gr"), 2, "expected one of .cnf, .gr, .mps, .lp, .csv, .td, .json"),
    "two that do not belong together": (("import", "F.cnf", "C4.gr"), 2, "expected one of .cnf, .gr, .mps, .lp, .csv, .td, .json"),
    "a document": (("import", "graph.cert"), 2, "expected one of .cnf, .gr, .mps, .lp, .csv, .td, .json"),
    "malformed": (("import", "bad.cnf"), 3, "bad.cnf:2:3: error[parse]: there is no variable 2"),
    "no format": (("export", "graph.cert"), 2, "which format?"),
    "no such object": (("export", "graph.cert", "--to", "cnf"), 2, "expected an object of the kind formula"),
}  # fmt: skip


@pytest.mark.parametrize("words, code, message", NOT_CONVERTED.values(), ids=NOT_CONVERTED)
def test_no_conversion(words: tuple[str, ...], code: int, message: str, relucert, here: Path) -> None:
    (here / "other.td").write_text("s td 1 1 5\nb 1 1\n")
    (here / "bad.cnf").write_text("p cnf 1 1\n1 2 0\n")
    ran = relucert(*words)
    assert ran.code == code and message in ran.err and not ran.out


# claims, fmt, explain, completion


def test_claims(relucert) -> None:
    out = relucert("claims").out
    assert re.findall(r"^(\S+)", out, re.MULTILINE) == list(NAMES)
    assert re.search(r"^fh23\.theorem1\.forward +holds +fh23, Theorem 1$", out, re.MULTILINE)
    objects = [json.loads(line) for line in relucert("claims", "--json").out.splitlines()]
    assert [o["claim"] for o in objects] == list(NAMES)
    page = relucert("claims", "fh23.theorem11.no").out
    assert (
        "Soundness:" in page and "relucert prove fh23.theorem11.no" in page and "fh23.theorem11.yes" in page
    )
    assert relucert("claims", "fh23.theorem11.noo").code == 2
    assert relucert("claims", "--json", "--pages", "x").code == 2


def test_what_is_repaired_says_so(relucert) -> None:
    """The claim itself, or all of a reduction whose printed version is refuted."""
    found = {o["claim"]: o["status"] for o in relucert("claims", "--json").objects}
    assert found["fh23.lemma5"] == found["fh23.corollary8.instance"] == "holds repaired"
    assert found["fh23.corollary8.printed"] == "refuted as printed"
    assert found["fh23.theorem11.yes"] == found["fh23.theorem1.no"] == "holds"


def test_fmt(relucert, stdin, here: Path) -> None:
    loose = here / "loose.cert"
    loose.write_bytes(FITS.read_bytes().replace(b" = ", b"   =  ").replace(b"\n", b"\r\n"))
    assert relucert("fmt", loose).out == FITS.read_text()
    stdin(loose.read_bytes())
    assert relucert("fmt", "-").out == FITS.read_text()
    ran = relucert("fmt", "--check", loose, FITS)
    assert (ran.code, ran.out) == (1, f"{loose} is not canonical\n")
    assert relucert("fmt", "-i", loose, FITS).out == f"{loose} rewritten\n"
    assert loose.read_text() == FITS.read_text() and relucert("fmt", "--check", here / "loose.cert").code == 0


def test_fmt_refuses(relucert, stdin, here: Path) -> None:
    bad = TESTS / "malformed/no_end.cert"
    text = bad.read_text()
    ran = relucert("fmt", "-i", bad, FITS)
    assert ran.code == 3 and "no_end.cert:5:31: error[parse]" in ran.err and bad.read_text() == text
    assert relucert("fmt", FITS, bad).code == 2
    assert relucert("fmt", "-i", "-").code == 2
    assert relucert("fmt", "--check", here / "none.cert").code == 2
    assert relucert("fmt", here).code == 0  # graph.cert alone


@pytest.mark.parametrize("path", [FITS, REFUSED, HOLE], ids=lambda p: p.stem)
def test_explain(path: Path, relucert, here: Path) -> None:
    ran = relucert("explain", path)
    assert ran.code == 0 and ran.out and "\033" not in ran.out
    assert relucert("explain", path, "-o", "X.html").code == 0
    assert (here / "X.html").read_text() == relucert("explain", path, "--format", "html").out
    assert relucert("explain", path, "-o", "X.tex").code == 0
    assert (here / "X.tex").read_text() == relucert("explain", path, "--format", "latex").out


def test_explain_refuses(relucert, here: Path) -> None:
    assert relucert("explain", TESTS / "malformed/no_end.cert").code == 3
    assert relucert("explain", "graph.cert").code == 2
    assert relucert("explain", "none.cert").code == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion(shell: str, relucert) -> None:
    ran = relucert("completion", shell)
    assert ran.code == 0 and "mutate" in ran.out
    if shell == "bash":
        assert "treewidth.upper_bound" in ran.out and "--memory-limit" in ran.out
        assert subprocess.run(["bash", "-n"], input=ran.out, text=True).returncode == 0


def test_main_is_the_console_script() -> None:
    assert main(["--version"]) == 0
