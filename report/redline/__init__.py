"""The redline: two versions of a report in one manuscript, what was added and what was taken out marked in its place."""
