"""The XMP packet of a printed file, made from that of the bound pages: what it claimed is taken out, what is new put in.

Source: ISO 16684-1 (XMP); ISO 15930-7, 6.2 (PDF/X-4 identification).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pikepdf

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}
CLAIMS = (
    "http://www.aiim.org/pdfa/ns/id/",
    "http://www.aiim.org/pdfua/ns/id/",
    "http://www.aiim.org/pdfa/ns/extension/",
)
BEGIN, END = b"<rdf:RDF", b"</rdf:RDF>"
HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
TAIL = '\n</x:xmpmeta>\n<?xpacket end="w"?>'


def read_packet(pdf: pikepdf.Pdf) -> etree._Element:
    """Return the description in a file's packet, an empty one where there is none."""
    stream = pdf.Root.get("/Metadata")
    return parse_packet(stream.read_bytes() if stream is not None else b"")


def parse_packet(data: bytes) -> etree._Element:
    """Return the description in a packet, an empty one where there is none; raise lxml's error for one that is damaged."""
    start, end = data.find(BEGIN), data.rfind(END)
    held = data[start : end + len(END)] if 0 <= start < end else b""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True)
    root = etree.fromstring(held, parser) if held else etree.Element(f"{{{RDF}}}RDF", nsmap={"rdf": RDF})
    found = root.find(f"{{{RDF}}}Description")
    return etree.SubElement(root, f"{{{RDF}}}Description") if found is None else found


def drop_claims(node: etree._Element) -> None:
    """Take out what the bound pages claimed to conform to: a file made from them does not."""
    for child in list(node):
        if etree.QName(child).namespace in CLAIMS:
            node.remove(child)


def set_texts(node: etree._Element, values: Mapping[str, str]) -> None:
    """Set properties of one text each, by prefixed name."""
    for name, value in values.items():
        prefix, _, local = name.partition(":")
        tag = f"{{{SPACES[prefix]}}}{local}"
        for old in node.findall(tag):
            node.remove(old)
        etree.SubElement(node, tag, nsmap={prefix: SPACES[prefix]}).text = value


def write_packet(node: etree._Element) -> bytes:
    """Write the packet, UTF-8."""
    root = node.getroottree().getroot()
    etree.cleanup_namespaces(root, keep_ns_prefixes=["rdf"])
    xml = str(etree.tostring(root, encoding="unicode", pretty_print=True))
    return (HEAD + xml + TAIL).encode()
