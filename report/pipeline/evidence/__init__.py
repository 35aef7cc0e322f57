"""Evidence: what was checked of a build, by what, what was found, and what was not checked."""
