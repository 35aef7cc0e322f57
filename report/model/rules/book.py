"""Our own rules for an EPUB, which validators do not know."""

from __future__ import annotations

from report.model.rules.rule import Rule

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
