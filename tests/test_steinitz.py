"""Reorderings against brute force over all orders, and against prefix sums in another arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate, combinations_with_replacement, permutations, product
from pathlib import Path
from random import Random

import pytest
from flint import fmpq

from checker.claims.steinitz.reordering import Certificate, Statement
from checker.claims.table import claim
from checker.kernel.verdict import check
from checker.language.read import read
from checker.language.source import Malformed
from checker.language.write import write
from checker.objects import prefix_sums as prefix_sums_module
from checker.objects.affine import Affine, affine
from checker.objects.paranoid import exact_only
from checker.objects.prefix_sums import lengths, prefix_sums
from checker.objects.vectors import Norm, Vectors, vectors
from checker.producers.producer import Impossible, Unknown, Unsuitable, producer
from checker.producers.solvers import steinitz as solver
from checker.reports.figures.walk import figure, walk
from checker.reports.svg import Svg
from checker.reports.words import plain

Q = fmpq
Row = tuple[int, ...]
REORDERING, TOTAL = claim("steinitz.reordering"), claim("steinitz.total")
HEXAGON = (affine((1,)), affine((0, 1)), affine((1, -1)))


def norm(kind: Norm, x: Sequence[Fraction], rows: Iterable[Sequence[int]] = ()) -> Fraction:
    if kind is Norm.MAX:
        return max(abs(a) for a in x)
    if kind is Norm.L1:
        return sum((abs(a) for a in x), Fraction(0))
    return max(abs(sum((f * a for f, a in zip(row, x, strict=True)), Fraction(0))) for row in rows)


def deviations(
    rows: Sequence[Sequence[Fraction]], order: Sequence[int], shifted: bool
) -> list[tuple[Fraction, ...]]:
    """Prefix sums (order from 1); if shifted, less (k-p)/m of the whole sum."""
    m, p = len(rows), len(rows[0])
    total = [sum(c) if shifted else Fraction(0) for c in zip(*rows, strict=True)]
    out = []
    for k in range(1, m + 1):
        prefix = [sum(rows[i - 1][j] for i in order[:k]) for j in range(p)]
        out.append(tuple(a - Fraction(k - p, m) * t for a, t in zip(prefix, total, strict=True)))
    return out


def instances(p: int, m: int, largest: int, shifted: bool) -> Iterable[list[Row]]:
    """All multisets of m integer vectors with these entries; unless shifted, with sum zero."""
    points = list(product(range(-largest, largest + 1), repeat=p))
    for rows in combinations_with_replacement(points, m):
        if shifted or not any(map(sum, zip(*rows, strict=True))):
            yield list(rows)


@pytest.mark.parametrize(
    "p, m, largest, shifted",
    [(1, 5, 2, False), (1, 6, 1, False), (2, 4, 1, False), (1, 4, 2, True), (2, 3, 1, True)],
)
def test_small_worlds(p: int, m: int, largest: int, shifted: bool) -> None:
    """An order is accepted exactly if it stays within the bound; one is found exactly if there is one."""
    known = TOTAL if shifted else REORDERING
    made, refused, found = producer(known), 0, 0
    for rows in instances(p, m, largest, shifted):
        kind = (Norm.MAX, Norm.L1)[found % 2]
        exact = [tuple(map(Fraction, row)) for row in rows]
        radius = max(norm(kind, x) for x in exact)
        heights = {
            order: max(norm(kind, x) for x in deviations(exact, order, shifted))
            for order in permutations(range(1, m + 1))
        }
        best, worst = min(heights.values()), max(heights, key=heights.__getitem__)
        assert best <= p * radius  # the lemma
        for bound in {best, best - Fraction(1, 7), p * radius}:
            s = Statement(vectors(rows), kind, Q(bound.numerator, bound.denominator), Q(int(radius)))
            for order in (*list(heights)[:: max(1, len(heights) // 6)], worst, min(heights, key=heights.get)):
                verdict = check(known, s, Certificate(order))
                assert verdict.verified() == (heights[order] <= bound)
                refused += not verdict.verified()
            if best <= bound:
                assert check(known, s, made.produce(s)).verified()
                found += 1
            else:
                with pytest.raises(Impossible):
                    made.produce(s)
    assert refused and found


def test_verdicts_and_failing_prefixes_agree_with_fractions() -> None:
    random, seen = Random(19), set[tuple[str, bool]]()
    for _ in range(300):
        p, m = random.randint(1, 4), random.randint(1, 9)
        rows = [
            tuple(Fraction(random.randint(-9, 9), random.randint(1, 6)) for _ in range(p)) for _ in range(m)
        ]
        shifted = random.random() < 0.5
        if not shifted:
            rows[-1] = tuple(-sum(c[:-1], Fraction(0)) for c in zip(*rows, strict=True))
        forms = [[random.randint(-3, 3) for _ in range(p)] for _ in range(random.randint(1, 3))]
        kind = random.choice(list(Norm))
        order = random.sample(range(1, m + 1), m)
        sizes = [norm(kind, x, forms) for x in deviations(rows, order, shifted)]
        radius = max(norm(kind, x, forms) for x in rows)
        bound = random.choice([*sizes, max(sizes), max(sizes) - Fraction(1, 10**9)])
        s = Statement(
            vectors([[Q(a.numerator, a.denominator) for a in row] for row in rows]), kind,
            Q(bound.numerator, bound.denominator), Q(radius.numerator, radius.denominator),
            tuple(map(affine, forms)) if kind is Norm.POLYHEDRAL else (),
        )  # fmt: skip
        known = TOTAL if shifted else REORDERING
        verdict = check(known, s, Certificate(tuple(order)))
        wrong = [i for i, size in enumerate(sizes) if size > bound]
        assert list(verdict.failure.indices if verdict.failure else ()) == wrong
        if verdict.failure:
            ob = verdict.failure.obligation
            assert ob.name == ("deviation-within-bound" if shifted else "prefix-within-bound")
            assert [ob.left[i] for i in wrong] == [Q(sizes[i].numerator, sizes[i].denominator) for i in wrong]
        seen.add((known.name, verdict.verified()))
        if radius:
            smaller = Statement(s.vectors, kind, s.bound, s.radius - Q(1, 10**9), s.functionals)
            refused = check(known, smaller, Certificate(tuple(order))).failure
            assert refused is not None and refused.obligation.name == "within-radius"
    assert len(seen) == 4


def degenerate(random: Random) -> list[Row]:
    """Vectors with sum zero: few directions, repeated, zero, of low rank, or with long entries."""
    p, height = random.randint(1, 5), random.choice((1, 1, 3, 10**30))
    base = [[random.randint(-height, height) for _ in range(p)] for _ in range(random.randint(1, p))]
    rows = []
    for _ in range(random.randint(0, 25)):
        factors = [random.choice((0, 0, 1, -1, 2)) for _ in base]
        rows.append(tuple(sum(f * b[j] for f, b in zip(factors, base, strict=True)) for j in range(p)))
    rows += random.choices(rows, k=random.randint(0, 9)) if rows else []
    if random.random() < 0.5:
        rows += [tuple(-a for a in row) for row in rows]
    elif rows:
        rows.append(tuple(-sum(c) for c in zip(*rows, strict=True)))
    random.shuffle(rows)
    return rows


@pytest.mark.parametrize("patience", [solver.PATIENCE, -1])
def test_the_order_of_the_lemma_is_short_in_every_norm(patience: int, monkeypatch) -> None:
    """Also by Bland's rule alone, which otherwise waits for a long stall."""
    monkeypatch.setattr(solver, "PATIENCE", patience)
    random = Random(patience)
    for _ in range(150):
        rows = degenerate(random)
        order = solver.short_prefixes(rows)
        assert sorted(order) == list(range(len(rows)))
        prefixes = list(
            accumulate((rows[i] for i in order), lambda a, b: tuple(map(sum, zip(a, b, strict=True))))
        )
        for f in (random.choices(range(-9, 10), k=len(rows[0])) for _ in range(5 if rows else 0)):
            sizes = [abs(sum(a * b for a, b in zip(f, x, strict=True))) for x in (*rows, *prefixes)]
            assert max(sizes) <= len(rows[0]) * max(sizes[: len(rows)])


