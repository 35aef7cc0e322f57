"""The fonts of the house: static faces cut from pinned font packages, and nothing from the system.

The packages carry variable fonts. WeasyPrint would instance each of them again for every size it
meets; cutting the faces once with HarfBuzz (20 ms each) makes layout quicker, gives real optical
sizes, and leaves no font but these for fontconfig to find.
"""

from report.fonts.coverage import scripts_for, unset_characters
from report.fonts.cutting import subset_face, subset_outlines
from report.fonts.faces import usual_faces
from report.fonts.folders import (
    configuration_for,
    face_data,
    face_file,
    face_for,
    face_path,
    folders_of,
    font_versions,
    fonts_folder,
)
from report.fonts.formulas import MATH_FACE, read_face
from report.fonts.packages import faces_of, families_in, family_versions, leading_family, package_of
from report.fonts.scripts import CJK_PUNCTUATION, SCRIPTS, faces_named, remedy, script_of, stacks
from report.fonts.webfonts import web_font

__all__ = [
    "CJK_PUNCTUATION",
    "MATH_FACE",
    "SCRIPTS",
    "configuration_for",
    "face_data",
    "face_file",
    "face_for",
    "face_path",
    "faces_named",
    "faces_of",
    "families_in",
    "family_versions",
    "folders_of",
    "font_versions",
    "fonts_folder",
    "leading_family",
    "package_of",
    "read_face",
    "remedy",
    "script_of",
    "scripts_for",
    "stacks",
    "subset_face",
    "subset_outlines",
    "unset_characters",
    "usual_faces",
    "web_font",
]
