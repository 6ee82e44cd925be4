"""docs/errata.md: the commands give the verdicts that it shows."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

ROOT = Path(__file__).parents[1]
ERRATA = (ROOT / "docs" / "errata.md").read_text()


def test_every_erratum_is_reproduced(relucert, tmp_path, monkeypatch) -> None:
    for folder in ("certificates", "tests"):
        os.symlink(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    sections = ERRATA.split("\n## ")[1:]
    for section in sections:
        shown = []
        for line in "".join(re.findall(r"```console\n(.*?)```", section, re.S)).splitlines():
            if not line.startswith("$ relucert "):
                assert line in shown
                continue
            ran = relucert(*shlex.split(line)[2:])
            assert ran.code == 0, line
            shown = ran.out.splitlines()
        refuted = "REFUTED AS PRINTED" in section
        middle = ("**Why it fails.**", "**Counterexample.**") if refuted else ("**What is missing.**",)
        found = re.findall(r"^\*\*[A-Z][a-z ]+\.\*\*", section, re.M)
        assert found == ["**Printed.**", *middle, "**Repair.**"]
    assert len(sections) == 14