HEIGHTS = (1, 50, 2**31, 2**53, 2**62 - 1, 2**63 - 1, 2**63, 10**30)
"""Of numerators and denominators: at the limits of machine words, and beyond."""


def test_fast_and_slow_roads_agree(monkeypatch) -> None:
    """Prefix sums and norms in machine integers are those of the definition, whatever the heights are."""
    random, fast = Random(62), set[Norm]()
    monkeypatch.setattr(prefix_sums_module, "SMALL", 0)
    for _ in range(400):
        p, m, top, bottom = random.randint(1, 3), random.randint(1, 9), *random.choices(HEIGHTS, k=2)
        bottom = random.choice((1, 6, bottom))

        def number(top: int = top, bottom: int = bottom) -> fmpq:
            return Q(
                random.choice((0, 1, top, random.randint(0, top))) * random.choice((1, -1)),
                random.randint(1, bottom),
            )

        v = vectors([[number() for _ in range(p)] for _ in range(m)])
        order = random.sample(range(m), m)
        start, drift = random.choice([((), ()), ([number() for _ in range(p)], [number() for _ in range(p)])])
        norm_, forms = random.choice(list(Norm)), (affine([number() for _ in range(p)]), affine((1,)))
        sums, sizes = prefix_sums(v, order, start, drift), lengths(v, norm_, forms)
        with exact_only():
            assert prefix_sums(v, order, start, drift) == sums
            assert lengths(v, norm_, forms) == sizes
        if top <= 50 and bottom <= 50:
            assert prefix_sums_module._integers(v, ()) is not None
            fast.add(norm_)
    assert len(fast) == 3


