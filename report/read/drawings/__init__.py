"""Drawings (SVG) of others: what a still picture needs is kept, written anew, and nothing else."""

from report.read.drawings.reader import LARGEST, Drawing, Removed, drawing_text, read_drawing

__all__ = ["LARGEST", "Drawing", "Removed", "drawing_text", "read_drawing"]
