"""A drawing as a page of its own, with its fonts, as WeasyPrint writes it by itself: to be counted in pixels."""

from __future__ import annotations

from report.editions.pdf.weasy.start import load_engine
from report.fonts import configuration_for

NAME = "drawing.svg"


def drawn_page(drawing: bytes, width: int, height: int) -> bytes:
    """Set an SVG on a page of so many CSS px, which it fills; what goes over the edges is cut off."""
    weasyprint = load_engine()
    from report.editions.pdf.weasy.files import BASE, ReportFetcher, sheet_and_fonts

    css = (
        f"@page {{ size: {width}px {height}px; margin: 0 }} body {{ margin: 0 }} "
        f"img {{ display: block; width: {width}px; height: {height}px; object-fit: cover }}"
    )
    fetcher = ReportFetcher(((NAME, drawing),))
    with sheet_and_fonts(css, configuration_for(drawing.decode()), fetcher, []) as (sheet, fonts):
        page = weasyprint.HTML(string=f'<img src="{NAME}" alt="">', base_url=BASE, url_fetcher=fetcher)
        return bytes(page.write_pdf(stylesheets=[sheet], font_config=fonts))
