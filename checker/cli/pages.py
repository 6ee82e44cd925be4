"""The claim pages of the documentation, written from the docstrings and from what the producers offer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from checker.claims.table import NAMES, claim, module_of
from checker.kernel.verdict import Claim, check
from checker.producers.producer import producer
from checker.reports.docstring import documentation

HEADINGS = {"Statement": "What is claimed", "Certificate": "What the certificate holds",
            "Soundness": "Why that suffices", "Scope": "What is not claimed"}  # fmt: skip


def pages() -> dict[Path, str]:
    """One page per module of claims, by its path below the folder of the pages, and an index."""
    modules = dict.fromkeys(map(module_of, NAMES))
    found = {Path(m.replace(".", "/") + ".md"): _page(m) for m in modules}
    return found | {Path("README.md"): "\n".join(_index()) + "\n"}


def _index() -> Iterator[str]:
    yield "# The claims\n"
    yield "Written by `relucert claims --pages docs/claims`; edit the docstrings instead.\n"
    yield "| claim | source | statement |\n|---|---|---|"
    for name in NAMES:
        c = claim(name)
        yield f"| [`{name}`]({module_of(name).replace('.', '/')}.md) | {c.source} | {c.summary} |"


def _page(module: str) -> str:
    members = [claim(name) for name in NAMES if module_of(name) == module]
    about = documentation(members[0])
    parts = [f"# {module}", about.title, f"**Source.** {_marked(about.fields['Source'])}"]
    for c in members:
        parts += _section(c)
    return "\n\n".join(parts) + "\n"


def _section(c: Claim) -> Iterator[str]:
    yield f"## {c.name}"
    yield c.summary
    fields = documentation(c).fields
    for field, heading in HEADINGS.items():
        if field in fields:
            yield f"**{heading}.** {_marked(fields[field])}"
    yield f"Worked example: [`{c.name}.cert`](../../../certificates/{c.name.replace('.', '/', 1)}.cert), written by `relucert prove {c.name}`."
    yield "\n".join(_obligations(c))


def _obligations(c: Claim) -> Iterator[str]:
    """Every obligation of the worked examples, and how many mutants are refused for it."""
    made, decided = producer(c), Counter[str]()
    for statement in made.examples():
        decided.update(check(c, statement, made.produce(statement)).decided)
    broken = Counter(m.breaks for m in made.mutations)
    yield "| obligation | decided in the examples | mutants refused for it |\n|---|---|---|"
    for name in dict.fromkeys([*decided, *broken]):
        refused = str(broken[name] or "") or made.unreachable.get(name, "those of the part it comes from")
        yield f"| `{name}` | {decided[name] or ''} | {refused} |"


def _marked(text: str) -> str:
    """Markdown: literals in single backticks, lines of their own as a code block."""
    first, *rest = text.replace("``", "`").split("\n")
    first = first[:1].upper() + first[1:]
    if not rest:
        return first
    block = [line.strip() for line in rest]
    return "\n".join([first, "", "```", *block, "```"])
