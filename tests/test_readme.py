"""The README's session, typed in: the commands give the output that it shows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def plain(text: str) -> str:
    """Without what differs from run to run."""
    return re.sub(r"seconds=[\d.]+", "seconds=...", text).strip()


def test_session(tmp_path: Path) -> None:
    (formula,) = re.findall(r"```\n(p cnf.*?)```", README, re.S)
    (tmp_path / "F.cnf").write_text(formula)
    sessions = re.findall(r"```console\n(.*?)```", README, re.S)
    assert len(sessions) == 3
    for session in sessions:
        lines = session.splitlines()
        commands = [line[2:] for line in lines if line.startswith("$ ")]
        shown = "\n".join(line for line in lines if not line.startswith("$ "))
        script = f'relucert() {{ "{sys.executable}" -m checker "$@"; }}\n' + "\n".join(commands)
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=100,
        )
        assert plain(done.stderr + done.stdout) == plain(shown)


def test_the_certificate_by_hand_is_verified(tmp_path: Path) -> None:
    from checker.cli.main import main

    (text,) = re.findall(r"```\n(relucert 1\n.*?)```", README, re.S)
    (tmp_path / "T.cert").write_text(text)
    assert main(["check", str(tmp_path / "T.cert")]) == 0
