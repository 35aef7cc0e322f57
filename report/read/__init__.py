"""The first stage: a folder of sources becomes a Manuscript."""
