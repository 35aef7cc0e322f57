"""Every rule that a finding can tell of: its code, its name, its weight. A code is never given a second meaning."""

from __future__ import annotations

from dataclasses import dataclass

from report.model.findings import Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `title` names what is wrong in one line, `severity` is its weight unless a report says otherwise.

    A rule that is `adjustable` can be given another weight, or none, by a report; the others stand for what
    cannot be set or must not be published. `about` explains it: why it matters, and the way out, as Markdown.
    """

    title: str
    severity: Severity = ERROR
    adjustable: bool = False
    about: str = ""


RULES: dict[str, Rule] = {
    # the metadata and the files of the sources
    "S101": Rule("The metadata is not valid YAML"),
    "S102": Rule("A key is not known"),
    "S103": Rule("A required key is missing"),
    "S104": Rule("A key has a value that it does not accept"),
    "S105": Rule("A key or a file is named twice"),
    "S106": Rule("A source file cannot be read as text"),
    "S107": Rule("The report has no section"),
    "S108": Rule("A file that the metadata names is not there, or may not be read"),
    "S109": Rule("A section is empty"),
    "S110": Rule("A source holds a control character"),
    "S111": Rule("A text cannot be parsed"),
    "S112": Rule("A key has no effect in this version", WARNING),
    # the text
    "S201": Rule("An image is not there, or may not be read"),
    "S202": Rule("An image has no alternative text"),
    "S203": Rule("A cross-reference or an internal link points to nothing"),
    "S204": Rule("A cross-reference stands among citations"),
    "S205": Rule("A citation has no reference"),
    "S206": Rule("An identifier is used twice, or kept for a part of the page"),
    "S207": Rule("A file is not an image that can be set"),
    "S208": Rule("A drawing can act, or reaches outside"),
    "S209": Rule("Pandoc warns of something in the text", WARNING),
    "S210": Rule("Raw HTML, or another raw format, is refused"),
    "S211": Rule("A link leads nowhere for a reader"),
    "S212": Rule("An attribute is refused, or has a value that it does not accept"),
    "S213": Rule("An attribute means nothing", WARNING),
    "S214": Rule("A kind of call-out is not known"),
    "S215": Rule("A point is open"),
    "S216": Rule("A construct cannot be set by this version"),
    "S217": Rule("A section does not begin with its title"),
    "S218": Rule("A heading skips a level, or goes too deep"),
    "S219": Rule("An inline tag is opened and not closed, or closed and not opened"),
    "S220": Rule("A note is called and not written"),
    "S221": Rule("The references or the citation style cannot be read"),
    # the theme
    "S301": Rule("A declaration of a style sheet is not understood"),
    "S302": Rule("A style sheet is not there, or imports itself"),
    "S303": Rule("A template fails"),
    "S304": Rule("A theme is not known"),
    # the master
    "H101": Rule("The master is not well-formed"),
    "H102": Rule("The master holds something that can act or has no place in a report"),
    "H103": Rule("An identifier stands twice in the master"),
    "H104": Rule("A link of the master points to nothing"),
    # the layout of the PDF
    "P101": Rule("The layout engine warns", WARNING),
    "P102": Rule("No font has a character"),
    "P103": Rule("A file outside the report and its theme was asked for"),
    "P104": Rule("A note stands on a later page than its call", WARNING),
    "P105": Rule("Page numbers do not settle", WARNING),
    "P106": Rule("A part of the PDF was lost with its worker"),
    # the validators of finished files
    "P901": Rule("A PDF breaks a rule of a profile, by page-validation"),
    "P902": Rule("A PDF breaks a rule of a profile, by veraPDF"),
    "E901": Rule("EPUBCheck objects to an EPUB"),
    "E902": Rule("Ace objects to an EPUB"),
    "E903": Rule("A reading system has trouble with an EPUB"),
    # the import of documents
    "I101": Rule("Something in a document cannot be carried over", WARNING),
    "I102": Rule("A picture of a document is missing, or cannot be set", WARNING),
    "I103": Rule("A picture of a document has no alternative text", WARNING),
    "I104": Rule("Text beside the run of the text is moved or left out", NOTE),
    "I105": Rule("A tracked change is accepted, or hidden text left out", NOTE),
    "I106": Rule("A comment is kept as an open point", NOTE),
    "I107": Rule("A field is kept as what it showed", NOTE),
    "I108": Rule("A look is left to the theme", NOTE),
    "I109": Rule("Raw HTML or LaTeX is left out", WARNING),
    "I110": Rule("Headings are inferred, raised or mended", NOTE),
    "I111": Rule("A link or cross-reference of a document leads nowhere", WARNING),
    "I112": Rule("A citation of a document has no reference", WARNING),
    "I113": Rule("Metadata are missing, or have no place", NOTE),
    "I114": Rule("An output of a notebook cannot be kept as it is", WARNING),
    "I115": Rule("A text is not UTF-8", NOTE),
    "I116": Rule("Pandoc warns of something in a document", WARNING),
    "I117": Rule("A table of a document is guessed, or cannot be written", NOTE),
    "I118": Rule("A table of contents, a list or an index is left out", NOTE),
}
