"""Parity: the editions of a report are read back from their files and held against each other."""
