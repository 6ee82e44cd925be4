"""Runs: the fast road gives the same values, and the same errors at the same places, as the slow one."""

from __future__ import annotations

from string import Formatter
from time import process_time
from unittest.mock import patch

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import fast_road, slow_road

from checker.claims.fh23.theorem11 import Cell, Step
from checker.language.explain import RUNS
from checker.language.format import Comments, layout
from checker.language.forms import form_of
from checker.language.grammar import text_of
from checker.language.layout import lines
from checker.language.read import Scope, read
from checker.language.runs import is_run, items
from checker.language.source import Malformed, span_of
from checker.language.syntax import parsed, piece
from checker.objects.formula import Clause
from checker.objects.graph import Arc, Edge
from checker.objects.points import Points
from checker.objects.vectors import Vectors

FORMS = {
    "points": (Points, "[]", ["({}, {}) -> {}", "({}) -> {}", "( {} ,{},)->{}", "({}, {}) - {}", "{} -> {}"]),
    "vectors": (Vectors, "[]", ["({}, {})", "( {},{}\n, )", "({})", "({} | {})", "({}) -> {}", "({}, {}, {})"]),
    "edges": (frozenset[Edge], "{}", ["{} -- {}", "{}--{}", "{} -> {}", "{} - {}"]),
    "arcs": (frozenset[Arc], "{}", ["{} -> {}", "{}->{}", "{} -- {}"]),
    "bags": (tuple[frozenset[int], ...], "[]", ["{{{}, {}}}", "{{}}", "{{{},}}", "{{ {},{} ,{} }}", "[{}]"]),
    "clauses": (tuple[Clause, ...], "[]", ["({} | {} | {})", "({}|{})", "({})", "({}, {})", "({} | )"]),
    "integers": (tuple[int, ...], "[]", ["{}", " {}", "({})"]),
    "rationals": (tuple[fmpq, ...], "[]", ["{}", "{}/3", "{} / {}"]),
    "elements": (frozenset[int], "{}", ["{}", "{{{}}}"]),
    "matrix": (tuple[tuple[fmpq, ...], ...], "[]", ["[{}, {}]", "[]", "[{},]", "[ {}/3 ]", "{}"]),
    "lists": (tuple[tuple[int, ...], ...], "[]", ["[{}, {}]", "[]", "[{},]", "{{{}}}"]),
    "cells": (frozenset[Cell], "{}", ["cell({}, {{{}}})", "cell( {}, {{}} )", "cell({})", "sum({})"]),
    "steps": (
        tuple[Step, ...],
        "[]",
        [
            "branch({})", "close(sum({}))", "close( sum({}) )", "close(-1/2*below(2, {{{}}}) + 3*side(1, {}) - sum(1))",
            "cite({})", "force({}, {{{}}}, 2*sum(1))", "close({})", "close(sum({}) sum(2))", "branch({{{}}})", "hole()",
            "branch({}, 3)", "jump({})", "close(sum({}) +sum(2))", "close(2*sum({})\n  - sum(2))", "close(- sum({}))",
            "close(sum({},2))", "close(sum(x))", "close({{sum({}))", "close({}*sum(1))", "close(3*sum(1)-{}*side({}, 1))",
            "close(-3*sum(1) - 3*sum(3),)",
        ],
    ),
}  # fmt: skip
NUMBERS = ["0", "1", "2", "2", "3", "-2", "007", "3/4", "-6/8", "1/0", "0.50", "1e2", "0x1F", "-0", "1234567890123456789012", "- 3", "--1", "+1", "x1", "1.2.3"]  # fmt: skip
USUAL = st.sampled_from(NUMBERS[:5]) | st.integers(-(10**18), 10**18).map(str)
SEPARATORS = st.sampled_from([", ", ", ", ",", " ,\n\n   ", ", # a comment\n", " "])


