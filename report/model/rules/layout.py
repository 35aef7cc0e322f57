"""The rules for the master and for the layout of the PDF."""

from __future__ import annotations

from report.model.rules.rule import NOTE, WARNING, Rule

MASTER = (
    Rule(
        "H101",
        "The master is not well-formed",
        about="All editions are made from one XHTML document, and the theme's template has broken it, usually by a tag "
        "that is not closed. Mend the template.",
    ),
    Rule(
        "H102",
        "The master holds something that can act or has no place in a report",
        about="An element or attribute that runs a script, reaches a file or means nothing to a reading system would be "
        "in every edition. Take it out of the template, or out of the text.",
    ),
    Rule(
        "H103",
        "An identifier stands twice in the master",
        about="A link leads to one place only, and EPUB refuses a file in which an identifier stands twice. Give each "
        "thing its own.",
    ),
    Rule(
        "H104",
        "A link of the master points to nothing",
        about="A link within the report has lost its end; in the PDF and the EPUB it would be dead. Give the thing meant "
        "its identifier, or take the link out of the template.",
    ),
)
LAYOUT = (
    Rule(
        "P101",
        "The layout engine warns",
        WARNING,
        adjustable=True,
        about="Something on the page could not be laid out as it was asked for. Look at the page; the words are the "
        "layout engine's own.",
    ),
    Rule(
        "P102",
        "No font has a character",
        about="Readers would see an empty box, and PDF/A forbids it. Write the character in another way, or add a font "
        "that has it with `@font-face` in the theme.",
    ),
    Rule(
        "P103",
        "A file outside the report and its theme was asked for",
        about="A page that needs a file from elsewhere cannot be built again next year. Copy the file into the theme's "
        "folder and name it there.",
    ),
    Rule(
        "P104",
        "A note stands on a later page than its call",
        WARNING,
        adjustable=True,
        about="The note is too long for what is left of its page, and readers have to turn over for it. Shorten it, or "
        "move its call.",
    ),
    Rule(
        "P105",
        "Page numbers do not settle",
        WARNING,
        adjustable=True,
        about="Page numbers in the text move the very words that they count: printed, one of them may be off by a page. "
        "Change a few words near a `@page:` reference.",
    ),
    Rule(
        "P106",
        "A part of the PDF was lost with its worker",
        about="The process that laid out a part ended, hung or wanted too much memory, so that there is no whole PDF. "
        "Build again; what was done is kept. If it happens again, the finding says which limit to raise.",
    ),
    Rule(
        "P107",
        "A formula cannot be drawn, and is set as plain text",
        WARNING,
        adjustable=True,
        about="The PDF draws formulas in two dimensions; what it cannot draw stands there in one line, as a text. Write "
        "the formula with plainer commands, or split it. The EPUB and the web page are not affected.",
    ),
    Rule(
        "P108",
        "A table is wider than the page",
        about="Columns that run over the edge of the paper are lost to the reader. Turn the page with `::: {.landscape}`, "
        "take columns out or split the table, or shorten its heads: a column is as wide as its longest word.",
    ),
    Rule(
        "P120",
        "A cell over several rows is parted by the end of a page",
        about="The rows on the next page lack the cell: readers do not see what they belong to, and a screen reader counts their "
        "cells wrong, so that the file is no PDF/UA (ISO 14289-1, 7.5). Write the cell again in a row of its own where the page "
        "ends, put the table on a page of its own, or repeat the words in every row.",
    ),
    Rule(
        "P110",
        "Text runs off the sheet",
        about="What lies beyond the edge of the paper is lost. A long word or address that cannot be broken, or a style sheet "
        "with too wide a box, is the usual cause.",
    ),
    Rule(
        "P111",
        "Text runs into other text",
        WARNING,
        adjustable=True,
        about="Two lines share the same place, and neither can be read. Something is moved out of its place by a style sheet, or "
        "a mark or head has more lines than there is room for.",
    ),
    Rule(
        "P112",
        "A line of a paragraph stands alone on its page",
        WARNING,
        adjustable=True,
        about="A single line at the foot of a page, or at the head of the next, looks like a slip. A few words more or less "
        "before it let the paragraph break elsewhere.",
    ),
    Rule(
        "P113",
        "A heading stands at the foot of a page",
        WARNING,
        adjustable=True,
        about="A heading belongs to the text below it, and here that begins on the next page, since what follows cannot be "
        "broken. Let a sentence stand before it, or begin a new page: `{{< pagebreak >}}`.",
    ),
    Rule(
        "P114",
        "The last page is nearly empty",
        WARNING,
        adjustable=True,
        about="Fewer than four lines on a last page, of the report or of a chapter that begins a page, cost a sheet and look "
        "like a mistake. Cut a line or two before them, or add some.",
    ),
    Rule(
        "P115",
        "A row of a table is split over pages",
        WARNING,
        adjustable=True,
        about="A row whose end is on the next page cannot be read across. It is higher than what a page holds: make its cells "
        "shorter, make its columns wider, or split it into rows.",
    ),
    Rule(
        "P116",
        "A figure or table is parted from its caption",
        WARNING,
        adjustable=True,
        about="Readers see a picture without its name, or a name without a picture. It is too high for one page with its "
        "caption: make it less high, or begin a new page before it.",
    ),
    Rule(
        "P117",
        "Lines are too long or too short to read with ease",
        NOTE,
        adjustable=True,
        about="The eye loses its way back from a line of more than about 80 characters, and is always on its way in one of "
        "fewer than 40. The theme's margins and the size of its letters decide it.",
    ),
    Rule(
        "P118",
        "A page lacks the handling mark",
        about="Pages are copied and passed on one by one, and each must say how it may be handled. The theme's sheet has to "
        "set `string(marking)` at the head and at the foot of every kind of page.",
    ),
)
