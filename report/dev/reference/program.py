"""The program's tables as the handbook shows them: rules, checks, themes, tokens, modules."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from report.checks import CHECKS
from report.dev.reference.markup import as_code, as_plain, table
from report.fonts.scripts import ARABIC, MORE, SCRIPTS
from report.model.locales import english_name
from report.model.rules import RULES
from report.model.words import LANGUAGES
from report.read.documents import READERS
from report.resolve.safety import INLINE_TAGS
from report.themes.theme import find_theme, themes

if TYPE_CHECKING:
    from pathlib import Path

    from report.fonts.scripts import Script

GROUPS = {
    "S1": "Sources and metadata",
    "S2": "Text",
    "S3": "Theme",
    "H1": "Master",
    "P1": "Layout of the PDF",
    "P9": "Validators of the PDF",
    "C1": "Agreement of the editions",
    "E1": "The EPUB",
    "E9": "Validators of the EPUB",
    "W9": "Validators of the web page",
    "I1": "Import of documents",
    "A1": "What is fit for the archive",
    "A2": "Damage to the archive",
    "D1": "What is printed",
}
USES = {
    "ink": "Text",
    "quiet": "Text of the second rank: captions’ sources, heads, marginal notes",
    "accent": "Headings, labels, rules, links, and the first colour of charts",
    "signal": "Warnings, drafts and open points",
    "string": "Strings in listings",
    "rule": "Fine rules",
    "tint": "The ground of boxes and listings",
    "signal-tint": "The ground of warnings",
    "paper": "The page",
    "serif": "The text’s face",
    "caption": "The face of small text, such as notes",
    "display": "The face of titles",
    "sans": "The face of tables, captions and boxes",
    "mono": "The face of listings",
    "measure": "The length of a line on A4, which charts fill",
    "measure-letter": "The same on letter",
    "measure-a5": "The same on A5",
    "watermark": "What stands behind the text of drafts: made of their word",
    "section-opens": "The page that chapters open on: auto, page, left or right",
}


def list_rules() -> str:
    """List the rules in groups, each with its weight and its explanation."""
    parts: list[str] = []
    for start, title in GROUPS.items():
        found = [code for code in RULES if code.startswith(start)]
        if found:
            parts += [f"## {title} {{#sec-rules-{start.lower()}}}", *(_rule(code) for code in found)]
    return "\n\n".join(parts) + "\n"


def _rule(code: str) -> str:
    rule = RULES[code]
    weight = rule.severity.value.capitalize()
    settable = f"{weight}; a report can weigh it anew." if rule.adjustable else f"{weight}, always."
    return f"### {code}: {as_plain(rule.title)} {{#rule-{code} .unnumbered}}\n\n*{settable}* {rule.about}".rstrip()


def list_checks() -> str:
    """List the validators."""
    rows = ((as_code(check.name), check.format.upper(), as_plain(check.title)) for check in CHECKS.values())
    return table(("Name", "Format", "What it checks"), rows, (3, 2, 7), "The validators {#tbl-checks}")


def list_tags() -> str:
    """List the inline tags that are let through."""
    return ", ".join(as_code(f"<{tag}>") for tag in sorted(INLINE_TAGS)) + ".\n"


def list_themes(root: Path) -> str:
    """Name the themes that come with the tool."""
    names = [as_code(name) for name in themes(root)]
    return f"The themes that come with the tool are {', '.join(names[:-1])} and {names[-1]}.\n"


def list_tokens(root: Path) -> str:
    """List the tokens of the base theme with their values and uses."""
    tokens = find_theme(root, themes(root)[0]).tokens()
    rows = ((as_code(f"--{name}"), _value(value), USES.get(name, _use(name))) for name, value in tokens.items())
    return table(("Token", "Value", "Use"), rows, (3, 4, 5), "The tokens of the base {#tbl-tokens}")


def _value(value: str) -> str:
    first = value.split(",", maxsplit=1)[0].strip()
    return as_code(first) if first.startswith("#") else as_plain(first.strip('"'))


def _use(name: str) -> str:
    return "A further colour of charts" if name.startswith("chart-") else ""


def list_modules(root: Path) -> str:
    """List the modules of the program, folder by folder, with the sentence that each begins with."""
    package = root / "report"
    folders = sorted({path.parent for path in package.rglob("*.py")})
    return "\n\n".join(_folder(package, folder) for folder in folders) + "\n"


def _folder(package: Path, folder: Path) -> str:
    name = folder.relative_to(package.parent).as_posix()
    own = folder / "__init__.py"
    about = _sentence(own) if own.is_file() else ""
    items = [f"- {as_code(path.name)}: {_sentence(path)}" for path in sorted(folder.glob("*.py")) if path != own]
    parts = [f"### {name}/ {{.unnumbered}}", about, "\n".join(items)]
    return "\n\n".join(part.strip("\n") for part in parts if part)


def _sentence(path: Path) -> str:
    """Return the first sentence of a module."""
    words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return as_plain(" ".join(words.partition("\n\n")[0].split()))


def list_kinds() -> str:
    """List the kinds of documents with their endings."""
    rows = ((row.name, ", ".join(map(as_code, row.suffixes))) for row in READERS.own.values())
    return table(("Document", "Ending"), rows, (1, 1), "What can be imported {#tbl-kinds}")


def list_languages() -> str:
    """Name the languages that the tool's own words are there in."""
    names = sorted((english_name(lang), as_code(lang)) for lang in LANGUAGES)
    return f"The tool has its own words in these languages: {', '.join(f'{name} ({tag})' for name, tag in names)}.\n"


def list_fonts() -> str:
    """List the scripts beside Latin, Greek and Cyrillic, with the font of each and how it is installed."""
    rows = ((script.name, script.family, _installed(script)) for script in (*SCRIPTS, *MORE))
    caption = "Scripts beside Latin, Greek and Cyrillic {#tbl-scripts}"
    return table(("Script", "Font", "Comes with"), rows, (4, 4, 5), caption)


def _installed(script: Script) -> str:
    return "the tool" if script is ARABIC or script in MORE else f"the package {as_code(script.package)}"
