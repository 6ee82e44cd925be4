"""Systems of linear rows, solved exactly.

A ``LinearSystem`` holds named rows; ``add`` appends rows and ``cut`` takes the last ones away, as a
search tree goes down and up.  Three questions, each answered by what exact arithmetic has confirmed:

    solve()                a point that satisfies every row, or multipliers that contradict the rows
                           (Farkas; Motzkin where rows are strict)
    at_least(form, bound)  multipliers that derive ``form >= bound``, or None
    minimum(form)          the least value of the form with a point and multipliers, or why there is none

    system = LinearSystem(free.items())
    mark = len(system)
    system.add(facts.items())         # down to a node of the tree
    found = system.solve()            # starts from the basis of the node above
    system.cut(mark)                  # and up again

Variables are any integers.  HiGHS guesses a basis, FLINT solves for the point and the multipliers at this
basis, and they are compared with every row.  Where no guess is right the exact simplex method decides.

Source: Applegate, Cook, Dash, Espinoza 2007 (exact solutions from bases).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import Generic, TypeVar

from flint import fmpq, fmpq_mat, fmpz

from checker.kernel.rows import Combination, Row
from checker.producers.solvers.highs import ELASTIC, GAP, Basis, Program
from checker.producers.solvers.pivoting import Half, Simplex, Vector, combined
from checker.producers.solvers.sparse import Matrix

N = TypeVar("N")
Form = Mapping[int, fmpq]
"""Variable -> coefficient."""
Point = dict[int, fmpq]
"""Variable -> value, for every variable of the rows."""
ZERO, ONE = fmpq(0), fmpq(1)


@dataclass(frozen=True, slots=True)
class Minimum(Generic[N]):
    value: fmpq
    point: Point
    """There the form has this value."""
    multipliers: Combination[N]
    """They derive that it is nowhere less."""


@dataclass(frozen=True, slots=True)
class Unbounded:
    point: Point
    ray: Point
    """The form decreases for ever from the point along the ray."""


@dataclass(frozen=True, slots=True)
class Infimum(Generic[N]):
    value: fmpq
    """The form comes as near to it as one likes, but a strict row keeps it away."""
    multipliers: Combination[N]


class LinearSystem(Generic[N]):
    def __init__(self, rows: Iterable[tuple[N, Row]] = ()) -> None:
        self._names: list[N] = []
        self._rows: list[Row] = []
        self._halves: list[tuple[int, fmpz]] = []
        """For each row of the program the number of our row, and the factor it was multiplied with."""
        self._ends: list[int] = []
        """The number of halves up to each row."""
        self._columns: dict[int, int] = {}
        """Variable -> column; the first two columns are not for variables."""
        self._program = Program()
        self.add(rows)

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, rows: Iterable[tuple[N, Row]]) -> None:
        """Append these rows."""
        new = list(rows)
        entries = [c for _, row in new for _, c in row.terms]
        entries += [row.bound for _, row in new]
        tops, factor = fmpq_mat(1, len(entries), entries).numer_denom()
        if factor != 1 and len(new) > 1:
            for pair in new:  # fractions: a denominator for each row
                self.add((pair,))
            return
        integers, start = tops.entries(), 0
        for (name, row), bound in zip(new, integers[len(entries) - len(new) :], strict=True):
            stop = start + len(row.terms)
            self._append(name, row, integers[start:stop], bound, factor)
            start = stop

    def _append(self, name: N, row: Row, coefficients: list[fmpz], bound: fmpz, factor: fmpz) -> None:
        """One row, which was multiplied with the factor."""
        known, number, strict = self._columns, len(self._rows), row.sign == ">"
        try:
            columns = [known[v] for v, _ in row.terms]
        except KeyError:
            columns = [self._column(v) for v, _ in row.terms]
        self._names.append(name)
        self._rows.append(row)
        self._halves.append((number, factor))
        self._program.rows.append(Half(columns, coefficients, bound, strict))
        if row.sign == "=":
            self._halves.append((number, -factor))
            self._program.rows.append(Half(columns, [-c for c in coefficients], -bound, strict))
        self._ends.append(len(self._halves))

    def _column(self, variable: int) -> int:
        return self._columns.setdefault(variable, len(self._columns) + 2)

    def cut(self, length: int) -> None:
        """Keep the first ``length`` rows."""
        if length < len(self._rows):
            halves = self._ends[length - 1] if length else 0
            del self._names[length:], self._rows[length:], self._ends[length:], self._halves[halves:]
            self._program.cut(halves)

    def solve(self) -> Point | Combination[N]:
        """A point that satisfies every row, or multipliers that contradict them."""
        basis, point = None, None
        for basis in self._program.bases({ELASTIC: ONE}, elastic=True):
            if ELASTIC in basis.columns and (y := self._contradiction(basis, {ELASTIC: ONE})) is not None:
                return self._combination(y, primitive=True)
            if (point := self._point(basis)) is not None:
                break
        if point is not None and not self._strictly(point):
            point = None
            for basis in self._program.bases({GAP: -ONE}, gap=True):
                if (y := self._contradiction(basis, {GAP: -ONE})) is not None:
                    return self._combination(y, primitive=True)
                if (point := self._point(basis, strictly=True)) is not None:
                    break
        if point is None:
            simplex = Simplex(self._program.rows, basis.rows if basis else ())
            if (y := simplex.contradiction()) is not None:
                return self._combination(y, primitive=True)
            point = simplex.point()
        return self._named(point)

    def minimum(self, form: Form) -> Minimum[N] | Unbounded | Infimum[N] | Combination[N]:
        """The least value of the form; without one a ray, the infimum, or multipliers that contradict."""
        cost = {self._column(v): c for v, c in form.items() if c != 0}
        falling = _falling(form)
        basis, least = None, None
        for basis in self._program.bases(cost):
            if (least := self._optimum(basis, cost)) is not None:
                break
        if least is None:
            start = self.solve()
            if isinstance(start, Combination):
                return start
            ray = LinearSystem([*self._directions(), (-1, Row(falling, ">=", ONE))]).solve()
            if not isinstance(ray, Combination):
                primitive = _primitive(list(ray.values()))
                return Unbounded(start, dict(zip(ray, primitive, strict=True)))
            closed = [row._replace(strict=False) for row in self._program.rows]
            simplex = Simplex(closed, basis.rows if basis else ())
            simplex.contradiction()
            least = simplex.minimum(cost)
        x, y = least
        value, multipliers = _value(cost, x), self._combination(y)
        if self._strictly(x):
            return Minimum(value, self._named(x), multipliers)
        found = LinearSystem([*enumerate(self._rows), (-1, Row(falling, ">=", -value))]).solve()
        if not isinstance(found, Combination):
            return Minimum(value, found, multipliers)
        start = self.solve()
        return start if isinstance(start, Combination) else Infimum(value, multipliers)

    def _optimum(self, basis: Basis, cost: Vector) -> tuple[Vector, Vector] | None:
        """Point and multipliers at the basis, if they have the same value; as if no row were strict."""
        x = self._point(basis)
        y = self._multipliers(basis, cost) if x is not None else None
        if x is None or y is None:
            return None
        bound = sum([v * self._program.rows[i].bound for i, v in y.items()], ZERO)
        return (x, y) if bound == _value(cost, x) else None

    def _directions(self) -> Iterator[tuple[int, Row]]:
        """The rows with right side 0, none of them strict."""
        for i, row in enumerate(self._rows):
            yield i, Row(row.terms, "=" if row.sign == "=" else ">=", ZERO)

    def _matrix(self, basis: Basis) -> Matrix:
        program = self._program
        return Matrix([_entries(program.rows[i], program.scales[i]) for i in basis.rows], basis.columns)

    def _point(self, basis: Basis, strictly: bool = False) -> dict[int, fmpq] | None:
        """The columns at the basis, if they satisfy every row without violation."""
        rows = self._program.rows
        right = [fmpq(rows[i].bound) for i in basis.rows]
        if basis.fixed:
            for k, i in enumerate(basis.rows):
                entries = _entries(rows[i], self._program.scales[i])
                right[k] -= sum([entries[j] * v for j, v in basis.fixed.items() if j in entries], ZERO)
        found = self._matrix(basis).solve(right)
        if found is None:
            return None
        values = dict(zip(basis.columns, found, strict=True)) | dict(basis.fixed)
        tops, bottom = fmpq_mat(1, len(values), list(values.values())).numer_denom()
        z = [fmpz(0)] * (len(self._columns) + 2)
        for j, top in zip(values, tops.entries(), strict=True):
            z[j] = top
        equal = frozenset(basis.rows) if not values.get(ELASTIC) else frozenset[int]()
        for i, row in enumerate(rows):
            if i in equal and not row.strict:
                continue
            slack = sum(map(mul, row.coefficients, [z[j] for j in row.columns]), -row.bound * bottom)
            if slack < 0 or (slack == 0 and strictly and row.strict):
                return None
        return values

    def _strictly(self, x: Vector) -> bool:
        """The point, which satisfies every row, satisfies the strict ones strictly."""
        return all(row.times(x) > row.bound for row in self._program.rows if row.strict)

    def _named(self, x: Vector) -> Point:
        return {v: x.get(j, ZERO) for v, j in self._columns.items()}

    def _multipliers(self, basis: Basis, cost: Vector) -> dict[int, fmpq] | None:
        """Multipliers of the rows of the basis that derive the cost, if none is negative."""
        y = self._matrix(basis).solve_transposed([cost.get(j, ZERO) for j in basis.columns])
        if y is None or not all(v >= 0 for v in y):
            return None
        found = dict(zip(basis.rows, y, strict=True))
        known = frozenset(basis.columns)
        if all(j in known for j in range(2, len(self._columns) + 2)):
            return found
        total, _ = combined(self._program.rows, found)
        others = (total.keys() | cost.keys()) - known - {ELASTIC, GAP}
        return found if all(total.get(j, ZERO) == cost.get(j, ZERO) for j in others) else None

    def _contradiction(self, basis: Basis, cost: Vector) -> dict[int, fmpq] | None:
        """The multipliers, if they contradict the rows."""
        y = self._multipliers(basis, cost)
        if y is None:
            return None
        rows = self._program.rows
        bound = sum([v * rows[i].bound for i, v in y.items()], ZERO)
        strict = any(v > 0 and rows[i].strict for i, v in y.items())
        return y if bound > 0 or (bound == 0 and strict) else None

    def _combination(self, multipliers: Vector, primitive: bool = False) -> Combination[N]:
        """Of the named rows; ``primitive``: with integers that have no common factor."""
        total: dict[int, fmpq] = {}
        for i, y in multipliers.items():
            number, factor = self._halves[i]
            total[number] = total.get(number, ZERO) + y * factor
        numbers = sorted([number for number, y in total.items() if y != 0])
        factors: Sequence[fmpq] = [total[number] for number in numbers]
        if primitive:
            factors = _primitive(factors)
        return Combination(tuple([(y, self._names[n]) for y, n in zip(factors, numbers, strict=True)]))


def _primitive(vector: Sequence[fmpq]) -> list[fmpq]:
    """The positive multiple of a vector that has integers without common factor."""
    tops = fmpq_mat(1, len(vector), vector).numer_denom()[0].entries()
    common = fmpz(0)
    for top in tops:
        common = common.gcd(top)
    return [fmpq(top / common) for top in tops]


def _entries(row: Half, scale: int) -> dict[int, fmpz]:
    """All coefficients of a row, those of the two columns in front included."""
    found = dict(zip(row.columns, row.coefficients, strict=True))
    found[ELASTIC] = fmpz(1) << scale
    if row.strict:
        found[GAP] = -found[ELASTIC]
    return found


def _value(cost: Vector, x: Vector) -> fmpq:
    return sum([c * x.get(j, ZERO) for j, c in cost.items()], ZERO)


def _falling(form: Form) -> tuple[tuple[int, fmpq], ...]:
    """The terms of the negative of the form."""
    return tuple([(v, -c) for v, c in form.items() if c != 0])
