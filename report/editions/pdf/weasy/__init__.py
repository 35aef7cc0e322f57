"""The one home of WeasyPrint: layout, and the places where it is put right.

What touches its private names is `tagging` and `page_map`; the project pins `weasyprint==70.*`, and
`tests/test_weasy_tripwire.py` fails when those names change.
"""
