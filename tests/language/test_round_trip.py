"""``read(write(x)) == x`` for every kind, and canonical text is canonical."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import VALUES, rationals

from checker.claims.linear.infeasible import Row
from checker.claims.table import NAMES, claim
from checker.language.format import formatted
from checker.language.forms import form_of
from checker.language.kinds import KINDS, kind_of, type_of
from checker.language.layout import lines
from checker.language.read import Scope, read
from checker.language.syntax import parsed
from checker.language.write import definition


def test_every_kind_has_a_strategy() -> None:
    assert set(VALUES) == set(KINDS)


def test_kinds_and_their_types() -> None:
    for kind in KINDS:
        assert form_of(type_of(kind)).words
    assert len(set(KINDS.values())) == len(KINDS)


def test_every_claim_has_forms() -> None:
    for name in NAMES:
        assert form_of(claim(name).statement) and form_of(claim(name).certificate)


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_round_trip_and_canonical(kind: str, data: st.DataObject) -> None:
    value = data.draw(VALUES[kind])
    text = f"relucert 1\n\n{definition('A', value, {})}\nend\n"
    (found,) = read(text).definitions
    assert found.value == value and kind_of(value) == kind
    assert formatted(text) == text


@given(
    value=st.lists(st.lists(rationals, max_size=4).map(tuple), max_size=4).map(tuple),
)
def test_matrices(value) -> None:
    form = form_of(tuple[tuple[fmpq, ...], ...])
    (node,) = parsed("\n".join(lines(form.write(value, {}))), start="piece").children
    assert form.read(node, Scope()) == value


@given(n=rationals, style=st.integers(0, 4))
def test_numerals_are_exact(n: fmpq, style: int) -> None:
    integer, minus = abs(int(n.p)), "-" if n < 0 else ""
    texts = [
        f"{minus}{integer}/{n.q}",
        f"{minus}00{integer}.000",
        f"{minus}{integer}.25E+2",
        f"{minus}0x{integer:X}.8p-4",
        f"{minus}{2 * integer}/{2 * int(n.q)}",
    ]
    sizes = [abs(n), fmpq(integer), fmpq(integer) * 100 + 25, (fmpq(integer) + fmpq(1, 2)) / 16, abs(n)]
    (d,) = read(f"relucert 1 let S : system = [x1 <= {texts[style]}] end").definitions
    assert d.value.constraints[0].bound == (-1 if minus else 1) * sizes[style]


def test_long_numbers() -> None:
    digits = "7" * 20_000
    (d,) = read(f"relucert 1 let S : system = [x1 <= {digits}/3] end").definitions
    assert str(d.value.constraints[0].bound) == f"{digits}/3"


def test_names_mean_what_this_document_says() -> None:
    for points, count in (("[]", 0), ("[(1) -> 2]", 1)):
        (stated,) = read(f"""relucert 1
            let P : points = {points}
            let T : training = {{ dimension = 1, neurons = 1, error = 0, points = P }}
            let same : training = T
            claim training.fits {{ instance = same }}
            proof {{ network = 0 }}
            end""").claims
        assert len(stated.statement.instance.points) == count


def test_two_words_that_read_alike_are_refused() -> None:
    other = dataclass(frozen=True)(type("Row", (), {"__annotations__": {"number": int}}))
    with pytest.raises(TypeError):
        form_of(Row | other)
