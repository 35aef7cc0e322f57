"""The one home of Segno: an address as a QR code (ISO/IEC 18004), drawn as SVG that stands in the page."""

from __future__ import annotations

from io import BytesIO

BORDER = 2  # modules of quiet around it; white paper gives the other two
INK, PAPER = "#000000", "#ffffff"  # in the dark scheme too: readers look for dark on light


def draw_qr(address: str, name: str) -> str:
    """Draw an address; `name` says what it is to who does not see it."""
    import segno

    out = BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(
        out, "svg", xmldecl=False, svgns=True, nl=False, omitsize=True, border=BORDER, dark=INK, light=PAPER, title=name,
        svgclass="qr", lineclass=None,
    )  # fmt: skip
    return out.getvalue().decode().replace("<svg ", '<svg role="img" ', 1)
