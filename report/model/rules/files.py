"""The rules for finished files: what readers need, what the editions must have in common, and what validators say."""

from __future__ import annotations

from report.model.rules.rule import WARNING, Rule

TOOL = "The tool writes it so by itself: a theme's template has changed it, or it is a fault of the tool to report."
BOOK = (
    Rule("E101", "A landmark is missing", about=f"Landmarks lead to the contents and to where the text starts. {TOOL}"),
    Rule(
        "E102", "A navigation has no label", about=f"Who hears the page tells navigations apart by their names. {TOOL}"
    ),
    Rule(
        "E103",
        "A note and its call do not lead to each other",
        about=f"Reading systems show a note in place where the call leads to it, and the note leads back. {TOOL}",
    ),
    Rule(
        "E104", "A head of a table has no scope", about=f"With it a screen reader says the head with each cell. {TOOL}"
    ),
    Rule("E105", "A formula has no alternative text", about=f"Not every reading system speaks MathML. {TOOL}"),
    Rule("E106", "A picture in an EPUB has no alternative text", about=f"Who cannot see it gets nothing of it. {TOOL}"),
    Rule(
        "E107",
        "A style sheet asks for what old reading systems refuse",
        about="One value that is unknown to an engine such as Adobe’s can cost the whole sheet, or the book. Take it out "
        "of `epub.css`.",
    ),
    Rule(
        "E108",
        "The page list and the marks in the text differ",
        about=f"“See page 7” leads through the page list. {TOOL}",
    ),
    Rule("E109", "A link in an EPUB leads nowhere, or an identifier is given twice", about=TOOL),
    Rule("E110", "A document of an EPUB does not say its language", about=f"Voices and hyphenation follow it. {TOOL}"),
    Rule(
        "E111",
        "A listing cannot be reached by keyboard",
        about=f"It scrolls sideways where the screen is small. {TOOL}",
    ),
    Rule("E112", "The package does not tell how accessible the book is", about=f"Shops and libraries show it. {TOOL}"),
    Rule("E113", "The contents of an EPUB leave something out, or are out of order", about=TOOL),
)
ABOUT = (
    "After a build the editions are read back from their files and compared. What the source gives to some formats only "
    "(`when-format`) may differ; nothing else may. It is the tool's fault or the theme's: report it, with the source."
)
PARITY = (
    Rule("C101", "The editions have different headings", WARNING, adjustable=True, about=ABOUT),
    Rule("C102", "The editions have different notes", WARNING, adjustable=True, about=ABOUT),
    Rule("C103", "The editions have different alternative texts", WARNING, adjustable=True, about=ABOUT),
    Rule("C104", "The editions have different tables", WARNING, adjustable=True, about=ABOUT),
    Rule("C105", "The editions have different captions", WARNING, adjustable=True, about=ABOUT),
    Rule("C106", "The editions have different text", WARNING, adjustable=True, about=ABOUT),
    Rule(
        "C107",
        "A page begins elsewhere in an edition than in the PDF",
        WARNING,
        adjustable=True,
        about="Each page of the PDF is marked in the EPUB and the web page where its first words stand, so that “see page 7” "
        "holds in all of them. It is the tool's fault: report it, with the source.",
    ),
    Rule(
        "C108",
        "A second build gives other bytes",
        WARNING,
        about="The same source, tool and fonts give the same files, so that anyone can prove where a file comes from. Where "
        "nothing has changed since the build it is the tool's fault: report it, with the source.",
    ),
)
READING = (
    "The book was opened in a real reader: a document did not show, a link or a note led nowhere, or a page did not turn. "
    "Where the text is not at fault it is the tool's: report it."
)
VALIDATORS = (
    Rule(
        "P901",
        "A PDF breaks a rule of a profile, by page-validation",
        about="The file is not what it claims to be, PDF/A-3a and PDF/UA-1, and a library may turn it away. Where the "
        "text is not at fault it is the tool's: report it.",
    ),
    Rule(
        "P902",
        "A PDF breaks a rule of a profile, by veraPDF",
        about="veraPDF is the validator that archives go by; it names the clause of the standard. Where the text is not "
        "at fault it is the tool's: report it.",
    ),
    Rule(
        "E901",
        "EPUBCheck objects to an EPUB",
        about="Shops and libraries refuse a file to which EPUBCheck objects. Where the text is not at fault it is the "
        "tool's: report it.",
    ),
    Rule(
        "E902",
        "Ace objects to an EPUB",
        about="Ace by DAISY finds what shuts readers out. Mend what it names in the text, such as a picture without a "
        "description or a table without heads; otherwise report it.",
    ),
    Rule("E903", "foliate-js has trouble with an EPUB", about=READING),
    Rule("E904", "epub.js has trouble with an EPUB", about=READING),
    Rule(
        "W901",
        "The Nu Html Checker objects to a web page",
        about="The page breaks a rule of HTML or CSS, and browsers may each make something else of it. What the checker "
        "only warns of is a warning. Where the text is not at fault it is the tool's: report it.",
    ),
    Rule(
        "W902",
        "A browser has trouble with a web page",
        about="The page was opened in Chromium on a wide and a narrow screen, light and dark: axe found what shuts "
        "readers out, it scrolls sideways, or it asks for something from elsewhere. Mend in the text what is named "
        "there, such as a picture without a description; otherwise report it.",
    ),
)
