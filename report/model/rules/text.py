"""The rules for the text: what cannot be set, or must not be published."""

from __future__ import annotations

from report.model.rules.rule import NOTE, WARNING, Rule

TEXT = (
    Rule(
        "S201",
        "An image is not there, or may not be read",
        about="A report shows only pictures of its own folder, so that it can be kept and built again without the "
        "network. Save the picture there and name it by its path; capital letters count.\n\n"
        "Wrong: `![Map.](https://example.org/map.svg)`. Right: `![Map.](figures/map.svg)`.",
    ),
    Rule(
        "S202",
        "An image has no alternative text",
        about="Who cannot see the picture gets the alternative text in its place; PDF/UA, EPUB Accessibility and the law "
        "in many countries ask for it. Say in a sentence what the picture shows; mark a mere ornament as one.\n\n"
        'Wrong: `![Members.](map.svg)`. Right: `![Members.](map.svg){alt="Map of the ten member states"}`, '
        "`![](rule.svg){.decorative}`.",
    ),
    Rule(
        "S203",
        "A cross-reference or an internal link points to nothing",
        about="Readers would be sent to a place that does not exist. Give the thing meant its identifier, or mend the "
        "name; the finding suggests the nearest one.\n\n"
        'Wrong: `@fig-mpa`. Right: `@fig-map`, for `![…](map.svg){#fig-map alt="…"}`.',
    ),
    Rule(
        "S204",
        "A cross-reference stands among citations",
        about="What is in one pair of brackets is set by one citation style, which knows nothing of figures. Put the "
        "cross-reference into brackets of its own.\n\n"
        "Wrong: `[@lee2025; @fig-map]`. Right: `[@lee2025] (@fig-map)`.",
    ),
    Rule(
        "S205",
        "A citation has no reference",
        about="A citation is worth what its reference is worth: without one, nobody can follow it. Add the work to the "
        "file of references, or mend the key; where there is no such file yet, name one in `report.yaml`.\n\n"
        "Right: `bibliography: references.bib`.",
    ),
    Rule(
        "S206",
        "An identifier is used twice, or kept for a part of the page",
        about="A link leads to one place only, so every identifier stands once in a report; a few names, such as "
        "`references` and `summary`, belong to the page itself. Choose another.\n\n"
        "Wrong: `# Notes {#notes}`. Right: `# Notes {#sec-notes}`.",
    ),
    Rule(
        "S207",
        "A file is not an image that can be set",
        about="A picture that is broken, far too large, or named after a kind that it is not, shows in one edition and "
        "not in another. Open it in an image editor and save it as SVG, PNG, JPEG, GIF or WebP under the ending of its "
        "kind.",
    ),
    Rule(
        "S208",
        "A drawing can act, or reaches outside",
        about="An SVG file can hold scripts and ask for other files; in a book or an archive neither is allowed, and on "
        "a reader's machine neither is safe. Nor is a drawing shown that cannot be read, or that draws its parts again and "
        "again until no reader's machine can keep up. Export it as plain SVG, or take out what the finding names.",
    ),
    Rule(
        "S209",
        "Pandoc warns of something in the text",
        WARNING,
        adjustable=True,
        about="Pandoc reads the Markdown, and something in it was not what it expected, such as a formula that is no TeX. "
        "The text is probably set in another way than you meant: look at the line, and mend it. A formula that is not understood would be "
        "printed as TeX, and is an error in a final version.\n\n"
        "Wrong: `$\\frob{x$`. Right: `$\\frac{x}{2}$`.",
    ),
    Rule(
        "S210",
        "Raw HTML, or another raw format, is refused",
        about="Raw HTML could bring scripts and styles into the editions, means nothing in print, and carries no "
        "structure for readers who listen. Write it in Markdown; a few inline tags without attributes are let through.\n\n"
        'Wrong: `<b style="color: red">Stop</b>`. Right: `**Stop**`, `<kbd>Ctrl</kbd>`, `H~2~O`.',
    ),
    Rule(
        "S211",
        "A link leads nowhere for a reader",
        about="A path on your disk or a link that runs something is of no use to who reads the report elsewhere. Link to "
        "the web, to an address for mail or telephone, or to an identifier in this report.\n\n"
        "Wrong: `[data](../data.xlsx)`. Right: `[data](https://example.org/data)`, `[data](#sec-data)`.",
    ),
    Rule(
        "S212",
        "An attribute is refused, or has a value that it does not accept",
        about="How things look is the theme's work, and what acts has no place in a report; so `style` and handlers such "
        "as `onclick` are refused. Lengths, languages and directions have to be ones.\n\n"
        'Wrong: `{width="half"}`. Right: `{width=50%}`.',
    ),
    Rule(
        "S213",
        "An attribute means nothing",
        WARNING,
        adjustable=True,
        about="The attribute is not one that this construct has, and it is left out of every edition. It may be a slip of "
        "the pen for one that does something. Mend it, or take it out.\n\n"
        "Wrong: `{widht=60%}`. Right: `{width=60%}`.",
    ),
    Rule(
        "S214",
        "A kind of call-out is not known",
        about="There are five call-outs, each with its word, its sign and its colour, so that readers learn them once: "
        "note, tip, important, warning and caution. Use one of them.\n\n"
        "Wrong: `::: {.callout-danger}`. Right: `::: {.callout-warning}`.",
    ),
    Rule(
        "S215",
        "A point is open",
        WARNING,
        adjustable=True,
        about="Something is marked as still to be done. That is fine in a draft, which shows it in colour; settle it "
        "before the version is final, for then it is an error (S223).",
    ),
    Rule(
        "S217",
        "A section does not begin with its title",
        about="The first heading of a file is the title of its section: contents, outline and the EPUB's files are made "
        "from it. Begin the file with one.\n\n"
        "Right: `# Context {#sec-context}`.",
    ),
    Rule(
        "S218",
        "A heading skips a level, or goes too deep",
        about="Who listens to a report moves by its headings, and takes a missing level for missing text. Go down one "
        "level at a time, and no deeper than five.\n\n"
        "Wrong: `#` followed by `###`. Right: `#` followed by `##`.",
    ),
    Rule(
        "S219",
        "An inline tag is opened and not closed, or closed and not opened",
        about="The tag would run on to the end of the report, or break the page it is in. Write both ends within one "
        "paragraph, heading or cell.\n\n"
        "Wrong: `H<sub>2O`. Right: `H<sub>2</sub>O`, or `H~2~O`.",
    ),
    Rule(
        "S220",
        "A note is called and not written",
        about="Readers would see the bare mark `[^tac]` and find no note. Notes belong to the file that calls them: write "
        "the note there, or take the call out.\n\n"
        "Right: `[^tac]: Russia acceded in 2004.`.",
    ),
    Rule(
        "S221",
        "The references or the citation style cannot be read",
        about="One missing brace or comma hides all that follows it in a file of references. Look a little above the line "
        "that is named. A citation style is a whole CSL file, as the style's own site gives it.",
    ),
    Rule(
        "S223",
        "A point is open in a final version",
        about="What is marked as still to be done must not be published as final. Settle it, or set `status: draft`; in "
        "a draft it is a warning (S215).",
    ),
    Rule(
        "S240",
        "A cross-reference is joined to a word, and read as text",
        about="Where no space stands before it, `@fig-map` is a part of the word, as in an e-mail address. In languages "
        "without spaces put it into brackets.\n\n"
        "Wrong: `see:@tbl-members`, where nothing parts the two. Right: `see:[@tbl-members]`.",
    ),
    Rule(
        "S252",
        "The page of something hidden is named",
        about="A format shows `@page:…` and not what it refers to, so there is no page to name, and a gap would stand in the "
        "sentence. Show it in that format too, or put the sentence under the same condition.",
    ),
    Rule(
        "S259",
        "Something in a drawing is left out",
        WARNING,
        adjustable=True,
        about="Of a drawing, editions show what is known of still pictures: the elements, attributes and style properties of "
        "SVG. What else a program has put in is left out, alike in every edition, whatever one of them might have made of "
        "it. Export the drawing as plain SVG, and look whether anything is missing: words first of all.",
    ),
    Rule(
        "S260",
        "A work is cited within the citation of another",
        about="The words beside a citation say where in the work, or why it is named. A second citation among them would be "
        "set in the place of the first. Part the two with a semicolon, or give the second a sentence of its own.\n\n"
        "Wrong: `[@lee2025@kim2024]`, `[@lee2025, against [@kim2024]]`. Right: `[@lee2025; against @kim2024]`.",
    ),
    Rule(
        "S261",
        "A division or a listing has no end, or an end has no beginning",
        about="What is opened and never closed takes in all that follows, other sections too, and an end without a "
        "beginning is printed as three colons. Write both in lines of their own, with a blank line above the first, and "
        "within the same list or quotation.\n\n"
        "Wrong: `::: {.aside}` alone. Right: `::: {.aside}`, the text, and `:::` in a line of its own.",
    ),
    Rule(
        "S262",
        "A mark is left in the text",
        WARNING,
        adjustable=True,
        about="What was typed as Markdown, or in the spelling of another tool, is printed as it stands: a brace that nothing "
        "closes, a heading or a list without a blank line above it, a variable of another program. In a final version it is an "
        "error. A mark that is meant as it stands is written with a backslash before it, or as code.\n\n"
        "Wrong: `A **word that stays open`. Right: `A **word** in bold`.",
        lint="report.resolve.lints.leftovers:check_leftovers",
    ),
    Rule(
        "S263",
        "A class means nothing",
        WARNING,
        adjustable=True,
        about="A class gives what it stands on a look, a place or a function; one that neither the tool nor the theme knows does "
        "nothing, and the page is not what you meant. Look whether its name is misspelt. Classes of your own are known as soon as "
        "a style sheet of your theme names them.\n\n"
        "Wrong: `::: {.landscpae}`. Right: `::: {.landscape}`.",
        survey="report.resolve.lints.classes:check_classes",
    ),
    Rule(
        "S264",
        "The colour profile of a picture is damaged",
        WARNING,
        adjustable=True,
        about="The picture says what its colours mean by a profile that cannot be read. It is shown as if it had none, which is sRGB, "
        "and may look paler or brighter than it was meant. Open it in an image editor, and save it again as sRGB.",
    ),
    Rule(
        "S265",
        "A heading has no words",
        about="Contents, bookmarks and the navigation of readers name a section by its heading. One that is empty, or a picture "
        "alone, gives them nothing to show and screen readers nothing to say.\n\n"
        "Wrong: `##`, `## ![](logo.svg)`. Right: `## The harbour ![](logo.svg){.decorative}`.",
    ),
    Rule(
        "S266",
        "What is typed and what is printed differ",
        WARNING,
        adjustable=True,
        about="The words of each section are counted in its source, and in the document that all editions are made of. What is "
        "missing there is missing in every edition: a cell beyond the last column, words behind a mark that was taken for "
        "something else. What is printed more often than it was typed has been doubled on the way, or is markup that shows. In a "
        "final version it is an error.\n\n"
        "Wrong: a row of four cells below the heads of three columns. Right: as many cells as heads.",
        lint="report.resolve.lints.word_account:check_word_account",
    ),
    Rule(
        "S270",
        "A dollar sign opens a formula over words",
        about="What stands between two dollar signs is a formula, and words in one are set as letters without the spaces between "
        "them. Currencies as in `US$` and amounts before words are known and printed as they are; elsewhere write a "
        "backslash before a sign of money, and `\\text{…}` around the words of a formula.\n\n"
        "Wrong: `$profit before tax is small$`. Right: `$p = \\text{profit before tax}$`.",
        lint="report.resolve.lints.formulas:check_formulas",
    ),
    Rule(
        "S271",
        "A measure has no unit",
        WARNING,
        adjustable=True,
        about="A number alone counts pixels, of which 96 are an inch: `width=60` makes a picture of 16 mm. Say what is meant, a part of "
        "the text's width or a length.\n\nWrong: `{width=60}`. Right: `{width=60%}`, `{width=60mm}`, `{width=60px}`.",
    ),
    Rule(
        "S272",
        "What is written for another tool has no counterpart",
        WARNING,
        adjustable=True,
        about="Quarto, MyST and others run code, draw diagrams from code, and number the lines of listings. Here code is "
        "shown as it is written, and the reader sees your program where you meant its result. Spellings that do have a "
        "counterpart are taken for it: the handbook lists them.\n\n"
        "Wrong: a listing of the language `{r}`, `` `r 1+1` ``. Right: the number itself, or a chart from data.",
        lint="report.resolve.lints.neighbours:check_spellings",
    ),
    Rule(
        "S273",
        "A comment is not printed",
        NOTE,
        adjustable=True,
        about="What stands between `<!--` and `-->` is for those who write, and in no edition. The PDF has the report's source attached, "
        "comments included: look through them before it is given out. What is to be seen while you write is an open point: "
        "`[check the date]{.todo}`.",
        lint="report.resolve.lints.neighbours:check_comments",
    ),
    Rule(
        "S274",
        "A key at the head of a section is not used",
        WARNING,
        adjustable=True,
        about="The file of a section may begin with `title`, `id`, `author` and `date` between two lines of `---`: they become its "
        "heading, its identifier, and the line below the heading. All else is said for the whole report, in `report.yaml`, "
        "and does nothing here.\n\n"
        "Wrong: `license: CC-BY-4.0` at the head of a section. Right: the same in `report.yaml`.",
    ),
    Rule(
        "S280",
        "A picture is set so small that nothing can be made out",
        WARNING,
        adjustable=True,
        about="It is given a width or a height of less than 8 mm. A share of a table's cell is one of the width that the column has "
        "where all are equally wide: `width=10%` in one of four columns is 3 mm. Give it a size in millimetres, or mark an ornament, "
        "such as a flag beside its country's name, with `{.decorative}`.\n\n"
        "Wrong: `![A map of the ports](map.png){width=2%}`. Right: `![A map of the ports](map.png){width=40mm}`.",
        lint="report.resolve.lints.pictures:check_smallness",
    ),
)
