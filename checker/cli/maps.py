"""relucert reduce, lift, pull: a reduction as a user calls it.  Each result is a checked certificate."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Any

from checker.claims.table import module_of
from checker.cli.codes import NOT_VERIFIED, PARSE_ERROR, USAGE, VERIFIED, Failed
from checker.cli.command import Command, natural, one_of, rational, seconds
from checker.cli.files import suffix
from checker.cli.making import text_of, write_certificate
from checker.cli.objects import DOCUMENTS, File, Found, kind_of_file, load, opened
from checker.cli.terminal import visible
from checker.language.read import read
from checker.objects.network import Network
from checker.producers.producer import Made, SolutionMaps, Unsuitable, solution_maps
from checker.reductions.table import NAMES, reduction

PARAMETERS = ("neurons", "epsilon")

CODES = """\
exit codes:
  0 written   1 no solution (lift) or no fit (pull), and why   2 usage   3 malformed, or no instance of the problem
  5 the time limit was reached   70 internal error.   Nothing is written unless the code is 0."""

REDUCE = f"""\
examples:
  relucert reduce fh23.theorem1 F.cnf -o T.cert     the formula, its training instance, and the claim that they match
  relucert reduce fh23.theorem7 S.csv --neurons 6   labelled points, m in number, with the margin 1/m^3

Without options fh23.theorem7 takes neurons and margin from a claim in INPUT, otherwise 4 and 1/m^3;
fh23.corollary10 takes neurons in the same way, otherwise 2.

{CODES}"""

LIFT = f"""\
examples:
  relucert lift fh23.theorem1 F.cnf model.txt       a model as SAT solvers print it: lines `v 1 -2 3 0`
  relucert lift fh23.theorem1 T.cert --true 2,5     the true variables by hand; T.cert as written by reduce
  relucert lift fh23.theorem1 F.cnf solved.cert     the solution that another certificate holds
  relucert lift fh23.theorem7 S.csv H.cert          H.cert defines two hyperplanes, or its claim is about two

{CODES}"""

PULL = f"""\
examples:
  relucert pull fh23.theorem1 F.cnf N.cert          N.cert defines a network, or its claim is about one

