"""What a section's file says of itself, between lines of `---` at its head: title, identifier, authors and date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from report.model.errors import BuildError
from report.model.findings import Finding, Location
from report.model.locales import format_day
from report.model.suggestions import Suggestions
from report.model.words import words_for
from report.read.values import Invalid, read_authors, read_date, read_line
from report.read.yaml_nodes import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from report.read.yaml_nodes import Node

Value = TypeVar("Value")
AUTHOR_KEYS = ("author", "authors")
HEAD_KEYS = ("title", "id", *AUTHOR_KEYS, "date")
BYLINE = "byline"  # the attribute of a heading that says who wrote the section, and when
TITLE = re.compile(r"#[ \t]+\S.*|\S.*\n=+[ \t]*(?=\n|$)")
ENDS = {"---", "..."}
NAME = re.compile(r"[^\W\d][\w:.-]*")
ELSEWHERE = {
    "lang": "write ::: {{lang={0}}} and ::: around what is in that language",
    **dict.fromkeys(("bibliography", "csl", "keywords", "summary", "abstract", "license", "rights"), "write it in report.yaml"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SectionHead:
    """A section's text with what its head says in its heading, each line where it was, and what was wrong."""

    text: str
    findings: tuple[Finding, ...] = ()


def take_section_head(text: str, name: str, lang: str) -> SectionHead:
    """Take the head of a section's text into its heading. `name` is the file's, for findings."""
    lines = text.split("\n")
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() in ENDS), 0)
    if lines[0].rstrip() != "---" or not end:
        return SectionHead(text)
    try:
        node = read_yaml("\n".join(lines[1:end]), name, 2)
    except BuildError as error:
        return SectionHead(_blank(lines, end), error.findings)
    if node.pairs is None:
        return SectionHead(text)  # a rule, and text behind it
    reader = _HeadReader(name, lang, node)
    return SectionHead(reader.into(lines, end), tuple(reader.findings))


def _blank(lines: list[str], end: int) -> str:
    return "\n".join([""] * (end + 1) + lines[end + 1 :])


class _HeadReader:
    """Reads the keys of a head, and writes them into the heading."""

    def __init__(self, name: str, lang: str, node: Node) -> None:
        self.findings: list[Finding] = []
        self._name, self._lang = name, lang
        self._places = {
            key: (line, column) for (key, line, _), column in zip(node.pairs or (), node.columns, strict=True)
        }
        self._values = {key: value for key, _, value in node.pairs or ()}
        suggestions = Suggestions()
        for key in (key for key in self._values if key not in HEAD_KEYS):
            near = suggestions.nearest(key, HEAD_KEYS)
            help = f'did you mean "{near}"?' if near else f"take it out: a section has {', '.join(HEAD_KEYS)}"
            help = ELSEWHERE[key].format(self._values[key].text or "") if key in ELSEWHERE else help
            self._tell("S274", f'the key "{key}" of a section is not used', key, help)

    def into(self, lines: list[str], end: int) -> str:
        """Write what was read into the heading that the text begins with, or into one in the place of the title."""
        title, identifier, byline = self._read("title", read_line) or "", self._identifier(), ", ".join(self._byline())
        first = next((n for n in range(end + 1, len(lines)) if lines[n].strip()), len(lines))
        found = TITLE.match("\n".join(lines[first : first + 2]))
        attributes = [f"#{identifier}"] if identifier else []
        attributes += [f'{BYLINE}="{byline}"'] if byline else []
        out = _blank(lines, end).split("\n")
        if not found:
            if title:
                out[self._places["title"][0] - 1] = _with_attributes(f"# {title}", attributes)
            elif attributes:
                key = next(key for key in HEAD_KEYS if key in self._values)
                self._tell("S274", "the section has no heading that its head could be of", key, "add `title: …`")
            return "\n".join(out)
        heading = lines[first]
        words = re.sub(r"^#[ \t]+|[ \t]*\{[^{}]*\}[ \t]*$", "", heading).strip()
        if title and title != words:
            help = f"take it out, or make it the heading: the section begins with {heading.strip()[:40]}"
            self._tell("S274", f'the title "{title}" of a section is not used', "title", help)
        if identifier and re.search(r"\{[^{}]*#[^{}]*\}[ \t]*$", heading):
            self._tell("S274", f'the id "{identifier}" of a section is not used', "id", "its heading has another")
            attributes = [one for one in attributes if not one.startswith("#")]
        out[first] = _with_attributes(heading, attributes)
        return "\n".join(out)

    def _identifier(self) -> str:
        found = self._read("id", read_line) or ""
        if found and not NAME.fullmatch(found):
            self._tell(
                "S104", f'id: "{found}" is no identifier', "id", "write letters, digits and hyphens: sec-context"
            )
            return ""
        return found

    def _byline(self) -> Iterator[str]:
        for key in AUTHOR_KEYS:
            if authors := self._read(key, read_authors):
                joined = words_for(self._lang).comma.join(author.name for author in authors)
                yield joined.replace("\\", "\\\\").replace('"', '\\"')
        if day := self._read("date", read_date):
            yield format_day(day, self._lang)

    def _read(self, key: str, convert: Callable[[Node], Value]) -> Value | None:
        value = self._values.get(key)
        if value is None or (value.text is None and value.items is None and value.pairs is None):
            return None
        try:
            return convert(value)
        except Invalid as error:
            place = Location(self._name, *error.at)
            self.findings.append(Finding("S104", f"{key}: {error}", place, error.help))
            return None

    def _tell(self, code: str, message: str, key: str, help: str) -> None:
        self.findings.append(Finding(code, message, Location(self._name, *self._places[key]), help))


def _with_attributes(heading: str, attributes: list[str]) -> str:
    """Write attributes behind a heading, within the braces that it may have."""
    if not attributes:
        return heading
    heading, written = heading.rstrip(), " ".join(attributes)
    return f"{heading[:-1]} {written}}}" if re.search(r"\{[^{}]*\}$", heading) else f"{heading} {{{written}}}"
