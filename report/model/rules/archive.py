"""The rules of the archive: what is fit for it, and what is wrong with what it holds."""

from __future__ import annotations

from report.model.rules.rule import WARNING, Rule

COPY = "What a copy of the archive still has is put back with `report verify --repair-from COPY`."
ARCHIVE = {
    "A101": Rule(
        "A draft is no version",
        about="What is archived can be cited for ever. Set `status: final` when all who have a say have had it.",
    ),
    "A102": Rule(
        "A version has no number, or not one higher than the last",
        about="Readers tell versions apart by their numbers, and later ones by the higher number. Set `version` in "
        "`report.yaml`, as in `version: 1.1`.",
    ),
    "A103": Rule(
        "A later version does not say what has changed",
        about="Who read the earlier version wants to know whether to read it again. Say it in a sentence: "
        "`report archive my-report -m 'Table 3 corrected'`.",
    ),
    "A104": Rule(
        "An embargo has not ended",
        about="Who may read the archive could read the report before its time. Where none of them may not, archive it with "
        "`--embargoed`: the version then tells of the embargo.",
    ),
    "A105": Rule(
        "What was built is not what the sources say now",
        about="A version holds its files and the sources that they were made from. Something was changed while it was built; "
        "archive it again when nothing writes to it.",
    ),
    "A201": Rule("A file in the archive is damaged", about=f"Its digest is not that of the inventory. {COPY}"),
    "A202": Rule("A file is missing from the archive", about=f"The inventory of its object has it. {COPY}"),
    "A203": Rule(
        "A file is in the archive that does not belong there",
        about="No inventory knows it. Nothing in the archive is ever changed by hand: find out who put it there, and take it out.",
    ),
    "A204": Rule(
        "An inventory is damaged",
        about=f"An object's inventory, its sidecar and the inventory of its last version vouch for each other. {COPY}",
    ),
    "A205": Rule(
        "The history of a report was changed",
        about=f"Each version's inventory must be the beginning of the next one's: versions are added, and never changed. {COPY}",
    ),
    "A206": Rule(
        "The archive is not in order",
        about=f"Its folders and declarations must be as OCFL 1.1 and the layout of its root have them. {COPY}",
    ),
    "A207": Rule(
        "The adding of a version was cut off",
        WARNING,
        about="Power was lost, or the process was ended, when the version was in its place already. Nothing is lost: the next "
        "command that may write to the archive finishes it.",
    ),
}
