"""The parsers, from the files in ``grammar/``.

Building a parser from its grammar costs more than checking a small certificate.  So its tables stand
beside the grammar, as data that says for which grammar and which version of lark it was made; in any
other case the parser is built anew.  After a change of a grammar: ``python -m checker.language.grammar``.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import lark
from lark import Lark

GRAMMARS = ("certificate", "json")
SHIFT = 0
"""How lark writes this action; the other is to reduce."""


def folder() -> Path:
    """Where the grammars are: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).parents[1] / "grammar"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "grammar"


@cache
def parser(name: str) -> Lark:
    grammar = (folder() / f"{name}.lark").read_bytes()
    stored = folder() / f"{name}.tables.json"
    if stored.exists():
        tables = json.loads(stored.read_bytes(), object_hook=numbered)
        if tables["lark"] == lark.__version__ and tables["grammar"] == sha256(grammar).hexdigest():
            made = Lark._load_from_dict(tables["data"], tables["memo"])  # type: ignore[no-untyped-call]
            assert isinstance(made, Lark)
            return made
    return built(grammar.decode())


def numbered(table: dict[str, Any]) -> dict[str | int, Any]:
    """A table of lark, whose keys were numbers before they became JSON."""
    return {int(key) if key.isdigit() else key: value for key, value in table.items()}


def built(grammar: str) -> Lark:
    """The parser of this grammar."""
    return Lark(
        grammar,
        parser="lalr",
        start=["start", "piece"],
        propagate_positions=True,
        maybe_placeholders=False,
    )


def tables(name: str) -> dict[str, Any]:
    """What ``parser`` loads."""
    from lark.grammar import Rule
    from lark.lexer import TerminalDef

    grammar = (folder() / f"{name}.lark").read_bytes()
    data, memo = built(grammar.decode()).memo_serialize([TerminalDef, Rule])
    data["parser"]["parser"] = renumbered(data["parser"]["parser"])
    digest = sha256(grammar).hexdigest()
    return {"lark": lark.__version__, "grammar": digest, "data": data, "memo": memo}


def renumbered(table: dict[str, Any]) -> dict[str, Any]:
    """The same parse table, its states numbered in the order of a walk: lark's numbers vary between runs."""
    words = sorted(table["tokens"].values())
    states = {
        state: {table["tokens"][token]: action for token, action in row.items()}
        for state, row in table["states"].items()
    }
    walk = [table["start_states"][start] for start in sorted(table["start_states"])]
    number = {state: i for i, state in enumerate(walk)}
    for state in walk:
        for _, (action, target) in sorted(states[state].items()):
            if action == SHIFT and target not in number:
                number[target] = len(walk)
                walk.append(target)

    def renamed(action: int, target: Any) -> tuple[int, Any]:
        return action, number[target] if action == SHIFT else target

    return {
        "tokens": dict(enumerate(words)),
        "states": {
            number[state]: {words.index(w): renamed(*states[state][w]) for w in sorted(states[state])}
            for state in walk
        },
        "start_states": {start: number[state] for start, state in sorted(table["start_states"].items())},
        "end_states": {start: number[state] for start, state in sorted(table["end_states"].items())},
    }


def main() -> None:
    """Write the tables of every grammar."""
    for name in GRAMMARS:
        text = json.dumps(tables(name), separators=(",", ":"))
        (folder() / f"{name}.tables.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
