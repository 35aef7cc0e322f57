"""The rules for what is printed: press files, copies for people, and what must not be printed."""

from __future__ import annotations

from report.model.rules.rule import NOTE, WARNING, Rule

TOOL = "The tool sets it by itself; found in a file of `report print --shop`, it is a fault of the tool to report."
PRESS = (
    Rule(
        "D101",
        "The boxes of a page are wrong",
        about=f"A press cuts to the TrimBox; around it lies the bleed, and around that the sheet with its marks. All pages of a file are cut to one size. {TOOL}",
    ),
    Rule(
        "D102",
        "Ink reaches the edge of a page and has no bleed",
        WARNING,
        adjustable=True,
        about="A cut is never quite where it should be: what ends at the edge leaves a white line there. Let the theme's sheet draw it beyond the edge, or end it well inside; and give the file a bleed.",
    ),
    Rule("D103", "A font is not embedded", about=f"Another would be taken for it on the press. {TOOL}"),
    Rule(
        "D104",
        "A picture has too few pixels for a press",
        WARNING,
        adjustable=True,
        about="Photographs want 300 dots to the inch where they stand, and are soft below 225; drawings of black and white want 600. Take a larger one, set it smaller, or draw it as SVG, which is sharp at any size.",
    ),
    Rule(
        "D105",
        "A colour is not one of the press's inks",
        about="Red, green and blue are colours of screens, and a press would turn them into inks by guessing. Our files have cyan, magenta, yellow and black; what stays is a colour written with `lab()`, or a gradient of more than the usual kind: write it as a plain one.",
    ),
    Rule(
        "D106",
        "More ink than the paper takes",
        about="All inks together are limited, to 300 per cent for most papers, or sheets stick to each other and do not dry. `--ink-limit` sets it; colours are made to fit, and so this tells of something that was not.",
    ),
    Rule(
        "D107",
        "Black letters are printed in several inks",
        about="Four plates never meet to a hair, and small letters get coloured edges. Black text has black ink alone; choose an ink for the theme whose parts lie close together.",
    ),
    Rule(
        "D108",
        "A line is too thin to be printed",
        WARNING,
        adjustable=True,
        about="Below 0.2 pt a line is a row of dots on one press and nothing on another. Make it 0.25 pt or more in the theme or the drawing.",
    ),
    Rule(
        "D109",
        "Something is transparent",
        NOTE,
        adjustable=True,
        about="PDF/X-4 allows it, older ways of printing do not: ask the print desk. Opaque colours of the same look are safe everywhere.",
    ),
    Rule(
        "D110",
        "White or coloured parts are set to overprint",
        about=f"White that overprints is not there at all, and colours that overprint mix with what lies below. {TOOL}",
    ),
    Rule(
        "D111",
        "The number of pages does not fit the binding",
        about="Sheets that are folded have four pages, and signatures multiples of it. `--multiple` adds blank pages at the end.",
    ),
    Rule(
        "D112",
        "The file holds what no press needs",
        about=f"Links, forms, scripts, attachments and passwords stop a press's software, or are lost. {TOOL}",
    ),
    Rule(
        "D113",
        "The file names no printing condition",
        NOTE,
        adjustable=True,
        about="Without the press's ICC profile (`--icc`), colours other than black are turned into inks by a formula that knows nothing of paper, and will look different. Ask the print desk for the name of its profile.",
    ),
    Rule(
        "D114",
        "Text stands too near to the edge of the page",
        WARNING,
        adjustable=True,
        about="What is nearer than 3 mm to the cut may be cut off with it. Give the theme's sheet wider margins there.",
    ),
    Rule(
        "D121",
        "The list of recipients cannot be read",
        about="The list is a CSV file in UTF-8 whose first line names its columns: `name`, and `organisation` if you like. Each row "
        "has as many cells as that line; a cell with a comma in it stands in quotation marks.",
    ),
    Rule(
        "D122",
        "The list of recipients names nobody",
        about="Numbered copies are made for people, and the list has a head and no row below it. Write a row for each copy.",
    ),
    Rule(
        "D123",
        "A recipient stands twice in the list",
        about="A number tells whose copy it is, and two numbers for one person, or one name for two, tell less. Take one out, or "
        "tell them apart by their organisations.",
    ),
    Rule(
        "D124",
        "A recipient's name is too long for the foot of a page",
        about="The line with the number, the name and the code stands on every page, in one line. Write the name or the "
        "organisation shorter.",
    ),
    Rule(
        "D131",
        "The report is under embargo",
        about="What is printed to be given out, for a press or as numbered copies, is not made before `embargo-until`. Where a press "
        "needs it earlier, `--override WHY` makes it, and says so in the file and in the ledger of copies.",
    ),
    Rule(
        "D132",
        "The first page does not say that there is an embargo",
        about="Who holds a copy must see until when it is to be kept. The theme's template sets the notice above the title; one that "
        "leaves it out has to be mended.",
    ),
    Rule(
        "D133",
        "A page lacks the handling mark",
        about="Pages are copied and passed on one by one, and each must say at its head and foot how it may be handled, blank ones "
        "as well. The theme's sheet has to set `string(marking)` on every kind of page.",
    ),
)
