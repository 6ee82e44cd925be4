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
        for part in ("**Printed.**", "**Why it fails.**", "**Counterexample.**", "**Repair.**"):
            assert part in section
        assert "REFUTED AS PRINTED" in section
    assert len(sections) == 4
