"""The second stage: numbers, references and images of a Manuscript are resolved, its dangers refused."""
