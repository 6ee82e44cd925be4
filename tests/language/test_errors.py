"""Errors in plain words, at the right place; and nothing else ever comes out of a bad text."""

from __future__ import annotations

import re
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.language.format import formatted
from checker.language.read import read
from checker.language.source import Malformed, Unsupported, show

CERTIFICATES = Path(__file__).parents[2] / "certificates"
GRAPH = "let G : graph = {order = 1, edges = {}}\n"
TRAINING = "let T : training = {dimension = 1, neurons = 1, error = 0, points = []"

# The place of the error is marked by § before the offending text.
ERRORS = {
    # what stands here
    "no proof": ("claim linear.infeasible { system = [x1 < 0] } §end", "unexpected `end`; expected `proof`"),
    "two signs": ("let S : system = [x1 <= §--1]", "unexpected `--`; expected a value"),
    "sign below": ("let S : system = [x1 <= 1§/-2]", "a fraction is written 1/2"),
    "spaces in a fraction": ("let S : system = [x1 <= 1 §/ 2]", "a fraction is written 1/2"),
    "no digit before the point": ("let S : system = [x1 <= §.5]", "a decimal is written 0.5"),
    "two points": ("let S : system = [x1 <= §1.5.2]", "malformed number"),
    "number and letters": ("let S : system = [x1 <= §3x]", "malformed number"),
    "stray character": ("let S : system = [x1 §@ 1]", "unexpected `@`"),
    "missing comma": ("let P : points = [(1, 2) -> 3 §(1, 1) -> 2]", "unexpected `(`; expected `,` or `]`"),
    "missing comma between fields": (
        "let G : graph = {order = 1 §edges = {}}",
        "unexpected `edges`; expected `,` or `}`",
    ),
    "missing comma before a run": ("let P : points = [(1) -> 3, (2) -> 1 §7, 8, 9]", "unexpected `7`; expected"),
    "stray closer": (GRAPH + "§}", "unexpected `}`; expected `claim`, `end` or `let`"),
    "second document": (GRAPH + "end §relucert 1", "unexpected `relucert`; expected the end of the file"),
    "keyword and name together": ("§letG : graph = {}", "unexpected `letG`; expected `claim`, `end` or `let`"),
    "not ASCII": ("let §é : system = []", "`é` is not an ASCII character"),
    "not ASCII after a comment": ("# é\nlet S : system = [x1 <= §²]", "`²` is not an ASCII character"),
    "NUL": ("let S : system = [§\0]", "unexpected `\\x00`"),
    "form feed": ("let S §\f: system = []", "unexpected `\\x0c`; expected `:`"),
    "right-to-left override in a comment": ("# see §\u202e the text", "invisible character"),
    "escape sequence in a comment": ("# see §\x1b[2J", "invisible character"),
    "no fields": (GRAPH + "claim linear.infeasible §G proof {}", "unexpected `G`; expected `{`"),
    # brackets
    "wrong closer": (
        "let G : graph = {order = 1, edges = §(1 -- 2 }}",
        "this `(` is not closed before the `}` in line 2",
    ),
    "never closed": ("let F : formula = { variables = 5, clauses = §[(1 | 2)", "this `[` is never closed"),
    "never closed in the middle": (
        "let F : formula = §{ variables = 5, clauses = [(1 | 2)]\nlet P : points = []",
        "this `{` is never closed",
    ),
    "never closed in a run": (
        "let P : points = [(1) -> 2, (2) -> 3, §(3 -> 4, (5) -> 6]",
        "this `(` is not closed before the `]` in line 2",
    ),
    # records
    "repeated field": ("let G : graph = {order = 3, §order = 4, edges = {}}", "the field `order` is given twice"),
    "unknown field": ("let G : graph = {order = 3, §edge = {}}", "unknown field `edge`; did you mean `edges`?"),
    "unknown field, none close": (
        "let G : graph = {order = 3, §faces = {}}",
        "unknown field `faces`; expected order, edges",
    ),
    "missing field": ("let G : graph = §{order = 3}", "missing the field `edges`"),
    "missing fields": ("let G : graph = §{}", "missing the field `order`"),
    "missing field with defaults": ("let L : levee = §{offset = 1}", "missing the field `slope`"),
    "fields that contradict one another": (
        "let T : training = §{dimension = 1, neurons = 1, error = 1, points = []}",
        "an error bound above 0 needs a loss: l0, l1 or squared",
    ),
    "no record": ("let G : graph = §[]", "expected a record with the fields order, edges, found a list"),
    # names
    "self reference": ("let G : graph = §G", "the definition of `G` refers to itself"),
    "cycle": ("let G : graph = §H\nlet H : graph = G", "`H` is defined later, in line 3; define it before it is used"),
    "defined twice": (GRAPH + "let §G : graph = {order=1, edges={}}", "`G` is already defined in line 2"),
    "wrong kind of name": (GRAPH + "let N : network = §G", "but `G` is a graph (line 2)"),
    "unknown name": (
        "claim linear.infeasible { system = §S } proof { multipliers = 0 }",
        "the name `S`, which is not defined",
    ),
    "case matters": (GRAPH + "let H : graph = §g", "the name `g`, which is not defined"),
    "coordinate as name": ("let §x3 : graph = {order = 1, edges = {}}", "choose another name"),
    "unknown kind": ("let G : §grph = 3", "unknown kind `grph`; did you mean `graph`?"),
    "unknown kind, none close": ("let G : §tensor = 3", "unknown kind `tensor`; expected formula, graph"),
    "unknown claim": (
        "claim §linear.infeasable {a = 1} proof {a = 1}",
        "unknown claim `linear.infeasable`; did you mean `linear.infeasible`?",
    ),
    "unknown claim, none close": (
        "claim §steenrod.algebra {a = 1} proof {a = 1}",
        "unknown claim `steenrod.algebra`; `relucert claims` lists those that are known",
    ),
    "claim without a dot": ("claim §linear {} proof {}", "unexpected `linear`; expected the id of a claim"),
    # types
    "wrong arguments": (
        "claim linear.infeasible { system = [x1 < 0] } proof { multipliers = 2*§row(1, 2) }",
        "expected row(number), found 2 arguments",
    ),
    "wrong word": (
        "claim linear.infeasible { system = [x1 < 0] } proof { multipliers = 2*§rows(1) }",
        "expected row(number), found rows(...); did you mean `row`?",
    ),
    "no word": (
        "claim linear.infeasible { system = [x1 < 0] } proof { multipliers = 2*§x1 }",
        "expected row(number), found the name `x1`, which is not defined",
    ),
    "zero multiplier": (
        "claim linear.infeasible { system = [x1 < 0] } proof { multipliers = §0*row(1) }",
        "this coefficient is 0: leave the term out",
    ),
    "unknown activation": (TRAINING + ", activation = §sigmoid}", "expected relu or step, found `sigmoid`"),
    "close to an activation": (TRAINING + ", activation = §rely}", "found `rely`; did you mean `relu`?"),
    "activation as a number": (TRAINING + ", activation = §1}", "expected relu or step, found a number"),
    "activation with arguments": (TRAINING + ", activation = §relu(x1)}", "found a word with arguments"),
    "wrong length": (
        "let P : points = [(1, 2) -> 3, §(1) -> 2, (1, 3) -> 1]",
        "expected a point with 2 coordinates like the first, found 1",
    ),
    "no label": ("let P : points = [(1, 2) -> 3, §(1, 1) - 2]", "expected a labelled point like (1/3, -2) -> 1"),
    "points as a set": ("let P : points = §{}", "expected a list of labelled points"),
    "empty braces for a list": ("let F : formula = {variables = 1, clauses = §{}}", "the empty list is written []"),
    "empty clause": ("let F : formula = {variables = 1, clauses = [(§)]}", "unexpected `)`; expected a value"),
    "literal 0": ("let F : formula = {variables = 1, clauses = [(1 | §0)]}", "not 0"),
    "repeated coordinate": ("let N : network = relu(x2 + §x2)", "`x2` occurs twice"),
    "not a coordinate": ("let N : network = relu(§y + 1)", "expected a coordinate x1, x2, ..., found `y`"),
    "coordinate 0": ("let N : network = relu(§x0 + 1)", "expected a coordinate x1, x2, ..., found `x0`"),
    "loop": ("let G : graph = {order = 3, edges = {§1 -- 1}}", "1 -- 1 is a loop"),
    "loop in a run": ("let G : graph = {order = 3, edges = {0 -- 1, §1 -- 1, 1 -- 2}}", "1 -- 1 is a loop"),
    "arc for an edge": ("let G : graph = {order = 3, edges = {§1 -> 2}}", "expected an edge like 1 -- 2, found an arrow"),
    "repeated edge": ("let G : graph = {order = 3, edges = {1 -- 2, §2 -- 1}}", "this element occurs twice"),
    "repeated edge before a loop": (
        "let G : graph = {order = 3, edges = {1 -- 2, §2 -- 1, 1 -- 1, 0 -- 1}}",
        "this element occurs twice",
    ),
    # numbers
    "zero below": ("let S : system = [x1 <= §1/0]", "the denominator is 0"),
    "zero below in a run": ("let P : points = [(1) -> 2, (2) -> §1/0, (3) -> 1]", "the denominator is 0"),
    "not an integer": ("let G : graph = {order = §1/2, edges = {}}", "expected an integer up to 10^18, found 1/2"),
    "large integer": (
        f"let G : graph = {{order = §1{'0' * 5000}, edges = {{}}}}",
        f"expected an integer up to 10^18, found 1{'0' * 39}...",
    ),
    "exponent": ("let S : system = [x1 <= §1e99999999]", "the exponent is larger than 10000"),
    "exponent of digits": (f"let S : system = [x1 <= §0x1p-{'9' * 5000}]", "the exponent is larger than 10000"),
}  # fmt: skip
WHOLE = {
    "empty": ("§", "the text ends too early; expected the header `relucert 1`"),
    "only a comment": ("# nothing§\n", "the text ends too early; expected the header `relucert 1`"),
    "no header": ("§let G : graph = {}", "unexpected `let`; expected the header `relucert 1`"),
    "no version": ("relucert §let", "unexpected `let`; expected the version 1"),
    "header of another program": ("§%PDF-1.7", "unexpected `%`; expected the header `relucert 1`"),
    "no end": (
        "relucert 1\nlet P : points = []§\n\n",
        "the text ends too early; expected `claim`, `end` or `let`",
    ),
    "after a byte order mark": ("\ufeffrelucert 1 §?", "unexpected `?`"),
    "lines end in CRLF": (
        "relucert 1\r\nlet P : points = [\r\n  §7]\r\nend\r\n",
        "expected a labelled point",
    ),
    "a comment with other line ends": ("relucert 1 # a§\u0085\n?", "invisible character"),
}


