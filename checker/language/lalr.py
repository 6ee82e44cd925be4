"""The parser: it runs the tables that lark made from a grammar.

Lark is the definition; here is its algorithm once more, with nothing but what a text without errors
needs, because loading lark costs more than checking a small certificate.  A text that does not follow
the grammar is left to lark, which knows how to say why.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from checker.language.explain import unclosed
from checker.language.tree import Node, Token, Tree

END = "$END"
"""Lark's name for the end of a text."""
DEEPER = {"LPAR": 1, "LSQB": 1, "LBRACE": 1, "RPAR": -1, "RSQB": -1, "RBRACE": -1}
DEEPEST = 100
"""Brackets nested deeper than this are refused; no form needs more than ten."""
MANY_TOKENS = 20_000
"""Runs keep the tokens few.  After so many, an unclosed bracket is looked for before reading on."""


class Reduction(NamedTuple):
    """A rule: its nonterminal, the name of its tree, and for each of its symbols what becomes of it."""

    origin: str
    name: str
    symbols: str
    """``k``: kept; ``s``: its children are spliced in; ``d``: dropped, as punctuation is."""


class Tables(NamedTuple):
    """An LALR(1) automaton with a lexer that knows the state of the parser."""

    terminals: dict[str, str]
    """The regular expression of each."""
    ignored: list[str]
    scanners: list[list[str]]
    """Which terminals are looked for together, in this order."""
    states: list[tuple[int, dict[str, int]]]
    """The scanner, and what each symbol leads to: state n, or reduction n written as -1 - n."""
    reductions: list[Reduction]
    start: dict[str, int]
    """The first state, by the nonterminal that is asked for."""


class Parser:
    """The automaton, with those scanners compiled that were needed."""

    def __init__(self, name: str, tables: Tables) -> None:
        self.name, self.tables = name, tables
        self.rows = [row for _, row in tables.states]
        self.compiled = dict[int, re.Pattern[str]]()

    def scanner(self, state: int) -> re.Pattern[str]:
        number = self.tables.states[state][0]
        if number not in self.compiled:
            terminals = self.tables.terminals
            words = (f"(?P<{name}>{terminals[name]})" for name in self.tables.scanners[number])
            self.compiled[number] = re.compile("|".join(words))
        return self.compiled[number]

    def parse(self, text: str, start: str, line: int = 1, column: int = 1) -> Tree | None:
        """The tree of a text that begins at this place, or None: it does not follow the grammar."""
        states, nodes = [self.tables.start[start]], list[Node]()
        position, depth, count, margin = 0, 0, 0, 1 - column  # the column is position - margin + 1
        while position < len(text):
            found = self.scanner(states[-1]).match(text, position)
            if found is None:
                return None
            type, word = str(found.lastgroup), found[0]
            begin = line, position - margin + 1
            if breaks := word.count("\n"):
                line, margin = line + breaks, position + word.rindex("\n") + 1
            position = found.end()
            if type not in self.tables.ignored:
                count += 1
                if count == MANY_TOKENS and unclosed(text, self.name):
                    return None
                depth += DEEPER.get(type, 0)
                if depth > DEEPEST or not self.shifts(type, states, nodes):
                    return None
                states.append(self.rows[states[-1]][type])
                nodes.append(Token(type, word, *begin, line, position - margin + 1))
        if not self.shifts(END, states, nodes):
            return None
        (root,) = nodes
        return root if isinstance(root, Tree) else None

    def shifts(self, type: str, states: list[int], nodes: list[Node]) -> bool:
        """Whether this token can come next, once every rule has been reduced that ends here."""
        rows = self.rows
        while (action := rows[states[-1]].get(type)) is not None:
            if action >= 0:
                return True
            origin, name, symbols = self.tables.reductions[-1 - action]
            size = len(symbols)
            made = nodes[-size:]
            del nodes[-size:], states[-size:]
            children: list[Node] = []
            for symbol, node in zip(symbols, made, strict=True):
                if symbol == "k":
                    children.append(node)
                elif symbol == "s" and isinstance(node, Tree):
                    if children:
                        children += node.children
                    else:  # a list is made from left to right
                        children = node.children
            nodes.append(Tree(name, children, made[0], made[-1]))
            states.append(rows[states[-1]][origin])
        return False
