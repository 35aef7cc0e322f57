"""The archive: versions of reports that last, in a store after the Oxford Common File Layout (OCFL) 1.1."""
