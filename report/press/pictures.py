"""Pictures in a PDF: their pixels become inks."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Name
from PIL import ImageChops

if TYPE_CHECKING:
    from PIL.Image import Image

    from report.press.inks import Inks

QUALITY = 95  # of a JPEG that was one before
INVERTED = [1, 0] * 4  # as a JPEG in four inks has them: Adobe Technical Note 5116, 18


def turn_picture(picture: Any, inks: Inks) -> None:
    """Turn a picture's colours into inks; what has none, or has inks already, stays."""
    if picture.get("/ImageMask") or "/ColorSpace" not in picture or not is_coloured(picture.ColorSpace):
        return
    image = inks.picture(pikepdf.PdfImage(picture).as_pil_image(apply_mask=False).convert("RGB"))
    photograph = picture.get("/Filter") in (Name.DCTDecode, [Name.DCTDecode])
    for key in ("/DecodeParms", "/Decode", "/Intent"):
        if key in picture:
            del picture[key]
    picture.ColorSpace, picture.BitsPerComponent = Name(f"/{inks.space}"), 8
    if photograph:
        picture.write(_jpeg(image), filter=Name.DCTDecode)
        if inks.mode == "CMYK":
            picture.Decode = Array(INVERTED)
    else:
        picture.write(zlib.compress(image.tobytes(), 9), filter=Name.FlateDecode)


def is_coloured(space: pikepdf.Object) -> bool:
    """Tell whether a space of colours is one of red, green and blue, or a palette of these."""
    if not isinstance(space, Array):
        return bool(space == Name.DeviceRGB)
    if space[0] == Name.ICCBased:
        return int(space[1].N) == 3
    return bool(space[0] == Name.CalRGB or (space[0] == Name.Indexed and is_coloured(space[1])))


def _jpeg(image: Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY, subsampling=0)
    return out.getvalue()


def ink_of(picture: Any) -> float:
    """Return the most ink that a pixel of a picture in four inks has, all inks together (1.0 is one in full)."""
    cyan, magenta, yellow, black = pikepdf.PdfImage(picture).as_pil_image(apply_mask=False).split()
    halves = ImageChops.add(cyan, magenta, 2), ImageChops.add(yellow, black, 2)
    _, most = ImageChops.add(*halves, 2).getextrema()
    return float(most) * 4 / 255  # type: ignore[arg-type]
