"""An outcome as one line of JSON; docs/format.md documents the fields."""

from __future__ import annotations

import json
from typing import Any

from checker.cli.codes import VERDICTS
from checker.cli.deciding import Outcome
from checker.cli.diagnosis import Misfit

SCHEMA = "relucert/1"


def record(outcome: Outcome, assume: frozenset[str]) -> str:
    """The facts of the outcome; absent where there are none, never empty."""
    facts: dict[str, Any] = {
        "schema": SCHEMA,
        "file": outcome.file,
        "verdict": VERDICTS.get(outcome.code),
        "exit": outcome.code,
        "claim": outcome.claim or None,
        "words": outcome.words or None,
        "sentence": outcome.sentence or None,
        "obligations": dict(outcome.decided),
        "assumptions": [
            {"name": name, "sentence": sentence, "permitted": name in assume}
            for name, sentence in outcome.assumptions
        ],
        "seconds": round(outcome.seconds, 6),
        "failing": outcome.failing,
        "components": outcome.components or None,
        "failures": [_failure(misfit) for misfit in outcome.misfits],
        "message": outcome.report if outcome.code not in VERDICTS else None,
    }
    return json.dumps(facts)


def _failure(misfit: Misfit) -> dict[str, Any]:
    span = misfit.span
    return {
        "obligation": misfit.obligation,
        "message": misfit.message,
        "path": list(misfit.path),
        "words": misfit.words or None,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "end_line": span.end_line if span else None,
        "end_column": span.end_column if span else None,
        "left": misfit.left or None,
        "relation": misfit.relation or None,
        "right": misfit.right or None,
        "difference": misfit.difference or None,
    }