def fails(marked: str, message: str) -> str:
    """The text, after making sure that it is refused at the mark with this message."""
    before, after = marked.split("§")
    with pytest.raises(Malformed) as error:
        read(before + after)
    assert message in str(error.value)
    before = before.removeprefix("\ufeff")
    span, start = error.value.span, before.rfind("\n") + 1
    assert (span.line, span.column) == (before.count("\n") + 1, len(before) - start + 1)
    return before + after


@pytest.mark.parametrize("name", ERRORS)
def test_error(name: str) -> None:
    marked, message = ERRORS[name]
    fails(f"relucert 1\n{marked}\nend\n", message)


@pytest.mark.parametrize("name", WHOLE)
def test_error_in_a_whole_text(name: str) -> None:
    fails(*WHOLE[name])


@pytest.mark.parametrize(
    "text, message",
    [
        ("relucert 2\nwhatever [", "format version 2 is not known; expected version 1"),
        ("# new\n\nrelucert  10.3 end", "format version 10 is not known"),
        ("relucert 1.7\nlet S : sheaf = 3\nend", "unknown kind `sheaf`"),
        ("relucert 1.7\nnew section\nend", "(the document is of a newer format)"),
    ],
)
def test_what_is_newer_is_unsupported(text: str, message: str) -> None:
    with pytest.raises(Unsupported, match=re.escape(message)):
        read(text)


