"""The command line, as the tests call it."""

from __future__ import annotations

import io
import json
import sys

import pytest
from hypothesis import settings

from checker.cli.main import main

settings.register_profile("suite", max_examples=50, deadline=None)
settings.load_profile("suite")


class Ran:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def verdicts(self) -> list[str]:
        return [line for line in self.out.split("\n") if line.startswith("s ")]

    @property
    def objects(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def relucert(capsys: pytest.CaptureFixture[str]):
    def run(*words: object) -> Ran:
        capsys.readouterr()
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Ran(code, out, err)

    return run


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch):
    def give(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return give