{CODES}"""


def _common(parser: ArgumentParser, source: str) -> None:
    parser.add_argument("reduction", metavar="REDUCTION", help=f"one of {', '.join(NAMES)}")
    parser.add_argument(
        "source", metavar=source, help="the source instance: .cnf, .csv, .cert or .json; - for standard input"
    )
    parser.add_argument(
        "--neurons", metavar="K", type=natural, help="fh23.theorem7: 4 or more; fh23.corollary10: 2 or more"
    )
    parser.add_argument("--epsilon", metavar="E", type=rational, help="fh23.theorem7: a margin like 1/64")
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="where to write; .gz compresses; default standard output"
    )
    parser.add_argument("--time-limit", metavar="SECONDS", type=seconds)


def _reduce_arguments(parser: ArgumentParser) -> None:
    _common(parser, "INPUT")


def _lift_arguments(parser: ArgumentParser) -> None:
    _common(parser, "SOURCE")
    parser.add_argument(
        "solution", metavar="SOLUTION", nargs="?", help="a model file, or a certificate with a solution"
    )
    parser.add_argument("--true", metavar="LIST", help="the true variables, like 1,3; an empty list is ''")
    parser.add_argument(
        "--object", metavar="NAME", help="the hyperplanes to use, if the document has several"
    )


def _pull_arguments(parser: ArgumentParser) -> None:
    _common(parser, "SOURCE")
    parser.add_argument("network", metavar="NETWORK", help="a document with a network")
    parser.add_argument("--object", metavar="NAME", help="the network to use, if the document has several")


def _reduce(given: Namespace) -> int:
    maps, source, parameters = _source(given)
    return _write(given, lambda: _reduced(maps, source, parameters))


def _lift(given: Namespace) -> int:
    if (given.solution is None) == (given.true is None):
        raise Failed(USAGE, "lift takes a solution, as a file or by --true")
    if given.source == given.solution == "-":
        raise Failed(USAGE, "standard input (-) can be read only once")
    maps, source, parameters = _source(given)
    if maps.solution is frozenset:
        solution = _listed(given.true) if given.solution is None else _solution(opened(given.solution))
    elif given.solution is None:
        raise Failed(USAGE, f"{maps.reduction} has no true variables; lift takes a file with a solution")
    else:
        solution = load(opened(given.solution), (maps.solution,), given.object).object.value

    def make() -> Made:
        _reduced(maps, source, parameters)
        try:
            return maps.lift(source.object.value, solution, **parameters)
        except Unsuitable as error:
            raise source.refused(NOT_VERIFIED, error.at, "no-solution", str(error)) from None

    return _write(given, make)


def _pull(given: Namespace) -> int:
    if given.source == given.network == "-":
        raise Failed(USAGE, "standard input (-) can be read only once")
    maps, source, parameters = _source(given)
    network = load(opened(given.network), (Network,), given.object)

    def make() -> Made:
        _reduced(maps, source, parameters)
        try:
            return maps.pull(source.object.value, network.object.value, **parameters)
        except Unsuitable as error:
            raise network.refused(NOT_VERIFIED, (), "no-fit", str(error)) from None

    return _write(given, make)


def _source(given: Namespace) -> tuple[SolutionMaps, Found, dict[str, Any]]:
    """The maps, the source instance, and what else the target depends on."""
    name = one_of(given.reduction, NAMES, "reduction")
    maps, file = solution_maps(name), opened(given.source)
    source = load(file, (reduction(name).source,))
    parameters = _stated(maps, file)
    for parameter in PARAMETERS:
        if (value := getattr(given, parameter)) is not None:
            if parameter not in maps.parameters:
                raise Failed(USAGE, f"{name} has no --{parameter}: the source alone decides its target")
            parameters[parameter] = value
    return maps, source, parameters


def _stated(maps: SolutionMaps, file: File) -> dict[str, Any]:
    """The parameters of the first claim of the document, if it is one that states them."""
    if not maps.parameters or kind_of_file(file) not in DOCUMENTS:
        return {}
    for stated in file.parsed(read).claims:
        if module_of(stated.claim.name) == maps.reduction and hasattr(stated.statement, "target"):
            return {name: of(stated.statement) for name, of in maps.parameters.items()}
    return {}


def _reduced(maps: SolutionMaps, source: Found, parameters: dict[str, Any]) -> Made:
    try:
        return maps.reduce(source.object.value, **parameters)
    except Unsuitable as error:
        if error.at and error.at[0] in maps.parameters:
            raise Failed(USAGE, f"--{error.at[0]}: {error}") from None
        raise source.refused(PARSE_ERROR, error.at, "unsuitable", str(error)) from None


def _write(given: Namespace, make: Callable[[], Made]) -> int:
    write_certificate(given.output, text_of(make, given.time_limit))
    return VERIFIED


def _listed(text: str) -> frozenset[int]:
    words = text.replace(",", " ").split()
    if not all(word.isascii() and word.isdigit() and len(word) < 19 and int(word) for word in words):
        raise Failed(USAGE, f"--true takes the numbers of the true variables, like 1,3; found {text!r}")
    return frozenset(map(int, words))


def _solution(file: File) -> frozenset[int]:
    """The true variables of a model, or of a certificate that holds a solution."""
    if suffix(file.name) not in DOCUMENTS and not file.text.lstrip().startswith(("relucert", "{")):
        from checker.formats.dimacs import model

        true = file.parsed(model)
        if true is None:
            raise Failed(
                NOT_VERIFIED, f"{visible(file.name)}: the solver found no solution, so there is none to lift"
            )
    else:
        held = [s.certificate.true for s in file.parsed(read).claims if hasattr(s.certificate, "true")]
        if len(set(held)) != 1:
            raise Failed(
                USAGE,
                f"{visible(file.name)}: expected one certificate that holds a solution, found {len(held)}",
            )
        (true,) = set(held)
    return frozenset(true)


COMMANDS = (
    Command("reduce", "the target instance of a source instance", REDUCE, _reduce_arguments, _reduce),
    Command("lift", "a solution of the source becomes one of the target", LIFT, _lift_arguments, _lift),
    Command("pull", "a solution of the target becomes one of the source", PULL, _pull_arguments, _pull),
)
