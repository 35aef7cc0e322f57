"""Themes: what a theme's files say, its tokens and colours held against each other, its sheets adapted to an edition."""
