"""The rules for the import of documents: what could not be carried over as it was."""

from __future__ import annotations

from report.model.rules.rule import NOTE, WARNING, Rule

INTAKE = (
    Rule(
        "I101",
        "Something in a document cannot be carried over",
        WARNING,
        about="Charts, embedded objects, forms, videos and scripts have no form in text. An open point stands in the "
        "place of what was seen: draw it as SVG, save it as a picture, or say it in words. A drawing is written without "
        "what may not be in it, such as a script: look whether it still shows what it should.",
    ),
    Rule(
        "I102",
        "A picture of a document is missing, or cannot be set",
        WARNING,
        about="The file is not in the document or beside it, or is of a kind that no edition shows, such as EMF. It is "
        "kept in `figures/` where there is one. Export it as SVG or PNG, and put the picture where the open point is.",
    ),
    Rule(
        "I103",
        "A picture of a document has no alternative text",
        WARNING,
        about="Who cannot see the picture reads what `alt` says, and for now it says TODO. Write what the picture shows, "
        "or mark an ornament with `{.decorative}`, and take the open point out.",
    ),
    Rule(
        "I104",
        "Text beside the run of the text is moved or left out",
        NOTE,
        about="The words of a box stand below the paragraph that it was fixed to; heads, feet and menus are left out, "
        "for the theme prints its own. Move the words to where they belong.",
    ),
    Rule(
        "I105",
        "A tracked change is accepted, or hidden text left out",
        NOTE,
        about="Insertions are kept and deletions gone, as if all had been accepted in Word; what nobody saw is not "
        "published. Accept or reject changes before the import where that is not what is meant.",
    ),
    Rule(
        "I106",
        "A comment is kept as an open point",
        NOTE,
        about="It stands where the comment began, as `[TODO …]{.todo}`: seen in drafts, refused in a final version.",
    ),
    Rule(
        "I107",
        "A field is kept as what it showed",
        NOTE,
        about="Dates, page numbers and citations that an office program works out are plain words now. References to "
        "figures, tables and headings have become ours where it was clear which was meant.",
    ),
    Rule(
        "I108",
        "A look is left to the theme",
        NOTE,
        about="Colours, highlighting, small capitals and page breaks say how a text looks, and the theme decides that. "
        "Where they meant something, say it in words.",
    ),
    Rule(
        "I109",
        "Raw HTML or LaTeX is left out",
        WARNING,
        about="Commands that are not understood have no meaning in all editions. Write what they did in Markdown.",
    ),
    Rule(
        "I110",
        "Headings are inferred, raised or mended",
        NOTE,
        about="A section begins at each heading of the first level, and no level is skipped. Look whether lines that "
        "were taken for headings are some, and whether each is of the right level.",
    ),
    Rule(
        "I111",
        "A link or cross-reference of a document leads nowhere",
        WARNING,
        about="It led to a file beside the document, to a place that is not there, or ran a script. Its words are kept. "
        "Link to the world with `https:`, or to a section by its identifier.",
    ),
    Rule(
        "I112",
        "A citation of a document has no reference",
        WARNING,
        about="No file of references has its key, and an open point stands in its place. Give the file with "
        "`--bibliography`, or add the reference and write `[@key]`.",
    ),
    Rule(
        "I113",
        "Metadata are missing, or have no place",
        NOTE,
        about="What the document does not say of itself is filled in: the title from its file, the language English, the "
        "date of today. Look at `report.yaml`.",
    ),
    Rule(
        "I114",
        "An output of a notebook cannot be kept as it is",
        WARNING,
        about="What only runs in a browser has no form on paper; pictures and words are kept. Save what it shows as a "
        "picture or a table.",
    ),
    Rule(
        "I115",
        "A text is not UTF-8",
        NOTE,
        about="It was read in the encoding that is most likely. Look at letters with accents and at quotation marks.",
    ),
    Rule(
        "I116",
        "Pandoc warns of something in a document",
        WARNING,
        about="The words are pandoc's own: mostly a file that is included and was not read. Look at the place.",
    ),
    Rule(
        "I117",
        "A table of a document is guessed, or cannot be written",
        NOTE,
        about="Lines that stand in columns were taken for a table where every cell was certain, and kept as they are "
        "where not. Look whether they are one.",
    ),
    Rule(
        "I118",
        "A table of contents, a list or an index is left out",
        NOTE,
        about="A report makes its own from headings, captions and `[term]{.index}`, with the page numbers of each edition. "
        "Ask for lists of figures and tables with `lists: [figures, tables]` in `report.yaml`.",
    ),
)