@pytest.mark.parametrize("room", [-1, 0])
def test_the_bound_on_machine_integers_is_tight(room: int, monkeypatch) -> None:
    """The largest value on the way is 2^62 - 1, or 2^62, where the definition answers."""
    monkeypatch.setattr(prefix_sums_module, "SMALL", 0)
    v = vectors([(2**61 + room,), (2**61 + room,)])
    seen = []
    monkeypatch.setattr(prefix_sums_module, "_walk", lambda *given: seen.append(given) or iter([Q(0)]))
    prefix_sums(v, [0, 1])
    assert bool(seen) == (room == 0)


def test_the_order_of_the_lemma_needs_sum_zero() -> None:
    with pytest.raises(ArithmeticError):
        solver.short_prefixes([(1,)] * 5)


@pytest.mark.parametrize("name", ["steinitz.reordering", "steinitz.total"])
@pytest.mark.parametrize("rows", [[], [(0,)], [(0, 0)] * 7, [(2,), (-2,)], [(1, -1), (-1, 1)]])
def test_the_smallest_instances(name: str, rows: list[Row]) -> None:
    made = producer(claim(name))
    s = made.accepts[Vectors](vectors(rows))
    c = made.produce(s)
    assert check(claim(name), s, c).verified()
    (stated,) = read(write(claim(name), s, c)).claims
    assert (stated.statement, stated.certificate) == (s, c)
    for order in ((*c.order, 1), (0,), (-1,), (10**18,), c.order[:-1] if c.order else (1,)):
        assert not check(claim(name), s, Certificate(order)).verified()


def test_an_order_for_any_total_from_the_vectors_alone() -> None:
    random, made = Random(5), producer(TOTAL)
    for _ in range(60):
        p, m = random.randint(1, 4), random.randint(1, 30)
        v = vectors([[Q(random.randint(-5, 9), random.randint(1, 4)) for _ in range(p)] for _ in range(m)])
        s = made.accepts[Vectors](v)
        assert s.bound == p * s.radius
        assert check(TOTAL, s, made.produce(s)).verified()


