"""What the tests of printing share: pages bound once, and small press files that are broken on purpose."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name

from report.model.pages import Impression
from report.model.progress import Listener
from report.press.pages import bind_pages
from report.press.press import PressOptions, make_press_file
from report.read.project import Project
from tests.common import ROOT, SAMPLES

ARTICLE, YEARBOOK = (ROOT, "asean-briefing"), (SAMPLES / "specimen", "specimen")
ARABIC = (SAMPLES / "arabic", "arabic")
MM = 72 / 25.4
PLAIN = PressOptions()


@cache
def bound(report=YEARBOOK, bleed=3.0, economy=False):
    project = Project(report[0].resolve())
    return bind_pages(project, project.report(report[1]), Listener(), Impression(bleed, economy))


@cache
def pressed(report=YEARBOOK, order=PLAIN):
    return make_press_file(bound(report, order.bleed), order)


def opened(data):
    return pikepdf.open(BytesIO(data))


def written(pdf):
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def leaf(pdf, content=b"", resources=None, bleed=3.0, size=(100.0, 100.0)):
    """Add a page of `size` mm with a bleed, and a content in mm, to a file."""
    width, height = (edge * MM for edge in size)
    edge = bleed * MM
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([-40, -40, width + 40, height + 40]),
        BleedBox=Array([-edge, -edge, width + edge, height + edge]),
        TrimBox=Array([0, 0, width, height]),
        Resources=resources or Dictionary(),
        Contents=pdf.make_stream(b"%f 0 0 %f 0 0 cm\n" % (MM, MM) + content),
    )
    pdf.pages.append(pikepdf.Page(page))


def picture(pdf, width, height, *, space="/DeviceCMYK", data=None, bits=8):
    parts = 4 if space == "/DeviceCMYK" else 1
    stream = pdf.make_stream(data if data is not None else bytes(width * height * parts * bits // 8))
    for key, value in {
        "/Type": Name.XObject, "/Subtype": Name.Image, "/Width": width, "/Height": height,
        "/ColorSpace": Name(space), "/BitsPerComponent": bits,
    }.items():  # fmt: skip
        stream[key] = value
    return Dictionary(XObject=Dictionary(Im=stream))
