"""The rules for the metadata and the files of the sources."""

from __future__ import annotations

from report.model.rules.rule import Rule

SOURCES = (
    Rule(
        "S101",
        "The metadata is not valid YAML",
        about="Nothing of a report can be told while its head cannot be read. Most often a value holds a colon, which "
        "YAML takes for the end of a key, or a line is indented with a tab. Put such a value into quotation marks, and "
        "indent with spaces.\n\n"
        'Wrong: `title: Asia: an outlook`. Right: `title: "Asia: an outlook"`.',
    ),
    Rule(
        "S102",
        "A key is not known",
        about="A key that is mistyped would silently do nothing, and the report would go out without its licence or its "
        "marking. So every key has to be one that the tool knows; `report schema` describes them all, and an editor that "
        "reads the schema completes them.\n\n"
        "Wrong: `licence: CC-BY-4.0`. Right: `license: CC-BY-4.0`.",
    ),
    Rule(
        "S103",
        "A required key is missing",
        about="Title, date and language are what catalogues, readers' devices and validators need of every document. "
        "Write them into `report.yaml`, or into `sources/defaults.yaml` where all reports share them.\n\n"
        "Right: `lang: en-GB`.",
    ),
    Rule(
        "S104",
        "A key has a value that it does not accept",
        about="A value of the wrong kind cannot be set, or would mean something else than its author thinks. The finding "
        "names the kind that is wanted.\n\n"
        "Wrong: `date: 14 July 2025`. Right: `date: 2025-07-14`.",
    ),
    Rule(
        "S105",
        "A key or a file is named twice",
        about="Of two values for one key only one can count, and a file that is named twice would be printed twice, with "
        "the same identifiers. Decide which one is meant and take the other out.",
    ),
    Rule(
        "S106",
        "A source file cannot be read as text",
        about="Sources are UTF-8, so that they read the same on every machine; another encoding turns accents into "
        "rubbish without a warning. Open the file in an editor and save it as UTF-8. A link that leads out of the "
        "report's folder is refused as well: copy the file to where the link is.",
    ),
    Rule(
        "S107",
        "The report has no section",
        about="A report needs some text. Add a file such as `10-introduction.md` that begins with `# Introduction`, or "
        "name the files under `sections` if they are called something else.",
    ),
    Rule(
        "S108",
        "A file that the metadata names is not there, or may not be read",
        about="A report that lacks a section or its references would look complete and not be. The path is relative to "
        "the report's folder; only that folder, and folders of `sources/` whose names begin with an underscore, are "
        "read, so that a report can be handed on whole.\n\n"
        "Wrong: `bibliography: ../other/refs.bib`. Right: `bibliography: _shared/refs.bib`.",
    ),
    Rule(
        "S109",
        "A section is empty",
        about="An empty section would give a blank chapter or none at all. Write it, or take it out of `sections` until "
        "it is written.",
    ),
    Rule(
        "S110",
        "A source holds a control character",
        about="Control characters come from terminals and broken conversions. They are invisible in an editor, and no "
        "edition may hold one: XML forbids them. Delete the character at the place that is named, and the one that looks "
        "like nothing beside it.",
    ),
    Rule(
        "S111",
        "A text cannot be parsed",
        about="Quotations, lists or brackets that are nested beyond reason cannot be read in any useful time, and no page "
        "could show them. Flatten the passage. A bracket that is meant as one is written `\\[`.",
    ),
    Rule(
        "S249",
        "A section is of a kind that cannot be read",
        about="Sections are Markdown, or documents of other programs that are told by their endings. Give the file the "
        "ending of what it is, or save it in one of the formats that are named.",
    ),
    Rule(
        "S250",
        "A note is written twice",
        about="Two notes have the same name in one file, and only one of them could be shown. Give each a name of its own.\n\n"
        "Wrong: `[^1]: One.` and further down `[^1]: Another.`. Right: `[^1]: One.` and `[^2]: Another.`.",
    ),
)