def test_what_no_order_can_prove() -> None:
    made, corners = producer(REORDERING), [(1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1)]
    with pytest.raises(Impossible, match="every order"):
        made.produce(Statement(vectors(corners), Norm.MAX, Q(1)))
    with pytest.raises(Impossible, match=r"sum to \(1/2, 0\)"):
        made.produce(Statement(vectors([(Q(1, 2), 0)]), Norm.MAX, Q(2)))
    with pytest.raises(Impossible, match="vector 2 has norm 3"):
        made.produce(Statement(vectors([(0, 0), (1, 2), (-1, -2)]), Norm.L1, Q(4), Q(2)))
    with pytest.raises(Unsuitable, match=r"sum to \(2\).*steinitz\.total"):
        made.accepts[Vectors](vectors([(1,), (1,)]))


def test_a_search_without_end_is_given_up(monkeypatch) -> None:
    monkeypatch.setattr(solver, "PLACES", 1000)
    random = Random(7)
    rows = [(random.randint(-99, 99), random.randint(-99, 99)) for _ in range(20)]
    rows.append(tuple(-sum(c) for c in zip(*rows, strict=True)))
    with pytest.raises(Unknown, match="places"):
        producer(REORDERING).produce(Statement(vectors(rows), Norm.MAX, Q(60), Q(10**4)))


BAD = [
    ("vectors = [(1, 0), (1)], norm = max", "expected a vector with 2 coordinates like the first, found 1"),
    ("vectors = [(1, 0), (x1, 2)], norm = max", "expected a rational number"),
    ("vectors = [(1, 0), 3], norm = max", "expected a vector like"),
    ("vectors = {(1, 0)}, norm = max", "expected a list of vectors like"),
    ("vectors = [()], norm = max", "unexpected"),
    ("vectors = [(1/0, 0)], norm = max", "the denominator is 0"),
    ("vectors = [(1, 0)], norm = euclidean", "expected max or l1 or polyhedral"),
    ("vectors = [(1, 0)], norm = polyhedral", "needs functionals"),
    ("vectors = [(1, 0)], norm = max, functionals = [x1]", "belong to norm = polyhedral"),
    (
        "vectors = [(1, 0)], norm = polyhedral, functionals = [x2, x3 - x1]",
        "functional 2 has the coordinate x3",
    ),
    ("vectors = [(1, 0)], norm = polyhedral, functionals = [x1 + 1/2]", "constant 1/2"),
]


@pytest.mark.parametrize("fields, message", BAD)
def test_malformed_statements(fields: str, message: str) -> None:
    text = f"relucert 1\nclaim steinitz.reordering {{ {fields}, bound = 1 }}\nproof {{ order = [1] }}\nend\n"
    with pytest.raises(Malformed, match=message.replace("(", r"\(").replace("+", r"\+")):
        read(text)


def test_a_seminorm_forgets_what_its_functionals_forget() -> None:
    """The first coordinate is not measured: any order does."""
    s = Statement(vectors([(7, 1), (-5, -1), (-2, 0)]), Norm.POLYHEDRAL, Q(1), functionals=(affine((0, 1)),))
    assert check(REORDERING, s, Certificate((1, 2, 3))).verified()
    verdict = check(
        REORDERING,
        Statement(vectors([(7, 1), (-5, -1)]), s.norm, s.bound, s.radius, s.functionals),
        Certificate((1, 2)),
    )
    assert verdict.failure is not None and verdict.failure.obligation.name == "sums-to-zero"


def test_the_refusal_names_the_prefix(relucert, tmp_path: Path) -> None:
    bad = tmp_path / "bad.cert"
    text = relucert("prove", "steinitz.reordering").out
    bad.write_text(text.replace("bound = 2", "bound = 3/2"))
    ran = relucert("check", bad)
    assert ran.code == 1 and ": error[prefix-within-bound]: the first " in ran.err
    assert "IMPROVED" not in ran.out


@pytest.mark.parametrize(
    "bound, words",
    [
        ("2", "STEINITZ REORDERING"),
        ("199/100", "IMPROVED STEINITZ REORDERING"),
        ("3", "WEAKENED STEINITZ REORDERING"),
    ],
)
def test_the_verdict_compares_the_bound_with_the_lemma(
    bound: str, words: str, relucert, tmp_path: Path
) -> None:
    file = tmp_path / "some.cert"
    text = relucert("prove", "steinitz.reordering").out
    file.write_text(text.replace("bound = 2", f"bound = {bound}"))
    ran = relucert("check", file)
    assert ran.verdicts == [f"s VERIFIED {words} norm=max bound={bound} radius=1 dimension=2 vectors=12"]


