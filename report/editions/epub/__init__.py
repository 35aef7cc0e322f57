"""The EPUB edition: one file for each top-level section, and the PDF's page numbers."""
