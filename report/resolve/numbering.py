"""Number sections, figures, tables and equations, and make every identifier unique."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from report.model.findings import Finding
from report.model.resolved import Target
from report.read.lines import Places
from report.resolve.tree import attributes, elements, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from report.model.manuscript import Block, Section

EQUATION_ID = re.compile(r"\{#(eq-[\w:.-]+)\}")
KEPT = {
    "colophon", "contents", "footnotes", "key-points", "masthead", "notes", "references", "refs", "summary", "title",
    "title-block",
}  # fmt: skip
KEPT_PATTERN = re.compile(r"(fn|fnref|page-)\d+|ref-.+|(contents|key-points|notes|summary)-title")


def number(
    sections: Iterable[Section], *, number_sections: bool
) -> tuple[tuple[Section, ...], dict[str, Target], tuple[Finding, ...]]:
    """Return the sections with unique identifiers, the targets by identifier, and what is wrong with either.

    A figure or table with a caption has a number, whether it has an identifier or not; one without
    an identifier gets `fig-N` or `tbl-N`. Section numbers are empty unless `number_sections`;
    an appendix is always lettered.
    """
    counter = _Numbers(number_sections=number_sections)
    done = tuple(replace(section, blocks=counter.section(section)) for section in sections)
    return done, counter.targets, tuple(counter.findings)


class _Numbers:
    def __init__(self, *, number_sections: bool) -> None:
        self.number_sections = number_sections
        self.targets: dict[str, Target] = {}
        self.findings: list[Finding] = []
        self.counts: Counter[str] = Counter()
        self.heads = [0] * 6
        self.appendices = 0
        self.used: set[str] = set()

    def section(self, section: Section) -> tuple[Block, ...]:

        blocks: tuple[Block, ...] = tuple(json.loads(json.dumps(section.blocks)))  # a copy, and the quickest
        places = Places(section)
        for element in list(elements(blocks)):  # an equation is wrapped on the way
            kind = element["t"]
            if kind in {"Header", "Figure", "Table"}:
                self._block(element, section, places)
            elif kind == "Para":
                self._equation(element, places)
            elif (attr := attributes(element)) and attr[0]:
                attr[0] = self._unique(attr[0], places)
        return blocks

    def _block(self, element: Block, section: Section, places: Places) -> None:
        attr = attributes(element)
        if attr is None:
            return
        kind = {"Header": "sec", "Figure": "fig", "Table": "tbl"}[element["t"]]
        if kind == "sec":
            caption, value = element["c"][2], self._head(element["c"][0], section, attr[1])
        else:
            caption = element["c"][1][1]
            if not text_of(caption).strip():
                if attr[0]:
                    attr[0] = self._unique(attr[0], places)
                return
            value = self._count(kind)
        attr[0] = self._unique(attr[0] or f"{kind}-{value}", places)
        self.targets[attr[0]] = Target(attr[0], kind, value, text_of(caption).strip())

    def _count(self, kind: str) -> str:
        self.counts[kind] += 1
        return str(self.counts[kind])

    def _head(self, level: int, section: Section, classes: list[str]) -> str:
        if "unnumbered" in classes or not (self.number_sections or section.appendix):
            return ""
        self.heads[level - 1] += 1
        self.heads[level:] = [0] * (6 - level)
        parts = [str(value) for value in self.heads[:level]]
        if section.appendix:
            if level == 1:
                self.appendices += 1
            parts[0] = chr(ord("A") + self.appendices - 1)
        return ".".join(parts)

    def _equation(self, element: Block, places: Places) -> None:
        inlines = element["c"]
        for index, inline in enumerate(inlines):
            if inline["t"] != "Math" or inline["c"][0]["t"] != "DisplayMath":
                continue
            tail = inlines[index + 1 : index + 3]
            label = next((part for part in tail if part["t"] == "Str"), None)
            match = EQUATION_ID.match(label["c"]) if label else None
            if label is None or match is None:
                continue
            name, value = self._unique(match[1], places), self._count("eq")
            self.targets[name] = Target(name, "eq", value, "")
            label["c"] = label["c"][match.end() :]
            inlines[index] = {"t": "Span", "c": [[name, ["equation"], [["number", value]]], [inline]]}

    def _unique(self, name: str, places: Places) -> str:
        """Return the name, or another where it is taken; pandoc makes names of headings, authors write theirs."""
        place = places.next(f"{{#{name}", f" #{name}")
        taken, kept = name in self.used, name in KEPT
        if not (taken or kept or (KEPT_PATTERN.fullmatch(name) and not place.line)):
            self.used.add(name)
            return name
        if place.line:
            what, help = (
                ("used twice", "give each its own") if taken else ("kept for a part of the page", "choose another")
            )
            self.findings.append(Finding("S206", f'the identifier "{name}" is {what}', place, help))
        suffix = 2
        while f"{name}-{suffix}" in self.used:
            suffix += 1
        self.used.add(f"{name}-{suffix}")
        return f"{name}-{suffix}"
