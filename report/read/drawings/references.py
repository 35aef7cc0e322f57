"""What a drawing may refer to: its own parts, a picture that it brings along, and, from a link, the world."""

from __future__ import annotations

import base64
import binascii
import re
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from report.read.drawings.styles import outside
from report.read.rasters import RasterFault, read_raster

PICTURES = {"feImage", "image"}
LINK = re.compile(r"https?://|mailto:", re.IGNORECASE)
DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp)((?:;[\w.=+-]+)*),(.*)", re.IGNORECASE | re.DOTALL)


class ReferenceFault(Exception):
    """A reference that is not kept: `what` is wrong with it, and whether it would reach outside."""

    def __init__(self, what: str, *, grave: bool) -> None:
        super().__init__(what)
        self.what, self.grave = what, grave


def read_reference(element: str, value: str) -> tuple[str, int]:
    """Return a reference as it is written anew, and the pixels of the picture that it holds; raise `ReferenceFault`."""
    address = value.strip()
    if not address or address.startswith("#") or (element == "a" and LINK.match(address)):
        return address, 0
    data = DATA.fullmatch(address) if element in PICTURES else None
    if data is None:
        raise ReferenceFault(outside(address), grave=True)
    return _picture(data[1], data[2])


@lru_cache(maxsize=16)
def _picture(parameters: str, content: str) -> tuple[str, int]:
    """Look at a picture that is written into the address, and write it anew."""
    data = unquote_to_bytes(content)
    try:
        picture = base64.b64decode(data) if "base64" in parameters.lower() else data
        facts = read_raster(picture)
    except (binascii.Error, RasterFault) as error:
        what = error.what if isinstance(error, RasterFault) else "cannot be read"
        raise ReferenceFault(f"holds a picture that {what}, and is left out", grave=False) from error
    return f"data:image/{facts.kind.lower()};base64,{base64.b64encode(picture).decode()}", facts.pixels
