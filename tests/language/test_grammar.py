"""The tables beside the grammars are those of the grammars."""

from __future__ import annotations

import json

import lark
import pytest
from strategies import without_runs

from checker.language import grammar
from checker.language.grammar import GRAMMARS, built, folder, parser

KEYWORDS = {"_RELUCERT", "_LET", "_CLAIM", "_PROOF", "_END"}


@pytest.mark.parametrize("name", GRAMMARS)
def test_tables(name: str) -> None:
    stored = json.loads((folder() / f"{name}.tables.json").read_text())
    if stored["lark"] != lark.__version__:
        pytest.skip(f"the tables are of lark {stored['lark']}, so they are not used here")
    made = json.loads(json.dumps(grammar.tables(name)))
    assert made == stored, "run python -m checker.language.grammar"


@pytest.mark.parametrize("part", ["lark", "grammar"])
def test_other_tables_are_not_used(part: str, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in folder().iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    stored = json.loads((tmp_path / "certificate.tables.json").read_text())
    stored["data"]["rules"] = stored["memo"] = None
    (tmp_path / "certificate.tables.json").write_text(json.dumps({**stored, part: "other"}))
    monkeypatch.setattr(grammar, "folder", lambda: tmp_path)
    assert parser.__wrapped__("certificate").parse("1 -- 2", start="piece")
    (tmp_path / "certificate.tables.json").unlink()
    assert parser.__wrapped__("certificate").parse("1 -- 2", start="piece")


def test_keywords_are_never_names() -> None:
    """Where a keyword can stand no name can, so that none is reserved."""
    for made in (built((folder() / "certificate.lark").read_text()), without_runs("certificate")):
        for lexer in made.parser.lexer.lexers.values():
            names = {terminal.name for terminal in lexer.terminals}
            assert not (names & KEYWORDS and "NAME" in names)
    assert parser("certificate").parse("relucert 1 let let : end = claim(proof) end", start="start")
