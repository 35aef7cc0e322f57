"""Start a report: a folder that builds and passes every check as it is."""

from __future__ import annotations

import re
from pathlib import Path

from report.errors import UsageError

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
METADATA = """\
title: "{title}"
subtitle: One line that says what it is about
authors: [{{name: Your name}}]
publisher: Your organisation
date: 2026-01-01
version: "0.1"
lang: {lang}
summary: Two or three sentences that stand for the whole.
key-points:
  - "**The first finding.** What follows from it."
  - "**The second finding.** What follows from it."
keywords: [first, second]
license: CC-BY-4.0
status: draft
theme: briefing
"""
INTRODUCTION = """\
# Introduction {#sec-introduction}

Begin here. A note explains what would interrupt.[^1] What is shown in @tbl-steps is taken up in @sec-findings.

[^1]: It stands at the foot of the page.

| Step     | What is done           |
|----------|------------------------|
| Write    | Edit the `.md` files   |
| Build    | Type `make pdf epub`   |
| Look     | Open the files         |

: From a source to a report {#tbl-steps}
"""
FINDINGS = """\
# Findings {#sec-findings}

::: {.callout-note title="How to go on"}
Every file in this folder that ends in `.md` is a section, in the order of their names.
:::

- The first point.
- The second point.
"""


def start_report(root: Path, slug: str, title: str | None, lang: str) -> tuple[Path, ...]:
    """Write the files of a new report below `root`/sources and return their paths.

    Raise `UsageError` where the slug is not one, or the report is already there.
    """
    if not SLUG.fullmatch(slug):
        raise UsageError(f'"{slug}" is not a slug', "use small letters, digits and hyphens: asean-briefing")
    folder = root / "sources" / slug
    if folder.exists():
        raise UsageError(f"{folder} is already there", "choose another slug")
    files = {
        "report.yaml": METADATA.format(
            title=(title or slug.replace("-", " ").capitalize()).replace('"', "'"), lang=lang
        ),
        "10-introduction.md": INTRODUCTION,
        "20-findings.md": FINDINGS,
    }
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(Path("sources") / slug / name for name in files)
