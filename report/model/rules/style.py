"""The rules of good practice: what can be set, and would be better otherwise. A report can weigh each of them anew."""

from __future__ import annotations

from report.model.rules.rule import NOTE, WARNING, Rule

STYLE = (
    Rule(
        "S222",
        "An alternative text says nothing",
        WARNING,
        adjustable=True,
        about="A reader who cannot see the picture is told anyway that it is one, and has read its caption already; a "
        "file's name or the word “chart” leaves them with nothing. Say what there is to see in one or two sentences, and "
        "put what needs more room into the text.\n\n"
        'Wrong: `alt="Image of a chart"`. Right: `alt="Exports double between 2010 and 2020, then fall by a tenth"`.',
        lint="report.resolve.lints.pictures:check_alternatives",
    ),
    Rule(
        "S224",
        "A note is written and never called",
        WARNING,
        adjustable=True,
        about="The note will be in no edition, and usually its call was lost in an edit or has another label. Call it "
        "where it belongs, or delete it.\n\n"
        "Right: `The treaty is in force.[^tac]`, for the note `[^tac]: …`.",
    ),
    Rule(
        "S225",
        "A reference is never cited",
        NOTE,
        adjustable=True,
        about="Only what is cited is printed, so that a work nobody cites is either left over from an earlier draft or "
        "a citation that was forgotten. Cite it, or take it out; a file that many reports share can be left as it is "
        "with `rules: {S225: off}`.",
        survey="report.resolve.lints.references:check_references",
    ),
    Rule(
        "S226",
        "A picture is never shown",
        NOTE,
        adjustable=True,
        about="The file lies in the report's folder, and no text shows it: an old version, or a figure that was "
        "forgotten. Show it, or move it out of the folder.",
        survey="report.resolve.lints.pictures:check_pictures",
    ),
    Rule(
        "S227",
        "A figure or a table is never mentioned",
        NOTE,
        adjustable=True,
        about="It has an identifier so that the text can point to it, and the text does not: readers are not told when "
        "to look, or why. Refer to it where it is used, or give up the identifier.\n\n"
        "Right: `As @fig-map shows, …`.",
        survey="report.resolve.lints.references:check_mentions",
    ),
    Rule(
        "S228",
        "A table has no header cells",
        WARNING,
        adjustable=True,
        about="Who listens to a table hears with each number the head of its column; without one it is a row of numbers. "
        "Give the first row the names of the columns. What is a list in disguise is better written as a list.\n\n"
        "Right: `| Country | Share |` above `|---------|------:|`.",
        lint="report.resolve.lints.setting:check_tables",
    ),
    Rule(
        "S229",
        "A picture has too few pixels for print",
        WARNING,
        adjustable=True,
        about="Printers ask for 300 pixels to the inch; with fewer, lines turn into stairs and photographs blur. Export "
        "the picture with more pixels, print it smaller, or, for charts and maps, take SVG, which has no pixels.\n\n"
        "Wrong: 600 pixels over 120 mm. Right: `{width=50mm}`, or 1418 pixels.",
        lint="report.resolve.lints.pictures:check_pixels",
    ),
    Rule(
        "S230",
        "A language is not known",
        WARNING,
        adjustable=True,
        about="The language chooses the voice that reads a passage aloud, its hyphenation and its quotation marks; a tag "
        "that names none switches them all off. Use the code of ISO 639, the shortest that there is.\n\n"
        "Wrong: `[słowo]{lang=po}`. Right: `[słowo]{lang=pl}`.",
        survey="report.resolve.lints.metadata:check_language",
        lint="report.resolve.lints.metadata:check_languages",
    ),
    Rule(
        "S231",
        "A line of a listing is too long for the page",
        NOTE,
        adjustable=True,
        about="A longer line is broken where the page ends, and a reader can no longer tell your line breaks from the "
        "page's. Break it yourself, where the language of the listing allows it.",
        lint="report.resolve.lints.setting:check_listings",
    ),
    Rule(
        "S232",
        "A quotation mark or an apostrophe is wrong",
        WARNING,
        adjustable=True,
        about="Editors turn straight marks into curled ones as you type, and guess wrong before a number, after a dash, "
        "and in other languages. Write the mark that the report's language has; between figures, primes are meant.\n\n"
        "Wrong: `the ‘90s`, `5' 6\"`, `word“`. Right: `the ’90s`, `5′ 6″`, `word”`.",
        lint="report.resolve.lints.setting:check_quotes",
    ),
    Rule(
        "S233",
        "The date is in the future",
        WARNING,
        adjustable=True,
        about="A report dated ahead of the day looks published before it is, and a slip in the year is easily made. Mend "
        "the date, or say with `embargo-until` when it may be released.",
        survey="report.resolve.lints.metadata:check_date",
    ),
    Rule(
        "S234",
        "A link to the world is dead",
        WARNING,
        adjustable=True,
        about="`report check --external` has asked for the address, and got no page. Mend the link, or link to a copy in "
        "a web archive; an address that has moved for good is told as a note, since the old one will not be kept up for "
        "ever.",
    ),
    Rule(
        "S258",
        "A letter names no recipient",
        WARNING,
        adjustable=True,
        about="A memorandum is to somebody, and says so at its head; who finds it in a file must see whom it reached. Name "
        "them by `recipients`, and who else had it by `copies`; or choose another theme.",
        survey="report.resolve.lints.metadata:check_recipients",
    ),
)