def test_versions_that_are_known() -> None:
    for header in ("relucert 1", "relucert 1.0", "\ufeffrelucert 1", "# first\nrelucert\n1", "relucert 1.7"):
        (d,) = read(f"{header} let P : points = [] end").definitions
        assert d.name == "P"
    for header in ("relucert 1.", "relucert 1x", "relucert 1.0.0", "relucert", "relucert1", "Relucert 1"):
        with pytest.raises(Malformed) as error:
            read(f"{header} let P : points = [] end")
        assert not isinstance(error.value, Unsupported)


@pytest.mark.parametrize("name", ["training/fits", "linear/infeasible", "treewidth/upper_bound"])
def test_a_truncated_certificate_is_an_error(name: str) -> None:
    text = (CERTIFICATES / f"{name}.cert").read_text()
    assert text.endswith("end\n") and read(text.rstrip("\n")).claims
    for end in range(len(text) - 1):
        with pytest.raises(Malformed):
            read(text[:end])
        with pytest.raises(Malformed):
            formatted(text[:end])


DIGITS = "7" * 100_000
LONG = {
    "brackets": ("[" * 1_000_000, "brackets are nested more than 100 deep"),
    "balanced brackets": ("[" * 20_000 + "]" * 20_000, "brackets are nested more than 100 deep"),
    "brackets at the limit": ("[" * 100 + "]" * 100, "expected a list of labelled points|found a list"),
    "calls": ("f(" * 1000 + ")" * 1000, "brackets are nested more than 100 deep"),
    "digits": (f"[({DIGITS}) -> {DIGITS}/{DIGITS}0, (1, 2) -> 3]", "expected a point with 1 coordinates"),
    "digits of a wrong kind": (f"{DIGITS}", "found a number"),
    "digits and letters": (f"[({DIGITS}x) -> 1]", "malformed number"),
    "name": ("a" * 1_000_000, "the name `a{40}...`, which is not defined"),
    "signs": ("[(" + "-" * 100_000 + "1) -> 1]", "unexpected `--`"),
    "numbers in one line": ("[" + "1, " * 200_000 + "2]", "expected a labelled point"),
    "odd items": ("[" + "(1) -> 1e1, " * 2000 + "(1) -> ]", "unexpected `]`"),
    "blanks": (" " * 1_000_000 + "?", "unexpected `\\?`"),
    "comments": ("# [\n" * 100_000 + "?", "unexpected `\\?`"),
}


