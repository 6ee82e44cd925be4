"""Audits: what they enumerate, what they find, and that they can be stopped, repeated and moved elsewhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import islice, product
from pathlib import Path

import pytest

from checker.audit.fh23 import from_formulas
from checker.audit.inputs import formulas, labelings
from checker.audit.inputs.formulas import classes, formula, smaller
from checker.audit.oracles import two_hyperplanes
from checker.audit.oracles.one_in_three import solutions
from checker.audit.subject import given_in, written
from checker.audit.table import NAMES, subject, subject_of
from checker.claims.table import NAMES as CLAIMS
from checker.objects.formula import Formula


def test_subjects_are_claims_or_what_begins_their_names() -> None:
    for name in NAMES:
        assert subject(name).name == name
        assert name in CLAIMS or any(claim.startswith(f"{name}.") for claim in CLAIMS)
    assert subject_of("fh23.theorem1.no") == "fh23.theorem1"
    assert subject_of("fh23.corollary8.printed") == "fh23.corollary8.printed"
    assert subject_of("fh23.theorem7.backward") == "fh23.theorem7"
    assert subject_of("fh23.theorem11.no") == "fh23.theorem11"
    assert subject_of("fh23.theorem11.no.printed") == "fh23.theorem11.no.printed"


@pytest.mark.parametrize("variables, clauses", [(1, 1), (2, 1), (3, 1), (2, 2), (3, 2)])
def test_the_classes_of_formulas_are_all_formulas(variables: int, clauses: int) -> None:
    found = list(classes(variables, clauses))
    assert sum(members for _, members in found) == variables ** (3 * clauses)
    numbers = range(1, variables + 1)
    every = product(product(numbers, repeat=3), repeat=clauses)
    wanted = {formulas.representative(variables, literals) for literals in every}
    assert {tuple(c.literals for c in f.clauses) for f, _ in found} == wanted


def test_an_input_is_a_document() -> None:
    for name in NAMES:
        for given, _ in islice(subject(name).every(3), 5):
            assert type(given) is subject(name).input and given_in(written(given)) == given


def rows(folder: Path) -> list[tuple[object, ...]]:
    """All that the results hold, but for the times."""
    with sqlite3.connect(folder / "results.sqlite") as file:
        inputs = file.execute("select key, answer, sources, targets, certificates from input").fetchall()
        slacks = file.execute("select obligation, least, largest from slack").fetchall()
        return sorted(map(repr, inputs + slacks))


def test_an_audit_without_discrepancy(relucert, tmp_path: Path) -> None:
    words = ["audit", "fh23.theorem1", "--size", "3", "--random", "2", "-o"]
    done = relucert(*words, str(tmp_path / "a"), "--jobs", "1")
    assert done.code == 0 and done.out.endswith("s NO DISCREPANCY fh23.theorem1\n"), done.err
    assert "inputs=6 random=2 stand-for=12 " in done.out
    again = relucert("audit", "fh23.theorem1.no", *words[2:], str(tmp_path / "b"), "--jobs", "2")
    assert rows(tmp_path / "a") == rows(tmp_path / "b")
    assert [line.split(" seconds=")[0] for line in again.out.splitlines()] == [
        line.split(" seconds=")[0] for line in done.out.splitlines()
    ]


def test_an_audit_goes_on_where_it_was_stopped(relucert, tmp_path: Path) -> None:
    words = ["audit", "fh23.corollary8", "--random", "3", "-o"]
    stopped = relucert(*words, str(tmp_path / "a"), "--size", "2", "--time-limit", "0.01")
    assert stopped.code == 5 and "goes on from here" in stopped.err
    for size in ("2", "3"):
        assert relucert(*words, str(tmp_path / "a"), "--size", size).code == 0
    for size in ("3", "2"):
        assert relucert(*words, str(tmp_path / "b"), "--size", size).code == 0
    assert rows(tmp_path / "a") == rows(tmp_path / "b")
    report = relucert("audit", "--report", "-o", str(tmp_path / "a")).out
    assert "| fh23.corollary8 | 1        | 0    |     10 |        16 |      6 |" in report
    assert "| fh23.corollary8 | slope-near " in report


def test_what_is_printed_is_refuted_by_a_smallest_certificate(relucert, tmp_path: Path) -> None:
    found = relucert("audit", "fh23.corollary8.printed", "--size", "4", "--random", "0", "-o", str(tmp_path))
    assert found.code == 1 and found.out.endswith("s DISCREPANCY fh23.corollary8.printed\n")
    place = tmp_path / "fh23.corollary8.printed-a-fit-without-solution"
    checked = relucert("check", f"{place}.cert", "--require", "fh23.corollary8.printed")
    assert "s VERIFIED REFUTED AS PRINTED points=63 neurons=4" in checked.out
    assert "<svg" in Path(f"{place}.html").read_text()
    assert given_in(Path(f"{place}.input.txt").read_text()) == formula(1, ((1, 1, 1),))
    again = relucert("audit", "fh23.corollary8.printed", f"{place}.input.txt", "-o", str(tmp_path / "b"))
    assert again.code == 1 and not (tmp_path / "b" / "results.sqlite").exists()


def test_a_mistake_in_the_oracle_is_found_and_shrunk(relucert, tmp_path: Path, monkeypatch) -> None:
    """Occurrences are to be counted, not variables."""

    def variables_only(f: Formula) -> list[frozenset[int]]:
        masks = product((0, 1), repeat=f.variables)
        sets = [frozenset(i for i, bit in enumerate(bits, 1) if bit) for bits in masks]
        return [true for true in sets if all(len(true.intersection(c.literals)) == 1 for c in f.clauses)]

    true = formula(2, ((1, 1, 2), (1, 2, 2)))
    assert not solutions(true)
    monkeypatch.setattr(from_formulas, "solutions", variables_only)
    found = relucert("audit", "fh23.theorem1", "--size", "3", "--random", "1", "-o", str(tmp_path))
    assert found.code == 1
    shrunk = given_in((tmp_path / "fh23.theorem1-a-solution-is-not-lifted.input.txt").read_text())
    assert shrunk == formula(1, ((1, 1, 1),))
    certificate = tmp_path / "fh23.theorem1-fh23.theorem1.no-produced.cert"
    assert relucert("check", str(certificate)).out.count("s VERIFIED REDUCTION no->no") == 1


def test_shrinking_leads_to_smaller_formulas() -> None:
    def size(f: Formula) -> tuple[int, int]:
        return len(f.clauses), f.variables

    given = formula(4, ((1, 2, 4), (2, 2, 3)))
    others = list(smaller(given))
    assert len(others) == 2 + 6 and all(size(other) < size(given) for other in others)
    assert formula(3, ((1, 2, 1), (2, 2, 3))) in others
    assert not list(smaller(formula(1, ((1, 1, 1),))))


@pytest.mark.parametrize(
    "words, message",
    [
        ((), "audit takes a claim"),
        (("fh23.lemma99",), "unknown subject 'fh23.lemma99'"),
        (("fh23.theorem1", "--report"), "each stand alone"),
        (("--report",), "there are no results of audits yet"),
        (("fh23.theorem1", "--executor", "dask"), "--scheduler ADDRESS belong together"),
        (("fh23.theorem1", "missing.cnf"), "missing.cnf"),
        (("fh23.theorem1", "--size", "0"), "expected a number from 1"),
    ],
)
def test_misuse(words: Iterable[str], message: str, relucert, tmp_path: Path) -> None:
    done = relucert("audit", *words, "-o", str(tmp_path / "none"))
    assert done.code == 2 and message in done.err and "Traceback" not in done.err


def test_other_files_are_left_alone(relucert, tmp_path: Path) -> None:
    (tmp_path / "results.sqlite").write_text("my thesis")
    done = relucert("audit", "fh23.theorem1", "-o", str(tmp_path))
    assert done.code == 2 and "no results of audits can be read there" in done.err
    assert (tmp_path / "results.sqlite").read_text() == "my thesis"
    (tmp_path / "results.sqlite").unlink()
    with sqlite3.connect(tmp_path / "results.sqlite") as file:
        file.execute("create table mine (x)")
    done = relucert("audit", "--report", "-o", str(tmp_path))
    assert done.code == 2 and "was not written by relucert audit" in done.err


@pytest.mark.exhaustive
def test_a_dask_cluster_finds_the_same(relucert, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="an optional extra")
    words = ["audit", "fh23.corollary8", "--size", "4", "--random", "2", "-o"]
    assert relucert(*words, str(tmp_path / "a")).code == 0
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        there = ("--executor", "dask", "--scheduler", cluster.scheduler_address)
        assert relucert(*words, str(tmp_path / "b"), *there).code == 0
    assert rows(tmp_path / "a") == rows(tmp_path / "b")


@pytest.mark.exhaustive
def test_a_scheduler_that_does_not_answer(relucert, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="an optional extra")
    there = ("--executor", "dask", "--scheduler", "tcp://127.0.0.1:9")
    done = relucert("audit", "fh23.corollary8", "-o", str(tmp_path), *there)
    assert done.code == 2 and "no Dask scheduler answers" in done.err


def test_the_classes_of_labelings_are_all_labelings() -> None:
    found = list(labelings.every(3))
    assert sum(members for _, members in found) == 2**1 + 2**4 + 2**9
    assert len(found) == 2 + 6 + 102
    images = {labelings.representative(3, labels) for labels in product((0, 1), repeat=9)}
    assert len(images) == 102


@pytest.mark.exhaustive
def test_all_labelings_of_the_grid_and_the_fits_by_two_thresholds(relucert, tmp_path: Path) -> None:
    done = relucert("audit", "fh23.corollary10", "--random", "10", "--variants", "0", "-o", str(tmp_path))
    assert done.code == 0
    query = "select answer, sum(stands_for) from input where not random and number > 8 group by answer"
    with sqlite3.connect(tmp_path / "results.sqlite") as file:
        found = dict(file.execute(query).fetchall())
    assert found == {"yes": 189, "fit only": 320 - 189, "gap": 36, "no": 512 - 356}


def test_a_mistake_about_labelings_is_found(relucert, tmp_path: Path, monkeypatch) -> None:
    """Points of label 0 may also lie where both forms are positive."""

    def narrow(version: str, a: int, b: int, ones: int, zeros: int) -> bool:
        return known(version, a, b, ones, zeros) and (version != "restricted" or not zeros & a & b)

    known = two_hyperplanes.solves
    monkeypatch.setattr(two_hyperplanes, "solves", narrow)
    found = relucert(
        "audit", "fh23.corollary10", "--size", "2", "--random", "0", "--variants", "0", "-o", str(tmp_path)
    )
    assert found.code == 1 and "fh23.corollary10.forward produced" in found.out
    (shrunk,) = [given_in(path.read_text()) for path in tmp_path.glob("*.input.txt")]
    assert sorted(shrunk.points.labels) == [0, 0, 1, 1]


def test_theorem_7_on_the_labelings_of_a_small_grid(relucert, tmp_path: Path) -> None:
    done = relucert("audit", "fh23.theorem7", "--size", "2", "--random", "4", "-o", str(tmp_path))
    assert done.code == 0 and " inputs=8 random=4 stand-for=18 " in done.out


def test_what_another_version_found_is_not_shrunk(relucert, tmp_path: Path, monkeypatch) -> None:
    words = ("audit", "fh23.theorem1", "--size", "2", "--random", "0", "-o", str(tmp_path))
    with monkeypatch.context() as patch:
        patch.setattr(from_formulas, "solutions", lambda f: [frozenset({1})])
        assert relucert(*words).code == 1
    again = relucert(*words)
    assert again.code == 5 and "is not found again; begin anew in another directory" in again.err


def test_the_list_says_what_sizes_count(relucert) -> None:
    listed = relucert("audit", "--list").out
    assert "fh23.theorem1\n    size: variables plus clauses, 6 by default\n" in listed
    assert all(name in listed for name in NAMES)


def test_formulas_that_the_construction_does_not_take(relucert, tmp_path: Path) -> None:
    (tmp_path / "F.cnf").write_text("p cnf 2 1\n1 -2 2 0\n")
    for name in ("fh23.theorem1", "fh23.corollary8.printed"):
        found = relucert("audit", name, tmp_path / "F.cnf", "-o", tmp_path)
        assert found.code == 3 and "F.cnf:2:3: error[unsuitable]: the literal -2 is negative" in found.err
