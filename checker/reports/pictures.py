"""Which figures a claim gets: one or two for each kind of object that it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from flint import fmpq

from checker.claims.treewidth.lower_bound import Minor, Strategy
from checker.kernel.obligation import Path
from checker.objects.graph import Digraph, Edge, Graph, TreeDecomposition
from checker.objects.levee import Levee
from checker.objects.network import Network
from checker.objects.nice import NiceTreeDecomposition
from checker.objects.points import Points, points
from checker.objects.vectors import Norm, Vectors
from checker.reductions.fh23.selection_gadget import SelectionGadget
from checker.reports.document import Block, Figure, Paragraph
from checker.reports.drawing import Disc, Drawing, Stroke
from checker.reports.figures import gadget, graph, line, plane, walk
from checker.reports.figures.plane import Bends, Part, Scene
from checker.reports.figures.view import BULK
from checker.reports.subject import Subject
from checker.reports.tables import Tables
from checker.reports.words import Span, Words, counted, listed, numeral, words

MOST_WRONG = 20_000  # failing places, or vectors, that are looked at


@dataclass(frozen=True)
class Pictures:
    subject: Subject
    tables: Tables

    @cached_property
    def wrong(self) -> tuple[Path, ...]:
        """Where obligations fail, at most a few thousand places."""
        places = []
        for number, case in enumerate(self.subject.judged.wrong()):
            if number == MOST_WRONG:
                break
            places.append(case.at)
        return tuple(places)

    def blocks(self) -> tuple[Block, ...]:
        """All figures; for what is too large or of too many dimensions, a sentence."""
        out: list[Block] = []
        for at, data in self.subject.points:
            out += self._data(at, data)
        if not self.subject.points:
            out += self._without_points()
        out += self._graphs()
        out += self._walks()
        return tuple(out)

    def network(self, dimension: int) -> Network | None:
        """The network of the claim, if there is one and it is of this dimension."""
        for _, found in self.subject.all(Network):
            if all(neuron.form.last_coordinate <= dimension for _, neuron in found.neurons.terms):
                return found
        return None

    def scene(self, at: Path, data: Points) -> Scene:
        """What is to be seen around these data points."""
        wrong = [p[len(at)] for p in self.wrong if p[: len(at)] == at and len(p) > len(at)]
        known = [i for i in wrong if isinstance(i, int) and 0 <= i < len(data)]
        named = self.subject.point_words(at)

        def name(i: int) -> str:
            return f"point {i + 1}" + (f": {named(i)}" if named(i) else "")

        network = self.network(data.dimension)
        levees = tuple((self.subject.name(place), levee) for place, levee in self.subject.all(Levee))
        pieces = self.subject.pieces
        return Scene(
            data, network, pieces, name, frozenset(known), known[0] if known else None,
            self.bad_neurons(), levees, lambda anchor: anchor in self.tables.anchors,
        )  # fmt: skip

    def chosen_slopes(self) -> frozenset[tuple[fmpq, fmpq]]:
        """(offset, slope) of every ridge of the network."""
        found = self.network(2)
        return (
            frozenset((r.offset, r.slope) for r in Bends(found).ridges if r.slope is not None)
            if found
            else frozenset()
        )

    def bad_neurons(self) -> frozenset[int]:
        """The neurons, counted from 1, at which an obligation fails."""
        found = set()
        for place in self.wrong:
            for key, item in pairwise(place):
                if key == "neurons" and isinstance(item, int):
                    found.add(item + 1)
        return frozenset(found)

    def _data(self, at: Path, data: Points) -> Iterator[Block]:
        if not len(data):
            return
        scene = self.scene(at, data)
        if data.dimension == 1:
            yield Figure((line.graph(scene),), self._line_caption(scene), legend(scene))
        elif data.dimension == 2:
            yield from self.in_plane(scene)
        else:
            yield Paragraph(
                words(f"The data points have {data.dimension} coordinates; they are not drawn."), "note"
            )

    def _line_caption(self, scene: Scene) -> Words:
        about = [Span("The data points over the line", "strong")]
        if scene.network:
            about = [Span("The graph of the network and the data points", "strong")]
            about.append(Span(", both axes each at its own scale. Lines down mark where the network breaks."))
        else:
            about.append(Span("; no network is part of this certificate."))
        if scene.wrong:
            about.append(
                Span(" The ring marks the first wrong data point, a cross what the network computes.")
            )
        if len(scene.points) > BULK:
            about.append(
                Span(f" Of {len(scene.points):,} points every {len(scene.points) // 400:,}th is drawn.")
            )
        return tuple(about)

    def in_plane(self, scene: Scene) -> Iterator[Block]:
        """The overview, and one gadget in detail."""
        gadgets = scene.gadgets()
        alone = len(gadgets) == 1 and len(scene.parts) == 1
        chosen = self.chosen(scene)
        expected: Levee | None = None
        if chosen and scene.spot is not None:
            expected, found = gadget.deviations(scene, chosen[1])
            scene = Scene(
                scene.points, scene.network, scene.parts, scene.name, scene.wrong, scene.spot,
                scene.bad_neurons | {d.neuron for d in found}, scene.levees, scene.linked,
            )  # fmt: skip
        drawing, view = plane.overview(scene)
        whole = Figure(
            (drawing,), self._overview_caption(scene, view.stretch), () if chosen else legend(scene)
        )
        if chosen is None:
            if not alone:
                yield whole
            if scene.spot is not None and (inset := gadget.enlarged(scene, scene.spot, None, 1)):
                yield Figure((inset.drawing,), self._inset_caption(scene))
            return
        part, shape = chosen
        near = gadget.detail(scene, part, shape)
        if near is None:
            yield whole
            return
        close, window, outside = near
        across = close, gadget.sections(scene, part, window)
        inset = None
        if scene.spot is not None and scene.spot in part.points:
            inset = gadget.enlarged(
                scene, scene.spot, expected, window.height / (window.x2[1] - window.x2[0])
            )
        drawings = [d for d in across if d]
        if inset and inset.factor > 3:
            drawings = [close, inset.drawing]
        caption = self._detail_caption(scene, part, window.stretch, outside, len(drawings) > 1, inset)
        detail = Figure(tuple(drawings), caption, legend(scene, part.points))
        if alone:
            yield detail
        elif scene.spot is not None:
            yield from (detail, whole)
        else:
            yield from (whole, detail)

    def chosen(self, scene: Scene) -> tuple[Part, SelectionGadget] | None:
        """The gadget that is shown in detail: the one that is refused, otherwise one with few slopes."""
        gadgets = scene.gadgets()
        refused = [g for g in gadgets if scene.spot is not None and scene.spot in g[0].points]
        if refused or scene.spot is not None or not gadgets:
            return refused[0] if refused else None
        return min(gadgets, key=lambda g: len(g[1].slopes))

    def _overview_caption(self, scene: Scene, stretch: float) -> Words:
        scale = (
            "to scale"
            if 0.99 < stretch < 1.01
            else f"{X1} stretched {stretch:.3g} times"
            if stretch > 1
            else f"{X2} stretched {1 / stretch:.3g} times"
        )
        gadgets, data = scene.gadgets(), scene.points
        out = [Span(f"{counted(len(data), 'data point')} in the plane, {scale}.", "strong")]
        if gadgets:
            possible = sum(len(shape.slopes) for _, shape in gadgets)
            out.append(Span(
                f" A square is a selection gadget; the line beside it says what it stands for. Faint stripes are the"
                f" {possible} levees that the gadgets admit"
            ))  # fmt: skip
            if scene.network:
                out.append(Span(f", strong ones the {len(Bends(scene.network).ridges)} of the network"))
            if (singles := len(scene.single())) > 1:
                out.append(
                    Span(f". The {singles:,} discs between them are the data points that belong to no gadget")
                )
            out.append(Span("."))
        elif scene.network:
            found = Bends(scene.network)
            out.append(Span(f" The network has {counted(len(found.lines), 'breakline')}"))
            if found.ridges:
                out.append(
                    Span(
                        f"; {counted(len(found.ridges), 'shaded stripe')} between them, as opaque as the network is high"
                    )
                )
            out.append(Span("."))
        if len(data) > BULK and not gadgets:
            out.append(Span(" Points that share a place are one square, darker where there are more."))
        if scene.wrong:
            out.append(
                Span(
                    f" {_times(len(scene.wrong))} wrong; {'a cross marks each, or the gadget in which it lies' if gadgets else 'a cross marks each' if len(scene.wrong) <= 50 else 'crosses mark the first of them'}."
                )
            )
        if scene.bad_neurons and scene.network and scene.spot is not None:
            out.append(Span(" Tinted is the half-plane in which the suspected neuron is active."))
        return tuple(out)

    def _detail_caption(
        self,
        scene: Scene,
        part: Part,
        stretch: float,
        outside: int,
        pair: bool,
        inset: gadget.Enlargement | None,
    ) -> Words:
        scale = "to scale" if 0.99 < stretch < 1.01 else f"{X1} stretched {stretch:.3g} times"
        out = [
            Span(f"{_capital(part.name)}, with {counted(len(part.points), 'data point')}, {scale}.", "strong")
        ]
        if scene.spot is not None and scene.spot in part.points:
            out.append(Span(" The ring marks the refused point."))
        if scene.network:
            out.append(
                Span(
                    " Strong lines are breaklines of the network, thin ones those of the other levees that the gadget admits."
                )
            )
        else:
            out.append(Span(" The lines are the breaklines of the levees that the gadget admits."))
        if outside:
            out.append(Span(f" {counted(outside, 'point')} of the gadget lie outside of the picture."))
        if pair and inset and inset.factor > 3:
            out.append(
                Span(
                    f" Right: the same place enlarged {_round(inset.factor)} times; solid is what the network computes, dashed the levee."
                )
            )
        elif pair:
            out.append(
                Span(
                    " Right: the value of the network along the dotted lines, on the same height; the numbers count the points of a line from below."
                )
            )
        return tuple(out)

    def _inset_caption(self, scene: Scene) -> Words:
        assert scene.spot is not None
        return words(
            Span("The network at the refused point, enlarged.", "strong"),
            f" {_capital(scene.name(scene.spot))}.",
        )

    def _without_points(self) -> Iterator[Block]:
        """Networks, levees and gadgets that stand alone."""
        levees = tuple((self.subject.name(place), levee) for place, levee in self.subject.all(Levee))
        for at, network in self.subject.all(Network):
            dimension = max((n.form.last_coordinate for _, n in network.neurons.terms), default=0)
            empty = points(max(1, dimension), [])
            scene = Scene(empty, network, (), lambda i: "", bad_neurons=self.bad_neurons(), levees=levees)
            if dimension == 2:
                drawing, _ = plane.overview(scene, height=420)
                yield Figure((drawing,), self._network_caption(scene, self.subject.name(at)), legend(scene))
            elif dimension == 1:
                yield Figure(
                    (line.graph(scene),), words(Span("The graph of the network.", "strong")), legend(scene)
                )
        if levees and not self.subject.all(Network):
            scene = Scene(points(2, []), None, (), lambda i: "", levees=levees)
            yield Figure(
                (plane.overview(scene, height=420)[0],), words(Span("The levee, seen from above.", "strong"))
            )

    def _network_caption(self, scene: Scene, name: str) -> Words:
        found = Bends(scene.network) if scene.network else None
        count = len(found.lines) if found else 0
        out = [Span(f"The network {name} and its {counted(count, 'breakline')}, to scale.", "strong")]
        if found and found.ridges:
            out.append(Span(" A stripe is as opaque as the network is high."))
        return tuple(out)

    def _graphs(self) -> Iterator[Block]:
        graphs: list[Graph | Digraph] = [g for _, g in self.subject.all(Graph)]
        graphs += [g for _, g in self.subject.all(Digraph)]
        branches = [o.branch_sets for _, o in self.subject.all(Minor)]
        branches += [o.branch_sets for _, o in self.subject.all(Strategy)]
        flaws = self.flaws()
        drawings: list[Drawing] = []
        notes = []
        for g in graphs:
            drawn = graph.graph(g, flaws, branches[0] if branches else ())
            drawings += [drawn] if drawn else []
            if drawn is None and g.order:
                notes.append(f"the graph has {counted(g.order, 'vertex', 'vertices')}")
        for _, d in self.subject.all(TreeDecomposition):
            tree = graph.decomposition(d, flaws)
            drawings += [tree] if tree else []
            if tree is None and d.bags:
                sizes = sorted(map(len, d.bags))
                notes.append(
                    f"the decomposition has {len(d.bags):,} bags of {sizes[0]} to {sizes[-1]} vertices"
                )
        for _, n in self.subject.all(NiceTreeDecomposition):
            tree = graph.nice(n, flaws)
            drawings += [tree] if tree else []
            if tree is None and n.nodes:
                notes.append(f"the nice decomposition has {counted(len(n.nodes), 'node')}")
        if drawings:
            trees = any(d.style == "tree" for d in drawings)
            about = [Span("The graph and its tree decomposition." if trees else "The graph.", "strong")]
            if trees:
                about.append(
                    Span(
                        " Boxes are bags; beside them stands their number, and what a node of a nice decomposition does. The double frame marks the largest. A vertex under the pointer shows the bags that hold it."
                    )
                )
            if any(len(branch) > 1 for found in branches for branch in found):
                about.append(
                    Span(" Thick edges are contracted: what they connect is one vertex of the minor.")
                )
            if flaws.edges or flaws.bags or flaws.vertices or flaws.tree:
                about.append(Span(" Red marks where an obligation fails."))
            yield Figure(tuple(drawings), tuple(about))
        if notes:
            yield Paragraph(words(f"Too large to draw: {listed(notes)}."), "note")

    def _walks(self) -> Iterator[Block]:
        """Vectors in the order that the certificate gives, and the bound on their prefix sums."""
        fields = {str(part.at[1]): part.value for part in self.subject.parts}
        norm, bound, order = fields.get("norm"), fields.get("bound"), fields.get("order")
        functionals = fields.get("functionals", ())
        for _, v in self.subject.all(Vectors):
            if not isinstance(order, tuple) or sorted(order) != list(range(1, len(v) + 1)) or not order:
                continue
            if isinstance(norm, Norm) and isinstance(bound, fmpq) and isinstance(functionals, tuple):
                yield walk.figure(walk.walk(v, order, norm, functionals, bound))

    def flaws(self) -> graph.Flaws:
        """The edges, bags and vertices at which an obligation fails."""
        edges, bags, tree, vertices = set(), set(), set(), set()
        for place in self.wrong:
            for key, item in pairwise(place):
                if key in ("edges", "arcs"):
                    edges.add(item)
                elif key == "tree" and isinstance(item, Edge):
                    tree.add(item)
                elif key in ("bags", "nodes") and isinstance(item, int):
                    bags.add(item)
            for key in place:
                if isinstance(key, str) and key.startswith("vertex ") and key[7:].isdigit():
                    vertices.add(int(key[7:]))
        return graph.Flaws(frozenset(edges), frozenset(bags), frozenset(tree), frozenset(vertices))


X1, X2 = "x1", "x2"


def legend(scene: Scene, shown: range | None = None) -> tuple[tuple[Drawing, str], ...]:
    """What fillings and line styles mean, for those that occur among the points that are shown."""
    indices = range(len(scene.points)) if shown is None else shown
    items: list[tuple[Drawing, str]] = []
    labels = sorted({scene.points[i][1] for i in indices}) if len(indices) <= BULK else []
    fills = [y for y in labels if 0 <= y <= 1]
    if 0 < len(fills) <= 6 and len(fills) == len(labels) and scene.points.dimension == 2:
        discs = tuple(Disc(9 + 20 * k, 9, 5.5, float(int(y.p) / int(y.q))) for k, y in enumerate(fills))
        text = f"label {', '.join(map(numeral, fills))} (filled from below)"
        items.append((Drawing(20 * len(fills), 18, discs, "", "key"), text))
    if scene.network or scene.gadgets():
        steps = scene.network is not None and any(not x.relu for x in Bends(scene.network).lines)
        for style, text in (
            ("convex", "step up" if steps else "convex breakline"),
            ("concave", "step down" if steps else "concave breakline"),
        ):
            stroke = Stroke(((0, 9), (34, 9)), f"breakline {style}")
            items.append((Drawing(34, 18, (stroke,), "", "key"), text))
    return tuple(items)


def _times(count: int) -> str:
    return f"{counted(count, 'data point')} {'is' if count == 1 else 'are'}"


def _round(factor: float) -> str:
    if factor > 1e12:
        return "very many"
    return f"{float(f'{factor:.2g}'):,.0f}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
