"""What templates say of a report: dates in its language, its licence by name, how it is cited."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from report.fonts import faces_named
from report.model.locales import format_day, format_moment
from report.model.metadata import Brand, Status
from report.model.words import with_number

if TYPE_CHECKING:
    from report.model.metadata import Metadata
    from report.model.words import Words

BORDER = 2  # modules of quiet around it; white paper gives the other two
INK, PAPER = "#000000", "#ffffff"  # in the dark scheme too: readers look for dark on light
NO_BRAND = Brand()
SERIF, SANS = "Source Serif 4", "Source Sans 3"
LICENCES = {
    "CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC-BY-ND-4.0": ("CC BY-ND 4.0", "https://creativecommons.org/licenses/by-nd/4.0/"),
    "CC-BY-NC-4.0": ("CC BY-NC 4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
    "CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "OGL-UK-3.0": (
        "Open Government Licence 3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
}


@dataclass(frozen=True, slots=True)
class DerivedFacts:
    """The derived facts of one report, as text in its language.

    `citation` is what stands before and after the title, `qr` the permanent address as a drawing, `successor` the address
    of the version that took this one's place, `publisher` the lines of its address, `logo` the source of its picture.
    The status is `urgent` where a reader must know of it before all else.
    """

    date: str
    byline: str
    number: str
    licence: str
    licence_url: str
    status: str
    citation: tuple[str, str]
    address: str
    faces: str
    qr: str
    urgent: bool
    successor: str
    publisher: tuple[str, ...]
    logo: str


def facts_of(meta: Metadata, words: Words, brand: Brand = NO_BRAND) -> DerivedFacts:
    """Derive what the furniture, the title page and the colophon say."""
    when = format_day(meta.date, meta.lang)
    licence, licence_url = LICENCES.get(meta.license, (meta.license, ""))
    address = meta.url or permanent_address(meta.identifier)
    number = " ".join(part for part in (meta.series, meta.report_number) if part)
    return DerivedFacts(
        date=when,
        byline=words.comma.join(meta.creators),
        number=number,
        licence=licence,
        licence_url=licence_url,
        status=_status(meta, words),
        citation=_citation(meta, words, number, when),
        address=address,
        faces=with_number(words.set_in, words.comma.join(_faces(meta, brand)), " "),
        qr=draw_qr(address, f"{words.qr_code}: {address}") if address else "",
        urgent=meta.status in {Status.SUPERSEDED, Status.WITHDRAWN} or meta.embargo_until is not None,
        successor=permanent_address(meta.superseded_by) or meta.superseded_by,
        publisher=brand.address,
        logo=logo_source(brand),
    )


def logo_source(brand: Brand) -> str:
    """Name the publisher's logo as the page does; empty where there is none."""
    return f"brand/logo{brand.logo.suffix.lower()}" if brand.logo else ""


def _faces(meta: Metadata, brand: Brand) -> tuple[str, ...]:
    """Name the families of the text and of headings and furniture, the brand's in the place of the house's."""
    own = {token.name: token.value.split('"')[1] for token in brand.tokens if '"' in token.value}
    house = {SERIF: own.get("serif", SERIF), SANS: own.get("sans", SANS)}
    return tuple(dict.fromkeys(house.get(name, name) for name in faces_named(meta.lang)))


def permanent_address(identifier: str) -> str:
    """Turn an identifier into a web address; empty where it has none."""
    if identifier.startswith("doi:"):
        return f"https://doi.org/{identifier.removeprefix('doi:')}"
    return identifier if identifier.startswith("https://") else ""


def _status(meta: Metadata, words: Words) -> str:
    lines = {Status.DRAFT: words.draft, Status.SUPERSEDED: words.superseded, Status.WITHDRAWN: words.withdrawn}
    parts = [lines[meta.status]] if meta.status in lines else []
    if meta.embargo_until:
        parts.append(with_number(words.embargo, format_moment(meta.embargo_until, meta.lang), " "))
    return " · ".join(parts)


def _citation(meta: Metadata, words: Words, number: str, when: str) -> tuple[str, str]:
    version = f"{words.inside(words.version)} {meta.version}" if meta.version else ""
    publisher = meta.publisher if meta.publisher not in meta.creators else ""
    rest = words.comma.join(part for part in (number, version, publisher, when) if part)
    return words.comma.join(meta.creators), rest


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
