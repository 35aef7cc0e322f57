"""The rules for themes: style sheets and templates."""

from __future__ import annotations

from report.model.rules.rule import WARNING, Rule

THEME = (
    Rule(
        "S301",
        "A declaration of a style sheet is not understood",
        about="The layout engine drops what it does not know, and the page would look otherwise than its designer meant. "
        "Mend the declaration, or take it out; what only browsers know belongs into `screen.css`. A bracket or a comment "
        "that is never closed swallows what comes after it, in the sheets that import this one as well.",
    ),
    Rule(
        "S302",
        "A style sheet is not there, cannot be read, or imports itself",
        about="A theme takes sheets of its own folder and of the base by their names, each by an `@import` in a line of its "
        "own. Mend the name; the base's own sheet of a name that the theme shadows is reached with `base/`.\n\n"
        'Right: `@import "base/print.css";`.',
    ),
    Rule(
        "S303",
        "A template fails",
        about="The template asks for a value that there is not, or its syntax is broken. Compare it with the one of the "
        "same name in `styles/base/`, at the line that is named.",
    ),
    Rule(
        "S304",
        "A theme is not known",
        about="A theme is a folder in `styles/`, the project's own or the tool's; `report list` names them all. Mend the "
        "name.\n\n"
        "Right: `theme: briefing`.",
    ),
    Rule(
        "S305",
        "Two colours of the theme are too close to read",
        WARNING,
        adjustable=True,
        about="Text needs a contrast of 4.5 : 1 against its ground (WCAG 2.2, 1.4.3), or many readers cannot read it, and "
        "nobody can in the sun. Make the text's colour darker, or its ground lighter; in the dark scheme the other way "
        "round.",
    ),
    Rule(
        "S306",
        "The fonts of a family are not installed",
        about="A brand can name any family whose fonts come as a package: what is installed with the tool, or another "
        "package `fontpkg-…` by the family's name. The system's fonts are never taken: pages would look otherwise on "
        "another machine. Install the package that is named, or name another family.",
    ),
    Rule(
        "S307",
        "The sheet for the EPUB asks for what old reading systems do not know",
        WARNING,
        adjustable=True,
        about="A reading system that meets a value it does not know may drop the whole sheet, or refuse the book, and the "
        "validators say nothing of it. In `epub.css` stand element selectors and a few classes, lengths in em, and neither "
        "custom properties nor functions, media queries, flex or grid.",
    ),
    Rule(
        "S309",
        "A style sheet asks for something outside its theme",
        about="A book, a page or a PDF that fetches a picture or a font from elsewhere tells somebody that it is read, and "
        "looks otherwise when that is gone. Every address of a style sheet is relative, and leads to a file of the theme, "
        "or of those that it builds upon; it may also be a picture or a font itself, as `data:image/png` and the like. "
        "All sheets of a report's theme are looked at. Put the file into the theme's folder.\n\n"
        "Wrong: `url(https://example.org/crest.png)`. Right: `url(crest.png)`.",
    ),
)
