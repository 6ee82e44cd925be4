"""Reports: every example and every mutant in three formats, hostile input, bulk, a browser, pdflatex."""

from __future__ import annotations

import re
import shutil
import subprocess
from contextlib import suppress
from dataclasses import replace
from functools import cache
from html import unescape
from html.parser import HTMLParser
from itertools import cycle
from pathlib import Path

import pytest
from flint import fmpq

from checker.claims.fh23.theorem11 import Tree
from checker.claims.table import ASSUMED, NAMES
from checker.claims.table import claim as claim_named
from checker.kernel.rows import Combination
from checker.kernel.tree import Hole
from checker.kernel.verdict import Claim, Failure, check
from checker.language.read import read
from checker.language.write import write
from checker.objects.affine import affine
from checker.objects.formula import Clause, Formula
from checker.objects.levee import Levee
from checker.objects.network import Network, Relu, network
from checker.producers.fh23.theorem1 import lift
from checker.producers.producer import Made, document, producer
from checker.reports import html, latex, text
from checker.reports.build import build
from checker.reports.document import Report
from checker.reports.explain import FORMATS, explain
from checker.reports.figures.breaklines import breaklines, ridges
from checker.reports.meaning import meaning
from checker.reports.spoken import place, said
from checker.reports.words import numeral, plain, words

ROOT = Path(__file__).parents[1]
CLAIMS = [claim_named(name) for name in NAMES]
RENDER = {"html": html.render, "latex": latex.render, "text": text.render}
FORWARD = claim_named("fh23.theorem1.forward")
HOSTILE = "<script>alert('x')</script>\"&\x1b[2J\u202e\\input{secret} .cert"


