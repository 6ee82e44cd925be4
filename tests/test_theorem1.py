"""Theorem 1 against brute force: every small formula, every assignment, every choice of levees."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random

import pytest
from flint import fmpq
from formulas import checked, every_formula, formula

from checker.audit.oracles.one_in_three import solutions
from checker.claims.fh23.theorem1 import (
    BackwardStatement,
    Extraction,
    Rebuilt,
    Solution,
    Statement,
    least_loss,
)
from checker.claims.table import claim
from checker.kernel.obligation import Obligation, failures
from checker.kernel.verdict import check
from checker.objects.affine import affine
from checker.objects.evaluation import values
from checker.objects.formula import Formula
from checker.objects.levee import Levee
from checker.objects.network import Network, Relu, network
from checker.objects.points import points
from checker.problems.one_in_three import NoneTrue, Split, Step, TwoTrue, refutation_obligations
from checker.problems.training import Loss, loss_of, total_error
from checker.producers.fh23.theorem1 import (
    FIGURE_5,
    MAPS,
    SMALLEST,
    error_statement,
    lifted,
    padded_statement,
    statement,
)
from checker.producers.producer import Impossible, Unsuitable, producer
from checker.producers.solvers.one_in_three import refutation, solve
from checker.producers.solvers.squares import four_squares
from checker.reductions.fh23.theorem1 import build, gadgets

FORWARD, BACKWARD = claim("fh23.theorem1.forward"), claim("fh23.theorem1.backward")


def test_figure_5() -> None:
    target = build(FIGURE_5).instance
    assert (len(target.points), target.neurons, target.dimension, target.error) == (279, 32, 2, 0)
    both = solutions(FIGURE_5)
    assert len(both) == 2
    for true in both:
        up = MAPS.lift(FIGURE_5, true)
        down = MAPS.pull(FIGURE_5, up.certificate.network)
        assert checked(up).verified() and checked(down).verified()
        assert down.certificate.true == true


SMALL = every_formula((1, 1), (2, 1), (3, 1), (2, 2), (4, 1))


@pytest.mark.exhaustive
def test_every_small_formula_both_ways() -> None:
    """Lift every solution, pull every fit among all choices of one levee per gadget."""
    lifts = fits = 0
    for f in SMALL:
        target, known = build(f).instance, solutions(f)
        for true in known:
            assert checked(MAPS.lift(f, true)).verified()
            lifts += 1
        single = [
            [tuple(values(network(*Levee(s, g.offset).neurons()), target.points)) for s in g.slopes]
            for g in gadgets(f)
        ]
        for choice in product(*(range(len(g.slopes)) for g in gadgets(f))):
            chosen = [column[i] for column, i in zip(single, choice, strict=True)]
            if any(sum(v) != y for *v, y in zip(*chosen, target.points.labels, strict=True)):
                continue
            made = MAPS.pull(f, levees(f, choice))
            assert checked(made).verified() and made.certificate.true in known
            fits += 1
        if not known:
            with pytest.raises(Impossible):
                producer(FORWARD).produce(Statement(f, target))
    assert lifts == fits > 80


def levees(f: Formula, choice: tuple[int, ...]) -> Network:
    """One levee per gadget, the chosen slope."""
    neurons = []
    for gadget, i in zip(gadgets(f), choice, strict=True):
        neurons += Levee(gadget.slopes[i], gadget.offset).neurons()
    return network(*neurons)


def test_no_assignment_of_an_unsatisfiable_formula_is_accepted() -> None:
    """Small false statements: any set of true variables, any choice of levees."""
    for f in (formula(1, (1, 1, 1)), formula(2, (1, 1, 2), (1, 2, 2))):
        assert not solutions(f)
        s = statement(f)
        assignments = [frozenset(i for i in range(1, 3) if mask >> i & 1) for mask in range(0, 8, 2)]
        for choice in product(*(range(len(g.slopes)) for g in gadgets(f))):
            n = levees(f, choice)
            order = tuple(tuple(range(4 * g + 1, 4 * g + 5)) for g in range(len(choice)))
            for true in assignments:
                assert not check(FORWARD, s, Solution(true, n)).verified()
                assert not check(
                    BACKWARD, BackwardStatement(f, s.target, n), Extraction(order, true)
                ).verified()


def reversed_levee(n: Network, gadget: int) -> Network:
    """The same function: Observation 3 read from above (all four neurons reversed)."""
    terms = list(n.neurons.terms)
    for i in range(4 * gadget, 4 * gadget + 4):
        weight, neuron = terms[i]
        opposite = affine((-neuron.form.coefficient(1), -neuron.form.coefficient(2)), -neuron.form.constant)
        terms[i] = weight, Relu(opposite)
    return network(*terms)


def test_pull_reads_breaklines_and_not_the_order_or_the_orientation() -> None:
    random = Random(7)
    n = lifted(FIGURE_5, solutions(FIGURE_5)[0])
    for gadget in range(8):
        n = reversed_levee(n, gadget) if random.random() < 0.5 else n
    terms = list(n.neurons.terms)
    random.shuffle(terms)
    scaled = [(weight / c, Relu(affine((c * x.form.coefficient(1), c * x.form.coefficient(2)), c * x.form.constant)))
              for (weight, x), c in zip(terms, (fmpq(random.randint(1, 9), 7) for _ in terms), strict=True)]  # fmt: skip
    made = MAPS.pull(FIGURE_5, network(*scaled))
    assert checked(made).verified() and made.certificate.true in solutions(FIGURE_5)


def test_pull_refuses_a_network_that_does_not_fit_with_the_words_of_the_paper() -> None:
    n = lifted(FIGURE_5, solutions(FIGURE_5)[0])
    weight, neuron = n.neurons.terms[5]
    moved = Relu(affine((neuron.form.coefficient(1), 1), neuron.form.constant + fmpq(1, 1000)))
    terms = list(n.neurons.terms)
    terms[5] = weight, moved
    with pytest.raises(Unsuitable, match="clause 2, selection gadget, row x1 = 0, point 6"):
        MAPS.pull(FIGURE_5, network(*terms))
    with pytest.raises(Unsuitable, match="beyond x2"):
        MAPS.pull(FIGURE_5, network((fmpq(1), Relu(affine((0, 0, 1))))))


@pytest.mark.parametrize(
    "clauses, message, at",
    [
        ((), "no clause", ("clauses",)),
        (((1, 2),), "clause 1 has 2 literals", ("clauses", 0)),
        (((1, 2, 3), (1,)), "clause 2 has 1 literal;", ("clauses", 1)),
        (((1, -2, 3),), "negative", ("clauses", 0, "literals", 1)),
        (((1, 2, 4),), "no variable 4", ("clauses", 0, "literals", 2)),
    ],
)
def test_formulas_of_another_shape_are_refused_where_they_differ(clauses, message, at) -> None:
    with pytest.raises(Unsuitable, match=message) as error:
        MAPS.reduce(formula(3, *clauses))
    assert error.value.at == at


def test_lift_refuses_what_is_no_solution() -> None:
    with pytest.raises(Unsuitable, match="clause 1 has 2 true literals"):
        MAPS.lift(FIGURE_5, frozenset({5, 4}))
    with pytest.raises(Unsuitable, match="no variable 9"):
        MAPS.lift(FIGURE_5, frozenset({9}))


def test_random_formulas_with_planted_solutions() -> None:
    random = Random(11)
    for _ in range(12):
        n, m = random.randint(3, 12), random.randint(1, 12)
        true = frozenset(random.sample(range(1, n + 1), random.randint(1, n - 1)))
        false = sorted(set(range(1, n + 1)) - true)
        clauses = []
        for _ in range(m):
            literals = [random.choice(sorted(true)), random.choice(false), random.choice(false)]
            random.shuffle(literals)
            clauses.append((literals[0], literals[1], literals[2]))
        f = formula(n, *clauses)
        made = MAPS.reduce(f)
        assert checked(made).verified() and made.certificate == Rebuilt()
        assert len(made.statement.target.points) == 38 * m + 33 * n
        assert checked(MAPS.lift(f, true)).verified()
        found = producer(FORWARD).produce(made.statement)
        assert found.true in solutions(f)


def test_no_two_data_points_coincide() -> None:
    for f in SMALL[-20:]:
        rows = [x for x, _ in build(f).instance.points]
        assert len(set(rows)) == len(rows)


def test_a_damaged_point_is_named_by_its_gadget() -> None:
    s = statement(FIGURE_5)
    rows = list(s.target.points)
    (x1, x2), label = rows[35 + 25]
    assert (x1, label) == (fmpq(1, 3), 1)
    rows[35 + 25] = (x1, x2), label + fmpq(1, 1000)

    damaged = Statement(FIGURE_5, replace(s.target, points=points(2, rows)))
    failure = check(claim("fh23.theorem1.instance"), damaged, Rebuilt()).failure
    assert failure is not None and failure.obligation.name == "target-labels"
    assert failure.indices == [60]
    assert failure.obligation.where(60)[-1] == "clause 2, selection gadget, row x1 = 1/3, point 4"


def decided(f: Formula, steps: tuple[Step, ...]) -> bool:
    """Whether the kernel accepts this proof tree for the formula."""
    sentences = refutation_obligations(f, steps, ())
    return all(failures(s) is None for s in sentences if isinstance(s, Obligation))


def test_no_tree_refutes_a_formula_that_has_a_solution() -> None:
    """All trees of up to three steps, and those of the formulas with as many variables that have none."""
    unsolved = [f for f in SMALL if not solutions(f)]
    pool = {(f.variables, refutation(f)) for f in unsolved}
    for f in SMALL:
        alphabet = [Split(v) for v in range(1, f.variables + 1)]
        alphabet += [end(j) for end in (TwoTrue, NoneTrue) for j in range(1, len(f.clauses) + 1)]
        trees = {steps for size in (1, 3) for steps in product(alphabet, repeat=size)}
        trees |= {steps for n, steps in pool if n == f.variables}
        found = [steps for steps in trees if decided(f, steps)]
        assert bool(found) == (f in unsolved)
    assert len(unsolved) > 10


def test_no_network_fits_the_instance_of_a_formula_without_a_solution() -> None:
    no = claim("fh23.theorem1.no")
    for f in SMALL:
        if solutions(f):
            with pytest.raises(Impossible, match="one-in-three assignment"):
                producer(no).produce(statement(f))
        elif len(f.clauses) == 1:
            made = producer(no).produce(statement(f))
            assert check(no, statement(f), made).verified()
    unused = formula(5, (2, 2, 4), (2, 4, 4))
    assert check(no, statement(unused), producer(no).produce(statement(unused))).verified()


def test_prove_decides_a_formula(relucert, tmp_path) -> None:
    """A proof for a formula without a solution; a clear refusal, and no file, for one with a solution."""
    for name, text in (("no", "p cnf 2 2\n1 1 2 0\n1 2 2 0\n"), ("yes", "p cnf 3 1\n1 2 3 0\n")):
        (tmp_path / f"{name}.cnf").write_text(text)
    out = tmp_path / "no.cert"
    assert relucert("prove", "fh23.theorem1.no", str(tmp_path / "no.cnf"), "-o", str(out)).code == 0
    assert "s VERIFIED REDUCTION no->no points=142 neurons=16" in relucert("check", str(out)).out
    refused = relucert(
        "prove", "fh23.theorem1.no", str(tmp_path / "yes.cnf"), "-o", str(tmp_path / "yes.cert")
    )
    assert refused.code == 1 and "one-in-three assignment" in refused.err
    assert not (tmp_path / "yes.cert").exists()


def test_weights_of_padded_coordinates_change_nothing() -> None:
    """A plane network with any further weights solves the padded instance; a coordinate that is not 0 is seen."""
    random, padding = Random(7), claim("fh23.theorem1.padding")
    flat = lifted(SMALLEST, frozenset({2}))
    for d in (2, 3, 6):
        s = padded_statement(SMALLEST, d)
        assert check(padding, s, Rebuilt()).verified()
        terms = []
        for weight, neuron in flat.neurons.terms:
            w = [neuron.form.coefficient(i) for i in (1, 2)] + [random.randint(-9, 9) for _ in range(d - 2)]
            terms.append((weight, Relu(affine(w, neuron.form.constant))))
        assert values(network(*terms), s.target.points) == s.target.points.labels
        for coordinate in range(d):
            rows = [[list(x), y] for x, y in s.target.points]
            rows[random.randrange(len(rows))][0][coordinate] += fmpq(1, 7)
            moved = replace(s, target=replace(s.target, points=points(d, [(x, y) for x, y in rows])))
            assert not check(padding, moved, Rebuilt()).verified()


LOSSES = (Loss.L0, Loss.L1, Loss.SQUARED)


def test_a_pair_costs_its_least_loss() -> None:
    """No value on a grid that contains the labels and their middles does better, and one does as well."""
    grid = [fmpq(i, 4) for i in range(-8, 9)]
    for loss in LOSSES:
        for a, b in product(grid[::2], repeat=2):
            paid = min(loss_of(loss, v - a) + loss_of(loss, v - b) for v in grid)
            assert least_loss(loss, a, b) == paid


def test_within_the_forced_error_are_the_exact_fits() -> None:
    """Every choice of levees, on formulas with and without a solution."""
    error = claim("fh23.theorem1.error")
    exact = 0
    for f in (formula(1, (1, 1, 1)), formula(2, (1, 1, 2))):
        plain = build(f).instance
        posed = [error_statement(f, fmpq(7, 3), loss) for loss in LOSSES]
        assert all(check(error, s, Rebuilt()).verified() for s in posed)
        for choice in product(*(range(len(g.slopes)) for g in gadgets(f))):
            n = levees(f, choice)
            fits = values(n, plain.points) == plain.points.labels
            exact += fits
            for s in posed:
                t = s.target
                total = total_error(t.loss, values(n, t.points), t.points.labels)
                assert (total <= t.error) == fits
                assert not fits or total == (2 if t.loss is Loss.L0 else t.error)
    assert exact == 1


def test_every_number_is_a_sum_of_four_squares() -> None:
    random = Random(5)
    for n in (*range(2000), 7 * 4**40, 2**101, *(random.getrandbits(bits) for bits in (60, 200, 900))):
        assert sum(root * root for root in four_squares(n)) == n


def test_an_exact_network_solves_every_error_bound(relucert, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "F.cnf").write_text("p cnf 3 1\n1 2 3 0\n")
    relucert("prove", "fh23.theorem1.forward", "F.cnf", "-o", "N.cert")
    for loss, error in (("l0", "5/2"), ("l1", "0"), ("squared", "123456789/1000")):
        given = ("--error", error, "--loss", loss)
        assert relucert("prove", "fh23.theorem1.error", "F.cnf", *given, "-o", "T.cert").code == 0
        assert f"s VERIFIED REDUCTION WITH ERROR {loss}-error<={error}" in relucert("check", "T.cert").out
        assert relucert("prove", "training.fits", "T.cert", "N.cert", "-o", "C.cert").code == 0
        assert "s VERIFIED FIT" in relucert("check", "C.cert").out
    (tmp_path / "M.cert").write_text((tmp_path / "N.cert").read_text().replace("(x1 + x2 - 20)", "(x2 - 20)"))
    refused = relucert("prove", "training.fits", "T.cert", "M.cert", "-o", "D.cert")
    assert refused.code == 1 and "does not solve the instance: error" in refused.err
    assert not (tmp_path / "D.cert").exists()
    assert (
        "behind" in relucert("explain", "T.cert").out.lower()
    )  # the pairs have no words of the construction


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        (("fh23.theorem1.error", "F.cnf", "--error", "-1"), 2, "a number from 0"),
        (("fh23.theorem1.error", "F.cnf", "--error", "1/0"), 2, "denominator is 0"),
        (("fh23.theorem1.error", "F.cnf", "--error", "9e9"), 2, "a number from 0"),
        (("fh23.theorem1.error", "F.cnf", "--error", "99999999", "--loss", "l0"), 3, "more points"),
        (("fh23.theorem1.forward", "F.cnf", "--loss", "l1"), 2, "takes no --loss"),
        (("fh23.theorem1.error", "--error", "1"), 2, "--error needs an input"),
    ],
)
def test_error_bounds_that_are_refused(relucert, tmp_path, monkeypatch, given, code, words) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "F.cnf").write_text("p cnf 3 1\n1 2 3 0\n")
    refused = relucert("prove", *given)
    assert refused.code == code and words in refused.err and not refused.out


@pytest.mark.parametrize("variables", [-3, 10**18])
def test_a_formula_of_any_size_is_refused_not_built(variables: int) -> None:
    s = error_statement(SMALLEST)
    wrong = replace(s, formula=replace(SMALLEST, variables=variables))
    failure = check(claim("fh23.theorem1.error"), wrong, Rebuilt()).failure
    assert failure is not None and failure.obligation.name in ("literals-are-variables", "ledger-points")


def test_hard_formulas_have_short_refutations() -> None:
    """Seven clauses for ten variables, where solutions cease: the tree follows what clauses force."""
    random, refuted = Random(60), 0
    while refuted < 3:
        clauses = [tuple(random.sample(range(1, 61), 3)) for _ in range(42)]
        f = formula(60, *clauses)
        if solve(f) is None:
            refuted += 1
            steps = refutation(f)
            sentences = refutation_obligations(f, steps, ("tree",))
            assert all(failures(s) is None for s in sentences if isinstance(s, Obligation))
            assert len(steps) < 300
