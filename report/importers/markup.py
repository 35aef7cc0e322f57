"""Markup that pandoc reads: a document as a whole, and what it would pass over in LaTeX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report.importers.original import DocumentFacts, Prepared, short
from report.model.errors import BuildError
from report.model.tree import containers
from report.model.tree.inlines import Raw
from report.model.tree.views import each
from report.read.converter import TooMuch
from report.read.pandoc import read_document

if TYPE_CHECKING:
    from report.importers.original import Notes
    from report.read.pandoc import PandocDocument

LANGUAGES = {
    "english": "en", "american": "en-US", "british": "en-GB", "UKenglish": "en-GB", "USenglish": "en-US", "french": "fr",
    "francais": "fr", "german": "de", "ngerman": "de", "spanish": "es", "italian": "it", "portuguese": "pt",
    "brazilian": "pt-BR", "dutch": "nl", "russian": "ru", "arabic": "ar", "polish": "pl", "swedish": "sv",
}  # fmt: skip
BABEL = re.compile(r"\\usepackage\[([^\]]*)\]\{(?:babel|polyglossia)\}|\\setdefaultlanguage\{(\w+)\}")
COMMAND = re.compile(r"\\([a-zA-Z]+)")
QUIET = set(
    "ref autoref cref Cref eqref pageref nameref vref label cite citep citet parencite textcite autocite footcite "
    "maketitle tableofcontents listoffigures listoftables bibliography bibliographystyle printbibliography centering "
    "vspace hspace newpage clearpage pagebreak noindent smallskip medskip bigskip vfill hfill raggedright protect "
    "setlength setcounter thispagestyle pagestyle phantom hline toprule midrule bottomrule appendix par newcommand "
    "renewcommand providecommand def usepackage documentclass nocite citeauthor citeyear linebreak sloppy frontmatter "
    "mainmatter backmatter doublespacing onehalfspacing pagenumbering singlespacing flushbottom balance".split()
)


def parse_document(name: str, source: str | bytes, reader: str, options: tuple[str, ...] = ()) -> PandocDocument:
    """Let pandoc read a document, and name the document where it cannot."""
    try:
        return read_document(source, reader, options)
    except TooMuch as error:
        place = f"{name}:{error.line}" if error.line else name
        raise BuildError(f"{place}: {error.message}", error.help) from error
    except BuildError as error:
        raise BuildError(f"{name}: {error.message}", "look for what is wrong with it, or save it again") from error


def prepare_latex(name: str, text: str, notes: Notes) -> Prepared:
    """Tell of every command that pandoc does not understand and would drop, and find the language."""
    for raw in each(Raw, containers(parse_document(name, text, "latex+raw_tex").blocks)):
        passage = raw.text.strip()
        command = COMMAND.match(passage)
        if command and command[1] not in QUIET:
            start = text.find(passage.split("\n")[0])
            line = text.count("\n", 0, start) + 1 if start >= 0 else 0
            notes.tell("I109", f"LaTeX is not understood, and left out: {short(passage)}", "write it in Markdown", line)
    match = BABEL.search(text)
    options = re.split(r"\s*,\s*", match[1] or match[2]) if match else []
    known = [LANGUAGES[option] for option in options if option in LANGUAGES]
    return Prepared(text, DocumentFacts(lang=known[-1] if known else ""))
