"""Canonical text: idempotent, comments kept, a million points in seconds."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.language.format import formatted
from checker.language.layout import WIDTH
from checker.language.read import read
from checker.language.source import Malformed

COMMENTED = """# before everything
relucert 1  # header
# about F
let F:formula={variables=3, # three of them
  # the clauses
  clauses=[(1|2|3),
  # second
 (1|1|2)]}
let G : graph = { order = 3, edges = {2--1,0--2} }

let P : points = [ (1,2)->2/4, (007,2)->0.50,
  # between
  (1,2) -> 3, (1.50, -2) -> 1, # beside
  (1,1)->1]
# about the claim
claim linear.infeasible { # given
  system=[x1+2*x2<=3,x1>=2,x2>2/4] # rows
}
proof{multipliers=row(1)+row(2)+ 2*row(3)} # a proof
# at the end
end # really
# after the end
"""
CANONICAL = """# before everything
# header
relucert 1

# about F
let F : formula = {
  # three of them
  variables = 3,
  # the clauses
  clauses = [
    (1 | 2 | 3),
    # second
    (1 | 1 | 2),
  ],
}

let G : graph = { order = 3, edges = {0 -- 2, 1 -- 2} }

let P : points = [
  (1, 2) -> 1/2,
  (7, 2) -> 1/2,
  # between
  # beside
  (1, 2) -> 3,
  (3/2, -2) -> 1,
  (1, 1) -> 1,
]

# about the claim
claim linear.infeasible {
  # given
  # rows
  system = [x1 + 2*x2 <= 3, x1 >= 2, x2 > 1/2],
}
proof {
  # a proof
  multipliers = row(1) + row(2) + 2*row(3),
}

# at the end
# really
# after the end
end
"""


def test_a_document() -> None:
    assert formatted(COMMENTED) == formatted("\ufeff" + COMMENTED.replace("\n", "\r\n")) == CANONICAL
    assert formatted(CANONICAL) == CANONICAL
    first, second = read(COMMENTED), read(CANONICAL)
    assert [d.value for d in first.definitions] == [d.value for d in second.definitions]
    assert first.claims[0].certificate == second.claims[0].certificate


@given(
    names=st.lists(st.from_regex(r"[a-z]{1,30}", fullmatch=True), min_size=1, max_size=8),
    value=st.sampled_from(
        ["{}({}, {{3, 1}})", "2*{}(7) - {}(1)", "[{}, {}]", "{{ {} = {}, b = 2 }}", "{} = {}"]
    ),
)
@settings(max_examples=30, deadline=None)
def test_idempotent_within_the_width(names: list[str], value: str) -> None:
    inner = ", # a comment\n".join(value.format(n, m) for n, m in zip(names, reversed(names), strict=True))
    once = formatted(
        f"relucert 1 let A : nothing = [{inner}] let B : nothing = [{inner.replace('# a comment', '')}] end"
    )
    assert formatted(once) == once
    assert max(map(len, once.splitlines())) <= WIDTH
    assert once.count("# a comment") == len(names) - 1


def test_a_comment_within_a_term() -> None:
    text = """relucert 1 let A : nothing = [
  close(2*sum(0)
    - below(1, # here
        {2})), close(1*sum(1)
    - sum(2)), # there
] end"""
    once = formatted(text)
    assert "close(2*sum(0) - below(1, {2}))" in once and "close(1*sum(1) - sum(2))" in once
    assert once.count("# here") == once.count("# there") == 1
    assert formatted(once) == once


def test_deep_text() -> None:
    text = f"relucert 1\nlet A : nothing = {'[' * 100}1{']' * 100}\nend"
    assert formatted(formatted(text)) == formatted(text)
    with pytest.raises(Malformed, match="the denominator is 0"):
        formatted(text.replace("1]", "[1, 2/0, 3], 2]"))


def test_long_texts_take_seconds() -> None:
    rows = [f"({i}, {i}/6)->{-i}," for i in range(50_000)]
    start = process_time()
    text = formatted("relucert 1 let P : points = [" + "\n".join(rows) + "] end")
    assert process_time() - start < 10
    assert "\n  (7, 7/6) -> -7,\n" in text
