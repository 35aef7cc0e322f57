"""Formulas as they are printed: MathML in, glyphs and rules at their places out."""

from report.editions.pdf.formulas.formula import Formula, Glyph, NotDrawn, Stroke

__all__ = ["Formula", "Glyph", "NotDrawn", "Stroke"]
