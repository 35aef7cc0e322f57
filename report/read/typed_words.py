"""What an author has typed, less markup: the words of a Markdown text, each with its place.

Pandoc is not asked: this is what its reading is held against. Where it is not sure that a word is printed (an address, a key,
an attribute, a formula) the word is spare: it may be there or not. What is joined by markup, as in `H~2~O`, is one word.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING

from report.model.tree.printed import TAG, WITHIN
from report.read.lines import FENCE, ITEM, MARGIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GLUE = "\0"  # in the place of markup that may stand within a word
WIDE = "\u2e80-\u2fd5\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"  # written without spaces
PRINTED = re.compile(rf"[{WIDE}]|[^\W_{WIDE}]+")
TYPED = re.compile(rf"[{WIDE}]|[^\W_{WIDE}](?:{GLUE}*[^\W_{WIDE}])*")
PUNCTUATION = re.compile(r"[^\w\n]|_")
SEEN = re.compile(r"[^\n]")
SIGNS = "*~^[]`"  # that may be markup
DIVISION = re.compile(MARGIN + ":{3,}")
SHOWN_IF = re.compile(r"(?:when|unless)-(?:edition|format)")
DRAWN = re.compile(r"[{ ](?:\.?(?:csv|tsv|vega-lite|mermaid|dot)\b|=)")  # listings that are no text
QUOTED = re.compile(r'(?<![\w-])(?:title|caption)="((?:[^"\\]|\\.)*)"')
ADDRESS = r"\(\s*(?:<[^<>\n]*>|(?:[^\s()]|\([^\s()]*\))*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
LABEL = r"\[(?:[^\[\]`]|`[^`\n]*`)*\]"
NO_BLANK = r"(?:(?!\n[ \t]*\n)[\s\S])"
HEAD = re.compile(
    rf"{MARGIN}(?:{ITEM}|\[(?:[ xX]\](?=\s)|![A-Za-z]+\])|\(?(?:\d{{1,9}}|[A-Za-z])[.)]$)|[ \t>]*[Tt]able:(?=\s)",
    re.MULTILINE,
)  # of a line: the labels and boxes of items, the names of call-outs, and what leads a caption
DEFINED = re.compile(r"[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*(?P<address>\S?)")
LANGUAGE = re.compile(r"`{3,}[ ]*[\w.+-]+[ ]*(?=[|\n])")
CALLED = re.compile(r"\[\^([^\]\s]+)\](?!:)")
NOTED = re.compile(r"^[ ]{0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)
TITLED = re.compile(r"[ \t]+[\"'(]")
INLINE = re.compile(
    rf"""
    (?=[\\`<\[\]{{$@&*~^])(?:
    (?P<escape>\\[^\w\s])
  | (?P<code>(?<!`)(?P<ticks>`+)(?!`){NO_BLANK}+?(?<!`)(?P=ticks)(?!`)(?:\{{=\w+\}})?)
  | (?P<comment><!--(?:(?!<!--)[\s\S])*?-->)
  | (?P<hidden>\[[^\[\]]*\]\{{[^{{}}]*(?:when|unless)-edition[^{{}}]*\}})
  | (?P<spare>
        \{{\{{<.*?>\}}\}}
      | \{{(?=\s*[\#.=:"\-\w])[^{{}}]{{0,2000}}\}}
      | (?<!\$)\$\${NO_BLANK}+?\$\$ | (?<![\\$])\$(?=[^\s$])(?:[^$\\\n]|\\.|\n(?![ \t]*\n))*(?<=\S)\$(?!\d)
      | \](?:{ADDRESS} | [ ]?{LABEL}(?!\() | \n{LABEL}(?![(:]))
      | \[\^[^\]\s]+\]:?
      | \[(?=[^\[\]]*(?<!\w)@)[^\[\]]*\](?![(\[{{])
      | (?<!\w)@(?:\{{[^{{}}]*\}}|\w[\w:.\#$%&\-+?<>~/]*)
      | </?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>
    )
  | (?P<entity>&(?:\#\d{{1,7}}|\#[xX][0-9A-Fa-f]{{1,6}}|[A-Za-z]\w{{1,30}});)
  | (?P<note>\^\[)
  | (?P<glue>[*~^\[\]`])
    )""",
    re.VERBOSE,
)


@dataclass
class TypedWords:
    """What was typed: the text with its markup masked, as long as it was, and words that may be printed as well."""

    masked: str = ""
    spare: Counter[str] = field(default_factory=Counter)

    @cached_property
    def words(self) -> list[str]:
        """List the words in their order."""
        words: list[str] = TYPED.findall(self.masked)
        return [word.replace(GLUE, "") for word in words] if GLUE in self.masked else words

    @cached_property
    def places(self) -> list[int]:
        """List where in the text each word begins."""
        return [match.start() for match in TYPED.finditer(self.masked)]


def typed_words(markdown: str) -> TypedWords:
    """Read the words of a Markdown text in which shortcodes have been expanded."""
    found = TypedWords()
    called = set(CALLED.findall(markdown)) if "[^" in markdown else set()
    if called:  # of a note that is written twice, which is told elsewhere, one is lost
        called -= {name for name, count in Counter(NOTED.findall(markdown)).items() if count > 1}
    text = "".join(_LineMasker(found.spare, called).masked(markdown))
    found.masked = INLINE.sub(lambda match: MASKS[match.lastgroup or ""](match[0], found.spare), text)
    return found


def parted_by_marks(markdown: str, place: int, word: str) -> list[str]:
    """Return the words that a word from that place on is where the markup in it is printed: `a`, `b` of `a*b`."""
    end = place
    for char in word:
        end = markdown.find(char, end) + 1 or end
    return printed_words(markdown[place:end])


def printed_words(text: str) -> list[str]:
    """Return the words of a text without markup, as those of a source are told apart."""
    return PRINTED.findall(text)


@dataclass(slots=True)
class _LineMasker:
    """Goes through a text's lines: what is no text is made blank, and listings lose what may look like markup."""

    spare: Counter[str]
    called: set[str]  # the notes that will be printed
    unread: bool = False  # in a note that will not
    fence: str = ""
    drawn: bool = False  # a listing that is no text
    opening: bool = False  # a fence whose attributes go on
    parted: bool = False  # by a blank line before
    defining: str = ""  # of a link that is being defined, what may follow on the next line
    hidden: list[bool] = field(default_factory=list)  # of open divisions, whether they are for some editions only

    def masked(self, markdown: str) -> Iterator[str]:
        """Yield each line as long as it was."""
        for line in markdown.splitlines(keepends=True):
            if self.fence or self.opening:
                yield self._listing(line)
            elif fence := self._opened(line):
                self.fence, self.drawn = fence[1], bool(DRAWN.search(f" {fence[2]}"))
                self.opening = "{" in fence[2] and "}" not in fence[2]
                yield _mask_attributes(line, self.spare)
            elif DIVISION.match(line):
                self._divide(line)
                self.opening = "{" in line and "}" not in line
                yield _mask_attributes(line, self.spare)
            else:
                yield self._text(line)

    def _listing(self, line: str) -> str:
        if self.opening:
            self.opening = "}" not in line
            return _mask_attributes(line, self.spare)
        closing = FENCE.match(line)
        if closing and closing[1].startswith(self.fence) and not closing[2].strip():
            self.fence = ""
            return _blank(line)
        if self.drawn or any(self.hidden):
            return _mask_spare(line, self.spare)
        return PUNCTUATION.sub(" ", line)

    def _opened(self, line: str) -> re.Match[str] | None:
        fence = FENCE.match(line)
        return None if fence and fence[1].startswith("`") and "`" in fence[2] else fence

    def _divide(self, line: str) -> None:
        if self.hidden and not line.strip(" >:\n\t"):
            self.hidden.pop()
        else:
            self.hidden.append(bool(SHOWN_IF.search(line)))

    def _text(self, line: str) -> str:
        expected, self.defining = self.defining, ""
        if note := NOTED.match(line):
            self.unread = note[1] not in self.called
        elif line[:1].strip() and self.parted:
            self.unread = False
        self.parted = not line.strip()
        if self.unread or any(self.hidden):
            return _mask_spare(line, self.spare)
        if known := DEFINED.match(line):
            self.defining = "title" if known["address"] else "address"
            return _mask_spare(line, self.spare)
        if expected == "address" or (expected and TITLED.match(line)):
            return _mask_spare(line, self.spare)
        head = HEAD.match(line)
        return _mask_spare(head[0], self.spare) + line[head.end() :] if head else line


def _blank(text: str) -> str:
    return SEEN.sub(" ", text)


def _mask_spare(text: str, spare: Counter[str]) -> str:
    spare.update(printed_words(text))
    return _blank(text)


def _mask_attributes(text: str, spare: Counter[str], filler: str = " ") -> str:
    """Leave of attributes the titles and captions in them, which are printed; the rest is spare."""
    left, end = "", 0
    for match in QUOTED.finditer(text):
        left += _mask_spare(text[end : match.start(1)], spare) + match[1]
        end = match.end(1)
    rest = _mask_spare(text[end:], spare)
    return left + rest if left else rest.replace(" ", filler)


def _mask_escape(text: str, _: Counter[str]) -> str:
    return GLUE + (" " if text[1] in SIGNS else text[1])


def _mask_code(text: str, spare: Counter[str]) -> str:
    if text.endswith("}"):  # it is for one format
        return _mask_spare(text, spare)
    ticks = len(text) - len(text.lstrip("`"))
    if language := LANGUAGE.match(text):  # of a listing in a cell
        return _mask_spare(language[0], spare) + PUNCTUATION.sub(" ", text[language.end() :])
    return GLUE * ticks + PUNCTUATION.sub(" ", text[ticks:-ticks]) + GLUE * ticks


def _mask_entity(text: str, _: Counter[str]) -> str:
    decoded = unescape(text)
    return decoded + GLUE * (len(text) - len(decoded)) if len(decoded) < len(text) else text


def _mask_inline(text: str, spare: Counter[str]) -> str:
    if text.startswith("{") and not text.startswith("{{"):
        return _mask_attributes(text, spare, GLUE)
    spare.update(printed_words(text))
    tag = TAG.match(text)
    apart = tag is not None and tag[1].lower() not in WITHIN
    return SEEN.sub(" " if apart else GLUE, text)


MASKS: dict[str, Callable[[str, Counter[str]], str]] = {  # by the kind of markup
    "escape": _mask_escape,
    "code": _mask_code,
    "comment": lambda text, _: _blank(text),
    "hidden": _mask_spare,
    "spare": _mask_inline,
    "entity": _mask_entity,
    "note": lambda text, _: _blank(text),
    "glue": lambda *_: GLUE,
}
