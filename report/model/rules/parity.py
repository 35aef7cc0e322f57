"""The rules of parity: what the editions of one report have to have in common."""

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
