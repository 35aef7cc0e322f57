"""Reports of any length from a seed: chapters, notes, tables, figures, references, as policy desks write them.

`python -m tests.bench.generator FOLDER --pages 100 [--slug s] [--seed n]` writes `FOLDER/sources/<slug>/`.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.words import ADJECTIVES, FRENCH, LINKS, NOUNS, OPENINGS, SURNAMES, VERBS

SHORT = 12  # pages, up to which a report is a briefing
TINY = 3  # pages, below which it has no figure, and two paragraphs to a heading
WORDS_PER_PAGE = {"briefing": 250, "report": 378}
FRONT = {"briefing": 1.5, "report": 10}  # pages of what stands before and after the text
OPENING = {"briefing": 0.2, "report": 2.06}  # pages that a chapter takes besides
PAGES_PER_CHAPTER = {100: 8, 100_000: 20}  # up to so many pages in all
TOGGLED = ("northern", "southern")  # of one length, and in no vocabulary


@dataclass
class Desk:
    """Writes one report: its chance, and what can be referred to."""

    chance: random.Random
    chapters: int
    short: bool = False
    keys: list[str] = field(default_factory=list)
    figures: int = 0

    def sentence(self) -> str:
        pick = self.chance.choice
        opening = pick(OPENINGS)
        text = f"{opening} {self.clause()}".strip() if opening else self.clause()
        if self.chance.random() < 0.55:
            text += f", {pick(LINKS)} {self.clause()}"
        if self.chance.random() < 0.12:
            text += f" in {self.chance.randint(1975, 2025)}"
        return text[0].upper() + text[1:] + "."

    def clause(self) -> str:
        pick, draw = self.chance.choice, self.chance.random()
        thing = pick(NOUNS)
        if draw < 0.03:
            thing = f"*{thing}*"
        elif draw < 0.04:
            thing = f"[{pick(FRENCH)}]{{lang=fr}}"
        elif draw < 0.05:
            thing = f"[{thing}](https://example.org/{pick(NOUNS)})"
        amount = f" by {self.chance.randint(2, 98)} per cent" if self.chance.random() < 0.08 else ""
        return (
            f"the {pick(ADJECTIVES)} {thing} of the {pick(NOUNS)} {pick(VERBS)} the {pick(ADJECTIVES)} "
            f"{pick(NOUNS)}{amount} and the {pick(NOUNS)}"
        )

    def paragraph(self, marks: str = "") -> str:
        sentences = [self.sentence() for _ in range(self.chance.randint(3, 6))]
        if marks:
            sentences.insert(self.chance.randrange(1, len(sentences)), marks)
        return " ".join(sentences)

    def title(self) -> str:
        return f"The {self.chance.choice(ADJECTIVES)} {self.chance.choice(NOUNS)} of {self.chance.choice(NOUNS)}"

    def mark(self, page: int) -> str:
        """Write a sentence that points elsewhere: a citation, a cross-reference, a page."""
        kind = self.chance.random()
        chapter = self.chance.randint(1, self.chapters)
        if page % 10 == 3 and not self.short:
            return f"See page @page:sec-c{chapter} on this."
        if kind < 0.5 or self.short:
            return f"This has been argued before [@{self.chance.choice(self.keys)}, p. {self.chance.randint(3, 240)}]."
        if kind < 0.7:
            return f"Compare @sec-c{chapter}-1."
        if kind < 0.85:
            return f"The figures are in @tbl-c{chapter}-1."
        return f"The trend is that of @fig-c{chapter}-1."


def write_report(folder: Path, slug: str, pages: int, seed: int = 1) -> Path:
    """Write a report of about so many pages (A4), and return its folder. Equal arguments give equal bytes."""
    theme = "report" if pages > SHORT else "briefing"
    each = next(size for limit, size in PAGES_PER_CHAPTER.items() if pages <= limit)
    chapters = max(round(pages / each), 3) if pages > SHORT else max(1, round(pages / 3))
    desk = Desk(random.Random(f"{seed} {pages}"), chapters, short=pages < TINY)
    place = folder / "sources" / slug
    (place / "figures").mkdir(parents=True, exist_ok=True)
    _bibliography(desk, place, max(8, pages // 4))
    for number in range(1, 6):
        (place / "figures" / f"bars-{number}.svg").write_text(_bars(desk), encoding="utf-8")
    (place / "report.yaml").write_text(_metadata(desk, slug, theme, appendix=pages > SHORT), encoding="utf-8")
    words = WORDS_PER_PAGE[theme] * max(pages - FRONT[theme] - OPENING[theme] * chapters, 0.5) / chapters
    for chapter in range(1, chapters + 1):
        text = "\n\n".join(_chapter(desk, chapter, int(words)))
        (place / f"{chapter:03d}.md").write_text(text + "\n", encoding="utf-8")
    if pages > SHORT:
        text = f"# Sources and methods {{#sec-methods}}\n\n{desk.paragraph()}\n\n{desk.paragraph()}\n"
        (place / "900-methods.md").write_text(text, encoding="utf-8")
    return place


def edit_one_word(folder: Path, slug: str) -> None:
    """Change one word in the middle of a report to another of the same length, and at the next call back."""
    files = sorted((folder / "sources" / slug).glob("[0-9][0-9][0-9].md"))
    path = files[len(files) // 2]
    text = path.read_text(encoding="utf-8")
    old, new = TOGGLED if TOGGLED[0] in text else reversed(TOGGLED)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _chapter(desk: Desk, chapter: int, words: int) -> list[str]:
    blocks = [f"# {desk.title()} {{#sec-c{chapter}}}", f"The {TOGGLED[0]} view comes first. {desk.paragraph()}"]
    written, page, tables, notes = 0, 0, 0, []
    while written < words:
        page += 1
        level = "##" if page < 3 or page % 2 else "###"
        blocks.append(f"{level} {desk.title()} {{#sec-c{chapter}-{page}}}")
        note = f"[^c{chapter}n{page}]"
        notes.append(f"{note}: {desk.sentence()} {desk.sentence() if page % 3 == 0 else ''}".rstrip())
        noted = f"{desk.sentence()}{note} {desk.sentence()}"
        page_blocks = [desk.paragraph(desk.mark(page)), desk.paragraph(noted), desk.paragraph(desk.mark(page + 1))]
        page_blocks = page_blocks[:2] if desk.short else [*page_blocks, desk.paragraph()]
        if page % 4 == 1:
            tables += 1
            rows = 60 if page % 40 == 21 else desk.chance.randint(4, 10)
            page_blocks.insert(2, _table(desk, f"tbl-c{chapter}-{tables}", rows))
        if page % 6 == 1 and not desk.short:
            desk.figures += 1
            name = f"bars-{desk.figures % 5 + 1}"
            alt = f"Bars that rise and fall, {desk.chance.randint(4, 9)} of them above the mean."
            caption = f"{desk.title()}, by quarter."
            page_blocks.insert(3, f'![{caption}](figures/{name}.svg){{#fig-c{chapter}-{page // 6 + 1} alt="{alt}"}}')
        if not desk.short and (extra := EXTRAS.get(page % 9)):
            page_blocks.append(extra(desk))
        blocks += page_blocks
        written += sum(len(block.split()) for block in page_blocks)
    return [*blocks, *notes]


def _table(desk: Desk, name: str, rows: int) -> str:
    head = "| Region | Budget | Share | Change |\n|---|---:|---:|---:|"
    lines = [
        f"| {desk.chance.choice(ADJECTIVES).capitalize()} {desk.chance.choice(NOUNS)} | {desk.chance.randint(100, 9999)} "
        f"| {desk.chance.randint(1, 99)} | {desk.chance.uniform(-9, 9):.1f} |"
        for _ in range(rows)
    ]
    return "\n".join([head, *lines]) + f"\n\n: {desk.title()}, in millions. {{#{name}}}"


def _list(desk: Desk) -> str:
    return "\n".join(f"- {desk.clause().capitalize()}." for _ in range(4))


def _callout(desk: Desk) -> str:
    return f'::: {{.callout-note title="{desk.title()}"}}\n{desk.sentence()} {desk.sentence()}\n:::'


def _quotation(desk: Desk) -> str:
    return f"> {desk.sentence()} {desk.sentence()}"


def _listing(desk: Desk) -> str:
    return f"```python\nshare = {desk.chance.randint(2, 9)} / total\nassert share < 1\n```\n\nHere $a^2 + b^2 = c^2$ holds."


EXTRAS = {2: _list, 4: _callout, 6: _quotation, 8: _listing}


def _bibliography(desk: Desk, place: Path, count: int) -> None:
    entries = []
    for number in range(count):
        name, year = desk.chance.choice(SURNAMES), desk.chance.randint(1985, 2024)
        key = f"{name.lower()}{year}n{number}"
        desk.keys.append(key)
        entries.append(
            f"@book{{{key},\n  author = {{{name}, {desk.chance.choice('ABCDEFGHJKLM')}.}},\n  title = {{{desk.title()}}},\n"
            f"  publisher = {{{desk.chance.choice(SURNAMES)} Press}},\n  year = {{{year}}}\n}}\n"
        )
    (place / "references.bib").write_text("\n".join(entries), encoding="utf-8")


def _metadata(desk: Desk, slug: str, theme: str, *, appendix: bool) -> str:
    points = "".join(f"  - {desk.sentence()}\n" for _ in range(3))
    return (
        f"title: {desk.title()}\nsubtitle: {slug}\nauthors: [Policy Desk]\npublisher: Example Institute\n"
        f'date: 2025-07-14\nversion: "1.0"\nlang: en\nstatus: final\ntheme: {theme}\ntoc-depth: 2\n'
        f"identifier: urn:report:{slug}\nsummary: {desk.sentence()}\nkey-points:\n{points}"
        f"bibliography: references.bib\nrules: {{S225: off, S226: off, S227: off}}\n{'appendices: [900-methods.md]' if appendix else ''}\n"
    )


def _bars(desk: Desk) -> str:
    bars = "".join(
        f'<rect x="{20 + 45 * n}" y="{160 - height}" width="30" height="{height}" fill="#0b4f6c"/>'
        for n, height in enumerate(desk.chance.randint(30, 140) for _ in range(10))
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 180" width="480" height="180"><title>Bars</title>'
        f'{bars}<path d="M10 160H470" stroke="#1d2429" fill="none"/></svg>\n'
    )


def main() -> None:
    """Write a report as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--slug", default="")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(write_report(options.folder, options.slug or f"pages-{options.pages}", options.pages, options.seed))


if __name__ == "__main__":
    main()
