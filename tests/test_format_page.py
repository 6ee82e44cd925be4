"""docs/format.md is true: its grammar is the grammar, its examples are read, its mistakes are refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checker.language.grammar import text_of
from checker.language.kinds import KINDS
from checker.language.read import read
from checker.language.source import Malformed

PAGE = (Path(__file__).parents[1] / "docs" / "format.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.S)


def test_the_grammar_is_the_grammar_without_runs() -> None:
    text = text_of("certificate").split("// Runs:")[0]
    rules = "\n".join(line for line in text.splitlines() if not line.startswith("//")).strip()
    (shown,) = blocks("lark")
    assert shown.strip() == rules.replace("(_run | _value", "(_value").replace("(_run | _item", "(_item")


def test_examples_are_read() -> None:
    examples = blocks("relucert")
    assert len(examples) == 2
    for text in examples:
        read(text)


def test_the_json_example_is_verified(tmp_path: Path) -> None:
    from checker.cli.main import main

    (text,) = blocks("json")
    (tmp_path / "T.json").write_text(text)
    assert main(["check", str(tmp_path / "T.json")]) == 0


@pytest.mark.parametrize("text, words", re.findall(r"```wrong\n(.*?)```\n(.*?)\n", PAGE, re.S))
def test_mistakes_are_refused_with_these_words(text: str, words: str) -> None:
    with pytest.raises(Malformed, match=re.escape(words)):
        read(text)


def test_every_kind_is_described() -> None:
    section = PAGE.split("## Kinds")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.M)) == set(KINDS)
