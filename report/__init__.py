"""report: one structured source becomes a PDF, an EPUB and a web page."""

__version__ = "0.1.0"
