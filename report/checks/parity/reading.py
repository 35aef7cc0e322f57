"""What an edition says, as it is read back from its file."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

UNSEEN = re.compile(
    "["
    + re.escape(
        "-·\"'“”„‟‘’‚‛«»‹›"  # hyphens; what style sheets write by themselves
        "\N{SOFT HYPHEN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{WORD JOINER}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}"
        "\N{COMBINING GRAPHEME JOINER}\N{VARIATION SELECTOR-15}\N{VARIATION SELECTOR-16}"
        "\N{OBJECT REPLACEMENT CHARACTER}\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{LEFT-TO-RIGHT ISOLATE}"
        "\N{RIGHT-TO-LEFT ISOLATE}\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}\N{START OF TEXT}"
    )
    + "]"
)
KINDS = ("heading", "note", "figure", "table", "caption", "text")


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A heading, a note, a figure's alternative text, a table's cells, a caption, or a stretch of running text.

    `place` says where in the edition it stands: a page, or a file within the book. `identifier` is the master's. `key`
    is what is compared.
    """

    kind: str
    text: str
    place: str
    identifier: str = ""
    key: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", squeeze(self.text))


@dataclass(slots=True)
class Reading:
    """All passages of an edition in reading order, and the words that each page begins with, by its label.

    A page that begins with nothing but contents or notes begins with no words. What is read of an EPUB or a web page
    is what follows the mark of the page.
    """

    edition: str
    passages: list[ReadPassage] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> list[ReadPassage]:
        """Return the passages of one kind."""
        return [passage for passage in self.passages if passage.kind == kind]


def squeeze(text: str) -> str:
    """Take out of a text what the setting of lines puts in or changes: spaces, hyphens, ligatures, capitals."""
    plain = UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    return "".join(plain.casefold().split())
