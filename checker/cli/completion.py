"""relucert completion: shell completion, from the same parser that reads the arguments."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from checker.cli.codes import VERIFIED
from checker.cli.command import Command

EXAMPLES = """\
examples:
  relucert completion bash > ~/.local/share/bash-completion/completions/relucert
  relucert completion zsh > ~/.zfunc/_relucert        with fpath+=~/.zfunc before compinit
  relucert completion tcsh >> ~/.tcshrc"""
FILES = {"paths", "path", "input", "source", "solution", "network", "output", "files", "pages"}


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"))


def run(given: Namespace) -> int:
    import shtab

    from checker.claims.table import NAMES as CLAIMS
    from checker.cli.main import whole_parser
    from checker.reductions.table import NAMES as REDUCTIONS

    whole, commands = whole_parser()
    known = {"claim": CLAIMS, "require": CLAIMS, "reduction": REDUCTIONS}
    for parser in commands.values():
        for action in parser._actions:
            if action.dest in FILES:
                action.complete = shtab.FILE  # type: ignore[attr-defined]
            elif action.dest in known:
                action.choices = known[action.dest]
    print(shtab.complete(whole, given.shell))
    return VERIFIED


COMPLETION = Command("completion", "the completion script of a shell", EXAMPLES, arguments, run)
COMMANDS = (COMPLETION,)
