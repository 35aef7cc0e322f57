"""What the spellings of other tools mean here: Quarto's, GitHub's, MyST's, pandoc-crossref's, mdBook's, LaTeX's and some more.

Those that have a counterpart are taken for it, and the others are told with the way out. Whoever adds a spelling adds a row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

THING = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for what is no text of the author's


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in the text: how it looks where it is printed, what it is, and how it is written here."""

    pattern: re.Pattern[str]
    what: str
    help: str


# Taken: the spelling, and ours.
CALLOUT_NAMES = {  # of GitHub's `> [!NOTE]` and MyST's `:::{note}`
    "note": "note", "tip": "tip", "hint": "tip", "important": "important", "warning": "warning", "caution": "caution",
    "admonition": "note",
}  # fmt: skip
TAKEN_CLASSES = {"column-margin": "aside", "{margin}": "aside", "{aside}": "aside", "{sidebar}": "aside"}
TAKEN_KEYS = {"fig-alt": "alt"}
TAKEN_PREFIXES = ("fig:", "tbl:", "sec:", "eq:", "Fig:", "Tbl:", "Sec:", "Eq:")  # the colon is a hyphen
LISTING_DIRECTIVES = frozenset(["code", "code-block", "sourcecode"])  # MyST: a listing in a language

# Told: the spelling, and the way out.
CLASSES = {
    **dict.fromkeys(("note", "tip", "important", "warning", "caution"), "a call-out is written ::: {{.callout-{0}}}"),
    **dict.fromkeys(("info", "attention"), "a call-out is written ::: {{.callout-note}}"),
    **dict.fromkeys(("danger", "error"), "a call-out is written ::: {{.callout-warning}}"),
    "panel-tabset": "its tabs are printed one after the other: take it out, their headings say what they are",
    "column-page": "write ::: {{.landscape}} for what needs more width",
    "column-screen": "write ::: {{.landscape}} for what needs more width",
    "incremental": "take it out: it is for slides",
    "fragment": "take it out: it is for slides",
    "newpage": "write {{{{< pagebreak >}}}} in a line of its own",
    "pagebreak": "write {{{{< pagebreak >}}}} in a line of its own",
    "center": "take it out: the theme says how text is set",
}
KEYS = {
    "collapse": "take it out: call-outs are always open",
    "appearance": "take it out: the theme says how call-outs look",
    "icon": "take it out: the theme says how call-outs look",
    "fig-align": "take it out: the theme says how figures stand",
    "fig-cap": "write the caption between the brackets: ![Caption](picture.svg)",
    "fig-pos": "take it out: the theme says where figures stand",
    "fig-scap": "take it out: the lists show the caption",
    "tbl-cap": "write the caption below the table: `: Caption {#tbl-x}`",
    "tbl-colwidths": "the hyphens below the heads say how wide the columns are to each other",
    "layout-ncol": "take it out: pictures stand one below the other, or in the cells of a table",
    "layout-nrow": "take it out: pictures stand one below the other, or in the cells of a table",
    "layout": "take it out: pictures stand one below the other, or in the cells of a table",
    "startfrom": "take it out: the lines of a listing have no numbers",
    "linenos": "take it out: the lines of a listing have no numbers",
    "title": "say it in the text above the listing",
    "filename": "say it in the text above the listing",
    "code-line-numbers": "take it out: the lines of a listing have no numbers",
    "code-fold": "take it out: a listing is always shown",
    "lst-cap": "say what it shows in the text above it: listings have no captions",
    "eval": "take it out: code is shown, and not run",
    "echo": "take it out: code is shown, and not run",
}
LANGUAGES = {  # of listings, by their class
    "numberLines": ("numbers for the lines of a listing", "take .numberLines out, and quote the line that is meant"),
    "number-lines": ("numbers for the lines of a listing", "take .number-lines out, and quote the line that is meant"),
    "mermaid": ("a diagram, printed as its code", "draw it to an SVG, and show that as a figure"),
    "plantuml": ("a diagram, printed as its code", "draw it to an SVG, and show that as a figure"),
}
DIRECTIVES = {  # of MyST, as ```{name}
    "figure": 'write ![Caption.](picture.svg){#fig-x alt="…"}',
    "image": 'write ![](picture.svg){alt="…"}',
    "math": "write the formula between $$ and $$",
    "table": "write the table, and below it `: Caption {#tbl-x}`",
    "list-table": "write a table with pipes, or one from data",
    "csv-table": 'write ``` {.csv #tbl-x caption="…"}',
    "include": "write {{< include file >}} in a line of its own",
    "literalinclude": "put the lines that are meant into a listing",
    "toctree": "take it out: report.yaml names the sections",
    "contents": "take it out: the theme prints the contents",
    "bibliography": "take it out: the list of references is printed at the end",
    "glossary": "write glossary.yaml",
    "mermaid": "draw it to an SVG, and show that as a figure",
    "dot": "draw it to an SVG, and show that as a figure",
    "graphviz": "draw it to an SVG, and show that as a figure",
    "eval-rst": "write it in Markdown",
    "dropdown": "write it as text: on paper nothing unfolds",
    "seealso": "write a call-out: ::: {.callout-note}",
    **dict.fromkeys(("attention", "danger", "error"), "write a call-out: ::: {.callout-warning}"),
}  # fmt: skip
NOT_RUN = "put in what it gives: {0}code of a report is shown, and not run"
COMMANDS = {  # of TeX
    **dict.fromkeys(("newpage", "pagebreak", "clearpage", "cleardoublepage"), "write {{< pagebreak >}} in a line of its own"),
    **dict.fromkeys(("cite", "citep", "citet", "parencite", "textcite", "autocite"), "write [@key], or @key within the sentence"),
    **dict.fromkeys(("ref", "autoref", "cref", "Cref", "eqref"), "write @fig-x, @tbl-x, @sec-x or @eq-x"),
    "pageref": "write @page:fig-x",
    "label": "write the identifier behind what it is of: {#fig-x}",
    "footnote": "write a note: ^[words]",
    **dict.fromkeys(("textbf", "bf", "bfseries"), "write **words**"),
    **dict.fromkeys(("emph", "textit", "it", "itshape"), "write *words*"),
    "texttt": "write `words`",
    "underline": "write [words]{.underline}",
    "textsc": "write [words]{.smallcaps}",
    **dict.fromkeys(("url", "href"), "write [words](address)"),
    "includegraphics": 'write ![Caption.](picture.svg){#fig-x alt="…"}',
    **dict.fromkeys(("section", "subsection", "chapter"), "write # Title, ## Title and so on"),
    **dict.fromkeys(("vspace", "hspace", "vfill", "hfill", "smallskip", "medskip", "bigskip", "noindent", "centering", "raggedright"), "take it out: the theme says how text is set"),
    **dict.fromkeys(("tableofcontents", "listoffigures", "listoftables"), "take it out: toc-depth and lists in report.yaml say what is listed"),
    "today": "write {{< meta date >}}",
    "index": "write [word]{.index}",
    "begin": "write it in Markdown: a list, a table, a quotation, a formula between $$ and $$",
}  # fmt: skip
ELEMENTS = {  # of HTML
    "table": "write a table with pipes, or one from data",
    "center": "take it out: the theme says how text is set",
    "font": "take it out: the theme says how text is set",
    "big": "take it out: the theme says how text is set",
    **dict.fromkeys(("iframe", "video", "audio", "embed", "object"), "write a link to it: [words](address)"),
    "script": "take it out: a report runs nothing",
    "style": "take it out, and style it in a theme of your own",
    **dict.fromkeys(("ul", "ol", "li"), "write a list: a hyphen, or a number and a stop, before each item"),
    "dl": "write the term in a line, and below it a colon, spaces and what it means",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "write # Title, ## Title and so on"),
    "blockquote": "write > before each line",
    "pre": "write a listing between lines of ```",
    **dict.fromkeys(("section", "article", "main", "header", "footer", "nav"), "take it out: sections begin with # Title"),
    "aside": "write ::: {.aside}, the words, and ::: in lines of their own",
    "svg": "save it as a file, and show that as a figure",
    "math": "write the formula in TeX between dollar signs",
    "form": "take it out: a report asks nothing",
    "tt": "write `words`",
    "hr": "write *** in a line of its own",
    "br": "write a backslash at the end of the line",
    "img": 'write ![](picture.svg){alt="…"}',
    "a": "close it with </a> in the same paragraph, or write [words](address)",
    **dict.fromkeys(("figure", "figcaption"), "close it, with its picture and its <figcaption> within, or write ![Caption.](picture.svg){#fig-x}"),
    **dict.fromkeys(("details", "summary"), "close it, within the same list or quotation"),
    "p": "close it, or leave blank lines around the paragraph",
}  # fmt: skip
SHORTCODES = {
    "video": "write a link to it: [words](address)",
    "embed": "put what it shows into the report",
    "fa": "write a word, or draw it",
    "kbd": "write <kbd>Ctrl</kbd>",
    "toc": "take it out: the theme prints the contents",
    "ref": "write a link to the section: [words](#identifier)",
    "relref": "write a link to the section: [words](#identifier)",
    "figure": 'write ![Caption.](picture.svg){#fig-x alt="…"}',
    "highlight": "write a listing between ``` and ```",
    "env": "write {{< var name >}}, and its value under `variables` in report.yaml",
    "pagebreak": "give it a line of its own",
}
CODE_THAT_RUNS = re.compile(r"\{(\w+)\} .+|(r) \S.*", re.DOTALL)  # within a line: Quarto's and knitr's
INNER = r"(?:(?!\\[\])])(?:[^\n]|\n(?!\n))){0,400}"
SIGN = r"(?:[=^_+<>]|\\[A-Za-z])"
FORMULA_OF_LATEX = re.compile(  # what is between holds a sign that words do not; its end is looked for first, and once
    "|".join(rf"\\\{begin}(?={INNER}\\\{end}){INNER}?{SIGN}{INNER}\\\{end}" for begin, end in ("()", "[]"))
)
REFERENCES = {  # what a cross-reference of another tool begins with, before a hyphen or a colon
    "lst": "listings have no numbers: write [the listing](#{0})",
    **dict.fromkeys(("tab", "table"), "write @tbl-{1}, and {{#tbl-{1}}} at the caption"),
    **dict.fromkeys(("figure", "img"), "write @fig-{1}, and {{#fig-{1}}} at the picture"),
    **dict.fromkeys(
        ("ch", "chap", "chapter", "section", "app", "apx", "part"), "write @sec-{1}, and {{#sec-{1}}} at the heading"
    ),
    **dict.fromkeys(("eqn", "equation"), "write @eq-{1}, and {{#eq-{1}}} behind the formula"),
    **dict.fromkeys(("pg", "pageref"), "write @page:{1}"),
    **dict.fromkeys(
        ("thm", "lem", "cor", "prp", "cnj", "def", "exm", "exr", "alg", "rem"),
        "theorems have no numbers: write [words](#{0})",
    ),
}
MARKS = (
    Mark(
        re.compile(r"\{(?:\+\+|--|–|>>|==)[^{}\n]*(?:\+\+|--|–|<<|==)\}|\{[^{}\n]*~>[^{}\n]*\}"),
        "a suggestion or a comment in CriticMarkup",
        "accept it, or take it out",
    ),
    Mark(re.compile(r"\A\*\[[^\[\]\n]+\]:"), "an abbreviation of another tool", 'write <abbr title="…">…</abbr>'),
    Mark(
        re.compile(r"^\.\. [a-z][a-z-]*::|^… [a-z][a-z-]*::", re.MULTILINE),
        "a directive of reStructuredText",
        "write what it means in Markdown",
    ),
    Mark(re.compile(r"\A\[TOC\]\Z|\A\{:toc\}\Z"), "contents of another tool", "take it out: the theme prints them"),
    Mark(
        re.compile(r"\{:\s?[^{}\n]*\}"),
        "attributes of kramdown",
        "write them in braces, right behind what they are of: {#id .class}",
    ),
    Mark(
        re.compile(r"\{\{(?!<)[ \t]*#?(?:include|rustdoc_include|playground)[^{}\n]{1,80}\}\}"),
        "an include of mdBook",
        "write {{< include file >}} in a line of its own",
    ),
    Mark(
        re.compile(r"\{\{(?!<)[^{}\n]{1,80}\}\}|\{%[^{}\n]{1,80}%\}"),
        "a variable or a command of another tool",
        "write {{< var name >}}, {{< meta key >}} or {{< include file >}}",
    ),
    Mark(
        re.compile(r"\[\[[^\[\]\n]{1,120}\]\]"),
        "a link as wikis write it",
        "write [words](#identifier) or [words](address)",
    ),
    Mark(
        re.compile(r"^\[![A-Za-z]+\][-+]?", re.MULTILINE),
        "a call-out of GitHub or Obsidian",
        "write ::: {.callout-note}, the text, and ::: in lines of their own",
    ),
    Mark(
        re.compile(r"^:{3,}[ \t]*\{[a-z][\w:-]*\}", re.MULTILINE),
        "a directive of MyST",
        "write ::: {.callout-note}, or what it means in Markdown",
    ),
    Mark(
        re.compile(r"^(?:!!!|\?\?\?\+?) [a-z]+", re.MULTILINE),
        "a call-out of MkDocs",
        "write ::: {.callout-note}, the text, and ::: in lines of their own",
    ),
    Mark(re.compile(r"^%%(?=\s)[^\n]*", re.MULTILINE), "a comment of another tool", "write <!-- … -->"),
    Mark(
        re.compile(rf"(?<![\w:]):[a-z]+:{THING}|\{{[a-z]+(?::[a-z]+)?\}}{THING}"),
        "a role of MyST",
        "write what it means in Markdown",
    ),
    Mark(
        re.compile(rf"(?<![\w:]):[a-z][a-z0-9_+-]+:(?![\w:{THING}])"),
        "the name of an emoji",
        "write the sign itself, or a word",
    ),
    Mark(
        re.compile(r"(?<![\w=])==(?=[^\s=])[^=\n]{1,200}(?<=[^\s=])==(?![\w=])"),
        "marked words of another tool",
        "write [words]{.mark}",
    ),
)  # fmt: skip


def told_class(name: str) -> str:
    """Return the way out for another tool's class; empty where it is of none."""
    plain = re.sub(r"\[.*|[{}]", "", name)  # Docusaurus writes `:::note[Title]`
    written = CLASSES.get(plain) or (
        DIRECTIVES.get(plain, "").replace("{", "{{").replace("}", "}}") if plain != name else ""
    )
    return written.format(plain)


def told_reference(key: str) -> str:
    """Return the way out for another tool's cross-reference; empty where it is of none."""
    match = re.match(r"([A-Za-z]+)[-:](.+)", key)
    return REFERENCES[match[1]].format(key, match[2]) if match and match[1] in REFERENCES else ""


def spellings_of(identifier: str) -> tuple[str, ...]:
    """Return the ways in which an identifier may have been written: as ours, and as pandoc-crossref's."""
    kind, hyphen, name = identifier.partition("-")
    return (identifier, f"{kind}:{name}") if hyphen and f"{kind}:" in TAKEN_PREFIXES else (identifier,)
