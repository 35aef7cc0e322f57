"""Every code that a finding can carry, and what it stands for. A code is never given a second meaning."""

from __future__ import annotations

CODES = {
    # the metadata and the files of the sources
    "S101": "The metadata is not valid YAML",
    "S102": "A key is not known",
    "S103": "A required key is missing",
    "S104": "A key has a value that it does not accept",
    "S105": "A key or a file is named twice",
    "S106": "A source file cannot be read as text",
    "S107": "The report has no section",
    "S108": "A file that the metadata names is not there, or may not be read",
    "S109": "A section is empty",
    "S110": "A source holds a control character",
    "S111": "A text cannot be parsed",
    "S112": "A key has no effect in this version",
    # the text
    "S201": "An image is not there, or may not be read",
    "S202": "An image has no alternative text",
    "S203": "A cross-reference or an internal link points to nothing",
    "S204": "A cross-reference stands among citations",
    "S205": "A citation has no reference",
    "S206": "An identifier is used twice, or kept for a part of the page",
    "S207": "A file is not an image that can be set",
    "S208": "A drawing can act, or reaches outside",
    "S209": "Pandoc warns of something in the text",
    "S210": "Raw HTML, or another raw format, is refused",
    "S211": "A link leads nowhere for a reader",
    "S212": "An attribute is refused, or has a value that it does not accept",
    "S213": "An attribute means nothing",
    "S214": "A kind of call-out is not known",
    "S215": "A point is open",
    "S216": "A construct cannot be set by this version",
    "S217": "A section does not begin with its title",
    "S218": "A heading skips a level, or goes too deep",
    "S219": "An inline tag is opened and not closed, or closed and not opened",
    "S220": "A note is called and not written",
    "S221": "The references or the citation style cannot be read",
    # the theme
    "S301": "A declaration of a style sheet is not understood",
    "S302": "A style sheet is not there, or imports itself",
    "S303": "A template fails",
    "S304": "A theme is not known",
    # the master
    "H101": "The master is not well-formed",
    "H102": "The master holds something that can act or has no place in a report",
    "H103": "An identifier stands twice in the master",
    "H104": "A link of the master points to nothing",
    # the layout of the PDF
    "P101": "The layout engine warns",
    "P102": "No font has a character",
    "P103": "A file outside the report and its theme was asked for",
    "P104": "A note stands on a later page than its call",
    "P105": "Page numbers do not settle",
    "P106": "A part of the PDF was lost with its worker",
    # the validators of finished files
    "P901": "A PDF breaks a rule of a profile, by page-validation",
    "P902": "A PDF breaks a rule of a profile, by veraPDF",
    "E901": "EPUBCheck objects to an EPUB",
    "E902": "Ace objects to an EPUB",
    "E903": "A reading system has trouble with an EPUB",
}
