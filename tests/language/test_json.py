"""Documents as JSON: the same objects, and errors at their places."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time
from unittest.mock import patch

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import VALUES, fast_road, slow_road

from checker.language.format import formatted
from checker.language.forms import form_of
from checker.language.kinds import type_of
from checker.language.read import Scope, read
from checker.language.runs import JSON_RUNS, is_run, translated
from checker.language.source import Malformed, Unsupported, span_of
from checker.language.syntax import parsed, piece
from checker.language.write import write_json, write_text
from checker.objects.affine import Affine
from checker.objects.formula import Clause
from checker.objects.graph import Edge
from checker.objects.points import Points
from checker.objects.vectors import Vectors

CERTIFICATES = sorted((Path(__file__).parents[2] / "certificates").rglob("*.cert"))


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_round_trip(kind: str, data: st.DataObject) -> None:
    value = data.draw(VALUES[kind])
    text = write_json({"A": value}, [])
    assert json.loads(text)["definitions"]["A"].keys() == {kind}
    assert read(text).contents() == ({"A": value}, [])
    assert formatted(text) == text


@pytest.mark.parametrize("path", CERTIFICATES, ids=lambda p: p.stem)
def test_certificates(path: Path) -> None:
    document = read(path.read_text())
    text = write_json(*document.contents())
    assert read(text).contents() == document.contents()
    assert write_text(*read(text).contents()) == path.read_text()
    loose = json.dumps(json.loads(text), indent=3)  # as another program would lay it out
    assert read(loose).contents() == document.contents() and formatted(loose) == text


def value_of(text: str, t) -> object:
    (node,) = parsed(text, "json", "piece").children
    return form_of(t).read(translated(node, form_of(t)), Scope())


def test_numbers_are_exact_and_strings_are_text() -> None:
    for text, value in {
        "0.1": fmpq(1, 10), "-12.50": fmpq(-25, 2), "1E+2": fmpq(100), "25e-1": fmpq(5, 2), "-0": fmpq(0),
        '"2/4"': fmpq(1, 2), '"-7"': fmpq(-7), '"0x1p-2"': fmpq(1, 4), '" - 1/3 "': fmpq(-1, 3),
        "123456789012345678901234567890": fmpq(123456789012345678901234567890),
    }.items():  # fmt: skip
        assert value_of(text, fmpq) == value
    assert value_of('{"coefficients": ["-1/2", 0, 1], "constant": 2.5}', Affine) == value_of(
        '"x3 - 1/2*x1 + 5/2"', Affine
    )
    assert (
        value_of("7", Affine)
        == value_of('{"coefficients": [], "constant": 7}', Affine)
        == Affine((), fmpq(7))
    )
    assert value_of('["(1 | -2)", [3]]', tuple[Clause, ...]) == (Clause((1, -2)), Clause((3,)))
    network = type_of("network")
    expected = value_of('"2*relu(x1) - step(x2 + 1)"', network)
    assert value_of('["2*relu(x1)", {"weight": -1, "step": "x2 + 1"}]', network) == expected
    assert value_of('["2*relu(x1) - step(x2 + 1)"]', network) == expected
    assert value_of("[]", network) == value_of('"0"', network)
    assert value_of(r'"[\u0031,\n(2)]"'.replace("(2)", "2"), tuple[int, ...]) == (1, 2)


def test_names_and_versions() -> None:
    text = '{"claims": [], "definitions": {"P": {"points": "[(1) -> 2]"}, "Q": {"points": "P"}}, "relucert": "1.0"}'
    (p, q) = read("\ufeff \r\n" + text).definitions
    assert p.value is q.value and len(p.value) == 1
    with pytest.raises(Unsupported, match="format version 2 is not known"):
        read('{"relucert": 2, "new": []}')
    with pytest.raises(Unsupported, match=r"unknown kind `sheaf`.*newer format"):
        read('{"relucert": 1.9, "definitions": {"S": {"sheaf": 1}}}')


D = '{"relucert": 1, "definitions": {'
ERRORS = {
    "truncated": ('{"relucert": 1, "definitions": {"G": §{"graph"', "this `{` is never closed"),
    "never closed": ('{"relucert": 1, "definitions": §{"G": {"graph": {}}', "this `{` is never closed"),
    "trailing comma": ('{"relucert": 1, "claims": [1, §]}', "unexpected `]`; expected"),
    "no value": ('{"relucert": §}', "unexpected `}`; expected"),
    "single quotes": ("{§'relucert': 1}", "unexpected `'`; expected `}` or a string"),
    "comment": ('{"relucert": 1, §// no\n}', "unexpected `/`"),
    "NaN": ('{"relucert": §NaN}', "unexpected `NaN`"),
    "leading zero": ('{"relucert": §01}', "malformed number"),
    "line break in a string": ('{§"relu\ncert": 1}', "unexpected `\"`"),
    "garbage behind": ('{"relucert": 1} §x', "unexpected `x`; expected the end of the file"),
    "deep": ('{"relucert": ' + "[" * 99 + "§[" + "]" * 100 + "}", "nested more than 100 deep"),
    "no header": ('§{"definitions": {}}', "missing the key `relucert`"),
    "unknown key": ('{"relucert": 1, §"definition": {}}', "unknown key `definition`; did you mean `definitions`?"),
    "key given twice": ('{"relucert": 1, §"relucert": 1}', "the key `relucert` is given twice"),
    "name defined twice": (D + '"G": {"points": []}, §"G": {"points": []}}}', "`G` is already defined in line 1"),
    "no name": (D + '§"my graph": {"points": []}}}', "`my graph` is not a name"),
    "no kind": (D + '"G": §{}}}', "expected one key, the kind of `G`, found 0"),
    "unknown kind": (D + '"G": {§"grph": {}}}}', "unknown kind `grph`; did you mean `graph`?"),
    "field given twice": (D + '"G": {"graph": {"order": 1, §"order": 2, "edges": []}}}}', "given twice"),
    "unknown field": (D + '"G": {"graph": {"order": 1, §"edge": []}}}}', "unknown field `edge`; did you mean `edges`?"),
    "missing field": (D + '"G": {"graph": §{"order": 1}}}}', "missing the field `edges`"),
    "no object": (D + '"G": {"graph": §[]}}}', "expected a record with the fields order, edges, found an array"),
    "null": (D + '"G": {"graph": {"order": §null, "edges": []}}}}', "expected an integer, found true, false or null"),
    "no integer": (D + '"G": {"graph": {"order": §1.5, "edges": []}}}}', "expected an integer up to 10^18, found 3/2"),
    "loop": (D + '"G": {"graph": {"order": 1, "edges": [[0, 1], §[1, 1], [1, 2]]}}}}', "1 -- 1 is a loop"),
    "edge given twice": (D + '"G": {"graph": {"order": 1, "edges": [[0, 1], §[1, 0], [1, 2]]}}}}', "occurs twice"),
    "three ends": (D + '"G": {"graph": {"order": 1, "edges": [[0, 1], §[1, 0, 2], [1, 2]]}}}}', "expected two numbers, found 3"),
    "wrong length": (D + '"P": {"points": [{"x": [1], "y": 2}, {"x": §[1, 2], "y": 2}, {"x": [1], "y": 3}]}}}', "found 2"),
    "no label": (D + '"P": {"points": [{"x": [1], "y": 2}, §{"x": [1]}, {"x": [1], "y": 3}]}}}', "missing the key `y`"),
    "denominator 0": (D + '"P": {"points": [{"x": [1], "y": §"1/0"}, {"x": [1], "y": 3}]}}}', "the denominator is 0"),
    "in a string": (D + '"N": {"network": "relu(x1) + §relo(x2)"}}}', "did you mean `relu`?"),
    "syntax in a string": (D + '"N": {"network": "relu(x1) + §?"}}}', "unexpected `?`; expected a value"),
    "end of a string": (D + '"N": {"network": "relu§(x1 + "}}}', "this `(` is never closed"),
    "two words": (D + '"N": {"network": [§{"weight": 1, "relu": "x1", "step": "x1"}]}}}', "expected one key, relu(form) or step(form), found 2"),
    "two weights": (D + '"N": {"network": [{"weight": 1, §"weight": 1, "relu": "x1"}]}}}', "`weight` is given twice"),
    "weight 0": (D + '"N": {"network": [§{"weight": 0, "relu": "x1"}]}}}', "this coefficient is 0"),
    "comparison": (D + '"S": {"system": [{"form": "x1", "comparison": §"==", "bound": 1}]}}}', "expected one of <= < = > >="),
    "unknown claim": ('{"relucert": 1, "claims": [{"claim": §"linear.feasable", "statement": {}, "proof": {}}]}', "did you mean"),
    "no claim": ('{"relucert": 1, "claims": [§7]}', "expected a claim like"),
    "unknown name": (D + '"G": {"graph": "§H"}}}', "the name `H`, which is not defined"),
}  # fmt: skip


@pytest.mark.parametrize("name", ERRORS)
def test_error(name: str) -> None:
    marked, message = ERRORS[name]
    before, after = marked.split("§")
    with pytest.raises(Malformed) as error:
        read(before + after)
    assert message in str(error.value)
    span, start = error.value.span, before.rfind("\n") + 1
    assert (span.line, span.column) == (before.count("\n") + 1, len(before) - start + 1)


@pytest.mark.parametrize("path", [p for p in CERTIFICATES if p.stem == "fits"], ids=lambda p: p.stem)
def test_a_truncated_document_is_an_error(path: Path) -> None:
    text = write_json(*read(path.read_text()).contents()).rstrip("\n")
    for end in range(len(text)):
        with pytest.raises(Malformed):
            read(text[:end])


FORMS = {
    "points": (
        Points,
        '{{"x": [{}, {}], "y": {}}}',
        ['{{"x": [{}], "y": {}}}', '{{"y": {}, "x": [{}, 1]}}', "{}"],
    ),
    "vectors": (Vectors, "[{}, {}]", ["[ {},{} ]", "[{}]", "[]", "{}"]),
    "edges": (frozenset[Edge], "[{}, {}]", ["[{}]", '"{} -- {}"', "{}"]),
    "bags": (tuple[frozenset[int], ...], "[{}, {}]", ["[]", "[{}]", "{}"]),
    "clauses": (tuple[Clause, ...], "[{}, {}]", ["[]", "[{}]", "{}"]),
    "integers": (tuple[int, ...], "{}", ["[{}]"]),
    "rationals": (tuple[fmpq, ...], "{}", ["{}e1", "[{}]"]),
    "matrix": (tuple[tuple[fmpq, ...], ...], "[{}, {}]", ["[]", "[{}]", "{}"]),
}
NUMBERS = ["0", "1", "2", "-2", "0.50", "1e2", "-0", '"3/4"', '"-6/8"', '"1/0"', '"007"', '"x"', '"1"', "null", "123456789012345678901234", "true"]  # fmt: skip


def outcome(text: str, t) -> object:
    form = form_of(t)
    try:
        (node,) = parsed(text, "json", "piece").children
        node = translated(node, form)
        value = form.read(node, Scope())
    except Malformed as error:
        return str(error), error.span
    keys = sorted(value) if isinstance(value, frozenset) else range(len(value))
    return value, [span_of(form.step(node, key, Scope())[0]) for key in keys]


@pytest.mark.parametrize("name", FORMS)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_fast_and_slow_roads_agree(name: str, data: st.DataObject) -> None:
    t, usual, others = FORMS[name]
    wild = data.draw(st.booleans())
    number = st.sampled_from(NUMBERS if wild else NUMBERS[:5]) | st.integers(-(10**18), 10**18).map(str)
    template = st.sampled_from([usual, usual, *others] if wild else [usual])
    item = st.tuples(template, number, number, number).map(lambda x: x[0].format(*x[1:]))
    text = f"[{', '.join(data.draw(st.lists(item, max_size=6)))}]"
    with slow_road():
        slow = outcome(text, t)
    with fast_road():
        assert outcome(text, t) == slow


def test_runs_are_used() -> None:
    for t, usual, _ in FORMS.values():
        text = f"[{', '.join(usual.format(i + 1, i + 2, i + 3) for i in range(9))}]"
        (node,) = parsed(text, "json", "piece").children
        node = translated(node, form_of(t))
        first, last = node.children
        assert is_run(first) and first.type in JSON_RUNS and not is_run(last)
        with patch("checker.language.runs.piece", side_effect=piece) as parse_one:
            assert len(form_of(t).read(node, Scope())) == 9
        assert parse_one.call_count <= 1


def test_many_points_take_seconds() -> None:
    rows = [{"x": [i, f"{i}/7"], "y": -i} for i in range(100_000)]
    text = json.dumps({"relucert": 1, "definitions": {"P": {"points": rows}}})
    start = process_time()
    (d,) = read(text).definitions
    assert process_time() - start < 10
    assert d.value[99_999] == ((fmpq(99_999), fmpq(99_999, 7)), fmpq(-99_999))
