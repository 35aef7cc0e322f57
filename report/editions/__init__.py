"""The fourth stage: the master becomes the editions that readers get."""
