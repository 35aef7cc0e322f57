"""The classes by which a redline's marks are known, from the comparison to the style sheets."""

from __future__ import annotations

INSERTED, DELETED = "redline-insertion", "redline-deletion"
MOVED = "redline-moved"  # beside either, on what stands elsewhere in the other version
LABEL = "redline-label"  # on what is read out before and after what is marked
UNREAD = frozenset({DELETED, LABEL})  # what is no part of a title