def outcome(text: str, form):
    """The value, the places of its items, and the canonical text; or the error and its place."""
    try:
        (node,) = parsed(text, start="piece").children
        canonical = "\n".join(lines(layout(node, Comments(text))))
        value = form.read(node, Scope())
    except Malformed as error:
        return str(error), error.span
    keys = sorted(value, key=str) if isinstance(value, frozenset) else range(len(value))
    places = [span_of(form.step(node, key, Scope())[0]) for key in keys]
    assert isinstance(value, frozenset) or form.step(node, len(value), Scope()) is None
    return value, places, canonical


def filled(template: str, number: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    holes = sum(field is not None for _, field, _, _ in Formatter().parse(template))
    return st.tuples(*[number] * holes).map(lambda values: template.format(*values))


def texts(templates: list[str], number: st.SearchStrategy[str], marks: st.SearchStrategy[str]):
    item = st.one_of([filled(t, number) for t in templates])
    return st.lists(st.tuples(item, marks).map("".join), min_size=1, max_size=7).map("".join)


@pytest.mark.parametrize("name", FORMS)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_fast_and_slow_roads_agree(name: str, data: st.DataObject) -> None:
    t, (opening, closing), templates = FORMS[name]
    usual = texts(templates[:2], USUAL, st.sampled_from([", ", ",\n  "]))
    wild = texts(templates, USUAL | st.sampled_from(NUMBERS), SEPARATORS)
    text, form = opening + data.draw(usual | usual | wild) + closing, form_of(t)
    with slow_road():
        slow = outcome(text, form)
    with fast_road():
        assert outcome(text, form) == slow


def test_runs_are_used() -> None:
    """What the comparison above compares: nearly all of a canonical text is runs."""
    for name, (_, (opening, closing), templates) in FORMS.items():
        text = opening + ", ".join(templates[0].format(*range(i + 1, i + 10)) for i in range(9)) + closing
        (node,) = parsed(text, start="piece").children
        assert [is_run(child) for child in node.children] == [True, False], name
        assert len(list(items(node.children[0]))) == 8


@pytest.mark.parametrize("name", [name for name in FORMS if name not in ("cells", "steps")])
def test_runs_are_read_at_once(name: str) -> None:
    t, (opening, closing), templates = FORMS[name]
    text = opening + ", ".join(templates[0].format(*range(i, i + 9)) for i in range(1, 90, 9)) + closing
    (node,) = parsed(text, start="piece").children
    with patch("checker.language.runs.piece", side_effect=piece) as parse_one:
        assert len(form_of(t).read(node, Scope())) == 10
    assert parse_one.call_count <= 1  # the first of the points and vectors says the dimension


def text_of_points(count: int) -> list[str]:
    return [
        "relucert 1",
        "let P : points = [",
        *(f"  ({i}, {i}/7) -> {-i}," for i in range(count)),
        "]",
        "end",
    ]


def test_a_long_number_slows_only_its_neighbours() -> None:
    rows = text_of_points(60_000)
    slow = process_time()
    read("\n".join(rows))
    slow = process_time() - slow
    for i in (5000, 30_000):
        rows[i + 2] = f"  ({i}, {10**30 + i}/7) -> 0.5,"
    start = process_time()
    (p,) = read("\n".join(rows)).definitions
    assert process_time() - start < 5 * slow
    assert p.value[5000] == ((fmpq(5000), fmpq(10**30 + 5000, 7)), fmpq(1, 2))
    assert p.value[5001] == ((fmpq(5001), fmpq(5001, 7)), fmpq(-5001))


def test_an_error_in_a_long_run_is_found_at_once() -> None:
    steps = ["close(2*sum(3) + below(1, {2}))"] * 50_000
    steps[40_000] = "close(2*sum(3) + below(1, {2})"
    text = f"relucert 1\nclaim fh23.theorem11.no {{}}\nproof {{ lemmas = [], tree = [\n{(',' + chr(10)).join(steps)}] }}\nend"
    start = process_time()
    with pytest.raises(Malformed, match="not closed before the `]`"):
        read(text)
    assert process_time() - start < 10


def test_the_part_of_the_runs_can_be_left_out() -> None:
    grammar = text_of("certificate")
    before, _, after = grammar.partition("// Runs")
    assert all(f"{name}.2: " in after and name not in before for name in RUNS)