def test_prove_from_a_file_of_vectors(relucert, tmp_path: Path) -> None:
    source, made = tmp_path / "V.cert", tmp_path / "made.cert"
    source.write_text(
        "relucert 1\nlet V : vectors = [(3, 0), (-1, 1), (-2, -1), (1/2, 1), (-1/2, -1)]\nend\n"
    )
    assert relucert("prove", "steinitz.reordering", source, "-o", made).code == 0
    ran = relucert("check", made)
    assert ran.verdicts == ["s VERIFIED STEINITZ REORDERING norm=max bound=6 radius=3 dimension=2 vectors=5"]
    source.write_text("relucert 1\nlet V : vectors = [(3, 0), (-1, 1)]\nend\n")
    ran = relucert("prove", "steinitz.reordering", source)
    assert ran.code == 3 and "sum to (2, 1), not to 0: that is for steinitz.total" in ran.err
    assert relucert("prove", "steinitz.total", source).code == 0


def drawn(
    rows: Iterable[Sequence[fmpq | int]], order: Sequence[int], kind: Norm, bound: fmpq, *forms: Affine
):
    found = figure(walk(vectors(rows), tuple(order), kind, forms, bound))
    ((drawing,), waiting) = found.drawings, list(found.drawings[0].marks)
    marks = []
    while waiting:
        marks.append(waiting.pop(0))
        waiting += getattr(marks[-1], "marks", ())
    assert "nan" not in Svg("x").drawing(drawing)
    return plain(found.caption), [m for m in marks if getattr(m, "style", "")]


def test_the_figure_marks_what_is_beyond_the_bound() -> None:
    s = next(iter(producer(REORDERING).examples()))
    caption, marks = drawn(s.vectors, range(1, 13), s.norm, s.bound)
    assert "12 prefix sums, to scale" in caption and "7 sums beyond the bound" in caption
    styles = [m.style for m in marks]
    assert styles.count("cross") == 14 and styles.count("spot") == 1 and "tight" not in styles
    caption, marks = drawn(s.vectors, producer(REORDERING).produce(s).order, s.norm, s.bound)
    styles = [m.style for m in marks]
    assert "diamond" in caption and styles.count("tight") == 1 and "cross" not in styles
    (line,) = [m for m in marks if m.style == "curve"]
    assert len(line.points) == 13 and line.points[0] == line.points[-1]


@pytest.mark.parametrize("kind, corners", [(Norm.MAX, 4), (Norm.L1, 4), (Norm.POLYHEDRAL, 6)])
def test_the_figure_shows_the_ball_of_the_bound(kind: Norm, corners: int) -> None:
    forms = HEXAGON if kind is Norm.POLYHEDRAL else ()
    _, marks = drawn([(1, 0), (-1, 0)], (1, 2), kind, Q(2), *forms)
    (ball,) = [m for m in marks if m.style == "under"]
    assert len({(round(x), round(y)) for x, y in ball.points}) == corners


@pytest.mark.parametrize(
    "rows, bound, words",
    [
        ([(1,), (1,), (-1,)], Q(1), "the k-th less (k - 1)/3 of the whole sum"),
        ([(1, 2, 3), (-1, -2, -3)], Q(9), "2 prefix sums over the number of vectors"),
        ([(1, 0), (-1, 0)] * 1500, Q(2), "as the area between"),
        ([(1,) * 12, (-1,) * 12], Q(12), "4 more strips"),
        ([(0, 0)], Q(0), "1 prefix sum"),
        ([(10**400, 1), (-(10**400), -1)], Q(10**401), "2 prefix sums"),
        ([(10**400,), (-(10**400),)], Q(-1), "2 sums beyond"),
        ([(1, 0), (-1, 0)], Q(-1), "2 sums beyond"),
    ],
)
def test_a_figure_for_every_walk(rows: list[Row], bound: fmpq, words: str) -> None:
    assert words in drawn(rows, range(1, len(rows) + 1), Norm.MAX, bound)[0]
