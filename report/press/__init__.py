"""Printing: the bound pages of the print edition become press files, booklets, hand-outs and numbered copies."""
