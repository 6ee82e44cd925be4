"""The points of the constructions against formulas that sympy derives from what the paper asks of them."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
import sympy
from flint import fmpq

from checker.objects.formula import Clause, Formula
from checker.reductions.fh23.selection_gadget import SelectionGadget
from checker.reductions.fh23.theorem1 import clause_slopes, distance, literal_point

X, Y, S, T, Z, D = sympy.symbols("x y s t z d", real=True)


def meeting(*lines: sympy.Expr) -> tuple[sympy.Expr, sympy.Expr]:
    """Where two lines meet, whatever the symbols are."""
    (found,) = sympy.solve(lines, [X, Y], dict=True)
    return found[X], found[Y]


def at(expression: sympy.Expr, **values: fmpq) -> fmpq:
    given = {sympy.Symbol(k, real=True): sympy.Rational(int(v.p), int(v.q)) for k, v in values.items()}
    number = sympy.Rational(expression.subs(given))
    return fmpq(int(number.p), int(number.q))


@pytest.mark.parametrize("sign, mark", [(1, "+"), (-1, "-")])
def test_the_points_q_touch_both_neighbours(sign: int, mark: str) -> None:
    """They lie at height 2 over one levee and at height -2 under the next."""
    q = meeting(Y - Z - S * X - 2 * sign, Y - Z - T * X + 2 * sign)
    random = Random(4)
    for _ in range(20):
        slopes = tuple(sorted({fmpq(random.randint(-9, 9), random.randint(1, 5)) for _ in range(4)}))
        offset = fmpq(random.randint(-9, 9), random.randint(1, 5))
        made = {p.words: p.x for p in SelectionGadget(slopes, fmpq(1, 9), offset).table()}
        for i, (s, t) in enumerate(pairwise(slopes), 1):
            assert made[f"point q{i}{mark}"] == tuple(at(c, s=s, t=t, z=offset) for c in q)


def test_the_points_p_are_where_the_centre_lines_meet() -> None:
    """Of the clause's levee of slope s at offset z, and of the levee "false" of a variable at offset -d."""
    p = meeting(Y - Z - S * X, Y + D - X)
    random = Random(5)
    for _ in range(20):
        n = random.randint(1, 6)
        f = Formula(n, tuple(Clause(tuple(random.choices(range(1, n + 1), k=3))) for _ in range(3)))
        for j, clause in enumerate(f.clauses, 1):
            for r, i in enumerate(clause.literals, 1):
                values = dict(s=clause_slopes(f, j)[r - 1], z=fmpq(j * distance(f)), d=fmpq(i * distance(f)))
                assert literal_point(f, j, r) == tuple(at(c, **values) for c in p)