class Page(HTMLParser):
    """Reads a report: its words, and whether every element is closed, every link leads somewhere."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.tags: list[str] = []
        self.data: list[str] = []
        self.feed(source)
        self.close()
        assert not self.open, f"never closed: {self.open}"
        assert len(set(self.ids)) == len(self.ids), "an id occurs twice"
        assert {link.removeprefix("#") for link in self.links} <= set(self.ids), "a link leads nowhere"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.append((name, value or ""))
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        if self.open[-1:] not in (["style"], ["script"]):
            self.data.append(data)

    @property
    def words(self) -> str:
        """The text between the elements, but for style and script."""
        return "".join(self.data)


def visible(form: str, source: str) -> str:
    """What a reader sees, with the signs and blanks of plain text."""
    if form == "html":
        body = re.sub(r"<(style|script|title)[^>]*>.*?</\1>", "", source, flags=re.DOTALL)
        source = unescape(re.sub(r"<[^>]*>", "", body))
    if form == "latex":
        source = re.sub(r"\\allowbreak\{\}|(?<=[-,])\{\}|\\textcolor\{\w+\}", "", source)
        for sign, code in [*latex.SPECIAL.items(), *((c, f"${s}$") for c, s in latex.SYMBOLS.items())]:
            source = source.replace(code, sign)
        source = re.sub(r"\\(?:textsubscript|texttt|textbf|textit)\{([^{}]*)\}", r"\1", source)
        source = source.replace("{", "").replace("}", "")
    return " ".join(source.replace("\N{MINUS SIGN}", "-").split())


@cache
def examples(claim: Claim) -> list[tuple]:
    made = producer(claim)
    return [(s, made.produce(s)) for s in made.examples()]


@cache
def small(claim: Claim) -> list[tuple]:
    """The shortest example, and the others that are quick; Figure 5 has tests of its own."""
    first, *rest = sorted(examples(claim), key=lambda made: len(write(claim, *made)))
    return [first, *(made for made in rest if len(write(claim, *made)) < 6000)]


def refused(claim: Claim, mutation) -> tuple[object, object, Failure]:
    """A short mutant that is refused for the stated reason."""
    for s, c in [*small(claim), examples(claim)[mutation.example]]:
        with suppress(LookupError, AttributeError, TypeError, ValueError):
            mutant = mutation.apply(s, c)
            failure = check(claim, *mutant).failure
            if failure is not None and failure.obligation.name == mutation.breaks:
                return *mutant, failure
    raise AssertionError(f"{mutation.breaks} is not refused")


def report(claim: Claim, s, c, path: str = "C.cert", permitted: frozenset[str] = frozenset()) -> Report:
    source = write(claim, s, c, producer(claim).named(s, c))
    read_back = read(source)
    return build(1, path, source, read_back, read_back.claims[0], permitted)


@pytest.mark.parametrize("claim", CLAIMS, ids=NAMES)
def test_every_claim_is_reported(claim: Claim) -> None:
    """Its examples in one format after the other; neighbours begin with different ones."""
    for number, (s, c) in enumerate(small(claim), CLAIMS.index(claim)):
        made = report(claim, s, c)
        assert made.verdict == ("INCOMPLETE" if claim.name in ASSUMED else "VERIFIED")
        names = check(claim, s, c).decided
        form = FORMATS[number % 3]
        source = RENDER[form]([made])
        seen = visible(form, source)
        assert made.verdict in seen and "NOT VERIFIED" not in seen
        assert all(name in seen for name in names), form
        if form == "html":
            self_contained(source)


SEEN = set[str]()
MUTANTS = []
for known in CLAIMS:
    for mutation in producer(known).mutations:
        name = mutation.breaks.split(".")[-1]
        if name not in SEEN:  # obligations of one name are reported alike
            SEEN.add(name)
            MUTANTS.append((known, mutation))


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "claim, mutation, form",
    [
        pytest.param(claim, mutation, form, id=f"{claim.name}-{mutation.breaks}-{form}")
        for (claim, mutation), form in zip(MUTANTS, cycle(RENDER))
    ],
)
def test_every_mutant_is_reported(claim: Claim, mutation, form: str) -> None:
    """In one of the formats; neighbours of one claim come in different ones."""
    s, c, failure = refused(claim, mutation)
    ob, first = failure.obligation, failure.indices[0] if failure.indices else None
    sides = (ob.left, ob.right) if first is None else (ob.left[first], ob.right[first])
    made = report(claim, s, c)
    assert made.verdict == "NOT VERIFIED"
    seen = visible(form, RENDER[form]([made]))
    assert "NOT VERIFIED" in seen and mutation.breaks in seen
    for side in sides:
        value = said(side).replace("\N{MINUS SIGN}", "-")
        value = " ".join(value.split())[:60]
        assert (value if form != "latex" else re.sub("[{}]", "", value)) in seen


def self_contained(source: str) -> None:
    page = Page(source)
    assert page.tags.count("script") == 1
    assert all(link.startswith("#") for link in page.links)
    assert not {"src", "srcset", "action", "onclick", "onload"} & {name for name, _ in page.attributes}
    for value in re.findall(r"url\(([^)]*)\)|@import", source):
        assert value.startswith("#")


def bias() -> tuple:
    """The second bias of the second clause of Figure 5 is 1/1000 off."""
    s, c = examples(FORWARD)[0]
    (mutation,) = [m for m in producer(FORWARD).mutations if m.breaks == "fit.fits"]
    return mutation.apply(s, c)


def test_a_refusal_says_where_by_how_much_and_why() -> None:
    made = report(FORWARD, *bias())
    seen = visible("html", html.render([made]))
    assert (
        "fit.fits fails at clause 2, selection gadget, row x1 = 0, point 6: found 999/1000, expected 1"
        in seen
    )
    assert "fit.fits is false in 62 of its 279 components" in seen
    assert "56 more components are false. All 62 differ by -1/1000." in seen
    assert "Computed afterwards, to explain it." in seen
    assert "neuron 6: its bias -106999/1000-1071/1000" in seen.replace(" -", "-").replace("bias-", "bias -")
    page = Page(html.render([made]))
    wrong = [value for name, value in page.attributes if name == "class" and value == "wrong"]
    assert len(wrong) >= 62, "every failing component is a marked row"
    assert "c1-point-41" in page.ids and "#c1-point-41" in page.links, "the ringed point links to its row"


@pytest.mark.parametrize(
    "name, breaks", [("fh23.theorem1.forward", "fit.fits"), ("treewidth.upper_bound", "width")]
)
def test_the_terminal_is_quoted_as_it_speaks(name: str, breaks: str, tmp_path: Path, relucert) -> None:
    claim = claim_named(name)
    (mutation,) = [m for m in producer(claim).mutations if m.breaks == breaks]
    path = tmp_path / "C.cert"
    path.write_text(write(claim, *mutation.apply(*examples(claim)[mutation.example])))
    told = relucert("check", path).err.splitlines()[:3]
    shown = relucert("explain", path, "--format", "html").out
    listing = [line.rstrip() for line in unescape(shown).split("<pre>")[1].split("</pre>")[0].splitlines()]
    assert "error[" in told[0] and listing[:3] == [line.rstrip() for line in told]
    assert listing[-1] == "s NOT VERIFIED"


def test_what_was_not_reached_is_named() -> None:
    (mutation,) = [m for m in producer(FORWARD).mutations if m.breaks == "target-x1"]
    made = report(FORWARD, *mutation.apply(*examples(FORWARD)[0]))
    seen = visible("text", text.render([made]))
    assert "not reached: exactly-one-true and fit.*." in seen


def test_mapping_names_each_piece_in_the_words_of_the_paper() -> None:
    seen = visible("text", text.render([report(FORWARD, *examples(FORWARD)[0])]))
    assert "clause 3 = v5 ∨ v2 ∨ *v1* clause 3, selection gadget 162 -1/3, -1/6, *0* 35" in seen
    assert "variable *v1* = *true* variable 1, selection -54 *-1*, 1 33 gadget" in seen
    assert "clause 1, literal 2, v4 *p_(1,2)* 1620/11 -756/11 1 where its levee meets" in seen


def test_hostile_names_are_only_text() -> None:
    s, c = bias()
    source = write(FORWARD, s, c).replace(
        "(0, 107) -> 1,", "(0, 107) -> 1, # </pre><img src=x onerror=alert(1)> \\end"
    )
    read_back = read(source)
    made = build(1, HOSTILE, source, read_back, read_back.claims[0], frozenset())
    page = Page(html.render([made]))
    assert page.tags.count("script") == 1 and "img" not in page.tags
    assert "<script>alert('x')</script>" in page.words and "onerror=alert(1)" in page.words
    terminal = text.render([made], color=True)
    assert "\x1b[2J" not in terminal and "\u202e" not in terminal
    typeset = latex.render([made])
    assert r"\input" not in typeset and r"\textbackslash{}input\{" in typeset.replace(r"\allowbreak{}", "")


def test_latex_prints_only_what_was_escaped() -> None:
    template = latex.environment().from_string("((( value )))")
    assert template.render(value="50% of $x_1$ & #") == r"50\% of \$x\_1\$ \& \#"
    assert latex.escape("½ of a snowman ☃") == r"\texttt{U+00BD} of a snowman \texttt{U+2603}"


def test_several_claims_make_one_page() -> None:
    s, c = examples(FORWARD)[0]
    fits = claim_named("training.fits")
    one, other = write(FORWARD, s, c), write(fits, *examples(fits)[0])
    source = one.removesuffix("end\n") + other.removeprefix("relucert 1\n")
    read_back = read(source)
    for form in FORMATS:
        made = explain("two.cert", source, read_back, read_back.claims, format=form)
        seen = visible(form, made)
        assert seen.count("VERIFIED:") >= 2 and "fh23.theorem1.forward" in seen and "training.fits" in seen


def test_an_assumption_makes_it_incomplete_until_it_is_permitted() -> None:
    no = claim_named("fh23.theorem11.no")
    s, _ = examples(no)[0]
    holes = Tree((), (Hole(),))
    assert report(no, s, holes).verdict == "INCOMPLETE"
    seen = visible("text", text.render([report(no, s, holes)]))
    assert "INCOMPLETE: every obligation holds, but the proof leans on tree.hole" in seen
    allowed = report(no, s, holes, permitted=frozenset({"tree.hole"}))
    assert allowed.verdict == "VERIFIED"
    assert "relucert check --assume=tree.hole C.cert" in text.render([allowed])


def test_bulk_is_abbreviated_and_says_so() -> None:
    made = lift(
        Formula(40, tuple(Clause((i, i + 14, i + 27)) for i in range(1, 14)) * 2), frozenset(range(1, 14))
    )
    weight, neuron = made.certificate.network.neurons.terms[5]
    terms = list(made.certificate.network.neurons.terms)
    terms[5] = weight, Relu(replace(neuron.form, constant=neuron.form.constant + fmpq(1, 7)))
    wrong = replace(made.certificate, network=network(*terms))
    for certificate, verdict in ((made.certificate, "VERIFIED"), (wrong, "NOT VERIFIED")):
        source = document(Made(made.claim, made.statement, certificate))
        read_back = read(source)
        points = len(made.statement.target.points)
        assert points > 2000
        found = build(1, "big.cert", source, read_back, read_back.claims[0], frozenset())
        page = html.render([found])
        assert found.verdict == verdict and len(page) < 1_500_000
        assert "rows not shown" in page and "lines are not shown" in page
        assert f"{points:,} data points in the plane" in page


def test_long_numbers_are_shown_by_their_ends() -> None:
    assert numeral(fmpq(-3, 7)) == "\N{MINUS SIGN}3/7"
    assert numeral(10**5000) == "100000000000...00000000 (5001 digits)"


@pytest.mark.parametrize("number", ["1" + "0" * 400, "1/1" + "0" * 400, "-3/1" + "0" * 5000])
@pytest.mark.parametrize("place", ["-5/3", "relu(-1/2*x1 + x2 + 2)", "4/3, 1) -> 1"])
def test_numbers_beyond_floats_are_drawn_somewhere(place: str, number: str) -> None:
    """A bias of 1/10^400 made an enlargement divide by zero."""
    made = {"-5/3": number, "relu(-1/2*x1 + x2 + 2)": f"relu(-1/2*x1 + x2 + {number})".replace("+ -", "- ")}
    fits = claim_named("training.fits")
    source = write(fits, *examples(fits)[0]).replace(place, made.get(place, f"4/3, 1) -> {number}"))
    read_back = read(source)
    for form in FORMATS:
        seen = visible(form, explain("C.cert", source, read_back, read_back.claims, format=form))
        assert "NOT VERIFIED" in seen and "digits)" in seen


def test_words_set_indices_and_powers() -> None:
    assert plain(words("p_(j,r) of x12 in Q^2, 2^(k-1), ``x_1``, -1/2 and a-1")) == (
        "p_(j,r) of x12 in Q^2, 2^(k-1), x_1, \N{MINUS SIGN}1/2 and a-1"
    )
    assert [part.below for part in words("row x1 = 0") if part.style == "letter"] == ["1"]
    assert [part.style for part in words("``p_1``")] == ["code"]


def test_places_in_words() -> None:
    assert place(("lemmas", 2, "steps", 0)) == "lemma 3, step 1"
    assert place(("formula", "clauses", 1, "literals", 0)) == "formula, clause 2, literal 1"
    assert place(("tree", 4)) == "tree, entry 5"
    assert place(("target", "points", 7, "clause 1, point q1-")) == "target, point 8, clause 1, point q1-"


def test_meaning_comes_from_the_docstring() -> None:
    assert meaning(FORWARD, "exactly-one-true") == "the assignment solves F"
    assert meaning(FORWARD, "target-x1") == "T is the instance of the construction"
    assert meaning(FORWARD, "no-such-name") == ""


def mirrored(n: Network) -> Network:
    """The same breaklines: every second levee reversed, all neurons in another order."""
    terms = list(n.neurons.terms)
    for i in range(0, len(terms), 8):
        for j in range(i, i + 4):
            weight, neuron = terms[j]
            form = affine([-neuron.form.coefficient(1), -neuron.form.coefficient(2)], -neuron.form.constant)
            terms[j] = weight, Relu(form)
    return Network(Combination(tuple(terms[5::2] + terms[1:5:2] + terms[::2])))


def test_levees_are_found_by_their_breaklines() -> None:
    n = examples(FORWARD)[0][1].network
    for other in (n, mirrored(n)):
        found, rest = ridges(breaklines(other))
        assert not rest and len(found) == 8 and all(r.exact for r in found)
        assert {int(r.offset.p) for r in found} == {54, 108, 162, -54, -108, -162, -216, -270}
    found, rest = ridges(breaklines(bias()[1].network))
    assert not rest and [r.exact for r in found].count(False) == 1
    alone, rest = ridges(breaklines(network(*Levee(fmpq(1, 2)).neurons()[:3])))
    assert not alone and len(rest) == 3


def test_figures_are_named_for_those_who_do_not_see_them() -> None:
    source = html.render([report(FORWARD, *examples(FORWARD)[0])])
    drawings = re.findall(r"<svg [^>]*>", source)
    assert drawings and all('role="img" aria-label="' in d or 'aria-hidden="true"' in d for d in drawings)
    assert (
        "<title>point 32: clause 1, selection gadget, point q1-: (\N{MINUS SIGN}24, 76), label 0</title>"
        in source
    )


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_latex_compiles(tmp_path: Path) -> None:
    no, width = claim_named("fh23.theorem11.no"), claim_named("treewidth.upper_bound")
    reports = [
        report(FORWARD, *bias(), path=HOSTILE),
        report(no, *examples(no)[0]),
        report(width, *examples(width)[0]),
    ]
    (tmp_path / "report.tex").write_text(latex.render(reports))
    run = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "report.tex"]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, timeout=120)
    log = done.stdout.decode(errors="replace")
    assert done.returncode == 0, log[-2000:]
    assert (tmp_path / "report.pdf").stat().st_size > 10_000


BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")


@pytest.fixture
def browser():
    if BROWSER is None or DRIVER is None:
        pytest.skip("chromium or chromedriver is not installed")
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync",
                 "--disable-dev-shm-usage"):  # fmt: skip
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


def test_in_a_browser(browser, tmp_path: Path) -> None:
    from selenium.webdriver import ActionChains
    from selenium.webdriver.common.by import By

    page = tmp_path / "report.html"
    (mutation,) = [m for m in producer(FORWARD).mutations if m.breaks == "fit.fits"]
    s, c, _ = refused(FORWARD, mutation)
    page.write_text(html.render([report(FORWARD, s, c, path=HOSTILE)]), encoding="utf-8")
    for width, opened in ((1100, False), (390, True)):
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 640}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.get(page.as_uri())
        browser.execute_script(
            "document.querySelectorAll('details').forEach(x => x.open = arguments[0])", opened
        )
        wide, room = browser.execute_script(
            "const e = document.documentElement; return [e.scrollWidth, e.clientWidth]"
        )
        assert wide <= room, f"{wide} points wide on a screen of {room}"

    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.set_window_size(1200, 900)
    browser.get(page.as_uri())
    fold = browser.find_element(By.CSS_SELECTOR, "#c1-statement details")
    summary = fold.find_element(By.TAG_NAME, "summary")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", summary)
    assert fold.get_attribute("open") is None
    summary.click()
    assert fold.get_attribute("open") is not None
    summary.click()
    assert fold.get_attribute("open") is None

    title = browser.find_element(By.TAG_NAME, "h1")
    square = browser.find_element(By.CSS_SELECTOR, "svg.overview [data-k='part-1'] .gadget")
    for element in (title, square):
        browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        ActionChains(browser).move_to_element(element).perform()
        if element is title:
            assert not browser.find_elements(By.CSS_SELECTOR, ".hl")
    lit = browser.find_elements(By.CSS_SELECTOR, ".hl")
    assert lit and all("part-1" in e.get_attribute("data-k").split() for e in lit)
    assert any(e.tag_name == "tr" for e in lit), "the row of the mapping lights up with the gadget"

    assert browser.execute_script("return document.scripts.length") == 1
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []
