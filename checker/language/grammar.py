"""The parsers, from the files in ``grammar/``.

Lark makes the tables of a parser from its grammar.  That costs more than checking a small certificate,
so the tables stand beside the grammar, as data that says for which text they were made; for any other
they are made anew.  After a change of a grammar: ``python -m checker.language.grammar``.
"""

from __future__ import annotations

import json
import os
from functools import cache
from typing import TYPE_CHECKING, Any

from checker.language.lalr import END, Parser, Reduction, Tables

if TYPE_CHECKING:
    from lark import Lark

GRAMMARS = ("certificate", "json")
STARTS = ("piece", "start")


def folder() -> str:
    """Where the grammars are: inside the installed package, or beside it in a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "grammar")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "grammar")


def text_of(name: str) -> str:
    """The grammar of this name."""
    with open(os.path.join(folder(), f"{name}.lark"), encoding="ascii") as file:
        return file.read()


def tables_of(name: str) -> str:
    """Where the tables of the grammar of this name are."""
    return os.path.join(folder(), f"{name}.tables.json")


@cache
def parser(name: str) -> Parser:
    """The parser of the grammar of this name."""
    grammar = text_of(name)
    if os.path.exists(tables_of(name)):
        with open(tables_of(name), "rb") as file:
            data = json.load(file)
        if data.pop("grammar", None) == grammar:
            return Parser(name, Tables(**data))
    return Parser(name, tables(grammar))


def lark_parser(grammar: str) -> Lark:
    """Lark's own parser of this grammar."""
    from lark import Lark

    return Lark(
        grammar,
        parser="lalr",
        start=list(STARTS),
        propagate_positions=True,
        maybe_placeholders=False,
    )


def tables(grammar: str) -> Tables:
    """The tables of this grammar, made by lark; the states numbered in the order of a walk."""
    from lark.parsers.lalr_analysis import Shift

    made: Any = lark_parser(grammar).parser
    table, lexers = made.parser._parse_table, made.lexer.lexers
    walk = [table.start_states[start] for start in STARTS]
    number = {state: i for i, state in enumerate(walk)}
    scanners, reductions = list[list[str]](), list[Reduction]()
    states = list[tuple[int, dict[str, int]]]()
    for state in walk:
        row = dict[str, int]()
        for symbol, (action, target) in sorted(table.states[state].items()):
            if action is Shift:
                if target not in number:
                    number[target] = len(walk)
                    walk.append(target)
                row[symbol] = number[target]
            else:
                row[symbol] = -1 - _index(reductions, _reduction(target))
        if state in table.end_states.values():
            row[END] = 0
        states.append((_index(scanners, [t.name for t in lexers[state].terminals]), row))
    terminals = {t.name: t.pattern.to_regexp() for t in made.lexer.root_lexer.terminals}
    ignored = sorted(made.lexer.root_lexer.ignore_types)
    start = {name: number[table.start_states[name]] for name in STARTS}
    return Tables(dict(sorted(terminals.items())), ignored, scanners, states, reductions, start)


def _reduction(rule: Any) -> Reduction:
    def fate(symbol: Any) -> str:
        if symbol.is_term:
            return "d" if symbol.filter_out else "k"
        return "s" if symbol.name.startswith("_") else "k"

    name = rule.alias or rule.options.template_source or rule.origin.name
    return Reduction(rule.origin.name, name, "".join(map(fate, rule.expansion)))


def _index(known: list[Any], value: Any) -> int:
    if value not in known:
        known.append(value)
    return known.index(value)


def main() -> None:
    """Write the tables of every grammar."""
    for name in GRAMMARS:
        data = {"grammar": text_of(name), **tables(text_of(name))._asdict()}
        with open(tables_of(name), "w") as file:
            file.write(json.dumps(data, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
