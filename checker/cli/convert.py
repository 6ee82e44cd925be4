"""relucert import, export: other formats become documents, and objects of documents other formats."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from typing import Any

from checker.cli.codes import PARSE_ERROR, USAGE, VERIFIED, Failed
from checker.cli.command import Command, natural
from checker.cli.files import suffix, write_text
from checker.cli.making import notated
from checker.cli.objects import NEURONS, READERS, File, load, opened, reader, trained
from checker.cli.terminal import visible
from checker.formats import dimacs, pace
from checker.language.kinds import kind_of
from checker.language.read import read
from checker.language.write import write_json
from checker.language.write import write_text as write_document
from checker.objects.formula import Formula
from checker.objects.graph import Graph, TreeDecomposition
from checker.producers.producer import Made, document

IMPORT = """\
examples:
  relucert import F.cnf -o F.cert          a document that defines the formula F
  relucert import G.gr -o G.cert           a document that defines the graph G
  relucert import P.mps -o P.cert          a document that defines the linear program L; also .lp
  relucert import D.csv -o D.cert          a document that defines the labelled points P (columns x1, ..., xd, y)
  relucert import D.csv --neurons 3 -o T.cert      ... the training instance T: fit them with 3 ReLUs
  relucert import G.gr G.td -o G.cert      the claim that the treewidth is at most the width that G.td declares
  relucert check G.cert                    ... which importing does not check
  relucert import C.json -o C.cert         a document in JSON becomes text

exit codes: 0 written   2 usage   3 the file is malformed"""

EXPORT = """\
examples:
  relucert export F.cert -o F.cnf               a formula
  relucert export G.cert -o G.gr                a graph
  relucert export G.cert -o G.td                a tree decomposition; its graph is in the same document
  relucert export C.cert -o C.json              the whole document as JSON
  relucert export D.cert --object F --to cnf    to standard output

exit codes: 0 written   2 usage   3 the document is malformed"""


def _import_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        help="a .cnf, .gr, .td, .mps, .lp, .csv or .json file, or a .gr and a .td file",
    )
    parser.add_argument("--neurons", metavar="K", type=natural, help=NEURONS)
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="where to write; .gz compresses; default standard output"
    )


def _export_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("input", metavar="FILE", help="a document; - for standard input")
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="where to write; .gz compresses; default standard output"
    )
    parser.add_argument(
        "--to",
        choices=("cnf", "gr", "td", "json"),
        help="the format, if the name of the output does not say it",
    )
    parser.add_argument(
        "--object", metavar="NAME", help="the object to write, if the document has several that fit"
    )


def _import(given: Namespace) -> int:
    files = {suffix(name): opened(name) for name in given.files}
    if given.neurons is not None and list(files) != [".csv"]:
        raise Failed(USAGE, "--neurons needs a .csv file: it makes its points a training instance")
    match sorted(files) if len(files) == len(given.files) else []:
        case [kind] if kind in READERS:
            placed = files[kind].parsed(reader(kind))
            if given.neurons is not None:
                placed = trained(placed, given.neurons)
            comment = _counting(files) if kind in (".gr", ".td") else placed.comment
            text = _defining(placed.value)
        case [".gr", ".td"]:
            text, comment = _treewidth(files[".gr"], files[".td"]), _counting(files)
        case [".json"]:
            text, comment = write_document(*files[".json"].parsed(read).contents()), ""
        case _:
            names = " and ".join(map(visible, given.files))
            known = ", ".join((*READERS, ".json"))
            raise Failed(USAGE, f"{names}: expected one of {known}, or a .gr and a .td, each also .gz")
    write_text(given.output, notated(given.output, text, comment))
    return VERIFIED


def _export(given: Namespace) -> int:
    kind = given.to or suffix(given.output or "").removeprefix(".")
    file = opened(given.input)
    match kind:
        case "cnf":
            text = dimacs.written(load(file, (Formula,), given.object).object.value)
        case "gr":
            text = pace.written_graph(load(file, (Graph,), given.object).object.value)
        case "td":
            tree = load(file, (TreeDecomposition,), given.object).object.value
            text = pace.written_decomposition(tree, load(file, (Graph,)).object.value.order)
        case "json":
            text = write_json(*file.parsed(read).contents())
        case _:
            raise Failed(USAGE, "which format? name the output *.cnf, *.gr, *.td or *.json, or say --to")
    write_text(given.output, text)
    return VERIFIED


def _defining(value: Any) -> str:
    """A document that defines this object by the first letter of its kind."""
    return write_document({kind_of(value)[0].upper(): value}, [])


def _counting(files: dict[str, File]) -> str:
    names = " and ".join(visible(os.path.basename(file.name)) for file in files.values())
    return f"# imported from {names}; vertices and bags are counted from 0 here, from 1 there\n"


def _treewidth(graph: File, decomposition: File) -> str:
    from checker.claims.treewidth.upper_bound import Certificate, Statement

    g, d = graph.parsed(pace.graph).value, decomposition.parsed(pace.decomposition)
    if d.order != g.order:
        message = f"the decomposition is one of a graph on {d.order} vertices, but {graph.name} has {g.order}"
        raise Failed(PARSE_ERROR, f"{visible(decomposition.name)}: error[parse]: {visible(message)}")
    return document(Made("treewidth.upper_bound", Statement(g, d.width), Certificate(d.decomposition)))


COMMANDS = (
    Command(
        "import",
        "a DIMACS, PACE, MPS, LP, CSV or JSON file becomes a document",
        IMPORT,
        _import_arguments,
        _import,
    ),
    Command(
        "export",
        "a formula, graph or tree decomposition as DIMACS or PACE file; a document as JSON",
        EXPORT,
        _export_arguments,
        _export,
    ),
)
