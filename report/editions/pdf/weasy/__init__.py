"""The one home of WeasyPrint: layout, and the places where it is put right.

What is replaced in it stands in tables named `CURES`, `PARTS` and `SPEED`, and is in place only while a part is laid out; `page_map`
and `render` read its private names. The project pins `weasyprint==70.*`, and `tests/editions/test_weasy_tripwire.py` fails
when what they know changes.
"""
