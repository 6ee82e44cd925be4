"""HiGHS as a source of guesses: bases of a linear program whose rows come and go.  Floating point.

The program: minimise a cost over columns z, subject to rows ``sum of coefficient * z >= bound``.  All
columns are free except the first two: ELASTIC says how far every row may be violated, GAP by how much
strict rows must hold, both in units of the row's scale.  They start at 0, and are fixed there unless
they are asked for.

A basis says which rows hold with equality and which columns are free to do so.  It is right or wrong,
which exact arithmetic decides elsewhere; after a wrong one the program is shifted to the solution that
was found, with the residual computed exactly, and blown up until the residual is of size 1 again.

Source: Gleixner, Steffy, Wolter 2016 (iterative refinement).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import ldexp
from operator import mul
from typing import Any, NamedTuple

import numpy as np
from flint import fmpq, fmpq_mat, fmpz
from highspy import HighsBasis, HighsBasisStatus, HighsModelStatus, HighsOptions, HighsStatus, kHighsInf
from highspy import _core as highs

from checker.producers.solvers.pivoting import Half

ELASTIC, GAP = 0, 1
ROUNDS = 10
"""Each round of refinement gains about 30 bits; three suffice for coefficients of 40 bits."""
ZERO = fmpq(0)
LARGE = 30
"""Slack beyond 2^30 times the largest violation is cut off."""
DUAL, PRIMAL = 1, 4
"""Strategies of the simplex method."""
HUGE = 2**40
"""Beyond every exponent."""
HOPELESS = {
    HighsModelStatus.kInfeasible,
    HighsModelStatus.kUnbounded,
    HighsModelStatus.kUnboundedOrInfeasible,
}


class Basis(NamedTuple):
    rows: Sequence[int]
    """They hold with equality."""
    columns: Sequence[int]
    """As many, to be solved for."""
    fixed: Mapping[int, fmpq]
    """The other columns that are not 0."""


class Program:
    """The rows in integers and in floating point, and the basis of the last solve."""

    def __init__(self) -> None:
        self.rows: list[Half] = []
        self.scales: list[int] = []
        """Row i is divided by 2^scales[i]; known once a basis was asked for."""
        self._units = [0, 0]
        """Column j counts in units of 2^units[j]."""
        self._model = _model()
        self._loaded = 0
        self._kept = 0
        """Of the loaded rows the first so many are still ours."""
        self._bases: list[tuple[int, Any]] = []
        """(number of rows, basic variables) of earlier solves, ascending."""

    def cut(self, count: int) -> None:
        """Keep the first ``count`` rows."""
        del self.rows[count:], self.scales[count:]
        self._kept = min(self._kept, count)
        while self._bases and self._bases[-1][0] > count:
            self._bases.pop()

    def bases(self, cost: Mapping[int, fmpq], elastic: bool = False, gap: bool = False) -> Iterator[Basis]:
        """Guesses of an optimal basis, each better than the one before; none where HiGHS sees no optimum."""
        self._load()
        self._widen(max(cost, default=0) + 1)
        model, size, count = self._model, len(self._units), len(self.rows)
        tops = fmpq_mat(1, len(cost), list(cost.values())).numer_denom()[0].entries()
        mantissas, exponents = _split(tops)
        exponents += np.array([self._units[j] for j in cost], dtype=np.int64)
        weights = np.zeros(size)
        weights[list(cost)] = np.ldexp(mantissas, np.clip(exponents - exponents.max(initial=-HUGE), -2000, 0))
        model.changeColsCost(size, np.arange(size, dtype=np.int32), weights)
        model.changeColsBounds(
            2,
            np.arange(2, dtype=np.int32),
            np.zeros(2),
            np.array([kHighsInf if elastic else 0.0, float(gap)]),
        )
        every, free = np.arange(count, dtype=np.int32), np.full(count, kHighsInf)
        scales = np.array(self.scales, dtype=np.int64)
        x, zoom = [ZERO] * size, 0
        for _ in range(ROUNDS):
            residuals, depth = self._residuals(x)
            mantissas, exponents = _split(residuals)
            exponents -= scales + depth
            if any(x):
                violations = exponents[mantissas > 0]
                if not len(violations) and not gap:
                    return
                finer = min(zoom + 40, -int(violations.max(initial=-zoom - 40)))
                if finer <= zoom:
                    return
                zoom = finer
            elif not -10 <= (largest := int(exponents[mantissas != 0].max(initial=-HUGE))) <= 20:
                zoom = -largest if largest != -HUGE else 0
            lower = np.ldexp(mantissas, np.clip(exponents + zoom, -2000, LARGE))
            model.changeRowsBounds(count, every, lower, free)
            basics = self._run()
            if basics is None or (model.getModelStatus() in HOPELESS and not elastic):
                return
            values = model.getSolution().col_value
            if elastic:
                while self._bases and self._bases[-1][0] == count:
                    self._bases.pop()
                self._bases.append((count, basics))
            tight = np.ones(count, dtype=bool)
            tight[-1 - basics[basics < 0]] = False
            columns = [int(j) for j in basics if j >= 0]
            fixed = {j: v for j, v in enumerate(x) if v and j not in columns}
            if GAP not in columns and values[GAP] > 0.5:
                fixed[GAP] = _power(-zoom)
            yield Basis([int(i) for i in np.flatnonzero(tight)], columns, fixed)
            for j, z in enumerate(values[2:], 2):
                if z:
                    x[j] += int(ldexp(z, 60)) * _power(self._units[j] - zoom - 60)

    def _run(self) -> Any:
        """The basic variables at the end of the simplex method; None if it breaks down."""
        for strategy in (DUAL, PRIMAL):
            self._model.setOptionValue("simplex_strategy", strategy)
            self._model.setOptionValue(
                "simplex_iteration_limit", 1000 + 20 * (len(self.rows) + len(self._units))
            )
            self._model.run()
            status, basics = self._model.getBasicVariables()
            ended = self._model.getModelStatus() != HighsModelStatus.kIterationLimit
            if ended and status == HighsStatus.kOk and self._model.getSolution().value_valid:
                return basics
            self._model.clearSolver()
        return None

    def _residuals(self, x: Sequence[fmpq]) -> tuple[Sequence[fmpz], int]:
        """(r, d) with ``bound - row(x) = r / 2^d``."""
        if not any(x):
            return [row.bound for row in self.rows], 0
        tops, bottom = fmpq_mat(1, len(x), x).numer_denom()
        z = tops.entries()
        found = [
            row.bound * bottom - sum(map(mul, row.coefficients, [z[j] for j in row.columns]), fmpz(0))
            for row in self.rows
        ]
        return found, bottom.bit_length() - 1

    def _load(self) -> None:
        """Bring HiGHS up to date."""
        model = self._model
        gone = self._loaded - self._kept
        if gone:
            model.deleteRows(gone, np.arange(self._kept, self._loaded, dtype=np.int32))
        if new := self.rows[self._kept :]:
            self._append(new)
        self._kept = self._loaded = len(self.rows)
        if gone and self._bases:
            self._restore(*self._bases[-1])

    def _widen(self, size: int) -> None:
        if (added := size - len(self._units)) > 0:
            self._model.addVars(added, np.full(added, -kHighsInf), np.full(added, kHighsInf))
            self._units += [0] * added

    def _append(self, new: Sequence[Half]) -> None:
        """New rows, their columns measured so that the largest entry of each is about 1."""
        lengths = [len(row.columns) for row in new]
        rows, starts = np.repeat(np.arange(len(new)), lengths), np.cumsum([0, *lengths[:-1]])
        columns = np.array([j for row in new for j in row.columns], dtype=np.int32)
        mantissas, exponents = _split([c for row in new for c in row.coefficients])
        old = len(self._units)
        self._widen(int(columns.max(initial=0)) + 1)
        units = np.array(self._units, dtype=np.int64)
        if len(units) > old:
            scales = np.full(len(new), -HUGE)
            np.maximum.at(scales, rows, exponents + units[columns])
            largest = np.full(len(units), -HUGE)
            np.maximum.at(largest, columns, exponents - scales[rows])
            units[old:] = -largest[old:]
            self._units = units.tolist()
        scales = np.array([0 if row.columns else row.bound.bit_length() for row in new])
        np.maximum.at(scales, rows, exponents + units[columns])
        self.scales += scales.tolist()
        values = np.ldexp(mantissas, np.clip(exponents + units[columns] - scales[rows], -2000, 0))
        special = np.array([1 + row.strict for row in new])
        heads = np.repeat(np.arange(len(new)), special)
        places = starts[heads] + np.arange(len(heads))
        gaps = np.append(False, heads[1:] == heads[:-1])
        own = np.ones(len(values) + len(heads), dtype=bool)
        own[places] = False
        all_columns, all_values = np.empty(len(own), dtype=np.int32), np.empty(len(own))
        all_columns[own], all_columns[places] = columns, np.where(gaps, GAP, ELASTIC)
        all_values[own], all_values[places] = values, np.where(gaps, -1.0, 1.0)
        starts = (starts + np.cumsum([0, *special[:-1]])).astype(np.int32)
        free = np.full(len(new), kHighsInf)
        self._model.addRows(len(new), -free, free, len(own), starts, all_columns, all_values)

    def _restore(self, count: int, basics: Any) -> None:
        """The basis of an earlier solve; rows that came later are basic."""
        basis = HighsBasis()
        basic, nonbasic, zero = HighsBasisStatus.kBasic, HighsBasisStatus.kLower, HighsBasisStatus.kZero
        columns = [nonbasic, nonbasic, *[zero] * (len(self._units) - 2)]
        rows = [nonbasic] * count + [basic] * (len(self.rows) - count)
        for v in basics.tolist():
            if v < 0:
                rows[-1 - v] = basic
            else:
                columns[v] = basic
        basis.col_status, basis.row_status, basis.valid = columns, rows, True
        self._model.setBasis(basis)


@cache
def _options() -> HighsOptions:
    options = HighsOptions()
    options.output_flag = False
    options.presolve = "off"
    options.solver = "simplex"
    options.threads = 1
    options.primal_feasibility_tolerance = options.dual_feasibility_tolerance = 1e-9
    options.small_matrix_value = 1e-12
    return options


def _model() -> Any:
    model = highs._Highs()
    model.passOptions(_options())
    model.addVars(2, np.zeros(2), np.array([kHighsInf, 0.0]))
    return model


def _power(exponent: int) -> fmpq:
    """2^exponent"""
    power = fmpz(1) << abs(exponent)
    return fmpq(power) if exponent >= 0 else fmpq(1, power)


def _split(numbers: Sequence[fmpz]) -> tuple[Any, Any]:
    """Mantissas between 1/2 and 1, and exponents."""
    try:
        mantissas, exponents = np.frexp(np.array(numbers, dtype=float))
        return mantissas, exponents.astype(np.int64)
    except OverflowError:
        excess = [max(0, n.bit_length() - 64) for n in numbers]
        short = np.array([n >> e for n, e in zip(numbers, excess, strict=True)], dtype=float)
        mantissas, exponents = np.frexp(short)
        return mantissas, exponents + np.array(excess)
