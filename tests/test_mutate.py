"""Mutants of any certificate: which changes are made, and what relucert mutate says of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checker.claims.table import NAMES, claim
from checker.cli.mutate import judged
from checker.language.read import read
from checker.producers.mutants import changed, edits
from checker.producers.producer import example_document

TESTS = Path(__file__).parent
FITS = TESTS.parent / "certificates" / "training" / "fits.cert"

TEXT = """relucert 1
let F : training = { dimension = 1, neurons = 1, error = 2, loss = l1, points = [(0) -> 0, (-3/2) -> 1] }
let G : training = { dimension = 1, neurons = 1, error = 0, points = [(0) -> 0] }
claim training.fits { instance = F } # 7
proof { network = relu(x1) - 2*step(x1 + 1) }
claim treewidth.upper_bound { graph = { order = 2, edges = {0 -- 1} }, width = 1 }
proof { decomposition = { bags = [{0, 1}], tree = {} } }
end
"""


def kinds() -> dict[str, set[str]]:
    """What is changed into what, by kind of change."""
    found: dict[str, set[str]] = {}
    for e in edits(TEXT, read(TEXT)):
        found.setdefault(e.change, set()).add(f"{TEXT[e.start : e.end]} => {e.new}")
    return found


def test_every_kind_of_change_is_made() -> None:
    found = kinds()
    assert {"2 => 3", "3/2 => 5/2", "0 => 1"} <= found["number plus 1"]
    assert {"3/2 => 3", "2 => 4"} <= found["number doubled"] and "0 => 0" not in found["number doubled"]
    assert {"3/2 => 3/4", "1 => 1/2"} <= found["number halved"]
    assert {"-3/2 => +3/2", "- 2 => + 2", "+ 1 => - 1", "1 => -1"} <= found["number negated"]
    assert {"(0) -> 0,  => ", ", (-3/2) -> 1 => "} <= found["item dropped"]
    assert " => , {0, 1}" in found["item duplicated"]
    assert "(0) -> 0, (-3/2) -> 1 => (-3/2) -> 1, (0) -> 0" in found["items swapped"]
    assert {"0,  => ", ", 1 => ", "0 -- 1 => "} <= found["element dropped"]
    assert {"relu(x1)  => ", " - 2*step(x1 + 1) => ", "x1 +  => ", " + 1 => "} == found["term dropped"]
    assert {"l1 => any", "l1 => l0", "l1 => squared", "relu => step", "F => G"} <= found["word changed"]
    assert found["coordinate plus 1"] == {"x1 => x2"}
    assert not any("7" in change for change in found["number plus 1"])  # a comment


def test_a_change_names_its_part_and_makes_another_text() -> None:
    made = edits(TEXT, read(TEXT))
    texts = [changed(TEXT, e) for e in made]
    assert len(set(texts)) == len(texts) and TEXT not in texts
    assert {e.part for e in made} == {
        "in the definition of F",
        "in the definition of G",
        "in the claim",
        "in the proof",
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_worked_example_has_mutants_that_are_refused(name: str) -> None:
    text = example_document(claim(name))
    document = read(text)
    made = edits(text, document)
    step = max(1, len(made) // 12)
    results = [judged(text, e, document).result for e in made[::step]]
    assert any("-" in result for result in results)  # the name of an obligation


def test_mutate(relucert, tmp_path: Path) -> None:
    ran = relucert("mutate", FITS, "--number", 40, "--seed", 3)
    assert ran.code == 0 and re.match(r".*fits\.cert: 40 of \d+ mutants tried", ran.out)
    numbers = [int(n) for n in re.findall(r"^ {0,6}(\d+)  ", ran.out, re.MULTILINE)]
    assert sum(numbers) == 40
    assert re.search(r"^ {10}fits +\d+$", ran.out, re.MULTILINE)
    refused, counted = re.findall(r"mutation score: (\d+) of (\d+) refused", ran.out)[0]
    assert int(refused) < int(counted)
    assert re.search(r"fits\.cert:\d+:\d+: item dropped in the definition of T: `.*`; verified: FIT", ran.out)
    assert relucert("mutate", FITS, "--number", 40, "--seed", 3).out == ran.out
    assert relucert("mutate", FITS, "--number", 40, "--seed", 4).out != ran.out


def test_written_mutants_say_what_the_kernel_says(relucert, tmp_path: Path) -> None:
    ran = relucert("mutate", FITS, "--number", 15, "-o", tmp_path / "mutants")
    files = sorted((tmp_path / "mutants").iterdir())
    assert ran.code == 0 and len(files) == 15
    for file in files:
        first, rest = file.read_text().split("\n", 1)
        says = re.fullmatch(
            r"# mutant of fits\.cert:\d+:\d+: .*; (verified|not verified|parse error): (.*)", first
        )
        checked = relucert("check", file)
        assert says and rest != FITS.read_text()
        word = {0: "verified", 1: "not verified", 3: "parse error"}[checked.code]
        assert says[1] == word and says[2] in checked.out + checked.err


def test_mutate_refuses(relucert, tmp_path: Path) -> None:
    ran = relucert("mutate", TESTS / "refused/wrong_label.cert")
    assert ran.code == 1 and "the certificate itself is refused: fits" in ran.err and not ran.out
    assert relucert("mutate", TESTS / "malformed/no_end.cert").code == 3
    assert relucert("mutate", TESTS / "malformed/no_claim.cert").code == 2
    assert relucert("mutate", FITS, "--number", "-1").code == 2


def test_a_mutant_that_takes_too_long_is_counted(relucert, monkeypatch: pytest.MonkeyPatch) -> None:
    def judged(*words: object) -> None:
        while True:
            pass

    monkeypatch.setattr("checker.cli.mutate.judged", judged)
    ran = relucert("mutate", FITS, "--number", 2, "--time-limit", 0.2)
    assert ran.code == 0 and re.search("^ +2  reached the time limit", ran.out, re.MULTILINE)
    assert "mutation score: 0 of 0 refused" in ran.out
