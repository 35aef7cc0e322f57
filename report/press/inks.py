"""Inks: what the colours of a page become on paper, in the four of a press or in greys."""

from __future__ import annotations

from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Protocol

from PIL import Image, ImageCms, ImageFilter

from report.editions.pdf.bind.finish import srgb_profile
from report.model.errors import UsageError
from report.runtime.plain_files import read_plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NEAR_GREY = 0.1  # how far the parts of a colour may lie apart that is printed in black ink alone
NEAR_BLACK = 0.8  # of black ink: from here on it is all of it
READABLE, PALE = (
    0.4,
    0.7,
)  # of white: what a letter may have at most on paper, and from where on it stands on a dark ground
LARGEST = 16 << 20  # bytes of a profile; that of a press has half a megabyte to three
LEVELS = 17  # of each of red, green and blue, between which the colours of pictures are interpolated
LIGHT = (0.299, 0.587, 0.114)  # what red, green and blue have in a grey (ITU-R BT.601), as Pillow reckons
WORDS = "the print desk has its profile; eci.org has those of the common papers"

Colour = tuple[float, ...]


class Inks(Protocol):
    """Turns colours of the screen into those of paper; `space` is the PDF's name of it, `letters` what pixels have there."""

    space: str
    mode: str

    def of(self, red: float, green: float, blue: float, *, text: bool = False) -> Colour:
        """Return what a colour (parts from 0 to 1) becomes; letters may become darker than areas."""

    def picture(self, image: Image.Image) -> Image.Image:
        """Turn the pixels of a picture."""


class PressInks:
    """Cyan, magenta, yellow and black, by an ICC profile of the press or else by a formula, up to a limit of all inks.

    What is nearly grey is printed in black alone, and what is nearly black in all of it: lines of small letters
    in several inks do not meet on a press. Without a profile black takes what cyan, magenta and yellow have in
    common (ISO 32000-1, 10.3.4, with all of the black generated and all of the others removed).
    """

    space, mode = "DeviceCMYK", "CMYK"

    def __init__(self, profile: bytes | None = None, limit: float = 3.0) -> None:
        self._profile, self._limit = profile, limit
        self._known: dict[Colour, Colour] = {}

    def of(self, red: float, green: float, blue: float, *, text: bool = False) -> Colour:  # noqa: ARG002
        """Return cyan, magenta, yellow and black, each from 0 to 1."""
        colour = (red, green, blue)
        if colour not in self._known:
            if max(colour) - min(colour) <= NEAR_GREY:
                black = 1 - _light(colour)
                self._known[colour] = (0.0, 0.0, 0.0, 1.0 if black > NEAR_BLACK else black)
            else:
                self._known[colour] = self._separated([colour])[0]
        return self._known[colour]

    def picture(self, image: Image.Image) -> Image.Image:
        """Turn a picture's pixels: in these, greys may be made of all four inks, as gradients in photographs need."""
        return image.convert("RGB").filter(self._table)

    @cached_property
    def _table(self) -> ImageFilter.Color3DLUT:
        steps = [level / (LEVELS - 1) for level in range(LEVELS)]
        colours = [(red, green, blue) for blue in steps for green in steps for red in steps]
        flat = [part for colour in self._separated(colours) for part in colour]
        return ImageFilter.Color3DLUT(LEVELS, flat, channels=4, target_mode="CMYK")

    def _separated(self, colours: Sequence[Colour]) -> list[Colour]:
        found = _by_profile(self._profile, colours) if self._profile else [_by_formula(*colour) for colour in colours]
        return [_limited(colour, self._limit) for colour in found]


class GreyInks:
    """Greys. Letters are dark enough to be read on paper, those on a dark ground left as they are."""

    space, mode = "DeviceGray", "L"

    def of(self, red: float, green: float, blue: float, *, text: bool = False) -> Colour:
        """Return how much of white a colour has, from 0 to 1."""
        light = _light((red, green, blue))
        return (min(light, READABLE) if text and light < PALE else light,)

    def picture(self, image: Image.Image) -> Image.Image:
        """Turn a picture's pixels."""
        return image.convert("RGB").convert("L")


class MaskInks(GreyInks):
    """Greys of a mask, in which nothing is made darker."""

    def of(self, red: float, green: float, blue: float, *, text: bool = False) -> Colour:  # noqa: ARG002
        """Return how much of white a colour has."""
        return (_light((red, green, blue)),)


def read_profile(path: Path) -> bytes:
    """Read the ICC profile of a press; raise `UsageError` where it is none (ICC.1:2010, 7.2)."""
    try:
        data = read_plain(path, LARGEST)
    except OSError as error:
        raise UsageError(f"the profile {path} cannot be read: {error.strerror}", WORDS) from error
    if data[36:40] != b"acsp" or data[12:16] != b"prtr" or data[16:20] != b"CMYK":
        raise UsageError(f"{path} is no ICC profile of a press in four inks", WORDS)
    try:
        _transform(data)
    except ImageCms.PyCMSError as error:
        raise UsageError(f"the profile {path} cannot be used: {error}", WORDS) from error
    return data


def profile_name(profile: bytes) -> str:
    """Return what a profile calls itself, which names the printing condition."""
    return ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(profile))).strip() or "CMYK"


def _transform(profile: bytes) -> ImageCms.ImageCmsTransform:
    source, target = (ImageCms.ImageCmsProfile(BytesIO(data)) for data in (srgb_profile(), profile))
    return ImageCms.buildTransform(
        source,
        target,
        "RGB",
        "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def _by_profile(profile: bytes, colours: Sequence[Colour]) -> list[Colour]:
    image = Image.new("RGB", (len(colours), 1))
    image.putdata([tuple(round(part * 255) for part in colour) for colour in colours])
    data = ImageCms.applyTransform(image, _transform(profile)).tobytes()  # type: ignore[union-attr]
    return [tuple(part / 255 for part in data[begin : begin + 4]) for begin in range(0, len(data), 4)]


def _by_formula(red: float, green: float, blue: float) -> Colour:
    black = 1 - max(red, green, blue)
    if black == 1:
        return 0.0, 0.0, 0.0, 1.0
    cyan, magenta, yellow = ((1 - part - black) / (1 - black) for part in (red, green, blue))
    return cyan, magenta, yellow, black


def _limited(colour: Colour, limit: float) -> Colour:
    """Take from cyan, magenta and yellow what is above the limit of all inks together."""
    *coloured, black = colour
    above = sum(colour) - limit
    if above <= 0 or not sum(coloured):
        return colour
    share = max(1 - above / sum(coloured), 0)
    return (*(part * share for part in coloured), black)


def _light(colour: Colour) -> float:
    return sum(part * share for part, share in zip(colour, LIGHT, strict=True))
