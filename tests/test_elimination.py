"""The explanation of proof trees and linear combinations: their numbers are those of the certificate."""

from __future__ import annotations

from pathlib import Path

import pytest

CERTIFICATES = Path(__file__).parents[1] / "certificates"


def section(text: str) -> list[str]:
    """The lines of the section about the elimination, without their indentation."""
    body = text.split("\nElimination\n")[1].split("\nObligations\n")[0]
    return [" ".join(line.split()) for line in body.splitlines()]


SHOWN = {
    "fh23/theorem11.no": [
        "Tree: forced, force(1, {}) (point 1: (0) → 0)",
        "cell(7, {1}) (point 7: (6) → 15): branch(4) (point 4: (3) → 3)",
        "3 × below(6, {1}) -5 w_(1,1) - b1 ≥ -10",
        "*sum* 0 ≥ 3, which is *false*",
    ],
    "training/no_fit": ["Case 2, tree: branch(7, 1) (point 7: (6) → 15)", "4 × below(4, {1}) -3 w_(1,1) - b1 ≥ -3"],
    "separability/two_hyperplanes.and_or.no": ["17 × positive(2, 1) w_(1,1) + c1 > 0"],
    "linear/infeasible": ["2 × row(3) x2 ≥ 2/3", "*sum* 0 ≥ 1/3, which is *false*"],
    "fh23/theorem11.depth": ["chosen(2, {1}) (point 2: (1) → 1): choose(3) (point 3: (2) → 3)"],
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_text(relucert, name: str) -> None:
    lines = section(relucert("explain", CERTIFICATES / f"{name}.cert").out)
    for line in SHOWN[name]:
        assert line in lines


def test_html_folds_the_tree_and_latex_indents_it(relucert) -> None:
    page = relucert("explain", CERTIFICATES / "fh23" / "theorem11.no.cert", "--format", "html").out
    steps = (CERTIFICATES / "fh23" / "theorem11.no.cert").read_text().split("tree = [")[1].count("\n    ")
    assert page.count('<details class="node"') == steps
    tex = relucert("explain", CERTIFICATES / "fh23" / "theorem11.no.cert", "--format", "latex").out
    assert tex.count(r"\begingroup\advance\leftskip") == tex.count(r"\par\endgroup") == steps


def test_a_sum_that_is_no_contradiction_is_not_called_one(relucert, tmp_path) -> None:
    wrong = (CERTIFICATES / "linear" / "infeasible.cert").read_text().replace("2*row(3)", "row(3)")
    (tmp_path / "C.cert").write_text(wrong)
    lines = section(relucert("explain", tmp_path / "C.cert").out + "\nObligations\n")
    (total,) = [line for line in lines if line.startswith("*sum*")]
    assert "false" not in total


def test_a_lemma_says_what_it_assumes(relucert, tmp_path) -> None:
    text = (CERTIFICATES / "fh23" / "theorem11.no.cert").read_text()
    lemma = "{ facts = {cell(3, {})}, steps = [close(sum(3))] }"
    text = text.replace("lemmas = []", f"lemmas = [{lemma}]").replace("close(sum(3)),", "cite(1),")
    (tmp_path / "C.cert").write_text(text)
    lines = section(relucert("explain", tmp_path / "C.cert").out)
    assert "Lemma 1, under {cell(3, {})}: closed by a contradiction" in lines
    assert "cell(3, {}) (point 3: (2) → 1): closed by lemma 1" in lines


@pytest.mark.parametrize("form", ["text", "html", "latex"])
def test_a_deep_tree_is_explained_down_to_a_depth(relucert, tmp_path, form: str) -> None:
    points = ", ".join(f"({p}) -> {p + 1}" for p in range(400)) + ", (0) -> 5"
    steps = "".join(f"branch({p}), close(sum({p})), " for p in range(1, 402))
    head = f"let T : training = {{ dimension = 1, neurons = 1, error = 0, points = [{points}] }}"
    tree = f"{{ lemmas = [], tree = [{steps}close(sum(401) - sum(1))] }}"
    text = f"relucert 1 {head} claim fh23.theorem11.no {{ instance = T }} proof {tree} end"
    (tmp_path / "C.cert").write_text(text)
    page = relucert("explain", tmp_path / "C.cert", "--format", form)
    assert page.code == 0 and " ".join(page.out.split()).count("goals below this one are not shown") == 1
