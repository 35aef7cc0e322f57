"""Fields of Word files: what each showed is kept as words, and told where it would go on changing in Word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.importers.word_xml import deep_text, local_tag, w

if TYPE_CHECKING:
    from lxml import etree

    from report.importers.original import Notes

QUIET = {"HYPERLINK", "SEQ", "PAGE", "NUMPAGES", "TOC", "INDEX", "XE", "TC", "SECTIONPAGES"}
FIELDS = {
    "REF": ("a cross-reference is kept as a link", "look whether it still says where it leads"),
    "PAGEREF": ("the number of a page is kept as it was", "write @page:… with the identifier of the thing meant"),
    "NOTEREF": ("a reference to a note is kept as it was", "write its number anew"),
    "STYLEREF": ("words taken from a heading are kept as they were", "look whether they are still right"),
    "DATE": ("a date that Word sets is kept as it was", "write the date that is meant"),
    "CITATION": ("a citation is kept as words", "write [@key], and name the file of references"),
    "ADDIN": ("a citation of a reference manager is kept as words", "write [@key], and name the file of references"),
    "BIBLIOGRAPHY": ("the list of references is kept as words", "name the file of references: it is then set anew"),
    "INCLUDETEXT": ("text of another file is kept as it was", "import that file"),
    "INCLUDEPICTURE": ("a picture of another file is named", "put the picture into figures/"),
    "EQ": ("a formula of a field may not be kept", "write it as $…$"),
    "FORMTEXT": ("a form field is kept as it was filled in", "write what it asks for"),
    "=": ("a sum that Word works out is kept as it was", "look whether it is still right"),
}
FIELDS |= dict.fromkeys(("TIME", "SAVEDATE", "CREATEDATE", "PRINTDATE"), FIELDS["DATE"])
FIELDS |= dict.fromkeys(("FORMCHECKBOX", "FORMDROPDOWN"), FIELDS["FORMTEXT"])
OTHER = ("a field is kept as it was shown", "look whether it is still right")


def tell_fields(root: etree._Element, notes: Notes) -> None:
    """Tell of fields and content controls, and leave out the entries of an index."""
    for instruction in _instructions(root):
        words = instruction.split()
        name = words[0].upper() if words else ""
        if name and name not in QUIET:
            what, help = FIELDS.get("=" if name.startswith("=") else name, OTHER)
            shown = f" ({name})" if (what, help) == OTHER else ""
            notes.tell("I107", what + shown, help)
        elif name in {"XE", "TC"}:
            notes.tell(
                "I118", "entries of an index or of contents are left out", "write [term]{.index} in their places"
            )
    for control in root.iter(w("sdt")):
        kinds = {local_tag(child) for child in control.iterfind(f"{w('sdtPr')}/*")}
        if kinds & {"checkbox", "dropDownList", "comboBox", "date"}:
            text = " ".join(deep_text(control).split())[:40]
            notes.tell("I107", f'a form control is kept as words: "{text}"', FIELDS["FORMTEXT"][1])


def _instructions(root: etree._Element) -> list[str]:
    """Collect what fields say: simple ones whole, complex ones from the runs between their marks."""
    found = [field.get(w("instr"), "") for field in root.iter(w("fldSimple"))]
    open_fields: list[list[str]] = []
    for node in root.iter(w("fldChar"), w("instrText")):
        kind = node.get(w("fldCharType"))
        if kind == "begin":
            open_fields.append([])
        elif local_tag(node) == "instrText" and open_fields:
            open_fields[-1].append(node.text or "")
        elif kind == "separate" and open_fields:
            found.append("".join(open_fields[-1]))
            open_fields[-1] = []
        elif kind == "end" and open_fields:
            found.append("".join(open_fields.pop()))
    return found
