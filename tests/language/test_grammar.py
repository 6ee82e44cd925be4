"""The tables beside the grammars are those of the grammars, and the parser that runs them is lark's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import grammar_without_runs

from checker.language import grammar, reference
from checker.language.grammar import GRAMMARS, Parser, lark_parser, parser, tables, tables_of, text_of
from checker.language.source import Malformed
from checker.language.tree import Node, Token

ROOT = Path(__file__).parents[2]
KEYWORDS = {"_RELUCERT", "_LET", "_CLAIM", "_PROOF", "_END"}
CERTIFICATES = sorted((ROOT / "certificates").rglob("*.cert"))
WORDS = [*"()[]{},:|*+-<=>/.# \n", "->", "--", "<=", "1", "-2/3", "0.5", "x1", "let", "end", "relu", "\"a\"", "null", "true"]  # fmt: skip
ITEMS = ["1,", "(1, 2) -> 3,", "1 -- 2,", "3 -> 4,", "(1 | 2),", "{1, 2},", "[1, 2],", "f(x1 + 2*x2),"]


def described(node: Node | None) -> object:
    if node is None:
        return None
    span = node.line, node.column, node.end_line, node.end_column
    return (node.type, str(node), span) if isinstance(node, Token) else (
        node.data, span, [described(child) for child in node.children])  # fmt: skip


def by_lark(text: str, name: str, start: str) -> Node | None:
    try:
        return reference.parsed(text, name, start, 3, 7)
    except Malformed:
        return None


@pytest.mark.parametrize("name", GRAMMARS)
def test_tables(name: str) -> None:
    stored = json.loads(Path(tables_of(name)).read_text())
    assert stored.pop("grammar") == text_of(name)
    made = json.loads(json.dumps(tables(text_of(name))._asdict()))
    assert made == stored, "run python -m checker.language.grammar"


def test_other_tables_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "certificate.lark").write_text(text_of("certificate"))
    (tmp_path / "certificate.tables.json").write_text(json.dumps({"grammar": "other", "terminals": None}))
    monkeypatch.setattr(grammar, "folder", lambda: str(tmp_path))
    assert parser.__wrapped__("certificate").parse("1 -- 2", "piece")
    (tmp_path / "certificate.tables.json").unlink()
    assert parser.__wrapped__("certificate").parse("1 -- 2", "piece")


@pytest.mark.parametrize("path", CERTIFICATES, ids=lambda p: str(p.relative_to(ROOT / "certificates")))
def test_certificates_are_parsed_as_lark_does(path: Path) -> None:
    text = path.read_text()
    found = parser("certificate").parse(text, "start", 3, 7)
    assert found and described(found) == described(by_lark(text, "certificate", "start"))


@given(st.sampled_from(GRAMMARS), st.lists(st.sampled_from(WORDS), max_size=12).map("".join))
def test_every_text_is_parsed_or_refused_as_lark_does(name: str, text: str) -> None:
    found = parser(name).parse(text, "piece", 3, 7)
    assert described(found) == described(by_lark(text, name, "piece"))


@given(st.sampled_from(["[%s]", "{%s}", "f(%s)", "{a = [%s]}"]), st.lists(st.sampled_from(ITEMS), max_size=5))
def test_runs_are_parsed_or_refused_as_lark_does(around: str, items: list[str]) -> None:
    text = around % "\n ".join(items)
    found = parser("certificate").parse(text, "piece", 3, 7)
    assert described(found) == described(by_lark(text, "certificate", "piece"))


def test_keywords_are_never_names() -> None:
    """Where a keyword can stand no name can, so that none is reserved."""
    for text in (text_of("certificate"), grammar_without_runs("certificate")):
        for names in map(set, tables(text).scanners):
            assert not (names & KEYWORDS and "NAME" in names)
    assert parser("certificate").parse("relucert 1 let let : end = claim(proof) end", "start")


def test_string_terminals_hide_no_name() -> None:
    """The parser asks one regular expression; lark also asks whether a name is one of its strings."""
    for name in GRAMMARS:
        lexers = lark_parser(text_of(name)).parser.lexer.lexers  # type: ignore[attr-defined]
        assert not any(lexer.scanner and lexer.callback for lexer in lexers.values())
        assert isinstance(parser(name), Parser)
