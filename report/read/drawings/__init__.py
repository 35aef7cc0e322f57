"""Drawings (SVG) of others: what a still picture needs is kept, written anew, and nothing else."""

from report.read.drawings.reader import LARGEST, Drawing, Removed, read_drawing

__all__ = ["LARGEST", "Drawing", "Removed", "read_drawing"]
