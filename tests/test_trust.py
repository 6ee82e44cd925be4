"""The numbers and names of docs/trust.md are true."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TRUST = ROOT / "docs" / "trust.md"
PARTS = ("kernel", "objects", "problems", "reductions", "claims", "language")


def code_lines(path: Path) -> int:
    """Lines of a module that are neither blank, nor comment, nor docstring."""
    text = path.read_text()
    skipped = set[int]()
    for node in ast.walk(ast.parse(text)):
        body = getattr(node, "body", None)
        for child in body if isinstance(body, list) else []:
            value = child.value if isinstance(child, ast.Expr) else None
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                skipped |= set(range(child.lineno, (child.end_lineno or 0) + 1))
    lines = enumerate(text.splitlines(), 1)
    return sum(
        1 for n, line in lines if line.strip() and not line.strip().startswith("#") and n not in skipped
    )


def test_trusted_line_counts() -> None:
    stated = dict(re.findall(r"^\| `checker/(\w+)` \|.*\| ([\d,]+) \|$", TRUST.read_text(), re.M))
    counted = {p: sum(map(code_lines, (ROOT / "checker" / p).rglob("*.py"))) for p in PARTS}
    assert {p: int(n.replace(",", "")) for p, n in stated.items()} == counted


def test_every_assumption_is_named() -> None:
    uttered = set[str]()
    for part in PARTS[:-1]:
        for path in (ROOT / "checker" / part).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Assumption":
                    assert isinstance(node.args[0], ast.Constant)
                    uttered.add(str(node.args[0].value))
    section = TRUST.read_text().split("## Assumptions")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `([\w.-]+)` \|", section, re.M)) == uttered
