"""The rules of what a text draws on: shortcodes, data, charts, the glossary."""

from __future__ import annotations

from report.model.rules.rule import NOTE, WARNING, Rule

MATERIAL = (
    Rule(
        "S235",
        "A variable, or a key of the metadata, is not known",
        about="A shortcode stands for a value, and there is none of that name: the text would have a hole. Write the "
        "variable under `variables` in `report.yaml`, or mend its name.\n\n"
        "Right: `variables: {venue: Kuala Lumpur}` and `{{{< var venue >}}}`.",
    ),
    Rule(
        "S236",
        "A text to include is not there, or includes itself",
        about="A report takes in files of its own folder, and of folders of `sources/` whose names begin with an "
        "underscore, and of no others. A file that includes itself, be it by a detour, would never end.",
    ),
    Rule(
        "S237",
        "A shortcode is not known, or stands where it cannot",
        about="The shortcodes are `var`, `meta`, `include` and `pagebreak`. The last two take a line of their own. To "
        "show one as it is written, put it into code, or write three braces.",
    ),
    Rule(
        "S238",
        "A file of data is not there",
        about="A table or a chart is made from a file that must be in the report's folder: what is on the network may be "
        "gone, or different, when the report is built again. Save the data and name them by their path.",
    ),
    Rule(
        "S239",
        "Data cannot be read",
        about="Comma-separated values need as many cells in each row as in the first, and quotation marks that are "
        "closed; two of them stand for one within a cell. Other signs between cells are named with `delimiter`.",
    ),
    Rule(
        "S245",
        "A chart cannot be drawn",
        about="The specification is not one of Vega-Lite, or Vega cannot follow it. Begin with `data`, `mark` and "
        "`encoding`, and add one thing at a time.",
    ),
    Rule(
        "S251",
        "The links of a chart are left out",
        WARNING,
        adjustable=True,
        about="A chart is a picture in the PDF and the EPUB, and nothing in a picture can be followed. Take `href` out of the "
        "specification, and link to what it names in the text.",
    ),
    Rule(
        "S246",
        "The glossary does not have a term",
        about="The text marks a term, and a reader would look for its meaning in vain. Define it in `glossary.yaml`; for "
        "another form of a word say which term is meant.\n\n"
        "Right: `[measures]{.term term=measure}`.",
    ),
    Rule(
        "S248",
        "An entry of the index has no words",
        about="What is marked for the index is an entry by its own words, or by those of the attribute `entry`; this one "
        "has neither, and readers would find a page number with nothing before it.\n\n"
        'Right: `[]{.index entry="ASEAN!Regional Forum"}`.',
    ),
    Rule(
        "S247",
        "A term of the glossary is not used",
        NOTE,
        adjustable=True,
        about="Only terms that the text marks are printed, so that the glossary explains what is there to be explained. "
        "Mark the term where it first appears, or take it out.",
    ),
)
