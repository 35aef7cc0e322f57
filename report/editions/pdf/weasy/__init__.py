"""The one home of WeasyPrint: layout, and the places where it is put right.

`tagging`, `page_map`, `numbers` and `render` touch its private names; the project pins `weasyprint==70.*`, and
`tests/test_weasy_tripwire.py` fails when what they know changes.
"""