@pytest.mark.parametrize("name", LONG)
def test_long_texts_end_soon(name: str) -> None:
    value, message = LONG[name]
    text = f"relucert 1\nlet P : points = {value}\nend"
    start = process_time()
    with pytest.raises(Malformed, match=message) as error:
        read(text)
    assert len(str(error.value)) < 200 and len(show("f", text, error.value.span, "")) < 500
    assert process_time() - start < 10


@given(text=st.text("relucert 1let:={}()[],->|*+x/.#\n\0é0", max_size=60))
@settings(max_examples=100, deadline=None)
def test_nothing_but_malformed(text: str) -> None:
    for t in (text, f"relucert 1\nlet P : points = {text}", f"relucert 1\nlet N : network = {text}\nend"):
        for reader in (read, formatted):
            try:
                reader(t)
            except Malformed as error:
                assert 1 <= error.span.line <= t.count("\n") + 1
                assert 1 <= error.span.column <= max(map(len, t.split("\n"))) + 1


def test_show() -> None:
    text = "relucert 1\r\nlet\tP : points = [(1) -> \x1b]\r\nend\r\n"
    with pytest.raises(Malformed) as error:
        read(text)
    assert show("a.cert", text, error.value.span, str(error.value)) == (
        "a.cert:2:26: unexpected `\\x1b`; expected a value\n"
        "  let\tP : points = [(1) -> \N{REPLACEMENT CHARACTER}]\n"
        "     \t                     ^"
    )
