"""The rules of the archive: what is fit for it, and what is wrong with what it holds."""

from __future__ import annotations

from report.model.rules.rule import WARNING, Rule

COPY = "What a copy of the archive still has is put back with `report verify --repair-from COPY`."
ARCHIVE = (
    Rule(
        "A101",
        "A draft is no version",
        about="What is archived can be cited for ever. Set `status: final` when all who have a say have had it.",
    ),
    Rule(
        "A102",
        "A version has no number, or not one higher than the last",
        about="Readers tell versions apart by their numbers, and later ones by the higher number. Set `version` in "
        "`report.yaml`, as in `version: 1.1`.",
    ),
    Rule(
        "A103",
        "A later version does not say what has changed",
        about="Who read the earlier version wants to know whether to read it again. Say it in a sentence: "
        "`report archive my-report -m 'Table 3 corrected'`.",
    ),
    Rule(
        "A104",
        "An embargo has not ended",
        about="Who may read the archive could read the report before its time. Where none of them may not, archive it with "
        "`--embargoed`: the version then tells of the embargo.",
    ),
    Rule(
        "A105",
        "What was built is not what the sources say now",
        about="A version holds its files and the sources that they were made from. Something was changed while it was built; "
        "archive it again when nothing writes to it.",
    ),
    Rule("A201", "A file in the archive is damaged", about=f"Its digest is not that of the inventory. {COPY}"),
    Rule("A202", "A file is missing from the archive", about=f"The inventory of its object has it. {COPY}"),
    Rule(
        "A203",
        "A file is in the archive that does not belong there",
        about="No inventory knows it. Nothing in the archive is ever changed by hand: find out who put it there, and take it out.",
    ),
    Rule(
        "A204",
        "An inventory is damaged",
        about=f"An object's inventory, its sidecar and the inventory of its last version vouch for each other. {COPY}",
    ),
    Rule(
        "A205",
        "The history of a report was changed",
        about=f"Each version's inventory must be the beginning of the next one's: versions are added, and never changed. {COPY}",
    ),
    Rule(
        "A206",
        "The archive is not in order",
        about=f"Its folders and declarations must be as OCFL 1.1 and the layout of its root have them. {COPY}",
    ),
    Rule(
        "A207",
        "The adding of a version was cut off",
        WARNING,
        about="Power was lost, or the process was ended, when the version was in its place already. Nothing is lost: the next "
        "command that may write to the archive finishes it.",
    ),
)
