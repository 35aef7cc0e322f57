"""Word and OpenDocument files written part by part, for what python-docx cannot make."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": OFFICE,
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "o": "urn:schemas-microsoft-com:office:office",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "v": "urn:schemas-microsoft-com:vml",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)
KINDS = {"comments": "comments", "footnotes": "footnotes", "numbering": "numbering", "header1": "header", "footer1": "footer"}  # fmt: skip
TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/></Types>"""
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
    f'<w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr></w:style>'
    for level in range(1, 8)
)


def relations(rows: Mapping[str, tuple[str, str]]) -> str:
    """Write relationships: identifier → the kind's last word and the target."""
    row = '<Relationship Id="{}" Type="{}/{}" Target="{}"{}/>'
    lines = [
        row.format(name, OFFICE, kind, target, ' TargetMode="External"' * ("://" in target))
        for name, (kind, target) in rows.items()
    ]
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(lines)}'
        "</Relationships>"
    )


def write_docx(
    path: Path,
    body: str,
    parts: Mapping[str, str] | None = None,
    media: Mapping[str, bytes] | None = None,
    links: Mapping[str, tuple[str, str]] | None = None,
) -> Path:
    """Write a Word file of a body; `parts` are the insides of other parts by their names, `links` more relationships."""
    rows = {"styles": ("styles", "styles.xml"), **(links or {})}
    rows |= {name: (KINDS[name], f"{name}.xml") for name in parts or {}}
    rows |= {name: ("image", f"media/{name}") for name in media or {}}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", relations({"main": ("officeDocument", "word/document.xml")}))
        archive.writestr("word/_rels/document.xml.rels", relations(rows))
        archive.writestr("word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/styles.xml", f"<w:styles {NAMESPACES}>{STYLES}</w:styles>")
        for name, content in (parts or {}).items():
            root = KINDS[name].replace("header", "hdr").replace("footer", "ftr")
            archive.writestr(f"word/{name}.xml", f"<w:{root} {NAMESPACES}>{content}</w:{root}>")
        for name, data in (media or {}).items():
            archive.writestr(f"word/media/{name}", data)
    return path


def p(*content: str, style: str = "", more: str = "") -> str:
    """Write a paragraph of runs, or of plain words."""
    look = f'<w:pStyle w:val="{style}"/>' * bool(style) + more
    inner = "".join(part if part.startswith("<") else r(part) for part in content)
    return f"<w:p>{f'<w:pPr>{look}</w:pPr>' * bool(look)}{inner}</w:p>"


def r(text: str, look: str = "") -> str:
    """Write a run of words."""
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" * bool(look)}<w:t xml:space="preserve">{text}</w:t></w:r>'


def h(text: str, level: int = 1) -> str:
    """Write a heading."""
    return p(text, style=f"Heading{level}")


def picture(name: str, alt: str = "") -> str:
    """Write a picture that stands in the line."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="457200"/><wp:docPr id="1" name="P" descr="{alt}"/>'
        f'<a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="{name}"/></pic:blipFill>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def png(colour: str = "navy", size: tuple[int, int] = (60, 30)) -> bytes:
    """Draw a field of one colour."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def field(instruction: str, result: str) -> str:
    """Write a complex field and what it shows."""
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    inner = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return char.format("begin") + inner + char.format("separate") + r(result) + char.format("end")


URN = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "office": f"{URN}office:1.0", "text": f"{URN}text:1.0", "draw": f"{URN}drawing:1.0", "style": f"{URN}style:1.0",
        "fo": f"{URN}xsl-fo-compatible:1.0", "svg": f"{URN}svg-compatible:1.0", "table": f"{URN}table:1.0",
        "meta": f"{URN}meta:1.0", "chart": f"{URN}chart:1.0", "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
    }.items()
)  # fmt: skip
MARGINS = """<office:styles><style:default-style style:family="paragraph"><style:text-properties fo:language="fr"
fo:country="FR"/></style:default-style></office:styles><office:master-styles><style:master-page><style:footer><text:p>
Pied de page</text:p></style:footer></style:master-page></office:master-styles>"""


def write_odt(path: Path, body: str, members: Mapping[str, bytes | str] | None = None, meta: str = "") -> Path:
    """Write an OpenDocument text of a body; `members` are more files in it."""
    text = f"<office:document-content {SPACES}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    about = f"<office:document-meta {SPACES}><office:meta>{meta}</office:meta></office:document-meta>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", text)
        archive.writestr("styles.xml", f"<office:document-styles {SPACES}>{MARGINS}</office:document-styles>")
        archive.writestr("meta.xml", about)
        for name, data in (members or {}).items():
            archive.writestr(name, data)
    return path
