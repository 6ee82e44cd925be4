"""Linear systems and programs: the solver against Fourier and Motzkin, the checker against nonsense, MPS and LP files."""

from __future__ import annotations

import csv
import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from flint import fmpq, fmpz

from checker.audit.oracles.elimination import Dense, infimum
from checker.claims.linear import feasible, infeasible, lower_bound, optimal, unbounded
from checker.claims.table import claim
from checker.formats import lp, mps
from checker.kernel.rows import Combination, Row
from checker.kernel.verdict import check
from checker.language.read import read
from checker.language.source import Malformed, Unsupported
from checker.objects.affine import affine
from checker.objects.system import Constraint, System
from checker.problems.linear_program import LinearProgram, Sense
from checker.producers.producer import Impossible, producer
from checker.producers.solvers.case_tree import at_least
from checker.producers.solvers.highs import Program
from checker.producers.solvers.linear import Infimum, LinearSystem, Minimum, Unbounded
from checker.producers.solvers.sparse import Matrix

SIGNS = (">=", ">", "=")


def row(r: random.Random, variables: int) -> Dense:
    return tuple(r.randint(-3, 3) for _ in range(variables)), r.choice(SIGNS), r.randint(-3, 3)


def named(rows: list[Dense]) -> list[tuple[int, Row]]:
    return [(i, Row(terms(a), sign, fmpq(b))) for i, (a, sign, b) in enumerate(rows)]


def terms(a: tuple[int, ...]) -> tuple[tuple[int, fmpq], ...]:
    return tuple((j, fmpq(c)) for j, c in enumerate(a) if c)


def satisfied(rows: list[tuple[int, Row]], x: dict[int, fmpq], direction: bool = False) -> bool:
    for _, (form, sign, bound) in rows:
        slack = sum((c * x.get(j, fmpq(0)) for j, c in form), fmpq(0)) - (0 if direction else bound)
        if not (slack == 0 if sign == "=" else slack >= 0 if direction or sign == ">=" else slack > 0):
            return False
    return True


def combined(rows: list[tuple[int, Row]], by: Combination[int]) -> tuple[dict[int, fmpq], fmpq, bool]:
    """Left side, bound, and whether a strict row takes part; asserts the signs of the multipliers."""
    total, bound, strict = dict[int, fmpq](), fmpq(0), False
    for y, i in by.terms:
        form, sign, b = rows[i][1]
        assert y > 0 or (y < 0 and sign == "=")
        for j, c in form:
            total[j] = total.get(j, fmpq(0)) + y * c
        bound += y * b
        strict = strict or sign == ">"
    return {j: c for j, c in total.items() if c != 0}, bound, strict


def contradictory(rows: list[tuple[int, Row]], by: Combination[int]) -> bool:
    total, bound, strict = combined(rows, by)
    return not total and (bound > 0 or (strict and bound == 0))


def small_world(seed: int) -> tuple[list[Dense], tuple[int, ...]]:
    r = random.Random(seed)
    variables = r.randint(1, 3)
    rows = [row(r, variables) for _ in range(r.randint(0, 6))]
    return rows, tuple(r.randint(-3, 3) for _ in range(variables))


def agrees(system: LinearSystem[int], rows: list[Dense], form: tuple[int, ...]) -> str:
    """Holds the answers about these rows against the oracle; says what the oracle said."""
    truth, ours = infimum(rows, form), named(rows)
    found = system.solve()
    if truth == "none":
        assert isinstance(found, Combination) and contradictory(ours, found)
        assert isinstance(system.minimum(dict(terms(form))), Combination)
        return "none"
    assert not isinstance(found, Combination) and satisfied(ours, found)
    least = system.minimum(dict(terms(form)))
    if truth == "unbounded":
        assert isinstance(least, Unbounded)
        assert satisfied(ours, least.point) and satisfied(ours, least.ray, direction=True)
        assert sum(c * least.ray[j] for j, c in terms(form)) < 0
        assert not isinstance(at_least(system, dict(terms(form)), fmpq(-100)), Combination)
        return "unbounded"
    value, attained = truth
    assert isinstance(least, Minimum if attained else Infimum) and least.value == value
    total, bound, _ = combined(ours, least.multipliers)
    assert total == dict(terms(form)) and bound == value
    if isinstance(least, Minimum):
        assert satisfied(ours, least.point)
        assert sum((c * least.point[j] for j, c in terms(form)), fmpq(0)) == value
    by = at_least(system, dict(terms(form)), value)
    assert isinstance(by, Combination) and combined(ours, by)[0] == total and combined(ours, by)[1] >= value
    below = at_least(system, dict(terms(form)), value + fmpq(1, 10**9))
    assert not isinstance(below, Combination) and satisfied(ours, below)
    return "attained" if attained else "infimum"


