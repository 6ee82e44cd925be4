"""DIMACS: formulas in conjunctive normal form (.cnf), and the models that SAT solvers print.

``p cnf VARIABLES CLAUSES``, then that many clauses, each ended by 0, free to run over several lines.
Lines that start with ``c`` are comments.  A ``%`` ends the file, as in the old SATLIB collections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.formats.placed import Placed
from checker.formats.words import Word, across, clipped, counted, end, lines, natural, words
from checker.kernel.obligation import Path
from checker.language.source import Malformed, Span
from checker.objects.formula import Clause, Formula

LITERAL = re.compile(r"-?[1-9][0-9]{0,17}|0")
HEADER = "the header `p cnf VARIABLES CLAUSES`"


def formula(text: str) -> Placed[Formula]:
    """The formula of a .cnf file; raises Malformed."""
    stream = _statements(text)
    header = next(stream, None)
    if header is None or header[0].text != "p":
        raise Malformed(f"expected {HEADER}", header[0].span if header else end(text))
    if len(header) != 4 or header[1].text != "cnf":
        raise Malformed(f"expected {HEADER}", across(header))
    variables = natural(header[2], "the number of variables")
    declared = natural(header[3], "the number of clauses")
    clauses = list[Clause]()
    for clause in _clauses(stream, text):
        if len(clauses) == declared:
            message = f"the header declares {counted(declared, 'clause')}, and this is one more"
            raise Malformed(message, across(clause))
        clauses.append(Clause(tuple(_literal(word, variables) for word in clause[:-1])))
    if len(clauses) != declared:
        found = counted(len(clauses), "clause")
        message = f"the header declares {counted(declared, 'clause')}, but the file has {found}"
        raise Malformed(message, header[3].span)
    return Placed(Formula(variables, tuple(clauses)), lambda path: _where(text, path))


def written(f: Formula) -> str:
    """The .cnf file of a formula."""
    rows = (" ".join(map(str, (*clause.literals, 0))) for clause in f.clauses)
    return "\n".join([f"p cnf {f.variables} {len(f.clauses)}", *rows]) + "\n"


def model(text: str) -> frozenset[int] | None:
    """The true variables of the model in ``v`` lines; None if the solver says that there is none."""
    signs = dict[int, bool]()
    values = list[Word]()
    for number, line in lines(text):
        first, *rest = words(line, number) or [Word("c", number, 1)]
        if first.text == "s":
            status = " ".join(word.text for word in rest)
            if status == "UNSATISFIABLE":
                return None
            if status != "SATISFIABLE":
                raise Malformed(f"expected the status SATISFIABLE, found `{clipped(status)}`", first.span)
        elif first.text == "v":
            values += rest
        elif first.text != "c":
            raise Malformed(f"expected a line `v LITERALS 0`, found `{clipped(first.text)}`", first.span)
    if not values or values[-1].text != "0":
        raise Malformed(
            "expected lines `v LITERALS` that end with 0", values[-1].span if values else end(text)
        )
    for word in values[:-1]:
        value = _integer(word)
        if value == 0:
            raise Malformed("the model has ended here, but more values follow", word.span)
        if signs.setdefault(abs(value), value > 0) != (value > 0):
            raise Malformed(f"the variable {abs(value)} is both true and false", word.span)
    return frozenset(v for v, positive in signs.items() if positive)


def _statements(text: str) -> Iterator[list[Word]]:
    """The lines that say something, up to the end or a ``%``."""
    for number, line in lines(text):
        found = words(line, number)
        if not found or found[0].text.startswith("c"):
            continue
        if found[0].text == "%":
            _only_zero_follows(text, number)
            return
        yield found


def _only_zero_follows(text: str, mark: int) -> None:
    """SATLIB writes a single 0 behind the ``%``."""
    rest = [word for number, line in lines(text) if number > mark for word in words(line, number)]
    if rest and (rest[0].text != "0" or len(rest) > 1):
        extra = rest[0] if rest[0].text != "0" else rest[1]
        raise Malformed(f"the formula has ended with the `%` in line {mark}", extra.span)


def _clauses(stream: Iterator[list[Word]], text: str) -> Iterator[list[Word]]:
    """The words of each clause, its 0 last."""
    clause = list[Word]()
    for found in stream:
        if found[0].text == "p":
            raise Malformed("there is a header already", across(found))
        for word in found:
            clause.append(word)
            if _integer(word) == 0:
                yield clause
                clause = []
    if clause:
        raise Malformed("this clause is not ended by 0", across(clause))


def _integer(word: Word) -> int:
    if not LITERAL.fullmatch(word.text):
        raise Malformed(f"expected a literal like 3 or -3, or 0, found `{clipped(word.text)}`", word.span)
    return int(word.text)


def _literal(word: Word, variables: int) -> int:
    value = int(word.text)
    if abs(value) > variables:
        message = f"there is no variable {abs(value)}; the header declares {counted(variables, 'variable')}"
        raise Malformed(message, word.span)
    return value


def _where(text: str, path: Path) -> tuple[Span, Path]:
    stream = _statements(text)
    header = next(stream)
    match path:
        case ("variables", *rest):
            return header[2].span, tuple(rest)
        case ("clauses", int(j), "literals", int(r), *rest):
            return _nth(stream, text, j)[r].span, tuple(rest)
        case ("clauses", int(j), *rest):
            clause = _nth(stream, text, j)
            return across(clause[:-1] or clause), tuple(rest)
        case ("clauses", *rest):
            return header[3].span, tuple(rest)
    return across(header), path


def _nth(stream: Iterator[list[Word]], text: str, j: int) -> list[Word]:
    return next(clause for i, clause in enumerate(_clauses(stream, text)) if i == j)
