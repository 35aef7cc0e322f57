"""The rules of others: what validators say of finished files."""

from __future__ import annotations

from report.model.rules.rule import WARNING, Rule

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
