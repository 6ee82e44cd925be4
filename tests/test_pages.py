"""The claim pages on disk are what the docstrings say today."""

from __future__ import annotations

from pathlib import Path

from checker.claims.table import NAMES, claim
from checker.cli.pages import pages
from checker.reports.docstring import documentation

FOLDER = Path(__file__).parents[1] / "docs" / "claims"


def test_pages_are_written_from_the_docstrings() -> None:
    made = pages()
    assert {p.relative_to(FOLDER) for p in FOLDER.rglob("*.md")} == set(made)
    stale = [str(path) for path, text in made.items() if (FOLDER / path).read_text() != text]
    assert not stale, "run: relucert claims --pages docs/claims"


def test_every_claim_says_what_it_claims_and_why_it_is_sound() -> None:
    for name in NAMES:
        fields = documentation(claim(name)).fields
        assert {"Source", "Statement", "Certificate", "Soundness"} <= fields.keys(), name
        assert all(fields.values()), name
