"""The handbook's generated pages, made from the tables of the program: `python -m report.reference` writes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from report.checks import CHECKS
from report.commands import COMMANDS
from report.files import write_file
from report.model.rules import RULES
from report.resolve.safety import INLINE_TAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HANDBOOK = Path("sources") / "handbook"
EXAMPLES, GENERATED = "_examples", "_generated"
SHOWN_ONLY = {"decorative-mistake", "landscape", "todo"}  # what would be a finding, or turn the page
GROUPS = {
    "S1": "Sources and metadata",
    "S2": "Text",
    "S3": "Theme",
    "H1": "Master",
    "P1": "Layout of the PDF",
    "P9": "Validators of the PDF",
    "E9": "Validators of the EPUB",
}


def make_pages(handbook: Path) -> dict[str, str]:
    """Make every generated page of the handbook, by file name, from its examples and the program's tables."""
    pages = {f"{path.stem}.md": _example(path) for path in _examples(handbook)}
    return {**pages, "commands.md": _commands(), "rules.md": _rules(), "checks.md": _checks(), "tags.md": _tags()}


def write_pages(handbook: Path) -> tuple[Path, ...]:
    """Write the generated pages and remove those of an earlier time; return what was written."""
    folder = handbook / GENERATED
    pages = make_pages(handbook)
    for path in folder.glob("*.md"):
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        write_file(folder / name, text.encode())
    return tuple(folder / name for name in pages)


def _examples(handbook: Path) -> list[Path]:
    return sorted(path for path in (handbook / EXAMPLES).glob("*.md") if not path.name.startswith("_"))


def _example(path: Path) -> str:
    """Show an example as it is written, and then as it is set."""
    text = path.read_text(encoding="utf-8").strip("\n")
    listing = f"`````markdown\n{text}\n`````"
    if path.stem in SHOWN_ONLY:
        return f"{listing}\n"
    if "{{<" in text:  # a shortcode stands as it is written only in a listing that is not indented
        return f"{listing}\n\n{text}\n"
    body, notes = _without_notes(text)
    parts = ["You write", _definition(listing), "You get", _definition(body), *notes]
    return "\n\n".join(parts) + "\n"


def _definition(text: str) -> str:
    """Write blocks as the body of a definition."""
    return ":   " + "\n".join(f"    {line}" if line else "" for line in text.split("\n")).lstrip()


def _without_notes(text: str) -> tuple[str, list[str]]:
    """Take the texts of notes, which must not be indented, out of a text."""
    body, _, notes = text.partition("\n\n[^")
    return body, [f"[^{notes}"] if notes else []


def _commands() -> str:
    return "\n".join(_command(command) for command in COMMANDS)


def _command(command: click.Command) -> str:
    """Describe a command: what it does, how it is called, and its options, from what it tells of itself."""
    name = command.name or ""
    context = click.Context(command, info_name=f"report {name}")
    usage = " ".join([f"report {name}", *command.collect_usage_pieces(context)])
    lines = [f"## report {name} {{#sec-command-{name}}}", "", command.help or "", "", f"```sh\n{usage}\n```", ""]
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record:
            names, help = record
            lines += [f"`{names}`", f":   {_escaped(help)}{_variable(parameter)}", ""]
    return "\n".join(lines)


def _variable(parameter: click.Parameter) -> str:
    return f" The variable `{parameter.envvar}` does the same." if isinstance(parameter.envvar, str) else ""


def _rules() -> str:
    """List the rules in groups, each with its weight and its explanation."""
    lines: list[str] = []
    for start, title in GROUPS.items():
        lines += [f"## {title} {{#sec-rules-{start.lower()}}}", ""]
        for code in (code for code in RULES if code.startswith(start)):
            lines += _rule(code)
    return "\n".join(lines)


def _rule(code: str) -> Iterator[str]:
    rule = RULES[code]
    yield f"### {code}: {_escaped(rule.title)} {{#rule-{code} .unnumbered}}"
    yield ""
    settable = f"A report can set it: `rules: {{{code}: off}}`." if rule.adjustable else "It cannot be set."
    yield f"*Weight: {rule.severity.value}. {settable}*"
    yield ""
    if rule.about:
        yield from (rule.about, "")


def _checks() -> str:
    rows = ((f"`{check.name}`", check.format.upper(), check.title) for check in CHECKS)
    return _table(("Name", "Format", "What it says"), rows, "The validators {#tbl-checks}")


def _tags() -> str:
    return ", ".join(f"`<{tag}>`" for tag in sorted(INLINE_TAGS)) + ".\n"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]], caption: str) -> str:
    heads = tuple(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + f"\n\n: {caption}\n"


def _escaped(text: str) -> str:
    """Write plain text as Markdown; what stands between backquotes stays code."""
    parts = text.split("`")
    return "`".join(part if index % 2 else _plain(part) for index, part in enumerate(parts))


def _plain(text: str) -> str:
    for sign in "\\*_[]<>$@#":
        text = text.replace(sign, f"\\{sign}")
    return text


def main() -> None:
    """Write the pages of the handbook in the current project."""
    for path in write_pages(HANDBOOK):
        print(f"Wrote     {path}")


if __name__ == "__main__":
    main()
