"""The keys of `report.yaml`: each a row that says how it is read, what an editor may expect, and what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from report.model.metadata import PageSize, Status
from report.read.values import (
    AUTHOR_KEYS,
    LISTS,
    one_of,
    read_address,
    read_authors,
    read_boolean,
    read_date,
    read_depth,
    read_identifier,
    read_language,
    read_line,
    read_lines,
    read_lists,
    read_moment,
    read_paragraphs,
    read_passages,
    read_variables,
    read_weights,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from report.read.yaml_nodes import Node

Schema = dict[str, Any]

TEXT: Schema = {"type": ["string", "number", "boolean", "null"]}  # what an editor takes unquoted text for
TEXTS: Schema = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
DATE: Schema = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
MOMENT: Schema = {
    "type": ["string", "null"],
    "pattern": r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$",
}
LANGUAGE: Schema = {"type": ["string", "null"], "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}
LIST: Schema = {"enum": [*LISTS, None]}
BOOLEAN: Schema = {"enum": [True, False, "yes", "no", None]}
AUTHOR: Schema = {
    "anyOf": [
        TEXT,
        {
            "type": "object",
            "properties": dict.fromkeys(AUTHOR_KEYS, TEXT),
            "required": ["name"],
            "additionalProperties": False,
        },
    ]
}
PEOPLE: Schema = {"anyOf": [AUTHOR, {"type": "array", "items": AUTHOR}]}
RULES: Schema = {
    "type": ["object", "null"],
    "properties": {},  # those of all rules, when the schema is made
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Key:
    """A key: how its value is read, the JSON Schema of it, what it is for in a sentence, and a value as an example.

    Where `joined`, what the house sets and what the report sets count together.
    """

    convert: Callable[[Node], Any]
    schema: Schema
    about: str
    example: str
    joined: bool = False


KEYS: dict[str, Key] = {
    "title": Key(read_line, TEXT, "The title of the report.", '"ASEAN talks: key insights"'),
    "subtitle": Key(read_line, TEXT, "What stands below the title.", "What a short meeting signals"),
    "authors": Key(
        read_authors,
        PEOPLE,
        "Who wrote it: names, or mappings with name, affiliation, orcid and email.",
        "[{name: Policy Desk, affiliation: International Affairs}]",
    ),
    "publisher": Key(read_line, TEXT, "Who publishes it.", "Policy Desk"),
    "date": Key(read_date, DATE, "The day of publication.", "2025-07-14"),
    "version": Key(read_line, TEXT, "The number of this version, as text.", '"1.0"'),
    "lang": Key(read_language, LANGUAGE, "The language of the text, as a BCP 47 tag.", "en-GB"),
    "identifier": Key(
        read_identifier,
        TEXT,
        "A DOI, an ISBN or a URN; made from publisher and folder where absent.",
        "doi:10.5555/12345678",
    ),
    "report-number": Key(read_line, TEXT, "The number within the series.", "PB 2025/07"),
    "series": Key(read_line, TEXT, "The series that the report belongs to.", "Briefing"),
    "summary": Key(read_paragraphs, TEXT, "The abstract, in Markdown.", "Two sentences that stand for the whole."),
    "key-points": Key(
        read_passages, TEXTS, "What a reader must take away, in Markdown.", '["**First.** What follows."]'
    ),
    "keywords": Key(read_lines, TEXTS, "Words that catalogues file it under.", "[diplomacy, arms control]"),
    "license": Key(read_line, TEXT, "The licence, as an SPDX identifier.", "CC-BY-4.0"),
    "status": Key(
        one_of(Status),
        {"enum": [*(status.value for status in Status), None]},
        "How far this version has come: draft, final, superseded or withdrawn.",
        "final",
    ),
    "embargo-until": Key(
        read_moment, MOMENT, "The moment before which it must not be released.", "2025-07-15T06:00:00+08:00"
    ),
    "marking": Key(read_line, TEXT, "The handling mark at the head and foot of every page.", "TLP:GREEN"),
    "distribution": Key(read_line, TEXT, "Who may have it, beside the marking.", "Members only"),
    "certified-by": Key(read_line, TEXT, "Who vouches for conformance to EPUB Accessibility.", "Policy Desk"),
    "url": Key(
        read_address,
        {"type": ["string", "null"], "pattern": "^https?://"},
        "The permanent web address; taken from a DOI where absent.",
        "https://example.org/pb-2025-07",
    ),
    "superseded-by": Key(
        read_line,
        TEXT,
        "The identifier or address of what took this version's place, shown above the title.",
        "doi:10.5555/87654321",
    ),
    "recipients": Key(
        read_authors,
        PEOPLE,
        "To whom a letter is, as authors are written.",
        "[{name: The Minister, affiliation: Ministry of Harbours}]",
    ),
    "copies": Key(read_authors, PEOPLE, "Who has a copy of it.", "[Legal Department]"),
    "theme": Key(read_line, TEXT, "The theme, a folder in styles/.", "briefing"),
    "page-size": Key(
        one_of(PageSize),
        {"enum": [*(size.value for size in PageSize), None]},
        "The sheet that the PDF is set on.",
        "A4",
    ),
    "toc-depth": Key(
        read_depth,
        {"type": ["integer", "null"], "minimum": 1, "maximum": 6},
        "How many levels of headings the contents list.",
        "2",
    ),
    "lists": Key(
        read_lists,
        {"anyOf": [LIST, {"type": "array", "items": LIST}]},
        "Lists to print after the contents.",
        "[figures, tables]",
    ),
    "number-sections": Key(read_boolean, BOOLEAN, "Whether sections are numbered.", "true"),
    "bibliography": Key(read_lines, TEXTS, "The files of references.", "references.bib"),
    "csl": Key(read_line, TEXT, "The citation style: a bundled style's name or a file.", "chicago-author-date"),
    "cover-image": Key(read_line, TEXT, "The picture on the cover.", "figures/cover.jpg"),
    "sections": Key(read_lines, TEXTS, "The section files in their order.", "[10-context.md, 20-agenda.md]"),
    "appendices": Key(read_lines, TEXTS, "The section files that are appendices.", "[90-method.md]"),
    "variables": Key(
        read_variables,
        {"type": ["object", "null"], "additionalProperties": TEXT},
        "Words by names, for use in the text.",
        "{venue: Kuala Lumpur}",
    ),
    "glossary": Key(read_line, TEXT, "The file of terms and their meanings.", "glossary.yaml"),
    "index": Key(read_boolean, BOOLEAN, "Whether an index is printed; without the key, if there are entries.", "true"),
    "archive": Key(
        read_line,
        TEXT,
        "The folder that its versions are kept in, from the project's and within it; another only in `sources/defaults.yaml`.",
        "published",
    ),
    "rules": Key(
        read_weights,
        RULES,
        "What rules weigh in this report: error, warning, note or off, by code.",
        "{S225: off, S222: error}",
        joined=True,
    ),
}
ALIASES = {"author": "authors", "abstract": "summary", "rights": "license"}
REQUIRED = {"title": 'title: "The title of the report"', "date": "date: 2025-07-14", "lang": "lang: en"}
