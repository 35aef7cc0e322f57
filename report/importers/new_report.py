"""Start a report: a folder that builds and passes every check as it is."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from report.model.errors import UsageError
from report.model.stamps import today
from report.read.project import DEFAULTS, SLUG, Project, read_source
from report.read.values import LANGUAGE
from report.resolve.lints.metadata import LETTER
from report.runtime.files import write_file
from report.runtime.plain_files import is_readable
from report.themes.theme import find_theme

PLAIN = re.compile(r"(?!(?:null|true|false|yes|no|on|off)$)[^\W\d_][\w ]*", re.IGNORECASE)
SCHEMA = "report.schema.json"
DEFAULTS_SCHEMA = "defaults.schema.json"
METADATA = """\
# yaml-language-server: $schema=../report.schema.json
title: {title}
subtitle: {subtitle}
authors: [{authors}]
publisher: {publisher}
date: {date}
version: "0.1"
lang: {lang}
summary: Two or three sentences that stand for the whole.
key-points:
  - "**The first finding.** What follows from it."
  - "**The second finding.** What follows from it."
keywords: [first, second]
license: CC-BY-4.0
status: draft
theme: {theme}
{recipients}bibliography: references.bib
"""
TO_WHOM = "recipients: [{name: Whoever it is to, affiliation: Where they are}]\n"  # of a letter
STARTER = Path(__file__).parent / "starter"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new report is called, and by whom; `title` is empty where it is made from the slug."""

    slug: str
    title: str = ""
    subtitle: str = "One line that says what it is about"
    authors: tuple[str, ...] = ("Your name",)
    publisher: str = "Your organisation"
    lang: str = "en"
    theme: str = "briefing"
    date: str = ""

    @property
    def heading(self) -> str:
        """The title, or one made from the slug."""
        return self.title or self.slug.replace("-", " ").capitalize()


def check_slug(root: Path, slug: str) -> Path:
    """Return the folder of a new report; raise `UsageError` where the slug is not one, or the report is there."""
    if not SLUG.fullmatch(slug):
        raise UsageError(f'"{slug}" is not a slug', "use small letters, digits and hyphens: asean-briefing")
    folder = root / "sources" / slug
    if folder.exists():
        raise UsageError(f"{folder} is already there", "choose another slug")
    return folder


def start_report(root: Path, beginning: Beginning) -> tuple[Path, ...]:
    """Write the files of a new report below `root`/sources, and the schema of its metadata; return their paths.

    Raise `UsageError` where the slug, the language, the theme or the date is none, or the report is already there.
    """
    folder = check_slug(root, beginning.slug)
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(STARTER.rglob("*")) if path.is_file()}
    files = {"report.yaml": _metadata(root, beginning)}
    files |= {path.relative_to(STARTER).as_posix(): text for path, text in texts.items()}
    for name, text in files.items():
        write_file(folder / name, text.encode(), "let sources/ be a folder that can be written")
    written = [Path("sources") / beginning.slug / name for name in files]
    if not (root / "sources" / SCHEMA).exists():
        written.append(write_schema(root).relative_to(root))
    return tuple(written)


def schema_text(root: Path, *, defaults: bool = False) -> str:
    """Return the JSON Schema of reports below `root`/sources, in which what the house gives is not required."""
    from report.read.schema import make_defaults_schema, make_schema
    from report.read.yaml_nodes import read_yaml

    house = root / "sources" / DEFAULTS
    nodes = read_yaml(read_source(Project(root), house), str(house)) if is_readable(house) else None
    given = [key for key, _, _ in nodes.pairs or ()] if nodes else []
    schema = make_defaults_schema() if defaults else make_schema(given)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schema(root: Path, *, defaults: bool = False) -> Path:
    """Write the schema beside the reports, where their first line tells editors to look; return its path."""
    path = root / "sources" / (DEFAULTS_SCHEMA if defaults else SCHEMA)
    write_file(path, schema_text(root, defaults=defaults).encode(), "let sources/ be a folder that can be written")
    return path


def _metadata(root: Path, beginning: Beginning) -> str:
    if not LANGUAGE.fullmatch(beginning.lang):
        raise UsageError(f'"{beginning.lang}" is not a language tag', "write a BCP 47 tag: en, fr, pt-BR")
    find_theme(root, beginning.theme)
    try:
        day = date.fromisoformat(beginning.date) if beginning.date else today()
    except ValueError as error:
        raise UsageError(f'"{beginning.date}" is not a date', "write year-month-day: 2025-07-14") from error
    return METADATA.format(
        title=_quoted(beginning.heading),
        subtitle=_quoted(beginning.subtitle),
        authors=", ".join(f"{{name: {_quoted(name)}}}" for name in beginning.authors),
        publisher=_quoted(beginning.publisher),
        date=day.isoformat(),
        lang=beginning.lang,
        theme=beginning.theme,
        recipients=TO_WHOM if beginning.theme == LETTER else "",
    )


def _quoted(text: str) -> str:
    """Write a text for YAML; where it could be taken for something else, within quotation marks."""
    return text if PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
