"""The networks with at most 4m breaklines that fit stacked selection gadgets are the sums of their levees.

Source: fh23, Lemma 5, for networks.  As printed, for continuous piecewise linear functions, it is false
from three gadgets on (``fh23.lemma5.printed``).  The strips of all gadgets are settled here before any
point q is used, as the printed induction needs values at q that it does not yet have.

``fh23.lemma5``
Statement:   m selection gadgets from below (slopes s_1 < ... < s_l, offset z, one epsilon), data points,
             and the number of functions.  Claimed: the functions of two-layer ReLU networks that have at
             most 4m breaklines and fit the points are exactly the sums of one levee per gadget, and they
             are so many.  (A network of 4m neurons has at most 4m breaklines.)
Certificate: for each of the lines x1 = -epsilon, 0, epsilon (``left``, ``centre``, ``right``), by the
             numbers of the data points: ``breaks``, 4m triples from below, four a gadget, between the
             ends of which a breakline of that kind must cross; ``stretches``, triples between the ends of
             which none crosses; ``levels``, a data point below, between and above the pairs of breaks.
             For each gadget ``q``: its points q1-, q1+, q2-, ...
Soundness:   Let f be a network that fits, with at most 4m breaklines, each convex or concave along its
             whole length (``fh23.breaklines``).
             (A) ``break-is-forced``: f bends that way on the open interval, so a breakline of that kind
             crosses it.  ``windows-disjoint`` and ``break-per-breakline``: these are 4m different ones, so
             they are all, none is vertical, and each crosses each of the three lines in a window.
             (B) ``stretch-bends-one-way``: only one kind can cross the stretch, so f is convex or concave
             on it; ``stretch-is-straight``: it meets a chord inside, so it is affine, and nothing crosses.
             The windows shrink accordingly; on the centre to points (``break-is-pinned``).
             (C) ``matches-*``: of one kind, the lowest breakline on the centre takes the lowest window on
             both sides, as with any other its three heights are not in line; then the next.  ``slope-*``:
             so all four breaklines of a gadget have slopes from s_1 to s_l.
             (D) ``level-*``: between two pairs no breakline enters the strip, where f is affine, and 0 or 1
             by three points not in line.  A pair cannot cross in the strip, where 0 would meet 1; between
             the two f is affine, 0 on one and 1 on the other, so they are parallel.  With slopes s and t of
             its two pairs each gadget adds clamp(u_s + 2) - clamp(u_t - 1), where u_s = x2 - z - s*x1 and
             clamp cuts off at 0 and 1; nothing remains, as f is 0 at the bottom.
             (E) ``others-vanish``: at q the other gadgets add 0, whatever their slopes.  ``q-*``: so if
             s <= t, each qi+ forces s >= s_(i+1) or t <= s_i, hence s = t is a listed slope; if s > t, each
             qi- forces s <= s_i or t >= s_(i+1), which cannot be.
             Conversely ``levees-agree`` and ``levees-fit``: every sum has the labels as its values.
             ``functions``: the product of the numbers of slopes; different sums have different breaklines.
Scope:       the points need not be the table of ``fh23.gadget``, but must carry the proof.

``fh23.lemma5.printed``
Statement:   m selection gadgets as above and the points of their tables; the offsets are as far apart as
             the source asks, 8S/delta + 6 for the steepest slope S and the least difference delta of
             two slopes of a gadget.
Certificate: a function: a slope for each gadget, whose levees are added, and a ``roof`` of affine forms, of
             which max(0, the least of them) is added; and a place where it is above m.
Soundness:   *As printed*, the continuous piecewise linear functions with at most 4m breaklines that fit are
             sums of one levee per gadget.  ``table-*``, ``epsilon-*`` and ``distance-as-printed``: the
             points are those of the source.  ``another-fits``: the function fits them.  The roof breaks
             only where one of its forms is 0 or two are equal, ``roof-on-breaklines``: on lines where one
             of the levees breaks, so 4m lines contain all breaks.  ``above-every-sum``: levees are at most
             1, so no sum of m levees has this value.
Scope:       one stack.  No network has this function: its break is only part of a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import prod

from flint import fmpq

from checker.claims.fh23.breaklines import normal
from checker.kernel.column import column
from checker.kernel.obligation import Path, Proof, Sentence, at_most, each, equal, less, member
from checker.kernel.verdict import Claim
from checker.objects.affine import Affine, affine
from checker.objects.levee import BREAKS, ZERO, Levee
from checker.objects.points import LabelledPoint, Points, points
from checker.reductions.fh23.selection_gadget import SelectionGadget
from checker.reductions.reduction import point_obligations


@dataclass(frozen=True, slots=True)
class Convex:
    """``convex(2, 3, 4)``: three data points of a line, from below, between which f is convex or bends so."""

    lower: int
    middle: int
    upper: int


@dataclass(frozen=True, slots=True)
class Concave:
    lower: int
    middle: int
    upper: int


Triple = Convex | Concave
KINDS = (Convex, Concave, Concave, Convex)
"""The breaks of a levee from below."""


@dataclass(frozen=True, slots=True)
class Line:
    """What the data points of a vertical line say about f there."""

    breaks: tuple[Triple, ...]
    stretches: tuple[Triple, ...]
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Uniqueness:
    left: Line
    centre: Line
    right: Line
    q: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Statement:
    gadgets: tuple[SelectionGadget, ...]
    points: Points
    functions: int


@dataclass(frozen=True, slots=True)
class Stack:
    gadgets: tuple[SelectionGadget, ...]
    points: Points


@dataclass(frozen=True, slots=True)
class Another:
    """The sum of the levees with these slopes, and of max(0, the least form of the roof)."""

    slopes: tuple[fmpq, ...]
    roof: tuple[Affine, ...]
    above: tuple[fmpq, ...]


Window = tuple[fmpq, fmpq]
"""The ends of a closed interval in which a breakline crosses a vertical line."""


@dataclass(frozen=True, slots=True)
class Crossings:
    windows: list[Window]
    """Of each breakline, in the order of the breaks."""
    levels: list[fmpq]
    """The heights of the level points."""


def outside(window: Window, low: fmpq, high: fmpq) -> Window:
    """The window without this open interval; as it was, where that leaves two pieces or none."""
    a, b = window
    if low < a and high <= b:
        return high, b
    if a <= low and b < high:
        return a, low
    return window


def crossings(
    line: Line, x1: fmpq, gadgets: int, data: Sequence[LabelledPoint], at: Path
) -> Proof[Crossings]:
    """Steps A and B on one vertical line, and the levels of step D."""

    def located(numbers: Sequence[int], here: Path) -> Proof[list[tuple[fmpq, fmpq]]]:
        """Height and label of these data points."""
        yield less("point-exists", 0, min(numbers), at=here)
        yield at_most("point-exists", max(numbers), len(data), at=here)
        found = [data[number - 1] for number in numbers]
        yield equal("on-the-line", tuple([x[0] for x, _ in found]), (x1,) * len(found), at=here)
        return [(x[1], label) for x, label in found]

    def bent(triple: Triple, here: Path) -> Proof[tuple[fmpq, fmpq, fmpq]]:
        """The heights of the ends, and by how much the slope grows."""
        found = yield from located((triple.lower, triple.middle, triple.upper), here)
        (low, a), (middle, b), (high, c) = found
        yield less("from-below", low, middle, at=here)
        yield less("from-below", middle, high, at=here)
        return low, high, (c - b) / (high - middle) - (b - a) / (middle - low)

    windows, here = list[Window](), (*at, "breaks")
    kinds = tuple([type(b).__name__.lower() for b in line.breaks])
    yield equal("break-per-breakline", len(kinds), 4 * gadgets, at=here)
    yield equal("kinds-of-breaks", kinds, tuple([k.__name__.lower() for k in KINDS]) * gadgets, at=here)
    for i, b in enumerate(line.breaks):
        low, high, bend = yield from bent(b, (*here, i))
        yield less("break-is-forced", ZERO, bend if isinstance(b, Convex) else -bend, at=(*here, i))
        windows.append((low, high))
    for i, j in neighbours(len(windows)):
        yield at_most("windows-disjoint", windows[i][1], windows[j][0], at=(*here, j))

    for i, stretch in enumerate(line.stretches):
        here = (*at, "stretches", i)
        low, high, bend = yield from bent(stretch, here)
        yield equal("stretch-is-straight", bend, ZERO, at=here)
        met = [j for j, (a, b) in enumerate(windows) if a < high and low < b]
        others = tuple([j + 1 for j in met if type(line.breaks[j]) is not type(stretch)])
        yield equal("stretch-bends-one-way", others, (), at=here)
        for j in met:
            windows[j] = outside(windows[j], low, high)

    heights, here = list[fmpq](), (*at, "levels")
    yield equal("level-per-region", len(line.levels), 2 * gadgets + 1, at=here)
    for i, number in enumerate(line.levels):
        ((height, label),) = yield from located((number,), (*here, i))
        if i > 0:
            below = max(windows[2 * i - 2][1], windows[2 * i - 1][1])
            yield at_most("level-above-pair", below, height, at=(*here, i))
        if i < 2 * gadgets:
            above = min(windows[2 * i][0], windows[2 * i + 1][0])
            yield at_most("level-below-pair", height, above, at=(*here, i))
        yield equal("level-label", label, fmpq(i % 2), at=(*here, i))
        heights.append(height)
    return Crossings(windows, heights)


def neighbours(breaks: int) -> Iterator[tuple[int, int]]:
    """The places (i, j) of two breaks of one kind with none of that kind between, counted from 0."""
    for kind in (Convex, Concave):
        yield from pairwise([i for i in range(breaks) if KINDS[i % 4] is kind])


def only_levees(
    gadgets: Sequence[SelectionGadget],
    points: Points,
    c: Uniqueness,
    gadget_at: Callable[[int], Path],
    at: Path,
) -> Proof[None]:
    """Steps A to E: every network with 4 breaklines a gadget that fits is a sum of one levee per gadget.

    ``gadget_at`` says where a gadget stands (counted from 0), ``at`` where the certificate does.
    """
    epsilon, data = gadgets[0].epsilon, list(points)
    yield less("epsilon-positive", ZERO, epsilon, at=(*gadget_at(0), "epsilon"))
    for g, (lower, upper) in enumerate(pairwise(gadgets), 1):
        yield equal("one-epsilon", upper.epsilon, epsilon, at=(*gadget_at(g), "epsilon"))
        yield less("gadgets-apart", lower.offset + 4, upper.offset, at=(*gadget_at(g), "offset"))
    yield equal("points-in-the-plane", points.dimension, 2, at=("statement",))

    left = yield from crossings(c.left, -epsilon, len(gadgets), data, (*at, "left"))
    centre = yield from crossings(c.centre, ZERO, len(gadgets), data, (*at, "centre"))
    right = yield from crossings(c.right, epsilon, len(gadgets), data, (*at, "right"))
    breaks = (*at, "centre", "breaks")
    pins = [gadget.offset + u for gadget in gadgets for u, _ in BREAKS]
    for i, (window, pin) in enumerate(zip(centre.windows, pins, strict=True)):
        yield equal("break-is-pinned", window, (pin, pin), at=(*breaks, i))

    for i, j in neighbours(len(pins)):
        here = (*breaks, i, "twice its height")
        yield less("matches-left", 2 * pins[i], left.windows[j][0] + right.windows[i][0], at=here)
        yield less("matches-right", 2 * pins[i], left.windows[i][0] + right.windows[j][0], at=here)
    for i, (pin, (a, b), (c_, d)) in enumerate(zip(pins, left.windows, right.windows, strict=True)):
        slopes, here = gadgets[i // 4].slopes, (*breaks, i, "the slope of its breakline")
        yield at_most("slope-at-least", slopes[0], max(pin - b, c_ - pin) / epsilon, at=here)
        yield at_most("slope-at-most", min(pin - a, d - pin) / epsilon, slopes[-1], at=here)

    for i, (y, middle, z) in enumerate(zip(left.levels, centre.levels, right.levels, strict=True)):
        here = (*at, "centre", "levels", i, "distance from the line of the other two")
        yield less("level-points-not-in-line", ZERO, abs(middle - (y + z) / 2), at=here)
    yield from selected(gadgets, data, c.q, (*at, "q"))


def selected(
    gadgets: Sequence[SelectionGadget],
    data: Sequence[LabelledPoint],
    q: tuple[tuple[int, ...], ...],
    at: Path,
) -> Proof[None]:
    """Step E."""
    yield equal("q-per-gadget", len(q), len(gadgets), at=at)
    for g, (gadget, numbers) in enumerate(zip(gadgets, q, strict=True)):
        gaps = [(pair, side) for pair in pairwise(gadget.slopes) for side in (-1, 1)]
        yield equal("q-per-gap", len(numbers), len(gaps), at=(*at, g))
        others = [(h, other) for h, other in enumerate(gadgets, 1) if h != g + 1]
        for i, (number, (pair, side)) in enumerate(zip(numbers, gaps, strict=True)):
            here = (*at, g, i)
            yield less("q-exists", 0, number, at=here)
            yield at_most("q-exists", number, len(data), at=here)
            x, label = data[number - 1]
            yield equal("q-label", label, ZERO, at=here)
            yield less("q-side", ZERO, side * x[0], at=here)
            u = tuple([Levee(slope, gadget.offset).coordinate(x) for slope in pair])
            yield equal("q-touches-neighbours", u, (fmpq(2 * side), fmpq(-2 * side)), at=here)
            distances = tuple([clearance(other, x) for _, other in others])
            words = [f"distance from the centre lines of gadget {h}" for h, _ in others]
            apart = at_most("others-vanish", (fmpq(2),) * len(others), distances)
            yield each(apart, place=_named(here, words))


def _named(here: Path, words: Sequence[str]) -> Callable[[int], Path]:
    return lambda i: (*here, words[i])


def clearance(gadget: SelectionGadget, x: Sequence[fmpq]) -> fmpq:
    """The least |u| at x over all slopes from the first to the last; negative if u = 0 for one of them."""
    ends = [Levee(slope, gadget.offset).coordinate(x) for slope in (gadget.slopes[0], gadget.slopes[-1])]
    return max(min(ends), -max(ends))


def every_sum_fits(gadgets: Sequence[SelectionGadget], points: Points, at: Path) -> Proof[None]:
    """Whichever levee is chosen in each gadget, the sum fits: their values do not depend on the choice."""
    totals = [ZERO] * len(points)
    for g, gadget in enumerate(gadgets, 1):
        first = column(Levee(gadget.slopes[0], gadget.offset)(x) for x, _ in points)
        for slope in gadget.slopes[1:]:
            values = column(Levee(slope, gadget.offset)(x) for x, _ in points)
            words = f"gadget {g}, slope {slope} and slope {gadget.slopes[0]}"
            yield each(equal("levees-agree", values, first), place=_worded(at, words))
        totals = [total + value for total, value in zip(totals, first, strict=True)]
    yield each(equal("levees-fit", column(totals), points.labels, at=at))


def _worded(at: Path, words: str) -> Callable[[int], Path]:
    return lambda i: (*at, i, words)


def exactly_levees(
    gadgets: Sequence[SelectionGadget],
    points: Points,
    functions: int,
    c: Uniqueness,
    gadget_at: Callable[[int], Path],
) -> Proof[None]:
    """Both directions, and the number of functions."""
    yield from only_levees(gadgets, points, c, gadget_at, ("certificate",))
    yield from every_sum_fits(gadgets, points, ("statement", "points"))
    product = prod(len(gadget.slopes) for gadget in gadgets)
    yield equal("functions", functions, product, at=("statement", "functions"))


def obligations(s: Statement, c: Uniqueness) -> Iterator[Sentence]:
    here = ("statement", "gadgets")
    yield less("gadget-exists", 0, len(s.gadgets), at=here)
    yield from exactly_levees(s.gadgets, s.points, s.functions, c, lambda g: (*here, g))


def printed_obligations(s: Stack, c: Another) -> Iterator[Sentence]:
    here, slopes_at, roof_at = ("statement", "gadgets"), ("certificate", "slopes"), ("certificate", "roof")
    differences = [b - a for gadget in s.gadgets for a, b in pairwise(gadget.slopes)]
    yield less("some-gadget-selects", 0, len(differences), at=here)
    steepest = max(abs(slope) for gadget in s.gadgets for slope in gadget.slopes)
    for g, gadget in enumerate(s.gadgets):
        epsilon_at = (*here, g, "epsilon")
        yield less("epsilon-positive", ZERO, gadget.epsilon, at=epsilon_at)
        yield equal("one-epsilon", gadget.epsilon, s.gadgets[0].epsilon, at=epsilon_at)
        yield at_most("epsilon-small", 3 * gadget.epsilon * steepest, fmpq(1), at=epsilon_at)
    for g, (lower, upper) in enumerate(pairwise(s.gadgets), 1):
        distance, least = upper.offset - lower.offset, 8 * steepest / min(differences) + 6
        yield at_most("distance-as-printed", least, distance, at=(*here, g, "offset"))
    table = [p for gadget in s.gadgets for p in gadget.table()]
    yield equal("table-dimension", s.points.dimension, 2, at=("statement", "points"))
    made = points(2, [(p.x, p.label) for p in table])
    yield from point_obligations("table", s.points, made, [p.words for p in table], ("statement", "points"))

    yield equal("slope-per-gadget", len(c.slopes), len(s.gadgets), at=slopes_at)
    for g, (gadget, slope) in enumerate(zip(s.gadgets, c.slopes, strict=True)):
        yield member("slope-listed", slope, gadget.slopes, at=(*slopes_at, g))
    levees = [Levee(slope, g.offset) for g, slope in zip(s.gadgets, c.slopes, strict=True)]
    breaklines = frozenset(normal(neuron.form) for levee in levees for _, neuron in levee.neurons())
    yield less("roof-has-forms", 0, len(c.roof), at=roof_at)
    for i, form in enumerate(c.roof):
        yield at_most("roof-in-the-plane", form.last_coordinate, 2, at=(*roof_at, i))
    bends: list[tuple[Path, Affine]] = [((*roof_at, i), form) for i, form in enumerate(c.roof)]
    for (_, a), (later, b) in combinations(bends[:], 2):
        between = [b.coefficient(i) - a.coefficient(i) for i in (1, 2)]
        bends.append(((*later, "minus an earlier form"), affine(between, b.constant - a.constant)))
    for place, form in bends:
        yield less("roof-bends", 0, len(form.terms), at=place)
        yield member("roof-on-breaklines", normal(form), breaklines, at=place)

    def another(x: Sequence[fmpq]) -> fmpq:
        return sum((levee(x) for levee in levees), max(ZERO, min(form(x) for form in c.roof)))

    values = column(another(x) for x, _ in s.points)
    yield each(equal("another-fits", values, s.points.labels, at=("statement", "points")))
    yield equal("place-in-the-plane", len(c.above), 2, at=("certificate", "above"))
    yield less("above-every-sum", fmpq(len(levees)), another(c.above), at=("certificate", "above"))


def counted(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else noun + 's'}"


def sentence(s: Statement) -> str:
    return (
        f"exactly {counted(s.functions, 'function')} of networks with at most {4 * len(s.gadgets)} breaklines"
        f" fit the {len(s.points)} points of {counted(len(s.gadgets), 'selection gadget')}: the sums of one"
        " levee per gadget"
    )


CLAIMS = (
    Claim(
        "fh23.lemma5",
        "fh23, Lemma 5",
        Statement,
        Uniqueness,
        obligations,
        sentence,
        lambda s: (
            f"EXACTLY THE LEVEES functions={s.functions} gadgets={len(s.gadgets)} points={len(s.points)}"
        ),
        "The networks with at most 4m breaklines that fit m stacked gadgets are the sums of one levee each.",
    ),
    Claim(
        "fh23.lemma5.printed",
        "fh23, Lemma 5",
        Stack,
        Another,
        printed_obligations,
        lambda s: (
            f"a continuous piecewise linear function with at most {4 * len(s.gadgets)} breaklines fits the"
            f" {len(s.points)} points of {counted(len(s.gadgets), 'selection gadget')} and is no sum of levees"
        ),
        lambda s: f"REFUTED AS PRINTED gadgets={len(s.gadgets)} points={len(s.points)}",
        "As printed, for continuous piecewise linear functions, another function than the sums of levees fits.",
    ),
)