CASES = int(os.environ.get("RELUCERT_CASES", "400"))
"""How many small systems are held against the oracle; thousands take a minute."""


def test_every_answer_about_a_small_system_agrees_with_elimination() -> None:
    said = Counter[str]()
    for seed in range(CASES // 4):
        rows, form = small_world(seed)
        said[agrees(LinearSystem(named(rows)), rows, form)] += 1
    assert set(said) == {"none", "unbounded", "infimum", "attained"}


def test_a_system_that_grows_and_shrinks_gives_the_same_answers() -> None:
    r, system, said = random.Random(1), LinearSystem[int](), Counter[str]()
    rows = list[Dense]()
    for seed in range(CASES):
        more, form = small_world(seed)
        variables = len(form)
        keep = r.randint(0, len(rows)) if rows and len(rows[0][0]) == variables else 0
        rows = [*rows[:keep], *more][:6]
        system.cut(keep)
        system.add(named(rows)[keep:])
        said[agrees(system, rows, form)] += 1
    assert set(said) == {"none", "unbounded", "infimum", "attained"}


def parallel(seed: int, height: int) -> tuple[list[Dense], tuple[int, ...]]:
    """Rows that differ by 1/height: below what floating point can tell apart."""
    r = random.Random(seed)
    plain = [tuple(r.randint(-3, 3) for _ in range(2)) for _ in range(2)]
    rows = list[Dense]()
    for _ in range(6):
        sign, base = r.choice((1, 1, -1)), r.choice(plain)
        a = tuple(sign * height * c + r.randint(-2, 2) for c in base)
        rows.append((a, r.choice((">=", ">=", ">", "=")), r.randint(-2, 2) - height * r.randint(0, 1)))
    return rows, (height * plain[0][0] + 1, height * plain[0][1] - 1)


@pytest.mark.parametrize("digits", [3, 6, 9, 12, 20, 60])
def test_what_floating_point_cannot_tell_apart_is_decided_exactly(digits: int) -> None:
    for seed in range(12):
        rows, form = parallel(seed, 10**digits)
        agrees(LinearSystem(named(rows)), rows, form)


def test_a_wrong_basis_is_refined(monkeypatch: pytest.MonkeyPatch) -> None:
    guesses = list[int]()

    def watched(self: Program, *given: object, **named: bool) -> Iterator[object]:
        guesses.append(0)
        for basis in plain(self, *given, **named):
            guesses[-1] += 1
            yield basis

    plain = Program.bases
    monkeypatch.setattr(Program, "bases", watched)
    r = random.Random(1)
    height = 10**9
    x = [r.randint(-height, height) for _ in range(5)]
    rows = list[tuple[int, Row]]()
    for i in range(20):
        a = tuple(r.randint(-height, height) for _ in range(5))
        slack = fmpq(r.choice((0, 0, 1)), height)
        rows.append((i, Row(terms(a), ">=", sum((fmpq(c * v) for c, v in zip(a, x, strict=True)), -slack))))
    found = LinearSystem(rows).solve()
    assert not isinstance(found, Combination) and satisfied(rows, found)
    assert len(guesses) == 1 and guesses[0] >= 2


def test_numbers_far_beyond_floating_point() -> None:
    large = fmpq(fmpz(10) ** 3000)
    rows = [(0, Row(((0, large), (1, fmpq(1))), ">=", fmpq(1))), (1, Row(((1, -large),), "=", 1 / large))]
    found = LinearSystem(rows).solve()
    assert not isinstance(found, Combination) and satisfied(rows, found)
    rows.append((2, Row(((0, -large), (1, large * large)), ">", fmpq(-1))))
    found = LinearSystem(rows).solve()
    assert isinstance(found, Combination) and contradictory(rows, found)


def test_large_sparse_matrices_are_solved_like_small_ones() -> None:
    r, size = random.Random(1), 70
    for density in (0, 1, 2):
        rows = [
            {i: fmpz(r.choice((-2, 1, 3)))} | {r.randrange(size): fmpz(1) for _ in range(density)}
            for i in range(size)
        ]
        r.shuffle(rows)
        columns = r.sample(range(size), size)
        right = [fmpq(r.randint(-9, 9), r.randint(1, 9)) for _ in range(size)]
        x = Matrix(rows, columns).solve(right)
        y = Matrix(rows, columns).solve_transposed(right)
        assert x is not None and y is not None
        value = dict(zip(columns, x, strict=True))
        assert [sum(c * value[j] for j, c in row.items()) for row in rows] == right
        assert [sum(v * row.get(j, 0) for v, row in zip(y, rows, strict=True)) for j in columns] == right
    rows[5] = {j: 2 * c for j, c in rows[9].items()}
    assert (
        Matrix(rows, columns).solve(right) is None and Matrix(rows, columns).solve_transposed(right) is None
    )


# The checker: what it accepts is true.

Certified = tuple[str, object, object]


def program(rows: list[Dense], form: tuple[int, ...]) -> LinearProgram:
    constraints = tuple(Constraint(affine(a), sign, fmpq(b)) for a, sign, b in rows)  # type: ignore[arg-type]
    return LinearProgram(Sense.MINIMIZE, affine(form), System(constraints))


def certificates(p: LinearProgram) -> Iterator[Certified]:
    """Every claim about the program that has a certificate."""
    for name in ("feasible", "infeasible", "optimal", "unbounded", "lower_bound"):
        made = producer(claim(f"linear.{name}"))
        try:
            statement = made.accepts[LinearProgram](p)
            yield name, statement, made.produce(statement)
        except Impossible:
            continue


def true(name: str, statement: object, rows: list[Dense], form: tuple[int, ...]) -> bool:
    truth = infimum(rows, form)
    match name:
        case "feasible":
            return truth != "none"
        case "infeasible":
            return truth == "none"
        case "unbounded":
            return truth == "unbounded"
        case "optimal":
            return truth == (statement.value, True)  # type: ignore[attr-defined]
    return truth == "none" or (truth != "unbounded" and truth[0] >= statement.bound)  # type: ignore[attr-defined]


def test_certificates_of_one_system_are_accepted_by_another_only_if_they_hold_there() -> None:
    """Each certificate is checked on neighbours, where one row or the objective is another one."""
    r, decided = random.Random(3), Counter[tuple[str, bool]]()
    for seed in range(CASES // 8):
        rows, form = small_world(seed)
        worlds = [(rows, form)]
        for _ in range(6):
            other = list(rows)
            if rows and r.random() < 0.8:
                a, sign, b = other[k := r.randrange(len(rows))]
                other[k] = r.choice(((a, sign, b - 1), (a, ">", b), (a, ">=", b), row(r, len(form))))
                worlds.append((other, form))
            else:
                worlds.append((rows, tuple(c + r.randint(-1, 1) for c in form)))
        for name, statement, certificate in certificates(program(rows, form)):
            for other, objective in worlds:
                p = program(other, objective)
                changed: object
                match name:
                    case "optimal":
                        changed = optimal.Statement(p, statement.value)  # type: ignore[attr-defined]
                    case "unbounded":
                        changed = unbounded.Statement(p)
                    case "lower_bound":
                        changed = lower_bound.Statement(p.system, p.objective, statement.bound)  # type: ignore[attr-defined]
                    case _:
                        changed = (feasible if name == "feasible" else infeasible).Statement(p.system)
                accepted = check(claim(f"linear.{name}"), changed, certificate).verified()
                assert not accepted or true(name, changed, other, objective)
                decided[name, accepted] += 1
    assert len(decided) == 10


# Files.

EVERYTHING = """\
* every section, in fixed format
NAME          FEATURES
OBJSENSE
    MAX
ROWS
 N  PROFIT
 L  CAP
 G  DEM
 E  BAL
 E  UPW
 N  SECOND
COLUMNS
    X1        PROFIT             3.5   CAP                .1
    X1        BAL                 1.   SECOND              9
    X2        CAP            +2.5E-1   DEM              1D0
    X3        UPW                 -1   BAL                -1
    X4        UPW                  1
    X5        DEM                  1
    X6        CAP                  1
RHS
    RHS       CAP                10.   DEM                -2
    RHS       PROFIT            -7.5   UPW                 4
RANGES
    RNG       CAP                2.5   DEM                 3
    RNG       UPW                 -2
BOUNDS
 UP BND       X1                 4.1
 LO BND       X2                  -1
 FX BND       X3                   2
 FR BND       X4
 MI BND       X5
 UP BND       X5                  -3
 PL BND       X6
ENDATA
"""
THE_SAME = """\\
\\ the same program in the other format
Maximize PROFIT: 3.5 X1 + 0 X2 + 0 X3 + 0 X4 + 0X5 + 0 X6 + 7.5
Subject To
 CAP: 7.5 <= .1 X1 + .25 X2 + X6 <= 10
 DEM: -2 <= X2 + 2 X5 - X5 < 1
 BAL: X1 - X3 = 0e5
 UPW: 2 <= - X3 + X4 =< 4
Bounds
 X1 <= 4.1   X2 >= -1
 X3 = 2
 X4 free
 -inf <= X5 <= -3
 0 <= X6
End
"""
MEANT = """\
[1/10*x1 + 1/4*x2 + x6 >= 15/2, 1/10*x1 + 1/4*x2 + x6 <= 10, x2 + x5 >= -2, x2 + x5 <= 1, x1 - x3 = 0,
 -x3 + x4 >= 2, -x3 + x4 <= 4, x1 >= 0, x1 <= 41/10, x2 >= -1, x3 = 2, x5 <= -3, x6 >= 0]"""


def meant() -> LinearProgram:
    text = f"{{ sense = maximize, objective = 7/2*x1 + 15/2, system = {MEANT} }}"
    (definition,) = read(f"relucert 1\nlet P : linear_program = {text}\nend\n").definitions
    return definition.value


def test_mps_is_read_exactly() -> None:
    placed = mps.linear_program(EVERYTHING)
    assert placed.value == meant()
    assert placed.where(("system", "constraints", 3, "form"))[0].line == 8
    assert placed.comment.splitlines() == [
        "# FEATURES (maximize PROFIT)",
        "# columns: x1=X1, x2=X2, x3=X3, x4=X4, x5=X5, x6=X6",
        "# rows: 1=CAP, 2=CAP, 3=DEM, 4=DEM, 5=BAL, 6=UPW, 7=UPW",
        "# the rows from 8 on are bounds of columns",
    ]
    free = "\n".join(
        line if line[:1] != " " else " " + " ".join(line.split()) for line in EVERYTHING.split("\n")
    )
    assert mps.linear_program(free).value == meant()
    spaced = EVERYTHING.replace("X1 ", "X A").replace("CAP", "C P")
    assert mps.linear_program(spaced).value == meant()


def test_lp_is_read_exactly() -> None:
    placed = lp.linear_program(THE_SAME)
    assert placed.value == meant()
    assert placed.where(("system", "constraints", 3, "form"))[0].line == 6
    assert lp.linear_program("min\nst 2 <= x\nbounds x free\nend").value == LinearProgram(
        Sense.MINIMIZE, affine(()), System((Constraint(affine((1,)), ">=", fmpq(2)),))
    )


def test_mps_says_what_highs_reads(tmp_path: Path) -> None:
    """HiGHS reads floats; where they differ from ours by more than rounding, one of the two readers is wrong."""
    import highspy

    file = tmp_path / "everything.mps"
    file.write_text(EVERYTHING)
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.readModel(str(file))
    theirs = model.getLp()
    sides = list[tuple[dict[int, float], float, float]]()
    for i in range(theirs.num_row_):
        _, columns, values = model.getRowEntries(i)
        entries = {int(j) + 1: float(v) for j, v in zip(columns, values, strict=True)}
        sides.append((entries, theirs.row_lower_[i], theirs.row_upper_[i]))
    for j in range(theirs.num_col_):
        sides.append(({j + 1: 1.0}, theirs.col_lower_[j], theirs.col_upper_[j]))
    expected = list[tuple[dict[int, float], str, float]]()
    for entries, low, high in sides:
        if low == high:
            expected.append((entries, "=", low))
            continue
        expected += [(entries, sign, b) for sign, b in ((">=", low), ("<=", high)) if abs(b) != float("inf")]
    ours = mps.linear_program(EVERYTHING).value
    found = [
        ({j: float(c) for j, c in k.form.terms}, k.comparison, float(k.bound))
        for k in ours.system.constraints
    ]
    assert found == expected
    assert (float(ours.objective.constant), theirs.sense_) == (theirs.offset_, highspy.ObjSense.kMaximize)


MPS = "NAME\nROWS\n N c\n G r\nCOLUMNS\n x c 1 r 1\nRHS\n RHS r 2\nENDATA\n"
MPS_ERRORS = {
    "no ENDATA": (("ENDATA\n", ""), 8, 9, "the file has no ENDATA"),
    "data first": (("ROWS\n", ""), 2, 2, "expected a section: ROWS"),
    "unknown section": (("RHS\n R", "LHS\n R"), 7, 1, "expected a section, NAME, "),
    "section twice": (("ENDATA", "ROWS\nENDATA"), 9, 1, "the section ROWS is there already"),
    "behind the end": (("ENDATA\n", "ENDATA\n x\n"), 10, 2, "has ended with ENDATA"),
    "row type": ((" G r", " Q r"), 4, 2, "the type of a row, N, E, L or G"),
    "row twice": ((" G r", " G r\n L r"), 5, 4, "the row `r` is in line 4 already"),
    "no objective": ((" N c\n", ""), 8, 7, "no objective"),
    "unknown row": (("x c 1 r 1", "x c 1 q 1"), 6, 8, "there is no row `q`"),
    "entry twice": (("x c 1 r 1", "x r 1 r 1"), 6, 8, "has an entry in the row `r` already"),
    "no number": (("x c 1 r 1", "x c one r 1"), 6, 6, "expected a number, found `one`"),
    "not even": (("x c 1 r 1", "x c 1 r"), 6, 2, "expected a column"),
    "exponent": (("x c 1 r 1", "x c 1e999999 r 1"), 6, 6, "the exponent is larger than"),
    "second vector": (("RHS r 2", "RHS r 2\n RHT r 3"), 9, 2, "expected only one right side, `RHS`"),
    "right side twice": (("RHS r 2", "RHS r 2 r 2"), 8, 10, "has a right side already"),
    "infinite side": (("RHS r 2", "RHS r 1e20"), 8, 8, "10^20"),
    "range of the objective": (("ENDATA", "RANGES\n R c 1\nENDATA"), 10, 4, "the row `c` is free"),
    "bound type": (("ENDATA", "BOUNDS\n XX B x 1\nENDATA"), 10, 2, "expected a type of bound: LO, UP, FX"),
    "unknown column": (("ENDATA", "BOUNDS\n UP B y 1\nENDATA"), 10, 7, "there is no column `y`"),
    "bound twice": (("ENDATA", "BOUNDS\n UP B x 1\n FR B x\nENDATA"), 11, 7, "has an upper bound already"),
    "no value": (("ENDATA", "BOUNDS\n UP x\nENDATA"), 10, 2, "expected UP"),
    "negative upper bound": (("ENDATA", "BOUNDS\n UP B x -1\nENDATA"), 10, 9, "some solvers take 0"),
    "impossible bound": (("ENDATA", "BOUNDS\n LO B x inf\nENDATA"), 10, 9, "no value satisfies this bound"),
    "integers": (("x c 1 r 1", "M 'MARKER' 'INTORG'\n x c 1"), 6, 2, "integer variables are not supported"),
    "binary": (("ENDATA", "BOUNDS\n BV B x\nENDATA"), 10, 2, "integer and semicontinuous"),
    "quadratic": (("ENDATA", "QUADOBJ\n x x 1\nENDATA"), 9, 1, "QUADOBJ is not supported"),
    "sense": (("ROWS", "OBJSENSE BEST\nROWS"), 2, 10, "expected MIN, MINIMIZE, MAX, MAXIMIZE"),
}
LP = "Minimize c: x\nSubject To r: x + 2 y >= 2\nBounds y <= 3\nEnd\n"
LP_ERRORS = {
    "empty": ((LP, ""), 1, 1, "expected Minimize or Maximize, found the end of the file"),
    "no end": (("End\n", ""), 3, 14, "expected End, found the end of the file"),
    "behind the end": (("End\n", "End\n\nx\n"), 6, 1, "has ended with End"),
    "no rows": (("Subject To ", ""), 2, 1, "expected a sign, or Subject To, found `r`"),
    "no side": ((">= 2\n", ">=\n"), 3, 1, "expected a number, found `Bounds`"),
    "sum on both sides": ((">= 2\n", ">= 2 x\n"), 3, 1, "expected <=, >= or =, found `Bounds`"),
    "no sign": (("x + 2 y", "x 2 y"), 2, 17, "expected <=, >= or =, found `2`"),
    "numbers only": (("x + 2 y", "1"), 2, 15, "expected a variable on one side"),
    "twisted": (("x + 2 y >= 2", "1 <= x >= 2"), 2, 22, "the same sign"),
    "name twice": (("2\nB", "2 r: x <= 3\nB"), 2, 28, "the name `r` is in line 2"),
    "colon": (("x + 2 y", "x + : y"), 2, 19, "expected a name before the colon"),
    "character": (("2 y", "2 \u00e9"), 2, 21, "found `\u00e9`"),
    "quadratic": (("2 y", "2 y^2"), 2, 22, "quadratic terms"),
    "unknown variable": (("y <= 3", "z <= 3"), 3, 8, "the variable `z` occurs in no row"),
    "bound twice": (("y <= 3", "y <= 3 y free"), 3, 15, "has an upper bound already"),
    "negative upper bound": (("y <= 3", "y <= -3"), 3, 13, "some solvers take 0"),
    "large": (("y <= 3", "y <= 1e30"), 3, 13, "10^20"),
    "integers": (("Bounds", "General x\nBounds"), 3, 1, "the section General is not supported"),
}


@pytest.mark.parametrize("name", MPS_ERRORS)
def test_errors_of_mps_files(name: str) -> None:
    (old, new), line, column, words = MPS_ERRORS[name]
    assert old in MPS
    with pytest.raises(Malformed) as caught:
        mps.linear_program(MPS.replace(old, new, 1))
    assert words in str(caught.value)
    assert (caught.value.span.line, caught.value.span.column) == (line, column)
    assert isinstance(caught.value, Unsupported) == (name in ("integers", "binary", "quadratic"))


@pytest.mark.parametrize("name", LP_ERRORS)
def test_errors_of_lp_files(name: str) -> None:
    (old, new), line, column, words = LP_ERRORS[name]
    assert old in LP
    with pytest.raises(Malformed) as caught:
        lp.linear_program(LP.replace(old, new, 1))
    assert words in str(caught.value)
    assert (caught.value.span.line, caught.value.span.column) == (line, column)
    assert isinstance(caught.value, Unsupported) == (name in ("integers", "quadratic"))


GIVEN = os.environ.get("RELUCERT_CONFORMANCE")
CONFORMANCE = Path(GIVEN) if GIVEN else Path(__file__).parents[2] / "shared" / "conformance"


def published() -> dict[str, str]:
    """Name of the file -> ``infeasible``, or the optimum in decimals."""
    manifest = CONFORMANCE / "MANIFEST.tsv"
    if not manifest.exists():
        return {}
    with manifest.open(newline="") as file:
        rows = [line for line in csv.reader(file, delimiter="\t") if line[0].endswith(".mps")]
    return {line[0]: line[1].split()[-1] for line in rows}


FILES = published()


@pytest.mark.skipif(
    not FILES, reason=f"no third-party files in {CONFORMANCE}; set RELUCERT_CONFORMANCE to their folder"
)
def test_netlib_programs_have_their_published_optima() -> None:
    for path, status in FILES.items():
        p = mps.linear_program((CONFORMANCE / path).read_text()).value
        name = "linear.infeasible" if status == "infeasible" else "linear.optimal"
        made = producer(claim(name))
        statement = made.accepts[LinearProgram](p)
        certificate = made.produce(statement)
        assert check(claim(name), statement, certificate).verified()
        if status != "infeasible":
            with localcontext() as context:
                context.prec = len(status.split("e")[0].strip("-0").strip("."))
                value = Decimal(int(statement.value.p)) / Decimal(int(statement.value.q))
                assert abs(value - Decimal(status)) <= abs(value) * Decimal(10) ** (2 - context.prec)


@pytest.mark.skipif(
    not FILES, reason=f"no third-party files in {CONFORMANCE}; set RELUCERT_CONFORMANCE to their folder"
)
@pytest.mark.parametrize(
    "name, words", [("galenet", "INFEASIBLE"), ("afiro", "OPTIMAL minimize value=-406659/875")]
)
def test_a_netlib_program_from_the_command_line(name: str, words: str, tmp_path: Path, relucert) -> None:
    file = tmp_path / "out.cert"
    made = "linear.infeasible" if words == "INFEASIBLE" else "linear.optimal"
    assert relucert("prove", made, CONFORMANCE / "soplex-lp" / f"{name}.mps", "-o", file).code == 0
    ran = relucert("check", file)
    assert ran.code == 0 and ran.verdicts[0].startswith(f"s VERIFIED {words}")
    assert file.read_text().split("\n")[2].startswith(f"# {name.upper()}")


@pytest.mark.parametrize(
    "name, text, words",
    [
        (
            "optimal",
            "max x + y\nst x - y <= 1\nend",
            "the objective is unbounded: it grows from ",
        ),
        ("optimal", "min x\nst x >= 2 x <= 1\nend", "the system has no solution"),
        ("feasible", "min x\nst x >= 2 x <= 1\nend", "the system has no solution"),
        ("infeasible", "min x\nst x >= 2\nend", "the system has a solution: x1 = 2"),
        ("unbounded", "max 7 - 2 x\nst x >= 2\nend", "the program has an optimum: 3"),
    ],
)
def test_a_false_claim_has_no_certificate(name: str, text: str, words: str, relucert, tmp_path: Path) -> None:
    file, out = tmp_path / "program.lp", tmp_path / "out.cert"
    file.write_text(text)
    ran = relucert("prove", f"linear.{name}", file, "-o", out)
    assert (ran.code, ran.out) == (1, "") and words in ran.err and not out.exists()


STRICT = "{ sense = maximize, objective = 5 - x1, system = [x1 > 1] }"


@pytest.mark.parametrize(
    "name, text, words",
    [
        ("optimal", f"let P : linear_program = {STRICT}", "a strict row keeps the objective from 4"),
        ("unbounded", f"let P : linear_program = {STRICT}", "the objective is bounded by 4"),
        (
            "optimal",
            f"claim linear.optimal {{ program = {STRICT}, value = 4 }} proof {{ point = [], multipliers = 0 }}",
            "from 4",
        ),
        (
            "lower_bound",
            "claim linear.lower_bound { system = [x1 > 1], objective = x1 + 1, bound = 5/2 } proof { multipliers = 0 }",
            "the objective is 2 almost, below 5/2",
        ),
    ],
)
def test_a_false_statement_of_a_document_has_no_certificate(
    name: str, text: str, words: str, relucert, stdin
) -> None:
    stdin(f"relucert 1\n{text}\nend\n".encode())
    ran = relucert("prove", f"linear.{name}", "-")
    assert (ran.code, ran.out) == (1, "") and words in ran.err


LONG = "1" + "0" * 100_000
HOSTILE = {
    "short point": (
        f"feasible {{ system = [x1 >= {LONG}, x2 < 1/{LONG}] }}",
        f"point = [{LONG}]",
        "error[dimension]: found 1, expected 2",
    ),
    "long point": (
        "feasible { system = [x1 >= 1] }",
        f"point = [{LONG}, 0]",
        "error[dimension]: found 2, expected 1",
    ),
    "far coordinate": (
        "feasible { system = [x99999999 >= 1] }",
        "point = [1]",
        "error[dimension]: found 1, expected 99999999",
    ),
    "row 0": (
        "infeasible { system = [x1 >= 1] }",
        "multipliers = row(0)",
        "error[farkas.row-available]: found (row(0)), expected ()",
    ),
    "far row": (
        "infeasible { system = [x1 >= 1] }",
        "multipliers = row(1) - row(1000000000000000000)",
        "error[farkas.row-available]",
    ),
    "no row": ("infeasible { system = [] }", "multipliers = 0", "error[farkas.contradiction]"),
    "zero below": ("feasible { system = [x1 >= 1] }", "point = [1/0]", "error[parse]: the denominator is 0"),
    "almost": (
        f"feasible {{ system = [{LONG}*x1 - x2 = 0] }}",
        f"point = [1/{LONG}, 1.{'0' * 9_000}1]",
        "error[equation-holds]",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_certificates_are_refused_at_their_place(name: str, relucert, stdin) -> None:
    statement, proof, words = HOSTILE[name]
    stdin(f"relucert 1\nclaim linear.{statement}\nproof {{ {proof} }}\nend\n".encode())
    ran = relucert("check", "-")
    assert ran.code == (3 if "parse" in words else 1) and words in ran.err
    assert re.match(r"-:[23]:[0-9]+: error", ran.err)


def test_a_point_that_nobody_could_list_is_not_made(relucert, stdin) -> None:
    stdin(b"relucert 1\nlet S : system = [x99999999 >= 1]\nend\n")
    ran = relucert("prove", "linear.feasible", "-")
    assert ran.code == 3 and "the coordinates go up to x99999999" in ran.err
